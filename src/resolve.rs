//! References to addresses.
//!
//! In: a record and the catalog. Out: one [`Link`] for each reference of the record, in order, and diagnostics.
//! Never: a paper's text, files, or how a link is printed.
//!
//! A path is looked for among manuscripts' files, assets, manuscripts by their key (`papers/x`), the site's addresses, and
//! `static/`, in this order. A link to a manuscript of the default language goes to its version in the language of the page
//! that the link is on, if there is one: translators need not touch links. A link that names another language's file
//! (`index.pl.md`), or the same manuscript in another language, goes where it says.

mod anchors;
mod files;
mod ids;
mod images;
mod missing;
mod names;
mod pages;
#[cfg(test)]
mod tests;
mod unused;

pub use unused::unused;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use self::ids::{Ids, Indexes};
use self::names::Names;
use crate::catalog::Catalog;
use crate::diagnostic::rules::links;
use crate::diagnostic::{Checked, Diagnostic};
use crate::paper::{Record, Reference, Target, Usage};
use crate::source::{Asset, DataTable, Picture, StaticFile};

/// What to do about a path as Windows writes it, `figures\map.png`; `None` for any other.
pub fn backslashes(written: &str) -> Option<String> {
    let names = written.contains('\\').then(|| written.replace('\\', "/"))?;
    Some(format!("write `/` between names, on Windows too: `{names}`"))
}

/// What a reference came to. Addresses are the site's own, without the base path; [`crate::render`] adds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// Somewhere else on the web, as written.
    External(Box<str>),
    /// A page (or feed, or file that is no asset) of this site.
    Address {
        /// `/papers/other/conclusions/`, with `?query` if one was written.
        address: Box<str>,
        /// An id on that page.
        fragment: Option<Box<str>>,
    },
    /// A place in this paper. On the page of the section it is `#fragment`; elsewhere the section's address comes first.
    Inside {
        /// The section; `None` is the cover.
        section: Option<u16>,
        /// An id in that section; `None` is the section itself.
        id: Option<Box<str>>,
        /// Whether the id is unique in the paper (figures, tables), so that `full/` does not prefix it.
        global: bool,
        /// For cross-references: what to call it.
        label: Option<Label>,
    },
    /// A file of the site; boxed, since most links are notes' links elsewhere, of which a site has millions.
    Asset(Box<PublishedFile>),
    /// Points nowhere that is published: its words are printed as text.
    Broken,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedFile {
    /// `/papers/x/figures/a.png`
    pub address: Box<str>,
    /// What is known of it if it is an image.
    pub picture: Option<Picture>,
    /// The table in it.
    pub data: Option<Arc<DataTable>>,
    /// Bytes.
    pub len: u64,
    /// `?query` and `#fragment` as written (`#page=12` of a PDF); mostly empty.
    pub suffix: Box<str>,
}

/// What a cross-reference prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// "Figure 2"
    Figure(Box<str>),
    /// "Table 2"
    Table(Box<str>),
    /// The section's title.
    Section(Box<str>),
}

/// What references may lead to.
pub struct Targets<'a> {
    catalog: &'a Catalog,
    assets: &'a BTreeMap<Box<str>, Asset>,
    statics: &'a BTreeMap<Box<str>, StaticFile>,
    names: OnceLock<Names>,
}

impl<'a> Targets<'a> {
    /// The records of a site and its files.
    pub fn new(
        catalog: &'a Catalog,
        assets: &'a BTreeMap<Box<str>, Asset>,
        statics: &'a BTreeMap<Box<str>, StaticFile>,
    ) -> Self {
        Self { catalog, assets, statics, names: OnceLock::new() }
    }

    /// Looks up every reference of a record, whose index in the catalog is `index`.
    pub fn resolve(&self, record: &Record, index: u32) -> Checked<Vec<Link>> {
        let mut problems = Vec::new();
        let indexes = Indexes::default();
        let Self { catalog, assets, statics, names } = self;
        let from = Origin { record, index, catalog, assets, statics, names, indexes: &indexes };
        let links = record.references.iter().map(|reference| from.link(reference, &mut problems)).collect();
        Checked::new(links, problems)
    }
}

