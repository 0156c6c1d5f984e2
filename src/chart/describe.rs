//! A chart in words, for those who do not see it and whose author did not say what it shows.
//!
//! In: a chart, the theme's words. Out: a few sentences: kind, axes, extremes. Never: what the numbers mean.
//!
//! The words: `chart-bar`, `chart-hbar`, `chart-line`, `chart-area`, `chart-dot`, `chart-stacked`, `chart-axes`,
//! `chart-named`, `chart-extremes`, `chart-ends`, `chart-value`, `chart-several`, `chart-overall`.

use super::{Chart, Kind, Series, Value};
use crate::theme::Words;

/// Of more series the names are told, and the extremes of all together.
const TOLD: usize = 4;

/// Describes a chart.
pub(super) fn describe(chart: &Chart, words: &Words) -> String {
    let mut sentences = vec![opening(chart, words)];
    let series: Vec<(String, &Series)> = chart
        .panels
        .iter()
        .flat_map(|panel| panel.series.iter().map(move |series| (name(&panel.title, series, chart), series)))
        .collect();
    if series.len() <= TOLD {
        sentences.extend(series.iter().filter_map(|(name, series)| of_series(chart, name, series, words)));
    } else {
        let names: Vec<&str> = series.iter().map(|(name, _)| name.as_str()).collect();
        sentences.push(words.filled("chart-several", &[("names", &names.join(", "))]));
        let extreme = |wanted: fn(f64, f64) -> bool| {
            let mut best: Option<(String, &Value)> = None;
            for (name, series) in &series {
                for (at, value) in series.values.iter().enumerate() {
                    let Some(value) = value else { continue };
                    if best.as_ref().is_none_or(|(_, known)| wanted(value.number, known.number)) {
                        best = Some((format!("{name}, {}", category(chart, at)), value));
                    }
                }
            }
            best
        };
        if let (Some((most_at, most)), Some((least_at, least))) =
            (extreme(|a, b| a > b), extreme(|a, b| a < b))
        {
            let values = [most.label.as_str(), &most_at, &least.label, &least_at];
            sentences.push(named(words.text("chart-overall"), &extremes(values, words), words));
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.join(" ")
}

fn opening(chart: &Chart, words: &Words) -> String {
    let kind = words.text(match chart.kind {
        Kind::Bar if chart.is_stacked() => "chart-stacked",
        Kind::HBar if chart.is_stacked() => "chart-stacked",
        Kind::Bar => "chart-bar",
        Kind::HBar => "chart-hbar",
        Kind::Line => "chart-line",
        Kind::Area => "chart-area",
        Kind::Dot => "chart-dot",
    });
    let values = chart.axis.clone().unwrap_or_else(|| chart.unit.name());
    let axes: Vec<&str> =
        [chart.categories.name.as_str(), &values].into_iter().filter(|name| !name.is_empty()).collect();
    if axes.is_empty() {
        return format!("{kind}.");
    }
    words.filled("chart-axes", &[("kind", kind), ("axes", &axes.join(" / "))])
}

fn name(panel: &str, series: &Series, chart: &Chart) -> String {
    match () {
        () if panel.is_empty() || panel == series.name => series.name.clone(),
        () if chart.panels.iter().all(|panel| panel.series.len() == 1) => panel.to_owned(),
        () => format!("{panel}, {}", series.name),
    }
}

fn category(chart: &Chart, at: usize) -> &str {
    chart.categories.labels.get(at).map_or("", |label| label)
}

fn of_series(chart: &Chart, name: &str, series: &Series, words: &Words) -> Option<String> {
    let values: Vec<(usize, &Value)> =
        series.values.iter().enumerate().filter_map(|(at, value)| Some((at, value.as_ref()?))).collect();
    let (first, last) = (values.first()?, values.last()?);
    let most = values.iter().rev().max_by(|a, b| a.1.number.total_cmp(&b.1.number))?;
    let least = values.iter().min_by(|a, b| a.1.number.total_cmp(&b.1.number))?;
    if values.len() == 1 {
        let at = [("value", most.1.label.as_str()), ("where", category(chart, most.0))];
        return Some(named(name, &words.filled("chart-value", &at), words));
    }
    let spread = [most.1.label.as_str(), category(chart, most.0), &least.1.label, category(chart, least.0)];
    let extremes = named(name, &extremes(spread, words), words);
    let goes_on = matches!(chart.kind, Kind::Line | Kind::Area);
    if !goes_on {
        return Some(extremes);
    }
    let ends = [
        ("first", first.1.label.as_str()),
        ("start", category(chart, first.0)),
        ("last", &last.1.label),
        ("end", category(chart, last.0)),
    ];
    Some(format!("{extremes} {}", words.filled("chart-ends", &ends)))
}

fn extremes([most, most_at, least, least_at]: [&str; 4], words: &Words) -> String {
    let values = [("most", most), ("mostwhere", most_at), ("least", least), ("leastwhere", least_at)];
    words.filled("chart-extremes", &values)
}

/// A sentence on something with a name.
fn named(name: &str, text: &str, words: &Words) -> String {
    if name.is_empty() {
        text.to_owned()
    } else {
        words.filled("chart-named", &[("name", name), ("text", text)])
    }
}
