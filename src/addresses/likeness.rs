//! Which new address an old one may have become.
//!
//! In: an old name and the new ones. Out: the likeliest of these, if one is likely. Never: a decision; the author makes it.

use std::collections::BTreeSet;

use crate::diagnostic::nearest;

/// Comparisons of one page's names, or of one site's papers. Beyond, too much has changed for a guess to be of use.
pub(super) const MOST: usize = 20_000;

/// The name that an old one may have become: one that differs by slips of the pen or has many of its words; else the only one,
/// if only one name is gone.
pub(super) fn likeliest<'a>(old: &str, new: &[&'a str], gone: usize) -> Option<&'a str> {
    if gone.saturating_mul(new.len()) > MOST {
        return None;
    }
    let only = || match new {
        [only] if gone == 1 => Some(*only),
        _ => None,
    };
    nearest(old, new.iter().copied()).or_else(|| of_like_words(old, new)).or_else(only)
}

/// The name with the most words in common, if these are a third of all words of both.
fn of_like_words<'a>(old: &str, new: &[&'a str]) -> Option<&'a str> {
    let words = |name: &'a str| -> BTreeSet<&'a str> { name.split('-').collect() };
    let old: BTreeSet<&str> = old.split('-').collect();
    let scored = new.iter().map(|name| {
        let own = words(name);
        let shared = own.intersection(&old).count();
        (shared * 100 / own.union(&old).count().max(1), *name)
    });
    let best = scored.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)));
    best.filter(|(score, _)| *score >= 33).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reworded_heading_is_found() {
        let new = ["methods", "what-delay-costs-the-state", "data"];
        assert_eq!(likeliest("method", &new, 3), Some("methods"));
        assert_eq!(likeliest("what-delay-costs", &new, 3), Some("what-delay-costs-the-state"));
        assert_eq!(likeliest("conclusions", &new, 1), None);
        assert_eq!(likeliest("conclusions", &["what-follows"], 1), Some("what-follows"));
        assert_eq!(likeliest("conclusions", &["what-follows"], 2), None);
        assert_eq!(likeliest("data", &[], 1), None);
    }
}
