//! The addresses that were published, and must not be lost: `content/addresses.lock`.
//!
//! In: the lock's text, and a planned site. Out: what was published and is gone, what is published and not in the lock, and the
//! lock's text with that added. Never: a line taken out of a lock, a page that is not published, files.
//!
//! An address of a site is a page that a file of `content/` makes, or a heading on one (`/papers/x/results/#costs`), or an old
//! address that leads to one. What offprint makes of papers (topics, series, further pages of lists, feeds) is not: it follows
//! what papers say, and nobody cites it.

mod gone;
mod likeness;
mod published;

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::diagnostic::rules::addresses::{
    ADDRESS_GONE, ADDRESSES_DAMAGED, ADDRESSES_UNLOCKED, HEADING_GONE,
};
use crate::diagnostic::rules::manuscript::MERGE_CONFLICT;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::paper::Span;
use crate::site::Site;
use crate::source::Source;
use std::sync::Arc;

pub use gone::gone;

/// Where the lock is, in a site's folder.
pub const PATH: &str = "content/addresses.lock";
/// What its first line begins with; the number counts the ways in which it is written.
const HEAD: &str = "# addresses.lock ";
const VERSION: &str = "1";
/// The rest of the first line.
const ABOUT: &str = ": every address that was published; `offprint lock` adds to it";
/// What the lines begin with that a merge leaves in a file.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
/// Damaged lines that are named one by one.
const NAMED: usize = 5;

/// The addresses that were published.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    path: Arc<str>,
    text: Arc<str>,
    /// Each address once, in the order of their bytes.
    lines: Vec<Span>,
    /// The remarks below the first line, each once.
    remarks: Vec<Span>,
}

/// Reads a lock. Of one with conflicts, the lines of both sides count.
pub fn parse(source: &Source) -> Checked<Lock> {
    let mut lock =
        Lock { path: source.path.clone(), text: source.text.clone(), lines: Vec::new(), remarks: Vec::new() };
    let mut problems = Vec::new();
    if let Err(problem) = version(source) {
        return Checked::new(lock, vec![problem]);
    }
    let mut start = 0;
    let mut damaged = 0;
    let mut is_in_conflict = false;
    let mut remarks = BTreeSet::new();
    for line in source.text.split_inclusive('\n') {
        let words = line.trim_end();
        let span = Span::new(0, start, start + words.len());
        start += line.len();
        if words.starts_with('/') {
            lock.lines.push(span);
        } else if MARKS.iter().any(|mark| words.starts_with(mark)) {
            // One problem for each conflict, where it begins.
            if !is_in_conflict {
                problems.push(conflict(source, span));
            }
            is_in_conflict = !words.starts_with('>');
        } else if is_remark(words) {
            let is_head = words.trim_start_matches('\u{feff}').starts_with(HEAD);
            // Both sides of a conflict may have it.
            if !is_head && !words.is_empty() && remarks.insert(words) {
                lock.remarks.push(span);
            }
        } else {
            damaged += 1;
            if damaged <= NAMED {
                problems.push(damage(source, span, "this line is no address"));
            }
        }
    }
    if damaged > NAMED {
        let message = format!("{} more lines of the lock are no addresses", damaged - NAMED);
        problems.push(damage(source, Span::new(0, 0, 0), &message));
    }
    lock.sort();
    Checked::new(lock, problems)
}

/// A remark, a line without words, or the mark that some editors put before a text.
fn is_remark(words: &str) -> bool {
    let words = words.trim_start_matches('\u{feff}');
    words.is_empty() || words.starts_with('#')
}

fn version(source: &Source) -> Result<(), Diagnostic> {
    let first = source.text.lines().next().unwrap_or_default();
    let version = first.trim_start_matches('\u{feff}').strip_prefix(HEAD);
    let Some(version) = version else {
        if MARKS.iter().any(|mark| first.starts_with(mark)) {
            return Ok(());
        }
        if source.text.trim().is_empty() {
            let problem = Diagnostic::new(&ADDRESSES_DAMAGED, "the lock is empty").at(Place::file(PATH));
            return Err(
                problem.hint("restore it from the last commit; or delete it, and run `offprint lock`")
            );
        }
        let span = Span::new(0, 0, first.len());
        let message = format!("the first line does not begin with `{}`", HEAD.trim_end());
        return Err(damage(source, span, &message));
    };
    let number = version.split([':', ' ']).next().unwrap_or_default().trim_end();
    if number == VERSION {
        return Ok(());
    }
    let message = format!(
        "the lock is written in the way number {number}, and this offprint knows number {VERSION} alone"
    );
    let problem =
        Diagnostic::new(&ADDRESSES_DAMAGED, message).at(Place::new(source.path.clone(), 0..first.len()));
    Err(problem.hint("install a newer offprint, or restore the file from the last commit"))
}

