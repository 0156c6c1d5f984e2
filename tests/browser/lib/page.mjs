// In: one page's HTML. Out: the faults that the page shows by itself, and what other pages and
// files must be asked about it (ids, references, languages). Never touches files.
import { attribute, elementsOf, textOf, tokens } from "./tree.mjs";

const ADDRESS_ATTRIBUTES = ["href", "xlink:href", "src", "poster", "data", "action", "formaction", "background", "ping", "manifest"];
const ID_REFERENCES = [
  "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "aria-flowto",
  "aria-activedescendant", "aria-errormessage", "for", "headers", "list", "form", "popovertarget", "commandfor",
];
const FETCHED_RELATIONS = [
  "stylesheet", "preload", "modulepreload", "icon", "apple-touch-icon", "mask-icon", "manifest", "prefetch",
  "prerender", "preconnect", "dns-prefetch",
];
const FETCHED_ELEMENTS = ["img", "script", "source", "video", "audio", "track", "iframe", "embed", "object", "input", "image", "use", "feimage"];

const withTag = (elements, ...names) => elements.filter((e) => names.includes(e.tagName));
const metaNamed = (elements, name) => withTag(elements, "meta").find((e) => attribute(e, "name") === name);
const linksOf = (elements, relation) => withTag(elements, "link").filter((e) => tokens(e, "rel").includes(relation));

/** Reads a page. `file` is its path in the site; a `404.html` has no address of its own to state. */
export function readPage(file, html) {
  const elements = elementsOf(html);
  const refresh = withTag(elements, "meta").find((e) => attribute(e, "http-equiv")?.toLowerCase() === "refresh");
  const robots = metaNamed(elements, "robots");
  const page = {
    file,
    ids: new Set(elements.map((e) => attribute(e, "id")).filter((id) => id !== undefined)),
    isRedirect: refresh !== undefined,
    isHidden: /noindex/i.test(robots ? attribute(robots, "content") : ""),
    isMissingPage: /(^|\/)404\.html$/.test(file),
    canonical: linksOf(elements, "canonical").map((e) => attribute(e, "href")),
    alternates: linksOf(elements, "alternate")
      .filter((e) => attribute(e, "hreflang"))
      .map((e) => ({ language: attribute(e, "hreflang"), href: attribute(e, "href") })),
    references: elements.flatMap(referencesOf),
    traits: traitsOf(elements),
    kind: `${attribute(withTag(elements, "html")[0], "lang")} ${attribute(withTag(elements, "body")[0], "class")}`,
    faults: [],
  };
  page.faults.push(...idFaults(elements, page.ids), ...policyFaults(elements), ...noteFaults(elements));
  page.faults.push(...(page.isRedirect ? headFaults(elements, page) : [...headFaults(elements, page), ...bodyFaults(elements, page)]));
  return page;
}

/** Every address an element names, with whether a browser fetches it by itself. */
function referencesOf(element) {
  const name = element.tagName;
  const relations = name === "link" ? tokens(element, "rel").map((r) => r.toLowerCase()) : [];
  const fetched = FETCHED_ELEMENTS.includes(name) || relations.some((r) => FETCHED_RELATIONS.includes(r));
  const found = ADDRESS_ATTRIBUTES.filter((a) => attribute(element, a) !== undefined).map((a) => ({
    href: attribute(element, a), from: `<${name} ${a}>`, fetched: fetched || a === "background" || a === "ping" || a === "manifest" || a === "poster",
  }));
  for (const name_ of ["srcset", "imagesrcset"]) {
    const value = attribute(element, name_);
    for (const candidate of value?.split(/,\s+|,$/) ?? []) {
      const href = candidate.trim().split(/\s+/)[0];
      if (href) found.push({ href, from: `<${name} ${name_}>`, fetched: true });
    }
  }
  if (name === "meta") found.push(...metaReferences(element));
  return found;
}

