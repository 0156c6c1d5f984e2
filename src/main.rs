//! The program: reads arguments and environment, runs a command, prints, and exits with its code.

#![forbid(unsafe_code)]

mod cli;
mod commands;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use commands::{Outcome, Surroundings};
use jiff::Timestamp;
use offprint::report::Failure;

/// Parsing and rendering make millions of small values from many threads; a fifth of the time went into the system's
/// allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let outcome = surroundings().and_then(|surroundings| commands::run(&arguments.command, &surroundings));
    let outcome = outcome.unwrap_or_else(|failure| {
        commands::print_failure(&failure);
        Outcome::Failed
    });
    ExitCode::from(match outcome {
        Outcome::Clean => 0,
        Outcome::Faulty => 1,
        Outcome::Failed => 2,
    })
}

/// The only look at clock and environment.
fn surroundings() -> Result<Surroundings, Failure> {
    let printed = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => Some(epoch(&seconds)?),
        Err(_) => None,
    };
    let path = |name| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    Ok(Surroundings {
        start: Timestamp::now(),
        printed,
        here: std::env::current_dir().unwrap_or_default(),
        repository: path("GITHUB_WORKSPACE").or_else(|| path("CI_PROJECT_DIR")),
        job_summary: path("GITHUB_STEP_SUMMARY"),
        certificates: path("SSL_CERT_FILE"),
    })
}

fn epoch(seconds: &str) -> Result<Timestamp, Failure> {
    let instant = seconds.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    instant.ok_or_else(|| {
        Failure::new(format!(
            "SOURCE_DATE_EPOCH is `{}`, which is no number of seconds",
            seconds.escape_debug()
        ))
        .hint("set it to seconds since 1970, such as the output of `git log -1 --format=%ct`, or unset it")
    })
}
