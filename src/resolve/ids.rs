//! The anchors of a record by their ids.
//!
//! In: records. Out: the anchors that have an id, in the order of the text. Never: a choice among them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::anchors;
use crate::paper::{Anchor, AnchorKind, Record};

/// The anchors of one record by their ids: a long paper has thousands of headings, and as many links to them.
pub(super) struct Ids<'a> {
    pub(super) record: &'a Record,
    by_id: Vec<(&'a str, u32)>,
}

impl<'a> Ids<'a> {
    fn new(record: &'a Record) -> Self {
        let mut by_id = Vec::with_capacity(record.anchors.len());
        for (at, anchor) in (0..).zip(&record.anchors) {
            by_id.push((&*anchor.id, at));
            let section = anchor.section.and_then(|at| record.sections.get(usize::from(at)));
            if let Some(section) = section.filter(|_| anchor.kind == AnchorKind::Section) {
                by_id.extend(section.ids().chain(section.heading_ids().skip(1)).map(|id| (id, at)));
            }
        }
        by_id.sort_unstable();
        by_id.dedup();
        Self { record, by_id }
    }

    fn places(&self, id: &str) -> impl Iterator<Item = u32> {
        let start = self.by_id.partition_point(|(other, _)| *other < id);
        let rest = self.by_id.get(start..).unwrap_or_default();
        let end = rest.partition_point(|(other, _)| *other == id);
        rest.get(..end).unwrap_or_default().iter().map(|(_, at)| *at)
    }

    fn anchor(&self, at: u32) -> Option<&'a Anchor> {
        self.record.anchors.get(at as usize)
    }

    /// The anchors that have an id.
    pub(super) fn with(&self, id: &str) -> impl Iterator<Item = &'a Anchor> {
        self.places(id).filter_map(|at| self.anchor(at))
    }

    /// The anchors that have an id, there or on the page of the whole paper, where it is `section:id`.
    pub(super) fn with_any(&self, id: &str) -> impl Iterator<Item = &'a Anchor> {
        let parts = id.match_indices(':').filter_map(|(at, _)| id.get(at + 1..));
        let on_whole_page = |at: &u32| {
            self.anchor(*at).is_some_and(|anchor| *anchors::on_whole_page(self.record, anchor) == *id)
        };
        let mut places: Vec<u32> = parts.flat_map(|part| self.places(part)).filter(on_whole_page).collect();
        places.extend(self.places(id));
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|at| self.anchor(at))
    }
}

/// The ids of the records that have been asked for.
#[derive(Default)]
pub(super) struct Indexes<'a>(RefCell<BTreeMap<u32, Rc<Ids<'a>>>>);

impl<'a> Indexes<'a> {
    /// The ids of a record, whose index in the catalog is `index`.
    pub(super) fn of(&self, index: u32, record: &'a Record) -> Rc<Ids<'a>> {
        self.0.borrow_mut().entry(index).or_insert_with(|| Rc::new(Ids::new(record))).clone()
    }
}
