//! A site that is kept up to date while its files change, and answers for each of its addresses.
//!
//! In: a site's folder, and hints of what changed in it. Out: the bytes that a build would write at an address, and what is
//! wrong. Never: sockets, watching or printing, which are the server's; a byte that `build` would not write.
//!
//! What was read (`store`) belongs to the one thread that takes up changes; what is shown (`live`) is read by every answer.
//! A change is parsed, planned as a whole and then shown in one step, so that an answer never mixes two states of a site.
//! Between, a paper whose addresses stayed may be shown before the plan that follows from it is made (`refresh`).

mod answer;
mod edited;
mod live;
mod moved;
mod open;
mod places;
mod recent;
mod refresh;
mod rest;
mod state;
mod store;
mod sweep;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use live::{Live, Page};
use recent::Recent;
use store::{Opened, Store};
use sweep::Unswept;

pub use answer::Answer;
pub use places::BlockPlace;
pub use state::{Elsewhere, PageState, PaperState, ProblemState};

/// From how many manuscripts on an edited paper is shown before the site is planned anew. Planning takes some 15 µs a paper,
/// so that a smaller site is planned before anybody could see the difference.
const PATCH_FROM: usize = 300;

/// How many papers' texts are kept at hand: those that were opened or edited last.
const RECENT_PAPERS: usize = 24;

/// How many pages are kept as they were last shown.
const RECENT_PAGES: usize = 64;

/// What a preview shows.
#[derive(Clone, Debug, Default)]
pub struct PreviewOptions {
    /// Whether drafts are shown.
    pub drafts: bool,
    /// The instant that decides which embargoes have ended; without one, the clock does.
    pub now: Option<Timestamp>,
    /// The instant that pages and feeds may print as the time of the build.
    pub printed: Option<Timestamp>,
    /// Stands in for the setting `base_url`.
    pub base_url: Option<String>,
}

/// What may have changed on disk. The files' contents decide whether it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hints {
    /// These files or folders.
    Paths(BTreeSet<PathBuf>),
    /// Anything: the watcher lost count.
    Anything,
    /// Nothing but the time.
    Clock,
}

/// What taking up changes came to.
#[derive(Debug)]
pub struct Refresh {
    /// The new state of the site; none if nothing that it is made of changed.
    pub change: Option<Change>,
    /// Call again with the same hints after this long: a file with errors has not rested yet, or the site is still to be
    /// planned around a paper that is shown already.
    pub again: Option<Duration>,
}

/// One new state of the site.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Its number.
    pub generation: u64,
    /// The files that changed, relative to the site's folder. Empty when they were named by the change before, which this one completes.
    pub files: Vec<String>,
    /// Old paths of pages and where they are now.
    pub moved: BTreeMap<String, String>,
    /// The paths of files that are published as they are, and are others now.
    pub replaced: Vec<String>,
    /// The block that was edited, when one paper was.
    pub edited: Option<Edited>,
    /// Problems by severity, of the whole site.
    pub errors: usize,
    /// See `errors`.
    pub warnings: usize,
    /// See `errors`.
    pub hints: usize,
}

/// A block that was edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edited {
    /// The path of its page.
    pub page: String,
    /// The name of its element; empty if the page is all that is known.
    pub tag: String,
    /// Which of the elements of that name, from 0, in the order of the document.
    pub n: usize,
    /// Its line in the source, from 1.
    pub line: usize,
}

/// The texts of files that problems name and that are not on disk under that name.
pub type Texts = BTreeMap<Arc<str>, Arc<str>>;

/// A site in preview. All methods may be called from any thread; [`Preview::complete`] and [`Preview::refresh`] wait for each other.
pub struct Preview {
    folder: PathBuf,
    options: PreviewOptions,
    patch_from: usize,
    store: Mutex<Store>,
    /// The threads that take up changes; answers have others, and never wait for them.
    pool: rayon::ThreadPool,
    live: RwLock<Live>,
    papers: Mutex<Recent<Opened>>,
    pages: Mutex<Recent<Page>>,
    /// By address: what rendering found wrong.
    unrendered: Mutex<BTreeMap<Box<str>, Diagnostic>>,
    unswept: Mutex<Unswept>,
}

impl Preview {
    /// All problems that are known, and the texts that their places point into.
    pub fn problems(&self) -> (Vec<Diagnostic>, Texts) {
        let live = self.live();
        let problems = live.all_problems(&lock(&self.unrendered));
        (problems, live.ready.themed.theme.texts())
    }

    /// The number of the state that is shown.
    pub fn generation(&self) -> u64 {
        self.live().generation
    }

    /// When the clock will change the output next.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.live().ready.site.next_change()
    }

    /// The path that every page's begins with: `/`, or `/publications/`.
    pub fn base_path(&self) -> String {
        self.live().ready.site.href("/")
    }

    /// The folders to watch, each with all that is in it: the content, the site's themes, and what links in them point to.
    pub fn watched(&self) -> Vec<PathBuf> {
        self.live().watched.clone()
    }

    /// The file on disk that a path of a problem or of a block names; none for anything
    /// that is neither a text of the site nor named by a problem.
    pub fn source(&self, path: &str) -> Option<PathBuf> {
        let live = self.live();
        let theme = &live.ready.themed.theme;
        let is_template = || theme.templates.values().any(|file| *file.path == *path);
        let is_named =
            |problem: &Diagnostic| problem.place.as_ref().is_some_and(|place| *place.path == *path);
        let is_known = path == &*live.settings || is_template() || live.problems.iter().any(is_named);
        let disk = is_known.then(|| self.folder.join(path)).filter(|disk| disk.is_file());
        live.disk(path).or(disk)
    }

    fn live(&self) -> RwLockReadGuard<'_, Live> {
        self.live.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn live_mut(&self) -> RwLockWriteGuard<'_, Live> {
        self.live.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is kept is whole at every moment, whatever a thread that held it came to.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
