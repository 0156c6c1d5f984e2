// In: a seed. Out: random HTML documents and random edits of them. Runs in the browser as well as
// in node, so it imports nothing.

/** A random source that gives the same numbers for the same seed. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (limit) => Math.floor(next() * limit), one: (list) => list[Math.floor(next() * list.length)] };
}

const WORDS = "policy paper note city data market risk law <b>bold</b> 7 12 &amp; żółw 𝒳 state".split(" ");

const words = (random, most = 9) => Array.from({ length: 1 + random.below(most) }, () => random.one(WORDS)).join(" ");

const inline = (random) => random.one([
  () => words(random),
  () => `${words(random)}<sup><a href="#fn:${random.below(9)}">${random.below(9)}</a></sup> ${words(random)}`,
  () => `<em class="${random.one(["a", "b"])}">${words(random)}</em>${words(random)}`,
  () => `${words(random)}<!-- ${random.below(5)} -->`,
  () => `<svg viewBox="0 0 ${random.below(9)} 9"><use href="#a" xlink:href="#b"></use><foreignObject><p>x</p></foreignObject></svg>`,
  () => `<math><mi>${random.one(["x", "y"])}</mi><mn>${random.below(9)}</mn></math>`,
  () => `<input value="${random.below(9)}"${random.one([" checked", ""])}>`,
  () => `<noscript>${random.one(["plain", "<em>no</em> script"])}</noscript>`,
])();

const maybeId = (random) => random.one(["", "", ` id="i${random.below(30)}"`]);

/** A random block, as HTML. */
export const block = (random, depth = 0) => random.one([
  () => `<p${maybeId(random)}>${inline(random)}</p>`,
  () => `<p>${inline(random)}</p>\n`,
  () => `<h2${maybeId(random)}>${words(random, 4)}</h2>`,
  () => `<details${random.one([" open", ""])}><summary>${words(random, 3)}</summary>${inline(random)}</details>`,
  () => `<table><tr><td>${random.below(99)}</td><td>${words(random, 2)}</td></tr></table>`,
  () => (depth > 2 ? "<hr>" : `<section${maybeId(random)}>${blocks(random, random.below(6), depth + 1)}</section>`),
  () => `<ol>${Array.from({ length: random.below(5) }, (_, at) => `<li id="fn:${at}" value="${at}">${inline(random)}</li>`).join("\n")}</ol>`,
  () => `\n${words(random)}\n`,
])();

const blocks = (random, count, depth) => Array.from({ length: count }, () => block(random, depth)).join(random.one(["", "\n"]));

/** A document: its blocks as a list, so that it can be edited. */
export const draft = (random) => Array.from({ length: random.below(14) }, () => block(random));

/** The document after a few edits, or another one altogether. */
export function edited(random, list) {
  if (random.next() < 0.15) return draft(random);
  const copy = [...list];
  for (let edits = random.below(4); edits >= 0; edits -= 1) {
    const at = random.below(copy.length + 1);
    random.one([
      () => copy.splice(at, 0, block(random)),
      () => copy.splice(at, 1),
      () => copy.splice(at, 1, block(random)),
      () => copy.push(...copy.splice(at, 1)),
      () => at < copy.length && copy.splice(at, 1, copy[at].replace(random.one(WORDS), random.one(WORDS))),
      () => copy.splice(at, 0, ...copy.slice(0, random.below(3))),
    ])();
  }
  return copy;
}

/** The whole of it. */
export const documentOf = (list, title = "T") => `<!doctype html><html lang="en"><head><title>${title}</title><meta name="a" content="${list.length}"></head><body class="c${list.length % 3}">\n${list.join("\n")}\n</body></html>`;
