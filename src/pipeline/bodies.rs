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

/// Bytes of source text whose bodies are kept. A body takes about eight times the memory of its source, so that 32 MiB of
/// source stand for some 256 MB.
const BUDGET: usize = 32 * 1024 * 1024;

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
