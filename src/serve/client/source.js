// In: Alt with the mouse or with E. Out: the author's editor at the block that was meant. While Alt
// is held the block under the pointer is outlined, by a box beside the page.
import { isInView, topmostBlock } from "./anchor.js";
import { placeOver } from "./pill.js";
import { openEditor } from "./places.js";
import { make } from "./ui.js";

/** Listens for Alt-click and Alt+E. */
export function listenForSource(ui, places, page) {
  const label = make("span", {});
  const outline = make("div", { class: "outline", hidden: true, "aria-hidden": "true" }, label);
  ui.root.append(outline);
  const pointer = { over: null, target: null };

  async function open(element) {
    await places.load().catch(() => {});
    const block = places.closest(element);
    const failure = block ? await openEditor(places.get(block), page) : "this is not written in a file of the site";
    ui.say(failure ?? `opened ${nameOf(places.get(block))}`, true);
  }

  async function draw(target) {
    if (target === pointer.target) return;
    pointer.target = target;
    await places.load().catch(() => {});
    const block = pointer.target && places.closest(pointer.target);
    // The page as a whole is no block to be outlined.
    outline.hidden = !block || block === document.body;
    if (outline.hidden) return;
    label.textContent = nameOf(places.get(block));
    placeOver(outline, block);
  }

  addEventListener("click", (event) => {
    if (!event.altKey || event.button !== 0 || !(event.target instanceof Element) || event.target === ui.host) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    open(event.target);
  }, { capture: true });
  addEventListener("mousemove", ({ altKey, target }) => {
    pointer.over = target instanceof Element && target !== ui.host ? target : null;
    draw(altKey ? pointer.over : null);
  }, { capture: true, passive: true });
  addEventListener("keydown", (event) => {
    if (event.key === "Alt") draw(pointer.over);
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyE") return;
    event.preventDefault();
    openMeant();
  }, { capture: true });
  addEventListener("keyup", ({ key }) => key === "Alt" && draw(null), { capture: true });
  addEventListener("blur", () => draw(null));

  async function openMeant() {
    await places.load().catch(() => {});
    const meant = meantElement(places, ui.host) ?? topmostBlock((node) => places.get(node) !== undefined);
    if (meant) await open(meant);
    else ui.say("nothing here is written in a file of the site", true);
  }
}

const nameOf = ({ path, line }) => `${path}:${line}`;

/** The block with the selection, else with the focus, when it is in the window and written somewhere. */
function meantElement(places, host) {
  const selection = getSelection();
  const selected = selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0).startContainer : null;
  const focused = [document.body, host].includes(document.activeElement) ? null : document.activeElement;
  for (const node of [selected, focused]) {
    const element = node instanceof Element ? node : node?.parentElement;
    const block = element && places.closest(element);
    if (block && isInView(block)) return block;
  }
  return null;
}
