// Each file in cases/bad says how to spoil the good site and exactly which faults that must give:
// so every check is seen to fail, and for its own reason alone.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkAccess } from "./access.mjs";
import { checkSite } from "./check-site.mjs";
import { checkFeeds } from "./feeds.mjs";
import { openBrowser } from "./lib/browser.mjs";
import { openSite } from "./lib/site.mjs";
import { checkMarkup } from "./nu.mjs";
import { takePictures } from "./pictures.mjs";

const CASES = new URL("cases/", import.meta.url).pathname;
const BASE = "https://example.org/publications/";
const scratch = mkdtempSync(join(tmpdir(), "site-checks-"));
const browser = await openBrowser();
after(async () => {
  await browser.close();
  rmSync(scratch, { recursive: true });
});

const CHECKS = {
  site: (site) => checkSite(site),
  feeds: (site) => checkFeeds(site).faults,
  markup: (site) => checkMarkup(site.root).faults,
  access: (site) => checkAccess(site, browser, ["index.html"]),
  pictures: (site) => takePictures(site, browser, ["index.html"], join(scratch, "pictures")),
};

/** The good site, changed as a case says. */
function spoil(name, { edits, remove = [] }) {
  const root = join(scratch, name);
  cpSync(join(CASES, "good"), root, { recursive: true });
  for (const { file, find, put } of edits) {
    const text = readFileSync(join(root, file), "utf8");
    assert.ok(text.includes(find), `${file} of the good site holds ${find}`);
    writeFileSync(join(root, file), text.replace(find, () => put));
  }
  for (const file of remove) rmSync(join(root, file));
  return openSite(root, BASE);
}

for (const [kind, check] of Object.entries(CHECKS)) {
  test(`the good site passes: ${kind}`, async () => {
    assert.deepEqual(await check(openSite(join(CASES, "good"), BASE)), []);
  });
}

for (const file of readdirSync(join(CASES, "bad")).sort()) {
  const name = file.replace(/\.json$/, "");
  test(`a fault is found: ${name}`, async () => {
    const spoilt = JSON.parse(readFileSync(join(CASES, "bad", file), "utf8"));
    const found = await CHECKS[spoilt.check](spoil(name, spoilt));
    assert.deepEqual(found.map((fault) => `${fault.file}: ${fault.what}`), spoilt.faults);
  });
}
