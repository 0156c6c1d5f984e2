//! Every output address, with the frame of its page.
//!
//! In: the catalog, resolved links, settings, the listing's files, the theme's words and assets. Out: [`Site`]: an ordered
//! map from address to [`Entry`], and frames made from it on demand, so that ten thousand pages cost ten thousand
//! small entries. Never: a paper's text, files, the clock.

mod charts;
mod cited;
pub mod frame;
mod host_files;
mod lists;
mod machine;
pub mod machine_frame;
mod metadata;
mod outward;
mod pages;
mod paper_frame;
mod plan;
mod text_of;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

pub use charts::ChartFrame;
pub use outward::Outward;
pub use paper_frame::minutes;
pub use plan::{Plan, SITEMAP_LENGTH, site};

use crate::catalog::Catalog;
use crate::chart::Chart;
use crate::config::Config;
use crate::hosting::HostFile;
use crate::language::Language;
use crate::paper::{Record, ReferenceId};
use crate::resolve::Link;
use frame::{EntryFrame, PageKind, SiteFrame};

/// The name that pages and feeds give as their maker.
pub const GENERATOR: &str = concat!("offprint ", env!("CARGO_PKG_VERSION"));

/// What stands at an address.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A page.
    Page(PageKey),
    /// A feed of a list.
    Feed(ListKey, FeedFormat),
    /// The citation of a paper.
    Cite(u32, CiteFormat),
    /// A chart, or its data: the record, and which of its charts.
    Chart(u32, u32, ChartFormat),
    /// A file, copied as it is.
    File(PathBuf),
    /// A smaller copy of an image.
    Rendition(Rendition),
    /// A file of the theme, by its address.
    ThemeFile,
    /// An old address.
    Redirect(Destination),
    /// A part of the sitemap, counted from 0; most sites have one.
    Sitemap(usize),
    /// The list of the sitemap's parts, if it is too long for one file.
    SitemapIndex,
    /// `robots.txt`
    Robots,
    /// A file that the site's host reads.
    HostFile(HostFile),
}

/// Where an old address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A record's own address.
    Record(u32),
    /// A section of a paper: its page, or its place on the paper's only page.
    Section(u32, u16),
    /// A whole paper on one page.
    Full(u32),
}

impl Destination {
    /// The record that it is a part of.
    pub fn record(self) -> u32 {
        let (Self::Record(index) | Self::Section(index, _) | Self::Full(index)) = self;
        index
    }
}

/// A copy of an image, made when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// The address of the image.
    pub of: Box<str>,
    /// Its file.
    pub disk: PathBuf,
    /// The width of the copy in pixels.
    pub width: u32,
    /// As [`crate::config::Images::quality`].
    pub quality: u8,
}

/// The formats of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// The formats of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CiteFormat {
    /// BibTeX.
    Bib,
    /// RIS.
    Ris,
    /// CSL-JSON.
    Csl,
}

/// The formats of a chart's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartFormat {
    /// A drawing that can be scaled.
    Svg,
    /// A picture.
    Png,
    /// The data.
    Csv,
}

/// A page: which one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKey {
    /// A page, person, or the cover (or only page) of a paper: a record's own address.
    Record(u32),
    /// A section of a paper.
    Section(u32, u16),
    /// A whole paper on one page.
    Full(u32),
    /// A page of a list, from 1.
    List(ListKey, usize),
    /// All topics of a language.
    Topics(Arc<str>),
    /// All people of a language.
    People(Arc<str>),
    /// All series of a language.
    AllSeries(Arc<str>),
    /// `404.html`
    NotFound,
}

/// A list of papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListKey {
    /// The newest papers of a language.
    Home(Arc<str>),
    /// A collection.
    Collection(Arc<str>, Box<str>),
    /// A topic, by its index among the language's.
    Topic(Arc<str>, usize),
    /// A series, by its index among the language's.
    Series(Arc<str>, usize),
}

