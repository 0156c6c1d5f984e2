//! What offprint sent to a destination, as it is kept there.
//!
//! In: bytes of [`NAME`]. Out: [`Manifest`], and its bytes. Never: what is there now; others may have changed it since.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::write::Edition;

/// Its name at the destination.
pub(super) const NAME: &str = ".offprint-published";

/// What says so to whoever finds it.
const ABOUT: &str =
    "what offprint published here, so that it sends only what changes and deletes nothing else";

/// The number of this way of writing it.
const FORMAT: u32 = 1;

/// All that was sent to a destination and not deleted since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Another site's is not replaced unasked, nor what readers see by drafts.
    pub(super) edition: Edition,
    /// By path. `None`: it was about to be sent or deleted, and nobody wrote down whether it was.
    pub(super) files: BTreeMap<String, Option<Record>>,
}

/// A file as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record(
    /// What decided how it was sent: see [`super::local::Local::print`].
    pub(super) String,
    /// What the destination can be asked for that tells this content from any other; empty where that is the print.
    pub(super) String,
    /// What the destination called this version of it when it was sent.
    pub(super) String,
);

impl Record {
    pub(super) fn print(&self) -> &str {
        &self.0
    }

    pub(super) fn mark(&self) -> &str {
        if self.1.is_empty() { &self.0 } else { &self.1 }
    }

    pub(super) fn version(&self) -> &str {
        &self.2
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    about: String,
    format: u32,
    site: String,
    /// It came later: older manifests are without it, and older programs pass over it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    drafts: bool,
    files: BTreeMap<String, Option<Record>>,
}

impl Manifest {
    /// Whether it is known to be what readers see: a site that says which it is, without drafts. An older offprint wrote no address
    /// for a build with drafts.
    pub(super) fn is_public(&self) -> bool {
        !self.edition.site.is_empty() && !self.edition.drafts
    }

    /// Reads what was kept; the error says what is wrong with it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let written: Written = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        if written.format != FORMAT {
            return Err(format!(
                "it has the format {}, and this offprint reads format {FORMAT}",
                written.format
            ));
        }
        let edition = Edition { site: written.site, drafts: written.drafts, embargo: None };
        Ok(Self { edition, files: written.files })
    }

    /// Its bytes.
    pub(super) fn bytes(self) -> Vec<u8> {
        let Edition { site, drafts, .. } = self.edition;
        let written = Written { about: ABOUT.to_owned(), format: FORMAT, site, drafts, files: self.files };
        // Strings and numbers alone can always be written.
        serde_json::to_vec(&written).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let record = Record("p".to_owned(), "m".to_owned(), "v".to_owned());
        let files: BTreeMap<_, _> = [("a".to_owned(), Some(record)), ("b \"ü".to_owned(), None)].into();
        for drafts in [false, true] {
            let edition = Edition { site: "https://example.org".to_owned(), drafts, embargo: None };
            let manifest = Manifest { edition, files: BTreeMap::clone(&files) };
            assert_eq!(Manifest::read(&manifest.clone().bytes()), Ok(manifest));
        }
    }

    #[test]
    fn what_an_older_offprint_wrote_is_read() {
        let read = |site: &str| {
            let text = format!(r#"{{"about":"","format":1,"site":"{site}","files":{{}}}}"#);
            Manifest::read(text.as_bytes()).unwrap()
        };
        assert!(read("https://example.org").is_public());
        assert!(!read("").is_public());
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for text in ["", "{}", "[]", r#"{"about":"","format":2,"site":"","files":{}}"#] {
            assert!(Manifest::read(text.as_bytes()).is_err(), "{text}");
        }
    }
}
