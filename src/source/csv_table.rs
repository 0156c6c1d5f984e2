//! Data files: the one door for csv.
//!
//! In: the text of a `.csv` file. Out: [`DataTable`], every row as long as the head, with the place of each cell, and
//! diagnostics. Never: what the cells mean.

use std::ops::Range;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::DataTable;
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::Span;

/// Reads a table.
pub(super) fn read(text: &str, path: &Arc<str>, problems: &mut Vec<Diagnostic>) -> DataTable {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = File { text: bare, path, offset: text.len() - bare.len() };
    let mut reader =
        ReaderBuilder::new().flexible(true).has_headers(false).trim(Trim::All).from_reader(bare.as_bytes());
    let mut records = reader.records();
    let head = match records.next() {
        Some(Ok(head)) => head,
        Some(Err(error)) => {
            problems.push(file.problem(&error));
            return DataTable::default();
        }
        None => {
            let empty = Diagnostic::new(&reading::DATA_INVALID, "the file has no rows");
            problems.push(empty.at(Place::file(path.clone())));
            return DataTable::default();
        }
    };
    if head.len() == 1 && head.iter().any(|cell| cell.contains([';', '\t'])) {
        let message = "the first row has one cell: its words are not separated by commas";
        let hint = "save the file with commas between the cells";
        problems.push(Diagnostic::new(&reading::DATA_INVALID, message).at(file.place(&head)).hint(hint));
    }
    let mut rows = Vec::new();
    let mut spans = vec![file.spans(&head, head.len())];
    for record in records {
        match record {
            Ok(record) => {
                problems.extend(file.uneven(&record, head.len()));
                let mut row = cells(&record);
                row.resize(head.len(), "".into());
                rows.push(row);
                spans.push(file.spans(&record, head.len()));
            }
            Err(error) => problems.push(file.problem(&error)),
        }
    }
    DataTable { head: cells(&head), rows, spans, path: Some(path.clone()) }
}

fn cells(record: &StringRecord) -> Vec<Box<str>> {
    record.iter().map(Into::into).collect()
}

struct File<'a> {
    text: &'a str,
    path: &'a Arc<str>,
    offset: usize,
}

impl File<'_> {
    /// Where a row begins.
    fn start(&self, record: &StringRecord) -> usize {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or_default());
        let rest = self.text.get(start..).unwrap_or_default();
        // The reader's position is that of the line break before the row when that break has two bytes.
        start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len())
    }

    /// Where the cells of a row stand, one for each column of the head.
    fn spans(&self, record: &StringRecord, width: usize) -> Vec<Span> {
        let start = self.start(record);
        let row = self.text.get(start..).unwrap_or_default();
        let offset = self.offset + start;
        let mut spans: Vec<Span> = cell_ranges(row)
            .into_iter()
            .map(|range| Span::new(0, offset + range.start, offset + range.end))
            .collect();
        let last =
            spans.last().map_or(Span::new(0, offset, offset), |last| Span { start: last.end, ..*last });
        spans.resize(width, last);
        spans
    }

    /// Where a row begins, to the end of its first line.
    fn place(&self, record: &StringRecord) -> Place {
        let start = self.start(record);
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        Place::new(self.path.clone(), self.offset + start..self.offset + start + line.len())
    }

    fn uneven(&self, record: &StringRecord, width: usize) -> Option<Diagnostic> {
        if record.len() == width {
            return None;
        }
        let cells = |count: usize| if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
        let message = format!("this row has {}, and the first row has {}", cells(record.len()), width);
        let problem = Diagnostic::new(&reading::DATA_INVALID, message).at(self.place(record));
        Some(if record.len() > width {
            problem.hint("put a cell with a comma in it in double quotes")
        } else {
            problem
        })
    }

    fn problem(&self, error: &csv::Error) -> Diagnostic {
        let at = error.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or_default());
        Diagnostic::new(&reading::DATA_INVALID, format!("not readable as CSV: {error}"))
            .at(Place::new(self.path.clone(), self.offset + at..self.offset + at))
    }
}

/// The cells of the row that a text begins with, without the space around them; a cell in quotes with its quotes.
fn cell_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut quoted) = (0, false);
    let mut add = |range: Range<usize>| {
        let cell = text.get(range.clone()).unwrap_or_default();
        let start = range.start + (cell.len() - cell.trim_start().len());
        ranges.push(start..start + cell.trim().len());
    };
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            // A doubled quote inside quotes closes and opens them again.
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                add(start..at);
                start = at + 1;
            }
            b'\r' | b'\n' if !quoted => {
                add(start..at);
                return ranges;
            }
            _ => {}
        }
    }
    add(start..text.len());
    ranges
}
