#!/usr/bin/env node
// feeds.mjs PUBLIC_DIR [BASE_PATH|BASE_URL]
// Atom feeds (RFC 4287), JSON feeds (version 1.1), the sitemap and robots.txt.
import { pathToFileURL } from "node:url";
import { addressOf, fileAt, isOwn, leadsTo, openSite, readPages, readText, report } from "./lib/site.mjs";
import { attribute, elementsOf } from "./lib/tree.mjs";
import { all, parseXml, textAt } from "./lib/xml.mjs";

const ATOM = "http://www.w3.org/2005/Atom";
const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const DAY_OR_INSTANT = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;

/** All faults of a site's feeds, sitemap and robots.txt. */
export function checkFeeds(site, pages = readPages(site)) {
  const faults = [];
  const feeds = site.files.filter((file) => /(^|\/)feed\.(atom|json)$/.test(file));
  for (const file of feeds) {
    const found = file.endsWith(".atom") ? atomFaults(site, file) : jsonFeedFaults(site, file);
    faults.push(...found.map((what) => ({ file, what })));
  }
  for (const file of ["feed.atom", "feed.json"]) {
    if (!site.known.has(file)) faults.push({ file, what: "the site has no such feed" });
  }
  faults.push(...robotsFaults(site).map((what) => ({ file: "robots.txt", what })));
  faults.push(...sitemapFaults(site, pages).map((what) => ({ file: "sitemap.xml", what })));
  return { feeds, faults };
}

function isInstant(text, pattern = INSTANT) {
  return pattern.test(text ?? "") && !Number.isNaN(Date.parse(text));
}

/** An address that must be absolute and, when it is the site's own, must lead to a file. */
function addressFaults(site, what, href) {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(href ?? "") || !URL.canParse(href)) return [`${what} "${href}" is not an absolute address`];
  const url = new URL(href);
  return isOwn(site, url) && !fileAt(site, url) ? [`${what} "${href}" leads to no file`] : [];
}

/** Feed readers show content far from the site, so nothing in it may be relative. */
function contentFaults(site, what, html) {
  return elementsOf(html).flatMap((element) =>
    ["href", "src"].flatMap((name) => {
      const value = attribute(element, name);
      return value === undefined ? [] : addressFaults(site, `${what}: <${element.tagName} ${name}>`, value);
    }),
  );
}

