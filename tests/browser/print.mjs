#!/usr/bin/env node
// print.mjs PUBLIC_DIR
// A paper that can be handed out: what the page of a whole paper, a section and a paper of one page print as. The title
// stands on a page of its own; the other pages are numbered and have their running head; notes are gathered, addresses
// spelled out; nothing that only a screen can do is printed; a dark page prints black on white.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openBrowser, watch } from "./lib/browser.mjs";
import { serve } from "./lib/serve.mjs";
import { openSite, readPages, readText, report } from "./lib/site.mjs";

const KINDS = ["full", "single", "section"];

/** Prints a page of each kind and language; returns the faults, and how many sheets were printed. */
export async function checkPrint(site, browser) {
  const folder = mkdtempSync(join(tmpdir(), "print-"));
  const server = await serve(site);
  const faults = [];
  let sheets = 0;
  try {
    for (const [kind, file] of onePageOfEach(site)) {
      const page = await browser.newPage({ colorScheme: "dark" });
      const seen = [];
      await watch(page, server.origin, seen);
      await page.goto(server.addressOf(file), { waitUntil: "networkidle" });
      const facts = await page.evaluate(readFacts);
      const pdf = join(folder, "page.pdf");
      await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true });
      await page.close();
      const texts = textsOf(pdf);
      sheets += texts.length;
      faults.push(...[...seen, ...sheetFaults(kind, texts, facts), ...inkFaults(pdf, folder)].map((what) => ({ file, what })));
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
  return { faults, sheets };
}

/** The longest page of each kind and language. */
function onePageOfEach(site) {
  const found = new Map();
  for (const file of readPages(site).keys()) {
    const text = readText(site, file);
    const kind = /<body class="([^" ]+)/.exec(text)?.[1];
    const key = `${kind} ${/<html lang="([^"]+)"/.exec(text)?.[1]}`;
    if (KINDS.includes(kind) && text.length > (found.get(key)?.text.length ?? 0)) found.set(key, { kind, file, text });
  }
  return [...found.values()].map(({ kind, file }) => [kind, file]);
}

/** In the page: the words that paper must have, and those that it must not. */
function readFacts() {
  const words = (selector) => [...document.querySelectorAll(selector)].map((e) => e.textContent.trim()).filter(Boolean);
  return {
    title: document.querySelector("h1").textContent.trim(),
    head: document.documentElement.dataset.head,
    imprint: document.documentElement.dataset.imprint,
    address: document.documentElement.dataset.address,
    notes: words(".notes li").length,
    links: [...document.querySelectorAll(".text > :not(.notes) a[href^=http]:not(.url)")].filter((a) => !a.closest("figure")).map((a) => a.getAttribute("href")),
    screen: words("button, .share a, .menu a, .languages a, .pager-word, .progress, .skip, .foot-links a"),
  };
}

/** The text of each sheet. */
function textsOf(pdf) {
  const text = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  return text.split("\f").slice(0, -1);
}

function sheetFaults(kind, sheets, facts) {
  const faults = [];
  const has = (text, words) => flat(text).includes(flat(words));
  const whole = sheets.join("\n");
  const [first, ...others] = sheets;
  if (!has(first, facts.title)) faults.push(`the title is not on the first sheet`);
  if (kind === "full" && first.trim().split("\n").filter((line) => line.trim()).length > 20) faults.push("the title is not on a sheet of its own");
  if (kind !== "section" && !has(first, facts.imprint)) faults.push("the first sheet does not name the publisher");
  if (kind !== "section" && !has(first, facts.address)) faults.push("the first sheet does not say where the paper is");
  others.forEach((sheet, index) => {
    const lines = sheet.split("\n").filter((line) => line.trim());
    const number = new RegExp(`(^|\\s)${index + 2}\\s*$`);
    if (!has(lines[0] ?? "", facts.head)) faults.push(`sheet ${index + 2} has no running head but "${lines[0]?.trim()}"`);
    if (!lines.slice(-3).some((line) => number.test(line))) faults.push(`sheet ${index + 2} has no number but "${lines.at(-1)?.trim()}"`);
  });
  const last = whole.slice(whole.length / 2);
  if (facts.notes > 0 && !new RegExp(`^\\s*${facts.notes > 1 ? "\\d+" : "1"}\\. `, "m").test(last)) faults.push("the notes are not at the end");
  facts.links.filter((href) => !bare(whole).includes(bare(href))).forEach((href) => faults.push(`the address ${href} is not spelled out`));
  const lines = new Set(whole.split("\n").map(flat));
  facts.screen.filter((words) => lines.has(flat(words))).forEach((words) => faults.push(`"${words}" is for a screen`));
  return faults;
}

/** Words as they are compared: what a line break does to them makes no difference. */
function flat(text) {
  return text.replace(/\u00ad|-\n\s*/g, "").replace(/\s+/g, " ").trim();
}

function bare(text) {
  return text.replace(/\s+/g, "");
}

/** The corners of the first and the last sheet are white, and there is something dark on each. */
function inkFaults(pdf, folder) {
  execFileSync("pdftoppm", ["-r", "20", "-gray", pdf, join(folder, "sheet")]);
  const names = execFileSync("ls", [folder], { encoding: "utf8" }).split("\n").filter((name) => name.endsWith(".pgm"));
  const faults = names.flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    const pixels = bytes.subarray(bytes.length - 165 * 234);
    const isWhite = [pixels[0], pixels.at(-1)].every((value) => value > 250);
    const isInked = pixels.some((value) => value < 120);
    return isWhite && isInked ? [] : [`${name} is not black on white`];
  });
  names.forEach((name) => rmSync(join(folder, name)));
  return faults;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const site = openSite(process.argv[2]);
  const browser = await openBrowser();
  const { faults, sheets } = await checkPrint(site, browser).finally(() => browser.close());
  process.exitCode = report("print", faults, `${sheets} sheets`) ? 0 : 1;
}
