//! A build with nothing new ends before anything is read: what an earlier build found, and wrote, still holds.
//!
//! In: a site's folder and [`Options`]. Out: the report of an earlier build, if this one would make the same site and find the same
//! problems. Never: a guess. What can't be told for certain is something new.
//!
//! Files are told apart as `git` and `make` tell them: by size, time of change and number (inode), of every file of the site, of the
//! theme, of the program itself, and of the published folder. The time of the last change to a file's entry (ctime) is among them,
//! which no program can set, so that a file with an old date put in another's place is noticed.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::{self, Cache, Key};
use crate::report::{Options, Report};

/// The cache's folder for what is remembered; another way of remembering needs another name.
const KIND: &str = "builds-2";

/// How coarse the clocks of file systems are: a file that changed a shorter time ago may change again with the same time.
const TICK: Duration = Duration::from_millis(20);

/// How long what was found holds at most, since it may have hung on the day. Embargoes are told to the second.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Folders within folders; deeper ones are links that lead in a circle.
const DEEPEST: usize = 100;

/// What a build begins from.
pub(crate) struct Start {
    key: Key,
    out: PathBuf,
    now: Timestamp,
}

/// What is remembered of a build.
#[derive(Serialize, Deserialize)]
struct Remembered {
    /// The published folder as the build left it.
    published: Key,
    /// From when the report holds, in seconds since 1970 and nanoseconds, and to which second.
    holds: ((i64, i32), i64),
    /// As [`Report::next_change`], in seconds and nanoseconds.
    next_change: Option<(i64, i32)>,
    report: Report,
}

impl Start {
    /// Looks at everything that a build is made from; `None` if that can't be told apart from what may come.
    pub(crate) fn of(folder: &Path, options: &Options) -> Option<Self> {
        let begun = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let program = std::env::current_exe().and_then(fs::metadata).ok()?;
        let mut newest = Duration::ZERO;
        let mut parts = vec![stamp(&program), asked(folder, options)?.into_bytes()];
        for name in ["content", "themes"] {
            let folder = folder.join(name);
            let seen = if folder.exists() { look(&folder, 0)? } else { Seen::default() };
            newest = newest.max(seen.newest);
            parts.push(seen.hash.to_vec());
        }
        let is_settled = begun.checked_sub(newest).is_some_and(|age| age > TICK);
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let out = std::path::absolute(&options.out).ok()?;
        is_settled.then(|| Self { key: cache::key(&parts), out, now: options.now })
    }

    /// The report of an earlier build that began from the same, if what it published is still there.
    pub(crate) fn report(&self, cache: &Cache) -> Option<Report> {
        let remembered: Remembered = postcard::from_bytes(&cache.kept(KIND, &self.key)?).ok()?;
        let (from, to) = remembered.holds;
        let is_time = from <= moment(self.now) && self.now.as_second() < to;
        let is_there = is_time && look(&self.out, 0)?.hash == remembered.published;
        let next_change = remembered.next_change.map(|(seconds, nanos)| Timestamp::new(seconds, nanos));
        let mut report = is_there.then_some(remembered.report)?;
        report.next_change = next_change.transpose().ok()?;
        if let Some(published) = &mut report.published {
            (published.changed, published.removed) = (0, 0);
        }
        Some(report)
    }

    /// Remembers what a build that began so came to, if it published.
    pub(crate) fn remember(&self, report: &Report, cache: &Cache) -> Option<()> {
        report.published?;
        let latest = self.now.checked_add(LONGEST).ok()?;
        let until = report.next_change.map_or(latest, |next| next.min(latest));
        let remembered = Remembered {
            published: look(&self.out, 0)?.hash,
            // An end within a second counts from that second's start: sooner is safe, later is not.
            holds: (moment(self.now), until.as_second()),
            next_change: report.next_change.map(moment),
            report: report.clone(),
        };
        cache.keep(KIND, &self.key, &postcard::to_stdvec(&remembered).ok()?);
        Some(())
    }
}

/// Seconds since 1970 and nanoseconds: no two moments have the same, and a later one has more.
fn moment(time: Timestamp) -> (i64, i32) {
    (time.as_second(), time.subsec_nanosecond())
}

/// What the user asked for, the time aside.
fn asked(folder: &Path, options: &Options) -> Option<String> {
    let options = Options { now: Timestamp::UNIX_EPOCH, ..options.clone() };
    Some(format!(
        "{:?} {options:?} {:?}",
        folder.canonicalize().ok()?,
        std::path::absolute(&options.out).ok()?
    ))
}

/// A folder with all that is in it.
#[derive(Default)]
struct Seen {
    hash: Key,
    /// When something in it changed last, since 1970.
    newest: Duration,
}

/// Looks at every file of a folder, links followed; `None` if one can't be looked at.
fn look(folder: &Path, depth: usize) -> Option<Seen> {
    if depth > DEEPEST {
        return None;
    }
    let mut names: Vec<_> =
        fs::read_dir(folder).ok()?.map(|entry| Some(entry.ok()?.file_name())).collect::<Option<_>>()?;
    names.sort_unstable();
    let entry = |name: &std::ffi::OsString| {
        let path = folder.join(name);
        let metadata = fs::metadata(&path).ok()?;
        let inner = if metadata.is_dir() { look(&path, depth + 1)? } else { Seen::default() };
        let newest = inner.newest.max(changed(&metadata)?);
        // A folder's own times tell of nothing that its entries do not.
        let own = if metadata.is_dir() { Vec::new() } else { stamp(&metadata) };
        Some(Seen { hash: cache::key(&[name.as_encoded_bytes(), &inner.hash, &own]), newest })
    };
    let seen: Vec<Seen> = match names.len() {
        0..FEW => names.iter().map(entry).collect::<Option<_>>()?,
        _ => names.par_iter().map(entry).collect::<Option<_>>()?,
    };
    let hashes: Vec<&[u8]> = seen.iter().map(|seen| seen.hash.as_slice()).collect();
    let newest = seen.iter().map(|seen| seen.newest).max().unwrap_or_default();
    Some(Seen { hash: cache::key(&hashes), newest })
}

/// Fewer files are looked at sooner than other threads would be woken.
const FEW: usize = 16;

/// What tells a file from another, and from itself after a change.
#[cfg(unix)]
fn stamp(metadata: &Metadata) -> Vec<u8> {
    use std::os::unix::fs::MetadataExt;
    let what = [metadata.size(), metadata.dev(), metadata.ino()];
    let times = [metadata.mtime(), metadata.mtime_nsec(), metadata.ctime(), metadata.ctime_nsec()];
    let numbers = what.into_iter().chain(times.map(i64::cast_unsigned));
    numbers.flat_map(u64::to_le_bytes).collect()
}

/// What tells a file from itself after a change, as far as this system tells.
#[cfg(not(unix))]
fn stamp(metadata: &Metadata) -> Vec<u8> {
    let since_1970 = |time: std::io::Result<SystemTime>| {
        time.ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok()).unwrap_or_default()
    };
    let [changed, made] =
        [metadata.modified(), metadata.created()].map(|time| since_1970(time).as_nanos().to_le_bytes());
    [metadata.len().to_le_bytes().as_slice(), &changed, &made].concat()
}

/// When a file changed last, since 1970; `None` if it was before, and its times can't be right.
fn changed(metadata: &Metadata) -> Option<Duration> {
    let written = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let entered =
            Duration::new(u64::try_from(metadata.ctime()).ok()?, u32::try_from(metadata.ctime_nsec()).ok()?);
        Some(written.max(entered))
    }
    #[cfg(not(unix))]
    Some(written)
}

#[cfg(test)]
mod tests;
