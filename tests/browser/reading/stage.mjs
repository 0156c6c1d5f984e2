// In: the folder of the fixture, built (the environment's READING_SITE). Out: the site, served, and pages of it in a
// browser, with whatever goes wrong there. Never writes to the site.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { openBrowser, watch } from "../lib/browser.mjs";
import { serve } from "../lib/serve.mjs";
import { openSite } from "../lib/site.mjs";

export const SECTION = "papers/long-roads/part-1/index.html";
export const TABLES = "papers/long-roads/part-2/index.html";
export const COVER = "papers/long-roads/index.html";
export const FULL = "papers/long-roads/full/index.html";
export const SINGLE = "papers/short-note/index.html";
export const PAGE = "about/index.html";

export const WIDE = { width: 1440, height: 900 };
export const TABLET = { width: 820, height: 1100 };
export const PHONE = { width: 390, height: 844 };

/** What the tests of a file share: the site, its server and a browser. */
export const stage = { site: null, server: null, browser: null };

/** Sets the stage for the tests of the file that calls this. */
export function setStage(policy) {
  before(async () => {
    assert.ok(process.env.READING_SITE, "READING_SITE names the fixture's public folder: tests/browser/reading/run builds it");
    stage.site = openSite(process.env.READING_SITE);
    stage.server = await serve(stage.site, policy);
    stage.browser = await openBrowser();
  });
  after(async () => {
    await stage.browser?.close();
    await stage.server?.close();
  });
}

/** Opens a file of the site, hands its page to `use`, and fails if anything went wrong in the page meanwhile. */
export async function onPage(file, viewport, use, settings = {}) {
  const context = await stage.browser.newContext({ viewport, reducedMotion: "reduce", ...settings });
  const faults = [];
  try {
    const page = await context.newPage();
    await watch(page, stage.server.origin, faults);
    await page.goto(stage.server.addressOf(file), { waitUntil: "load" });
    const used = await use(page, context);
    assert.deepEqual(faults, []);
    return used;
  } finally {
    await context.close();
  }
}

/** The element that has the focus: what it is, what it is called, and whether a reader sees it and sees that it has it. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    // What lies over the element's middle: a running head, say.
    const over = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.left + box.width / 2)), Math.min(innerHeight - 1, Math.max(0, box.top + Math.min(box.height, 40) / 2)));
    return {
      tag: element.tagName.toLowerCase(),
      id: element.id,
      className: element.getAttribute("class") ?? "",
      name: (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " "),
      isShown: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      isUncovered: element.contains(over) || (over?.contains(element) ?? false),
      ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    };
  });
}

/** Waits until a condition holds in the page. */
export const until = (page, condition, argument) => page.waitForFunction(condition, argument, { timeout: 5000 });

/** Two frames: what scripts and observers do after a change has been done. */
export const settle = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 60)))));
