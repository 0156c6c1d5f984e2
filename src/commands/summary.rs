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
    if let Some(links) = report.external {
        let _ = writeln!(out, "\n{}", closing::sentence(&closing::external(links)));
    }
    let table = printers::markdown(&report.problems, texts, prefix, ROWS);
    if !table.is_empty() {
        let _ = write!(out, "\n{table}");
    }
    let _ = writeln!(out, "\n{}", closing::sentence(&closing::amounts(report)));
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use offprint::diagnostic::{Diagnostic, Rule};
    use offprint::report::Report;

    use super::*;

    static RULE: Rule = Rule { code: "a-rule", severity: Severity::Warning, summary: "", explanation: "" };

    fn said(problems: Vec<Diagnostic>, tolerated: Severity) -> String {
        let report = Report {
            problems,
            next_change: Some("2026-12-01T09:00:00+01:00".parse().unwrap()),
            ..Report::default()
        };
        let options = closing::tests::options(tolerated);
        let found =
            Found { report: &report, options: &options, command: "build", texts: &|_| None, prefix: "docs/" };
        summary(found, Purpose::Build(Path::new("public")), "offprint check docs")
    }

    #[test]
    fn it_says_what_to_do_and_when() {
        let warnings = || vec![Diagnostic::new(&RULE, "x"); 103];
        let denied = said(warnings(), Severity::Hint);
        assert!(denied.starts_with("## offprint build: 0 errors, 103 warnings, 0 hints\n\nNothing was written, for the warnings below, which are denied.\n"), "{denied}");
        assert!(
            denied.contains("**What to do:** correct the 103 warnings below, or say in [lint]"),
            "{denied}"
        );
        assert!(denied.contains("`offprint check docs` finds the same"), "{denied}");
        assert!(denied.contains("**Next change:** 2026-12-01T08:00:00Z"), "{denied}");
        assert!(denied.contains("\n3 more are in the log.\n"), "{denied}");
        let tolerated = said(warnings(), Severity::Warning);
        assert!(tolerated.contains("nothing must be done, but the warnings below"), "{tolerated}");
        let clean = said(Vec::new(), Severity::Warning);
        assert!(clean.contains("nothing must be done.\n") && !clean.contains("<table>"), "{clean}");
    }
}
