//! The charts of a paper, with their data.
//!
//! In: blocks whose figures are numbered and named. Out: a [`ChartRecord`] for each chart, in reading order, and its index in
//! the figure. Never: what a table's cells mean, or whether a chart can be drawn.

use std::sync::Arc;

use super::names::Names;
use super::walk::{self, Go};
use crate::paper::{
    Block, BlockKind, Cell, ChartData, ChartRecord, DataTable, Figure, FigureContent, Inline, Span, Table,
    phrase,
};

/// Adds the charts of a text to those before it; `names` has the ids of all figures.
pub(super) fn gather(blocks: &mut [Block], names: &mut Names, charts: &mut Vec<ChartRecord>) {
    walk::blocks(blocks, &mut |block| {
        let span = block.span;
        match &mut block.kind {
            BlockKind::PullQuote(_) => return Go::Past,
            BlockKind::Figure(figure) => {
                if let Some(mut record) = record(figure, span, names) {
                    // Ids that differ in case or accents alone have one address.
                    while charts.iter().any(|other| other.id == record.id) {
                        record.id = format!("{}-2", record.id).into();
                    }
                    if let Some(chart) = &mut figure.chart {
                        chart.index = u32::try_from(charts.len()).unwrap_or(u32::MAX);
                    }
                    charts.push(record);
                }
            }
            _ => {}
        }
        Go::In
    });
}

fn record(figure: &Figure, span: Span, names: &mut Names) -> Option<ChartRecord> {
    let chart = figure.chart.clone()?;
    let caption = &figure.caption;
    let data = match &figure.content {
        FigureContent::Data(reference) => ChartData::File(*reference),
        FigureContent::Blocks(blocks) => first_table(blocks)
            .map_or(ChartData::Missing, |table| ChartData::Table(Arc::new(data_table(table, span)))),
        FigureContent::Images(_) => ChartData::Missing,
    };
    let id = match &caption.id {
        Some(id) => crate::language::slug(id),
        None => String::new(),
    };
    Some(ChartRecord {
        id: match &caption.id {
            // An id of letters that no address can have is counted like none at all.
            Some(_) if !id.is_empty() => id.into(),
            _ => names.free("chart", 2, span, |_| true),
        },
        chart,
        data,
        number: caption.number.clone(),
        caption: phrase::plain(&caption.text).trim().into(),
        alt: figure.alt.clone(),
        source: caption.source.clone(),
        credit: caption.credit.clone(),
        span,
    })
}

fn first_table(blocks: &[Block]) -> Option<&Table> {
    blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    })
}

/// The words of a table. Its last row of heads is the head; a cell that spans columns stands in the first of them.
fn data_table(table: &Table, figure: Span) -> DataTable {
    let (head, rest) = match table.head.split_last() {
        Some((head, _)) => (head.as_slice(), table.rows.as_slice()),
        None => table.rows.split_first().map_or((&[][..], &[][..]), |(head, rest)| (head.as_slice(), rest)),
    };
    let (head, head_spans) = cells(head, figure);
    let width = head.len();
    let mut data = DataTable { head, spans: vec![head_spans], ..DataTable::default() };
    for row in rest {
        let (mut row, mut spans) = cells(row, figure);
        row.resize(width, Box::default());
        spans.resize(width, figure);
        data.rows.push(row);
        data.spans.push(spans);
    }
    data
}

fn cells(row: &[Cell], figure: Span) -> (Vec<Box<str>>, Vec<Span>) {
    let (mut texts, mut spans) = (Vec::new(), Vec::new());
    for cell in row {
        texts.push(Box::from(phrase::plain(&cell.content).trim()));
        spans.push(span(&cell.content).unwrap_or(figure));
        for _ in 1..cell.columns {
            texts.push(Box::default());
            spans.push(figure);
        }
    }
    (texts, spans)
}

/// From the first word of a phrase to its last.
fn span(inlines: &[Inline]) -> Option<Span> {
    let spans = inlines.iter().filter_map(|inline| match inline {
        Inline::Text { span, .. } | Inline::Code { span, .. } => Some(*span),
        Inline::Styled { content, .. } | Inline::Link { content, .. } => span(content),
        _ => None,
    });
    spans.reduce(|first, last| Span { end: last.end, ..first })
}
