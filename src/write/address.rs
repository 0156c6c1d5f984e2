//! Which file an address is written as.
//!
//! In: addresses. Out: relative paths, and diagnostics for addresses that can't be written. Never: a look at the disk.

use std::path::PathBuf;

use super::{MARKER, portable};
use crate::diagnostic::rules::output::{ADDRESS_INVALID, ADDRESS_IS_FILE_AND_FOLDER, ADDRESS_TOO_LONG};
use crate::diagnostic::{Diagnostic, Place};

/// The most bytes that a name may have on the usual file systems.
const LONGEST_NAME: usize = 255;

/// The path of an address's file below the output folder: `/a/` is `a/index.html`, `/a.css` is `a.css`.
///
/// # Errors
/// The problem, if the address can't be written.
pub fn path(address: &str) -> Result<PathBuf, Box<Diagnostic>> {
    let rest = address.strip_prefix('/').unwrap_or(address);
    let (folders, page) = match rest.strip_suffix('/') {
        Some(folders) => (folders, true),
        None => (rest, rest.is_empty()),
    };
    let mut path = PathBuf::new();
    for name in folders.split('/').filter(|_| !rest.is_empty()) {
        check_name(address, name)?;
        path.push(name);
    }
    if page {
        path.push("index.html");
    }
    if path.as_os_str() == MARKER {
        let message = format!("the address `{address}` is taken by offprint itself");
        return Err(Diagnostic::new(&ADDRESS_INVALID, message)
            .hint("rename the file that is published there")
            .into());
    }
    Ok(path)
}

/// Names are checked as Windows reads them too, where `\` parts names; what else it refuses, `portable` finds.
fn check_name(address: &str, name: &str) -> Result<(), Box<Diagnostic>> {
    if name.len() > LONGEST_NAME {
        let start: String = name.chars().take(40).collect();
        let message = format!(
            "the address has a part of {} bytes, and names end at {LONGEST_NAME}: `{start}…`",
            name.len()
        );
        let hint = "give the heading, file or topic that it comes from a short id";
        return Err(Diagnostic::new(&ADDRESS_TOO_LONG, message).hint(hint).into());
    }
    let reason = match name {
        "" => "has an empty part",
        "." | ".." => "leads out of its folder",
        _ if name.contains(['\0', '\\']) => "has a character that no file's name can have",
        _ => return Ok(()),
    };
    let message = format!("the address `{}` {reason}", address.escape_debug());
    Err(Diagnostic::new(&ADDRESS_INVALID, message)
        .hint("rename the file, or correct the alias, that it comes from")
        .into())
}

/// Every address that can't be written, or can't be beside another one; at the text that it is of, if there is one.
pub fn problems<'a>(
    addresses: impl IntoIterator<Item = &'a str>,
    text: &dyn Fn(&str) -> Option<Place>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut good: Vec<&str> = Vec::new();
    for address in addresses {
        match path(address) {
            Ok(_) => good.push(address),
            Err(problem) => problems.push(Diagnostic { place: text(address), ..*problem }),
        }
    }
    good.sort_unstable();
    problems.extend(portable::problems(&good));
    for address in &good {
        let Some(inner) = inside(address, &good) else { continue };
        let message = format!("`{address}` would be a file and, for `{inner}`, a folder");
        let problem = Diagnostic::new(&ADDRESS_IS_FILE_AND_FOLDER, message)
            .hint(format!("give what is published at `{address}` another name"));
        problems.push(Diagnostic { place: text(address), ..problem });
    }
    problems
}

/// The first of the sorted addresses that is written inside the file of this one.
fn inside<'a>(address: &str, sorted: &[&'a str]) -> Option<&'a str> {
    let folder = format!("{address}{}/", if address.ends_with('/') { "index.html" } else { "" });
    let at = sorted.partition_point(|other| *other < &*folder);
    sorted.get(at).copied().filter(|other| other.starts_with(&folder) && *other != address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(address: &str) -> &'static str {
        path(address).map_or_else(|problem| problem.rule.code, |_| "good")
    }

    #[test]
    fn pages_are_index_files() {
        assert_eq!(path("/").unwrap(), PathBuf::from("index.html"));
        assert_eq!(path("/a/b/").unwrap(), PathBuf::from("a/b/index.html"));
        assert_eq!(path("/a/b.css").unwrap(), PathBuf::from("a/b.css"));
    }

    #[test]
    fn addresses_stay_below_the_folder() {
        for address in ["/../x", "/a/../b/", "/a//b", "//", "/.", "/a\0b", "/a\\..\\b", "/.offprint"] {
            assert_eq!(code(address), "address-invalid", "{address:?}");
        }
        assert_eq!(code("/.well-known/x"), "good");
        assert_eq!(code("/a/.offprint"), "good");
    }

    #[test]
    fn long_names_are_found() {
        assert_eq!(code(&format!("/{}", "ż".repeat(128))), "address-too-long");
        assert_eq!(code(&format!("/{}/", "a".repeat(255))), "good");
    }

    #[test]
    fn a_file_is_no_folder() {
        let found = problems(["/a", "/a-b", "/a/", "/c/d.css", "/c/"], &|_| None);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("`/a/`"), "{}", found[0].message);
    }
}
