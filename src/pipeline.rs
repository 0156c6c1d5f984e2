//! The stages in their order, in parallel where papers are independent.
//!
//! In: a site's folder and [`Options`]. Out: [`Prepared`]: the site with every address, ready to be rendered into
//! whatever takes outputs. Never: what any stage does; a stage that needed an `if` here would be in the wrong place.

mod bodies;
mod lint;
mod outward;
mod redirects;
mod render;
mod renditions;
mod renew;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::addresses::{self, Extended, Lock};
use crate::cache::Cache;
use crate::catalog::{self, Clock};
use crate::config::baseline::{self, Baseline};
use crate::config::{self, Config};
use crate::diagnostic::{self, Checked, Diagnostic, Severity};
use crate::paper::{AnchorKind, Kind, Record};
use crate::parse;
use crate::refusal;
use crate::render::template::Templates;
use crate::report::{Counts, Failure, LinkCounts, Options, Progress, Report};
use crate::resolve;
use crate::shown::Shown;
use crate::site::{self, Entry, Plan, Site};
use crate::source::{self, Listing, Versions};
use crate::theme::{self, Theme};
use crate::write::{self, Edition};
use bodies::{Bodies, Kept};

pub(crate) use lint::{Lint, Seen};
pub(crate) use outward::known as outward_links;
pub(crate) use redirects::for_server;
use render::Early;
pub(crate) use render::{Output, OwnText, entry, page};
pub(crate) use renew::baseline as renew_baseline;

/// A site that is ready to be rendered, or the problems for which it is not.
pub(crate) struct Prepared {
    problems: Vec<Diagnostic>,
    lint: Lint,
    ready: Option<(Ready, Bodies)>,
    external: Option<LinkCounts>,
    /// The texts that it was made from.
    read: Versions,
    /// The addresses that were published before, if the site keeps a lock of them.
    addresses: Option<Lock>,
}

/// What rendering needs beside bodies.
pub(crate) struct Ready {
    pub(crate) site: Site,
    pub(crate) themed: Themed,
    pub(crate) cache: Arc<Cache>,
}

/// A theme, its templates ready for use.
#[derive(Clone)]
pub(crate) struct Themed {
    pub(crate) theme: Arc<Theme>,
    pub(crate) templates: Arc<Templates>,
}

impl Prepared {
    /// Whether nothing found so far keeps the site from being published.
    pub(crate) fn is_publishable(&self, options: &Options) -> bool {
        self.ready.is_some() && self.problems.iter().all(|problem| problem.severity <= options.tolerated)
    }

    /// What was found.
    pub(crate) fn report(mut self) -> Report {
        diagnostic::sort(&mut self.problems);
        let ready = self.ready.as_ref().map(|(ready, _)| ready);
        let (known, unseen) = self.lint.known();
        Report {
            problems: self.problems,
            known,
            unseen,
            is_whole: ready.is_some(),
            counts: ready.map(|ready| counts(&ready.site)).unwrap_or_default(),
            next_change: ready.and_then(|ready| ready.site.next_change()),
            published: None,
            locked: None,
            texts: ready.map(|ready| ready.themed.theme.texts()).unwrap_or_default(),
            external: self.external,
        }
    }

    /// Whether the texts are still those that were read: a site is made of one state of its folder, or not at all.
    pub(crate) fn check_undisturbed(&self) -> Result<(), Failure> {
        match self.read.changed() {
            None => Ok(()),
            Some(file) => Err(Failure::new(format!("`{}` changed while the site was built", file.shown()))
                .hint("nothing was published; run the command again")),
        }
    }

    /// The lock of addresses with what the site publishes added to it, unless an error leaves open what that is.
    pub(crate) fn extended_lock(&mut self) -> Option<Extended> {
        let is_error = |problem: &Diagnostic| {
            problem.severity == Severity::Error && !addresses::is_mended_by_writing(problem)
        };
        let (ready, _) = self.ready.as_ref()?;
        if self.problems.iter().any(is_error) {
            return None;
        }
        self.problems.retain(|problem| !addresses::is_mended_by_writing(problem));
        Some(addresses::extended(self.addresses.as_ref(), &ready.site))
    }

    /// Which site this is, and for whom.
    pub(crate) fn edition(&self) -> Edition {
        let Some((Ready { site, .. }, _)) = &self.ready else { return Edition::default() };
        let embargo = site.records().iter().filter_map(|record| record.meta.embargo).max();
        Edition { site: site.base_url(), drafts: site.shows_drafts(), embargo }
    }

    /// Slow results, to be kept for the next run.
    pub(crate) fn cache(&self) -> Option<Arc<Cache>> {
        self.ready.as_ref().map(|(ready, _)| ready.cache.clone())
    }

