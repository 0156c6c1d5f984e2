//! Note marks, and the notes of a page.
//!
//! In: the notes that a page cites. Out: marks, and a list of notes with a way back to every mark. Never: a note
//! that the page does not cite.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use super::{Voice, Writer};

impl Writer<'_> {
    /// A mark; its number is the note's through the whole paper.
    pub(super) fn note_mark(&mut self, note: u32) {
        if self.voice == Voice::Eye {
            return;
        }
        if self.in_link {
            self.waiting.push(note);
            return;
        }
        let count = self.cited.entry(note).or_default();
        *count += 1;
        let count = *count;
        if count == 1 {
            self.unwritten.push(note);
        }
        let number = note.saturating_add(1);
        // Two marks side by side would be read as one number.
        if self.out.ends_with("</a></sup>") {
            self.push("\u{202f}");
        }
        // Writing to a string can't fail.
        let _ = write!(self.out, "<sup class=\"note-mark\"><a href=\"#fn:{number}\" id=\"fnref:{number}");
        if count > 1 {
            let _ = write!(self.out, ":{count}");
        }
        self.push("\" role=\"doc-noteref\" aria-label=\"");
        self.word_with("note-mark", "{n}", |writer| {
            let _ = write!(writer.out, "{number}");
        });
        let _ = write!(self.out, "\">{number}</a></sup>");
    }

    /// The notes that the page cites, and those that they cite.
    pub(super) fn notes(&mut self) {
        if self.cited.is_empty() {
            return;
        }
        let outer = std::mem::take(&mut self.out);
        let starts = self.starts.len();
        let texts = self.note_texts();
        // Their blocks are put elsewhere; a note as a whole has its place.
        self.starts.truncate(starts);
        let written = std::mem::replace(&mut self.out, outer);
        self.push("<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"notes:title\">\n<h2 id=\"notes:title\">");
        self.word("notes");
        self.push("</h2>\n<ol>\n");
        for (note, range) in texts {
            let number = note.saturating_add(1);
            if let Some(note) = self.text.body.notes.get(note as usize) {
                self.starts(note.span);
            }
            let _ = writeln!(self.out, "<li id=\"fn:{number}\" value=\"{number}\">");
            let text = written.get(range).unwrap_or_default();
            match text.strip_suffix("</p>\n") {
                Some(text) => {
                    self.push(text);
                    self.push(" ");
                }
                None => {
                    self.push(text);
                    self.push("<p class=\"back-links\">");
                }
            }
            self.back_links(note, number);
            self.push("</p>\n</li>\n");
        }
        self.push("</ol>\n</section>\n");
    }

    /// The text of each note, by number. Writing one may cite another, which is then written too.
    fn note_texts(&mut self) -> BTreeMap<u32, Range<usize>> {
        let notes = &self.text.body.notes;
        let mut texts = BTreeMap::new();
        while !self.unwritten.is_empty() {
            let mut waiting = std::mem::take(&mut self.unwritten);
            waiting.sort_unstable();
            for note in waiting {
                let start = self.out.len();
                if let Some(note) = notes.get(note as usize) {
                    self.blocks(&note.blocks);
                }
                texts.insert(note, start..self.out.len());
            }
        }
        texts
    }

    /// A way back to every mark of the page.
    fn back_links(&mut self, note: u32, number: u32) {
        let count = self.cited.get(&note).copied().unwrap_or(1);
        for place in 1..=count {
            let _ = write!(self.out, "<a href=\"#fnref:{number}");
            if place > 1 {
                let _ = write!(self.out, ":{place}");
            }
            self.push("\" class=\"back-link\" role=\"doc-backlink\" aria-label=\"");
            if count == 1 {
                self.word_with("back-to-text", "{n}", |_| {});
            } else {
                self.word_with("back-to-place", "{n}", |writer| {
                    let _ = write!(writer.out, "{place}");
                });
            }
            // The variation selector keeps the arrow from being drawn as an emoji.
            self.push("\">\u{21a9}\u{fe0e}");
            if count > 1 {
                let _ = write!(self.out, "<sup>{place}</sup>");
            }
            self.push("</a>");
            self.push(if place < count { " " } else { "" });
        }
    }
}
