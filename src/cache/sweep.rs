//! Keeping the folder small.
//!
//! In: the folder. Out: the folder without what no run used for long, without what runs that were killed left, and within its limit:
//! what was used longest ago goes first. Never: anything outside it, or behind a symbolic link.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use super::clock::DAY;
use super::{Cache, NEW};

/// How many days without a use a result is kept: long enough for builds of several branches, or with and without drafts, in turn.
pub(super) const KEPT_DAYS: u32 = 14;
/// How long another version's results are kept without a use: long enough for a site that is built by both, in turn.
const KEPT_OF_OTHERS: Duration = DAY;
/// How long a file may take to be written.
const KEPT_NEW: Duration = Duration::from_secs(60 * 60);
/// The folders of versions, in them those of kinds, in those the files.
const DEEPEST: usize = 3;

/// A file of the cache.
struct Kept {
    age: Duration,
    path: PathBuf,
    len: u64,
}

impl Cache {
    /// Deletes what is old or too much.
    pub(super) fn sweep(&self) {
        self.unswept.store(0, Relaxed);
        let mut folders = vec![(self.root.clone(), 1)];
        let mut all = Vec::new();
        let mut at = 0;
        while let Some((folder, depth)) = folders.get(at).cloned() {
            self.gather(&folder, depth, &mut folders, &mut all);
            at += 1;
        }
        // To the day, as uses are noted, then by name: of results that are too many for the limit, the same ones are always there.
        all.sort_by(|one, other| (days(one.age), &one.path).cmp(&(days(other.age), &other.path)));
        let mut sum: u64 = 0;
        for Kept { age, path, len } in &all {
            let with_it = sum.saturating_add(*len);
            if *age >= self.longest(path) || with_it > self.limit {
                let _ = fs::remove_file(path);
            } else {
                sum = with_it;
            }
        }
        // The innermost first. One that is not empty stays.
        for (folder, _) in folders.iter().skip(1).rev() {
            let _ = fs::remove_dir(folder);
        }
    }

    /// The files of a folder with their ages; its folders are added to those to be looked at.
    fn gather(&self, folder: &Path, depth: usize, folders: &mut Vec<(PathBuf, usize)>, all: &mut Vec<Kept>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let Ok(of) = entry.metadata() else { continue };
            if of.is_dir() && depth < DEEPEST {
                folders.push((entry.path(), depth + 1));
            } else if of.is_file() {
                let age = of.modified().map_or(Duration::MAX, |used| self.clock.age(used));
                all.push(Kept { age, path: entry.path(), len: of.len() });
            }
        }
    }

    /// How long a file is kept without a use.
    fn longest(&self, path: &Path) -> Duration {
        if path.extension().is_some_and(|extension| extension == NEW) {
            KEPT_NEW
        } else if path.starts_with(self.own()) {
            DAY * KEPT_DAYS
        } else {
            KEPT_OF_OTHERS
        }
    }
}

fn days(age: Duration) -> u64 {
    age.as_secs() / DAY.as_secs()
}
