//! What a page's template may read: the public contract between offprint and themes.
//!
//! In: nothing. Out: types, serialised for templates under the names that their fields have here. A template sees
//! `site`, `page`, `paper`, `section`, `list`, `person`, `groups`, `t` (the theme's words), and, from rendering, `body_html`,
//! `notes_html`, `summary_html` and `findings_html`. A field whose name ends in `_html` is HTML; every other text is plain. `href`s
//! begin with the base path and are fit for links on the site; `absolute` is a whole URL.
//! Never: behaviour.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::config::BaseUrl;
use crate::rendition;
use crate::source::Picture;
use crate::theme::Words;

/// Everything on a page that comes from records.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The site, in the page's language.
    pub site: Arc<SiteFrame>,
    /// The page's own facts.
    pub page: PageFrame,
    /// The paper that the page is part of.
    pub paper: Option<Arc<PaperFrame>>,
    /// The section that the page is.
    pub section: Option<SectionFrame>,
    /// The papers that the page lists.
    pub list: Option<ListFrame>,
    /// The person that the page is about.
    pub person: Option<AuthorFrame>,
    /// The topics, people or series that the page lists, each with its number of papers.
    pub groups: Vec<GroupFrame>,
}

/// What kind of page it is. Its name, with `.html`, is the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// `home.html`
    Home,
    /// `page.html`
    Page,
    /// `paper.html`: a cover
    Paper,
    /// `section.html`
    Section,
    /// `full.html`: the whole paper on one page
    Full,
    /// `single.html`: a paper that is one page
    Single,
    /// `collection.html`
    Collection,
    /// `topics.html`: all topics
    Topics,
    /// `topic.html`
    Topic,
    /// `people.html`: all people
    People,
    /// `person.html`
    Person,
    /// `all-series.html`
    AllSeries,
    /// `series.html`
    Series,
    /// `not-found.html`
    NotFound,
}

impl PageKind {
    /// The template's file name.
    pub fn template(self) -> &'static str {
        match self {
            Self::Home => "home.html",
            Self::Page => "page.html",
            Self::Paper => "paper.html",
            Self::Section => "section.html",
            Self::Full => "full.html",
            Self::Single => "single.html",
            Self::Collection => "collection.html",
            Self::Topics => "topics.html",
            Self::Topic => "topic.html",
            Self::People => "people.html",
            Self::Person => "person.html",
            Self::AllSeries => "all-series.html",
            Self::Series => "series.html",
            Self::NotFound => "not-found.html",
        }
    }
}

/// The site, in one language. One value for all its pages.
#[derive(Clone, Debug, Serialize)]
pub struct SiteFrame {
    /// Its name.
    pub title: String,
    /// The language.
    pub lang: Arc<str>,
    /// `rtl` or `ltr`
    pub dir: &'static str,
    /// The base path, `/publications` or empty.
    pub base: String,
    /// The home page in this language.
    pub home: String,
    /// Who publishes.
    pub publisher: PublisherFrame,
    /// Links in the header.
    pub header: Vec<LinkFrame>,
    /// Links in the footer.
    pub footer: Vec<LinkFrame>,
    /// The theme's options, checked and with defaults.
    pub options: Arc<serde_json::Value>,
    /// The theme's files by name (`site.css`): their addresses with the hash in them.
    pub assets: Arc<BTreeMap<Box<str>, String>>,
    /// How wide the theme shows images: the value of `sizes`.
    pub image_sizes: Arc<str>,
    /// How wide it shows the picture of a cover, likewise.
    pub cover_sizes: Arc<str>,
    /// The theme's words in this language.
    pub words: Arc<Words>,
    /// `offprint 0.1.0`
    pub generator: &'static str,
}

/// Who publishes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PublisherFrame {
    /// Its name.
    pub name: String,
    /// Its postal address.
    pub address: Option<String>,
    /// Its site.
    pub url: Option<String>,
    /// Its address for mail.
    pub email: Option<String>,
    /// Its logo.
    pub logo: Option<ImageFrame>,
    /// Its logo on a dark page.
    pub logo_dark: Option<ImageFrame>,
}

/// An image that is not part of a text.
#[derive(Clone, Debug, Serialize)]
pub struct ImageFrame {
    /// Its address.
    pub href: String,
    /// A whole URL.
    pub absolute: String,
    /// Alternative text.
    pub alt: String,
    /// Pixels.
    pub width: Option<u32>,
    /// Pixels.
    pub height: Option<u32>,
    /// The candidates of a `srcset` in WebP; empty if there are no copies.
    pub srcset: String,
}

