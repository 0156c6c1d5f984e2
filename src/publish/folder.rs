//! A folder that a web server reads, as a destination.
//!
//! In: paths below it and bodies. Out: files that appear whole, in one step each. Never: a file through a link at its own address.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::local::{Local, short};
use super::manifest::{self, Record};
use super::store::{Kept, Version};
use crate::report::Failure;
use crate::shown::Shown;

/// A folder in the destination: files are written there and then given their place, which on one file system is one step.
const WORKSHOP: &str = ".offprint-publishing";

/// In that folder: locked while it is written to.
const LOCK: &str = "lock";

/// A destination on this machine.
pub(super) struct Folder {
    root: PathBuf,
    written: AtomicUsize,
}

/// The sole right to write to the folder.
pub(super) struct Claim {
    workshop: PathBuf,
    _lock: File,
}

impl Folder {
    /// The folder need not be there yet, but what it is in must.
    pub(super) fn new(path: &Path) -> Result<Self, Failure> {
        let root = std::path::absolute(path).map_err(|e| failed("find", path, &e))?;
        match fs::metadata(&root) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(Failure::new(format!("`{}` is a file, not a folder", path.shown()))),
            Err(e) if e.kind() == ErrorKind::NotFound => {
                let parent = root.parent().unwrap_or(&root);
                if !parent.is_dir() {
                    return Err(Failure::new(format!("there is no folder `{}`", parent.shown()))
                        .hint(format!("make it first, if `{}` is meant", path.shown())));
                }
            }
            Err(e) => return Err(failed("read", &root, &e)),
        }
        Ok(Self { root, written: AtomicUsize::new(0) })
    }

    pub(super) fn manifest(&self) -> Result<Option<Kept>, Failure> {
        let path = self.root.join(manifest::NAME);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(Kept { bytes, version: Version::default() })),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(failed("read", &path, &e)),
        }
    }

    pub(super) fn versions(&self, paths: &BTreeSet<&str>) -> Result<BTreeMap<String, String>, Failure> {
        let mut versions = BTreeMap::new();
        for &path in paths {
            if let Some(version) = self.version(path)? {
                versions.insert(path.to_owned(), version);
            }
        }
        Ok(versions)
    }

    /// Length and time of a file, as rsync compares them; a link or folder has a version that no file has.
    fn version(&self, path: &str) -> Result<Option<String>, Failure> {
        let file = self.root.join(path);
        let metadata = match fs::symlink_metadata(&file) {
            Ok(metadata) => metadata,
            Err(e) if is_absence(&e) => return Ok(None),
            Err(e) => return Err(failed("read", &file, &e)),
        };
        if !metadata.is_file() {
            return Ok(Some("no file".to_owned()));
        }
        let modified =
            metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |since| since.as_nanos());
        Ok(Some(format!("{:x}-{modified:x}", metadata.len())))
    }

    pub(super) fn mark(&self, path: &str) -> Result<Option<String>, Failure> {
        let file = self.root.join(path);
        if !fs::symlink_metadata(&file).is_ok_and(|metadata| metadata.is_file()) {
            return Ok(None);
        }
        match fs::read(&file) {
            Ok(bytes) => Ok(Some(mark_of(&bytes))),
            Err(e) if is_absence(&e) => Ok(None),
            Err(e) => Err(failed("read", &file, &e)),
        }
    }

    pub(super) fn claim(&self) -> Result<Claim, Failure> {
        let workshop = self.root.join(WORKSHOP);
        fs::create_dir_all(&workshop).map_err(|e| failed("make", &workshop, &e))?;
        let path = workshop.join(LOCK);
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(|e| failed("write", &path, &e))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::new(format!("another run is publishing to `{}`", self.root.shown()))
                    .hint("wait until it is done"));
            }
            // A file system without locks (some network ones): better no lock than no site.
            Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(e)) => return Err(failed("lock", &path, &e)),
        }
        // What an interrupted run left half written.
        for entry in fs::read_dir(&workshop).map_err(|e| failed("read", &workshop, &e))?.flatten() {
            if entry.file_name() != LOCK {
                fs::remove_file(entry.path()).map_err(|e| failed("remove", &entry.path(), &e))?;
            }
        }
        Ok(Claim { workshop, _lock: lock })
    }

    pub(super) fn put(&self, local: &Local, body: &[u8]) -> Result<Record, Failure> {
        self.place(&local.path, body)?;
        let version = self.version(&local.path)?.unwrap_or_default();
        Ok(Record(local.print.clone(), mark_of(body), version))
    }

    pub(super) fn put_manifest(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.place(manifest::NAME, bytes)
    }

    fn place(&self, path: &str, body: &[u8]) -> Result<(), Failure> {
        let number = self.written.fetch_add(1, Relaxed);
        let (new, file) = (self.root.join(WORKSHOP).join(format!("{number}")), self.root.join(path));
        File::create(&new)
            .and_then(|mut file| file.write_all(body))
            .map_err(|e| failed("write", &new, &e))?;
        let placed = match fs::rename(&new, &file) {
            Err(e) if e.kind() == ErrorKind::NotFound => {
                file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(&new, &file))
            }
            other => other,
        };
        placed.map_err(|e| failed("write", &file, &e))
    }

    /// Removes a file, and the folders that are empty without it.
    pub(super) fn remove(&self, path: &str) -> Result<(), Failure> {
        let file = self.root.join(path);
        match fs::remove_file(&file) {
            Err(e) if !is_absence(&e) => return Err(failed("remove", &file, &e)),
            _ => {}
        }
        let mut folder = path;
        while let Some((parent, _)) = folder.rsplit_once('/') {
            if fs::remove_dir(self.root.join(parent)).is_err() {
                break;
            }
            folder = parent;
        }
        Ok(())
    }
}

impl Drop for Claim {
    /// The lock goes while it is still locked, so that it can't be anybody else's; what can't be removed now is at the next run.
    fn drop(&mut self) {
        let _ = fs::remove_file(self.workshop.join(LOCK));
        let _ = fs::remove_dir(&self.workshop);
    }
}

/// What tells a body from any other.
pub(super) fn mark_of(body: &[u8]) -> String {
    short(&blake3::hash(body))
}

/// Not there, or below something that is a file.
fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn failed(action: &str, path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::new(format!("can't {action} `{}`: {error}", path.shown()));
    match error.kind() {
        ErrorKind::PermissionDenied => failure.hint("check who may write there"),
        ErrorKind::StorageFull => failure.hint("make room on the disk and run the same command again"),
        _ => failure,
    }
}
