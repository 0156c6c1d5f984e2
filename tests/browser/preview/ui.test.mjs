// What the preview shows beside the page, against a server of the test's own: bar, panel and outline.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { scrollTo, select, shown, waitShown } from "./reader.mjs";
import { edit, open, paper, setStage, stage } from "./stage.mjs";

setStage();

const axe = createRequire(import.meta.url)("axe-core");

const error = (message, more = {}) => ({
  severity: "error", code: "link-missing", message, path: "content/p.md", line: 3, column: 7,
  text: `error[link-missing]: ${message}\n --> content/p.md:3:7\n  |\n3 | Text [a](b.md).\n  |       ^^^^^^^\n  |\n  = help: did you mean \`c.md\`?`, ...more,
});
const tell = (state) => {
  stage.mock.states.set("/p/", state);
  stage.mock.change();
};

test("errors open the panel, mending closes it, and a closed one comes back for new errors only", async () => {
  const page = await open();
  tell({ problems: [error("no file b.md"), error("unused", { severity: "warning" })] });
  await waitShown(page, ".panel", /1 error.*\n?.*no file b\.md/s);
  assert.equal(await shown(page, ".panel .warning"), null);
  await waitShown(page, ".count", /1 error, 1 warning/);
  await page.locator("offprint-preview .problems .open").click();
  await waitShown(page, ".said", /opened content\/p\.md:3/);
  assert.deepEqual(stage.mock.opened, [{ path: "content/p.md", line: 3, column: 7 }]);
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
    stage.mock.states.set("/p/", { complete: false, problems: [error("no file b.md"), error("unused", { severity: "warning" })] });
    stage.mock.change({ edited: { page: "/p/", tag: "p", n: 22, line: 1 } });
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
  stage.mock.edit("/p/", paper(edit("first alpha", "edited"), { lead: '<p>New <input id="field"></p>\n' }), { edited: { page: "/p/", tag: "p", n: 22, line: 1 } });
  await waitShown(page, ".pill", /Edited below/);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.value]), ["field", "typed"]);
});

test("Alt-click and Alt+E open the editor at the block", async () => {
  const page = await open();
  stage.mock.places.set("/p/", Array.from({ length: 24 }, (_, n) => ({ tag: "p", n: n + 1, path: "content/p.md", line: 10 + n, column: 1 })));
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
  assert.deepEqual(stage.mock.opened.map(({ line }) => line), [12, 22, 25]);
  stage.mock.openAnswer = [503, "no editor is set: set OFFPRINT_EDITOR"];
  await page.keyboard.press("Alt+e");
  await waitShown(page, ".said", /no editor is set: set OFFPRINT_EDITOR/);
  assert.equal(await page.evaluate(() => getSelection().toString()), "second hotel");
});

test("the block under the pointer is outlined while Alt is held, outside of the page", async () => {
  const page = await open();
  stage.mock.places.set("/p/", [{ tag: "p", n: 1, path: "content/p.md", line: 10, column: 1 }]);
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  await page.keyboard.down("Alt");
  await page.locator("main > p").first().hover();
  await waitShown(page, ".outline", /content\/p\.md:10/);
  assert.equal(await page.evaluate(() => document.documentElement.outerHTML), before);
  await page.keyboard.up("Alt");
  await waitShown(page, ".outline", null);
});
