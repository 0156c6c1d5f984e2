//! What other sites answered, kept in `content/links.lock`.
//!
//! In: the text of the file. Out: [`Ledger`], and the text again. Never: files, or what an answer means.
//!
//! A line for each address, sorted, so that a difference shows what changed and two branches merge without a word: of two
//! lines for one address the later answer counts, and the marks of a conflict are passed over.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;

use super::judge::{Meaning, meaning};
use crate::diagnostic::rules::external as rules;
use crate::diagnostic::{Checked, Diagnostic, Place};

/// What the file begins with; the number is that of its form.
const FIRST: &str = "# offprint links 1";

/// What the first line says besides.
const ABOUT: &str = ": what other sites answered; `offprint check --external` writes it, commit it";

/// What each address answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// By the address that is asked.
    pub links: BTreeMap<Box<str>, Entry>,
    /// Whether a later version of offprint wrote it, in a form that this one can't read.
    pub is_newer: bool,
}

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The last answer.
    pub status: Status,
    /// When that was.
    pub asked: Timestamp,
    /// When it was last good.
    pub good: Option<Timestamp>,
    /// Since when, and how often in a row, it answered that nothing is there; answers that say nothing do not count.
    pub failing: Option<Failing>,
    /// Where it has moved for good.
    pub moved: Option<Box<str>>,
}

/// A row of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failing {
    /// The first.
    pub since: Timestamp,
    /// How many.
    pub count: u32,
}

/// How an address answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// With a number: 200, 404.
    Code(u16),
    /// Not at all.
    Trouble(Trouble),
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// The name of the host is not known.
    NoSuchHost,
    /// Whether anybody has the name of the host could not be learnt.
    NoLookup,
    /// The connection was refused or broke.
    NoConnection,
    /// Nothing came in time.
    Timeout,
    /// The certificate is not one that can be trusted, or no secure connection came about.
    Insecure,
    /// One redirect after another.
    Redirects,
    /// What came was no answer, or a redirect to nowhere.
    Garbled,
    /// The host is on a private network.
    Private,
}

/// Every trouble with its word in the ledger.
const WORDS: [(Trouble, &str); 8] = [
    (Trouble::NoSuchHost, "no-such-host"),
    (Trouble::NoLookup, "no-lookup"),
    (Trouble::NoConnection, "no-connection"),
    (Trouble::Timeout, "timeout"),
    (Trouble::Insecure, "insecure"),
    (Trouble::Redirects, "redirects"),
    (Trouble::Garbled, "garbled"),
    (Trouble::Private, "private"),
];

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Trouble(trouble) => {
                f.write_str(WORDS.iter().find(|(each, _)| each == trouble).map_or("", |(_, word)| word))
            }
        }
    }
}

impl FromStr for Status {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word.parse::<u16>() {
            Ok(code) if (100..1000).contains(&code) => Ok(Self::Code(code)),
            _ => WORDS
                .iter()
                .find(|(_, each)| *each == word)
                .map(|(trouble, _)| Self::Trouble(*trouble))
                .ok_or(()),
        }
    }
}

