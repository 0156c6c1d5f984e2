//! The command line, as types. The one door for clap.
//!
//! In: the program's arguments. Out: [`Arguments`]. Never: doing anything about them.

mod lock;

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub(crate) use lock::Lock;

/// Turns policy papers in Markdown into a website that is pleasant to read, citable, accessible and printable.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, max_term_width = 100, propagate_version = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The command line as data, for what is made of it: completions and manual pages.
pub(crate) fn definition() -> clap::Command {
    Arguments::command()
}

/// The same without the commands that are hidden, which completions would offer all the same.
pub(crate) fn visible() -> clap::Command {
    let whole = definition();
    let bare = clap::Command::new("offprint").version(env!("CARGO_PKG_VERSION")).propagate_version(true);
    let commands = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    bare.disable_help_subcommand(true).subcommands(commands)
}

const EXAMPLES: &str = "\
Examples:
  offprint new papers            a small site in the folder `papers`, to start from
  offprint serve papers          see it in the browser, with every change as you save it
  offprint build papers          write papers/public/, ready for any web server
  offprint check papers          find everything that is wrong, and write nothing
  offprint import paper.docx --into papers/content/papers/my-paper
                                 a manuscript made of what an author has
  offprint explain link-missing  why a problem matters, and what to do about it

Exit codes: 0 all is well; 1 something in the content is wrong; 2 offprint could not run.";

const BUILD_EXAMPLES: &str = "\
Examples:
  offprint build                                      the site in this folder
  offprint build --drafts --base-url https://review.example.org/ --out review
                                                      a copy for reviewers, drafts included
  offprint build --now 2026-12-01                     what an embargo lets out on that day
  offprint build --deny warnings                      publish only what is clean
  offprint build --manifest site.sha256               and later, in public/: sha256sum -c ../site.sha256

An error leaves the output folder as it was. Files that did not change keep their times, so that rsync and the like send \
only changes. SOURCE_DATE_EPOCH, if set, is the time of the build that a feed without papers prints; it never ends an embargo.";

const CHECK_EXAMPLES: &str = "\
Examples:
  offprint check                     the site in this folder
  offprint check --format short      one line for each problem, for editors
  offprint check --format json       one JSON document, on standard output
  offprint check --format github     annotations, and the summary of the job
  offprint check --report gitlab=gl-code-quality-report.json
                                     for people here, for GitLab in the file
  offprint check --external          and ask other sites whether links to them still lead somewhere
  offprint check --baseline write    take what is wrong today as known: only what is new fails from now on

SSL_CERT_FILE, if set, names certificates that --external trusts instead of its own list; HTTPS_PROXY and NO_PROXY are heeded.";

const SERVE_EXAMPLES: &str = "\
Examples:
  offprint serve                        the site in this folder, at the address that is printed
  offprint serve --open                 and a browser that shows it
  offprint serve --follow               the browser goes to what you save
  offprint serve --now 2026-12-01       the site as it will be on that day
  offprint serve --host 0.0.0.0         for others in your network too, drafts included

Alt-click a paragraph, or press Alt+E, to open it in your editor: the first that is set of OFFPRINT_EDITOR, VISUAL and \
EDITOR, such as `code`, `vim` or a command with {file}, {line} and {column}. An editor for the terminal opens in TERMINAL.";

const NEW_EXAMPLES: &str = "\
Examples:
  offprint new papers                              a site in the new folder `papers`
  offprint build papers                            and its first build
  offprint new --theme house papers                a theme for that site, in papers/themes/house/
  offprint new --theme house --extends longform    one that is laid over another";

const IMPORT_EXAMPLES: &str = "\
Examples:
  offprint import paper.docx --into content/papers/safe-cities
                                          a Word file as a new paper
  offprint import paper-v2.docx --into content/papers/safe-cities
                                          its revision: merged with what was edited since
  offprint import paper.pdf --into content/papers/safe-cities --report report.json
                                          a PDF, with the whole report for programs
  offprint import artykul.docx --into content/papers/safe-cities --lang pl
                                          a translation, beside the paper

