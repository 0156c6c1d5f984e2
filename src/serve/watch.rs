//! The folders of a site, watched. The one door for notify.
//!
//! In: folders. Out: [`Signal`]s on a channel. Never: a look at what changed.
//!
//! Each folder is watched with all below it, and its parent alone, so that a folder that is moved away and comes back is seen.
//! notify's own debouncer is not used: it wakes some hundred times a second for as long as it lives, and gathering is all that is
//! needed, since a hint need not be exact.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::hints::{Happened, Signal, matters};

/// How often folders are looked through where the system does not tell of changes.
const POLLING: Duration = Duration::from_secs(1);

/// A watch on folders.
pub(super) struct Watch {
    /// `None` if the system has none to give; then polling is next.
    watcher: Option<Box<dyn Watcher + Send>>,
    polls: bool,
    seen: Arc<Seen>,
    parents: BTreeSet<PathBuf>,
}

/// What the watcher's own thread needs.
struct Seen {
    /// The site's.
    folder: PathBuf,
    roots: Mutex<BTreeSet<PathBuf>>,
    signals: Sender<Signal>,
    /// Whether signals wait to be taken.
    waiting: AtomicBool,
}

/// Signals, as they come.
pub(super) struct Signals {
    receiver: Receiver<Signal>,
    seen: Arc<Seen>,
}

impl Signals {
    /// The next signal, if it comes in time.
    pub(super) fn next(&self, patience: Duration) -> Option<Signal> {
        self.seen.waiting.store(false, Ordering::Relaxed);
        self.receiver.recv_timeout(patience).ok()
    }

    /// Whether there may be one already.
    pub(super) fn are_waiting(&self) -> bool {
        self.seen.waiting.load(Ordering::Relaxed)
    }
}

impl Watch {
    /// A watch on nothing yet.
    pub(super) fn new(folder: &Path) -> (Self, Signals) {
        let (signals, receiver) = mpsc::channel();
        let seen = Arc::new(Seen {
            folder: folder.to_owned(),
            roots: Mutex::default(),
            signals,
            waiting: AtomicBool::new(false),
        });
        let watch = Self { watcher: None, polls: false, seen: Arc::clone(&seen), parents: BTreeSet::new() };
        (watch, Signals { receiver, seen })
    }

    /// Watches these folders from now on, and those that every site has, whether they are there or not. What can't be watched
    /// is signalled.
    pub(super) fn follow(&mut self, folders: Vec<PathBuf>) {
        if self.watcher.is_none() {
            self.watcher = self.made();
        }
        let own = ["content", "themes"].map(|name| self.seen.folder.join(name));
        let wanted: BTreeSet<PathBuf> = folders.into_iter().chain(own).collect();
        let before = std::mem::replace(&mut *self.seen.roots(), wanted.clone());
        for gone in before.difference(&wanted) {
            self.unwatch(gone);
        }
        for root in wanted.difference(&before) {
            if let Some(parent) = root.parent()
                && self.parents.insert(parent.to_owned())
                && !wanted.contains(parent)
            {
                self.watch(parent, RecursiveMode::NonRecursive);
            }
            self.watch(root, RecursiveMode::Recursive);
        }
    }

    /// Watches a folder anew that was gone, or whose watch is not to be trusted.
    pub(super) fn renew(&mut self, root: &Path) {
        self.unwatch(root);
        self.watch(root, RecursiveMode::Recursive);
    }

    /// Looks through all folders again and again instead of being told. `false` if that is done already.
    pub(super) fn poll(&mut self) -> bool {
        if self.polls {
            return false;
        }
        self.polls = true;
        self.watcher = None;
        self.parents.clear();
        let folders = std::mem::take(&mut *self.seen.roots());
        self.follow(folders.into_iter().collect());
        true
    }

    fn made(&self) -> Option<Box<dyn Watcher + Send>> {
        let seen = Arc::clone(&self.seen);
        let told = move |event| seen.take(event);
        // Where a link leads is in the list of folders by its own name; followed, it would have two names by turns.
        let config = Config::default().with_follow_symlinks(false).with_poll_interval(POLLING);
        let made: notify::Result<Box<dyn Watcher + Send>> = if self.polls {
            PollWatcher::new(told, config).map(|watcher| Box::new(watcher) as _)
        } else {
            RecommendedWatcher::new(told, config).map(|watcher| Box::new(watcher) as _)
        };
        made.inspect_err(|error| self.seen.send(Signal::Broken(reason(error)))).ok()
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) {
        let Some(watcher) = &mut self.watcher else { return };
        if let Err(error) = watcher.watch(path, mode)
            && path.is_dir()
        {
            self.seen.send(Signal::Broken(reason(&error)));
        }
    }

