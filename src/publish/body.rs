//! The bytes of one file on their way to a destination.
//!
//! In: a file, and how it is compressed. Out: what is sent, a piece at a time. Never: a whole file in memory, or an end without an
//! error where the file is not the one that was looked at.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Encoding;
use crate::report::Failure;
use crate::shown::Shown;

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// A file that is being sent.
pub(super) struct Body<'a> {
    file: &'a Path,
    reader: Box<dyn Read>,
    buffer: Vec<u8>,
}

impl<'a> Body<'a> {
    /// Opens a file; its bytes have to be those of the hash, or the last piece is an error.
    pub(super) fn open(
        file: &'a Path,
        hash: blake3::Hash,
        encoding: Option<Encoding>,
    ) -> Result<Self, Failure> {
        let opened = File::open(file).map_err(|e| unread(file, &e))?;
        let checked = Checked { reader: opened, hasher: blake3::Hasher::new(), expected: hash };
        let reader: Box<dyn Read> = match encoding {
            None => Box::new(checked),
            Some(encoding) => encoding.compressed(checked),
        };
        Ok(Self { file, reader, buffer: Vec::new() })
    }

    /// The next bytes; none at the end.
    pub(super) fn piece(&mut self) -> Result<&[u8], Failure> {
        self.buffer.clear();
        self.fill(PIECE)?;
        Ok(&self.buffer)
    }

    /// As many of the next bytes as are asked for; fewer at the end. No more memory is taken than for what the file may still have.
    #[cfg(feature = "object-storage")]
    pub(super) fn next(&mut self, most: usize, size: u64) -> Result<Vec<u8>, Failure> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        self.buffer = Vec::with_capacity(most.min(size));
        self.fill(most)?;
        Ok(std::mem::take(&mut self.buffer))
    }

    fn fill(&mut self, most: usize) -> Result<(), Failure> {
        let mut part = self.reader.by_ref().take(most as u64);
        part.read_to_end(&mut self.buffer).map_err(|e| unread(self.file, &e))?;
        Ok(())
    }

    /// The hash of all that is sent.
    pub(super) fn hash(mut self) -> Result<blake3::Hash, Failure> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(&mut self.reader).map_err(|e| unread(self.file, &e))?;
        Ok(hasher.finalize())
    }
}

/// The hash of a file as it is.
pub(super) fn hash(file: &Path) -> io::Result<(u64, blake3::Hash)> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(file)?)?;
    Ok((hasher.count(), hasher.finalize()))
}

/// A file whose bytes are checked once all of them were read.
struct Checked<R> {
    reader: R,
    hasher: blake3::Hasher,
    expected: blake3::Hash,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        // Another build may have replaced the folder: what was decided for other bytes does not hold for these.
        if read == 0 && !buffer.is_empty() && self.hasher.finalize() != self.expected {
            return Err(io::Error::other(Changed));
        }
        Ok(read)
    }
}

/// A file is another one than was looked at.
#[derive(Debug)]
struct Changed;

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it changed while the site was being sent")
    }
}

impl std::error::Error for Changed {}

/// Why a file of the built site can't be read.
pub(super) fn unread(path: &Path, error: &io::Error) -> Failure {
    if error.get_ref().is_some_and(|inner| inner.is::<Changed>()) {
        return Failure::new(format!("`{}` changed while the site was being sent", path.shown()))
            .hint("let the other build end, and run the same command again");
    }
    Failure::new(format!("can't read `{}`: {error}", path.shown()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMS: [Option<Encoding>; 3] = [None, Some(Encoding::Gzip), Some(Encoding::Brotli)];

    /// A file longer than several pieces, and its hash.
    fn written(folder: &Path) -> (std::path::PathBuf, blake3::Hash) {
        let path = folder.join("a.csv");
        let text: String = (0..60_000).map(|row| format!("{row},{}\n", row % 7)).collect();
        std::fs::write(&path, &text).unwrap();
        (path, blake3::hash(text.as_bytes()))
    }

    #[test]
    fn pieces_are_the_same_at_each_reading() {
        let folder = tempfile::tempdir().unwrap();
        let (path, expected) = written(folder.path());
        assert_eq!(hash(&path).unwrap(), (std::fs::metadata(&path).unwrap().len(), expected));
        for form in FORMS {
            let mut body = Body::open(&path, expected, form).unwrap();
            let mut hasher = blake3::Hasher::new();
            loop {
                let piece = body.piece().unwrap();
                if piece.is_empty() {
                    break;
                }
                assert!(piece.len() <= PIECE);
                hasher.update(piece);
            }
            assert_eq!(Body::open(&path, expected, form).unwrap().hash().unwrap(), hasher.finalize());
        }
    }

    #[test]
    fn a_file_that_changed_is_never_sent_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = written(folder.path());
        for form in FORMS {
            let failure = Body::open(&path, blake3::hash(b"before"), form).unwrap().hash().unwrap_err();
            assert!(failure.message.ends_with("changed while the site was being sent"), "{failure}");
        }
    }
}
