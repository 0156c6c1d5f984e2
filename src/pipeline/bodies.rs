//! The bodies of papers between parsing and rendering.
//!
//! In: bodies as they are parsed. Out: the same bodies when their pages are rendered: in memory while a fixed budget lasts, then in a
//! file without a name, and where there is none parsed again, once for all pages of a paper. Never: a body whose source changed in
//! between; a file that outlives the run.
//!
//! A kept body is packed (postcard, some 1.5 bytes for a byte of its source instead of 6): unpacking takes a tenth of the
//! time of parsing, and the memory of one body serves for the next.

mod overflow;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::paper::{Body, Record};
use crate::parse;
use crate::report::Failure;
use crate::source::{self, Manuscript, Source};
use overflow::Overflow;

/// Bytes of memory that packed bodies may take. Writing the others to the system's cache of files and reading them back costs some
/// hundredths of parsing them.
const BUDGET: usize = 64 * 1024 * 1024;

/// Where bodies are kept: how many bytes of the budget are taken, and the file for the rest.
pub(super) struct Room {
    taken: AtomicUsize,
    overflow: Overflow,
}

impl Room {
    /// Room for the bodies of a site; the file is made, when it is needed, in this folder.
    pub(super) fn new(folder: &Path) -> Self {
        Self { taken: AtomicUsize::new(0), overflow: Overflow::new(folder) }
    }
}

/// A body that is kept, or what is needed to parse it again.
pub(super) enum Kept {
    Packed(Box<[u8]>),
    Away(overflow::Part),
    Again(Box<Manuscript>, blake3::Hash),
}

/// Keeps a body: in memory if the budget allows, else in the file.
pub(super) fn keep(manuscript: &Manuscript, sources: &[Source], body: &Body, room: &Room) -> Kept {
    let again = || Kept::Again(Box::new(manuscript.clone()), source::hash(sources));
    let Ok(packed) = postcard::to_stdvec(body) else { return again() };
    let fits = |taken: usize| taken.checked_add(packed.len()).filter(|taken| *taken <= BUDGET);
    if room.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_ok() {
        return Kept::Packed(packed.into_boxed_slice());
    }
    room.overflow.put(&packed).map_or_else(again, Kept::Away)
}

/// The bodies of the records of a site.
pub(super) struct Bodies {
    /// By record.
    kept: Vec<Option<Kept>>,
    settings: parse::Settings,
}

impl Bodies {
    /// Orders what was kept (by first file) as the records are; what belongs to no record is dropped.
    pub(super) fn new(
        mut kept: BTreeMap<Arc<str>, Kept>,
        records: &[Arc<Record>],
        settings: parse::Settings,
    ) -> Self {
        let of = |record: &Arc<Record>| record.files.first().and_then(|first| kept.remove(first));
        Self { kept: records.iter().map(of).collect(), settings }
    }

    /// Takes all bodies, with their records' indexes, to be opened one at a time.
    pub(super) fn take(&mut self) -> Vec<(u32, Kept)> {
        let kept = std::mem::take(&mut self.kept);
        (0u32..).zip(kept).filter_map(|(index, kept)| Some((index, kept?))).collect()
    }

    /// The settings to parse again with.
    pub(super) fn settings(&self) -> &parse::Settings {
        &self.settings
    }
}

/// The body, parsed again if it was not kept.
pub(super) fn open(kept: Kept, settings: &parse::Settings) -> Result<Body, Failure> {
    match kept {
        Kept::Packed(packed) => unpacked(&packed),
        Kept::Away(part) => unpacked(&part.read().map_err(|e| unreadable(&e))?),
        Kept::Again(manuscript, before) => {
            let sources = source::read(&manuscript).value;
            if source::hash(&sources) != before {
                let file = manuscript.files.first().map_or("", |file| &file.path);
                return Err(Failure::new(format!("`{file}` changed while the site was built"))
                    .hint("nothing was published; run the command again"));
            }
            Ok(parse::paper(&manuscript, &sources, settings).value.body)
        }
    }
}

