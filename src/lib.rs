//! offprint turns the manuscripts of policy papers into a website.
//!
//! In: a site's folder and [`Options`]. Out: a [`Report`], and the folder `public/`, whole or as it was before.
//! Never: printing, arguments, exit codes; those are the binary's.
//!
//! The way of a paper: `source` lists the content folder; `parse` turns each manuscript into a record and a body;
//! `catalog` gathers the records, `resolve` looks up what they point to, `site` plans every address; `render` makes
//! each page from its frame and body alone; `write` publishes them all in one step.
//!
//! A problem in the content is a value, never a failure: see [`diagnostic`]. [`Failure`] is for the outside world.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use offprint::diagnostic::Severity;
//! use offprint::report::{Options, Silent};
//!
//! let options = Options {
//!     drafts: false,
//!     now: "2026-12-01T09:00:00+01:00".parse()?,
//!     printed: None,
//!     locked: false,
//!     base_url: None,
//!     out: "my-site/public".into(),
//!     tolerated: Severity::Warning,
//! };
//! let report = offprint::build(Path::new("my-site"), &options, &Silent)?;
//! for problem in &report.problems {
//!     eprintln!("{}: {}", problem.rule.code, problem.message);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]

pub mod addresses;
pub mod cache;
pub mod catalog;
pub mod chart;
pub mod config;
pub mod diagnostic;
mod escape;
pub mod external;
pub mod fields;
pub mod highlight;
pub mod hosting;
pub mod import;
pub mod language;
mod number;
pub mod paper;
pub mod parse;
pub mod picture;
mod pipeline;
pub mod preview;
pub mod publish;
pub mod recipe;
mod refusal;
pub mod render;
pub mod rendition;
pub mod report;
pub mod resolve;
pub mod shown;
pub mod site;
pub mod source;
pub mod theme;
mod unchanged;
pub mod write;

use std::path::Path;

use cache::Cache;
use external::Asking;
use pipeline::{Output, Prepared, Seen};
use report::{Failure, Locked, Options, Progress, Renewal, Renewed, Report};
use unchanged::Start;
use write::Staging;

/// Builds the site in a folder and publishes it in [`Options::out`], unless something is worse than [`Options::tolerated`].
///
/// The report says what was found, and in [`Report::published`] what was written.
///
/// # Errors
/// If the content folder can't be read, or the output folder can't be written or is not offprint's.
pub fn build(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Report, Failure> {
    let start = Start::of(folder, options);
    if let Some(report) = start.as_ref().and_then(|start| start.report(&Cache::of_site(folder))) {
        return Ok(report);
    }
    let mut prepared = pipeline::prepare(folder, options, progress)?;
    prepared.recall(folder)?;
    let mut published = None;
    if prepared.is_publishable(options) {
        let staging = Staging::begin(&options.out, folder, &prepared.edition())?;
        prepared.render(progress, &|address, output| match output {
            Output::Bytes(bytes) => staging.put(address, bytes),
            Output::File(path) => staging.copy(address, path),
        })?;
        prepared.finish(Seen::Whole);
        if prepared.is_publishable(options) {
            progress.stage("publishing", 0);
            prepared.check_undisturbed()?;
            published = Some(staging.publish()?);
        }
    } else {
        prepared.render(progress, &|_, _| Ok(()))?;
        prepared.finish(Seen::Whole);
    }
    let cache = prepared.cache();
    let report = Report { published, ..prepared.report() };
    if let Some(cache) = cache {
        if let Some(start) = start {
            start.remember(&report, &cache);
        }
        cache.save();
    }
    Ok(report)
}

/// Adds every published address to `content/addresses.lock`, unless there are errors; nothing that is in it is taken out.
///
/// Drafts are never in it, nor is what an embargo holds back at [`Options::now`]: the file may be public.
///
/// # Errors
/// If the content folder can't be read, or the file can't be written.
pub fn lock(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Report, Failure> {
    let mut prepared = pipeline::prepare(folder, options, progress)?;
    let Some(lock) = prepared.extended_lock() else { return Ok(prepared.report()) };
    let written = write::file(&folder.join(addresses::PATH), lock.text.as_bytes())
        .map_err(|e| Failure::new(format!("can't write `{}`: {e}", addresses::PATH)))?;
    let locked = Some(Locked { addresses: lock.addresses, added: lock.new, written });
    Ok(Report { locked, ..prepared.report() })
}

/// Does all that [`build`] does, and publishes nothing; what was slow to make is kept in the cache.
///
/// # Errors
/// If the content folder can't be read.
pub fn check(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Report, Failure> {
    let mut prepared: Prepared = pipeline::prepare(folder, options, progress)?;
    prepared.recall(folder)?;
    prepared.render(progress, &|_, _| Ok(()))?;
    prepared.finish(Seen::Whole);
    Ok(checked(prepared))
}

fn checked(prepared: Prepared) -> Report {
    if let Some(cache) = prepared.cache() {
        cache.save();
    }
    prepared.report()
}

/// Does all that [`check`] does, asks other sites for what is linked to there, and writes what they answered into the ledger
/// `content/links.lock`, which [`check`] and [`build`] go by.
///
/// # Errors
/// If the content folder can't be read, the ledger can't be read or written, or no other site could be reached.
pub fn check_external(
    folder: &Path,
    options: &Options,
    asking: &Asking,
    progress: &dyn Progress,
) -> Result<Report, Failure> {
    let mut prepared = pipeline::prepare(folder, options, progress)?;
    prepared.render(progress, &|_, _| Ok(()))?;
    prepared.ask(folder, options, asking, progress)?;
    prepared.finish(Seen::Asked);
    Ok(checked(prepared))
}

/// Writes `content/baseline.toml`: the problems of a report, as those that are known from now on and fail no build.
///
/// # Errors
/// If the report is of a site that could not be read, there is no file to prune, or it can't be written.
pub fn renew_baseline(folder: &Path, report: &Report, renewal: Renewal) -> Result<Renewed, Failure> {
    pipeline::renew_baseline(folder, report, renewal)
}
