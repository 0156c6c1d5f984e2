//! Lists of papers: which papers, on how many pages, at which addresses.
//!
//! In: the site. Out: papers, addresses and [`ListFrame`]s. Never: the pages around the lists.

use std::sync::Arc;

use super::frame::{GroupFrame, LinkFrame, ListFrame};
use super::{ListKey, Site};
use crate::catalog::{Edition, Group};
use crate::paper::Record;

/// How many papers the home page shows.
const NEWEST: usize = 10;

impl Site {
    /// The language of a list.
    pub(super) fn list_lang<'a>(&self, key: &'a ListKey) -> &'a Arc<str> {
        match key {
            ListKey::Home(lang)
            | ListKey::Collection(lang, _)
            | ListKey::Topic(lang, _)
            | ListKey::Series(lang, _) => lang,
        }
    }

    /// All papers of a list, in its order.
    pub(super) fn list_papers(&self, key: &ListKey) -> &[u32] {
        match key {
            ListKey::Home(lang) => self.edition(lang).map_or(&[], |edition| &edition.papers),
            ListKey::Collection(lang, name) => records(self.collection(lang, name)),
            ListKey::Topic(lang, at) => records(self.topics(lang).get(*at)),
            ListKey::Series(lang, at) => records(self.series(lang).get(*at)),
        }
    }

    /// The address of a page of a list.
    pub(super) fn list_address(&self, key: &ListKey, page: usize) -> String {
        let first = match key {
            ListKey::Home(lang) => self.root(lang),
            ListKey::Collection(lang, name) => format!("{}{name}/", self.root(lang)),
            ListKey::Topic(lang, at) => group_address(self, lang, "topics", self.topics(lang), *at),
            ListKey::Series(lang, at) => group_address(self, lang, "series", self.series(lang), *at),
        };
        if page > 1 { format!("{first}page/{page}/") } else { first }
    }

    /// The record whose text introduces a list.
    pub(super) fn list_record(&self, key: &ListKey) -> Option<u32> {
        match key {
            ListKey::Home(lang) => self.catalog.version("", lang),
            ListKey::Collection(lang, name) => self.catalog.version(name, lang),
            ListKey::Topic(..) | ListKey::Series(..) => None,
        }
    }

    /// What a list is called.
    pub(super) fn list_title(&self, key: &ListKey) -> String {
        let record = self.list_record(key).and_then(|index| self.record(index));
        let group = |group: Option<&Group>| group.map(|group| group.title.to_string()).unwrap_or_default();
        match key {
            _ if record.is_some() => record.map(|record| record.meta.title.to_string()).unwrap_or_default(),
            ListKey::Home(lang) => self.site_frame(lang).title.clone(),
            ListKey::Collection(_, name) => match self.config.collections.get(name) {
                Some(collection) => collection.title.to_string(),
                None => name.to_string(),
            },
            ListKey::Topic(lang, at) => group(self.topics(lang).get(*at)),
            ListKey::Series(lang, at) => group(self.series(lang).get(*at)),
        }
    }

    fn per_page(&self, key: &ListKey) -> usize {
        let of = |name: &str| self.config.collections.get(name).map(|collection| collection.per_page);
        match key {
            ListKey::Home(_) => NEWEST,
            ListKey::Collection(_, name) => of(name).unwrap_or(20).max(1),
            ListKey::Topic(..) | ListKey::Series(..) => of("papers").unwrap_or(20).max(1),
        }
    }

    /// How many pages a list has; the home page shows only the newest papers and is one.
    pub(super) fn list_pages(&self, key: &ListKey) -> usize {
        match key {
            ListKey::Home(_) => 1,
            _ => self.list_papers(key).len().div_ceil(self.per_page(key)).max(1),
        }
    }

    /// The papers that a page of a list shows.
    pub(super) fn shown(&self, key: &ListKey, page: usize) -> &[u32] {
        let papers = self.list_papers(key);
        let per_page = self.per_page(key);
        let start = (page.saturating_sub(1) * per_page).min(papers.len());
        let rest = papers.get(start..).unwrap_or_default();
        rest.get(..per_page).unwrap_or(rest)
    }

    /// A page of a list.
    pub(super) fn list_frame(&self, key: &ListKey, page: usize) -> ListFrame {
        let papers = self.list_papers(key);
        let pages = self.list_pages(key);
        let href = |page: usize| self.href(&self.list_address(key, page));
        ListFrame {
            entries: self.shown(key, page).iter().filter_map(|index| self.entry(*index)).collect(),
            page,
            pages,
            total: papers.len(),
            previous: (page > 1).then(|| href(page - 1)),
            next: (page < pages).then(|| href(page + 1)),
        }
    }

    /// The topics of a language, for their index.
    pub(super) fn topic_groups(&self, lang: &Arc<str>) -> Vec<GroupFrame> {
        self.groups(self.topics(lang), |at| ListKey::Topic(lang.clone(), at))
    }

    /// The series of a language, for their index.
    pub(super) fn series_groups(&self, lang: &Arc<str>) -> Vec<GroupFrame> {
        self.groups(self.series(lang), |at| ListKey::Series(lang.clone(), at))
    }

    fn groups(&self, groups: &[Group], key: impl Fn(usize) -> ListKey) -> Vec<GroupFrame> {
        let frame = |(at, group): (usize, &Group)| GroupFrame {
            title: group.title.to_string(),
            href: self.href(&self.list_address(&key(at), 1)),
            count: group.records.len(),
            detail: None,
        };
        groups.iter().enumerate().map(frame).collect()
    }

    /// The people of a language who have a page, for their index.
    pub(super) fn people_groups(&self, lang: &str) -> Vec<GroupFrame> {
        let frame = |group: &Group| {
            let record = self.record(group.record?)?;
            Some(GroupFrame {
                title: group.title.to_string(),
                href: self.href(&record.address),
                count: group.records.len(),
                detail: record
                    .meta
                    .person
                    .as_ref()
                    .and_then(|person| person.role.as_deref())
                    .map(str::to_owned),
            })
        };
        self.people(lang).iter().filter_map(frame).collect()
    }

    pub(super) fn topic_links(&self, index: u32, record: &Record) -> Vec<LinkFrame> {
        let membership = self.catalog.memberships.get(index as usize);
        let topics = membership.into_iter().flat_map(|membership| &membership.topics);
        let link = |at: &u32| self.list_link(&ListKey::Topic(record.lang.clone(), *at as usize));
        topics.map(link).collect()
    }

    pub(super) fn series_link(&self, index: u32, record: &Record) -> Option<LinkFrame> {
        let at = self.catalog.memberships.get(index as usize)?.series?;
        Some(self.list_link(&ListKey::Series(record.lang.clone(), at as usize)))
    }

    pub(super) fn collection_link(&self, record: &Record) -> Option<LinkFrame> {
        let name = record.collection.clone()?;
        Some(self.list_link(&ListKey::Collection(record.lang.clone(), name)))
    }

    pub(super) fn list_link(&self, key: &ListKey) -> LinkFrame {
        LinkFrame { title: self.list_title(key), href: self.href(&self.list_address(key, 1)) }
    }

    fn edition(&self, lang: &str) -> Option<&Edition> {
        self.catalog.editions.iter().find(|edition| &**edition.lang() == lang)
    }

    fn collection(&self, lang: &str, name: &str) -> Option<&Group> {
        self.edition(lang)?.collections.iter().find(|group| &*group.slug == name)
    }

    /// The topics of a language.
    pub(super) fn topics(&self, lang: &str) -> &[Group] {
        self.edition(lang).map_or(&[], |edition| &edition.topics)
    }

    /// The series of a language.
    pub(super) fn series(&self, lang: &str) -> &[Group] {
        self.edition(lang).map_or(&[], |edition| &edition.series)
    }

    /// The people of a language.
    pub(super) fn people(&self, lang: &str) -> &[Group] {
        self.edition(lang).map_or(&[], |edition| &edition.people)
    }
}

fn records(group: Option<&Group>) -> &[u32] {
    group.map_or(&[], |group| &group.records)
}

fn group_address(site: &Site, lang: &str, folder: &str, groups: &[Group], at: usize) -> String {
    let slug = groups.get(at).map_or("", |group| &group.slug);
    format!("{}{folder}/{slug}/", site.root(lang))
}
