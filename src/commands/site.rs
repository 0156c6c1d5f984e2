//! `offprint build` and `offprint check`.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anstream::{AutoStream, ColorChoice};
use offprint::diagnostic::printers::{self, Paint, Screen};
use offprint::diagnostic::{self, Severity};
use offprint::report::{Failure, Options, Progress, Report, Silent};
use offprint::source;

use super::closing::{Purpose, closing};
use super::progress::Bar;
use super::{Outcome, Surroundings, choice, print, width};
use crate::cli::{Build, Check, Deny, Format};

/// A line of a problem where there is no terminal whose width it could have.
const WIDTH_IN_A_PIPE: usize = 120;

/// A function of the library that makes a report.
type Run = fn(&Path, &Options, &dyn Progress) -> Result<Report, Failure>;

/// `offprint build`
pub(super) fn build(arguments: &Build, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    let check = &arguments.check;
    let out = arguments.out.clone().unwrap_or_else(|| within(&check.site, "public"));
    let options = options(check, surroundings, out.clone());
    run(offprint::build, check, &options, Purpose::Build(&out))
}

/// `offprint check`
pub(super) fn check(arguments: &Check, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    let options = options(arguments, surroundings, within(&arguments.site, "public"));
    run(offprint::check, arguments, &options, Purpose::Check)
}

/// A path in the site's folder, as the user would call it.
fn within(site: &Path, name: &str) -> PathBuf {
    if site == Path::new(".") { PathBuf::from(name) } else { site.join(name) }
}

/// Whether there is anything to read.
pub(super) fn check_content(site: &Path) -> Result<(), Failure> {
    if site.join("content").is_dir() {
        return Ok(());
    }
    Err(Failure::new(format!("there is no folder `{}`", within(site, "content").display()))
        .hint("name the folder that holds `content/`, or make a new site with `offprint new`"))
}

fn options(arguments: &Check, surroundings: &Surroundings, out: PathBuf) -> Options {
    Options {
        drafts: arguments.drafts,
        now: arguments.now.unwrap_or(surroundings.start),
        printed: surroundings.printed,
        base_url: arguments.base_url.clone(),
        out,
        tolerated: match arguments.deny {
            Some(Deny::Warnings) => Severity::Hint,
            None => Severity::Warning,
        },
    }
}

fn run(run: Run, arguments: &Check, options: &Options, purpose: Purpose<'_>) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let site = &arguments.site;
    check_content(site)?;
    let mut report = if arguments.quiet || arguments.format != Format::Human {
        run(site, options, &Silent)?
    } else {
        run(site, options, &Bar::new())?
    };
    diagnostic::sort(&mut report.problems);
    print_problems(&report, arguments);
    if !arguments.quiet {
        let closing = closing(&report, options, purpose, begun.elapsed());
        // What programs read is problems alone.
        match arguments.format {
            Format::Json => print(&mut io::stderr(), &closing),
            Format::Human | Format::Short => print(&mut io::stdout(), &closing),
        }
    }
    Ok(if report.is_publishable(options.tolerated) { Outcome::Clean } else { Outcome::Faulty })
}

fn print_problems(report: &Report, arguments: &Check) {
    let texts =
        |path: &str| report.texts.get(path).cloned().or_else(|| source::as_shown(&arguments.site.join(path)));
    let problems = &report.problems;
    match arguments.format {
        Format::Json => print(&mut io::stdout(), &printers::json(problems, &texts)),
        Format::Short => print(&mut io::stderr(), &printers::short(problems, &texts)),
        Format::Human => {
            let mut stream = AutoStream::new(io::stderr(), choice(arguments.color));
            let paint =
                if stream.current_choice() == ColorChoice::Never { Paint::Plain } else { Paint::Colours };
            let screen = Screen { width: width(WIDTH_IN_A_PIPE), paint };
            print(&mut stream, &printers::human(problems, &texts, screen));
        }
    }
}