/// The same for a record alone.
pub fn record(
    record: &Record,
    index: u32,
    catalog: &Catalog,
    assets: &BTreeMap<Box<str>, Asset>,
    statics: &BTreeMap<Box<str>, StaticFile>,
) -> Checked<Vec<Link>> {
    Targets::new(catalog, assets, statics).resolve(record, index)
}

/// The address that a path below `content/`, or an address, has on the site for readers of a language: what a menu's link
/// leads to. `None` if there is no such page, or it is not published.
pub fn address(written: &str, lang: &str, catalog: &Catalog) -> Option<String> {
    let path = written.trim_start_matches("./").trim_matches('/');
    match pages::find(path, catalog)? {
        pages::Found::Page(page) => {
            let page = pages::in_language(page, None, lang, None, catalog);
            pages::page_address(page, catalog)
        }
        pages::Found::Generated(address) => Some(address),
        pages::Found::Unpublished(_) => None,
    }
}

/// Where references are looked up from.
#[derive(Clone, Copy)]
struct Origin<'a> {
    record: &'a Record,
    index: u32,
    catalog: &'a Catalog,
    assets: &'a BTreeMap<Box<str>, Asset>,
    statics: &'a BTreeMap<Box<str>, StaticFile>,
    names: &'a OnceLock<Names>,
    indexes: &'a Indexes<'a>,
}

/// A path as a reference gives it.
#[derive(Clone, Copy)]
struct Path<'a> {
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
    written: &'a str,
}

impl Path<'_> {
    /// What was written after the path.
    fn suffix(self) -> Box<str> {
        let query = self.query.map(|query| format!("?{query}")).unwrap_or_default();
        let fragment = self.fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        (query + &fragment).into()
    }
}

impl<'a> Origin<'a> {
    /// The ids of the record itself.
    fn ids(self) -> Rc<Ids<'a>> {
        self.indexes.of(self.index, self.record)
    }

    /// What a path may have meant that leads nowhere.
    fn names(self) -> &'a Names {
        self.names.get_or_init(|| {
            let files = self.catalog.by_file.keys().filter_map(|file| file.strip_prefix("content/"));
            let paths = self.assets.keys().map(|path| &**path).chain(files);
            Names::new(paths, self.statics.keys().map(|address| &**address))
        })
    }

    fn link(self, reference: &Reference, problems: &mut Vec<Diagnostic>) -> Link {
        let place = || reference.span.place(&self.record.files);
        let found = match (&reference.target, reference.usage) {
            (Target::Unusable(_), _) => return Link::Broken,
            (Target::Url(url), Usage::Image | Usage::Figure | Usage::Cover | Usage::Data) => {
                let message = format!("`{url}` is on another site");
                Err(Diagnostic::new(&links::IMAGE_REMOTE, message)
                    .hint("save it beside the text, and name the file here"))
            }
            (Target::Url(url), _) => Ok(Link::External(url.clone())),
            (Target::Anchor(id), Usage::Cross) => self.cross_reference(id),
            (Target::Anchor(id), _) => self.inside(reference, id),
            (Target::File(file), usage) => {
                let path = Path {
                    path: &file.path,
                    query: file.query.as_deref(),
                    fragment: file.fragment.as_deref(),
                    written: &file.written,
                };
                match usage {
                    Usage::Link | Usage::Cross => self.page_or_file(path),
                    Usage::Data | Usage::Download => self.file(path, usage),
                    Usage::Image | Usage::Figure | Usage::Cover => self.file(path, usage).inspect(|link| {
                        let found = images::faults(path.written, link, usage);
                        problems.extend(found.into_iter().map(|problem| problem.at(place())));
                    }),
                }
            }
        };
        found.unwrap_or_else(|problem| {
            problems.push(problem.at(place()));
            Link::Broken
        })
    }

    /// `#id`: in the reference's own section, else in the paper.
    fn inside(self, reference: &Reference, id: &str) -> Result<Link, Diagnostic> {
        if id.is_empty() {
            return Ok(Link::Inside { section: reference.section, id: None, global: false, label: None });
        }
        let anchor = anchors::find(&self.ids(), reference.section, id)?;
        Ok(anchors::inside(anchor, None))
    }

    /// `@fig-…`, `@tbl-…`, `@sec-…`.
    fn cross_reference(self, id: &str) -> Result<Link, Diagnostic> {
        let (anchor, label) = anchors::cross_reference(&self.ids(), id)?;
        Ok(anchors::inside(anchor, Some(label)))
    }
}
