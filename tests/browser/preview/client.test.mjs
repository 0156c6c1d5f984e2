// The client in a browser against a server of the test's own: every behaviour of `offprint serve`'s
// page that does not need a real site.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { openBrowser } from "../lib/browser.mjs";
import { openMock } from "./mock.mjs";
import { isMarked, mark, openReader, patchedAndLoaded, says, scrollTo, select, selected, shown, topOf, waitShown } from "./reader.mjs";

const axe = createRequire(import.meta.url)("axe-core");
let browser;
let mock;
let reader;
before(async () => void (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => void (mock = await openMock()));
afterEach(async () => {
  const faults = reader?.faults ?? [];
  await reader?.close();
  reader = null;
  await mock.stop();
  assert.deepEqual(faults, []);
});

const NAMES = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima"];
const FILLER = "It has some words, so that it is as tall as a paragraph of a paper is, and takes a line or two of the window. ".repeat(3);

/** A long page: paragraphs with names, each with a note; `change` edits the list of blocks. */
function paper(change = (blocks) => blocks, { title = "Paper", css = "/a.1.css", head = "", lead = "" } = {}) {
  const texts = NAMES.flatMap((name) => [`first ${name}`, `second ${name}`]);
  const blocks = change(texts.map((words) => ({ words, note: true })));
  let number = 0;
  const marks = blocks.map(({ words, note, html }) => {
    if (html) return html;
    if (note) number += 1;
    return `<p>The ${words} paragraph.${note ? `<sup><a href="#fn:${number}" id="fnref:${number}">${number}</a></sup>` : ""} ${FILLER}</p>`;
  });
  const notes = Array.from({ length: number }, (_, at) => `<li id="fn:${at + 1}" value="${at + 1}"><p>A note.</p></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<link rel="stylesheet" href="${css}">
${head}</head>
<body>
${lead}<main>
<details id="more"><summary>More</summary><p>Folded.</p></details>
${marks.join("\n")}
<ol>
${notes.join("\n")}
</ol>
</main>
</body>
</html>
`;
}

const CSS = "body { margin: 0 auto; max-width: 40rem; font: 16px/1.5 sans-serif } p { margin: 0 0 1em }";

async function open(html = paper(), path = "/p/", options = {}) {
  mock.pages.set("/a.1.css", { type: "text/css", body: CSS });
  mock.pages.set(path, html);
  reader = await openReader(browser, mock.url + encodeURI(path), options);
  await mark(reader.page);
  return reader.page;
}

const edit = (name, words) => (blocks) => blocks.map((block) => (block.words === name ? { ...block, words } : block));

test("an edit far away leaves scroll, selection and open details as they are", async () => {
  const page = await open();
  await page.locator("#more summary").click();
  await scrollTo(page, "first golf");
  await select(page, "second golf paragraph");
  const before = await topOf(page, "first golf");
  mock.edit("/p/", paper((blocks) => edit("first alpha", `edited ${FILLER.repeat(4)}`)(blocks)));
  await says(page, "The edited");
  assert.equal(await topOf(page, "first golf"), before);
  assert.equal(await selected(page), "second golf paragraph");
  assert.ok(await page.evaluate(() => document.querySelector("#more").open));
  assert.ok(await isMarked(page));
});

test("a note put in above changes all numbers and moves nothing", async () => {
  const page = await open();
  await scrollTo(page, "first golf");
  const before = await topOf(page, "first golf");
  await page.evaluate(() => void (window.golf = [...document.querySelectorAll("p")].find((node) => node.textContent.includes("first golf"))));
  mock.edit("/p/", paper((blocks) => [{ words: "new", note: true }, { words: "other", note: true }, ...blocks]));
  await says(page, "The new");
  // A window scrolls by whole pixels only.
  assert.ok(Math.abs((await topOf(page, "first golf")) - before) < 1);
  assert.equal(await page.evaluate(() => window.golf.isConnected && window.golf.querySelector("sup").textContent), "15");
});

test("the patched page is the page that is loaded anew", async () => {
  const page = await open();
  await scrollTo(page, "first kilo");
  const versions = [
    paper(edit("first echo", "changed"), { title: "Other", head: '<meta name="x" content="y">\n' }),
    paper((blocks) => [...blocks.slice(6), { html: "<figure id=\"f\"><svg viewBox=\"0 0 9 9\"><path d=\"M0 0\"/></svg></figure>" }, ...blocks.slice(0, 3)]),
    paper((blocks) => blocks.map((block, at) => ({ ...block, note: at % 3 === 0 }))).replace('<html lang="en">', '<html lang="pl" class="dark-too">'),
    paper(),
  ];
  for (const [at, html] of versions.entries()) {
    const etag = await page.evaluate(() => document.querySelector("script[data-etag]").dataset.etag);
    mock.edit("/p/", html, { edited: { page: "/p/", tag: "p", n: 2, line: 3 } });
    await page.waitForFunction((etag) => document.querySelector("script[data-etag]").dataset.etag !== etag, etag);
    const { patched, loaded } = await patchedAndLoaded(reader);
    assert.deepEqual(patched, loaded, `version ${at}`);
  }
  assert.ok(await isMarked(page));
});

test("when all that is in the window is replaced, the nearest that is left stays", async () => {
  const page = await open();
  await scrollTo(page, "first golf", 0);
  const before = await topOf(page, "second foxtrot");
  const isVisible = (words) => ["golf", "hotel", "india"].some((name) => words.endsWith(name));
  mock.edit("/p/", paper((blocks) => [{ html: `<section><h2>Quite</h2><p>${FILLER}</p></section>` }, ...blocks.filter(({ words }) => !isVisible(words))]));
  await says(page, "Quite");
  assert.ok(Math.abs((await topOf(page, "second foxtrot")) - before) < 1);
});

test("the pill offers to go to an edit off screen, and goes by itself when it is seen", async () => {
  const page = await open();
  await scrollTo(page, "first golf");
  const before = await topOf(page, "first golf");
  mock.edit("/p/", paper(edit("first alpha", "edited alpha")), { edited: { page: "/p/", tag: "p", n: 1, line: 9 } });
  await waitShown(page, ".pill", /Edited above ↑.*The edited alpha/);
  assert.equal(await topOf(page, "first golf"), before);
  await page.locator("offprint-preview .pill .go").click();
  await waitShown(page, ".pill", null);
  assert.ok(await page.evaluate(() => document.querySelectorAll("p")[1].getBoundingClientRect().top >= 0));
  mock.edit("/p/", paper(edit("first lima", "edited lima")), { edited: { page: "/p/", tag: "p", n: 23, line: 9 } });
  await waitShown(page, ".pill", /Edited below ↓/);
  await page.keyboard.press("Escape");
  await waitShown(page, ".pill", null);
  mock.edit("/p/", paper(edit("first lima", "edited again")), { edited: { page: "/p/", tag: "p", n: 23, line: 9 } });
  await waitShown(page, ".pill", /Edited below ↓/);
  await scrollTo(page, "edited again");
  await waitShown(page, ".pill", null);
});

test("an edit on another page is offered, or followed to its block", async () => {
  const page = await open();
  mock.pages.set("/other/", paper(undefined, { title: "Other" }));
  mock.change({ edited: { page: "/other/", tag: "p", n: 20, line: 3 } });
  await waitShown(page, ".pill", /\/other\//);
  await page.locator("offprint-preview .pill .go").click();
  await page.waitForURL("**/other/");
  await page.waitForFunction(() => scrollY > 0);
  await page.waitForFunction(() => document.querySelector("offprint-preview")?.shadowRoot.querySelector(".facts").isConnected);
  await page.waitForTimeout(200);
  mock.change({ edited: { page: "/p/", tag: "p", n: 21, line: 3 }, follow: true });
  await page.waitForURL("**/p/");
  await page.waitForFunction(() => scrollY > 0);
});

test("a style sheet is swapped in one step", async () => {
  const page = await open();
  await scrollTo(page, "first golf");
  const before = await topOf(page, "first golf");
  mock.pages.set("/a.2.css", { type: "text/css", body: CSS.replace("16px", "20px") });
  mock.delays.set("/a.2.css", 200);
  await page.evaluate(() => {
    window.sizes = new Set();
    const look = () => {
      window.sizes.add(getComputedStyle(document.body).fontSize);
      requestAnimationFrame(look);
    };
    look();
  });
  mock.edit("/p/", paper(undefined, { css: "/a.2.css" }));
  await page.waitForFunction(() => window.sizes.has("20px"));
  assert.deepEqual(await page.evaluate(() => [...window.sizes]), ["16px", "20px"]);
  assert.equal(await page.evaluate(() => document.querySelectorAll("link").length), 1);
  assert.ok(Math.abs((await topOf(page, "first golf")) - before) < 1);
  assert.equal(mock.requests.filter((path) => path === "/a.2.css").length, 1);
  assert.ok(await isMarked(page));
});

test("what a script or the reader changed stays, unless the server changes the same", async () => {
  const page = await open();
  await page.locator("#more summary").click();
  await page.evaluate(() => {
    document.body.classList.add("scripted");
    document.querySelector("main").prepend(Object.assign(document.createElement("nav"), { textContent: "By a script" }));
  });
  mock.edit("/p/", paper(edit("first alpha", "edited")));
  await says(page, "The edited");
  assert.deepEqual(await page.evaluate(() => [document.body.className, document.querySelector("main > nav").textContent, document.querySelector("#more").open]), ["scripted", "By a script", true]);
  mock.edit("/p/", paper(edit("first alpha", "again")).replace("<body>", '<body class="served">').replace('<details id="more">', '<details id="more" data-x>'));
  await says(page, "The again");
  assert.deepEqual(await page.evaluate(() => [document.body.className, document.querySelector("#more").open]), ["served", true]);
});

test("changes that come while a page is fetched are not missed, and only the last counts", async () => {
  const page = await open();
  mock.delays.set("/p/", 120);
  for (const name of ["one", "two", "three", "four"]) {
    mock.edit("/p/", paper(edit("first alpha", name)));
    await page.waitForTimeout(50);
  }
  await says(page, "The four paragraph");
});

test("a page that moved is followed, with its fragment", async () => {
  const page = await open();
  await page.evaluate(() => history.replaceState(null, "", "#fn:3"));
  mock.pages.set("/żółw/", mock.pages.get("/p/").replace("first alpha", "moved alpha"));
  mock.pages.delete("/p/");
  mock.change({ moved: { "/p/": "/żółw/" } });
  await says(page, "moved alpha");
  assert.equal(decodeURI(new URL(page.url()).pathname), "/żółw/");
  assert.equal(new URL(page.url()).hash, "#fn:3");
  mock.pages.set("/q/", mock.pages.get("/żółw/").replace("moved alpha", "again alpha"));
  mock.pages.delete("/żółw/");
  mock.moved.set("/żółw/", "/q/");
  mock.change();
  await says(page, "again alpha");
  assert.equal(new URL(page.url()).pathname, "/q/");
  assert.ok(await isMarked(page));
});

test("a page that is gone keeps its text and says so, and comes back", async () => {
  const page = await open();
  mock.pages.delete("/p/");
  mock.change();
  await waitShown(page, ".panel", /This page is gone/);
  assert.notEqual(await topOf(page, "first alpha"), null);
  mock.edit("/p/", paper(edit("first alpha", "back again")));
  await says(page, "The back again");
  await waitShown(page, ".panel", null);
});

test("a page that was missing is shown when it is there", async () => {
  mock.pages.set("/a.1.css", { type: "text/css", body: CSS });
  reader = await openReader(browser, `${mock.url}/later/`);
  await waitShown(reader.page, ".bar", /no page at this address/);
  assert.equal(await shown(reader.page, ".panel"), null);
  mock.edit("/later/", paper());
  await says(reader.page, "first alpha");
  await waitShown(reader.page, ".bar", /^(?!.*no page)/);
});

test("a restarted server is found again, with its new token", async () => {
  const page = await open();
  const { port } = mock;
  await mock.stop();
  await waitShown(page, ".bar", /offline: waiting for offprint serve/);
  await page.waitForTimeout(1500);
  const [pages, token] = [mock.pages, mock.token];
  mock = await openMock({ port });
  for (const [path, html] of pages) mock.pages.set(path, html);
  mock.places.set("/p/", [{ tag: "p", n: 1, path: "content/p.md", line: 7, column: 1 }]);
  mock.pages.set("/p/", paper(edit("first alpha", "restarted")));
  await says(page, "The restarted");
  await waitShown(page, ".bar", /^(?!.*offline)/);
  assert.notEqual(mock.token, token);
  await page.locator("main > p").first().click({ modifiers: ["Alt"] });
  await page.waitForTimeout(300);
  assert.deepEqual(mock.opened, [{ path: "content/p.md", line: 7, column: 1 }]);
});

test("a refused stream is asked for again, and a token that is out of date renewed", async () => {
  const page = await open();
  mock.refuses = true;
  mock.streams.forEach((stream) => stream.destroy());
  await waitShown(page, ".bar", /offline/);
  await page.waitForTimeout(1200);
  mock.refuses = false;
  await waitShown(page, ".bar", /^(?!.*offline)/);
  mock.token = "other";
  mock.places.set("/p/", [{ tag: "p", n: 2, path: "content/p.md", line: 8, column: 3 }]);
  await page.locator("main > p").nth(1).click({ modifiers: ["Alt"] });
  await waitShown(page, ".said", /opened content\/p\.md:8/);
  assert.deepEqual(mock.opened, [{ path: "content/p.md", line: 8, column: 3 }]);
});

test("a dozen tabs share one stream", async () => {
  const page = await open();
  const tabs = [];
  for (let count = 0; count < 11; count += 1) {
    const tab = await reader.context.newPage();
    await tab.goto(`${mock.url}/p/`);
    tabs.push(tab);
  }
  mock.edit("/p/", paper(edit("first alpha", "edited in all")));
  for (const tab of [page, ...tabs]) await says(tab, "edited in all");
  assert.equal(mock.streams.size, 1);
  await page.close();
  mock.edit("/p/", paper(edit("first alpha", "edited again")));
  for (const tab of tabs) await says(tab, "edited again");
});

const error = (message, more = {}) => ({
  severity: "error", code: "link-missing", message, path: "content/p.md", line: 3, column: 7,
  text: `error[link-missing]: ${message}\n --> content/p.md:3:7\n  |\n3 | Text [a](b.md).\n  |       ^^^^^^^\n  |\n  = help: did you mean \`c.md\`?`, ...more,
});
const tell = (state) => {
  mock.states.set("/p/", state);
  mock.change();
};

test("errors open the panel, mending closes it, and a closed one comes back for new errors only", async () => {
  const page = await open();
  tell({ problems: [error("no file b.md"), error("unused", { severity: "warning" })] });
  await waitShown(page, ".panel", /1 error.*\n?.*no file b\.md/s);
  assert.equal(await shown(page, ".panel .warning"), null);
  await waitShown(page, ".count", /1 error, 1 warning/);
  await page.locator("offprint-preview .problems .open").click();
  await waitShown(page, ".said", /opened content\/p\.md:3/);
  assert.deepEqual(mock.opened, [{ path: "content/p.md", line: 3, column: 7 }]);
  tell({ problems: [] });
  await waitShown(page, ".panel", null);
  tell({ problems: [error("no file b.md")] });
  await waitShown(page, ".panel", /no file b\.md/);
  await page.locator("offprint-preview .panel .close").click();
  await waitShown(page, ".panel", null);
  tell({ problems: [error("no file b.md", { line: 5 })], elsewhere: { errors: 1, warnings: 0, hints: 0 } });
  await page.waitForTimeout(200);
  assert.equal(await shown(page, ".panel"), null);
  tell({ problems: [error("no file b.md"), error("no file d.md")] });
  await waitShown(page, ".panel", /2 errors/);
});

test("warnings wait behind the bar's count", async () => {
  const page = await open();
  tell({ problems: [error("unused", { severity: "warning" })], elsewhere: { errors: 2, warnings: 0, hints: 1 } });
  await waitShown(page, ".count", /1 warning/);
  assert.equal(await shown(page, ".panel"), null);
  await page.locator("offprint-preview .count").click();
  await waitShown(page, ".panel", /unused.*On other pages: 2 errors, 1 hint/s);
  assert.ok(await page.evaluate(() => {
    const { height, bottom } = document.querySelector("offprint-preview").shadowRoot.querySelector(".panel").getBoundingClientRect();
    return height <= innerHeight * 0.4 && bottom <= innerHeight;
  }));
  await page.locator("offprint-preview .count").click();
  await waitShown(page, ".panel", null);
});

test("the bar tells of the paper, and stays folded when it was folded", async () => {
  const paperState = { title: "P", words: 1200, minutes: 6, notes: 4, figures: 1, draft: true, embargo: "2026-12-01T09:00:00+01:00", changed: new Date(Date.now() - 125_000).toISOString(), file: "content/p.md" };
  const page = await open();
  tell({ paper: paperState, complete: false });
  await waitShown(page, ".bar", /still reading the site.*draft.*embargoed until 1 Dec 2026, 09:00.*1,200 words.*6 min.*4 notes.*1 figure.*changed 2 minutes ago/);
  await page.locator("offprint-preview .fold").click();
  await waitShown(page, ".bar", /^(?!.*1,200 words)/);
  await page.reload();
  await waitShown(page, ".bar", /draft/);
  assert.doesNotMatch(await shown(page, ".bar"), /1,200 words/);
});

for (const colorScheme of ["light", "dark"]) {
  // axe-core itself writes inline styles, which the page's policy forbids.
  test(`bar, panel and pill are accessible, ${colorScheme}`, async () => {
    const page = await open(paper(), "/p/", { colorScheme, viewport: { width: 390, height: 700 }, bypassCSP: true });
    mock.states.set("/p/", { complete: false, problems: [error("no file b.md"), error("unused", { severity: "warning" })] });
    mock.change({ edited: { page: "/p/", tag: "p", n: 22, line: 1 } });
    await waitShown(page, ".pill", /Edited below/);
    await page.locator("offprint-preview .count").click();
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { violations } = await globalThis.axe.run(document.querySelector("offprint-preview"), { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
      return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]) }));
    });
    assert.deepEqual(violations, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}

test("the preview prints nothing of its own", async () => {
  const page = await open();
  await page.emulateMedia({ media: "print" });
  assert.equal(await shown(page, ".bar"), null);
});

test("the focus is never taken", async () => {
  const page = await open(paper(undefined, { lead: '<p><input id="field"></p>\n' }));
  await page.locator("#field").fill("typed");
  tell({ problems: [error("no file b.md")] });
  await waitShown(page, ".panel", /no file/);
  mock.edit("/p/", paper(edit("first alpha", "edited"), { lead: '<p>New <input id="field"></p>\n' }), { edited: { page: "/p/", tag: "p", n: 22, line: 1 } });
  await waitShown(page, ".pill", /Edited below/);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.value]), ["field", "typed"]);
});

