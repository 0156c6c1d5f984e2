//! What is wrong with a link to another site as it is written.
//!
//! In: the links of a site with their places, and its settings. Out: diagnostics, the same in every run. Never: the network, the
//! ledger, or whether private networks are asked: who reads the site is not on them.

use super::address::{self, Reach, Unfit};
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::links as rules;
use crate::site::Outward;

/// What is wrong with links, for which nobody need be asked.
///
/// An address that the settings say never to ask may be one of a private network; a password is in it for readers all the same.
pub fn faults(links: &[Outward], settings: &config::Links) -> Vec<Diagnostic> {
    let doubtful = links.iter().filter(|link| !address::is_plain(&link.url));
    doubtful.filter_map(|link| fault(link, settings)).collect()
}

fn fault(link: &Outward, settings: &config::Links) -> Option<Diagnostic> {
    let url = &*link.url;
    match address::asked(url, Reach::Public)?.err()? {
        // The password is not repeated in a log that others read.
        Unfit::Credentials => {
            let message = "this link has a name or a password in it, before the `@`";
            let problem = Diagnostic::new(&rules::LINK_CREDENTIALS, message).at(link.place.clone());
            Some(problem.hint("take it out, and change the password"))
        }
        Unfit::Private if settings.is_skipped(url) => None,
        Unfit::Private => {
            let message = format!("`{url}` is an address that only this computer or network has");
            let problem = Diagnostic::new(&rules::LINK_PRIVATE, message).at(link.place.clone());
            Some(problem.hint("write the public address"))
        }
        Unfit::Unreadable => {
            let shown = if url.contains('@') { "this link".to_owned() } else { format!("`{url}`") };
            let message = format!("{shown} can't be opened: {}", address::why_unreadable(url));
            let problem = Diagnostic::new(&rules::LINK_INVALID, message).at(link.place.clone());
            Some(
                problem.hint(
                    "write the whole address, such as `https://example.org/page`, or take the link out",
                ),
            )
        }
    }
}
