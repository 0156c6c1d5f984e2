//! Pages that were published and are gone.
//!
//! In: the pages of a lock at which nothing stands. Out: a problem for each section, and for each page or whole paper, at the
//! text that it may have become. Never: a problem for each of a paper's pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::likeness::{self, likeliest};
use super::super::{Lock, PATH};
use super::GonePage;
use crate::catalog::{FileEntry, Unpublished, has_section_pages};
use crate::diagnostic::rules::addresses::ADDRESS_GONE;
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{Kind, Record, SectionRecord};
use crate::site::Site;

/// Reports the pages that are gone.
pub(super) struct Report<'a> {
    lock: &'a Lock,
    site: &'a Site,
    pages: &'a [GonePage<'a>],
    /// Records that were not published before, by the last part of their addresses.
    new: BTreeMap<&'a str, Vec<&'a Record>>,
    /// How many names have the pages that are gone and no part of a paper that is there.
    whole: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(lock: &'a Lock, site: &'a Site, pages: &'a [GonePage<'a>]) -> Self {
        let whole = pages.iter().filter(|page| page.paper.is_none()).map(|page| last(page.address));
        let whole = whole.collect::<BTreeSet<_>>().len();
        let mut new: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        if whole > 0 {
            let records = site.records().iter().filter(|record| record.kind != Kind::Home);
            for record in records.filter(|record| !lock.has(&record.address)) {
                new.entry(last(&record.address)).or_default().push(record);
            }
        }
        Self { lock, site, pages, new, whole }
    }

    /// One problem for each page, or for all that a paper on one page had of them.
    pub(super) fn all(&self, problems: &mut Vec<Diagnostic>) {
        let of_one_paper = |a: &GonePage<'_>, b: &GonePage<'_>| a.paper.is_some() && a.paper == b.paper;
        for pages in self.pages.chunk_by(of_one_paper) {
            let Some(first) = pages.first() else { continue };
            let record = first.paper.and_then(|index| self.site.record(index));
            match record {
                None => problems.extend(pages.iter().map(|page| self.whole(page))),
                Some(record) if has_section_pages(record) => {
                    problems.extend(pages.iter().map(|page| self.section(page, record, pages.len())));
                }
                Some(record) => problems.push(self.joined(pages, first, record)),
            }
        }
    }

    /// A page, with all that was below it.
    fn whole(&self, page: &GonePage<'_>) -> Diagnostic {
        let address = page.address;
        let more = and_more(page.headings.len() + page.below);
        let lead = format!("`aliases = [\"{address}\"]`");
        if let Some(why) = self.site.catalog().unpublished_at(address) {
            let message = format!("`{address}` was published and is not any more: {}{more}", why.reason());
            let place = self.unpublished_file(address, why).unwrap_or_else(|| self.lock.place(page.line));
            return Diagnostic::new(&ADDRESS_GONE, message)
                .at(place)
                .hint(format!("publish it again, or add {lead} to the front matter of what replaces it"))
                .hint(format!("if it is given up for good, delete its lines from `{PATH}`"));
        }
        let message = format!("the page `{address}` was published and is gone{more}");
        let problem = Diagnostic::new(&ADDRESS_GONE, message);
        let problem = match self.become_of(address) {
            Some(record) => problem
                .at(Place::file(record.files.first().cloned().unwrap_or_default()))
                .related(self.lock.place(page.line), "published as this")
                .hint(format!(
                    "if it moved to `{}`, add {lead} to the front matter of this file",
                    record.address
                )),
            None => problem
                .at(self.lock.place(page.line))
                .hint(format!("if it moved, add {lead} to the front matter of the page that it is now")),
        };
        let problem = match page.below {
            0 => problem,
            _ => problem.hint("the pages of its sections follow by themselves"),
        };
        problem.hint(format!("if it is given up for good, delete its lines from `{PATH}`"))
    }

    /// The new record that an old address may be of: one of the same name, or of a like one; of its versions, the one beside it.
    fn become_of(&self, address: &str) -> Option<&'a Record> {
        let name = last(address);
        let like = || {
            let is_few = self.whole.saturating_mul(self.new.len()) <= likeness::MOST;
            let names: Vec<&str> = if is_few { self.new.keys().copied().collect() } else { Vec::new() };
            likeliest(name, &names, self.whole)
        };
        let records = self.new.get(name).or_else(|| self.new.get(like()?))?;
        let is_beside = |record: &&&Record| folder(&record.address) == folder(address);
        records.iter().find(is_beside).or_else(|| records.first()).copied()
    }

    /// The file of a manuscript that is not published.
    fn unpublished_file(&self, address: &str, why: Unpublished) -> Option<Place> {
        let catalog = self.site.catalog();
        let prefix = catalog
            .editions
            .iter()
            .skip(1)
            .find(|edition| address.starts_with(&format!("{}/", edition.prefix)));
        let prefix = prefix.map_or("", |edition| &*edition.prefix);
        let name = address.strip_prefix(prefix)?.trim_end_matches('/');
        let lang = prefix.trim_start_matches('/');
        let start = format!("content{name}");
        let files =
            catalog.by_file.range(Arc::from(&*start)..).take_while(|(file, _)| file.starts_with(&start));
        let unpublished =
            files.filter(|(_, entry)| **entry == FileEntry::Unpublished(why)).map(|(file, _)| file);
        let is_its = |file: &str| {
            let rest = file.get(start.len()..).unwrap_or_default().trim_start_matches("/index");
            let language = rest.trim_end_matches(".markdown").trim_end_matches(".md");
            language.trim_start_matches('.') == lang
        };
        unpublished.filter(|file| is_its(file)).map(|file| Place::file(file.clone())).next()
    }

    /// The page of a section of a paper that is there.
    fn section(&self, page: &GonePage<'_>, record: &Record, gone: usize) -> Diagnostic {
        let address = page.address;
        let more = and_more(page.headings.len());
        let message = format!("the page `{address}` was published and is gone{more}");
        let id = last(address);
        // Where links spelt the heading in other letters than the address, the alias can stand for both.
        let spelt = page.headings.iter().copied().find(|heading| crate::language::slug(heading) == id);
        let old = spelt.unwrap_or(id);
        let new: Vec<&str> = self.new_sections(record).map(|section| &*section.id).collect();
        let section =
            likeliest(id, &new, gone).and_then(|id| record.sections.iter().find(|own| *own.id == *id));
        let problem = Diagnostic::new(&ADDRESS_GONE, message);
        let problem = match section {
            Some(section) => problem.at(section.span.place(&record.files)).hint(format!(
                "if these are its new words, write `{{alias={old}}}` behind them, or `alias={old}` in their braces"
            )),
            None => problem.at(record.meta.title_span.place(&record.files)).hint(format!(
                "write `{{alias={old}}}` behind the `##` that has its text now"
            )),
        };
        problem
            .related(self.lock.place(page.line), "published as this")
            .hint(format!("in a section's own file, `aliases = [\"{old}\"]` in front matter does the same"))
            .hint(format!("if it is given up for good, delete its lines from `{PATH}`"))
    }

    fn new_sections<'r>(&self, record: &'r Record) -> impl Iterator<Item = &'r SectionRecord> {
        record.sections.iter().filter(|section| !self.lock.has(&format!("{}{}/", record.address, section.id)))
    }

    /// The pages of a paper that is one page now.
    fn joined(&self, pages: &[GonePage<'_>], first: &GonePage<'_>, record: &Record) -> Diagnostic {
        let more = match pages.len() {
            1 => String::new(),
            2 => "; so was one more page of it".to_owned(),
            count => format!("; so were {} more pages of it", count - 1),
        };
        let message = format!("`{}` was published, and the paper is one page now{more}", first.address);
        let list: Vec<String> = pages.iter().map(|page| format!("\"{}\"", page.address)).collect();
        Diagnostic::new(&ADDRESS_GONE, message)
            .at(record.meta.title_span.place(&record.files))
            .related(self.lock.place(first.line), "published as this")
            .hint(format!("let them lead to it, in its front matter: `aliases = [{}]`", list.join(", ")))
            .hint("or to its sections: `## Results {alias=results}` for a page that ended in `/results/`")
            .hint("or take away `pages = \"single\"`, if it has that")
    }
}

/// The last part of an address.
fn last(address: &str) -> &str {
    let address = address.trim_end_matches('/');
    address.rsplit_once('/').map_or(address, |(_, last)| last)
}

/// What stands before it.
fn folder(address: &str) -> &str {
    address.strip_suffix(&format!("{}/", last(address))).unwrap_or(address)
}

fn and_more(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "; one more address on or below it is lost with it".to_owned(),
        _ => format!("; {count} more addresses on or below it are lost with it"),
    }
}
