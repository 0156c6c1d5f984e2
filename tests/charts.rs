//! Every chart in `tests/charts/` is drawn, compared with the drawings beside it, and its values are read back out of them.
//!
//! A case is `NAME.md`: a figure with a table. `NAME.svg` is its file, `NAME.narrow.svg` its drawing for a phone.
//! `UPDATE=1 cargo test --test charts` writes what comes out; look at it. Values are read back as a reader would: from where a
//! mark ends, by the lines and numbers of the axis. They are compared with the words of the table, not with what the program
//! read of it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

use std::path::{Path, PathBuf};

use offprint::chart::{self, Chart, Kind, Stack};
use offprint::config;
use offprint::language::Language;
use offprint::paper::{ChartData, ChartRecord, DataTable};
use offprint::parse::{self, Settings};
use offprint::render::chart::{Colors, Drawing, Form, draw, file};
use offprint::source::{Manuscript, Role, Source};
use offprint::theme::{self, Words};
use proptest::prelude::*;

#[path = "charts/reading.rs"]
mod reading;

use reading::Read;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    cases.sort();
    cases
}

fn words() -> Words {
    let config =
        config::parse("title = \"S\"\nbase_url = \"https://example.org/\"\n", &"content/site.toml".into())
            .value;
    let theme = theme::load(Path::new("/nonexistent"), &config).unwrap().value;
    (*theme.words("en")).clone()
}

/// The chart of a manuscript with one figure.
fn record(text: &str) -> Option<ChartRecord> {
    let manuscript = Manuscript {
        kind: offprint::paper::Kind::Page,
        key: "a".into(),
        collection: None,
        lang: "en".into(),
        address: "/a/".into(),
        files: Vec::new(),
    };
    let text = format!("+++\ntitle = \"A\"\n+++\n\n{text}");
    let source = Source { path: "content/a.md".into(), role: Role::Main, text: text.into() };
    let settings = Settings { math: false, raw_html: false, smart: false };
    parse::paper(&manuscript, &[source], &settings).value.record.charts.into_iter().next()
}

fn table(record: &ChartRecord) -> &DataTable {
    match &record.data {
        ChartData::Table(table) => table,
        _ => panic!("the figure has no table"),
    }
}

fn chart(record: &ChartRecord, words: &Words) -> Option<Chart> {
    let files = ["content/a.md".into()];
    chart::chart(record, Some(table(record)), &files, (&Language::of("en"), words)).value
}

fn whole(drawing: &Drawing) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" font-family=\"'Offprint Sans', sans-serif\" font-size=\"13\">{}</svg>\n",
        drawing.marks,
        w = drawing.width,
        h = drawing.height
    )
}

#[test]
fn charts_are_drawn_as_expected() {
    let (words, english) = (words(), Language::of("en"));
    let mut failures = Vec::new();
    for case in cases() {
        let record = record(&std::fs::read_to_string(&case).unwrap()).unwrap();
        let chart = chart(&record, &words).unwrap_or_else(|| panic!("{} is not drawn", case.display()));
        let notes: Vec<String> = record.source.iter().map(|source| format!("Source: {source}")).collect();
        let drawings = [
            ("svg", file(&chart, &english, &record.caption, &notes, &Colors::default())),
            ("narrow.svg", whole(&draw(&chart, &english, Form::Narrow))),
        ];
        for (extension, svg) in drawings {
            let golden = case.with_extension(extension);
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&golden, &svg).unwrap();
            } else if std::fs::read_to_string(&golden).unwrap_or_default() != svg {
                failures.push(golden.display().to_string());
            }
        }
    }
    assert!(failures.is_empty(), "not as expected: {failures:#?}");
}

#[test]
fn values_can_be_read_back() {
    let words = words();
    for case in cases() {
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        read_back(&name, &std::fs::read_to_string(&case).unwrap(), &words);
    }
}

/// The charts of a paper that others published, in the folder that `OFFPRINT_PAPERS` names; passed over without it.
#[test]
fn values_of_a_real_paper_can_be_read_back() {
    let Some(papers) = std::env::var_os("OFFPRINT_PAPERS") else { return };
    let words = words();
    let mut count = 0;
    for entry in std::fs::read_dir(Path::new(&papers).join("digital-efficiency")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for figure in text.split("\n:::figure ").skip(1) {
            let figure = format!(":::figure {}\n:::\n", figure.split("\n:::\n").next().unwrap());
            if figure.lines().next().unwrap().contains("chart=") {
                read_back(figure.lines().next().unwrap(), &figure, &words);
                count += 1;
            }
        }
    }
    assert_eq!(count, 17);
}

