//! What feeds, citation files, the sitemap and redirects are written from.
//!
//! In: nothing. Out: types; every address in them is a whole URL unless it says otherwise. Never: behaviour.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::paper::{Dated, Person};

/// A feed, for both of its formats.
#[derive(Clone, Debug)]
pub struct FeedFrame {
    /// "Centre for Asian Affairs: Digital government"
    pub title: String,
    /// One sentence.
    pub subtitle: Option<String>,
    /// BCP 47.
    pub lang: Arc<str>,
    /// The page that the feed belongs to.
    pub page: String,
    /// The feed in Atom.
    pub atom: String,
    /// The feed in JSON.
    pub json: String,
    /// Who publishes.
    pub publisher: String,
    /// The newest `updated` of the entries; for an empty feed, the instant that the run prints (`SOURCE_DATE_EPOCH`, else 1970).
    pub updated: Timestamp,
    /// Newest first, at most 50.
    pub entries: Vec<FeedEntry>,
    /// `offprint 0.1.0`
    pub generator: &'static str,
}

/// A paper in a feed.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Its title.
    pub title: String,
    /// Its cover's URL; also its id.
    pub url: String,
    /// BCP 47.
    pub lang: Arc<str>,
    /// Published.
    pub published: Timestamp,
    /// Revised, else published.
    pub updated: Timestamp,
    /// Names.
    pub authors: Vec<FeedAuthor>,
    /// The abstract, plain.
    pub summary: String,
    /// Topics.
    pub topics: Vec<String>,
    /// Corrections: date for readers and plain text, newest last.
    pub corrections: Vec<(String, String)>,
}

/// An author in a feed.
#[derive(Clone, Debug)]
pub struct FeedAuthor {
    /// As printed.
    pub name: String,
    /// The person's page.
    pub url: Option<String>,
}

/// What a paper is cited by, for BibTeX, RIS and CSL-JSON alike.
#[derive(Clone, Debug)]
pub struct Citation {
    /// `chatys2020pandemic`: ASCII, unique on the site.
    pub key: String,
    /// Title and subtitle, joined by ": ".
    pub title: String,
    /// The authors; empty: the publisher is the author.
    pub authors: Vec<Person>,
    /// Published.
    pub date: Option<Dated>,
    /// The institution.
    pub publisher: String,
    /// "Policy Papers"
    pub series: Option<String>,
    /// "12"
    pub number: Option<String>,
    /// Without `https://doi.org/`.
    pub doi: Option<String>,
    /// The cover's URL.
    pub url: String,
    /// BCP 47.
    pub lang: Arc<str>,
    /// The abstract, plain.
    pub summary: String,
    /// Topics.
    pub topics: Vec<String>,
}

/// A line of the sitemap.
#[derive(Clone, Debug)]
pub struct SitemapEntry {
    /// The URL.
    pub url: String,
    /// The day of the last change that is known.
    pub modified: Option<Date>,
    /// `hreflang` and URL of each version, this one included; empty when there is only one.
    pub alternates: Vec<(Arc<str>, String)>,
}

/// An old address.
#[derive(Clone, Debug)]
pub struct RedirectFrame {
    /// The new address, for links on the site.
    pub href: String,
    /// The new URL.
    pub absolute: String,
    /// The new page's title.
    pub title: String,
    /// BCP 47.
    pub lang: Arc<str>,
}
