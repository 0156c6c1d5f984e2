//! What an import did, for people and for programs.
//!
//! In: remarks with their lines, and the count of words. Out: a [`Report`] as text and as JSON. Never: doing any of it.

use serde::Serialize;

use super::ledger::Balance;
use super::remark::Remark;

/// What an import did.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The names of the files.
    pub sources: Vec<String>,
    /// In the order of their kinds and lines.
    pub remarks: Vec<Placed>,
    /// The count of words.
    pub balance: Balance,
}

/// A remark with its line in the manuscript.
#[derive(Clone, Debug, Serialize)]
pub struct Placed {
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What was done.
    #[serde(flatten)]
    pub remark: Remark,
}

impl Report {
    /// A report, its remarks sorted by kind and line.
    pub fn new(sources: Vec<String>, remarks: Vec<(Option<usize>, Remark)>, balance: Balance) -> Self {
        let mut remarks: Vec<Placed> =
            remarks.into_iter().map(|(line, remark)| Placed { line, remark }).collect();
        remarks.sort_by_key(|placed| (placed.remark.kind, placed.line));
        Self { sources, remarks, balance }
    }
}
