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
mod runs;
mod sentences;
mod tables;
#[cfg(test)]
mod tests;
mod toml;
mod words;

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
        depth: 0,
    };
    let mut whole = composer.front(&transcript.front);
    whole.append(composer.blocks(&transcript.blocks));
    whole.append(composer.notes(&transcript.notes));
    let (lost, absent) = composer.uncited(&transcript.notes);
    let placed = whole.remarks.into_iter().map(|(line, remark)| (Some(line + 1), remark));
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
    fn line(&mut self, inlines: &[Inline], place: Place) -> (String, Vec<Remark>) {
        let runs = self.runs(inlines);
        (phrase::written(&runs, self.manner(place)), Vec::new())
    }

    /// A paragraph: its lines.
    fn paragraph(&mut self, inlines: &[Inline]) -> Lines {
        let runs = self.runs(inlines);
        let (comments, mut runs) = blocks::leading_comments(runs);
        if self.wrap == Wrap::Sentences && !self.numbers.closed {
            runs = sentences::broken(runs);
        }
        let text = phrase::written(&runs, self.manner(Place::Paragraph));
        let mut lines: Vec<String> = Vec::new();
        for line in text.split('\n').filter(|line| !line.is_empty()) {
            let continues = lines.last().is_some_and(|before| !before.ends_with('\\'));
            match lines.last_mut() {
                // A sentence does not begin a line that would not be read as text.
                Some(before) if continues && lines::danger(line, false).is_some() => {
                    before.push(' ');
                    before.push_str(line);
                }
                _ => lines.push(lines::guarded(line, lines.is_empty())),
            }
        }
        let mut out = Lines::new(comments);
        out.append(Lines::new(lines));
        out
    }
}
