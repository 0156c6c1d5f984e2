#!/usr/bin/env node
// lighthouse.mjs PUBLIC_DIR
// Lighthouse on a cover, a section, a whole paper and a list, served as a good host does, with its mobile profile. 100 for
// accessibility, best practices and search engines, or the audits that failed; performance is printed, not judged, since a
// busy machine is slow.
import { createServer } from "node:net";
import { pathToFileURL } from "node:url";
import lighthouse from "lighthouse";
import { openBrowser } from "./lib/browser.mjs";
import { host } from "./lib/host.mjs";
import { openSite, readPages, readText, report } from "./lib/site.mjs";

const KINDS = ["paper", "section", "full", "collection"];
// First and largest paint, time blocked, shift.
const MEASURES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
const JUDGED = ["accessibility", "best-practices", "seo"];

/** Audits a page of each kind; returns the faults, and the scores in lines. */
export async function audit(site) {
  const port = await freePort();
  const server = await host(site);
  const browser = await openBrowser([`--remote-debugging-port=${port}`]);
  const faults = [];
  const lines = [];
  try {
    for (const file of onePageOfEach(site)) {
      const options = { port, logLevel: "silent", onlyCategories: ["performance", ...JUDGED] };
      const { lhr } = await lighthouse(server.addressOf(file), options);
      lines.push(`${file}: ${Object.values(lhr.categories).map(({ id, score }) => `${id} ${Math.round(score * 100)}`).join(", ")} (${MEASURES.map((id) => lhr.audits[id].displayValue).join(", ")})`);
      faults.push(...failures(lhr).map((what) => ({ file, what })));
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return { faults, lines };
}

function onePageOfEach(site) {
  const kindOf = (file) => /<body class="([^" ]+)/.exec(readText(site, file))?.[1];
  const files = [...readPages(site).keys()];
  return KINDS.map((kind) => files.find((file) => kindOf(file) === kind)).filter(Boolean);
}

/** What keeps a judged category from 100. */
function failures({ categories, audits, runtimeError }) {
  if (runtimeError) return [runtimeError.message];
  return JUDGED.filter((id) => categories[id].score < 1).flatMap((id) => {
    const failed = categories[id].auditRefs.filter(({ id: name, weight }) => weight > 0 && audits[name].score !== null && audits[name].score < 1);
    return failed.map(({ id: name }) => `${id}: ${name}: ${audits[name].title}${detail(audits[name])}`);
  });
}

function detail({ details }) {
  const first = details?.items?.[0];
  return first ? `: ${JSON.stringify(first.node?.snippet ?? first.url ?? first.description ?? first.href ?? "").slice(0, 120)}` : "";
}

function freePort() {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  }));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { faults, lines } = await audit(openSite(process.argv[2]));
  lines.forEach((line) => console.log(line));
  process.exitCode = report("lighthouse", faults, `${lines.length} pages`) ? 0 : 1;
}
