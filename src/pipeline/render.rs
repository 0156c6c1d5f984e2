//! Every address of a site made into bytes, and handed on.
//!
//! In: a site that is ready, and a function that takes outputs from many threads. Out: problems (a template's errors).
//! Never: where outputs go.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::bodies::{self, Kept};
use super::{Prepared, Ready, renditions};
use crate::cache::{self, Cache};
use crate::chart::Chart;
use crate::diagnostic::Diagnostic;
use crate::highlight;
use crate::paper::{Body, CodeText, Record};
use crate::parse;
use crate::picture;
use crate::render::html::{self, Fragments, Part, Text};
use crate::render::{chart, cite, feed, redirect, sitemap};
use crate::report::{Failure, Progress};
use crate::resolve::Link;
use crate::site::frame::PaperFrame;
use crate::site::{ChartFormat, ChartFrame, CiteFormat, Entry, FeedFormat, PageKey, Site};
use crate::write::WriteError;

/// What stands at an address.
pub(crate) enum Output<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// A copy of this file.
    File(&'a Path),
}

/// Takes what stands at an address.
pub(crate) type Sink<'a> = &'a (dyn Fn(&str, Output<'_>) -> Result<(), WriteError> + Sync);

impl Prepared {
    /// Renders everything, if the site is ready.
    pub(crate) fn render(&mut self, progress: &dyn Progress, sink: Sink<'_>) -> Result<(), Failure> {
        let Some((ready, bodies)) = &mut self.ready else { return Ok(()) };
        let settings = *bodies.settings();
        let bodies = bodies.take();
        let ready = &*ready;
        progress.stage("rendering", bodies.len());
        // What shows no record's own text goes first: meanwhile grammars get ready (`Early`).
        let (of_entries, of_records) = rayon::join(
            || entries(ready, sink),
            || {
                let rendered = bodies.into_par_iter().map(|(index, kept)| {
                    let problems = record(ready, index, (kept, &settings), sink);
                    progress.step();
                    problems
                });
                rendered.collect::<Result<Vec<Vec<Diagnostic>>, _>>()
            },
        );
        let (of_entries, of_records) = (of_entries?, of_records?);
        let problems = of_records.into_iter().flatten().chain(of_entries).collect();
        self.found(problems);
        Ok(())
    }
}

/// Renders what is not a page of a record: lists, feeds, citations, images, files.
fn entries(ready: &Ready, sink: Sink<'_>) -> Result<Vec<Diagnostic>, Failure> {
    let entries: Vec<(&str, &Entry)> =
        ready.site.entries.iter().map(|(address, entry)| (&**address, entry)).collect();
    entries
        .par_chunk_by(|one, next| renditions::are_of_one_image(one.1, next.1))
        .map(|entries| match entries {
            [(address, entry)] => self::entry(ready, address, entry, sink),
            renditions => renditions::write(ready, renditions, sink),
        })
        // A large site has hundreds of thousands of addresses, and a problem at hardly any.
        .filter_map(Result::transpose)
        .collect()
}

/// Renders the pages that show a record's own text.
fn record(
    ready: &Ready,
    index: u32,
    (kept, settings): (Kept, &parse::Settings),
    sink: Sink<'_>,
) -> Result<Vec<Diagnostic>, Failure> {
    let body = bodies::open(kept, settings)?;
    let Some(record) = ready.site.record(index) else { return Ok(Vec::new()) };
    let own = OwnText::new(ready, index, (record, ready.site.links(index)), &body);
    let mut problems = Vec::new();
    for key in ready.site.pages_of(index) {
        match page(ready, &key, Some(&own)) {
            Ok((text, _)) => sink(&ready.site.address(&key), Output::Bytes(text.as_bytes()))?,
            Err(problem) => problems.push(*problem),
        }
    }
    Ok(problems)
}

fn highlighted(cache: &Cache, code: &CodeText) -> Option<Arc<str>> {
    let language = code.language.as_deref()?;
    let key = format!("{language}\n{}", code.text);
    let html = cache.get_or("highlight", key.as_bytes(), || highlight::html(code).unwrap_or_default());
    (!html.is_empty()).then_some(html)
}

/// Begins with the first code of each language as soon as it is read, on a thread that is free: a grammar's own start takes longer
/// than all else that a small site needs.
pub(super) struct Early<'a> {
    cache: &'a Arc<Cache>,
    languages: Mutex<BTreeSet<Box<str>>>,
}

impl<'a> Early<'a> {
    pub(super) fn new(cache: &'a Arc<Cache>) -> Self {
        Self { cache, languages: Mutex::default() }
    }

    pub(super) fn highlight(&self, body: &Body) {
        for code in &body.codes {
            let Some(language) = &code.language else { continue };
            let mut languages = self.languages.lock().unwrap_or_else(PoisonError::into_inner);
            if languages.insert(language.clone()) {
                let (cache, code) = (self.cache.clone(), code.clone());
                rayon::spawn(move || _ = highlighted(&cache, &code));
            }
        }
    }
}

fn indexers(site: &Site) -> sitemap::Indexers {
    if site.shows_drafts() { sitemap::Indexers::Refused } else { sitemap::Indexers::Welcome }
}

/// The text of a record, and what is made of it once for all pages that show it.
pub(crate) struct OwnText<'a> {
    record: &'a Record,
    links: &'a [Link],
    body: &'a Body,
    /// The code blocks as highlighted HTML.
    codes: Vec<Option<Arc<str>>>,
    charts: Vec<Option<Arc<Chart>>>,
    paper: Option<Arc<PaperFrame>>,
}

