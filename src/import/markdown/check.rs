//! What offprint itself says of a manuscript that was made.
//!
//! In: the manuscript. Out: its errors, as remarks on their lines. Never: a change.

use crate::diagnostic::{Diagnostic, Severity};
use crate::import::remark::{Kind, Remark};
use crate::import::reread;

/// The problems that offprint finds in a text, as if it were the only file of a paper in a language.
pub(super) fn problems(text: &str, lang: &str) -> Vec<Diagnostic> {
    reread::paper(text, lang, false).problems
}

/// A remark for each error.
pub(super) fn errors(text: &str, lang: Option<&str>) -> Vec<(Option<usize>, Remark)> {
    let mut problems = problems(text, lang.unwrap_or("en"));
    problems.retain(|problem| problem.severity == Severity::Error);
    let place =
        |problem: &Diagnostic| problem.place.as_ref().and_then(|place| place.range.as_ref().map(|r| r.start));
    problems.sort_by_key(place);
    let (mut at, mut line) = (0, 1);
    let mut remarks = Vec::new();
    for problem in problems {
        let start = place(&problem);
        if let Some(part) = start.and_then(|start| text.get(at..start)) {
            line += part.matches('\n').count();
            at = start.unwrap_or(at);
        }
        let message = format!("`offprint check` will call this an error: {}", problem.message);
        remarks.push((start.map(|_| line), Remark::new(Kind::Unsupported, message)));
    }
    remarks
}