fn read_back(name: &str, text: &str, words: &Words) {
    let record = record(text).unwrap();
    let chart = chart(&record, words).unwrap_or_else(|| panic!("{name} is not drawn"));
    for form in [Form::Wide, Form::Narrow] {
        let drawing = draw(&chart, &Language::of("en"), form);
        let read = reading::panels(&whole(&drawing), &chart);
        assert_eq!(read.len(), chart.panels.len(), "{name}");
        for (at, (panel, read)) in chart.panels.iter().zip(&read).enumerate() {
            assert_eq!(read.series.len(), panel.series.len(), "{name} {form:?}: the series of panel {at}");
            for (series, values) in panel.series.iter().zip(&read.series) {
                let expected = expected(&record, &chart, (&panel.title, &series.name));
                compare(&format!("{name} {form:?} {} {}", panel.title, series.name), &expected, values, read);
            }
        }
    }
}

/// As near as the smallest difference that a drawing shows.
fn compare(what: &str, expected: &[f64], values: &[f64], read: &Read) {
    assert_eq!(expected.len(), values.len(), "{what}: {expected:?}, read {values:?}");
    for (expected, value) in expected.iter().zip(values) {
        let off = (expected - value).abs();
        assert!(
            off <= read.precision,
            "{what}: {expected} was read as {value}, in {expected:?} and {values:?}"
        );
    }
}

/// The values that a series must show, by the words of the table.
fn expected(record: &ChartRecord, chart: &Chart, (panel, series): (&str, &str)) -> Vec<f64> {
    let table = table(record);
    let column = |name: &str| table.head.iter().position(|head| &**head == name);
    let key = |key: &str| record.chart.attributes.get(key).and_then(column);
    let (by, long) = (key("by"), key("series"));
    let is_total = |row: &[Box<str>]| chart.is_stacked() && row.iter().any(|cell| &**cell == "Total");
    let rows: Vec<&Vec<Box<str>>> = table
        .rows
        .iter()
        .filter(|row| !is_total(row))
        .filter(|row| by.is_none_or(|by| &*row[by] == panel))
        .filter(|row| long.is_none_or(|long| &*row[long] == series))
        .collect();
    let values = match long {
        Some(_) => key("y").unwrap_or(table.head.len() - 1),
        None => column(series).unwrap(),
    };
    let number = |row: &&Vec<Box<str>>| Some(plain(&row[values])).flatten();
    if chart.stack == Stack::Share {
        let shown: Vec<usize> = chart.series().map(|series| column(&series.name).unwrap()).collect();
        let whole = |row: &&Vec<Box<str>>| shown.iter().filter_map(|at| plain(&row[*at])).sum::<f64>();
        return rows.iter().filter_map(|row| Some(number(row)? / whole(row) * 100.0)).collect();
    }
    if chart.kind == Kind::Area && chart.is_stacked() {
        return rows.iter().map(|row| number(row).unwrap_or(0.0)).collect();
    }
    rows.iter().filter_map(number).collect()
}

/// An English number, whatever stands around it.
fn plain(words: &str) -> Option<f64> {
    let negative = words.starts_with(['-', '−', '(']);
    let digits: String = words.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let value: f64 = digits.parse().ok()?;
    Some(if negative { -value } else { value })
}

const KINDS: [&str; 5] = ["bar", "hbar", "line", "area", "dot"];
const CLASSES: [&str; 4] = ["", ".stacked", ".share", ".multiples"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a table holds, its chart is whole: no mark outside, no number that is none.
    #[test]
    fn any_table_is_drawn_within_its_bounds(
        head in prop::collection::vec("[A-Za-zŁ漢 /-]{0,40}", 1..8),
        names in prop::collection::vec("([A-Za-zż漢 -]{0,60}|20[0-9]{2}|20[0-9]{2}-0[1-9]|-?[0-9]{1,15})", 1..12),
        cells in prop::collection::vec("(-?[0-9]{1,14}(\\.[0-9]{1,12})?|–||0|£-?[0-9]{1,4}(m|bn)?|[0-9]{1,3}%)", 96),
        kind in 0..KINDS.len(),
        class in 0..CLASSES.len(),
    ) {
        let words = Words::default();
        let row = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
        let mut text = format!(":::figure {{chart={} {}}}\n", KINDS[kind], CLASSES[class]);
        text.push_str(&row(std::iter::once("Name").chain(head.iter().map(String::as_str)).collect()));
        text.push_str(&row(vec!["---"; head.len() + 1]));
        for (at, name) in names.iter().enumerate() {
            let values = (0..head.len()).map(|column| cells[(at * head.len() + column) % cells.len()].as_str());
            text.push_str(&row(std::iter::once(name.as_str()).chain(values).collect()));
        }
        text.push_str("\nCaption\n:::\n");
        let Some(record) = record(&text) else { return Ok(()) };
        if !matches!(record.data, ChartData::Table(_)) { return Ok(()) }
        let Some(chart) = chart(&record, &words) else { return Ok(()) };
        for form in [Form::Wide, Form::Narrow] {
            let drawing = draw(&chart, &Language::of("en"), form);
            prop_assert!(!drawing.marks.contains("NaN") && !drawing.marks.contains("inf"), "{text}\n{}", drawing.marks);
            if let Some(outside) = reading::outside(&whole(&drawing), (drawing.width, drawing.height)) {
                return Err(TestCaseError::fail(format!("{outside} is outside:\n{text}\n{}", whole(&drawing))));
            }
        }
    }
}
