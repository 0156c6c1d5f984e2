//! Diagnostics for GitHub Actions: workflow commands, of which GitHub makes annotations beside the lines of a change.
//!
//! In: diagnostics and texts. Out: what a step prints. Never: a line that an author's words could turn into another command.

use std::fmt::Write as _;

use super::{Files, Screen, Texts, human, with_hints};
use crate::diagnostic::{Diagnostic, Place, Severity};

/// As many annotations of a kind as GitHub shows for a step.
const SHOWN: usize = 10;

/// The problems as people read them in a log, then annotations, folded up.
///
/// Paths begin with `prefix`, which leads from the repository's root to the site: empty, or ending in `/`.
pub fn github(problems: &[Diagnostic], texts: Texts<'_>, prefix: &str, screen: Screen) -> String {
    let mut out = disarmed(&human(problems, texts, screen));
    if problems.is_empty() {
        return out;
    }
    let mut files = Files::new(texts);
    let mut commands = String::new();
    let (mut shown, mut left_out) = (0, 0);
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        let of_kind: Vec<_> = problems.iter().filter(|problem| problem.severity == severity).collect();
        for problem in of_kind.iter().take(SHOWN) {
            commands.push_str(&command(problem, &mut files, prefix));
        }
        shown += of_kind.len().min(SHOWN);
        left_out += of_kind.len().saturating_sub(SHOWN);
    }
    let plural = if shown == 1 { "" } else { "s" };
    let _ = writeln!(out, "::group::{shown} annotation{plural}\n{commands}::endgroup::");
    if left_out > 0 {
        let _ =
            writeln!(out, "GitHub shows {SHOWN} annotations of a kind; the others ({left_out}) are above.");
    }
    out
}

fn command(problem: &Diagnostic, files: &mut Files<'_>, prefix: &str) -> String {
    let kind = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = &problem.place {
        properties.push(("file", format!("{prefix}{}", place.path)));
        properties.extend(region(place, files));
    }
    properties.push(("title", problem.rule.code.to_owned()));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    format!("::{kind} {}::{}\n", properties.join(","), data(&with_hints(problem)))
}

/// Columns mean something to GitHub only where both ends are on one line.
fn region(place: &Place, files: &mut Files<'_>) -> Vec<(&'static str, String)> {
    let Some((start, end)) = files.span(place) else { return Vec::new() };
    let mut region = vec![("line", start.line.to_string()), ("endLine", end.line.to_string())];
    if start.line == end.line {
        region.extend([("col", start.column.to_string()), ("endColumn", end.column.to_string())]);
    }
    region
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The runner obeys lines that begin with `::`, and `##[` wherever it stands; what authors wrote is no command.
fn disarmed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        match words.strip_prefix("::") {
            Some(rest) => {
                out.push_str(line.strip_suffix(words).unwrap_or_default());
                out.push_str(": :");
                out.push_str(&rest.replace("##[", "## ["));
            }
            None => out.push_str(&line.replace("##[", "## [")),
        }
    }
    out
}
