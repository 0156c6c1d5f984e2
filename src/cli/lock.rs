//! The arguments of `offprint lock`.
//!
//! In: nothing. Out: types. Never: an option that could let a draft or an embargoed paper into the lock.

use std::path::PathBuf;

use clap::Args;

pub(super) const EXAMPLES: &str = "\
Examples:
  offprint lock              the first time: from now on no published address can be lost unseen
  offprint lock              after each publication: what is new is added
  offprint check --locked    fails if something published is not in the lock

content/addresses.lock has one address on each line: pages, and headings on them. Commit it. While it is there, `check` and \
`build` report what was published and is gone, with the alias that mends it. Lines are only added; to give up an address for good, \
delete its line. Drafts and embargoed papers are not in it. After a merge that leaves a conflict in it, run `offprint lock`.

Exit codes: 0 the lock is up to date; 1 something in the content is wrong, and nothing was written; 2 offprint could not run.";

/// `offprint lock`
#[derive(Debug, Args)]
pub(crate) struct Lock {
    /// The site's folder, in which content/ is
    #[arg(default_value = ".", value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    /// Print problems and nothing else
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