function repeated(values) {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

function atomFaults(site, file) {
  let feed;
  try {
    feed = parseXml(readText(site, file));
  } catch (error) {
    return [`not well-formed: ${error.message}`];
  }
  if (feed.name !== "feed" || feed.namespace !== ATOM) return ["not an Atom feed"];
  const entries = all(feed, "entry");
  const faults = atomParts(site, "feed", feed);
  const self = all(feed, "link").filter((link) => link.attributes.rel === "self");
  if (self.length !== 1) faults.push(`${self.length} links rel=self, not 1`);
  else if (!leadsTo(site, self[0].attributes.href, file)) faults.push(`rel=self is ${self[0].attributes.href}`);
  const ids = entries.map((entry) => textAt(entry, "id"));
  for (const id of repeated(ids)) faults.push(`two entries have the id ${id}`);
  entries.forEach((entry, index) => faults.push(...entryFaults(site, feed, entry, `entry ${index + 1}`)));
  return faults;
}

/** What RFC 4287 asks of a feed and of an entry alike. */
function atomParts(site, what, element) {
  const faults = [];
  for (const name of ["id", "title", "updated"]) {
    const found = all(element, name);
    if (found.length !== 1) faults.push(`${what}: ${found.length} <${name}>, not 1`);
    else if (name !== "title" && !found[0].text.trim()) faults.push(`${what}: <${name}> is empty`);
  }
  faults.push(...addressShape(`${what}: id`, textAt(element, "id")));
  for (const name of ["updated", "published"]) {
    for (const date of all(element, name)) {
      if (!isInstant(date.text.trim())) faults.push(`${what}: ${name} "${date.text.trim()}" is not an RFC 3339 instant`);
    }
  }
  for (const link of all(element, "link")) faults.push(...addressFaults(site, `${what}: link`, link.attributes.href));
  for (const author of all(element, "author")) {
    if (!textAt(author, "name")) faults.push(`${what}: an author without a name`);
  }
  return faults;
}

function addressShape(what, id) {
  return id && URL.canParse(id) ? [] : [`${what} "${id}" is not an absolute address`];
}

function entryFaults(site, feed, entry, what) {
  const faults = atomParts(site, what, entry);
  const sources = all(entry, "source").flatMap((source) => all(source, "author"));
  if (all(feed, "author").length + all(entry, "author").length + sources.length === 0) faults.push(`${what}: no author, nor has the feed one`);
  const links = all(entry, "link").filter((link) => (link.attributes.rel ?? "alternate") === "alternate");
  const content = all(entry, "content");
  if (content.length > 1) faults.push(`${what}: ${content.length} <content>, not 1`);
  if (links.length === 0 && content.length === 0) faults.push(`${what}: neither content nor an alternate link`);
  for (const part of [...content, ...all(entry, "summary")]) {
    if (part.attributes.type === "html") faults.push(...contentFaults(site, what, part.text));
  }
  return faults;
}

function jsonFeedFaults(site, file) {
  let feed;
  try {
    feed = JSON.parse(readText(site, file));
  } catch {
    return ["does not parse as JSON"];
  }
  const faults = [];
  if (feed.version !== "https://jsonfeed.org/version/1.1") faults.push(`version is "${feed.version}"`);
  if (typeof feed.title !== "string" || !feed.title) faults.push("no title");
  if (!Array.isArray(feed.items)) return [...faults, "no items"];
  if (!leadsTo(site, feed.feed_url, file)) faults.push(`feed_url is "${feed.feed_url}"`);
  faults.push(...addressFaults(site, "home_page_url", feed.home_page_url));
  for (const id of repeated(feed.items.map((item) => item.id))) faults.push(`two items have the id ${id}`);
  feed.items.forEach((item, index) => faults.push(...jsonItemFaults(site, item, `item ${index + 1}`)));
  return faults;
}

function jsonItemFaults(site, item, what) {
  const faults = [];
  if (typeof item.id !== "string" || !item.id) faults.push(`${what}: no id`);
  if (item.content_html === undefined && item.content_text === undefined) faults.push(`${what}: neither content_html nor content_text`);
  if (item.content_html !== undefined) faults.push(...contentFaults(site, what, item.content_html));
  for (const name of ["url", "external_url", "image", "banner_image"]) {
    if (item[name] !== undefined) faults.push(...addressFaults(site, `${what}: ${name}`, item[name]));
  }
  for (const name of ["date_published", "date_modified"]) {
    if (item[name] !== undefined && !isInstant(item[name])) faults.push(`${what}: ${name} "${item[name]}" is not an RFC 3339 instant`);
  }
  if (item.author !== undefined) faults.push(`${what}: author was replaced by authors in version 1.1`);
  if (item.authors !== undefined && !item.authors.every((a) => a.name || a.url || a.avatar)) faults.push(`${what}: an author without name, url and avatar`);
  return faults;
}

function robotsFaults(site) {
  if (!site.known.has("robots.txt")) return ["missing"];
  const lines = readText(site, "robots.txt").split(/\r?\n/).map((line) => line.replace(/#.*/, "").trim()).filter(Boolean);
  const faults = lines.filter((line) => !/^(user-agent|allow|disallow|sitemap|crawl-delay)\s*:/i.test(line)).map((line) => `"${line}" is no rule`);
  if (!lines.some((line) => /^user-agent\s*:/i.test(line))) faults.push("no User-agent line");
  const sitemaps = lines.filter((line) => /^sitemap\s*:/i.test(line)).map((line) => line.replace(/^sitemap\s*:\s*/i, ""));
  if (sitemaps.length === 0 && !lines.some((line) => /^disallow\s*:\s*\/$/i.test(line))) faults.push("no Sitemap line");
  for (const href of sitemaps) faults.push(...addressFaults(site, "Sitemap", href));
  return faults;
}

function sitemapFaults(site, pages) {
  if (!site.known.has("sitemap.xml")) return ["missing"];
  let entries;
  try {
    entries = sitemapEntries(site, "sitemap.xml");
  } catch (error) {
    return [error.message];
  }
  const faults = repeated(entries.map((entry) => entry.address)).map((address) => `${address} stands twice`);
  const listed = new Map(entries.map((entry) => [entry.address, entry]));
  for (const entry of entries) faults.push(...sitemapEntryFaults(site, listed, entry));
  const files = new Set(entries.map(({ address }) => URL.canParse(address) && fileAt(site, new URL(address))));
  for (const [file, page] of pages) {
    const isListed = files.has(file);
    if (isListed && (page.isHidden || page.isRedirect)) faults.push(`${addressOf(site, file)} is listed, but is a redirect or says noindex`);
    if (!isListed && !page.isHidden && !page.isRedirect && !page.isMissingPage) faults.push(`${addressOf(site, file)} is not listed`);
  }
  return faults;
}

function sitemapEntries(site, file) {
  const top = parseXml(readText(site, file));
  if (top.namespace !== SITEMAP) throw new Error(`${file} is not in the sitemap namespace`);
  if (top.name === "sitemapindex") {
    return all(top, "sitemap").flatMap((entry) => {
      const part = fileAt(site, new URL(textAt(entry, "loc")));
      if (!part) throw new Error(`${textAt(entry, "loc")} leads to no file`);
      return sitemapEntries(site, part);
    });
  }
  return all(top, "url").map((url) => ({
    address: textAt(url, "loc"),
    changed: textAt(url, "lastmod"),
    alternates: all(url, "link").map((link) => link.attributes.href),
  }));
}

function sitemapEntryFaults(site, listed, { address, changed, alternates }) {
  const faults = addressFaults(site, "loc", address);
  if (faults.length === 0 && !isOwn(site, new URL(address))) faults.push(`loc ${address} is not below ${site.base.href}`);
  if (changed !== undefined && !isInstant(changed, DAY_OR_INSTANT)) faults.push(`${address}: lastmod "${changed}" is not a date`);
  if (alternates.length > 0 && !alternates.includes(address)) faults.push(`${address}: its alternates leave it out`);
  for (const other of alternates) {
    if (!listed.get(other)) faults.push(`${address}: its alternate ${other} is not listed`);
    else if (!listed.get(other).alternates.includes(address)) faults.push(`${address}: its alternate ${other} does not name it in return`);
  }
  return faults;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [root, base] = process.argv.slice(2);
  const { feeds, faults } = checkFeeds(openSite(root, base));
  process.exitCode = report("feeds and sitemap", faults, `${feeds.length} feeds`) ? 0 : 1;
}