The report accounts for every word of the document: each is in the manuscript or in the report. What was imported is kept in \
.import/ in the paper's folder; keep it under version control, since the next import tells edits by hand from it.

Exit codes: 0 imported; 1 imported, with conflicts to resolve; 2 nothing was imported.";

const PUBLISH_EXAMPLES: &str = "\
Examples:
  offprint publish /srv/www                       build, and send what changed to a folder
  offprint publish /srv/www --compress gzip,br    and compressed files beside, for nginx and Caddy
  offprint publish s3://bucket/prefix             to S3; gs:// and az:// for Google and Azure
  offprint publish s3://bucket --endpoint https://ACCOUNT.r2.cloudflarestorage.com
                                                  to a service that speaks S3
  offprint publish s3://bucket --dry-run          list what would be sent, and why
  offprint publish s3://review --drafts --base-url https://review.example.org/
                                                  a copy for reviewers

Assets are sent first, then pages, then feeds, and what is no more part of the site is deleted last: readers see a whole site at \
each moment. A run that was interrupted is taken up by the next one. Nothing is replaced or deleted that offprint did not \
publish. Credentials come from the environment, such as AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  offprint explain                  every problem that offprint knows
  offprint explain note-undefined   one of them";

const RECIPE_EXAMPLES: &str = "\
Examples:
  offprint recipe                     what there is
  offprint recipe github              a workflow that checks and publishes the site in this folder
  offprint recipe github --write      the same, into .github/workflows/
  offprint recipe gitlab papers       for a site in a folder of its repository";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  offprint completions bash > ~/.local/share/bash-completion/completions/offprint
  offprint completions zsh > ~/.zfunc/_offprint       with ~/.zfunc in fpath
  offprint completions fish > ~/.config/fish/completions/offprint.fish
  offprint completions powershell >> $PROFILE";

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site: read content/ and themes/, write public/
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Build the site, and send what changed to a folder or to object storage
    #[command(after_help = PUBLISH_EXAMPLES)]
    Publish(Publish),
    /// Find everything that is wrong, and write nothing
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckAll),
    /// Add what is published to addresses.lock, which keeps an address from being lost
    #[command(after_help = lock::EXAMPLES)]
    Lock(Lock),
    /// Show the site in the browser while it is written
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Make a small site to start from, or a theme for a site
    #[command(after_help = NEW_EXAMPLES)]
    New(New),
    /// Make a manuscript of a Word file, a PDF, its text, or Markdown of another tool
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(Import),
    /// Say why a problem matters and what to do about it
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Print what CI and web servers need to check, publish and serve the site
    #[command(after_help = RECIPE_EXAMPLES)]
    Recipe(Recipe),
    /// Print what lets a shell complete commands and options
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Write the manual pages, one for each command
    #[command(hide = true)]
    Manual(Manual),
}

/// `offprint build`
#[derive(Debug, Args)]
pub(crate) struct Build {
    /// The folder to write [default: public, in the site's folder]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Write the SHA-256 of each published file to FILE, for `sha256sum -c`
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) manifest: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) check: Check,
}

/// `offprint publish`
#[derive(Debug, Args)]
pub(crate) struct Publish {
    /// A folder, or s3://bucket/prefix, gs://bucket/prefix or az://container/prefix
    #[arg(value_name = "DESTINATION", value_hint = clap::ValueHint::DirPath)]
    pub(crate) destination: String,
    #[command(flatten)]
    pub(crate) build: Build,
    /// Send the folder that an earlier build wrote, as it is
    #[arg(long)]
    pub(crate) no_build: bool,
    /// List what would be sent and why, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Compress texts: in a folder beside the files (`gzip,br`), in object storage instead of them (one of both)
    #[arg(long, value_enum, value_delimiter = ',', value_name = "HOW", default_value = "none")]
    pub(crate) compress: Vec<Compress>,
    /// Replace what is in the way at the destination and offprint did not publish, another site included
    #[arg(long)]
    pub(crate) take_over: bool,
    /// The address of a service that speaks S3 [default: AWS_ENDPOINT_URL, else Amazon's]
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    pub(crate) endpoint: Option<String>,
}

