// In: nothing. Out: the one element that the preview adds beside the page, after <body>, with all it
// shows in a shadow root, where the page's style sheets do not reach. The page itself is not touched.

const SAID = 8_000;

/** An element with attributes, listeners (`onclick`) and children. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** "1 word", "2 words", "1,200 words". */
export const counted = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** Puts the host beside the page. `root` takes what is shown, `dock` what stands at the bottom edge. */
export function openUi() {
  const host = document.createElement("offprint-preview");
  const shadow = host.attachShadow({ mode: "open" });
  const root = make("div", { class: "root", hidden: true, lang: "en", dir: "ltr" });
  const dock = make("div", { class: "dock" });
  const said = make("p", { class: "said", role: "status", "aria-live": "polite" });
  const sheet = make("link", { rel: "stylesheet", href: "/_offprint/preview.css", onload: () => (root.hidden = false) });
  dock.append(said);
  root.append(dock);
  shadow.append(sheet, root);
  document.documentElement.append(host);
  return { host, root, dock, say: saying(said) };
}

/** Words for screen readers, or, `isShown`, for all: then they go by themselves. */
function saying(line) {
  let timer = 0;
  return (words, isShown = false) => {
    clearTimeout(timer);
    line.textContent = words;
    line.classList.toggle("shown", isShown);
    timer = setTimeout(() => {
      line.textContent = "";
      line.classList.remove("shown");
    }, SAID);
  };
}

/** What the browser remembers for this site, where it does. */
export function remembered(storage, key) {
  try {
    return globalThis[storage].getItem(`offprint.${key}`);
  } catch {
    return null;
  }
}

/** Remembers a text; null forgets it. */
export function remember(storage, key, value) {
  try {
    if (value === null) globalThis[storage].removeItem(`offprint.${key}`);
    else globalThis[storage].setItem(`offprint.${key}`, value);
  } catch {
    // A browser that keeps nothing shows the bar as it is at first.
  }
}
