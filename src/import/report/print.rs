//! A report as lines for people.
//!
//! In: a [`Report`]. Out: a string. Never: where it is printed.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Placed, Report};
use crate::import::keep::State;
use crate::import::ledger::Balance;
use crate::import::remark::Kind;

/// Characters of a quotation in a line; the whole of it is in the JSON.
const QUOTED: usize = 72;
/// Remarks of one kind, of those that nobody has to check, that are printed one by one.
const LISTED: usize = 12;
/// Words that are listed one by one.
const WORDS: usize = 20;

/// What the groups of remarks are called, what is to be checked first.
const GROUPS: [(Kind, &str); 12] = [
    (Kind::Gap, "words seem to be missing in the source"),
    (Kind::Lost, "what could not be had"),
    (Kind::Unsupported, "what manuscripts have no form for"),
    (Kind::Comment, "comments of reviewers, left out"),
    (Kind::Guess, "guesses"),
    (Kind::Lifted, "lifted out as pull quotes and boxes"),
    (Kind::Accepted, "tracked changes, accepted"),
    (Kind::SetAside, "set aside: in this report and not in the paper"),
    (Kind::Replaced, "replaced"),
    (Kind::Joined, "joined"),
    (Kind::Healed, "words made whole that were broken at a line's end"),
    (Kind::Dropped, "running heads, page numbers and the like, dropped"),
];

/// The whole report.
pub(super) fn report(report: &Report, manuscript: &str) -> String {
    let mut out = String::new();
    files(report, &mut out);
    for line in &report.conflicts {
        let _ = writeln!(
            out,
            "\n{manuscript}:{line}: conflict: you and the author changed the same words; keep one of the two, and delete the lines of marks"
        );
    }
    for line in &report.woven {
        let _ = writeln!(
            out,
            "\n{manuscript}:{line}: you and the author changed different words of this paragraph; it has both: read it"
        );
    }
    for check in [true, false] {
        let groups = GROUPS.iter().filter(|(kind, _)| kind.is_to_check() == check && report.count(*kind) > 0);
        let mut groups = groups.peekable();
        if groups.peek().is_some() {
            out.push_str(if check { "\nTo check\n" } else { "\nDone\n" });
        }
        for (kind, title) in groups {
            group(report, *kind, title, manuscript, &mut out);
        }
    }
    out.push('\n');
    out.push_str(&words(&report.balance));
    out
}

fn files(report: &Report, out: &mut String) {
    let width = report.files.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0);
    for (path, state) in &report.files {
        let state = match state {
            State::New => "written",
            State::Unchanged => "as it was",
            State::Replaced => "replaced by the new import's",
            State::Merged => "merged with what you edited",
            State::KeptAsEdited => "as you edited it",
            State::Beside(beside) => &format!("as you edited it; the new one is {beside}"),
            State::StaysDeleted => "deleted by you, and not written again",
            State::NoLongerUsed => "not in the document any more; left where it is",
        };
        let _ = writeln!(out, "  {path:width$}  {state}");
    }
}

fn group(report: &Report, kind: Kind, title: &str, manuscript: &str, out: &mut String) {
    let remarks: Vec<&Placed> = report.remarks.iter().filter(|placed| placed.remark.kind == kind).collect();
    let _ = writeln!(out, "  {title} ({})", remarks.len());
    let listed = if kind.is_to_check() { remarks.len() } else { LISTED };
    for placed in remarks.iter().take(listed) {
        let _ = writeln!(out, "    {}", line(placed, manuscript));
    }
    if remarks.len() > listed {
        let _ = writeln!(out, "    … and {} more, in the file of `--report`", remarks.len() - listed);
    }
}

/// `index.md:12: the paragraph goes on over the page: “of the world / into different” (line 31)`
fn line(placed: &Placed, manuscript: &str) -> String {
    let remark = &placed.remark;
    let mut out = String::new();
    if let Some(line) = placed.line {
        let _ = write!(out, "{manuscript}:{line}: ");
    }
    out.push_str(&one_line(&remark.message));
    let quoted = [&remark.from, &remark.to].map(|words| shortened(&one_line(words)));
    match quoted.each_ref().map(String::as_str) {
        ["", ""] => {}
        [from, ""] => {
            let _ = write!(out, ": “{from}”");
        }
        ["", to] => {
            let _ = write!(out, ": “{to}”");
        }
        [from, to] => {
            let _ = write!(out, ": “{from}” → “{to}”");
        }
    }
    let sure = remark.confidence.map(|confidence| format!("{:.0} % sure", confidence * 100.0));
    let notes: Vec<String> = remark.place.iter().cloned().chain(sure).collect();
    if !notes.is_empty() {
        let _ = write!(out, " ({})", notes.join(", "));
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    let head: String = text.chars().take(QUOTED).collect();
    format!("{}…", head.trim_end())
}

/// `words: 3,190 in the source = 3,160 in the manuscript + 30 in this report`, or what differs.
fn words(balance: &Balance) -> String {
    let Balance { source, manuscript, from, to, .. } = balance;
    let mut out = format!("words: {source} in the source");
    if *from > 0 {
        let _ = write!(out, " - {from} told of above");
    }
    if *to > 0 {
        let _ = write!(out, " + {to} put in");
    }
    let _ = writeln!(out, " = {manuscript} in the manuscript");
    out.push_str(&unaccounted(balance));
    out
}

/// What is not accounted for.
pub(super) fn unaccounted(balance: &Balance) -> String {
    let mut out = String::new();
    list("in the source, and neither in the manuscript nor told of", &balance.missing, &mut out);
    list("in the manuscript, and from nowhere", &balance.added, &mut out);
    for differing in &balance.differing {
        let _ = writeln!(out, "{differing}");
    }
    out
}

fn list(what: &str, words: &BTreeMap<String, usize>, out: &mut String) {
    if words.is_empty() {
        return;
    }
    let total: usize = words.values().sum();
    let listed: Vec<String> = words
        .iter()
        .take(WORDS)
        .map(|(word, count)| if *count == 1 { word.clone() } else { format!("{word} ({count} times)") })
        .collect();
    let more = if words.len() > WORDS { ", …" } else { "" };
    let _ = writeln!(out, "{total} {what}: {}{more}", listed.join(", "));
}
