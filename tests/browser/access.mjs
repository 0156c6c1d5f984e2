#!/usr/bin/env node
// access.mjs PUBLIC_DIR [FILE…] [--base BASE_PATH]
// Accessibility of pages, each kind in each language: axe-core's rules for WCAG 2.2 AA and its good practices in light
// and dark, wide and narrow; no sideways scrolling at 320 px; the skip link is the first stop; the text is there without
// scripts.
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { openBrowser, watch } from "./lib/browser.mjs";
import { eachKind } from "./lib/sample.mjs";
import { serve } from "./lib/serve.mjs";
import { openSite, readPages, report } from "./lib/site.mjs";

const axe = createRequire(import.meta.url)("axe-core");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What only a script can do: buttons, what they say, and what repeats the page for the eye.
const OF_SCRIPTS = "button, [role=status], [aria-hidden=true]";

/** Checks some of a site's files; returns the faults, each once. */
export async function checkAccess(site, browser, files) {
  const server = await serve(site);
  const faults = [];
  try {
    for (const file of files) {
      const seen = [];
      const address = server.addressOf(file);
      await withPage(browser, {}, address, async (page) => {
        const words = await readWords(page);
        await checkRules(page, seen);
        await checkReflow(page, seen);
        await checkWithoutScripts(browser, address, words, seen);
      }, (page) => watch(page, server.origin, seen));
      faults.push(...[...new Set(seen)].map((what) => ({ file, what })));
    }
  } finally {
    await server.close();
  }
  return faults;
}

/** Opens an address in a browser of its own settings, hands the page on and closes it. */
async function withPage(browser, settings, address, use, prepare = () => {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1440, height: 900 }, ...settings });
  try {
    const page = await context.newPage();
    await prepare(page);
    await page.goto(address, { waitUntil: "load" });
    return await use(page);
  } finally {
    await context.close();
  }
}

async function checkRules(page, faults) {
  await page.evaluate(axe.source);
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      // Scripts answer to a new width in a frame or two.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
      await runAxe(page, `${colorScheme}, ${width} px`, faults);
    }
  }
}

async function runAxe(page, setting, faults) {
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), RULES);
  for (const { id, help, nodes } of violations) {
    const places = nodes.slice(0, 3).map((node) => node.target.flat().join(" ")).join(", ");
    const more = nodes.length > 3 ? ` and ${nodes.length - 3} more` : "";
    faults.push(`${id} (${setting}): ${help}: ${places}${more}`);
  }
}

/** At 320 px, which is 1280 px at 400 %, a page scrolls in one direction only. */
async function checkReflow(page, faults) {
  await page.setViewportSize({ width: 320, height: 256 });
  const { excess, widest } = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const isWide = (element) => element.getBoundingClientRect().right > edge + 1;
    const wide = [...document.body.querySelectorAll("*")].filter(isWide);
    const name = (element) => element.tagName.toLowerCase() + (element.className ? `.${element.getAttribute("class").split(" ")[0]}` : "");
    return { excess: document.scrollingElement.scrollWidth - edge, widest: wide.slice(0, 3).map(name) };
  });
  if (excess > 1) faults.push(`scrolls sideways by ${excess} px at 320 px (${widest.join(", ")})`);
  await checkFirstStop(page, faults);
}

async function checkFirstStop(page, faults) {
  await page.keyboard.press("Tab");
  const stop = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return { href: document.activeElement.getAttribute("href") ?? "", isShown: box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 };
  });
  if (!stop.href.startsWith("#")) faults.push(`the first Tab stops at "${stop.href}", not at the skip link`);
  else if (!stop.isShown) faults.push("the skip link is not shown when it has the focus");
}

/** The words of the text, and those among them that only scripts can have a use for. */
function readWords(page) {
  return page.evaluate((ofScripts) => {
    const words = (elements) => elements.flatMap((element) => element.innerText.split(/\s+/)).filter(Boolean);
    const main = document.querySelector("main");
    return { all: words([main]), ofScripts: words([...main.querySelectorAll(ofScripts)]) };
  }, OF_SCRIPTS);
}

/** Without scripts a reader sees the same words, and is not asked for scripts. */
async function checkWithoutScripts(browser, address, words, faults) {
  const without = await withPage(browser, { javaScriptEnabled: false }, address, readWords);
  const missing = words.all.filter((word) => !without.all.includes(word) && !words.ofScripts.includes(word));
  const added = without.all.filter((word) => !words.all.includes(word));
  if (without.all.length === 0) faults.push("no text without scripts");
  if (missing.length > 0) faults.push(`without scripts these words are not shown: ${missing.slice(0, 8).join(" ")}`);
  if (added.length > 0) faults.push(`without scripts these words are added: ${added.slice(0, 8).join(" ")}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { base: { type: "string" } } });
  const [root, ...chosen] = positionals;
  const site = openSite(root, values.base);
  const files = chosen.length > 0 ? chosen : eachKind(readPages(site));
  const browser = await openBrowser();
  const faults = await checkAccess(site, browser, files).finally(() => browser.close());
  process.exitCode = report("accessibility", faults, `${files.length} pages`) ? 0 : 1;
}
