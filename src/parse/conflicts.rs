//! Conflicts that a merge has left in a text.
//!
//! In: the text of a file. Out: a problem for each conflict. Never: which version is right.

use crate::diagnostic::rules::manuscript::MERGE_CONFLICT;
use crate::diagnostic::{Diagnostic, Place};
use crate::source::Source;

/// The marks that begin the lines of a conflict, in their order.
const MARKS: [&str; 3] = ["<<<<<<< ", "=======", ">>>>>>> "];

/// Finds every conflict: a line of each of the marks, in their order. A row of `=` alone underlines a heading.
pub(super) fn find(source: &Source) -> Vec<Diagnostic> {
    let text = &*source.text;
    if memchr::memmem::find(text.as_bytes(), MARKS[0].as_bytes()).is_none() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let mut met = 0;
    let mut begin = 0..0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let is = |mark: usize| MARKS.get(mark).is_some_and(|mark| words.starts_with(mark));
        if is(0) {
            begin = start..start + words.len();
            met = 1;
        } else if met == 1 && words == MARKS[1] {
            met = 2;
        } else if met == 2 && is(2) {
            let problem = Diagnostic::new(&MERGE_CONFLICT, "a conflict of two versions begins here")
                .at(Place::new(source.path.clone(), begin.clone()))
                .hint("keep the version that is right, and delete the lines that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`");
            problems.push(problem);
            met = 0;
        }
        start += line.len();
    }
    problems
}
