//! One file, replaced in one step.
//!
//! In: a path and bytes. Out: the file with these bytes, or as it was. Never: half of it, or a new time for the same bytes.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a file, unless it has these bytes already; whether it was written. Where a symbolic link stands, what it leads to is
/// written.
///
/// # Errors
/// If the file or its folder can't be written.
pub fn file(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(false);
    }
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Hidden, so that nobody takes it for a file of the site.
    let fresh = path.with_file_name(format!(".{name}.new"));
    let written = File::create(&fresh).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(error) = written.and_then(|()| fs::rename(&fresh, &path)) {
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_only_by_other_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.lock");
        assert!(file(&path, b"one\n").unwrap());
        assert!(!file(&path, b"one\n").unwrap());
        assert!(file(&path, b"two\n").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"two\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(file(&folder.path().join("missing/a.lock"), b"one\n").is_err());
    }
}
