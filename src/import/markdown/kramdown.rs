//! Lines between `{:` and `}`, with which Kramdown gives attributes to the block beside them.
//!
//! In: lines. Out: an id for a heading; everything else is left out. Never: a line of text.

use super::attributes;
use super::document::Document;
use super::headings::Heading;
use super::lines::Kind;
use crate::import::remark::{self, Remark};

impl Document<'_> {
    /// The attributes on the line after a heading: their id is the heading's.
    pub(super) fn heading_line(&mut self, heading: &Heading) {
        let after = heading.last + 1;
        let words = self.words(after);
        if !words.starts_with("{:") || self.lines.get(after).is_none_or(|line| line.kind != Kind::Text) {
            return;
        }
        let Some((given, _)) = attributes::parse(words, 0).filter(|(_, end)| *end == words.trim_end().len())
        else {
            return;
        };
        let Some(id) = given.id.as_deref().map(attributes::fitting) else { return };
        let end = heading.text.end;
        let remark = Remark::new(remark::Kind::Replaced, "the id stood on the line after the heading");
        self.edits.replace(end..end, format!(" {{#{id}}}"), remark);
    }

    /// `* TOC` and `{:toc}`: a table of contents, which offprint makes itself. The line after it is the result.
    pub(super) fn contents(&mut self, index: usize) -> Option<usize> {
        if !self.words(index + 1).starts_with("{:toc") && !self.words(index + 1).starts_with("{: toc") {
            return None;
        }
        super::lines::item_mark(self.words(index))?;
        let (start, end) = (self.lines.get(index)?.start, self.lines.get(index + 1)?.end);
        let range = self.whole_line(start..end);
        let message = "a table of contents was left out: offprint makes one itself";
        self.edits.replace(range, "", Remark::new(remark::Kind::Dropped, message));
        Some(index + 2)
    }

    /// `*[HTML]: words`: Kramdown's abbreviations.
    pub(super) fn abbreviation(&mut self, index: usize) {
        let is_one = self.words(index).strip_prefix("*[").is_some_and(|rest| rest.contains("]: "));
        if let Some(line) = self.lines.get(index).filter(|_| is_one) {
            let message =
                "an abbreviation of Kramdown's is kept as text; offprint reads `<abbr title=\"…\">`";
            self.edits.tell(line.start, Remark::new(remark::Kind::Unsupported, message));
        }
    }
}
