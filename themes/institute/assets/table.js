// Tables that are wider than the page say so; one that is not is no stop for keys.
const { sideways } = document.currentScript.dataset;

const watcher = new ResizeObserver((entries) => {
  for (const box of new Set(entries.map(({ target }) => target.closest(".table-scroll")))) fit(box);
});

function fit(box) {
  const isWide = box.scrollWidth > box.clientWidth + 1;
  const hint = box.previousElementSibling?.matches(".scroll-hint") ? box.previousElementSibling : undefined;
  box.setAttribute("role", isWide && box.hasAttribute("aria-labelledby") ? "region" : "group");
  if (isWide) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
  if (!isWide) hint?.remove();
  else if (!hint && !box.scrollLeft) box.before(newHint());
}

// Only for the eye: who reads cell by cell need not scroll.
function newHint() {
  const hint = Object.assign(document.createElement("p"), { className: "scroll-hint", textContent: sideways });
  hint.setAttribute("aria-hidden", "true");
  return hint;
}

// An event that does not bubble is caught on its way down.
document.addEventListener("scroll", ({ target }) => {
  const hint = target.previousElementSibling;
  if (hint?.matches(".scroll-hint")) hint.remove();
}, true);

function watch() {
  for (const box of document.querySelectorAll(".table-scroll[role]")) {
    watcher.observe(box);
    watcher.observe(box.querySelector("table"));
  }
}

document.addEventListener("offprint:patched", watch);
watch();
