//! What a run found, in each of the formats.
//!
//! In: a report. Out: a text. Never: printing it.

use std::path::Path;

use offprint::diagnostic::printers::{self, Paint, Screen, Texts};
use offprint::report::{self, Options, Report};

use crate::cli::Format;

/// A line of a problem where there is no terminal whose width it could have.
pub(super) const WIDTH_IN_A_PIPE: usize = 120;

/// A text that goes to a file, or to another program.
pub(super) const PLAIN: Screen = Screen { width: WIDTH_IN_A_PIPE, paint: Paint::Plain };

/// What a run found, and what the formats need to tell it.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) report: &'a Report,
    pub(super) options: &'a Options,
    /// The command's name.
    pub(super) command: &'a str,
    pub(super) texts: Texts<'a>,
    /// The way from the repository's root to the site: empty, or ending in `/`.
    pub(super) prefix: &'a str,
}

/// Whether programs read a format, and not people.
pub(super) fn is_for_programs(format: Format) -> bool {
    matches!(format, Format::Json | Format::Sarif | Format::Gitlab)
}

/// The problems in a format.
pub(super) fn text(found: Found<'_>, format: Format, screen: Screen) -> String {
    let Found { report, options, command, texts, prefix } = found;
    let problems = &report.problems;
    match format {
        Format::Human => printers::human(problems, texts, screen),
        Format::Short => printers::short(problems, texts),
        Format::Json => report::document(report, options, command, texts),
        Format::Sarif => printers::sarif(problems, texts, prefix),
        Format::Github => printers::github(problems, texts, prefix, screen),
        Format::Gitlab => printers::gitlab(problems, texts, prefix),
    }
}

/// The way to a site from the root of its repository, if that is known and the site is in it, else from the folder that
/// the program runs in.
pub(super) fn prefix(site: &Path, repository: Option<&Path>, here: &Path) -> String {
    let whole = |path: &Path| std::fs::canonicalize(path).ok();
    let Some(site) = whole(site) else { return String::new() };
    let roots = [repository, Some(here)].into_iter().flatten().filter_map(whole);
    let inner = roots.filter_map(|root| site.strip_prefix(root).ok().map(Path::to_owned)).next();
    let path = inner.unwrap_or(site);
    let path = path.to_string_lossy().replace('\\', "/");
    if path.is_empty() { path } else { format!("{path}/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_begin_at_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let (root, site) = (folder.path(), folder.path().join("docs/papers"));
        std::fs::create_dir_all(&site).unwrap();
        assert_eq!(prefix(&site, None, root), "docs/papers/");
        assert_eq!(prefix(&site, None, &site), "");
        assert_eq!(prefix(&site, Some(root), &site), "docs/papers/");
        let other = tempfile::tempdir().unwrap();
        assert_eq!(prefix(&site, Some(other.path()), root), "docs/papers/");
        let whole = prefix(&site, None, other.path());
        assert!(whole.ends_with("/docs/papers/") && whole.len() > 20, "{whole}");
    }
}
