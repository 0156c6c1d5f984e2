//! What stands around the text: notes, headers and footers.
//!
//! In: the parts that a document refers to. Out: notes as pieces; what is left out as remarks. Never: the separators that
//! Word keeps among the notes.

use std::collections::BTreeSet;

use super::super::Failure;
use super::super::ledger::Census;
use super::super::remark::{Kind, Remark};
use super::piece::Piece;
use super::raw::Raw;
use super::reader::{Reader, part};
use super::xml::Element;

/// Notes of one kind, with the path of their part.
pub(super) struct Notes {
    path: String,
    part: Element,
    kind: &'static str,
    element: &'static str,
}

impl Reader<'_> {
    /// Finds the footnotes and endnotes, and numbers them, so that marks can point to them.
    pub(super) fn find_notes(&mut self) -> Result<Vec<Notes>, Failure> {
        let mut found = Vec::new();
        for (relation, kind, element) in
            [("footnotes", "footnote", "w:footnote"), ("endnotes", "endnote", "w:endnote")]
        {
            let relation = self.relations.values().find(|other| other.kind == relation && !other.external);
            let Some(path) = relation.map(|relation| relation.target.clone()) else { continue };
            let Some(part) = part(self.package, &path, self.name)? else { continue };
            let notes = Notes { path, part, kind, element };
            for note in notes.all() {
                let id = note.attribute("w:id").unwrap_or_default().to_owned();
                self.notes.insert((kind, id), None);
            }
            found.push(notes);
        }
        Ok(found)
    }

    /// Reads the notes that the text cites, in the order of their marks; all others are left out and told.
    pub(super) fn read_notes(&mut self, notes: &[Notes]) -> Vec<Vec<Piece>> {
        let mut read = vec![Vec::new(); self.cited];
        self.is_in_note = true;
        for notes in notes {
            let relations = self.package.relations(&notes.path);
            let outer = std::mem::replace(&mut self.relations, relations);
            for (note, count) in notes.all().zip(1..) {
                let id = note.attribute("w:id").unwrap_or_default().to_owned();
                // A second note with the same id can't be told from the first.
                let number = self.notes.remove(&(notes.kind, id)).flatten();
                match number.and_then(|number| read.get_mut(number)) {
                    Some(pieces) => *pieces = self.note(note, &format!("{} {count}", notes.kind)),
                    None => self.leave_out_note(note, &format!("{} {count}", notes.kind)),
                }
            }
            self.relations = outer;
        }
        read
    }

    fn note(&mut self, note: &Element, place: &str) -> Vec<Piece> {
        let paragraphs = std::mem::take(&mut self.paragraphs);
        let mut pieces = self.apart(note);
        pieces.iter_mut().for_each(|piece| piece.rename(place));
        self.paragraphs = paragraphs;
        pieces
    }

    fn leave_out_note(&mut self, note: &Element, place: &str) {
        let raw = Raw::of(note);
        self.leave_out(&raw);
        self.absent.notes += 1;
        let message =
            "a note is left out because no mark in the text cites it: the mark was deleted, or is hidden";
        self.remarks.push(Remark::new(Kind::SetAside, message).from(raw.text()).at(place));
    }

    /// Headers and footers: what they hold, left out and told.
    pub(super) fn leave_out_margins(&mut self) -> Result<Census, Failure> {
        let mut census = Census::default();
        let relations: Vec<(String, String)> = self
            .relations
            .values()
            .filter(|relation| matches!(relation.kind.as_str(), "header" | "footer") && !relation.external)
            .map(|relation| (relation.target.clone(), relation.kind.clone()))
            .collect();
        let mut seen = BTreeSet::new();
        for (path, kind) in relations {
            if !seen.insert(path.clone()) {
                continue;
            }
            let Some(part) = part(self.package, &path, self.name)? else { continue };
            let raw = Raw::of(&part);
            census.merge(raw.census());
            self.leave_out(&raw);
            let words = raw.text();
            let pictures = if raw.images > 0 { " and its pictures" } else { "" };
            if !words.trim().is_empty() || raw.images > 0 {
                let message = format!("a {kind} of the pages{pictures} is left out");
                self.remarks.push(Remark::new(Kind::Dropped, message).from(words).at(path));
            }
        }
        Ok(census)
    }
}

impl Notes {
    /// The notes that are notes.
    fn all(&self) -> impl Iterator<Item = &Element> {
        self.part.children_named(self.element).filter(|note| {
            let kind = note.attribute("w:type");
            !matches!(kind, Some("separator" | "continuationSeparator" | "continuationNotice"))
        })
    }

    /// What they hold, counted.
    pub(super) fn census(&self) -> Census {
        let mut census = Census::default();
        for note in self.all() {
            census.merge(Raw::of(note).census());
            census.notes += 1;
        }
        census
    }
}

impl Piece {
    /// Gives its remarks another place: paragraphs of notes are counted apart.
    fn rename(&mut self, place: &str) {
        place.clone_into(&mut self.place);
        for remark in &mut self.remarks {
            remark.place = Some(place.to_owned());
        }
    }
}
