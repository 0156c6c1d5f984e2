//! Publishing a tree of files in one step.
//!
//! In: addresses with their bytes, from any number of threads. Out: the output folder, replaced whole, in which files whose bytes
//! did not change are still the same files. Never: half a site, a folder that offprint did not write, or knowing what a page is.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub mod address;
mod file;
mod folder;
pub mod manifest;
mod marker;
mod portable;

use crate::refusal;
use crate::shown::Shown;
pub use address::problems;
pub use file::file;
use folder::Claim;
pub(crate) use folder::Lock;
use marker::MARKER;
pub use marker::{Edition, edition};

/// How much of a file is compared or copied at once.
const CHUNK: usize = 16 * 1024;

/// A program that saves a file piece by piece pauses for less between two of them.
const PAUSE: Duration = Duration::from_millis(100);

/// A tree being built beside the published one. Dropped before it is published, it leaves no trace.
///
/// A file whose bytes are published already is only remembered until something else turns out to have changed, so that a run that
/// changes nothing writes nothing.
#[derive(Debug)]
pub struct Staging {
    claim: Claim,
    /// What its marker says.
    marker: String,
    /// Paths below the folder whose published file stays as it is.
    kept: Mutex<Vec<PathBuf>>,
    written: AtomicUsize,
    /// How many of the written ones stand in for a published file.
    replaced: AtomicUsize,
    bytes: AtomicU64,
    begun: AtomicBool,
    /// Files that were copied, each as it was before.
    copied: Mutex<Vec<(PathBuf, Version)>>,
}

/// How long a file is and when it was last written; another version of it differs in one of the two.
type Version = (u64, Option<SystemTime>);

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Files of the site.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// How many are new or have other bytes than before.
    pub changed: usize,
    /// How many were published before and are no more.
    pub removed: usize,
}

