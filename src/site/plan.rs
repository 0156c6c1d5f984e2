//! Which addresses the site has.
//!
//! In: the catalog, links, the listing's files and the theme. Out: [`Site`] with its table of entries filled.
//! Never: a page's frame; that is made when it is asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::frame::{ImageFrame, LinkFrame, PublisherFrame, SiteFrame};
use super::{CiteFormat, Destination, Entry, FeedFormat, GENERATOR, ListKey, PageKey, Rendition, Site, root};
use super::{charts, host_files};
use crate::catalog::{Catalog, FileEntry, has_section_pages};
use crate::config::{Config, MenuLink};
use crate::diagnostic::rules::{links as rules, reading};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::language::Language;
use crate::paper::{Alias, Kind, Record, Span};
use crate::rendition;
use crate::resolve::{self, Link, PublishedFile};
use crate::source::{AssetKind, Listing, Picture};
use crate::theme::Theme;

/// How many addresses one sitemap file holds. The protocol (sitemaps.org 0.9) allows 50,000 and 50 MB; with so many, an
/// address may take 2.5 kB, its versions in other languages included.
pub const SITEMAP_LENGTH: usize = 20_000;

/// What to do about a link of a menu.
const NAME_A_PAGE: &str = "name a file below `content/`, an address such as `/topics/`, or a whole URL";

/// What a site is planned from.
pub struct Plan<'a> {
    /// Every record that is on the site, and their indexes.
    pub catalog: Catalog,
    /// What each record's references came to.
    pub links: Vec<Vec<Link>>,
    /// The files of the content folder.
    pub listing: &'a Listing,
    /// The theme: its words, options and files.
    pub theme: &'a Theme,
    /// The settings.
    pub config: Config,
    /// Whether drafts are shown: then nothing is for indexers.
    pub drafts: bool,
    /// The instant to print where a page or feed must name one and no paper gives it.
    pub printed: Timestamp,
}

/// Plans a site.
pub fn site(plan: Plan<'_>) -> Checked<Site> {
    let Plan { catalog, links, listing, theme, config, drafts, printed } = plan;
    let mut problems = Vec::new();
    let languages = languages(&catalog, (listing, theme), &config, &mut problems);
    let entry_frames = catalog.records.iter().map(|_| OnceLock::new()).collect();
    let mut site = Site {
        entries: BTreeMap::new(),
        charts: Vec::new(),
        catalog,
        links,
        config,
        languages,
        entry_frames,
        sitemap_starts: Vec::new(),
        drafts,
        printed,
    };
    site.charts = charts::all(&site, &mut problems);
    let mut entries = Entries { map: BTreeMap::new() };
    for lang in &site.config.languages {
        generated(&site, lang, &mut entries);
    }
    for (index, record) in (0u32..).zip(&site.catalog.records) {
        pages_of_record(index, record, &mut entries);
        files_of_record(&site, index, listing, &mut entries);
    }
    logo_files(&site.config, listing, &mut entries);
    for index in (0u32..).take(site.catalog.records.len()) {
        copies_of_record(&site, index, listing, &mut entries, &mut problems);
    }
    for (address, file) in &listing.statics {
        entries.add(address.to_string(), Entry::File(file.disk.clone()));
    }
    host_files::add(&site, listing, &mut entries, &mut problems);
    for address in theme.assets.keys() {
        entries.add(address.to_string(), Entry::ThemeFile);
    }
    for (index, record) in (0u32..).zip(&site.catalog.records) {
        charts::files(&site, (index, record), listing, &mut entries, &mut problems);
    }
    entries.add("/404.html".to_owned(), Entry::Page(PageKey::NotFound));
    entries.add("/robots.txt".to_owned(), Entry::Robots);
    for (index, record) in (0u32..).zip(&site.catalog.records) {
        moved_pages(index, record, &mut entries);
    }
    site.entries = entries.map;
    site.add_sitemaps();
    site.check_menu_links(&mut problems);
    Checked::new(site, problems)
}

