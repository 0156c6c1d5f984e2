//! Lists that only Pandoc and Kramdown read: terms with definitions, numbered examples, lines of verse.
//!
//! In: lines. Out: changes. Never: a word of a list.

use super::document::Document;
use super::lines::{Kind, Line};
use crate::import::remark::{self, Remark};

impl Document<'_> {
    /// A term with its definitions; the line after them is the result.
    pub(super) fn definitions(&mut self, index: usize) -> Option<usize> {
        let is_term = |line: &&Line| line.kind == Kind::Text && line.indent < 4 && line.quotes == 0;
        let term = self.lines.get(index).filter(is_term).cloned()?;
        if self.definition_mark(index).is_some() {
            return None;
        }
        let follows = |at: usize| self.definition_mark(at).is_some();
        let blank = self.lines.get(index + 1).is_some_and(|line| line.kind == Kind::Blank);
        let first = if follows(index + 1) {
            index + 1
        } else if blank && follows(index + 2) && !self.is_caption(index + 2) {
            index + 2
        } else {
            return None;
        };
        self.term(&term);
        if first == index + 1 {
            let end = term.end;
            self.edits.replace(end..end, "\n", None);
        }
        Some(self.definition_lines(first))
    }

    /// The bytes of the mark of a definition.
    fn definition_mark(&self, index: usize) -> Option<usize> {
        let line = self.lines.get(index).filter(|line| line.kind == Kind::Text && line.indent < 4)?;
        let rest = self.words(index).strip_prefix(':')?;
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        (blanks > 0 && blanks < 5 && line.end > line.body + 1 + blanks).then_some(1 + blanks)
    }

    fn term(&mut self, term: &Line) {
        let words = self.slice(term.body..term.end);
        let end = term.body + words.trim_end().len();
        let remark = Remark::new(
            remark::Kind::Replaced,
            "a term with its definition became strong words and a paragraph",
        );
        let bare = !words.contains('*');
        self.edits.replace(term.body..term.body, if bare { "**" } else { "" }, remark);
        self.inlines(term.body..end, String::new());
        if bare {
            self.edits.replace(end..end, "**", None);
        }
    }

    /// The definitions of a term, moved to the margin.
    fn definition_lines(&mut self, first: usize) -> usize {
        let mut index = first;
        let mut blank = true;
        while let Some(line) = self.lines.get(index).cloned() {
            let mark = self.definition_mark(index);
            let goes_on = match line.kind {
                Kind::Blank => true,
                _ => {
                    mark.is_some()
                        || line.indent > 0
                        || (!blank && line.kind == Kind::Text && !self.is_block(index))
                }
            };
            if !goes_on {
                break;
            }
            if let Some(mark) = mark {
                let gap = if blank { "" } else { "\n" };
                self.edits.replace(line.start..line.body + mark, gap, None);
                self.inlines(line.body + mark..line.end, String::new());
            } else if line.kind != Kind::Blank {
                // The mark and the blanks after it are four columns wide.
                let blanks = self.slice(line.start..line.body).len().min(4);
                self.edits.replace(line.start..line.start + blanks, "", None);
                if line.kind == Kind::Text {
                    self.inlines(line.body..line.end, String::new());
                }
            }
            blank = line.kind == Kind::Blank;
            index += 1;
            // The next term ends the definitions of this one.
            if blank && self.begins_term(index) {
                break;
            }
        }
        while index > first && self.lines.get(index - 1).is_some_and(|line| line.kind == Kind::Blank) {
            index -= 1;
        }
        index
    }

    fn is_block(&self, index: usize) -> bool {
        self.heading_at(index).is_some() || self.fences.contains_key(&index) || self.begins_term(index)
    }

    fn begins_term(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| line.kind == Kind::Text && line.indent == 0)
            && self.definition_mark(index).is_none()
            && self.definition_mark(index + 1).is_some()
    }

    /// Lines that each begin with a bar: verse, or an address. The line after them is the result.
    pub(super) fn verse(&mut self, index: usize) -> Option<usize> {
        let mut after = index;
        while self.is_verse(after) {
            after += 1;
        }
        if after < index + 2 {
            return None;
        }
        for at in index..after {
            let Some(line) = self.lines.get(at).cloned() else { continue };
            let rest = self.words(at).trim_start_matches('|');
            let start = line.end - rest.trim_start().len();
            let message = "the bars before these lines became line breaks";
            let remark = (at == index).then(|| Remark::new(remark::Kind::Replaced, message));
            self.edits.replace(line.body..start, "", remark);
            self.inlines(start..line.end, String::new());
            let more = at + 1 < after && self.words(at + 1).trim() != "|" && !rest.trim().is_empty();
            if more {
                self.edits.replace(line.end..line.end, "\\", None);
            }
        }
        Some(after)
    }

    fn is_verse(&self, index: usize) -> bool {
        let words = self.words(index);
        let rest = words.strip_prefix('|').unwrap_or_default();
        self.lines.get(index).is_some_and(|line| line.kind == Kind::Text)
            && words.starts_with('|')
            && (rest.is_empty() || rest.starts_with(' '))
            && !rest.contains('|')
    }

    /// Numbers the examples of the whole text.
    pub(super) fn find_examples(&mut self) {
        let mut number = 0;
        for index in 0..self.lines.len() {
            if let Some((label, _)) = self.example_mark(index) {
                number += 1;
                let label = if label.is_empty() { format!(" {index}") } else { label.to_owned() };
                self.examples.entry(label).or_insert(number);
            }
        }
    }

    /// The label of an example and the bytes of its mark.
    fn example_mark(&self, index: usize) -> Option<(&str, usize)> {
        self.lines.get(index).filter(|line| line.kind == Kind::Text && line.indent < 4)?;
        let (label, rest) = self.words(index).strip_prefix("(@")?.split_once(')')?;
        let named = label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        (named && rest.starts_with([' ', '\t'])).then_some((label, label.len() + 3))
    }

    /// The mark of an example becomes its number, and `#.` becomes `1.`; the bytes of the mark are the result.
    pub(super) fn number_mark(&mut self, index: usize) -> Option<usize> {
        let line = self.lines.get(index).filter(|line| line.kind == Kind::Text).cloned()?;
        if let Some((label, length)) = self.example_mark(index) {
            let label = if label.is_empty() { format!(" {index}") } else { label.to_owned() };
            let number = self.examples.get(&label).copied().unwrap_or(1);
            let remark =
                Remark::new(remark::Kind::Replaced, "a numbered example became an entry of a numbered list");
            self.edits.replace(line.body..line.body + length, format!("{number}."), remark);
            return Some(length + 1);
        }
        if self.words(index).starts_with("#. ") {
            let remark = Remark::new(remark::Kind::Replaced, "an entry of a numbered list has a number now");
            self.edits.replace(line.body..line.body + 1, "1", remark);
            return Some(3);
        }
        None
    }
}
