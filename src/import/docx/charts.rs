//! Charts and diagrams, whose words and numbers Word keeps in parts of their own.
//!
//! In: `word/charts/chart1.xml`, `word/diagrams/data1.xml`. Out: a chart's numbers as a table, and what a diagram says as a
//! remark. Never: drawing either.

use std::collections::BTreeMap;

use super::super::Failure;
use super::super::ledger::Census;
use super::super::remark::{Kind, Remark};
use super::super::transcript::{Align, Cell, Inline, Table};
use super::piece::Float;
use super::raw::Raw;
use super::reader::{Reader, part};
use super::tree::descendants;
use super::xml::Element;

/// The most series and categories that a table has room for.
const MOST: u32 = 500;

/// What a chart holds.
#[derive(Debug, Default)]
struct Chart {
    series: Vec<Series>,
    categories: BTreeMap<u32, String>,
    /// Titles, and what is repeated: no part of the table.
    rest: Vec<String>,
}

#[derive(Debug, Default)]
struct Series {
    name: String,
    values: BTreeMap<u32, String>,
}

/// What a text in a chart is.
#[derive(Clone, Copy)]
enum Role {
    Name,
    Category,
    Value,
    Other,
}

/// What a part of this kind holds, as it stands there.
fn raw(part: &Element) -> Raw {
    let mut raw = Raw::default();
    for element in descendants(part) {
        match element.name.as_str() {
            "c:v" | "a:t" => raw.texts.push(element.text()),
            "c:val" | "c:yVal" => raw.tables = 1,
            _ => {}
        }
    }
    raw
}

impl Chart {
    fn read(&mut self, element: &Element, role: Role, point: u32) {
        for child in element.elements() {
            match child.name.as_str() {
                "c:ser" => {
                    self.series.push(Series::default());
                    self.read(child, Role::Other, 0);
                }
                "c:tx" if element.name == "c:ser" => self.read(child, Role::Name, 0),
                "c:cat" | "c:xVal" => self.read(child, Role::Category, 0),
                "c:val" | "c:yVal" => self.read(child, Role::Value, 0),
                "c:pt" => {
                    let point = child.attribute("idx").and_then(|idx| idx.parse().ok()).unwrap_or(0);
                    self.read(child, role, point);
                }
                "c:v" | "a:t" => self.take(child.text(), role, point),
                "mc:AlternateContent" => {
                    super::tree::chosen(child).into_iter().for_each(|branch| self.read(branch, role, point));
                }
                _ => self.read(child, role, point),
            }
        }
    }

    fn take(&mut self, text: String, role: Role, point: u32) {
        let has_room = point < MOST;
        match (role, self.series.last_mut()) {
            (Role::Name, Some(series)) if series.name.is_empty() => series.name = text,
            (Role::Category, _) if has_room && !self.categories.contains_key(&point) => {
                self.categories.insert(point, text);
            }
            (Role::Value, Some(series)) if has_room && !series.values.contains_key(&point) => {
                series.values.insert(point, text);
            }
            _ => self.rest.push(text),
        }
    }

    /// A row for each category and a column for each series.
    fn table(&self) -> Option<Table> {
        let has_values = self.series.iter().any(|series| !series.values.is_empty());
        if !has_values || self.series.len() > 60 {
            return None;
        }
        let mut points: Vec<u32> = self.categories.keys().copied().collect();
        points.extend(self.series.iter().flat_map(|series| series.values.keys().copied()));
        points.sort_unstable();
        points.dedup();
        let head = std::iter::once(cell("")).chain(self.series.iter().map(|series| cell(&series.name)));
        let row = |point: &u32| {
            let values = self.series.iter().map(|series| series.values.get(point));
            std::iter::once(self.categories.get(point))
                .chain(values)
                .map(|text| cell(text.map_or("", String::as_str)))
                .collect()
        };
        let rows = std::iter::once(head.collect()).chain(points.iter().map(row)).collect();
        let align = std::iter::once(Align::Start).chain(self.series.iter().map(|_| Align::End)).collect();
        Some(Table { head: 1, rows, align, ..Table::default() })
    }
}

fn cell(text: &str) -> Cell {
    let text = text.trim();
    let content = if text.is_empty() { Vec::new() } else { vec![Inline::Text(text.to_owned())] };
    Cell { content, columns: 1, rows: 1 }
}

impl Reader<'_> {
    /// Opens the charts and diagrams that the document refers to, and counts what they hold.
    pub(super) fn find_charts(&mut self) -> Result<Census, Failure> {
        let mut census = Census::default();
        let targets: Vec<String> = self
            .relations
            .values()
            .filter(|relation| {
                matches!(relation.kind.as_str(), "chart" | "diagramData") && !relation.external
            })
            .map(|relation| relation.target.clone())
            .collect();
        for target in targets {
            if self.charts.contains_key(&target) {
                continue;
            }
            if let Some(part) = part(self.package, &target, self.name)? {
                census.merge(raw(&part).census());
                self.charts.insert(target, part);
            }
        }
        Ok(census)
    }

    /// A chart, as a table of its numbers.
    pub(super) fn chart(&mut self, element: &Element) {
        let relation = element.attribute("r:id").and_then(|id| self.relations.get(id));
        let part = relation.and_then(|relation| self.charts.remove(&relation.target));
        let mut chart = Chart::default();
        part.iter().for_each(|part| chart.read(part, Role::Other, 0));
        let place = self.place();
        if let Some(table) = chart.table() {
            self.line.floats.push(Float::Table(table));
            let message = "a chart that Word draws is kept as the table of its numbers; put the table into a `:::figure {chart=bar}` to have it drawn";
            let remark = Remark::new(Kind::Unsupported, message).from(chart.rest.join("\n")).at(place);
            return self.line.remarks.push(remark);
        }
        let raw = part.as_ref().map(raw).unwrap_or_default();
        self.leave_out(&raw);
        let message = "a chart that Word draws is left out: its numbers are not in the file, or stand elsewhere in the text already; save it as a picture and put that here";
        self.line.remarks.push(Remark::new(Kind::Lost, message).from(raw.text()).at(place));
    }

    /// A diagram, whose words are told.
    pub(super) fn diagram(&mut self, element: &Element) {
        let relation = element.attribute("r:dm").and_then(|id| self.relations.get(id));
        let raw = relation
            .and_then(|relation| self.charts.remove(&relation.target))
            .as_ref()
            .map(raw)
            .unwrap_or_default();
        self.leave_out(&raw);
        let message = "a diagram (SmartArt) is left out; save it as a picture and put that here, with its words as alternative text";
        let remark = Remark::new(Kind::Lost, message).from(raw.text()).at(self.place());
        self.line.remarks.push(remark);
    }

    /// The charts and diagrams that no place in the text shows.
    pub(super) fn homeless_charts(&mut self) -> Vec<Remark> {
        let charts = std::mem::take(&mut self.charts);
        charts
            .into_iter()
            .map(|(path, part)| {
                let raw = raw(&part);
                self.leave_out(&raw);
                let message = "a chart or diagram that no place in the text shows is left out";
                Remark::new(Kind::SetAside, message).from(raw.text()).at(path)
            })
            .collect()
    }
}