impl ImageFrame {
    /// An image at an address of the site.
    pub(super) fn new(address: &str, picture: Option<&Picture>, alt: &str, base: &BaseUrl) -> Self {
        let copies = picture.map(|picture| &*picture.copies).unwrap_or_default();
        let candidate = |width: &u32| {
            format!("{} {width}w", in_srcset(&base.relative(&rendition::address(address, *width))))
        };
        Self {
            href: base.relative(address),
            absolute: base.absolute(address),
            alt: alt.to_owned(),
            width: picture.map(|picture| picture.width),
            height: picture.map(|picture| picture.height),
            srcset: copies.iter().map(candidate).collect::<Vec<_>>().join(", "),
        }
    }
}

/// In a list of candidates a space would end the address.
fn in_srcset(address: &str) -> String {
    address.replace(' ', "%20")
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkFrame {
    /// Its words.
    pub title: String,
    /// Where to.
    pub href: String,
}

/// A page's own facts.
#[derive(Clone, Debug, Serialize)]
pub struct PageFrame {
    /// What kind it is.
    pub kind: PageKind,
    /// Its address on the site, without the base path: `/papers/x/`.
    pub address: String,
    /// The same, for links.
    pub href: String,
    /// Its canonical URL.
    pub canonical: String,
    /// For the window's title, with the paper's or the site's name behind it.
    pub window_title: String,
    /// Its heading.
    pub title: String,
    /// At most some 300 characters, for the description.
    pub description: String,
    /// Whether indexers should pass by.
    pub noindex: bool,
    /// A draft that only a preview shows.
    pub draft: bool,
    /// The page in the site's languages, this one included; empty when there is no other.
    pub alternates: Vec<Alternate>,
    /// The way from the home page to here, the page itself left out.
    pub trail: Vec<LinkFrame>,
    /// Feeds that belong to the page.
    pub feeds: Vec<FeedLink>,
    /// `<meta name>`: citation tags.
    pub meta: Vec<MetaTag>,
    /// `<meta property>`: Open Graph.
    pub properties: Vec<MetaTag>,
    /// The JSON-LD, safe inside a script element.
    pub json_ld: String,
}

/// The page in a language.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// BCP 47.
    pub lang: Arc<str>,
    /// The language's own name for itself: "polski".
    pub name: String,
    /// Its address.
    pub href: String,
    /// A whole URL.
    pub absolute: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether it says the same, and not only leads to the nearest page in that language.
    pub same_page: bool,
}

/// A feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLink {
    /// `application/atom+xml` or `application/feed+json`
    pub media_type: &'static str,
    /// What it is the feed of.
    pub title: String,
    /// Its address.
    pub href: String,
}

/// A `<meta>` element's name and content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MetaTag {
    /// The name or property.
    pub name: &'static str,
    /// The content.
    pub content: String,
}

/// A date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateFrame {
    /// For machines, as precise as it is known: `2020-10`.
    pub iso: String,
    /// For readers: "October 2020".
    pub text: String,
}

/// What an author is, as schema.org calls it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum AuthorKind {
    /// A human being.
    #[default]
    Person,
    /// A ministry, an institute, anything whose name has no parts.
    Organization,
}

/// An author or any other person.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AuthorFrame {
    /// As printed.
    pub name: String,
    /// What bears the name.
    pub kind: AuthorKind,
    /// The person's page.
    pub href: Option<String>,
    /// "Senior analyst"
    pub role: Option<String>,
    /// The sixteen digits with hyphens.
    pub orcid: Option<String>,
    /// An institution.
    pub affiliation: Option<String>,
    /// An address for mail.
    pub email: Option<String>,
    /// A site of the person's own.
    pub url: Option<String>,
}

