// Notes where they are cited: beside the text on wide screens, in a bubble at hover, focus or tap on others; and at the foot.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE, PHONE, SECTION, TABLET, WIDE, onPage, setStage, settle, until } from "./stage.mjs";

setStage();

const MARK = "#fnref\\:2";
const bubble = (page) => page.locator(".note-bubble");
const besides = (page) => page.locator(".note-beside:not([hidden])");

/** Rectangles of what is shown, to ask whether they meet. */
const boxes = (locator) => locator.evaluateAll((elements) => elements.map((e) => e.getBoundingClientRect().toJSON()));
const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

test("notes stand beside the text, as high as their marks, and meet nothing", () => onPage(SECTION, WIDE, async (page) => {
  await until(page, () => document.querySelectorAll("[data-beside]").length > 2);
  const places = await page.evaluate(() => [...document.querySelectorAll(".note-beside:not([hidden])")].map((note) => {
    const mark = [...document.querySelectorAll("[role=doc-noteref]")].find((one) => one.textContent === note.querySelector(".note-number").textContent);
    return { away: note.getBoundingClientRect().top - mark.getBoundingClientRect().top, left: note.getBoundingClientRect().left };
  }));
  const right = await page.evaluate(() => document.querySelector(".reading .text").getBoundingClientRect().right);
  for (const { away, left } of places) {
    assert.ok(away > -40 && away <= 260, `a note stands ${away} px from its mark`);
    assert.ok(left > right, "a note stands beside the text");
  }
  const all = await boxes(page.locator(".note-beside:not([hidden]), .pull-quote"));
  for (const [index, one] of all.entries()) for (const other of all.slice(index + 1)) assert.ok(!meet(one, other), `${JSON.stringify(one)} meets ${JSON.stringify(other)}`);
  const edge = await page.evaluate(() => document.documentElement.clientWidth);
  for (const box of all) assert.ok(box.right <= edge, "a note ends in the window");
  assert.ok(await page.locator("[role=doc-noteref]:not([data-beside])").count() > 0, "the fixture cites more than the margin holds");
}));

test("what stands beside repeats the foot for the eye alone", () => onPage(SECTION, WIDE, async (page) => {
  await until(page, () => document.querySelector("[data-beside]"));
  const { hidden, stops, ids, foot } = await page.evaluate(() => ({
    hidden: document.querySelector(".notes-beside").getAttribute("aria-hidden"),
    stops: [...document.querySelectorAll(".notes-beside a, .notes-beside [tabindex]")].filter((e) => e.tabIndex >= 0).length,
    ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
    foot: document.querySelectorAll(".notes li").length,
  }));
  assert.deepEqual([hidden, stops], ["true", 0]);
  assert.equal(new Set(ids).size, ids.length, "no id stands twice");
  assert.ok(foot >= 8, "the notes stand at the foot as well");
}));

test("a mark whose note stands beside lights it, and opens no bubble", () => onPage(SECTION, WIDE, async (page) => {
  await until(page, () => document.querySelector("#fnref\\:2").dataset.beside === "");
  await page.hover(MARK);
  await until(page, () => document.querySelector(".is-cited .note-number")?.textContent === "2");
  assert.equal(await bubble(page).count(), 0);
}));

test("a mark whose note the margin has no room for opens a bubble", () => onPage(SECTION, WIDE, async (page) => {
  await until(page, () => document.querySelector("[data-beside]"));
  await page.locator("article > p [role=doc-noteref]:not([data-beside])").last().hover();
  await bubble(page).waitFor();
}));

for (const viewport of [TABLET, PHONE]) {
  test(`no note stands beside at ${viewport.width} px`, () => onPage(SECTION, viewport, async (page) => {
    await settle(page);
    assert.equal(await besides(page).evaluateAll((all) => all.filter((e) => e.getClientRects().length).length), 0);
    assert.equal(await page.locator("[data-beside]").count(), 0);
  }));
}

test("a window made narrow takes the notes from the margin, and one made wide puts them back", () => onPage(SECTION, WIDE, async (page) => {
  await until(page, () => document.querySelector("[data-beside]"));
  await page.setViewportSize(TABLET);
  await until(page, () => !document.querySelector("[data-beside]"));
  await page.setViewportSize(WIDE);
  await until(page, () => document.querySelector("[data-beside]"));
}));

