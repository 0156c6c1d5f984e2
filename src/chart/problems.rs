//! What can be wrong with a chart, in words.
//!
//! In: where, and what was found there. Out: diagnostics. Never: the finding.

use std::sync::Arc;

use crate::diagnostic::rules::charts as rules;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::paper::{ChartRecord, DataTable, Span};

/// Where a chart and its data stand.
#[derive(Clone, Copy)]
pub(super) struct Report<'a> {
    pub(super) record: &'a ChartRecord,
    pub(super) files: &'a [Arc<str>],
    pub(super) table: Option<&'a DataTable>,
}

impl Report<'_> {
    fn place(&self, span: Span) -> Place {
        span.place(self.files)
    }

    /// A cell of the table; `None` is the head. The figure, if the cell is not known.
    fn cell(&self, row: Option<usize>, column: usize) -> Place {
        let own = || self.place(self.record.span);
        let Some(table) = self.table else { return own() };
        let Some(span) = table.span(row, column) else { return own() };
        match &table.path {
            Some(path) => span.place(std::slice::from_ref(path)),
            None => self.place(span),
        }
    }

    pub(super) fn without_table(&self) -> Diagnostic {
        Diagnostic::new(&rules::WITHOUT_NUMBERS, "this chart has no table to be drawn from")
            .at(self.place(self.record.chart.kind_span))
            .hint("put a table into the figure, or name a `.csv` file as its image")
    }

    pub(super) fn unknown_kind(&self, kind: &str, kinds: impl Iterator<Item = &'static str>) -> Diagnostic {
        let kinds: Vec<&str> = kinds.collect();
        Diagnostic::new(&rules::KIND_UNKNOWN, format!("there is no chart of the kind `{kind}`"))
            .at(self.place(self.record.chart.kind_span))
            .did_you_mean(nearest(kind, kinds.iter().copied()))
            .hint(format!("the kinds are {}", listed(&kinds)))
    }

    pub(super) fn column_missing(&self, key: &str, name: &str, span: Span) -> Diagnostic {
        let names: Vec<&str> = self.table.iter().flat_map(|table| &table.head).map(|name| &**name).collect();
        let problem = Diagnostic::new(
            &rules::COLUMN_MISSING,
            format!("`{key}` names a column `{name}`, which the table does not have"),
        )
        .at(self.place(span))
        .did_you_mean(nearest(name, names.iter().copied()))
        .hint(format!("its columns are {}", listed(&names)));
        problem.related(self.cell(None, 0), "the table begins here")
    }

    pub(super) fn without_numbers(&self, column: Option<usize>) -> Diagnostic {
        let name = column.and_then(|at| self.table?.head.get(at));
        let message = match name {
            Some(name) => format!("the column `{name}` holds no numbers"),
            None => "no column of this table holds numbers".to_owned(),
        };
        Diagnostic::new(&rules::WITHOUT_NUMBERS, message).at(self.cell(None, column.unwrap_or(0)))
    }

    pub(super) fn not_a_number(&self, row: usize, column: usize) -> Diagnostic {
        let (text, name) = self.words(row, column);
        Diagnostic::new(
            &rules::NOT_A_NUMBER,
            format!("`{text}` is not a number, as others in the column `{name}` are"),
        )
        .at(self.cell(Some(row), column))
        .hint("leave a cell without a value empty, or write `–` or `n/a`; choose other columns with `y=…`")
    }

    pub(super) fn other_unit(&self, row: usize, column: usize, unit: &str) -> Diagnostic {
        let (text, _) = self.words(row, column);
        Diagnostic::new(
            &rules::UNITS_DIFFER,
            format!("`{text}` is in another unit than most values of the chart, which are in `{unit}`"),
        )
        .at(self.cell(Some(row), column))
        .hint("choose columns of one unit with `y=…`, or write the values in one unit")
    }

    pub(super) fn negative(&self, row: usize, column: usize) -> Diagnostic {
        let (text, _) = self.words(row, column);
        Diagnostic::new(&rules::NEGATIVE_SHARE, format!("`{text}` can't be a part of a whole"))
            .at(self.cell(Some(row), column))
            .hint("leave `.share` out, or use `.grouped`, which shows negative values as they are")
    }

    pub(super) fn too_many(&self, count: usize, most: usize) -> Diagnostic {
        Diagnostic::new(
            &rules::TOO_MANY_SERIES,
            format!("{count} series in one chart, which has {most} colours"),
        )
        .at(self.place(self.record.chart.kind_span))
        .hint("draw each by itself with `.multiples`, or tell one from all others with `highlight=…`")
    }

    pub(super) fn highlight_unknown(&self, name: &str, span: Span, names: &[&str]) -> Diagnostic {
        Diagnostic::new(
            &rules::HIGHLIGHT_UNKNOWN,
            format!("there is no `{name}` in this chart to be highlighted"),
        )
        .at(self.place(span))
        .did_you_mean(nearest(name, names.iter().copied()))
        .hint(format!("it has {}", listed(names)))
    }

    pub(super) fn repeated(&self, [first, again]: [usize; 2], column: usize, is_lost: bool) -> Diagnostic {
        let (text, _) = self.words(again, column);
        let message = if is_lost {
            format!("there are two values for `{text}`; the chart shows the first")
        } else {
            format!("two rows of the chart are called `{text}`")
        };
        Diagnostic::new(&rules::CATEGORY_REPEATED, message)
            .at(self.cell(Some(again), column))
            .related(self.cell(Some(first), column), "the other one")
    }

    pub(super) fn total_differs(&self, row: usize, column: usize, sum: &str) -> Diagnostic {
        let (text, name) = self.words(row, column);
        Diagnostic::new(
            &rules::TOTAL_DIFFERS,
            format!("`{name}` says `{text}`, and the values of the row add up to {sum}"),
        )
        .at(self.cell(Some(row), column))
        .hint("the chart is drawn from the values; correct one of them, or the total")
    }

    fn words(&self, row: usize, column: usize) -> (&str, &str) {
        let Some(table) = self.table else { return ("", "") };
        let text = table.rows.get(row).and_then(|row| row.get(column)).map_or("", |text| text);
        (text, table.head.get(column).map_or("", |name| name))
    }
}

/// "`a`, `b` and `c`"; a long list is cut.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        _ if names.len() > 12 => format!("{} and {} more", quoted.join(", "), names.len() - 12),
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
