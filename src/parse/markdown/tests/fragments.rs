//! Markdown in front matter.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::places::texts;
use crate::parse::markdown::{Lowered, Lowering, lower_fragment};

fn fragment(text: &str, value: &str, written: &str) -> Lowered {
    let start = text.find(written).unwrap();
    let input = Lowering {
        path: &Arc::from("content/papers/x/index.md"),
        file: 3,
        text,
        body_start: text.len(),
        folder: "papers/x",
        lang: "en",
        math: false,
        raw_html: false,
        smart: false,
        sibling_labels: &BTreeSet::new(),
    };
    lower_fragment(&input, value, start..start + written.len())
}

fn placed<'a>(text: &'a str, lowered: &'a Lowered) -> Vec<(&'a str, &'a str)> {
    let of = |span: crate::paper::Span| text.get(span.start as usize..span.end as usize).unwrap();
    texts(lowered).into_iter().map(|(words, span)| (words, of(span))).collect()
}

#[test]
fn a_value_that_stands_as_it_is_has_exact_places() {
    let text = "summary = \"One *two* [three](u).\"\n";
    let lowered = fragment(text, "One *two* [three](u).", "\"One *two* [three](u).\"");
    assert_eq!(
        placed(text, &lowered),
        [("One ", "One "), ("two", "two"), (" ", " "), ("three", "three"), (".", ".")]
    );
    assert!(lowered.references.iter().all(|reference| reference.span.file == 3));
}

#[test]
fn a_decoded_value_has_places_where_its_words_are_found() {
    let written = "\"One \\\"two\\\" *three* four\\nfive [x](javascript:y)\"";
    let text = format!("summary = {written}\n");
    let lowered = fragment(&text, "One \"two\" *three* four\nfive [x](javascript:y)", written);
    let placed = placed(&text, &lowered);
    assert!(placed.iter().all(|(words, source)| words == source || source.is_empty()), "{placed:?}");
    assert!(placed.contains(&("three", "three")) && placed.contains(&(" four", " four")), "{placed:?}");
    let range = lowered.problems.first().and_then(|p| p.place.clone()).and_then(|place| place.range).unwrap();
    assert!(text.get(range).is_some_and(|part| written.ends_with(part)));
}
