//! The summary of a job: what a person reads who was told that it failed, or wants to know what it did.
//!
//! In: what a run found. Out: Markdown. Never: more of it than a page can hold.

use std::fmt::Write as _;

use offprint::diagnostic::{Severity, printers};

use super::closing::{self, Purpose};
use super::problems::Found;

/// More problems than these are in the log alone.
const ROWS: usize = 100;

/// The summary of a run; `again` is the command that finds the same on another machine.
pub(super) fn summary(found: Found<'_>, purpose: Purpose<'_>, again: &str) -> String {
    let Found { report, options, command, texts, prefix } = found;
    let mut out = format!("## offprint {command}: {}\n", closing::problems(&report.problems));
    if let Purpose::Build(folder) = purpose {
        let _ = writeln!(out, "\n{}", closing::sentence(&closing::written(report, options, folder, "below")));
    }
    match closing::to_do(report, options, "below") {
        Some(next) => {
            let _ = writeln!(out, "\n**What to do:** {next}. `{again}` finds the same on your own machine.");
        }
        None if report.count(Severity::Warning) > 0 => {
            out.push_str(
                "\n**What to do:** nothing must be done, but the warnings below are worth a look.\n",
            );
        }
        None => out.push_str("\n**What to do:** nothing must be done.\n"),
    }
    if let Some(next) = report.next_change {
        let _ = writeln!(
            out,
            "\n**Next change:** {next}, when an embargo ends. The site must be built again then: `offprint recipe schedule`."
        );
    }
    let table = printers::markdown(&report.problems, texts, prefix, ROWS);
    if !table.is_empty() {
        let _ = write!(out, "\n{table}");
    }
    let _ = writeln!(out, "\n{}", closing::sentence(&closing::amounts(report)));
    out
}
