//! Bytes that are put away in a file until they are asked for.
//!
//! In: bytes, from many threads. Out: the same bytes. Never: a file with a name, which could outlive the run; a failure: where no
//! file can be made or written, nothing is put away.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A file for bytes, made when the first come.
pub(super) struct Overflow {
    folder: PathBuf,
    file: OnceLock<Option<Arc<Mutex<File>>>>,
}

/// Some bytes that were put away.
pub(in crate::pipeline) struct Part {
    file: Arc<Mutex<File>>,
    start: u64,
    len: usize,
}

impl Overflow {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), file: OnceLock::new() }
    }

    /// Puts bytes away; `None` if that can't be done.
    pub(super) fn put(&self, bytes: &[u8]) -> Option<Part> {
        let file =
            self.file.get_or_init(|| self.made().ok().map(|file| Arc::new(Mutex::new(file)))).clone()?;
        let mut open = lock(&file);
        let start = open.seek(SeekFrom::End(0)).ok()?;
        open.write_all(bytes).ok()?;
        drop(open);
        Some(Part { file, start, len: bytes.len() })
    }

    fn made(&self) -> io::Result<File> {
        std::fs::create_dir_all(&self.folder)?;
        tempfile::tempfile_in(&self.folder)
    }
}

impl Part {
    /// The bytes.
    ///
    /// # Errors
    /// If the system can't read what it has written.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; self.len];
        let mut file = lock(&self.file);
        file.seek(SeekFrom::Start(self.start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// What is written is only ever asked for by the part that was handed out after it was written whole.
fn lock(file: &Mutex<File>) -> MutexGuard<'_, File> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}