fn damage(source: &Source, span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&ADDRESSES_DAMAGED, message)
        .at(span.place(std::slice::from_ref(&source.path)))
        .hint("restore the file from the last commit, or mend the line: an address begins with `/`")
}

fn conflict(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::new(&MERGE_CONFLICT, "a conflict of two versions of the lock begins here")
        .at(span.place(std::slice::from_ref(&source.path)))
        .hint("run `offprint lock`: it keeps the lines of both, which is right, and takes out the marks")
}

impl Lock {
    /// The text of a line.
    fn text_of(&self, line: Span) -> &str {
        self.text.get(line.start as usize..line.end as usize).unwrap_or_default()
    }

    fn place(&self, line: Span) -> Place {
        line.place(std::slice::from_ref(&self.path))
    }

    fn sort(&mut self) {
        let mut lines = std::mem::take(&mut self.lines);
        let order = |a: &Span, b: &Span| self.text_of(*a).cmp(self.text_of(*b));
        if !lines.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) {
            lines.sort_by(order);
        }
        lines.dedup_by(|a, b| self.text_of(*a) == self.text_of(*b));
        self.lines = lines;
    }

    fn has(&self, address: &str) -> bool {
        self.lines.binary_search_by(|line| self.text_of(*line).cmp(address)).is_ok()
    }

    /// The lines of each page, with those of the headings on it.
    fn pages(&self) -> impl Iterator<Item = (&str, &[Span])> {
        self.lines
            .chunk_by(|a, b| page(self.text_of(*a)) == page(self.text_of(*b)))
            .filter_map(|lines| Some((page(self.text_of(*lines.first()?)), lines)))
    }
}

/// The page of an address.
fn page(address: &str) -> &str {
    address.split_once('#').map_or(address, |(page, _)| page)
}

/// Whether a problem says that an address is gone: the text is as its author wants it, and is shown in a preview.
pub fn is_gone(problem: &Diagnostic) -> bool {
    problem.rule == &ADDRESS_GONE || problem.rule == &HEADING_GONE
}

/// Whether writing the lock anew mends a problem.
pub fn is_mended_by_writing(problem: &Diagnostic) -> bool {
    let is_here = problem.place.as_ref().is_some_and(|place| *place.path == *PATH);
    is_here && problem.rule == &MERGE_CONFLICT
}

/// A lock with what is published added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extended {
    /// The file.
    pub text: String,
    /// How many addresses it has.
    pub addresses: usize,
    /// Those that are new, sorted.
    pub new: Vec<String>,
}

/// Adds what a site publishes to a lock, or begins one.
pub fn extended(lock: Option<&Lock>, site: &Site) -> Extended {
    let new = unlocked(lock, site);
    let old: Vec<&str> =
        lock.map(|lock| lock.lines.iter().map(|line| lock.text_of(*line)).collect()).unwrap_or_default();
    let mut all: Vec<&str> = old;
    all.extend(new.iter().map(String::as_str));
    all.sort_unstable();
    let mut text = format!("{HEAD}{VERSION}{ABOUT}\n");
    for remark in lock.iter().flat_map(|lock| lock.remarks.iter().map(|remark| lock.text_of(*remark))) {
        text.push_str(remark);
        text.push('\n');
    }
    text.reserve(all.iter().map(|address| address.len() + 1).sum());
    for address in &all {
        text.push_str(address);
        text.push('\n');
    }
    Extended { text, addresses: all.len(), new }
}

/// What a site publishes that is not in its lock, sorted.
fn unlocked(lock: Option<&Lock>, site: &Site) -> Vec<String> {
    let mut new = published::all(site);
    new.retain(|address| !lock.is_some_and(|lock| lock.has(address)));
    new.sort_unstable();
    new.dedup();
    new
}

/// Says that published addresses are not in the lock.
pub fn check_locked(lock: Option<&Lock>, site: &Site) -> Option<Diagnostic> {
    let new = unlocked(lock, site);
    // How many there are is a hint: the message is what the problem is known by, and each further page would change it.
    let (message, others) = match (lock, new.as_slice()) {
        (_, []) => return None,
        (None, _) => ("there is no lock of the published addresses".to_owned(), 0),
        (Some(_), [first, rest @ ..]) => {
            (format!("the lock lacks the published address `{first}`"), rest.len())
        }
    };
    let problem = Diagnostic::new(&ADDRESSES_UNLOCKED, message).at(Place::file(PATH));
    let problem = match others {
        0 => problem,
        1 => problem.hint("it lacks one more"),
        n => problem.hint(format!("it lacks {n} more")),
    };
    Some(problem.hint("run `offprint lock`, and commit `content/addresses.lock`"))
}
