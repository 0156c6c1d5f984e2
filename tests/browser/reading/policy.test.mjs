// The policies that the README names break nothing on any kind of page, nothing is asked of another host, and nothing
// that scripts do moves the page, however late they come.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readPages } from "../lib/site.mjs";
import { eachKind } from "../lib/sample.mjs";
import { COVER, FULL, PHONE, SECTION, SINGLE, TABLES, WIDE, onPage, setStage, settle, stage, until } from "./stage.mjs";

setStage("default-src 'self'");

test("every kind of page keeps to default-src 'self', and asks no other host", async () => {
  const files = eachKind(readPages(stage.site));
  assert.ok(files.length >= 20, `only ${files.length} kinds of pages`);
  for (const file of files) {
    await onPage(file, WIDE, async (page) => {
      await settle(page);
      const scripts = await page.evaluate(() => document.querySelectorAll("script[src]").length);
      assert.ok(scripts <= 2, `${file} has ${scripts} scripts`);
    });
  }
});

test("what scripts show keeps to the policy too", () => onPage(SECTION, WIDE, async (page) => {
  await until(page, () => document.querySelector("[data-beside]"));
  await page.locator("article > p [role=doc-noteref]:not([data-beside])").last().hover();
  await page.locator(".note-bubble").waitFor();
  await page.locator("#fig-plan .enlarge").click();
  await page.locator("dialog[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Print" }).focus();
}));

test("scripts do not block, and a page without figures loads those of figures not at all", async () => {
  const load = (page) => page.evaluate(() => [...document.querySelectorAll("script[src], link[rel=stylesheet]")].map((e) => [(e.src || e.href).replace(/.*\/|\.[0-9a-f]{8}/g, ""), e.defer ?? true]));
  const both = [["figures.css", true], ["site.css", true], ["site.js", true], ["figures.js", true]];
  const plain = [["site.css", true], ["site.js", true]];
  for (const [file, expected] of [[SECTION, both], [TABLES, both], [FULL, both], [COVER, plain], [SINGLE, plain], ["papers/long-roads/part-3/index.html", plain]]) {
    assert.deepEqual(await onPage(file, WIDE, load), expected, file);
  }
});

const late = { "late scripts": 400, "scripts as they come": 0 };
for (const [when, delay] of Object.entries(late)) {
  for (const viewport of [WIDE, PHONE]) {
    test(`nothing shifts at ${viewport.width} px with ${when}`, async () => {
      for (const file of [SECTION, TABLES, COVER, FULL, SINGLE]) {
        const shifts = await shiftsOf(file, viewport, delay);
        assert.deepEqual(shifts, [], file);
      }
    });
  }
}

/** What moved while a page was loaded in the reader's own fonts, its script coming late. */
async function shiftsOf(file, viewport, delay) {
  const context = await stage.browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.route(/\.woff2$/, (route) => route.abort());
    await page.route(/\.js$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, delay));
      await route.continue();
    });
    await page.goto(stage.server.addressOf(file), { waitUntil: "load" });
    await until(page, () => document.querySelector("[role=group], [role=status], .notes-beside"));
    await settle(page);
    return await page.evaluate(() => new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().filter((entry) => entry.value > 0).flatMap((entry) => entry.sources.map(({ node }) => node?.nodeName + "." + node?.className))))
        .observe({ type: "layout-shift", buffered: true });
      setTimeout(() => resolve([]), 300);
    }));
  } finally {
    await context.close();
  }
}
