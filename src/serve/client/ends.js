// In: two parents, live and fresh. Out: their children without those that are equal at the start and
// at the end. Nothing is kept of the equal ones, so that a long page with one edit costs little.

const FEW = 64;

const isFlat = (node) => !node.firstElementChild?.firstElementChild;
const isAny = () => true;

/** `before` and `after` are what differs, `previous` the last equal live node before it, or null. */
export function differing(live, fresh, own) {
  const next = (node) => served(node.nextSibling, "nextSibling", own);
  const back = (node) => served(node.previousSibling, "previousSibling", own);
  let [a, b] = [served(live.firstChild, "nextSibling", own), fresh.firstChild];
  let [c, d] = [served(live.lastChild, "previousSibling", own), fresh.lastChild];
  let previous = null;
  // Flat nodes first: when one deep node is left on each side, the change is in it, unread.
  for (const isTaken of fresh.childElementCount <= FEW ? [isFlat, isAny] : [isAny]) {
    const isOne = () => a === c && b === d;
    while (a && b && !isOne() && isTaken(a) && a.isEqualNode(b)) {
      previous = a;
      [a, b] = [a === c ? null : next(a), b === d ? null : b.nextSibling];
    }
    const [unlikeA, unlikeB] = isTaken === isAny ? [a, b] : [];
    while (a && b && !(c === unlikeA && d === unlikeB) && !isOne() && isTaken(c) && c.isEqualNode(d)) {
      const [isFirst, isOther] = [c === a, d === b];
      [c, d] = [back(c), d.previousSibling];
      if (isFirst) a = null;
      if (isOther) b = null;
    }
  }
  return { before: listed(a, c, next), after: listed(b, d, (node) => node.nextSibling), previous };
}

/** The node itself, or the next that a script did not add. */
function served(node, step, own) {
  while (node && own.isAdded(node)) node = node[step];
  return node;
}

function listed(first, last, next) {
  const list = [];
  for (let node = first; node; node = node === last ? null : next(node)) list.push(node);
  return list;
}