/// `offprint check`
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The site's folder, in which content/ is
    #[arg(default_value = ".", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    /// Include drafts, marked as such; search engines are asked to keep out of the whole site
    #[arg(long)]
    pub(crate) drafts: bool,
    /// The time that embargoes are measured by, such as 2026-12-01T09:00:00+01:00 or 2026-12-01 (UTC) [default: the time of the run]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) now: Option<Timestamp>,
    /// Where the site will be published, instead of base_url in site.toml
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    pub(crate) base_url: Option<String>,
    /// `--deny warnings` treats warnings as errors
    #[arg(long, value_name = "WHAT", hide_possible_values = true)]
    pub(crate) deny: Option<Deny>,
    /// Fail if a published address is not in content/addresses.lock
    #[arg(long)]
    pub(crate) locked: bool,
    /// How problems are printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Write them to a file as well, such as `--report json=report.json`; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = format_and_file)]
    pub(crate) report: Vec<(Format, PathBuf)>,
    /// Whether to use colours; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Print problems and nothing else
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// `offprint check`
#[derive(Debug, Args)]
pub(crate) struct CheckAll {
    #[command(flatten)]
    pub(crate) check: Check,
    /// Known problems, which fail nothing: `write` all of today's into content/baseline.toml, `prune` those that are mended from it,
    /// or `show` them too; with --external, what other sites answer is among them
    #[arg(long, value_name = "WHAT", hide_possible_values = true)]
    pub(crate) baseline: Option<Baseline>,
    /// Also ask other sites for what is linked to there, and write what they answer into content/links.lock; `--external=all`
    /// asks for what was good of late, too
    #[arg(long, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "due", hide_possible_values = true)]
    pub(crate) external: Option<Which>,
    /// With --external: ask addresses of this machine and of private networks, too
    #[arg(long, requires = "external")]
    pub(crate) allow_private: bool,
}

/// Which links to other sites are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Which {
    /// Those that were not good of late.
    Due,
    /// All.
    All,
}

/// What is done about known problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Baseline {
    /// All problems of today become known.
    Write,
    /// Those that are mended are forgotten.
    Prune,
    /// They are printed.
    Show,
}

/// `offprint serve`
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The site's folder, in which content/ is
    #[arg(default_value = ".", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    /// The port, and no other; 0: any that is free [default: 4747, or the next that is free]
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u16>,
    /// The address or name to serve at [default: localhost, for this machine alone]
    #[arg(long, value_name = "HOST", value_hint = clap::ValueHint::Hostname)]
    pub(crate) host: Option<String>,
    /// Open the site in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Have the browser go to the paper that was just saved, at the place of the change
    #[arg(long)]
    pub(crate) follow: bool,
    /// Include drafts, marked as such, which is what happens without it too
    #[arg(long, hide = true, overrides_with = "no_drafts")]
    pub(crate) drafts: bool,
    /// Leave drafts out, as a build does
    #[arg(long, overrides_with = "drafts")]
    pub(crate) no_drafts: bool,
    /// The time that embargoes are measured by, such as 2026-12-01T09:00:00+01:00 or 2026-12-01 (UTC) [default: the clock]
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) now: Option<Timestamp>,
    /// Where the site will be published, instead of base_url in site.toml
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    pub(crate) base_url: Option<String>,
    /// Whether to use colours; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

/// `offprint new`
#[derive(Debug, Args)]
pub(crate) struct New {
    /// A new or empty folder; with --theme, a site's folder [default: .]
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath, required_unless_present = "theme")]
    pub(crate) folder: Option<PathBuf>,
    /// Make a theme of this name in the site's themes/
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
    /// The theme that the new one is laid over [default: institute]
    #[arg(long, value_name = "NAME", requires = "theme")]
    pub(crate) extends: Option<String>,
}

