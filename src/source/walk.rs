//! Walking the content folder: the one door for walkdir.
//!
//! In: a folder. Out: its files and folders by their paths in NFC, and diagnostics for what can't be followed or named.
//! Never: the contents of a file.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use super::{CONTENT, STATIC, shown};
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::refusal;
use crate::shown::Shown;

/// A file below the folder.
#[derive(Debug)]
pub(super) struct Found {
    /// Relative to the folder, NFC, with `/` between names.
    pub(super) path: String,
    /// As the system names it.
    pub(super) disk: PathBuf,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Sorted by path.
    pub(super) files: Vec<Found>,
    /// Paths of folders as [`Found::path`].
    pub(super) folders: Vec<String>,
}

/// Walks a folder; only the folder itself being unreadable is an outside failure.
pub(super) fn walk(content: &Path) -> io::Result<Checked<Walked>> {
    let mut walked = Walked::default();
    let mut problems = Vec::new();
    let entries = WalkDir::new(content).min_depth(1).follow_links(true).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(|entry| is_wanted(content, entry)) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => return Err(error.into()),
            Err(error) => {
                problems.push(problem(content, &error));
                continue;
            }
        };
        let Some(path) = relative(content, entry.path()) else {
            problems.push(
                Diagnostic::new(&reading::FILE_NAME_NOT_UTF8, "the name is not UTF-8")
                    .at(Place::file(lossy(content, entry.path())))
                    .hint("rename it"),
            );
            continue;
        };
        if entry.file_type().is_dir() {
            walked.folders.push(path);
        } else if entry.file_type().is_file() {
            walked.files.push(Found { path, disk: entry.into_path() });
        }
    }
    walked.files.sort_by(|a, b| (&a.path, &a.disk).cmp(&(&b.path, &b.disk)));
    drop_twins(&mut walked.files, &mut problems);
    Ok(Checked::new(walked, problems))
}

/// Keeps the first of files whose names are the same in NFC.
fn drop_twins(files: &mut Vec<Found>, problems: &mut Vec<Diagnostic>) {
    files.dedup_by(|later, first| {
        let twins = later.path == first.path;
        if twins {
            let message = format!("two files are called `{}`, spelt in Unicode in two ways", first.path);
            problems.push(
                Diagnostic::new(&reading::FILE_NAME_TWICE, message).at(Place::file(shown(&first.path))),
            );
        }
        twins
    });
}

/// Whether a file or folder is an author's: not hidden, and not left behind by an editor or a system. In `static/`
/// hidden ones are meant (`.well-known`, `.nojekyll`).
fn is_wanted(content: &Path, entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let leftover = is_leftover(&name);
    if leftover || !name.starts_with('.') {
        return !leftover;
    }
    let top = entry.path().strip_prefix(content).ok().and_then(|path| path.iter().next());
    top == Some(OsStr::new(STATIC.trim_end_matches('/')))
}

/// Whether a name is that of a file which an editor or a system leaves behind.
pub fn is_leftover(name: &str) -> bool {
    let ends = ["~", ".swp", ".swx", ".swo", ".kate-swp", "___jb_tmp___", "___jb_old___"];
    let starts = [".#", ".goutputstream-", ".~lock."];
    ends.iter().any(|end| name.ends_with(end))
        || starts.iter().any(|start| name.starts_with(start))
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | ".git")
}

/// What the symbolic links in a folder point to, where that is outside the folder.
pub fn linked(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).min_depth(1).follow_links(true).sort_by_file_name();
    let links = entries.into_iter().flatten().filter(DirEntry::path_is_symlink);
    links.filter_map(|link| link.path().canonicalize().ok()).filter(|to| !to.starts_with(folder)).collect()
}

fn relative(content: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(content).ok()?;
    let names: Option<Vec<String>> = path.iter().map(|name| name.to_str().map(nfc)).collect();
    names.map(|names| names.join("/"))
}

fn nfc(name: &str) -> String {
    if name.is_ascii() { name.to_owned() } else { name.nfc().collect() }
}

fn lossy(content: &Path, path: &Path) -> String {
    let path = path.strip_prefix(content).unwrap_or(path);
    path.iter().fold(CONTENT.to_owned(), |shown, name| format!("{shown}/{}", name.to_string_lossy()))
}

fn problem(content: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(content);
    let place = Place::file(lossy(content, path));
    if let Some(ancestor) = error.loop_ancestor() {
        let message = format!("the symbolic link points to `{}`, which holds it", lossy(content, ancestor));
        return Diagnostic::new(&reading::SYMLINK_LOOP, message).at(place).hint("delete the link");
    }
    if path.is_symlink() && error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) {
        let target = std::fs::read_link(path).unwrap_or_default();
        let message = format!("the symbolic link points to `{}`, which does not exist", target.shown());
        return Diagnostic::new(&reading::SYMLINK_BROKEN, message)
            .at(place)
            .hint("delete the link, or restore the file");
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let problem = Diagnostic::new(&reading::FILE_UNREADABLE, format!("can't be read: {reason}")).at(place);
    match error.io_error().and_then(refusal::hint) {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}
