// Notes where they are cited: beside the text where the theme leaves a margin, else in a bubble at hover, focus or tap.
// The list at the foot stays as it is, and the mark stays a link to it. What stands beside repeats the foot for the eye
// and is hidden from everyone else; a bubble follows its mark in the order of reading, and keys reach what is in it.
const noteOf = (mark) => document.getElementById(decodeURIComponent(mark.hash.slice(1)));

// A note without its ways back and without the ids that its original has.
function copy(note, element) {
  element.append(...note.cloneNode(true).childNodes);
  for (const back of element.querySelectorAll("[role=doc-backlink], .back-links")) back.remove();
  for (const named of element.querySelectorAll("[id]")) named.removeAttribute("id");
  return element;
}

const create = (name, className) => Object.assign(document.createElement(name), { className });

const besideOf = new WeakMap();
let watcher;

function besides() {
  const text = document.querySelector(".reading .text:has(> .notes)");
  const margin = create("div", "notes-beside");
  watcher?.disconnect();
  for (const old of document.querySelectorAll(".notes-beside")) old.remove();
  margin.setAttribute("aria-hidden", "true");
  const placed = new Map();
  for (const mark of text?.querySelectorAll("[role=doc-noteref]") ?? []) {
    const note = noteOf(mark);
    if (!note || placed.has(note) || mark.closest(".notes")) continue;
    const beside = copy(note, create("div", "note-beside"));
    const number = create("span", "note-number");
    number.textContent = mark.textContent;
    beside.prepend(number);
    for (const stop of beside.querySelectorAll("a, button, [tabindex]")) stop.tabIndex = -1;
    placed.set(note, { mark, beside });
    besideOf.set(mark, beside);
    margin.append(beside);
  }
  if (!placed.size) return;
  text.append(margin);
  const again = () => place(text, margin, [...placed.values()]);
  again();
  watcher = new ResizeObserver(() => requestAnimationFrame(again));
  watcher.observe(text);
}

// Each note as high as its mark, or below the one before, or below what else stands in the margin. One that would come
// to stand far from its mark is left out: it has its bubble.
function place(text, margin, notes) {
  for (const { mark, beside } of notes) {
    beside.hidden = !mark.getClientRects().length;
    delete mark.dataset.beside;
  }
  const column = margin.getBoundingClientRect();
  if (!column.width) return;
  const { bottom } = text.getBoundingClientRect();
  const isInMargin = (box) => box.right > column.left && box.left < column.right;
  const others = [...text.querySelectorAll("figure, aside, .table-scroll, pre")].filter((e) => !margin.contains(e))
    .map((e) => e.getBoundingClientRect()).filter(isInMargin);
  const tops = notes.map(({ mark, beside }) => ({ mark, beside, top: mark.getBoundingClientRect().top, height: beside.offsetHeight }));
  let free = -Infinity;
  for (const { mark, beside, top, height } of tops.filter((note) => note.height).sort((a, b) => a.top - b.top)) {
    let at = Math.max(top - 4, free);
    for (const other of others) if (other.top < at + height + 16 && other.bottom > at - 16) at = other.bottom + 24;
    beside.hidden = at > top + 240 || at + height > bottom;
    if (beside.hidden) continue;
    beside.style.translate = "0 " + (at - column.top) + "px";
    mark.dataset.beside = "";
    free = at + height + 12;
  }
}

let bubble;
let cited;
let closing;

function close() {
  clearTimeout(closing);
  if (bubble?.contains(document.activeElement)) cited.focus();
  bubble?.remove();
  bubble = cited = undefined;
}

const closeSoon = () => {
  clearTimeout(closing);
  closing = setTimeout(() => {
    const isWanted = [cited, bubble].some((element) => element?.matches(":hover, :focus-visible, :focus-within"));
    if (!isWanted) close();
  }, 300);
};

function show(mark) {
  clearTimeout(closing);
  const note = mark !== cited && !("beside" in mark.dataset) && noteOf(mark);
  if (!note) return;
  close();
  bubble = copy(note, create("div", "note-bubble"));
  cited = mark;
  bubble.popover = "manual";
  bubble.setAttribute("role", "note");
  bubble.setAttribute("aria-label", mark.getAttribute("aria-label"));
  mark.after(bubble);
  bubble.showPopover();
  // Below its mark, or above it where the window ends; never over it.
  const at = mark.getBoundingClientRect();
  const { width, height } = bubble.getBoundingClientRect();
  const isAbove = at.bottom + height + 12 > innerHeight && at.top > height + 12;
  const left = Math.min(at.left + at.width / 2 - width / 2, document.documentElement.clientWidth - width - 12);
  bubble.style.left = Math.max(left, 12) + scrollX + "px";
  bubble.style.top = (isAbove ? at.top - height - 6 : at.bottom + 6) + scrollY + "px";
  if (bubble.scrollHeight > bubble.clientHeight) bubble.tabIndex = 0;
}

if ("popover" in HTMLElement.prototype) {
  const markAt = (target) => target.closest?.("[role=doc-noteref]:not(.note-bubble *, .note-beside *)");
  let pointer;
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    const mark = markAt(target);
    if (mark && pointerType === "mouse") show(mark);
    else if (cited && !bubble.contains(target)) closeSoon();
  });
  document.addEventListener("focusin", ({ target }) => {
    const mark = markAt(target);
    if (mark?.matches(":focus-visible")) show(mark);
    else if (cited && !bubble.contains(target) && !bubble.matches(":hover")) close();
  });
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (cited && !bubble.contains(event.target) && markAt(event.target) !== cited) close();
  });
  document.addEventListener("click", (event) => {
    const mark = markAt(event.target);
    if (!mark) return;
    const wasOpen = mark === cited;
    if (pointer !== "mouse" && event.detail && !("beside" in mark.dataset)) {
      event.preventDefault();
      if (!wasOpen) return show(mark);
    }
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && cited) close();
  });
}
for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) {
  const isOn = /over|in$/.test(type);
  document.addEventListener(type, ({ target }) => besideOf.get(target)?.classList.toggle("is-cited", isOn));
}
besides();
// The preview of offprint changes a page that is being read.
document.addEventListener("offprint:patched", besides);
