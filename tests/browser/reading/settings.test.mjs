// Readers' own settings: colours of the system's, more contrast, less motion, dark pages.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COVER, PHONE, SECTION, TABLES, WIDE, focused, onPage, setStage, settle, until } from "./stage.mjs";

setStage();

test("in the system's colours the focus is seen, and what was a shade is a line", () => onPage(TABLES, PHONE, async (page) => {
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.ok((await focused(page)).ring >= 2);
  const { image, border, line } = await page.evaluate(() => {
    const box = getComputedStyle(document.querySelector(".table-scroll"));
    return { image: box.backgroundImage, border: parseFloat(box.borderInlineEndWidth), line: getComputedStyle(document.querySelector(".running-head"), "::after").backgroundColor };
  });
  assert.equal(image, "none");
  assert.ok(border >= 1);
  assert.notEqual(line, "rgba(0, 0, 0, 0)", "the line of progress is drawn");
}, { forcedColors: "active" }));

test("with more contrast no word is paler than the text", () => onPage(COVER, WIDE, async (page) => {
  const pale = await page.evaluate(() => {
    const ink = getComputedStyle(document.body).color;
    return [...document.querySelectorAll(".facts dt, .contents-minutes, .affiliation, .file-kind")].filter((e) => getComputedStyle(e).color !== ink && !e.closest(".paper-head")).map((e) => e.className);
  });
  assert.deepEqual(pale, []);
}, { contrast: "more" }));

test("with less motion nothing moves by itself", () => onPage(SECTION, WIDE, async (page) => {
  await settle(page);
  await page.locator("#fig-plan .enlarge").click();
  await page.locator("dialog[open]").waitFor();
  // What is moved by scrolling is moved by the reader.
  const moving = await page.evaluate(() => document.getAnimations().filter((one) => !(one.timeline instanceof ScrollTimeline)).map((one) => one.effect.target.className));
  assert.deepEqual(moving, []);
}));

test("on a dark page pictures keep the ground they were made for, enlarged too", () => onPage(SECTION, WIDE, async (page) => {
  await page.locator("#fig-plan .enlarge").click();
  await until(page, () => document.querySelector("dialog[open] img"));
  for (const image of ["figure img", "dialog img"]) {
    assert.equal(await page.locator(image).first().evaluate((e) => getComputedStyle(e).backgroundColor), "rgb(255, 255, 255)", image);
  }
}, { colorScheme: "dark" }));
