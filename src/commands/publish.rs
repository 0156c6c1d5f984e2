//! `offprint publish`: builds the site, sends what changed, and says what it sent.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::Timestamp;
use offprint::publish::{self, Destination, Encoding, Order, Plan, Sent, Step};
use offprint::report::{Failure, Progress, Silent};
use offprint::shown::Shown;
use offprint::write::Edition;

use super::progress::Bar;
use super::{Outcome, Surroundings, print, site};
use crate::cli::{Build, Compress, Format, Publish};

/// Builds, unless told not to, and sends.
pub(super) fn run(arguments: &Publish, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    let begun = Instant::now();
    let destination = Destination::parse(&arguments.destination)?;
    let check = &arguments.build.check;
    let built = arguments.build.out.clone().unwrap_or_else(|| site::within(&check.site, "public"));
    if let Destination::Folder(folder) = &destination {
        check_apart(&check.site, folder)?;
    }
    let say = |text: &str| match (check.quiet, check.format) {
        (true, _) => {}
        (_, Format::Human | Format::Short) => print(&mut io::stdout(), text),
        _ => print(&mut io::stderr(), text),
    };
    if arguments.no_build {
        check_alone(&arguments.build)?;
        let edition = publish::edition(&built)?;
        check_drafts(&built, &edition, check.drafts)?;
        check_embargo(&built, &edition, surroundings.start)?;
    } else if site::build(&arguments.build, surroundings)? != Outcome::Clean {
        say(&format!("nothing was sent to {destination}\n"));
        return Ok(Outcome::Faulty);
    }
    let progress: Box<dyn Progress> =
        if check.quiet || check.format != Format::Human { Box::new(Silent) } else { Box::new(Bar::new()) };
    let order = Order {
        built: &built,
        destination: &destination,
        endpoint: arguments.endpoint.as_deref(),
        compress: &encodings(&arguments.compress),
        take_over: arguments.take_over,
        edition: publish::edition(&built)?,
    };
    let plan = publish::plan(&order, &*progress)?;
    if arguments.dry_run {
        drop(progress);
        say(&listed(&plan, &destination));
        return Ok(Outcome::Clean);
    }
    let left = left(&plan);
    let sent = plan.send(&*progress)?;
    drop(progress);
    say(&format!("{left}{}; {:.2} s\n", closing(sent, &destination), begun.elapsed().as_secs_f64()));
    Ok(Outcome::Clean)
}

fn encodings(compress: &[Compress]) -> Vec<Encoding> {
    let mut encodings: Vec<Encoding> = compress
        .iter()
        .filter_map(|compress| match compress {
            Compress::Gzip => Some(Encoding::Gzip),
            Compress::Br => Some(Encoding::Brotli),
            Compress::None => None,
        })
        .collect();
    encodings.sort_unstable();
    encodings.dedup();
    encodings
}

