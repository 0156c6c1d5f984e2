#!/usr/bin/env node
// check-site.mjs PUBLIC_DIR [BASE_PATH|BASE_URL]
// Every link, image, style sheet and fragment of every page leads somewhere; no page asks another
// host for anything or needs an inline script or style; every page has what a page must have.
import { pathToFileURL } from "node:url";
import { addressesIn } from "./lib/css.mjs";
import { addressOf, fileAt, isOwn, leadsTo, openSite, readPages, readText, report } from "./lib/site.mjs";

/** All faults of a site, in the order of its files. */
export function checkSite(site, pages = readPages(site)) {
  const faults = [];
  for (const page of pages.values()) {
    const say = (what) => faults.push({ file: page.file, what });
    page.faults.forEach(say);
    missingPageFaults(page).forEach(say);
    for (const reference of page.references) referenceFaults(site, pages, page.file, reference).forEach(say);
    canonicalFaults(site, page).forEach(say);
    alternateFaults(site, pages, page).forEach(say);
  }
  faults.push(...styleFaults(site), ...drawingFaults(site));
  return faults;
}

function parseAddress(href, base) {
  try {
    return new URL(href, base);
  } catch {
    return undefined;
  }
}

function referenceFaults(site, pages, file, { href, from, fetched, mustBeAbsolute }) {
  const here = addressOf(site, file);
  const url = parseAddress(href, here);
  if (!url || (href.trim() === "" && fetched)) return [`${from} "${href}" is not an address`];
  if (mustBeAbsolute && !/^https?:\/\//.test(href)) return [`${from} "${href}" is not an absolute address`];
  if (fetched && url.origin !== site.base.origin) return [`${from} "${href}" asks another host`];
  if (!/^https?:$/.test(url.protocol) || url.origin !== site.base.origin) return [];
  if (!isOwn(site, url)) {
    const isMeant = /^https?:\/\//.test(href) && !fetched;
    return isMeant ? [] : [`${from} "${href}" leaves the site's base path ${site.base.pathname}`];
  }
  const target = fileAt(site, url);
  if (!target) return [`${from} "${href}" leads to no file`];
  return fragmentFaults(pages, target, url, `${from} "${href}"`);
}

function fragmentFaults(pages, target, url, what) {
  const page = pages.get(target);
  const fragment = url.hash.slice(1);
  if (!page || fragment === "" || fragment.startsWith(":~:")) return [];
  let id = fragment;
  try {
    id = decodeURIComponent(fragment);
  } catch {
    // A fragment that is no percent-encoding is looked for as it stands.
  }
  return page.ids.has(id) || page.ids.has(fragment) ? [] : [`${what}: ${target} has no id "${id}"`];
}

/** A host answers any missing address with the same page, so nothing in it may be relative. */
function missingPageFaults(page) {
  const isRelative = (href) => !/^([a-z][a-z0-9+.-]*:|\/|#)/i.test(href);
  const relative = page.isMissingPage ? page.references.filter(({ href }) => isRelative(href)) : [];
  return relative.map(({ href, from }) => `${from} "${href}" is relative, but this page is shown at any address`);
}

/** A page is canonical for itself; a redirect's canonical address is where it leads. */
function canonicalFaults(site, page) {
  return page.canonical.flatMap((href) => {
    if (!/^https?:\/\//.test(href ?? "")) return [`canonical link "${href}" is not absolute`];
    const isRight = page.isRedirect || leadsTo(site, href, page.file);
    return isRight ? [] : [`canonical link is ${href}, the page is ${addressOf(site, page.file)}`];
  });
}

/** Translations name each other: what a page links to by hreflang links back. */
function alternateFaults(site, pages, page) {
  return page.alternates.flatMap(({ language, href }) => {
    if (!/^https?:\/\//.test(href ?? "")) return [`hreflang ${language} "${href}" is not absolute`];
    const target = pages.get(fileAt(site, new URL(href)));
    if (!target) return [];
    const isReturned = target.alternates.some((back) => leadsTo(site, back.href, page.file));
    return isReturned ? [] : [`hreflang ${language}: ${target.file} does not name this page in return`];
  });
}

function styleFaults(site) {
  return site.files.filter((file) => file.endsWith(".css")).flatMap((file) =>
    addressesIn(readText(site, file)).flatMap((href) =>
      referenceFaults(site, new Map(), file, { href, from: "url()", fetched: true }).map((what) => ({ file, what })),
    ),
  );
}

/** A drawing opened by itself must not run code or ask another host either. */
function drawingFaults(site) {
  return site.files.filter((file) => file.endsWith(".svg")).flatMap((file) => {
    const text = readText(site, file);
    const faults = [];
    if (/<script\b|\son[a-z]+\s*=|javascript:/i.test(text)) faults.push({ file, what: "the drawing runs code" });
    for (const { 1: href, index } of text.matchAll(/(?:href|src)\s*=\s*["'](https?:\/\/[^"']*)["']/gi)) {
      if (!/<a\b[^>]*$/i.test(text.slice(0, index))) faults.push({ file, what: `"${href}" asks another host` });
    }
    return faults;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [root, base] = process.argv.slice(2);
  const site = openSite(root, base);
  const pages = readPages(site);
  process.exitCode = report("links and pages", checkSite(site, pages), `${pages.size} pages`) ? 0 : 1;
}