/// Every output address, and all that frames are made from.
#[derive(Debug)]
pub struct Site {
    /// What stands at each address.
    pub entries: BTreeMap<Box<str>, Entry>,
    catalog: Catalog,
    links: Vec<Vec<Link>>,
    charts: Vec<Vec<Option<Arc<Chart>>>>,
    config: Config,
    languages: BTreeMap<Arc<str>, (Language, Arc<SiteFrame>)>,
    entry_frames: Vec<OnceLock<Arc<EntryFrame>>>,
    /// The first address of each part of the sitemap.
    sitemap_starts: Vec<Box<str>>,
    drafts: bool,
    printed: Timestamp,
}

impl Site {
    /// The records that are on the site.
    pub fn records(&self) -> &[Arc<Record>] {
        &self.catalog.records
    }

    /// A record by its index.
    pub fn record(&self, index: u32) -> Option<&Record> {
        self.catalog.record(index)
    }

    /// What a record's references came to.
    pub fn links(&self, index: u32) -> &[Link] {
        self.links.get(index as usize).map_or(&[], Vec::as_slice)
    }

    fn link(&self, index: u32, reference: ReferenceId) -> Option<&Link> {
        self.links(index).get(reference.0 as usize)
    }

    /// The site's own frame in a language (the default's, for one that is not the site's).
    pub fn site_frame(&self, lang: &str) -> &Arc<SiteFrame> {
        &self.language_pair(lang).1
    }

    /// The rules of a language.
    pub fn language(&self, lang: &str) -> &Language {
        &self.language_pair(lang).0
    }

    #[expect(
        clippy::expect_used,
        reason = "a configuration has at least one language, and planning makes a pair for each"
    )]
    fn language_pair(&self, lang: &str) -> &(Language, Arc<SiteFrame>) {
        let default = self.config.languages.first().and_then(|first| self.languages.get(first));
        self.languages.get(lang).or(default).expect("the default language has a frame")
    }

    /// The URL at which the site is published, without a `/` at its end.
    pub fn base_url(&self) -> String {
        self.config.base.absolute("")
    }

    /// Whether drafts are on the site, as in a preview.
    pub fn shows_drafts(&self) -> bool {
        self.drafts
    }

    /// What the site is made of.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Puts a record in the place of one that has the same addresses. What lists say of it stays as it was planned.
    pub fn replace(&mut self, index: u32, record: Arc<Record>, links: Vec<Link>) {
        let at = index as usize;
        if let (Some(old), Some(old_links)) = (self.catalog.records.get_mut(at), self.links.get_mut(at)) {
            *old = record;
            *old_links = links;
            // What is wrong with them is said when the site is planned.
            let charts = self.record(index).map(|record| self.charts_of(record, self.links(index)).value);
            if let (Some(old), Some(charts)) = (self.charts.get_mut(at), charts) {
                *old = charts;
            }
        }
        if let Some(frame) = self.entry_frames.get_mut(at) {
            *frame = OnceLock::new();
        }
    }

    /// When an embargo ends next: the output changes at that instant, and not before, if nothing else does.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.catalog.next_change
    }

    /// An address as links on the site write it.
    pub fn href(&self, address: &str) -> String {
        self.config.base.relative(address)
    }

    fn description(&self, lang: &str) -> Option<&str> {
        self.config.descriptions.get(lang).or(self.config.description.as_ref()).map(|text| &**text)
    }

    /// The prefix of a language's addresses: `/` or `/pl/`.
    fn root(&self, lang: &str) -> String {
        root(&self.config, lang)
    }

    /// The kind of page, which is also its template.
    pub fn kind(&self, key: &PageKey) -> PageKind {
        pages::kind(self, key)
    }
}

/// The prefix of a language's addresses: `/` for the default, else `/pl/`.
fn root(config: &Config, lang: &str) -> String {
    match config.languages.first() {
        Some(first) if &**first == lang => "/".to_owned(),
        _ => format!("/{lang}/"),
    }
}
