//! The bodies of papers between parsing and rendering.
//!
//! In: bodies as they are parsed. Out: the same bodies when their pages are rendered: kept while a fixed budget lasts, else
//! parsed again, once for all pages of a paper. Never: a body whose source changed in between.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::paper::{Body, Record};
use crate::parse;
use crate::report::Failure;
use crate::source::{self, Manuscript, Source};

/// Bytes of source text whose bodies are kept. A body of the benchmark's papers takes 6.3 times the memory of its source, so
/// that 40 MiB of source stand for some 256 MB.
const BUDGET: usize = 40 * 1024 * 1024;

/// How many bytes of source are kept so far.
#[derive(Default)]
pub(super) struct Budget(AtomicUsize);

/// A body that is kept, or what is needed to parse it again.
pub(super) enum Kept {
    Body(Box<Body>),
    Again(Box<Manuscript>, blake3::Hash),
}

/// Keeps a body if the budget allows.
pub(super) fn keep(manuscript: &Manuscript, sources: &[Source], body: Body, budget: &Budget) -> Kept {
    let bytes = sources.iter().map(|source| source.text.len()).sum();
    if budget.0.fetch_add(bytes, Ordering::Relaxed) + bytes <= BUDGET {
        Kept::Body(Box::new(body))
    } else {
        Kept::Again(Box::new(manuscript.clone()), hash(sources))
    }
}

fn hash(sources: &[Source]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        hasher.update(&(source.text.len() as u64).to_le_bytes());
        hasher.update(source.text.as_bytes());
    }
    hasher.finalize()
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
        records: &[Record],
        settings: parse::Settings,
    ) -> Self {
        let of = |record: &Record| record.files.first().and_then(|first| kept.remove(first));
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
pub(super) fn open(kept: Kept, settings: &parse::Settings) -> Result<Box<Body>, Failure> {
    match kept {
        Kept::Body(body) => Ok(body),
        Kept::Again(manuscript, before) => {
            let sources = source::read(&manuscript).value;
            if hash(&sources) != before {
                let file = manuscript.files.first().map_or("", |file| &file.path);
                return Err(Failure::new(format!("`{file}` changed while the site was built"))
                    .hint("nothing was published; run the command again"));
            }
            Ok(Box::new(parse::paper(&manuscript, &sources, settings).value.body))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{BlockKind, Kind};
    use crate::source::{ManuscriptFile, Role};

    const SETTINGS: parse::Settings = parse::Settings { math: false, raw_html: false, smart: true };

    /// A manuscript on disk whose body found no room in the budget.
    fn not_kept(folder: &std::path::Path) -> (Kept, std::path::PathBuf) {
        let disk = folder.join("a.md");
        std::fs::write(&disk, "+++\ntitle = \"A\"\n+++\n\nWords.\n").unwrap();
        let manuscript = Manuscript {
            kind: Kind::Page,
            key: "a".into(),
            collection: None,
            lang: "en".into(),
            address: "/a/".into(),
            files: vec![ManuscriptFile { path: "content/a.md".into(), disk: disk.clone(), role: Role::Main }],
        };
        let sources = source::read(&manuscript).value;
        let body = parse::paper(&manuscript, &sources, &SETTINGS).value.body;
        let full = Budget(AtomicUsize::new(BUDGET));
        (keep(&manuscript, &sources, body, &full), disk)
    }

    #[test]
    fn a_body_without_room_is_parsed_again() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, _) = not_kept(folder.path());
        assert!(matches!(kept, Kept::Again(..)));
        let body = open(kept, &SETTINGS).unwrap();
        assert!(matches!(body.opening.first().unwrap().kind, BlockKind::Paragraph(_)));
    }

    #[test]
    fn a_file_that_changed_meanwhile_stops_the_build() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, disk) = not_kept(folder.path());
        std::fs::write(disk, "+++\ntitle = \"A\"\n+++\n\nOther words.\n").unwrap();
        let failure = open(kept, &SETTINGS).unwrap_err();
        assert_eq!(failure.message, "`content/a.md` changed while the site was built");
    }
}
