//! Charts: what a table of data says once its words are read as numbers.
//!
//! In: a [`ChartRecord`], its table, the rules and words of a language. Out: a [`Chart`], in which every value is a number with the
//! words that stand beside it, and what is wrong with the data. Never: how a chart looks; that is drawn by `render`.

mod columns;
mod describe;
mod finish;
mod problems;
pub mod scale;
mod series;
mod settings;
mod time;
mod unit;

use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic};
use crate::language::Language;
use crate::paper::{ChartRecord, DataTable};
use crate::theme::Words;

pub use unit::Unit;

/// The most series that a chart tells apart by colour.
pub const COLORS: usize = 6;

/// A chart, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// How its values are drawn.
    pub kind: Kind,
    /// How several series stand to each other.
    pub stack: Stack,
    /// What the values belong to.
    pub categories: Categories,
    /// One, or one for each small multiple.
    pub panels: Vec<Panel>,
    /// What is counted.
    pub unit: Unit,
    /// The words for the axis of values where its unit does not say enough: the name of the only column.
    pub axis: Option<String>,
    /// The most digits after the point that a value is written with.
    pub decimals: usize,
    /// What the chart is called: its caption.
    pub title: String,
    /// What it shows, in words: the author's alternative text, or one made from the data.
    pub description: String,
}

/// How values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Upright bars.
    Bar,
    /// Lying bars.
    HBar,
    /// A line for each series.
    Line,
    /// A line with a filled area below.
    Area,
    /// A dot for each value, on one line for each category.
    Dot,
}

/// How several series stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stack {
    /// Side by side.
    Grouped,
    /// One upon the other.
    Stacked,
    /// One upon the other, each as its part of the whole.
    Share,
}

/// What the values of each series belong to, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Categories {
    /// The name of the column.
    pub name: String,
    /// What is printed.
    pub labels: Vec<String>,
    /// Where each stands, where that is not simply one after the other.
    pub places: Option<Places>,
}

/// Categories that are points on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// Ascending.
    pub at: Vec<f64>,
    /// What they measure.
    pub measure: Measure,
}

/// What an axis of categories measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Years, with days as parts of them.
    Time,
    /// Any number.
    Number,
}

/// A small multiple, or the whole of a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Its name; empty for a chart that is one.
    pub title: String,
    /// What it shows.
    pub series: Vec<Series>,
}

/// The values of one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The name of the column.
    pub name: String,
    /// How it is coloured.
    pub color: Color,
    /// A value for each category, where there is one.
    pub values: Vec<Option<Value>>,
    /// The categories that are told apart by the accent, if single ones are.
    pub accents: Vec<usize>,
}

/// How a series is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// The theme's accent: the only series, or one that is highlighted.
    #[default]
    Accent,
    /// One of [`COLORS`], from 0.
    Palette(usize),
    /// Grey: something else is highlighted.
    Quiet,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// As a number; of a stack to a hundred, the part in per cent.
    pub number: f64,
    /// As it is printed.
    pub label: String,
}

/// Makes a chart. `files` are those that the record's own spans point into. No chart is made of data with errors, nor of a
/// figure that asks to be shown as a table.
pub fn chart(
    record: &ChartRecord,
    table: Option<&DataTable>,
    files: &[Arc<str>],
    (language, words): (&Language, &Words),
) -> Checked<Option<Chart>> {
    let mut problems = Vec::new();
    let chart = made(record, table, files, (language, words), &mut problems);
    Checked::new(chart, problems)
}

fn made(
    record: &ChartRecord,
    table: Option<&DataTable>,
    files: &[Arc<str>],
    (language, words): (&Language, &Words),
    problems: &mut Vec<Diagnostic>,
) -> Option<Chart> {
    if &*record.chart.kind == "table" {
        return None;
    }
    let report = problems::Report { record, files, table };
    let Some(table) = table else {
        problems.push(report.without_table());
        return None;
    };
    let settings = settings::read(&report, problems)?;
    let columns = columns::choose(table, &settings, language, &report, problems)?;
    let look = series::Look { table, columns: &columns, settings: &settings, language, report: &report };
    let mut read = series::read(&look, problems)?;
    let kind = settings.kind.unwrap_or_else(|| usual_kind(&read));
    finish::finish(&mut read, kind, &look, problems)?;
    let mut chart = Chart {
        kind,
        stack: settings.stack,
        categories: read.categories,
        panels: read.panels,
        unit: read.unit,
        axis: read.axis,
        decimals: read.decimals,
        title: record.caption.to_string(),
        description: String::new(),
    };
    chart.description = match &record.alt {
        Some(alt) => alt.to_string(),
        None => describe::describe(&chart, words),
    };
    Some(chart)
}

/// Of what goes on through time a line, of anything else bars.
fn usual_kind(read: &series::Read) -> Kind {
    match &read.categories.places {
        Some(places) if places.measure == Measure::Time && places.at.len() > 4 => Kind::Line,
        _ => Kind::HBar,
    }
}

impl Chart {
    /// Every series of every panel.
    pub fn series(&self) -> impl Iterator<Item = &Series> {
        self.panels.iter().flat_map(|panel| &panel.series)
    }

    /// Whether its values are one upon the other.
    pub fn is_stacked(&self) -> bool {
        self.stack != Stack::Grouped
    }

    /// The least and the greatest of what is drawn, sums of stacks included.
    pub fn range(&self) -> (f64, f64) {
        let mut range = (f64::INFINITY, f64::NEG_INFINITY);
        let mut take = |number: f64| range = (range.0.min(number), range.1.max(number));
        for panel in &self.panels {
            if self.is_stacked() {
                for category in 0..self.categories.labels.len() {
                    let (below, above) = panel.sums(category);
                    take(below);
                    take(above);
                }
            } else {
                panel
                    .series
                    .iter()
                    .flat_map(|series| series.values.iter().flatten())
                    .for_each(|v| take(v.number));
            }
        }
        if range.0 > range.1 { (0.0, 0.0) } else { range }
    }
}

impl Panel {
    /// The sums of the negative and of the positive values of a category.
    pub fn sums(&self, category: usize) -> (f64, f64) {
        let values = self.series.iter().filter_map(|series| series.number(category));
        values.fold((0.0, 0.0), |(below, above), number| (below + number.min(0.0), above + number.max(0.0)))
    }
}

impl Series {
    /// The number of a category, if it has one.
    pub fn number(&self, category: usize) -> Option<f64> {
        Some(self.values.get(category)?.as_ref()?.number)
    }
}
