//! Rules on notes, figures, tables and headings: what is numbered and referred to.

use super::super::{Rule, Severity};

rules! {
    HEADING_IS_TITLE = "heading-is-title", Warning, "a heading with one `#`, or one that repeats the title",
        "The title of a paper stands in its front matter and is the only heading of the first level. A `#` in the text is read as `##`, which begins a section; one that only repeats the title is left out. Write sections with `##`, and remove a repeated title.";
    HEADING_EMPTY = "heading-empty", Warning, "a heading without words",
        "A `##` begins a page, whose title, link and address are made of its words; this one has none, and readers who move from heading to heading hear nothing. Write the words, or delete the line.";
    HEADING_SKIPS_LEVEL = "heading-skips-level", Hint, "a heading more than one level below the one before it",
        "Readers who move from heading to heading take a level that is left out for a part that they missed. After a `##` comes `###`, after a `###` comes `####`.";
    ID_REPEATED = "id-repeated", Error, "one id for two things of a paper",
        "A link to `#id` can lead to one place only. Ids of figures, tables and sections are unique in the paper, ids of headings and boxes in their section. Give one of the two another id, and change the links to it.";
    NOTE_AMBIGUOUS = "note-ambiguous", Error, "a note mark whose label several other files define",
        "A label is looked for in its own file first, then in all files of the manuscript. Here the own file defines no such note and several others do, so that the mark could mean any of them. Give one of the notes another label, or put the definition into the file that cites it.";
    NOTE_DUPLICATE = "note-duplicate", Error, "two definitions of one note in a file",
        "Two notes of a file have the same label, so every mark with that label means the first and the words of the second would be lost. Give one of them another label. Two files may each have their own `[^1]`.";
    NOTE_EMPTY = "note-empty", Warning, "a note without words",
        "The mark in the text leads to a note in which nothing stands. Write its words after the label, `[^costs]: Annual report, p. 12.`, or delete the note and its marks.";
    NOTE_IN_FRONT_MATTER = "note-in-front-matter", Error, "a note mark in a summary or correction",
        "A summary is printed in lists, feeds and exports, where no notes follow it; a correction likewise. The mark is printed as written. Say what the note says in the sentence itself, or move the note into the text.";
    NOTE_UNDEFINED = "note-undefined", Error, "a note mark without a note",
        "The mark `[^label]` cites a note that no file of the manuscript defines; it is printed as written. Define it in a paragraph of its own, `[^label]: The note.`, in the same file or any other of the paper. To print square brackets and a caret, write `\\[^label]`.";
    NOTE_UNUSED = "note-unused", Warning, "a note that is never cited",
        "A note is printed where it is cited; one that is never cited is not printed, so its words are lost. Often its mark was deleted with a sentence, or stands only in a pull quote that repeats the text, which prints no marks. Cite it in the text or remove it.";
    NUMBER_REPEATED = "number-repeated", Warning, "two figures or two tables with one printed number",
        "Figures and tables are numbered through the paper in the order in which they stand; `number=14` prints another number for one of them, and is not counted from. Here two have the same printed number, so a reader can't tell which the text means. Give each its own.";
    PULL_QUOTE_EDITED = "pull-quote-edited", Warning, "a pull quote that differs from the text",
        "A pull quote repeats words of its paper. These are close to a sentence of it, but not the same, so that readers would find the paper quoted wrongly. Quote the text itself, with `…` where words are left out. If the change is meant, write `:::pullquote {.edited}`.";
    PULL_QUOTE_NOT_FOUND = "pull-quote-not-found", Warning, "a pull quote whose words are not in the text",
        "A pull quote repeats words of its paper, and nothing like these stands there. Perhaps the text was changed after it was quoted. Quote what it says now. For the words of somebody else, name the speaker: `:::pullquote {by=\"a speaker\"}`.";
    SECTION_ADDRESS_RESERVED = "section-address-reserved", Error, "a section with an address that another part of the paper has",
        "Below a paper's address, `full`, `figures`, `cite.…` and the paper's own PDF and EPUB are taken. A section there would hide one of them. Give its heading another id, such as `## Full text {#full-text}`, or put `id = \"full-text\"` in the front matter of its file.";
    SECTION_NUMBER_REPEATED = "section-number-repeated", Warning, "two section files with one number",
        "Files of a paper follow each other by the numbers that their names begin with, or by `order` in their front matter. Two have the same number and stand in the order of their names, which may not be what was meant. Give one of them another number.";
    SECTION_WITHOUT_ORDER = "section-without-order", Error, "a file of a paper that has text and no number",
        "In a paper of several files the name of each section begins with its number: `03-findings.md`. A file without a number may hold the definitions of notes and nothing else; this one has text, which would be lost. Begin its name with a number, or put `order = 7` in its front matter.";
    SECTION_WITHOUT_TITLE = "section-without-title", Warning, "a section file without title and heading",
        "The title of a section is its front matter's, else its first heading. This file has neither, so it is called after its file's name. Begin it with a heading, or put `title = \"…\"` in its front matter.";
    TOO_MANY_SECTIONS = "too-many-sections", Error, "more sections than a paper can have",
        "Each `##` is a page of its own that lists all the others, and a paper has 300 at most; what follows stays in the last section. A manuscript with so many is probably several papers, or uses `##` where `###` was meant.";
}
