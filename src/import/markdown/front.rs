//! Front matter of other tools becomes offprint's.
//!
//! In: a text. Out: front matter as offprint reads it, with a remark on every key that changed its name, its form or its
//! place, and where the text begins. Never: the text.

mod authors;
mod dates;
mod facts;
mod forms;
mod keys;
mod notation;
mod values;

use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::fields::Fields;
use crate::import::remark::{Kind, Remark};
use crate::import::{Options, Written};

use super::check;
use super::edits::words;
use facts::Facts;
pub(super) use values::plain;

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Toml,
    Yaml,
    Json,
    /// Three lines that begin with `%`: title, authors, date.
    Percent,
}

/// Where front matter stands.
#[derive(Debug)]
pub(super) struct Place {
    format: Format,
    /// The text between the marks.
    inner: std::ops::Range<usize>,
    /// Where it ends, its mark included.
    end: usize,
}

/// Finds front matter at the start of a text.
pub(super) fn find(text: &str) -> Option<Place> {
    let first = text.lines().next()?;
    let start = first.len() + 1;
    match first.trim_end() {
        "+++" => fenced(text, start, Format::Toml, &["+++"]),
        "---" => {
            // A rule is followed by a blank line, front matter never is.
            let second = text.lines().nth(1)?;
            (!second.trim().is_empty()).then(|| fenced(text, start, Format::Yaml, &["---", "..."]))?
        }
        "{" => fenced(text, start, Format::Json, &["}"]).map(|place| Place { inner: 0..place.end, ..place }),
        line if line.starts_with("% ") || line == "%" => Some(percent(text)),
        _ => None,
    }
}

fn fenced(text: &str, start: usize, format: Format, marks: &[&str]) -> Option<Place> {
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        if marks.contains(&line.trim_end()) && (format != Format::Json || line.starts_with('}')) {
            return Some(Place { format, inner: start..at, end: at + line.len() });
        }
        at += line.len();
    }
    None
}

/// Pandoc's title block: up to three fields, each with lines that are indented.
fn percent(text: &str) -> Place {
    let mut at = 0;
    let mut fields = 0;
    for line in text.split_inclusive('\n') {
        let begins = line.starts_with('%');
        if line.trim().is_empty() || (begins && fields == 3) || !(begins || line.starts_with([' ', '\t'])) {
            break;
        }
        fields += usize::from(begins);
        at += line.len();
    }
    Place { format: Format::Percent, inner: 0..at, end: at }
}

/// What is known of a text besides its front matter.
#[derive(Debug, Default)]
pub(super) struct Outside {
    /// The title that stands in the text, or is guessed, with a remark if it adds words.
    pub(super) title: Option<(String, Option<Remark>)>,
    /// A date in the file's name.
    pub(super) date: Option<(String, Remark)>,
}

/// The front matter of a text, read.
#[derive(Debug, Default)]
pub(super) struct Front {
    facts: Facts,
    place: Option<Place>,
}

/// Reads the front matter of a text.
pub(super) fn read(text: &str) -> Front {
    let place = find(text);
    let facts = place.as_ref().map(|place| facts::gather(text, place)).unwrap_or_default();
    Front { facts, place }
}

impl Front {
    /// The first byte of the text after it.
    pub(super) fn body(&self) -> usize {
        self.place.as_ref().map_or(0, |place| place.end)
    }

    /// The title, if it is stated.
    pub(super) fn title(&self) -> Option<&str> {
        self.facts.title()
    }

    /// Whether only Pandoc or Quarto reads front matter like this.
    pub(super) fn is_pandoc(&self) -> bool {
        self.facts.is_pandoc()
    }

    /// Whether the paper is to be one page.
    pub(super) fn is_single(&self) -> bool {
        self.facts.is_single()
    }

    /// Writes it as offprint reads it; what is so already stays as it is. The second value is the language.
    pub(super) fn write(
        mut self,
        text: &str,
        options: &Options,
        outside: Outside,
    ) -> (Written, Option<String>) {
        let front = text.get(..self.body()).unwrap_or_default();
        let is_asked_for = |lang: &String| self.facts.lang().is_none_or(|given| given == lang);
        let may_stay =
            self.place.as_ref().is_some_and(|place| matches!(place.format, Format::Toml | Format::Yaml))
                && options.lang.as_ref().is_none_or(is_asked_for);
        if may_stay && front.len() <= facts::LONGEST && is_own(front) {
            let lang = self.facts.lang().map(str::to_owned);
            return (Written { text: front.into(), ..Written::default() }, lang);
        }
        let lang = self.facts.complete(options, outside);
        let mut written = self.facts.write(text);
        if self.place.is_none() && !text.starts_with('\n') {
            written.text.push('\n');
        }
        (written, lang)
    }
}

/// Whether offprint reads this front matter as it is.
fn is_own(front: &str) -> bool {
    let path: Arc<str> = "index.md".into();
    let problems = check::problems(front, &own_language(front, &path));
    problems.iter().all(|problem| problem.severity != Severity::Error)
}

/// The language that front matter states, so that it can't be said to be of another one.
fn own_language(front: &str, path: &Arc<str>) -> Arc<str> {
    let inner = front.split_once('\n').map_or("", |(_, rest)| rest);
    let inner = inner.trim_end().rsplit_once('\n').map_or("", |(inner, _)| inner);
    let fields = match front.starts_with('+') {
        true => Fields::toml(inner, path, 0, 0),
        false => Fields::yaml(inner, path, 0, 0),
    };
    values::text(fields.value.get("lang").map(|value| &value.value)).unwrap_or("en").into()
}

/// A remark on words that became others, if any word did.
fn accounted(remark: Remark, from: &str, to: &str) -> Option<Remark> {
    let changes = words(from) != words(to);
    let speaks = remark.kind != Kind::Replaced;
    let remark = if changes { remark.from(from.trim()).to(to.trim()) } else { remark };
    (changes || speaks).then_some(remark)
}
