//! The charts of a record, and what stands around them in files of their own.
//!
//! In: a record, what its references came to, the rules and words of its language. Out: [`Chart`]s and [`ChartFrame`]s. Never: how
//! a chart looks.

use std::sync::Arc;

use super::plan::Entries;
use super::{ChartFormat, Entry, Site};
use crate::chart::{self, Chart};
use crate::diagnostic::rules::links as rules;
use crate::diagnostic::{Checked, Diagnostic};
use crate::language::Language;
use crate::paper::{ChartData, ChartRecord, DataTable, Record};
use crate::resolve::Link;
use crate::source::Listing;

/// A chart as a file: everything that is drawn.
#[derive(Clone, Debug)]
pub struct ChartFrame<'a> {
    /// The chart.
    pub chart: Arc<Chart>,
    /// The rules of its language.
    pub language: &'a Language,
    /// "Figure 2 Countries supplied, by vendor"
    pub heading: String,
    /// Source and credit.
    pub notes: Vec<String>,
    /// The theme's accent, as CSS writes it, if it has an option of that name.
    pub accent: Option<String>,
    /// Its data.
    pub table: Arc<DataTable>,
}

impl Site {
    /// The charts of a record, in the order of [`Record::charts`]; none for one that can't be drawn.
    pub fn charts(&self, index: u32) -> &[Option<Arc<Chart>>] {
        self.charts.get(index as usize).map_or(&[], Vec::as_slice)
    }

    /// Makes the charts of a record.
    pub fn charts_of(&self, record: &Record, links: &[Link]) -> Checked<Vec<Option<Arc<Chart>>>> {
        let mut problems = Vec::new();
        let language = (self.language(&record.lang), &*self.site_frame(&record.lang).words);
        let charts = record.charts.iter().map(|own| {
            let table = match &own.data {
                // A file that is not there was reported where it is named.
                ChartData::File(_) => Some(table(own, links)?),
                _ => table(own, links),
            };
            chart::chart(own, table.as_deref(), &record.files, language).take(&mut problems).map(Arc::new)
        });
        let charts = charts.collect();
        Checked::new(charts, problems)
    }

    /// The address of one of a chart's files.
    fn chart_address(&self, record: &Record, id: &str, format: &str) -> String {
        format!("{}figures/{id}.{format}", record.address)
    }

    /// A chart of a record as a file.
    pub fn chart_frame(&self, index: u32, at: u32) -> Option<ChartFrame<'_>> {
        let record = self.record(index)?;
        let own = record.charts.get(at as usize)?;
        let chart = self.charts(index).get(at as usize)?.clone()?;
        let site = self.site_frame(&record.lang);
        let label = own.number.as_ref().map(|number| format!("{} {number}", site.words.text("figure")));
        let heading: Vec<&str> = label
            .iter()
            .map(String::as_str)
            .chain([&*own.caption])
            .filter(|words| !words.is_empty())
            .collect();
        let note =
            |key: &str, text: &Option<Box<str>>| Some(site.words.filled(key, &[("text", text.as_deref()?)]));
        Some(ChartFrame {
            chart,
            language: self.language(&record.lang),
            heading: heading.join("  "),
            notes: [note("source", &own.source), note("credit", &own.credit)].into_iter().flatten().collect(),
            accent: site.options.get("accent").and_then(|accent| accent.as_str()).map(str::to_owned),
            table: table(own, self.links(index))?,
        })
    }
}

/// The charts of all records.
pub(super) fn all(site: &Site, problems: &mut Vec<Diagnostic>) -> Vec<Vec<Option<Arc<Chart>>>> {
    let of_record =
        |(record, links): (&Arc<Record>, &Vec<Link>)| site.charts_of(record, links).take(problems);
    site.catalog.records.iter().zip(&site.links).map(of_record).collect()
}

/// The files of the charts that can be drawn. The data of one that was drawn from a file is that file.
pub(super) fn files(
    site: &Site,
    (index, record): (u32, &Record),
    listing: &Listing,
    entries: &mut Entries,
    problems: &mut Vec<Diagnostic>,
) {
    for ((at, chart), record_chart) in (0_u32..).zip(site.charts(index)).zip(&record.charts) {
        if chart.is_none() {
            continue;
        }
        let data = match &record_chart.data {
            ChartData::File(reference) => match site.link(index, *reference) {
                Some(Link::Asset(file)) => {
                    file.address.strip_prefix('/').and_then(|path| listing.assets.get(path))
                }
                _ => None,
            },
            _ => None,
        };
        let csv = match data {
            Some(asset) => Entry::File(asset.disk.clone()),
            None => Entry::Chart(index, at, ChartFormat::Csv),
        };
        let drawn = |format| Entry::Chart(index, at, format);
        for (name, entry) in
            [("svg", drawn(ChartFormat::Svg)), ("png", drawn(ChartFormat::Png)), ("csv", csv)]
        {
            let address = site.chart_address(record, &record_chart.id, name);
            if entries.map.get(&*address).is_some_and(|other| *other != entry) {
                let message =
                    format!("the chart's own file has the address `{address}`, where something else stands");
                let problem = Diagnostic::new(&rules::ADDRESS_TAKEN, message);
                problems.push(
                    problem
                        .at(record_chart.span.place(&record.files))
                        .hint("give the figure another id, or rename the other file"),
                );
            }
            entries.add(address, entry);
        }
    }
}

/// The table that a chart is drawn from.
fn table(chart: &ChartRecord, links: &[Link]) -> Option<Arc<DataTable>> {
    match &chart.data {
        ChartData::Table(table) => Some(table.clone()),
        ChartData::File(reference) => match links.get(reference.0 as usize)? {
            Link::Asset(file) => file.data.clone(),
            _ => None,
        },
        ChartData::Missing => None,
    }
}
