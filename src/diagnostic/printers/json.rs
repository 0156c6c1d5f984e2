//! Diagnostics for programs, as the report's JSON holds them.
//!
//! In: diagnostics and texts. Out: one JSON object for each, in the form that `src/report/schema.json` describes. Never: the
//! rest of the report, which is [`crate::report::document`]'s.

use serde::Serialize;

use super::lines::Position;
use super::{Files, Texts, fingerprints};
use crate::diagnostic::{Diagnostic, Place};

/// One JSON object for each problem.
pub fn json(problems: &[Diagnostic], texts: Texts<'_>) -> Vec<serde_json::Value> {
    let mut files = Files::new(texts);
    let fingerprints = fingerprints(problems, &mut files);
    let mut all = Vec::with_capacity(problems.len());
    for (problem, fingerprint) in problems.iter().zip(fingerprints) {
        let object = ProblemObject {
            code: problem.rule.code,
            severity: problem.severity.name(),
            message: &problem.message,
            place: problem.place.as_ref().map(|place| place_object(place, &mut files)),
            related: problem
                .related
                .iter()
                .map(|(place, label)| RelatedObject { label, place: place_object(place, &mut files) })
                .collect(),
            hints: &problem.hints,
            fingerprint,
        };
        // Strings and numbers can't fail to be written.
        all.push(serde_json::to_value(&object).unwrap_or_default());
    }
    all
}

#[derive(Serialize)]
struct ProblemObject<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    place: Option<PlaceObject<'a>>,
    related: Vec<RelatedObject<'a>>,
    hints: &'a [String],
    fingerprint: String,
}

#[derive(Serialize)]
struct RelatedObject<'a> {
    label: &'a str,
    place: PlaceObject<'a>,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<PointObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<PointObject>,
}

#[derive(Serialize)]
struct PointObject {
    byte: usize,
    #[serde(flatten)]
    position: Option<Position>,
}

fn place_object<'a>(place: &'a Place, files: &mut Files<'_>) -> PlaceObject<'a> {
    let mut point =
        |byte| PointObject { byte, position: files.lines(&place.path).map(|lines| lines.position(byte)) };
    let range = place.range.as_ref();
    PlaceObject { path: &place.path, start: range.map(|r| point(r.start)), end: range.map(|r| point(r.end)) }
}
