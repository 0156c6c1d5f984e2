//! Addresses that only some systems can write.
//!
//! In: the sorted addresses of a site. Out: one diagnostic for those that Windows has no name for, and one for those that are
//! one file where capitals and small letters are the same. Never: a look at the disk; what is found is found on every system.

use std::collections::BTreeMap;

use crate::diagnostic::rules::output::ADDRESS_NOT_PORTABLE;
use crate::diagnostic::{Diagnostic, Severity};

/// How much it matters where this program runs: here a page could not be written, there it can.
const WHERE_NAMES_ARE_REFUSED: Severity = if cfg!(windows) { Severity::Error } else { Severity::Hint };

/// The same for two names that are one.
const WHERE_CASE_IS_IGNORED: Severity =
    if cfg!(any(windows, target_vendor = "apple")) { Severity::Error } else { Severity::Hint };

/// What is wrong with addresses elsewhere.
pub(super) fn problems(sorted: &[&str]) -> Vec<Diagnostic> {
    let refused: Vec<(&str, String)> =
        sorted.iter().filter_map(|address| Some((*address, refusal(address)?))).collect();
    let twins = twins(sorted);
    let refused = refused.split_first().map(|((first, reason), rest)| {
        let others = match rest.len() {
            0 => None,
            1 => Some("nor can it write one other".to_owned()),
            count => Some(format!("nor can it write {count} others")),
        };
        (format!("Windows can't write `{first}`: {reason}"), others, WHERE_NAMES_ARE_REFUSED)
    });
    let twins = twins.split_first().map(|((one, other), rest)| {
        let others = match rest.len() {
            0 => None,
            1 => Some("so is one other pair".to_owned()),
            count => Some(format!("so are {count} other pairs")),
        };
        (format!("`{one}` and `{other}` are one file on Windows and macOS"), others, WHERE_CASE_IS_IGNORED)
    });
    // How many others there are is a hint: the message is what the problem is known by, and each further file would change it.
    let problem = |(message, others, severity): (String, Option<String>, Severity)| {
        let problem = Diagnostic::new(&ADDRESS_NOT_PORTABLE, message);
        let problem = others.into_iter().fold(problem, Diagnostic::hint);
        Diagnostic { severity, ..problem.hint("rename the file, or change the alias, that it comes from") }
    };
    refused.into_iter().chain(twins).map(problem).collect()
}

/// Why Windows has no file for an address.
fn refusal(address: &str) -> Option<String> {
    address.split('/').find_map(name_refusal)
}

/// Why Windows has no file of a name.
fn name_refusal(name: &str) -> Option<String> {
    let forbidden = |c: char| c.is_ascii_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
    if let Some(c) = name.chars().find(|c| forbidden(*c)) {
        return Some(format!("names there have no `{}`", c.escape_debug()));
    }
    if name.ends_with(['.', ' ']) {
        return Some("it cuts a dot or a space off the end of a name".to_owned());
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    is_device(stem).then(|| format!("`{stem}` is a device there, whatever follows it"))
}

/// The names that mean a device in every folder.
fn is_device(stem: &str) -> bool {
    let is = |name: &str| stem.eq_ignore_ascii_case(name);
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].into_iter().any(is) {
        return true;
    }
    let mut letters = stem.chars();
    let port =
        letters.next_back().is_some_and(|last| last.is_ascii_digit() || matches!(last, '¹' | '²' | '³'));
    port && ["COM", "LPT"].iter().any(|name| letters.as_str().eq_ignore_ascii_case(name))
}

/// Pairs of addresses that differ in case alone. Most have no capitals, and cost a look at their letters.
fn twins<'a>(sorted: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut capital: BTreeMap<String, &str> = BTreeMap::new();
    let mut twins = Vec::new();
    for address in sorted.iter().filter(|address| address.chars().any(char::is_uppercase)) {
        let small = address.to_lowercase();
        let other = match sorted.binary_search(&small.as_str()) {
            Ok(at) => sorted.get(at).copied(),
            Err(_) => capital.get(&small).copied(),
        };
        match other {
            Some(other) => twins.push((other, *address)),
            None => drop(capital.insert(small, address)),
        }
    }
    twins
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_windows_refuses_are_known() {
        let refused = [
            "/CON/",
            "/con.txt",
            "/a/nul.tar.gz",
            "/Aux /",
            "/com1",
            "/LPT9.x",
            "/COM¹",
            "/conin$",
            "/a:b",
            "/a?",
            "/a*b/",
            "/<a>",
            "/a\"b",
            "/a|b",
            "/trail./",
            "/trail /x",
            "/a\u{1}",
        ];
        for address in refused {
            assert!(refusal(address).is_some(), "{address}");
        }
        let good = [
            "/",
            "/console/",
            "/com/",
            "/com10",
            "/lpt",
            "/nullity.txt",
            "/a.b/c",
            "/.nojekyll",
            "/a b",
            "/żółć/",
            "/²",
        ];
        for address in good {
            assert_eq!(refusal(address), None, "{address}");
        }
    }

    #[test]
    fn names_that_differ_in_case_are_found_once() {
        let mut addresses = vec!["/A.pdf", "/a.pdf", "/B/", "/b/", "/C", "/c2", "/Ä", "/ä", "/Dd", "/dD"];
        addresses.sort_unstable();
        assert_eq!(twins(&addresses), [("/a.pdf", "/A.pdf"), ("/b/", "/B/"), ("/Dd", "/dD"), ("/ä", "/Ä")]);
    }

    #[test]
    fn many_are_one_problem_each() {
        let found = problems(&["/A", "/B", "/a", "/a:", "/b", "/c:"]);
        let messages: Vec<&str> = found.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "Windows can't write `/a:`: names there have no `:`",
                "`/a` and `/A` are one file on Windows and macOS"
            ]
        );
        let others: Vec<&str> = found.iter().map(|problem| problem.hints[0].as_str()).collect();
        assert_eq!(others, ["nor can it write one other", "so is one other pair"]);
        assert!(problems(&["/a/", "/b/"]).is_empty());
    }
}
