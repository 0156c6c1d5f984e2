//! The one thread that takes up what changed: it waits for signals, has the preview look at the disk, and tells browsers and terminal.
//!
//! In: signals of the watch, and the clock. Out: new states of the preview, an event for each page, a line on the terminal.
//! Never: two looks at once, or a look at what no signal named.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{Timestamp, Zoned};
use offprint::diagnostic::{Diagnostic, Severity, printers};
use offprint::preview::{Change, Hints};
use offprint::source;

use super::hints::Gathered;
use super::watch::{Signals, Watch};
use super::{Server, Terminal};

/// How often the clock is looked at; a machine that slept does not know for how long.
const CLOCK: Duration = Duration::from_secs(30);

/// When a folder that came is looked at again, for what was put into it before it was watched.
const SECOND_LOOK: Duration = Duration::from_millis(150);

/// Errors that are printed at one time, a line each; the page shows them in full.
const MOST_ERRORS: usize = 3;

/// Files that are named in a line.
const MOST_NAMES: usize = 3;

/// The thread's belongings.
pub(super) struct Updater {
    server: Arc<Server>,
    watch: Watch,
    signals: Signals,
    terminal: Arc<Terminal>,
    /// Whether time passes: not where `--now` says what it is.
    time_passes: bool,
    /// The moment that was taken up last. Where the site could not be planned it is still the next, and no reason for haste.
    tried: Option<Timestamp>,
    /// Errors that stand on the terminal already.
    shown: BTreeSet<String>,
    /// What to look at again, and when.
    again: Option<(Instant, Hints)>,
    /// A change that is shown before all that follows from it is, and how long it took; its line is printed with the rest.
    ahead: Option<(Change, Duration)>,
}

impl Updater {
    pub(super) fn new(
        server: &Arc<Server>,
        watch: Watch,
        signals: Signals,
        terminal: Arc<Terminal>,
        now: Option<Timestamp>,
    ) -> Self {
        let server = Arc::clone(server);
        let time_passes = now.is_none();
        Self {
            server,
            watch,
            signals,
            terminal,
            time_passes,
            tried: None,
            shown: BTreeSet::new(),
            again: None,
            ahead: None,
        }
    }

    /// Works until the program ends.
    pub(super) fn run(mut self) {
        let begun = Instant::now();
        self.watch.follow(self.server.preview.watched());
        let change = self.server.preview.complete();
        self.server.news.tell(&change);
        self.print(&change, "the whole site", begun.elapsed());
        loop {
            self.sweep();
            let gathered = self.gather();
            self.take_up(gathered);
        }
    }

    /// Has pages rendered that nobody asked for, while there is nothing else to do.
    fn sweep(&mut self) {
        let begun = Instant::now();
        let due = self.again.as_ref().map(|(at, _)| *at);
        let stop = || self.signals.are_waiting() || due.is_some_and(|due| Instant::now() >= due);
        if let Some(change) = self.server.preview.sweep(&stop) {
            self.server.news.tell(&change);
            self.print(&change, "pages that nobody has opened yet", begun.elapsed());
        }
    }

    /// Waits for something to do.
    fn gather(&mut self) -> Gathered {
        let mut gathered = Gathered::default();
        let first = self.signals.next(self.patience());
        let begun = Instant::now();
        let mut next = first;
        while let Some(signal) = next {
            gathered.take(signal);
            next = self.signals.next(gathered.quiet(begun.elapsed()));
        }
        // What is to be looked at again is looked at with the rest, though it may be early.
        let is_due = self.again.as_ref().is_some_and(|(at, _)| *at <= Instant::now());
        if (is_due || gathered.hints() != Hints::Clock)
            && let Some((_, hints)) = self.again.take()
        {
            gathered.add(hints);
        }
        gathered
    }

    /// How long nothing but a signal is to be waited for.
    fn patience(&self) -> Duration {
        let now = Instant::now();
        let again = self.again.as_ref().map(|(at, _)| at.saturating_duration_since(now));
        let next = self.server.preview.next_change().filter(|_| self.time_passes);
        let clock = next.filter(|_| next != self.tried).map(|next| {
            let until = next.duration_since(Timestamp::now());
            Duration::try_from(until).unwrap_or(CLOCK).max(Duration::from_millis(1))
        });
        [again, clock].into_iter().flatten().fold(CLOCK, Duration::min)
    }

    fn take_up(&mut self, gathered: Gathered) {
        if let Some(reason) = &gathered.broken
            && self.watch.poll()
        {
            self.terminal.line(&format!("{reason}; the files are looked through once a second instead"));
        }
        gathered.roots.iter().for_each(|root| self.watch.renew(root));
        let hints = gathered.hints();
        if hints == Hints::Clock {
            if !gathered.clock && !self.is_time() {
                return;
            }
            self.tried = self.server.preview.next_change();
        }
        let begun = Instant::now();
        let refresh = self.server.preview.refresh(&hints);
        if let Some(change) = &refresh.change {
            self.server.news.tell(change);
        }
        self.report(refresh.change, refresh.again, &hints, begun);
        self.watch.follow(self.server.preview.watched());
        if let Some(after) = refresh.again {
            self.look_again(after, hints);
        }
        if !gathered.came.is_empty() {
            self.look_again(SECOND_LOOK, Hints::Paths(gathered.came));
        }
    }

