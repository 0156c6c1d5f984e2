//! The public facts of a paper: all that other pages may know of it.
//!
//! In: nothing. Out: types. Never: a paper's text, or anything about other papers.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Block, ChartRecord, Inline, Span};

/// An index into [`Record::references`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReferenceId(pub u32);

/// What a manuscript is on the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `index.md` at the top.
    Home,
    /// Any page outside a collection.
    Page,
    /// A file in `people/`.
    Person,
    /// The `index.md` of a collection.
    Collection,
    /// A manuscript in a collection.
    Paper,
}

/// The public facts of a manuscript.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Its identity, which its translations share: `papers/safe-cities`, `people/mateusz-chatys`, `about`; the home page's is empty.
    pub key: Box<str>,
    /// The collection that it belongs to (or is the index of): `papers`.
    pub collection: Option<Box<str>>,
    /// BCP 47; one of the site's languages.
    pub lang: Arc<str>,
    /// Its address on the site: `/pl/papers/safe-cities/`. Starts and ends with `/`; the base path is not in it.
    pub address: Box<str>,
    /// Its files, relative to the site's folder (`content/papers/…`); spans point into it. The first has the front matter.
    pub files: Vec<Arc<str>>,
    /// Front matter.
    pub meta: Meta,
    /// Whether it is one page.
    pub single: bool,
    /// Its sections in order; also filled for a paper on one page.
    pub sections: Vec<SectionRecord>,
    /// Everything that a link or cross-reference can point to, in reading order.
    pub anchors: Vec<Anchor>,
    /// Whether it has a `:::findings` box.
    pub has_findings: bool,
    /// Links, images, cross-references: what resolving must look up. [`ReferenceId`] points into it.
    pub references: Vec<Reference>,
    /// The charts, in reading order.
    pub charts: Vec<ChartRecord>,
    /// How many notes are cited.
    pub notes: u32,
    /// Words of the text, notes and repeated pull quotes left out.
    pub words: u32,
    /// Words of the opening alone.
    pub opening_words: u32,
}

/// The public facts of a section.
#[derive(Clone, Debug)]
pub struct SectionRecord {
    /// The last part of its address, and its id on the whole paper's page.
    pub id: Box<str>,
    /// The id that a link to its heading would use (`#propriété-intellectuelle`): the GitHub slug or the author's id.
    pub heading_id: Box<str>,
    /// Its title, without note marks.
    pub title: Vec<Inline>,
    /// The same as plain text.
    pub title_text: Box<str>,
    /// Its `summary`, in a section file.
    pub summary: Option<Box<str>>,
    /// Words, as [`Record::words`].
    pub words: u32,
    /// What [`Self::id`] used to be.
    pub old_ids: Box<[Box<str>]>,
    /// What [`Self::heading_id`] used to be.
    pub old_heading_ids: Box<[Box<str>]>,
    /// Where its heading stands.
    pub span: Span,
}

impl SectionRecord {
    /// The ids that it has and had: on the whole paper's page, everything in it is found under each of them.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.id).chain(self.old_ids.iter().map(|id| &**id))
    }

    /// The ids that its heading has and had.
    pub fn heading_ids(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.heading_id).chain(self.old_heading_ids.iter().map(|id| &**id))
    }
}

/// Something with an id.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// Index of its section; `None` is the opening.
    pub section: Option<u16>,
    /// Its id within the section (headings, boxes) or paper (figures, tables). For a section itself: its `heading_id`.
    pub id: Box<str>,
    /// What it is.
    pub kind: AnchorKind,
    /// Where it stands.
    pub span: Span,
}

/// What an anchor is.
#[derive(Clone, Debug, PartialEq)]
pub enum AnchorKind {
    /// The heading of a section: the page itself.
    Section,
    /// A heading inside a section, with its level (3 to 6) and plain text, for contents.
    Heading {
        /// 3 to 6.
        level: u8,
        /// Its words without notes.
        text: Box<str>,
    },
    /// A figure, with its printed number and caption.
    Figure {
        /// `None`: not numbered.
        number: Option<Box<str>>,
        /// Its words; empty when there is only a number.
        caption: Vec<Inline>,
    },
    /// A table, with its printed number and caption.
    Table {
        /// `None`: not numbered.
        number: Option<Box<str>>,
        /// Its words; empty when there is only a number.
        caption: Vec<Inline>,
    },
    /// An id that the heading before it used to have.
    Alias,
    /// A box, or anything else with an id.
    Other,
}

/// Something in the text that points elsewhere.
#[derive(Clone, Debug)]
pub struct Reference {
    /// To what.
    pub target: Target,
    /// How it is used, which decides what is fit for it.
    pub usage: Usage,
    /// The section in which it stands; `None` is the opening. Notes: the section of the definition.
    pub section: Option<u16>,
    /// Where it stands.
    pub span: Span,
}

/// How a reference is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// A link.
    Link,
    /// An image in a line of text.
    Image,
    /// An image as wide as the text.
    Figure,
    /// The image of a cover.
    Cover,
    /// A figure's data.
    Data,
    /// `@fig-…`, `@tbl-…`, `@sec-…`.
    Cross,
    /// A file of `downloads`.
    Download,
}

