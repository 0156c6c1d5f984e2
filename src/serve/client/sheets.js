// In: a fresh document. Out: its style sheets are loaded in the live one, and do not show yet: the
// patch that follows switches them on and takes the old ones away in one step, without a flash.
import { isSheet } from "./align.js";

const PATIENCE = 3_000;

/** Resolves when each style sheet that the live document lacks is loaded, failed or late. */
export function loadSheets(live, fresh, own) {
  const existing = [...live.querySelectorAll("link")].filter(isSheet);
  const known = new Set(existing.map((link) => link.getAttribute("href")));
  const wanted = [...fresh.querySelectorAll("link[href]")].filter(isSheet);
  const waits = [];
  own.settle();
  wanted.forEach((link, index) => {
    if (known.has(link.getAttribute("href"))) return;
    const early = live.importNode(link, true);
    early.media = "not all";
    const neighbour = existing[Math.min(index, existing.length - 1)];
    waits.push(loaded(early));
    if (neighbour) neighbour.after(early);
    else live.head.append(early);
  });
  own.forget();
  return Promise.all(waits);
}

function loaded(link) {
  return new Promise((resolve) => {
    link.addEventListener("load", resolve, { once: true });
    link.addEventListener("error", resolve, { once: true });
    setTimeout(resolve, PATIENCE);
  });
}
