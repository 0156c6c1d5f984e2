//! Diagnostics for programs: one JSON object to a line.
//!
//! Each has `code`, `severity` (`error`, `warning` or `hint`), `message`, `place` (or null), `related` (each with a `label` and a `place`)
//! and `hints`. A place has a `path`, relative to the site's folder; and, unless it is a whole file, `start` and `end`: each a `byte` of
//! the file, with its `line` and `column` (from one, in characters) when the text is at hand.

use serde::Serialize;

use super::lines::Position;
use super::{Files, Texts};
use crate::diagnostic::{Diagnostic, Place};

/// One line of JSON for each problem.
pub fn json(problems: &[Diagnostic], texts: Texts<'_>) -> String {
    let mut files = Files::new(texts);
    let mut out = String::new();
    for problem in problems {
        let line = ProblemLine {
            code: problem.rule.code,
            severity: problem.severity.name(),
            message: &problem.message,
            place: problem.place.as_ref().map(|place| place_line(place, &mut files)),
            related: problem
                .related
                .iter()
                .map(|(place, label)| RelatedLine { label, place: place_line(place, &mut files) })
                .collect(),
            hints: &problem.hints,
        };
        // Strings and numbers can't fail to be written.
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}

#[derive(Serialize)]
struct ProblemLine<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    place: Option<PlaceLine<'a>>,
    related: Vec<RelatedLine<'a>>,
    hints: &'a [String],
}

#[derive(Serialize)]
struct RelatedLine<'a> {
    label: &'a str,
    place: PlaceLine<'a>,
}

#[derive(Serialize)]
struct PlaceLine<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<PointLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<PointLine>,
}

#[derive(Serialize)]
struct PointLine {
    byte: usize,
    #[serde(flatten)]
    position: Option<Position>,
}

fn place_line<'a>(place: &'a Place, files: &mut Files<'_>) -> PlaceLine<'a> {
    let mut point =
        |byte| PointLine { byte, position: files.lines(&place.path).map(|lines| lines.position(byte)) };
    let range = place.range.as_ref();
    PlaceLine { path: &place.path, start: range.map(|r| point(r.start)), end: range.map(|r| point(r.end)) }
}