    fn found(&mut self, problems: Vec<Diagnostic>) {
        self.problems.extend(self.lint.apply(problems));
    }

    /// Everything was looked at: says which settings of rules were not needed, before it is decided what becomes of the site.
    pub(crate) fn finish(&mut self, seen: Seen) {
        if let Some((ready, _)) = &self.ready {
            self.problems.extend(self.lint.finish(ready.site.catalog(), seen));
        }
    }
}

/// Reads, parses, gathers, resolves and plans a site.
pub(crate) fn prepare(
    folder: &Path,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Prepared, Failure> {
    let mut problems = Vec::new();
    let Some(config) = settings(folder, options.base_url.as_deref())?.take(&mut problems) else {
        let (lint, read) = (Lint::default(), Versions::default());
        return Ok(Prepared { problems, lint, ready: None, external: None, read, addresses: None });
    };
    let cache = Arc::new(Cache::of_site(folder).within(config.cache_megabytes));
    // Neither needs the other; where there are few papers, reading the theme takes as long as all of them.
    let (themed, read) =
        rayon::join(|| themed(folder, &config), || read(folder, (&config, &cache), progress));
    let themed = themed.map_err(|e| unread(folder, &e))?.take(&mut problems);
    let Papers { mut listing, records, kept, versions } =
        read.map_err(|e| unread(folder, &e))?.take(&mut problems);
    let lint = Lint::new(&config, folder, &listing);
    // They have been read, and nothing below asks for them; those of a large site take tens of megabytes.
    listing.manuscripts = Vec::new();
    let settings = parse_settings(&config);
    let moment = Moment::new(options.now, options.drafts, options.printed);
    let inputs = Inputs { listing: &listing, theme: &themed.theme, config, moment };
    let site = planned(records, inputs).take(&mut problems);
    let addresses = lock(folder, &site, options.locked, &mut problems);
    let bodies = Bodies::new(kept, site.records(), settings);
    let mut prepared =
        Prepared { problems: Vec::new(), lint, ready: None, external: None, read: versions, addresses };
    prepared.found(problems);
    let ready = Ready { site, themed, cache };
    prepared.ready = Some((ready, bodies));
    Ok(prepared)
}

/// The lock of addresses, held against the site.
fn lock(folder: &Path, site: &Site, locked: bool, problems: &mut Vec<Diagnostic>) -> Option<Lock> {
    let lock = addresses(folder).take(problems);
    problems.extend(lock.iter().flat_map(|lock| addresses::gone(lock, site)));
    if locked {
        problems.extend(addresses::check_locked(lock.as_ref(), site));
    }
    lock
}

/// Reads the lock of addresses, if there is one.
pub(crate) fn addresses(folder: &Path) -> Checked<Option<Lock>> {
    let mut problems = Vec::new();
    let source = source::addresses(folder).take(&mut problems);
    let lock = source.map(|source| addresses::parse(&source).take(&mut problems));
    Checked::new(lock, problems)
}

/// What a site is planned from, beside its records.
pub(crate) struct Inputs<'a> {
    pub(crate) listing: &'a Listing,
    pub(crate) theme: &'a Theme,
    pub(crate) config: Config,
    pub(crate) moment: Moment,
}

/// What time it is, and for whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) clock: Clock,
    pub(crate) printed: Timestamp,
}

impl Moment {
    pub(crate) fn new(now: Timestamp, drafts: bool, printed: Option<Timestamp>) -> Self {
        Self { clock: Clock { now, drafts }, printed: printed.unwrap_or(Timestamp::UNIX_EPOCH) }
    }
}

/// Gathers records, resolves what they point to, and plans every address.
pub(crate) fn planned(records: Vec<Arc<Record>>, inputs: Inputs<'_>) -> Checked<Site> {
    let mut problems = Vec::new();
    let Inputs { listing, theme, config, moment } = inputs;
    problems.extend(resolve::unused(&records, &listing.assets, &config));
    let catalog = catalog::catalog(records, &config, &moment.clock).take(&mut problems);
    problems.extend(catalog::with_statics(&catalog, &listing.statics));
    let links = resolve_all(&catalog, listing, &mut problems);
    let drafts = moment.clock.drafts;
    let plan = Plan { catalog, links, listing, theme, config, drafts, printed: moment.printed };
    let site = site::site(plan).take(&mut problems);
    let text = |address: &str| site.text_of(address);
    problems.extend(write::problems(site.entries.keys().map(|address| &**address), &text));
    Checked::new(site, problems)
}

