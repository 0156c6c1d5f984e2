//! Text becomes lines, and lines become pieces.
//!
//! In: the characters of a file. Out: [`Line`]s with their pages, then [`Piece`]s: lines that belong together. Never:
//! what a piece is for.

use super::labels::{self, is_label};
use super::piece::{Looks, Piece};
use super::speech::{self, End, Start};
use super::{bullets, characters, summary};

/// A line of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Without white space at either end.
    pub(super) text: String,
    /// How far it is set in.
    pub(super) indent: usize,
    /// From 1.
    pub(super) number: usize,
    /// From 1.
    pub(super) page: usize,
}

/// A line that is longer holds more than one line of print.
const LONG: usize = 150;

/// Cuts a text into lines. Empty ones stay: they part paragraphs.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut page = 1;
    for (index, line) in text.split('\n').enumerate() {
        for (part, text) in line.split('\u{c}').enumerate() {
            page += usize::from(part > 0);
            let text = characters::tidy(text);
            let indent = text.chars().take_while(|c| *c == ' ').count();
            let text = text.trim().to_owned();
            lines.push(Line { text, indent, number: index + 1, page });
        }
    }
    lines
}

/// Puts the lines together that belong together.
pub(super) fn pieces(lines: &[Line]) -> Vec<Piece> {
    let setting = Setting::of(lines);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Vec<&Line> = Vec::new();
    let mut listing = false;
    for line in lines {
        let parted = open.last().is_none_or(|before| setting.parts(before, line, &open, listing));
        if line.text.is_empty() || parted {
            close(&mut open, listing, &mut pieces);
        }
        if line.text.is_empty() {
            listing = false;
            continue;
        }
        if open.is_empty() {
            listing = listing_begins(line, lines, listing);
        }
        open.push(line);
    }
    close(&mut open, listing, &mut pieces);
    pieces
}

/// Whether the piece that begins at this line is an entry of a list: it has a bullet.
fn listing_begins(line: &Line, _lines: &[Line], _listing: bool) -> bool {
    bullets::bullet(&line.text).is_some()
}

fn close(open: &mut Vec<&Line>, listing: bool, pieces: &mut Vec<Piece>) {
    let Some(first) = open.first() else {
        return;
    };
    let text = open.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    pieces.push(Piece {
        text: characters::styled(&text),
        place: format!("line {}", first.number),
        page: first.page,
        looks: if listing { Looks::ListEntry } else { Looks::Unknown },
    });
    open.clear();
}

/// How the lines of a text are set.
struct Setting {
    /// A paragraph is one line.
    unwrapped: bool,
    /// About how long the lines of a paragraph are.
    width: usize,
}

impl Setting {
    fn of(lines: &[Line]) -> Self {
        let mut lengths: Vec<usize> =
            lines.iter().map(|line| line.text.chars().count()).filter(|length| *length > 0).collect();
        let all: usize = lengths.iter().sum();
        let long: usize = lengths.iter().filter(|length| **length > LONG).sum();
        lengths.sort_unstable();
        let width = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0);
        Self { unwrapped: long * 2 > all, width }
    }

    /// Whether a new piece begins with `line`, which follows `before` with no empty line between.
    fn parts(&self, before: &Line, line: &Line, open: &[&Line], listing: bool) -> bool {
        if line.text.is_empty() || before.page != line.page || bullets::bullet(&line.text).is_some() {
            return true;
        }
        if self.unwrapped && (is_long(before) || is_long(line)) {
            return true;
        }
        let (end, start) = (speech::end(&before.text), speech::start(&line.text));
        if bullets::number(&line.text).is_some()
            && (end != End::Word && end != End::Open || bullets::number(&before.text).is_some())
        {
            return true;
        }
        // The dash of a list stands below another dash or a colon; elsewhere it is a dash in a sentence.
        if bullets::dash(&line.text)
            && (end == End::Colon || listing || open.first().is_some_and(|first| bullets::dash(&first.text)))
        {
            return true;
        }
        if stands_alone(&before.text, open.len()) || stands_alone(&line.text, 1) && end != End::Open {
            return true;
        }
        if speech::is_capitals(&before.text) != speech::is_capitals(&line.text) && is_loud(before, line) {
            return true;
        }
        let length = before.text.chars().count();
        // A line that is short although the next one begins a sentence was ended on purpose: it is a heading.
        let heads = open.len() == 1 && end == End::Word && before.text.starts_with(char::is_uppercase);
        let loud = speech::is_capitals(&before.text) && speech::is_capitals(&line.text);
        if heads && !loud && length * 10 < self.width * 6 && matches!(start, Start::Capital | Start::Digit) {
            return true;
        }
        if summary::begins(&line.text) {
            return true;
        }
        let short = length * 10 < self.width * 7;
        let indented = line.indent >= before.indent + 2 && line.indent <= before.indent + 12 && !listing;
        end == End::Sentence && start != Start::Lower && (short || indented)
    }
}

fn is_long(line: &Line) -> bool {
    line.text.len() > LONG
}

/// Whether a line is a heading whatever stands around it.
fn stands_alone(text: &str, lines: usize) -> bool {
    lines == 1
        && (is_label(text, labels::SECTIONS)
            || (is_label(text, labels::SUMMARY) && !text.ends_with('.'))
            || is_label(text, labels::ABOUT))
        && text.starts_with(char::is_uppercase)
}

/// Whether one of two lines is set in capitals, as headings are, and not only an abbreviation at a line's end.
fn is_loud(before: &Line, line: &Line) -> bool {
    [before, line].into_iter().any(|line| {
        speech::is_capitals(&line.text) && line.text.chars().filter(|c| c.is_alphabetic()).count() >= 8
    })
}
