#!/usr/bin/env node
// picture.mjs PUBLIC_DIR OUT.png FILE
// One picture of a page of a built site, as a reader's window shows it: the one in README.md.
import { openBrowser, watch } from "./lib/browser.mjs";
import { serve } from "./lib/serve.mjs";
import { openSite, report } from "./lib/site.mjs";

const WINDOW = { width: 1280, height: 860 };

const [root, picture, file] = process.argv.slice(2);
const site = openSite(root);
const server = await serve(site);
const browser = await openBrowser();
const seen = [];
try {
  const page = await browser.newPage({ viewport: WINDOW, colorScheme: "light", reducedMotion: "reduce" });
  await watch(page, server.origin, seen);
  await page.goto(server.addressOf(file), { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: picture });
} finally {
  await browser.close();
  await server.close();
}
process.exitCode = report("picture", seen.map((what) => ({ file, what })), picture) ? 0 : 1;
