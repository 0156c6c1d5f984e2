//! Each sentence begins a line.
//!
//! In: the runs of a paragraph, and its language. Out: the same runs, with a soft break where a sentence ends. Never: a
//! break after an abbreviation, if it is known as one.

use super::runs::{Atom, Run};

/// Words that end in a full stop and no sentence, without the stop; in lower case.
const ABBREVIATIONS: &[&str] = &[
    // English
    "e.g", "i.e", "cf", "vs", "v", "approx", "ca", "c", "dr", "mr", "mrs", "ms", "prof", "st", "no", "nos",
    "vol", "vols", "p", "pp", "ed", "eds", "al", "fig", "figs", "art", "arts", "sec", "ch", "para", "paras",
    "ibid", "op", "gen", "sen", "rep", "gov", "col", "capt", "lt", "jan", "feb", "aug", "sept", "oct", "nov",
    "dec", "viz", // Polish
    "np", "tj", "tzn", "tzw", "m.in", "r", "w", "ww", "ul", "al.", "prof.", "dra", "mgr", "inż", "hab", "nr",
    "poz", "ust", "pkt", "zob", "por", "str", "s", "t", "wyd", "red", "godz", "mln.", "tys", "zł.", "św",
    "im", "ks", "gen.", "płk", // French and German
    "p. ex", "ex", "m", "mm", "mme", "av", "env", "chap", "éd", "z.b", "d.h", "bzw", "vgl", "nr.", "usw.",
    "hrsg",
];

/// Puts soft breaks where sentences end.
pub(super) fn broken(runs: Vec<Run>) -> Vec<Run> {
    let text = plain(&runs);
    let mut ends = ends(&text).into_iter().peekable();
    if ends.peek().is_none() {
        return runs;
    }
    let mut out = Vec::with_capacity(runs.len());
    let mut at = 0;
    for run in runs {
        let Atom::Text(text) = &run.atom else {
            at += 1;
            out.push(run);
            continue;
        };
        let mut piece = String::new();
        for c in text.chars() {
            if ends.next_if_eq(&at).is_some() {
                let before = Run { atom: Atom::Text(std::mem::take(&mut piece)), ..run.clone() };
                out.extend(Some(before).filter(|before| before.atom != Atom::Text(String::new())));
                out.push(Run { atom: Atom::Soft, ..run.clone() });
            } else {
                piece.push(c);
            }
            at += 1;
        }
        if !piece.is_empty() {
            out.push(Run { atom: Atom::Text(piece), ..run });
        }
    }
    out
}

/// The characters of the runs; what is no text is one that is in no word.
fn plain(runs: &[Run]) -> Vec<char> {
    let mut text = Vec::new();
    for run in runs {
        match &run.atom {
            Atom::Text(words) => text.extend(words.chars()),
            // A mark may stand between a sentence and the white space behind it.
            Atom::Mark(_) => text.push('\u{1}'),
            _ => text.push('\u{2}'),
        }
    }
    text
}

/// The indices of the spaces behind sentences.
fn ends(text: &[char]) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, c) in text.iter().enumerate() {
        if *c == ' '
            && let (Some(before), Some(after)) = (text.get(..at), text.get(at + 1..))
            && begins(after)
            && ends_sentence(before)
        {
            ends.push(at);
        }
    }
    ends
}

/// Whether a sentence may begin here: with an upper-case letter, a digit or something that opens.
fn begins(after: &[char]) -> bool {
    let mut chars = after.iter().skip_while(|c| {
        matches!(c, '"' | '\'' | '“' | '„' | '‘' | '«' | '(' | '[' | '¿' | '¡' | '\u{a0}' | '\u{202f}')
    });
    chars
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || (!c.is_lowercase() && c.is_alphabetic()))
}

fn ends_sentence(before: &[char]) -> bool {
    let closing = |c: &&char| {
        matches!(**c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '\u{1}' | '\u{a0}' | '\u{202f}')
    };
    let mut back = before.iter().rev().skip_while(closing);
    match back.next() {
        Some('!' | '?' | '…' | '。' | '！' | '？') => true,
        Some('.') => {
            let closed = before.iter().rev().take_while(closing).any(|c| *c != '\u{1}');
            let word: Vec<char> = back
                .take(12)
                .take_while(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '"' | '“' | '„'))
                .copied()
                .collect();
            let word: String = word.into_iter().rev().collect();
            closed || !is_abbreviated(&word)
        }
        _ => false,
    }
}

/// Whether a full stop behind this word ends no sentence.
fn is_abbreviated(word: &str) -> bool {
    let mut letters = word.chars();
    let is_initial = match (letters.next(), letters.next()) {
        (Some(c), None) => c.is_uppercase(),
        _ => {
            word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
                && word.contains('.')
        }
    };
    let lower = word.to_lowercase();
    let ends_in = lower.rsplit(['-', '/', '–']).next().unwrap_or(&lower);
    is_initial
        || (ABBREVIATIONS.contains(&lower.as_str()) || ABBREVIATIONS.contains(&ends_in)) && !is_year(word)
        // An ordinal number, as in "3. Mai", or a number of a list.
        || (word.chars().all(|c| c.is_ascii_digit()) && (1..=2).contains(&word.len()))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.chars().all(|c| c.is_ascii_digit())
}
