//! The start: a site that answers before it is read.
//!
//! In: a site's folder. Out: a [`Preview`] that shows pages by what is read so far, and then by all of it. Never: a page that
//! waits until ten thousand others are parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};

use super::live::{Live, Page, Shown, Starting, key};
use super::recent::Recent;
use super::store::Store;
use super::sweep::Unswept;
use super::{Change, PATCH_FROM, Preview, PreviewOptions, RECENT_PAGES, RECENT_PAPERS, lock};
use crate::cache::Cache;
use crate::paper::Kind;
use crate::pipeline::{self, Inputs, Lint, Moment, OwnText, Ready};
use crate::report::Failure;
use crate::shown::Shown as _;
use crate::source::{self, Manuscript};

impl Preview {
    /// Reads settings, theme and the list of files, and parses what is no paper.
    ///
    /// # Errors
    /// If there is no site in the folder, or it can't be read.
    pub fn open(folder: &Path, options: PreviewOptions) -> Result<Self, Failure> {
        let unread = |e| Failure::new(format!("can't read `{}`: {e}", folder.shown()));
        let folder = folder.canonicalize().map_err(unread)?;
        let mut store = Store::open(&folder, options.base_url.clone())?;
        store.parse_all(|manuscript| manuscript.kind != Kind::Paper);
        let pool = rayon::ThreadPoolBuilder::new()
            .build()
            .map_err(|e| Failure::new(format!("can't start the threads that read the site: {e}")))?;
        let moment = moment(&options);
        let cache = Arc::new(Cache::of_site(&folder).within(store.settings.value.cache_megabytes));
        let records: Vec<_> = store.papers.values().map(|parsed| parsed.record.clone()).collect();
        let site = pipeline::planned(records.clone(), inputs(&store, moment)).value;
        let ready = Ready { site, themed: store.theme.value.clone(), cache };
        let config = store.settings.value.clone();
        let live = Live {
            ready,
            generation: 1,
            starting: Some(Starting { config, records }),
            problems: Vec::new(),
            lint: Lint::default(),
            shown: shown(&store, &BTreeSet::new()),
            moved: BTreeMap::new(),
            listing: store.listing.value.clone(),
            names: store.names.clone(),
            settings: store.settings.value.path.clone(),
            parse: pipeline::parse_settings(&store.settings.value),
            watched: watched(&folder),
        };
        Ok(Self {
            folder,
            options,
            patch_from: PATCH_FROM,
            store: Mutex::new(store),
            pool,
            live: RwLock::new(live),
            papers: Mutex::new(Recent::new(RECENT_PAPERS)),
            pages: Mutex::new(Recent::new(RECENT_PAGES)),
            unrendered: Mutex::default(),
            unswept: Mutex::new(Unswept::default()),
        })
    }

    /// Parses all papers and plans the whole site.
    pub fn complete(&self) -> Change {
        self.pool.install(|| self.complete_here())
    }

    fn complete_here(&self) -> Change {
        let mut store = lock(&self.store);
        store.parse_all(|_| true);
        lock(&self.unswept).everything(store.papers.keys());
        self.plan(&mut store, &super::store::News::default(), super::refresh::Errors::Shown)
            .change
            .unwrap_or_default()
    }

    /// A page of a paper, made while others are still being read: with links to what is no paper alone.
    pub(super) fn early_page(&self, live: &Live, address: &str) -> Option<Page> {
        let starting = live.starting.as_ref()?;
        let opened = live.read(manuscript_at(live, address)?);
        let mut records = starting.records.clone();
        records.push(opened.record.clone());
        let (listing, themed) = (&live.listing, live.ready.themed.clone());
        let config = starting.config.clone();
        let inputs = Inputs { listing, theme: &themed.theme, config, moment: self.moment() };
        let site = pipeline::planned(records, inputs).value;
        let early = Ready { site, themed, cache: live.ready.cache.clone() };
        let key = key(&early.site, address)?;
        let index = early.site.page_record_index(key)?;
        let text = (early.site.record(index)?, early.site.links(index));
        let own = OwnText::new(&early, index, text, &opened.body);
        Some(Page::of(pipeline::page(&early, key, Some(&own)).ok()?, live.generation))
    }
}

/// The paper that an address is in, or below.
fn manuscript_at<'l>(live: &'l Live, address: &str) -> Option<&'l Manuscript> {
    let is_above = |m: &&Manuscript| m.kind == Kind::Paper && address.starts_with(&*m.address);
    live.listing.manuscripts.iter().filter(is_above).max_by_key(|manuscript| manuscript.address.len())
}

/// What a site is planned from.
pub(super) fn inputs(store: &Store, moment: Moment) -> Inputs<'_> {
    let config = store.settings.value.clone();
    Inputs { listing: &store.listing.value, theme: &store.theme.value.theme, config, moment }
}

/// The manuscripts as they are shown; of some, the last version without errors is.
pub(super) fn shown(store: &Store, held: &BTreeSet<Arc<str>>) -> BTreeMap<Arc<str>, Shown> {
    let of = |(file, parsed): (&Arc<str>, &super::store::Parsed)| {
        let good = parsed.good.clone().filter(|_| held.contains(file));
        let shown = Shown {
            manuscript: parsed.manuscript.clone(),
            hash: good.as_ref().map_or(parsed.hash, |good| good.hash),
            held: good,
            changed: parsed.changed(),
        };
        (file.clone(), shown)
    };
    store.papers.iter().map(of).collect()
}

/// The content, the site's themes, and what links in them point to.
pub(super) fn watched(folder: &Path) -> Vec<PathBuf> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for name in ["content", "themes"] {
        let folder = folder.join(name);
        if folder.is_dir() {
            folders.extend(source::linked(&folder));
            folders.insert(folder);
        }
    }
    folders.into_iter().collect()
}

fn moment(options: &PreviewOptions) -> Moment {
    Moment::new(options.now.unwrap_or_else(jiff::Timestamp::now), options.drafts, options.printed)
}

impl Preview {
    /// What time it is for the site.
    pub(super) fn moment(&self) -> Moment {
        moment(&self.options)
    }
}
