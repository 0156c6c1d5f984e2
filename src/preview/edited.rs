//! The block that was edited.
//!
//! In: the texts of a paper before and after. Out: the page and the element of the first difference. Never: a guess for a paper
//! whose text before is not at hand; then it is the paper's page alone.

use super::live::Live;
use super::places::elements;
use super::store::{News, Opened};
use super::{Edited, Preview};
use crate::diagnostic::printers::Lines;
use crate::paper::{Record, Span};
use crate::site::PageKey;

impl Preview {
    /// The edited block, if one paper was edited and is shown.
    pub(super) fn edited(&self, news: &News) -> Option<Edited> {
        let [edit] = news.edits.as_slice() else { return None };
        let live = self.live();
        let site = &live.ready.site;
        let crate::catalog::FileEntry::Published { record: index, .. } =
            site.catalog().by_file.get(&edit.file)?
        else {
            return None;
        };
        let record = site.record(*index)?;
        let whole = |line| Edited { page: site.href(&record.address), tag: String::new(), n: 0, line };
        let Some((file, byte)) = edit.old.as_ref().and_then(|old| difference(old, &edit.new)) else {
            return Some(whole(1));
        };
        let line = edit
            .new
            .sources
            .get(file)
            .map_or(1, |source| Lines::new(source.text.clone()).position(byte).line);
        let found = self.block(&live, (*index, record), Span::new(u16::try_from(file).ok()?, byte, byte));
        Some(found.map_or_else(|| whole(line), |found| Edited { line, ..found }))
    }

    /// The block at a place of a paper.
    fn block(&self, live: &Live, (index, record): (u32, &Record), at: Span) -> Option<Edited> {
        let site = &live.ready.site;
        let key = match section_at(record, at) {
            Some(section) if !record.single => PageKey::Section(index, section),
            _ => PageKey::Record(index),
        };
        let address = site.address(&key);
        let page = self.page(live, &address)?;
        let holds = |span: &Span| span.file == at.file && span.start <= at.start && at.start <= span.end;
        let found =
            elements(&page).into_iter().filter(|(_, span)| holds(span)).max_by_key(|(_, span)| span.start);
        let (element, _) = found?;
        Some(Edited { page: site.href(&address), tag: element.tag, n: element.n, line: 0 })
    }
}

/// The section that a place is in.
fn section_at(record: &Record, at: Span) -> Option<u16> {
    let before = |section: &crate::paper::SectionRecord| {
        section.span.file == at.file && section.span.start <= at.start
    };
    record.sections.iter().rposition(before).and_then(|index| u16::try_from(index).ok())
}

/// The first file whose text differs, and the first byte of the difference.
fn difference(old: &Opened, new: &Opened) -> Option<(usize, usize)> {
    new.sources.iter().enumerate().find_map(|(index, source)| {
        let before =
            old.sources.iter().find(|other| other.path == source.path).map_or("", |other| &*other.text);
        let same = before.bytes().zip(source.text.bytes()).take_while(|(a, b)| a == b).count();
        (same < before.len() || same < source.text.len()).then_some((index, same))
    })
}
