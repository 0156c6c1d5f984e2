//! Lines and columns of a text.
//!
//! In: a text as it was read. Out: [`Position`]s of bytes. Never: a panic for bytes beyond the text or inside a character.

use std::ops::Range;
use std::sync::Arc;

/// Bytes from one count of characters to the next: a line may be the whole text, with a problem in each word.
const STEP: usize = 4096;

/// A text and where its lines begin.
pub struct Lines {
    text: Arc<str>,
    starts: Vec<usize>,
    /// How many characters begin before each [`STEP`] of bytes.
    counts: Vec<usize>,
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
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for part in text.as_bytes().chunks(STEP) {
            counts.push(count);
            count += beginnings(part);
        }
        Self { text, starts, counts }
    }

    /// Where a byte stands.
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = self.range(line).start.min(byte);
        Position { line, column: self.characters(byte) - self.characters(start) + 1 }
    }

    /// How many characters begin before a byte.
    fn characters(&self, byte: usize) -> usize {
        let step = byte / STEP;
        let counted = self.counts.get(step).copied().unwrap_or_default();
        counted + beginnings(self.text.as_bytes().get(step * STEP..byte).unwrap_or_default())
    }

    /// The text of a line, counted from one, without its end and without a byte-order mark; and where it begins.
    pub(super) fn line(&self, line: usize) -> (usize, &str) {
        let range = self.range(line);
        let text = self.text.get(range.clone()).unwrap_or_default();
        (range.start, text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text)))
    }

    /// The text between two bytes, or between the beginnings of the characters that they are in.
    pub(super) fn part(&self, bytes: Range<usize>) -> &str {
        let [start, end] = [bytes.start, bytes.end].map(|byte| self.text.floor_char_boundary(byte));
        self.text.get(start..end).unwrap_or_default()
    }

    fn range(&self, line: usize) -> Range<usize> {
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or_default();
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        // Editors don't show a byte-order mark, and don't count it.
        let mark = if start == 0 && self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        (start + mark).min(end)..end
    }
}

/// How many characters begin in these bytes of a text.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_characters_however_long_the_line() {
        let text = format!("\u{feff}é1\n{}\nx", "aé東".repeat(5000));
        let lines = Lines::new(text.as_str().into());
        for byte in (0..text.len() + 3).step_by(7).chain([text.len(), STEP, STEP - 1, STEP + 1, 2 * STEP]) {
            let byte = text.floor_char_boundary(byte);
            let before = text.get(..byte).unwrap();
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let column = before.get(start..).unwrap().trim_start_matches('\u{feff}').chars().count() + 1;
            let line = before.matches('\n').count() + 1;
            assert_eq!(lines.position(byte), Position { line, column }, "{byte}");
        }
    }
}
