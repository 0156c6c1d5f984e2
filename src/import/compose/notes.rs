//! Notes: their numbers, their definitions, and those that nothing cites.
//!
//! In: the notes of a transcript, and the marks as they are written. Out: definitions in the order in which the text
//! cites them. Never: a note without its words, in the manuscript or in a remark.

use super::lines::Lines;
use super::{Composer, words};
use crate::import::ledger::Absent;
use crate::import::remark::{Kind, Remark};
use crate::import::transcript::{Block, BlockKind, Note};

/// Which number each note has.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// By the index of the note.
    given: Vec<Option<usize>>,
    /// Indices of notes, by number less one.
    order: Vec<usize>,
    /// Which notes are cited where no mark can be.
    barred: Vec<bool>,
    /// Whether this is a summary: what stands in front matter has no place where its notes could be.
    pub(super) in_summary: bool,
    /// Whether this is a pull quote: the site takes marks out of a text that it prints twice.
    pub(super) in_pull_quote: bool,
}

impl Numbers {
    /// Numbers for so many notes.
    pub(super) fn new(notes: usize) -> Self {
        Self {
            given: vec![None; notes],
            order: Vec::new(),
            barred: vec![false; notes],
            in_summary: false,
            in_pull_quote: false,
        }
    }

    /// The number of a note that is cited here; none for a note that there is not.
    pub(super) fn cite(&mut self, note: usize) -> Option<usize> {
        if self.in_summary || self.in_pull_quote {
            if let Some(barred) = self.barred.get_mut(note) {
                *barred = true;
            }
            return None;
        }
        let given = self.given.get_mut(note)?;
        if given.is_none() {
            self.order.push(note);
            *given = Some(self.order.len());
        }
        *given
    }
}

impl Composer {
    /// Writes the notes that were cited, and those that they cite.
    pub(super) fn notes(&mut self, notes: &[Note]) -> Lines {
        let mut out = Lines::default();
        let mut number = 0;
        while let Some(note) = self.numbers.order.get(number).and_then(|index| notes.get(*index)) {
            number += 1;
            let mut lines = self.inner(&note.blocks);
            let is_text = matches!(note.blocks.first(), Some(Block { kind: BlockKind::Paragraph(_), .. }));
            // A box can't begin on the line of the mark, and other blocks read better below it.
            if !is_text || lines.lines.first().is_none_or(|line| line.starts_with(":::")) {
                let mut below = Lines::new(vec![String::new()]);
                below.extend(lines);
                lines = below;
            }
            out.append(lines.behind(&format!("[^{number}]: "), "    "));
        }
        out
    }

    /// Remarks on the notes that nothing cites, and all that the manuscript lacks.
    pub(super) fn uncited(&self, notes: &[Note]) -> (Vec<Remark>, Absent) {
        let mut remarks = Vec::new();
        let mut absent = self.absent;
        for ((note, given), barred) in notes.iter().zip(&self.numbers.given).zip(&self.numbers.barred) {
            if given.is_some() {
                continue;
            }
            let held = words::of(&note.blocks);
            absent.notes += usize::from(*barred);
            absent.images += held.images;
            absent.tables += held.tables;
            absent.formulae += held.formulae;
            let message = if *barred {
                "a note that only the summary or a pull quote cites is left out: these have no notes"
            } else {
                "a note that nothing cites is left out"
            };
            // What was changed in the note before it was left out is told too, or its words would not add up.
            remarks.extend(words::leaves(&note.blocks).iter().flat_map(|block| block.remarks.clone()));
            remarks.push(Remark::new(Kind::Lost, message).from(held.text));
        }
        (remarks, absent)
    }
}
