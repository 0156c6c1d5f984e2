//! The stages in their order, in parallel where papers are independent.
//!
//! In: a site's folder and [`Options`]. Out: [`Prepared`]: the site with every address, ready to be rendered into
//! whatever takes outputs. Never: what any stage does; a stage that needed an `if` here would be in the wrong place.

mod bodies;
mod lint;
mod render;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::catalog::{self, Clock};
use crate::config::{self, Config, LintSetting};
use crate::diagnostic::{self, Diagnostic};
use crate::paper::{AnchorKind, Kind, Record};
use crate::parse;
use crate::render::template::Templates;
use crate::report::{Counts, Failure, Options, Progress, Report};
use crate::resolve;
use crate::site::{self, Entry, Plan, Site};
use crate::source::{self, Listing};
use crate::theme::{self, Theme};
use crate::write;
use bodies::{Bodies, Kept};

pub(crate) use render::Output;

/// A site that is ready to be rendered, or the problems for which it is not.
pub(crate) struct Prepared {
    problems: Vec<Diagnostic>,
    lint: Vec<LintSetting>,
    ready: Option<Ready>,
}

/// What rendering needs.
pub(crate) struct Ready {
    site: Site,
    theme: Theme,
    templates: Templates,
    bodies: Bodies,
    cache: Cache,
    next_change: Option<jiff::Timestamp>,
}

impl Prepared {
    /// Whether nothing found so far keeps the site from being published.
    pub(crate) fn is_publishable(&self, options: &Options) -> bool {
        self.ready.is_some() && self.problems.iter().all(|problem| problem.severity <= options.tolerated)
    }

    /// What was found.
    pub(crate) fn report(mut self) -> Report {
        diagnostic::sort(&mut self.problems);
        let texts = self.ready.as_ref().map(|ready| ready.theme.texts()).unwrap_or_default();
        Report {
            problems: self.problems,
            counts: self.ready.as_ref().map(|ready| counts(&ready.site)).unwrap_or_default(),
            next_change: self.ready.as_ref().and_then(|ready| ready.next_change),
            published: None,
            texts,
        }
    }

    /// Keeps slow results for the next run.
    pub(crate) fn save(&self) {
        if let Some(ready) = &self.ready {
            ready.cache.save();
        }
    }

    fn found(&mut self, problems: Vec<Diagnostic>) {
        self.problems.extend(lint::apply(&self.lint, problems));
    }
}

/// Reads, parses, gathers, resolves and plans a site.
pub(crate) fn prepare(
    folder: &Path,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Prepared, Failure> {
    let mut problems = Vec::new();
    let Some(config) = settings(folder, options, &mut problems)? else {
        return Ok(Prepared { problems, lint: Vec::new(), ready: None });
    };
    let mut prepared = Prepared { problems: Vec::new(), lint: config.lint.clone(), ready: None };
    let theme = theme::load(folder, &config).map_err(|e| unread(folder, &e))?.take(&mut problems);
    let templates = Templates::new(&theme).take(&mut problems);
    progress.stage("reading", 0);
    let listing = source::list(folder, &config).map_err(|e| unread(folder, &e))?.take(&mut problems);
    let (records, kept) = parse_all(&listing, &config, progress, &mut problems);
    let clock = Clock { now: options.now, drafts: options.drafts };
    let catalog = catalog::catalog(records, &config, &clock).take(&mut problems);
    problems.extend(catalog::with_statics(&catalog, &listing.statics));
    let links = resolve_all(&catalog, &listing, &mut problems);
    let next_change = catalog.next_change;
    let printed = options.printed.unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let bodies = Bodies::new(kept, &catalog.records, settings_of(&config));
    let plan =
        Plan { catalog, links, listing: &listing, theme: &theme, config, drafts: options.drafts, printed };
    let site = site::site(plan).take(&mut problems);
    problems.extend(write::problems(site.entries.keys().map(|address| &**address)));
    let cache = Cache::open(&folder.join(".offprint/cache"));
    prepared.found(problems);
    prepared.ready = Some(Ready { site, theme, templates, bodies, cache, next_change });
    Ok(prepared)
}

/// The settings, or `None` when they can't be read well enough to go on.
fn settings(
    folder: &Path,
    options: &Options,
    problems: &mut Vec<Diagnostic>,
) -> Result<Option<Config>, Failure> {
    let Some(source) = source::settings(folder).take(problems) else { return Ok(None) };
    let mut config = config::parse(&source.text, &source.path).take(problems);
    if let Some(url) = &options.base_url {
        config.base = config::BaseUrl::parse(url).map_err(|must| {
            Failure::new(format!("the base URL `{url}` must {must}"))
                .hint("give a whole URL, such as `https://example.org/review/`")
        })?;
    }
    Ok(Some(config))
}

fn settings_of(config: &Config) -> parse::Settings {
    parse::Settings { math: config.math, raw_html: config.raw_html, smart: config.smart_punctuation }
}

fn unread(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("can't read `{}`: {error}", folder.display()))
}

/// Parses every manuscript; the bodies are kept while their budget lasts.
fn parse_all(
    listing: &Listing,
    config: &Config,
    progress: &dyn Progress,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Record>, BTreeMap<Arc<str>, Kept>) {
    let settings = settings_of(config);
    let budget = bodies::Budget::default();
    progress.stage("parsing", listing.manuscripts.len());
    let parsed: Vec<_> = listing
        .manuscripts
        .par_iter()
        .map(|manuscript| {
            let mut problems = Vec::new();
            let sources = source::read(manuscript).take(&mut problems);
            let paper = parse::paper(manuscript, &sources, &settings).take(&mut problems);
            progress.step();
            let kept = bodies::keep(manuscript, &sources, &paper.body, &budget);
            (paper.record, kept, problems)
        })
        .collect();
    let mut records = Vec::with_capacity(parsed.len());
    let mut bodies = BTreeMap::new();
    for (record, kept, found) in parsed {
        if let Some(first) = record.files.first() {
            bodies.insert(first.clone(), kept);
        }
        records.push(record);
        problems.extend(found);
    }
    (records, bodies)
}

/// Resolves the references of every record.
fn resolve_all(
    catalog: &catalog::Catalog,
    listing: &Listing,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Vec<resolve::Link>> {
    let indexed: Vec<(u32, &Record)> = (0u32..).zip(&catalog.records).collect();
    let resolved: Vec<_> = indexed
        .into_par_iter()
        .map(|(index, record)| resolve::record(record, index, catalog, &listing.assets, &listing.statics))
        .collect();
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