impl<'a> OwnText<'a> {
    /// The text of the record that stands at an index of the site: as it was planned, or a newer version of it.
    pub(crate) fn new(
        ready: &Ready,
        index: u32,
        (record, links): (&'a Record, &'a [Link]),
        body: &'a Body,
    ) -> Self {
        let codes = body.codes.iter().map(|code| highlighted(&ready.cache, code)).collect();
        let is_planned = ready.site.record(index).is_some_and(|planned| std::ptr::eq(planned, record));
        let charts = match is_planned {
            true => ready.site.charts(index).to_vec(),
            false => ready.site.charts_of(record, links).value,
        };
        Self { record, links, body, codes, charts, paper: ready.site.paper(index) }
    }
}

/// Renders a page: its bytes, and the HTML of its text that stands in them.
pub(crate) fn page(
    ready: &Ready,
    key: &PageKey,
    own: Option<&OwnText<'_>>,
) -> Result<(String, Fragments), Box<Diagnostic>> {
    let site = &ready.site;
    let frame = site.frame(key, own.and_then(|own| own.paper.clone()));
    let fragments = match own {
        Some(own) => html::fragments(&Text {
            record: own.record,
            body: own.body,
            links: own.links,
            codes: &own.codes,
            charts: &own.charts,
            language: site.language(&own.record.lang),
            site: &frame.site,
            paper_href: &site.href(&own.record.address),
            part: part(key, own.record.single),
        }),
        None => Fragments::default(),
    };
    let text = ready.themed.templates.page(&frame, &fragments).map_err(Box::new)?;
    Ok((text, fragments))
}

fn part(key: &PageKey, single: bool) -> Part {
    match key {
        PageKey::Section(_, at) => Part::Section(*at),
        PageKey::Full(_) => Part::Full,
        PageKey::Record(_) if !single => Part::Cover,
        _ => Part::Single,
    }
}

/// The folder of the cache, and how its files are made: another way of making them needs another name.
const PICTURES: &str = "charts-1";

/// A file of a chart. A picture is kept between runs.
fn chart_file(ready: &Ready, frame: &ChartFrame<'_>, format: ChartFormat) -> Arc<[u8]> {
    if format == ChartFormat::Csv {
        return chart::csv(&frame.table).into_bytes().into();
    }
    let colors = frame.accent.clone().map_or_else(chart::Colors::default, |accent| chart::Colors { accent });
    let svg = chart::file(&frame.chart, frame.language, &frame.heading, &frame.notes, &colors);
    match format {
        ChartFormat::Png => {
            let key = cache::key(&[svg.as_bytes()]);
            let kept = ready.cache.kept(PICTURES, &key);
            let made = || {
                let png = picture::png(&svg).unwrap_or_default();
                ready.cache.keep(PICTURES, &key, &png);
                png
            };
            kept.unwrap_or_else(made).into()
        }
        _ => svg.into_bytes().into(),
    }
}

/// Renders an address that shows no record's own text.
pub(crate) fn entry(
    ready: &Ready,
    address: &str,
    entry: &Entry,
    sink: Sink<'_>,
) -> Result<Option<Diagnostic>, Failure> {
    let site = &ready.site;
    let text = match entry {
        Entry::Page(key) if site.page_record_index(key).is_some() => return Ok(None),
        Entry::Page(key) => match page(ready, key, None) {
            Ok((text, _)) => text,
            Err(problem) => return Ok(Some(*problem)),
        },
        Entry::Feed(list, FeedFormat::Atom) => feed::atom(&site.feed(list)),
        Entry::Feed(list, FeedFormat::Json) => feed::json_feed(&site.feed(list)),
        Entry::Cite(index, format) => {
            let Some(citation) = site.citation(*index) else { return Ok(None) };
            match format {
                CiteFormat::Bib => cite::bibtex(&citation),
                CiteFormat::Ris => cite::ris(&citation),
                CiteFormat::Csl => cite::csl(&citation),
            }
        }
        Entry::Chart(index, at, format) => {
            if let Some(frame) = site.chart_frame(*index, *at) {
                sink(address, Output::Bytes(&chart_file(ready, &frame, *format)))?;
            }
            return Ok(None);
        }
        Entry::Redirect(to) => match site.redirect(*to) {
            Some(frame) => redirect::redirect(&frame),
            None => return Ok(None),
        },
        Entry::Sitemap(part) => sitemap::sitemap(&site.sitemap(*part)),
        Entry::SitemapIndex => sitemap::index(&site.base_url(), site.sitemap_addresses()),
        Entry::HostFile(file) => site.for_server(|layout| file.text(layout)),
        Entry::Robots => sitemap::robots(&site.base_url(), indexers(site)),
        Entry::File(path) => {
            sink(address, Output::File(path))?;
            return Ok(None);
        }
        Entry::Rendition(_) => return renditions::write(ready, &[(address, entry)], sink),
        Entry::ThemeFile => {
            if let Some(asset) = ready.themed.theme.assets.get(address) {
                sink(address, Output::Bytes(&asset.bytes))?;
            }
            return Ok(None);
        }
    };
    sink(address, Output::Bytes(text.as_bytes()))?;
    Ok(None)
}