/// Why a tree could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// The output folder holds files and no marker.
    Foreign {
        /// The folder.
        out: PathBuf,
    },
    /// The output folder holds, or is held by, what the site is made from.
    Source {
        /// The folder.
        out: PathBuf,
    },
    /// There is a file where the output folder should be.
    File {
        /// The file.
        out: PathBuf,
    },
    /// There is a symbolic link where the output folder should be.
    Symlink {
        /// The link.
        out: PathBuf,
    },
    /// Another build is writing the folder.
    Busy {
        /// The folder.
        out: PathBuf,
    },
    /// An address can't be written, or is written twice.
    Address {
        /// What is wrong with it.
        message: String,
    },
    /// A manifest can't stand where it was asked for.
    Manifest {
        /// The file.
        file: PathBuf,
        /// Why not: "it is a folder".
        because: &'static str,
    },
    /// A file was written by somebody else while it was copied.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The system refused.
    Io {
        /// What could not be done: "write".
        action: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Whether a folder is the output of a build.
pub fn is_output(folder: &Path) -> bool {
    marker::is_marked(folder).unwrap_or(false)
}

impl Staging {
    /// Begins a tree that will stand at `out`, for the site in the folder `site`: this edition of it.
    ///
    /// # Errors
    /// If `out` is not offprint's to replace, another build holds it, or the system refuses.
    pub fn begin(out: &Path, site: &Path, edition: &Edition) -> Result<Self, WriteError> {
        Ok(Self {
            claim: Claim::take(out, site)?,
            marker: edition.marker(),
            kept: Mutex::default(),
            written: AtomicUsize::new(0),
            replaced: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
            begun: AtomicBool::new(false),
            copied: Mutex::default(),
        })
    }

    /// Puts bytes at an address. Each address is put once.
    ///
    /// # Errors
    /// If the address can't be written or the system refuses.
    pub fn put(&self, address: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = path_of(address)?;
        let len = bytes.len() as u64;
        self.place(path, len, |old| same(old, bytes), |mut new| new.write_all(bytes))
    }

    /// Puts a copy of a file at an address. Each address is put once.
    ///
    /// # Errors
    /// If the address can't be written, the file can't be read, or the system refuses.
    pub fn copy(&self, address: &str, from: &Path) -> Result<(), WriteError> {
        let path = path_of(address)?;
        let unread = |e| WriteError::io("read", from, e);
        let before = version(from).map_err(unread)?;
        let source = || File::open(from);
        source().map_err(unread)?;
        // Between files the system copies by itself, sharing blocks where the file system can.
        let write = |mut new| source().and_then(|mut file| io::copy(&mut file, &mut new)).map(|_| ());
        self.place(path, before.0, |old| source().and_then(|file| same(old, file)), write)?;
        lock(&self.copied).push((from.to_owned(), before));
        Ok(())
    }

    fn place(
        &self,
        path: PathBuf,
        len: u64,
        is_same: impl FnOnce(File) -> io::Result<bool>,
        write: impl FnOnce(File) -> io::Result<()>,
    ) -> Result<(), WriteError> {
        self.bytes.fetch_add(len, Relaxed);
        let published = self.claim.out.join(&path);
        let old = self.claim.replaces.then(|| fs::symlink_metadata(&published).ok()).flatten();
        let old = old.filter(|metadata| !metadata.is_dir());
        let unchanged = old.as_ref().is_some_and(|metadata| metadata.is_file() && metadata.len() == len)
            && File::open(&published).and_then(is_same).unwrap_or(false);
        if unchanged {
            lock(&self.kept).push(path);
            return Ok(());
        }
        let new = self.claim.stage.join(&path);
        self.begin_tree()?;
        create(&new).and_then(write).map_err(|e| explain(e, &new, &path))?;
        self.written.fetch_add(1, Relaxed);
        self.replaced.fetch_add(usize::from(old.is_some()), Relaxed);
        Ok(())
    }

    /// The marker comes first: no tree without it can ever be published.
    fn begin_tree(&self) -> Result<(), WriteError> {
        if self.begun.swap(true, Relaxed) {
            return Ok(());
        }
        let marker = self.claim.stage.join(MARKER);
        let old = self.claim.out.join(MARKER);
        if self.is_marked_so() && make_folder(&marker).and_then(|()| fs::hard_link(&old, &marker)).is_ok() {
            return Ok(());
        }
        create(&marker)
            .and_then(|mut file| file.write_all(self.marker.as_bytes()))
            .map_err(|e| WriteError::io("write", &marker, e))
    }

    /// Whether the published tree is of the same edition.
    fn is_marked_so(&self) -> bool {
        self.claim.replaces && marker::is_marked_as(&self.claim.out, &self.marker)
    }

    /// Makes the tree the published one, in one step, if it differs from it.
    ///
    /// # Errors
    /// If the system refuses, or a file that was copied is another by now; then what was published before still is.
    pub fn publish(self) -> Result<Published, WriteError> {
        // Half of a file that is being saved is no file of the site's.
        self.let_rest();
        let changed =
            lock(&self.copied).iter().find(|(from, before)| version(from).ok() != Some(*before)).cloned();
        if let Some((path, _)) = changed {
            return Err(WriteError::Changed { path });
        }
        let mut kept = std::mem::take(&mut *lock(&self.kept));
        let changed = self.written.load(Relaxed);
        let there = if self.claim.replaces { count(&self.claim.out)? } else { 0 };
        let published = Published {
            files: kept.len() + changed,
            bytes: self.bytes.load(Relaxed),
            changed,
            removed: there.saturating_sub(kept.len() + self.replaced.load(Relaxed)),
        };
        kept.sort_unstable();
        if let Some(twice) = kept.windows(2).find(|pair| pair.first() == pair.last()).and_then(<[_]>::first) {
            return Err(twice_written(twice));
        }
        if changed == 0 && published.removed == 0 && there > 0 && self.is_marked_so() {
            return Ok(published);
        }
        self.begin_tree()?;
        kept.par_iter().try_for_each(|path| self.keep(path))?;
        self.claim.swap()?;
        Ok(published)
    }

    /// Waits until nothing that was copied is so new that more of it may still come.
    fn let_rest(&self) {
        let newest = lock(&self.copied).iter().filter_map(|(_, (_, modified))| *modified).max();
        // A time that is still to come says nothing.
        let age = newest.and_then(|newest| SystemTime::now().duration_since(newest).ok());
        thread::sleep(age.map_or(Duration::ZERO, |age| PAUSE.saturating_sub(age)));
    }

    /// The published file itself becomes part of the new tree, so that its inode and time stay; where it can't be, its bytes do.
    fn keep(&self, path: &Path) -> Result<(), WriteError> {
        let (old, new) = (self.claim.out.join(path), self.claim.stage.join(path));
        let linked = match fs::hard_link(&old, &new) {
            Err(e) if e.kind() == ErrorKind::NotFound => {
                make_folder(&new).and_then(|()| fs::hard_link(&old, &new))
            }
            other => other,
        };
        match linked {
            Ok(()) => Ok(()),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Err(twice_written(path)),
            Err(_) => File::open(&old)
                .and_then(|mut file| io::copy(&mut file, &mut create(&new)?))
                .map(|_| ())
                .map_err(|e| WriteError::io("write", &new, e)),
        }
    }
}

fn version(file: &Path) -> io::Result<Version> {
    fs::metadata(file).map(|found| (found.len(), found.modified().ok()))
}

/// No thread can panic while it holds a list, and a list is whole at every moment.
fn lock<T>(kept: &Mutex<Vec<T>>) -> std::sync::MutexGuard<'_, Vec<T>> {
    kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn path_of(address: &str) -> Result<PathBuf, WriteError> {
    address::path(address).map_err(|problem| WriteError::Address { message: problem.message })
}

/// A new file, its folder made if it is the first one there: asking only after a failure saves a question for every other file.
fn create(path: &Path) -> io::Result<File> {
    let open = || OpenOptions::new().write(true).create_new(true).open(path);
    match open() {
        Err(e) if e.kind() == ErrorKind::NotFound => {
            make_folder(path)?;
            open()
        }
        other => other,
    }
}

fn make_folder(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Whether two streams hold the same bytes.
fn same(mut one: impl Read, mut other: impl Read) -> io::Result<bool> {
    let (mut left, mut right) = ([0; CHUNK], [0; CHUNK]);
    loop {
        let (l, r) = (fill(&mut one, &mut left)?, fill(&mut other, &mut right)?);
        if left.get(..l) != right.get(..r) {
            return Ok(false);
        }
        if l < CHUNK {
            return Ok(true);
        }
    }
}

/// Reads until the buffer is full or the stream ends.
fn fill(stream: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match stream.read(rest) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(filled)
}

/// How many files a published folder holds, the marker aside.
fn count(folder: &Path) -> Result<usize, WriteError> {
    let files = count_in(folder).map_err(|e| WriteError::io("read", folder, e))?;
    Ok(files - usize::from(folder.join(MARKER).is_file()))
}

fn count_in(folder: &Path) -> io::Result<usize> {
    let (folders, files) = folder::entries(folder)?;
    let inner: usize = folders.par_iter().map(|folder| count_in(folder)).sum::<io::Result<usize>>()?;
    Ok(files.len() + inner)
}

fn twice_written(path: &Path) -> WriteError {
    WriteError::Address { message: format!("`{}` is written twice", path.shown()) }
}

/// Says of a file that could not be made whether another address is in its way.
fn explain(error: io::Error, new: &Path, path: &Path) -> WriteError {
    match error.kind() {
        ErrorKind::AlreadyExists if new.is_file() => twice_written(path),
        ErrorKind::AlreadyExists | ErrorKind::IsADirectory | ErrorKind::NotADirectory => {
            WriteError::Address { message: format!("`{}` is a file and a folder at once", path.shown()) }
        }
        _ => WriteError::io("write", new, error),
    }
}

impl WriteError {
    fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Foreign { .. } => {
                "choose a new or empty folder with `--out`, or remove this one if nothing in it is needed"
            }
            Self::Source { .. } => "choose a folder outside `content/` and `themes/` with `--out`",
            Self::File { .. } => "remove it, or choose a folder with `--out`",
            Self::Symlink { .. } => "choose the folder that the link leads to with `--out`",
            Self::Busy { .. } => "wait until it is done",
            Self::Address { .. } => return None,
            Self::Manifest { .. } => {
                "choose a file beside the output folder, such as `--manifest site.sha256`"
            }
            Self::Changed { .. } => "nothing was published; run the command again",
            Self::Io { source, .. } => return refusal::hint(source).map(str::to_owned),
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { out } => {
                write!(f, "`{}` holds files that offprint did not write, so it is left as it is", out.shown())
            }
            Self::Source { out } => {
                write!(f, "`{}` can't be the output folder: the site is made from files there", out.shown())
            }
            Self::File { out } => write!(f, "`{}` can't be the output folder: it is a file", out.shown()),
            Self::Symlink { out } => {
                write!(f, "`{}` can't be the output folder: it is a symbolic link", out.shown())
            }
            Self::Busy { out } => write!(f, "another build is writing `{}`", out.shown()),
            Self::Address { message } => f.write_str(message),
            Self::Manifest { file, because } => {
                write!(f, "the manifest can't be written to `{}`: {because}", file.shown())
            }
            Self::Changed { path } => write!(f, "`{}` changed while the site was built", path.shown()),
            Self::Io { action, path, source } => write!(f, "can't {action} `{}`: {source}", path.shown()),
        }
    }
}

impl std::error::Error for WriteError {}

#[cfg(test)]
mod tests;
