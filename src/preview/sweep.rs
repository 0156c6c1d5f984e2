//! Pages that nobody asked for.
//!
//! In: what changed since it was rendered last. Out: the problems of rendering it. Never: a page kept; a wait for whoever asks for one.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::live::Live;
use super::{Change, Preview, lock};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{self, OwnText};
use crate::site::{Entry, PageKey};

/// What was not rendered since it changed.
#[derive(Debug, Default)]
pub(super) struct Unswept {
    /// Manuscripts by their first file.
    papers: BTreeSet<Arc<str>>,
    /// Pages without a text of their own, by address, from this one on.
    lists: Option<Box<str>>,
}

impl Unswept {
    pub(super) fn paper(&mut self, file: &Arc<str>) {
        self.papers.insert(file.clone());
        self.lists = Some("".into());
    }

    pub(super) fn everything<'f>(&mut self, files: impl Iterator<Item = &'f Arc<str>>) {
        self.papers = files.cloned().collect();
        self.lists = Some("".into());
    }
}

impl Preview {
    /// Renders pages nobody asked for, so that their problems show, until all are done or `stop` says so. Says what changed if
    /// problems did.
    pub fn sweep(&self, stop: &dyn Fn() -> bool) -> Option<Change> {
        let before = lock(&self.unrendered).clone();
        while !stop() {
            let next = lock(&self.unswept).papers.pop_first();
            match next {
                Some(file) => self.sweep_paper(&self.live(), &file),
                None if self.sweep_list() => {}
                None => break,
            }
        }
        if *lock(&self.unrendered) == before {
            return None;
        }
        self.live_mut().generation += 1;
        Some(self.change(&super::store::News::default(), Default::default()))
    }

    fn sweep_paper(&self, live: &Live, file: &Arc<str>) {
        let site = &live.ready.site;
        let catalog = site.catalog();
        let Some(crate::catalog::FileEntry::Published { record: index, .. }) = catalog.by_file.get(file)
        else {
            return;
        };
        let (Some(record), Some(shown)) = (site.record(*index), live.shown.get(file)) else { return };
        let opened = match &shown.held {
            Some(held) => held.clone(),
            None => Arc::new(live.read(&shown.manuscript)),
        };
        // A newer text is a change that is on its way, after which it is rendered anyway.
        if opened.hash != shown.hash {
            return;
        }
        let own = OwnText::new(&live.ready, *index, (record, site.links(*index)), &opened.body);
        for key in site.pages_of(*index) {
            self.note(&site.address(&key), pipeline::page(&live.ready, &key, Some(&own)).err());
        }
    }

    /// Renders the next list; says whether there was one.
    fn sweep_list(&self) -> bool {
        let Some(from) = lock(&self.unswept).lists.take() else { return false };
        let live = self.live();
        let site = &live.ready.site;
        let is_list = |entry: &Entry| match entry {
            Entry::Page(key) => site.page_record_index(key).is_none(),
            _ => false,
        };
        let mut entries = site.entries.range(from..).filter(|(_, entry)| is_list(entry));
        let Some((address, Entry::Page(key))) = entries.next() else { return false };
        let key: &PageKey = key;
        self.note(address, pipeline::page(&live.ready, key, None).err());
        lock(&self.unswept).lists = entries.next().map(|(address, _)| address.clone());
        true
    }

    /// Notes what was wrong with a page, or that nothing was.
    fn note(&self, address: &str, problem: Option<Box<Diagnostic>>) {
        let mut unrendered = lock(&self.unrendered);
        match problem {
            Some(problem) => drop(unrendered.insert(address.into(), *problem)),
            None => drop(unrendered.remove(address)),
        }
    }
}
