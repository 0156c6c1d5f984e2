// In: a site's pages as they were read. Out: a few of them that together show every element,
// class, role and language of the site. Never touches files.

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
