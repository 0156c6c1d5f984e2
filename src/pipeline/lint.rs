//! What a site makes of its problems: the severities that it sets, and those that it knows already.
//!
//! In: problems, `[lint]` and `content/baseline.toml`. Out: the problems that remain, with their severities; which settings and
//! which known problems met nothing. Never: a verdict on what this run could not see: drafts, what is embargoed, what an error hides.

mod known;
mod paths;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalog::{Catalog, FileEntry};
use crate::config::baseline::Known;
use crate::config::{Config, LintSetting};
use crate::diagnostic::rules::{self, links, lint as own, reading, theme};
use crate::diagnostic::{self, Diagnostic, Place, Rule, Severity, nearest};
use crate::source::Listing;
use known::Matching;
use paths::Paths;

pub(crate) use known::{Excerpts, key};

/// What of a site was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// All of it, and what other sites answered.
    Asked,
    /// All of it.
    Whole,
    /// All but what shows only when a page is rendered, or a picture made.
    Planned,
}

/// Rules that find something only then.
const IN_RENDERING: [&Rule; 2] = [&theme::TEMPLATE_ERROR, &reading::IMAGE_DAMAGED];

/// What was not read may say that it is embargoed, so that a site can't make less of it.
const ALWAYS_ERRORS: [&Rule; 2] = [&reading::FILE_TOO_LARGE, &reading::FILE_UNREADABLE];

/// Rules on what passes by itself or is seen by some runs alone: that they find nothing today says nothing of tomorrow.
const PASSING: [&Rule; 1] = [&links::LINK_TO_UNPUBLISHED];

/// The settings and the known problems of a site, and which of them met a problem of this run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lint {
    settings: Vec<Setting>,
    /// By the code of their rule and by path.
    index: BTreeMap<&'static str, BTreeMap<Box<str>, usize>>,
    settings_file: Arc<str>,
    matching: Matching,
    /// Whether something could not be read rightly, which may hide other problems.
    is_unread: bool,
    /// Whether there was an error, whatever the site makes of it.
    had_errors: bool,
}

#[derive(Clone, Debug)]
struct Setting {
    written: LintSetting,
    /// Whether it decided on a problem.
    is_used: bool,
    /// What stands in the place of its path, if no file of the site is there.
    no_file: Option<Diagnostic>,
}

impl Lint {
    /// The settings of a site in a folder.
    pub(crate) fn new(config: &Config, folder: &Path, listing: &Listing) -> Self {
        // A large site has very many files, and most settings are for all of them.
        let has_paths = config.lint.iter().any(|written| !written.path.value.is_empty());
        let files = Paths::new(files(listing).take_while(|_| has_paths));
        let setting = |written: &LintSetting| Setting {
            written: written.clone(),
            is_used: false,
            no_file: no_file(&config.path, written, &files),
        };
        let mut index: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (at, written) in config.lint.iter().enumerate() {
            index.entry(written.rule.code).or_default().insert(written.path.value.clone(), at);
        }
        Self {
            settings: config.lint.iter().map(setting).collect(),
            index,
            settings_file: config.path.clone(),
            matching: Matching::new(config.baseline.clone(), folder),
            is_unread: false,
            had_errors: false,
        }
    }

    /// The problems that are new, each with its severity.
    pub(crate) fn apply(&mut self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut problems = problems;
        self.had_errors |= diagnostic::has_errors(&problems);
        if !self.settings.is_empty() {
            problems = problems.into_iter().filter_map(|problem| self.set(problem)).collect();
        }
        let new = self.matching.new_ones(problems);
        self.is_unread |= new.iter().any(|problem| {
            problem.severity == Severity::Error && rules::reading::RULES.contains(&problem.rule)
        });
        new
    }

    /// Whether there was an error, be it known or set to be something less.
    pub(crate) fn had_errors(&self) -> bool {
        self.had_errors
    }

