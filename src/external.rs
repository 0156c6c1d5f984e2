//! Links to other sites: asked when that is wanted, and remembered in a ledger that is committed.
//!
//! In: the links of a site with their places, what time it is, and whether to ask. Out: problems, and `content/links.lock`.
//! Never: a request that was not asked for: [`known`] reads the ledger alone, and is all that a build does.
//!
//! What an answer means is decided in [`judge`] and `walk`, who is asked when in `queue`, all without a network; `client` sends.
//! What needs no answer is told of each link by [`faults`], in every check and build.

mod address;
mod ask;
mod book;
mod client;
mod guard;
pub mod judge;
pub mod ledger;
mod queue;
mod tell;
mod walk;
mod written;

pub use address::Reach;
pub use judge::Scope;
pub use walk::Pace;
pub use written::faults;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::config;
use crate::diagnostic::{Checked, Diagnostic};
use crate::report::{Failure, LinkCounts, Progress};
use crate::site::Outward;
use book::Book;
use client::Client;
use judge::Standing;
use ledger::Ledger;
use queue::Queue;

/// Where the ledger is, in the site's folder.
pub const LEDGER: &str = "content/links.lock";

/// From so many hosts on, that none gave an answer says something of the network here, and nothing of the hosts.
const OFFLINE_HOSTS: usize = 3;

/// Other names that are looked up where only the hosts of links could tell whether there is a network.
const MOST_LOOKED_UP: usize = 4;

/// How other sites are asked.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// Which links.
    pub scope: Scope,
    /// Whether private networks too.
    pub reach: Reach,
    /// How patiently.
    pub pace: Pace,
    /// Certificates in PEM that are trusted instead of Mozilla's.
    pub roots: Option<Vec<u8>>,
}

/// The links of a site, and what is asked about them.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Every link to another site.
    pub links: &'a [Outward],
    /// What the site says on them.
    pub settings: &'a config::Links,
    /// On whose behalf: the address of the site.
    pub site: &'a str,
    /// What time it is.
    pub now: Timestamp,
    /// Whether these are all links of the site, so that what is known of others may be forgotten.
    pub is_whole: bool,
}

/// What is known of the links without asking anybody: those that are dead by the ledger.
///
/// # Errors
/// If there is a ledger and it can't be read.
pub fn known(folder: &Path, settings: &config::Links, links: &[Outward]) -> Result<Vec<Diagnostic>, Failure> {
    let Some(read) = read(folder)? else { return Ok(Vec::new()) };
    let mut problems = Vec::new();
    let ledger = read.take(&mut problems);
    let is_dead = |entry| matches!(judge::standing(entry, settings.grace_days), Standing::Dead(_));
    if ledger.links.values().any(is_dead) {
        problems.extend(tell::dead(&ledger, &askable(links, settings, Reach::Anywhere), settings));
    }
    Ok(problems)
}

/// Asks what is to be asked, writes the ledger, and says how all links stand.
///
/// # Errors
/// If the ledger can't be read or written, or it looks as if there were no network here; then the ledger is as it was.
pub fn ask(
    folder: &Path,
    question: &Question<'_>,
    asking: &Asking,
    progress: &dyn Progress,
) -> Result<(LinkCounts, Vec<Diagnostic>), Failure> {
    let mut problems = Vec::new();
    let ledger = read(folder)?.map(|read| read.take(&mut problems)).unwrap_or_default();
    if ledger.is_newer {
        return Err(Failure::new(format!("`{LEDGER}` was written by a later version of offprint"))
            .hint("use that version here too"));
    }
    let settings = question.settings;
    let links = askable(question.links, settings, asking.reach);
    let due = due(&links, &ledger, settings, (asking.scope, question.now));
    let hosts: BTreeSet<Box<str>> = due.iter().map(|url| address::host(url)).collect();
    progress.stage("asking other sites", due.len());
    let queue = Queue::new(due, asking.pace.clone(), asking.reach);
    let client = Client::new(question.site, &asking.pace, asking.reach, asking.roots.as_deref());
    let mut book = Book::open(folder.join(LEDGER), ledger, question.now);
    ask::all(
        queue,
        asking.pace.at_once.min(hosts.len()),
        &|url, part| client.ask(url, part),
        &mut |settled| {
            book.note(settled);
            progress.step();
        },
    );
    if let Some(told) = offline(&book, &hosts, question.site, &client::is_known) {
        return Err(Failure::new(format!("{told}; `{LEDGER}` is as it was"))
            .hint("see whether this machine is connected, and whether it needs a proxy (HTTPS_PROXY)")
            .hint("if it is connected, see whether the links are written right"));
    }
    book.close(|url| !question.is_whole || links.contains_key(url))?;
    problems.extend(tell::all(&book.ledger, &links, settings, &book.passed));
    Ok((LinkCounts { asked: book.answered, ..counts(&book.ledger, &links, settings) }, problems))
}

/// The links that are to be asked. Those come first that were never asked or longest ago: so do those that the last run passed
/// over, and whatever a host says to some of its links, each has its turn.
fn due<'a>(
    links: &'a Askable<'_>,
    ledger: &Ledger,
    settings: &config::Links,
    (scope, now): (Scope, Timestamp),
) -> Vec<&'a str> {
    let known = |url: &str| ledger.links.get(url);
    let is_due = |url: &&str| judge::is_due(known(url), settings.fresh_days, scope, now);
    let mut due: Vec<&str> = links.keys().map(|url| &**url).filter(is_due).collect();
    due.sort_by_key(|url| known(url).map(|entry| entry.asked));
    due
}

