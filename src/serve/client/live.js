// In: the server's events. Out: each is told once to this tab, and whether the server is there.
// A browser opens six connections to a server at most, and an event stream holds one for good. So
// the tabs elect one that listens (by a lock, where the browser has them) and tells the others.

const EVENTS = "/_offprint/events";
const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;
const LOCK = "offprint-events";

/**
 * Listens as long as the page lives. `told.hello()` is called when the server is there (again),
 * `told.change(change)` for each change, `told.lost()` when it is gone.
 */
export function listen(told) {
  const tell = (message) => {
    if (message.kind === "hello") told.hello(message.data);
    if (message.kind === "change") told.change(message.data);
    if (message.kind === "lost") told.lost();
  };
  if (!navigator.locks || !globalThis.BroadcastChannel) return openStream(tell);
  const tabs = new BroadcastChannel(LOCK);
  tabs.onmessage = ({ data }) => tell(data);
  tabs.postMessage({ kind: "ask" });
  navigator.locks.request(LOCK, () => {
    let last = { kind: "lost" };
    tabs.onmessage = ({ data }) => data.kind === "ask" && last.kind !== "lost" && tabs.postMessage(last);
    openStream((message) => {
      if (message.kind !== "change") last = message;
      tell(message);
      tabs.postMessage(message);
    });
    return new Promise(() => {});
  });
}

/** An EventSource comes back by itself after most losses; after the others a new one is made. */
function openStream(tell) {
  let source = null;
  let wait = FIRST_WAIT;
  let timer = 0;
  const retry = () => {
    clearTimeout(timer);
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
  const open = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(EVENTS);
    source.addEventListener("hello", ({ data }) => {
      wait = FIRST_WAIT;
      tell({ kind: "hello", data: JSON.parse(data) });
    });
    source.addEventListener("change", ({ data }) => tell({ kind: "change", data: JSON.parse(data) }));
    source.onerror = () => {
      tell({ kind: "lost" });
      if (source.readyState === EventSource.CLOSED) retry();
    };
  };
  const look = () => {
    if (document.visibilityState === "visible" && source.readyState !== EventSource.OPEN) open();
  };
  addEventListener("online", open);
  addEventListener("pageshow", ({ persisted }) => persisted && open());
  document.addEventListener("visibilitychange", look);
  open();
}
