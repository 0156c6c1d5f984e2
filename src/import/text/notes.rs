//! Notes find the marks that cite them.
//!
//! In: the pieces that are notes, then marks in reading order. Out: the notes of the transcript, and remarks on marks
//! without notes and notes without marks. Never: a note cited by guess.

use std::collections::BTreeMap;

use super::hyphens;
use super::inlines::inlines;
use super::piece::{Looks, MARK, MARK_END, Piece, raw};
use super::speech::plain;
use super::vocabulary::Vocabulary;
use crate::import::remark::{Kind, Remark};
use crate::import::transcript::{Block, BlockKind, Note};

/// A note that was found.
#[derive(Debug)]
struct Found {
    number: String,
    text: String,
    page: usize,
    place: String,
    remarks: Vec<Remark>,
    /// Its index in the transcript, once it is cited.
    cited: Option<usize>,
}

/// The notes of a text.
#[derive(Debug, Default)]
pub(super) struct Notes {
    found: Vec<Found>,
    by_number: BTreeMap<String, Vec<usize>>,
    cited: usize,
}

impl Notes {
    /// Takes the notes out of the pieces.
    pub(super) fn take(pieces: &mut Vec<Piece>, vocabulary: &Vocabulary) -> Self {
        let mut notes = Self::default();
        let all = std::mem::take(pieces);
        for piece in all {
            match &piece.looks {
                Looks::Note(number) => notes.add(number.trim(), &piece, vocabulary),
                _ => pieces.push(piece),
            }
        }
        for (index, note) in notes.found.iter().enumerate() {
            notes.by_number.entry(note.number.clone()).or_default().push(index);
        }
        notes
    }

    fn add(&mut self, number: &str, piece: &Piece, vocabulary: &Vocabulary) {
        let mut remarks = Vec::new();
        let text = hyphens::unbroken(&piece.text, vocabulary, &piece.place, &mut remarks);
        match self.found.last_mut() {
            // A note that goes on over the page.
            Some(last) if number.is_empty() || (number == last.number && last.page + 1 == piece.page) => {
                hyphens::append(&mut last.text, &text, vocabulary, &piece.place, &mut last.remarks);
                last.remarks.append(&mut remarks);
                if !number.is_empty() {
                    let remark =
                        Remark::new(Kind::Dropped, "the number of a note, said again on the next page");
                    last.remarks.push(remark.from(number).at(piece.place.clone()));
                }
            }
            _ => self.found.push(Found {
                number: number.to_owned(),
                text,
                page: piece.page,
                place: piece.place.clone(),
                remarks,
                cited: None,
            }),
        }
    }

    /// How many notes there are.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }

    /// The note that a mark on a page cites: the one on the same page, else the next one, else one that was cited before.
    fn cite(&mut self, number: &str, page: usize) -> Option<usize> {
        let same = self.by_number.get(number.trim())?;
        let found = &self.found;
        let find = |fits: &dyn Fn(&Found) -> bool| {
            same.iter().copied().find(|index| found.get(*index).is_some_and(fits))
        };
        let index = find(&|note| note.page == page)
            .or_else(|| find(&|note| note.cited.is_none() && note.page >= page))
            .or_else(|| find(&|note| note.cited.is_none()))
            .or_else(|| same.last().copied())?;
        let note = self.found.get_mut(index)?;
        Some(*note.cited.get_or_insert_with(|| {
            self.cited += 1;
            self.cited - 1
        }))
    }

    /// Resolves the marks of a text. The answer has a note for each mark, in their order.
    pub(super) fn resolve(
        &mut self,
        text: &str,
        page: usize,
        place: &str,
        remarks: &mut Vec<Remark>,
    ) -> Vec<Option<usize>> {
        let mut resolved = Vec::new();
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for chunk in chunks(text) {
            let answers: Vec<Option<usize>> = marks(chunk).map(|mark| self.cite(mark, page)).collect();
            if answers.is_empty() {
                continue;
            }
            if answers.contains(&None) {
                let message = format!("the note of the mark in \"{}\" left no trace", raw(chunk).trim());
                remarks.push(Remark::new(Kind::Lost, message).from(raw(chunk)).to(plain(chunk)).at(place));
            } else {
                from.push(raw(chunk));
                to.push(plain(chunk));
            }
            resolved.extend(answers);
        }
        if !from.is_empty() {
            let remark = Remark::new(Kind::Replaced, "the marks of notes, which are numbered again");
            remarks.push(remark.from(from.join(" ")).to(to.join(" ")).at(place));
        }
        resolved
    }

    /// The notes that are cited, in the order of their marks, and remarks on the others. The last value says how many.
    pub(super) fn finish(mut self) -> (Vec<Note>, Vec<Remark>, usize) {
        let mut remarks = Vec::new();
        let numbers: Vec<&str> =
            self.found.iter().filter(|note| note.cited.is_some()).map(|note| note.number.as_str()).collect();
        if !numbers.is_empty() {
            let remark =
                Remark::new(Kind::Replaced, "the numbers before the notes, which are numbered again");
            remarks.push(remark.from(numbers.join(" ")));
        }
        self.found.sort_by_key(|note| note.cited.unwrap_or(usize::MAX));
        let mut notes = Vec::new();
        let mut uncited = 0;
        for note in self.found {
            if note.cited.is_none() {
                uncited += 1;
                let message =
                    format!("note {} is not cited in the text, so it has no place there", note.number);
                let words = format!("{} {}", note.number, raw(&note.text));
                // A healed word of the note was told of, so the words as they stand in the note are those that are lost.
                remarks.extend(note.remarks);
                remarks.push(Remark::new(Kind::Lost, message).from(words).at(note.place));
                continue;
            }
            let mut block = Block::new(BlockKind::Paragraph(inlines(&note.text, |_| None)));
            block.remarks = note.remarks;
            notes.push(Note { blocks: vec![block] });
        }
        (notes, remarks, uncited)
    }
}

/// Says of the marks of a text that they are lost, where no mark can stand.
pub(super) fn unmarked(text: &str, place: &str) -> Option<Remark> {
    let (from, to): (Vec<String>, Vec<String>) = chunks(text).map(|chunk| (raw(chunk), plain(chunk))).unzip();
    let remark = Remark::new(Kind::Lost, "the marks of notes, where the front matter can have none");
    (!from.is_empty()).then(|| remark.from(from.join(" ")).to(to.join(" ")).at(place))
}

/// The runs of a text without white space in which a mark stands; a space right before a mark belongs to them.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    text.split(char::is_whitespace).filter(|chunk| chunk.contains(MARK))
}

/// The marks in a chunk.
fn marks(chunk: &str) -> impl Iterator<Item = &str> {
    chunk.split(MARK).skip(1).map(|after| after.split(MARK_END).next().unwrap_or_default())
}
