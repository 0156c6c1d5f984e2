//! The language that a document is in.
//!
//! In: the languages that its runs are set in, its defaults, its words. Out: BCP 47. Never: the language of the writer's Word
//! taken for the text's.

use std::collections::BTreeMap;

use super::super::Options;
use super::super::remark::{Kind, Remark};
use super::piece::Piece;

/// Words from the text's beginning are enough to tell.
const SAMPLE: usize = 20_000;
/// Fewer characters tell little.
const LEAST: usize = 200;

/// The language of the text, as two letters.
pub(super) fn of(
    runs: &BTreeMap<String, usize>,
    default: Option<&str>,
    property: &str,
    pieces: &[Piece],
    options: &Options,
    remarks: &mut Vec<Remark>,
) -> Option<String> {
    if options.lang.is_some() {
        return options.lang.clone();
    }
    let of_runs = runs.iter().max_by_key(|(_, letters)| **letters).map(|(lang, _)| lang.as_str());
    let declared = Some(property).filter(|lang| !lang.is_empty()).or(of_runs).or(default).and_then(primary);
    let guessed = guess(pieces);
    match (declared, guessed) {
        (Some(declared), Some(guessed)) if declared != guessed => {
            let message =
                format!("the file says that its language is `{declared}`, and its words are `{guessed}`");
            remarks.push(Remark::new(Kind::Guess, message).sure(0.9));
            Some(guessed)
        }
        (Some(declared), _) => Some(declared),
        (None, Some(guessed)) => {
            let message = format!("the language is told by the words: `{guessed}`");
            remarks.push(Remark::new(Kind::Guess, message).sure(0.9));
            Some(guessed)
        }
        (None, None) => None,
    }
}

/// `pl` of `pl-PL`.
fn primary(tag: &str) -> Option<String> {
    let primary = tag.split('-').next().unwrap_or_default().to_lowercase();
    (matches!(primary.len(), 2 | 3) && primary.chars().all(|c| c.is_ascii_alphabetic())).then_some(primary)
}

fn guess(pieces: &[Piece]) -> Option<String> {
    let mut sample = String::new();
    for paragraph in pieces.iter().filter_map(Piece::paragraph) {
        if sample.len() > SAMPLE {
            break;
        }
        sample.push_str(&paragraph.plain());
        sample.push('\n');
    }
    if sample.chars().count() < LEAST {
        return None;
    }
    let detected = whatlang::detect(&sample).filter(whatlang::Info::is_reliable)?;
    two_letters(detected.lang().code()).map(str::to_owned)
}

fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("eng", "en"),
        ("pol", "pl"),
        ("fra", "fr"),
        ("deu", "de"),
        ("spa", "es"),
        ("ita", "it"),
        ("por", "pt"),
        ("nld", "nl"),
        ("ces", "cs"),
        ("slk", "sk"),
        ("ukr", "uk"),
        ("rus", "ru"),
        ("hun", "hu"),
        ("ron", "ro"),
        ("swe", "sv"),
        ("dan", "da"),
        ("nob", "no"),
        ("fin", "fi"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("bul", "bg"),
        ("hrv", "hr"),
        ("slv", "sl"),
        ("ell", "el"),
        ("tur", "tr"),
        ("cmn", "zh"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("ara", "ar"),
        ("heb", "he"),
        ("vie", "vi"),
    ];
    CODES.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}
