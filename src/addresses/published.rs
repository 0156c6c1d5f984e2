//! What a site publishes: pages, headings on them, and old addresses that lead to them.
//!
//! In: the site. Out: addresses, and the ids that a page can be entered by. Never: drafts, or lists that follow what papers say.

use std::borrow::Cow;

use crate::catalog::has_section_pages;
use crate::paper::{Anchor, AnchorKind, Record, SectionRecord};
use crate::site::{Destination, Entry, PageKey, Site};

/// Which part of a record a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// What stands before the sections.
    Opening,
    /// One section.
    Section(u16),
    /// Everything, each section's ids behind its own.
    Whole,
    /// Everything; but an old address does not say in which section, or says it in another way.
    Anywhere,
}

/// What a page shows, and of which record.
pub(super) fn of_page(site: &Site, key: &PageKey) -> Option<(u32, Shown)> {
    let index = site.page_record_index(key)?;
    let shown = match key {
        PageKey::Section(_, at) => Shown::Section(*at),
        PageKey::Full(_) => Shown::Whole,
        _ if has_section_pages(site.record(index)?) => Shown::Opening,
        _ => Shown::Whole,
    };
    Some((index, shown))
}

/// What the page shows to which an old address leads.
pub(super) fn of_destination(site: &Site, to: Destination) -> (u32, Shown) {
    match to {
        Destination::Full(index) => (index, Shown::Whole),
        Destination::Section(index, at) => (index, Shown::Section(at)),
        Destination::Record(index) if site.record(index).is_some_and(has_section_pages) => {
            (index, Shown::Opening)
        }
        Destination::Record(index) => (index, Shown::Anywhere),
    }
}

/// A heading on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading<'r> {
    /// The section whose ids stand before its own on this page.
    pub(super) within: Option<&'r SectionRecord>,
    /// What is found under the id.
    pub(super) anchor: &'r Anchor,
    /// The id; of a section on a page that shows all, the section's.
    pub(super) id: &'r str,
}

impl Heading<'_> {
    /// What stands behind the `#` of its address.
    pub(super) fn fragment(&self) -> String {
        self.within.map_or_else(|| self.id.to_owned(), |section| format!("{}:{}", section.id, self.id))
    }
}

/// The anchors of the opening or of a section.
fn anchors_in(record: &Record, section: Option<u16>) -> &[Anchor] {
    // They are in reading order, so that those of a section stand together.
    let start = record.anchors.partition_point(|anchor| anchor.section < section);
    let end = record.anchors.partition_point(|anchor| anchor.section <= section);
    record.anchors.get(start..end).unwrap_or_default()
}

/// The anchors on a page.
fn anchors_on(record: &Record, shown: Shown) -> &[Anchor] {
    match shown {
        Shown::Opening => anchors_in(record, None),
        Shown::Section(at) => anchors_in(record, Some(at)),
        Shown::Whole | Shown::Anywhere => &record.anchors,
    }
}

fn section_of<'r>(record: &'r Record, anchor: &Anchor) -> Option<&'r SectionRecord> {
    record.sections.get(usize::from(anchor.section?))
}

/// The headings that a page shows and that can be cited: not its own, which is the page.
pub(super) fn headings(record: &Record, shown: Shown) -> Vec<Heading<'_>> {
    let is_whole = matches!(shown, Shown::Whole | Shown::Anywhere);
    let heading = |anchor| {
        let section = section_of(record, anchor).filter(|_| is_whole);
        match (&anchor.kind, section) {
            (AnchorKind::Section, Some(section)) => Some(Heading { within: None, anchor, id: &section.id }),
            (AnchorKind::Heading { .. }, _) => Some(Heading { within: section, anchor, id: &anchor.id }),
            _ => None,
        }
    };
    anchors_on(record, shown).iter().filter_map(heading).collect()
}

