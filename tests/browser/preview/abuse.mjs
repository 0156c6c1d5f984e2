// An hour's worth of abuse in a minute: random edits, renames, deletions and broken states while two
// browsers watch; at the end what is served is a clean build, byte for byte, and so is what they show.
//
//     node tests/browser/preview/abuse.mjs [--edits N] [--seed N] [--offprint PROGRAM]
//
// In: nothing. Out: exit code 0, or 1 with the first address that differs. Never: a time that decides.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "../lib/browser.mjs";
import { settled } from "./reader.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const EDITS = Number(option("edits", 2000));
const OFFPRINT = option("offprint", path.join(ROOT, "target/release/offprint"));
let seed = Number(option("seed", 1)) || 1;
const NOW = "2026-11-01T00:00:00Z";
const BASE = "/pub";

/** A number below another, from the seed (xorshift). */
function random(below) {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return (seed >>> 0) % below;
}
const pick = (list) => list[random(list.length)];
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const site = fs.mkdtempSync(path.join(os.tmpdir(), "offprint-abuse-"));
const NAMES = ["a", "b", "c", "d", "e", "f"];
const file = (name) => path.join(site, "content/papers", `${name}.md`);
const folder = (name) => path.join(site, "content/papers", name, "index.md");

function paper(title, step) {
  const sections = Array.from({ length: 1 + random(4) }, (_, at) => `## Section ${random(5)}${at}\n\nWords of step ${step}, with a note.[^n${at}] See [another](${pick(NAMES)}.md).\n\n${"More words. ".repeat(random(60))}\n\n[^n${at}]: Note ${step}.\n`);
  return `+++\ntitle = "${title}"\ndate = 2026-01-0${1 + random(8)}\nauthors = ["A B"]\ntopics = ["T${random(3)}"]\n+++\n\nOpening ${step}.\n\n${sections.join("\n")}`;
}

const good = (step) => (name) => paper(`Paper ${name}`, step);
const BROKEN = [
  () => '+++\ntitle = "half',
  () => "",
  () => "+++\ntitle = 3\n+++\n\n:::note\nnever closed [^nowhere] [x](nothing.md)\n",
  () => `${paper("Broken", 0)}\n\n:::pullquote\n`,
  () => Buffer.from([0xff, 0xfe, 0, 10, 0xc3]),
];

function write(target, text) {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}

/** Writes as many editors do: to another file, which then takes the place of the first. */
function replace(target, text) {
  write(`${target}~`, text);
  fs.renameSync(`${target}~`, target);
}

function attempt(work) {
  try {
    work();
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR" && error.code !== "EISDIR" && error.code !== "ENOTEMPTY") throw error;
  }
}

const DEEDS = [
  (step) => write(file(pick(NAMES)), paper(`Paper ${step}`, step)),
  (step) => replace(file(pick(NAMES)), paper(`Paper ${step}`, step)),
  (step) => write(folder(pick(NAMES)), paper(`Folder ${step}`, step)),
  () => fs.renameSync(file(pick(NAMES)), file(pick(NAMES))),
  () => fs.rmSync(file(pick(NAMES))),
  () => fs.rmSync(path.dirname(folder(pick(NAMES))), { recursive: true }),
  () => write(file(pick(NAMES)), pick(BROKEN)()),
  (step) => fs.appendFileSync(file(pick(NAMES)), `\nOne more line ${step}.\n`),
  (step) => write(path.join(site, "themes/mine/templates/page.html"), random(3) ? `{% extends "institute:page.html" %}{% block main %}<main id="page:main"><h1>{{ page.title }}</h1>{{ body_html }}<p>Step ${step}</p></main>{% endblock %}` : "{% block main %}{{ nothing }}"),
  (step) => write(path.join(site, "themes/mine/assets/extra.css"), `p { margin-top: ${step % 7}px }\n`),
  (step) => write(path.join(site, "content/site.toml"), settings(random(4) ? `Site ${step}` : 'Site" = broken')),
];

function settings(title) {
  return `title = "${title}"\nbase_url = "https://example.org${BASE}/"\n\n[theme]\nname = "mine"\n`;
}

/** A good state of every file. */
function mend() {
  attempt(() => fs.rmSync(path.join(site, "content/papers"), { recursive: true }));
  write(path.join(site, "content/site.toml"), settings("Whole"));
  write(path.join(site, "content/about.md"), '+++\ntitle = "About"\n+++\n\nSee [a paper](papers/a.md).\n');
  write(path.join(site, "themes/mine/theme.toml"), 'extends = "institute"\noffprint = ">=0.1"\n');
  write(path.join(site, "themes/mine/templates/page.html"), '{% extends "institute:page.html" %}');
  write(path.join(site, "themes/mine/assets/extra.css"), "p { margin-top: 1px }\n");
  for (const name of NAMES) write(file(name), good("the last")(name));
}

