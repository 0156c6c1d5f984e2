// In: a page that `offprint serve` sent, and the server's events. Out: the page is always what the
// server would send now, and the reader is where they were. This file only ties the parts together.
import { holdPlace } from "./anchor.js";
import { openBar } from "./bar.js";
import { listen } from "./live.js";
import { watchOwn } from "./own.js";
import { makePanel } from "./panel.js";
import { patchDocument } from "./patch.js";
import { goAndGlow, makePill } from "./pill.js";
import { renewPictures } from "./pictures.js";
import { openEditor, placesOf, servedElement } from "./places.js";
import { loadSheets } from "./sheets.js";
import { listenForSource } from "./source.js";
import { openUi, remember, remembered } from "./ui.js";

const LONELY = 1_000;
const FOLLOW = "follow";

const scriptTag = () => [...document.querySelectorAll('script[src="/_offprint/preview.js"]')].at(-1);
const scriptsOf = (root) => [...root.querySelectorAll("script[src]")].map((script) => script.getAttribute("src"));

const own = watchOwn(document.documentElement);
const loaded = performance.getEntriesByType("navigation")[0];
// `isGood`: what is on screen is a page of the site, not the answer to an address that has none.
const now = {
  etag: scriptTag()?.dataset.etag ?? null,
  isGood: (loaded?.responseStatus || 200) < 400,
  isHeard: false,
  edited: null,
  replaced: [],
  follow: false,
  generation: 0,
};
const queue = { last: Promise.resolve() };
const ranScripts = new Set(scriptsOf(document));
const page = {
  path: () => plain(location.pathname),
  version: () => `${now.etag} ${now.generation}`,
  token: () => scriptTag()?.dataset.token ?? "",
  renew: () => alone(() => refetch(null)),
};
const ui = openUi();
const panel = makePanel(ui, { open: openProblem, changed: (isOpen) => bar.setOpen(isOpen) });
const bar = openBar(ui, panel.toggle);
const pill = makePill(ui);
const places = placesOf(page, own);

/** A path as it is written, not as it is sent. */
function plain(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function openProblem({ path, line, column }) {
  const failure = await openEditor({ path, line, column }, page);
  ui.say(failure ?? `opened ${line ? `${path}:${line}` : path}`, true);
}

/** Runs `act` when what was asked for before is done, so that no two patches meet. */
function alone(act) {
  const done = queue.last.then(act);
  queue.last = done.catch(() => {});
  return done;
}

/** Runs `step` again as long as something came in meanwhile, and never twice at once. */
function oneAtATime(step) {
  let [isRunning, isWanted] = [false, false];
  return async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isWanted) {
        isWanted = false;
        await step();
      }
    } finally {
      isRunning = false;
    }
  };
}

const catchUp = oneAtATime(async () => {
  try {
    await alone(() => refetch(now.etag));
    const replaced = now.replaced.splice(0);
    if (replaced.length) await alone(() => renewPictures(replaced, own));
    await readState();
    showEdited();
  } catch (error) {
    // A fetch fails with a TypeError when the server is away: its next hello comes here again.
    if (!(error instanceof TypeError)) throw error;
  }
});

/** Fetches this page and patches it in, unless it is still the one with `etag`. True when it came. */
async function refetch(etag) {
  const headers = { Accept: "text/html", ...(etag ? { "If-None-Match": `"${etag}"` } : {}) };
  const answer = await fetch(location.pathname, { headers, cache: "no-store" });
  if (answer.redirected) moveTo(new URL(answer.url).pathname);
  // The last good page stays when there is none any more.
  if (answer.status === 304 || (!answer.ok && now.isGood)) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  await takeOver(fresh);
  now.isGood = answer.ok;
  now.etag = answer.headers.get("etag")?.replace(/^W\/|"/g, "") || scriptTag()?.dataset.etag || null;
  return true;
}

async function takeOver(fresh) {
  // A script that already ran cannot be taken back: a page with another one begins anew.
  if (scriptsOf(fresh).some((address) => !ranScripts.has(address))) return location.reload();
  await loadSheets(document, fresh, own);
  own.settle();
  const putBack = holdPlace();
  try {
    patchDocument(document, fresh, own);
  } catch (error) {
    // A page that cannot be patched is loaded anew: late is better than wrong.
    console.error(error);
    return location.reload();
  }
  putBack();
  own.forget();
  // A theme's scripts may have to see to what is new.
  document.dispatchEvent(new Event("offprint:patched"));
}

async function readState() {
  const answer = await fetch(`/_offprint/state?page=${encodeURIComponent(page.path())}`);
  if (!answer.ok) return;
  const state = await answer.json();
  if (state.moved && plain(state.moved) !== page.path()) {
    moveTo(state.moved);
    return catchUp();
  }
  now.isHeard = true;
  bar.show(state);
  panel.show(state, now.isGood);
}

function moveTo(path) {
  history.replaceState(history.state, "", path + location.search + location.hash);
}

/** Shows where the last change was: goes there when following, else offers it. */
function showEdited() {
  const { edited, follow } = now;
  if (!edited) return;
  now.edited = null;
  if (plain(edited.page) !== page.path()) {
    const go = () => {
      remember("sessionStorage", FOLLOW, JSON.stringify(edited));
      location.assign(edited.page);
    };
    if (!follow) pill.toPage(edited.page, go);
    else if (document.visibilityState === "visible") go();
    return;
  }
  const element = servedElement(edited, own);
  if (!element) return;
  if (follow) goAndGlow(ui, element);
  else pill.toBlock(element);
}

/** Comes from another page to a block of this one. */
function arrive() {
  const edited = JSON.parse(remembered("sessionStorage", FOLLOW) ?? "null");
  remember("sessionStorage", FOLLOW, null);
  if (!edited || plain(edited.page) !== page.path()) return;
  const element = servedElement(edited, own);
  if (element) goAndGlow(ui, element);
}

listenForSource(ui, places, page);
listen({
  hello({ generation }) {
    now.generation = generation;
    bar.setOffline(false);
    catchUp();
  },
  change({ generation, moved, replaced, edited, follow }) {
    bar.setOffline(false);
    const target = Object.entries(moved ?? {}).find(([from]) => plain(from) === page.path())?.[1];
    if (target) moveTo(target);
    now.replaced.push(...(replaced ?? []));
    Object.assign(now, { edited: edited ?? now.edited, follow: Boolean(follow), generation });
    catchUp();
  },
  lost: () => bar.setOffline(true),
});
// A tab that does not listen itself asks for its state when no other tab answered.
setTimeout(() => now.isHeard || catchUp(), LONELY);
arrive();