/// Every id by which a page can be entered, sorted.
pub(super) fn ids(record: &Record, shown: Shown) -> Vec<Cow<'_, str>> {
    let mut ids = Vec::new();
    if matches!(shown, Shown::Whole | Shown::Anywhere) {
        record.anchors.iter().for_each(|anchor| ids_on_whole(record, anchor, &mut ids));
    }
    if shown != Shown::Whole {
        ids.extend(anchors_on(record, shown).iter().map(|anchor| Cow::from(&*anchor.id)));
    }
    if let Shown::Section(at) = shown {
        let section = record.sections.get(usize::from(at));
        ids.extend(section.into_iter().flat_map(SectionRecord::heading_ids).map(Cow::from));
    }
    ids.sort_unstable();
    ids
}

/// The ids of a place on a page that shows the whole record.
fn ids_on_whole<'r>(record: &'r Record, anchor: &'r Anchor, ids: &mut Vec<Cow<'r, str>>) {
    let is_global = matches!(anchor.kind, AnchorKind::Figure { .. } | AnchorKind::Table { .. });
    let Some(section) = section_of(record, anchor).filter(|_| !is_global) else {
        return ids.push(Cow::from(&*anchor.id));
    };
    if anchor.kind != AnchorKind::Section {
        return ids.extend(section.ids().map(|of| Cow::from(format!("{of}:{}", anchor.id))));
    }
    for of in section.ids() {
        ids.push(Cow::from(of));
        ids.extend(section.heading_ids().map(|id| Cow::from(format!("{of}:{id}"))));
    }
}

/// Every address that a site publishes, in no particular order.
pub(super) fn all(site: &Site) -> Vec<String> {
    let mut all = Vec::new();
    for (index, record) in (0u32..).zip(site.records()).filter(|(_, record)| !record.meta.draft) {
        // A text that introduces a list of topics or people, too, has a page of its own.
        if site.entries.contains_key(&record.address) {
            of_record(record, &mut all);
        }
        let leads_here = |address: &str| match site.entries.get(address) {
            Some(Entry::Redirect(to)) => to.record() == index,
            _ => false,
        };
        let aliases = record.meta.aliases.iter().filter(|alias| leads_here(&alias.address));
        all.extend(aliases.map(|alias| alias.address.to_string()));
    }
    all
}

fn of_record(record: &Record, all: &mut Vec<String>) {
    let address = &*record.address;
    all.push(address.to_owned());
    if !has_section_pages(record) {
        return on_page(address, record, Shown::Whole, all);
    }
    on_page(address, record, Shown::Opening, all);
    all.push(format!("{address}full/"));
    for (at, section) in (0..).zip(&record.sections) {
        let page = format!("{address}{}/", section.id);
        on_page(&page, record, Shown::Section(at), all);
        // The page stands for its heading, unless the words of the two differ: then links to the heading do too.
        let own = section.heading_ids().filter(|id| section.ids().all(|other| other != *id));
        all.extend(own.map(|id| format!("{page}#{id}")));
        all.push(page);
    }
}

/// The headings of a page, with the ids that they had.
fn on_page(page: &str, record: &Record, shown: Shown, all: &mut Vec<String>) {
    for heading in headings(record, shown) {
        all.push(format!("{page}#{}", heading.fragment()));
        if let (AnchorKind::Section, Some(section)) =
            (&heading.anchor.kind, section_of(record, heading.anchor))
        {
            all.extend(section.old_ids.iter().map(|id| format!("{page}#{id}")));
            let own = section.heading_ids().filter(|id| section.ids().all(|other| other != *id));
            all.extend(own.map(|id| format!("{page}#{}:{id}", section.id)));
        }
    }
    for alias in anchors_on(record, shown).iter().filter(|anchor| anchor.kind == AnchorKind::Alias) {
        let within = section_of(record, alias).filter(|_| shown == Shown::Whole);
        let heading = Heading { within, anchor: alias, id: &alias.id };
        all.push(format!("{page}#{}", heading.fragment()));
    }
}
