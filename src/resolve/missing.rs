//! What an author may have meant by a path that leads nowhere.
//!
//! In: such a path. Out: a diagnostic, with the nearest file or page. Never: run for a path that leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

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
        let children = children(from, &real);
        let found = if let Some(same) = children.get(part) {
            *same
        } else if let Some(same) = children.iter().find(|child| child.to_lowercase() == part.to_lowercase()) {
            same
        } else {
            likeness = Likeness::Near;
            nearest(part, children.iter().copied())?
        };
        real.push_str(if real.is_empty() { "" } else { "/" });
        real.push_str(found);
    }
    let leads_somewhere = from.assets.contains_key(real.as_str())
        || from.catalog.by_file.contains_key(format!("content/{real}").as_str())
        || from.catalog.versions(&real).next().is_some();
    leads_somewhere.then_some((real, likeness))
}

/// The names of what is directly in a folder below `content/`.
fn children<'a>(from: Origin<'a>, folder: &str) -> BTreeSet<&'a str> {
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut children = names_below(&from.catalog.by_file, &format!("content/{folder}"));
    children.extend(names_below(from.assets, &folder));
    children
}

fn names_below<'a, K, V>(paths: &'a BTreeMap<K, V>, folder: &str) -> BTreeSet<&'a str>
where
    K: Ord + std::borrow::Borrow<str>,
{
    let paths =
        paths.range::<str, _>((Bound::Included(folder), Bound::Unbounded)).map(|(path, _)| path.borrow());
    let below = paths.map_while(|path| path.strip_prefix(folder));
    below.filter_map(|rest| rest.split('/').next()).collect()
}

fn static_file(from: Origin, path: &str) -> Option<(String, Likeness)> {
    let wanted = path.strip_prefix("static/").unwrap_or(path).to_lowercase();
    let addresses = from.statics.keys().map(|address| address.trim_start_matches('/'));
    let found = addresses.into_iter().find(|address| address.to_lowercase() == wanted)?;
    Some((found.to_owned(), Likeness::ButForCase))
}

/// A file of the same name in another folder.
fn elsewhere(from: Origin, path: &str) -> Option<String> {
    let name = path.rsplit('/').next().filter(|name| name.contains('.') && *name != "index.md")?;
    let named = |path: &&str| path.rsplit('/').next() == Some(name);
    let files = from.catalog.by_file.keys().filter_map(|file| file.strip_prefix("content/"));
    from.assets.keys().map(|path| &**path).chain(files).find(named).map(str::to_owned)
}
