//! What is shown.
//!
//! In: what was read, planned. Out: [`Live`]: one state of the site, from which every answer is made. Never: half of a change.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use super::answer::etag;
use super::store::{Named, Opened};
use super::{Preview, lock, places};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::paper::{Record, Span};
use crate::parse;
use crate::pipeline::{self, Lint, OwnText, Ready};
use crate::render::html::Fragments;
use crate::resolve;
use crate::site::{Entry, PageKey, Site};
use crate::source::{self, Listing, Manuscript};

/// One state of the site.
pub(super) struct Live {
    pub(super) ready: Ready,
    pub(super) generation: u64,
    /// What is still to be read; `None` when everything is.
    pub(super) starting: Option<Starting>,
    pub(super) listing: Arc<Listing>,
    /// Sorted; those of rendering stand apart.
    pub(super) problems: Vec<Diagnostic>,
    /// What the site makes of those of rendering.
    pub(super) lint: Lint,
    /// Manuscripts by their first file.
    pub(super) shown: BTreeMap<Arc<str>, Shown>,
    /// Old paths of pages, and new ones.
    pub(super) moved: BTreeMap<String, String>,
    /// Texts by their names.
    pub(super) names: Arc<BTreeMap<Arc<str>, Named>>,
    /// The name of the settings.
    pub(super) settings: Arc<str>,
    /// How texts are read.
    pub(super) parse: parse::Settings,
    pub(super) watched: Vec<PathBuf>,
}

/// What pages are made from before every paper is read.
pub(super) struct Starting {
    pub(super) config: Config,
    /// The records of all that is no paper.
    pub(super) records: Vec<Arc<Record>>,
}

/// A manuscript as it is shown.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) manuscript: Arc<Manuscript>,
    /// Of the text that is shown.
    pub(super) hash: blake3::Hash,
    /// The text that is shown, when the newest has errors.
    pub(super) held: Option<Arc<Opened>>,
    /// When its files changed last.
    pub(super) changed: Option<SystemTime>,
}

/// A page as it was rendered.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) html: Arc<[u8]>,
    /// A hash of it.
    pub(super) etag: String,
    pub(super) generation: u64,
    /// Where each block's element starts, and its place in the manuscript.
    pub(super) blocks: Vec<(usize, Span)>,
}

impl Live {
    /// The address of a request's path: what follows the base path. `None` if the path is not below it.
    pub(super) fn address<'p>(&self, path: &'p str) -> Option<&'p str> {
        let base = self.ready.site.href("");
        path.strip_prefix(&*base).filter(|address| address.starts_with('/'))
    }

    /// The file on disk of a manuscript's text.
    pub(super) fn disk(&self, name: &str) -> Option<PathBuf> {
        self.names.get(name).map(|named| named.disk.clone())
    }

    /// All that is wrong, as `offprint check` tells it: with the problems of rendering, by address.
    pub(super) fn all_problems(&self, unrendered: &BTreeMap<Box<str>, Diagnostic>) -> Vec<Diagnostic> {
        let mut rendering: Vec<Diagnostic> = unrendered.values().cloned().collect();
        diagnostic::sort(&mut rendering);
        let mut problems = self.problems.clone();
        if !rendering.is_empty() {
            // Of a copy: each of its settings and known problems is there for the next look as well.
            problems.extend(self.lint.clone().apply(rendering));
            diagnostic::sort(&mut problems);
        }
        diagnostic::folded(problems)
    }

    /// The page at an address.
    fn key(&self, address: &str) -> Option<&PageKey> {
        key(&self.ready.site, address)
    }

    /// Reads and parses a manuscript.
    pub(super) fn read(&self, manuscript: &Manuscript) -> Opened {
        let sources = source::read(manuscript).value;
        let hash = source::hash(&sources);
        let paper = parse::paper(manuscript, &sources, &self.parse).value;
        Opened { hash, sources, record: Arc::new(paper.record), body: paper.body }
    }

    /// The record whose text a page shows.
    pub(super) fn record_at(&self, address: &str) -> Option<(u32, &Record)> {
        let index = self.ready.site.page_record_index(self.key(address)?)?;
        Some((index, self.ready.site.record(index)?))
    }
}

/// The page at an address of a site.
pub(super) fn key<'s>(site: &'s Site, address: &str) -> Option<&'s PageKey> {
    match site.entries.get(address)? {
        Entry::Page(key) => Some(key),
        _ => None,
    }
}

impl Preview {
    /// A page, rendered now unless it was for this state of the site. What is wrong with it is noted, and the page as it was last
    /// is given instead, if there is one.
    pub(super) fn page(&self, live: &Live, address: &str) -> Option<Arc<Page>> {
        let last = lock(&self.pages).get(address);
        if let Some(page) = last.as_ref().filter(|page| page.generation == live.generation) {
            return Some(page.clone());
        }
        match self.rendered(live, address)? {
            Ok(page) => {
                lock(&self.unrendered).remove(address);
                let page = Arc::new(page);
                lock(&self.pages).put(address.into(), page.clone());
                Some(page)
            }
            Err(problem) => {
                lock(&self.unrendered).insert(address.into(), *problem);
                last
            }
        }
    }

    /// Renders a page anew.
    fn rendered(&self, live: &Live, address: &str) -> Option<Result<Page, Box<Diagnostic>>> {
        let key = live.key(address)?;
        let made = match live.record_at(address) {
            None => pipeline::page(&live.ready, key, None),
            Some((index, record)) => own_page(live, key, (index, record), &*self.opened(live, record)?),
        };
        Some(made.map(|made| Page::of(made, live.generation)))
    }

    /// The text of a record: as it is held, as it is at hand, or read now.
    pub(super) fn opened(&self, live: &Live, record: &Record) -> Option<Arc<Opened>> {
        let file = record.files.first()?;
        let shown = live.shown.get(file)?;
        if let Some(held) = &shown.held {
            return Some(held.clone());
        }
        if let Some(opened) = lock(&self.papers).get(file).filter(|opened| opened.hash == shown.hash) {
            return Some(opened);
        }
        let opened = Arc::new(live.read(&shown.manuscript));
        if opened.hash == shown.hash {
            lock(&self.papers).put(file.clone(), opened.clone());
        }
        Some(opened)
    }
}

/// Renders a page of a record.
fn own_page(
    live: &Live,
    key: &PageKey,
    (index, record): (u32, &Record),
    opened: &Opened,
) -> Result<(String, Fragments), Box<Diagnostic>> {
    let site = &live.ready.site;
    let shown = record.files.first().and_then(|file| live.shown.get(file));
    // A file that was written to a moment ago is shown as it is now, before the site is planned around it.
    let newer = shown.filter(|shown| shown.held.is_none() && shown.hash != opened.hash).map(|_| {
        let listing = &live.listing;
        resolve::record(&opened.record, index, site.catalog(), &listing.assets, &listing.statics).value
    });
    let text = match &newer {
        Some(links) => (&*opened.record, links.as_slice()),
        None => (record, site.links(index)),
    };
    let own = OwnText::new(&live.ready, index, text, &opened.body);
    pipeline::page(&live.ready, key, Some(&own))
}

impl Page {
    /// A page of what rendering made.
    pub(super) fn of((html, fragments): (String, Fragments), generation: u64) -> Self {
        let etag = etag(html.as_bytes());
        let blocks = places::offsets(&html, &fragments);
        Self { html: html.into_bytes().into(), etag, generation, blocks }
    }
}
