//! Slow results, kept between runs by what they were made from.
//!
//! In: a kind of result, the bytes it is made from, and a way to make it. Out: the result. Never: another result than making it would
//! give; a failure of a run: a folder that is missing, damaged or read-only costs time and nothing else.

mod files;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What every file begins with. The version is in it, because a new one may make other results.
const HEADER: &str = concat!("offprint cache 1, ", env!("CARGO_PKG_VERSION"), "\n");

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

/// Bytes of a length in a file.
const LENGTH: usize = size_of::<u32>();

/// Results of earlier runs and of this one.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    kinds: Mutex<BTreeMap<&'static str, Arc<Kind>>>,
    files: files::Used,
}

/// All results of one kind: one file.
#[derive(Debug, Default)]
struct Kind {
    /// `true` once this run asked for it; only such results are kept.
    results: Mutex<BTreeMap<Key, (Arc<str>, bool)>>,
    /// Whether this run made a result.
    grew: AtomicBool,
}

impl Cache {
    /// The cache in a folder, which need not be there.
    pub fn open(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), kinds: Mutex::default(), files: files::Used::default() }
    }

    /// The result made from these bytes before, or made now. The kind's name must be fit for a file.
    pub fn get_or(&self, kind: &'static str, from: &[u8], make: impl FnOnce() -> String) -> Arc<str> {
        let kind = self.kind(kind);
        let key = *blake3::hash(from).as_bytes();
        if let Some((result, used)) = lock(&kind.results).get_mut(&key) {
            *used = true;
            return result.clone();
        }
        // Made without the lock, so that many can be made at once; two threads may make the same one, with the same bytes.
        let made: Arc<str> = make().into();
        kind.grew.store(true, Relaxed);
        lock(&kind.results).entry(key).or_insert_with(|| (made, true)).0.clone()
    }

    fn kind(&self, name: &'static str) -> Arc<Kind> {
        lock(&self.kinds)
            .entry(name)
            .or_insert_with(|| {
                let results =
                    fs::read(self.file(name)).ok().and_then(|bytes| read(&bytes)).unwrap_or_default();
                Arc::new(Kind { results: Mutex::new(results), grew: AtomicBool::new(false) })
            })
            .clone()
    }

    fn file(&self, kind: &str) -> PathBuf {
        self.folder.join(format!("{kind}.bin"))
    }

    /// Keeps what this run used for the next one, and forgets the rest, so that the folder never grows beyond what a site needs.
    pub fn save(&self) {
        for (name, kind) in lock(&self.kinds).iter() {
            let results = lock(&kind.results);
            let is_stale = kind.grew.load(Relaxed) || results.values().any(|(_, used)| !used);
            if is_stale {
                // A folder that can't be written is as good as none.
                let _ = self.replace(&self.file(name), &[&write(&results)]);
            }
        }
        self.forget_unused_files();
    }

    /// In one step, so that a run that reads meanwhile reads a whole file.
    fn replace(&self, file: &Path, parts: &[&[u8]]) -> io::Result<()> {
        fs::create_dir_all(file.parent().unwrap_or(&self.folder))?;
        let new = file.with_extension(format!("{}.new", std::process::id()));
        fs::write(&new, parts.concat()).and_then(|()| fs::rename(&new, file)).inspect_err(|_| {
            let _ = fs::remove_file(&new);
        })
    }
}

/// Results are whole at every moment, whatever a thread that held them came to.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A header, a hash of all that follows, then key, length and text of each result.
fn write(results: &BTreeMap<Key, (Arc<str>, bool)>) -> Vec<u8> {
    let mut body = Vec::new();
    for (key, (text, _)) in results.iter().filter(|(_, (_, used))| *used) {
        let Ok(len) = u32::try_from(text.len()) else { continue };
        body.extend_from_slice(key);
        body.extend_from_slice(&len.to_le_bytes());
        body.extend_from_slice(text.as_bytes());
    }
    [HEADER.as_bytes(), blake3::hash(&body).as_bytes(), &body].concat()
}

