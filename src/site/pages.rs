//! The frame of each page.
//!
//! In: the site and a page's key. Out: [`Frame`]. Never: how a page looks.

use std::sync::Arc;

use jiff::civil::Date;

use super::frame::{
    Alternate, AuthorFrame, FeedLink, Frame, LinkFrame, PageFrame, PageKind, PaperFrame, SectionFrame,
};
use super::metadata::{self, Described};
use super::paper_frame::minutes;
use super::{ListKey, PageKey, Site};
use crate::paper::{AnchorKind, Kind, Record};

/// A description is cut at a word's end near this length, about what search engines show.
const DESCRIPTION: usize = 300;

/// The kind of a page.
pub(super) fn kind(site: &Site, key: &PageKey) -> PageKind {
    match key {
        PageKey::Record(index) => match site.record(*index) {
            Some(record) if record.kind == Kind::Paper && record.single => PageKind::Single,
            Some(record) if record.kind == Kind::Paper => PageKind::Paper,
            Some(record) if record.kind == Kind::Person => PageKind::Person,
            _ => PageKind::Page,
        },
        PageKey::Section(..) => PageKind::Section,
        PageKey::Full(_) => PageKind::Full,
        PageKey::List(ListKey::Home(_), _) => PageKind::Home,
        PageKey::List(ListKey::Collection(..), _) => PageKind::Collection,
        PageKey::List(ListKey::Topic(..), _) => PageKind::Topic,
        PageKey::List(ListKey::Series(..), _) => PageKind::Series,
        PageKey::Topics(_) => PageKind::Topics,
        PageKey::People(_) => PageKind::People,
        PageKey::AllSeries(_) => PageKind::AllSeries,
        PageKey::NotFound => PageKind::NotFound,
    }
}

impl Site {
    /// The frame of a page. `paper` is the frame of the paper that it is part of, made once for all its pages.
    pub fn frame(&self, key: &PageKey, paper: Option<Arc<PaperFrame>>) -> Frame {
        let site = self.site_frame(&self.page_lang(key)).clone();
        let section = self.section_frame(key);
        let person = match key {
            PageKey::Record(index) => self.person_frame(*index),
            _ => None,
        };
        let mut page = self.page_frame(key, paper.as_deref());
        page.properties = metadata::open_graph(&page, &site, paper.as_deref());
        if let (PageKind::Paper | PageKind::Full | PageKind::Single, Some(record), Some(paper)) =
            (page.kind, self.page_record(key), paper.as_deref())
        {
            page.meta = metadata::citation(record, paper, &site);
        }
        page.json_ld = metadata::json_ld(&Described {
            page: &page,
            site: &site,
            base: &self.config.base,
            paper: paper.as_deref(),
            section: section.as_ref(),
            person: person.as_ref(),
        });
        let list = match key {
            PageKey::List(list, number) => Some(self.list_frame(list, *number)),
            PageKey::Record(index) if person.is_some() => Some(self.papers_by_person(*index)),
            _ => None,
        };
        let groups = match key {
            PageKey::Topics(lang) => self.topic_groups(lang),
            PageKey::AllSeries(lang) => self.series_groups(lang),
            PageKey::People(lang) => self.people_groups(lang),
            _ => Vec::new(),
        };
        Frame { site, page, paper, section, list, person, groups }
    }

    /// The record that a page is made from.
    pub fn page_record_index(&self, key: &PageKey) -> Option<u32> {
        match key {
            PageKey::Record(index) | PageKey::Section(index, _) | PageKey::Full(index) => Some(*index),
            PageKey::List(list, 1) => self.list_record(list),
            PageKey::Topics(lang) => self.catalog.version("topics", lang),
            PageKey::People(lang) => self.catalog.version("people", lang),
            PageKey::AllSeries(lang) => self.catalog.version("series", lang),
            _ => None,
        }
    }

