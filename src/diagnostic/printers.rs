//! Diagnostics as text: for people, for editors, for programs.
//!
//! In: sorted diagnostics, and a way to ask for the text of the files that they name. Out: strings. Never: printing them,
//! reading files, or deciding which problems matter.

mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod lines;
mod markdown;
mod sarif;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

pub use github::github;
pub use gitlab::gitlab;
pub use human::human;
pub use json::json;
pub use lines::{Lines, Position};
pub use markdown::markdown;
pub use sarif::sarif;

use super::{Diagnostic, Place};
use fingerprint::fingerprints;

/// Where a problem stands for readers that need a file, if it stands nowhere.
const NOWHERE: &str = "content/site.toml";

/// Asked for the text of a file that a place names; `None` if there is none to show.
pub type Texts<'a> = &'a dyn Fn(&str) -> Option<Arc<str>>;

/// What the text will be shown on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Columns.
    pub width: usize,
    /// Whether to use colours.
    pub paint: Paint,
}

/// Whether text has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Text alone.
    Plain,
    /// With the terminal's codes for colours.
    Colours,
}

/// One line for each problem, as editors read them: `path:line:column: severity[code]: message`.
pub fn short(problems: &[Diagnostic], texts: Texts<'_>) -> String {
    let mut files = Files::new(texts);
    let mut out = String::new();
    for problem in problems {
        if let Some(place) = &problem.place {
            out.push_str(&one_line(&place.path));
            if let Some(at) = files.position(place) {
                let _ = write!(out, ":{}:{}", at.line, at.column);
            }
            out.push_str(": ");
        }
        let (severity, code) = (problem.severity.name(), problem.rule.code);
        let _ = writeln!(out, "{severity}[{code}]: {}", one_line(&problem.message));
    }
    out
}

/// How many problems there are of each code, most first: `link-missing: 31, note-unused: 2`.
pub fn tally(problems: &[Diagnostic]) -> String {
    let parts: Vec<String> =
        by_frequency(problems).into_iter().map(|(code, n)| format!("{code}: {n}")).collect();
    parts.join(", ")
}

/// The code that most of these problems have.
pub fn most_frequent<'a>(problems: impl IntoIterator<Item = &'a Diagnostic>) -> Option<&'static str> {
    by_frequency(problems).first().map(|(code, _)| *code)
}

fn by_frequency<'a>(problems: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<(&'static str, usize)> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for problem in problems {
        *counts.entry(problem.rule.code).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

/// The files that problems name, each asked for once.
struct Files<'a> {
    texts: Texts<'a>,
    known: BTreeMap<Arc<str>, Option<Lines>>,
}

impl<'a> Files<'a> {
    fn new(texts: Texts<'a>) -> Self {
        Self { texts, known: BTreeMap::new() }
    }

    fn lines(&mut self, path: &Arc<str>) -> Option<&Lines> {
        let texts = self.texts;
        self.known.entry(path.clone()).or_insert_with(|| texts(path).map(Lines::new)).as_ref()
    }

    /// Where a place begins, if it is more than a file and its text is known.
    fn position(&mut self, place: &Place) -> Option<Position> {
        self.span(place).map(|(start, _)| start)
    }

    /// Where it begins and ends.
    fn span(&mut self, place: &Place) -> Option<(Position, Position)> {
        let range = place.range.as_ref()?;
        let lines = self.lines(&place.path)?;
        Some((lines.position(range.start), lines.position(range.end.max(range.start))))
    }
}

/// The message, and what to do, each in a sentence or line of its own.
fn with_hints(problem: &Diagnostic) -> String {
    let hints = problem.hints.iter().map(|hint| format!("\nhelp: {hint}"));
    std::iter::once(problem.message.clone()).chain(hints).collect()
}

/// Messages quote what authors wrote: nothing in it may move the cursor or end the line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The same, with line ends kept.
fn printable(text: &str) -> String {
    text.trim_end().chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests;
