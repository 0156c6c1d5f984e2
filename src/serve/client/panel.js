// In: the problems of the page. Out: the panel that lists them, over the page's bottom edge. Errors
// open it by themselves and it closes by itself when they are mended; one that was closed comes back
// for new errors only. Never takes the focus.
import { countsOf, elsewhereOf } from "./bar.js";
import { make, remember, remembered } from "./ui.js";

const RANK = { error: 0, warning: 1, hint: 2 };
const GONE = "This page is gone. Its last text is shown, and it comes back by itself.";

const identityOf = ({ code, path, message }) => JSON.stringify([code, path, message]);
const errorsOf = (state) => state.problems.filter(({ severity }) => severity === "error");

/** Makes the panel. `open(problem)` opens the editor, `changed(isOpen)` hears when it opens or closes. */
export function makePanel(ui, { open, changed }) {
  const title = make("h2", { id: "title" });
  const close = make("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => dismiss() }, "×");
  const list = make("ol", { class: "problems", tabindex: "0", "aria-labelledby": "title" });
  const head = make("header", {}, title, close);
  const panel = make("section", { class: "panel", role: "region", "aria-labelledby": "title", hidden: true }, head, list);
  ui.dock.append(panel);
  panel.addEventListener("keydown", ({ key }) => key === "Escape" && dismiss());
  const dismissed = new Set(JSON.parse(remembered("sessionStorage", "dismissed") ?? "[]"));
  const now = { state: null, gone: null, isAsked: false, dismissed };

  function dismiss() {
    now.isAsked = false;
    for (const error of now.state ? errorsOf(now.state) : []) now.dismissed.add(identityOf(error));
    if (now.gone) now.dismissed.add(now.gone);
    remember("sessionStorage", "dismissed", JSON.stringify([...now.dismissed]));
    draw();
  }

  function draw() {
    const { state, gone, isAsked, dismissed } = now;
    const isNew = errorsOf(state).some((error) => !dismissed.has(identityOf(error)));
    const isOpen = isNew || (gone !== null && !dismissed.has(gone)) || (isAsked && countsOf(state) !== "");
    if (!isOpen) now.isAsked = false;
    if (isOpen !== !panel.hidden) changed(isOpen);
    panel.hidden = !isOpen;
    if (isOpen) fill(title, list, { state, gone, isAsked, open });
  }

  return {
    /** Shows what the server says of the page; `isKept`: the text on screen is that of a page that is gone. */
    show(state, isKept) {
      const before = now.state ? errorsOf(now.state).length : 0;
      now.state = state;
      now.gone = !state.found && isKept ? GONE : null;
      if (state.found) now.dismissed.delete(GONE);
      forgetMended(now.dismissed, state);
      draw();
      const after = errorsOf(state).length;
      if (after !== before) ui.say(after === 0 ? "No errors" : countsOf(state));
    },
    /** The bar's button: opens the panel with all problems, or closes it. */
    toggle() {
      if (!now.state) return;
      if (!panel.hidden && now.isAsked) return dismiss();
      now.isAsked = true;
      draw();
    },
  };
}

/** An error that was mended and is made again is new. */
function forgetMended(dismissed, state) {
  const alive = new Set(errorsOf(state).map(identityOf));
  for (const identity of dismissed) if (identity.startsWith("[") && !alive.has(identity)) dismissed.delete(identity);
}

function fill(title, list, { state, gone, isAsked, open }) {
  const shown = isAsked ? state.problems : errorsOf(state);
  const sorted = [...shown].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  title.textContent = gone ?? (sorted.length > 0 ? countsOf({ ...state, problems: sorted }) : "No problems on this page");
  const items = sorted.map((problem) => itemOf(problem, open));
  const others = elsewhereOf(state.elsewhere);
  if (others && isAsked) items.push(make("li", { class: "others" }, `On other pages: ${others}; “offprint check” lists them.`));
  // What is the same stays, so that neither scroll nor focus is lost.
  if (list.dataset.shown === textOf(items)) return;
  list.dataset.shown = textOf(items);
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
}

const textOf = (items) => items.map((item) => item.textContent).join("\n");

function itemOf(problem, open) {
  const { severity, path, line, text } = problem;
  const place = path && (line ? `${path}:${line}` : path);
  const button = place && make("button", { type: "button", class: "open", onclick: () => open(problem) }, `Open ${place}`);
  return make("li", { class: severity }, make("pre", {}, text.trimEnd()), button || null);
}
