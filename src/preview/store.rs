//! What was read of a site's folder.
//!
//! In: hints. Out: settings, theme, list of files and parsed papers as they are now, and the [`News`] since the last time.
//! Never: what is shown; a file whose content is the same is no news.

mod outer;
mod papers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::Hints;
use crate::addresses::Lock;
use crate::config::{Config, baseline};
use crate::diagnostic::Diagnostic;
use crate::paper::{Body, Record};
use crate::pipeline::{self, Themed};
use crate::report::Failure;
use crate::shown::Shown;
use crate::source::{self, Listing, Manuscript, Source};

/// Everything that was read.
pub(super) struct Store {
    pub(super) folder: PathBuf,
    pub(super) base_url: Option<String>,
    pub(super) settings: Seen<Config>,
    pub(super) theme: Seen<Themed>,
    pub(super) listing: Seen<Arc<Listing>>,
    /// The addresses that were published, if the site keeps a lock of them.
    pub(super) addresses: Seen<Option<Lock>>,
    /// Manuscripts by their first file.
    pub(super) papers: BTreeMap<Arc<str>, Parsed>,
    /// The first file of the manuscript that each file on disk is part of.
    files: BTreeMap<PathBuf, Arc<str>>,
    /// The same by the names that problems use, with the files on disk.
    pub(super) names: Arc<BTreeMap<Arc<str>, Named>>,
    /// The first files of manuscripts that are listed and not parsed yet.
    unparsed: BTreeSet<Arc<str>>,
    /// The first files of manuscripts that have errors as they are now.
    pub(super) faulty: BTreeSet<Arc<str>>,
    /// The contents of files that no text is, as far as they were asked for.
    hashes: BTreeMap<PathBuf, blake3::Hash>,
    /// Whether something that was read is not yet shown.
    pub(super) is_ahead: bool,
    /// The news of it.
    pub(super) unshown: News,
}

/// Something as it was last good, and what is wrong with it as it is now.
pub(super) struct Seen<T> {
    pub(super) value: T,
    pub(super) problems: Vec<Diagnostic>,
}

/// A manuscript that was parsed.
pub(super) struct Parsed {
    pub(super) manuscript: Arc<Manuscript>,
    pub(super) hash: blake3::Hash,
    stamps: Vec<Stamp>,
    pub(super) record: Arc<Record>,
    /// Of reading and parsing it.
    pub(super) problems: Vec<Diagnostic>,
    /// The last version without errors, if it is at hand.
    pub(super) good: Option<Arc<Opened>>,
}

/// A paper with its texts, as it is rendered.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) hash: blake3::Hash,
    pub(super) sources: Vec<Source>,
    pub(super) record: Arc<Record>,
    pub(super) body: Body,
}

/// What tells without reading that a file may have changed.
type Stamp = Option<(SystemTime, u64)>;

/// A file of a manuscript.
pub(super) struct Named {
    /// The first file of its manuscript.
    pub(super) first: Arc<str>,
    pub(super) disk: PathBuf,
}

/// What changed.
#[derive(Default)]
pub(super) struct News {
    /// The first files of manuscripts that were parsed anew or are gone.
    pub(super) papers: BTreeSet<Arc<str>>,
    /// Files on disk that are another picture, or other data, at the same address.
    pub(super) replaced: BTreeSet<PathBuf>,
    /// Each paper's record before and after; a record that moved has both.
    pub(super) pairs: Vec<(Arc<Record>, Arc<Record>)>,
    /// Files by name.
    pub(super) files: BTreeSet<String>,
    /// Whether settings or the list of files changed.
    pub(super) is_outer: bool,
    /// Whether the theme did.
    pub(super) is_theme: bool,
    /// The texts of papers before and after, if few changed.
    pub(super) edits: Vec<Edit>,
    /// Manuscripts that were not there before.
    fresh: Vec<Arc<str>>,
    /// Manuscripts that are gone.
    gone: Vec<Parsed>,
    /// How long to wait for a file with errors.
    pub(super) wait: Option<Duration>,
}

/// A paper that was edited.
pub(super) struct Edit {
    pub(super) file: Arc<str>,
    pub(super) old: Option<Arc<Opened>>,
    pub(super) new: Arc<Opened>,
}

