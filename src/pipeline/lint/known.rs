//! Problems of today, and those that are known.
//!
//! In: a [`Baseline`], and problems. Out: the problems that it does not name, and its entries that name none. Never: one entry
//! for two problems: a second equal one is new.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::baseline::{Baseline, Known, PATH};
use crate::diagnostic::rules::{self, lint};
use crate::diagnostic::{self, Diagnostic};
use crate::fields::At;
use crate::source;

/// The longest line, in bytes, that is known by the whole of it.
const LONG: usize = 120;
/// Bytes of several lines that count: a box may be the whole paper, with a problem for each of its parts.
const MEANT: usize = 4096;
/// Of a longer line, so many bytes before the problem count, and as many as are left of [`LONG`] from it on: what is edited
/// at the other end of a long paragraph is no reason to tell of it again.
const BEFORE: usize = 40;

/// Which entries met a problem.
#[derive(Clone, Debug, Default)]
pub(super) struct Matching {
    baseline: Arc<Baseline>,
    /// The indexes of entries that met none yet, last first.
    left: BTreeMap<Known, Vec<usize>>,
    excerpts: Excerpts,
    /// The problems that are known.
    known: Vec<Diagnostic>,
}

impl Matching {
    pub(super) fn new(baseline: Arc<Baseline>, folder: &Path) -> Self {
        let mut left: BTreeMap<Known, Vec<usize>> = BTreeMap::new();
        for (at, entry) in baseline.known.iter().enumerate().rev() {
            left.entry(entry.value.clone()).or_default().push(at);
        }
        Self { baseline, left, excerpts: Excerpts::of(folder.to_owned()), ..Self::default() }
    }

    /// The problems that are not known. Of equal ones the last are new.
    pub(super) fn new_ones(&mut self, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if self.left.is_empty() {
            return problems;
        }
        diagnostic::sort(&mut problems);
        let (known, new): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|problem| self.take_entry(problem).is_some());
        self.known.extend(known);
        new
    }

    /// Takes the first entry that names a problem.
    fn take_entry(&mut self, problem: &Diagnostic) -> Option<usize> {
        let key = key(problem, &mut self.excerpts)?;
        let entries = self.left.get_mut(&key)?;
        let at = entries.pop();
        if entries.is_empty() {
            self.left.remove(&key);
        }
        at
    }

    /// One problem that names the entries which met nothing, and of which this run can say so. The others are kept.
    pub(super) fn fixed(&mut self, is_fixed: &dyn Fn(&Known) -> bool) -> Option<Diagnostic> {
        let (fixed, unseen): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.left).into_iter().partition(|(known, _)| is_fixed(known));
        self.left = unseen.into_iter().collect();
        let mut entries: Vec<usize> = fixed.into_iter().flat_map(|(_, entries)| entries).collect();
        entries.sort_unstable();
        let first: &At<Known> = self.baseline.known.get(*entries.first()?)?;
        let message = match entries.len() {
            1 => format!("a known problem is mended: `{}` in `{}`", first.value.code, first.value.file),
            n => format!(
                "{n} known problems are mended; the first is `{}` in `{}`",
                first.value.code, first.value.file
            ),
        };
        let problem = Diagnostic::new(&lint::BASELINE_FIXED, message).at(Baseline::place(first));
        Some(problem.hint("`offprint check --baseline prune` takes out what is mended, and adds nothing"))
    }

    /// The problems that were found and are known.
    pub(super) fn take_known(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.known)
    }

    /// The entries that met nothing, and may still have something to meet.
    pub(super) fn unseen(&self) -> Vec<Known> {
        let each =
            |(known, entries): (&Known, &Vec<usize>)| std::iter::repeat_n(known.clone(), entries.len());
        self.left.iter().flat_map(each).collect()
    }
}

/// The lines of a site's files, of which the last that was asked for is at hand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Excerpts {
    folder: PathBuf,
    last: Option<(Arc<str>, Option<Arc<str>>)>,
}

impl Excerpts {
    pub(super) fn of(folder: PathBuf) -> Self {
        Self { folder, last: None }
    }

    fn text(&mut self, path: &Arc<str>) -> Option<Arc<str>> {
        if let Some((_, text)) = self.last.as_ref().filter(|(last, _)| last == path) {
            return text.clone();
        }
        let text = source::as_shown(&self.folder.join(&**path));
        self.last = Some((path.clone(), text.clone()));
        text
    }
}

