//! offprint turns the manuscripts of policy papers into a website.
//!
//! In: a site's folder and [`Options`]. Out: a [`Report`], and the folder `public/`, whole or as it was before.
//! Never: printing, arguments, exit codes; those are the binary's.
//!
//! The way of a paper: `source` lists the content folder; `parse` turns each manuscript into a record and a body;
//! `catalog` gathers the records, `resolve` looks up what they point to, `site` plans every address; `render` makes
//! each page from its frame and body alone; `write` publishes them all in one step.

#![forbid(unsafe_code)]

pub mod cache;
pub mod catalog;
pub mod config;
pub mod diagnostic;
pub mod fields;
pub mod highlight;
pub mod language;
pub mod paper;
pub mod parse;
mod pipeline;
pub mod render;
pub mod report;
pub mod resolve;
pub mod site;
pub mod source;
pub mod theme;
pub mod write;

use std::path::Path;

use pipeline::{Output, Prepared};
use report::{Failure, Options, Progress, Report};
use write::Staging;

/// Builds the site in a folder and publishes it, unless something is wrong with it.
pub fn build(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Report, Failure> {
    let mut prepared = pipeline::prepare(folder, options, progress)?;
    let mut published = None;
    if prepared.is_publishable(options) {
        let staging = Staging::begin(&options.out, folder)?;
        prepared.render(progress, &|address, output| match output {
            Output::Bytes(bytes) => staging.put(address, bytes),
            Output::File(path) => staging.copy(address, path),
        })?;
        if prepared.is_publishable(options) {
            progress.stage("publishing", 0);
            published = Some(staging.publish()?);
        }
    } else {
        prepared.render(progress, &|_, _| Ok(()))?;
    }
    prepared.save();
    Ok(Report { published, ..prepared.report() })
}

/// Does all that [`build`] does, and writes nothing.
pub fn check(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Report, Failure> {
    let mut prepared: Prepared = pipeline::prepare(folder, options, progress)?;
    prepared.render(progress, &|_, _| Ok(()))?;
    Ok(prepared.report())
}
