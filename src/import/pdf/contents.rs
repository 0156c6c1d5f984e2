//! A table of contents.
//!
//! In: paragraphs with their looks. Out: the looks, with the lines of a table of contents told. Never: a line that is no
//! heading of the paper.

use super::super::ledger;
use super::super::text::piece::Looks;
use super::paragraphs::Paragraph;

/// Headings above tables of contents.
const HEADINGS: [&str; 9] = [
    "contents",
    "table of contents",
    "spis treści",
    "inhalt",
    "inhaltsverzeichnis",
    "sommaire",
    "table des matières",
    "obsah",
    "índice",
];
/// The most lines that are looked at.
const MOST: usize = 300;
/// Why they are dropped.
const WHY: &str = "the table of contents, which the site makes again";

/// Tells the lines below a heading that announces a table of contents, as long as headings of the paper follow.
pub(super) fn contents(paragraphs: &[Paragraph], looks: &mut [Looks]) {
    let Some(at) = paragraphs.iter().position(announces) else { return };
    let headings = headings(paragraphs.iter().zip(looks.iter()).skip(at + 1));
    let mut lines =
        paragraphs.iter().skip(at + 1).take(MOST).take_while(|paragraph| lists(paragraph, &headings)).count();
    // The first headings of the text, which are listed too, are no lines of the table.
    for _ in 0..3 {
        let Some(last) = paragraphs.get(at + lines).filter(|_| lines > 0) else { break };
        let later = self::headings(paragraphs.iter().zip(looks.iter()).skip(at + lines + 1));
        lines -= usize::from(!lists(last, &later));
    }
    if lines > 0 {
        looks.iter_mut().skip(at).take(lines + 1).for_each(|looks| *looks = Looks::Furniture(WHY));
    }
}

fn announces(paragraph: &Paragraph) -> bool {
    let text = paragraph.text().to_lowercase();
    paragraph.page <= 4 && HEADINGS.contains(&text.trim_matches(|c: char| !c.is_alphabetic()))
}

/// The words of all headings, each heading between bars.
fn headings<'a>(paragraphs: impl Iterator<Item = (&'a Paragraph, &'a Looks)>) -> String {
    let mut all = String::from("|");
    for (paragraph, looks) in paragraphs {
        if matches!(looks, Looks::Heading(_)) {
            all.push_str(&format!(" {} |", words(&paragraph.text())));
        }
    }
    all
}

/// Whether each line of a paragraph is a heading or a part of one, with the number of its page or without.
fn lists(paragraph: &Paragraph, headings: &str) -> bool {
    let listed = |line: String| line.is_empty() || headings.contains(&format!(" {line} "));
    paragraph.lines.iter().all(|line| {
        let text = line.text();
        let end =
            text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '.' || c == '…');
        listed(words(&text)) || listed(words(end))
    })
}

fn words(text: &str) -> String {
    ledger::words(text).join(" ")
}
