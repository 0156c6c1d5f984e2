//! What a run is asked to do, and what it says when it is done.
//!
//! In: nothing. Out: [`Options`], [`Report`], [`Failure`] and the trait [`Progress`]. Never: printing, or doing any of the work.

mod document;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use document::{SCHEMA, document};

use crate::config::baseline::Known;
use crate::diagnostic::{Diagnostic, Severity};
use crate::write::{Published, WriteError};

/// What a run is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether drafts are shown.
    pub drafts: bool,
    /// The instant that decides which embargoes have ended.
    pub now: Timestamp,
    /// The instant that pages and feeds may print as the time of this run (`SOURCE_DATE_EPOCH`); it never lets an
    /// embargoed paper out.
    pub printed: Option<Timestamp>,
    /// Whether every published address must be in `content/addresses.lock`.
    pub locked: bool,
    /// Stands in for the setting `base_url`.
    pub base_url: Option<String>,
    /// The folder to write.
    pub out: PathBuf,
    /// The worst problem with which a site is still published: a warning, or a hint when warnings are denied.
    pub tolerated: Severity,
}

/// What a run found and did.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Everything that is wrong and was not known.
    pub problems: Vec<Diagnostic>,
    /// What is wrong and stands in `content/baseline.toml`: it fails nothing.
    pub known: Vec<Diagnostic>,
    /// What stands there and may still be wrong, in a text that this run did not publish.
    pub unseen: Vec<Known>,
    /// Whether the site could be read, so that these are all its problems.
    pub is_whole: bool,
    /// How much there is.
    pub counts: Counts,
    /// When the same content will make another site: the end of the next embargo.
    #[serde(skip)]
    pub next_change: Option<Timestamp>,
    /// What was written; `None` if nothing was to be, or could be for the problems found.
    pub published: Option<Published>,
    /// What became of the lock of addresses, if it was to be written; `None` if it could not be for the problems found.
    pub locked: Option<Locked>,
    /// The texts of files that problems name and that are not on disk under that name: a built-in theme's.
    pub texts: BTreeMap<Arc<str>, Arc<str>>,
    /// How links to other sites stand, if these were asked.
    pub external: Option<LinkCounts>,
}

impl Report {
    /// How many problems are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Whether no problem is worse than what is tolerated.
    pub fn is_publishable(&self, tolerated: Severity) -> bool {
        self.problems.iter().all(|problem| problem.severity <= tolerated)
    }
}

/// What becomes of `content/baseline.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// It names all problems of today, and no other.
    All,
    /// What is mended leaves it, and nothing comes in.
    Prune,
}

/// What became of `content/baseline.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// How many problems it names; with none, there is no file.
    pub known: usize,
    /// How many of them are new in it.
    pub added: usize,
    /// How many problems of today it does not name.
    pub others: usize,
    /// Whether there was a file and is none now.
    pub is_removed: bool,
}

/// What a lock of addresses has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    /// How many addresses.
    pub addresses: usize,
    /// Those that were added, sorted.
    pub added: Vec<String>,
    /// Whether the file was written; not if it would have been the same.
    pub written: bool,
}

/// How much a site holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Papers, translations counted each.
    pub papers: usize,
    /// HTML pages.
    pub pages: usize,
    /// Notes of all papers.
    pub notes: usize,
    /// Figures of all papers.
    pub figures: usize,
    /// Words of all papers.
    pub words: usize,
}

/// How links to other sites stand; each address counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkCounts {
    /// Addresses, those that are never asked left out.
    pub links: usize,
    /// How many of them were asked in this run.
    pub asked: usize,
    /// Good, moved ones among them.
    pub good: usize,
    /// Leading nowhere, within the grace period.
    pub failing: usize,
    /// Dead.
    pub dead: usize,
    /// Not known.
    pub unchecked: usize,
}

/// Why a run could not be made at all; nothing in the content is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Lower case, names the thing.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
}

impl Failure {
    /// A failure without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hints: Vec::new() }
    }

    /// The same failure, with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self { message: error.to_string(), hints: error.hint().into_iter().collect() }
    }
}

/// Told how far a run is. Calls come from many threads.
pub trait Progress: Sync {
    /// A stage begins ("reading", "rendering"), with the number of steps that it will take, 0 if not known.
    fn stage(&self, name: &'static str, steps: usize);
    /// One step of the stage is done.
    fn step(&self);
}

/// Progress that nobody is told of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _name: &'static str, _steps: usize) {}
    fn step(&self) {}
}
