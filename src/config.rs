//! The settings of a site: `content/site.toml`.
//!
//! In: the text of the file. Out: [`Config`], with a diagnostic for every unknown key and wrong type.
//! Never: reading files, or knowing a theme (its options stay fields until the theme checks them).

mod base_url;
pub mod baseline;
mod hosting;
mod links;
mod lint;
mod read;

pub use links::Links;
pub use read::parse;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Rule, Severity};
use crate::fields::{At, Fields};
use crate::hosting::HostFile;
use crate::paper::Span;

/// The settings of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// `content/site.toml`, for places.
    pub path: Arc<str>,
    /// The site's name.
    pub title: Box<str>,
    /// The site's name in other languages: `[titles]`, `pl = "…"`.
    pub titles: BTreeMap<Box<str>, Box<str>>,
    /// One sentence on what the site is, for feeds and the home page's description; by language in `[descriptions]`.
    pub description: Option<Box<str>>,
    /// The description in other languages.
    pub descriptions: BTreeMap<Box<str>, Box<str>>,
    /// Where the site is published.
    pub base: BaseUrl,
    /// BCP 47 tags; the first is the default and has no prefix.
    pub languages: Vec<Arc<str>>,
    /// Whether `$…$` is mathematics.
    pub math: bool,
    /// Whether HTML beyond FORMAT's list passes through as written.
    pub raw_html: bool,
    /// Whether quotes and dashes are set by the language's rules.
    pub smart_punctuation: bool,
    /// Who publishes.
    pub publisher: Publisher,
    /// The theme.
    pub theme: ThemeChoice,
    /// Collections by folder name. `papers` is always one.
    pub collections: BTreeMap<Box<str>, Collection>,
    /// Links in the header and footer, by language (a language without its own has the default's).
    pub menus: BTreeMap<Arc<str>, Menu>,
    /// Copies of images: `[images]`.
    pub images: Images,
    /// Links to other sites: `[links]`.
    pub links: Links,
    /// Files for the site's host that each build makes: `[hosting]`.
    pub hosting: Vec<At<HostFile>>,
    /// How many megabytes of slow results are kept for the next build: `[cache]`.
    pub cache_megabytes: u32,
    /// Severities: `[lint]`.
    pub lint: Vec<LintSetting>,
    /// The problems that fail no build: `baseline.toml`.
    pub baseline: Arc<baseline::Baseline>,
}

/// A URL split where the site begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.org`
    pub origin: Box<str>,
    /// `/publications` or empty; never ends in `/`.
    pub path: Box<str>,
}

impl BaseUrl {
    /// The absolute URL of an address of the site.
    pub fn absolute(&self, address: &str) -> String {
        format!("{}{}{}", self.origin, self.path, address)
    }

    /// The address as links on the site's own pages write it.
    pub fn relative(&self, address: &str) -> String {
        format!("{}{}", self.path, address)
    }
}

/// `[publisher]`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Publisher {
    /// Its name; the site's title if not given.
    pub name: Box<str>,
    /// Its postal address.
    pub address: Option<Box<str>>,
    /// Its own site.
    pub url: Option<Box<str>>,
    /// Its address for mail.
    pub email: Option<Box<str>>,
    /// A path below `content/` (with or without a leading `/`).
    pub logo: Option<(Box<str>, Span)>,
    /// The logo for dark pages.
    pub logo_dark: Option<(Box<str>, Span)>,
}

/// `[theme]`
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeChoice {
    /// A built-in theme or a folder of `themes/`.
    pub name: Box<str>,
    /// Where it is named, or the whole file.
    pub span: Span,
    /// `[theme.options]`, unchecked.
    pub options: Fields,
}

/// `[collections.<folder>]`
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// Its title; its `index.md`'s title stands before it.
    pub title: Box<str>,
    /// How many papers a list page shows; 20 unless given.
    pub per_page: usize,
}

/// `[images]`: which copies of images are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// Widths in pixels, in rising order; none for no copies.
    pub widths: Vec<u32>,
    /// Of lossy copies, 1 to 100.
    pub quality: u8,
}

/// Links in the header and the footer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Menu {
    /// In the header.
    pub header: Vec<MenuLink>,
    /// In the footer.
    pub footer: Vec<MenuLink>,
}

/// A link of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuLink {
    /// Its words.
    pub title: Box<str>,
    /// A URL, an address (`/topics/`), or a file below `content/` (`about.md`).
    pub link: Box<str>,
    /// Where it is written.
    pub span: Span,
}

/// One setting of `[lint]`: a rule's severity for the site, or for a file or folder of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LintSetting {
    /// The rule.
    pub rule: &'static Rule,
    /// `None` is "off".
    pub severity: Option<Severity>,
    /// Why, if it says so.
    pub reason: Option<Box<str>>,
    /// A file or folder below `content/`, without slashes around it; empty is the whole site.
    pub path: At<Box<str>>,
    /// Where it is written.
    pub span: Span,
}

#[cfg(test)]
mod tests;
