// In: a folder that holds a built site, and the address it is made for. Out: its files, and
// where an address leads among them. Never writes, never asks the network.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readPage } from "./page.mjs";
import { attribute, elementsOf, tokens } from "./tree.mjs";

function listFiles(root, below = "") {
  const names = readdirSync(join(root, below), { withFileTypes: true });
  return names.flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}

/** The address that the home page calls its own. */
function addressOfHome(root) {
  const home = elementsOf(readFileSync(join(root, "index.html"), "utf8"));
  const canonical = home.find((e) => e.tagName === "link" && tokens(e, "rel").includes("canonical"));
  const href = canonical && attribute(canonical, "href");
  if (!href) throw new Error("index.html names no canonical address: give the site's base URL");
  return href;
}

/**
 * Opens a site. `base` is its base URL, or the path of one (its origin is then taken from the home
 * page's canonical address), or nothing (all of it is taken from there).
 */
export function openSite(root, base = "") {
  if (!statSync(root).isDirectory()) throw new Error(`${root} is not a folder`);
  const url = new URL(/^https?:/.test(base) ? base : new URL(base || ".", addressOfHome(root)));
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  const files = listFiles(root).sort();
  return { root, base: url, files, known: new Set(files) };
}

/** The text of one of the site's files. */
export function readText(site, file) {
  return readFileSync(join(site.root, file), "utf8");
}

/** The address at which a file of the site is served. */
export function addressOf(site, file) {
  const path = file.replace(/(^|\/)index\.html$/, "$1");
  return new URL(path.split("/").map(encodeURIComponent).join("/"), site.base).href;
}

/** Whether an address belongs to the site: same origin, below the base path. */
export function isOwn(site, url) {
  return url.origin === site.base.origin && url.pathname.startsWith(site.base.pathname);
}

/** The file that answers an address of the site's own, or undefined. */
export function fileAt(site, url) {
  let path;
  try {
    path = decodeURIComponent(url.pathname.slice(site.base.pathname.length));
  } catch {
    return undefined;
  }
  const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
  return site.known.has(file) ? file : undefined;
}

/** Whether an absolute address is the one at which a file of the site is served. */
export function leadsTo(site, href, file) {
  if (!URL.canParse(href ?? "")) return false;
  const url = new URL(href);
  return isOwn(site, url) && url.search === "" && url.hash === "" && fileAt(site, url) === file;
}

/** Every page of the site by its file, read. */
export function readPages(site) {
  const files = site.files.filter((file) => file.endsWith(".html"));
  return new Map(files.map((file) => [file, readPage(file, readText(site, file))]));
}

/** Prints faults, one a line, and a closing line; returns whether there were none. */
export function report(name, faults, checked) {
  for (const { file, what } of faults) console.log(`${file}: ${what}`);
  console.log(`${name}: ${checked}, ${faults.length === 0 ? "no fault" : `${faults.length} fault(s)`}`);
  return faults.length === 0;
}
