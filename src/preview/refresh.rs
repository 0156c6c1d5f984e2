//! Taking up what changed.
//!
//! In: hints. Out: a new state of the site, shown in one step. Never: a state with an error that is younger than its file's
//! rest; a paper with errors in place of one without.
//!
//! A paper of a large site is shown at once with the site's plan as it was ([`Preview::patch`]), if its addresses are the same; the
//! plan that follows from it is made right after. Of a paper with errors the last good version stays, if it is at hand: it is
//! planned once as it is, to find what is wrong, and once more with the good version in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::live::Live;
use super::open::{inputs, shown, watched};
use super::store::{Edit, News, Opened, Store};
use super::{Change, Hints, Preview, Refresh, lock, moved, rest};
use crate::addresses;
use crate::catalog::FileEntry;
use crate::diagnostic::{self, Diagnostic, Severity, has_errors};
use crate::paper::Record;
use crate::pipeline::{self, Lint, Ready, Seen};
use crate::resolve::{self, Link};
use crate::site::{Entry, Rendition, Site};

/// What becomes of papers with errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errors {
    /// They are shown: there is nothing better.
    Shown,
    /// Their last good version stays.
    Held,
}

impl Preview {
    /// Takes up what changed. Only one thread should call this.
    pub fn refresh(&self, hints: &Hints) -> Refresh {
        self.pool.install(|| self.refresh_here(hints))
    }

    fn refresh_here(&self, hints: &Hints) -> Refresh {
        let mut store = lock(&self.store);
        let at_hand = |file: &Arc<str>, hash| self.at_hand(file, hash);
        let news = store.look(hints, &at_hand);
        let news = news.after(std::mem::take(&mut store.unshown));
        let is_due = self.next_change().is_some_and(|next| next <= self.moment().clock.now);
        if news.is_empty() && !store.is_ahead && !is_due {
            let change = (!news.replaced.is_empty()).then(|| self.again(&news));
            return Refresh { change, again: news.wait };
        }
        if let Some(change) = self.patch(&mut store, &news) {
            return Refresh { change: Some(change), again: Some(Duration::ZERO) };
        }
        let refresh = self.plan(&mut store, &news, Errors::Held);
        if refresh.change.is_none() {
            store.unshown = news;
        }
        refresh
    }

    /// The same site, with other files that are no texts.
    fn again(&self, news: &News) -> Change {
        self.live_mut().generation += 1;
        self.change(news, BTreeMap::new())
    }

    fn at_hand(&self, file: &Arc<str>, hash: blake3::Hash) -> Option<Arc<Opened>> {
        lock(&self.papers).get(file).filter(|opened| opened.hash == hash)
    }

    /// Shows what is all that changed before the site is planned around it.
    fn patch(&self, store: &mut Store, news: &News) -> Option<Change> {
        let is_small = store.papers.len() < self.patch_from;
        if is_small || news.is_outer || store.is_ahead || self.live().starting.is_some() {
            return None;
        }
        match news.edits.as_slice() {
            [edit] if news.papers.len() == 1 && !news.is_theme => self.patch_paper(store, edit)?,
            [] if news.papers.is_empty() && news.is_theme => self.patch_theme(store)?,
            _ => return None,
        }
        store.is_ahead = true;
        Some(self.change(news, BTreeMap::new()))
    }

    /// Shows a paper whose addresses are what they were.
    fn patch_paper(&self, store: &Store, edit: &Edit) -> Option<()> {
        let parsed = store.papers.get(&edit.file).filter(|parsed| !has_errors(&parsed.problems))?;
        let (index, links) = self.links_of_patch(&edit.file, &parsed.record)?;
        let mut live = self.live_mut();
        live.ready.site.replace(index, parsed.record.clone(), links);
        let shown = live.shown.get_mut(&edit.file)?;
        (shown.hash, shown.held, shown.changed) = (parsed.hash, None, parsed.changed());
        live.generation += 1;
        lock(&self.papers).put(edit.file.clone(), edit.new.clone());
        lock(&self.unswept).paper(&edit.file);
        Some(())
    }

