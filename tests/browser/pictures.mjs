#!/usr/bin/env node
// pictures.mjs PUBLIC_DIR OUT_DIR [FILE…] [--base BASE_PATH]
// Pictures of pages at three widths, light and dark, and their print as PDF, taken under a strict
// content security policy. Fails when a page breaks it, misses a file or asks another host.
// Without files it takes a sample that shows each element and class of the site.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { openBrowser, watch } from "./lib/browser.mjs";
import { samplePages } from "./lib/sample.mjs";
import { serve } from "./lib/serve.mjs";
import { openSite, readPages, report } from "./lib/site.mjs";

const WIDTHS = [390, 820, 1440];
const SCHEMES = ["light", "dark"];

/** Takes the pictures of some of a site's files into a folder; returns the faults seen meanwhile. */
export async function takePictures(site, browser, files, folder) {
  mkdirSync(folder, { recursive: true });
  const server = await serve(site);
  const faults = [];
  try {
    for (const file of files) {
      const seen = [];
      await takeOne(browser, server, file, join(folder, nameOf(file)), seen);
      faults.push(...seen.map((what) => ({ file, what })));
    }
  } finally {
    await server.close();
  }
  return faults;
}

function nameOf(file) {
  return file.replace(/\/?index\.html$/, "").replace(/\.html$/, "").replaceAll("/", "_") || "home";
}

async function takeOne(browser, server, file, stem, faults) {
  const context = await browser.newContext({ deviceScaleFactor: 1 });
  const page = await context.newPage();
  await watch(page, server.origin, faults);
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, media: "screen", reducedMotion: "reduce" });
      await page.goto(server.addressOf(file), { waitUntil: "load" });
      await showLazyImages(page);
      await page.screenshot({ path: `${stem}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light", media: "print" });
  await page.pdf({ path: `${stem}.pdf`, format: "A4", preferCSSPageSize: true, printBackground: false, tagged: true });
  await context.close();
}

/** Images that wait for the reader to scroll are asked for now, so that a missing one is seen. */
async function showLazyImages(page) {
  await page.evaluate(async () => {
    const images = [...document.images];
    for (const image of images) image.loading = "eager";
    await Promise.all([document.fonts.ready, ...images.map((image) => image.decode().catch(() => {}))]);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { base: { type: "string" } } });
  const [root, folder, ...chosen] = positionals;
  const site = openSite(root, values.base);
  const files = chosen.length > 0 ? chosen : samplePages(readPages(site));
  const browser = await openBrowser();
  const faults = await takePictures(site, browser, files, folder).finally(() => browser.close());
  process.exitCode = report("pictures", faults, `${files.length} pages into ${folder}`) ? 0 : 1;
}