/// The results in a file; `None` if it is another version's or not as it was written.
fn read(bytes: &[u8]) -> Option<BTreeMap<Key, (Arc<str>, bool)>> {
    let (hash, mut body) =
        bytes.strip_prefix(HEADER.as_bytes())?.split_first_chunk::<{ size_of::<Key>() }>()?;
    if blake3::hash(body).as_bytes() != hash {
        return None;
    }
    let mut results = BTreeMap::new();
    while !body.is_empty() {
        let (key, rest) = body.split_first_chunk::<{ size_of::<Key>() }>()?;
        let (len, rest) = rest.split_first_chunk::<LENGTH>()?;
        let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*len) as usize)?;
        results.insert(*key, (std::str::from_utf8(text).ok()?.into(), false));
        body = rest;
    }
    Some(results)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "highlight";

    fn get(cache: &Cache, from: &str) -> Arc<str> {
        cache.get_or(KIND, from.as_bytes(), || format!("made of {from}"))
    }

    /// Whether a cache opened anew has a result.
    fn has(folder: &Path, from: &str) -> bool {
        let mut made = false;
        let result = Cache::open(folder).get_or(KIND, from.as_bytes(), || {
            made = true;
            format!("made of {from}")
        });
        assert_eq!(&*result, format!("made of {from}"));
        !made
    }

    fn filled(folder: &Path) {
        let cache = Cache::open(folder);
        for from in ["a", "b", "", "ż"] {
            get(&cache, from);
        }
        cache.save();
    }

    #[test]
    fn results_are_made_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has(folder.path(), "a"));
        filled(folder.path());
        for from in ["a", "b", "", "ż"] {
            assert!(has(folder.path(), from));
        }
        assert!(!has(folder.path(), "c"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_not_used_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let cache = Cache::open(folder.path());
        get(&cache, "a");
        cache.save();
        assert!(has(folder.path(), "a") && !has(folder.path(), "b"));
    }

    #[test]
    fn a_run_that_makes_nothing_new_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let before = fs::metadata(folder.path().join("highlight.bin")).unwrap().modified().unwrap();
        filled(folder.path());
        assert_eq!(fs::metadata(folder.path().join("highlight.bin")).unwrap().modified().unwrap(), before);
    }

    #[test]
    fn a_damaged_file_is_as_none() {
        let folder = tempfile::tempdir().unwrap();
        filled(folder.path());
        let file = folder.path().join("highlight.bin");
        let whole = fs::read(&file).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert!(read(&damaged).is_none(), "byte {at}");
            assert!(read(&whole[..at]).is_none(), "{at} bytes");
        }
        fs::write(&file, &whole[..whole.len() - 1]).unwrap();
        assert!(!has(folder.path(), "a"));
        filled(folder.path());
        assert!(has(folder.path(), "a"));
    }

    #[test]
    fn a_folder_that_cannot_be_written_costs_only_time() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        fs::write(&blocked, "").unwrap();
        filled(&blocked);
        assert!(!has(&blocked, "a"));
    }

    #[test]
    fn the_file_does_not_depend_on_the_order_of_asking() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        for (folder, order) in folders.iter().zip([["a", "b"], ["b", "a"]]) {
            let cache = Cache::open(folder.path());
            for from in order {
                get(&cache, from);
            }
            cache.save();
        }
        let bytes = |folder: &tempfile::TempDir| fs::read(folder.path().join("highlight.bin")).unwrap();
        assert_eq!(bytes(&folders[0]), bytes(&folders[1]));
    }

    #[test]
    fn many_threads_ask() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    (0..100).for_each(|n| assert_eq!(&*get(&cache, &n.to_string()), format!("made of {n}")))
                });
            }
        });
        cache.save();
        assert!(has(folder.path(), "99"));
    }
}