    /// Shows the pages as they are with another theme.
    fn patch_theme(&self, store: &Store) -> Option<()> {
        if has_errors(&store.theme.problems) {
            return None;
        }
        let mut live = self.live_mut();
        let themed = store.theme.value.clone();
        let listing = live.listing.clone();
        live.ready.site.replace_theme(&themed.theme, &listing);
        live.ready.themed = themed;
        live.generation += 1;
        lock(&self.unswept).everything(store.papers.keys());
        Some(())
    }

    /// What the references of a record come to, if it can stand in the place of the one that is shown.
    fn links_of_patch(&self, file: &Arc<str>, record: &Record) -> Option<(u32, Vec<Link>)> {
        let live = self.live();
        let site = &live.ready.site;
        let Some(FileEntry::Published { record: index, .. }) = site.catalog().by_file.get(file) else {
            return None;
        };
        if !are_alike(site.record(*index)?, record) {
            return None;
        }
        let (assets, statics) = (&live.listing.assets, &live.listing.statics);
        let links = resolve::record(record, *index, site.catalog(), assets, statics);
        let is_there = |link: &Link| match link {
            Link::Asset(file) => site.entries.contains_key(&file.address),
            _ => true,
        };
        let fits = !has_errors(&links.problems) && links.value.iter().all(is_there);
        fits.then_some((*index, links.value))
    }

    /// Plans the whole site, and shows it.
    pub(super) fn plan(&self, store: &mut Store, news: &News, errors: Errors) -> Refresh {
        let (mut site, mut problems, lint) = self.planned(store, &BTreeSet::new());
        let faulty = faulty(store, &problems);
        let mut held = BTreeSet::new();
        if errors == Errors::Held {
            held.extend(faulty.iter().filter(|file| has_good(store, file)).cloned());
            let fresh = held.iter().filter(|file| !store.faulty.contains(*file));
            if let Some(left) = rest::left(fresh.flat_map(|file| disk(store, file))) {
                store.is_ahead = true;
                return Refresh { change: None, again: Some(left) };
            }
        }
        if !held.is_empty() {
            let (with_good, others, _) = self.planned(store, &held);
            site = with_good;
            let is_held = |problem: &Diagnostic| of(store, problem).is_some_and(|file| held.contains(&file));
            problems.retain(|problem| is_held(problem));
            problems.extend(others.into_iter().filter(|problem| !is_held(problem)));
            diagnostic::sort(&mut problems);
        }
        store.faulty = faulty;
        store.is_ahead = false;
        let moved = self.show(store, (site, (problems, lint), &held), news);
        Refresh { change: Some(self.change(news, moved)), again: news.wait }
    }

    /// The site, with the last good version of some papers; and all that is wrong.
    fn planned(&self, store: &Store, held: &BTreeSet<Arc<str>>) -> (Site, Vec<Diagnostic>, Lint) {
        let record = |(file, parsed): (&Arc<str>, &super::store::Parsed)| match &parsed.good {
            Some(good) if held.contains(file) => good.record.clone(),
            _ => parsed.record.clone(),
        };
        let records = store.papers.iter().map(record).collect();
        let mut problems = store.settings.problems.clone();
        problems.extend(store.theme.problems.iter().chain(&store.listing.problems).cloned());
        problems.extend(store.papers.values().flat_map(|parsed| parsed.problems.iter().cloned()));
        let site = pipeline::planned(records, inputs(store, self.moment())).take(&mut problems);
        // A ledger that can't be read at all stops a build, which says so; here the pages come first.
        problems.extend(pipeline::outward_links(&self.folder, &site).unwrap_or_default());
        problems.extend(store.addresses.problems.iter().cloned());
        let lock = store.addresses.value.iter();
        problems.extend(lock.flat_map(|lock| addresses::gone(lock, &site)));
        let mut lint = Lint::new(&store.settings.value, &self.folder, &store.listing.value);
        let mut problems = lint.apply(problems);
        problems.extend(lint.finish(site.catalog(), Seen::Planned));
        diagnostic::sort(&mut problems);
        (site, problems, lint)
    }

