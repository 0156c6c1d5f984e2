#!/usr/bin/env node
// weight.mjs PUBLIC_DIR
// What a reader waits for. The sections without figures weigh less than 100 kB with their fonts, of which HTML, styles
// and scripts are less than 15 kB; no script holds up a page; nothing moves while fonts are late; a line of text has 60 to
// 75 characters. Served as a good host does: compressed.
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { openBrowser, watch } from "./lib/browser.mjs";
import { host } from "./lib/host.mjs";
import { openSite, readPages, readText, report } from "./lib/site.mjs";

const WHOLE = 100_000;
const WORDS = 15_000;
const FONTS_LATE = 1200;
const MEASURE = [60, 75];
const AT_ONCE = 6;
const SCREENS = [{ width: 390, height: 844 }, { width: 1440, height: 900 }];
const KINDS = ["home", "paper", "section", "full", "single", "collection"];

/** Runs no more than so many at once: most of the time a page waits for its late fonts. */
class Limit {
  constructor(free) {
    this.free = free;
    this.waiting = [];
  }

  async run(work) {
    if (this.free === 0) await new Promise((resolve) => this.waiting.push(resolve));
    else this.free -= 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

/** Checks a site; returns the faults, and lines that tell what was measured. */
export async function checkWeight(site, browser) {
  const kinds = pagesByKind(site);
  const faults = [];
  const lines = [];
  const say = (file) => (what) => faults.push({ file, what });
  const pages = new Limit(AT_ONCE);
  await Promise.all([
    ...kinds.plain.map((file) => pages.run(() => weigh(site, browser, file, say(file), lines))),
    ...kinds.shown.flatMap((file) => SCREENS.map((screen) => pages.run(() => checkStillness(site, browser, file, screen, say(file))))),
    ...kinds.sections.map((file) => pages.run(() => checkMeasure(site, browser, file, say(file), lines))),
  ]);
  if (kinds.plain.length === 0) say("")("has no section without figures");
  return { faults, lines };
}

/** Sections without figures; a page of each kind and language; the longest section of each language. */
function pagesByKind(site) {
  const all = [...readPages(site).keys()].filter((file) => file !== "404.html");
  const text = new Map(all.map((file) => [file, readText(site, file)]));
  const kindOf = (file) => /<body class="([^" ]+)/.exec(text.get(file))?.[1] ?? "redirect";
  const languageOf = (file) => /<html lang="([^"]+)"/.exec(text.get(file))?.[1];
  const first = new Map(all.map((file) => [`${kindOf(file)} ${languageOf(file)}`, file]).reverse());
  const sections = all.filter((file) => kindOf(file) === "section").sort((a, b) => text.get(b).length - text.get(a).length);
  return {
    // A table is a figure here as well: its page loads what figures need.
    plain: sections.filter((file) => !/<figure(?! class="pull-quote)|<img|<svg|<table/.test(text.get(file).split("<article")[1])),
    shown: [...first].filter(([kind]) => KINDS.includes(kind.split(" ")[0])).map(([, file]) => file),
    sections: [...new Map(sections.map((file) => [languageOf(file), file]).reverse()).values()],
  };
}

async function weigh(site, browser, file, say, lines) {
  const server = await host(site);
  const seen = [];
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await watch(page, server.origin, seen);
    await page.goto(server.addressOf(file), { waitUntil: "networkidle" });
    const blocking = await page.evaluate(() => [...document.scripts].filter((s) => s.src && !s.defer && !s.async && s.type !== "module").map((s) => s.src));
    blocking.forEach((script) => say(`the script ${script} holds up the page`));
  } finally {
    await page.close();
    await server.close();
  }
  seen.forEach(say);
  const sum = (...kinds) => server.sent.filter((s) => kinds.length === 0 || kinds.includes(s.kind)).reduce((n, s) => n + s.bytes, 0);
  const [whole, words] = [sum(), sum("html", "css", "js")];
  if (whole >= WHOLE) say(`weighs ${whole} bytes with fonts, not less than ${WHOLE}: ${server.sent.map((s) => `${s.file} ${s.bytes}`).join(", ")}`);
  if (words >= WORDS) say(`HTML, styles and scripts weigh ${words} bytes, not less than ${WORDS}`);
  lines.push(`${file}: ${whole} bytes: html ${sum("html")}, css ${sum("css")}, js ${sum("js")}, fonts ${sum("woff2")}`);
}

/** While fonts are late, and when they have come, nothing moves. */
async function checkStillness(site, browser, file, viewport, say) {
  const server = await host(site, (name) => (name.endsWith(".woff2") ? FONTS_LATE : 0));
  const page = await browser.newPage({ viewport });
  try {
    await page.addInitScript(recordShifts);
    await page.goto(server.addressOf(file), { waitUntil: "networkidle" });
    const shifts = await page.evaluate(() => globalThis.shifts);
    const total = shifts.reduce((sum, shift) => sum + shift.value, 0);
    const moved = JSON.stringify(shifts.flatMap((shift) => shift.moved).slice(0, 4));
    if (total > 0) say(`moves by ${total.toFixed(4)} at ${viewport.width} px while fonts come: ${moved}`);
  } finally {
    await page.close();
    await server.close();
  }
}

/** In the page: keeps what moves without the reader's doing. */
function recordShifts() {
  globalThis.shifts = [];
  const nameOf = (node) => (node?.nodeName === "#text" ? node.data.trim().slice(0, 30) : node?.nodeName);
  const keep = (entry) => globalThis.shifts.push({ value: entry.value, moved: entry.sources.map(({ node }) => nameOf(node)) });
  new PerformanceObserver((list) => list.getEntries().forEach(keep)).observe({ type: "layout-shift", buffered: true });
}

/** The characters of each full line of running text. */
async function checkMeasure(site, browser, file, say, lines) {
  const server = await host(site);
  try {
    for (const width of [1440, 820]) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.goto(server.addressOf(file), { waitUntil: "networkidle" });
      const counts = await page.evaluate(countCharacters);
      await page.close();
      counts.sort((a, b) => a - b);
      const median = counts[Math.floor(counts.length / 2)];
      lines.push(`${file}: ${median} characters a line at ${width} px`);
      if (!(median >= MEASURE[0] && median <= MEASURE[1])) say(`a line has ${median} characters at ${width} px, not ${MEASURE.join(" to ")}`);
    }
  } finally {
    await server.close();
  }
}

/** In the page: how many characters each line of its paragraphs has, the last of each left out. */
function countCharacters() {
  const counts = [];
  for (const paragraph of document.querySelectorAll(".text > p, .text > section > p")) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const ofLine = new Map();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("sup")) continue;
      for (let i = 0; i < node.length; i += 1) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        const line = Math.round(box.bottom / 8);
        if (box.width > 0) ofLine.set(line, (ofLine.get(line) ?? 0) + 1);
      }
    }
    counts.push(...[...ofLine.values()].slice(0, -1));
  }
  return counts;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const site = openSite(positionals[0]);
  const browser = await openBrowser();
  const { faults, lines } = await checkWeight(site, browser).finally(() => browser.close());
  lines.sort().forEach((line) => console.log(line));
  process.exitCode = report("weight", faults, `${lines.length} measures`) ? 0 : 1;
}
