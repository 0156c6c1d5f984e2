// In: two lists of sibling nodes, the live ones and the fresh ones. Out: which live node each fresh
// one is. Never changes a node. Near-linear: what is equal at both ends is set aside, what has a key
// of its own on both sides is paired in the longest common order, and only what is left is compared.

const ELEMENT = 1;
const COMPARED = 10_000;
const READ = 2_000;

/** Everything a node says. */
const wholeOf = (node) => (node.nodeType === ELEMENT ? node.outerHTML : `${node.nodeName}:${node.data}`);

/** The words of an element without digits, so that a note that got another number is still that note. */
function wordsOf(node) {
  if (node.nodeType !== ELEMENT) return null;
  const words = node.textContent.replace(/[\d\s]+/g, " ").trim();
  return /\p{L}{2}/u.test(words) ? `${node.nodeName}:${words}` : null;
}

/** What an element is called: its id, or the address of a style sheet. */
function nameOf(node) {
  if (node.nodeType !== ELEMENT) return null;
  if (isSheet(node)) return `sheet:${node.getAttribute("href")}`;
  return node.id ? `${node.nodeName}#${node.id}` : null;
}

const KEYS = [wholeOf, wordsOf, nameOf];

/** Whether a node is a link to a style sheet. */
export const isSheet = (node) => node.localName === "link" && /\bstylesheet\b/i.test(node.getAttribute("rel") ?? "");

/** Whether one node may be made into the other in place. */
function mayPair(live, fresh) {
  if (live.nodeType !== fresh.nodeType || live.nodeName !== fresh.nodeName) return false;
  if (live.nodeType !== ELEMENT) return true;
  if (live.namespaceURI !== fresh.namespaceURI) return false;
  if (live.localName === "script") return live.getAttribute("src") === fresh.getAttribute("src");
  return !isSheet(live) && !isSheet(fresh) || nameOf(live) === nameOf(fresh);
}

/**
 * `pairs` maps fresh nodes to live ones, `equal` holds the fresh nodes whose live one needs no
 * patch, `moved` the live nodes that no longer stand in order.
 */
export function align(live, fresh) {
  const found = { pairs: new Map(), equal: new Set(), moved: new Set() };
  if (live.length === 1 && fresh.length === 1) return pairOnly(live[0], fresh[0], found);
  between(live, fresh, 0, found);
  pairMoved(live, fresh, found);
  return found;
}

function pairOnly(live, fresh, found) {
  if (mayPair(live, fresh)) found.pairs.set(fresh, live);
  return found;
}

function between(live, fresh, level, found) {
  const [a, b] = withoutEqualEnds(live, fresh, found);
  if (a.length === 0 || b.length === 0) return;
  if (a.length === 1 && b.length === 1) return pairOnly(a[0], b[0], found);
  if (level === KEYS.length) return pairNearest(a, b, found);
  const common = commonKeys(a, b, KEYS[level]);
  const anchors = longestRising(common);
  const standing = new Set(anchors.map(([i]) => i));
  const gone = new Set();
  const pair = ([i, j]) => {
    found.pairs.set(b[j], a[i]);
    if (level === 0) found.equal.add(b[j]);
  };
  // What is the same but no longer stands in order was moved, and nothing else may take it.
  for (const [i, j] of level === 0 ? common : []) {
    if (standing.has(i)) continue;
    pair([i, j]);
    found.moved.add(a[i]);
    gone.add(a[i]).add(b[j]);
  }
  const left = (nodes, from, to) => nodes.slice(from, to).filter((node) => !gone.has(node));
  let [i, j] = [0, 0];
  for (const [k, l] of [...anchors, [a.length, b.length]]) {
    between(left(a, i, k), left(b, j, l), level + 1, found);
    if (k < a.length) pair([k, l]);
    [i, j] = [k + 1, l + 1];
  }
}