    /// Shows a planned site; says which pages moved.
    fn show(
        &self,
        store: &Store,
        (site, (problems, lint), held): (Site, (Vec<Diagnostic>, Lint), &BTreeSet<Arc<str>>),
        news: &News,
    ) -> BTreeMap<String, String> {
        let mut live = self.live_mut();
        let fresh = moved::pages(&news.pairs, &live.ready.site, &site);
        let mut all_moved = std::mem::take(&mut live.moved);
        moved::merge(&mut all_moved, &fresh, &site);
        let (cache, generation) = (live.ready.cache.clone(), live.generation + 1);
        let watched = if news.is_outer { watched(&self.folder) } else { std::mem::take(&mut live.watched) };
        let was = std::mem::replace(
            &mut *live,
            Live {
                ready: Ready { site, themed: store.theme.value.clone(), cache },
                generation,
                starting: None,
                problems,
                lint,
                shown: shown(store, held),
                moved: all_moved,
                listing: store.listing.value.clone(),
                names: store.names.clone(),
                settings: store.settings.value.path.clone(),
                parse: pipeline::parse_settings(&store.settings.value),
                watched,
            },
        );
        drop(live);
        drop(was);
        for edit in news.edits.iter().filter(|edit| !held.contains(&edit.file)) {
            lock(&self.papers).put(edit.file.clone(), edit.new.clone());
        }
        let mut unswept = lock(&self.unswept);
        if news.is_outer || news.is_theme {
            unswept.everything(store.papers.keys());
        } else {
            news.papers.iter().for_each(|file| unswept.paper(file));
        }
        fresh
    }

    pub(super) fn change(&self, news: &News, moved: BTreeMap<String, String>) -> Change {
        let edited = self.edited(news);
        let live = self.live();
        let problems = live.all_problems(&lock(&self.unrendered));
        let count = |severity: Severity| problems.iter().filter(|p| p.severity == severity).count();
        Change {
            generation: live.generation,
            files: news.files.iter().cloned().collect(),
            moved,
            replaced: replaced(&live.ready.site, news),
            edited,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            hints: count(Severity::Hint),
        }
    }
}

/// The paths at which files stand that are others now.
fn replaced(site: &Site, news: &News) -> Vec<String> {
    if news.replaced.is_empty() {
        return Vec::new();
    }
    let is_replaced = |entry: &Entry| match entry {
        Entry::File(disk) | Entry::Rendition(Rendition { disk, .. }) => news.replaced.contains(disk),
        _ => false,
    };
    let entries = site.entries.iter().filter(|(_, entry)| is_replaced(entry));
    entries.map(|(address, _)| site.href(address)).collect()
}

/// Whether a record can stand where another one does, before lists and other papers follow.
fn are_alike(old: &Record, new: &Record) -> bool {
    let ids = |record: &Record| record.sections.iter().map(|section| section.id.clone()).collect::<Vec<_>>();
    let own =
        |r: &Record| (r.kind, r.single, r.address.clone(), r.lang.clone(), r.key.clone(), r.files.clone());
    let meta = |r: &Record| (r.meta.aliases.clone(), r.meta.draft, r.meta.embargo, r.meta.date);
    let charts = |r: &Record| r.charts.iter().map(|chart| chart.id.clone()).collect::<Vec<_>>();
    own(old) == own(new) && ids(old) == ids(new) && meta(old) == meta(new) && charts(old) == charts(new)
}

/// The first file of the manuscript that a problem is in.
fn of(store: &Store, problem: &Diagnostic) -> Option<Arc<str>> {
    let path = &problem.place.as_ref()?.path;
    store.names.get(path).map(|named| named.first.clone())
}

/// The first files of manuscripts that have errors.
fn faulty(store: &Store, problems: &[Diagnostic]) -> BTreeSet<Arc<str>> {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    // A heading in new words is shown in them, though its old address is not yet taken care of.
    let errors = errors.filter(|problem| !addresses::is_gone(problem));
    errors.filter_map(|problem| of(store, problem)).collect()
}

fn has_good(store: &Store, file: &Arc<str>) -> bool {
    store.papers.get(file).is_some_and(|parsed| parsed.good.is_some())
}

fn disk<'s>(store: &'s Store, file: &Arc<str>) -> impl Iterator<Item = &'s Path> {
    store
        .papers
        .get(file)
        .into_iter()
        .flat_map(|parsed| parsed.manuscript.files.iter())
        .map(|f| f.disk.as_path())
}
