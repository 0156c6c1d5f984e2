//! The files of a paper's folder.
//!
//! In: a folder. Out: what is in it, and new files in it, all of them or none. Never: what they mean.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};

use super::KEPT;
use super::plan::{Write, hash};
use crate::import::{Failure, Import};
use crate::shown::Shown;

/// What a folder holds of an import.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The manuscript as it is now.
    pub(super) manuscript: Option<String>,
    /// The manuscript as the last import made it.
    pub(super) base: Option<String>,
    /// Fingerprints of the files that the last import wrote, as it wrote them.
    pub(super) hashes: BTreeMap<String, String>,
    /// Fingerprints of the files that are there now, in the folders in which either import has files.
    pub(super) files: BTreeMap<String, String>,
}

/// Looks at what is in a folder.
pub(super) fn look(import: &Import, folder: &Path) -> Result<Found, Failure> {
    for attachment in &import.attachments {
        check_path(&attachment.path)?;
    }
    if folder.is_file() || folder.extension().is_some_and(|end| end == "md") {
        return Err(Failure::new(format!("`{}` is no folder", folder.shown()))
            .hint("name the paper's own folder, such as `--into content/papers/safe-cities`"));
    }
    let file = &import.file;
    let found = Found {
        manuscript: read_text(&folder.join(file))?,
        base: read_text(&folder.join(KEPT).join(file))?,
        hashes: hashes(&folder.join(KEPT).join(format!("{file}.files.json")))?,
        files: BTreeMap::new(),
    };
    check_own(folder, &found)?;
    let attached = import.attachments.iter().map(|attachment| &attachment.path);
    let folders: BTreeSet<&str> = found.hashes.keys().chain(attached).map(|path| above(path)).collect();
    let mut files = BTreeMap::new();
    for above in folders {
        for name in names(&folder.join(above))? {
            let path = if above.is_empty() { name } else { format!("{above}/{name}") };
            if let Some(bytes) = read(&folder.join(&path))? {
                files.insert(path, hash(&bytes));
            }
        }
    }
    Ok(Found { files, ..found })
}

/// The folder of a path; empty for the paper's own.
fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

/// A folder with a manuscript in several files was written by somebody.
fn check_own(folder: &Path, found: &Found) -> Result<(), Failure> {
    if found.base.is_some() || found.manuscript.is_some() {
        return Ok(());
    }
    let of_hand = |name: &String| name.ends_with(".md") && !is_translation(name);
    match names(folder)?.into_iter().find(of_hand) {
        Some(name) => Err(Failure::new(format!("`{}` holds a paper already: `{name}`", folder.shown()))
            .hint("name another folder with `--into`")),
        None => Ok(()),
    }
}

/// `index.pl.md` is the same paper in another language, and `index.md` may be imported beside it.
fn is_translation(name: &str) -> bool {
    name.starts_with("index.")
}

/// Readers make safe paths; this is the last place where one that is not could be stopped.
fn check_path(path: &str) -> Result<(), Failure> {
    let is_plain =
        |component| matches!(component, Component::Normal(name) if !name.to_string_lossy().starts_with('.'));
    if !path.is_empty() && Path::new(path).components().all(is_plain) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "a file of the document is called `{}`, which is no safe name",
        path.escape_debug()
    )))
}

fn hashes(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let Some(text) = read_text(path)? else { return Ok(BTreeMap::new()) };
    serde_json::from_str(&text).map_err(|error| {
        Failure::new(format!("`{}` can't be read: {error}", path.shown()))
            .hint("it was written by an import; restore it, or delete it to have every picture treated as edited by hand")
    })
}

/// The names of the files in a folder; none if it is not there.
fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(folder, &error)),
    };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn read_text(path: &Path) -> Result<Option<String>, Failure> {
    let Some(bytes) = read(path)? else { return Ok(None) };
    String::from_utf8(bytes).map(Some).map_err(|_| {
        Failure::new(format!("`{}` is not UTF-8", path.shown())).hint("save it as UTF-8, then import again")
    })
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("can't read `{}`: {error}", path.shown()))
}

