//! Writing `content/baseline.toml`.
//!
//! In: a site's folder, and the report of a run. Out: the file, whole or as it was before. Never: a problem that this run did not
//! see taken out: it may be that of a draft.

use std::fs;
use std::io;
use std::path::Path;

use super::lint::{excerpts, key};
use crate::config::baseline::{self, Known, PATH};
use crate::diagnostic::Diagnostic;
use crate::report::{Failure, Renewal, Renewed, Report};
use crate::shown::Shown;

/// The new file, before it takes the place of the old one: hidden, so that nobody takes it for a part of the site.
const NEW: &str = "content/.baseline.toml.new";

/// Writes the problems of a report as those that are known.
pub(crate) fn baseline(folder: &Path, report: &Report, renewal: Renewal) -> Result<Renewed, Failure> {
    if !report.is_whole {
        return Err(Failure::new("the site can't be read, so that its problems are not known")
            .hint("mend what `offprint check` says first"));
    }
    let path = folder.join(PATH);
    if renewal == Renewal::Prune && !path.exists() {
        return Err(Failure::new(format!("there is no `{PATH}` to take anything out of"))
            .hint("`offprint check --baseline write` writes one"));
    }
    let mut excerpts = excerpts(folder);
    let mut named = |problems: &[Diagnostic]| -> Vec<Known> {
        problems.iter().filter_map(|problem| key(problem, &mut excerpts)).collect()
    };
    let found = named(&report.problems);
    let (new, others) = match renewal {
        Renewal::All => (found, 0),
        Renewal::Prune => (Vec::new(), found.len()),
    };
    let added = new.len();
    let mut known = named(&report.known);
    known.extend(report.unseen.iter().cloned());
    known.extend(new);
    let renewed = Renewed { known: known.len(), added, others };
    let written =
        if known.is_empty() { remove(&path) } else { replace(folder, &path, &baseline::text(known)) };
    written.map(|()| renewed).map_err(|error| {
        Failure::new(format!("can't write `{}`: {error}", path.shown()))
            .hint("look whether you may write there, and whether the disk is full")
    })
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes a file in one step; one that is the same is left alone.
fn replace(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(());
    }
    let new = folder.join(NEW);
    fs::write(&new, text).and_then(|()| fs::rename(&new, path)).inspect_err(|_| {
        let _ = fs::remove_file(&new);
    })
}
