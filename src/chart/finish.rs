//! What a kind of chart makes of values.
//!
//! In: values as they were read. Out: the same in the order, colours, panels and parts in which they are drawn, and what a reader
//! could not make out. Never: a value that differs from the table's, but for the parts of a hundred that `.share` asks for.

use super::series::{Look, Read};
use super::{COLORS, Color, Kind, Panel, Series, Stack};
use crate::diagnostic::Diagnostic;
use crate::language::Language;

/// Makes values ready to be drawn; none if they can't be.
pub(super) fn finish(
    read: &mut Read,
    kind: Kind,
    look: &Look<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<()> {
    let before = problems.len();
    let parts =
        look.settings.stack == Stack::Share || (look.settings.stack == Stack::Stacked && kind == Kind::Area);
    if parts {
        problems.extend(negatives(read, look));
    }
    if problems.len() > before {
        return None;
    }
    totals(read, look, problems);
    if look.settings.stack == Stack::Share {
        read.panels.iter_mut().for_each(|panel| shares(panel, look.language));
        read.unit = super::Unit { before: String::new(), after: percent(look.language) };
        read.axis = None;
        read.decimals = 0;
    }
    place(read, kind);
    color(read, look, problems);
    if look.settings.multiples && read.panels.len() == 1 {
        multiply(read);
    }
    Some(())
}

fn negatives(read: &Read, look: &Look<'_>) -> Vec<Diagnostic> {
    let is_negative = |at: [usize; 3]| {
        let [panel, series, category] = at;
        let series = read.panels.get(panel).and_then(|panel| panel.series.get(series));
        series.and_then(|series| series.number(category)).is_some_and(|number| number < 0.0)
    };
    let negative = read.origins.iter().filter(|origin| is_negative(origin.at));
    negative.map(|origin| look.report.negative(origin.row, origin.column)).collect()
}

/// Tells totals that are further from their sum than rounding takes them.
fn totals(read: &Read, look: &Look<'_>, problems: &mut Vec<Diagnostic>) {
    let (Some(total), [panel]) = (look.columns.total, read.panels.as_slice()) else { return };
    for category in 0..read.categories.labels.len() {
        let Some(origin) = read.origins.iter().find(|origin| origin.at.ends_with(&[category])) else {
            continue;
        };
        let crate::number::Cell::Number(written) = look.columns.cell(origin.row, total) else { continue };
        let values: Vec<f64> = panel.series.iter().filter_map(|series| series.number(category)).collect();
        let sum: f64 = values.iter().sum();
        let decimals = i32::try_from(read.decimals.min(written.decimals)).unwrap_or(0);
        let rounding = 0.5 * 10_f64.powi(-decimals) * (values.len() as f64 + 1.0);
        if (sum - written.value).abs() > rounding * 1.001 {
            let sum = look.language.decimal_number(sum, read.decimals);
            problems.push(look.report.total_differs(origin.row, total, &sum));
        }
    }
}

fn shares(panel: &mut Panel, language: &Language) {
    let length = panel.series.first().map_or(0, |series| series.values.len());
    for category in 0..length {
        let (_, sum) = panel.sums(category);
        for value in panel.series.iter_mut().filter_map(|series| series.values.get_mut(category)?.as_mut()) {
            value.number = if sum > 0.0 { value.number / sum * 100.0 } else { 0.0 };
            value.label = format!("{}{}", language.decimal_number(value.number, 0), percent(language));
        }
    }
}

/// The sign for a hundredth, with the space that a language puts before it.
fn percent(language: &Language) -> String {
    let primary = language.tag().split(['-', '_']).next().unwrap_or_default();
    if ["de", "fr", "es", "cs", "sk", "sv", "nb", "no", "nn", "fi", "da", "ru", "uk"].contains(&primary) {
        "\u{a0}%".to_owned()
    } else {
        "%".to_owned()
    }
}

/// Puts points on an axis into its order; categories that are not in order are no axis.
fn place(read: &mut Read, kind: Kind) {
    let Some(places) = &read.categories.places else { return };
    if matches!(kind, Kind::Line | Kind::Area) {
        let mut order: Vec<usize> = (0..places.at.len()).collect();
        let at = |index: &usize| places.at.get(*index).copied().unwrap_or_default();
        order.sort_by(|a, b| at(a).total_cmp(&at(b)));
        let in_order = order.iter().map(&at).collect();
        read.categories.labels =
            order.iter().filter_map(|index| read.categories.labels.get(*index).cloned()).collect();
        for series in read.panels.iter_mut().flat_map(|panel| &mut panel.series) {
            series.values = order.iter().map(|index| series.values.get(*index).cloned().flatten()).collect();
        }
        if let Some(places) = &mut read.categories.places {
            places.at = in_order;
        }
    } else if !places.at.is_sorted() {
        read.categories.places = None;
    }
}

fn color(read: &mut Read, look: &Look<'_>, problems: &mut Vec<Diagnostic>) {
    let names: Vec<String> =
        read.panels.first().into_iter().flat_map(|panel| &panel.series).map(|s| s.name.clone()).collect();
    let is_alone = names.len() == 1;
    let (mut series, mut categories) = (Vec::new(), Vec::new());
    if let Some((written, span)) = look.settings.highlight {
        let is = |name: &str, wanted: &str| name.trim().to_lowercase() == wanted.trim().to_lowercase();
        let all: Vec<&str> = if names.iter().any(|name| is(name, written))
            || read.categories.labels.iter().any(|name| is(name, written))
        {
            vec![written]
        } else {
            written.split(',').map(str::trim).collect()
        };
        for wanted in all {
            let of_series = names.iter().position(|name| is(name, wanted));
            let of_category =
                read.categories.labels.iter().position(|name| is(name, wanted)).filter(|_| is_alone);
            if of_series.is_none() && of_category.is_none() {
                let known: Vec<&str> = match is_alone {
                    true => read.categories.labels.iter().map(|name| &**name).collect(),
                    false => names.iter().map(|name| &**name).collect(),
                };
                problems.push(look.report.highlight_unknown(wanted, span, &known));
            }
            series.extend(of_series.filter(|_| !is_alone));
            categories.extend(of_category);
        }
    }
    if names.len() > COLORS && series.is_empty() && !look.settings.multiples {
        problems.push(look.report.too_many(names.len(), COLORS));
    }
    for panel in &mut read.panels {
        for (at, one) in panel.series.iter_mut().enumerate() {
            one.color = color_of(at, is_alone, &series, &categories);
            one.accents.clone_from(&categories);
        }
    }
}

fn color_of(at: usize, is_alone: bool, series: &[usize], categories: &[usize]) -> Color {
    match () {
        () if !categories.is_empty() => Color::Quiet,
        () if is_alone || series.contains(&at) => Color::Accent,
        () if !series.is_empty() => Color::Quiet,
        () => Color::Palette(at % COLORS),
    }
}

/// A panel for each series.
fn multiply(read: &mut Read) {
    let Some(panel) = read.panels.pop() else { return };
    read.panels = panel
        .series
        .into_iter()
        .map(|series| {
            // By itself, a series needs no colour of its own; one that is highlighted stays so.
            let color = if series.color == Color::Quiet { Color::Quiet } else { Color::Accent };
            Panel { title: series.name.clone(), series: vec![Series { color, ..series }] }
        })
        .collect();
}
