// In: a page of the preview in a browser. Out: what a reader sees and does there. Knows no server.

/** Opens a page and waits until the client has heard from the server. */
export async function openReader(browser, url, options = {}, prepare = () => {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, reducedMotion: "reduce", ...options });
  await prepare(context);
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && !/Failed to load resource/.test(message.text()) && faults.push(message.text()));
  await page.goto(url, { waitUntil: "load" });
  await page.waitForFunction(() => document.querySelector("offprint-preview")?.shadowRoot.querySelector(".facts, .panel:not([hidden])"));
  return { page, context, faults, close: () => context.close() };
}

/** The element whose own text has these words, where it stands in the window. */
export const topOf = (page, words) => page.evaluate((words) => {
  const found = [...document.querySelectorAll("p, li, h1, h2, h3, figcaption")].find((node) => node.textContent.includes(words));
  return found ? found.getBoundingClientRect().top : null;
}, words);

/** Scrolls so that the block with these words stands `from` pixels below the window's top. */
export const scrollTo = (page, words, from = 120) => page.evaluate(([words, from]) => {
  const found = [...document.querySelectorAll("p, li, h2")].find((node) => node.textContent.includes(words));
  scrollBy({ top: found.getBoundingClientRect().top - from, behavior: "instant" });
}, [words, from]);

/** Selects words in the text of the page. */
export const select = (page, words) => page.evaluate((words) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && !walker.currentNode.data.includes(words));
  const at = walker.currentNode.data.indexOf(words);
  getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
}, words);

export const selected = (page) => page.evaluate(() => getSelection().toString());

/** Waits until the page says these words, or no longer says them. */
export const says = (page, words) => page.waitForFunction((words) => document.body.textContent.includes(words), words);
export const saysNot = (page, words) => page.waitForFunction((words) => !document.body.textContent.includes(words), words);

/** Marks the document, to see later that it was never loaded anew. */
export const mark = (page) => page.evaluate(() => void (window.isMarked = true));
export const isMarked = (page) => page.evaluate(() => window.isMarked === true);

/** A part of the preview's own: its text, or null while it is hidden. */
export const shown = (page, selector) => page.evaluate((selector) => {
  const found = document.querySelector("offprint-preview").shadowRoot.querySelector(selector);
  return found && found.getClientRects().length > 0 ? found.textContent : null;
}, selector);

/** Waits until a part of the preview's own shows words that fit, or, for null, is hidden. */
export const waitShown = (page, selector, pattern) => page.waitForFunction(([selector, source, flags]) => {
  const found = document.querySelector("offprint-preview").shadowRoot.querySelector(selector);
  const words = found && found.getClientRects().length > 0 ? found.textContent : null;
  return source === null ? words === null : words !== null && new RegExp(source, flags).test(words);
}, [selector, pattern?.source ?? null, pattern?.flags]);

/** The page without what the theme's scripts make of where the reader is and how large the window is: run in the page. */
export function settled() {
  const body = document.body.cloneNode(true);
  for (const made of body.querySelectorAll(".notes-beside, .note-bubble, .scroll-hint, .enlarge")) made.remove();
  for (const place of body.querySelectorAll("[aria-current=location]")) place.removeAttribute("aria-current");
  for (const mark of body.querySelectorAll("[data-beside]")) mark.removeAttribute("data-beside");
  for (const box of body.querySelectorAll(".table-scroll")) for (const name of ["role", "tabindex"]) box.removeAttribute(name);
  return [body.innerHTML, document.head.innerHTML, [...document.documentElement.attributes].map(({ name, value }) => `${name}=${value}`).join()];
}

/** The page as it was patched and as it is when loaded anew. */
export async function patchedAndLoaded(reader) {
  const patched = await reader.page.evaluate(settled);
  const other = await reader.context.newPage();
  await other.goto(reader.page.url(), { waitUntil: "load" });
  const loaded = await other.evaluate(settled);
  await other.close();
  return { patched, loaded };
}
