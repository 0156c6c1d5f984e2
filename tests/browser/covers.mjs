#!/usr/bin/env node
// covers.mjs PUBLIC_DIR [--base BASE_PATH]
// The words on a cover can be read whatever picture is under them (WCAG 2.2, 1.4.3): pictures are replaced by white, and what
// is left behind each word, once the words are hidden, must stand 4.5 to 1 from their colour.
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { openBrowser } from "./lib/browser.mjs";
import { serve } from "./lib/serve.mjs";
import { openSite, readPages, report } from "./lib/site.mjs";

const WIDTHS = [390, 820, 1440];
const WHITE = '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000"><path fill="#fff" d="M0 0h1600v1000H0z"/></svg>';
const NEEDED = 4.5;

/** Checks the pages with a cover picture; returns the faults, and how many words stood on pictures. */
export async function checkCovers(site, browser, files) {
  const server = await serve(site);
  const faults = [];
  let words = 0;
  try {
    for (const file of files) {
      const context = await browser.newContext({ reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.route(/\.(svg|png|jpe?g|webp|avif)$/, (route) => route.fulfill({ contentType: "image/svg+xml", body: WHITE }));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(server.addressOf(file), { waitUntil: "load" });
        const seen = await measure(page);
        words += seen.length;
        for (const { text, ratio } of seen.filter(({ ratio }) => ratio < NEEDED)) {
          faults.push({ file, what: `"${text}" stands ${ratio.toFixed(2)} to 1 from a white picture (${width} px)` });
        }
      }
      await context.close();
    }
  } finally {
    await server.close();
  }
  return { faults, words };
}

/** Each text in the head of the paper: its words, and the worst contrast of its colour with what is painted behind it. */
async function measure(page) {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector(".paper-head"), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      if (!text) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const color = getComputedStyle(walker.currentNode.parentElement).color;
      for (const { x, y, width, height } of range.getClientRects()) {
        if (width > 1 && height > 1) found.push({ text, color, x: x + scrollX, y: y + scrollY, width, height });
      }
    }
    return found;
  });
  const style = await page.addStyleTag({ content: ".paper-head * { color: transparent !important; text-decoration: none !important }" }).catch(() => undefined);
  if (!style) await page.evaluate(() => document.querySelectorAll(".paper-head *").forEach((e) => e.style.setProperty("color", "transparent", "important")));
  const picture = (await page.screenshot({ fullPage: true })).toString("base64");
  const blank = await page.context().browser().newPage();
  try {
    return await blank.evaluate(worst, { picture, texts });
  } finally {
    await blank.close();
  }
}

/** Runs in a page of its own: reads the pixels behind each text. */
async function worst({ picture, texts }) {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.drawImage(image, 0, 0);
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  return texts.map(({ text, color, x, y, width, height }) => {
    drawing.fillStyle = color;
    drawing.fillRect(0, 0, 1, 1);
    const ink = luminance(drawing.getImageData(0, 0, 1, 1).data);
    const { data } = drawing.getImageData(x, y, Math.ceil(width), Math.ceil(height));
    let ratio = 21;
    for (let at = 0; at < data.length; at += 4 * 7) ratio = Math.min(ratio, contrast(ink, luminance(data.subarray(at, at + 3))));
    return { text, ratio };
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { base: { type: "string" } } });
  const site = openSite(positionals[0], values.base);
  const pages = [...readPages(site).values()].filter((page) => [...page.traits].some((trait) => trait.endsWith(".cover-picture")));
  const files = pages.map((page) => page.file);
  const browser = await openBrowser();
  const { faults, words } = await checkCovers(site, browser, files).finally(() => browser.close());
  if (words === 0) faults.push({ file: positionals[0], what: "no page has words on a picture, so that nothing was checked" });
  process.exitCode = report("covers", faults, `${files.length} pages, ${words} texts`) ? 0 : 1;
}