    /// The pages that show a record's own text.
    pub fn pages_of(&self, index: u32) -> Vec<PageKey> {
        let Some(record) = self.record(index) else { return Vec::new() };
        let own = self.entries.get(&record.address).and_then(|entry| match entry {
            super::Entry::Page(key) if self.page_record_index(key) == Some(index) => Some(key.clone()),
            _ => None,
        });
        let mut pages: Vec<PageKey> = own.into_iter().collect();
        if record.kind == Kind::Paper && !record.single && !pages.is_empty() {
            pages.extend((0u16..).zip(&record.sections).map(|(at, _)| PageKey::Section(index, at)));
            pages.push(PageKey::Full(index));
        }
        pages
    }

    fn page_record(&self, key: &PageKey) -> Option<&Record> {
        self.page_record_index(key).and_then(|index| self.record(index))
    }

    fn page_lang(&self, key: &PageKey) -> Arc<str> {
        match key {
            PageKey::List(list, _) => self.list_lang(list).clone(),
            PageKey::Topics(lang) | PageKey::People(lang) | PageKey::AllSeries(lang) => lang.clone(),
            _ => match self.page_record(key) {
                Some(record) => record.lang.clone(),
                None => self.config.languages.first().cloned().unwrap_or_default(),
            },
        }
    }

    /// The address of a page, without the base path.
    pub fn address(&self, key: &PageKey) -> String {
        let of = |index: &u32| self.record(*index).map_or("/", |record| &*record.address);
        match key {
            PageKey::Record(index) => of(index).to_owned(),
            PageKey::Section(index, at) => {
                let section = self.record(*index).and_then(|record| record.sections.get(usize::from(*at)));
                format!("{}{}/", of(index), section.map_or("", |section| &*section.id))
            }
            PageKey::Full(index) => format!("{}full/", of(index)),
            PageKey::List(list, page) => self.list_address(list, *page),
            PageKey::Topics(lang) => format!("{}topics/", self.root(lang)),
            PageKey::People(lang) => format!("{}people/", self.root(lang)),
            PageKey::AllSeries(lang) => format!("{}series/", self.root(lang)),
            PageKey::NotFound => "/404.html".to_owned(),
        }
    }

    fn page_frame(&self, key: &PageKey, paper: Option<&PaperFrame>) -> PageFrame {
        let address = self.address(key);
        let site = self.site_frame(&self.page_lang(key));
        let title = self.page_title(key);
        let window_title = match (kind(self, key), paper) {
            (PageKind::Home, _) => site.title.clone(),
            (PageKind::Section | PageKind::Full, Some(paper)) if paper.title != title => {
                format!("{title} · {} · {}", paper.title, site.title)
            }
            _ => format!("{title} · {}", site.title),
        };
        PageFrame {
            kind: kind(self, key),
            href: self.href(&address),
            canonical: self.config.base.absolute(&address),
            window_title,
            description: shorten(&self.page_description(key), DESCRIPTION),
            noindex: self.is_noindex(key),
            draft: self.page_record(key).is_some_and(|record| record.meta.draft),
            alternates: self.alternates(key),
            trail: self.trail(key, paper),
            feeds: self.feed_links(key),
            meta: Vec::new(),
            properties: Vec::new(),
            json_ld: String::new(),
            address,
            title,
        }
    }

    /// Drafts, pages without an address of their own, lists of nothing, and a whole preview are not for indexers.
    pub(super) fn is_noindex(&self, key: &PageKey) -> bool {
        *key == PageKey::NotFound
            || self.lists_nothing(key)
            || self.drafts
            || self.page_record(key).is_some_and(|record| record.meta.draft)
    }

    /// Whether a page is an index that is there while nothing is in it.
    fn lists_nothing(&self, key: &PageKey) -> bool {
        match key {
            PageKey::Topics(lang) => self.topics(lang).is_empty(),
            PageKey::AllSeries(lang) => self.series(lang).is_empty(),
            PageKey::People(lang) => self.people(lang).is_empty(),
            _ => false,
        }
    }

