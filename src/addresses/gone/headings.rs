//! Headings that were published and are gone, of pages that are there.
//!
//! In: the old ids of a page, and the record that it shows. Out: problems, at the heading that each may have become, else at the
//! heading of the section. Never: more than one problem for a section with all that was in it.

use std::collections::BTreeMap;

use super::super::likeness::likeliest;
use super::super::published::{self, Heading, Shown};
use super::super::{Lock, PATH};
use crate::diagnostic::rules::addresses::HEADING_GONE;
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{Record, Span};

/// A page of a lock, and what stands there.
pub(super) struct OldPage<'a> {
    pub(super) lock: &'a Lock,
    pub(super) record: &'a Record,
    pub(super) shown: Shown,
    pub(super) address: &'a str,
}

/// Old ids that are gone for one reason.
#[derive(Default)]
struct Group {
    /// The first line of the lock that has one of them.
    line: Option<Span>,
    /// How many there are.
    count: usize,
}

impl OldPage<'_> {
    /// Says which old ids are gone.
    pub(super) fn report(&self, missing: &[(&str, Span)], problems: &mut Vec<Diagnostic>) {
        let missing = self.without_split(missing, problems);
        let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
        for (id, line) in missing {
            let group = groups.entry(self.cause(id)).or_default();
            group.line.get_or_insert(line);
            group.count += 1;
        }
        let new = self.new_headings();
        let gone = groups.len();
        for (id, group) in groups {
            problems.push(self.problem(id, &group, &new, gone));
        }
    }

    /// Takes out the ids of what was a paper on one page and now has pages of its own.
    fn without_split<'m>(
        &self,
        missing: &[(&'m str, Span)],
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<(&'m str, Span)> {
        if self.shown != Shown::Opening {
            return missing.to_vec();
        }
        let whole = published::ids(self.record, Shown::Whole);
        let is_moved = |id: &str| {
            let id = id.split_once(':').map_or(id, |(section, _)| section);
            whole.binary_search_by(|known| (**known).cmp(id)).is_ok()
        };
        let (moved, others): (Vec<_>, Vec<_>) = missing.iter().copied().partition(|(id, _)| is_moved(id));
        if let [(first, line), rest @ ..] = moved.as_slice() {
            let more = so_too(rest.len(), "was", "were", "");
            let message = format!(
                "`{}#{first}` was published when the paper was one page, and its sections have pages of their own now{more}",
                self.address
            );
            let problem = Diagnostic::new(&HEADING_GONE, message).at(self.place(self.record.meta.title_span));
            problems.push(
                problem
                    .related(self.lock.place(*line), "published as this")
                    .hint("keep the paper on one page: `pages = \"single\"` in its front matter")
                    .hint(format!(
                        "or, since such links still lead to its contents, delete these lines from `{PATH}`"
                    )),
            );
        }
        others
    }

    /// The id to look for: of what was in a section that is gone, the section's.
    fn cause<'m>(&self, id: &'m str) -> &'m str {
        match id.split_once(':').filter(|_| self.is_whole()) {
            Some((section, _)) if !self.is_section(section) => section,
            _ => id,
        }
    }

    fn is_whole(&self) -> bool {
        matches!(self.shown, Shown::Whole | Shown::Anywhere)
    }

    fn is_section(&self, id: &str) -> bool {
        self.record.sections.iter().any(|section| section.ids().any(|known| known == id))
    }

    /// The headings that were not on this page before.
    fn new_headings(&self) -> Vec<Heading<'_>> {
        let mut new = published::headings(self.record, self.shown);
        new.retain(|heading| !self.lock.has(&format!("{}#{}", self.address, heading.fragment())));
        new
    }

    fn problem(&self, id: &str, group: &Group, new: &[Heading<'_>], gone: usize) -> Diagnostic {
        // On a page that shows all, an alias is given without the id of its section.
        let (section, bare) = match id.split_once(':').filter(|_| self.is_whole()) {
            Some((section, bare)) => (Some(section), bare),
            None => (None, id),
        };
        let fits = |heading: &&Heading<'_>| match (section, heading.within) {
            (Some(section), Some(within)) => within.ids().any(|known| known == section),
            (None, None) => true,
            _ => false,
        };
        let names: Vec<&str> = new.iter().filter(fits).map(|heading| heading.id).collect();
        let heading = likeliest(bare, &names, gone)
            .and_then(|name| new.iter().filter(fits).find(|heading| heading.id == name));
        let more = so_too(group.count.saturating_sub(1), "is", "are", " in it");
        let message = format!("the heading `{}#{id}` was published and is gone{more}", self.address);
        let mut problem = Diagnostic::new(&HEADING_GONE, message);
        problem = match heading {
            Some(heading) => problem.at(self.place(heading.anchor.span)).hint(format!(
                "if these are its new words, write `{{alias={bare}}}` behind them, or `alias={bare}` in their braces"
            )),
            None => problem.at(self.place(self.section_span(section))).hint(format!(
                "write `{{alias={bare}}}` behind the heading that stands for it now"
            )),
        };
        problem = problem.hint(format!("if it is given up for good, delete its line from `{PATH}`"));
        match group.line {
            Some(line) => problem.related(self.lock.place(line), "published as this"),
            None => problem,
        }
    }

    /// Where the section begins in which a heading was, or the text.
    fn section_span(&self, section: Option<&str>) -> Span {
        let sections = &self.record.sections;
        let shown = match self.shown {
            Shown::Section(at) => sections.get(usize::from(at)),
            _ => section.and_then(|id| sections.iter().find(|known| known.ids().any(|own| own == id))),
        };
        shown.map_or(self.record.meta.title_span, |section| section.span)
    }

    fn place(&self, span: Span) -> Place {
        span.place(&self.record.files)
    }
}

/// A heading of a page that offprint makes, whose introduction is gone.
pub(super) fn without_text(page: &str, id: &str, line: Place) -> Diagnostic {
    Diagnostic::new(&HEADING_GONE, format!("the heading `{page}#{id}` was published and is gone"))
        .at(line)
        .hint("the file that introduced this list is gone, or has no text: restore it")
        .hint(format!("if it is given up for good, delete its line from `{PATH}`"))
}

/// What became of further headings too.
fn so_too(count: usize, one: &str, many: &str, within: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!("; so {one} one more heading{within}"),
        _ => format!("; so {many} {count} more headings{within}"),
    }
}
