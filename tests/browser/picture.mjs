#!/usr/bin/env node
// picture.mjs PUBLIC_DIR OUT_DIR
// The pictures in README.md: a cover, a section and a figure as a reader's window shows them, and two sheets of paper. As
// WebP, which the browser itself makes of its screenshots.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser, watch } from "./lib/browser.mjs";
import { host } from "./lib/host.mjs";
import { openSite, report } from "./lib/site.mjs";

const PAPER = "papers/safe-cities";
const WINDOW = { width: 1280, height: 860 };
const QUALITY = 0.78;

const [root, folder] = process.argv.slice(2);
const site = openSite(root);
const server = await host(site);
const browser = await openBrowser();
const scratch = mkdtempSync(join(tmpdir(), "pictures-"));
const seen = [];

async function open(file, settings = {}) {
  const page = await browser.newPage({ viewport: WINDOW, colorScheme: "light", reducedMotion: "reduce", ...settings });
  await watch(page, server.origin, seen);
  // The second time its fonts are at hand when it is first painted.
  for (let times = 0; times < 2; times += 1) await page.goto(server.addressOf(file), { waitUntil: "networkidle" });
  return page;
}

/** Writes pictures side by side as one WebP. */
async function write(name, ...pictures) {
  const page = await browser.newPage();
  const sources = pictures.map((bytes) => `data:image/png;base64,${bytes.toString("base64")}`);
  const webp = await page.evaluate(joinAsWebp, { sources, quality: QUALITY });
  await page.close();
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(webp.split(",")[1], "base64"));
}

/** In a page: pictures side by side on grey, as the address of a WebP. */
async function joinAsWebp({ sources, quality }) {
  const images = await Promise.all(sources.map(async (source) => {
    const image = Object.assign(new Image(), { src: source });
    await image.decode();
    return image;
  }));
  const gap = images.length > 1 ? 24 : 0;
  const canvas = document.createElement("canvas");
  canvas.width = images.reduce((width, image) => width + image.width + gap, gap);
  canvas.height = Math.max(...images.map((image) => image.height)) + 2 * gap;
  const context = canvas.getContext("2d");
  context.fillStyle = "#d9d8d5";
  context.fillRect(0, 0, canvas.width, canvas.height);
  let left = gap;
  for (const image of images) {
    context.drawImage(image, left, gap);
    left += image.width + gap;
  }
  return canvas.toDataURL("image/webp", quality);
}

async function takeWindow(name, file, scrollTo) {
  const page = await open(file);
  if (scrollTo) await page.locator(scrollTo).first().evaluate((element) => element.scrollIntoView({ block: "center" }));
  await page.waitForTimeout(300);
  await write(name, await page.screenshot());
  await page.close();
}

async function takeSheets(name, file, sheets) {
  const page = await open(file);
  const pdf = join(scratch, "paper.pdf");
  await page.pdf({ path: pdf, preferCSSPageSize: true });
  await page.close();
  const pictures = sheets.map((sheet) => {
    execFileSync("pdftoppm", ["-png", "-r", "72", "-f", String(sheet), "-l", String(sheet), "-singlefile", pdf, join(scratch, "sheet")]);
    return readFileSync(join(scratch, "sheet.png"));
  });
  await write(name, ...pictures);
}

try {
  mkdirSync(folder, { recursive: true });
  await takeWindow("cover", `${PAPER}/index.html`);
  await takeWindow("section", `${PAPER}/safe-city/index.html`, ".pull-quote");
  await takeWindow("figure", `${PAPER}/expansion/index.html`, "figure .chart");
  await takeSheets("print", `${PAPER}/full/index.html`, [1, 6]);
} finally {
  await browser.close();
  await server.close();
  rmSync(scratch, { recursive: true });
}
process.exitCode = report("pictures", seen.map((what) => ({ file: PAPER, what })), folder) ? 0 : 1;
