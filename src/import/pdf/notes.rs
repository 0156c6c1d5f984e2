//! Notes at the feet of pages and at the end of the paper.
//!
//! In: paragraphs with their looks. Out: the looks, with notes told. Never: marks in the text, which are found word by word.

use std::collections::BTreeSet;

use super::super::text::piece::Looks;
use super::measure::Measure;
use super::paragraphs::{Paragraph, is_raised};
use super::pieces::is_mark;

/// Headings above notes.
const HEADINGS: [&str; 14] = [
    "notes",
    "endnotes",
    "footnotes",
    "references and notes",
    "notes and references",
    "przypisy",
    "przypisy końcowe",
    "anmerkungen",
    "fußnoten",
    "endnoten",
    "notes de fin",
    "notes de bas de page",
    "notas",
    "poznámky",
];

/// Tells notes among paragraphs: by their number, which a mark in the text has, where they are small or stand below a
/// heading that says so. What is small at a page's foot and has no number goes on with a note of the page before.
pub(super) fn notes(paragraphs: &[Paragraph], measure: &Measure, looks: &mut [Looks]) {
    let marks = marks(paragraphs);
    let mut below = false;
    let mut noted = false;
    for (paragraph, looks) in paragraphs.iter().zip(looks) {
        if let Looks::Heading(_) = looks {
            below = is_notes_heading(&paragraph.text());
            if below && !marks.is_empty() {
                *looks = Looks::Furniture("the heading above the notes, which the site makes again");
            }
            continue;
        }
        if matches!(looks, Looks::Title | Looks::PullQuote | Looks::Caption) || paragraph.row {
            continue;
        }
        let small = measure.is_small(paragraph.size());
        let number =
            number(paragraph).filter(|number| marks.contains(number) || (small && raised(paragraph)));
        match number {
            Some(number) if small || below || raised(paragraph) => {
                *looks = Looks::Note(number);
                noted = true;
            }
            _ if noted && small && paragraph.depth > 0.6 && paragraph.words().count() > 2 => {
                *looks = Looks::Note(String::new());
            }
            _ => {}
        }
    }
}

fn is_notes_heading(text: &str) -> bool {
    let text = text.to_lowercase();
    HEADINGS.contains(&text.trim_matches(|c: char| !c.is_alphabetic()))
}

fn raised(paragraph: &Paragraph) -> bool {
    paragraph.lines.first().is_some_and(is_raised)
}

/// The numbers and signs of the marks in the text.
fn marks(paragraphs: &[Paragraph]) -> BTreeSet<String> {
    let mut marks = BTreeSet::new();
    for line in paragraphs.iter().flat_map(|paragraph| &paragraph.lines) {
        let size = line.size();
        for (before, word) in line.words.iter().zip(line.words.iter().skip(1)) {
            if is_mark(word, before, size) {
                marks.extend(word.text.split([',', ';']).filter(|mark| !mark.is_empty()).map(str::to_owned));
            }
        }
    }
    marks
}

/// The number or sign with which a paragraph begins.
fn number(paragraph: &Paragraph) -> Option<String> {
    let mut words = paragraph.words();
    let number = words.next()?.text.trim_end_matches(['.', ')']);
    words.next()?;
    let digits = !number.is_empty() && number.len() <= 3 && number.chars().all(|c| c.is_ascii_digit());
    let sign = matches!(number, "*" | "**" | "***" | "†" | "‡");
    (digits || sign).then(|| number.to_owned())
}