test("hover: the bubble opens, can be entered, stays, and goes with the pointer", () => onPage(SECTION, TABLET, async (page) => {
  await page.hover(MARK);
  await bubble(page).waitFor();
  assert.match(await bubble(page).innerText(), /Note 1\.|Note 2\./);
  await bubble(page).hover();
  await page.waitForTimeout(600);
  assert.equal(await bubble(page).count(), 1, "it stays while the pointer is in it");
  const link = bubble(page).locator("a");
  assert.equal(await link.count(), 1, "its links can be followed");
  await page.mouse.move(2, 300);
  await until(page, () => !document.querySelector(".note-bubble"));
}));

test("hover: Escape closes the bubble though the pointer stays", () => onPage(SECTION, TABLET, async (page) => {
  await page.hover(MARK);
  await bubble(page).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await bubble(page).count(), 0);
  await page.waitForTimeout(400);
  assert.equal(await bubble(page).count(), 0, "it stays closed");
}));

test("focus: the bubble opens, Tab enters it, Escape closes it and gives the focus back", () => onPage(SECTION, TABLET, async (page) => {
  await page.keyboard.press("Tab");
  await page.locator(MARK).focus();
  await bubble(page).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest(".note-bubble") !== null), true, "Tab goes into the bubble");
  await page.keyboard.press("Escape");
  assert.equal(await bubble(page).count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), "fnref:2");
  await page.keyboard.press("Tab");
  await page.waitForTimeout(500);
  assert.equal(await bubble(page).count(), 0, "it does not come back");
}));

test("focus: Enter goes to the note at the foot, whose way back leads to the mark", () => onPage(SECTION, TABLET, async (page) => {
  await page.keyboard.press("Tab");
  await page.locator(MARK).focus();
  await page.keyboard.press("Enter");
  await until(page, () => document.querySelector(":target")?.id === "fn:2");
  assert.equal(await bubble(page).count(), 0);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("href")), /#fnref:2|example\.com/);
}));

test("tap: the bubble opens within the window, and goes at a tap elsewhere", () => onPage(SECTION, PHONE, async (page) => {
  const place = page.url();
  await page.tap(MARK);
  await bubble(page).waitFor();
  assert.equal(page.url(), place, "the page stays where it is");
  const [box] = await boxes(bubble(page));
  assert.ok(box.left >= 0 && box.right <= 390, `the bubble stands from ${box.left} to ${box.right}`);
  const [mark] = await boxes(page.locator(MARK));
  assert.ok(!meet(box, mark), "the mark is not covered");
  await page.touchscreen.tap(200, 30);
  assert.equal(await bubble(page).count(), 0);
}, { hasTouch: true, isMobile: true }));

test("tap: a second tap closes", () => onPage(SECTION, PHONE, async (page) => {
  await page.tap(MARK);
  await bubble(page).waitFor();
  await page.tap(MARK);
  assert.equal(await bubble(page).count(), 0);
}, { hasTouch: true, isMobile: true }));

test("marks side by side are parted, and each can be hit", () => onPage(SECTION, PHONE, async (page) => {
  const marks = ["#fnref\\:5", "#fnref\\:6"];
  await page.locator(marks[0]).scrollIntoViewIfNeeded();
  const [five, six] = await boxes(page.locator(marks.join(", ")));
  assert.ok(six.left - five.right >= 2 || six.top > five.bottom - 4, "5 and 6 are not 56");
  for (const mark of marks) {
    assert.ok(await page.locator(mark).evaluate((link) => {
      const box = link.getBoundingClientRect();
      return link.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
    }), `${mark} is hit in its middle`);
  }
}));

test("a plain page's notes open too", () => onPage(PAGE, WIDE, async (page) => {
  await page.hover("[role=doc-noteref]");
  await bubble(page).waitFor();
}));

test("without scripts a mark is a link to the foot, and the note has its way back", () => onPage(SECTION, TABLET, async (page) => {
  await page.click(MARK);
  assert.match(page.url(), /#fn:2$/);
  await page.click("#fn\\:2 [role=doc-backlink]");
  assert.match(page.url(), /#fnref:2$/);
  assert.equal(await page.locator(".note-bubble, .notes-beside").count(), 0);
}, { javaScriptEnabled: false }));
