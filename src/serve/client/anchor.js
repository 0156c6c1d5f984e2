// In: the live document before and after a patch. Out: what the reader was reading stands where it
// stood in the window. Writes nothing into the page: the browser's own anchoring is switched off
// meanwhile by a style sheet of the document's, so that nothing is corrected twice.

const FEW = 64;
const BESIDE = 16;
const WITHOUT_NATIVE = new CSSStyleSheet();
WITHOUT_NATIVE.replaceSync(":root, body { overflow-anchor: none !important; }");

const owed = { at: -1, by: 0 };

const isAside = (position) => position === "fixed" || position === "sticky";

/** Whether any of a block shows in the window. */
export function isInView(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < innerHeight;
}

/** The blocks in the window, deepest last, each with its place; and their neighbours outside of it. */
function readBlocks(body) {
  const [seen, near] = [[], []];
  const walk = (parent, depth) => {
    for (const node of aroundWindow(parent.children)) {
      const { top, bottom, left, right, height } = node.getBoundingClientRect();
      const { display, position } = height > 0 && (bottom <= 0 || top >= innerHeight) ? {} : getComputedStyle(node);
      if (display === "none" || isAside(position) || display?.startsWith("inline")) continue;
      const block = { node, top, depth, isCentral: left <= innerWidth / 2 && right >= innerWidth / 2 };
      if (height > 0) (display ? seen : near).push(block);
      if (display) walk(node, depth + 1);
    }
  };
  walk(body, 0);
  return { seen, near };
}

/** Of few children all; of many those in the window and some beside, since blocks stand one below the other. */
function aroundWindow(children) {
  if (children.length <= FEW) return children;
  const start = Math.max(0, firstInWindow(children) - BESIDE);
  const list = [];
  for (let index = start, below = 0; index < children.length && below < BESIDE; index += 1) {
    list.push(children[index]);
    if (children[index].getBoundingClientRect().top >= innerHeight) below += 1;
  }
  return list;
}

function firstInWindow(children) {
  let [low, high] = [0, children.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    let shown = middle;
    while (shown < high && children[shown].getClientRects().length === 0) shown += 1;
    if (shown === high || children[shown].getBoundingClientRect().bottom > 0) high = middle;
    else low = shown + 1;
  }
  return low;
}

const byReading = (a, b) => b.isCentral - a.isCentral || a.top - b.top || b.depth - a.depth;
const byDistance = (a, b) => Math.abs(a.top) - Math.abs(b.top) || b.depth - a.depth;

/** Blocks to hold the page by, best first: the topmost that begins in the window, the deepest of those. */
function anchorsOf(body) {
  const { seen, near } = readBlocks(body);
  const begins = seen.filter((block) => block.top >= 0).sort(byReading);
  const others = [...seen.filter((block) => block.top < 0), ...near].sort(byDistance);
  return [...begins, ...others];
}

/** The block that is being read: the topmost in the window, also one that began above it. */
export function topmostBlock(accepts) {
  const { seen } = readBlocks(document.body);
  const fits = seen.filter(({ node, top }) => top >= 0 && accepts(node)).sort(byReading);
  return (fits[0] ?? seen.filter(({ node }) => accepts(node)).at(-1))?.node ?? null;
}

/** Takes hold of the page before a patch. What it returns puts the page back. */
export function holdPlace() {
  // Who is at the very top wants to see what is put there.
  if (scrollY === 0) return () => {};
  const anchors = anchorsOf(document.body);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, WITHOUT_NATIVE];
  return () => {
    const anchor = anchors.find(({ node }) => node.isConnected && node.getBoundingClientRect().height > 0);
    if (anchor) shiftBy(anchor.node.getBoundingClientRect().top - anchor.top + (scrollY === owed.at ? owed.by : 0));
    afterPaint(() => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== WITHOUT_NATIVE);
    });
  };
}

/** Scrolls, and keeps what a window that scrolls by whole pixels owes, so that many edits never add up. */
function shiftBy(distance) {
  const before = scrollY;
  if (distance !== 0) scrollBy({ top: distance, behavior: "instant" });
  const rest = distance - (scrollY - before);
  Object.assign(owed, { at: scrollY, by: Math.abs(rest) < 1 ? rest : 0 });
}

/** A hidden tab paints nothing until it is seen again, and so needs nothing until then. */
function afterPaint(act) {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/** Scrolls to a block unless all of it shows, smoothly unless the reader wants less motion. */
export function goTo(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  if (height > 0 && top >= 0 && bottom <= innerHeight) return;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isTall = height > innerHeight * 0.8;
  openAround(element);
  element.scrollIntoView({ block: isTall ? "start" : "center", behavior: isCalm ? "instant" : "smooth" });
}

/** A block in closed details has no place to go to. */
function openAround(element) {
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (around.localName === "details" && !around.open && !element.closest("summary")) around.open = true;
  }
}