    fn unwatch(&mut self, path: &Path) {
        if let Some(watcher) = &mut self.watcher {
            // What is gone was unwatched by the system.
            let _ = watcher.unwatch(path);
        }
    }
}

impl Seen {
    fn roots(&self) -> std::sync::MutexGuard<'_, BTreeSet<PathBuf>> {
        self.roots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, signal: Signal) {
        self.waiting.store(true, Ordering::Relaxed);
        // Without a receiver the program is ending.
        let _ = self.signals.send(signal);
    }

    /// Takes what the system says.
    fn take(&self, event: notify::Result<Event>) {
        match event {
            Ok(event) if event.need_rescan() => self.send(Signal::Anything),
            Ok(event) => self.take_event(event),
            Err(error) if is_limit(&error) => self.send(Signal::Broken(reason(&error))),
            // A folder that was gone before it could be watched: others beside it may have been left out.
            Err(_) => {
                let roots = self.roots().clone();
                roots.into_iter().for_each(|root| self.send(Signal::Root(root)));
            }
        }
    }

    fn take_event(&self, event: Event) {
        let Some(happened) = happened(&event.kind) else { return };
        let roots = self.roots();
        let came_or_went = matches!(
            event.kind,
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        let root = event.paths.iter().find(|path| came_or_went && roots.contains(*path)).cloned();
        let is_inside =
            |path: &PathBuf| roots.iter().any(|root| path.starts_with(root)) && matters(&self.folder, path);
        let paths: Vec<PathBuf> = event.paths.into_iter().filter(is_inside).collect();
        drop(roots);
        if let Some(root) = root {
            self.send(Signal::Root(root));
        } else if !paths.is_empty() {
            self.send(Signal::Paths(paths, happened));
        }
    }
}

/// What an event means; `None` for those that change nothing, such as a file that is read.
fn happened(kind: &EventKind) -> Option<Happened> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Happened::Done),
        EventKind::Access(_) => None,
        EventKind::Create(CreateKind::Folder) => Some(Happened::FolderCame),
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Some(Happened::Done),
        _ => Some(Happened::Begun),
    }
}

/// Whether the system has no more watches to give.
fn is_limit(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => {
            error.kind() == std::io::ErrorKind::StorageFull || error.raw_os_error() == Some(TOO_MANY_FILES)
        }
        _ => false,
    }
}

/// What Unix systems call EMFILE: watches there can be files of the program.
const TOO_MANY_FILES: i32 = 24;

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system watches no more folders (fs.inotify.max_user_watches)".to_owned()
        }
        ErrorKind::Io(error) => format!("the system can't watch the folder ({error})"),
        _ => format!("the system can't watch the folder ({error})"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Instant;

    use super::*;

    /// Waits until a signal names a path.
    fn comes(signals: &Signals, path: &Path) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            match signals.next(Duration::from_millis(200)) {
                Some(Signal::Paths(paths, _)) if paths.iter().any(|named| named == path) => return true,
                Some(Signal::Root(root)) if root == path => return true,
                _ => {}
            }
        }
        false
    }

    #[test]
    fn changes_are_signalled_by_either_way() {
        for polls in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let site = fs::canonicalize(folder.path()).unwrap();
            let content = site.join("content");
            fs::create_dir_all(content.join("papers")).unwrap();
            let (mut watch, signals) = Watch::new(&site);
            watch.follow(Vec::new());
            if polls {
                assert!(watch.poll() && !watch.poll());
            }
            let paper = content.join("papers/a.md");
            fs::write(&paper, "a").unwrap();
            assert!(comes(&signals, &paper), "new file, polls: {polls}");
            fs::write(site.join("beside.md"), "b").unwrap();
            fs::rename(&paper, content.join("b.md")).unwrap();
            assert!(comes(&signals, &content.join("b.md")), "renamed file, polls: {polls}");
        }
    }

    #[test]
    fn a_folder_that_comes_back_is_watched_again() {
        let folder = tempfile::tempdir().unwrap();
        let site = fs::canonicalize(folder.path()).unwrap();
        let content = site.join("content");
        fs::create_dir(&content).unwrap();
        let (mut watch, signals) = Watch::new(&site);
        watch.follow(Vec::new());
        fs::rename(&content, site.join("away")).unwrap();
        assert!(comes(&signals, &content));
        watch.renew(&content);
        fs::rename(site.join("away"), &content).unwrap();
        assert!(comes(&signals, &content));
        watch.renew(&content);
        fs::write(content.join("a.md"), "a").unwrap();
        assert!(comes(&signals, &content.join("a.md")));
    }
}
