//! The texts of manuscripts and settings.
//!
//! In: paths. Out: [`Source`]s whose places are the file's own. Never: what a text means.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use super::{ADDRESSES, Manuscript, Role, SETTINGS, Source, shown};
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::refusal;
use crate::shown::Shown;

/// Bytes that the files of a manuscript may have together. A text of nothing but marks takes up to 270 bytes of memory for each byte.
pub const LARGEST_MANUSCRIPT: u64 = 8 << 20;
/// Bytes that a file of settings or of data may have.
pub(super) const LARGEST: u64 = 16 << 20;

/// How often a file is read that changes while it is read.
const TRIES: usize = 5;
/// Bytes that the lock of addresses may have: some twenty million of them.
const LONGEST_LOCK: u64 = 1 << 30;

/// Reads the settings of a site; without them there is no site.
pub fn settings(site: &Path) -> Checked<Option<Source>> {
    let path = shown(SETTINGS);
    let missing = |message: String| {
        Diagnostic::new(&reading::SETTINGS_MISSING, message)
            .at(Place::file(path.clone()))
            .hint("name the site's folder, or make one: `offprint new DIR`")
    };
    match bytes(&site.join(&*path), LARGEST) {
        Ok(Some(bytes)) => {
            let mut problems = Vec::new();
            let text = decode(bytes, &path, &mut problems);
            Checked::new(Some(Source { path, role: Role::Main, text }), problems)
        }
        Ok(None) => Checked::new(None, vec![too_large(&path, LARGEST)]),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Checked::new(None, vec![missing(format!("`{}` has no `{path}`", site.shown()))])
        }
        Err(error) => Checked::new(None, vec![unreadable(&path, &error)]),
    }
}

/// Reads a file of settings that a site may do without, by its name in the site's folder.
pub fn optional(site: &Path, name: &str) -> Checked<Option<Source>> {
    let path: Arc<str> = name.into();
    match bytes(&site.join(name), LARGEST) {
        Ok(Some(bytes)) => {
            let mut problems = Vec::new();
            let text = decode(bytes, &path, &mut problems);
            Checked::new(Some(Source { path, role: Role::Main, text }), problems)
        }
        Ok(None) => Checked::new(None, vec![too_large(&path, LARGEST)]),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Checked::good(None),
        Err(error) => Checked::new(None, vec![unreadable(&path, &error)]),
    }
}

/// Reads the lock of addresses, if the site has one.
pub fn addresses(site: &Path) -> Checked<Option<Source>> {
    let path = shown(ADDRESSES);
    let mut problems = Vec::new();
    let text = match bytes(&site.join(&*path), LONGEST_LOCK) {
        Ok(Some(bytes)) => Some(decode(bytes, &path, &mut problems)),
        Ok(None) => {
            problems.push(
                Diagnostic::new(&reading::FILE_TOO_LARGE, "the lock is larger than 1 GB, and is not read")
                    .at(Place::file(path.clone())),
            );
            None
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            problems.push(unreadable(&path, &error));
            None
        }
    };
    Checked::new(text.map(|text| Source { path, role: Role::Main, text }), problems)
}

/// Reads the files of a manuscript, one source for each. What can't be read is empty, with a diagnostic.
pub fn read(manuscript: &Manuscript) -> Checked<Vec<Source>> {
    let mut problems = Vec::new();
    let mut left = LARGEST_MANUSCRIPT;
    let mut sources = Vec::with_capacity(manuscript.files.len());
    for file in &manuscript.files {
        let text = match bytes(&file.disk, left) {
            Ok(Some(bytes)) => {
                left = left.saturating_sub(bytes.len() as u64);
                decode(bytes, &file.path, &mut problems)
            }
            Ok(None) => {
                problems.push(too_large(&file.path, LARGEST_MANUSCRIPT));
                "".into()
            }
            Err(error) => {
                problems.push(unreadable(&file.path, &error));
                "".into()
            }
        };
        sources.push(Source { path: file.path.clone(), role: file.role.clone(), text });
    }
    Checked::new(sources, problems)
}

/// The files that were read, each as it was then.
#[derive(Debug, Default)]
pub struct Versions(Vec<(PathBuf, Option<Version>)>);

