//! `offprint build`, `offprint check` and `offprint lock`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};
use offprint::diagnostic::printers::{Paint, Screen};
use offprint::diagnostic::{self, Severity};
use offprint::report::{Failure, Options, Progress, Renewal, Report, Silent};
use offprint::shown::Shown;
use offprint::source;
use offprint::write::manifest;

use super::baseline;
use super::closing::{Purpose, closing};
use super::external;
use super::problems::{self, Found, PLAIN, WIDTH_IN_A_PIPE};
use super::progress::Bar;
use super::summary::summary;
use super::{Outcome, Surroundings, choice, print, width};
use crate::cli::{Baseline, Build, Check, CheckAll, Color, Deny, Format, Lock};

/// What makes a report.
pub(super) type Run<'a> = &'a dyn Fn(&Path, &Options, &dyn Progress) -> Result<Report, Failure>;

/// `offprint build`
pub(super) fn build(arguments: &Build, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    let check = &arguments.check;
    let out = arguments.out.clone().unwrap_or_else(|| within(&check.site, "public"));
    let options = options(check, surroundings, out.clone());
    let Some(file) = &arguments.manifest else {
        return Ok(run(&offprint::build, check, &options, Purpose::Build(&out), surroundings)?.0);
    };
    check_content(&check.site)?;
    manifest::check(file, &out, &check.site)?;
    let (outcome, report) = run(&offprint::build, check, &options, Purpose::Build(&out), surroundings)?;
    if report.published.is_some() {
        list_files(file, &out, check)?;
    }
    Ok(outcome)
}

/// Writes the manifest of what was published.
fn list_files(file: &Path, out: &Path, arguments: &Check) -> Result<(), Failure> {
    let files = manifest::write(file, out).map_err(|error| {
        Failure::from(error).hint("the site was published; only its manifest was not written")
    })?;
    if !arguments.quiet {
        let said = format!("wrote {} (the SHA-256 of {files} files)\n", file.shown());
        match arguments.format {
            Format::Human | Format::Short => print(&mut io::stdout(), &said),
            _ => print(&mut io::stderr(), &said),
        }
    }
    Ok(())
}

/// `offprint check`
pub(super) fn check(arguments: &CheckAll, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    let check = &arguments.check;
    let options = options(check, surroundings, within(&check.site, "public"));
    let asking = arguments
        .external
        .map(|which| external::asking(which, arguments.allow_private, surroundings))
        .transpose()?;
    let look = |folder: &Path, options: &Options, progress: &dyn Progress| match &asking {
        Some(asking) => offprint::check_external(folder, options, asking, progress),
        None => offprint::check(folder, options, progress),
    };
    let show = |folder: &Path, options: &Options, progress: &dyn Progress| {
        look(folder, options, progress).map(baseline::with_known)
    };
    match arguments.baseline {
        None => Ok(run(&look, check, &options, Purpose::Check, surroundings)?.0),
        Some(Baseline::Show) => Ok(run(&show, check, &options, Purpose::Check, surroundings)?.0),
        Some(Baseline::Write) => baseline::renew(&look, check, &options, Renewal::All),
        Some(Baseline::Prune) => baseline::renew(&look, check, &options, Renewal::Prune),
    }
}

/// `offprint lock`. What a time to come or a draft would publish has no place in it, so that neither can be asked for.
pub(super) fn lock(arguments: &Lock, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    let check = Check {
        site: arguments.site.clone(),
        drafts: false,
        now: None,
        base_url: None,
        deny: None,
        locked: false,
        format: Format::Human,
        report: Vec::new(),
        color: Color::Auto,
        quiet: arguments.quiet,
    };
    let options = options(&check, surroundings, within(&check.site, "public"));
    Ok(run(&offprint::lock, &check, &options, Purpose::Lock, surroundings)?.0)
}

/// A path in the site's folder, as the user would call it.
pub(super) fn within(site: &Path, name: &str) -> PathBuf {
    if site == Path::new(".") { PathBuf::from(name) } else { site.join(name) }
}

/// Whether there is anything to read.
pub(super) fn check_content(site: &Path) -> Result<(), Failure> {
    if site.join("content").is_dir() {
        return Ok(());
    }
    Err(Failure::new(format!("there is no folder `{}`", within(site, "content").shown()))
        .hint("name the folder that holds `content/`, or make a new site with `offprint new`"))
}

