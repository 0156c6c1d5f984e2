//! Results that are too large to be held together: a file each.
//!
//! In: a kind of result, its key, its bytes. Out: the bytes, as they were kept. Never: a damaged file; it is as good as none.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use super::{Cache, Key, lock};

/// The files that this run asked for, by kind.
pub(super) type Used = Mutex<BTreeMap<&'static str, BTreeSet<OsString>>>;

impl Cache {
    /// A result that an earlier run kept.
    pub fn kept(&self, kind: &'static str, key: &Key) -> Option<Vec<u8>> {
        let bytes = fs::read(self.file_of(kind, key)).ok()?;
        let (hash, body) = bytes.split_first_chunk::<{ size_of::<Key>() }>()?;
        (blake3::hash(body).as_bytes() == hash).then(|| body.to_vec())
    }

    /// Keeps a result. The kind's name must be fit for a folder.
    pub fn keep(&self, kind: &'static str, key: &Key, result: &[u8]) {
        let file = self.file_of(kind, key);
        // A folder that can't be written is as good as none.
        let _ = self.replace(&file, &[blake3::hash(result).as_bytes(), result]);
    }

    fn file_of(&self, kind: &'static str, key: &Key) -> PathBuf {
        let name = blake3::Hash::from_bytes(*key).to_hex();
        lock(&self.files).entry(kind).or_default().insert(name.as_str().into());
        self.folder.join(kind).join(name.as_str())
    }

    /// Deletes the files of the kinds that this run had to do with and that it did not ask for, so that the folder never grows
    /// beyond what a site needs.
    pub(super) fn forget_unused_files(&self) {
        for (kind, used) in lock(&self.files).iter() {
            let Ok(files) = fs::read_dir(self.folder.join(kind)) else { continue };
            for file in files.flatten().filter(|file| !used.contains(&file.file_name())) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::key;
    use super::*;

    const KIND: &str = "images";

    #[test]
    fn a_result_is_kept_as_it_was_and_forgotten_when_it_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (key(&[b"one"]), key(&[b"other"]));
        let cache = Cache::open(folder.path());
        assert_eq!(cache.kept(KIND, &one), None);
        cache.keep(KIND, &one, b"picture");
        cache.keep(KIND, &other, b"");
        cache.save();
        let cache = Cache::open(folder.path());
        assert_eq!(cache.kept(KIND, &other), Some(Vec::new()));
        cache.save();
        assert_eq!(Cache::open(folder.path()).kept(KIND, &one), None);
    }

    #[test]
    fn a_damaged_file_is_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path());
        let one = key(&[b"one"]);
        cache.keep(KIND, &one, b"picture");
        let file = cache.file_of(KIND, &one);
        let whole = fs::read(&file).unwrap();
        for damaged in [&whole[..38], &whole[..30], &[], b"x".repeat(50).as_slice()] {
            fs::write(&file, damaged).unwrap();
            assert_eq!(cache.kept(KIND, &one), None);
        }
    }

    #[test]
    fn no_part_of_a_key_passes_for_another() {
        assert_ne!(key(&[b"ab", b"c"]), key(&[b"a", b"bc"]));
    }
}
