//! How links stand, in words.
//!
//! In: the ledger, and the links of a site with their places. Out: diagnostics. Never: deciding how a link stands.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::address;
use super::judge::{Standing, standing};
use super::ledger::{Entry, Failing, Ledger, Status, Trouble};
use super::queue::Enough;
use super::{Askable, config};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::external as rules;
use crate::site::Outward;

/// Further links of a host that is told of only once, named by their places.
const MOST_RELATED: usize = 3;

/// The dead ones.
pub(super) fn dead(ledger: &Ledger, links: &Askable<'_>, settings: &config::Links) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (url, links) in links {
        if let Some(entry) = ledger.links.get(url)
            && let Standing::Dead(failing) = standing(entry, settings.grace_days)
        {
            problems.extend(links.iter().map(|link| dead_link(url, link, entry, failing)));
        }
    }
    problems
}

/// All that there is to say.
pub(super) fn all(
    ledger: &Ledger,
    links: &Askable<'_>,
    settings: &config::Links,
    passed: &BTreeMap<Box<str>, Enough>,
) -> Vec<Diagnostic> {
    let mut problems = dead(ledger, links, settings);
    let mut unchecked: BTreeMap<(Box<str>, Status), Vec<&Outward>> = BTreeMap::new();
    for (url, links) in links {
        let Some(entry) = ledger.links.get(url) else { continue };
        match standing(entry, settings.grace_days) {
            Standing::Good | Standing::Dead(_) => {}
            Standing::Moved(to) => problems.extend(links.iter().map(|link| moved(url, link, to))),
            Standing::Failing(failing) => {
                problems.extend(links.iter().map(|link| failing_link(link, entry, failing, settings)));
            }
            Standing::Unchecked if passed.contains_key(url) => {}
            Standing::Unchecked => {
                let group = unchecked.entry((address::authority(url), entry.status)).or_default();
                group.extend(links.first());
            }
        }
    }
    problems.extend(unchecked.iter().map(|((host, status), links)| unchecked_links(host, *status, links)));
    problems.extend(not_asked(links, passed));
    problems
}

fn at(rule: &'static crate::diagnostic::Rule, message: String, link: &Outward) -> Diagnostic {
    Diagnostic::new(rule, message).at(link.place.clone())
}

fn dead_link(url: &str, link: &Outward, entry: &Entry, failing: Failing) -> Diagnostic {
    let message = format!(
        "`{}` is dead: it {}, seen {} times from {} to {}",
        link.url,
        says(entry.status),
        failing.count,
        day(failing.since),
        day(entry.asked),
    );
    let copy = entry.good.unwrap_or(failing.since).strftime("%Y%m%d");
    at(&rules::LINK_DEAD, message, link)
        .hint(format!("link to its new address, or to a copy: https://web.archive.org/web/{copy}/{url}"))
}

fn failing_link(link: &Outward, entry: &Entry, failing: Failing, settings: &config::Links) -> Diagnostic {
    let since = day(failing.since);
    let message = format!("`{}` {}, first seen on {since}", link.url, says(entry.status));
    let days = settings.grace_days;
    at(&rules::LINK_FAILING, message, link)
        .hint(format!("if the address is right, wait: it counts as dead if it does so for {days} days"))
}

fn moved(url: &str, link: &Outward, to: &str) -> Diagnostic {
    let message = format!("`{}` has moved for good to `{to}`", link.url);
    let hint = if address::is_front_page(to) && !address::is_front_page(url) {
        "that is a front page: look whether the page is still there"
    } else {
        "write the new address, if it is the same page"
    };
    at(&rules::LINK_MOVED, message, link).hint(hint)
}

/// Links that were not asked, by the server that had enough.
fn not_asked(links: &Askable<'_>, passed: &BTreeMap<Box<str>, Enough>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<&Enough, Vec<&Outward>> = BTreeMap::new();
    for (url, enough) in passed {
        let link = links.get(url).and_then(|links| links.first());
        groups.entry(enough).or_default().extend(link);
    }
    let tell = |(enough, links): (&Enough, Vec<&Outward>)| {
        let Enough { origin, status } = enough;
        let (first, others) = links.split_first()?;
        let which = match others {
            [] => format!("`{}` was", first.url),
            _ => format!("{} links were", links.len()),
        };
        let message = format!("{which} not asked, since `{origin}` {} for others", says(*status));
        let problem =
            at(&rules::LINK_UNCHECKED, message, first).hint("the next run asks what was passed over first");
        Some(with_others(problem, others))
    };
    groups.into_iter().filter_map(tell).collect()
}

fn unchecked_links(host: &str, status: Status, links: &[&Outward]) -> Diagnostic {
    let Some((first, others)) = links.split_first() else {
        return Diagnostic::new(&rules::LINK_UNCHECKED, format!("`{host}` could not be checked"));
    };
    let said = says(status);
    let message = if others.is_empty() {
        format!("`{}` could not be checked: it {said}", first.url)
    } else {
        format!("{} links to `{host}` could not be checked: it {said}", links.len())
    };
    with_others(at(&rules::LINK_UNCHECKED, message, first), others)
}

/// Names the places of further links.
fn with_others(mut problem: Diagnostic, others: &[&Outward]) -> Diagnostic {
    for other in others.iter().take(MOST_RELATED) {
        problem = problem.related(other.place.clone(), "and here");
    }
    if others.len() > MOST_RELATED {
        problem = problem.hint(format!("and at {} more places", others.len() - MOST_RELATED));
    }
    problem
}

/// What a host says, as words that follow "it".
fn says(status: Status) -> String {
    let trouble = match status {
        Status::Code(code) => {
            let meaning = reason(code);
            return if meaning.is_empty() {
                format!("answers {code}")
            } else {
                format!("answers {code} ({meaning})")
            };
        }
        Status::Trouble(trouble) => trouble,
    };
    match trouble {
        Trouble::NoSuchHost => "has a host whose name nobody knows",
        Trouble::NoLookup => "has a host whose name could not be looked up",
        Trouble::NoConnection => "refuses or breaks the connection",
        Trouble::Timeout => "does not answer in time",
        Trouble::Insecure => "has no certificate that can be trusted",
        Trouble::Redirects => "leads from one redirect to the next",
        Trouble::Garbled => "gives no answer that can be read",
        Trouble::Private => "leads into a private network",
    }
    .to_owned()
}

fn reason(code: u16) -> &'static str {
    match code {
        401 => "a password is needed",
        402 => "payment is needed",
        403 | 999 => "forbidden, perhaps to programs alone",
        404 => "not found",
        410 => "gone",
        429 => "too many requests",
        451 => "withheld for legal reasons",
        500..=599 => "a fault of the server",
        _ => "",
    }
}

fn day(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%d").to_string()
}