    /// Gives a problem the severity that the site sets; none if it is off.
    fn set(&mut self, mut problem: Diagnostic) -> Option<Diagnostic> {
        if ALWAYS_ERRORS.contains(&problem.rule) {
            return Some(problem);
        }
        let file = problem.place.as_ref().map_or("", |place| &*place.path);
        let setting = self.deciding(problem.rule, below_content(file));
        let Some(setting) = setting.and_then(|at| self.settings.get_mut(at)) else { return Some(problem) };
        setting.is_used = true;
        let severity = setting.written.severity?;
        if let (Some(reason), true) = (&setting.written.reason, severity != problem.severity) {
            problem.hints.push(format!(
                "`{}` makes this {}: {reason}",
                self.settings_file,
                with_article(severity)
            ));
        }
        problem.severity = severity;
        Some(problem)
    }

    /// What is to be said of the settings and of the known problems, once all problems were found.
    pub(crate) fn finish(&mut self, catalog: &Catalog, seen: Seen) -> Vec<Diagnostic> {
        let hidden = hidden(catalog);
        let hides = |path: &str| hidden.has(below_content(path));
        let sees = |rule: &Rule, path: &str| {
            let is_seen = seen != Seen::Planned || !IN_RENDERING.contains(&rule);
            is_seen && !is_passing(rule) && (is_of_reading(rule) || !hides(path))
        };
        let mut found: Vec<Diagnostic> = Vec::new();
        for (at, setting) in self.settings.iter().enumerate() {
            found.extend(self.unused(at, setting, &sees));
        }
        if !self.is_unread {
            let is_fixed = |entry: &Known| {
                let rule = rules::all().into_iter().find(|rule| *rule.code == *entry.code);
                // Of a link to another site that answered, it can be said that it is mended.
                let answered = |rule: &Rule| seen == Seen::Asked && is_external(rule) && !hides(&entry.file);
                rule.is_none_or(|rule| sees(rule, &entry.file) || answered(rule))
            };
            found.extend(self.matching.fixed(&is_fixed));
        }
        self.apply(found)
    }

    /// The problems that were found and are known.
    pub(crate) fn known(&mut self) -> (Vec<Diagnostic>, Vec<Known>) {
        let mut known = self.matching.take_known();
        diagnostic::sort(&mut known);
        (known, self.matching.unseen())
    }

    fn unused(&self, at: usize, setting: &Setting, sees: &dyn Fn(&Rule, &str) -> bool) -> Option<Diagnostic> {
        let LintSetting { rule, severity, path, span, .. } = &setting.written;
        // Were it judged by whether it silences itself, it could never be left alone.
        if **rule == own::LINT_UNUSED || setting.is_used && setting.no_file.is_some() {
            return None;
        }
        if let Some(problem) = &setting.no_file {
            return Some(problem.clone());
        }
        let inherited = self.inherited(at);
        let name = severity.map_or("off", Severity::name);
        let message = if ALWAYS_ERRORS.contains(rule) && *severity != Some(Severity::Error) {
            format!("`{} = \"{name}\"` changes nothing: what is not read is always an error", rule.code)
        } else if *severity == inherited {
            format!("`{} = \"{name}\"` changes nothing: it is that anyway", rule.code)
        } else if *severity < inherited && !setting.is_used && !self.is_unread && sees(rule, &path.value) {
            let nothing = match &*path.value {
                "" => "nothing on the site".to_owned(),
                path => format!("nothing in `{path}`"),
            };
            format!("`{} = \"{name}\"` is not needed: {nothing} has this problem", rule.code)
        } else {
            return None;
        };
        let place = Place::new(self.settings_file.clone(), span.start as usize..span.end as usize);
        Some(Diagnostic::new(&own::LINT_UNUSED, message).at(place).hint("delete it"))
    }

    /// The setting of a rule that counts for a path: of those for itself and the folders around it, the one with the longest path.
    fn deciding(&self, rule: &Rule, path: &str) -> Option<usize> {
        let settings = self.index.get(rule.code)?;
        around(path).find_map(|path| settings.get(path).copied())
    }

