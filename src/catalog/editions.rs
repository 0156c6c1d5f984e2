//! What each language of the site has.
//!
//! In: a catalog whose records are in order and whose authors are resolved. Out: its editions, its list of papers, and the
//! memberships of its records. Never: a paper in the lists of a language that it is not in, but for a person who has no page in it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::groups::{self, Gathering, Group, Membership};
use super::{Catalog, Edition};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::paper::{Kind, Record};

/// Fills the catalog's editions.
pub(super) fn gather(catalog: &mut Catalog, config: &Config, problems: &mut Vec<Diagnostic>) {
    let mut tags = config.languages.clone();
    let further: BTreeSet<&Arc<str>> = catalog.records.iter().map(|record| &record.lang).collect();
    tags.extend(further.into_iter().filter(|tag| !config.languages.contains(*tag)).cloned());
    let languages: Vec<Arc<Language>> = tags.iter().map(|tag| Arc::new(Language::of(tag))).collect();
    let mut memberships = vec![Membership::default(); catalog.records.len()];
    let mut editions = Vec::with_capacity(tags.len());
    for (at, language) in languages.iter().enumerate() {
        let prefix = if at == 0 { String::new() } else { format!("/{}", language.tag()) };
        let mut edition = blank(catalog, language.clone(), prefix.into());
        lists(catalog, &mut edition, &mut memberships, problems);
        collections(catalog, config, &mut edition, &mut memberships);
        editions.push(edition);
    }
    let mut papers: Vec<u32> = editions.iter().flat_map(|edition| edition.papers.iter().copied()).collect();
    if let Some(language) = languages.first() {
        papers.sort_by(|a, b| newest_first(catalog, language, *a, *b));
    }
    people(catalog, &papers, &mut editions);
    catalog.papers = papers;
    catalog.editions = editions;
    catalog.memberships = memberships;
}

fn blank(catalog: &Catalog, language: Arc<Language>, prefix: Box<str>) -> Edition {
    let mut papers = of_kind(catalog, Kind::Paper, language.tag());
    papers.sort_by(|a, b| newest_first(catalog, &language, *a, *b));
    let home = of_kind(catalog, Kind::Home, language.tag()).first().copied();
    Edition {
        language,
        prefix,
        home,
        papers,
        collections: Vec::new(),
        topics: Vec::new(),
        series: Vec::new(),
        people: Vec::new(),
    }
}

fn of_kind(catalog: &Catalog, kind: Kind, lang: &str) -> Vec<u32> {
    let fits = |record: &Record| record.kind == kind && &*record.lang == lang;
    let records = catalog.records.iter().enumerate();
    records.filter(|(_, record)| fits(record)).map(|(at, _)| super::index(at)).collect()
}

/// By date, newest first and those without one last; then by title, and by key so that the order is always the same.
fn newest_first(catalog: &Catalog, language: &Language, a: u32, b: u32) -> Ordering {
    let (Some(first), Some(second)) = (catalog.record(a), catalog.record(b)) else { return a.cmp(&b) };
    let instant = |record: &Record| record.meta.date.map(|date| date.instant);
    instant(second)
        .cmp(&instant(first))
        .then_with(|| language.compare(&first.meta.title, &second.meta.title))
        .then(a.cmp(&b))
}

fn lists(
    catalog: &Catalog,
    edition: &mut Edition,
    memberships: &mut [Membership],
    problems: &mut Vec<Diagnostic>,
) {
    let language = edition.language.clone();
    let place = (&*language, &*edition.prefix);
    let (topics, members) = groups::gather(catalog, place, &edition.papers, Gathering::Topics, problems);
    for (paper, topics) in members {
        if let Some(membership) = memberships.get_mut(paper as usize) {
            membership.topics = topics;
        }
    }
    let (mut series, members) = groups::gather(catalog, place, &edition.papers, Gathering::Series, problems);
    for (paper, series) in members {
        if let Some(membership) = memberships.get_mut(paper as usize) {
            membership.series = series.first().copied();
        }
    }
    for group in &mut series {
        groups::by_number(catalog, &language, group, problems);
    }
    edition.topics = topics;
    edition.series = series;
}

fn collections(catalog: &Catalog, config: &Config, edition: &mut Edition, memberships: &mut [Membership]) {
    let mut found: BTreeMap<&str, (Option<u32>, Vec<u32>)> = BTreeMap::new();
    for index in of_kind(catalog, Kind::Collection, edition.lang()) {
        let folder = catalog.record(index).and_then(|record| record.collection.as_deref());
        if let Some(folder) = folder {
            found.entry(folder).or_default().0 = Some(index);
        }
    }
    for &paper in &edition.papers {
        let folder = catalog.record(paper).and_then(|record| record.collection.as_deref());
        if let Some(folder) = folder {
            found.entry(folder).or_default().1.push(paper);
        }
    }
    for (at, (folder, (record, records))) in found.into_iter().enumerate() {
        for &paper in &records {
            if let Some(membership) = memberships.get_mut(paper as usize) {
                membership.collection = Some(super::index(at));
            }
        }
        let own = record.and_then(|index| catalog.record(index));
        let set = config.collections.get(folder).map(|collection| &collection.title);
        let title = own.map(|record| &record.meta.title).or(set).cloned().unwrap_or_else(|| folder.into());
        let address = own.map(|record| record.address.clone());
        let address = address.unwrap_or_else(|| format!("{}/{folder}/", edition.prefix).into());
        edition.collections.push(Group { slug: folder.into(), title, address, record, records });
    }
}

/// The people of every edition. A paper in a language in which its author has no page stands on the page that the author has,
/// unless that page lists another version of it.
fn people(catalog: &Catalog, papers: &[u32], editions: &mut [Edition]) {
    let mut written: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &paper in papers {
        let authors = catalog.authors.get(paper as usize).map(Vec::as_slice).unwrap_or_default();
        for person in authors.iter().filter_map(|author| author.record) {
            let own = written.entry(person).or_default();
            if own.last() != Some(&paper) {
                own.push(paper);
            }
        }
    }
    for edition in editions {
        let language = edition.language.clone();
        let mut people: Vec<(String, Group)> = Vec::new();
        for index in of_kind(catalog, Kind::Person, language.tag()) {
            let Some(record) = catalog.record(index) else { continue };
            let person = super::people::facts(record);
            let records = one_version_each(catalog, &language, written.remove(&index).unwrap_or_default());
            let group = Group {
                slug: super::people::id(&record.key).into(),
                title: person.name.clone(),
                address: record.address.clone(),
                record: Some(index),
                records,
            };
            people.push((person.sorted_name(), group));
        }
        people.sort_by(|a, b| language.compare(&a.0, &b.0));
        edition.people = people.into_iter().map(|(_, group)| group).collect();
    }
}

fn one_version_each(catalog: &Catalog, language: &Language, papers: Vec<u32>) -> Vec<u32> {
    let mut best: BTreeMap<&str, (bool, u32)> = BTreeMap::new();
    for &paper in &papers {
        let Some(record) = catalog.record(paper) else { continue };
        let rank = (record.lang != *language.tag(), paper);
        best.entry(&record.key).and_modify(|known| *known = rank.min(*known)).or_insert(rank);
    }
    let chosen: BTreeSet<u32> = best.into_values().map(|(_, paper)| paper).collect();
    papers.into_iter().filter(|paper| chosen.contains(paper)).collect()
}
