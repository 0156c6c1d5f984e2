//! Small results of one kind: held together, in one file.
//!
//! In: keys, and ways to make what is missing. Out: results, and the bytes of the file for the next run. Never: a damaged file;
//! it is as good as none.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};

use super::sweep::KEPT_DAYS;
use super::{Key, lock};

/// What every file begins with.
const HEADER: &[u8] = b"offprint cache 2\n";

/// All results of one kind.
#[derive(Debug)]
pub(super) struct Kind {
    results: Mutex<Results>,
    /// Those that are being made now.
    making: Mutex<BTreeMap<Key, Arc<OnceLock<Arc<str>>>>>,
    /// Whether this run made a result, or used one for the first time on this day.
    is_news: AtomicBool,
}

/// Results by key, and on which day a run last used each.
pub(super) type Results = BTreeMap<Key, (Arc<str>, u32)>;

impl Kind {
    /// What earlier runs kept.
    pub(super) fn read(file: &Path) -> Self {
        let results = fs::read(file).ok().and_then(|bytes| decoded(&bytes)).unwrap_or_default();
        Self { results: Mutex::new(results), making: Mutex::default(), is_news: AtomicBool::new(false) }
    }

    /// The result of a key: made before, or now. A thread that wants what another is making waits for it, so `make` may not hand work
    /// to a pool whose threads could come back here.
    pub(super) fn get_or(&self, key: Key, today: u32, make: impl FnOnce() -> String) -> Arc<str> {
        if let Some((result, used)) = lock(&self.results).get_mut(&key) {
            if *used != today {
                *used = today;
                self.is_news.store(true, Relaxed);
            }
            return result.clone();
        }
        // Made without the locks, so that many can be made at once.
        let slot = lock(&self.making).entry(key).or_default().clone();
        let made = slot.get_or_init(|| make().into()).clone();
        self.is_news.store(true, Relaxed);
        let result = lock(&self.results).entry(key).or_insert_with(|| (made, today)).0.clone();
        lock(&self.making).remove(&key);
        result
    }

    /// The file as it is to be now: with what another run put there meanwhile, without what none used for long. `None` if it is
    /// good as it is.
    pub(super) fn to_write(&self, file: &Path, today: u32) -> Option<Vec<u8>> {
        if !self.is_news.swap(false, Relaxed) {
            return None;
        }
        let mut all = fs::read(file).ok().and_then(|bytes| decoded(&bytes)).unwrap_or_default();
        for (key, (result, used)) in lock(&self.results).iter() {
            let day = all.entry(*key).or_insert_with(|| (result.clone(), *used));
            day.1 = day.1.max(*used);
        }
        // A day that is still to come was written by a wrong clock.
        all.retain(|_, (_, used)| *used <= today.saturating_add(1) && used.saturating_add(KEPT_DAYS) > today);
        Some(encoded(&all))
    }
}

/// The header, a hash of all that follows, then key, day, length and text of each result.
pub(super) fn encoded(results: &Results) -> Vec<u8> {
    let mut body = Vec::new();
    for (key, (text, used)) in results {
        let Ok(len) = u32::try_from(text.len()) else { continue };
        body.extend_from_slice(key);
        body.extend_from_slice(&used.to_le_bytes());
        body.extend_from_slice(&len.to_le_bytes());
        body.extend_from_slice(text.as_bytes());
    }
    [HEADER, blake3::hash(&body).as_bytes(), &body].concat()
}

/// The results in a file; `None` if it is not as it was written.
pub(super) fn decoded(bytes: &[u8]) -> Option<Results> {
    let (hash, mut body) = bytes.strip_prefix(HEADER)?.split_first_chunk::<{ size_of::<Key>() }>()?;
    if blake3::hash(body).as_bytes() != hash {
        return None;
    }
    let mut results = BTreeMap::new();
    while !body.is_empty() {
        let (key, rest) = body.split_first_chunk::<{ size_of::<Key>() }>()?;
        let (used, rest) = rest.split_first_chunk::<{ size_of::<u32>() }>()?;
        let (len, rest) = rest.split_first_chunk::<{ size_of::<u32>() }>()?;
        let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*len) as usize)?;
        results.insert(*key, (std::str::from_utf8(text).ok()?.into(), u32::from_le_bytes(*used)));
        body = rest;
    }
    Some(results)
}
