//! The last words of a build: how much there is, what is wrong, how long it took, and what was written.
//!
//! In: a report. Out: a string. Never: printing it.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use offprint::config::baseline::PATH;
use offprint::diagnostic::{Diagnostic, Severity, printers};
use offprint::report::{LinkCounts, Options, Report};
use offprint::shown::Shown;

/// More problems than these are also counted by code.
const MANY: usize = 20;

/// What became of a report.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose<'a> {
    /// The site was to be written to this folder, as the user calls it.
    Build(&'a Path),
    /// Only problems were looked for.
    Check,
    /// The lock of addresses was to be written.
    Lock,
}

impl Purpose<'_> {
    /// The command's name.
    pub(super) fn command(self) -> &'static str {
        match self {
            Self::Build(_) => "build",
            Self::Check => "check",
            Self::Lock => "lock",
        }
    }
}

/// The closing lines of a run.
pub(super) fn closing(report: &Report, options: &Options, purpose: Purpose<'_>, took: Duration) -> String {
    let mut parts = vec![amounts(report), problems(&report.problems), format!("{:.2} s", took.as_secs_f64())];
    match purpose {
        Purpose::Build(out) => parts.push(written(report, options, out, "above")),
        Purpose::Lock => parts.push(locked(report)),
        Purpose::Check => {}
    }
    let mut out = String::new();
    let added = report.locked.iter().flat_map(|locked| &locked.added);
    for address in added.clone().take(MANY) {
        let _ = writeln!(out, "+ {address}");
    }
    if let more @ 1.. = added.count().saturating_sub(MANY) {
        let _ = writeln!(out, "+ {more} more");
    }
    if report.problems.len() > MANY {
        let _ = writeln!(out, "{}", printers::tally(&report.problems));
    }
    let _ = writeln!(out, "{}", parts.join("; "));
    if let Some(links) = report.external {
        let _ = writeln!(out, "{}", external(links));
    }
    if !report.known.is_empty() {
        let known = counted(report.known.len(), "known problem");
        let _ = writeln!(out, "{known} in {PATH}, which `offprint check --baseline show` prints");
    }
    if let Some(next) = to_do(report, options, "above") {
        let _ = writeln!(out, "to do: {next}");
    }
    if let Some(next) = report.next_change {
        let _ = writeln!(out, "next change: {next} (an embargo ends; build again then)");
    }
    out
}

/// How much the site holds.
pub(super) fn amounts(report: &Report) -> String {
    let counts = report.counts;
    [
        counted(counts.papers, "paper"),
        counted(counts.pages, "page"),
        counted(counts.notes, "note"),
        counted(counts.figures, "figure"),
    ]
    .join(", ")
}

/// How many problems there are of each severity.
pub(super) fn problems(problems: &[Diagnostic]) -> String {
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    [Severity::Error, Severity::Warning, Severity::Hint]
        .map(|severity| counted(count(severity), severity.name()))
        .join(", ")
}

/// What a build wrote. Where nothing was written, the problems stand `above` or `below`.
pub(super) fn written(report: &Report, options: &Options, out: &Path, place: &str) -> String {
    let out = out.shown();
    let Some(published) = report.published else {
        let cause = if report.problems.iter().any(|problem| problem.severity == Severity::Error) {
            format!("for the errors {place}")
        } else if report.is_publishable(options.tolerated) {
            return "nothing was written".to_owned();
        } else {
            format!("for the warnings {place}, which are denied")
        };
        return format!("nothing was written, {cause}");
    };
    if published.changed + published.removed == 0 {
        return format!("nothing changed in {out}/");
    }
    let mut changes = format!("{} of {} changed", published.changed, counted(published.files, "file"));
    if published.removed > 0 {
        let _ = write!(changes, ", {} removed", published.removed);
    }
    format!("wrote {out}/ ({changes})")
}

/// How links to other sites stand.
pub(super) fn external(links: LinkCounts) -> String {
    let LinkCounts { links: all, asked, good, failing, dead, unchecked } = links;
    let all = counted(all, "link");
    format!(
        "{all} to other sites: {good} good, {failing} failing, {dead} dead, {unchecked} not known; {asked} asked now; \
         content/links.lock keeps the answers: commit it"
    )
}

/// What a person does about the problems that keep the site from being published; they stand `above` or `below`.
pub(super) fn to_do(report: &Report, options: &Options, place: &str) -> Option<String> {
    let severity = report.problems.iter().map(|problem| problem.severity).max()?;
    if severity <= options.tolerated {
        return None;
    }
    let which = match report.count(severity) {
        1 => severity.name().to_owned(),
        n => counted(n, severity.name()),
    };
    let or = match severity {
        Severity::Error => "",
        Severity::Warning | Severity::Hint => ", or say in [lint] of content/site.toml why not",
    };
    let worst = report.problems.iter().filter(|problem| problem.severity == severity);
    let code = printers::most_frequent(worst)?;
    Some(format!("correct the {which} {place}{or}; `offprint explain {code}` says why and how"))
}

