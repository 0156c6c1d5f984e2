//! The frames of feeds, citation files, the sitemap and redirects.
//!
//! In: the site. Out: the types of [`super::machine_frame`]. Never: their formats; that is rendering.

use std::ops::Bound;

use super::cited::full_title;
use super::machine_frame::{Citation, FeedAuthor, FeedEntry, FeedFrame, RedirectFrame, SitemapEntry};
use super::{Destination, Entry, GENERATOR, ListKey, PageKey, SITEMAP_LENGTH, Site};
use crate::language::Language;
use crate::paper::{Kind, Person, Record};

/// How many papers a feed holds.
const FEED_LENGTH: usize = 50;

impl Site {
    /// A feed, for both of its formats.
    pub fn feed(&self, key: &ListKey) -> FeedFrame {
        let lang = self.list_lang(key);
        let site = self.site_frame(lang);
        let page = self.list_address(key, 1);
        let newest = self.list_papers(key).iter().take(FEED_LENGTH);
        let entries: Vec<FeedEntry> = newest.filter_map(|index| self.feed_entry(*index)).collect();
        let title = match key {
            ListKey::Home(_) => site.title.clone(),
            _ => format!("{}: {}", site.title, self.list_title(key)),
        };
        FeedFrame {
            title,
            subtitle: self.description(lang).map(str::to_owned),
            lang: lang.clone(),
            atom: self.config.base.absolute(&format!("{page}feed.atom")),
            json: self.config.base.absolute(&format!("{page}feed.json")),
            page: self.config.base.absolute(&page),
            publisher: site.publisher.name.clone(),
            updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(self.printed),
            entries,
            generator: GENERATOR,
        }
    }

    /// A paper without a date has no place in a feed, which is ordered by time.
    fn feed_entry(&self, index: u32) -> Option<FeedEntry> {
        let record = self.record(index)?;
        let meta = &record.meta;
        let published = meta.date?.instant;
        let language = self.language(&record.lang);
        let corrected = meta.corrections.iter().map(|correction| correction.date.instant).max();
        let updated = [meta.updated.map(|date| date.instant), corrected].into_iter().flatten().max();
        let authors = self.catalog.authors.get(index as usize);
        let author = |author: &crate::catalog::ResolvedAuthor| FeedAuthor {
            name: author.person.name.to_string(),
            url: author
                .record
                .and_then(|at| self.record(at))
                .map(|at| self.config.base.absolute(&at.address)),
        };
        Some(FeedEntry {
            title: meta.title.to_string(),
            url: self.config.base.absolute(&record.address),
            lang: record.lang.clone(),
            published,
            updated: updated.map_or(published, |updated| updated.max(published)),
            authors: authors.into_iter().flatten().map(author).collect(),
            summary: meta.summary_text.to_string(),
            topics: meta.topics.iter().map(|topic| topic.to_string()).collect(),
            corrections: corrections(record, language),
        })
    }

    /// What a paper is cited by.
    pub fn citation(&self, index: u32) -> Option<Citation> {
        let record = self.record(index).filter(|record| record.kind == Kind::Paper)?;
        let meta = &record.meta;
        let owned = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        let authors = self.catalog.authors.get(index as usize);
        let people: Vec<Person> = authors.into_iter().flatten().map(|author| author.person.clone()).collect();
        Some(Citation {
            key: citation_key(record, people.first(), self.config.languages.first() == Some(&record.lang)),
            title: full_title(&meta.title, meta.subtitle.as_deref()),
            authors: people,
            date: meta.date,
            publisher: self.site_frame(&record.lang).publisher.name.clone(),
            series: owned(&meta.series),
            number: owned(&meta.number),
            doi: owned(&meta.doi),
            url: self.config.base.absolute(&record.address),
            lang: record.lang.clone(),
            summary: meta.summary_text.to_string(),
            topics: meta.topics.iter().map(|topic| topic.to_string()).collect(),
        })
    }

