//! `[links]`: what a site says on its links to others.
//!
//! In: the fields of `site.toml`. Out: [`Links`], and diagnostics. Never: the links.

use super::read::within;
use crate::diagnostic::Diagnostic;
use crate::fields::Reader;

/// `[links]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// For how many days a link may lead nowhere before it is dead.
    pub grace_days: u32,
    /// For how many days a link that was good is not asked again.
    pub fresh_days: u32,
    /// Beginnings of addresses that are never asked.
    pub skip: Vec<Box<str>>,
}

impl Links {
    /// Whether an address is never asked.
    pub fn is_skipped(&self, url: &str) -> bool {
        self.skip.iter().any(|start| url.starts_with(&**start))
    }
}

impl Default for Links {
    fn default() -> Self {
        Self { grace_days: 14, fresh_days: 7, skip: Vec::new() }
    }
}

pub(super) fn links(site: &mut Reader, problems: &mut Vec<Diagnostic>) -> Links {
    let mut links = Links::default();
    let Some(mut table) = site.table("links") else { return links };
    if let Some(days) = table.integer("grace_days") {
        links.grace_days = within(&mut table, "grace_days", &days, 0..=3_650).unwrap_or(links.grace_days);
    }
    if let Some(days) = table.integer("fresh_days") {
        links.fresh_days = within(&mut table, "fresh_days", &days, 0..=365).unwrap_or(links.fresh_days);
    }
    if let Some(skip) = table.strings("skip") {
        links.skip =
            skip.into_iter().map(|start| start.value).filter(|start| !start.trim().is_empty()).collect();
    }
    problems.extend(table.finish());
    links
}
