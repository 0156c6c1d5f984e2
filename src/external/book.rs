//! The ledger while it is written.
//!
//! In: answers as they come. Out: the ledger, and its file, replaced whole every few seconds and at the end, so that a run that is
//! stopped has kept what it learnt. Never: a file that is half written.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::LEDGER;
use super::judge::{Answer, Meaning, judge, meaning};
use super::ledger::{Ledger, Status, Trouble};
use super::queue::{Enough, Outcome, Settled};
use crate::report::Failure;

/// How much of a run may be lost when it is stopped.
const SAVE_AFTER: Duration = Duration::from_secs(3);

/// The ledger while it is written.
pub(super) struct Book {
    path: PathBuf,
    pub(super) ledger: Ledger,
    now: Timestamp,
    saved: Instant,
    /// Whether any host has answered: until then a network that is down here looks like many that are down there.
    pub(super) heard: bool,
    unsure: Vec<(Box<str>, Answer)>,
    /// How many links were answered.
    pub(super) answered: usize,
    /// Links that were not asked, of which the ledger says what it said before.
    pub(super) passed: BTreeMap<Box<str>, Enough>,
}

impl Book {
    pub(super) fn open(path: PathBuf, ledger: Ledger, now: Timestamp) -> Self {
        // Fractions of a second would be noise in every line.
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let (saved, passed) = (Instant::now(), BTreeMap::new());
        Self { path, ledger, now, saved, heard: false, unsure: Vec::new(), answered: 0, passed }
    }

    /// Takes down what came of a link.
    pub(super) fn note(&mut self, (link, outcome): Settled) {
        let answer = match outcome {
            Outcome::Answered(answer) => answer,
            Outcome::PassedOver(enough) => {
                self.passed.insert(link, enough);
                return;
            }
        };
        self.answered += 1;
        self.heard |= matches!(answer.status, Status::Code(_));
        self.unsure.push((link, answer));
        if self.heard {
            self.settle();
            if self.saved.elapsed() >= SAVE_AFTER {
                // What can't be written now is told at the end, when it is tried again.
                let _ = write(&self.path, &self.ledger.print());
                self.saved = Instant::now();
            }
        }
    }

    /// Whether all that was learnt is that no name of a host was found.
    pub(super) fn found_no_name(&self) -> bool {
        let is_lookup = |(_, answer): &(Box<str>, Answer)| {
            matches!(answer.status, Status::Trouble(Trouble::NoSuchHost | Trouble::NoLookup))
        };
        !self.heard && !self.unsure.is_empty() && self.unsure.iter().all(is_lookup)
    }

    /// Addresses that the ledger says were good when they were last asked.
    pub(super) fn good(&self) -> impl Iterator<Item = &str> {
        let is_good = |status| meaning(status) == Meaning::Good;
        self.ledger.links.iter().filter(move |(_, entry)| is_good(entry.status)).map(|(url, _)| &**url)
    }

    fn settle(&mut self) {
        for (link, answer) in std::mem::take(&mut self.unsure) {
            self.enter(link, &answer);
        }
    }

    fn enter(&mut self, link: Box<str>, answer: &Answer) {
        let entry = judge(self.ledger.links.get(&link), answer, self.now);
        self.ledger.links.insert(link, entry);
    }

    /// Writes the ledger with what is still of use.
    pub(super) fn close(&mut self, is_of_use: impl Fn(&str) -> bool) -> Result<(), Failure> {
        self.settle();
        self.ledger.links.retain(|url, _| is_of_use(url));
        let text = self.ledger.print();
        // A site without such links needs no ledger; one that is there stays, for whoever commits it.
        if self.ledger.links.is_empty() && !self.path.exists() {
            return Ok(());
        }
        if fs::read(&self.path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        write(&self.path, &text).map_err(|error| {
            Failure::new(format!("can't write `{LEDGER}`: {error}")).hint(
                "nothing is lost but the answers of this run; make the folder writable and run it again",
            )
        })
    }
}

/// Replaces a file, or leaves it as it is.
fn write(path: &Path, text: &str) -> io::Result<()> {
    // Where the name stands for a file elsewhere, that one is meant.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    let new = path.with_file_name(hidden);
    let written = File::create(&new)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&new, &path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}