    /// Prints the line of a change, unless more follows from it at once: then both have one line.
    fn report(&mut self, change: Option<Change>, again: Option<Duration>, hints: &Hints, begun: Instant) {
        let took = begun.elapsed();
        let (change, took) = match (change, self.ahead.take()) {
            (Some(change), Some((ahead, took))) => {
                (Change { files: joined(ahead.files, change.files), ..change }, took)
            }
            (Some(change), None) => (change, took),
            (None, Some(ahead)) => ahead,
            (None, None) => return,
        };
        if again == Some(Duration::ZERO) {
            self.ahead = Some((change, took));
            return;
        }
        self.print(&change, if *hints == Hints::Clock { "an embargo has ended" } else { "the site" }, took);
    }

    /// Whether the clock has changed the site.
    fn is_time(&self) -> bool {
        self.time_passes && self.server.preview.next_change().is_some_and(|next| next <= Timestamp::now())
    }

    fn look_again(&mut self, after: Duration, hints: Hints) {
        let at = Instant::now() + after;
        self.again = Some(match self.again.take() {
            Some((before, earlier)) => (before.min(at), both(earlier, hints)),
            None => (at, hints),
        });
    }

    /// Prints a line, and what is wrong that was not before.
    fn print(&mut self, change: &Change, otherwise: &str, took: Duration) {
        let time = Zoned::now().strftime("%H:%M:%S").to_string();
        let what = if change.files.is_empty() { otherwise.to_owned() } else { names(&change.files) };
        self.terminal.line(&format!("{time}  {what}  {}, {}", duration(took), problems(change)));
        self.print_errors(change);
    }

    /// Prints the errors that were not there before.
    fn print_errors(&mut self, change: &Change) {
        if change.errors == 0 {
            self.shown.clear();
            return;
        }
        let (mut problems, texts) = self.server.preview.problems();
        problems.retain(|problem| problem.severity == Severity::Error);
        offprint::diagnostic::sort(&mut problems);
        let before = std::mem::replace(&mut self.shown, problems.iter().map(identity).collect());
        problems.retain(|problem| !before.contains(&identity(problem)));
        let more = problems.len().saturating_sub(MOST_ERRORS);
        problems.truncate(MOST_ERRORS);
        if problems.is_empty() {
            return;
        }
        let folder = &self.server.folder;
        let text = |path: &str| texts.get(path).cloned().or_else(|| source::as_shown(&folder.join(path)));
        (self.terminal.print)(&printers::short(&problems, &text));
        if more > 0 {
            self.terminal.line(&format!("… and {}; `offprint check` shows all", counted(more, "more error")));
        }
    }
}

/// What makes an error the same one after lines above it came or went.
fn identity(problem: &Diagnostic) -> String {
    let path = problem.place.as_ref().map_or("", |place| &place.path);
    format!("{}\n{path}\n{}", problem.rule.code, problem.message)
}

/// All that either names.
fn both(one: Hints, other: Hints) -> Hints {
    match (one, other) {
        (Hints::Anything, _) | (_, Hints::Anything) => Hints::Anything,
        (Hints::Paths(one), Hints::Paths(other)) => {
            Hints::Paths(one.union(&other).cloned().collect::<BTreeSet<PathBuf>>())
        }
        (Hints::Clock, other) => other,
        (one, Hints::Clock) => one,
    }
}

/// Files of two changes, each named once.
fn joined(mut files: Vec<String>, more: Vec<String>) -> Vec<String> {
    for file in more {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}

/// The files of a line: the first few, and how many more.
fn names(files: &[String]) -> String {
    let shown: Vec<String> =
        files.iter().take(MOST_NAMES).map(|file| file.replace(|c: char| c.is_control(), " ")).collect();
    match files.len().saturating_sub(MOST_NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn problems(change: &Change) -> String {
    let counts = [(change.errors, "error"), (change.warnings, "warning"), (change.hints, "hint")];
    let counts: Vec<String> =
        counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(n, noun)).collect();
    if counts.is_empty() { "no problems".to_owned() } else { counts.join(", ") }
}

/// `1 error`, `2 errors`.
fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

/// Milliseconds while they can be grasped.
fn duration(duration: Duration) -> String {
    match duration.as_millis() {
        ms @ 0..2000 => format!("{ms} ms"),
        _ => format!("{:.1} s", duration.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_short() {
        let files: Vec<String> = ["a.md", "b\u{1b}.md", "c.md", "d.md", "e.md"].map(str::to_owned).to_vec();
        assert_eq!(names(&files[..2]), "a.md, b .md");
        assert_eq!(names(&files), "a.md, b .md, c.md and 2 more");
        let change = Change { errors: 1, hints: 2, ..Change::default() };
        assert_eq!(
            (problems(&change).as_str(), problems(&Change::default()).as_str()),
            ("1 error, 2 hints", "no problems")
        );
        assert_eq!(duration(Duration::from_micros(3900)), "3 ms");
        assert_eq!(duration(Duration::from_millis(2340)), "2.3 s");
    }

    #[test]
    fn hints_are_gathered() {
        let paths = |names: &[&str]| Hints::Paths(names.iter().map(PathBuf::from).collect());
        assert_eq!(both(paths(&["a"]), paths(&["b", "a"])), paths(&["a", "b"]));
        assert_eq!(both(paths(&["a"]), Hints::Anything), Hints::Anything);
        assert_eq!(both(Hints::Clock, paths(&["a"])), paths(&["a"]));
    }
}