/// `offprint import`
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A .docx, .pdf, .md, .qmd or .txt; several are the parts of one paper, in this order
    #[arg(required = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// The paper's folder, which is made if it is not there
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) into: PathBuf,
    /// The language of the paper, such as `pl` [default: what the document says, else a guess]
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub(crate) lang: Option<String>,
    /// Where lines of the manuscript end
    #[arg(long, value_enum, default_value_t = Wrap::Paragraphs)]
    pub(crate) wrap: Wrap,
    /// Write the whole report to this file, as JSON
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
}

/// `offprint explain`
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The code that stands in brackets before a problem; without one, all are listed
    pub(crate) code: Option<String>,
    /// Print the JSON Schema of what `--format json` prints
    #[arg(long, conflicts_with = "code")]
    pub(crate) schema: bool,
}

/// `offprint recipe`
#[derive(Debug, Args)]
pub(crate) struct Recipe {
    /// The recipe's name; without one, all are listed
    pub(crate) name: Option<String>,
    /// The site's folder, in which content/ is
    #[arg(default_value = ".", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    /// Write it to its proper place, unless something is there
    #[arg(long, requires = "name")]
    pub(crate) write: bool,
}

/// `offprint completions`
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: Shell,
}

/// `offprint manual`
#[derive(Debug, Args)]
pub(crate) struct Manual {
    /// The folder to write them into, which is made if it is not there
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
}

/// What is treated as an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings.
    Warnings,
}

/// Where the lines of a manuscript end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wrap {
    /// A paragraph is one line
    Paragraphs,
    /// A sentence is one line
    Sentences,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the line of source and what to do
    Human,
    /// One line for each, for editors
    Short,
    /// One JSON document, for programs; `offprint explain --schema` describes it
    Json,
    /// SARIF 2.1.0, for code scanners
    Sarif,
    /// Annotations for GitHub Actions, and the summary of the job
    Github,
    /// A Code Quality report for GitLab
    Gitlab,
}

/// How bodies are compressed before they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Compress {
    /// Not at all
    None,
    /// gzip, which everything reads
    Gzip,
    /// brotli, smaller, which browsers take over https
    Br,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A format, and the file that it goes to.
fn format_and_file(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text.split_once('=').unwrap_or((text, ""));
    let format = Format::from_str(format, false).map_err(|_| {
        let all: Vec<_> = Format::value_variants().iter().filter_map(Format::to_possible_value).collect();
        let names: Vec<&str> = all.iter().map(clap::builder::PossibleValue::get_name).collect();
        format!("it must begin with one of {}, and `=`", names.join(", "))
    })?;
    if file.is_empty() {
        return Err("it must end with `=` and the name of a file, as in `json=report.json`".to_owned());
    }
    Ok((format, PathBuf::from(file)))
}

/// A language tag by BCP 47, in the form in which sites list them.
fn language(text: &str) -> Result<String, String> {
    let is_subtag =
        |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    if (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && parts.all(is_subtag)
    {
        return Ok(text.to_owned());
    }
    Err("it is no language tag, such as `pl` or `pt-BR`".to_owned())
}

/// An instant by RFC 3339, or a date for its first moment in UTC.
fn instant(text: &str) -> Result<Timestamp, String> {
    let date = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    // A date parses the longer form as well and forgets its time, so the instant comes first; a time without an offset is neither.
    if let Ok(instant) = text.parse() {
        return Ok(instant);
    }
    date().filter(|_| !text.contains([':', 'T', 't'])).ok_or_else(|| {
        "it is neither a date (2026-12-01) nor an instant with its offset (2026-12-01T09:00:00+01:00)"
            .to_owned()
    })
}

#[cfg(test)]
mod tests;
