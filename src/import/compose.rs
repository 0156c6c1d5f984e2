//! A transcript is written as a manuscript.
//!
//! In: a [`Transcript`]. Out: Markdown in offprint's format, and the line of each remark. Never: reading, and never a
//! decision about the text.

mod attributes;
mod blocks;
mod escape;
mod figures;
mod front;
mod html_tables;
mod lines;
mod lists;
mod notes;
mod phrase;
mod proof;
#[cfg(test)]
mod properties;
mod runs;
mod sentences;
mod tables;
#[cfg(test)]
mod tests;
mod toml_text;
mod words;

use std::collections::BTreeSet;

use super::ledger::Absent;
use super::remark::Remark;
use super::transcript::{Inline, Transcript};
use super::{Wrap, Written};
use lines::Lines;
use notes::Numbers;
use phrase::Manner;
use runs::Run;

/// Writes a manuscript.
pub fn compose(transcript: &Transcript, wrap: Wrap) -> Written {
    let mut composer = Composer {
        wrap,
        math: transcript.front.math,
        numbers: Numbers::new(transcript.notes.len()),
        absent: Absent::default(),
        ids: BTreeSet::new(),
        depth: 0,
    };
    let mut whole = composer.front(&transcript.front);
    whole.append(composer.blocks(&transcript.blocks));
    whole.append(composer.notes(&transcript.notes));
    let (lost, absent) = composer.uncited(&transcript.notes);
    let last = whole.lines.len().max(1);
    let placed = whole.remarks.into_iter().map(|(line, remark)| (Some((line + 1).min(last)), remark));
    let unplaced = transcript.remarks.iter().cloned().chain(lost).map(|remark| (None, remark));
    let mut text = whole.lines.join("\n");
    text.push('\n');
    Written { text, remarks: placed.chain(unplaced).collect(), absent }
}

/// What is known while a manuscript is written.
struct Composer {
    wrap: Wrap,
    math: bool,
    numbers: Numbers,
    /// What could not be written, besides notes.
    absent: Absent,
    /// The ids that were written.
    ids: BTreeSet<String>,
    /// How deep in lists, quotations and boxes.
    depth: usize,
}

/// Where a phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A paragraph: breaks end lines.
    Paragraph,
    /// A heading or caption: one line, and a break is a space.
    Line,
    /// A cell of a table with pipes.
    Cell,
}

impl Composer {
    /// The runs of a phrase, its notes numbered.
    fn runs(&mut self, inlines: &[Inline]) -> Vec<Run> {
        let numbers = &mut self.numbers;
        runs::runs(inlines, &mut |note| numbers.cite(note))
    }

    fn manner(&self, place: Place) -> Manner {
        Manner {
            math: self.math,
            in_cell: place == Place::Cell,
            line_break: match place {
                Place::Paragraph => "\\\n",
                Place::Line => " ",
                Place::Cell => "<br>",
            },
            underscores: false,
            escape_all: false,
        }
    }

    /// A phrase on one line.
    fn line(&mut self, inlines: &[Inline], place: Place) -> (String, Option<Remark>) {
        let runs = self.runs(inlines);
        self.proven(&runs, place)
    }

    /// Runs, written so that they are read as they are.
    fn proven(&self, runs: &[Run], place: Place) -> (String, Option<Remark>) {
        proof::proven(runs, place, self.manner(place))
    }

    /// An id as it is written; none if there is none, or if something else has it.
    fn id(&mut self, written: Option<&str>) -> Option<String> {
        attributes::id(written?).filter(|id| self.ids.insert(id.clone()))
    }

    /// A paragraph: its lines.
    fn paragraph(&mut self, inlines: &[Inline]) -> Lines {
        let runs = self.runs(inlines);
        let (comments, mut runs) = blocks::leading_comments(runs);
        if self.wrap == Wrap::Sentences && !self.numbers.in_summary {
            runs = sentences::broken(runs);
        }
        let (text, remark) = self.proven(&runs, Place::Paragraph);
        let mut out = Lines::new(comments);
        out.append(Lines::of(&text).remarked(remark));
        out
    }
}
