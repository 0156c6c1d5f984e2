//! Pages whose address changed.
//!
//! In: records before and after, and the two sites. Out: old paths with new ones. Never: an old path at which a page stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::paper::Record;
use crate::site::Site;

/// Of so many moves the preview remembers the old paths, for a page that was open meanwhile.
const REMEMBERED: usize = 1000;

/// The paths of pages that moved: with their paper, or because the heading of their section has other words.
pub(super) fn pages(
    pairs: &[(Arc<Record>, Arc<Record>)],
    old: &Site,
    new: &Site,
) -> BTreeMap<String, String> {
    let mut moved = BTreeMap::new();
    for (before, after) in pairs {
        for (from, to) in addresses(before, after) {
            let is_gone = old.entries.contains_key(&*from) && !new.entries.contains_key(&*from);
            if is_gone && new.entries.contains_key(&*to) {
                moved.insert(old.href(&from), new.href(&to));
            }
        }
    }
    moved
}

/// Adds new moves to those that are remembered: what led to an address that moved leads on, and a page that is there again
/// has not moved.
pub(super) fn merge(all: &mut BTreeMap<String, String>, fresh: &BTreeMap<String, String>, site: &Site) {
    for to in all.values_mut() {
        if let Some(further) = fresh.get(to) {
            to.clone_from(further);
        }
    }
    all.extend(fresh.clone());
    let base = site.href("");
    all.retain(|from, _| {
        from.strip_prefix(&*base).is_some_and(|address| !site.entries.contains_key(address))
    });
    while all.len() > REMEMBERED {
        all.pop_first();
    }
}

fn addresses(before: &Record, after: &Record) -> Vec<(String, String)> {
    let mut pairs = vec![
        (before.address.to_string(), after.address.to_string()),
        (format!("{}full/", before.address), format!("{}full/", after.address)),
    ];
    for (at, section) in before.sections.iter().enumerate() {
        let same = after.sections.iter().find(|other| other.id == section.id);
        let is_new = |id: &str| before.sections.iter().all(|other| *other.id != *id);
        let reworded = || after.sections.get(at).filter(|other| is_new(&other.id));
        let to = match same.or_else(reworded) {
            Some(other) => format!("{}{}/", after.address, other.id),
            None => after.address.to_string(),
        };
        pairs.push((format!("{}{}/", before.address, section.id), to));
    }
    pairs
}