impl Site {
    /// Puts another theme in the place of the one that the site was planned with.
    pub fn replace_theme(&mut self, theme: &Theme, listing: &Listing) {
        // What is wrong with the frames was said when the site was planned.
        self.languages = languages(&self.catalog, (listing, theme), &self.config, &mut Vec::new());
        self.entries.retain(|_, entry| *entry != Entry::ThemeFile);
        for address in theme.assets.keys() {
            self.entries.entry(address.clone()).or_insert(Entry::ThemeFile);
        }
    }
}

/// The frame and the rules of each language.
fn languages(
    catalog: &Catalog,
    (listing, theme): (&Listing, &Theme),
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<Arc<str>, (Language, Arc<SiteFrame>)> {
    let frame = |lang: &Arc<str>| {
        let frame = site_frame(lang, catalog, listing, theme, config, problems);
        (lang.clone(), (Language::of(lang), Arc::new(frame)))
    };
    config.languages.iter().map(frame).collect()
}

/// The table while it is filled: the first entry at an address stays, since catalog and resolve have reported clashes.
pub(super) struct Entries {
    pub(super) map: BTreeMap<Box<str>, Entry>,
}

impl Entries {
    pub(super) fn add(&mut self, address: String, entry: Entry) {
        self.map.entry(address.into_boxed_str()).or_insert(entry);
    }
}

fn generated(site: &Site, lang: &Arc<str>, entries: &mut Entries) {
    let default = site.config.languages.first() == Some(lang);
    if !default && !site.catalog.records.iter().any(|record| record.lang == *lang) {
        return;
    }
    add_list(site, &ListKey::Home(lang.clone()), Feeds::Yes, entries);
    for name in site.config.collections.keys() {
        let key = ListKey::Collection(lang.clone(), name.clone());
        if site.list_record(&key).is_some() || !site.list_papers(&key).is_empty() {
            add_list(site, &key, Feeds::Yes, entries);
        }
    }
    for at in 0..site.topics(lang).len() {
        add_list(site, &ListKey::Topic(lang.clone(), at), Feeds::Yes, entries);
    }
    for at in 0..site.series(lang).len() {
        add_list(site, &ListKey::Series(lang.clone(), at), Feeds::No, entries);
    }
    // These are there even while they list nothing, so that a menu's link to them outlives an embargo.
    for key in
        [PageKey::Topics(lang.clone()), PageKey::AllSeries(lang.clone()), PageKey::People(lang.clone())]
    {
        entries.add(site.address(&key), Entry::Page(key));
    }
}

enum Feeds {
    Yes,
    No,
}

fn add_list(site: &Site, key: &ListKey, feeds: Feeds, entries: &mut Entries) {
    for page in 1..=site.list_pages(key) {
        entries.add(site.list_address(key, page), Entry::Page(PageKey::List(key.clone(), page)));
    }
    if let Feeds::Yes = feeds {
        let address = site.list_address(key, 1);
        entries.add(format!("{address}feed.atom"), Entry::Feed(key.clone(), FeedFormat::Atom));
        entries.add(format!("{address}feed.json"), Entry::Feed(key.clone(), FeedFormat::Json));
    }
}

fn pages_of_record(index: u32, record: &Record, entries: &mut Entries) {
    match record.kind {
        Kind::Home | Kind::Collection => {}
        Kind::Page | Kind::Person => {
            entries.add(record.address.to_string(), Entry::Page(PageKey::Record(index)));
        }
        Kind::Paper => {
            let address = &record.address;
            entries.add(address.to_string(), Entry::Page(PageKey::Record(index)));
            for (name, format) in
                [("bib", CiteFormat::Bib), ("ris", CiteFormat::Ris), ("json", CiteFormat::Csl)]
            {
                entries.add(format!("{address}cite.{name}"), Entry::Cite(index, format));
            }
            if !record.single {
                entries.add(format!("{address}full/"), Entry::Page(PageKey::Full(index)));
                for (at, section) in (0u16..).zip(&record.sections) {
                    entries
                        .add(format!("{address}{}/", section.id), Entry::Page(PageKey::Section(index, at)));
                }
            }
        }
    }
    for alias in &record.meta.aliases {
        let to = alias.section.map_or(Destination::Record(index), |at| Destination::Section(index, at));
        entries.add(alias.address.to_string(), Entry::Redirect(to));
    }
}

/// A paper that moved takes all its pages along: an old address of it that is a folder leads on from below it too, unless
/// something else stands there.
fn moved_pages(index: u32, record: &Record, entries: &mut Entries) {
    if !has_section_pages(record) {
        return;
    }
    let is_folder = |alias: &&Alias| alias.section.is_none() && alias.address.ends_with('/');
    for alias in record.meta.aliases.iter().filter(is_folder) {
        let mut add = |id: &str, to| {
            let file = format!("{}{id}", alias.address);
            if !entries.map.contains_key(&*file) {
                entries.add(format!("{file}/"), Entry::Redirect(to));
            }
        };
        add("full", Destination::Full(index));
        for (at, section) in (0..).zip(&record.sections) {
            section.ids().for_each(|id| add(id, Destination::Section(index, at)));
        }
    }
}

fn files_of_record(site: &Site, index: u32, listing: &Listing, entries: &mut Entries) {
    for link in site.links(index) {
        if let Link::Asset(file) = link
            && let Some(asset) = file.address.strip_prefix('/').and_then(|path| listing.assets.get(path))
        {
            entries.add(file.address.to_string(), Entry::File(asset.disk.clone()));
        }
    }
}

/// The copies of the images of a record. They come after all files, which are never hidden by a copy.
fn copies_of_record(
    site: &Site,
    index: u32,
    listing: &Listing,
    entries: &mut Entries,
    problems: &mut Vec<Diagnostic>,
) {
    let quality = site.config.images.quality;
    for link in site.links(index) {
        let Link::Asset(file) = link else { continue };
        let PublishedFile { address, picture: Some(picture), .. } = &**file else { continue };
        let Some(asset) = address.strip_prefix('/').and_then(|path| listing.assets.get(path)) else {
            continue;
        };
        for &width in picture.copies.iter() {
            let copy = rendition::address(address, width);
            if let Some(there) = entries.map.get(&*copy).filter(|there| !matches!(there, Entry::Rendition(_)))
            {
                problems.extend(clash(&copy, address, there));
                continue;
            }
            let disk = asset.disk.clone();
            entries.add(copy, Entry::Rendition(Rendition { of: address.clone(), disk, width, quality }));
        }
    }
}

fn clash(copy: &str, picture: &str, there: &Entry) -> Option<Diagnostic> {
    let Entry::File(_) = there else { return None };
    let message = format!("`{copy}` is a file of the site, and the address of a smaller copy of `{picture}`");
    let problem = Diagnostic::new(&reading::ADDRESS_TWICE, message).at(Place::file(format!("content{copy}")));
    Some(problem.hint("rename the file"))
}

fn logo_files(config: &Config, listing: &Listing, entries: &mut Entries) {
    for (path, _) in [&config.publisher.logo, &config.publisher.logo_dark].into_iter().flatten() {
        let path = path.trim_start_matches('/');
        if let Some(asset) = listing.assets.get(path) {
            entries.add(format!("/{path}"), Entry::File(asset.disk.clone()));
        }
    }
}

fn site_frame(
    lang: &Arc<str>,
    catalog: &Catalog,
    listing: &Listing,
    theme: &Theme,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> SiteFrame {
    let default = config.languages.first().cloned().unwrap_or_default();
    let menu = config.menus.get(lang).or_else(|| config.menus.get(&default)).cloned().unwrap_or_default();
    let links = |links: &[MenuLink]| -> Vec<LinkFrame> {
        links.iter().map(|link| menu_link(link, lang, catalog, config)).collect()
    };
    SiteFrame {
        title: config.titles.get(&**lang).unwrap_or(&config.title).to_string(),
        lang: lang.clone(),
        dir: Language::of(lang).direction(),
        base: config.base.path.to_string(),
        home: config.base.relative(&root(config, lang)),
        publisher: publisher(listing, config, *lang == default, problems),
        header: links(&menu.header),
        footer: links(&menu.footer),
        options: theme.options.clone(),
        assets: Arc::new(
            theme
                .asset_names
                .iter()
                .map(|(name, address)| (name.clone(), config.base.relative(address)))
                .collect(),
        ),
        image_sizes: theme.image_sizes.clone(),
        cover_sizes: theme.cover_sizes.clone(),
        words: theme.words(lang),
        generator: GENERATOR,
    }
}

fn publisher(
    listing: &Listing,
    config: &Config,
    report: bool,
    problems: &mut Vec<Diagnostic>,
) -> PublisherFrame {
    let publisher = &config.publisher;
    let owned = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let mut logo = |chosen: &Option<(Box<str>, Span)>| {
        let (path, span) = chosen.as_ref()?;
        let path = path.trim_start_matches('/');
        let found = image(path, listing, config);
        if found.is_none() && report {
            problems.push(
                Diagnostic::new(
                    &rules::FILE_MISSING,
                    format!("the publisher's logo `{path}` does not exist"),
                )
                .at(span.place(std::slice::from_ref(&config.path)))
                .hint(
                    resolve::backslashes(path).unwrap_or_else(|| "the path starts at `content/`".to_owned()),
                ),
            );
        }
        found
    };
    PublisherFrame {
        name: publisher.name.to_string(),
        address: owned(&publisher.address),
        url: owned(&publisher.url),
        email: owned(&publisher.email),
        logo: logo(&publisher.logo),
        logo_dark: logo(&publisher.logo_dark),
    }
}

fn image(path: &str, listing: &Listing, config: &Config) -> Option<ImageFrame> {
    let asset = listing.assets.get(path)?;
    let picture = match &asset.kind {
        AssetKind::Image(picture) => picture.as_ref(),
        _ => None,
    };
    // Its files are not a record's, and so it has no copies.
    let picture = picture.map(|picture| Picture { copies: Arc::default(), ..picture.clone() });
    Some(ImageFrame::new(&format!("/{path}"), picture.as_ref(), "", &config.base))
}

/// A menu's link leads to a URL, to an address of the site, or to the page of a file below `content/`, in the
/// menu's language where there is one.
fn menu_link(link: &MenuLink, lang: &Arc<str>, catalog: &Catalog, config: &Config) -> LinkFrame {
    let href = match menu_address(link, lang, catalog) {
        Some(address) => config.base.relative(&address),
        None => link.link.to_string(),
    };
    LinkFrame { title: link.title.to_string(), href }
}

fn menu_address(link: &MenuLink, lang: &Arc<str>, catalog: &Catalog) -> Option<String> {
    if link.link.contains(':') || link.link.starts_with("//") {
        return None;
    }
    let path = link.link.trim_start_matches('/');
    if let Some(FileEntry::Published { record, .. }) = catalog.by_file.get(&*format!("content/{path}"))
        && let Some(record) = catalog.record(*record)
    {
        let own = catalog.version(&record.key, lang).and_then(|index| catalog.record(index));
        return Some(own.unwrap_or(record).address.to_string());
    }
    Some(format!("/{path}"))
}

impl Site {
    fn add_sitemaps(&mut self) {
        let starts = self.indexed().step_by(SITEMAP_LENGTH).map(|(address, _)| address.into()).collect();
        self.sitemap_starts = starts;
        let is_long = self.sitemap_starts.len() > 1;
        self.entries
            .insert("/sitemap.xml".into(), if is_long { Entry::SitemapIndex } else { Entry::Sitemap(0) });
        for (part, address) in self.sitemap_addresses().enumerate() {
            self.entries.insert(address.into(), Entry::Sitemap(part));
        }
    }

    /// A menu's link to an address that the site does not have is reported where it is written.
    fn check_menu_links(&self, problems: &mut Vec<Diagnostic>) {
        for (lang, menu) in &self.config.menus {
            for link in menu.header.iter().chain(&menu.footer) {
                let Some(address) = menu_address(link, lang, &self.catalog) else { continue };
                let page = address.split(['#', '?']).next().unwrap_or_default();
                if !self.entries.contains_key(page) {
                    let message = format!("the menu links to `{}`, which is not on the site", link.link);
                    problems.push(
                        Diagnostic::new(&rules::LINK_MISSING, message)
                            .at(link.span.place(std::slice::from_ref(&self.config.path)))
                            .hint(resolve::backslashes(&link.link).unwrap_or_else(|| NAME_A_PAGE.to_owned())),
                    );
                }
            }
        }
    }
}