impl Ledger {
    /// Reads the file's text. A line that can't be read is reported and left out.
    pub fn parse(text: &str, path: &Arc<str>) -> Checked<Self> {
        let mut ledger = Self::default();
        let mut problems = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let range = start..start + line.trim_end().len();
            start += line.len();
            match read(line.trim_start_matches('\u{feff}').trim()) {
                Line::Empty => {}
                Line::Newer => ledger.is_newer = true,
                Line::Link(url, entry) => ledger.keep_later(url, entry),
                Line::Damaged(why) => problems.push(
                    Diagnostic::new(
                        &rules::LEDGER_DAMAGED,
                        format!("this line of the ledger of links {why}"),
                    )
                    .at(Place::new(path.clone(), range))
                    .hint("`offprint check --external` writes the ledger anew"),
                ),
            }
        }
        if ledger.is_newer {
            let message = "the ledger of links was written by a later version of offprint";
            problems = vec![
                Diagnostic::new(&rules::LEDGER_DAMAGED, message)
                    .at(Place::file(path.clone()))
                    .hint("use that version here too; until then, what is dead is not told"),
            ];
            ledger.links.clear();
        }
        Checked::new(ledger, problems)
    }

    fn keep_later(&mut self, url: Box<str>, entry: Entry) {
        match self.links.get(&url) {
            Some(known) if known.asked >= entry.asked => {}
            _ => drop(self.links.insert(url, entry)),
        }
    }

    /// The text of the file.
    pub fn print(&self) -> String {
        let mut out = format!("{FIRST}{ABOUT}\n");
        for (url, entry) in &self.links {
            let _ = write!(out, "{url} {} asked={}", entry.status, entry.asked);
            // An address that is good was good when it was asked: the date is written once.
            if let Some(good) = entry.good.filter(|good| *good != entry.asked || !is_good(entry.status)) {
                let _ = write!(out, " good={good}");
            }
            if let Some(Failing { since, count }) = entry.failing {
                let _ = write!(out, " failing={since} failures={count}");
            }
            if let Some(moved) = &entry.moved {
                let _ = write!(out, " moved={moved}");
            }
            out.push('\n');
        }
        out
    }
}

/// What a line says.
enum Line {
    Empty,
    Newer,
    Link(Box<str>, Entry),
    /// What is wrong with it, as words that follow "this line".
    Damaged(&'static str),
}

/// Marks that git leaves around two versions.
const MARKS: [&str; 4] = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

fn read(line: &str) -> Line {
    if line.is_empty() || MARKS.iter().any(|mark| line.starts_with(mark)) {
        return Line::Empty;
    }
    if line.starts_with('#') {
        let form = line.strip_prefix("# offprint links ");
        let number = form.map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
        let is_newer = number.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number > 1);
        return if is_newer { Line::Newer } else { Line::Empty };
    }
    let mut parts = line.split(' ').filter(|part| !part.is_empty());
    let Some(url) = parts.next().filter(|url| url.starts_with("http")) else {
        return Line::Damaged("does not begin with an address");
    };
    let Some(status) = parts.next().and_then(|word| word.parse().ok()) else {
        return Line::Damaged("does not say how the address answered");
    };
    match facts(status, parts) {
        Ok(entry) => Line::Link(url.into(), entry),
        Err(why) => Line::Damaged(why),
    }
}

fn facts<'a>(status: Status, parts: impl Iterator<Item = &'a str>) -> Result<Entry, &'static str> {
    const NO_INSTANT: &str = "has a date that is no instant, such as 2026-12-01T09:00:00Z";
    let (mut asked, mut good, mut since, mut count, mut moved) = (None, None, None, None, None);
    for part in parts {
        let (key, value) = part.split_once('=').ok_or("has a word that is no fact, such as `asked=…`")?;
        let instant = || value.parse::<Timestamp>().map_err(|_| NO_INSTANT);
        match key {
            "asked" => asked = Some(instant()?),
            "good" => good = Some(instant()?),
            "failing" => since = Some(instant()?),
            "failures" => count = Some(value.parse().map_err(|_| "has a number that can't be read")?),
            "moved" => moved = Some(value.into()),
            _ => return Err("has a fact that is not known"),
        }
    }
    let asked = asked.ok_or("does not say when the address was asked")?;
    let failing = since.map(|since| Failing { since, count: count.unwrap_or(1) });
    Ok(Entry { status, asked, good: good.or(Some(asked).filter(|_| is_good(status))), failing, moved })
}

