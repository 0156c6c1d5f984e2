//! What was published, written down so that it can be checked: the SHA-256 of each file. The one door for sha2.
//!
//! In: a published folder, read again from the disk, so that a manifest never says more than what is there. Out: a file that
//! `sha256sum --check` reads, replaced in one step. Never: the marker, which is offprint's own; a folder that a build is replacing.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::folder::{self, Lock};
use super::{MARKER, WriteError};

/// Where a manifest may stand: beside the site, not in it, and not among what the next build reads.
///
/// # Errors
/// If the file is in the output folder or in the site's sources, or its own folder is not there.
pub fn check(file: &Path, out: &Path, site: &Path) -> Result<(), WriteError> {
    let own = whole(file)?;
    let inside = |folder: &Path| folder.canonicalize().is_ok_and(|folder| own.starts_with(folder));
    let out = std::path::absolute(out).map_err(|e| WriteError::io("find", out, e))?;
    if own.starts_with(&out) || inside(&out) {
        return Err(WriteError::Manifest {
            file: file.to_owned(),
            because: "the site itself is written there",
        });
    }
    if ["content", "themes"].iter().any(|name| inside(&site.join(name))) {
        return Err(WriteError::Manifest {
            file: file.to_owned(),
            because: "the site is made from files there",
        });
    }
    if own.is_dir() {
        return Err(WriteError::Manifest { file: file.to_owned(), because: "it is a folder" });
    }
    Ok(())
}

/// Writes the manifest of a published folder. The number of files in it.
///
/// # Errors
/// If a build is writing the folder, a file can't be read, or the manifest can't be written.
pub fn write(file: &Path, out: &Path) -> Result<usize, WriteError> {
    let lines = {
        let _lock = Lock::of(out)?;
        lines(out)?
    };
    let text: String = lines.concat();
    // The same manifest stays the same file, as what is published does.
    if fs::read(file).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(lines.len());
    }
    let file = whole(file)?;
    let new = folder::beside(&file, "new");
    let written = fs::write(&new, text).and_then(|()| fs::rename(&new, &file)).inspect_err(|_| {
        let _ = fs::remove_file(&new);
    });
    written.map_err(|e| WriteError::io("write", &file, e))?;
    Ok(lines.len())
}

/// The file's own path, in a folder that is there.
fn whole(file: &Path) -> Result<PathBuf, WriteError> {
    let absolute = std::path::absolute(file).map_err(|e| WriteError::io("find", file, e))?;
    let (Some(folder), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return Err(WriteError::Manifest { file: file.to_owned(), because: "it is a folder" });
    };
    match folder.canonicalize() {
        Ok(folder) => Ok(folder.join(name)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            Err(WriteError::Manifest { file: file.to_owned(), because: "its folder is not there" })
        }
        Err(e) => Err(WriteError::io("find", folder, e)),
    }
}

/// A line for each file, sorted by path.
fn lines(out: &Path) -> Result<Vec<String>, WriteError> {
    let mut paths = Vec::new();
    let mut folders = vec![out.to_owned()];
    while let Some(next) = folders.pop() {
        let (inner, files) = folder::entries(&next).map_err(|e| WriteError::io("read", &next, e))?;
        folders.extend(inner);
        paths.extend(files);
    }
    let mut named: Vec<(String, PathBuf)> = paths
        .into_iter()
        .map(|path| (name(path.strip_prefix(out).unwrap_or(&path)), path))
        .filter(|(name, _)| name != MARKER)
        .collect();
    named.sort_unstable();
    let hashed = named.par_iter().map(|(name, path)| {
        let hash = hash(path).map_err(|e| WriteError::io("read", path, e))?;
        Ok(line(&hash, name))
    });
    hashed.collect()
}

/// A path as other systems write it too.
fn name(path: &Path) -> String {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

/// Read a piece at a time, since a download may be larger than memory.
fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok(hasher.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

/// A name with a line break or a backslash is written as `sha256sum` writes it: escaped, and the line says so at its start.
fn line(hash: &str, name: &str) -> String {
    if !name.contains(['\\', '\n', '\r']) {
        return format!("{hash}  {name}\n");
    }
    let escaped = name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    format!("\\{hash}  {escaped}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_break_a_line_are_escaped() {
        assert_eq!(line("00", "a/b.html"), "00  a/b.html\n");
        assert_eq!(line("00", "a\nb\\c\rd"), "\\00  a\\nb\\\\c\\rd\n");
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        fs::write(&path, "abc").unwrap();
        assert_eq!(hash(&path).unwrap(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_manifest_stands_beside_the_site() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path();
        for name in ["content", "public", "public/.inner"] {
            fs::create_dir(site.join(name)).unwrap();
        }
        let at = |file: &str| check(&site.join(file), &site.join("public"), site);
        assert!(at("site.sha256").is_ok());
        for wrong in ["public/a", "public", "content/a", "content", "public/.inner/a", "nowhere/a"] {
            assert!(matches!(at(wrong), Err(WriteError::Manifest { .. })), "{wrong}");
        }
    }
}