    fn page_title(&self, key: &PageKey) -> String {
        let word = |lang: &str, key: &str| self.site_frame(lang).words.text(key).to_owned();
        let written = self.page_record(key).map(|record| record.meta.title.to_string());
        match key {
            PageKey::Record(_) | PageKey::Full(_) => written.unwrap_or_default(),
            PageKey::Section(_, at) => self
                .page_record(key)
                .and_then(|record| record.sections.get(usize::from(*at)))
                .map(|section| section.title_text.to_string())
                .unwrap_or_default(),
            PageKey::List(list, page) => match (list, *page) {
                (_, 1) => self.list_title(list),
                (_, page) => {
                    let lang = self.list_lang(list);
                    let number = self.language(lang).number(page as u64);
                    let number = word(lang, "page-number").replace("{n}", &number);
                    format!("{}, {number}", self.list_title(list))
                }
            },
            PageKey::Topics(lang) => written.unwrap_or_else(|| word(lang, "topics")),
            PageKey::People(lang) => written.unwrap_or_else(|| word(lang, "people")),
            PageKey::AllSeries(lang) => written.unwrap_or_else(|| word(lang, "all-series")),
            PageKey::NotFound => word(&self.page_lang(key), "not-found"),
        }
    }

    fn page_description(&self, key: &PageKey) -> String {
        let lang = self.page_lang(key);
        let words = &self.site_frame(&lang).words;
        let of_record = self.page_record(key).map(|record| record.meta.summary_text.to_string());
        let of_site = || {
            let title = &self.site_frame(&lang).title;
            self.description(&lang).map_or_else(|| title.clone(), str::to_owned)
        };
        match key {
            PageKey::Section(_, at) => {
                let record = self.page_record(key);
                let section = record.and_then(|record| record.sections.get(usize::from(*at)));
                match section.and_then(|section| section.summary.as_deref()) {
                    Some(summary) => summary.to_owned(),
                    None => words
                        .text("section-of")
                        .replace("{section}", section.map_or("", |section| &section.title_text))
                        .replace("{paper}", record.map_or("", |record| &record.meta.title)),
                }
            }
            PageKey::List(ListKey::Home(_), _) => match of_record {
                Some(summary) if !summary.is_empty() => summary,
                _ => of_site(),
            },
            _ => match of_record {
                Some(summary) if !summary.is_empty() => summary,
                _ => words
                    .text("page-of")
                    .replace("{page}", &self.page_title(key))
                    .replace("{site}", &self.site_frame(&lang).title),
            },
        }
    }

    fn section_frame(&self, key: &PageKey) -> Option<SectionFrame> {
        let PageKey::Section(index, at) = key else { return None };
        let record = self.record(*index)?;
        let at = usize::from(*at);
        let section = record.sections.get(at)?;
        let link = |at: usize| {
            let section = record.sections.get(at)?;
            let href = self.href(&format!("{}{}/", record.address, section.id));
            Some(LinkFrame { title: section.title_text.to_string(), href })
        };
        let cover = || LinkFrame { title: record.meta.title.to_string(), href: self.href(&record.address) };
        Some(SectionFrame {
            position: at + 1,
            count: record.sections.len(),
            title: section.title_text.to_string(),
            minutes: minutes(section.words),
            previous: at.checked_sub(1).and_then(link).unwrap_or_else(cover),
            next: link(at + 1),
            headings: headings(record, at),
        })
    }

    fn person_frame(&self, index: u32) -> Option<AuthorFrame> {
        let record = self.record(index).filter(|record| record.kind == Kind::Person)?;
        let person = record.meta.person.as_ref()?;
        Some(Self::person(person, Some(self.href(&record.address))))
    }

    fn papers_by_person(&self, index: u32) -> super::frame::ListFrame {
        let papers = self.catalog.group_of(index).map_or(&[][..], |group| &group.records);
        super::frame::ListFrame {
            entries: papers.iter().filter_map(|index| self.entry(*index)).collect(),
            page: 1,
            pages: 1,
            total: papers.len(),
            previous: None,
            next: None,
        }
    }