/// Writes files into a folder: all of them, or, if one can't be written, none.
///
/// Every file is first written whole under a name that begins with a dot, then each takes its place. What stood there is held until all
/// have taken theirs. A program that is killed in between leaves a manuscript that is whole, the old or the new one, since
/// a manuscript comes after the files it uses, and a record of the last import that is no newer than the manuscript.
pub(super) fn write(folder: &Path, writes: &[Write], found: &Found) -> Result<(), Failure> {
    let mut made = Made::default();
    let result = stage(folder, writes, &mut made).and_then(|()| {
        check_unchanged(folder, writes, found)?;
        made.place()
    });
    match result {
        Ok(()) => {
            made.forget();
            Ok(())
        }
        Err(refusal) => {
            made.undo();
            Err(refusal.hint("nothing was imported"))
        }
    }
}

/// What a run has made so far.
#[derive(Debug, Default)]
struct Made {
    /// Folders that were not there, outer ones first.
    folders: Vec<PathBuf>,
    /// Where each file is, and where it belongs.
    staged: Vec<(PathBuf, PathBuf)>,
    /// Files that have taken their places, each with where what stood there is held.
    placed: Vec<(PathBuf, Option<PathBuf>)>,
}

fn stage(folder: &Path, writes: &[Write], made: &mut Made) -> Result<(), Failure> {
    for (path, bytes) in writes {
        let target = folder.join(path);
        let parent = target.parent().unwrap_or(folder);
        let unwritable =
            |error: io::Error| Failure::new(format!("can't write `{}`: {error}", target.shown()));
        make_folder(parent, made).map_err(unwritable)?;
        let staged = beside(&target, "importing");
        made.staged.push((staged.clone(), target.clone()));
        let mut file = File::create(&staged).map_err(unwritable)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(unwritable)?;
    }
    Ok(())
}

fn make_folder(folder: &Path, made: &mut Made) -> io::Result<()> {
    if folder.is_dir() || folder.as_os_str().is_empty() {
        return Ok(());
    }
    folder.parent().map_or(Ok(()), |parent| make_folder(parent, made))?;
    fs::create_dir(folder)?;
    made.folders.push(folder.to_path_buf());
    Ok(())
}

/// `.index.md.importing` for `index.md`.
fn beside(path: &Path, end: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{end}"))
}

/// Somebody may have saved the manuscript while the document was read.
fn check_unchanged(folder: &Path, writes: &[Write], found: &Found) -> Result<(), Failure> {
    for (path, _) in writes.iter().filter(|(path, _)| path.ends_with(".md") && !path.contains('/')) {
        if read_text(&folder.join(path))? != found.manuscript {
            return Err(Failure::new(format!("`{path}` was saved while the document was imported"))
                .hint("import once more"));
        }
    }
    Ok(())
}

impl Made {
    fn place(&mut self) -> Result<(), Failure> {
        for (staged, target) in &self.staged {
            let unwritable =
                |error: io::Error| Failure::new(format!("can't write `{}`: {error}", target.shown()));
            let mut held = None;
            if target.exists() {
                let before = beside(target, "before");
                // A link keeps the file under its own name too, so that it is never missing.
                let _ = fs::remove_file(&before);
                fs::hard_link(target, &before)
                    .or_else(|_| fs::copy(target, &before).map(|_| ()))
                    .map_err(unwritable)?;
                held = Some(before);
            }
            self.placed.push((target.clone(), held));
            fs::rename(staged, target).map_err(unwritable)?;
        }
        Ok(())
    }

    /// All is in its place: what was held is let go.
    fn forget(&self) {
        for (_, held) in &self.placed {
            if let Some(held) = held {
                let _ = fs::remove_file(held);
            }
        }
    }

    /// Puts everything back as it was.
    fn undo(&self) {
        for (staged, _) in &self.staged {
            let _ = fs::remove_file(staged);
        }
        for (target, held) in self.placed.iter().rev() {
            let _ = match held {
                Some(held) => fs::rename(held, target),
                None => fs::remove_file(target),
            };
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
