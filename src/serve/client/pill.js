// In: the block that was edited. Out: a small pill that offers to go there when it is not on screen,
// and a short glow when it is reached. Gone by itself, by Escape, or when the block is seen.
import { goTo, isInView } from "./anchor.js";
import { make } from "./ui.js";

const SHOWN = 10_000;
const GLOW = 1_600;
const FIRST_WORDS = 48;

/** Makes the pill. */
export function makePill(ui) {
  const text = make("span", { class: "words" });
  const where = make("span", {});
  const go = make("button", { type: "button", class: "go" }, where, text);
  const close = make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => hide() }, "×");
  const pill = make("div", { class: "pill", hidden: true }, go, close);
  ui.dock.prepend(pill);
  const now = { act: null, timer: 0, seen: null };
  go.addEventListener("click", () => {
    const { act } = now;
    hide();
    act?.();
  });
  addEventListener("keydown", ({ key }) => key === "Escape" && !pill.hidden && hide());

  function hide() {
    clearTimeout(now.timer);
    now.seen?.disconnect();
    Object.assign(now, { act: null, seen: null });
    pill.hidden = true;
  }

  /** Not under the pointer, and not with the focus in it. */
  function hideUnused() {
    if (pill.matches(":hover, :focus-within")) now.timer = setTimeout(hideUnused, SHOWN);
    else hide();
  }

  function offer(label, words, act) {
    hide();
    where.textContent = label;
    text.textContent = words;
    now.act = act;
    pill.hidden = false;
    now.timer = setTimeout(hideUnused, SHOWN);
    ui.say(label.replace(/[↑↓→]/, "").trim());
  }

  return {
    hide,
    /** Offers to go to a block of this page, unless it is on screen. */
    toBlock(element) {
      if (isInView(element)) return hide();
      const isAbove = element.getBoundingClientRect().top < 0;
      offer(isAbove ? "Edited above ↑" : "Edited below ↓", firstWords(element), () => goAndGlow(ui, element));
      now.seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && hide());
      now.seen.observe(element);
    },
    /** Offers to go to another page. */
    toPage: (path, act) => offer("Edited elsewhere →", path, act),
  };
}

function firstWords(element) {
  const words = element.textContent.replace(/\s+/g, " ").trim();
  return words.length <= FIRST_WORDS ? words : `${words.slice(0, FIRST_WORDS).replace(/\s\S*$/, "")} …`;
}

/** Goes to a block and marks it for a moment. */
export function goAndGlow(ui, element) {
  goTo(element);
  const glow = make("div", { class: "glow", "aria-hidden": "true" });
  placeOver(glow, element);
  ui.root.append(glow);
  const follow = new ResizeObserver(() => placeOver(glow, element));
  follow.observe(element);
  setTimeout(() => {
    follow.disconnect();
    glow.remove();
  }, GLOW);
}

/** Lays a box over a block, in the page's own coordinates, so that it scrolls with it. */
export function placeOver(box, element) {
  const { top, left, width, height } = element.getBoundingClientRect();
  Object.assign(box.style, { top: `${top + scrollY}px`, left: `${left + scrollX}px`, width: `${width}px`, height: `${height}px` });
}
