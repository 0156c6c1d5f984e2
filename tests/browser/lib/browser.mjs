// In: nothing, or a page to watch. Out: the machine's own Chromium, and what goes wrong while it
// shows a page. Never downloads a browser; never lets a page reach another host.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--font-render-hinting=none",
];

/** Starts the browser, with more arguments if need be. */
export async function openBrowser(more = []) {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("no Chromium on this machine (tests/install installs it)");
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more] });
}

/** Records, as words in `faults`, whatever a page does that a reader's browser would refuse. */
export async function watch(page, origin, faults) {
  const once = (what) => faults.includes(what) || faults.push(what);
  const strip = (text) => text.replaceAll(origin, "");
  await page.route((url) => url.origin !== origin, (route) => {
    once(`asks another host: ${route.request().url()}`);
    return route.abort();
  });
  page.on("response", (response) => {
    if (response.status() >= 400) once(`status ${response.status()}: ${strip(response.url())}`);
  });
  page.on("requestfailed", (request) => {
    // The browser gives up a picture when it leaves the page, or takes one of another size.
    if (request.failure()?.errorText === "net::ERR_ABORTED") return;
    if (new URL(request.url()).origin === origin) once(`failed request: ${strip(request.url())}`);
  });
  page.on("pageerror", (error) => once(`script error: ${error.message}`));
  page.on("console", (message) => {
    const isRequest = /^Failed to load resource/.test(message.text());
    if (message.type() === "error" && !isRequest) once(`console: ${strip(message.text()).replace(/\. Either the '[\s\S]*/, "")}`);
  });
}
