//! Files sent as they are, a piece at a time.
//!
//! In: a path that the site's table has. Out: a body. Never: a whole file in memory, or a file kept open for a browser that
//! reads slowly: each piece opens it anew, and a file that has become another one ends the body.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::body::{Body, Bytes};
use futures_util::stream;

/// The bytes of a piece.
const PIECE: u64 = 64 * 1024;

/// A file as it was when it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Looked {
    path: PathBuf,
    stamp: Stamp,
}

/// What changes when a file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    /// Nanoseconds since 1970.
    modified: u128,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self { len: metadata.len(), modified: modified.map_or(0, |since| since.as_nanos()) }
    }
}

/// Looks at a file.
pub(super) async fn look(path: PathBuf) -> io::Result<Looked> {
    blocking(move || {
        // Not opened before it is known to be a file: opening a pipe would wait for its other end.
        let metadata = std::fs::metadata(&path)?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        File::open(&path)?;
        Ok(Looked { stamp: Stamp::of(&metadata), path })
    })
    .await
}

impl Looked {
    pub(super) fn len(&self) -> u64 {
        self.stamp.len
    }

    pub(super) fn etag(&self) -> String {
        format!("{:x}-{:x}", self.stamp.len, self.stamp.modified)
    }

    /// A range of the file's bytes.
    pub(super) fn body(self, range: Range<u64>) -> Body {
        Body::from_stream(stream::try_unfold((self, range), |(file, range)| async move {
            if range.is_empty() {
                return Ok::<_, io::Error>(None);
            }
            let (piece, file) = blocking(move || {
                let end = range.end.min(range.start.saturating_add(PIECE));
                let piece = read(&file.path, file.stamp, range.start..end)?;
                Ok((piece, (file, end..range.end)))
            })
            .await?;
            Ok(Some((piece, file)))
        }))
    }
}

fn read(path: &Path, stamp: Stamp, range: Range<u64>) -> io::Result<Bytes> {
    let mut file = File::open(path)?;
    if Stamp::of(&file.metadata()?) != stamp {
        return Err(io::Error::other("the file changed while it was sent"));
    }
    file.seek(SeekFrom::Start(range.start))?;
    let mut piece = vec![0; usize::try_from(range.end - range.start).unwrap_or_default()];
    file.read_exact(&mut piece)?;
    Ok(piece.into())
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|e| Err(io::Error::other(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(looked: Looked, range: Range<u64>) -> Option<Bytes> {
        axum::body::to_bytes(looked.body(range), usize::MAX).await.ok()
    }

    #[test]
    fn pieces_are_the_file_unless_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let bytes: Vec<u8> = (0..200_000u32).map(|n| n.to_le_bytes()[1]).collect();
        std::fs::write(&path, &bytes).unwrap();
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let looked = look(path.clone()).await.unwrap();
            assert_eq!(all(looked.clone(), 0..looked.len()).await.unwrap(), bytes);
            assert_eq!(all(looked.clone(), 65_000..140_001).await.unwrap(), bytes[65_000..140_001]);
            assert_eq!(all(looked.clone(), 5..5).await.unwrap().len(), 0);
            std::fs::write(&path, "shorter").unwrap();
            assert_eq!(all(looked.clone(), 0..10).await, None);
            assert_ne!(look(path.clone()).await.unwrap().etag(), looked.etag());
            assert!(look(folder.path().to_owned()).await.is_err());
        });
    }
}