fn unpacked(packed: &[u8]) -> Result<Body, Failure> {
    postcard::from_bytes(packed).map_err(|e| unreadable(&e))
}

fn unreadable(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(format!("a paper that was kept aside can't be read back: {error}"))
        .hint("run the command again")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{BlockKind, Kind};
    use crate::source::{ManuscriptFile, Role};

    const SETTINGS: parse::Settings = parse::Settings { math: false, raw_html: false, smart: true };

    /// A manuscript on disk.
    fn manuscript(folder: &std::path::Path, text: &str) -> Manuscript {
        let disk = folder.join("a.md");
        std::fs::write(&disk, text).unwrap();
        Manuscript {
            kind: Kind::Page,
            key: "a".into(),
            collection: None,
            lang: "en".into(),
            address: "/a/".into(),
            files: vec![ManuscriptFile { path: "content/a.md".into(), disk, role: Role::Main }],
        }
    }

    /// What is kept of a manuscript where so many bytes of the budget are taken.
    fn kept(manuscript: &Manuscript, taken: usize, folder: &Path) -> (Body, Kept) {
        let sources = source::read(manuscript).value;
        let body = parse::paper(manuscript, &sources, &SETTINGS).value.body;
        let room = Room { taken: AtomicUsize::new(taken), overflow: Overflow::new(folder) };
        let kept = keep(manuscript, &sources, &body, &room);
        (body, kept)
    }

    const WORDS: &str = "+++\ntitle = \"A\"\n+++\n\nWords.\n";

    #[test]
    fn a_kept_body_comes_back_whole() {
        let text = "+++\ntitle = \"A\"\n+++\n\nWords *in* a [line](b.md \"t\"), `code` and a note[^1].\n\n## B {#c}\n\n\
            - [x] done\n- two\n\n| a | b |\n|:-|-:|\n| 1 | 2 |\n\n```rust\nfn main() {}\n```\n\n:::pullquote\nWords \
            in a line\n:::\n\n:::note{#n title=\"T\"}\nA box.\n:::\n\n![Alt](x.png \"Caption\"){#fig-x source=\"S\"}\n\n[^1]: Note.\n";
        let folder = tempfile::tempdir().unwrap();
        let manuscript = manuscript(folder.path(), text);
        let (body, in_memory) = kept(&manuscript, 0, folder.path());
        assert!(matches!(in_memory, Kept::Packed(_)));
        assert_eq!(format!("{body:?}"), format!("{:?}", open(in_memory, &SETTINGS).unwrap()));
        let (_, away) = kept(&manuscript, BUDGET, folder.path());
        assert!(matches!(away, Kept::Away(_)));
        assert_eq!(format!("{body:?}"), format!("{:?}", open(away, &SETTINGS).unwrap()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "the manuscript alone");
    }

    #[test]
    fn a_body_without_room_is_parsed_again() {
        let folder = tempfile::tempdir().unwrap();
        let (_, kept) = kept(&manuscript(folder.path(), WORDS), BUDGET, &folder.path().join("a.md"));
        assert!(matches!(kept, Kept::Again(..)));
        let body = open(kept, &SETTINGS).unwrap();
        assert!(matches!(body.opening.first().unwrap().kind, BlockKind::Paragraph(_)));
    }

    #[test]
    fn a_file_that_changed_meanwhile_stops_the_build() {
        let folder = tempfile::tempdir().unwrap();
        let (_, kept) = kept(&manuscript(folder.path(), WORDS), BUDGET, &folder.path().join("a.md"));
        std::fs::write(folder.path().join("a.md"), "+++\ntitle = \"A\"\n+++\n\nOther words.\n").unwrap();
        let failure = open(kept, &SETTINGS).unwrap_err();
        assert_eq!(failure.message, "`content/a.md` changed while the site was built");
    }
}
