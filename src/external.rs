//! Links to other sites: asked when that is wanted, and remembered in a ledger that is committed.
//!
//! In: the links of a site with their places, what time it is, and whether to ask. Out: problems, and `content/links.lock`.
//! Never: a request that was not asked for: [`known`] reads the ledger alone, and is all that a build does.
//!
//! What an answer means is decided in [`judge`] and `walk`, who is asked when in `queue`, all without a network; `client` sends.

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

pub use address::Reach;
pub use judge::Scope;
pub use walk::Pace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::config;
use crate::diagnostic::{Checked, Diagnostic};
use crate::report::{Failure, LinkCounts, Progress};
use crate::site::Outward;
use address::Unfit;
use book::Book;
use client::Client;
use judge::Standing;
use ledger::Ledger;
use queue::Queue;

/// Where the ledger is, in the site's folder.
pub const LEDGER: &str = "content/links.lock";

/// From so many hosts on, that none gave an answer says something of the network here, and nothing of the hosts.
const OFFLINE_HOSTS: usize = 3;

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
pub fn known(
    folder: &Path,
    settings: &config::Links,
    links: &dyn Fn() -> Vec<Outward>,
) -> Result<Vec<Diagnostic>, Failure> {
    let Some(read) = read(folder)? else { return Ok(Vec::new()) };
    let mut problems = Vec::new();
    let ledger = read.take(&mut problems);
    let is_dead = |entry| matches!(judge::standing(entry, settings.grace_days), Standing::Dead(_));
    if ledger.links.values().any(is_dead) {
        let links = links();
        let places = places(&links, settings, Reach::Anywhere);
        problems.extend(tell::dead(&ledger, &places.askable, settings));
    }
    Ok(problems)
}

/// Asks what is to be asked, writes the ledger, and says how all links stand.
///
/// # Errors
/// If the ledger can't be read or written, or no host at all could be reached. What was learnt before is written in any case.
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
    let places = places(question.links, settings, asking.reach);
    let is_due =
        |url: &&str| judge::is_due(ledger.links.get(*url), settings.fresh_days, asking.scope, question.now);
    let due: Vec<&str> = places.askable.keys().map(|url| &**url).filter(is_due).collect();
    let asked = due.len();
    let hosts = due.iter().map(|url| address::host(url)).collect::<BTreeSet<_>>().len();
    let queue = Queue::new(due, asking.pace.clone(), asking.reach);
    let client = Client::new(question.site, &asking.pace, asking.reach, asking.roots.as_deref());
    let mut book = Book::open(folder.join(LEDGER), ledger, question.now);
    progress.stage("asking other sites", asked);
    ask::all(queue, asking.pace.at_once.min(hosts), &|url, part| client.ask(url, part), &mut |settled| {
        book.note(settled);
        progress.step();
    });
    if !book.heard && hosts >= OFFLINE_HOSTS {
        return Err(Failure::new(format!(
            "none of {hosts} other sites could be reached; `{LEDGER}` is as it was"
        ))
        .hint("see whether this machine is connected, and whether it needs a proxy (HTTPS_PROXY)"));
    }
    let ledger = book.close(|url| !question.is_whole || places.askable.contains_key(url))?;
    problems.extend(tell::all(&ledger, &places, settings));
    Ok((LinkCounts { asked, ..counts(&ledger, &places, settings) }, problems))
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

/// Links by the address that is asked, and those that are never asked.
struct Places<'a> {
    askable: BTreeMap<Box<str>, Vec<&'a Outward>>,
    unfit: Vec<(&'a Outward, Unfit)>,
}

fn places<'a>(links: &'a [Outward], settings: &config::Links, reach: Reach) -> Places<'a> {
    let mut places = Places { askable: BTreeMap::new(), unfit: Vec::new() };
    let is_skipped = |url: &str| settings.skip.iter().any(|start| url.starts_with(&**start));
    for link in links.iter().filter(|link| !is_skipped(&link.url)) {
        match address::asked(&link.url, reach) {
            Some(Ok(url)) if !is_skipped(&url) => places.askable.entry(url).or_default().push(link),
            Some(Err(why)) => places.unfit.push((link, why)),
            Some(Ok(_)) | None => {}
        }
    }
    places
}

fn counts(ledger: &Ledger, places: &Places<'_>, settings: &config::Links) -> LinkCounts {
    let mut counts = LinkCounts { links: places.askable.len(), ..LinkCounts::default() };
    for url in places.askable.keys() {
        match ledger.links.get(url).map(|entry| judge::standing(entry, settings.grace_days)) {
            Some(Standing::Good | Standing::Moved(_)) => counts.good += 1,
            Some(Standing::Failing(_)) => counts.failing += 1,
            Some(Standing::Dead(_)) => counts.dead += 1,
            Some(Standing::Unchecked) | None => counts.unchecked += 1,
        }
    }
    counts
}
