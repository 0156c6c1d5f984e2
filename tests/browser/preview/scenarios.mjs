// In: a site that is served, and a reader of its long paper. Out: what the reader must see when the
// author writes. Each scenario leaves the site as good as it found it.
import assert from "node:assert/strict";
import { isMarked, patchedAndLoaded, says, saysNot, scrollTo, select, selected, shown, topOf, waitShown } from "./reader.mjs";

const NAMES = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima"];
const FILLER = "It has some words, so that it takes as much room as a paragraph of a paper does and a reader has to scroll. ".repeat(4);
const TRIES = 5;
const LONG = "content/papers/long.md";
const THEME = "themes/institute";

const section = (name) => `## Section ${name}\n\nThe first ${name} paragraph has a note.[^${name}] ${FILLER}\n\nThe second ${name} paragraph. ${FILLER}\n\n[^${name}]: The note of ${name}.\n`;
const front = 'title = "A long paper"\nsummary = "It is long."\nauthors = ["First Author"]\ndate = "2026-01"\npages = "single"\n';

/** The files of the site. */
export const FILES = {
  "content/site.toml": 'title = "Preview"\nbase_url = "https://example.org/"\n\n[theme]\nname = "institute"\n',
  "content/index.md": '+++\ntitle = "Home"\n+++\n\nWelcome.\n',
  "content/papers/other.md": '+++\ntitle = "Another paper"\nsummary = "Short."\nauthors = ["First Author"]\ndate = "2026-02"\npages = "single"\n+++\n\nNothing but this.\n',
  [LONG]: `+++\n${front}+++\n\nThe opening.\n\n${NAMES.map(section).join("\n")}`,
  [`${THEME}/theme.toml`]: 'name = "institute"\noffprint = ">=0.1"\n',
  [`${THEME}/assets/extra.css`]: ".imprint { color: rgb(1, 2, 3) }\n",
  [`${THEME}/templates/base.html`]: '{% extends "institute:base.html" %}\n{% block footer %}<p class="motto">Slowly</p>{{ super() }}{% endblock %}\n',
};

/** The address of the long paper. */
export const PAGE = "/papers/long/";

const replaced = (from, to) => (text) => {
  assert.ok(text.includes(from), `nothing to edit: ${from}`);
  return text.replace(from, to);
};
const near = (one, other) => assert.ok(Math.abs(one - other) < 1, `${one} is not ${other}`);

/** Soon, the page is the one that is loaded anew; and it was never loaded anew itself. */
async function isWhole(reader) {
  for (let left = TRIES; ; left -= 1) {
    const { patched, loaded } = await patchedAndLoaded(reader);
    if (left > 0 && patched.join() !== loaded.join()) continue;
    assert.deepEqual(patched, loaded);
    break;
  }
  assert.ok(await isMarked(reader.page));
}

