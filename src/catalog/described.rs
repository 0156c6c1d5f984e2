//! What a paper should say of itself, and does not.
//!
//! In: a catalog. Out: a diagnostic for each fact that lists, citations and indexers need. Never: a fact that the text could be
//! asked for, or one that may stand in front matter that could not be read.

use super::Catalog;
use crate::diagnostic::rules::links;
use crate::diagnostic::{Diagnostic, Place, Rule};
use crate::paper::{Kind, Record};

/// The words of two printed pages. A shorter text is a notice: its first lines are its summary, and nobody indexes it.
const NOTICE: u32 = 500;

/// Finds the papers that lack a date, an author or a summary.
pub(super) fn lacks(catalog: &Catalog, problems: &mut Vec<Diagnostic>) {
    let whole = |record: &&std::sync::Arc<Record>| record.kind == Kind::Paper && !record.meta.partial;
    for record in catalog.records.iter().filter(whole) {
        problems.extend(undated(record));
        if record.words >= NOTICE {
            problems.extend(unsigned(record));
            problems.extend(unsummarised(record));
        }
    }
}

fn undated(record: &Record) -> Option<Diagnostic> {
    let hint = "add `date = 2026-05-03`, or `date = \"2026-05\"` or `date = \"2026\"` in its front matter";
    let lacks = record.meta.date.is_none() && !record.meta.date_given;
    lacks.then(|| lack(record, &links::PAPER_WITHOUT_DATE, "has no date").hint(hint))
}

fn unsigned(record: &Record) -> Option<Diagnostic> {
    let hint = "add `authors = [\"…\"]` in its front matter; an institution can be one";
    let is_unsigned = record.meta.authors.is_empty();
    is_unsigned.then(|| lack(record, &links::PAPER_WITHOUT_AUTHORS, "names no author").hint(hint))
}

fn unsummarised(record: &Record) -> Option<Diagnostic> {
    let hint = "add `summary = \"…\"` in its front matter: two or three sentences that say what it finds";
    let has_none = record.meta.summary_text.is_empty();
    has_none.then(|| lack(record, &links::PAPER_WITHOUT_SUMMARY, "has no summary").hint(hint))
}

fn lack(record: &Record, rule: &'static Rule, what: &str) -> Diagnostic {
    let file = record.files.first().cloned().unwrap_or_default();
    Diagnostic::new(rule, format!("the paper `{}` {what}", record.meta.title)).at(Place::file(file))
}
