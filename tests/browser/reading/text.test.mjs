// In text browsers, without style and script, a page is its words in a sensible order: title, text, notes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { COVER, SECTION, TABLES } from "./stage.mjs";

const BROWSERS = {
  w3m: (file) => ["-dump", "-cols", "80", "-T", "text/html", "-I", "utf-8", "-O", "utf-8", file],
  lynx: (file) => ["-dump", "-nolist", "-width=80", "-assume_charset=utf-8", "-display_charset=utf-8", file],
};

/** Places of words, each looked for behind the one before. */
function follow(text, words) {
  let at = 0;
  for (const word of words) {
    const found = text.indexOf(word, at);
    assert.ok(found >= 0, `“${word}” does not follow in:\n${text}`);
    at = found + word.length;
  }
}

for (const [name, options] of Object.entries(BROWSERS)) {
  const read = (file) => execFileSync(name, options(join(process.env.READING_SITE, file)), { encoding: "utf8" }).replace(/[\s\u00a0]+/g, " ");

  test(`${name}: a section is its paper, its title, its text, its notes, the next section`, () => {
    follow(read(SECTION), ["Skip to the text", "Institute of Roads", "Long roads and what they cost", "Section 1 of 3", "Part 1: the road 1", "Count 1", "says what it says", "Stretch 1.2", "Stretch 1.4", "Figure 1", "The plan", "Notes", "Note 1.", "Note 6.", "Previous", "Next", "Part 2: the road 2", "Send by e-mail"]);
  });

  test(`${name}: a cover is its title, authors, date, summary, findings, contents, citation`, () => {
    follow(read(COVER), ["Road papers", "No. 7", "Long roads and what they cost", "A year of counting", "Ada Road", "Published", "2 March 2021", "Updated", "1 June 2021", "Start reading", "Summary", "Roads are long", "Corrections", "1 April 2021", "Key findings", "Roads cost", "Contents", "Part 1", "3 minutes", "Notes", "How to cite", "Road, A.", "BibTeX", "Downloads", "Map"]);
  });

  test(`${name}: nothing is said twice, and no button stands there that does nothing`, () => {
    const text = read(SECTION);
    for (const word of ["Scroll sideways", "Enlarge", "Copied", "Copy the address", "Share with", "Print"]) assert.ok(!text.includes(word), `“${word}” is shown`);
    assert.equal(text.split("Note 1.").length - 1, 1, "a note is at the foot alone");
  });

  test(`${name}: a table is read by rows`, () => {
    follow(read(TABLES), ["Table 1", "Counts of the roads", "Road", "2011", "1000", "1011", "2000", "2011", "3000", "Table 2", "Notes"]);
  });
}
