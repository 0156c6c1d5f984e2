//! Two things at one address.
//!
//! In: a catalog, and the files of `static/`. Out: a diagnostic for each clash, naming both sides. Never: a decision which side
//! wins; nothing is published until the author has made it.

use std::collections::BTreeMap;

use super::addresses::parent;
use super::{Catalog, Edition, Owner, groups::file};
use crate::diagnostic::rules::links;
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{Alias, Kind, Record};
use crate::source::StaticFile;

/// Finds the addresses that records, their aliases and the site's own pages claim more than once.
pub(super) fn find(catalog: &Catalog, problems: &mut Vec<Diagnostic>) {
    let mut aliases: BTreeMap<&str, (&Record, &Alias)> = BTreeMap::new();
    for (at, record) in catalog.records.iter().enumerate() {
        problems.extend(of_record(catalog, super::index(at), record));
        for alias in &record.meta.aliases {
            problems.extend(of_alias(catalog, record, alias));
            let (first, other) = *aliases.entry(&alias.address).or_insert((record, alias));
            if !std::ptr::eq(other, alias) {
                let message = format!("the old address `{}` is given twice", alias.address);
                problems.push(
                    Diagnostic::new(&links::ALIAS_TAKEN, message)
                        .at(alias.span.place(&record.files))
                        .related(other.span.place(&first.files), "first given here")
                        .hint("an old address leads to one page: take it out of one of them"),
                );
            }
        }
    }
}

fn of_record(catalog: &Catalog, index: u32, record: &Record) -> Option<Diagnostic> {
    let address = &*record.address;
    let place = || Place::file(record.files.first().cloned().unwrap_or_default());
    let clash = |message: String| Diagnostic::new(&links::ADDRESS_TAKEN, message).at(place());
    let rename = "rename one of the files, or its folder";
    if let Some(&first) = catalog.by_address.get(address).filter(|first| **first != index) {
        let problem = clash(format!("two pages have the address `{address}`"));
        return Some(problem.related(file(catalog, first), "the other one").hint(rename));
    }
    if let Some(owner) = catalog.below_record(address) {
        let (other, what) = match owner {
            Owner::Section(paper, section) => (section_place(catalog, paper, section), "this section's"),
            Owner::Whole(paper) | Owner::Citation(paper) | Owner::Record(paper) => {
                (file(catalog, paper), "this paper's, which is made of all its sections")
            }
            Owner::List | Owner::File => return None,
        };
        let problem = clash(format!("the address `{address}` is also that of another page"));
        return Some(problem.related(other, what).hint(rename));
    }
    if !introduces_a_list(record) && catalog.generated(address).is_some() {
        let problem = clash(format!("the site makes a page of its own at `{address}`"));
        return Some(
            problem
                .hint("rename the file: lists of topics, people, series and papers are made from the papers"),
        );
    }
    let (list, _) = parent(address).filter(|(_, last)| *last == "page/")?;
    let mut lists = catalog.editions.iter().flat_map(|edition| {
        let Edition { collections, topics, series, .. } = edition;
        collections.iter().chain(topics).chain(series)
    });
    lists.any(|group| &*group.address == list).then(|| {
        clash(format!("`{address}` is where the further pages of the list `{list}` stand"))
            .hint("rename the file: `page` below a list is taken")
    })
}

/// Whether a record's text stands above a list that the site makes: `papers/index.md`, `topics.md`, `people/index.md`.
fn introduces_a_list(record: &Record) -> bool {
    match record.kind {
        Kind::Home | Kind::Collection => true,
        Kind::Page => ["people", "series", "topics"].contains(&&*record.key),
        Kind::Person | Kind::Paper => false,
    }
}

fn section_place(catalog: &Catalog, paper: u32, section: u16) -> Place {
    let record = catalog.record(paper);
    let span =
        record.and_then(|record| record.sections.get(usize::from(section))).map(|section| section.span);
    match (record, span) {
        (Some(record), Some(span)) => span.place(&record.files),
        _ => file(catalog, paper),
    }
}

fn of_alias(catalog: &Catalog, record: &Record, alias: &Alias) -> Option<Diagnostic> {
    let owner = catalog.owner(&alias.address)?;
    let message = format!("the old address `{}` is that of a page", alias.address);
    let problem = Diagnostic::new(&links::ALIAS_TAKEN, message).at(alias.span.place(&record.files));
    Some(
        match owner {
            Owner::Record(other) | Owner::Whole(other) | Owner::Citation(other) => {
                problem.related(file(catalog, other), "the page's file")
            }
            Owner::Section(paper, section) => {
                problem.related(section_place(catalog, paper, section), "the page's section")
            }
            Owner::List | Owner::File => problem,
        }
        .hint("take it out of `aliases`: only an address that nothing else has can lead elsewhere"),
    )
}

/// Finds the files of `static/` that would stand where a page, a file of the site, or an old address does.
pub fn with_statics(catalog: &Catalog, statics: &BTreeMap<Box<str>, StaticFile>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for address in statics.keys() {
        let page = address.strip_suffix("index.html").unwrap_or(address);
        // A file where a folder must be is as bad as two files at one address.
        let folder = format!("{address}/");
        let taken = [page, address, &folder].into_iter().find_map(|address| catalog.owner(address));
        if let Some(owner) = taken {
            problems.push(of_static(catalog, address, owner));
        }
    }
    let aliases =
        catalog.records.iter().flat_map(|record| record.meta.aliases.iter().map(move |a| (record, a)));
    for (record, alias) in aliases {
        let file = if alias.address.ends_with('/') {
            format!("{}index.html", alias.address)
        } else {
            alias.address.to_string()
        };
        if statics.contains_key(&*file) {
            problems.push(
                Diagnostic::new(
                    &links::ALIAS_TAKEN,
                    format!("the old address `{}` is that of a file", alias.address),
                )
                .at(alias.span.place(&record.files))
                .related(static_place(&file), "the file")
                .hint("take it out of `aliases`, or remove the file"),
            );
        }
    }
    problems
}

fn static_place(address: &str) -> Place {
    Place::file(format!("content/static{address}"))
}

fn of_static(catalog: &Catalog, address: &str, owner: Owner) -> Diagnostic {
    let problem = Diagnostic::new(
        &links::ADDRESS_TAKEN,
        format!("the file `static{address}` stands where a page of the site does"),
    )
    .at(static_place(address))
    .hint("rename or remove the file");
    match owner {
        Owner::Record(other) | Owner::Whole(other) | Owner::Citation(other) => {
            problem.related(file(catalog, other), "the page's file")
        }
        Owner::Section(paper, section) => {
            problem.related(section_place(catalog, paper, section), "the page's section")
        }
        Owner::List | Owner::File => problem,
    }
}
