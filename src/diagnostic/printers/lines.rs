//! Lines and columns of a text.
//!
//! In: a text as it was read. Out: [`Position`]s of bytes. Never: a panic for bytes beyond the text or inside a character.

use std::ops::Range;
use std::sync::Arc;

/// A text and where its lines begin.
pub struct Lines {
    text: Arc<str>,
    starts: Vec<usize>,
}

/// A place as people count: from one, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
}

impl Lines {
    /// Finds the lines of a text.
    pub fn new(text: Arc<str>) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Where a byte stands.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self.range(line).start.min(byte);
        let before = self.text.get(start..byte).unwrap_or_default();
        Position { line, column: before.chars().count() + 1 }
    }

    /// The text of a line, counted from one, without its end and without a byte-order mark; and where it begins.
    pub(super) fn line(&self, line: usize) -> (usize, &str) {
        let range = self.range(line);
        let text = self.text.get(range.clone()).unwrap_or_default();
        (range.start, text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text)))
    }

    fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or_default();
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        // Editors don't show a byte-order mark, and don't count it.
        let mark = if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        (start + mark).min(end)..end
    }
}