fn options(arguments: &Check, surroundings: &Surroundings, out: PathBuf) -> Options {
    Options {
        drafts: arguments.drafts,
        now: arguments.now.unwrap_or(surroundings.start),
        printed: surroundings.printed,
        locked: arguments.locked,
        base_url: arguments.base_url.clone(),
        out,
        tolerated: match arguments.deny {
            Some(Deny::Warnings) => Severity::Hint,
            None => Severity::Warning,
        },
    }
}

fn run(
    run: Run<'_>,
    arguments: &Check,
    options: &Options,
    purpose: Purpose<'_>,
    surroundings: &Surroundings,
) -> Result<(Outcome, Report), Failure> {
    let begun = Instant::now();
    let site = &arguments.site;
    check_content(site)?;
    let mut report = if arguments.quiet || arguments.format != Format::Human {
        run(site, options, &Silent)?
    } else {
        run(site, options, &Bar::new())?
    };
    diagnostic::sort(&mut report.problems);
    let texts = |path: &str| report.texts.get(path).cloned().or_else(|| source::as_shown(&site.join(path)));
    let prefix = problems::prefix(site, surroundings.repository.as_deref(), &surroundings.here);
    let command = purpose.command();
    // What programs read has each problem by itself.
    let told = Report { problems: diagnostic::folded(report.problems.clone()), ..report.clone() };
    let found = |format: Format| {
        let report = if problems::is_for_programs(format) { &report } else { &told };
        Found { report, options, command, texts: &texts, prefix: &prefix }
    };
    let shown = found(arguments.format);
    print_problems(shown, arguments);
    let is_publishable = report.is_publishable(options.tolerated);
    if !arguments.quiet {
        let mut last = closing(shown.report, options, purpose, begun.elapsed());
        if !is_publishable && arguments.format == Format::Github {
            last.push_str(&format!("the same on your own machine: {}\n", again(arguments)));
        }
        // What programs read is their format alone.
        match problems::is_for_programs(arguments.format) {
            true => print(&mut io::stderr(), &last),
            false => print(&mut io::stdout(), &last),
        }
    }
    if let (Format::Github, Some(path)) = (arguments.format, &surroundings.job_summary) {
        let text = summary(shown, purpose, &again(arguments));
        let file = OpenOptions::new().append(true).create(true).open(path);
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|e| unwritten(path, &e))?;
    }
    for (format, path) in &arguments.report {
        fs::write(path, problems::text(found(*format), *format, PLAIN)).map_err(|e| unwritten(path, &e))?;
    }
    let outcome = if is_publishable { Outcome::Clean } else { Outcome::Faulty };
    Ok((outcome, report))
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("can't write the report `{}`: {error}", path.shown()))
}

/// The command that finds the same problems elsewhere.
fn again(arguments: &Check) -> String {
    let mut command = "offprint check".to_owned();
    if arguments.site != Path::new(".") {
        command.push_str(&format!(" {}", quoted(&arguments.site.shown().to_string())));
    }
    if let Some(now) = arguments.now {
        command.push_str(&format!(" --now {now}"));
    }
    if let Some(url) = &arguments.base_url {
        command.push_str(&format!(" --base-url {}", quoted(url)));
    }
    if arguments.drafts {
        command.push_str(" --drafts");
    }
    if arguments.deny == Some(Deny::Warnings) {
        command.push_str(" --deny warnings");
    }
    if arguments.locked {
        command.push_str(" --locked");
    }
    command
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:+=@%,".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

fn print_problems(found: Found<'_>, arguments: &Check) {
    let format = arguments.format;
    match format {
        Format::Json | Format::Sarif | Format::Gitlab => {
            print(&mut io::stdout(), &problems::text(found, format, PLAIN));
        }
        Format::Short => print(&mut io::stderr(), &problems::text(found, format, PLAIN)),
        Format::Human => show(io::stderr(), found, arguments),
        // A log has what comes by one stream in its order.
        Format::Github => show(io::stdout(), found, arguments),
    }
}

/// Prints what people read, in colours where they are wanted.
fn show(stream: impl RawStream + AsLockedWrite, found: Found<'_>, arguments: &Check) {
    let mut stream = AutoStream::new(stream, choice(arguments.color));
    let paint = if stream.current_choice() == ColorChoice::Never { Paint::Plain } else { Paint::Colours };
    let screen = Screen { width: width(WIDTH_IN_A_PIPE), paint };
    print(&mut stream, &problems::text(found, arguments.format, screen));
}
