//! A report as one JSON document, for programs.
//!
//! In: a report, and what the run was asked to do. Out: JSON in the form that `schema.json` describes, which
//! `offprint explain --schema` prints. Never: a key that the schema does not declare, or another meaning of one under the
//! same version.

use serde_json::{Value, json};

use super::{Options, Report};
use crate::diagnostic::Severity;
use crate::diagnostic::printers::{self, Texts};

/// The JSON Schema of the document.
pub const SCHEMA: &str = include_str!("schema.json");

/// Raised when a key goes or means something else; new keys may come without.
const VERSION: u32 = 1;

/// The document of a run of the command with this name, `build` or `check`.
pub fn document(report: &Report, options: &Options, command: &str, texts: Texts<'_>) -> String {
    let counts = report.counts;
    let count = |severity| report.count(severity);
    let published = report.published.map(|published| {
        json!({
            "files": published.files,
            "bytes": published.bytes,
            "changed": published.changed,
            "removed": published.removed,
        })
    });
    let external = report.external.map(|found| {
        json!({
            "links": found.links,
            "asked": found.asked,
            "good": found.good,
            "failing": found.failing,
            "dead": found.dead,
            "not_known": found.unchecked,
        })
    });
    let document = json!({
        "version": VERSION,
        "offprint": env!("CARGO_PKG_VERSION"),
        "command": command,
        "now": options.now.to_string(),
        "drafts": options.drafts,
        "publishable": report.is_publishable(options.tolerated),
        "published": published,
        "next_change": report.next_change.map(|instant| instant.to_string()),
        "external": external,
        "counts": {
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "hints": count(Severity::Hint),
            "papers": counts.papers,
            "pages": counts.pages,
            "notes": counts.notes,
            "figures": counts.figures,
            "words": counts.words,
        },
        "problems": Value::from(printers::json(&report.problems, texts)),
    });
    format!("{document:#}\n")
}