/// How a baseline names a problem; none for one that is about the site's own rules, or that can't be known.
pub(crate) fn key(problem: &Diagnostic, excerpts: &mut Excerpts) -> Option<Known> {
    let place = problem.place.as_ref();
    let is_kept = rules::lint::RULES.contains(&problem.rule) || super::ALWAYS_ERRORS.contains(&problem.rule);
    if is_kept || place.is_some_and(|place| *place.path == *PATH) {
        return None;
    }
    let range = place.and_then(|place| Some((&place.path, place.range.clone()?)));
    let line = range.and_then(|(path, range)| Some(excerpt(&excerpts.text(path)?, range)));
    let line = line.filter(|line| !line.is_empty()).unwrap_or_else(|| single_spaced(&problem.message));
    Some(Known {
        file: place.map_or(".", |place| &*place.path).into(),
        code: problem.rule.code.into(),
        text: line.into(),
    })
}

/// What of a text a problem is about: the line on which it is, or all lines of a box, a table or a paragraph.
fn excerpt(text: &str, range: Range<usize>) -> String {
    let most = range.start.saturating_add(MEANT);
    let [start, end] = [range.start, range.end.min(most)].map(|byte| text.floor_char_boundary(byte));
    let about = text.get(start..end).unwrap_or_default().trim_end();
    if about.contains('\n') { lines(&single_spaced(about)) } else { line(text, start) }
}

/// Several lines. Of long ones the beginning, and a hash of all.
fn lines(text: &str) -> String {
    if text.len() <= LONG {
        return text.to_owned();
    }
    let hash: String = blake3::hash(text.as_bytes()).to_hex().chars().take(8).collect();
    let words = text.get(..text.floor_char_boundary(LONG)).unwrap_or_default();
    let words = words.rsplit_once(' ').map_or(words, |(whole, _)| whole);
    format!("{words} … {hash}")
}

/// The line at a byte; of a long one, the words around it.
fn line(text: &str, at: usize) -> String {
    let start = text.as_bytes().get(..at).and_then(|before| before.iter().rposition(|b| *b == b'\n'));
    let start = start.map_or(0, |newline| newline + 1);
    let end = text.as_bytes().get(at..).and_then(|after| after.iter().position(|b| *b == b'\n'));
    let end = end.map_or(text.len(), |length| at + length);
    let (start, end) = if end - start > LONG {
        let start = text.floor_char_boundary(start.max(at.saturating_sub(BEFORE)));
        (start, text.floor_char_boundary(end.min(at + LONG - BEFORE)))
    } else {
        (start, end)
    };
    single_spaced(text.get(start..end).unwrap_or_default())
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_by_its_text() {
        assert_eq!(excerpt("one\n  two \t three\r\nfour", 7..8), "two three");
        assert_eq!(excerpt("one\n  two \t three\r\nfour", 4..19), "two three");
        assert_eq!(excerpt("one", 99..99), "one");
        assert_eq!(excerpt("one\n\ntwo", 4..4), "");
        assert_eq!(excerpt("", 0..0), "");
    }

    #[test]
    fn a_long_line_is_known_by_the_words_around() {
        let with =
            |before: &str, after: &str| format!("{before}{} HERE {}{after}", "ä".repeat(40), "b".repeat(90));
        let at = |text: &str| line(text, text.find("HERE").unwrap());
        assert_eq!(at(&with("", "")), at(&with("longer before ", " and after")));
        assert!(at(&with("", "")).contains("HERE"));
        assert_ne!(at(&with("", "")), at(&with("", "").replace("HERE", "THERE")));
    }

    #[test]
    fn a_box_is_known_by_its_words() {
        let quote = |words: &str| excerpt(&format!(":::pullquote\n{words}\n:::\n"), 0..17 + words.len());
        assert_eq!(quote("Few  words."), ":::pullquote Few words. :::");
        let long = |end: &str| quote(&format!("{}{end}", "many words ".repeat(20)));
        assert!(long("of one").len() <= LONG + 12, "{}", long("of one"));
        assert!(long("of one").starts_with(":::pullquote many words"));
        assert_ne!(long("of one"), long("of another"));
        assert_eq!(long("of one"), long("of  one"));
    }
}
