//! The papers themselves.
//!
//! In: manuscripts to look at. Out: those whose text changed, parsed. Never: how papers stand to each other.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use super::super::rest;
use super::{AtHand, Edit, News, Opened, Parsed, Stamp, Store, first};
use crate::diagnostic::{Checked, has_errors};
use crate::parse;
use crate::pipeline;
use crate::source::{self, Manuscript, Source};

/// Of so many papers the texts before and after are compared; of more at once nobody wants to be shown the place.
const COMPARED: usize = 8;

/// What looking at a manuscript came to.
enum Looked {
    /// Its text is what it was.
    Touched(Vec<Stamp>),
    /// It is new, or another text.
    New(Box<(Parsed, Opened)>),
    /// A file of it is not there at this moment.
    Between,
}

impl Parsed {
    /// Whether its files look as if they were written to.
    pub(super) fn looks_changed(&self) -> bool {
        stamps(&self.manuscript) != self.stamps
    }

    /// When its files were written to last.
    pub(in crate::preview) fn changed(&self) -> Option<SystemTime> {
        self.stamps.iter().flatten().map(|(at, _)| *at).max()
    }

    fn disk(&self) -> impl Iterator<Item = &Path> {
        self.manuscript.files.iter().map(|file| file.disk.as_path())
    }
}

impl Store {
    pub(super) fn look_at_papers(
        &mut self,
        files: &BTreeSet<Arc<str>>,
        at_hand: AtHand<'_>,
        news: &mut News,
    ) {
        if files.is_empty() {
            return;
        }
        let settings = pipeline::parse_settings(&self.settings.value);
        let listing = self.listing.value.clone();
        let chosen = |m: &&Manuscript| first(m).is_some_and(|first| files.contains(first));
        let looked: Vec<(Arc<str>, Looked)> = listing
            .manuscripts
            .par_iter()
            .filter(chosen)
            .filter_map(|manuscript| {
                let file = first(manuscript)?;
                Some((file.clone(), look(manuscript, self.papers.get(file), &settings)))
            })
            .collect();
        let compared = looked.len() <= COMPARED;
        for (file, looked) in looked {
            match looked {
                Looked::Between => news.wait(rest::REST),
                Looked::Touched(stamps) => {
                    if let Some(old) = self.papers.get_mut(&file) {
                        old.stamps = stamps;
                    }
                }
                Looked::New(new) => {
                    let (parsed, opened) = *new;
                    self.take_in(&file, parsed, compared.then(|| Arc::new(opened)), (at_hand, news));
                }
            }
        }
    }

    fn take_in(
        &mut self,
        file: &Arc<str>,
        mut parsed: Parsed,
        opened: Option<Arc<Opened>>,
        (at_hand, news): (AtHand<'_>, &mut News),
    ) {
        if has_errors(&parsed.problems)
            && let Some(left) = rest::left(parsed.disk())
        {
            return news.wait(left);
        }
        let is_faulty = self.faulty.contains(file);
        let mut before = None;
        if let Some(old) = self.papers.get_mut(file) {
            before = at_hand(file, old.hash);
            parsed.good = match &before {
                Some(opened) if !is_faulty => Some(opened.clone()),
                _ => old.good.take(),
            };
            news.pairs.push((old.record.clone(), parsed.record.clone()));
        } else {
            news.fresh.push(file.clone());
        }
        news.files.extend(changed_files(&parsed.manuscript, before.as_deref(), opened.as_deref()));
        if let Some(new) = opened {
            news.edits.push(Edit { file: file.clone(), old: before, new });
        }
        news.papers.insert(file.clone());
        self.keep(parsed);
    }
}

/// Reads a manuscript, and parses it if its text is not the one that is known.
fn look(manuscript: &Manuscript, known: Option<&Parsed>, settings: &parse::Settings) -> Looked {
    if manuscript.files.iter().any(|file| !file.disk.is_file()) {
        return Looked::Between;
    }
    let stamps = stamps(manuscript);
    let read = source::read(manuscript);
    if let Some(known) = known
        && *known.manuscript == *manuscript
        && known.hash == source::hash(&read.value)
        && !read.problems.iter().any(|problem| !known.problems.contains(problem))
    {
        return Looked::Touched(stamps);
    }
    Looked::New(Box::new(parsed(manuscript, (stamps, read), settings)))
}

/// Reads and parses a manuscript.
pub(super) fn parse(manuscript: &Manuscript, settings: &parse::Settings) -> (Parsed, Opened) {
    let stamps = stamps(manuscript);
    parsed(manuscript, (stamps, source::read(manuscript)), settings)
}

fn parsed(
    manuscript: &Manuscript,
    (stamps, read): (Vec<Stamp>, Checked<Vec<Source>>),
    settings: &parse::Settings,
) -> (Parsed, Opened) {
    let mut problems = Vec::new();
    let sources = read.take(&mut problems);
    let paper = parse::paper(manuscript, &sources, settings).take(&mut problems);
    let hash = source::hash(&sources);
    let record = Arc::new(paper.record);
    let manuscript = Arc::new(manuscript.clone());
    let parsed = Parsed { manuscript, hash, stamps, record: record.clone(), problems, good: None };
    (parsed, Opened { hash, sources, record, body: paper.body })
}

fn stamps(manuscript: &Manuscript) -> Vec<Stamp> {
    let stamp = |disk: &Path| {
        let metadata = disk.metadata().ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    manuscript.files.iter().map(|file| stamp(&file.disk)).collect()
}

/// The files whose text is not what it was; all of them, if that is not known.
fn changed_files(manuscript: &Manuscript, old: Option<&Opened>, new: Option<&Opened>) -> Vec<String> {
    let text = |opened: Option<&Opened>, path: &str| {
        opened?.sources.iter().find(|source| &*source.path == path).map(|source| source.text.clone())
    };
    let changed = |path: &str| old.is_none() || new.is_none() || text(old, path) != text(new, path);
    let files = manuscript.files.iter().map(|file| &*file.path);
    files.filter(|path| changed(path)).map(str::to_owned).collect()
}