test("Alt-click and Alt+E open the editor at the block", async () => {
  const page = await open();
  mock.places.set("/p/", Array.from({ length: 24 }, (_, n) => ({ tag: "p", n: n + 1, path: "content/p.md", line: 10 + n, column: 1 })));
  const follows = page.locator("main > p sup a").nth(2);
  await follows.click({ modifiers: ["Alt"] });
  await waitShown(page, ".said", /opened content\/p\.md:12/);
  assert.equal(new URL(page.url()).hash, "");
  await scrollTo(page, "first golf");
  await page.keyboard.press("Alt+e");

  await waitShown(page, ".said", /opened content\/p\.md:22/);
  await select(page, "second hotel");
  await page.keyboard.press("Alt+e");
  await waitShown(page, ".said", /opened content\/p\.md:25/);
  assert.deepEqual(mock.opened.map(({ line }) => line), [12, 22, 25]);
  mock.openAnswer = [503, "no editor is set: set OFFPRINT_EDITOR"];
  await page.keyboard.press("Alt+e");
  await waitShown(page, ".said", /no editor is set: set OFFPRINT_EDITOR/);
  assert.equal(await page.evaluate(() => getSelection().toString()), "second hotel");
});

test("the block under the pointer is outlined while Alt is held, outside of the page", async () => {
  const page = await open();
  mock.places.set("/p/", [{ tag: "p", n: 1, path: "content/p.md", line: 10, column: 1 }]);
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  await page.keyboard.down("Alt");
  await page.locator("main > p").first().hover();
  await waitShown(page, ".outline", /content\/p\.md:10/);
  assert.equal(await page.evaluate(() => document.documentElement.outerHTML), before);
  await page.keyboard.up("Alt");
  await waitShown(page, ".outline", null);
});

test("a page whose script changed begins anew", async () => {
  mock.pages.set("/s.1.js", { type: "text/javascript", body: "document.title = 'One'" });
  mock.pages.set("/s.2.js", { type: "text/javascript", body: "document.title = 'Two'" });
  const page = await open(paper(undefined, { head: '<script src="/s.1.js" defer></script>\n' }));
  mock.edit("/p/", paper(undefined, { head: '<script src="/s.2.js" defer></script>\n' }));
  await page.waitForFunction(() => document.title === "Two");
  assert.equal(await isMarked(page), false);
});
