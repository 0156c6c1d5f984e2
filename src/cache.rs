//! Slow results, kept between runs by what they were made from.
//!
//! In: a kind of result, the bytes it is made from, and a way to make it. Out: the result. Never: another result than making it would
//! give; a failure of a run: a folder that is missing, damaged, read-only, or deleted meanwhile costs time and nothing else, and so
//! does another run that uses it at the same time.
//!
//! A folder of the cache's folder is named like the version that made what is in it, since another one may make other results.
//! There, `KIND.bin` has all small results of a kind, and `KIND/` a file for each large one. Every file is written beside its
//! place and renamed, and begins with a hash of what it holds.

mod clock;
mod files;
mod results;
mod sweep;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clock::Clock;
use results::Kind;

/// The version of offprint whose results these are.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the cache is in a site's folder.
const FOLDER: &str = ".offprint/cache";

/// How the name of a file ends that is not yet in its place.
const NEW: &str = "new";

/// Bytes of a megabyte, as disks have them.
const MEGABYTE: u64 = 1_000_000;

/// A hash of what a result was made from.
pub type Key = [u8; 32];

/// The key of what is made from all of these.
pub fn key(parts: &[&[u8]]) -> Key {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        // With its length, so that no part can pass for the end of another.
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    *hasher.finalize().as_bytes()
}

/// Results of earlier runs and of this one.
#[derive(Debug)]
pub struct Cache {
    root: PathBuf,
    limit: u64,
    clock: Clock,
    kinds: Mutex<BTreeMap<&'static str, Arc<Kind>>>,
    /// How many bytes this run wrote since it last looked at all of the folder.
    unswept: AtomicU64,
    /// How many files this run began to write.
    begun: AtomicU64,
}

impl Cache {
    /// The cache of a site's folder, which need not be there yet. It has no limit until it is told one.
    pub fn of_site(folder: &Path) -> Self {
        Self::at(&folder.join(FOLDER), u64::MAX, Clock::Machine)
    }

    /// The same with a limit.
    #[must_use]
    pub fn within(self, megabytes: u32) -> Self {
        Self { limit: u64::from(megabytes) * MEGABYTE, ..self }
    }

    fn at(root: &Path, limit: u64, clock: Clock) -> Self {
        Self {
            root: root.to_owned(),
            limit,
            clock,
            kinds: Mutex::default(),
            unswept: AtomicU64::new(0),
            begun: AtomicU64::new(0),
        }
    }

    /// The result made from these bytes before, or made now. The kind's name must be fit for a file.
    pub fn get_or(&self, kind: &'static str, from: &[u8], make: impl FnOnce() -> String) -> Arc<str> {
        let file = self.file_of_kind(kind);
        let kind = lock(&self.kinds).entry(kind).or_insert_with(|| Arc::new(Kind::read(&file))).clone();
        kind.get_or(*blake3::hash(from).as_bytes(), self.clock.today(), make)
    }

    /// Keeps what this run made and used for the next ones, and forgets what no run used for long, or what is beyond the limit.
    pub fn save(&self) {
        for (name, kind) in lock(&self.kinds).iter() {
            let file = self.file_of_kind(name);
            if let Some(bytes) = kind.to_write(&file, self.clock.today()) {
                // A folder that can't be written is as good as none.
                let _ = self.replace(&file, &[&bytes]);
            }
        }
        self.sweep();
    }

    /// The folder of this version's results.
    fn own(&self) -> PathBuf {
        self.root.join(VERSION)
    }

    fn file_of_kind(&self, kind: &str) -> PathBuf {
        self.own().join(format!("{kind}.bin"))
    }

    /// In one step, so that a run that reads meanwhile reads a whole file.
    fn replace(&self, file: &Path, parts: &[&[u8]]) -> io::Result<()> {
        fs::create_dir_all(file.parent().unwrap_or(&self.root))?;
        // Two runs may have one process number: in two containers that share the folder.
        let number = self.begun.fetch_add(1, Relaxed);
        let new = file.with_extension(format!(
            "{}-{}-{number}.{NEW}",
            std::process::id(),
            self.clock.nanoseconds()
        ));
        let mut written = fs::File::create_new(&new)?;
        let done = parts.iter().try_for_each(|part| written.write_all(part));
        // By the clock that it is read by: a folder in a network may have another.
        let done = done.and_then(|()| written.set_modified(self.clock.now()));
        drop(written);
        done.and_then(|()| fs::rename(&new, file)).inspect_err(|_| {
            let _ = fs::remove_file(&new);
        })
    }
}

/// Results are whole at every moment, whatever a thread that held them came to.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