    fn trail(&self, key: &PageKey, paper: Option<&PaperFrame>) -> Vec<LinkFrame> {
        let lang = self.page_lang(key);
        let site = self.site_frame(&lang);
        let home = LinkFrame { title: site.title.clone(), href: site.home.clone() };
        let index = |word: &str, folder: &str| LinkFrame {
            title: site.words.text(word).to_owned(),
            href: self.href(&format!("{}{folder}/", self.root(&lang))),
        };
        let mut trail = vec![home];
        match key {
            PageKey::List(ListKey::Home(_), _) => trail.clear(),
            PageKey::List(ListKey::Topic(..), _) => trail.push(index("topics", "topics")),
            PageKey::List(ListKey::Series(..), _) => trail.push(index("all-series", "series")),
            PageKey::Record(at) if self.record(*at).is_some_and(|record| record.kind == Kind::Person) => {
                trail.push(index("people", "people"));
            }
            _ => trail.extend(paper.and_then(|paper| paper.collection.clone())),
        }
        if let (PageKey::Section(..) | PageKey::Full(_), Some(paper)) = (key, paper) {
            trail.push(LinkFrame { title: paper.title.clone(), href: paper.href.clone() });
        }
        trail
    }

    fn feed_links(&self, key: &PageKey) -> Vec<FeedLink> {
        let home = ListKey::Home(self.page_lang(key));
        let own = match key {
            PageKey::List(list @ (ListKey::Collection(..) | ListKey::Topic(..)), _) => Some(list),
            _ => None,
        };
        let mut links = Vec::new();
        for list in own.into_iter().chain([&home]) {
            let title = self.list_title(list);
            let address = self.list_address(list, 1);
            for (media_type, name) in
                [("application/atom+xml", "feed.atom"), ("application/feed+json", "feed.json")]
            {
                let href = self.href(&format!("{address}{name}"));
                links.push(FeedLink { media_type, title: title.clone(), href });
            }
        }
        links
    }

    /// The languages that a reader can change to, this one included: to the same page, or to the nearest that there is.
    fn alternates(&self, key: &PageKey) -> Vec<Alternate> {
        let lang = self.page_lang(key);
        let same = self.alternate_addresses(key);
        let alternate = |other: &Arc<str>| {
            let translated = same.iter().find(|(lang, _)| lang == other).map(|(_, address)| address.clone());
            // What is shown at any address that is not there has none of its own.
            let own = (*other == lang && *key != PageKey::NotFound).then(|| self.address(key));
            let same_page = translated.is_some();
            let address = translated.or(own).or_else(|| self.nearest_in_language(key, other))?;
            Some(Alternate {
                name: self.language(other).endonym().to_owned(),
                href: self.href(&address),
                absolute: self.config.base.absolute(&address),
                current: *other == lang && *key != PageKey::NotFound,
                same_page,
                lang: other.clone(),
            })
        };
        let all: Vec<Alternate> = self.config.languages.iter().filter_map(alternate).collect();
        if all.len() > 1 { all } else { Vec::new() }
    }

    /// Where a reader who changes the language goes from a page that the other language does not have: from a section to its
    /// paper's cover, from a later page of a list to the first, from one topic or series to all of them.
    fn nearest_in_language(&self, key: &PageKey, lang: &Arc<str>) -> Option<String> {
        let near = match key {
            PageKey::Section(index, _) | PageKey::Full(index) => {
                self.in_language(&PageKey::Record(*index), lang)?
            }
            PageKey::List(ListKey::Topic(..), _) => PageKey::Topics(lang.clone()),
            PageKey::List(ListKey::Series(..), _) => PageKey::AllSeries(lang.clone()),
            PageKey::List(list, 2..) => self.in_language(&PageKey::List(list.clone(), 1), lang)?,
            PageKey::NotFound => PageKey::List(ListKey::Home(lang.clone()), 1),
            _ => return None,
        };
        let address = (!self.lists_nothing(&near)).then(|| self.address(&near))?;
        self.entries.contains_key(address.as_str()).then_some(address)
    }

