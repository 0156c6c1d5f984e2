//! Diagnostics as SARIF 2.1.0, which code scanners, editors and dashboards read.
//!
//! In: diagnostics and texts. Out: one SARIF log. Never: columns in other units than it declares.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Files, NOWHERE, Texts, fingerprints, with_hints};
use crate::diagnostic::{Diagnostic, Place, Rule, Severity};

/// What a path of a URI is written with.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// The log. Paths begin with `prefix`, which leads from the repository's root to the site: empty, or ending in `/`.
pub fn sarif(problems: &[Diagnostic], texts: Texts<'_>, prefix: &str) -> String {
    let mut files = Files::new(texts);
    let fingerprints = fingerprints(problems, &mut files);
    let rules: BTreeMap<&str, &Rule> =
        problems.iter().map(|problem| (problem.rule.code, problem.rule)).collect();
    let indices: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, code)| (*code, at)).collect();
    let results: Vec<Value> = problems
        .iter()
        .zip(fingerprints)
        .map(|(problem, fingerprint)| {
            json!({
                "ruleId": problem.rule.code,
                "ruleIndex": indices.get(problem.rule.code),
                "level": level(problem.severity),
                "message": { "text": with_hints(problem) },
                "locations": [location(problem.place.as_ref(), &mut files, prefix)],
                "relatedLocations": related(problem, &mut files, prefix),
                "partialFingerprints": { "offprintProblem/v1": fingerprint },
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "offprint",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|rule| described(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn described(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": { "text": rule.explanation, "markdown": rule.explanation },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn location(place: Option<&Place>, files: &mut Files<'_>, prefix: &str) -> Value {
    let path = place.map_or(NOWHERE, |place| &place.path);
    let uri = utf8_percent_encode(&format!("{prefix}{path}"), PATH).to_string();
    let mut physical = json!({ "artifactLocation": { "uri": uri } });
    if let Some((start, end)) = place.and_then(|place| files.span(place))
        && let Value::Object(members) = &mut physical
    {
        let region = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
        members.insert("region".to_owned(), region);
    }
    json!({ "physicalLocation": physical })
}

fn related(problem: &Diagnostic, files: &mut Files<'_>, prefix: &str) -> Vec<Value> {
    let numbered = (1..).zip(&problem.related);
    numbered
        .map(|(id, (place, label))| {
            let mut location = location(Some(place), files, prefix);
            if let Value::Object(members) = &mut location {
                members.insert("id".to_owned(), json!(id));
                members.insert("message".to_owned(), json!({ "text": label }));
            }
            location
        })
        .collect()
}
