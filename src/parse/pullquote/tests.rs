//! The labelled cases of `tests/pullquotes.toml`, and what must hold for any text.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::{Corpus, RunningText, Verdict, WITHOUT_INDEX};

fn corpus(paragraphs: &[&str]) -> Corpus {
    let mut text = RunningText::default();
    paragraphs.iter().for_each(|paragraph| text.paragraph(|out| out.push_str(paragraph)));
    Corpus::new(text)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    texts: BTreeMap<String, Vec<String>>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    quote: String,
    verdict: String,
    likeness: Option<f32>,
    closest: Option<String>,
    difference: Option<String>,
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Verbatim => "verbatim",
        Verdict::Elided => "elided",
        Verdict::Edited { .. } => "edited",
        Verdict::NotFound => "not-found",
    }
}

/// What of the case the verdict does not meet.
fn misses(case: &Case, verdict: &Verdict) -> bool {
    let Verdict::Edited { likeness, closest, difference } = verdict else {
        let plain = case.likeness.is_none() && case.closest.is_none() && case.difference.is_none();
        return name(verdict) != case.verdict || !plain;
    };
    case.verdict != "edited"
        || case.likeness.is_some_and(|expected| (likeness - expected).abs() > 0.005)
        || case.closest.as_ref().is_some_and(|expected| expected != closest)
        || case.difference.as_ref().is_some_and(|expected| expected != difference)
}

#[test]
fn labelled_quotes_are_judged_as_labelled() {
    let cases: Cases = toml::from_str(include_str!("../../../tests/pullquotes.toml")).unwrap();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let corpus = corpus(&cases.texts[&case.text].iter().map(String::as_str).collect::<Vec<_>>());
        for judged in [0, WITHOUT_INDEX] {
            corpus.judged.set(judged);
            let verdict = corpus.judge(&case.quote);
            if misses(case, &verdict) {
                wrong.push(format!("{}: expected {}, got {verdict:?}", case.name, case.verdict));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
    assert!(cases.case.len() >= 40);
    for verdict in ["verbatim", "elided", "edited", "not-found"] {
        assert!(cases.case.iter().any(|case| case.verdict == verdict), "no case is {verdict}");
    }
}

#[test]
fn hostile_input_ends() {
    let same = "a ".repeat(100_000);
    let text = format!("{same}b. {same}");
    let corpus = corpus(&[&text]);
    assert_eq!(corpus.judge(&format!("{same}b")), Verdict::Verbatim);
    assert_eq!(corpus.judge(&format!("{same}…{same}")), Verdict::Elided);
    assert!(matches!(corpus.judge(&format!("{same}c")), Verdict::Edited { .. }));
    assert_eq!(corpus.judge(&"…".repeat(100_000)), Verdict::NotFound);
    // Runs of one word are no elision.
    assert_ne!(corpus.judge(&"a…".repeat(100_000)), Verdict::Elided);
    assert_eq!(self::corpus(&[]).judge("a b c d"), Verdict::NotFound);
}

proptest! {
    #[test]
    fn any_run_of_words_is_verbatim(words in prop::collection::vec("[a-ząćęłńóśźż]{1,3}[,.;]?", 1..40), cut in 0..40_usize, length in 1..40_usize) {
        let start = cut % words.len();
        let end = (start + length).min(words.len());
        let text = words.join(" ");
        let quote = words[start..end].join("\u{a0}").to_uppercase();
        prop_assert_eq!(corpus(&[&text]).judge(&quote), Verdict::Verbatim);
    }

    #[test]
    fn an_index_changes_no_verdict(text in "([a-p]{1,2}[ .-]{1,2}){3,200}", quote in "([a-p]{1,2}[ ….]{1,2}){1,30}", cut in 0..200_usize, length in 1..30_usize, odd in 0..30_usize) {
        let corpus = corpus(&[&text]);
        let words: Vec<&str> = text.split(' ').collect();
        let start = cut % words.len();
        let mut taken = words[start..(start + length).min(words.len())].to_vec();
        let at = odd % taken.len();
        taken[at] = "other";
        for quote in [quote, taken.join(" ")] {
            corpus.judged.set(0);
            let without = corpus.judge(&quote);
            corpus.judged.set(WITHOUT_INDEX);
            prop_assert_eq!(corpus.judge(&quote), without);
        }
    }

    #[test]
    fn no_input_panics(text in ".{0,200}", quote in ".{0,80}") {
        let _ = corpus(&[&text, &quote]).judge(&quote);
        let _ = corpus(&[&text]).judge(&quote);
    }

    #[test]
    fn no_punctuation_panics(text in "[a-c.,…'’\\-–— \u{a0}5一]{0,60}", quote in "[a-c.,…'’\\-–— \u{a0}5一]{0,40}") {
        let _ = corpus(&[&text]).judge(&quote);
    }

    #[test]
    fn the_likeness_is_a_fraction(text in "([ab]{1,2} ){3,60}", quote in "([ab]{1,2} ){3,20}") {
        if let Verdict::Edited { likeness, closest, .. } = corpus(&[&text]).judge(&quote) {
            prop_assert!((0.6..=1.0).contains(&likeness), "{}", likeness);
            prop_assert!(text.contains(&closest));
        }
    }
}
