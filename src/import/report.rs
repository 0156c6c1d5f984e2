//! What an import did, for people and for programs.
//!
//! In: remarks with their lines, the count of words, and later what became of the files. Out: a [`Report`] as text and as
//! JSON. Never: doing any of it.

mod print;

use serde::Serialize;

use super::keep::{Outcome, State};
use super::ledger::Balance;
use super::remark::{Kind, Remark};

/// The version of the form in which [`Report`] is written as JSON.
pub const SCHEMA: u32 = 1;

/// What an import did.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`SCHEMA`]
    pub schema: u32,
    /// The names of the files.
    pub sources: Vec<String>,
    /// In the order of their kinds and lines.
    pub remarks: Vec<Placed>,
    /// The count of words.
    pub balance: Balance,
    /// What became of each file; empty until the import is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<(String, State)>,
    /// The lines of the manuscript on which conflicts with edits by hand begin.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<usize>,
    /// The lines of paragraphs that the hand and the new import both changed, in different words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub woven: Vec<usize>,
}

/// A remark with its line in the manuscript.
#[derive(Clone, Debug, Serialize)]
pub struct Placed {
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Whether a person should look at it.
    pub check: bool,
    /// What was done.
    #[serde(flatten)]
    pub remark: Remark,
}

impl Report {
    /// A report, its remarks sorted by kind and line.
    pub fn new(sources: Vec<String>, remarks: Vec<(Option<usize>, Remark)>, balance: Balance) -> Self {
        let placed = |(line, remark): (Option<usize>, Remark)| Placed {
            line,
            check: remark.kind.is_to_check(),
            remark,
        };
        let mut remarks: Vec<Placed> = remarks.into_iter().map(placed).collect();
        remarks.sort_by_key(|placed| (placed.remark.kind, placed.line));
        Self {
            schema: SCHEMA,
            sources,
            remarks,
            balance,
            files: Vec::new(),
            conflicts: Vec::new(),
            woven: Vec::new(),
        }
    }

    /// The same report once the import is written: its lines are those of the manuscript with what was edited by hand.
    #[must_use]
    pub fn written(mut self, outcome: &Outcome) -> Self {
        for placed in &mut self.remarks {
            placed.line = placed.line.and_then(|line| outcome.lines.get(line - 1).copied().flatten());
        }
        self.files.clone_from(&outcome.files);
        self.conflicts.clone_from(&outcome.conflicts);
        self.woven.clone_from(&outcome.woven);
        self
    }

    /// How many remarks are of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.remarks.iter().filter(|placed| placed.remark.kind == kind).count()
    }

    /// The report as lines for people. `manuscript` is what its file is called.
    pub fn lines(&self, manuscript: &str) -> String {
        print::report(self, manuscript)
    }

    /// The words that were lost or came from nowhere, as lines for people; empty if there are none.
    pub fn unaccounted(&self) -> String {
        print::unaccounted(&self.balance)
    }
}