function metaReferences(meta) {
  const content = attribute(meta, "content") ?? "";
  if (attribute(meta, "http-equiv")?.toLowerCase() === "refresh") {
    const target = content.match(/^\s*\d+\s*[;,]\s*(?:url\s*=\s*)?["']?(.*?)["']?\s*$/i);
    return target ? [{ href: target[1], from: "<meta http-equiv=refresh>", fetched: false }] : [];
  }
  const name = attribute(meta, "property") ?? attribute(meta, "name") ?? "";
  const isAddress = /^(og:(url|image|image:url)|twitter:image|citation_(pdf_url|fulltext_html_url|abstract_html_url))$/.test(name);
  return isAddress ? [{ href: content, from: `<meta ${name}>`, fetched: false, mustBeAbsolute: true }] : [];
}

function idFaults(elements, ids) {
  const seen = new Set();
  const faults = [];
  for (const element of elements) {
    const id = attribute(element, "id");
    if (id !== undefined && seen.has(id)) faults.push(`id "${id}" stands twice`);
    if (id !== undefined && /^$|\s/.test(id)) faults.push(`id "${id}" is empty or holds white space`);
    seen.add(id);
    for (const name of ID_REFERENCES) {
      for (const token of tokens(element, name)) {
        if (!ids.has(token)) faults.push(`${name} of <${element.tagName}> names id "${token}", which the page lacks`);
      }
    }
  }
  return faults;
}

/** What a strict content security policy refuses: anything inline, and any address that runs code. */
function policyFaults(elements) {
  const faults = [];
  for (const element of elements) {
    const name = element.tagName;
    if (name === "style") faults.push("inline <style>");
    if (name === "base") faults.push("<base> changes what every link means");
    if (name === "script" && attribute(element, "src") === undefined && attribute(element, "type") !== "application/ld+json") {
      faults.push("inline <script>");
    }
    for (const { name: key, value } of element.attrs) {
      if (key === "style") faults.push(`style attribute on <${name}>`);
      if (/^on/.test(key)) faults.push(`${key} attribute on <${name}>`);
      if (key === "srcdoc") faults.push(`srcdoc attribute on <${name}>`);
      if (/^(javascript|vbscript):/i.test(value.replace(/[\u0000-\u0020]/g, ""))) faults.push(`${key} of <${name}> runs code`);
    }
  }
  return faults;
}

function headFaults(elements, page) {
  const faults = [];
  const language = attribute(withTag(elements, "html")[0], "lang") ?? "";
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(language)) faults.push(`lang is "${language}", not a language tag`);
  const titles = withTag(elements, "title").filter((e) => e.namespaceURI.endsWith("/xhtml"));
  if (titles.length !== 1 || !textOf(titles[0]).trim()) faults.push("not exactly one <title> with words");
  if (page.canonical.length !== 1 && !page.isMissingPage) faults.push(`${page.canonical.length} canonical links, not 1`);
  if (page.isRedirect) return faults;
  const description = metaNamed(elements, "description");
  if (!description || !attribute(description, "content")?.trim()) faults.push("no meta description");
  if (!metaNamed(elements, "viewport")) faults.push("no meta viewport");
  return faults;
}

function bodyFaults(elements, page) {
  const faults = [];
  const headings = withTag(elements, "h1").length;
  if (headings !== 1) faults.push(`${headings} <h1>, not 1`);
  if (withTag(elements, "main").length !== 1) faults.push("not exactly one <main>");
  faults.push(...skipLinkFaults(elements), ...structuredDataFaults(elements, page));
  return faults;
}

function skipLinkFaults(elements) {
  const first = withTag(elements, "a").find((e) => attribute(e, "href") !== undefined);
  const href = first ? attribute(first, "href") : "";
  const target = href.startsWith("#") && elements.find((e) => attribute(e, "id") === decodeURIComponent(href.slice(1)));
  const leadsToMain = target && (target.tagName === "main" || target.ancestors.some((a) => a.tagName === "main"));
  return leadsToMain ? [] : ["the first link does not skip to <main>"];
}

function structuredDataFaults(elements, page) {
  const scripts = withTag(elements, "script").filter((e) => attribute(e, "type") === "application/ld+json");
  const faults = scripts.length === 0 && !page.isMissingPage ? ["no JSON-LD"] : [];
  for (const script of scripts) {
    try {
      const data = JSON.parse(textOf(script));
      if (!data["@context"] || !(data["@type"] || data["@graph"])) faults.push("JSON-LD without @context and @type");
    } catch {
      faults.push("JSON-LD does not parse");
    }
  }
  return faults;
}

/** Notes are linked both ways: each mark to a note of this page, each note back to every mark. */
function noteFaults(elements) {
  const withRole = (role) => elements.filter((e) => tokens(e, "role").includes(role));
  const byId = new Map(elements.map((e) => [attribute(e, "id"), e]));
  const targetOf = (link) => byId.get(decodeURIComponent((attribute(link, "href") ?? "").replace(/^#/, "")));
  const faults = withRole("doc-endnote").map(() => "role doc-endnote is deprecated");
  const backlinks = withRole("doc-backlink");
  const reached = new Set(backlinks.map(targetOf));
  for (const mark of withRole("doc-noteref")) {
    const href = attribute(mark, "href") ?? "";
    const note = href.startsWith("#") ? targetOf(mark) : undefined;
    if (!note?.ancestors.some((a) => tokens(a, "role").includes("doc-endnotes"))) {
      faults.push(`note mark "${textOf(mark)}" (${href}) leads to no note among this page's endnotes`);
    } else if (!reached.has(mark) && !mark.ancestors.some((a) => reached.has(a))) {
      faults.push(`note mark "${textOf(mark)}" (${href}) has no way back`);
    }
  }
  for (const link of backlinks) {
    if (!targetOf(link)) faults.push(`a way back (${attribute(link, "href")}) leads nowhere`);
  }
  return faults;
}

/** What a page is made of: each element, class, role and language once. Pages are sampled by these. */
function traitsOf(elements) {
  const traits = new Set();
  for (const element of elements) {
    traits.add(element.tagName);
    for (const name of tokens(element, "class")) traits.add(`${element.tagName}.${name}`);
    for (const role of tokens(element, "role")) traits.add(`role ${role}`);
    if (element.tagName === "html") traits.add(`lang ${attribute(element, "lang")}`);
  }
  return traits;
}