    /// The same page in the site's languages, this one included; empty when there is no other.
    pub(super) fn alternate_addresses(&self, key: &PageKey) -> Vec<(Arc<str>, String)> {
        if self.lists_nothing(key) {
            return Vec::new();
        }
        let version = |lang: &Arc<str>| {
            let twin = self.in_language(key, lang).filter(|twin| !self.lists_nothing(twin))?;
            Some((lang.clone(), self.address(&twin)))
        };
        let versions: Vec<(Arc<str>, String)> = self
            .config
            .languages
            .iter()
            .filter_map(version)
            .filter(|(_, address)| self.entries.contains_key(address.as_str()))
            .collect();
        if versions.len() > 1 { versions } else { Vec::new() }
    }

    /// The page's key in another language. A section answers to the section with its id, else to the one in its
    /// place when both versions have as many.
    fn in_language(&self, key: &PageKey, lang: &Arc<str>) -> Option<PageKey> {
        let twin = |index: &u32| self.catalog.version(&self.record(*index)?.key, lang);
        Some(match key {
            PageKey::Record(index) => PageKey::Record(twin(index)?),
            PageKey::Full(index) => PageKey::Full(twin(index)?),
            PageKey::Section(index, at) => {
                let (own, twin) = (self.record(*index)?, twin(index)?);
                let other = self.record(twin)?;
                let id = &own.sections.get(usize::from(*at))?.id;
                let same = other.sections.iter().position(|section| section.id == *id);
                let place = (own.sections.len() == other.sections.len()).then_some(usize::from(*at));
                PageKey::Section(twin, u16::try_from(same.or(place)?).ok()?)
            }
            PageKey::List(ListKey::Home(_), 1) => PageKey::List(ListKey::Home(lang.clone()), 1),
            PageKey::List(ListKey::Collection(_, name), 1) => {
                PageKey::List(ListKey::Collection(lang.clone(), name.clone()), 1)
            }
            PageKey::Topics(_) => PageKey::Topics(lang.clone()),
            PageKey::People(_) => PageKey::People(lang.clone()),
            PageKey::AllSeries(_) => PageKey::AllSeries(lang.clone()),
            PageKey::List(..) | PageKey::NotFound => return None,
        })
    }

    /// The day of the last change to a page that is known.
    pub(super) fn modified(&self, key: &PageKey) -> Option<Date> {
        let day = |record: &Record| {
            let corrected = record.meta.corrections.iter().map(|correction| correction.date.day);
            let dates = [record.meta.updated, record.meta.date].into_iter().flatten().map(|date| date.day);
            dates.chain(corrected).max()
        };
        match key {
            PageKey::List(list, page) => {
                self.shown(list, *page).iter().filter_map(|index| day(self.record(*index)?)).max()
            }
            _ => self.page_record(key).and_then(day),
        }
    }
}

fn headings(record: &Record, section: usize) -> Vec<LinkFrame> {
    let own =
        record.anchors.iter().filter(|anchor| anchor.section.is_some_and(|at| usize::from(at) == section));
    own.filter_map(|anchor| match &anchor.kind {
        AnchorKind::Heading { level: 3, text } => {
            Some(LinkFrame { title: text.to_string(), href: format!("#{}", anchor.id) })
        }
        _ => None,
    })
    .collect()
}

/// The first sentences of a text, cut at a word's end when they are long.
fn shorten(text: &str, length: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(length) else { return text };
    let cut = text.get(..end).unwrap_or_default();
    let cut = cut.rsplit_once(' ').map_or(cut, |(whole_words, _)| whole_words);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', '–', '-', ' ']))
}
