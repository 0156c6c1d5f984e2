//! Paths as people read them, the same on every system.
//!
//! In: a path. Out: its text with `/` between folders, which Windows takes too. Never: a path to open a file by.

use std::borrow::Cow;
use std::fmt;
use std::path::{MAIN_SEPARATOR, Path};

/// What Windows puts before an absolute path that is spelt out in full.
const VERBATIM: &str = r"\\?\";

/// Of a path, its text.
pub trait Shown {
    /// For a message or a list. Bytes that are no text become `�`.
    fn shown(&self) -> impl fmt::Display;
}

impl Shown for Path {
    fn shown(&self) -> impl fmt::Display {
        with_slashes(self.to_string_lossy(), MAIN_SEPARATOR)
    }
}

/// The text of a path whose folders are parted by this.
fn with_slashes(path: Cow<'_, str>, separator: char) -> Cow<'_, str> {
    if separator == '/' {
        return path;
    }
    Cow::Owned(path.strip_prefix(VERBATIM).unwrap_or(&path).replace(separator, "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_parted_by_slashes_on_every_system() {
        let windows = |path: &'static str| with_slashes(path.into(), '\\');
        assert_eq!(windows(r"content/papers\a\index.md"), "content/papers/a/index.md");
        assert_eq!(windows(r"\\?\C:\Ośrodek\public"), "C:/Ośrodek/public");
        assert_eq!(windows(r"\\server\share\site"), "//server/share/site");
    }

    #[test]
    fn elsewhere_a_backslash_is_a_part_of_a_name() {
        assert_eq!(with_slashes(r"a\b/c".into(), '/'), r"a\b/c");
    }
}
