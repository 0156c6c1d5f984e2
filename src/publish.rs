//! Sending a built site to where readers find it.
//!
//! In: the output folder and a [`Destination`]. Out: [`Plan`], what has to be sent and why; and once it is carried out, [`Sent`].
//! Never: a build, a file that offprint did not publish, or a moment at which a reader finds half a site.
//!
//! At the destination a file, `.offprint-published`, keeps what was sent: a print of each file and what the destination called
//! its version. A file is sent if its print differs, or if the version that is there is another one and holds something else. So
//! a second run sends nothing, and what somebody else changed is put right. Before the first file is sent, the names of all that
//! will be touched are written down there; a run that is interrupted leaves them, and the next one asks only about those.

mod body;
mod compress;
mod crew;
mod destination;
mod folder;
mod local;
mod manifest;
#[cfg(feature = "object-storage")]
mod objects;
mod plan;
mod room;
mod send;
mod store;

use std::fs;
use std::path::Path;

pub use compress::Encoding;
pub use destination::{Cloud, Destination};
pub use plan::Plan;

use crate::report::{Failure, Progress};
use crate::shown::Shown;
use crate::write::{self, Edition};

/// What is to be published, and how.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// The output folder of a build.
    pub built: &'a Path,
    /// Where it goes.
    pub destination: &'a Destination,
    /// The address of a service that speaks S3, unless the environment gives it.
    pub endpoint: Option<&'a str>,
    /// How bodies are compressed: in a folder beside the files, in object storage instead of them.
    pub compress: &'a [Encoding],
    /// Whether files and sites that offprint did not publish there may be replaced.
    pub take_over: bool,
    /// What it is: a destination that holds another site is refused, and one without drafts to a build that shows them.
    pub edition: Edition,
}

/// Why a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It was not there.
    New,
    /// It is another one than was sent.
    Changed,
    /// It was sent, and somebody else removed it.
    Missing,
    /// It was sent, and somebody else changed it.
    Disturbed,
    /// It replaces somebody else's.
    TakenOver,
}

impl Reason {
    /// In one or two words.
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Missing => "missing there",
            Self::Disturbed => "changed there",
            Self::TakenOver => "taken over",
        }
    }
}

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// A file is sent.
    Send {
        /// Why.
        reason: Reason,
        /// Its path at the destination.
        path: &'a str,
        /// Its bytes, before they are compressed.
        bytes: u64,
    },
    /// A file that was published is no more part of the site.
    Delete {
        /// Its path at the destination.
        path: &'a str,
    },
    /// The same, but somebody else changed it since: it is theirs.
    Leave {
        /// Its path at the destination.
        path: &'a str,
    },
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Files of the site at the destination.
    pub files: usize,
    /// How many of them were sent.
    pub sent: usize,
    /// Their bytes, before they were compressed.
    pub bytes: u64,
    /// How many were deleted.
    pub deleted: usize,
    /// How many were left, since somebody else had changed them.
    pub left: usize,
}

/// Compares a built site with what is at a destination. Nothing is written.
///
/// # Errors
/// If the folder is no output of offprint's, the destination can't be read, or it holds what is not to be replaced.
pub fn plan(order: &Order<'_>, progress: &dyn Progress) -> Result<Plan, Failure> {
    check_built(order.built)?;
    if let Destination::Folder(folder) = order.destination {
        check_apart(order.built, folder)?;
    }
    plan::plan(order, progress)
}

/// Which site was built, and whether it shows drafts.
///
/// # Errors
/// If the folder is no output of offprint's.
pub fn edition(built: &Path) -> Result<Edition, Failure> {
    check_built(built)?;
    Ok(write::edition(built).unwrap_or_else(|| {
        // An older offprint left no more than `robots.txt`, which names no sitemap where there are drafts.
        let robots = fs::read_to_string(built.join("robots.txt")).unwrap_or_default();
        let sitemap =
            robots.lines().find_map(|line| line.strip_prefix("Sitemap: ")?.strip_suffix("/sitemap.xml"));
        let drafts = robots.lines().any(|line| line.trim() == "Disallow: /");
        Edition { site: sitemap.unwrap_or_default().to_owned(), drafts, embargo: None }
    }))
}

fn check_built(built: &Path) -> Result<(), Failure> {
    if write::is_output(built) {
        return Ok(());
    }
    let shown = built.shown();
    Err(if built.is_dir() {
        Failure::new(format!("`{shown}` is no site that offprint built, so it is not sent"))
            .hint("name the site's folder; `offprint build` makes `public/` in it")
    } else {
        Failure::new(format!("there is no folder `{shown}`"))
            .hint("build the site first, or leave `--no-build` out")
    })
}

/// What is sent must not become a part of what is sent.
fn check_apart(built: &Path, folder: &Path) -> Result<(), Failure> {
    let whole = |path: &Path| {
        path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
    };
    let (built, folder) = (whole(built), whole(folder));
    if folder.starts_with(&built) || built.starts_with(&folder) {
        return Err(Failure::new(format!(
            "`{}` can't be the destination: the site is built there",
            folder.shown()
        ))
        .hint("choose a folder apart from it"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
