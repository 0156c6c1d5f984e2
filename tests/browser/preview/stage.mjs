// In: nothing. Out: a browser, a server and a reader for each test of a file, and the pages they show.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { openBrowser } from "../lib/browser.mjs";
import { openMock } from "./mock.mjs";
import { mark, openReader } from "./reader.mjs";

/** What a test has: `browser`, `mock` (the server) and `reader`, once a page is open. */
export const stage = { browser: null, mock: null, reader: null };

/** Sets the stage anew for each test of the file that calls this; a fault in the page fails the test. */
export function setStage() {
  before(async () => void (stage.browser = await openBrowser()));
  after(() => stage.browser.close());
  beforeEach(async () => void (stage.mock = await openMock()));
  afterEach(async () => {
    const faults = stage.reader?.faults ?? [];
    await stage.reader?.close();
    stage.reader = null;
    await stage.mock.stop();
    assert.deepEqual(faults, []);
  });
}

const NAMES = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima"];
export const FILLER = "It has some words, so that it is as tall as a paragraph of a paper is, and takes a line or two of the window. ".repeat(3);

/** A long page: paragraphs with names, each with a note; `change` edits the list of blocks. */
export function paper(change = (blocks) => blocks, { title = "Paper", css = "/a.1.css", head = "", lead = "" } = {}) {
  const texts = NAMES.flatMap((name) => [`first ${name}`, `second ${name}`]);
  const blocks = change(texts.map((words) => ({ words, note: true })));
  let number = 0;
  const marks = blocks.map(({ words, note, html }) => {
    if (html) return html;
    if (note) number += 1;
    return `<p>The ${words} paragraph.${note ? `<sup><a href="#fn:${number}" id="fnref:${number}">${number}</a></sup>` : ""} ${FILLER}</p>`;
  });
  const notes = Array.from({ length: number }, (_, at) => `<li id="fn:${at + 1}" value="${at + 1}"><p>A note.</p></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<link rel="stylesheet" href="${css}">
${head}</head>
<body>
${lead}<main>
<details id="more"><summary>More</summary><p>Folded.</p></details>
${marks.join("\n")}
<ol>
${notes.join("\n")}
</ol>
</main>
</body>
</html>
`;
}

/** Paragraphs are as tall as the letters are large, whatever fonts the machine has. */
export const CSS = "body { margin: 0 auto; max-width: 40rem; font: 16px/1.5 sans-serif } p { margin: 0 0 1em; height: 10em; overflow: hidden }";

/** Opens a page of the test's own server. */
export async function open(html = paper(), path = "/p/", options = {}) {
  stage.mock.pages.set("/a.1.css", { type: "text/css", body: CSS });
  stage.mock.pages.set(path, html);
  stage.reader = await openReader(stage.browser, stage.mock.url + encodeURI(path), options);
  await mark(stage.reader.page);
  return stage.reader.page;
}

/** An edit of one paragraph's words. */
export const edit = (name, words) => (blocks) => blocks.map((block) => (block.words === name ? { ...block, words } : block));
