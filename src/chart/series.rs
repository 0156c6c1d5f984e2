//! The values of a chart, in series.
//!
//! In: a table and its columns. Out: [`Read`]: categories, and panels of series. Never: a value that the table does not have.

use std::collections::BTreeMap;

use super::columns::{Columns, is_total};
use super::problems::Report;
use super::settings::Settings;
use super::{Categories, Measure, Panel, Places, Series, Stack, Unit, Value, time, unit};
use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::number::{self, Cell, Number};
use crate::paper::DataTable;

/// What was read of a table.
pub(super) struct Read {
    pub(super) categories: Categories,
    pub(super) panels: Vec<Panel>,
    pub(super) unit: Unit,
    pub(super) axis: Option<String>,
    pub(super) decimals: usize,
    /// Where each value comes from.
    pub(super) origins: Vec<Origin>,
}

/// Where a value comes from.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    /// Panel, series, category.
    pub(super) at: [usize; 3],
    pub(super) row: usize,
    pub(super) column: usize,
}

/// A value on its way.
struct Point<'a> {
    origin: Origin,
    number: Number,
    text: &'a str,
}

/// What a table's rows come to, before units.
#[derive(Default)]
struct Points<'a> {
    panels: Vec<&'a str>,
    series: Vec<&'a str>,
    /// The first row of each category.
    categories: Vec<usize>,
    list: Vec<Point<'a>>,
    has_text: bool,
    /// The first category of each name.
    named: BTreeMap<&'a str, usize>,
    /// Where in the list the value of a panel, series and category is.
    taken: BTreeMap<[usize; 3], usize>,
}

/// What all steps of reading look at.
pub(super) struct Look<'a> {
    pub(super) table: &'a DataTable,
    pub(super) columns: &'a Columns,
    pub(super) settings: &'a Settings<'a>,
    pub(super) language: &'a Language,
    pub(super) report: &'a Report<'a>,
}

impl<'a> Look<'a> {
    pub(super) fn text(&self, row: usize, column: usize) -> &'a str {
        self.table.rows.get(row).and_then(|row| row.get(column)).map_or("", |text| text.trim())
    }

    pub(super) fn head(&self, column: usize) -> &'a str {
        self.table.head.get(column).map_or("", |name| name.trim())
    }

    /// Rows that say anything; a row of sums has no place in a stack.
    fn rows(&self) -> impl Iterator<Item = usize> {
        let is_sum =
            |row: usize| self.settings.stack != Stack::Grouped && is_total(self.text(row, self.columns.x));
        let says = |row: usize| (0..self.table.head.len()).any(|column| !self.text(row, column).is_empty());
        (0..self.table.rows.len()).filter(move |row| says(*row) && !is_sum(*row))
    }

    /// The words for the axis of values, where the unit does not say enough.
    fn axis(&self, unit: &Unit) -> Option<String> {
        match self.columns.y.as_slice() {
            _ if !unit.is_empty() => (!unit.is_short()).then(|| unit.name()),
            [only] => Some(self.head(*only).to_owned()).filter(|name| !name.is_empty()),
            _ => None,
        }
    }
}

/// Reads the values.
pub(super) fn read(look: &Look<'_>, problems: &mut Vec<Diagnostic>) -> Option<Read> {
    let mut points = points(look, problems);
    if points.has_text {
        return None;
    }
    if points.list.is_empty() {
        problems.push(look.report.without_numbers(look.columns.y.first().copied()));
        return None;
    }
    let mut numbers: Vec<&mut Number> = points.list.iter_mut().map(|point| &mut point.number).collect();
    let found = match unit::common(&mut numbers) {
        Ok(unit) => unit,
        Err(at) => {
            let usual = points
                .list
                .iter()
                .map(|point| &point.number)
                .find(|n| !(n.before.is_empty() && n.after.is_empty()));
            let usual = usual.map_or(String::new(), |n| format!("{}{}", n.before, n.after.trim()));
            let place = points.list.get(at).map(|point| point.origin);
            problems.extend(place.map(|at| look.report.other_unit(at.row, at.column, &usual)));
            return None;
        }
    };
    let named = look.settings.unit.map(Unit::named);
    let unit = named.clone().unwrap_or(found);
    let series = points.series.iter().map(|name| Series {
        name: (*name).to_owned(),
        values: vec![None; points.categories.len()],
        ..Series::default()
    });
    let series: Vec<Series> = series.collect();
    let mut panels: Vec<Panel> = points
        .panels
        .iter()
        .map(|name| Panel { title: (*name).to_owned(), series: series.clone() })
        .collect();
    for point in &points.list {
        let [panel, series, category] = point.origin.at;
        let series = panels.get_mut(panel).and_then(|panel| panel.series.get_mut(series));
        if let Some(slot) = series.and_then(|series| series.values.get_mut(category)) {
            let label = label(point, named.as_ref(), look.language);
            *slot = Some(Value { number: point.number.value, label });
        }
    }
    Some(Read {
        categories: categories(look, &points.categories),
        panels,
        axis: look.axis(&unit),
        unit,
        decimals: points.list.iter().map(|point| point.number.decimals).max().unwrap_or(0).min(6),
        origins: points.list.iter().map(|point| point.origin).collect(),
    })
}

