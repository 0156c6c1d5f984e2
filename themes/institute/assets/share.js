// Copying, printing, and the browser's own share sheet where there is one. What was done is said beside the button.
const { copied } = document.currentScript.dataset;

async function copy(text) {
  // A page that was not fetched by https has no clipboard; an old command does the same there.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  if (!isDone) throw new Error();
}

function addButton(place, word, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: word });
  button.addEventListener("click", () => act(button));
  place.append(button);
  return button;
}

function addCopy(place, word, text) {
  const said = Object.assign(document.createElement("span"), { className: "said" });
  said.setAttribute("role", "status");
  addButton(place, word, async (button) => {
    try {
      await copy(text());
      said.textContent = copied;
    } catch {
      // The reader's browser forbids it; the text can be selected.
    }
    button.focus();
    setTimeout(() => (said.textContent = ""), 4000);
  });
  place.append(said);
}

function addButtons() {
  for (const citation of document.querySelectorAll(".citation[data-copy]:not(:has(+ .cite-copy))")) {
    const place = Object.assign(document.createElement("p"), { className: "cite-copy" });
    addCopy(place, citation.dataset.copy, () => citation.textContent);
    citation.after(place);
  }
  for (const list of document.querySelectorAll(".share:not(:has(button))")) {
    const { copy: word, print: paper, share } = list.dataset;
    const add = () => list.appendChild(document.createElement("li"));
    addCopy(add(), word, () => list.dataset.address);
    if (paper) addButton(add(), paper, () => print());
    // Whoever changes their mind meanwhile has done no wrong.
    if (navigator.share) addButton(add(), share, () => navigator.share({ url: list.dataset.address, title: list.dataset.title }).catch(() => {}));
  }
}

document.addEventListener("offprint:patched", addButtons);
addButtons();