/// What is to be said if it looks as if there were no network here.
///
/// A name that nobody knows may be that of a host which is gone. Where one or two hosts were asked, other names tell: that of the
/// site itself, and those of hosts that were good before. Where there is no such name the answer is believed: a link is only said
/// to fail then, and is dead after its grace alone.
fn offline(
    book: &Book,
    hosts: &BTreeSet<Box<str>>,
    site: &str,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<String> {
    if !book.heard && hosts.len() >= OFFLINE_HOSTS {
        return Some(format!("none of {} other sites could be reached", hosts.len()));
    }
    if !book.found_no_name() {
        return None;
    }
    let names = std::iter::once(site).chain(book.good()).filter_map(address::public_name);
    let mut others: Vec<Box<str>> = names.filter(|name| !hosts.contains(name)).collect();
    others.dedup();
    others.truncate(MOST_LOOKED_UP);
    if others.is_empty() || others.iter().any(|name| is_known(name)) {
        return None;
    }
    let names: Vec<String> = hosts.iter().chain(&others).map(|name| format!("`{name}`")).collect();
    Some(format!("none of these hosts was found by its name: {}", names.join(", ")))
}

/// The ledger, if there is one.
fn read(folder: &Path) -> Result<Option<Checked<Ledger>>, Failure> {
    let bytes = match std::fs::read(folder.join(LEDGER)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::new(format!("can't read `{LEDGER}`: {error}"))),
    };
    Ok(Some(Ledger::parse(&String::from_utf8_lossy(&bytes), &Arc::from(LEDGER))))
}

/// Links by the address that is asked.
type Askable<'a> = BTreeMap<Box<str>, Vec<&'a Outward>>;

fn askable<'a>(links: &'a [Outward], settings: &config::Links, reach: Reach) -> Askable<'a> {
    let mut askable = Askable::new();
    for link in links.iter().filter(|link| !settings.is_skipped(&link.url)) {
        if let Some(Ok(url)) = address::asked(&link.url, reach)
            && !settings.is_skipped(&url)
        {
            askable.entry(url).or_default().push(link);
        }
    }
    askable
}

fn counts(ledger: &Ledger, links: &Askable<'_>, settings: &config::Links) -> LinkCounts {
    let mut counts = LinkCounts { links: links.len(), ..LinkCounts::default() };
    for url in links.keys() {
        match ledger.links.get(url).map(|entry| judge::standing(entry, settings.grace_days)) {
            Some(Standing::Good | Standing::Moved(_)) => counts.good += 1,
            Some(Standing::Failing(_)) => counts.failing += 1,
            Some(Standing::Dead(_)) => counts.dead += 1,
            Some(Standing::Unchecked) | None => counts.unchecked += 1,
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::judge::Answer;
    use super::ledger::{Status, Trouble};
    use super::queue::Outcome;
    use super::*;

    const GONE: Status = Status::Trouble(Trouble::NoSuchHost);

    /// What is said after these answers of hosts, if these names are known.
    fn told(site: &str, answers: &[(&str, Status)], known: &[&str]) -> Option<String> {
        let ledger =
            Ledger::parse("https://old.example.org/ 200 asked=2026-10-01T00:00:00Z\n", &LEDGER.into());
        let mut book = Book::open("nowhere".into(), ledger.value, Timestamp::UNIX_EPOCH);
        for (host, status) in answers {
            let answer = Answer { status: *status, moved: None };
            book.note((format!("https://{host}/").into(), Outcome::Answered(answer)));
        }
        let hosts = answers.iter().map(|(host, _)| Box::from(*host)).collect();
        offline(&book, &hosts, site, &|name| known.contains(&name))
    }

    #[test]
    fn a_host_that_is_gone_is_told_from_a_network_that_is() {
        let site = "https://think.example.org/";
        let lookup = Status::Trouble(Trouble::NoLookup);
        let refused = Status::Trouble(Trouble::NoConnection);
        let none =
            "none of these hosts was found by its name: `a.org`, `think.example.org`, `old.example.org`";
        assert_eq!(told(site, &[("a.org", GONE)], &[]).as_deref(), Some(none));
        assert!(told(site, &[("a.org", lookup), ("b.org", GONE)], &[]).is_some());
        // The name of the site, or of a host that was good before, shows that names are found.
        assert_eq!(told(site, &[("a.org", GONE)], &["think.example.org"]), None);
        assert_eq!(told(site, &[("a.org", GONE)], &["old.example.org"]), None);
        // That of the very host that was asked shows nothing, nor do names that every machine knows.
        let alone = [("old.example.org", GONE)];
        assert_eq!(told("http://localhost/", &alone, &[]), None);
        assert!(told(site, &alone, &["old.example.org"]).is_some());
        // Other answers are believed as long as there are few hosts.
        assert_eq!(told(site, &[("a.org", GONE), ("b.org", Status::Code(404))], &[]), None);
        assert_eq!(told(site, &[("a.org", GONE), ("b.org", refused)], &[]), None);
        assert_eq!(told(site, &[], &[]), None);
        let three = [("a.org", GONE), ("b.org", GONE), ("c.org", refused)];
        assert!(told(site, &three, &["think.example.org"]).is_some());
    }
}
