// Pictures can be enlarged: a button on each opens them at their full size in a dialog, which scrolls.
const { enlarge, close } = document.currentScript.dataset;
const PICTURES = "figure img, figure .chart";
const create = (name, properties) => Object.assign(document.createElement(name), properties);

function open(figure, name) {
  const dialog = create("dialog", { className: "enlarged" });
  const inside = create("div", { className: "enlarged-inside", tabIndex: 0 });
  const button = create("button", { type: "button", className: "enlarged-close", textContent: close });
  dialog.setAttribute("aria-label", name);
  inside.setAttribute("role", "group");
  inside.setAttribute("aria-label", name);
  inside.append(...picturesOf(figure).map(copy));
  const caption = figure.querySelector("figcaption");
  if (caption) inside.append(create("p", { className: "enlarged-caption", textContent: caption.querySelector(".caption")?.textContent ?? "" }));
  dialog.append(button, inside);
  document.body.append(dialog);
  button.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

const picturesOf = (figure) => [...figure.querySelectorAll("img, .chart")];

// The picture without its ids, which its original has; what was named by one bears its name itself. Of an image it is the
// file itself, and none of the smaller copies that the page may have shown.
function copy(picture) {
  const twin = picture.cloneNode(true);
  for (const named of twin.querySelectorAll("[aria-labelledby]")) {
    named.setAttribute("aria-label", named.getAttribute("aria-labelledby").split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
    named.removeAttribute("aria-labelledby");
  }
  for (const named of [twin, ...twin.querySelectorAll("[id]")]) named.removeAttribute("id");
  if (twin.loading) twin.loading = "eager";
  return twin;
}

function addButtons() {
  for (const figure of new Set([...document.querySelectorAll(PICTURES)].map((picture) => picture.closest("figure")))) {
    if (figure.closest("[aria-hidden], .enlarged") || figure.querySelector(".enlarge")) continue;
    const label = figure.querySelector(".label")?.textContent ?? picturesOf(figure)[0].alt ?? "";
    const button = create("button", { type: "button", className: "enlarge" });
    button.setAttribute("aria-label", label ? enlarge + ": " + label : enlarge);
    button.addEventListener("click", () => open(figure, label || enlarge));
    figure.append(button);
  }
}

document.addEventListener("offprint:patched", addButtons);
addButtons();
