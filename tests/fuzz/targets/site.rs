//! A whole site in memory: planned and rendered from manuscripts as a build does it, and every file of it read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use offprint::catalog::{self, Clock};
use offprint::config::{self, Config};
use offprint::diagnostic::Diagnostic;
use offprint::paper::{Kind, Paper};
use offprint::parse::{self, Settings};
use offprint::render::html::{self, Fragments, Part, Text};
use offprint::render::template::Templates;
use offprint::render::{chart, cite, feed, redirect, sitemap};
use offprint::resolve;
use offprint::site::{self, ChartFormat, CiteFormat, Entry, FeedFormat, PageKey, Plan, Site};
use offprint::source::{Listing, Manuscript, Role, Source};
use offprint::theme::{self, Theme};
use offprint::write;

use super::xml;

/// The settings of a site that has only what it must.
pub(crate) const SETTINGS: &str =
    "title = \"Site\"\nbase_url = \"https://example.org/base/\"\nlanguages = [\"en\", \"pl\"]\n";

/// Where the settings stand.
pub(crate) const SETTINGS_PATH: &str = "content/site.toml";

/// A theme with its templates.
pub(crate) struct Themed {
    pub(crate) theme: Theme,
    pub(crate) templates: Templates,
}

/// The built-in theme, for sites in English and Polish.
pub(crate) static BUILT_IN: LazyLock<Themed> = LazyLock::new(|| {
    let config = config::parse(SETTINGS, &SETTINGS_PATH.into()).value;
    let theme =
        theme::load(Path::new("/nonexistent"), &config).expect("a built-in theme needs no disk").value;
    let templates = Templates::new(&theme).value;
    Themed { theme, templates }
});

/// A manuscript of one file, at a path below `content/` such as `papers/a/index.md`.
pub(crate) fn manuscript(kind: Kind, key: &str, lang: &str, path: &str) -> (Manuscript, Arc<str>) {
    let prefix = if lang == "en" { String::new() } else { format!("/{lang}") };
    let collection = key.starts_with("papers").then(|| "papers".into());
    let address = if key.is_empty() { format!("{prefix}/") } else { format!("{prefix}/{key}/") };
    let manuscript = Manuscript {
        kind,
        key: key.into(),
        collection,
        lang: lang.into(),
        address: address.into(),
        files: Vec::new(),
    };
    (manuscript, format!("content/{path}").into())
}

/// Reads a manuscript of one file.
pub(crate) fn read(
    (manuscript, path): (Manuscript, Arc<str>),
    text: &str,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Paper {
    let settings = Settings { math: config.math, raw_html: config.raw_html, smart: config.smart_punctuation };
    let source = Source { path, role: Role::Main, text: text.into() };
    parse::paper(&manuscript, &[source], &settings).take(problems)
}

/// Plans a site and renders everything in it.
pub(crate) fn render(
    config: Config,
    themed: &Themed,
    listing: &Listing,
    papers: Vec<Paper>,
    problems: &mut Vec<Diagnostic>,
) {
    let bodies: BTreeMap<_, _> =
        papers.iter().map(|paper| (paper.record.files[0].clone(), paper.body.clone())).collect();
    let now: Timestamp = "2030-01-01T00:00:00Z".parse().expect("an instant");
    let clock = Clock { now, drafts: true };
    let records = papers.into_iter().map(|paper| Arc::new(paper.record)).collect();
    let catalog = catalog::catalog(records, &config, &clock).take(problems);
    problems.extend(catalog::with_statics(&catalog, &listing.statics));
    let links = (0..)
        .zip(&catalog.records)
        .map(|(index, record)| {
            resolve::record(record, index, &catalog, &listing.assets, &listing.statics).take(problems)
        })
        .collect();
    let theme = &themed.theme;
    let plan = Plan { catalog, links, listing, theme, config, drafts: true, printed: now };
    let site = site::site(plan).take(problems);
    let text = |address: &str| site.text_of(address);
    problems.extend(write::problems(site.entries.keys().map(|address| &**address), &text));
    for (index, record) in (0..).zip(site.records()) {
        let Some(body) = record.files.first().and_then(|file| bodies.get(file)) else { continue };
        for key in site.pages_of(index) {
            page(&site, &themed.templates, &key, Some((index, body)), problems);
        }
    }
    for (address, entry) in &site.entries {
        self::entry(&site, &themed.templates, address, entry, problems);
    }
}

fn page(
    site: &Site,
    templates: &Templates,
    key: &PageKey,
    own: Option<(u32, &offprint::paper::Body)>,
    problems: &mut Vec<Diagnostic>,
) {
    let frame = site.frame(key, own.and_then(|(index, _)| site.paper(index)));
    let record = own.and_then(|(index, body)| Some((index, site.record(index)?, body)));
    let fragments = record.map_or_else(Fragments::default, |(index, record, body)| {
        let part = match key {
            PageKey::Section(_, at) => Part::Section(*at),
            PageKey::Full(_) => Part::Full,
            PageKey::Record(_) if !record.single => Part::Cover,
            _ => Part::Single,
        };
        let codes = vec![None; body.codes.len()];
        html::fragments(&Text {
            record,
            body,
            links: site.links(index),
            codes: &codes,
            charts: site.charts(index),
            language: site.language(&record.lang),
            site: &frame.site,
            paper_href: &site.href(&record.address),
            part,
        })
    });
    if let Err(problem) = templates.page(&frame, &fragments) {
        problems.push(problem);
    }
}

/// Renders what shows no text of a record, and reads it as those do for whom it is.
fn entry(site: &Site, templates: &Templates, address: &str, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let json = |text: &str| {
        let read: Result<serde_json::Value, _> = serde_json::from_str(text);
        assert!(read.is_ok(), "{address} is no JSON: {read:?}: {text}");
    };
    match entry {
        Entry::Page(key) if site.page_record_index(key).is_none() => {
            page(site, templates, key, None, problems);
        }
        Entry::Feed(list, FeedFormat::Atom) => xml::check(address, &feed::atom(&site.feed(list))),
        Entry::Feed(list, FeedFormat::Json) => json(&feed::json_feed(&site.feed(list))),
        Entry::Cite(index, format) => {
            let citation = site.citation(*index).expect("a citation that has an address is there");
            match format {
                CiteFormat::Bib => drop(cite::bibtex(&citation)),
                CiteFormat::Ris => drop(cite::ris(&citation)),
                CiteFormat::Csl => json(&cite::csl(&citation)),
            }
        }
        Entry::Chart(index, at, format) => {
            let frame = site.chart_frame(*index, *at).expect("a chart that has an address is there");
            match format {
                ChartFormat::Csv => drop(chart::csv(&frame.table)),
                ChartFormat::Svg => {
                    let colors = chart::Colors::default();
                    let svg =
                        chart::file(&frame.chart, frame.language, &frame.heading, &frame.notes, &colors);
                    xml::check(address, &svg);
                }
                ChartFormat::Png => {}
            }
        }
        Entry::Redirect(index) => drop(site.redirect(*index).map(|frame| redirect::redirect(&frame))),
        Entry::Sitemap(part) => xml::check(address, &sitemap::sitemap(&site.sitemap(*part))),
        Entry::SitemapIndex => {
            xml::check(address, &sitemap::index(&site.base_url(), site.sitemap_addresses()))
        }
        Entry::Robots => drop(sitemap::robots(&site.base_url(), sitemap::Indexers::Refused)),
        Entry::HostFile(file) => drop(site.for_server(|layout| file.text(layout))),
        Entry::Page(_) | Entry::File(_) | Entry::Rendition(_) | Entry::ThemeFile => {}
    }
}
