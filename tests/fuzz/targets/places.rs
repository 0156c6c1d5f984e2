//! Places of problems: each lies inside its file, and the printers can show it.

use std::sync::Arc;

use offprint::diagnostic::printers::{self, Paint, Screen};
use offprint::diagnostic::{self, Diagnostic, Place};

/// Checks the places of problems, of which the texts of files are known by their paths, and prints them in every form.
pub(crate) fn check(mut problems: Vec<Diagnostic>, texts: &dyn Fn(&str) -> Option<Arc<str>>) {
    for problem in &problems {
        let related = problem.related.iter().map(|(place, _)| place);
        problem.place.iter().chain(related).for_each(|place| check_place(problem, place, texts));
        assert!(!problem.message.is_empty(), "{problem:?}");
    }
    diagnostic::sort(&mut problems);
    printers::human(&problems, texts, Screen { width: 80, paint: Paint::Plain });
    printers::short(&problems, texts);
}

fn check_place(problem: &Diagnostic, place: &Place, texts: &dyn Fn(&str) -> Option<Arc<str>>) {
    let (Some(range), Some(text)) = (&place.range, texts(&place.path)) else { return };
    assert!(text.get(range.clone()).is_some(), "{problem:?}: {range:?} is no part of {} bytes", text.len());
}
