//! What stands at an address.
//!
//! In: a catalog and an address. Out: its [`Owner`]. Never: a table of all addresses; that is the site's, and this answers
//! from the records alone.

use std::collections::BTreeMap;

use super::{Catalog, Edition, Group};
use crate::paper::{Kind, Record};

/// What makes the page or file at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A record: its only page, its cover, or the page that it introduces.
    Record(u32),
    /// The page of a section.
    Section(u32, u16),
    /// The page of a whole paper, `full/`.
    Whole(u32),
    /// `cite.bib`, `cite.ris` or `cite.json` of a paper.
    Citation(u32),
    /// A page that lists papers, topics, people or series and that no file introduces.
    List,
    /// A feed, or another file for machines.
    File,
}

/// The citation files of a paper.
const CITATIONS: [&str; 3] = ["cite.bib", "cite.json", "cite.ris"];
const FEEDS: [&str; 2] = ["feed.atom", "feed.json"];
const ROOT_FILES: [&str; 3] = ["/404.html", "/robots.txt", "/sitemap.xml"];

/// An address as the folder it is in and its last part: `/papers/x/` and `full/`.
pub(super) fn parent(address: &str) -> Option<(&str, &str)> {
    let at = address.strip_suffix('/').unwrap_or(address).rfind('/')?;
    address.split_at_checked(at + 1).filter(|(_, last)| !last.is_empty())
}

/// Whether a record has pages for its sections.
pub fn has_section_pages(record: &Record) -> bool {
    record.kind == Kind::Paper && !record.single && !record.sections.is_empty()
}

impl Catalog {
    /// What stands at an address, written as [`Record::address`] is or as a file's.
    pub fn owner(&self, address: &str) -> Option<Owner> {
        let record = || self.by_address.get(address).copied().map(Owner::Record);
        record().or_else(|| self.below_record(address)).or_else(|| self.generated(address))
    }

    /// Whether a link to an address leads somewhere.
    pub fn has_address(&self, address: &str) -> bool {
        self.owner(address).is_some()
    }

    /// What stands at an address that is below a paper's.
    pub(super) fn below_record(&self, address: &str) -> Option<Owner> {
        let (folder, last) = parent(address)?;
        let index = *self.by_address.get(folder)?;
        let record = self.record(index).filter(|record| record.kind == Kind::Paper)?;
        if CITATIONS.contains(&last) {
            return Some(Owner::Citation(index));
        }
        let id = last.strip_suffix('/').filter(|_| has_section_pages(record))?;
        if id == "full" {
            return Some(Owner::Whole(index));
        }
        let at = record.sections.iter().position(|section| &*section.id == id)?;
        u16::try_from(at).ok().map(|at| Owner::Section(index, at))
    }

    /// What stands at an address that no record has: lists, feeds and files for machines.
    pub(super) fn generated(&self, address: &str) -> Option<Owner> {
        if ROOT_FILES.contains(&address) {
            return Some(Owner::File);
        }
        let rest =
            |edition: &Edition| address.strip_prefix(&*edition.prefix).filter(|rest| rest.starts_with('/'));
        let in_edition = |edition: &&Edition| rest(edition).is_some();
        let named = self.editions.iter().skip(1).find(in_edition);
        let edition = named.or_else(|| self.editions.first())?;
        let rest = rest(edition)?;
        let [topics, series, collections] = [&edition.topics, &edition.series, &edition.collections];
        match rest {
            "/" => self.is_published(edition).then_some(Owner::List),
            "/feed.atom" | "/feed.json" => self.is_published(edition).then_some(Owner::File),
            "/topics/" | "/series/" | "/people/" => self.is_published(edition).then_some(Owner::List),
            _ if rest.starts_with("/topics/") => self.listed(topics, address, &FEEDS, Some("papers")),
            _ if rest.starts_with("/series/") => self.listed(series, address, &[], Some("papers")),
            _ => self.listed(collections, address, &FEEDS, None),
        }
    }

    /// Whether a language has pages. The default one always has.
    fn is_published(&self, edition: &Edition) -> bool {
        let default = edition.prefix.is_empty();
        default || self.records.iter().any(|record| record.lang == *edition.lang())
    }

    /// The page of one of these groups, a further page of it, or its feed, if such groups have feeds. How many papers a page
    /// lists is set for the collection `sized_by`, or for the group itself.
    fn listed(
        &self,
        groups: &[Group],
        address: &str,
        feeds: &[&str],
        sized_by: Option<&str>,
    ) -> Option<Owner> {
        let (folder, last) = parent(address)?;
        let group_at = |address: &str| groups.iter().find(|group| &*group.address == address);
        if feeds.contains(&last) {
            return group_at(folder).map(|_| Owner::File);
        }
        if group_at(address).is_some() {
            return Some(Owner::List);
        }
        let number: usize = last.strip_suffix('/')?.parse().ok()?;
        let (list, _) = parent(folder).filter(|(_, page)| *page == "page/")?;
        let group = group_at(list)?;
        let per_page = self.per_page.get(sized_by.unwrap_or(&group.slug)).copied().unwrap_or(20).max(1);
        (2..=group.records.len().div_ceil(per_page)).contains(&number).then_some(Owner::List)
    }
}

/// How many papers a page of each collection lists.
pub(super) fn per_page(config: &crate::config::Config) -> BTreeMap<Box<str>, usize> {
    config.collections.iter().map(|(folder, collection)| (folder.clone(), collection.per_page)).collect()
}
