//! Everything that pages may know of one another.
//!
//! In: the records of all manuscripts, settings, and what time it is. Out: [`Catalog`]: the records that are published, in
//! order, and indexes of them by file, key, address, language, topic, series and person. Never: a paper's text, files, or a
//! trace of what is not published beyond the paths that tell an author so.

mod addresses;
mod clashes;
mod described;
mod editions;
#[cfg(test)]
pub(crate) mod fixture;
mod groups;
mod people;
mod publication;
#[cfg(test)]
mod tests;

pub use addresses::{Owner, has_section_pages};
pub use clashes::with_statics;
pub use groups::{Group, Membership};
pub use people::ResolvedAuthor;
pub use publication::{Clock, FileEntry, Unpublished};

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::config::Config;
use crate::diagnostic::Checked;
use crate::language::Language;
use crate::paper::{Kind, Person, Record};

/// The published records of a site, and indexes of them. A number in it is an index into [`Catalog::records`].
#[derive(Debug, Default)]
pub struct Catalog {
    /// What is published (and drafts, if they are to be seen), sorted by key and then by language as the site orders them.
    pub records: Vec<Arc<Record>>,
    /// The authors of each record, looked up in `people/`.
    pub authors: Vec<Vec<ResolvedAuthor>>,
    /// The topics, series and collection of each record, as indexes into the lists of its own [`Edition`].
    pub memberships: Vec<Membership>,
    /// What each language of the site has, in the order of the settings; the first is the default.
    pub editions: Vec<Edition>,
    /// Papers in all languages, newest first.
    pub papers: Vec<u32>,
    /// Every file of every manuscript (`content/…`), with what became of it.
    pub by_file: BTreeMap<Arc<str>, FileEntry>,
    /// Manuscripts that are not published, by key and language.
    pub(crate) unpublished: BTreeMap<Box<str>, Vec<(Arc<str>, Unpublished)>>,
    /// The same by address.
    pub(crate) unpublished_addresses: BTreeMap<Box<str>, Unpublished>,
    /// People by id, each in the languages that have a page of them.
    pub(crate) people: BTreeMap<Box<str>, Vec<u32>>,
    /// The names of people whose pages are not published.
    pub(crate) withheld_people: BTreeMap<Box<str>, Person>,
    /// How many papers a page of each collection lists.
    pub(crate) per_page: BTreeMap<Box<str>, usize>,
    /// Records by address; of several at one address, the first.
    pub(crate) by_address: BTreeMap<Box<str>, u32>,
    /// When the next embargo ends: the output changes at that instant, and not before, if nothing else does.
    pub next_change: Option<Timestamp>,
}

/// What the site has in one language.
#[derive(Debug)]
pub struct Edition {
    /// The language.
    pub language: Arc<Language>,
    /// What its addresses begin with: empty for the default language, `/pl` for another.
    pub prefix: Box<str>,
    /// Its home page, if one is written.
    pub home: Option<u32>,
    /// Its papers, newest first.
    pub papers: Vec<u32>,
    /// Collections that have papers or a page of their own, by folder name.
    pub collections: Vec<Group>,
    /// Topics in the order of the language.
    pub topics: Vec<Group>,
    /// Series in the order of the language, each by number, highest first.
    pub series: Vec<Group>,
    /// People with a page in this language, by the names that they are sorted by.
    pub people: Vec<Group>,
}

impl Edition {
    /// The language's tag.
    pub fn lang(&self) -> &Arc<str> {
        self.language.tag()
    }
}

impl Catalog {
    /// A record, if there is one of that index.
    pub fn record(&self, index: u32) -> Option<&Record> {
        self.records.get(index as usize).map(|record| &**record)
    }

    /// The edition of a language; of a language that the site does not have, the default one.
    pub fn edition(&self, lang: &str) -> Option<&Edition> {
        self.editions.iter().find(|edition| &**edition.lang() == lang).or_else(|| self.editions.first())
    }

    /// The versions of a key, in the order of the site's languages.
    pub fn versions(&self, key: &str) -> impl Iterator<Item = u32> + use<> {
        let start = self.records.partition_point(|record| &*record.key < key);
        let end = self.records.partition_point(|record| &*record.key <= key);
        (start..end).map(index)
    }

    /// The version of a key in a language.
    pub fn version(&self, key: &str, lang: &str) -> Option<u32> {
        self.versions(key).find(|&i| self.record(i).is_some_and(|record| &*record.lang == lang))
    }

    /// The same page in all languages that have it, itself included; empty when no other has it.
    pub fn alternates(&self, record: u32) -> Vec<u32> {
        let Some(key) = self.record(record).map(|record| &record.key) else { return Vec::new() };
        let versions: Vec<u32> = self.versions(key).collect();
        if versions.len() > 1 { versions } else { Vec::new() }
    }

    /// The person page of a record's person, or a collection's own page: what lists it, if it is such a page.
    pub fn group_of(&self, record: u32) -> Option<&Group> {
        let found = self.record(record)?;
        let edition = self.edition(&found.lang)?;
        let groups = match found.kind {
            Kind::Person => &edition.people,
            Kind::Collection => &edition.collections,
            Kind::Home | Kind::Page | Kind::Paper => return None,
        };
        groups.iter().find(|group| group.record == Some(record))
    }
}

/// Gathers the records of a site.
pub fn catalog(records: Vec<Arc<Record>>, config: &Config, clock: &Clock) -> Checked<Catalog> {
    let mut problems = Vec::new();
    let mut catalog = publication::publish(records, config, clock);
    catalog.per_page = addresses::per_page(config);
    people::resolve(&mut catalog, &mut problems);
    editions::gather(&mut catalog, config, &mut problems);
    clashes::find(&catalog, &mut problems);
    described::lacks(&catalog, &mut problems);
    Checked::new(catalog, problems)
}

/// An index as the catalog keeps it.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