/// What a reference points to, as the author wrote it, made canonical.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A URL with a scheme, or `//host`; unsafe schemes never get here.
    Url(Box<str>),
    /// A file below `content/`; boxed, since most references are notes' links elsewhere, of which a site has millions.
    File(Box<FileTarget>),
    /// `#x` in this paper, or an id after `@`.
    Anchor(Box<str>),
    /// A path that leaves `content/`, or a URL that can't be used, as written; reported by parsing, printed as text.
    Unusable(Box<str>),
}

/// A file below `content/`: `papers/other/index.md`. Percent-escapes decoded, `..` applied, NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTarget {
    /// Relative to `content/`; a folder has no trailing `/`.
    pub path: Box<str>,
    /// After `?`, as written.
    pub query: Option<Box<str>>,
    /// After `#`, decoded.
    pub fragment: Option<Box<str>>,
    /// As written, for messages.
    pub written: Box<str>,
}

/// How exactly a publication date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// `"2020"`
    Year,
    /// `"2020-10"`
    Month,
    /// `2020-10-05`
    Day,
    /// `2020-10-05T09:00:00+02:00`
    Instant,
}

/// A date as given: printed and cited with its own precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dated {
    /// What it counts as in feeds and sorting: the first instant of its first day, UTC, unless an instant was given.
    pub instant: Timestamp,
    /// Its (first) day, in the offset that was written.
    pub day: Date,
    /// How much of it was given.
    pub precision: Precision,
}

/// An author as named in front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    /// The id of a file in `people/`, or a plain name: only the catalog can tell them apart.
    Written {
        /// As written.
        text: Box<str>,
        /// Where.
        span: Span,
    },
    /// A table with details.
    Described(Person),
}

/// Facts about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// As printed.
    pub name: Box<str>,
    /// The name by which the person is sorted and cited; derived from `name` if not given.
    pub sort_name: Option<Box<str>>,
    /// "Senior analyst"
    pub role: Option<Box<str>>,
    /// `0000-0002-1825-0097`, checked.
    pub orcid: Option<Box<str>>,
    /// An institution.
    pub affiliation: Option<Box<str>>,
    /// An address for mail.
    pub email: Option<Box<str>>,
    /// A site of the person's own.
    pub url: Option<Box<str>>,
}

/// A dated note of what changed after publication.
#[derive(Clone, Debug)]
pub struct Correction {
    /// When.
    pub date: Dated,
    /// What, as Markdown inlines.
    pub text: Vec<Inline>,
    /// The same as plain text.
    pub plain: Box<str>,
}

/// A file of the author's own, offered on the cover.
#[derive(Clone, Debug)]
pub struct Download {
    /// The file.
    pub reference: ReferenceId,
    /// What to call it.
    pub title: Box<str>,
}

/// `pages = …`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pages {
    /// A page for each `##`.
    #[default]
    Sections,
    /// One page.
    Single,
}

/// An old address of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// As [`Record::address`] is written, or ending in a file's name.
    pub address: Box<str>,
    /// The section that it leads to; `None` is the page itself.
    pub section: Option<u16>,
    /// Where it is given.
    pub span: Span,
}

/// A key that keeps a manuscript back, when it is given and can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// `embargo`
    Embargo,
    /// `draft`
    Draft,
}

impl Unread {
    /// The key as it is written.
    pub fn key(self) -> &'static str {
        match self {
            Self::Embargo => "embargo",
            Self::Draft => "draft",
        }
    }
}

/// Front matter. Texts are smart-punctuated.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    /// The title; a file without one is named after its file, with a diagnostic.
    pub title: Box<str>,
    /// Where the title stands, or the file's first byte.
    pub title_span: Span,
    /// The subtitle.
    pub subtitle: Option<Box<str>>,
    /// The abstract, as blocks.
    pub summary: Vec<Block>,
    /// The abstract as plain text; empty when there is none.
    pub summary_text: Box<str>,
    /// The authors in order.
    pub authors: Vec<Author>,
    /// Published.
    pub date: Option<Dated>,
    /// Whether a date is given: one that is none is reported by parsing, and is not lacking.
    pub date_given: bool,
    /// Last revised.
    pub updated: Option<Dated>,
    /// "Policy Papers"
    pub series: Option<Box<str>>,
    /// "12"
    pub number: Option<Box<str>>,
    /// Topics as written.
    pub topics: Vec<Box<str>>,
    /// "CC BY 4.0" or a URL.
    pub license: Option<Box<str>>,
    /// Without `https://doi.org/`.
    pub doi: Option<Box<str>>,
    /// The cover picture.
    pub cover: Option<ReferenceId>,
    /// The cover picture's alternative text.
    pub cover_alt: Option<Box<str>>,
    /// Never published while true.
    pub draft: bool,
    /// Not published before this instant; never, if a key is [`Meta::unread`].
    pub embargo: Option<Timestamp>,
    /// The key that should say whether it is published, and can't be read.
    pub unread: Option<Unread>,
    /// Whether not all that is given could be read, so that what is missing proves nothing.
    pub partial: bool,
    /// What changed after publication.
    pub corrections: Vec<Correction>,
    /// One page or many.
    pub pages: Pages,
    /// Old addresses.
    pub aliases: Vec<Alias>,
    /// Files of the author's own.
    pub downloads: Vec<Download>,
    /// A person's facts, when the file is in `people/`.
    pub person: Option<Box<Person>>,
}
