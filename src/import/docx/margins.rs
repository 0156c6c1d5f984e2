//! What stands around the text: notes, headers and footers.
//!
//! In: the parts that a document refers to. Out: notes as pieces; what is left out as remarks. Never: the separators that
//! Word keeps among the notes.

use std::collections::BTreeSet;

use super::super::Refusal;
use super::super::ledger::{Absent, Census};
use super::super::remark::{Kind, Remark};
use super::super::transcript::{Block, BlockKind, Inline};
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

/// A note as it is read.
pub(super) struct ReadNote {
    pub pieces: Vec<Piece>,
    /// What it holds, for one that no mark cites.
    pub raw: Raw,
}

impl Reader<'_> {
    /// Finds the footnotes and endnotes, and numbers them, so that marks can point to them.
    pub(super) fn find_notes(&mut self) -> Result<Vec<Notes>, Refusal> {
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
                let number = self.notes.len();
                self.notes.entry((kind, id)).or_insert(number);
            }
            found.push(notes);
        }
        Ok(found)
    }

    /// Reads the notes, in the order of their numbers.
    pub(super) fn read_notes(&mut self, notes: &[Notes]) -> Vec<ReadNote> {
        let mut read = Vec::new();
        for notes in notes {
            let relations = self.package.relations(&notes.path);
            let outer = std::mem::replace(&mut self.relations, relations);
            for note in notes.all() {
                let id = note.attribute("w:id").unwrap_or_default().to_owned();
                // A second note with the same id can't be told from the first.
                let is_own = self.notes.get(&(notes.kind, id)) == Some(&read.len());
                if is_own {
                    let paragraphs = std::mem::take(&mut self.paragraphs);
                    let place = format!("{} {}", notes.kind, read.len() + 1);
                    let mut pieces = self.apart(note);
                    pieces.iter_mut().for_each(|piece| piece.rename(&place));
                    read.push(ReadNote { pieces, raw: Raw::of(note) });
                    self.paragraphs = paragraphs;
                } else {
                    let raw = Raw::of(note);
                    self.leave_out(&raw);
                    let message = format!("a second {} with the same number is left out", notes.kind);
                    self.remarks.push(Remark::new(Kind::SetAside, message).from(raw.text()));
                    self.absent.notes += 1;
                }
            }
            self.relations = outer;
        }
        read
    }

    /// Headers and footers: what they hold, left out and told.
    pub(super) fn leave_out_margins(&mut self) -> Result<Census, Refusal> {
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

/// The notes that a text cites.
pub(super) fn cited(blocks: &[Block]) -> BTreeSet<usize> {
    let mut cited = BTreeSet::new();
    blocks.iter().for_each(|block| cited_by(&block.kind, &mut cited));
    cited
}

fn cited_by(kind: &BlockKind, cited: &mut BTreeSet<usize>) {
    match kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => marks(text, cited),
        BlockKind::List { items, .. } => {
            items.iter().flatten().for_each(|block| cited_by(&block.kind, cited))
        }
        BlockKind::Quote(blocks) | BlockKind::PullQuote { blocks, .. } | BlockKind::Box { blocks, .. } => {
            blocks.iter().for_each(|block| cited_by(&block.kind, cited));
        }
        BlockKind::Table(table) => {
            marks(&table.caption, cited);
            table.rows.iter().flatten().for_each(|cell| marks(&cell.content, cited));
        }
        BlockKind::Figure(figure) => marks(&figure.caption, cited),
        BlockKind::Code { .. } | BlockKind::Math(_) | BlockKind::Rule | BlockKind::Comment(_) => {}
    }
}

fn marks(text: &[Inline], cited: &mut BTreeSet<usize>) {
    for inline in text {
        match inline {
            Inline::NoteMark(note) => _ = cited.insert(*note),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => marks(content, cited),
            _ => {}
        }
    }
}

/// A note that no mark cites, left out and told.
pub(super) fn uncited(raw: &Raw, absent: &mut Absent) -> Remark {
    absent.notes += 1;
    absent.images += raw.images;
    absent.tables += raw.tables;
    absent.formulae += raw.formulae;
    let message =
        "a note is left out because no mark in the text cites it: the mark was deleted, or is hidden";
    Remark::new(Kind::SetAside, message).from(raw.text())
}
