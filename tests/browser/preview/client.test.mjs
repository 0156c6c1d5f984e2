// The page while its site is written, against a server of the test's own: what changes shows, and
// the reader stays where they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openMock } from "./mock.mjs";
import { isMarked, openReader, patchedAndLoaded, says, scrollTo, select, selected, shown, topOf, waitShown } from "./reader.mjs";
import { CSS, FILLER, edit, open, paper, setStage, stage } from "./stage.mjs";

setStage();

test("an edit far away leaves scroll, selection and open details as they are", async () => {
  const page = await open();
  await page.locator("#more summary").click();
  await scrollTo(page, "first golf");
  await select(page, "second golf paragraph");
  const before = await topOf(page, "first golf");
  stage.mock.edit("/p/", paper((blocks) => edit("first alpha", `edited ${FILLER.repeat(4)}`)(blocks)));
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
  stage.mock.edit("/p/", paper((blocks) => [{ words: "new", note: true }, { words: "other", note: true }, ...blocks]));
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
    stage.mock.edit("/p/", html, { edited: { page: "/p/", tag: "p", n: 2, line: 3 } });
    await page.waitForFunction((etag) => document.querySelector("script[data-etag]").dataset.etag !== etag, etag);
    const { patched, loaded } = await patchedAndLoaded(stage.reader);
    assert.deepEqual(patched, loaded, `version ${at}`);
  }
  assert.ok(await isMarked(page));
});

test("when all that is in the window is replaced, the nearest that is left stays", async () => {
  const page = await open();
  await scrollTo(page, "first golf", 0);
  const before = await topOf(page, "second foxtrot");
  const isVisible = (words) => ["golf", "hotel", "india"].some((name) => words.endsWith(name));
  stage.mock.edit("/p/", paper((blocks) => [{ html: `<section><h2>Quite</h2><p>${FILLER}</p></section>` }, ...blocks.filter(({ words }) => !isVisible(words))]));
  await says(page, "Quite");
  assert.ok(Math.abs((await topOf(page, "second foxtrot")) - before) < 1);
});

test("the pill offers to go to an edit off screen, and goes by itself when it is seen", async () => {
  const page = await open();
  await scrollTo(page, "first golf");
  const before = await topOf(page, "first golf");
  stage.mock.edit("/p/", paper(edit("first alpha", "edited alpha")), { edited: { page: "/p/", tag: "p", n: 1, line: 9 } });
  await waitShown(page, ".pill", /Edited above ↑.*The edited alpha/);
  assert.equal(await topOf(page, "first golf"), before);
  await page.locator("offprint-preview .pill .go").click();
  await waitShown(page, ".pill", null);
  assert.ok(await page.evaluate(() => document.querySelectorAll("p")[1].getBoundingClientRect().top >= 0));
  stage.mock.edit("/p/", paper(edit("first lima", "edited lima")), { edited: { page: "/p/", tag: "p", n: 23, line: 9 } });
  await waitShown(page, ".pill", /Edited below ↓/);
  await page.keyboard.press("Escape");
  await waitShown(page, ".pill", null);
  stage.mock.edit("/p/", paper(edit("first lima", "edited again")), { edited: { page: "/p/", tag: "p", n: 23, line: 9 } });
  await waitShown(page, ".pill", /Edited below ↓/);
  await scrollTo(page, "edited again");
  await waitShown(page, ".pill", null);
});

