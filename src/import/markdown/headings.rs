//! Headings: which one is the title, and on which level the others stand.
//!
//! In: lines. Out: changes. Never: the words of a heading, the title's excepted.

use std::ops::Range;

use super::attributes;
use super::document::Document;
use super::edits::words;
use super::front::plain;
use super::html::one_line;
use super::lines::Kind;
use crate::import::remark::{self, Remark};

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// Its first line.
    pub(super) first: usize,
    /// Its last line, that of the underline included.
    pub(super) last: usize,
    /// 1 to 6.
    pub(super) level: usize,
    /// Its words with their attributes.
    pub(super) text: Range<usize>,
    /// Whether it is underlined.
    pub(super) underlined: bool,
}

/// Addresses of a paper that no section may have.
const TAKEN: [&str; 2] = ["figures", "full"];

impl Document<'_> {
    /// The heading that begins on a line.
    pub(super) fn heading_at(&self, index: usize) -> Option<Heading> {
        let line = self.lines.get(index).filter(|line| line.kind == Kind::Text && line.indent < 4)?;
        let words = self.words(index);
        let level = words.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&level) {
            let rest = words.get(level..)?;
            if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
                return None;
            }
            let shown = rest.trim();
            let start = line.body + level + (rest.len() - rest.trim_start().len());
            // A row of `#` at the end belongs to the mark.
            let bare = shown.trim_end_matches('#');
            let shown = if bare.is_empty() || bare.ends_with([' ', '\t']) { bare.trim_end() } else { shown };
            let text = start..start + shown.len();
            return Some(Heading { first: index, last: index, level, text, underlined: false });
        }
        None
    }

    /// The heading that a paragraph of these lines is, if it is underlined.
    pub(super) fn underlined(&self, first: usize, after: usize) -> Option<Heading> {
        let line = self.lines.get(after)?;
        let before = self.lines.get(after.checked_sub(1)?)?;
        let level =
            underline(self.words(after)).filter(|_| line.indent < 4 && line.quotes == before.quotes)?;
        let text = self.lines.get(first)?.body..before.end;
        Some(Heading { first, last: after, level, text, underlined: true })
    }

    /// The headings with one `#` or `=` outside of quotations, by a quick look.
    pub(super) fn top_headings(&self) -> Vec<Heading> {
        let mut found = Vec::new();
        for index in 0..self.lines.len() {
            let quoted = self.lines.get(index).is_none_or(|line| line.quotes > 0);
            if quoted {
                continue;
            }
            if let Some(heading) = self.heading_at(index) {
                if heading.level == 1 {
                    found.push(heading);
                }
            } else if self.words(index).starts_with("==")
                && let Some(first) = self.paragraph_before(index)
            {
                found.extend(self.underlined(first, index).filter(|heading| heading.level == 1));
            }
        }
        found
    }

    /// The first line of the paragraph that ends before a line.
    fn paragraph_before(&self, index: usize) -> Option<usize> {
        let mut first = None;
        for at in (index.saturating_sub(20)..index).rev() {
            let line = self.lines.get(at)?;
            if line.kind != Kind::Text || self.heading_at(at).is_some() {
                break;
            }
            first = Some(at);
        }
        first.filter(|first| super::lines::item_mark(self.words(*first)).is_none())
    }

    /// The words of a heading without attributes and marks.
    pub(super) fn heading_words(&self, heading: &Heading) -> String {
        let text = self.slice(heading.text.clone());
        let end = self.heading_attributes(heading).map_or(text.len(), |at| at - heading.text.start);
        plain(&one_line(&super::images::plain(text.get(..end).unwrap_or(text))))
    }

    /// Where the attributes of a heading begin.
    fn heading_attributes(&self, heading: &Heading) -> Option<usize> {
        let text = self.slice(heading.text.clone()).trim_end();
        let open = text.ends_with('}').then(|| text.rfind('{'))??;
        let (given, end) = attributes::parse(text, open)?;
        (given.is_meant() && end == text.len()).then_some(heading.text.start + open)
    }

    /// A heading, whose level, attributes and words may change.
    pub(super) fn heading(&mut self, heading: &Heading) {
        let attributes = self.heading_attributes(heading);
        let end = attributes.unwrap_or(heading.text.end);
        self.inlines(heading.text.start..end, String::new());
        self.heading_braces(heading, attributes);
        if self.shift == 0 {
            return;
        }
        if !heading.underlined {
            let at = heading.text.start - (heading.text.start - self.body_of(heading.first));
            if heading.level < 6 {
                self.edits.replace(at..at, "#", None);
            } else {
                let message = "this heading is as deep as headings go, and stays on its level";
                self.edits.tell(at, Remark::new(remark::Kind::Guess, message).sure(0.9));
            }
        } else if let Some(line) = self.lines.get(heading.last).cloned() {
            if heading.level == 1 {
                let dashes = "-".repeat(self.slice(line.body..line.end).trim_end().len().max(3));
                self.edits.replace(line.body..line.end, dashes, None);
            } else {
                self.hashed(heading, line.end);
            }
        }
    }

    /// An underlined heading of the second level becomes one of the third, which has no underline.
    fn hashed(&mut self, heading: &Heading, end: usize) {
        let at = heading.text.start;
        self.edits.replace(at..at, "### ", None);
        for index in heading.first..heading.last {
            let (from, to) = (self.lines.get(index).map_or(at, |line| line.end), self.body_of(index + 1));
            if index + 1 == heading.last {
                self.edits.replace(from..end, "", None);
            } else {
                self.edits.replace(from..to, " ", None);
            }
        }
    }

    fn body_of(&self, index: usize) -> usize {
        self.lines.get(index).map_or(self.text.len(), |line| line.body)
    }

    /// The attributes of a heading: offprint reads an id.
    fn heading_braces(&mut self, heading: &Heading, attributes: Option<usize>) {
        let is_section = heading.level + self.shift == 2 && !self.is_single;
        let Some(open) = attributes else {
            let title = self.heading_words(heading).to_lowercase();
            if is_section && TAKEN.contains(&title.as_str()) {
                let message = format!(
                    "`/{title}/` is an address of offprint's own, so that the section needs another id"
                );
                let end = heading.text.end;
                self.edits.replace(
                    end..end,
                    format!(" {{#the-{title}}}"),
                    Remark::new(remark::Kind::Replaced, message),
                );
            }
            return;
        };
        let Some((given, end)) = attributes::parse(self.text, open) else { return };
        let id = given.id.as_deref().map(|id| self.id(id));
        let title = self.heading_words(heading).to_lowercase();
        let taken = (is_section && TAKEN.contains(&title.as_str())).then(|| format!("the-{title}"));
        let written = attributes::write(id.or(taken).as_deref(), &[], &[]);
        if written == self.slice(open..end) {
            return;
        }
        let mut left: Vec<String> = given.classes.iter().map(|class| format!("`.{class}`")).collect();
        left.extend(given.pairs.iter().map(|(key, value)| format!("`{key}={value}`")));
        let message = match left.as_slice() {
            [] => "the id of this heading is written as offprint reads it".to_owned(),
            left => format!("left out at this heading: {}", left.join(", ")),
        };
        let blank = self.slice(heading.text.start..open).trim_end().len() + heading.text.start;
        let start = if written.is_empty() { blank } else { open };
        self.edits.replace(start..end, written, Remark::new(remark::Kind::Dropped, message));
    }

    /// Finds the title among the headings, and by how much the others move down. The result is the title that the text
    /// has itself, and the lines that hold it.
    pub(super) fn plan(&mut self, stated: Option<&str>) -> Option<(String, Heading)> {
        let top = self.top_headings();
        let first = top.first()?;
        let title = self.heading_words(first);
        let repeats = stated.is_some_and(|stated| words(stated) == words(&title));
        let alone = stated.is_none() && top.len() == 1 && self.is_first(first);
        let takes = !title.is_empty() && (repeats || alone);
        if top.len() > usize::from(takes) {
            self.shift = 1;
            let at = top.get(usize::from(takes)).map_or(0, |heading| heading.text.start);
            let message = "headings begin with `##` in offprint, so that all of them moved down by one level";
            self.edits.tell(at, Remark::new(remark::Kind::Replaced, message));
        }
        takes.then(|| (title, first.clone()))
    }

    /// Whether no other heading stands before one.
    fn is_first(&self, heading: &Heading) -> bool {
        (0..heading.first).all(|index| self.heading_at(index).is_none())
    }

    /// Takes the title out of the text; the blank lines after it go with it.
    pub(super) fn lift_title(&mut self, heading: &Heading) {
        let Some(start) = self.lines.get(heading.first).map(|line| line.start) else { return };
        let mut after = heading.last + 1;
        while self.lines.get(after).is_some_and(|line| line.kind == Kind::Blank) {
            after += 1;
        }
        let end = self.lines.get(after).map_or(self.text.len(), |line| line.start);
        let remark = Remark::new(
            remark::Kind::Replaced,
            "this heading is the title, which stands in the front matter",
        );
        self.edits.replace(start..end, "", remark);
    }
}

/// The level of an underline.
fn underline(words: &str) -> Option<usize> {
    let words = words.trim_end();
    let level = match words.bytes().next()? {
        b'=' => 1,
        b'-' => 2,
        _ => return None,
    };
    words.bytes().all(|byte| Some(byte) == words.bytes().next()).then_some(level)
}
