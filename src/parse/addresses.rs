//! The addresses of sections, and the ids of their headings.
//!
//! In: drafts of sections. Out: an address and a heading's id for each, unique in the paper. Never: the text in them.

use std::sync::Arc;

use super::names::{self, Names};
use super::sections::{Address, Draft};
use super::slug;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::apparatus::SECTION_ADDRESS_RESERVED;
use crate::diagnostic::rules::links::ALIAS_TAKEN;
use crate::paper::{Pages, Span, phrase};

/// The names of one section.
pub(super) struct Named {
    /// The last part of its address.
    pub(super) id: Box<str>,
    /// What a link to its heading says.
    pub(super) heading_id: Box<str>,
    /// What the last part of its address used to be; in a paper on one page, it may be the same as now.
    pub(super) old_ids: Vec<Box<str>>,
    /// What links to its heading used to say.
    pub(super) old_heading_ids: Vec<Box<str>>,
}

/// What naming the sections of a manuscript needs to know of it.
pub(super) struct Naming<'a> {
    /// The last part of the manuscript's own address.
    pub(super) slug: &'a str,
    /// Whether sections are pages.
    pub(super) pages: Pages,
    /// The ids of figures and tables, which share the page of the whole paper.
    pub(super) figures: &'a Names,
    /// The files' texts.
    pub(super) texts: &'a [Arc<str>],
    /// The files' paths.
    pub(super) files: &'a [Arc<str>],
}

