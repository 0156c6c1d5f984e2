// In: addresses of pages. Out: nothing if each loads in Chromium without a complaint; else what it complained of, and exit 1. Never: a page
// of another host.
import { chromium } from "../browser/node_modules/playwright-core/index.mjs";

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const faults = [];
try {
  const page = await browser.newPage();
  let address;
  // Chromium asks each host for an icon of its own accord, and the site may have none.
  const isIcon = (message) => message.location().url.endsWith("/favicon.ico");
  page.on("console", (message) => message.type() === "error" && (isIcon(message) || faults.push(`${address}: ${message.text()}`)));
  page.on("pageerror", (error) => faults.push(`${address}: ${error.message}`));
  // What the next page cuts short (an icon that only Chromium asked for) is no fault of this one.
  const isCut = (request) => request.failure()?.errorText === "net::ERR_ABORTED";
  page.on("requestfailed", (request) => isCut(request) || faults.push(`${address}: ${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => response.status() >= 400 && faults.push(`${address}: ${response.url()}: ${response.status()}`));
  for (address of process.argv.slice(2)) await page.goto(address, { waitUntil: "load", timeout: 120_000 });
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error([...new Set(faults)].join("\n"));
  process.exit(1);
}