impl News {
    pub(super) fn is_empty(&self) -> bool {
        self.papers.is_empty() && !self.is_outer && !self.is_theme
    }

    /// What was news before and is not shown yet, followed by this.
    pub(super) fn after(self, mut before: Self) -> Self {
        before.papers.extend(self.papers);
        before.pairs.extend(self.pairs);
        before.files.extend(self.files);
        before.edits.extend(self.edits);
        before.replaced.extend(self.replaced);
        before.is_outer |= self.is_outer;
        before.is_theme |= self.is_theme;
        before.wait = self.wait;
        before
    }

    fn wait(&mut self, left: Duration) {
        self.wait = Some(self.wait.map_or(left, |wait| wait.min(left)));
    }
}

/// What hints say is to be looked at.
#[derive(Default)]
struct Look {
    settings: bool,
    theme: bool,
    list: bool,
    addresses: bool,
    /// Every manuscript whose file looks changed.
    all: bool,
    papers: BTreeSet<Arc<str>>,
    /// Files that are no texts.
    assets: Vec<PathBuf>,
    /// Paths of the theme that were named.
    theme_paths: Vec<PathBuf>,
}

/// Gives the texts of a version of the paper that begins with a file, if they are at hand.
pub(super) type AtHand<'a> = &'a dyn Fn(&Arc<str>, blake3::Hash) -> Option<Arc<Opened>>;

impl Store {
    /// Reads settings, theme and the list of files.
    pub(super) fn open(folder: &Path, base_url: Option<String>) -> Result<Self, Failure> {
        let mut problems = Vec::new();
        let Some(config) = pipeline::settings(folder, base_url.as_deref())?.take(&mut problems) else {
            let message = problems.first().map_or_else(String::new, |problem| problem.message.clone());
            return Err(Failure::new(message).hint("name the site's folder, or make one: `offprint new DIR`"));
        };
        let unread = |e: std::io::Error| Failure::new(format!("can't read `{}`: {e}", folder.shown()));
        let themed = pipeline::themed(folder, &config).map_err(unread)?;
        let theme = Seen { value: themed.value, problems: themed.problems };
        let mut list_problems = Vec::new();
        let listing = source::list(folder, &config).map_err(unread)?.take(&mut list_problems);
        let addresses = pipeline::addresses(folder);
        let mut store = Self {
            folder: folder.to_owned(),
            base_url,
            settings: Seen { value: config, problems },
            theme,
            listing: Seen { value: Arc::new(listing), problems: list_problems },
            addresses: Seen { value: addresses.value, problems: addresses.problems },
            papers: BTreeMap::new(),
            files: BTreeMap::new(),
            names: Arc::default(),
            unparsed: BTreeSet::new(),
            faulty: BTreeSet::new(),
            hashes: BTreeMap::new(),
            is_ahead: true,
            unshown: News::default(),
        };
        store.index();
        Ok(store)
    }

    /// Parses the manuscripts that a test chooses and that are not parsed yet.
    pub(super) fn parse_all(&mut self, chosen: impl Fn(&Manuscript) -> bool + Sync) {
        let settings = pipeline::parse_settings(&self.settings.value);
        let waiting =
            |m: &&Manuscript| chosen(m) && first(m).is_some_and(|first| self.unparsed.contains(first));
        let parsed: Vec<Parsed> = self
            .listing
            .value
            .manuscripts
            .par_iter()
            .filter(waiting)
            .map(|manuscript| papers::parse(manuscript, &settings).0)
            .collect();
        for parsed in parsed {
            self.keep(parsed);
        }
    }

    /// Looks at what hints name, and takes in what is new.
    pub(super) fn look(&mut self, hints: &Hints, at_hand: AtHand<'_>) -> News {
        let mut look = self.look_at(hints);
        let mut news = News::default();
        if look.settings {
            self.look_at_settings(&mut look, &mut news);
        }
        if look.theme {
            self.look_at_theme(&look, &mut news);
        }
        if look.list {
            self.look_at_list(&mut news);
        }
        if look.addresses {
            self.look_at_addresses(&mut news);
        }
        self.look_at_assets(&look.assets, &mut news);
        if look.all {
            look.papers.extend(self.papers.iter().filter(|(_, p)| p.looks_changed()).map(|(f, _)| f.clone()));
        }
        look.papers.extend(self.unparsed.iter().cloned());
        self.look_at_papers(&look.papers, at_hand, &mut news);
        self.pair(&mut news);
        news
    }

