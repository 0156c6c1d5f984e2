//! Tables of data, and the charts that authors ask for.
//!
//! In: nothing. Out: types. Never: what the cells of a table mean.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Attributes, ReferenceId, Span};

/// The cells of a data file, or of a table in a text, as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataTable {
    /// The first row.
    pub head: Vec<Box<str>>,
    /// The rest, each as long as the head.
    pub rows: Vec<Vec<Box<str>>>,
    /// Where the cells stand: of the head, then of each row.
    pub spans: Vec<Vec<Span>>,
    /// The file that the spans point into; `None` for a table in a text, whose spans point into [`super::Record::files`].
    pub path: Option<Arc<str>>,
}

impl DataTable {
    /// Where a cell of a row (the head has none) and column stands.
    pub fn span(&self, row: Option<usize>, column: usize) -> Option<Span> {
        let spans = self.spans.get(row.map_or(0, |row| row + 1))?;
        spans.get(column).copied()
    }
}

/// What kind of chart a figure is, and its settings as written; what they mean is for `chart` to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// `bar`, `hbar`, `line`, …; empty if none is given.
    pub kind: Box<str>,
    /// Where the kind stands, or the figure if none is given.
    pub kind_span: Span,
    /// The classes (`stacked`) and keys (`x`, `y`) as written.
    pub attributes: Attributes,
    /// Where each of the keys stands.
    pub spans: Vec<Span>,
    /// Index into [`super::Record::charts`]; one beyond them for a chart that is not drawn.
    pub index: u32,
}

impl Chart {
    /// The value of a key, and where it stands.
    pub fn get(&self, key: &str) -> Option<(&str, Span)> {
        let at = self.attributes.pairs.iter().position(|(k, _)| &**k == key)?;
        let (_, value) = self.attributes.pairs.get(at)?;
        Some((value, self.spans.get(at).copied().unwrap_or(self.kind_span)))
    }
}

/// A chart with its data: all that it is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartRecord {
    /// The last part of the addresses of its files: `fig-vendors`.
    pub id: Box<str>,
    /// What the author asked for.
    pub chart: Chart,
    /// Its data.
    pub data: ChartData,
    /// "Figure 2" has this number.
    pub number: Option<Box<str>>,
    /// Its caption as plain text.
    pub caption: Box<str>,
    /// The alternative text that the author gave.
    pub alt: Option<Box<str>>,
    /// `source="…"`
    pub source: Option<Box<str>>,
    /// `credit="…"`
    pub credit: Option<Box<str>>,
    /// Where the figure stands.
    pub span: Span,
}

/// Where a chart's data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChartData {
    /// In a file.
    File(ReferenceId),
    /// In a table of the text.
    Table(Arc<DataTable>),
    /// Nowhere: the figure holds no table.
    Missing,
}