/// A site that was built with drafts is sent only by one who says so.
fn check_drafts(built: &Path, edition: &Edition, drafts: bool) -> Result<(), Failure> {
    if drafts || !edition.drafts {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` was built with drafts, so it is not sent", built.shown()))
        .hint("build it again without `--drafts`, or leave `--no-build` out")
        .hint("for a copy that reviewers are to see, add `--drafts`"))
}

/// What was built for a time to come waits for it.
fn check_embargo(built: &Path, edition: &Edition, now: Timestamp) -> Result<(), Failure> {
    match edition.embargo.filter(|until| *until > now) {
        None => Ok(()),
        Some(until) => Err(Failure::new(format!(
            "`{}` has what is embargoed until {until}, so it is not sent",
            built.shown()
        ))
        .hint("build it again without `--now`, or leave `--no-build` out")),
    }
}

/// An option that nothing obeys is refused: a job must not believe that it was heeded.
fn check_alone(build: &Build) -> Result<(), Failure> {
    let check = &build.check;
    let given = [
        (build.manifest.is_some(), "--manifest"),
        (check.now.is_some(), "--now"),
        (check.base_url.is_some(), "--base-url"),
        (check.deny.is_some(), "--deny"),
        (check.locked, "--locked"),
        (!check.report.is_empty(), "--report"),
    ];
    match given.into_iter().find(|(is_given, _)| *is_given) {
        None => Ok(()),
        Some((_, option)) => Err(Failure::new(format!("`{option}` has no meaning with `--no-build`"))
            .hint(format!("give `{option}` to `offprint build`, or leave `--no-build` out"))),
    }
}

/// What is sent must not become a part of what the next build reads.
fn check_apart(site: &Path, folder: &Path) -> Result<(), Failure> {
    let whole = |path: &Path| {
        path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
    };
    let read: [PathBuf; 2] = ["content", "themes"].map(|name| whole(&site.join(name)));
    if read.iter().any(|read| whole(folder).starts_with(read)) {
        return Err(Failure::new(format!(
            "`{}` can't be the destination: the site is made from files there",
            folder.shown()
        ))
        .hint("choose a folder outside `content/` and `themes/`"));
    }
    Ok(())
}

/// Each step on a line, with its reason.
fn listed(plan: &Plan, destination: &Destination) -> String {
    let mut out = String::new();
    let (mut sends, mut total, mut deletions) = (0, 0, 0);
    for step in plan.steps() {
        let (word, path) = match step {
            Step::Send { reason, path, bytes } => {
                sends += 1;
                total += bytes;
                (reason.words(), path)
            }
            Step::Delete { path } => {
                deletions += 1;
                ("delete", path)
            }
            Step::Leave { path } => ("leave", path),
        };
        let _ = writeln!(out, "{word:<13}  {path}");
    }
    let files = counted(plan.files(), "file");
    let _ = if sends + deletions == 0 {
        writeln!(out, "{destination} is up to date ({files}); nothing would be sent")
    } else {
        let deleted = if deletions == 0 { String::new() } else { format!(" and delete {deletions}") };
        writeln!(
            out,
            "would send {sends} of {files} ({}) to {destination}{deleted}; nothing was sent",
            size(total)
        )
    };
    out
}

/// Files that the site has no more, and that stay since they are somebody else's now.
fn left(plan: &Plan) -> String {
    let mut out = String::new();
    for step in plan.steps() {
        if let Step::Leave { path } = step {
            let _ = writeln!(
                out,
                "left `{path}`: it is no part of the site any more, and somebody changed it there"
            );
        }
    }
    out
}

fn closing(sent: Sent, destination: &Destination) -> String {
    let files = counted(sent.files, "file");
    if sent.sent + sent.deleted == 0 {
        return format!("{destination} is up to date ({files}); nothing was sent");
    }
    let deleted = if sent.deleted == 0 { String::new() } else { format!(", deleted {}", sent.deleted) };
    format!("sent {} of {files} ({}) to {destination}{deleted}", sent.sent, size(sent.bytes))
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Bytes, as people say them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_says_what_was_sent() {
        let destination = Destination::parse("s3://b/x").unwrap();
        let sent = Sent { files: 154, sent: 12, bytes: 48_700, deleted: 1, left: 0 };
        assert_eq!(closing(sent, &destination), "sent 12 of 154 files (49 kB) to s3://b/x/, deleted 1");
        let none = Sent { files: 154, ..Sent::default() };
        assert_eq!(closing(none, &destination), "s3://b/x/ is up to date (154 files); nothing was sent");
        assert_eq!([size(999), size(1_000), size(1_950_000)], ["999 bytes", "1 kB", "1.9 MB"]);
    }

    #[test]
    fn nothing_is_sent_to_where_the_site_is_made_from() {
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(site.path().join("content/static")).unwrap();
        assert!(check_apart(site.path(), &site.path().join("content/static")).is_err());
        assert!(check_apart(site.path(), &site.path().join("docs")).is_ok());
    }
}
