//! What the bar and the panel beside a page show.
//!
//! In: the path of a page. Out: [`PageState`], serialised for the page's script. Never: HTML.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use super::live::Live;
use super::{Preview, lock};
use crate::diagnostic::printers::{self, Lines, Paint, Screen};
use crate::diagnostic::{Diagnostic, Severity};
use crate::paper::{AnchorKind, Record};
use crate::site::minutes;
use crate::source;

/// The columns of a problem's text: what fits beside a page.
const WIDTH: usize = 100;

/// What is known of a page beside its text.
#[derive(Clone, Debug, Serialize)]
pub struct PageState {
    /// The number of the site's state.
    pub generation: u64,
    /// Whether the whole site is read.
    pub complete: bool,
    /// Whether there is such a page.
    pub found: bool,
    /// Where it is now, if it moved.
    pub moved: Option<String>,
    /// Why it is not published, in a sentence that begins with "it".
    pub unpublished: Option<String>,
    /// The paper, page or person whose text it shows.
    pub paper: Option<PaperState>,
    /// What is wrong with the texts of the page, the theme and the settings.
    pub problems: Vec<ProblemState>,
    /// How much is wrong elsewhere.
    pub elsewhere: Elsewhere,
}

/// Facts about a text.
#[derive(Clone, Debug, Serialize)]
pub struct PaperState {
    /// Its title.
    pub title: String,
    /// Words.
    pub words: u32,
    /// Minutes to read it.
    pub minutes: u32,
    /// Notes.
    pub notes: u32,
    /// Figures.
    pub figures: usize,
    /// Whether it is a draft.
    pub draft: bool,
    /// When its embargo ends, if that is to come.
    pub embargo: Option<String>,
    /// When its files changed last.
    pub changed: Option<String>,
    /// Its first file, relative to the site's folder.
    pub file: Option<Arc<str>>,
}

/// A problem.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemState {
    /// `error`, `warning` or `hint`.
    pub severity: &'static str,
    /// The code.
    pub code: &'static str,
    /// One line.
    pub message: String,
    /// The file, relative to the site's folder.
    pub path: Option<Arc<str>>,
    /// From 1; 1 when the whole file is meant.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// As the terminal prints it.
    pub text: String,
}

/// Problems by severity.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Elsewhere {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Hints.
    pub hints: usize,
}

impl Preview {
    /// The state of the page at a path.
    pub fn state(&self, path: &str) -> PageState {
        let live = self.live();
        let address = live.address(path).unwrap_or(path);
        let record = live.record_at(address).map(|(_, record)| record);
        let problems = live.all_problems(&lock(&self.unrendered));
        let (here, elsewhere): (Vec<Diagnostic>, Vec<_>) =
            problems.into_iter().partition(|problem| is_here(&live, record, problem));
        let built_in = live.ready.themed.theme.texts();
        let text = |path: &str| {
            let disk = || live.disk(path).unwrap_or_else(|| self.folder.join(path));
            built_in.get(path).cloned().or_else(|| source::as_shown(&disk()))
        };
        let count = |severity| elsewhere.iter().filter(|problem| problem.severity == severity).count();
        PageState {
            generation: live.generation,
            complete: live.starting.is_none(),
            found: live.ready.site.entries.contains_key(address) || live.starting.is_some(),
            moved: live.moved.get(path).cloned(),
            unpublished: live.ready.site.catalog().unpublished_at(address).map(|why| why.reason()),
            paper: record.map(|record| paper(&live, record)),
            problems: here.iter().map(|found| problem(found, &text)).collect(),
            elsewhere: Elsewhere {
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
                hints: count(Severity::Hint),
            },
        }
    }
}

fn problem(problem: &Diagnostic, text: printers::Texts<'_>) -> ProblemState {
    let screen = Screen { width: WIDTH, paint: Paint::Plain };
    let place = problem.place.as_ref();
    let start = place.and_then(|place| place.range.as_ref()).map_or(0, |range| range.start);
    let at = place.and_then(|place| text(&place.path)).map(|text| Lines::new(text).position(start));
    ProblemState {
        severity: problem.severity.name(),
        code: problem.rule.code,
        message: problem.message.clone(),
        path: place.map(|place| place.path.clone()),
        line: at.map_or(1, |at| at.line),
        column: at.map_or(1, |at| at.column),
        text: printers::human(std::slice::from_ref(problem), text, screen),
    }
}

/// Whether a problem is shown beside a page: it is in its texts, in the theme or in the settings, or has no place.
fn is_here(live: &Live, record: Option<&Record>, problem: &Diagnostic) -> bool {
    let Some(place) = &problem.place else { return true };
    let own = record.is_some_and(|record| record.files.contains(&place.path));
    own || place.path == live.settings
        || place.path.starts_with("themes/")
        || !place.path.starts_with("content/")
}

fn paper(live: &Live, record: &Record) -> PaperState {
    let file = record.files.first();
    let changed = file.and_then(|file| live.shown.get(file)).and_then(|shown| shown.changed);
    let is_figure = |kind: &AnchorKind| matches!(kind, AnchorKind::Figure { .. });
    PaperState {
        title: record.meta.title.to_string(),
        words: record.words,
        minutes: minutes(record.words),
        notes: record.notes,
        figures: record.anchors.iter().filter(|anchor| is_figure(&anchor.kind)).count(),
        draft: record.meta.draft,
        embargo: record.meta.embargo.filter(|until| *until > Timestamp::now()).map(|until| until.to_string()),
        changed: changed.and_then(|at| Timestamp::try_from(at).ok()).map(|at| at.to_string()),
        file: file.cloned(),
    }
}