export const SCENARIOS = {
  async "an edit far down keeps scroll, selection and open details"({ site, reader }) {
    const { page } = reader;
    await page.locator("details.contents-folded summary").click();
    await scrollTo(page, "first charlie");
    await select(page, "second charlie paragraph");
    const before = await topOf(page, "first charlie");
    site.edit(LONG, replaced("The second lima paragraph.", "The second lima paragraph was edited."));
    await says(page, "lima paragraph was edited");
    assert.equal(await topOf(page, "first charlie"), before);
    assert.equal(await selected(page), "second charlie paragraph");
    assert.ok(await page.evaluate(() => document.querySelector("details.contents-folded").open));
    await page.evaluate(() => document.querySelector("details.contents-folded summary").click());
    await isWhole(reader);
  },

  async "the pill leads to the edit"({ site, reader }) {
    const { page } = reader;
    await scrollTo(page, "first juliett");
    site.edit(LONG, replaced("The second alpha paragraph.", "The second alpha paragraph was edited."));
    await waitShown(page, ".pill", /Edited above ↑.*The second alpha paragraph was edited/);
    await page.locator("offprint-preview .pill .go").click();
    await page.waitForFunction(() => {
      const found = [...document.querySelectorAll("p")].find((node) => node.textContent.includes("alpha paragraph was edited"));
      const { top, bottom } = found.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
  },

  async "a note added above changes all numbers and moves nothing"({ site, reader }) {
    const { page } = reader;
    await scrollTo(page, "first golf");
    const before = await topOf(page, "first golf");
    const mark = () => [...document.querySelectorAll("p")].find((node) => node.textContent.includes("first golf")).querySelector("sup").textContent;
    assert.equal(await page.evaluate(mark), "7");
    site.edit(LONG, replaced("The opening.", `The opening.[^new]\n\n${FILLER}\n\n[^new]: A new note.`));
    await says(page, "A new note.");
    assert.equal(await page.evaluate(mark), "8");
    near(await topOf(page, "first golf"), before);
    await isWhole(reader);
  },

  async "edited CSS shows without a reload"({ site, reader }) {
    const { page } = reader;
    await scrollTo(page, "first golf");
    const before = await topOf(page, "first golf");
    const colour = () => getComputedStyle(document.querySelector(".imprint")).color;
    assert.equal(await page.evaluate(colour), "rgb(1, 2, 3)");
    site.write(`${THEME}/assets/extra.css`, ".imprint { color: rgb(4, 5, 6) }\n.text p { margin-block-end: 3em }\n");
    await page.waitForFunction(() => getComputedStyle(document.querySelector(".imprint")).color === "rgb(4, 5, 6)");
    near(await topOf(page, "first golf"), before);
    await isWhole(reader);
  },

  async "an edited template shows without a reload"({ site, reader }) {
    const { page } = reader;
    site.edit(`${THEME}/templates/base.html`, replaced('<p class="motto">Slowly</p>', '<div class="motto"><p>Make haste</p></div>'));
    await says(page, "Make haste");
    await saysNot(page, "Slowly");
    await isWhole(reader);
  },

  async "edited settings show without a reload"({ site, reader }) {
    site.edit("content/site.toml", replaced('title = "Preview"', 'title = "Renamed site"'));
    await says(reader.page, "Renamed site");
    assert.match(await reader.page.title(), /Renamed site/);
    await isWhole(reader);
  },

  async "an error is shown over the last good page, and goes when it is mended"({ site, reader }) {
    const { page } = reader;
    site.edit(LONG, replaced("The second golf paragraph.", "The second golf paragraph has [a link](nowhere.md)."));
    await waitShown(page, ".panel", /1 error.*nowhere\.md.*\^\^/s);
    await page.locator("offprint-preview .problems .open").first().click();
    await waitShown(page, ".said", /opened content\/papers\/long\.md:\d+/);
    site.edit(LONG, replaced(" has [a link](nowhere.md).", "."));
    await waitShown(page, ".panel", null);
    await isWhole(reader);
  },

  async "front matter that is half typed keeps the last good page"({ site, reader }) {
    const { page } = reader;
    site.edit(LONG, replaced('title = "A long paper"', 'title = "A long'));
    await waitShown(page, ".panel", /error/);
    await says(page, "first golf");
    site.edit(LONG, replaced('title = "A long', 'title = "A longer paper"'));
    await waitShown(page, ".panel", null);
    await says(page, "A longer paper");
    await isWhole(reader);
  },

  async "a template that fails is shown over the last good page"({ site, reader }) {
    const { page } = reader;
    site.edit(`${THEME}/templates/base.html`, replaced("{{ super() }}", "{{ super( }}"));
    await waitShown(page, ".panel", /base\.html/);
    await says(page, "first golf");
    site.edit(`${THEME}/templates/base.html`, replaced("{{ super( }}", "{{ super() }}"));
    await waitShown(page, ".panel", null);
    await isWhole(reader);
  },

  async "a new section is in the contents"({ site, reader }) {
    const { page } = reader;
    await scrollTo(page, "first golf");
    const before = await topOf(page, "first golf");
    site.edit(LONG, replaced("## Section bravo", "## Section between\n\nQuite new.\n\n## Section bravo"));
    await page.waitForFunction(() => [...document.querySelectorAll("nav a")].some((link) => link.textContent.includes("Section between")));
    near(await topOf(page, "first golf"), before);
    await isWhole(reader);
  },

  async "Alt-click and Alt+E open the editor at the block"({ site, reader }) {
    const { page } = reader;
    const lineOf = (words) => site.read(LONG).split("\n").findIndex((line) => line.includes(words)) + 1;
    await scrollTo(page, "second delta");
    await page.locator("p", { hasText: "second delta" }).click({ modifiers: ["Alt"], position: { x: 30, y: 10 } });
    await waitShown(page, ".said", new RegExp(`long\\.md:${lineOf("second delta")}$`));
    await select(page, "first echo paragraph");
    await scrollTo(page, "first echo");
    await page.keyboard.press("Alt+e");
    await waitShown(page, ".said", new RegExp(`long\\.md:${lineOf("first echo")}$`));
    await page.waitForTimeout(300);
    const opened = site.opened().slice(-2);
    assert.match(opened[0], new RegExp(`content/papers/long\\.md ${lineOf("second delta")} \\d+$`));
    assert.match(opened[1], new RegExp(`content/papers/long\\.md ${lineOf("first echo")} \\d+$`));
  },

  async "the bar counts what the paper has"({ reader }) {
    await waitShown(reader.page, ".bar", /[\d,]+ words.*\d+ min.*\d+ notes.*changed/);
  },

  async "two browsers see the same"({ site, reader, openAnother }) {
    const other = await openAnother();
    site.edit(LONG, replaced("The second hotel paragraph.", "The second hotel paragraph, for both."));
    await says(reader.page, "hotel paragraph, for both");
    await says(other.page, "hotel paragraph, for both");
    await other.close();
  },

  async "a server that starts again is found, with what was written meanwhile"({ site, reader }) {
    const { page } = reader;
    await scrollTo(page, "first golf");
    const before = await topOf(page, "first golf");
    await site.stop();
    await waitShown(page, ".bar", /offline: waiting for offprint serve/);
    site.edit(LONG, replaced("The second alpha paragraph", "Written meanwhile: the second alpha paragraph"));
    await site.start();
    await says(page, "Written meanwhile");
    near(await topOf(page, "first golf"), before);
    assert.doesNotMatch(await shown(page, ".bar"), /offline/);
    await scrollTo(page, "second delta");
    const opened = site.opened().length;
    await page.locator("p", { hasText: "second delta" }).click({ modifiers: ["Alt"], position: { x: 30, y: 10 } });
    await waitShown(page, ".said", /opened/);
    await page.waitForTimeout(300);
    assert.equal(site.opened().length, opened + 1);
    await isWhole(reader);
  },

  async "a renamed paper is followed"({ site, reader }) {
    const { page } = reader;
    await scrollTo(page, "first golf");
    const before = await topOf(page, "first golf");
    site.rename(LONG, "content/papers/renamed.md");
    await page.waitForURL("**/papers/renamed/");
    near(await topOf(page, "first golf"), before);
    site.rename("content/papers/renamed.md", LONG);
    await page.waitForURL(`**${PAGE}`);
    await isWhole(reader);
  },

  async "a removed paper says so, and comes back"({ site, reader }) {
    const { page } = reader;
    const text = site.read(LONG);
    site.remove(LONG);
    await waitShown(page, ".panel", /This page is gone/);
    await says(page, "first golf");
    site.write(LONG, text.replace("The second india paragraph", "Back: the second india paragraph"));
    await says(page, "Back: the second india");
    await waitShown(page, ".panel", null);
    await isWhole(reader);
  },
};

const square = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20" fill="${colour}"/></svg>\n`;

/** Waits until the first picture of the page has this colour. */
const isColoured = (page, colour) => page.waitForFunction((colour) => {
  const image = document.images[0];
  if (!image?.complete || image.naturalWidth === 0) return false;
  const canvas = new OffscreenCanvas(20, 20).getContext("2d");
  canvas.drawImage(image, 0, 0);
  return [...canvas.getImageData(10, 10, 1, 1).data.slice(0, 3)].join() === colour;
}, colour);

/** Scenarios that need a site of their own: its files, the program's options, and the page that is opened. */
export const OWN_SITES = {
  "errors at the start are shown, and the page when they are mended": {
    files: { ...FILES, "content/site.toml": FILES["content/site.toml"].replace('title = "Preview"', "title = 7") },
    async scenario({ site, reader: { page } }) {
      await waitShown(page, ".panel", /1 error.*site\.toml/s);
      site.write("content/site.toml", FILES["content/site.toml"]);
      await says(page, "first golf");
      await waitShown(page, ".panel", null);
    },
  },

  "a picture and a table of data that are replaced show as they are now": {
    files: {
      ...FILES,
      "content/papers/square.svg": square("#ff0000"),
      "content/papers/table.csv": "name,count\nalpha,1\n",
      [LONG]: `+++\n${front}+++\n\n![A red square](square.svg)\n\n![A table of letters](table.csv "Letters"){#fig-letters}\n\nThe first golf paragraph.\n`,
    },
    async scenario({ site, reader }) {
      const { page } = reader;
      await isColoured(page, "255,0,0");
      site.write("content/papers/square.svg", square("#00ff00"));
      await isColoured(page, "0,255,0");
      site.write("content/papers/square.svg", square("#0000ff"));
      await isColoured(page, "0,0,255");
      site.write("content/papers/table.csv", "name,count\nalpha,12345\n");
      await says(page, "12345");
      await isWhole(reader);
    },
  },

  "the browser follows what is saved, to its block": {
    files: FILES,
    options: ["--follow"],
    async scenario({ site, reader: { page } }) {
      site.edit("content/papers/other.md", replaced("Nothing but this.", "Nothing but this and that."));
      await page.waitForURL("**/papers/other/");
      await says(page, "this and that");
      await page.waitForFunction(() => document.querySelector("offprint-preview")?.shadowRoot.querySelector(".facts li"));
      site.edit(LONG, replaced("The second kilo paragraph.", "The second kilo paragraph was saved."));
      await page.waitForURL(`**${PAGE}`);
      await page.waitForFunction(() => {
        const found = [...document.querySelectorAll("p")].find((node) => node.textContent.includes("kilo paragraph was saved"));
        const { top, bottom } = found?.getBoundingClientRect() ?? {};
        return top >= 0 && bottom <= innerHeight;
      });
    },
  },
};