fn is_good(status: Status) -> bool {
    meaning(status) == Meaning::Good
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# offprint links 1: what other sites answered; `offprint check --external` writes it, commit it
https://a.example.org/ 200 asked=2026-11-26T12:00:00Z
https://b.example.org/ 404 asked=2026-11-26T12:00:00Z good=2026-10-01T00:00:00Z failing=2026-11-12T12:00:00Z failures=2
https://c.example.org/old 200 asked=2026-11-26T12:00:00Z moved=https://c.example.org/new?a=b
https://d.example.org/ timeout asked=2026-11-26T12:00:00Z
";

    fn read_whole(text: &str) -> (Ledger, Vec<String>) {
        let checked = Ledger::parse(text, &"content/links.lock".into());
        let told = checked.problems.iter().map(|p| {
            let range = p.place.as_ref().and_then(|place| place.range.clone()).unwrap_or_default();
            format!("{}: {}", p.message, text.get(range).unwrap())
        });
        (checked.value, told.collect())
    }

    #[test]
    fn what_is_written_is_read() {
        let (ledger, told) = read_whole(TEXT);
        assert_eq!(told, Vec::<String>::new());
        assert_eq!(ledger.links.len(), 4);
        assert_eq!(
            ledger.links["https://a.example.org/"].good,
            Some(ledger.links["https://a.example.org/"].asked)
        );
        assert_eq!(ledger.print(), TEXT);
        assert_eq!(read_whole(&format!("\u{feff}{}", TEXT.replace('\n', "\r\n"))).0, ledger);
        assert_eq!(read_whole("").0, Ledger::default());
    }

    #[test]
    fn every_status_has_a_word() {
        for (trouble, word) in WORDS {
            assert_eq!(Status::Trouble(trouble).to_string(), word);
            assert_eq!(word.parse(), Ok(Status::Trouble(trouble)));
        }
        assert_eq!("404".parse(), Ok(Status::Code(404)));
        for wrong in ["", "40", "1000", "-1", "good"] {
            assert_eq!(wrong.parse::<Status>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn a_merge_of_two_ledgers_keeps_the_later_answer() {
        let (old, new) = (
            "https://a.org/ 404 asked=2026-11-20T00:00:00Z",
            "https://a.org/ 200 asked=2026-11-21T00:00:00Z",
        );
        for (one, other) in [(old, new), (new, old)] {
            let (ledger, told) =
                read_whole(&format!("<<<<<<< HEAD\n{one}\n=======\n{other}\n>>>>>>> branch\n"));
            assert_eq!((told.len(), ledger.links["https://a.org/"].status), (0, Status::Code(200)));
        }
    }

    #[test]
    fn damage_is_told_line_by_line() {
        let cases = [
            ("example.org 200 asked=2026-11-20T00:00:00Z", "does not begin with an address"),
            ("https://a.org/", "how the address answered"),
            ("https://a.org/ fine asked=2026-11-20T00:00:00Z", "how the address answered"),
            ("https://a.org/ 200", "when the address was asked"),
            ("https://a.org/ 200 asked=yesterday", "no instant"),
            ("https://a.org/ 200 asked=2026-11-20T00:00:00Z so", "no fact"),
            ("https://a.org/ 200 asked=2026-11-20T00:00:00Z hue=red", "not known"),
            ("https://a.org/ 404 asked=2026-11-20T00:00:00Z failures=many", "a number"),
        ];
        for (line, why) in cases {
            let (ledger, told) =
                read_whole(&format!("{TEXT}{line}\nhttps://z.org/ 200 asked=2026-11-26T12:00:00Z\n"));
            assert_eq!((ledger.links.len(), told.len()), (5, 1), "{line}");
            assert!(told[0].contains(why) && told[0].ends_with(line), "{told:?}");
        }
    }

    #[test]
    fn a_later_form_is_left_alone() {
        let (ledger, told) =
            read_whole("# offprint links 2: x\nhttps://a.org/ 200 asked=2026-11-20T00:00:00Z x\n");
        assert!(ledger.is_newer && ledger.links.is_empty());
        assert!(told.len() == 1 && told[0].contains("later version"), "{told:?}");
    }
}