function withoutEqualEnds(live, fresh, found) {
  const most = Math.min(live.length, fresh.length);
  const take = (i, j) => {
    if (!live[i].isEqualNode(fresh[j])) return false;
    found.pairs.set(fresh[j], live[i]);
    found.equal.add(fresh[j]);
    return true;
  };
  let start = 0;
  while (start < most && take(start, start)) start += 1;
  let end = 0;
  while (end < most - start && take(live.length - 1 - end, fresh.length - 1 - end)) end += 1;
  return [live.slice(start, live.length - end), fresh.slice(start, fresh.length - end)];
}

/** Pairs of places whose key is there once on each side, in the order of the fresh side. */
function commonKeys(a, b, keyOf) {
  const [left, right] = [placesByKey(a, keyOf), placesByKey(b, keyOf)];
  const pairs = [];
  for (const [key, place] of right) {
    const other = left.get(key);
    if (place >= 0 && other >= 0 && mayPair(a[other], b[place])) pairs.push([other, place]);
  }
  return pairs.sort((p, q) => p[1] - q[1]);
}

function placesByKey(nodes, keyOf) {
  const places = new Map();
  nodes.forEach((node, place) => {
    const key = keyOf(node);
    if (key !== null) places.set(key, places.has(key) ? -1 : place);
  });
  return places;
}

/** The longest part of `pairs` whose first places rise too. */
function longestRising(pairs) {
  const ends = [];
  const before = new Array(pairs.length);
  pairs.forEach(([place], index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]][0] < place) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? ends[low - 1] : -1;
    ends[low] = index;
  });
  const chosen = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index]) chosen.push(pairs[index]);
  return chosen.reverse();
}

/** Pairs what no key tells apart: by likeness when there is little of it, else in order. */
function pairNearest(a, b, found) {
  if (a.length * b.length > COMPARED) return pairInOrder(a, b, found);
  const width = b.length + 1;
  const best = new Float64Array((a.length + 1) * width);
  const likeness = a.map((live) => b.map((fresh) => likenessOf(live, fresh)));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const both = likeness[i][j] > 0 ? likeness[i][j] + best[(i + 1) * width + j + 1] : 0;
      best[i * width + j] = Math.max(both, best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const here = best[i * width + j];
    if (here === best[(i + 1) * width + j]) i += 1;
    else if (here === best[i * width + j + 1]) j += 1;
    else found.pairs.set(b[j++], a[i++]);
  }
}

function pairInOrder(a, b, found) {
  let i = 0;
  for (const fresh of b) {
    const near = a.slice(i, i + 8).findIndex((live) => mayPair(live, fresh));
    if (near < 0) continue;
    found.pairs.set(fresh, a[i + near]);
    i += near + 1;
  }
}

function likenessOf(live, fresh) {
  if (!mayPair(live, fresh)) return 0;
  const [one, other] = [wholeOf(live).slice(0, READ), wholeOf(fresh).slice(0, READ)];
  const { start, end } = commonEnds(one, other);
  const share = (start + end) / Math.max(one.length, other.length, 1);
  return live.nodeType === ELEMENT ? 1 + 3 * share : 0.25 + share;
}

/** How many characters two texts share at their start and, beside those, at their end. */
export function commonEnds(one, other) {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < most - start && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end)) end += 1;
  return { start, end };
}

/** What is left on both sides and has the same key was moved. */
function pairMoved(live, fresh, found) {
  const kept = new Set(found.pairs.values());
  for (const keyOf of KEYS) {
    const a = live.filter((node) => node.nodeType === ELEMENT && !kept.has(node));
    const b = fresh.filter((node) => node.nodeType === ELEMENT && !found.pairs.has(node));
    if (a.length === 0 || b.length === 0) return;
    for (const [i, j] of commonKeys(a, b, keyOf)) {
      found.pairs.set(b[j], a[i]);
      found.moved.add(a[i]);
      kept.add(a[i]);
    }
  }
}
