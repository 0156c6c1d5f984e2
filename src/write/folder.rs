//! The output folder: whether it may be replaced, who is replacing it, and the one step that does it.
//!
//! In: the folder's path. Out: [`Claim`], held by one build at a time. Never: what stands in the folder's files.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{MARKER, WriteError, marker};

/// The sole right to replace an output folder, from one moment to another.
///
/// Three names beside the folder belong to offprint: the tree being built, the tree being put away where a file system can't
/// exchange two folders, and the lock. None of them outlives an undisturbed build.
#[derive(Debug)]
pub(super) struct Claim {
    /// The output folder.
    pub(super) out: PathBuf,
    /// The tree being built.
    pub(super) stage: PathBuf,
    /// The published tree while two renames take its place.
    away: PathBuf,
    /// Whether offprint's tree, or an empty folder, is at `out`.
    pub(super) replaces: bool,
    _lock: Lock,
}

impl Claim {
    /// Takes the right to replace a folder, and mends what an interrupted build left behind.
    pub(super) fn take(out: &Path, site: &Path) -> Result<Self, WriteError> {
        let out = whole(out)?;
        check_apart(&out, site)?;
        let lock = Lock::of(&out)?;
        let (stage, away) = (beside(&out, "new"), beside(&out, "old"));
        let there = |path: &Path| fs::symlink_metadata(path).is_ok();
        // A build was stopped between its two renames: the tree that was published is put back.
        if !there(&out) && there(&away) {
            fs::rename(&away, &out).map_err(|e| WriteError::io("put back", &out, e))?;
        }
        for left in [&stage, &away] {
            remove(left)?;
        }
        let replaces = may_be_replaced(&out)?;
        Ok(Self { out, stage, away, replaces, _lock: lock })
    }

    /// Makes the tree that was built the published one.
    pub(super) fn swap(&self) -> Result<(), WriteError> {
        let failed = |e| WriteError::io("publish", &self.out, e);
        if !self.replaces {
            return fs::rename(&self.stage, &self.out).map_err(failed);
        }
        match exchange(&self.stage, &self.out) {
            Ok(()) => return Ok(()),
            Err(e) if matches!(e.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => {}
            Err(e) => return Err(failed(e)),
        }
        fs::rename(&self.out, &self.away).map_err(failed)?;
        if let Err(e) = fs::rename(&self.stage, &self.out) {
            fs::rename(&self.away, &self.out).map_err(failed)?;
            return Err(failed(e));
        }
        // The new tree is published; an old one that can't be removed now is removed at the next start.
        let _ = remove(&self.away);
        Ok(())
    }
}

impl Drop for Claim {
    /// What is there now is an unpublished tree, or the one that was exchanged for it; what can't be removed now is removed at
    /// the next start.
    fn drop(&mut self) {
        let _ = remove(&self.stage);
    }
}

/// Exchanges two folders in one step of the file system.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Exchanges two folders where the system has a step for it, which this one has not.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// The folder's own path, below a folder that is there.
fn whole(out: &Path) -> Result<PathBuf, WriteError> {
    let out = std::path::absolute(out).map_err(|e| WriteError::io("find", out, e))?;
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
        return Err(WriteError::Foreign { out });
    };
    fs::create_dir_all(parent).map_err(|e| WriteError::io("make", parent, e))?;
    let parent = parent.canonicalize().map_err(|e| WriteError::io("find", parent, e))?;
    Ok(parent.join(name))
}

/// A build must not read what the last one wrote, nor replace what it reads.
fn check_apart(out: &Path, site: &Path) -> Result<(), WriteError> {
    let site = site.canonicalize().map_err(|e| WriteError::io("find", site, e))?;
    let read = ["content", "themes"].map(|name| site.join(name));
    if site.starts_with(out) || read.iter().any(|folder| out.starts_with(folder)) {
        return Err(WriteError::Source { out: out.to_owned() });
    }
    Ok(())
}

/// A hidden name beside the folder: the same file system, so that one rename is enough.
pub(super) fn beside(out: &Path, what: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.offprint-{what}"))
}

/// Whether there is a tree to replace; an error if what is there is not offprint's.
fn may_be_replaced(out: &Path) -> Result<bool, WriteError> {
    let metadata = match fs::symlink_metadata(out) {
        Ok(metadata) => metadata,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(WriteError::io("read", out, e)),
    };
    if metadata.is_symlink() {
        return Err(WriteError::Symlink { out: out.to_owned() });
    }
    if !metadata.is_dir() {
        return Err(WriteError::File { out: out.to_owned() });
    }
    let is_empty = fs::read_dir(out).map_err(|e| WriteError::io("read", out, e))?.next().is_none();
    if is_empty || marker::is_marked(out).map_err(|e| WriteError::io("read", &out.join(MARKER), e))? {
        return Ok(true);
    }
    Err(WriteError::Foreign { out: out.to_owned() })
}

/// Removes a tree or file of offprint's own that may not be there.
pub(super) fn remove(path: &Path) -> Result<(), WriteError> {
    let removed = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => remove_folder(path),
        Ok(_) => fs::remove_file(path),
        Err(e) => Err(e),
    };
    match removed {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(WriteError::io("remove", path, e)),
        _ => Ok(()),
    }
}

/// Folders are independent of each other, and a site has many.
fn remove_folder(folder: &Path) -> io::Result<()> {
    let (folders, files) = entries(folder)?;
    folders.par_iter().try_for_each(|folder| remove_folder(folder))?;
    files.iter().try_for_each(fs::remove_file)?;
    fs::remove_dir(folder)
}

/// The folders in a folder, and everything else in it. A link is never followed.
pub(super) fn entries(folder: &Path) -> io::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let mut entries = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let list = if entry.file_type()?.is_dir() { &mut entries.0 } else { &mut entries.1 };
        list.push(entry.path());
    }
    Ok(entries)
}

/// A locked file. The system lets go of the lock when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Keeps every build from replacing a folder.
    pub(super) fn of(out: &Path) -> Result<Self, WriteError> {
        let out = whole(out)?;
        let path = beside(&out, "lock");
        let lock = Self::take(&path).map_err(|e| WriteError::io("lock", &path, e))?;
        lock.ok_or(WriteError::Busy { out })
    }

    /// Locks a file, which is made if it is not there; `None` while another holder has it.
    pub(crate) fn take(path: &Path) -> io::Result<Option<Self>> {
        loop {
            let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                // A file system without locks (some network ones): better no lock than no site.
                Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Unsupported => {}
                Err(TryLockError::Error(e)) => return Err(e),
            }
            // The holder before may have removed the file between opening and locking; then the lock is on nothing.
            if is_same_file(&file, path) {
                return Ok(Some(Self { path: path.to_owned(), _file: file }));
            }
        }
    }
}

impl Drop for Lock {
    /// The file is removed while it is still locked, so that it can't be anybody else's.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (Ok(held), Ok(there)) = (file.metadata(), fs::metadata(path)) else { return false };
    identity(held) == identity(there)
}

#[cfg(not(unix))]
fn is_same_file(_: &File, path: &Path) -> bool {
    path.exists()
}
