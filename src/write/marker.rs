//! The file that says that offprint wrote a folder and may replace it, and which edition of which site stands there.
//!
//! In: an [`Edition`]. Out: the marker's text, and what is read of one. Never: a refusal because of a later line; the first alone
//! says whose the folder is, so that every offprint may replace what another one wrote.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use jiff::Timestamp;

/// Its name, at the root of the folder.
pub(super) const MARKER: &str = ".offprint";

/// The first line.
const FIRST: &str = "offprint wrote this folder and replaces it whole at each build";

/// What stands before the instant until which some of it was embargoed.
const EMBARGO: &str = "embargoed until ";
const WITH_DRAFTS: &str = "with drafts";
const WITHOUT_DRAFTS: &str = "without drafts";

/// The most of a marker that is read; an address that is longer than this is none.
const LONGEST: u64 = 8 * 1024;

/// Which site a tree is, and for whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// The URL at which the site is published, without a `/` at its end; empty if that is not known.
    pub site: String,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// The last embargo that had ended by the time it was built for, which may be one to come.
    pub embargo: Option<Timestamp>,
}

impl Edition {
    /// The marker of a folder that holds it: whose it is, the number of this way of writing a folder, and the edition.
    pub(super) fn marker(&self) -> String {
        let drafts = if self.drafts { WITH_DRAFTS } else { WITHOUT_DRAFTS };
        let embargo = self.embargo.map(|until| format!("{EMBARGO}{until}\n")).unwrap_or_default();
        format!("{FIRST}\nformat 1\nsite {}\n{drafts}\n{embargo}", self.site)
    }

    /// What a marker says; `None` of one that says nothing of it, as those of older builds.
    fn read(text: &str) -> Option<Self> {
        let site = text.lines().find_map(|line| line.strip_prefix("site "))?;
        let drafts = text.lines().find_map(|line| match line {
            WITH_DRAFTS => Some(true),
            WITHOUT_DRAFTS => Some(false),
            _ => None,
        })?;
        let embargo = text.lines().find_map(|line| line.strip_prefix(EMBARGO)?.parse().ok());
        Some(Self { site: site.to_owned(), drafts, embargo })
    }
}

/// Which edition of which site stands in a folder; `None` if an older offprint wrote it, or another program.
pub fn edition(folder: &Path) -> Option<Edition> {
    let mut text = String::new();
    File::open(folder.join(MARKER)).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    (text.lines().next() == Some(FIRST)).then(|| Edition::read(&text)).flatten()
}

/// Whether a folder has a marker, whatever else that says. An error if there is no telling.
pub(super) fn is_marked(out: &Path) -> io::Result<bool> {
    let marker = out.join(MARKER);
    // Windows says of a folder that it may not be opened, as of a file that others keep to themselves.
    if marker.is_dir() {
        return Ok(false);
    }
    let mut start = Vec::new();
    match File::open(marker).and_then(|file| file.take(256).read_to_end(&mut start)) {
        Ok(_) => Ok(String::from_utf8_lossy(&start).lines().next() == Some(FIRST)),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        Err(e) => Err(e),
    }
}

/// Whether a folder has this very marker.
pub(super) fn is_marked_as(out: &Path, marker: &str) -> bool {
    fs::read(out.join(MARKER)).is_ok_and(|there| there == marker.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_read() {
        let folder = tempfile::tempdir().unwrap();
        for drafts in [false, true] {
            let embargo = drafts.then(|| "2026-12-01T08:00:00Z".parse().unwrap());
            let written = Edition { site: "https://example.org/review".to_owned(), drafts, embargo };
            fs::write(folder.path().join(MARKER), written.marker()).unwrap();
            assert_eq!(edition(folder.path()), Some(written.clone()));
            assert!(is_marked(folder.path()).unwrap() && is_marked_as(folder.path(), &written.marker()));
        }
    }

    #[test]
    fn a_marker_that_says_less_is_still_one() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(edition(folder.path()), None);
        fs::write(folder.path().join(MARKER), format!("{FIRST}\nformat 1\n")).unwrap();
        assert_eq!((edition(folder.path()), is_marked(folder.path()).unwrap()), (None, true));
        fs::write(folder.path().join(MARKER), "something else\nsite https://example.org\nwith drafts\n")
            .unwrap();
        assert_eq!((edition(folder.path()), is_marked(folder.path()).unwrap()), (None, false));
    }
}
