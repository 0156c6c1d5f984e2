//! Changes in a text, each with what is to be said about it.
//!
//! In: ranges of the source and what stands there instead. Out: the new text, and every remark with its line and with
//! the words that the change touched. Never: a reason for a change.

use std::ops::Range;

use crate::import::Written;
use crate::import::ledger;
use crate::import::remark::{Kind, Remark};

/// Changes of one text.
#[derive(Debug, Default)]
pub(super) struct Edits {
    list: Vec<Edit>,
}

/// One change.
#[derive(Debug)]
struct Edit {
    range: Range<usize>,
    text: String,
    remarks: Vec<Told>,
}

/// A remark, and the place in the source that it speaks of.
#[derive(Clone, Debug)]
pub(super) struct Told {
    at: usize,
    remark: Remark,
}

impl Edits {
    /// Puts a text in the place of another.
    pub(super) fn replace(
        &mut self,
        range: Range<usize>,
        text: impl Into<String>,
        remark: impl Into<Option<Remark>>,
    ) {
        let at = range.start;
        let remarks = remark.into().into_iter().map(|remark| Told { at, remark }).collect();
        self.list.push(Edit { range, text: text.into(), remarks });
    }

    /// The same, with remarks on what was changed within.
    pub(super) fn replace_telling(
        &mut self,
        range: Range<usize>,
        text: String,
        remark: impl Into<Option<Remark>>,
        told: Vec<Told>,
    ) {
        let at = range.start;
        let mut remarks: Vec<Told> = remark.into().into_iter().map(|remark| Told { at, remark }).collect();
        remarks.extend(told);
        self.list.push(Edit { range, text, remarks });
    }

    /// A remark on a place where nothing changes.
    pub(super) fn tell(&mut self, at: usize, remark: Remark) {
        self.replace(at..at, "", remark);
    }

    /// Takes the changes within a part of the text out again: the part as it will be, and what is to be said about it.
    pub(super) fn draw(&mut self, source: &str, part: Range<usize>) -> (String, Vec<Told>) {
        let from = self.list.iter().rposition(|edit| edit.range.start < part.start).map_or(0, |at| at + 1);
        let (mut inside, outside): (Vec<Edit>, Vec<Edit>) =
            self.list.drain(from..).partition(|edit| edit.range.end <= part.end);
        self.list.extend(outside);
        inside.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let (mut text, mut told, mut at) = (String::new(), Vec::new(), part.start);
        for edit in inside {
            if edit.range.start < at {
                continue;
            }
            text.push_str(source.get(at..edit.range.start).unwrap_or_default());
            text.push_str(&edit.text);
            at = edit.range.end;
            told.extend(edit.remarks);
        }
        text.push_str(source.get(at..part.end).unwrap_or_default());
        (text, told)
    }

    /// Makes all changes in a text from a place on. Of two that overlap the first is made.
    pub(super) fn apply(mut self, source: &str, from: usize) -> Written {
        self.list.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let source_line = 1 + newlines(source.get(..from).unwrap_or_default());
        let mut writer = Writer { source, out: Written::default(), at: from, source_line, line: 1 };
        let mut cluster: Option<Cluster> = None;
        let mut edits = self.list.into_iter().peekable();
        while let Some(edit) = edits.next() {
            if cluster.as_ref().is_some_and(|cluster| edit.range.start < cluster.end) {
                continue;
            }
            let touches = cluster.as_ref().is_some_and(|cluster| edit.range.start <= cluster.end)
                || edits.peek().is_some_and(|next| next.range.start <= edit.range.end);
            let wide = widened(source, &edit, touches);
            let joins = cluster.as_ref().is_some_and(|cluster| wide.start <= cluster.wide.end);
            if !joins {
                writer.finish(cluster.take());
                // Where nothing changes, no word of the surroundings is touched.
                if edit.text.is_empty() && edit.range.is_empty() {
                    writer.copy(wide.start);
                    writer.tell(edit.remarks);
                    continue;
                }
            }
            cluster.get_or_insert_with(|| Cluster::at(wide.start)).add(edit, wide.end, source);
        }
        writer.finish(cluster);
        writer.copy(source.len());
        writer.out
    }
}

/// Changes so near to each other that they touch the same words.
struct Cluster {
    wide: Range<usize>,
    /// Where the last change ends.
    end: usize,
    text: String,
    /// Each remark, with how much of the new text stands before its place.
    told: Vec<(usize, Told)>,
}

impl Cluster {
    fn at(start: usize) -> Self {
        Self { end: start, wide: start..start, text: String::new(), told: Vec::new() }
    }

    fn add(&mut self, edit: Edit, wide_end: usize, source: &str) {
        self.text.push_str(source.get(self.end..edit.range.start).unwrap_or_default());
        let before = self.text.len();
        self.text.push_str(&edit.text);
        self.end = edit.range.end;
        self.wide.end = self.wide.end.max(wide_end);
        self.told.extend(edit.remarks.into_iter().map(|told| (before, told)));
    }
}

/// A text being written, with how far the source has been copied.
struct Writer<'a> {
    source: &'a str,
    out: Written,
    at: usize,
    source_line: usize,
    line: usize,
}

