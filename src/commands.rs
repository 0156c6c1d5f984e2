//! What each command does.
//!
//! In: a command, and what its surroundings are. Out: an [`Outcome`], and all that is printed. Never: knowledge of how a site is built.

mod baseline;
mod closing;
mod completions;
mod explain;
mod external;
mod import;
mod manual;
mod new;
mod new_theme;
mod problems;
mod progress;
mod publish;
mod recipe;
mod serve;
mod site;
mod summary;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use jiff::Timestamp;
use offprint::report::Failure;

use crate::cli::{Color, Command};

/// What a command may know of the world besides its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    /// When the program began.
    pub(crate) start: Timestamp,
    /// The time that pages print, if the environment sets one.
    pub(crate) printed: Option<Timestamp>,
    /// The folder that the program runs in.
    pub(crate) here: PathBuf,
    /// The root of the repository that a job of GitHub or GitLab has checked out.
    pub(crate) repository: Option<PathBuf>,
    /// The file that the summary of a job of GitHub goes to.
    pub(crate) job_summary: Option<PathBuf>,
    /// The file of certificates that the environment names.
    pub(crate) certificates: Option<PathBuf>,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Clean,
    /// Something in the content is wrong.
    Faulty,
    /// The command could not do its work.
    Failed,
}

/// Runs a command.
pub(crate) fn run(command: &Command, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    match command {
        Command::Build(build) => site::build(build, surroundings),
        Command::Publish(publish) => publish::run(publish, surroundings),
        Command::Check(check) => site::check(check, surroundings),
        Command::Lock(lock) => site::lock(lock, surroundings),
        Command::Serve(serve) => serve::run(serve, surroundings),
        Command::New(new) => {
            let folder = new.folder.as_deref().unwrap_or(Path::new("."));
            match &new.theme {
                Some(name) => new_theme::run(folder, name, new.extends.as_deref()),
                None => new::run(folder),
            }
        }
        Command::Import(import) => import::run(import),
        Command::Explain(explain) => Ok(explain::run(explain)),
        Command::Recipe(recipe) => recipe::run(recipe, surroundings),
        Command::Completions(completions) => Ok(completions::run(completions.shell)),
        Command::Manual(manual) => manual::run(&manual.folder),
    }
}

/// Says why nothing could be done.
pub(crate) fn print_failure(failure: &Failure) {
    use anstyle::{AnsiColor, Effects, Style};
    let red = Style::new().fg_color(Some(AnsiColor::BrightRed.into())).effects(Effects::BOLD);
    let blue = Style::new().fg_color(Some(AnsiColor::BrightCyan.into())).effects(Effects::BOLD);
    let mut text = format!("{red}error{red:#}: {}\n", failure.message);
    for hint in &failure.hints {
        text.push_str(&format!("{blue}help{blue:#}: {hint}\n"));
    }
    print(&mut AutoStream::auto(io::stderr()), &text);
}

/// A reader that has gone away (`| head`) wants no more, and is no failure.
fn print(stream: &mut impl Write, text: &str) {
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

fn choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}

/// The columns of the terminal; where there is none, as many as read well.
fn width(otherwise: usize) -> usize {
    terminal_size::terminal_size().map_or(otherwise, |(width, _)| usize::from(width.0))
}
