//! Results that are too large to be held together: a file each.
//!
//! In: a kind of result, its key, its bytes. Out: the bytes, as they were kept. Never: a damaged file, or another result's under this
//! one's name; it is as good as none.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;

use super::{Cache, Key};

impl Cache {
    /// A result that an earlier run kept.
    pub fn kept(&self, kind: &'static str, key: &Key) -> Option<Vec<u8>> {
        let path = self.file_of(kind, key);
        let mut bytes = fs::read(&path).ok()?;
        let (hash, body) = bytes.split_first_chunk::<{ size_of::<Key>() }>()?;
        if seal(key, body).as_bytes() != hash {
            return None;
        }
        if let Ok(used) = fs::metadata(&path).and_then(|of| of.modified()) {
            self.clock.note_use(&path, used);
        }
        bytes.drain(..size_of::<Key>());
        Some(bytes)
    }

    /// Keeps a result. The kind's name must be fit for a folder.
    pub fn keep(&self, kind: &'static str, key: &Key, result: &[u8]) {
        // A folder that can't be written is as good as none.
        let _ = self.replace(&self.file_of(kind, key), &[seal(key, result).as_bytes(), result]);
        // A preview runs for days and never saves: it looks after the limit as it goes.
        let len = result.len() as u64;
        let unswept = self.unswept.fetch_add(len, Relaxed).saturating_add(len);
        if unswept > self.limit / 8 {
            self.sweep();
        }
    }

    pub(super) fn file_of(&self, kind: &'static str, key: &Key) -> PathBuf {
        self.own().join(kind).join(blake3::Hash::from_bytes(*key).to_hex().as_str())
    }
}

/// A hash of a result and of what it is the result of.
fn seal(key: &Key, result: &[u8]) -> blake3::Hash {
    blake3::Hasher::new().update(key).update(result).finalize()
}
