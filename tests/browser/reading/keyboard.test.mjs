// By keyboard alone: every stop of a page is shown, can be seen to have the focus, and leads on; what opens closes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COVER, FULL, PHONE, SECTION, SINGLE, TABLES, TABLET, WIDE, focused, onPage, setStage, settle, until } from "./stage.mjs";

setStage();

/** Walks with Tab through a page, once around, and hands each stop on. */
async function walk(page, visit, limit = 400) {
  const seen = new Set();
  for (let steps = 0; steps < limit; steps += 1) {
    await page.keyboard.press("Tab");
    const isRound = await page.evaluate(() => document.activeElement === document.body || document.activeElement === document.documentElement);
    if (isRound) return seen;
    const stop = await focused(page);
    visit(stop);
    seen.add(`${stop.tag} ${stop.className} ${stop.name}`);
  }
  throw new Error(`no end after ${limit} stops`);
}

for (const [kind, file] of Object.entries({ cover: COVER, section: SECTION, "section with tables": TABLES, single: SINGLE, full: FULL })) {
  for (const viewport of [WIDE, PHONE]) {
    test(`every stop of the ${kind} at ${viewport.width} px is shown and seen to have the focus`, () => onPage(file, viewport, async (page) => {
      await settle(page);
      const hidden = [];
      const seen = await walk(page, (stop) => {
        const what = `${stop.tag}.${stop.className} “${stop.name.slice(0, 40)}”`;
        if (!stop.isShown) hidden.push(`${what} is not in the window`);
        if (!stop.isUncovered) hidden.push(`${what} is covered`);
        if (stop.ring < 2) hidden.push(`${what} has a ring of ${stop.ring} px`);
        if (stop.name === "" && stop.tag !== "pre") hidden.push(`${what} has no name`);
      });
      assert.deepEqual(hidden, []);
      assert.ok(seen.size > 8, "the walk goes through the page");
    }));
  }
}

test("a heading's link shows at focus and leads to the heading", () => onPage(SECTION, WIDE, async (page) => {
  const link = page.locator("#stretch-1-2 + .anchor");
  assert.equal(await link.getAttribute("aria-label"), "Link to this section: Stretch 1.2");
  await page.keyboard.press("Tab");
  await link.focus();
  await until(page, () => getComputedStyle(document.activeElement).opacity === "1");
  await page.keyboard.press("Enter");
  assert.match(page.url(), /#stretch-1-2$/);
  const { top, head } = await page.evaluate(() => ({ top: document.querySelector(":target").getBoundingClientRect().top, head: document.querySelector(".running-head").getBoundingClientRect().bottom }));
  assert.ok(top >= head, `the heading at ${top} px is under the running head, which ends at ${head} px`);
}));

test("a figure is enlarged: the dialog keeps the focus, Escape closes it, the focus is back on its button", () => onPage(SECTION, TABLET, async (page) => {
  const button = page.locator("#fig-plan .enlarge");
  assert.equal((await button.getAttribute("aria-label")).replace("\u00a0", " "), "Enlarge: Figure 1");
  await page.keyboard.press("Tab");
  await button.focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog[open]").waitFor();
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((e) => e.id));
  assert.equal(new Set(ids).size, ids.length, "no id stands twice");
  for (let step = 0; step < 6; step += 1) {
    const isOutside = await page.evaluate(() => !document.activeElement.closest("dialog") && document.activeElement !== document.body);
    assert.ok(!isOutside, "the focus stays in the dialog");
    if (await page.evaluate(() => document.activeElement !== document.body)) assert.ok((await focused(page)).ring >= 2);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Escape");
  await until(page, () => !document.querySelector("dialog"));
  assert.equal(await page.evaluate(() => document.activeElement.className), "enlarge");
}));

test("the dialog shows the picture at its full size and scrolls", () => onPage(SECTION, PHONE, async (page) => {
  await page.locator("#fig-map .enlarge").click();
  const inside = page.locator(".enlarged-inside");
  await inside.waitFor();
  await until(page, () => document.querySelector(".enlarged img").naturalWidth > 0);
  const { width, scrolls } = await inside.evaluate((box) => ({ width: box.querySelector("img").clientWidth, scrolls: box.scrollWidth > box.clientWidth }));
  assert.deepEqual({ width, scrolls }, { width: 1600, scrolls: true });
  await inside.focus();
  await page.keyboard.press("ArrowRight");
  await until(page, () => document.querySelector(".enlarged-inside").scrollLeft > 0);
  await page.locator(".enlarged-close").click();
  await until(page, () => !document.querySelector("dialog"));
}));

test("a wide table is a named stop that keys scroll, and says so until it was scrolled", () => onPage(TABLES, PHONE, async (page) => {
  await until(page, () => document.querySelector(".scroll-hint"));
  const [wide, small] = await page.locator(".table-scroll").all();
  assert.equal(await wide.getAttribute("role"), "region");
  assert.equal(await small.getAttribute("tabindex"), null, "a table that fits is no stop");
  assert.equal(await page.locator(".scroll-hint").innerText(), "Scroll sideways");
  const caption = await wide.locator("caption").evaluate((e) => e.getBoundingClientRect().right);
  assert.ok(caption <= PHONE.width, "the caption can be read without scrolling");
  await wide.focus();
  await page.keyboard.press("ArrowRight");
  await until(page, () => document.querySelector(".table-scroll").scrollLeft > 0);
  await until(page, () => !document.querySelector(".scroll-hint"));
  assert.ok((await wide.locator("caption").evaluate((e) => e.getBoundingClientRect().left)) >= 0, "the caption stays");
}));

test("a table that fits says nothing of scrolling", () => onPage(TABLES, { width: 1600, height: 900 }, async (page) => {
  await settle(page);
  assert.equal(await page.locator("#tbl-small").getAttribute("tabindex"), null);
  assert.equal(await page.locator("#tbl-small").getAttribute("role"), "group");
}));
