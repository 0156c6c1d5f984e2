// What follows the reader: contents, the running head, the line under it; and what the reader takes along.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COVER, FULL, PHONE, SECTION, TABLES, WIDE, onPage, setStage, settle, stage, until } from "./stage.mjs";

setStage();

// Beside the text or folded above it, as the theme has it.
const CURRENT = ".reading .contents [aria-current=location]";

test("the contents say which heading the reader is at", () => onPage(SECTION, WIDE, async (page) => {
  assert.equal(await page.locator(CURRENT).count(), 0);
  assert.equal(await page.locator(".reading .contents [aria-current=page]").first().textContent(), "Part 1: the road 1");
  for (const [id, title] of [["stretch-1-2", "Stretch 1.2"], ["stretch-1-4", "Stretch 1.4"]]) {
    await page.locator(`#${id}`).evaluate((heading) => heading.scrollIntoView());
    await until(page, ([current, title]) => document.querySelector(current)?.textContent.trim() === title, [CURRENT, title]);
  }
  await page.evaluate(() => scrollTo(0, 0));
  await until(page, (current) => !document.querySelector(current), CURRENT);
}));

test("on the page of the whole paper the contents say which section it is", () => onPage(FULL, WIDE, async (page) => {
  await page.locator("#part-2").evaluate((section) => section.scrollIntoView());
  await until(page, (current) => document.querySelector(current)?.textContent.trim() === "Part 2: the road 2", CURRENT);
}));

test("the running head stays, says where in the paper the page is, and its line grows", () => onPage(TABLES, WIDE, async (page) => {
  const head = page.locator(".running-head");
  assert.match(await head.innerText(), /Long roads and what they cost[\s\S]*Section 2 of 3[\s\S]*6 minutes left/);
  const line = () => head.evaluate((element) => new DOMMatrix(getComputedStyle(element, "::after").transform).a);
  assert.ok(await line() < .01);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await settle(page);
  assert.ok(await line() > .99);
  assert.equal(Math.round(await head.evaluate((element) => element.getBoundingClientRect().top)), 0);
  assert.ok(await head.evaluate((element) => element.getBoundingClientRect().height) <= 56, "the running head is slim");
}));

test("in a low window the running head leaves the room to the text", () => onPage(SECTION, { width: 640, height: 320 }, async (page) => {
  await page.evaluate(() => scrollTo(0, 800));
  await settle(page);
  assert.ok(await page.locator(".running-head").evaluate((element) => element.getBoundingClientRect().bottom) < 0);
}));

const clipboard = { permissions: ["clipboard-read", "clipboard-write"] };

test("how to cite and the page's address are copied, and it is said aloud", () => onPage(COVER, WIDE, async (page) => {
  const citation = await page.locator(".citation").innerText();
  for (const [button, text] of [[page.locator(".cite-copy button"), citation], [page.getByRole("button", { name: "Copy the address" }), "https://example.org/roads/papers/long-roads/"]]) {
    const said = button.locator("xpath=following-sibling::*[@role='status']");
    assert.equal(await said.textContent(), "");
    await button.click();
    await said.filter({ hasText: /^Copied$/ }).waitFor({ state: "attached", timeout: 5000 });
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  }
}, clipboard));

test("where there is no clipboard, copying works all the same", () => onPage(COVER, WIDE, async (page) => {
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.locator(".cite-copy button").click();
  await until(page, () => [...document.querySelectorAll("[role=status]")].some((e) => e.textContent === "Copied"));
  assert.equal(await page.locator("textarea").count(), 0);
}, clipboard));

test("sharing is a plain link to the reader's own mail", () => onPage(SECTION, WIDE, async (page) => {
  const mail = new URL(await page.locator(".share a").getAttribute("href"));
  assert.equal(mail.protocol, "mailto:");
  assert.equal(mail.searchParams.get("subject"), "Part 1: the road 1");
  assert.equal(mail.searchParams.get("body"), "https://example.org/roads/papers/long-roads/part-1/");
}));

test("the browser's share sheet is offered only where there is one", async () => {
  const shows = (page) => page.getByRole("button", { name: "Share with…" }).isVisible();
  assert.equal(await onPage(SECTION, PHONE, shows), false);
  const context = await stage.browser.newContext({ viewport: PHONE });
  await context.addInitScript(() => Object.defineProperty(navigator, "share", { value: async (what) => void (globalThis.shared = what) }));
  const page = await context.newPage();
  await page.goto(stage.server.addressOf(SECTION));
  assert.equal(await shows(page), true);
  await page.getByRole("button", { name: "Share with…" }).click();
  assert.deepEqual(await page.evaluate(() => globalThis.shared), { url: "https://example.org/roads/papers/long-roads/part-1/", title: "Part 1: the road 1" });
  await context.close();
});

test("the print button prints", () => onPage(SECTION, WIDE, async (page) => {
  await page.evaluate(() => void (globalThis.print = () => void (globalThis.printed = true)));
  await page.getByRole("button", { name: "Print" }).click();
  assert.equal(await page.evaluate(() => globalThis.printed), true);
}));
