//! `offprint import`: a document that an author has becomes a manuscript in a paper's folder.

use std::fs;
use std::io;
use std::path::Path;

use offprint::import::keep::{self, State};
use offprint::import::report::Report;
use offprint::import::{self, Import, Input, Options, Wrap};
use offprint::report::Failure;
use offprint::shown::Shown;

use super::{Outcome, print};
use crate::cli;

/// Bytes that a document may have.
const LARGEST: u64 = 512 << 20;

/// Imports documents, and prints what was done.
pub(super) fn run(arguments: &cli::Import) -> Result<Outcome, Failure> {
    let inputs = arguments.files.iter().map(|path| input(path)).collect::<Result<Vec<_>, _>>()?;
    let options = Options {
        lang: arguments.lang.clone(),
        wrap: match arguments.wrap {
            cli::Wrap::Paragraphs => Wrap::Paragraphs,
            cli::Wrap::Sentences => Wrap::Sentences,
        },
        languages: keep::site_languages(&arguments.into),
    };
    let import = import::read(&inputs, &options)?;
    if !import.report.balance.is_even() {
        return uneven(&import, arguments);
    }
    let outcome = keep::keep(&import, &arguments.into)?;
    let report = import.report.written(&outcome);
    print(&mut io::stdout(), &closing(&report, &import.file, &arguments.into));
    write_report(&report, arguments)?;
    Ok(if report.conflicts.is_empty() { Outcome::Clean } else { Outcome::Faulty })
}

fn input(path: &Path) -> Result<Input, Failure> {
    let unreadable = |error: io::Error| Failure::new(format!("can't read `{}`: {error}", path.shown()));
    let found = fs::metadata(path).map_err(unreadable)?;
    if found.is_dir() {
        return Err(Failure::new(format!("`{}` is a folder", path.shown())).hint("name the documents in it"));
    }
    if found.len() > LARGEST {
        return Err(Failure::new(format!("`{}` has more than {} MB", path.shown(), LARGEST >> 20))
            .hint("make its pictures smaller, or import it in parts"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Input { name, bytes: fs::read(path).map_err(unreadable)? })
}

/// Words would be lost: nothing is written, and the report says which.
fn uneven(import: &Import, arguments: &cli::Import) -> Result<Outcome, Failure> {
    write_report(&import.report, arguments)?;
    let words = import.report.unaccounted();
    Err(Failure::new(format!(
        "the words of the document and those of the manuscript do not add up, so nothing was imported\n{}",
        words.trim_end()
    ))
    .hint("this is a fault of offprint's: please report it, with the document if you may"))
}

fn write_report(report: &Report, arguments: &cli::Import) -> Result<(), Failure> {
    let Some(path) = &arguments.report else { return Ok(()) };
    let unwritable = |error: &dyn std::fmt::Display| {
        Failure::new(format!("can't write the report `{}`: {error}", path.shown()))
    };
    let json = serde_json::to_string_pretty(report).map_err(|error| unwritable(&error))?;
    fs::write(path, json + "\n").map_err(|error| unwritable(&error))
}

/// All that is said of an import.
fn closing(report: &Report, file: &str, into: &Path) -> String {
    let manuscript = into.join(file);
    let sources = report.sources.join(", ");
    let mut out = format!(
        "imported {sources} into {}\n{}",
        into.shown(),
        report.lines(&manuscript.shown().to_string())
    );
    let site = keep::content_of(into);
    let next = match (&site, report.conflicts.is_empty()) {
        (_, false) => format!("\nnext: resolve the conflicts in {}\n", manuscript.shown()),
        (Some(_), true) if unchanged(report) => String::new(),
        (Some(_), true) => {
            format!("\nnext: read {}, then `offprint check` and `offprint serve`\n", manuscript.shown())
        }
        (None, true) => format!(
            "\nnext: {} is in no site's content/ (no site.toml is above it): move it there to publish it\n",
            into.shown()
        ),
    };
    out.push_str(&next);
    out
}

fn unchanged(report: &Report) -> bool {
    report.files.iter().all(|(_, state)| *state == State::Unchanged)
}
