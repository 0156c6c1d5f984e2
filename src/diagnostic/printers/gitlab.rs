//! Diagnostics for GitLab: a Code Quality report, which GitLab shows in a merge request.
//!
//! In: diagnostics and texts. Out: a JSON array, as GitLab's documentation describes it. Never: a problem without a file, which
//! GitLab would refuse: those stand at the settings.

use serde_json::json;

use super::{Files, NOWHERE, Texts, fingerprints, with_hints};
use crate::diagnostic::{Diagnostic, Severity};

/// The report. Paths begin with `prefix`, which leads from the repository's root to the site: empty, or ending in `/`.
pub fn gitlab(problems: &[Diagnostic], texts: Texts<'_>, prefix: &str) -> String {
    let mut files = Files::new(texts);
    let fingerprints = fingerprints(problems, &mut files);
    let entries: Vec<_> = problems
        .iter()
        .zip(fingerprints)
        .map(|(problem, fingerprint)| {
            let path = problem.place.as_ref().map_or(NOWHERE, |place| &place.path);
            let span = problem.place.as_ref().and_then(|place| files.span(place));
            let (begin, end) = span.map_or((1, 1), |(start, end)| (start.line, end.line));
            json!({
                "description": with_hints(problem),
                "check_name": problem.rule.code,
                "fingerprint": fingerprint,
                "severity": severity(problem.severity),
                "location": { "path": format!("{prefix}{path}"), "lines": { "begin": begin, "end": end } },
            })
        })
        .collect();
    let array = serde_json::Value::from(entries);
    format!("{array:#}\n")
}

/// GitLab's words, of which `critical` and `blocker` are left to what harms more than a site.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Hint => "info",
    }
}
