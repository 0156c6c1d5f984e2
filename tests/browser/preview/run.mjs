#!/usr/bin/env node
// run.mjs OFFPRINT [--client DIR] [SCENARIO-WORDS]
// Every scenario in a browser against the program itself, on a site of the test's own. `--client`
// takes the client from that folder instead of from the program, to work on it without a build.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { openBrowser } from "../lib/browser.mjs";
import { mark, openReader } from "./reader.mjs";
import { FILES, OWN_SITES, PAGE, SCENARIOS } from "./scenarios.mjs";
import { serveSite } from "./site.mjs";

const PATIENCE = 60_000;
const WINDOW = { width: 760, height: 720 };
const args = process.argv.slice(2);
const at = args.indexOf("--client");
const [, client] = at < 0 ? [] : args.splice(at, 2);
const [program, words = ""] = args;
if (!program || !existsSync(program)) throw new Error("usage: run.mjs OFFPRINT [--client DIR] [SCENARIO-WORDS]");

let browser;
let site;
before(async () => void (browser = await openBrowser()));
after(async () => {
  await browser?.close();
  await site?.close();
});

async function open(served) {
  const reader = await openReader(browser, served.url + PAGE, { viewport: WINDOW }, (context) => client && context.route("**/_offprint/*.{js,css}", (route) => {
    const name = new URL(route.request().url()).pathname.split("/").pop();
    const contentType = name.endsWith(".css") ? "text/css" : "text/javascript";
    return route.fulfill({ body: readFileSync(join(client, name)), contentType });
  }));
  reader.page.setDefaultTimeout(10_000);
  await mark(reader.page);
  return reader;
}

async function play(served, scenario) {
  const reader = await open(served);
  try {
    await scenario({ site: served, reader, openAnother: () => open(served) });
    assert.deepEqual(reader.faults, []);
  } finally {
    await reader.close();
  }
}

for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (!name.includes(words)) continue;
  test(name, { timeout: PATIENCE }, async () => {
    site ??= await serveSite(resolve(program), FILES);
    await play(site, scenario);
  });
}

for (const [name, { files, options, scenario }] of Object.entries(OWN_SITES)) {
  if (!name.includes(words)) continue;
  test(name, { timeout: PATIENCE }, async () => {
    const own = await serveSite(resolve(program), files, options);
    try {
      await play(own, scenario);
    } finally {
      await own.close();
    }
  });
}
