// The patcher alone, in a browser: whatever the two documents, the live one then says what the fresh
// one says; and what is equal in both is still the same node.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openBrowser } from "../lib/browser.mjs";
import { openMock } from "./mock.mjs";

const PAIRS = Number(process.env.PREVIEW_PAIRS ?? 1500);
let mock;
let browser;
let page;

before(async () => {
  mock = await openMock();
  const random = readFileSync(new URL("random.mjs", import.meta.url));
  mock.pages.set("/random.js", { type: "text/javascript", body: random });
  mock.pages.set("/blank.html", { type: "text/html", body: "<!doctype html><title>T</title>" });
  browser = await openBrowser();
  page = await browser.newPage();
  await page.goto(`${mock.url}/blank.html`);
});
after(async () => {
  await browser.close();
  await mock.stop();
});

/** Patches `before` into `after` and tells what `look` sees; `prepare` runs between the two. */
async function patched(before, after, { prepare = () => {}, look }) {
  const script = `(async () => {
    const { patchDocument } = await import("/_offprint/patch.js");
    const parse = (html) => new DOMParser().parseFromString(html, "text/html");
    const whole = (html) => (html.includes("<html") ? html : "<html><head><title>T</title></head><body>" + html + "</body></html>");
    const old = parse(whole(${JSON.stringify(before)}));
    document.replaceChild(document.importNode(old.documentElement, true), document.documentElement);
    const kept = (${prepare})();
    patchDocument(document, parse(whole(${JSON.stringify(after)})));
    return (${look})(kept);
  })()`;
  return page.evaluate(script);
}

test("any document becomes any other", async () => {
  const faults = await page.evaluate(async (pairs) => {
    const { patchDocument } = await import("/_offprint/patch.js");
    const { randomFrom, draft, edited, documentOf } = await import("/random.js");
    const parse = (html) => new DOMParser().parseFromString(html, "text/html");
    const faults = [];
    for (let seed = 0; seed < pairs && faults.length < 3; seed += 1) {
      const random = randomFrom(seed);
      const list = draft(random);
      const [one, two] = [documentOf(list), documentOf(edited(random, list), random.one(["T", "U"]))];
      document.replaceChild(document.importNode(parse(one).documentElement, true), document.documentElement);
      patchDocument(document, parse(two));
      const wanted = document.importNode(parse(two).documentElement, true);
      for (const noscript of wanted.querySelectorAll("noscript")) noscript.textContent = noscript.innerHTML;
      if (!document.documentElement.isEqualNode(wanted)) faults.push({ seed, one, two, got: document.documentElement.outerHTML });
    }
    return faults;
  }, PAIRS);
  assert.deepEqual(faults, []);
});

test("equal blocks are the same nodes after blocks are added, changed, moved and removed", async () => {
  const faults = await page.evaluate(async (pairs) => {
    const { patchDocument } = await import("/_offprint/patch.js");
    const { randomFrom } = await import("/random.js");
    const parse = (html) => new DOMParser().parseFromString(html, "text/html");
    const faults = [];
    for (let seed = 0; seed < pairs && faults.length < 3; seed += 1) {
      const random = randomFrom(seed);
      const list = Array.from({ length: 20 }, (_, at) => `<p>Only ${"abcdefghijklmnopqrst"[at]}x says this ${random.below(1000)}.</p>`);
      const copy = [...list];
      copy.splice(random.below(20), random.below(3), "<p>Quite new</p>");
      copy.push(...copy.splice(random.below(copy.length), 2));
      document.replaceChild(document.importNode(parse(list.join("\n")).documentElement, true), document.documentElement);
      const nodes = new Map([...document.querySelectorAll("p")].map((node) => [node.textContent, node]));
      patchDocument(document, parse(copy.join("\n")));
      const isKept = [...document.querySelectorAll("p")].every((node) => !nodes.has(node.textContent) || nodes.get(node.textContent) === node);
      if (!isKept) faults.push({ seed, list, copy });
    }
    return faults;
  }, PAIRS / 5);
  assert.deepEqual(faults, []);
});

test("a note put in above renumbers the others in place", async () => {
  const mark = (n) => `<sup><a href="#fn:${n}" id="fnref:${n}">${n}</a></sup>`;
  const note = (n, words) => `<li id="fn:${n}" value="${n}"><p>${words} <a href="#fnref:${n}">↩︎</a></p></li>`;
  const before = `<p>One${mark(1)} goes on.</p>\n<p>Two${mark(2)} goes on.</p>\n<ol>\n${note(1, "First")}\n${note(2, "Second")}\n</ol>`;
  const after = `<p>One${mark(1)} goes${mark(2)} on.</p>\n<p>Two${mark(3)} goes on.</p>\n<ol>\n${note(1, "First")}\n${note(2, "Between")}\n${note(3, "Second")}\n</ol>`;
  const seen = await patched(before, after, {
    prepare: () => {
      const last = [...document.querySelectorAll("li")].at(-1);
      const selection = getSelection();
      const text = document.querySelector("p").lastChild;
      selection.setBaseAndExtent(text, text.data.indexOf("on"), text, text.data.indexOf("on") + 2);
      return { last, paragraphs: [...document.querySelectorAll("p")].slice(0, 2), mark: document.querySelectorAll("p sup a")[1] };
    },
    look: ({ last, paragraphs, mark }) => ({
      last: last.isConnected && last.id,
      paragraphs: paragraphs.every((node) => node.isConnected),
      mark: mark.isConnected && mark.textContent,
      selection: getSelection().toString(),
    }),
  });
  assert.deepEqual(seen, { last: "fn:3", paragraphs: true, mark: "3", selection: "on" });
});