/// The same words as a sentence of their own.
pub(super) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

fn locked(report: &Report) -> String {
    let Some(locked) = &report.locked else {
        return "the lock was not written, for the errors above".to_owned();
    };
    let all = if locked.addresses == 1 {
        "1 address".to_owned()
    } else {
        format!("{} addresses", locked.addresses)
    };
    match (locked.written, locked.added.len()) {
        (false, _) => format!("content/addresses.lock is up to date ({all})"),
        (true, 0) => format!("wrote content/addresses.lock ({all})"),
        (true, new) => format!("wrote content/addresses.lock ({all}, {new} new); commit it"),
    }
}

/// `1 page`, `2 pages`.
pub(super) fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::Timestamp;
    use offprint::diagnostic::Rule;
    use offprint::report::Counts;
    use offprint::write::Published;

    use super::*;

    static RULE: Rule = Rule { code: "a-rule", severity: Severity::Warning, summary: "", explanation: "" };

    /// What a run without options has.
    pub(crate) fn options(tolerated: Severity) -> Options {
        Options {
            drafts: false,
            now: Timestamp::UNIX_EPOCH,
            printed: None,
            locked: false,
            base_url: None,
            out: "public".into(),
            tolerated,
        }
    }

    fn report(problems: usize) -> Report {
        Report {
            problems: vec![Diagnostic::new(&RULE, "x"); problems],
            counts: Counts { papers: 12, pages: 64, notes: 133, figures: 1, words: 9 },
            ..Report::default()
        }
    }

    fn said(report: &Report, tolerated: Severity, purpose: Purpose<'_>) -> String {
        closing(report, &options(tolerated), purpose, Duration::from_millis(214))
    }

    #[test]
    fn a_build_says_what_it_wrote() {
        let build = Purpose::Build(Path::new("public"));
        let start = "12 papers, 64 pages, 133 notes, 1 figure; 0 errors, 2 warnings, 0 hints; 0.21 s";
        let mut report = report(2);
        let mut say = |changed, removed| {
            report.published = Some(Published { files: 80, bytes: 1, changed, removed });
            said(&report, Severity::Warning, build)
        };
        assert_eq!(say(64, 0), format!("{start}; wrote public/ (64 of 80 files changed)\n"));
        assert_eq!(say(0, 3), format!("{start}; wrote public/ (0 of 80 files changed, 3 removed)\n"));
        assert_eq!(say(0, 0), format!("{start}; nothing changed in public/\n"));
        assert_eq!(said(&report, Severity::Warning, Purpose::Check), format!("{start}\n"));
    }

    #[test]
    fn what_was_not_written_has_a_cause() {
        let build = Purpose::Build(Path::new("public"));
        assert!(
            said(&report(1), Severity::Hint, build)
                .contains("nothing was written, for the warnings above, which are denied\nto do: correct the warning above, or say")
        );
        let mut faulty = report(1);
        faulty.problems.push(Diagnostic { severity: Severity::Error, ..Diagnostic::new(&RULE, "x") });
        assert!(
            said(&faulty, Severity::Hint, build).ends_with("nothing was written, for the errors above\nto do: correct the error above; `offprint explain a-rule` says why and how\n")
        );
    }

    #[test]
    fn many_problems_are_counted() {
        assert!(said(&report(21), Severity::Warning, Purpose::Check).starts_with("a-rule: 21\n"));
        assert!(!said(&report(20), Severity::Warning, Purpose::Check).contains("a-rule"));
    }

    #[test]
    fn links_to_other_sites_are_counted_when_they_were_asked() {
        let links = LinkCounts { links: 9, asked: 4, good: 5, failing: 2, dead: 1, unchecked: 1 };
        let said = said(&Report { external: Some(links), ..report(0) }, Severity::Warning, Purpose::Check);
        let expected = "\n9 links to other sites: 5 good, 2 failing, 1 dead, 1 not known; 4 asked now; ";
        assert!(said.contains(expected), "{said}");
    }

    #[test]
    fn the_next_change_is_named() {
        let report = Report { next_change: Some("2026-12-01T09:00:00+01:00".parse().unwrap()), ..report(0) };
        let said = said(&report, Severity::Warning, Purpose::Check);
        assert!(
            said.ends_with("\nnext change: 2026-12-01T08:00:00Z (an embargo ends; build again then)\n"),
            "{said}"
        );
    }
}
