//! Many problems of one kind in one place, told once.
//!
//! In: sorted problems, with the severities that the site gives them. Out: the same, files of one folder that nothing uses as one
//! problem. Never: before settings and known problems were heeded: those are of files.

use std::collections::BTreeMap;

use super::rules::links::FILE_UNUSED;
use super::{Diagnostic, Severity};

/// Files that are named; the others are counted.
const NAMED: usize = 8;

/// Problems as people read them.
pub fn folded(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut folders: BTreeMap<(String, Severity), Vec<String>> = BTreeMap::new();
    for (problem, (folder, name)) in problems.iter().filter_map(|problem| Some((problem, unused(problem)?))) {
        folders.entry((folder.to_owned(), problem.severity)).or_default().push(name.to_owned());
    }
    let fold = |mut problem: Diagnostic| {
        let Some((folder, name)) = unused(&problem) else { return Some(problem) };
        let names = folders.get(&(folder.to_owned(), problem.severity)).filter(|names| names.len() > 1);
        let Some(names) = names else { return Some(problem) };
        if names.first().is_none_or(|first| first != name) {
            return None;
        }
        problem.message = format!("nothing uses {} in `{folder}/`, so they are not published", listed(names));
        if let Some(hint) = problem.hints.first_mut() {
            "show them, link to them, move them to `content/static/`, or delete them".clone_into(hint);
        }
        Some(problem)
    };
    problems.into_iter().filter_map(fold).collect()
}

/// The folder and the name of a file that nothing uses.
fn unused(problem: &Diagnostic) -> Option<(&str, &str)> {
    let place = problem.place.as_ref().filter(|_| problem.rule == &FILE_UNUSED)?;
    place.path.rsplit_once('/')
}

fn listed(names: &[String]) -> String {
    let (named, others) = names.split_at(names.len().min(NAMED));
    let mut quoted: Vec<String> = named.iter().map(|name| format!("`{name}`")).collect();
    let last = match others.len() {
        0 => quoted.pop().unwrap_or_default(),
        1 => "one more".to_owned(),
        more => format!("{more} more"),
    };
    format!("{} and {last}", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Place;
    use crate::diagnostic::rules::links::LINK_MISSING;

    fn unused(path: &str, severity: Severity) -> Diagnostic {
        let problem = Diagnostic::new(&FILE_UNUSED, "nothing uses it").at(Place::file(path)).hint("show it");
        Diagnostic { severity, ..problem }
    }

    #[test]
    fn files_of_a_folder_are_told_once() {
        let many = (0..12).map(|n| unused(&format!("content/p/c/{n:02}.png"), Severity::Hint));
        let mut problems = vec![
            unused("content/p/a.png", Severity::Hint),
            unused("content/p/b.csv", Severity::Hint),
            unused("content/p/d.png", Severity::Error),
            unused("content/q/e.png", Severity::Hint),
            Diagnostic::new(&LINK_MISSING, "no").at(Place::file("content/p/a.png")),
        ];
        problems.extend(many);
        let told: Vec<String> = folded(problems).into_iter().map(|problem| problem.message).collect();
        assert_eq!(
            told,
            [
                "nothing uses `a.png` and `b.csv` in `content/p/`, so they are not published",
                "nothing uses it",
                "nothing uses it",
                "no",
                "nothing uses `00.png`, `01.png`, `02.png`, `03.png`, `04.png`, `05.png`, `06.png`, `07.png` and 4 more \
                 in `content/p/c/`, so they are not published",
            ]
        );
    }
}
