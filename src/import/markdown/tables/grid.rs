//! Pandoc's tables that are drawn with `+`, `-` and `|`.
//!
//! In: lines. Out: cells; what pipes can't hold is said to overflow. Never: a cell of two columns or rows.

use super::{Align, Drawn};
use crate::import::markdown::document::Document;
use crate::import::markdown::lines::{Kind, item_mark};

impl Document<'_> {
    /// The table that begins on a line.
    pub(super) fn grid(&self, first: usize) -> Option<Drawn> {
        let corners = corners(self.words(first))?;
        let mut drawn = Drawn { align: alignment(self.words(first)), ..Drawn::default() };
        let mut row: Vec<Vec<String>> = Vec::new();
        let mut after = first + 1;
        while self.lines.get(after).is_some_and(|line| line.kind == Kind::Text) {
            let words = self.words(after).trim_end();
            if !words.starts_with(['+', '|']) {
                break;
            }
            if words.starts_with('+') {
                drawn.overflows |= self::corners(words).as_ref() != Some(&corners);
                let cells = finish(std::mem::take(&mut row), &mut drawn.overflows);
                if words.contains('=') {
                    drawn.align = alignment(words);
                    drawn.overflows |= !drawn.head.is_empty() || !drawn.rows.is_empty();
                    drawn.head = cells;
                } else if !cells.is_empty() {
                    drawn.rows.push(cells);
                }
            } else {
                match cells(words, &corners) {
                    Some(cells) => row.push(cells),
                    None => drawn.overflows = true,
                }
            }
            after += 1;
        }
        let closed = self.words(after - 1).starts_with('+');
        drawn.after = after;
        let some = drawn.overflows || !drawn.rows.is_empty();
        (closed && some && after > first + 2).then_some(drawn)
    }
}

/// Where the corners of a row's rule are.
fn corners(words: &str) -> Option<Vec<usize>> {
    let words = words.trim_end();
    let drawn = words.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=' | b':'));
    let corners: Vec<usize> =
        words.bytes().enumerate().filter(|(_, byte)| *byte == b'+').map(|(at, _)| at).collect();
    (drawn && words.starts_with('+') && words.ends_with('+') && words.len() > 2 && corners.len() > 1)
        .then_some(corners)
}

fn alignment(words: &str) -> Vec<Align> {
    let cells = words.trim().trim_matches('+').split('+');
    cells
        .map(|cell| match (cell.starts_with(':'), cell.ends_with(':')) {
            (true, true) => Align::Center,
            (true, false) => Align::Left,
            (false, true) => Align::Right,
            (false, false) => Align::None,
        })
        .collect()
}

/// The cells of a line, if it has bars where the corners are.
fn cells(words: &str, corners: &[usize]) -> Option<Vec<String>> {
    let text: Vec<char> = words.chars().collect();
    let mut cells = Vec::new();
    for (from, to) in corners.iter().zip(corners.iter().skip(1)) {
        if text.get(*from) != Some(&'|') || text.get(*to) != Some(&'|') {
            return None;
        }
        cells.push(text.get(from + 1..*to)?.iter().collect::<String>());
    }
    Some(cells)
}

/// The cells of a row of several lines. Paragraphs, lists and code in a cell are more than pipes can hold.
fn finish(lines: Vec<Vec<String>>, overflows: &mut bool) -> Vec<String> {
    let Some(columns) = lines.first().map(Vec::len) else { return Vec::new() };
    (0..columns)
        .map(|column| {
            let cell: Vec<&str> =
                lines.iter().filter_map(|line| line.get(column)).map(|line| line.trim()).collect();
            let text = cell.join("\n");
            let text = text.trim();
            let listed =
                text.lines().any(|line| item_mark(line).is_some() || line.starts_with(['>', '#', '`']));
            *overflows |= text.contains("\n\n") || listed;
            text.replace('\n', " ")
        })
        .collect()
}
