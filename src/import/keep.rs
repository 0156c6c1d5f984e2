//! Writes an import into a paper's folder: all of it or nothing, and never over somebody's work.
//!
//! In: an [`Import`] and a folder. Out: what became of each file. Never: what is in them.
//!
//! The last import is kept in `.import/`, a folder that builds pass over and that belongs under version control. When the
//! author sends a revised document, it tells what was edited by hand since: the manuscript is merged, a picture that was
//! replaced by hand stays.

mod files;
mod plan;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::merge::Names;
use super::{Failure, Import};
use crate::config;

/// The folder in which the last import is kept.
pub const KEPT: &str = ".import";

/// What became of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Every file, by its path below the paper's folder, in the order in which they were written.
    pub files: Vec<(String, State)>,
    /// The lines of the manuscript on which marked conflicts begin.
    pub conflicts: Vec<usize>,
    /// The lines of paragraphs that both the hand and the new import changed, in different words.
    pub woven: Vec<usize>,
    /// For each line of the imported manuscript (from 1) its line in the one that was written, where it has one.
    pub lines: Vec<Option<usize>>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It was not there.
    New,
    /// It is what it was.
    Unchanged,
    /// The new import's stands in place of the last one's.
    Replaced,
    /// It has the changes of both.
    Merged,
    /// It was edited by hand, and is as the hand left it.
    KeptAsEdited,
    /// Both changed it: the hand's is kept, and the new one was written under this name beside it.
    Beside(String),
    /// It was deleted by hand, and stays so.
    StaysDeleted,
    /// The new import has no use for it; it was left where it is.
    NoLongerUsed,
}

/// Writes an import into a folder, which is made if it is not there.
///
/// # Errors
/// If the folder holds work that was not imported or conflicts that are not resolved, or can't be read or written. Nothing was
/// written then.
pub fn keep(import: &Import, folder: &Path) -> Result<Outcome, Failure> {
    let found = files::look(import, folder)?;
    let names = Names {
        edited: &import.file,
        imported: import.report.sources.first().map_or("the new import", String::as_str),
    };
    let plan = plan::plan(import, &found, names)?;
    files::write(folder, &plan.writes, &found)?;
    Ok(plan.outcome)
}

/// The languages of the site in whose `content/` a folder is to be, its default first; empty if there is no such site.
pub fn site_languages(folder: &Path) -> Vec<String> {
    let Some(settings) = content_of(folder).map(|content| content.join("site.toml")) else {
        return Vec::new();
    };
    let Ok(text) = std::fs::read_to_string(settings) else { return Vec::new() };
    let path: Arc<str> = "content/site.toml".into();
    config::parse(&text, &path).value.languages.iter().map(ToString::to_string).collect()
}

/// The folder `content/` that a folder is in, by the settings in it.
pub fn content_of(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    folder.ancestors().find(|above| above.join("site.toml").is_file()).map(Path::to_path_buf)
}