mend();
const server = spawn(OFFPRINT, ["serve", site, "--port", "0", "--now", NOW], { stdio: ["ignore", "pipe", "pipe"] });
let said = "";
for (const stream of [server.stdout, server.stderr]) stream.setEncoding("utf8").on("data", (part) => (said += part));
let ended = null;
server.on("exit", (code, signal) => (ended = { code, signal }));

async function until(test, what) {
  for (let tries = 0; tries < 3000; tries += 1) {
    if (ended) throw new Error(`the server ended (${JSON.stringify(ended)}):\n${said.slice(-3000)}`);
    const got = await test();
    if (got) return got;
    await sleep(20);
  }
  throw new Error(`waited in vain for ${what}:\n${said.slice(-3000)}`);
}

async function state(base) {
  const answer = await fetch(`${base}/_offprint/state?page=${BASE}/`);
  return answer.json();
}

/** Every file of a folder, by its path. */
function* files(root, below = "") {
  for (const entry of fs.readdirSync(path.join(root, below), { withFileTypes: true })) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) yield* files(root, name);
    else if (name !== ".offprint") yield name;
  }
}

/** Removes the one script that the server adds. */
const SCRIPT = /<script type="module" src="\/_offprint\/preview\.js"[^>]*><\/script>/;

async function compare(base) {
  const out = path.join(site, "public");
  execFileSync(OFFPRINT, ["build", site, "--out", out, "--drafts", "--now", NOW], { stdio: "pipe" });
  let count = 0;
  for (const name of files(out)) {
    const address = `${BASE}/${name.replace(/(^|\/)index\.html$/, "$1")}`;
    const answer = await fetch(base + encodeURI(address));
    let body = Buffer.from(await answer.arrayBuffer());
    if (name.endsWith(".html")) body = Buffer.from(body.toString("utf8").replace(SCRIPT, ""));
    if (!body.equals(fs.readFileSync(path.join(out, name)))) throw new Error(`${address} is not what a build writes`);
    count += 1;
  }
  return count;
}

let failed = false;
const browser = await openBrowser();
try {
  const [base] = await until(() => said.match(/http:\/\/[^\s/]+/), "the address");
  await until(async () => (await state(base)).complete, "the whole site");
  const contexts = await Promise.all([browser.newContext(), browser.newContext()]);
  const pages = await Promise.all(contexts.map((context) => context.newPage()));
  const faults = [];
  pages.forEach((page) => page.on("pageerror", (error) => faults.push(String(error))));
  await pages[0].goto(`${base}${BASE}/papers/a/full/`);
  await pages[1].goto(`${base}${BASE}/papers/`);
  for (let step = 1; step <= EDITS; step += 1) {
    attempt(() => pick(DEEDS)(step));
    await sleep(random(40));
    if (step % 200 === 0) {
      const answer = await fetch(`${base}${BASE}/`);
      if (!answer.ok && answer.status !== 503) throw new Error(`the home page is answered ${answer.status} at step ${step}`);
    }
  }
  mend();
  // Settled: no error is left, and nothing new for a while.
  let last = -1;
  await until(async () => {
    const now = await state(base);
    const calm = now.generation === last && now.problems.length === 0 && now.elsewhere.errors === 0;
    last = now.generation;
    if (!calm) await sleep(700);
    return calm;
  }, "a site without errors");
  const count = await compare(base);
  for (const page of pages) {
    const fresh = await contexts[0].newPage();
    await fresh.goto(page.url());
    const words = async (page) => (await page.evaluate(settled))[0].replace(/ data-etag="[^"]*"/, "");
    const expected = await words(fresh);
    await until(async () => (await words(page)) === expected, `the watched page ${page.url()}`);
  }
  if (faults.length) throw new Error(`the pages' script failed: ${faults[0]}`);
  console.log(`${EDITS} changes, then ${count} files served as a build writes them, and two watched pages as if newly opened`);
} catch (error) {
  failed = true;
  console.error(`${error.message}\n(the site is in ${site}, seed ${option("seed", 1)})`);
} finally {
  await browser.close();
  server.kill("SIGINT");
  if (!failed) fs.rmSync(site, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
