// In: a site's pages as they were read. Out: a few of them that together show every element,
// class, role and language of the site, or every kind of page as well. Never touches files.

/** Greedily takes the page that shows most of what is not yet shown, up to `limit` pages. */
export function samplePages(pages, limit = 12) {
  const left = [...pages.values()].filter((page) => !page.isRedirect);
  const shown = new Set();
  const sample = [];
  while (sample.length < limit && left.length > 0) {
    const gains = left.map((page) => [...page.traits].filter((trait) => !shown.has(trait)).length);
    const best = gains.indexOf(Math.max(...gains));
    if (gains[best] === 0) break;
    const [page] = left.splice(best, 1);
    page.traits.forEach((trait) => shown.add(trait));
    sample.push(page.file);
  }
  return sample.sort();
}

/** The sample, and a page of each kind (the class of its body) in each language. */
export function eachKind(pages) {
  const kinds = new Map();
  for (const page of pages.values()) if (!page.isRedirect && !kinds.has(page.kind)) kinds.set(page.kind, page.file);
  return [...new Set([...samplePages(pages), ...kinds.values()])].sort();
}
