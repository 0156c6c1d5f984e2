//! How links stand, in words.
//!
//! In: the ledger, and the links of a site with their places. Out: diagnostics. Never: deciding how a link stands.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::address::{self, Unfit};
use super::judge::{Standing, standing};
use super::ledger::{Entry, Failing, Ledger, Status, Trouble};
use super::{Places, config};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::external as rules;
use crate::site::Outward;

/// Further links of a host that is told of only once, named by their places.
const MOST_RELATED: usize = 3;

/// The dead ones.
pub(super) fn dead(
    ledger: &Ledger,
    links: &BTreeMap<Box<str>, Vec<&Outward>>,
    settings: &config::Links,
) -> Vec<Diagnostic> {
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
pub(super) fn all(ledger: &Ledger, places: &Places<'_>, settings: &config::Links) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = places.unfit.iter().map(|(link, why)| unfit(link, *why)).collect();
    problems.extend(dead(ledger, &places.askable, settings));
    let mut unchecked: BTreeMap<(Box<str>, Status), Vec<&Outward>> = BTreeMap::new();
    for (url, links) in &places.askable {
        let Some(entry) = ledger.links.get(url) else { continue };
        match standing(entry, settings.grace_days) {
            Standing::Good | Standing::Dead(_) => {}
            Standing::Moved(to) => problems.extend(links.iter().map(|link| moved(url, link, to))),
            Standing::Failing(failing) => {
                problems.extend(links.iter().map(|link| failing_link(link, entry, failing, settings)));
            }
            Standing::Unchecked => {
                let group = unchecked.entry((address::host(url), entry.status)).or_default();
                group.extend(links.first());
            }
        }
    }
    problems.extend(unchecked.iter().map(|((host, status), links)| unchecked_links(host, *status, links)));
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

fn unfit(link: &Outward, why: Unfit) -> Diagnostic {
    let url = &link.url;
    match why {
        // The password is not repeated in a log that others read.
        Unfit::Credentials => at(
            &rules::LINK_CREDENTIALS,
            "this link has a name or a password in it, before the `@`".to_owned(),
            link,
        )
        .hint("take it out, and change the password"),
        Unfit::Private => {
            let message = format!("`{url}` is an address that only this computer or network has");
            at(&rules::LINK_PRIVATE, message, link).hint("write the public address")
        }
        Unfit::Unreadable => at(
            &rules::LINK_UNCHECKED,
            format!("`{url}` could not be checked: it is no address that a browser could open"),
            link,
        )
        .hint("correct it"),
    }
}

fn unchecked_links(host: &str, status: Status, links: &[&Outward]) -> Diagnostic {
    let Some((first, others)) = links.split_first() else {
        return Diagnostic::new(&rules::LINK_UNCHECKED, format!("`{host}` could not be checked"));
    };
    if status == Status::Trouble(Trouble::Private) {
        let message = format!("`{}` {}", first.url, says(status));
        return at(&rules::LINK_PRIVATE, message, first).hint("write the public address");
    }
    let said = says(status);
    let message = if others.is_empty() {
        format!("`{}` could not be checked: it {said}", first.url)
    } else {
        format!("{} links to `{host}` could not be checked: it {said}", links.len())
    };
    let mut problem = at(&rules::LINK_UNCHECKED, message, first);
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
