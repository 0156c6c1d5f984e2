//! A folder that a web server reads, as a destination.
//!
//! In: paths below it and bodies. Out: files that appear whole, in one step each. Never: a file through a link at its own address.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::body;
use super::local::{Local, short};
use super::manifest::{self, Record};
use super::room::Obstacle;
use super::store::{Kept, Version};
use crate::report::Failure;
use crate::shown::Shown;
use crate::write::Lock;

/// A folder in the destination: files are written there and then given their place, which on one file system is one step.
const WORKSHOP: &str = ".offprint-publishing";

/// In that folder: locked while it is written to.
const LOCK: &str = "lock";

/// A destination on this machine.
pub(super) struct Folder {
    root: PathBuf,
    written: AtomicUsize,
}

/// How often the workshop is made again, where the run before removes its own between two steps of this one.
const TRIES: usize = 100;

/// The sole right to write to the folder. The lock goes first, and then the folder that it is in.
pub(super) struct Claim {
    _lock: Lock,
    _workshop: Workshop,
}

struct Workshop(PathBuf);

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

    /// Length and time of a file, as rsync compares them; a link has a version that no file has. A folder is no file, so that there
    /// is none: what it holds may be in the way ([`Self::obstacle`]).
    fn version(&self, path: &str) -> Result<Option<String>, Failure> {
        let file = self.root.join(path);
        let metadata = match fs::symlink_metadata(&file) {
            Ok(metadata) => metadata,
            Err(e) if is_absence(&e) => return Ok(None),
            Err(e) => return Err(failed("read", &file, &e)),
        };
        if metadata.is_dir() {
            return Ok(None);
        }
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
        match body::hash(&file) {
            Ok((_, hash)) => Ok(Some(short(&hash))),
            Err(e) if is_absence(&e) => Ok(None),
            Err(e) => Err(failed("read", &file, &e)),
        }
    }

    /// What keeps a file from its place: the files of a folder that stands there, or a file where it needs a folder.
    pub(super) fn obstacle(&self, path: &str) -> Result<Option<Obstacle>, Failure> {
        let at = self.root.join(path);
        if fs::symlink_metadata(&at).is_ok_and(|metadata| metadata.is_dir()) {
            let mut files = Vec::new();
            self.files_in(path, &mut files)?;
            return Ok(Some(Obstacle { is_folder: true, files }));
        }
        let mut path = path;
        while let Some((parent, _)) = path.rsplit_once('/') {
            let at = self.root.join(parent);
            match fs::symlink_metadata(&at) {
                // A link that leads to a folder is one.
                Ok(_) if at.is_dir() => break,
                Ok(_) => return Ok(Some(Obstacle { is_folder: false, files: vec![parent.to_owned()] })),
                Err(e) if is_absence(&e) => path = parent,
                Err(e) => return Err(failed("read", &at, &e)),
            }
        }
        Ok(None)
    }

    /// Everything below a folder that is no folder itself.
    fn files_in(&self, path: &str, found: &mut Vec<String>) -> Result<(), Failure> {
        let folder = self.root.join(path);
        let unread = |e| failed("read", &folder, &e);
        for entry in fs::read_dir(&folder).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            let inner = format!("{path}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(unread)?.is_dir() {
                self.files_in(&inner, found)?;
            } else {
                found.push(inner);
            }
        }
        Ok(())
    }

    pub(super) fn claim(&self) -> Result<Claim, Failure> {
        let workshop = self.root.join(WORKSHOP);
        let lock = self.lock(&workshop)?;
        // What an interrupted run left half written.
        for entry in fs::read_dir(&workshop).map_err(|e| failed("read", &workshop, &e))?.flatten() {
            if entry.file_name() != LOCK {
                fs::remove_file(entry.path()).map_err(|e| failed("remove", &entry.path(), &e))?;
            }
        }
        Ok(Claim { _lock: lock, _workshop: Workshop(workshop) })
    }

    fn lock(&self, workshop: &Path) -> Result<Lock, Failure> {
        let path = workshop.join(LOCK);
        let take = || fs::create_dir_all(workshop).and_then(|()| Lock::take(&path));
        let mut tries = 0;
        let taken = loop {
            tries += 1;
            match take() {
                // The folder went between two looks at it.
                Err(e)
                    if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::AlreadyExists)
                        && tries < TRIES => {}
                taken => break taken.map_err(|e| failed("lock", &path, &e))?,
            }
        };
        taken.ok_or_else(|| {
            Failure::new(format!("another run is publishing to `{}`", self.root.shown()))
                .hint("wait until it is done")
        })
    }

    pub(super) fn put(&self, local: &Local) -> Result<Record, Failure> {
        let mut body = local.body()?;
        let mut hasher = blake3::Hasher::new();
        self.place(&local.path, |new, at| {
            loop {
                let piece = body.piece()?;
                if piece.is_empty() {
                    return Ok(());
                }
                hasher.update(piece);
                new.write_all(piece).map_err(|e| failed("write", at, &e))?;
            }
        })?;
        let version = self.version(&local.path)?.unwrap_or_default();
        Ok(Record(local.print.clone(), short(&hasher.finalize()), version))
    }

    pub(super) fn put_manifest(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.place(manifest::NAME, |new, at| new.write_all(bytes).map_err(|e| failed("write", at, &e)))
    }

    fn place(
        &self,
        path: &str,
        write: impl FnOnce(&mut File, &Path) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let number = self.written.fetch_add(1, Relaxed);
        let (new, file) = (self.root.join(WORKSHOP).join(format!("{number}")), self.root.join(path));
        let mut opened = File::create(&new).map_err(|e| failed("write", &new, &e))?;
        write(&mut opened, &new)?;
        drop(opened);
        let placed = match fs::rename(&new, &file) {
            Err(e) if e.kind() == ErrorKind::NotFound => {
                file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(&new, &file))
            }
            other => other,
        };
        placed.map_err(|e| failed("write", &file, &e))
    }

    /// Removes a folder in which no file is left, so that a file can stand in its place.
    pub(super) fn vacate(&self, path: &str) -> Result<(), Failure> {
        let folder = self.root.join(path);
        match remove_empty(&folder) {
            Err(e) if !is_absence(&e) => Err(failed("remove", &folder, &e)),
            _ => Ok(()),
        }
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

impl Drop for Workshop {
    /// It is not removed while another run has its lock there; what can't be removed now is at the next run.
    fn drop(&mut self) {
        let _ = fs::remove_dir(&self.0);
    }
}

/// Removes a folder, and those in it, if there is no file in any.
fn remove_empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
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
