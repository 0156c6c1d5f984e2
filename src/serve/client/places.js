// In: the server's list of a page's blocks and where they are written. Out: the place of an element,
// and the author's editor opened there. Asks the server only when a place is wanted.

/** The elements of the page as it was served: those that a script added are not counted. */
export function servedElement({ tag, n }, own) {
  return [...document.getElementsByTagName(tag)].filter((node) => !own.isAdded(node))[n] ?? null;
}

/** The places of the blocks of one page, for as long as neither it nor the site changes: an empty line more moves them all. */
export function placesOf(page, own) {
  let known = { version: null, byElement: new Map() };
  return {
    /** What is known now, without asking. */
    get: (element) => known.byElement.get(element),
    /** Asks for the list unless it is that of the page as it is now. */
    async load() {
      const version = page.version();
      if (known.version === version) return;
      const answer = await fetch(`/_offprint/places?page=${encodeURIComponent(page.path())}`);
      if (!answer.ok) return;
      const list = await answer.json();
      if (page.version() === version) known = { version, byElement: matched(list, own) };
    },
    /** The nearest element around `start` that is written somewhere. */
    closest(start) {
      for (let element = start; element; element = element.parentElement) {
        if (known.byElement.has(element)) return element;
      }
      return null;
    },
  };
}

function matched(list, own) {
  const byTag = new Map();
  const served = (tag) => {
    if (!byTag.has(tag)) byTag.set(tag, [...document.getElementsByTagName(tag)].filter((node) => !own.isAdded(node)));
    return byTag.get(tag);
  };
  const byElement = new Map();
  for (const place of list) {
    const element = served(place.tag)[place.n];
    if (element) byElement.set(element, place);
  }
  return byElement;
}

/** Opens the author's editor. Resolves to a sentence when that failed, to null when it is open. */
export async function openEditor(place, page) {
  const ask = () => fetch("/_offprint/open", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Offprint-Token": page.token() },
    body: JSON.stringify({ path: place.path, line: place.line ?? 1, column: place.column ?? 1 }),
  });
  try {
    let answer = await ask();
    // A restarted server has another token, which the page's next answer carries.
    if (answer.status === 403 && await page.renew()) answer = await ask();
    if (answer.ok) return null;
    return (await answer.text()).trim() || `the editor did not open (${answer.status})`;
  } catch {
    return "offline: the editor did not open";
  }
}
