//! The content folder: which manuscripts it holds, and which files they use.
//!
//! In: a folder, and its settings. Out: [`Listing`]: manuscripts (their files grouped, by language, in order) and
//! assets; and, one manuscript at a time, [`Source`]s with their text. Never: the meaning of a text.

mod address;
mod assets;
mod csv_table;
mod group;
mod picture;
mod text;
mod walk;

pub use text::{LARGEST_MANUSCRIPT, Versions, addresses, as_shown, hash, optional, read, settings};
pub use walk::{is_leftover, linked};

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic, Place};
pub use crate::paper::DataTable;
use crate::paper::Kind;

/// The folder of a site that authors write in.
const CONTENT: &str = "content";
/// The settings, below [`CONTENT`].
const SETTINGS: &str = "site.toml";
/// The addresses that were published, below [`CONTENT`].
const ADDRESSES: &str = "addresses.lock";
/// Files below [`CONTENT`] that are about the site and no part of it, and never published.
const OF_THE_SITE: [&str; 4] = [SETTINGS, ADDRESSES, "baseline.toml", "links.lock"];
/// The folder whose files are published at the root, below [`CONTENT`].
const STATIC: &str = "static/";

/// Lists what the content folder of a site holds. Manuscripts are not read; of other files, only what [`Asset`] says.
pub fn list(site: &Path, config: &Config) -> io::Result<Checked<Listing>> {
    let mut problems = Vec::new();
    let found = walk::walk(&site.join(CONTENT))?.take(&mut problems);
    let mut texts = Vec::new();
    let mut statics = Vec::new();
    let mut others = Vec::new();
    for file in found.files {
        if file.path.starts_with(STATIC) {
            statics.push(file);
        } else if group::is_manuscript(&file.path) {
            texts.push(file);
        } else if !OF_THE_SITE.contains(&&*file.path) {
            others.push(file);
        }
    }
    problems.extend(group::unused_folders(&found.folders, &texts, &others, config));
    let manuscripts = group::manuscripts(texts, config).take(&mut problems);
    if manuscripts.is_empty() {
        problems.push(
            Diagnostic::new(
                &reading::CONTENT_EMPTY,
                "there is nothing to publish: `content/` has no Markdown file",
            )
            .at(Place::file(CONTENT))
            .hint("`offprint new DIR` makes a small site to start from"),
        );
    }
    let assets = assets::assets(others, &config.images.widths).take(&mut problems);
    let statics = assets::statics(statics).take(&mut problems);
    Ok(Checked::new(Listing { manuscripts, assets, statics }, problems))
}

/// The path that messages and places use of a path below [`CONTENT`].
fn shown(path: &str) -> Arc<str> {
    format!("{CONTENT}/{path}").into()
}

/// What a content folder holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// Every manuscript, sorted by key and language.
    pub manuscripts: Vec<Manuscript>,
    /// Every other file that texts may use, by path below `content/` (`papers/x/figures/a.png`). `static/` is not here.
    pub assets: BTreeMap<Box<str>, Asset>,
    /// The files of `static/`, by address (`/favicon.ico`), each with its path on disk.
    pub statics: BTreeMap<Box<str>, StaticFile>,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticFile {
    /// Where it is, as the system names it.
    pub disk: std::path::PathBuf,
    /// Bytes.
    pub len: u64,
}

/// The files of one manuscript in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Manuscript {
    /// As [`crate::paper::Record::kind`].
    pub kind: Kind,
    /// As [`crate::paper::Record::key`].
    pub key: Box<str>,
    /// As [`crate::paper::Record::collection`].
    pub collection: Option<Box<str>>,
    /// As [`crate::paper::Record::lang`].
    pub lang: Arc<str>,
    /// As [`crate::paper::Record::address`].
    pub address: Box<str>,
    /// The folder that relative links of its files start from, below `content/`: `papers/safe-cities` (empty at the top). One per file, in order.
    pub files: Vec<ManuscriptFile>,
}

/// One file of a manuscript.
#[derive(Clone, Debug, PartialEq)]
pub struct ManuscriptFile {
    /// Relative to the site's folder, NFC, `/`: `content/papers/x/01-intro.md`.
    pub path: Arc<str>,
    /// Where it is, as the system names it.
    pub disk: std::path::PathBuf,
    /// What its name says of it.
    pub role: Role,
}

/// What a file's name says of its part in a manuscript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// `index.md`, or the only file: front matter, opening, and sections.
    Main,
    /// `03-title.md`: its number and the rest of its name.
    Numbered(u32, Box<str>),
    /// Any other file of the folder, by its name: definitions, or a section with `order`.
    Other(Box<str>),
}

/// A file's text.
#[derive(Clone, Debug)]
pub struct Source {
    /// As [`ManuscriptFile::path`].
    pub path: Arc<str>,
    /// As [`ManuscriptFile::role`].
    pub role: Role,
    /// The bytes of the file from the first to the last, as UTF-8; a byte-order mark, CRLF and NUL are still there, so
    /// that places are the file's own.
    pub text: Arc<str>,
}

/// A file that texts use.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// Where it is, as the system names it.
    pub disk: std::path::PathBuf,
    /// Bytes.
    pub len: u64,
    /// What rendering must know of it.
    pub kind: AssetKind,
}

/// What rendering must know of an asset.
#[derive(Clone, Debug, PartialEq)]
pub enum AssetKind {
    /// An image, if it could be read.
    Image(Option<Picture>),
    /// A table of data.
    Data(Arc<DataTable>),
    /// Any other file.
    Other,
}

/// What pages must know of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Pixels, as it is seen: upright.
    pub width: u32,
    /// Pixels, as it is seen.
    pub height: u32,
    /// The widths of the copies that it gets, in rising order.
    pub copies: Arc<[u32]>,
    /// Lines, which are sharp at every size.
    pub is_drawing: bool,
    /// It has too many pixels for copies to be made.
    pub is_too_large: bool,
    /// The file says where it was taken.
    pub is_located: bool,
}

impl Picture {
    /// A picture of this size, without copies.
    pub fn of(width: u32, height: u32) -> Self {
        Self { width, height, ..Self::default() }
    }
}

#[cfg(test)]
mod tests;
