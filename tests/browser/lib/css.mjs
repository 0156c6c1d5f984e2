// In: the text of a style sheet. Out: the addresses it asks for. Never touches files.

/** Every address in `url(…)` and `@import "…"`, comments left out. */
export function addressesIn(css) {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, " ");
  const found = [];
  for (const match of text.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)/gi)) {
    found.push(match[1] ?? match[2] ?? match[3]);
  }
  for (const match of text.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/gi)) {
    found.push(match[1] ?? match[2]);
  }
  return found;
}
