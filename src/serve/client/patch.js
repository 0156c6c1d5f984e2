// In: the live document and a fresh one, parsed from what the server sent. Out: the live document
// says what the fresh one says, and every node that is still the same is the same node, so that
// selection, focus, open details and what was typed into a form stay. Never scrolls, never fetches.
import { align, commonEnds } from "./align.js";
import { differing } from "./ends.js";

const ELEMENT = 1;
const TEXT = 3;
const RESPELT = 200;
const NOTHING_OWN = { isAdded: () => false, keeps: () => false };

/**
 * Patches `live` to say what `fresh` says. `own` tells what a script or the reader changed since the
 * page was served: `isAdded(node)`, and `keeps(element, attribute, value)`, whether the served value
 * is still `value` and the changed one stays.
 */
export function patchDocument(live, fresh, own = NOTHING_OWN) {
  spellNoscript(fresh);
  const focused = live.activeElement;
  patchAttributes(live.documentElement, fresh.documentElement, own);
  patchElement(live.head, fresh.head, own);
  patchElement(live.body, fresh.body, own);
  patchTemplates(live, fresh);
  if (focused && focused !== live.activeElement && focused !== live.body) refocus(live, focused);
}

/** Makes the children of `live` those of `fresh`, and its attributes too. */
export function patchElement(live, fresh, own = NOTHING_OWN) {
  patchAttributes(live, fresh, own);
  patchChildren(live, fresh, own);
}

function patchNode(live, fresh, own) {
  if (live.nodeType === ELEMENT) patchElement(live, fresh, own);
  else patchText(live, fresh.data);
}

/** Replaces only the characters that differ: a selection around them stays where it is. */
function patchText(node, text) {
  if (node.data === text) return;
  const { start, end } = commonEnds(node.data, text);
  node.replaceData(start, node.data.length - start - end, text.slice(start, text.length - end));
}

function patchAttributes(live, fresh, own) {
  for (const attribute of [...live.attributes]) {
    const { namespaceURI, localName, name } = attribute;
    if (!fresh.hasAttributeNS(namespaceURI, localName) && !own.keeps(live, name, null)) live.removeAttributeNode(attribute);
  }
  for (const attribute of fresh.attributes) {
    const existing = live.getAttributeNodeNS(attribute.namespaceURI, attribute.localName);
    if (existing?.value === attribute.value || own.keeps(live, attribute.name, attribute.value)) continue;
    // A copy of the node, since names that a parser takes are refused by setAttribute.
    if (existing) existing.value = attribute.value;
    else live.setAttributeNode(attribute.cloneNode());
  }
}

function patchChildren(live, fresh, own) {
  const first = differing(live, fresh, own);
  const isRespelt = respellTexts(live, first.before, first.after);
  const { before, after, previous } = isRespelt ? differing(live, fresh, own) : first;
  const { pairs, equal, moved } = align(before, after);
  const kept = new Set(pairs.values());
  for (const node of before) if (!kept.has(node)) node.remove();
  let last = previous;
  for (const node of after) {
    const paired = pairs.get(node);
    const target = paired ?? document.importNode(node, true);
    if (!paired || moved.has(target)) put(live, target, last ? last.nextSibling : live.firstChild);
    if (paired && !equal.has(node)) patchNode(target, node, own);
    last = target;
  }
}

/** Puts a node before another; one that is there already is moved, with its state where a browser can. */
function put(parent, node, next) {
  if (node.isConnected && parent.moveBefore) parent.moveBefore(node, next);
  else parent.insertBefore(node, next);
}

/**
 * Splits a text where something was put into it, and joins two where something between them went,
 * so that a selection in either part stays. True when a text was split or joined.
 */
function respellTexts(parent, before, after) {
  if (before.length > RESPELT || after.length > RESPELT) return false;
  const texts = (nodes) => nodes.filter((node) => node.nodeType === TEXT && node.data.trim() !== "");
  const [live, fresh] = [texts(before), texts(after)];
  const isHere = (list, data) => list.some((node) => node.data === data);
  let isRespelt = false;
  for (const node of live.filter((text) => !isHere(fresh, text.data))) {
    const start = fresh.find((text) => node.data.startsWith(text.data) && isHere(fresh, node.data.slice(text.data.length)));
    if (!start) continue;
    node.splitText(start.data.length);
    isRespelt = true;
  }
  for (const text of fresh.filter((node) => !isHere(live, node.data))) {
    const first = live.findIndex((node, at) => live[at + 1] && node.data + live[at + 1].data === text.data);
    if (first < 0 || !live[first].isConnected) continue;
    while (live[first].nextSibling !== live[first + 1]) live[first].nextSibling.remove();
    parent.normalize();
    isRespelt = true;
  }
  return isRespelt;
}

/** A parser without scripting reads elements in <noscript>, one with scripting reads text. */
function spellNoscript(fresh) {
  for (const element of fresh.querySelectorAll("noscript")) element.textContent = element.innerHTML;
}

/** What is in a <template> is not among its children. */
function patchTemplates(live, fresh) {
  const found = [...live.querySelectorAll("template")];
  [...fresh.querySelectorAll("template")].forEach((template, index) => {
    if (found[index] && found[index].innerHTML !== template.innerHTML) found[index].innerHTML = template.innerHTML;
  });
}

/** A moved element loses the focus; one that was replaced leaves it to the one of the same name. */
function refocus(live, focused) {
  const heir = focused.isConnected ? focused : focused.id && live.getElementById(focused.id);
  if (heir) heir.focus({ preventScroll: true });
}