impl Naming<'_> {
    /// Names every section. What authors chose comes first, so that a heading never takes it away.
    pub(super) fn name(
        &self,
        drafts: &[Draft],
        taken: &mut Names,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Named> {
        let mut chosen = Vec::with_capacity(drafts.len());
        let mut headings = Names::default();
        for (position, draft) in (1..).zip(drafts) {
            let id = self.chosen(position, draft, taken, problems);
            chosen.push((id, self.own_heading(draft, &mut headings, problems)));
        }
        let old: Vec<_> = drafts.iter().map(|draft| self.old(draft, taken, problems)).collect();
        let mut named = Vec::with_capacity(drafts.len());
        for (position, ((draft, old_ids), (id, heading_id))) in (1..).zip(drafts.iter().zip(old).zip(chosen))
        {
            let id = id.unwrap_or_else(|| self.made(position, draft, taken, problems));
            let heading_id = heading_id.unwrap_or_else(|| {
                let words = slug::github(&draft.title, self.texts);
                let base = if words.is_empty() { &id } else { &*words };
                headings.free(base, 1, draft.title_span, |id| self.figures.get(id).is_none())
            });
            let old_heading_ids = self.old_heading(draft, &heading_id, problems);
            named.push(Named { id, heading_id, old_ids, old_heading_ids });
        }
        named
    }

    /// The addresses that the author says a section used to have. One that is its own again takes nothing.
    fn old(&self, draft: &Draft, taken: &mut Names, problems: &mut Vec<Diagnostic>) -> Vec<Box<str>> {
        let mut old: Vec<Box<str>> = Vec::new();
        for alias in draft.aliases.iter().filter(|alias| !alias.starts_with('#')) {
            let address: Box<str> = slug::chosen(alias).into();
            if address.is_empty() || old.contains(&address) {
                continue;
            }
            let is_own = wished(draft) == *address;
            let other = taken.get(&address).or_else(|| self.figures.get(&address)).filter(|_| !is_own);
            if self.is_reserved(&address) {
                let message = format!("the alias `{address}` is that of another part of the paper");
                let problem = Diagnostic::new(&ALIAS_TAKEN, message).at(draft.title_span.place(self.files));
                problems.push(problem.hint("take it out of the alias: that page is still there"));
            } else if let Some(other) = other {
                problems.push(names::still_taken(&address, draft.title_span, other, self.files));
            } else {
                if !is_own {
                    taken.insert(&address, draft.title_span);
                }
                old.push(address);
            }
        }
        old
    }

    /// The ids that a section's heading used to have.
    fn old_heading(&self, draft: &Draft, own: &str, problems: &mut Vec<Diagnostic>) -> Vec<Box<str>> {
        let mut old: Vec<Box<str>> = Vec::new();
        for alias in draft.aliases.iter().map(|alias| alias.strip_prefix('#').unwrap_or(alias)) {
            if let Some(figure) = self.figures.get(alias) {
                problems.push(names::still_taken(alias, draft.title_span, figure, self.files));
            } else if alias != own && !old.iter().any(|known| **known == *alias) {
                old.push(alias.into());
            }
        }
        old
    }

    /// The address that the author chose.
    fn chosen(
        &self,
        position: usize,
        draft: &Draft,
        taken: &mut Names,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Box<str>> {
        let Address::Chosen(id, span) = &draft.address else { return None };
        let address = or_position(slug::chosen(id), position);
        if self.is_reserved(&address) {
            problems.push(self.reserved(&address, *span));
        } else if let Some(first) = taken.get(&address).or_else(|| self.figures.get(&address)) {
            problems.push(names::repeated(id, *span, first, self.files));
        }
        Some(self.take(&address, *span, taken))
    }

    /// The address made of the file's name or the heading's words.
    fn made(
        &self,
        position: usize,
        draft: &Draft,
        taken: &mut Names,
        problems: &mut Vec<Diagnostic>,
    ) -> Box<str> {
        let words = match &draft.address {
            Address::Chosen(..) => crate::language::slug(&phrase::plain(&draft.title)),
            Address::Name(_) | Address::Heading => wished(draft),
        };
        let address = or_position(words, position);
        if self.is_reserved(&address) {
            problems.push(self.reserved(&address, draft.title_span));
        }
        self.take(&address, draft.title_span, taken)
    }

    fn take(&self, address: &str, span: Span, taken: &mut Names) -> Box<str> {
        // No number behind `cite.bib` makes it free: all that begins with `cite.` is taken.
        let never_free = self.is_reserved(&format!("{address}-2"));
        let base = if never_free { format!("section-{address}") } else { address.to_owned() };
        taken.free(&base, 2, span, |id| !self.is_reserved(id) && self.figures.get(id).is_none())
    }

    /// The id that the author gave a section's heading, if nothing else on its page has it.
    fn own_heading(
        &self,
        draft: &Draft,
        headings: &mut Names,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Box<str>> {
        let id = draft.heading_id.as_deref()?;
        // Figures keep their ids on the page of each section.
        let first = self.figures.get(id).or_else(|| headings.insert(id, draft.title_span));
        let Some(first) = first else { return Some(id.into()) };
        // Where the id is the address too, its repetition is reported there.
        if !matches!(&draft.address, Address::Chosen(address, _) if **address == *id) {
            problems.push(names::repeated(id, draft.title_span, first, self.files));
        }
        None
    }

    /// Whether an address below a paper's own is taken by something else that is published there.
    fn is_reserved(&self, address: &str) -> bool {
        if self.pages == Pages::Single {
            return false;
        }
        let address = address.to_ascii_lowercase();
        let export = |extension| address.strip_suffix(extension).is_some_and(|stem| stem == self.slug);
        matches!(&*address, "full" | "figures" | "index.html")
            || address.starts_with("cite.")
            || export(".pdf")
            || export(".epub")
    }

    fn reserved(&self, address: &str, span: Span) -> Diagnostic {
        let message = format!(
            "a section can't have the address `{address}/`: it is taken by another part of the paper"
        );
        Diagnostic::new(&SECTION_ADDRESS_RESERVED, message)
            .at(span.place(self.files))
            .hint(format!("give the heading another id, `{{#{address}-section}}`; in a section file, `id = \"{address}-section\"`"))
    }
}

/// The address that a section has if nothing else has it.
fn wished(draft: &Draft) -> String {
    match &draft.address {
        Address::Chosen(id, _) => slug::chosen(id),
        Address::Name(name) => crate::language::slug(name),
        Address::Heading => crate::language::slug(&phrase::plain(&draft.title)),
    }
}

fn or_position(address: String, position: usize) -> String {
    if address.is_empty() { format!("section-{position}") } else { address }
}
