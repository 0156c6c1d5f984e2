//! Tests of the lowering, by what each part of a text becomes.

mod blocks;
mod figures;
mod fragments;
mod html;
mod inlines;
mod places;
mod print;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Lowered, Lowering, lower};

/// How a test's text is read.
#[derive(Clone, Copy)]
struct Reading {
    math: bool,
    raw_html: bool,
    smart: bool,
}

/// As sites are by default, but without smart punctuation.
const PLAIN: Reading = Reading { math: false, raw_html: false, smart: false };
/// As sites are by default.
const SMART: Reading = Reading { math: false, raw_html: false, smart: true };
/// With formulas.
const MATH: Reading = Reading { math: true, raw_html: false, smart: false };
/// With HTML.
const HTML: Reading = Reading { math: false, raw_html: true, smart: false };

fn read(text: &str, reading: Reading) -> Lowered {
    read_from(text, 0, reading)
}

fn read_from(text: &str, body_start: usize, reading: Reading) -> Lowered {
    let labels = BTreeSet::from(["Elsewhere".into()]);
    let Reading { math, raw_html, smart } = reading;
    lower(&Lowering {
        path: &Arc::from("content/papers/x/index.md"),
        file: 0,
        text,
        body_start,
        folder: "papers/x",
        lang: "en",
        math,
        raw_html,
        smart,
        sibling_labels: &labels,
    })
}

/// The blocks of a text, printed.
fn printed(text: &str) -> String {
    print::blocks(&read(text, PLAIN))
}

/// The codes of a text's problems, each with the source at its place.
fn problems(text: &str) -> Vec<String> {
    problems_of(text, PLAIN)
}

fn problems_of(text: &str, reading: Reading) -> Vec<String> {
    let mut problems = read(text, reading).problems;
    crate::diagnostic::sort(&mut problems);
    problems
        .iter()
        .map(|problem| {
            let range = problem.place.as_ref().and_then(|place| place.range.clone()).unwrap();
            format!("{}: {}", problem.rule.code, text.get(range).unwrap())
        })
        .collect()
}
