//! What is wrong, where, and what to do about it.
//!
//! In: facts found by every other module. Out: [`Diagnostic`] values, and [`Checked`] results that carry them.
//! Never: printing (that is [`printers`]), exit codes, or stopping a run: a problem in the content is a value.

mod fold;
pub mod printers;
pub mod rules;

pub use fold::folded;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Advice that never fails a build.
    Hint,
    /// Printed; ends in 0 unless warnings are denied.
    Warning,
    /// Words or pages would be lost or wrong: nothing is published.
    Error,
}

impl Severity {
    /// The word that reports and `site.toml` use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A kind of problem, with its stable code and the page that `offprint explain` prints.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable slug, such as `link-missing`.
    pub code: &'static str,
    /// The severity unless a site sets another.
    pub severity: Severity,
    /// One line: what the rule finds.
    pub summary: &'static str,
    /// Why it matters and how to mend it, in plain sentences.
    pub explanation: &'static str,
}

/// A place in a file that the author wrote.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file, relative to the site's folder, with `/` between names: `content/papers/x.md`.
    pub path: Arc<str>,
    /// Bytes of the file as it was read; `None` is the whole file.
    pub range: Option<Range<usize>>,
}

impl Place {
    /// A range of bytes in a file.
    pub fn new(path: impl Into<Arc<str>>, range: Range<usize>) -> Self {
        Self { path: path.into(), range: Some(range) }
    }

    /// A whole file.
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), range: None }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which kind of problem it is.
    #[serde(with = "rules::as_code")]
    pub rule: &'static Rule,
    /// How much it matters here.
    pub severity: Severity,
    /// Lower case, names the thing.
    pub message: String,
    /// Where it is, if it is anywhere.
    pub place: Option<Place>,
    /// Other places that belong to it, each with a short label ("first defined here").
    pub related: Vec<(Place, String)>,
    /// What to do.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A problem with its rule's own severity.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            place: None,
            related: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// The same problem, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem, with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same problem, with "did you mean …" when a near name is known.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// The same problem, with another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }
}

/// A value, and everything that was found wrong while it was made.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Checked<T> {
    /// The value, as good as it could be made.
    pub value: T,
    /// The problems, in no particular order.
    pub problems: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing wrong.
    pub fn good(value: T) -> Self {
        Self { value, problems: Vec::new() }
    }

    /// A value with these problems.
    pub fn new(value: T, problems: Vec<Diagnostic>) -> Self {
        Self { value, problems }
    }

    /// Takes the value and hands the problems to a collection.
    pub fn take(self, problems: &mut Vec<Diagnostic>) -> T {
        problems.extend(self.problems);
        self.value
    }
}

/// Names that one slip of the pen is held against.
const MOST_MEASURED: usize = 500;

/// The name nearest to what was written, if one is near enough to be a slip of the pen.
///
/// The measure is Damerau–Levenshtein similarity after case is folded; the bound of 0.6 lets
/// `autors` find `authors` and keeps `cover` from finding `color`-like strangers. Of very many names only those of about the same
/// length are measured, and of them no more than `MOST_MEASURED`: a site may have a hundred thousand, and a slip in each.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let like = |name: &&str| name.len().abs_diff(written.len()) * 5 <= name.len().max(written.len()) * 2 + 8;
    let mut best: Option<(f64, &str)> = None;
    for name in names.into_iter().filter(like).take(MOST_MEASURED) {
        let least = best.map_or(0.6, |(likeness, _)| likeness);
        if most_alike(&written, name) < least {
            continue;
        }
        let likeness = strsim::normalized_damerau_levenshtein(&written, &name.to_lowercase());
        let is_nearer = best.is_none_or(|(most, of)| likeness > most || (likeness == most && name < of));
        if likeness >= least && is_nearer {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}

/// As alike as two names can be that have these letters, in whatever order: what costs much to measure is mostly not near.
fn most_alike(written: &str, name: &str) -> f64 {
    if !written.is_ascii() || !name.is_ascii() {
        return 1.0;
    }
    let mut letters = [0_u32; 128];
    for byte in written.bytes() {
        letters.get_mut(usize::from(byte)).into_iter().for_each(|count| *count += 1);
    }
    let mut others = 0_u32;
    for byte in name.bytes() {
        match letters.get_mut(usize::from(byte.to_ascii_lowercase())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => others += 1,
        }
    }
    let missing = letters.iter().sum::<u32>().max(others);
    let longer = u32::try_from(written.len().max(name.len())).unwrap_or(u32::MAX);
    1.0 - f64::from(missing) / f64::from(longer.max(1))
}

/// Whether any of these problems is an error.
pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Sorts by file, place and code, and drops repeats, so that reports are the same at every run.
pub fn sort(problems: &mut Vec<Diagnostic>) {
    let key = |d: &Diagnostic| {
        let place = d.place.as_ref();
        (
            place.map(|p| p.path.clone()),
            place.and_then(|p| p.range.as_ref().map(|r| (r.start, r.end))),
            d.rule.code,
            d.message.clone(),
        )
    };
    problems.sort_by_cached_key(key);
    problems.dedup_by(|a, b| key(a) == key(b));
}
