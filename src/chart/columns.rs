//! Which columns of a table a chart shows.
//!
//! In: a table and the settings. Out: [`Columns`], with the cells read. Never: what is drawn of them.

use super::problems::Report;
use super::settings::{Settings, Written};
use super::{Stack, time};
use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::number::{Cell, Signs, read};
use crate::paper::DataTable;

/// The columns of a chart.
pub(super) struct Columns {
    /// What the values belong to.
    pub(super) x: usize,
    /// The values.
    pub(super) y: Vec<usize>,
    pub(super) series: Option<usize>,
    pub(super) by: Option<usize>,
    /// A column of sums that is left out.
    pub(super) total: Option<usize>,
    /// The cells of all columns.
    cells: Vec<Vec<Cell>>,
}

/// What sums are called, in the languages of the theme.
const TOTALS: [&str; 17] = [
    "total",
    "totals",
    "sum",
    "grand total",
    "all",
    "overall",
    "razem",
    "ogółem",
    "suma",
    "łącznie",
    "insgesamt",
    "gesamt",
    "summe",
    "totaux",
    "ensemble",
    "total général",
    "gesamtsumme",
];

/// Whether a column or row of this name holds sums.
pub(super) fn is_total(name: &str) -> bool {
    TOTALS.contains(&&*name.trim().trim_end_matches(':').to_lowercase())
}

impl Columns {
    /// A cell as it was read.
    pub(super) fn cell(&self, row: usize, column: usize) -> &Cell {
        self.cells.get(column).and_then(|cells| cells.get(row)).unwrap_or(&Cell::Missing)
    }
}

/// Chooses the columns: those that the settings name, else the first with names and all with numbers.
pub(super) fn choose(
    table: &DataTable,
    settings: &Settings<'_>,
    language: &Language,
    report: &Report<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Columns> {
    let before = problems.len();
    let mut find = |key: &str, written: Option<Written<'_>>| {
        let (name, span) = written?;
        let found = position(table, name);
        if found.is_none() {
            problems.push(report.column_missing(key, name, span));
        }
        found
    };
    let given = [find("x", settings.x), find("series", settings.series), find("by", settings.by)];
    let named: Option<Vec<usize>> = settings
        .y
        .map(|y| names(table, y.0).into_iter().filter_map(|name| find("y", Some((name, y.1)))).collect());
    if problems.len() > before {
        return None;
    }
    let [x, series, by] = given;
    let cells: Vec<Vec<Cell>> = (0..table.head.len()).map(|column| cells(table, column, language)).collect();
    let kinds: Vec<Column> = (0..table.head.len())
        .map(|column| Column::of(cells.get(column).map_or(&[][..], Vec::as_slice), is_time(table, column)))
        .collect();
    let taken = |column: usize| [x, series, by].contains(&Some(column));
    let of_kind = |kind: Column| (0..kinds.len()).find(|at| !taken(*at) && kinds.get(*at) == Some(&kind));
    let first = kinds.first().copied();
    let x = x.unwrap_or_else(|| match first {
        Some(Column::Numbers) | None => of_kind(Column::Text).or(of_kind(Column::Time)).unwrap_or(0),
        _ if taken(0) => of_kind(Column::Text).or(of_kind(Column::Time)).unwrap_or(0),
        _ => 0,
    });
    let mut total = None;
    let y = match named {
        Some(named) => named,
        None => {
            let mut y: Vec<usize> = (0..kinds.len())
                .filter(|at| *at != x && !taken(*at) && kinds.get(*at).is_some_and(|kind| kind.counts()))
                .collect();
            if settings.stack != Stack::Grouped && y.len() > 1 {
                total = y.iter().copied().find(|at| table.head.get(*at).is_some_and(|name| is_total(name)));
                y.retain(|at| Some(*at) != total);
            }
            // A table with a row for each value has one column of them.
            y.truncate(if series.is_some() { 1 } else { usize::MAX });
            y
        }
    };
    let empty = y.iter().find(|at| !cells.get(**at).is_some_and(|cells| cells.iter().any(is_number)));
    if y.is_empty() || empty.is_some() {
        problems.push(report.without_numbers(empty.copied()));
        return None;
    }
    Some(Columns { x, y, series, by, total, cells })
}

/// A column by its name, in any case if there is none that is exactly so.
fn position(table: &DataTable, name: &str) -> Option<usize> {
    let is = |head: &str| head.trim() == name.trim();
    let folded = |head: &str| head.trim().to_lowercase() == name.trim().to_lowercase();
    table.head.iter().position(|head| is(head)).or_else(|| table.head.iter().position(|head| folded(head)))
}

/// The names in a list, which may be one name with commas in it.
fn names<'a>(table: &DataTable, list: &'a str) -> Vec<&'a str> {
    if position(table, list).is_some() {
        return vec![list];
    }
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

fn cells(table: &DataTable, column: usize, language: &Language) -> Vec<Cell> {
    let texts = || table.rows.iter().map(|row| row.get(column).map_or("", |text| &**text));
    let signs = Signs::of(texts(), language.tag());
    texts().map(|text| read(text, signs)).collect()
}

fn is_time(table: &DataTable, column: usize) -> bool {
    let mut texts =
        table.rows.iter().filter_map(|row| row.get(column)).filter(|text| !text.trim().is_empty()).peekable();
    texts.peek().is_some() && texts.all(|text| time::read(text).is_some())
}

fn is_number(cell: &Cell) -> bool {
    matches!(cell, Cell::Number(_))
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Text,
    Time,
    Numbers,
}

impl Column {
    fn of(cells: &[Cell], is_time: bool) -> Self {
        let numbers = cells.iter().filter(|cell| is_number(cell)).count();
        let texts = cells.iter().filter(|cell| **cell == Cell::Text).count();
        match () {
            () if is_time => Self::Time,
            // A few words among many numbers are a slip that is to be told, not a column of words.
            () if numbers > texts => Self::Numbers,
            () => Self::Text,
        }
    }

    fn counts(self) -> bool {
        self != Self::Text
    }
}
