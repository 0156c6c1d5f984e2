//! What an author may have meant by a path that leads nowhere.
//!
//! In: such a path. Out: a diagnostic, with the nearest file or page. Never: run for a path that leads somewhere.

use super::{Origin, Path, backslashes};
use crate::diagnostic::rules::links;
use crate::diagnostic::{Diagnostic, Rule, nearest};

/// A link to nothing.
pub(super) fn link(from: Origin, path: Path) -> Diagnostic {
    report(from, path, &links::LINK_MISSING, "page or file")
}

/// An image, data file or download that is not there.
pub(super) fn file(from: Origin, path: Path) -> Diagnostic {
    report(from, path, &links::FILE_MISSING, "file")
}

fn report(from: Origin, path: Path, rule: &'static Rule, noun: &str) -> Diagnostic {
    let Path { written, .. } = path;
    if let Some(hint) = backslashes(written) {
        return Diagnostic::new(rule, format!("there is no {noun} `{written}`")).hint(hint);
    }
    match meant(from, path.path) {
        Some((real, Likeness::ButForCase)) => Diagnostic::new(
            &links::LINK_CASE,
            format!("`{written}` is named `{real}`: capitals and small letters differ"),
        )
        .hint(format!("write it exactly as the file is named, such as `/{real}`")),
        near => {
            let near = near.map(|(real, _)| format!("/{real}"));
            let problem = Diagnostic::new(rule, format!("there is no {noun} `{written}`"));
            match (near, where_it_was_looked_for(path)) {
                (None, Some(hint)) => problem.hint(hint),
                (near, _) => problem.did_you_mean(near.as_deref()),
            }
        }
    }
}

/// What a path came to, where that is not what was written.
fn where_it_was_looked_for(path: Path) -> Option<String> {
    if path.written.starts_with('/') {
        return Some(
            "a path that begins with `/` starts at `content/`; write the whole address of a page of another site"
                .to_owned(),
        );
    }
    (!path.written.starts_with(path.path)).then(|| format!("it was looked for at `content/{}`", path.path))
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    ButForCase,
    Near,
}

/// The path that was meant: each of its parts mended where needed, else a file of the same name elsewhere.
fn meant(from: Origin, path: &str) -> Option<(String, Likeness)> {
    mended(from, path)
        .or_else(|| static_file(from, path))
        .or_else(|| elsewhere(from, path).map(|path| (path, Likeness::Near)))
}

fn mended(from: Origin, path: &str) -> Option<(String, Likeness)> {
    let mut real = String::new();
    let mut likeness = Likeness::ButForCase;
    for part in path.split('/') {
        let folder = from.names().folder(&real)?;
        let found = if folder.names.contains(part) {
            part
        } else if let Some(same) = folder.but_for_case(part) {
            same
        } else {
            likeness = Likeness::Near;
            nearest(part, folder.names.iter().map(|name| &**name))?
        };
        real.push_str(if real.is_empty() { "" } else { "/" });
        real.push_str(found);
    }
    let leads_somewhere = from.assets.contains_key(real.as_str())
        || from.catalog.by_file.contains_key(format!("content/{real}").as_str())
        || from.catalog.versions(&real).next().is_some();
    leads_somewhere.then_some((real, likeness))
}

fn static_file(from: Origin, path: &str) -> Option<(String, Likeness)> {
    let found = from.names().static_file(path.strip_prefix("static/").unwrap_or(path))?;
    Some((found.to_owned(), Likeness::ButForCase))
}

/// A file of the same name in another folder.
fn elsewhere(from: Origin, path: &str) -> Option<String> {
    let name = path.rsplit('/').next().filter(|name| name.contains('.') && *name != "index.md")?;
    from.names().file(name).map(str::to_owned)
}
