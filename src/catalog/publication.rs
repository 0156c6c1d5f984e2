//! What is published at an instant, and what is not.
//!
//! In: all records and a [`Clock`]. Out: a catalog with the published records in order, and what became of every file.
//! Never: a fact about an unpublished manuscript other than that it is not published, and why.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Catalog, people};
use crate::config::Config;
use crate::paper::{Kind, Record, Unread};

/// What decides whether a manuscript is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The instant that the site is built for.
    pub now: Timestamp,
    /// Whether drafts are to be seen, as in a preview. Embargoes hold all the same.
    pub drafts: bool,
}

/// Why a manuscript is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpublished {
    /// It is a draft.
    Draft,
    /// It is embargoed until then.
    Embargo(Timestamp),
    /// Whether it is a draft or embargoed can't be read.
    Unread(Unread),
}

impl Unpublished {
    /// The reason in a clause on the manuscript, which is "it" there.
    pub fn reason(self) -> String {
        match self {
            Self::Draft => "it is a draft".to_owned(),
            Self::Embargo(until) => format!("it is embargoed until {until}"),
            Self::Unread(key) => format!("its `{}` can't be read", key.key()),
        }
    }
}

/// What became of a file of a manuscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileEntry {
    /// It is part of a record.
    Published {
        /// The record.
        record: u32,
        /// The section that the file holds; `None` for the file with the opening and for files that are no section.
        section: Option<u16>,
    },
    /// It is not published.
    Unpublished(Unpublished),
}

/// Sets apart what is published, and puts it in order.
pub(super) fn publish(records: Vec<Arc<Record>>, config: &Config, clock: &Clock) -> Catalog {
    let mut catalog = Catalog::default();
    let mut published = Vec::with_capacity(records.len());
    for record in records {
        let why = held(&record, clock);
        if let Some(Unpublished::Embargo(until)) = why {
            catalog.next_change = Some(catalog.next_change.map_or(until, |next| next.min(until)));
        }
        match why {
            Some(why) => withhold(&mut catalog, &record, why),
            None => published.push(record),
        }
    }
    let rank =
        |lang: &Arc<str>| config.languages.iter().position(|known| known == lang).unwrap_or(usize::MAX);
    published.sort_by(|a, b| {
        let order = |r: &Record| (rank(&r.lang), r.files.first().cloned());
        a.key.cmp(&b.key).then_with(|| order(a).cmp(&order(b)))
    });
    for (at, record) in published.iter().enumerate() {
        index_files(&mut catalog, super::index(at), record);
        catalog.by_address.entry(record.address.clone()).or_insert(super::index(at));
    }
    catalog.records = published;
    catalog
}

/// Why a record is kept back, if it is.
fn held(record: &Record, clock: &Clock) -> Option<Unpublished> {
    let embargo = || record.meta.embargo.filter(|until| *until > clock.now).map(Unpublished::Embargo);
    match record.meta.unread {
        _ if record.meta.draft && !clock.drafts => Some(Unpublished::Draft),
        // What can't be read never ends, so that no instant changes anything.
        Some(key) => Some(Unpublished::Unread(key)),
        None => embargo(),
    }
}

fn withhold(catalog: &mut Catalog, record: &Record, why: Unpublished) {
    for file in &record.files {
        catalog.by_file.insert(file.clone(), FileEntry::Unpublished(why));
    }
    catalog.unpublished.entry(record.key.clone()).or_default().push((record.lang.clone(), why));
    catalog.unpublished_addresses.insert(record.address.clone(), why);
    if record.kind == Kind::Person {
        people::withhold(catalog, record);
    }
}

fn index_files(catalog: &mut Catalog, index: u32, record: &Record) {
    for (number, file) in record.files.iter().enumerate() {
        let of_file = |span: crate::paper::Span| number > 0 && usize::from(span.file) == number;
        let section = record.sections.iter().position(|section| of_file(section.span));
        let section = section.and_then(|at| u16::try_from(at).ok());
        catalog.by_file.insert(file.clone(), FileEntry::Published { record: index, section });
    }
}

impl Catalog {
    /// Why something at this address is not published, if that is so. Sections of a paper are not published when it is not.
    pub fn unpublished_at(&self, address: &str) -> Option<Unpublished> {
        let parent = || address.trim_end_matches('/').rsplit_once('/').map(|(parent, _)| parent.len() + 1);
        let at = |address: &str| self.unpublished_addresses.get(address).copied();
        at(address).or_else(|| address.get(..parent()?).and_then(at))
    }

    /// Why a file is not published, if the folder that it is in is that of manuscripts of which none is.
    pub fn unpublished_around(&self, path: &str) -> Option<Unpublished> {
        if self.unpublished.is_empty() {
            return None;
        }
        let folders =
            path.char_indices().rev().filter(|(_, c)| *c == '/').filter_map(|(at, _)| path.get(..at));
        let hidden = |key: &str| self.unpublished.get(key).filter(|_| self.versions(key).next().is_none());
        folders.into_iter().find_map(hidden).and_then(|versions| versions.first()).map(|(_, why)| *why)
    }
}
