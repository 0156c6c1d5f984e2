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
use crate::write;

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
    if renewal == Renewal::Prune && !is_read_whole(&path) {
        return Err(Failure::new(format!("`{PATH}` can't be read whole, so that what is known is not known to be mended"))
            .hint("mend it as `offprint check` says, or restore it from the last commit; `offprint check --baseline write` writes it anew"));
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
    let renewed = Renewed { known: known.len(), added, others, is_removed: false };
    let written = match known.is_empty() {
        true => remove(&path),
        false => write::file(&path, baseline::text(known).as_bytes()).map(|_| false),
    };
    written.map(|is_removed| Renewed { is_removed, ..renewed }).map_err(|error| {
        Failure::new(format!("can't write `{}`: {error}", path.shown()))
            .hint("look whether you may write there, and whether the disk is full")
    })
}

/// Whether all of the file was understood: what was not would be lost.
fn is_read_whole(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| baseline::parse(&text).problems.is_empty())
}

/// Removes a file, and says whether there was one.
fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        removed => removed.map(|()| true),
    }
}