    /// The addresses of the parts of a sitemap that is too long for one file; none of one that is not.
    pub fn sitemap_addresses(&self) -> impl Iterator<Item = String> + use<> {
        let parts = self.sitemap_starts.len();
        (1..=parts).filter(move |_| parts > 1).map(|number| format!("/sitemap-{number}.xml"))
    }

    /// The pages of a part of the sitemap, counted from 0, in the order of addresses.
    pub fn sitemap(&self, part: usize) -> Vec<SitemapEntry> {
        let Some(start) = self.sitemap_starts.get(part) else { return Vec::new() };
        self.indexed_from(start)
            .take(SITEMAP_LENGTH)
            .map(|(address, key)| SitemapEntry {
                url: self.config.base.absolute(address),
                modified: self.modified(key),
                alternates: self
                    .alternate_addresses(key)
                    .into_iter()
                    .map(|(lang, address)| (lang, self.config.base.absolute(&address)))
                    .collect(),
            })
            .collect()
    }

    /// Every page that indexers should know, in the order of addresses.
    pub(super) fn indexed(&self) -> impl Iterator<Item = (&str, &PageKey)> {
        self.indexed_from("")
    }

    fn indexed_from(&self, start: &str) -> impl Iterator<Item = (&str, &PageKey)> {
        let entries = self.entries.range::<str, _>((Bound::Included(start), Bound::Unbounded));
        entries.filter_map(|(address, entry)| match entry {
            Entry::Page(key) if !self.is_noindex(key) => Some((&**address, key)),
            _ => None,
        })
    }

    /// Where an old address leads.
    pub fn redirect(&self, to: Destination) -> Option<RedirectFrame> {
        let record = self.record(to.record())?;
        let section = match to {
            Destination::Section(_, at) => record.sections.get(usize::from(at)),
            Destination::Record(_) | Destination::Full(_) => None,
        };
        let address = self.destination(to);
        Some(RedirectFrame {
            href: self.href(&address),
            absolute: self.config.base.absolute(&address),
            title: section.map_or(&record.meta.title, |section| &section.title_text).to_string(),
            lang: record.lang.clone(),
        })
    }

    /// The address that an old one leads to; with a fragment, for a section of a paper on one page.
    pub fn destination(&self, to: Destination) -> String {
        match to {
            Destination::Record(index) => self.address(&PageKey::Record(index)),
            Destination::Full(index) => self.address(&PageKey::Full(index)),
            Destination::Section(index, at) => {
                let address = self.address(&PageKey::Section(index, at));
                match self.record(index).filter(|record| record.single) {
                    Some(record) => {
                        let id = address.strip_prefix(&*record.address).unwrap_or_default();
                        format!("{}#{}", record.address, id.trim_end_matches('/'))
                    }
                    None => address,
                }
            }
        }
    }
}

fn corrections(record: &Record, language: &Language) -> Vec<(String, String)> {
    let line = |correction: &crate::paper::Correction| {
        (language.date(&correction.date), correction.plain.to_string())
    };
    record.meta.corrections.iter().map(line).collect()
}

/// `chatys2020-safe-cities`: the first author's family name, the year, and the last part of the address, then the
/// language if it is not the default.
fn citation_key(record: &Record, author: Option<&Person>, default: bool) -> String {
    let (_, name) = record.key.rsplit_once('/').unwrap_or(("", &record.key));
    let family = author.and_then(|person| match &person.sort_name {
        Some(sort_name) => sort_name.split(',').next(),
        None => person.name.split_whitespace().last(),
    });
    let family = crate::language::slug(family.unwrap_or_default()).replace('-', "");
    let year = record.meta.date.map(|date| date.day.year().to_string()).unwrap_or_default();
    let lang = if default { String::new() } else { format!("-{}", record.lang) };
    format!("{family}{year}-{}{lang}", crate::language::slug(name)).trim_matches('-').to_owned()
}