    /// The severity that a rule would have without a setting: that of the next path around it, else the rule's own.
    fn inherited(&self, at: usize) -> Option<Severity> {
        let LintSetting { rule, path, .. } = &self.settings.get(at)?.written;
        let folder = around(&path.value).nth(1).filter(|folder| folder.len() < path.value.len());
        let next = folder.and_then(|folder| self.settings.get(self.deciding(rule, folder)?));
        next.map_or(Some(rule.severity), |setting| setting.written.severity)
    }
}

/// A path, the folders that it lies in from the nearest on, and last the whole site.
fn around(path: &str) -> impl Iterator<Item = &str> {
    let folders = path.rmatch_indices('/').filter_map(|(at, _)| path.get(..at));
    std::iter::once(path).chain(folders).chain([""])
}

/// Whether what a rule finds comes and goes by itself.
fn is_passing(rule: &Rule) -> bool {
    PASSING.contains(&rule) || is_external(rule)
}

fn is_external(rule: &Rule) -> bool {
    rules::external::RULES.contains(&rule)
}

/// Whether a rule is one on what was read, so that it speaks of drafts as of any other text.
fn is_of_reading(rule: &Rule) -> bool {
    let parts = [rules::reading::RULES, rules::manuscript::RULES, rules::apparatus::RULES];
    parts.concat().contains(&rule)
}

/// A file, as places name it, as settings do.
fn below_content(file: &str) -> &str {
    file.strip_prefix("content/").unwrap_or(file)
}

/// The files of manuscripts that are not published, by their paths in the content folder.
fn hidden(catalog: &Catalog) -> Paths {
    let is_hidden = |entry: &FileEntry| matches!(entry, FileEntry::Unpublished(_));
    let hidden = catalog.by_file.iter().filter(|(_, entry)| is_hidden(entry));
    Paths::new(hidden.map(|(file, _)| below_content(file).to_owned()))
}

fn with_article(severity: Severity) -> &'static str {
    match severity {
        Severity::Hint => "a hint",
        Severity::Warning => "a warning",
        Severity::Error => "an error",
    }
}

/// What is wrong with a path at which the site has nothing.
fn no_file(settings: &Arc<str>, setting: &LintSetting, files: &Paths) -> Option<Diagnostic> {
    let path = &*setting.path.value;
    let is_elsewhere = path.is_empty() || path.starts_with("themes/") || path.ends_with(".toml");
    if is_elsewhere || files.has(path) {
        return None;
    }
    let message = format!("there is no `content/{path}`, so that its settings change nothing");
    let span = setting.path.span;
    let place = Place::new(settings.clone(), span.start as usize..span.end as usize);
    let mut near: Vec<&str> = files.iter().flat_map(around).filter(|path| !path.is_empty()).collect();
    near.sort_unstable();
    near.dedup();
    // Who leaves out the end of a file's name means that file, and not the folder that it is in.
    let file = format!("{path}.md");
    let meant = if files.has(&file) { Some(file.as_str()) } else { nearest(path, near) };
    let problem = Diagnostic::new(&own::LINT_UNUSED, message).at(place).did_you_mean(meant);
    Some(if problem.hints.is_empty() {
        problem.hint("name a file or folder below `content/`; all in it is meant")
    } else {
        problem
    })
}

/// Every file of the content folder that the site is made of, by its path in it.
fn files(listing: &Listing) -> impl Iterator<Item = String> {
    let texts = listing.manuscripts.iter().flat_map(|manuscript| &manuscript.files);
    let texts = texts.map(|file| below_content(&file.path).to_owned());
    let assets = listing.assets.keys().map(ToString::to_string);
    texts.chain(assets).chain(listing.statics.keys().map(|address| format!("static{address}")))
}

/// A folder of a site, for what is read of it again.
pub(crate) fn excerpts(folder: &Path) -> Excerpts {
    Excerpts::of(PathBuf::from(folder))
}
