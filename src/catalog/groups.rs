//! Papers gathered under a name: a topic or a series.
//!
//! In: papers in order, and the names that each gives. Out: [`Group`]s, and which paper is in which. Never: a name that no
//! published paper gives.

use std::collections::BTreeMap;

use super::Catalog;
use crate::diagnostic::rules::links;
use crate::diagnostic::{Diagnostic, Place};
use crate::language::{Language, slug};
use crate::paper::Record;

/// Papers that a page lists together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The last part of its address.
    pub slug: Box<str>,
    /// What it is called.
    pub title: Box<str>,
    /// `/pl/topics/energia/`
    pub address: Box<str>,
    /// The record whose page it is: a collection's `index.md`, a person.
    pub record: Option<u32>,
    /// Its papers: in a series by number, highest first; else newest first.
    pub records: Vec<u32>,
}

/// The groups that a record is in, as indexes into the lists of its [`super::Edition`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Membership {
    /// Topics, in the author's order.
    pub topics: Vec<u32>,
    /// Its series.
    pub series: Option<u32>,
    /// Its collection.
    pub collection: Option<u32>,
}

/// What gathers papers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gathering {
    Topics,
    Series,
}

impl Gathering {
    fn noun(self) -> &'static str {
        match self {
            Self::Topics => "topic",
            Self::Series => "series",
        }
    }

    /// The folder of its pages.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Topics => "topics",
            Self::Series => "series",
        }
    }

    fn names(self, record: &Record) -> &[Box<str>] {
        match self {
            Self::Topics => &record.meta.topics,
            Self::Series => record.meta.series.as_slice(),
        }
    }
}

/// The spellings of one slug, each with how many papers use it and the first that does.
type Spellings<'a> = Vec<(&'a str, usize, u32)>;

/// The groups of one language, and for every paper in `papers` the groups that it names, in its own order.
pub(super) fn gather(
    catalog: &Catalog,
    (language, prefix): (&Language, &str),
    papers: &[u32],
    gathering: Gathering,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Group>, Vec<(u32, Vec<u32>)>) {
    let mut slugs: BTreeMap<&str, Box<str>> = BTreeMap::new();
    let mut found: BTreeMap<Box<str>, (Spellings, Vec<u32>)> = BTreeMap::new();
    for &paper in papers {
        let Some(record) = catalog.record(paper) else { continue };
        for name in gathering.names(record) {
            let slug = slugs.entry(name).or_insert_with(|| slug(name).into());
            if slug.is_empty() {
                problems.push(unaddressable(gathering, name, record));
                continue;
            }
            let (spellings, members) = found.entry(slug.clone()).or_default();
            count(spellings, name, paper);
            if members.last() != Some(&paper) {
                members.push(paper);
            }
        }
    }
    let mut groups = Vec::with_capacity(found.len());
    for (slug, (spellings, records)) in found {
        let title = settle(catalog, gathering, &spellings, problems).into();
        let address = format!("{prefix}/{}/{slug}/", gathering.folder()).into();
        groups.push(Group { slug, title, address, record: None, records });
    }
    groups.sort_by(|a, b| language.compare(&a.title, &b.title));
    let position: BTreeMap<&str, u32> =
        groups.iter().enumerate().map(|(at, group)| (&*group.slug, super::index(at))).collect();
    let members = papers.iter().filter_map(|&paper| {
        let mut own = Vec::new();
        for name in gathering.names(catalog.record(paper)?) {
            let at = slugs.get(&**name).and_then(|slug| position.get(&**slug));
            own.extend(at.copied().filter(|at| !own.contains(at)));
        }
        Some((paper, own))
    });
    let members = members.collect();
    (groups, members)
}

fn count<'a>(spellings: &mut Spellings<'a>, name: &'a str, paper: u32) {
    match spellings.iter_mut().find(|(known, ..)| *known == name) {
        Some((_, count, _)) => *count += 1,
        None => spellings.push((name, 1, paper)),
    }
}

/// The spelling that most papers use; of several, the first met. Every other one is a warning.
fn settle<'a>(
    catalog: &Catalog,
    gathering: Gathering,
    spellings: &Spellings<'a>,
    problems: &mut Vec<Diagnostic>,
) -> &'a str {
    let most = spellings.iter().map(|(_, count, _)| *count).max();
    let Some(&(best, _, first)) = spellings.iter().find(|(_, count, _)| Some(*count) == most) else {
        return "";
    };
    for &(other, _, paper) in spellings.iter().filter(|(name, ..)| *name != best) {
        let noun = gathering.noun();
        problems.push(
            Diagnostic::new(
                &links::NAME_SPELLED_TWICE,
                format!("the {noun} `{other}` is `{best}` elsewhere"),
            )
            .at(file(catalog, paper))
            .related(file(catalog, first), format!("`{best}` here"))
            .hint(format!("write `{best}` in both: they share one page")),
        );
    }
    best
}

fn unaddressable(gathering: Gathering, name: &str, record: &Record) -> Diagnostic {
    let noun = gathering.noun();
    let message = format!("the {noun} `{name}` has no letters or digits to make an address of");
    Diagnostic::new(&links::NAME_WITHOUT_ADDRESS, message)
        .at(Place::file(record.files.first().cloned().unwrap_or_default()))
        .hint("give it a name with letters")
}

/// The file with the front matter of a record.
pub(super) fn file(catalog: &Catalog, record: u32) -> Place {
    Place::file(catalog.record(record).and_then(|r| r.files.first()).cloned().unwrap_or_default())
}

/// Puts the papers of a series in the order of their numbers, highest first, those without one last; and finds numbers that
/// two papers claim.
pub(super) fn by_number(
    catalog: &Catalog,
    language: &Language,
    group: &mut Group,
    problems: &mut Vec<Diagnostic>,
) {
    let number = |paper: &u32| catalog.record(*paper).and_then(|record| record.meta.number.as_deref());
    // The sort is stable, so papers without a number or with the same one stay newest first.
    group.records.sort_by(|a, b| match (number(a), number(b)) {
        (Some(a), Some(b)) => language.compare(b, a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    for (paper, next) in group.records.iter().zip(group.records.iter().skip(1)) {
        let Some(number) = number(paper).filter(|n| number(next) == Some(n)) else { continue };
        problems.push(
            Diagnostic::new(
                &links::SERIES_NUMBER_TWICE,
                format!("two papers are number {number} of `{}`", group.title),
            )
            .at(file(catalog, *paper))
            .related(file(catalog, *next), "the other one"),
        );
    }
}