test("an edit on another page is offered, or followed to its block", async () => {
  const page = await open();
  stage.mock.pages.set("/other/", paper(undefined, { title: "Other" }));
  stage.mock.change({ edited: { page: "/other/", tag: "p", n: 20, line: 3 } });
  await waitShown(page, ".pill", /\/other\//);
  await page.locator("offprint-preview .pill .go").click();
  await page.waitForURL("**/other/");
  await page.waitForFunction(() => scrollY > 0);
  await page.waitForFunction(() => document.querySelector("offprint-preview")?.shadowRoot.querySelector(".facts").isConnected);
  await page.waitForTimeout(200);
  stage.mock.change({ edited: { page: "/p/", tag: "p", n: 21, line: 3 }, follow: true });
  await page.waitForURL("**/p/");
  await page.waitForFunction(() => scrollY > 0);
});

test("a style sheet is swapped in one step", async () => {
  const page = await open();
  await scrollTo(page, "first golf");
  const before = await topOf(page, "first golf");
  stage.mock.pages.set("/a.2.css", { type: "text/css", body: CSS.replace("16px", "20px") });
  stage.mock.delays.set("/a.2.css", 200);
  await page.evaluate(() => {
    window.sizes = new Set();
    const look = () => {
      window.sizes.add(getComputedStyle(document.body).fontSize);
      requestAnimationFrame(look);
    };
    look();
  });
  stage.mock.edit("/p/", paper(undefined, { css: "/a.2.css" }));
  await page.waitForFunction(() => window.sizes.has("20px"));
  assert.deepEqual(await page.evaluate(() => [...window.sizes]), ["16px", "20px"]);
  assert.equal(await page.evaluate(() => document.querySelectorAll("link").length), 1);
  assert.ok(Math.abs((await topOf(page, "first golf")) - before) < 1);
  assert.equal(stage.mock.requests.filter((path) => path === "/a.2.css").length, 1);
  assert.ok(await isMarked(page));
});

test("what a script or the stage.reader changed stays, unless the server changes the same", async () => {
  const page = await open();
  await page.locator("#more summary").click();
  await page.evaluate(() => {
    document.body.classList.add("scripted");
    document.querySelector("main").prepend(Object.assign(document.createElement("nav"), { textContent: "By a script" }));
  });
  stage.mock.edit("/p/", paper(edit("first alpha", "edited")));
  await says(page, "The edited");
  assert.deepEqual(await page.evaluate(() => [document.body.className, document.querySelector("main > nav").textContent, document.querySelector("#more").open]), ["scripted", "By a script", true]);
  stage.mock.edit("/p/", paper(edit("first alpha", "again")).replace("<body>", '<body class="served">').replace('<details id="more">', '<details id="more" data-x>'));
  await says(page, "The again");
  assert.deepEqual(await page.evaluate(() => [document.body.className, document.querySelector("#more").open]), ["served", true]);
});

test("changes that come while a page is fetched are not missed, and only the last counts", async () => {
  const page = await open();
  stage.mock.delays.set("/p/", 120);
  for (const name of ["one", "two", "three", "four"]) {
    stage.mock.edit("/p/", paper(edit("first alpha", name)));
    await page.waitForTimeout(50);
  }
  await says(page, "The four paragraph");
});

test("a page that moved is followed, with its fragment", async () => {
  const page = await open();
  await page.evaluate(() => history.replaceState(null, "", "#fn:3"));
  stage.mock.pages.set("/żółw/", stage.mock.pages.get("/p/").replace("first alpha", "moved alpha"));
  stage.mock.pages.delete("/p/");
  stage.mock.change({ moved: { "/p/": "/żółw/" } });
  await says(page, "moved alpha");
  assert.equal(decodeURI(new URL(page.url()).pathname), "/żółw/");
  assert.equal(new URL(page.url()).hash, "#fn:3");
  stage.mock.pages.set("/q/", stage.mock.pages.get("/żółw/").replace("moved alpha", "again alpha"));
  stage.mock.pages.delete("/żółw/");
  stage.mock.moved.set("/żółw/", "/q/");
  stage.mock.change();
  await says(page, "again alpha");
  assert.equal(new URL(page.url()).pathname, "/q/");
  assert.ok(await isMarked(page));
});

test("a page that is gone keeps its text and says so, and comes back", async () => {
  const page = await open();
  stage.mock.pages.delete("/p/");
  stage.mock.change();
  await waitShown(page, ".panel", /This page is gone/);
  assert.notEqual(await topOf(page, "first alpha"), null);
  stage.mock.edit("/p/", paper(edit("first alpha", "back again")));
  await says(page, "The back again");
  await waitShown(page, ".panel", null);
});

test("a page that was missing is shown when it is there", async () => {
  stage.mock.pages.set("/a.1.css", { type: "text/css", body: CSS });
  stage.reader = await openReader(stage.browser, `${stage.mock.url}/later/`);
  await waitShown(stage.reader.page, ".bar", /no page at this address/);
  assert.equal(await shown(stage.reader.page, ".panel"), null);
  stage.mock.edit("/later/", paper());
  await says(stage.reader.page, "first alpha");
  await waitShown(stage.reader.page, ".bar", /^(?!.*no page)/);
});

test("a restarted server is found again, with its new token", async () => {
  const page = await open();
  const { port } = stage.mock;
  await stage.mock.stop();
  await waitShown(page, ".bar", /offline: waiting for offprint serve/);
  await page.waitForTimeout(1500);
  const [pages, token] = [stage.mock.pages, stage.mock.token];
  stage.mock = await openMock({ port });
  for (const [path, html] of pages) stage.mock.pages.set(path, html);
  stage.mock.places.set("/p/", [{ tag: "p", n: 1, path: "content/p.md", line: 7, column: 1 }]);
  stage.mock.pages.set("/p/", paper(edit("first alpha", "restarted")));
  await says(page, "The restarted");
  await waitShown(page, ".bar", /^(?!.*offline)/);
  assert.notEqual(stage.mock.token, token);
  await page.locator("main > p").first().click({ modifiers: ["Alt"] });
  await page.waitForTimeout(300);
  assert.deepEqual(stage.mock.opened, [{ path: "content/p.md", line: 7, column: 1 }]);
});

test("a refused stream is asked for again, and a token that is out of date renewed", async () => {
  const page = await open();
  stage.mock.refuses = true;
  stage.mock.streams.forEach((stream) => stream.destroy());
  await waitShown(page, ".bar", /offline/);
  await page.waitForTimeout(1200);
  stage.mock.refuses = false;
  await waitShown(page, ".bar", /^(?!.*offline)/);
  stage.mock.token = "other";
  stage.mock.places.set("/p/", [{ tag: "p", n: 2, path: "content/p.md", line: 8, column: 3 }]);
  await page.locator("main > p").nth(1).click({ modifiers: ["Alt"] });
  await waitShown(page, ".said", /opened content\/p\.md:8/);
  assert.deepEqual(stage.mock.opened, [{ path: "content/p.md", line: 8, column: 3 }]);
});

test("a dozen tabs share one stream", async () => {
  const page = await open();
  const tabs = [];
  for (let count = 0; count < 11; count += 1) {
    const tab = await stage.reader.context.newPage();
    await tab.goto(`${stage.mock.url}/p/`);
    tabs.push(tab);
  }
  stage.mock.edit("/p/", paper(edit("first alpha", "edited in all")));
  for (const tab of [page, ...tabs]) await says(tab, "edited in all");
  assert.equal(stage.mock.streams.size, 1);
  await page.close();
  stage.mock.edit("/p/", paper(edit("first alpha", "edited again")));
  for (const tab of tabs) await says(tab, "edited again");
});

test("a page whose script changed begins anew", async () => {
  stage.mock.pages.set("/s.1.js", { type: "text/javascript", body: "document.title = 'One'" });
  stage.mock.pages.set("/s.2.js", { type: "text/javascript", body: "document.title = 'Two'" });
  const page = await open(paper(undefined, { head: '<script src="/s.1.js" defer></script>\n' }));
  stage.mock.edit("/p/", paper(undefined, { head: '<script src="/s.2.js" defer></script>\n' }));
  await page.waitForFunction(() => document.title === "Two");
  assert.equal(await isMarked(page), false);
});
