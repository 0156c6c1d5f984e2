//! Signals from the watched folders, gathered until it is time to look at the disk.
//!
//! In: paths that something happened to. Out: [`Hints`], and how long to wait for more. Never: a look at the disk: a hint says where
//! to look, not what is there.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use offprint::preview::Hints;
use offprint::source;

/// More paths than these are no save but a checkout or a copy, which takes its time.
const FEW: usize = 50;

/// How long it stays quiet after the last write of a file that is still open.
const OPEN: Duration = Duration::from_millis(12);

/// The same after a file was closed or renamed into place: only its companions are still to come.
const CLOSED: Duration = Duration::from_millis(4);

/// The same where many paths change.
const BURST: Duration = Duration::from_millis(120);

/// How long a storm may keep its changes from being shown.
const LONGEST: Duration = Duration::from_secs(2);

/// What happened to the paths of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Happened {
    /// More may follow at once.
    Begun,
    /// A file was closed or renamed into place.
    Done,
    /// A folder came: what is in it may have come before it was watched.
    FolderCame,
}

/// Something that the watch has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// These paths.
    Paths(Vec<PathBuf>, Happened),
    /// More than can be told.
    Anything,
    /// A folder that is watched as a whole came or went.
    Root(PathBuf),
    /// The watch can't go on, for this reason.
    Broken(String),
}

/// Signals that belong together.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    paths: BTreeSet<PathBuf>,
    anything: bool,
    done: bool,
    /// Whether the time is to be looked at, whatever it is.
    pub(super) clock: bool,
    /// Folders to look at a second time.
    pub(super) came: BTreeSet<PathBuf>,
    /// Folders whose watch is to be renewed.
    pub(super) roots: BTreeSet<PathBuf>,
    /// Why another way of watching is needed.
    pub(super) broken: Option<String>,
}

impl Gathered {
    /// Takes one signal in.
    pub(super) fn take(&mut self, signal: Signal) {
        match signal {
            Signal::Paths(paths, happened) => {
                self.done = happened == Happened::Done;
                if happened == Happened::FolderCame {
                    self.came.extend(paths.iter().cloned());
                }
                self.paths.extend(paths);
            }
            Signal::Anything => self.anything = true,
            Signal::Root(path) => {
                self.roots.insert(path);
                self.anything = true;
            }
            Signal::Broken(reason) => {
                self.broken = Some(reason);
                self.anything = true;
            }
        }
    }

    /// How long to wait for a further signal, after so long a time since the first.
    pub(super) fn quiet(&self, since: Duration) -> Duration {
        let quiet = if self.anything || self.paths.len() > FEW {
            BURST
        } else if self.done {
            CLOSED
        } else {
            OPEN
        };
        quiet.min(LONGEST.saturating_sub(since))
    }

    /// Takes further hints in, whose time has come too.
    pub(super) fn add(&mut self, hints: Hints) {
        match hints {
            Hints::Paths(paths) => self.paths.extend(paths),
            Hints::Anything => self.anything = true,
            Hints::Clock => self.clock = true,
        }
    }

    /// What there is to look at; nothing but the time, if there are no paths.
    pub(super) fn hints(&self) -> Hints {
        if self.anything {
            Hints::Anything
        } else if self.paths.is_empty() {
            Hints::Clock
        } else {
            Hints::Paths(self.paths.clone())
        }
    }
}

/// Whether a path can have to do with the site in this folder: not what offprint writes itself, what version control keeps, or
/// what editors put beside the file that they save.
pub(super) fn matters(folder: &Path, path: &Path) -> bool {
    let own = [".offprint", "public"].map(|own| folder.join(own));
    let is_own = own.iter().any(|own| path.starts_with(own));
    let below = path.strip_prefix(folder).unwrap_or(path);
    let is_kept = below.components().any(|part| part == Component::Normal(".git".as_ref()));
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    // Vim tries with a file of this name whether it may make files here.
    let is_tried = name == "4913";
    !(is_own || is_kept || is_tried || source::is_leftover(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_content_does_not_matter() {
        let folder = Path::new("/s");
        let content = [
            "/s/content/a.md",
            "/s/content/public/a.md",
            "/s/content/static/.well-known/x",
            "/t/public/a.md",
        ];
        for path in content {
            assert!(matters(folder, Path::new(path)), "{path}");
        }
        let other = [
            "/s/public/a/index.html",
            "/s/.offprint/cache/x",
            "/s/.git/index",
            "/s/content/.git/index",
            "/s/content/.a.md.swp",
            "/s/content/a.md~",
            "/s/content/4913",
            "/s/content/.#a.md",
            "/s/content/#a.md#",
            "/s/content/a.md___jb_tmp___",
        ];
        for path in other {
            assert!(!matters(folder, Path::new(path)), "{path}");
        }
    }

    #[test]
    fn a_save_is_taken_up_at_once_and_a_burst_when_it_is_over() {
        let paths = |n: usize| (0..n).map(|n| PathBuf::from(n.to_string())).collect();
        let mut gathered = Gathered::default();
        gathered.take(Signal::Paths(paths(1), Happened::Begun));
        assert_eq!(gathered.quiet(Duration::ZERO), OPEN);
        gathered.take(Signal::Paths(paths(1), Happened::Done));
        assert_eq!(gathered.quiet(Duration::ZERO), CLOSED);
        gathered.take(Signal::Paths(paths(FEW + 1), Happened::Done));
        assert_eq!(gathered.quiet(Duration::ZERO), BURST);
        assert_eq!(gathered.quiet(LONGEST), Duration::ZERO);
        assert_eq!(gathered.hints(), Hints::Paths(paths(FEW + 1).into_iter().collect()));
        gathered.take(Signal::Anything);
        assert_eq!(gathered.hints(), Hints::Anything);
        assert_eq!(Gathered::default().hints(), Hints::Clock);
    }
}