impl Writer<'_> {
    /// Copies the source up to a place.
    fn copy(&mut self, to: usize) {
        let Some(part) = self.source.get(self.at..to) else { return };
        self.out.text.push_str(part);
        let lines = newlines(part);
        self.line += lines;
        self.source_line += lines;
        self.at = to;
    }

    fn tell(&mut self, told: Vec<Told>) {
        for Told { remark, .. } in told {
            self.out.remarks.push((Some(self.line), placed(remark, self.source_line)));
        }
    }

    /// Writes neighbouring changes. The first remark accounts for the words of all, if any word changes.
    fn finish(&mut self, cluster: Option<Cluster>) {
        let Some(mut cluster) = cluster else { return };
        cluster.text.push_str(self.source.get(cluster.end..cluster.wide.end).unwrap_or_default());
        self.copy(cluster.wide.start);
        let old = self.source.get(cluster.wide.clone()).unwrap_or_default();
        let changes = words(old) != words(&cluster.text);
        if changes && cluster.told.is_empty() {
            let remark = Remark::new(Kind::Replaced, "written in offprint's own form");
            cluster.told.push((0, Told { at: cluster.wide.start, remark }));
        }
        let (mut written, mut read) = ((0, self.line), (cluster.wide.start, self.source_line));
        for (index, (before, Told { at, mut remark })) in cluster.told.into_iter().enumerate() {
            if index == 0 && changes {
                remark = remark.from(old.trim()).to(cluster.text.trim());
            }
            advance(&mut written, &cluster.text, before);
            advance(&mut read, self.source, at);
            self.out.remarks.push((Some(written.1), placed(remark, read.1)));
        }
        self.out.text.push_str(&cluster.text);
        self.line += newlines(&cluster.text);
        self.source_line += newlines(old);
        self.at = cluster.wide.end;
    }
}

/// Moves a place, and the line on which it is, further on.
fn advance((from, line): &mut (usize, usize), text: &str, to: usize) {
    if let Some(part) = text.get(*from..to) {
        *line += newlines(part);
        *from = to;
    }
}

fn placed(remark: Remark, line: usize) -> Remark {
    if remark.place.is_some() { remark } else { remark.at(format!("line {line}")) }
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The words of a text in alphabetical order.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = ledger::words(text);
    words.sort_unstable();
    words
}

/// The range of a change with the whole of every word that it touches, so that a change within a word is a change of that
/// word. A word ends before a change, or after it, if a mark stands there, outside or on both sides of the change within.
fn widened(source: &str, edit: &Edit, touches: bool) -> Range<usize> {
    let Range { start, end } = edit.range;
    let before = source.get(..start).unwrap_or_default();
    let after = source.get(end..).unwrap_or_default();
    let old = source.get(start..end).unwrap_or_default();
    let parts = |c: Option<char>| c.is_none_or(parts_words);
    let first = |text: &str| text.chars().next().or_else(|| after.chars().next());
    let last = |text: &str| text.chars().next_back().or_else(|| before.chars().next_back());
    // What stands beside a change that another one touches is not what will stand there.
    let begins = !touches && parts(first(old)) && parts(first(&edit.text));
    let ends = !touches && parts(last(old)) && parts(last(&edit.text));
    let from =
        before.char_indices().rev().find(|(_, c)| parts_words(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let to = after.char_indices().find(|(_, c)| parts_words(*c)).map_or(source.len(), |(at, _)| end + at);
    (if begins { start } else { from })..(if ends { end } else { to })
}

/// Whether no word goes on over a character.
fn parts_words(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_alphanumeric();
    }
    !c.is_alphanumeric() && ledger::words(&format!("a{c}b")) == ["a", "b"]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark() -> Remark {
        Remark::new(Kind::Replaced, "x")
    }

    #[test]
    fn a_change_within_a_word_is_a_change_of_the_word() {
        let source = "one\ntwo{.x}three four";
        let mut edits = Edits::default();
        edits.replace(7..11, "", remark());
        let written = edits.apply(source, 0);
        assert_eq!(written.text, "one\ntwothree four");
        let (line, remark) = &written.remarks[0];
        assert_eq!((*line, &*remark.from, &*remark.to), (Some(2), "two{.x}three", "twothree"));
        assert_eq!(remark.place.as_deref(), Some("line 2"));
    }

    #[test]
    fn neighbours_are_accounted_for_once() {
        let source = "a [small]{.caps} b";
        let mut edits = Edits::default();
        edits.replace(2..3, "", None);
        edits.replace(8..16, "", remark());
        let written = edits.apply(source, 0);
        assert_eq!(written.text, "a small b");
        assert_eq!((&*written.remarks[0].1.from, &*written.remarks[0].1.to), ("]{.caps}", ""));
    }

    #[test]
    fn what_is_drawn_is_rewritten_and_gone() {
        let source = "![a <b>c</b>](x)";
        let mut edits = Edits::default();
        edits.replace(4..7, "**", remark());
        edits.replace(8..12, "**", None);
        let (text, told) = edits.draw(source, 2..12);
        assert_eq!((text.as_str(), told.len()), ("a **c**", 1));
        assert_eq!(edits.apply(source, 0).text, source);
    }

    #[test]
    fn the_first_of_two_that_overlap_is_made() {
        let mut edits = Edits::default();
        edits.replace(0..4, "X", None);
        edits.replace(2..6, "Y", None);
        assert_eq!(edits.apply("abcdefgh", 0).text, "Xefgh");
    }
}
