//! `offprint check --baseline …`
//!
//! In: the arguments of a check. Out: `content/baseline.toml`, or the problems in it. Never: a verdict on the site.

use std::io;

use offprint::config::baseline::PATH;
use offprint::diagnostic::Severity;
use offprint::report::{Failure, Options, Renewal, Renewed, Report, Silent};

use super::closing::counted;
use super::progress::Bar;
use super::site::{Run, check_content};
use super::{Outcome, print};
use crate::cli::{Check, Format};

/// Checks a site, and writes what is wrong as known.
pub(super) fn renew(
    look: Run<'_>,
    arguments: &Check,
    options: &Options,
    renewal: Renewal,
) -> Result<Outcome, Failure> {
    let site = &arguments.site;
    check_content(site)?;
    if arguments.format != Format::Human || !arguments.report.is_empty() {
        return Err(Failure::new("`--baseline write` and `--baseline prune` print no problems, so that they take no `--format` and no `--report`")
            .hint("run `offprint check` with them once more"));
    }
    let report = match arguments.quiet {
        true => look(site, options, &Silent)?,
        false => look(site, options, &Bar::new())?,
    };
    let renewed = offprint::renew_baseline(site, &report, renewal)?;
    if !arguments.quiet {
        print(&mut io::stdout(), &said(renewed, renewal));
    }
    Ok(Outcome::Clean)
}

/// What was written, and what comes next.
fn said(renewed: Renewed, renewal: Renewal) -> String {
    let Renewed { known, added, others, is_removed } = renewed;
    if known == 0 {
        let file = if is_removed { "is removed" } else { "is not needed" };
        let rest = match others {
            0 => String::new(),
            n => format!("; {} not in it, which `offprint check` prints", counted(n, "problem")),
        };
        return format!("nothing is known to be wrong any more: {PATH} {file}{rest}\n");
    }
    match renewal {
        Renewal::All => format!(
            "wrote {PATH}: {}, of which {added} new in it\n\
             Commit it: these fail nothing from now on, and every other problem is reported as ever.\n",
            counted(known, "known problem"),
        ),
        Renewal::Prune if others > 0 => format!(
            "wrote {PATH}: {}; {} not in it, which `offprint check` prints\n",
            counted(known, "known problem"),
            counted(others, "problem"),
        ),
        Renewal::Prune => format!("wrote {PATH}: {}\n", counted(known, "known problem")),
    }
}

/// A report that has what is known too. It stays known: as a hint it fails nothing.
pub(super) fn with_known(mut report: Report) -> Report {
    for mut problem in std::mem::take(&mut report.known) {
        let severity = problem.severity.name();
        problem.severity = Severity::Hint;
        report
            .problems
            .push(problem.hint(format!("known: without its line in {PATH} this is reported as {severity}")));
    }
    report
}