/// A paper, as all its pages show it.
#[derive(Clone, Debug, Serialize)]
pub struct PaperFrame {
    /// Its title.
    pub title: String,
    /// Its subtitle.
    pub subtitle: Option<String>,
    /// The abstract as plain text.
    pub summary: String,
    /// The authors in order.
    pub authors: Vec<AuthorFrame>,
    /// Published.
    pub date: Option<DateFrame>,
    /// Revised.
    pub updated: Option<DateFrame>,
    /// The series, with its page.
    pub series: Option<LinkFrame>,
    /// Its number in the series.
    pub number: Option<String>,
    /// The collection, with its page.
    pub collection: Option<LinkFrame>,
    /// Topics, with their pages.
    pub topics: Vec<LinkFrame>,
    /// The licence; `href` is empty when it is not a known one.
    pub license: Option<LinkFrame>,
    /// The DOI; `href` is its URL.
    pub doi: Option<LinkFrame>,
    /// The cover picture.
    pub cover: Option<ImageFrame>,
    /// What changed after publication.
    pub corrections: Vec<CorrectionFrame>,
    /// The cover page (or the only page).
    pub href: String,
    /// The whole paper on one page; none when it is one page anyway.
    pub full: Option<String>,
    /// The sections.
    pub contents: Vec<ContentsEntry>,
    /// Numbered figures.
    pub figures: Vec<NumberedFrame>,
    /// Numbered tables.
    pub tables: Vec<NumberedFrame>,
    /// Files for download.
    pub downloads: Vec<DownloadFrame>,
    /// How to cite it.
    pub cite: Option<CiteFrame>,
    /// Words.
    pub words: u32,
    /// Minutes to read it all.
    pub minutes: u32,
    /// A draft that only a preview shows.
    pub draft: bool,
}

/// A correction.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionFrame {
    /// When.
    pub date: DateFrame,
    /// What.
    pub text_html: String,
}

/// A line of the contents.
#[derive(Clone, Debug, Serialize)]
pub struct ContentsEntry {
    /// The section's title, emphasis kept, links and notes left out.
    pub title_html: String,
    /// The same, plain.
    pub title: String,
    /// Its page. On `full.html` and `single.html`, templates use `anchor`.
    pub href: String,
    /// `#id` of the section on the page of the whole paper.
    pub anchor: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Minutes to read it.
    pub minutes: u32,
}

/// A figure or table in a list of them.
#[derive(Clone, Debug, Serialize)]
pub struct NumberedFrame {
    /// "Figure 2"
    pub label: String,
    /// Its caption, plain.
    pub caption: String,
    /// Where it stands.
    pub href: String,
}

/// A file for download.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadFrame {
    /// What to call it.
    pub title: String,
    /// Its address.
    pub href: String,
    /// "PDF"
    pub kind: String,
    /// "1.2 MB"
    pub size: String,
}

/// How to cite a paper.
#[derive(Clone, Debug, Serialize)]
pub struct CiteFrame {
    /// A sentence to copy.
    pub text: String,
    /// BibTeX.
    pub bib: String,
    /// RIS.
    pub ris: String,
    /// CSL-JSON.
    pub json: String,
}

/// A section's page.
#[derive(Clone, Debug, Serialize)]
pub struct SectionFrame {
    /// 1 for the first.
    pub position: usize,
    /// How many there are.
    pub count: usize,
    /// Its title without notes.
    pub title: String,
    /// Minutes to read it.
    pub minutes: u32,
    /// The page before; for the first section, the cover.
    pub previous: LinkFrame,
    /// The page after.
    pub next: Option<LinkFrame>,
    /// The headings in it (level 3), `href` being `#id`.
    pub headings: Vec<LinkFrame>,
}

/// A page of a list of papers.
#[derive(Clone, Debug, Serialize)]
pub struct ListFrame {
    /// The papers on this page.
    pub entries: Vec<Arc<EntryFrame>>,
    /// 1 for the first.
    pub page: usize,
    /// How many pages.
    pub pages: usize,
    /// How many papers on all pages.
    pub total: usize,
    /// The page with newer papers.
    pub previous: Option<String>,
    /// The page with older papers.
    pub next: Option<String>,
}

/// A paper in a list.
#[derive(Clone, Debug, Serialize)]
pub struct EntryFrame {
    /// Its title.
    pub title: String,
    /// Its subtitle.
    pub subtitle: Option<String>,
    /// Its cover.
    pub href: String,
    /// Its authors.
    pub authors: Vec<AuthorFrame>,
    /// Published.
    pub date: Option<DateFrame>,
    /// The abstract, plain.
    pub summary: String,
    /// "Policy Papers 12"
    pub series: Option<String>,
    /// Minutes.
    pub minutes: u32,
    /// A draft that only a preview shows.
    pub draft: bool,
}

/// A topic, person or series, with what there is of it.
#[derive(Clone, Debug, Serialize)]
pub struct GroupFrame {
    /// Its name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many papers.
    pub count: usize,
    /// A line below the name (a person's role).
    pub detail: Option<String>,
}