    fn look_at(&self, hints: &Hints) -> Look {
        let paths = match hints {
            Hints::Clock => return Look::default(),
            Hints::Anything => {
                return Look {
                    settings: true,
                    theme: true,
                    list: true,
                    addresses: true,
                    all: true,
                    ..Look::default()
                };
            }
            Hints::Paths(paths) => paths,
        };
        let mut look = Look::default();
        let content = self.folder.join("content");
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if let Some(first) = self.files.get(path) {
                look.papers.insert(first.clone());
                look.list |= !path.is_file();
            } else if *path == content.join("site.toml") || *path == self.folder.join(baseline::PATH) {
                look.settings = true;
            } else if *path == self.folder.join(crate::addresses::PATH) {
                look.addresses = true;
            } else if path.starts_with(self.folder.join("themes")) {
                look.theme = true;
                look.theme_paths.push(path.clone());
            } else if path.starts_with(&content) {
                // The site's own fonts are published with the theme.
                if name.ends_with(".woff2") {
                    look.theme = true;
                    look.theme_paths.push(path.clone());
                }
                let is_new = path.exists() && !source::is_leftover(&name);
                look.list |= is_new || self.knows_below(&content, path);
                if is_new && self.is_asset(&content, path) {
                    look.assets.push(path.clone());
                }
            } else {
                // What a symbolic link leads to.
                (look.list, look.all) = (true, true);
            }
        }
        look
    }

    /// Whether a path that is gone was a file or folder of the site.
    fn knows_below(&self, content: &Path, path: &Path) -> bool {
        let below =
            self.files.range(path.to_owned()..).next().is_some_and(|(file, _)| file.starts_with(path));
        let listing = &self.listing.value;
        let relative = named(path.strip_prefix(content).unwrap_or(path));
        let assets = listing.assets.range(Box::from(&*relative)..).next();
        let statics = || listing.statics.values().any(|file| file.disk.starts_with(path));
        below || assets.is_some_and(|(asset, _)| asset.starts_with(&*relative)) || statics()
    }

    /// Whether a file is published as it is.
    fn is_asset(&self, content: &Path, path: &Path) -> bool {
        let listing = &self.listing.value;
        let relative = named(path.strip_prefix(content).unwrap_or(path));
        let is_static = || listing.statics.values().any(|file| file.disk == *path);
        listing.assets.contains_key(&*relative) || is_static()
    }

    /// Takes in a manuscript as it is now.
    fn keep(&mut self, parsed: Parsed) {
        let Some(file) = first(&parsed.manuscript).cloned() else { return };
        self.unparsed.remove(&file);
        self.papers.insert(file, parsed);
    }

    /// Notes which files on disk belong to which manuscript, and which manuscripts are to be parsed.
    fn index(&mut self) {
        let mut files = BTreeMap::new();
        let mut names = BTreeMap::new();
        self.unparsed.clear();
        for manuscript in &self.listing.value.manuscripts {
            let Some(first) = first(manuscript) else { continue };
            files.extend(manuscript.files.iter().map(|file| (file.disk.clone(), first.clone())));
            let named = |disk: &PathBuf| Named { first: first.clone(), disk: disk.clone() };
            names.extend(manuscript.files.iter().map(|file| (file.path.clone(), named(&file.disk))));
            if !self.papers.contains_key(first) {
                self.unparsed.insert(first.clone());
            }
        }
        self.files = files;
        self.names = Arc::new(names);
    }
}

/// A path as listings name it: with `/` between its names, on Windows too.
fn named(path: &Path) -> String {
    let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
    names.join("/")
}

/// The file by which a manuscript is known.
fn first(manuscript: &Manuscript) -> Option<&Arc<str>> {
    manuscript.files.first().map(|file| &file.path)
}