fn points<'a>(look: &Look<'a>, problems: &mut Vec<Diagnostic>) -> Points<'a> {
    let mut points = Points::default();
    let columns = look.columns;
    let is_long = columns.series.is_some() || columns.by.is_some();
    for row in look.rows() {
        let name = look.text(row, columns.x);
        let known = points.named.get(name).copied();
        let category = known.filter(|_| is_long).unwrap_or(points.categories.len());
        if category == points.categories.len() {
            points.named.entry(name).or_insert(category);
            points.categories.push(row);
        }
        if let Some(first) = known.and_then(|known| points.categories.get(known)).filter(|_| !is_long) {
            problems.push(look.report.repeated([*first, row], columns.x, false));
        }
        let panel = index(&mut points.panels, columns.by.map_or("", |by| look.text(row, by)));
        for &column in &columns.y {
            let name = columns.series.map_or_else(|| look.head(column), |series| look.text(row, series));
            let series = match columns.series {
                Some(_) => index(&mut points.series, name),
                // Two columns of one name are two series.
                None => columns.y.iter().position(|other| *other == column).unwrap_or(0),
            };
            if columns.series.is_none() && points.series.len() <= series {
                points.series.push(name);
            }
            let origin = Origin { at: [panel, series, category], row, column };
            points.add(origin, look, problems);
        }
    }
    points
}

impl<'a> Points<'a> {
    fn add(&mut self, origin: Origin, look: &Look<'a>, problems: &mut Vec<Diagnostic>) {
        let Origin { at, row, column } = origin;
        match look.columns.cell(row, column) {
            Cell::Missing => {}
            Cell::Text => {
                self.has_text = true;
                problems.push(look.report.not_a_number(row, column));
            }
            Cell::Number(number) => match self.taken.get(&at).and_then(|first| self.list.get(*first)) {
                Some(first) => {
                    let rows = [first.origin.row, row];
                    problems.push(look.report.repeated(rows, look.columns.x, true));
                }
                None => {
                    let text = look.text(row, column);
                    self.taken.insert(at, self.list.len());
                    self.list.push(Point { origin, number: number.clone(), text });
                }
            },
        }
    }
}

fn index<'a>(names: &mut Vec<&'a str>, name: &'a str) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

/// A value as it is printed: as the author wrote it, but for digits alone, which are set as the language does.
fn label(point: &Point<'_>, unit: Option<&Unit>, language: &Language) -> String {
    let number = &point.number;
    if !number.bare {
        return number::printed(point.text);
    }
    let digits = language.decimal_number(number.value, number.decimals);
    unit.map_or_else(|| digits.clone(), |unit| unit.write(&digits))
}

fn categories(look: &Look<'_>, rows: &[usize]) -> Categories {
    let x = look.columns.x;
    let texts: Vec<&str> = rows.iter().map(|row| look.text(*row, x)).collect();
    let moments: Option<Vec<_>> = texts.iter().map(|text| time::read(text)).collect();
    let (labels, places) = match moments {
        Some(moments) => (
            moments.iter().zip(&texts).map(|(moment, text)| moment.label(text, look.language)).collect(),
            Some(Places { at: moments.iter().map(|moment| moment.at).collect(), measure: Measure::Time }),
        ),
        None => {
            let number = |row: &usize| match look.columns.cell(*row, x) {
                Cell::Number(number) => Some(number.value),
                _ => None,
            };
            let at: Option<Vec<f64>> = rows.iter().map(number).collect();
            let labels = texts.iter().map(|text| number::printed(text)).collect();
            (labels, at.map(|at| Places { at, measure: Measure::Number }))
        }
    };
    Categories { name: look.head(x).to_owned(), labels, places }
}