test("a selection over several blocks stays when words around and in it change", async () => {
  const seen = await patched("<p>alpha beta gamma</p><p>middle</p><p>delta epsilon zeta</p>", "<p>new alpha beta gamma</p><p>the middle part</p><p>new</p><p>delta epsilon zeta and more</p>", {
    prepare: () => {
      const texts = [...document.querySelectorAll("p")].map((node) => node.firstChild);
      getSelection().setBaseAndExtent(texts[0], 6, texts[2], 5);
    },
    look: () => [getSelection().anchorNode.data.slice(getSelection().anchorOffset), getSelection().focusNode.data.slice(0, getSelection().focusOffset)],
  });
  assert.deepEqual(seen, ["beta gamma", "delta"]);
});

test("a selection stays where a note is put in and where one is taken out", async () => {
  const look = () => getSelection().toString();
  const select = () => {
    const text = document.querySelector("p").lastChild;
    const at = text.data.indexOf("chosen");
    getSelection().setBaseAndExtent(text, at, text, at + 6);
  };
  const [plain, noted] = ["<p>Some words are chosen here.</p>", "<p>Some words<sup>1</sup> are chosen here.</p>"];
  assert.equal(await patched(plain, noted, { prepare: select, look }), "chosen");
  assert.equal(await patched(noted, plain, { prepare: select, look }), "chosen");
});

test("focus, typed text and dialogs stay; a moved element keeps the focus", async () => {
  const form = (words) => `<p>${words}</p><dialog id="d"><input id="in"></dialog>`;
  const seen = await patched(`${form("a")}<p>end</p>`, `<p>end</p>${form("quite another")}`, {
    prepare: () => {
      document.getElementById("d").showModal();
      const input = document.getElementById("in");
      input.focus();
      input.value = "typed";
      return input;
    },
    look: (input) => ({ same: document.getElementById("in") === input, value: input.value, isFocused: document.activeElement === input }),
  });
  assert.deepEqual(seen, { same: true, value: "typed", isFocused: true });
});

test("templates, frames and foreign attributes", async () => {
  const seen = await patched(
    `<template><p>a</p></template><svg><a xlink:href="#x" xml:lang="en"><text>t</text></a></svg><p @click="a" data-é="1">x</p>`,
    `<template><p>b</p></template><svg><a xlink:href="#y" xml:lang="pl"><text>t</text></a></svg><p @click="b" :is='c'>x</p>`,
    { look: () => [document.querySelector("template").innerHTML, document.querySelector("svg a").href.baseVal, document.querySelector("p").outerHTML] },
  );
  assert.deepEqual(seen, ["<p>b</p>", "#y", `<p @click="b" :is="c">x</p>`]);
});

test("one edit among 5,000 blocks touches one node", async (context) => {
  const found = await page.evaluate(async () => {
    const { patchDocument } = await import("/_offprint/patch.js");
    const parse = (html) => new DOMParser().parseFromString(html, "text/html");
    const blocks = Array.from({ length: 5000 }, (_, at) => `<p>Paragraph ${at} says <em>something</em> of its own<sup><a href="#fn:${at}">${at}</a></sup>, and goes on.</p>`);
    const html = (list) => `<body><main><article><section>${list.join("\n")}</section></article></main></body>`;
    const timed = (list) => {
      document.replaceChild(document.importNode(parse(html(blocks)).documentElement, true), document.documentElement);
      const observer = new MutationObserver(() => {});
      observer.observe(document, { childList: true, characterData: true, attributes: true, subtree: true });
      const fresh = parse(html(list));
      const began = performance.now();
      patchDocument(document, fresh);
      return { took: performance.now() - began, touched: observer.takeRecords().length };
    };
    timed(blocks);
    const edit = timed(blocks.map((text, at) => (at === 4000 ? text.replace("something", "anything") : text)));
    const renumbered = timed(blocks.flatMap((text, at) => (at === 0 ? [text] : [text.replaceAll(String(at), String(at + 1))])));
    return { edit, renumbered };
  });
  context.diagnostic(`one edit: ${found.edit.took.toFixed(1)} ms; all renumbered: ${found.renumbered.took.toFixed(1)} ms`);
  assert.equal(found.edit.touched, 1);
});
