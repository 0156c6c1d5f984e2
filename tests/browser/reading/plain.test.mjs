// Without scripts everything is there: notes, contents, figures, tables that scroll, the way to the next section.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COVER, FULL, PHONE, SECTION, TABLES, WIDE, onPage, setStage, until } from "./stage.mjs";

setStage();

const plain = { javaScriptEnabled: false };

test("from the cover through every section to the cover again", () => onPage(COVER, WIDE, async (page) => {
  await page.locator(".actions .button").first().click();
  for (const part of ["part-1", "part-2", "part-3"]) {
    assert.ok(page.url().endsWith(`/papers/long-roads/${part}/`), page.url());
    await page.locator(".pager-next").click();
  }
  assert.ok(page.url().endsWith("/papers/long-roads/"), page.url());
}, plain));

test("contents unfold on a phone and lead to headings and sections", () => onPage(SECTION, PHONE, async (page) => {
  await page.locator(".contents-folded summary").click();
  await page.locator(".contents-folded").getByRole("link", { name: "Stretch 1.4" }).click();
  assert.match(page.url(), /#stretch-1-4$/);
  const top = await page.locator("#stretch-1-4").evaluate((heading) => heading.getBoundingClientRect().top);
  assert.ok(top >= 40 && top < 200, `the heading stands at ${top} px, below the running head`);
  await page.locator(".contents-folded").getByRole("link", { name: "Part 2" }).click();
  assert.ok(page.url().endsWith("/part-2/"), page.url());
}, plain));

test("every note of the whole paper can be reached, and leads back to each of its marks", () => onPage(FULL, WIDE, async (page) => {
  const broken = await page.evaluate(() => {
    const isThere = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1))) !== null;
    return [...document.querySelectorAll("[role=doc-noteref], [role=doc-backlink]")].filter((link) => !isThere(link)).map((link) => link.href);
  });
  assert.deepEqual(broken, []);
  const marks = await page.locator("[role=doc-noteref]").count();
  assert.ok(marks > 20);
  assert.equal(await page.locator("[role=doc-backlink]").count(), marks);
}, plain));

test("a wide table is a region that keys scroll", () => onPage(TABLES, PHONE, async (page) => {
  const table = page.locator(".table-scroll").first();
  await table.focus();
  await page.keyboard.press("ArrowRight");
  await until(page, () => document.querySelector(".table-scroll").scrollLeft > 0);
  assert.equal(await table.getAttribute("role"), "region");
  // The shadow at its edge: the last layers of its ground stay where the box is.
  assert.match(await table.evaluate((box) => getComputedStyle(box).backgroundAttachment), /local, local, scroll, scroll/);
}, plain));

test("nothing asks for scripts, and nothing stands there that needs one", () => onPage(SECTION, WIDE, async (page) => {
  assert.equal(await page.locator("button, dialog, noscript, .note-beside").count(), 0);
  assert.equal(await page.locator("#fig-plan img").isVisible(), true);
}, plain));

test("the figures of a paper are listed on its cover, and shown where the list leads", () => onPage(COVER, WIDE, async (page) => {
  await page.getByRole("link", { name: /Figure.2/ }).click();
  assert.match(page.url(), /part-1\/#fig-map$/);
  assert.equal(await page.locator("#fig-map img").isVisible(), true);
}, plain));
