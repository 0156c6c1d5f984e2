//! Files that a site's host reads: `_headers` and `_redirects`.
//!
//! In: the settings. Out: entries for the files that are asked for, and what a server has to know of the site. Never: how the
//! files are written.

use std::ops::Bound;

use super::plan::Entries;
use super::{Entry, Site};
use crate::diagnostic::rules::links::ADDRESS_TAKEN;
use crate::diagnostic::{Diagnostic, Place};
use crate::hosting::servers::Layout;
use crate::hosting::{self, ASSETS};
use crate::source::Listing;

/// Adds what `hosting.files` asks for. A file of that name in `static/` is an error: one of the two would be lost.
pub(super) fn add(site: &Site, listing: &Listing, entries: &mut Entries, problems: &mut Vec<Diagnostic>) {
    for asked in &site.config.hosting {
        let name = asked.value.name();
        let address = format!("/{name}");
        if listing.statics.contains_key(&*address) {
            let message = format!("`hosting.files` asks for `{name}`, and `content/static/{name}` is there");
            let place =
                Place::new(site.config.path.clone(), asked.span.start as usize..asked.span.end as usize);
            let problem = Diagnostic::new(&ADDRESS_TAKEN, message).at(place);
            problems.push(problem.hint("delete the file, or take its name out of `hosting.files`"));
        }
        entries.add(address, Entry::HostFile(asked.value));
    }
}

impl Site {
    /// What `form` makes of all that a server has to know of the site.
    pub fn for_server(&self, form: impl FnOnce(&Layout<'_>) -> String) -> String {
        form(&Layout { base: self.base_path(), redirects: &self.redirects(), kept: &self.kept() })
    }

    /// The path of the base URL, without a `/` at its end: empty, or `/publications`.
    fn base_path(&self) -> &str {
        &self.config.base.path
    }

    /// Each old address, with the whole path that it leads to, percent-encoded as links are.
    fn redirects(&self) -> Vec<(String, String)> {
        let redirect = |address: &str, entry: &Entry| match entry {
            Entry::Redirect(to) => Some((address.to_owned(), self.redirect(*to)?.href)),
            _ => None,
        };
        self.entries.iter().filter_map(|(address, entry)| redirect(address, entry)).collect()
    }

    /// The address of each file whose name carries a fingerprint.
    fn kept(&self) -> Vec<String> {
        let folder = format!("/{ASSETS}");
        let from = self.entries.range::<str, _>((Bound::Included(&*folder), Bound::Unbounded));
        let below = from.map(|(address, _)| &**address).take_while(|address| address.starts_with(&folder));
        below.filter(|address| hosting::is_fingerprinted(address)).map(str::to_owned).collect()
    }
}