/// How long a file is and when it was last written; another version of it differs in one of the two.
type Version = (u64, Option<SystemTime>);

fn version(disk: &Path) -> Option<Version> {
    let found = std::fs::metadata(disk).ok()?;
    Some((found.len(), found.modified().ok()))
}

impl Versions {
    /// The files of a manuscript as they are now; to be asked before they are read.
    pub fn of(manuscript: &Manuscript) -> Self {
        Self(manuscript.files.iter().map(|file| (file.disk.clone(), version(&file.disk))).collect())
    }

    /// Adds other files.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// A file that is not as it was when it was read.
    pub fn changed(&self) -> Option<&Path> {
        let changed = self.0.par_iter().find_first(|(disk, before)| version(disk) != *before);
        changed.map(|(disk, _)| disk.as_path())
    }
}

/// A hash of the texts of a manuscript: the same for the same texts in the same order.
pub fn hash(sources: &[Source]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        hasher.update(&(source.text.len() as u64).to_le_bytes());
        hasher.update(source.text.as_bytes());
    }
    hasher.finalize()
}

/// The text of a file, as near to what was read as it can be shown; `None` if it can't be read.
pub fn as_shown(disk: &Path) -> Option<Arc<str>> {
    std::fs::read(disk).ok().map(|bytes| String::from_utf8_lossy(&bytes).into())
}

/// The bytes of a file; `None` if they are more than `most`.
///
/// An editor may write the file meanwhile. What was read is whole if the file was the same before and after; else it is read again.
pub(super) fn bytes(disk: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    for _ in 0..TRIES {
        let file = File::open(disk)?;
        let before = file.metadata()?;
        if before.len() > most {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or_default());
        // A file that grows while it is read must not outgrow the bound.
        (&file).take(most + 1).read_to_end(&mut bytes)?;
        let after = file.metadata()?;
        if before.len() == after.len() && before.modified().ok() == after.modified().ok() {
            return Ok(if bytes.len() as u64 > most { None } else { Some(bytes) });
        }
    }
    Err(io::Error::other("it changed each time that it was read; run the command again when it is saved"))
}

pub(super) fn too_large(path: &Arc<str>, most: u64) -> Diagnostic {
    Diagnostic::new(
        &reading::FILE_TOO_LARGE,
        format!("the text is larger than {} MB, and is not read", most >> 20),
    )
    .at(Place::file(path.clone()))
    .hint("save images as files of their own, and link to them")
}

pub(super) fn unreadable(path: &Arc<str>, error: &io::Error) -> Diagnostic {
    let problem = Diagnostic::new(&reading::FILE_UNREADABLE, format!("can't be read: {error}"))
        .at(Place::file(path.clone()));
    match refusal::hint(error) {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

/// Bytes as text. Bytes that are not UTF-8 become `?`, each one, so that every place stays the file's own.
pub(super) fn decode(bytes: Vec<u8>, path: &Arc<str>, problems: &mut Vec<Diagnostic>) -> Arc<str> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            problems.push(not_utf8(error.as_bytes(), error.utf8_error().valid_up_to(), path));
            with_question_marks(error.as_bytes())
        }
    };
    if let Some(at) = text.find('\0') {
        let count = text.bytes().filter(|b| *b == 0).count();
        let message = if count == 1 {
            "a NUL byte".to_owned()
        } else {
            format!("{count} NUL bytes; this is the first")
        };
        problems.push(
            Diagnostic::new(&reading::FILE_HAS_NUL, message)
                .at(Place::new(path.clone(), at..at + 1))
                .hint("delete it: it is no part of a text"),
        );
    }
    text.into()
}

fn not_utf8(bytes: &[u8], at: usize, path: &Arc<str>) -> Diagnostic {
    let line = bytes.iter().take(at).filter(|b| **b == b'\n').count() + 1;
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let message = match bytes.get(at) {
        _ if wide => "the file is UTF-16, not UTF-8".to_owned(),
        Some(byte) => format!("the byte 0x{byte:02X} on line {line} is not UTF-8"),
        None => "the file is not UTF-8".to_owned(),
    };
    Diagnostic::new(&reading::FILE_NOT_UTF8, message)
        .at(Place::new(path.clone(), at..at + 1))
        .hint("save the file with the encoding UTF-8")
}

fn with_question_marks(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}
