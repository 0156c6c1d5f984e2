//! How much room words take, and where their lines end.
//!
//! In: words. Out: widths in px, lines. Never: a letter left out.

use super::TEXT;
use super::widths::RUNS;

/// The width of a letter that the theme's font does not have, in thousandths of the size: that of a wide Latin one, or of a
/// Chinese one.
const UNKNOWN: f64 = 620.0;
const SQUARE: f64 = 1000.0;

/// How bold words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The width of words on one line, a little more rather than less: a reader's own font may be wider.
pub(super) fn width(words: &str, weight: Weight) -> f64 {
    words.chars().map(|c| letter(c, weight)).sum::<f64>() * TEXT / 1000.0 * 1.03
}

fn letter(c: char, weight: Weight) -> f64 {
    let code = u32::from(c);
    let run = RUNS.partition_point(|(first, ..)| *first <= code).checked_sub(1).and_then(|at| RUNS.get(at));
    let known = run.and_then(|(first, regular, bold)| {
        let widths = if weight == Weight::Bold { bold } else { regular };
        widths.get(usize::try_from(code - first).ok()?)
    });
    match known {
        Some(width) => f64::from(*width),
        None if code >= 0x2e80 => SQUARE,
        None => UNKNOWN,
    }
}

/// The greatest width of some words.
pub(super) fn widest<'a>(words: impl Iterator<Item = &'a str>) -> f64 {
    words.map(|words| width(words, Weight::Regular)).fold(0.0, f64::max)
}

/// Words on lines no wider than `most`; a single word that is wider is broken where it must be.
pub(super) fn lines(words: &str, most: f64, weight: Weight) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in pieces(words) {
        let longer = format!("{line}{word}");
        if line.is_empty() || width(longer.trim_end(), weight) <= most {
            line = longer;
        } else {
            lines.push(line.trim_end().to_owned());
            line = word.to_owned();
        }
        while width(line.trim_end(), weight) > most && line.chars().nth(1).is_some() {
            let (head, rest) = broken(&line, most, weight);
            lines.push(head.trim_end().to_owned());
            line = rest;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Parts between which a line may end: after spaces, hyphens and slashes.
fn pieces(words: &str) -> impl Iterator<Item = &str> {
    words.split_inclusive([' ', '-', '/', '–'])
}

/// What of a line fits, and the rest; a space that was meant to hold words together gives way first.
fn broken(line: &str, most: f64, weight: Weight) -> (String, String) {
    let mut fits = 0;
    let mut space = None;
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        if width(line.get(..end).unwrap_or_default(), weight) > most && fits > 0 {
            break;
        }
        fits = end;
        if c == '\u{a0}' {
            space = Some(end);
        }
    }
    let (head, rest) = line.split_at_checked(space.unwrap_or(fits)).unwrap_or((line, ""));
    (head.trim_end_matches('\u{a0}').to_owned(), rest.to_owned())
}

/// The width of the longest part of words that a line can't be ended in.
pub(super) fn longest_part(words: &str) -> f64 {
    widest(pieces(words).map(str::trim_end))
}
