//! The summary is told from the text.
//!
//! In: parts with their roles. Out: which of them are the summary. Never: their words.

use super::labels::{self, is_label};
use super::part::{Part, Role};
use super::speech::{self, plain};
use crate::import::remark::{Kind, Remark};

/// The label that a paragraph begins with, and the words after it: `Abstract: …`.
fn labelled<'a>(text: &'a str, table: &[&str]) -> Option<(&'a str, &'a str)> {
    let at = text.char_indices().take(48).find(|(_, c)| matches!(c, ':' | '.' | '—' | '–' | '\n'))?;
    let (label, rest) = text.split_at_checked(at.0)?;
    let rest = rest.trim_start_matches([':', '.', '—', '–', '\n', ' ']);
    let is_one = label.starts_with(char::is_uppercase) && is_label(label, table) && !rest.is_empty();
    is_one.then_some((label, rest))
}

/// Whether a text begins with the label of a summary or of keywords.
pub(super) fn begins(text: &str) -> bool {
    labelled(text, labels::SUMMARY).is_some() || labelled(text, labels::KEYWORDS).is_some()
}

/// Cuts labels off the paragraphs that they begin, and makes them headings.
pub(super) fn part_labels(parts: Vec<Part>) -> Vec<Part> {
    let mut parted = Vec::with_capacity(parts.len());
    for (index, mut part) in parts.into_iter().enumerate() {
        let text = plain(speech::head(&part.text, 200));
        let found = labelled(&text, labels::SUMMARY).filter(|_| index < 12 && part.role == Role::Text);
        if let Some((label, _)) = found
            && let Some(at) = part.text.find(label)
            && let Some(rest) = part.text.get(at + label.len()..)
        {
            let rest =
                rest.trim_start_matches([':', '.', '—', '–', ' ', '\n', super::piece::STRONG_END]).to_owned();
            parted.push(Part {
                role: Role::Heading(2),
                text: label.to_owned(),
                remarks: Vec::new(),
                ..part.clone()
            });
            part.text = rest;
        }
        parted.push(part);
    }
    parted
}

/// Where the summary is: the index of its heading, and the first part after it.
pub(super) fn span(parts: &[Part]) -> Option<(usize, usize)> {
    let heading = |part: &Part| matches!(part.role, Role::Heading(_));
    let begin =
        parts.iter().position(|part| heading(part) && is_label(&plain(&part.text), labels::SUMMARY))?;
    // A summary stands before the paper; a heading of that name further on is a section's.
    if parts.iter().take(begin).filter(|part| heading(part)).count() > 0 {
        return None;
    }
    let rest = parts.get(begin + 1..)?;
    let next = rest.iter().position(|part| heading(part) || is_keywords(part));
    let length = next.unwrap_or(rest.len());
    if length == 0 {
        return None;
    }
    let words = |parts: &[Part]| parts.iter().map(|part| speech::count(&part.text, 10_000)).sum::<usize>();
    let inside = words(rest.get(..length).unwrap_or_default());
    // With no heading after it, or far too long a way to it, only the first paragraph is the summary.
    let too_long = length > 1 && (next.is_none() || inside > 400 && inside * 2 > words(rest));
    let length = if too_long { 1 } else { length };
    Some((begin, begin + 1 + length))
}

/// Whether a part is a list of keywords.
pub(super) fn is_keywords(part: &Part) -> bool {
    part.role == Role::Text && labelled(&plain(speech::head(&part.text, 200)), labels::KEYWORDS).is_some()
}

/// The keywords of a part, and the label before them.
pub(super) fn keywords(part: &Part) -> Option<(Vec<String>, Remark)> {
    let text = plain(&part.text);
    let (label, rest) = labelled(&text, labels::KEYWORDS)?;
    let separator = if rest.contains(';') { ';' } else { ',' };
    let topics: Vec<String> = rest
        .split(separator)
        .map(|word| word.trim().trim_end_matches('.').to_owned())
        .filter(|word| word.contains(char::is_alphanumeric))
        .collect();
    let remark =
        Remark::new(Kind::Replaced, "the label of the keywords, which are the topics of the front matter");
    Some((topics, remark.from(label).at(part.place.clone())))
}
