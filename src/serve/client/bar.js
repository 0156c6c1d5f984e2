// In: what the server says of the page. Out: the quiet bar at the bottom edge. Never takes the focus.
import { counted, make, remember, remembered } from "./ui.js";

const HINT = "Alt-click a block, or press Alt+E, to open it in your editor";
const MINUTE = 60_000;
const MAJOR = 2;
const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", MINUTE]];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Shows the bar. `show(state)` takes the page's state, `setOffline(isOffline)` the connection's. */
export function openBar(ui, openProblems) {
  const shown = { state: null, isOffline: false };
  const facts = make("ul", { class: "facts", id: "facts" });
  const first = make("li", { hidden: true });
  const problems = make("button", { type: "button", class: "count", "aria-expanded": "false", onclick: () => openProblems() });
  const isFolded = () => bar.classList.contains("folded");
  const fold = make("button", { type: "button", class: "fold", "aria-controls": "facts", onclick: () => setFolded(!isFolded()) });
  const bar = make("div", { class: "bar", role: "region", "aria-label": "Preview", title: HINT }, facts, fold);
  first.append(problems);
  facts.append(first);
  ui.dock.append(bar);

  function setFolded(isSet) {
    bar.classList.toggle("folded", isSet);
    fold.setAttribute("aria-expanded", String(!isSet));
    fold.setAttribute("aria-label", isSet ? "Show the preview bar" : "Fold the preview bar");
    fold.textContent = isSet ? "›" : "‹";
    remember("localStorage", "folded", isSet ? "yes" : null);
    draw();
  }

  function draw() {
    const { state, isOffline } = shown;
    const notices = noticesOf(state, isOffline);
    const words = state && !isFolded() ? factsOf(state) : [];
    const counts = state ? countsOf(state) : "";
    first.hidden = counts === "";
    problems.textContent = counts;
    problems.className = `count ${severityOf(state)}`;
    // The button stays in its place, so that it keeps the focus.
    while (first.nextSibling) first.nextSibling.remove();
    facts.append(...notices.map((notice) => make("li", { class: "notice" }, notice)));
    facts.append(...words.map((fact, at) => make("li", { class: at < MAJOR ? "fact" : "minor" }, fact)));
    bar.classList.toggle("crowded", notices.length > 0);
    facts.classList.toggle("empty", counts === "" && notices.length + words.length === 0);
  }

  setFolded(remembered("localStorage", "folded") === "yes");
  setInterval(draw, MINUTE / 2);
  return {
    show: (state) => draw(shown.state = state),
    setOffline: (isOffline) => shown.isOffline !== isOffline && draw(shown.isOffline = isOffline),
    setOpen: (isOpen) => problems.setAttribute("aria-expanded", String(isOpen)),
  };
}

function noticesOf(state, isOffline) {
  const notices = [];
  if (isOffline) notices.push("offline: waiting for offprint serve");
  else if (state && !state.complete) notices.push("still reading the site");
  if (state && !state.found) notices.push("no page at this address");
  if (state?.paper?.draft) notices.push("draft");
  if (state?.paper?.embargo) notices.push(`embargoed until ${dateOf(state.paper.embargo)}`);
  return notices;
}

function factsOf({ paper, problems, elsewhere }) {
  const facts = [];
  if (paper) {
    facts.push(counted(paper.words, "word"), `${paper.minutes} min`);
    if (paper.notes > 0) facts.push(counted(paper.notes, "note"));
    if (paper.figures > 0) facts.push(counted(paper.figures, "figure"));
  }
  if (problems.length === 0 && isClean(elsewhere)) facts.push("no problems");
  if (paper?.changed) facts.push(`changed ${agoOf(paper.changed)}`);
  return facts;
}

const isClean = ({ errors, warnings, hints }) => errors + warnings + hints === 0;

/** "1 error, 2 warnings" of this page, or, when it has none, of the others. */
export function countsOf({ problems, elsewhere }) {
  const here = ["error", "warning", "hint"].map((name) => [name, problems.filter(({ severity }) => severity === name).length]);
  const words = wordsOf(here);
  return words || (isClean(elsewhere) ? "" : `elsewhere: ${elsewhereOf(elsewhere)}`);
}

/** "2 errors, 1 hint": what other pages have. */
export const elsewhereOf = ({ errors, warnings, hints }) => wordsOf([["error", errors], ["warning", warnings], ["hint", hints]]);

const wordsOf = (counts) => counts.filter(([, count]) => count > 0).map(([name, count]) => counted(count, name)).join(", ");

function severityOf(state) {
  const has = (name) => state?.problems.some(({ severity }) => severity === name);
  return has("error") ? "error" : has("warning") ? "warning" : "hint";
}

/** "5 minutes ago". */
function agoOf(moment) {
  const age = Date.now() - Date.parse(moment);
  const [unit, length] = UNITS.find(([, length]) => age >= length) ?? [];
  return unit ? `${counted(Math.floor(age / length), unit)} ago` : "just now";
}

/** A moment as it was written, in its own time zone: "1 Dec 2026, 09:00". */
function dateOf(moment) {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)(?:T(\d+:\d+))?/.exec(moment) ?? [];
  if (!year) return moment;
  return `${Number(day)} ${MONTHS[month - 1]} ${year}${time ? `, ${time}` : ""}`;
}
