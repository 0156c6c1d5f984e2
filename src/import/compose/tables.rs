//! Tables are written: with pipes if they can be, else in HTML.
//!
//! In: a table of cells. Out: lines, and its caption after an empty one. Never: a lost cell.

use super::blocks::{Before, uncaptioned, unsupported};
use super::lines::Lines;
use super::runs::{Atom, Run};
use super::{Composer, Place, attributes};
use crate::import::remark::Remark;
use crate::import::transcript::{Align, Cell, Inline, Table};

impl Composer {
    /// Writes a table and its caption.
    pub(super) fn table(&mut self, table: &Table) -> (Lines, Before) {
        if table.rows.iter().all(Vec::is_empty) {
            return (self.caption_alone(table), Before::Other);
        }
        // The notes of a caption are numbered before those of the cells.
        let (caption, remark) = self.line(&table.caption, Place::Line);
        let is_plain =
            table.head == 1 && table.rows.iter().flatten().all(|cell| cell.columns <= 1 && cell.rows <= 1);
        let mut out = if is_plain {
            self.pipes(table, 1)
        } else if let Some(what) = unwritable(table) {
            let message =
                format!("cells that were merged are apart, since only a plain table can hold {what}");
            let remark = table.rows.iter().flatten().any(is_merged).then(|| unsupported(message));
            self.pipes(&unmerged(table), table.head.min(1)).remarked(remark)
        } else {
            self.html_table(table)
        };
        let mut given = attributes::Written::default();
        given.id(self.id(table.id.as_deref()));
        let given = given.to_string();
        if caption.is_empty() && given.is_empty() {
            return (out.remarked(remark), Before::Table);
        }
        let words = ["Table:", &caption, &given].into_iter().filter(|words| !words.is_empty());
        out.append(Lines::new(vec![words.collect::<Vec<_>>().join(" ")]).remarked(remark));
        (out, Before::Other)
    }

    /// The caption of a table that has no cells.
    fn caption_alone(&mut self, table: &Table) -> Lines {
        let caption = self.paragraph(&table.caption);
        if caption.is_empty() {
            return caption;
        }
        caption.remarked([unsupported("a table without cells is a paragraph: its caption")])
    }

    /// Writes a table with pipes; `head` is 0 if no row heads it.
    fn pipes(&mut self, table: &Table, head: usize) -> Lines {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut remarks: Vec<Remark> = Vec::new();
        if head == 0 {
            rows.push(vec![String::new(); width]);
        }
        for row in &table.rows {
            let mut cells = Vec::with_capacity(width);
            for cell in row {
                let (text, more) = self.line(&cell.content, Place::Cell);
                cells.push(if cells.is_empty() { uncaptioned(&text) } else { text });
                remarks.extend(more);
            }
            cells.resize(width, String::new());
            rows.push(cells);
        }
        let align: Vec<Align> =
            (0..width).map(|at| table.align.get(at).copied().unwrap_or_default()).collect();
        Lines::new(drawn(&rows, &align)).remarked(remarks)
    }
}

/// The widest line of a table whose columns are filled up.
const WIDEST: usize = 110;

/// The lines of a table, its columns as wide as their cells if that makes no long lines.
fn drawn(rows: &[Vec<String>], align: &[Align]) -> Vec<String> {
    let mut widths: Vec<usize> = vec![3; align.len()];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let is_narrow = widths.iter().map(|width| width + 3).sum::<usize>() < WIDEST;
    let line = |cells: &[String]| {
        let mut line = String::from("|");
        for ((cell, width), align) in cells.iter().zip(&widths).zip(align) {
            let room = if is_narrow { width.saturating_sub(cell.chars().count()) } else { 0 };
            let (before, after) = if *align == Align::End { (room, 0) } else { (0, room) };
            line.push_str(&format!(" {}{cell}{} |", " ".repeat(before), " ".repeat(after)));
        }
        line
    };
    let rule = align.iter().zip(&widths).map(|(align, width)| {
        let length = if is_narrow { *width } else { 3 };
        match align {
            Align::Start => "-".repeat(length),
            Align::Center => format!(":{}:", "-".repeat(length - 2)),
            Align::End => format!("{}:", "-".repeat(length - 1)),
        }
    });
    let rule: Vec<String> = rule.collect();
    let mut lines: Vec<String> = rows.iter().map(|row| line(row)).collect();
    lines.insert(1.min(lines.len()), format!("| {} |", rule.join(" | ")));
    lines
}

fn is_merged(cell: &Cell) -> bool {
    cell.columns > 1 || cell.rows > 1
}

/// What a table in HTML could not hold.
fn unwritable(table: &Table) -> Option<&'static str> {
    let mut found = None;
    for cell in table.rows.iter().flatten() {
        for run in super::runs::runs(&cell.content, &mut Some) {
            found = match run {
                Run { link: Some(_), .. } => Some("links"),
                Run { atom: Atom::Math(_), .. } => Some("formulae"),
                Run { atom: Atom::Image(_), .. } => Some("pictures"),
                _ => continue,
            };
        }
    }
    found
}

/// The same table, its merged cells apart: the words stand in the first one.
fn unmerged(table: &Table) -> Table {
    let empty = || Cell { content: Vec::<Inline>::new(), columns: 1, rows: 1 };
    let mut taken: Vec<usize> = Vec::new();
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut out: Vec<Cell> = Vec::with_capacity(row.len());
        let fill = |out: &mut Vec<Cell>, taken: &mut Vec<usize>| {
            while let Some(left) = taken.get_mut(out.len()).filter(|left| **left > 0) {
                *left -= 1;
                out.push(empty());
            }
        };
        for cell in row {
            fill(&mut out, &mut taken);
            let at = out.len();
            out.push(Cell { content: cell.content.clone(), columns: 1, rows: 1 });
            out.extend((1..cell.columns.min(super::html_tables::MOST)).map(|_| empty()));
            taken.resize(taken.len().max(out.len()), 0);
            for left in taken.iter_mut().take(out.len()).skip(at) {
                *left = cell.rows.clamp(1, super::html_tables::MOST) - 1;
            }
        }
        fill(&mut out, &mut taken);
        rows.push(out);
    }
    Table { rows, ..table.clone() }
}
