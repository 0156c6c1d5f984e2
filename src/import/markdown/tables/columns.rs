//! Pandoc's tables whose columns are told by rows of dashes: simple ones, and those with cells of several lines.
//!
//! In: lines. Out: cells. Never: a word that crosses two columns; that is no table.

use super::{Align, Drawn};
use crate::import::markdown::document::Document;
use crate::import::markdown::lines::Kind;

/// The most lines that the head of a table has.
const HEAD: usize = 8;
/// The most lines that a table has.
const LONGEST: usize = 5000;

impl Document<'_> {
    /// The table that begins on a line.
    pub(super) fn columns(&self, first: usize) -> Option<Drawn> {
        let is_start = first == 0 || self.is_break(first - 1);
        if !is_start {
            return None;
        }
        if is_rule(self.words(first)) {
            return self.of_lines(first, true).or_else(|| self.of_lines(first, false));
        }
        if dashes(self.words(first)).is_some_and(|columns| columns.len() > 1) {
            return self.of_lines(first, false).or_else(|| self.headless(first));
        }
        // A simple table: its head, then dashes.
        let columns = dashes(self.words(first + 1)).filter(|columns| columns.len() > 1)?;
        self.lines.get(first).filter(|line| line.kind == Kind::Text)?;
        self.simple(first + 2, Some(first)).filter(|drawn| drawn.align.len() == columns.len())
    }

    /// Whether a line is blank, or a caption or fence stands on it.
    fn is_break(&self, index: usize) -> bool {
        self.lines.get(index).is_none_or(|line| line.kind != Kind::Text) || self.fences.contains_key(&index)
    }

    /// The words of a line, by columns of the page.
    fn cells(&self, index: usize, columns: &[(usize, usize)]) -> Vec<String> {
        let Some(line) = self.lines.get(index) else { return Vec::new() };
        let text: Vec<char> = self.slice(line.start..line.end).chars().collect();
        let starts = columns.iter().map(|(start, _)| *start);
        let ends = columns.iter().skip(1).map(|(start, _)| *start).chain([usize::MAX]);
        let first = columns.first().map_or(0, |(start, _)| *start);
        starts
            .zip(ends)
            .map(|(start, end)| {
                let start = if start == first { 0 } else { start };
                let cell = text.get(start.min(text.len())..end.min(text.len())).unwrap_or_default();
                cell.iter().collect::<String>().trim().to_owned()
            })
            .collect()
    }

    /// The columns of a line of dashes, its indentation counted too.
    fn offset_columns(&self, index: usize) -> Option<Vec<(usize, usize)>> {
        let line = self.lines.get(index)?;
        let before = self.slice(line.start..line.body).chars().count();
        Some(
            dashes(self.words(index))?
                .into_iter()
                .map(|(start, end)| (start + before, end + before))
                .collect(),
        )
    }

    /// A table whose rows are a line each.
    fn simple(&self, rows: usize, head: Option<usize>) -> Option<Drawn> {
        let columns = self.offset_columns(rows - 1)?;
        let mut drawn = Drawn::default();
        let mut after = rows;
        while self.lines.get(after).is_some_and(|line| line.kind == Kind::Text)
            && !self.fences.contains_key(&after)
        {
            if dashes(self.words(after)).is_some() {
                after += 1;
                break;
            }
            drawn.rows.push(self.cells(after, &columns));
            after += 1;
        }
        let closed = dashes(self.words(after - 1)).is_some() && after > rows;
        let good = !drawn.rows.is_empty() && (head.is_some() || closed) && self.is_break(after);
        let shown = head.unwrap_or(rows);
        drawn.align = self.alignment(shown, &columns);
        drawn.head = head.map(|head| self.cells(head, &columns)).unwrap_or_default();
        drawn.after = after;
        good.then_some(drawn)
    }

    /// A simple table without a head begins and ends with dashes.
    fn headless(&self, first: usize) -> Option<Drawn> {
        self.simple(first + 1, None)
    }

    /// A table whose cells may have several lines, and whose rows are parted by blank lines.
    fn of_lines(&self, first: usize, with_head: bool) -> Option<Drawn> {
        let marks = if with_head {
            (first + 2..first + HEAD)
                .find(|index| dashes(self.words(*index)).is_some_and(|columns| columns.len() > 1))?
        } else {
            first
        };
        let columns = self.offset_columns(marks)?;
        let (mut drawn, mut row, mut blanks) = (Drawn::default(), Vec::new(), 0);
        let mut after = marks + 1;
        loop {
            let line = self.lines.get(after).filter(|_| after < first + LONGEST)?;
            if line.kind == Kind::Blank {
                blanks += 1;
                if !row.is_empty() {
                    drawn.rows.push(std::mem::take(&mut row));
                }
            } else if is_rule(self.words(after)) || (!with_head && dashes(self.words(after)).is_some()) {
                break;
            } else if line.kind != Kind::Text && line.kind != Kind::Code {
                return None;
            } else {
                join(&mut row, self.cells(after, &columns));
            }
            after += 1;
        }
        if !row.is_empty() {
            drawn.rows.push(row);
        }
        let mut head = Vec::new();
        if with_head {
            (first + 1..marks).for_each(|index| join(&mut head, self.cells(index, &columns)));
        }
        drawn.align = self.alignment(if with_head { marks - 1 } else { marks + 1 }, &columns);
        drawn.head = head;
        drawn.after = after + 1;
        let good = !drawn.rows.is_empty() && (blanks > 0 || with_head) && self.is_break(after + 1);
        good.then_some(drawn)
    }

    /// Where words stand over or under their dashes says how the column is aligned.
    fn alignment(&self, shown: usize, columns: &[(usize, usize)]) -> Vec<Align> {
        let Some(line) = self.lines.get(shown) else { return Vec::new() };
        let text: Vec<char> = self.slice(line.start..line.end).chars().collect();
        let ends = columns.iter().skip(1).map(|(start, _)| *start).chain([usize::MAX]);
        columns
            .iter()
            .zip(ends)
            .map(|((start, end), next)| {
                let cell = text.get((*start).min(text.len())..next.min(text.len())).unwrap_or_default();
                let left = cell.iter().take_while(|c| c.is_whitespace()).count();
                let right = start + cell.len() - cell.iter().rev().take_while(|c| c.is_whitespace()).count();
                match (left == 0, right >= *end) {
                    _ if left == cell.len() => Align::None,
                    (true, true) => Align::None,
                    (true, false) => Align::Left,
                    (false, true) => Align::Right,
                    (false, false) => Align::Center,
                }
            })
            .collect()
    }
}

/// Adds the lines of cells to those above them.
fn join(row: &mut Vec<String>, more: Vec<String>) {
    if row.is_empty() {
        *row = more;
        return;
    }
    for (cell, more) in row.iter_mut().zip(more) {
        if !more.is_empty() {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&more);
        }
    }
}

/// Whether a line is one row of dashes.
fn is_rule(words: &str) -> bool {
    let words = words.trim_end();
    words.len() >= 3 && words.bytes().all(|byte| byte == b'-')
}

/// The columns of a line of dashes: where each begins and ends.
fn dashes(words: &str) -> Option<Vec<(usize, usize)>> {
    if !words.starts_with('-') || !words.bytes().all(|byte| matches!(byte, b'-' | b' ')) {
        return None;
    }
    let mut columns = Vec::new();
    let mut start = None;
    for (at, byte) in words.bytes().chain([b' ']).enumerate() {
        match (byte, start) {
            (b'-', None) => start = Some(at),
            (b' ', Some(from)) => {
                columns.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    columns.iter().all(|(start, end)| end - start > 1).then_some(columns)
}