/// The settings, or `None` when they can't be read well enough to go on.
pub(crate) fn settings(folder: &Path, base_url: Option<&str>) -> Result<Checked<Option<Config>>, Failure> {
    let mut problems = Vec::new();
    let Some(source) = source::settings(folder).take(&mut problems) else {
        return Ok(Checked::new(None, problems));
    };
    let mut config = config::parse(&source.text, &source.path).take(&mut problems);
    config.baseline = known_problems(folder).take(&mut problems);
    if let Some(url) = base_url {
        config.base = config::BaseUrl::parse(url).map_err(|must| {
            Failure::new(format!("the base URL `{url}` must {must}"))
                .hint("give a whole URL, such as `https://example.org/review/`")
        })?;
    }
    Ok(Checked::new(Some(config), problems))
}

/// The problems that the site knows; none where there is no such file.
fn known_problems(folder: &Path) -> Checked<Arc<Baseline>> {
    let mut problems = Vec::new();
    let source = source::optional(folder, baseline::PATH).take(&mut problems);
    let known = source.map(|source| baseline::parse(&source.text).take(&mut problems));
    Checked::new(Arc::new(known.unwrap_or_default()), problems)
}

/// Loads the theme that the settings choose, and compiles its templates.
pub(crate) fn themed(folder: &Path, config: &Config) -> std::io::Result<Checked<Themed>> {
    let mut problems = Vec::new();
    let theme = Arc::new(theme::load(folder, config)?.take(&mut problems));
    let templates = Arc::new(Templates::new(&theme).take(&mut problems));
    Ok(Checked::new(Themed { theme, templates }, problems))
}

/// What parsing needs of the settings.
pub(crate) fn parse_settings(config: &Config) -> parse::Settings {
    parse::Settings { math: config.math, raw_html: config.raw_html, smart: config.smart_punctuation }
}

fn unread(folder: &Path, error: &std::io::Error) -> Failure {
    let failure = Failure::new(format!("can't read `{}`: {error}", folder.shown()));
    match refusal::hint(error) {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// What is known of a site's files once each was read.
struct Papers {
    listing: Listing,
    records: Vec<Arc<Record>>,
    /// Bodies by their first file.
    kept: BTreeMap<Arc<str>, Kept>,
    versions: Versions,
}

/// Finds the files of a site and parses every manuscript; the bodies are kept while their budget lasts.
fn read(
    folder: &Path,
    (config, cache): (&Config, &Arc<Cache>),
    progress: &dyn Progress,
) -> std::io::Result<Checked<Papers>> {
    let mut problems = Vec::new();
    progress.stage("reading", 0);
    let listing = source::list(folder, config)?.take(&mut problems);
    let room = bodies::Room::new(&folder.join(".offprint"));
    let settings = parse_settings(config);
    let early = Early::new(cache);
    progress.stage("parsing", listing.manuscripts.len());
    let parsed: Vec<_> = listing
        .manuscripts
        .par_iter()
        .map(|manuscript| {
            let mut problems = Vec::new();
            let versions = Versions::of(manuscript);
            let sources = source::read(manuscript).take(&mut problems);
            let paper = parse::paper(manuscript, &sources, &settings).take(&mut problems);
            progress.step();
            early.highlight(&paper.body);
            let kept = bodies::keep(manuscript, &sources, &paper.body, &room);
            // A copy takes the room that it needs and no more; lists that grew while they were made have up to twice that.
            (Arc::new(paper.record.clone()), kept, problems, versions)
        })
        .collect();
    let mut papers =
        Papers { listing, records: Vec::new(), kept: BTreeMap::new(), versions: Versions::default() };
    for (record, kept, found, versions) in parsed {
        papers.versions.extend(versions);
        if let Some(first) = record.files.first() {
            papers.kept.insert(first.clone(), kept);
        }
        papers.records.push(record);
        problems.extend(found);
    }
    Ok(Checked::new(papers, problems))
}

/// Resolves the references of every record.
fn resolve_all(
    catalog: &catalog::Catalog,
    listing: &Listing,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Vec<resolve::Link>> {
    let targets = resolve::Targets::new(catalog, &listing.assets, &listing.statics);
    let indexed: Vec<(u32, &Arc<Record>)> = (0u32..).zip(&catalog.records).collect();
    let resolved: Vec<_> =
        indexed.into_par_iter().map(|(index, record)| targets.resolve(record, index)).collect();
    resolved.into_iter().map(|links| links.take(problems)).collect()
}

fn counts(site: &Site) -> Counts {
    let mut counts = Counts::default();
    for record in site.records().iter().filter(|record| record.kind == Kind::Paper) {
        counts.papers += 1;
        counts.notes += record.notes as usize;
        counts.words += record.words as usize;
        let figure = |kind: &AnchorKind| matches!(kind, AnchorKind::Figure { .. });
        counts.figures += record.anchors.iter().filter(|anchor| figure(&anchor.kind)).count();
    }
    counts.pages = site.entries.values().filter(|entry| matches!(entry, Entry::Page(_))).count();
    counts
}
