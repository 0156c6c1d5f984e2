//! The built site, as it is to stand at the destination.
//!
//! In: the output folder. Out: every file to send, with what decides how it is sent. Never: the destination.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Encoding;
use super::body::{self, Body, unread};
use crate::hosting;
use crate::render::redirect;
use crate::report::{Failure, Progress};
use crate::shown::Shown;

/// Names at the root of the output folder, and of a destination, that are offprint's own and no part of the site.
const OWN: &str = ".offprint";

/// Below this, compression saves less than it costs a reader's browser.
const WORTH_COMPRESSING: u64 = 512;

/// A name that says of a file that it is a page.
const PAGE: &str = "index.html";

/// A page that leads elsewhere holds a title and two addresses; a file that is longer is none.
const LONGEST_REDIRECT: u64 = 64 * 1024;

/// How long a print is, in hexadecimal digits: 128 bits.
pub(super) const PRINT_LENGTH: usize = 32;

/// A file to be at the destination.
#[derive(Clone, Debug)]
pub(super) struct Local {
    /// Its path there, with `/`.
    pub(super) path: String,
    /// Where it is built.
    file: PathBuf,
    /// How its body is compressed.
    pub(super) encoding: Option<Encoding>,
    pub(super) rank: Rank,
    /// The bytes of the file, uncompressed.
    pub(super) size: u64,
    /// What it is, for whoever keeps headers.
    #[cfg(feature = "object-storage")]
    pub(super) media: hosting::Media,
    hash: blake3::Hash,
    /// What decides all that is sent: the file's bytes, and the headers that the destination keeps.
    pub(super) print: String,
}

/// The order in which files are sent: what pages load before the pages, and what leads to pages after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// New names for new bytes; nothing that is there already asks for them.
    Fingerprinted,
    /// Pictures, data, citations.
    File,
    Page,
    /// Feeds, the sitemap, `robots.txt`: they call readers and machines to the pages.
    Call,
}

/// What the destination does with compressed bodies and headers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form<'a> {
    /// A folder keeps no headers; compressed files stand beside the others.
    Beside(&'a [Encoding]),
    /// An object keeps its headers, and has one body.
    #[cfg(feature = "object-storage")]
    Instead(Option<Encoding>),
}

impl Local {
    /// The bytes to send.
    pub(super) fn body(&self) -> Result<Body<'_>, Failure> {
        Body::open(&self.file, self.hash, self.encoding)
    }

    /// The hash of the bytes to send.
    pub(super) fn body_hash(&self) -> Result<blake3::Hash, Failure> {
        match self.encoding {
            None => Ok(self.hash),
            Some(_) => self.body()?.hash(),
        }
    }

    /// Paths nearer to the home page come later: they lead to the others.
    pub(super) fn depth(&self) -> usize {
        self.path.matches('/').count()
    }
}

pub(super) fn rank(path: &str) -> Rank {
    let name = path.rsplit('/').next().unwrap_or_default();
    if hosting::is_fingerprinted(path) {
        Rank::Fingerprinted
    } else if ["feed.atom", "feed.json"].contains(&name)
        || path == "robots.txt"
        || (path.starts_with("sitemap") && path.ends_with(".xml"))
    {
        Rank::Call
    } else if name.ends_with(".html") {
        Rank::Page
    } else {
        Rank::File
    }
}

/// Every file of the built site, by path.
pub(super) fn list(built: &Path, form: Form<'_>, progress: &dyn Progress) -> Result<Vec<Local>, Failure> {
    let paths = paths(built)?;
    progress.stage("reading the site", paths.len());
    let read: Vec<Vec<Local>> = paths
        .par_iter()
        .map(|path| {
            let locals = locals(built, path, form);
            progress.step();
            locals
        })
        .collect::<Result<_, _>>()?;
    let mut all: Vec<Local> = read.into_iter().flatten().collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    if let Some(twice) = all
        .windows(2)
        .find_map(|pair| pair.first().filter(|one| pair.last().is_some_and(|other| other.path == one.path)))
    {
        return Err(Failure::new(format!(
            "the site has a file `{}` of its own, and compression makes another",
            twice.path
        ))
        .hint("leave `--compress` out, or remove that file from `content/static/`"));
    }
    Ok(all)
}

/// The forms in which one file is sent.
fn locals(built: &Path, path: &str, form: Form<'_>) -> Result<Vec<Local>, Failure> {
    let file = built.join(path);
    let ((size, hash), is_page) = look(&file, path).map_err(|e| unread(&file, &e))?;
    let (media, rank) =
        if is_page { (hosting::media(PAGE), Rank::Page) } else { (hosting::media(path), rank(path)) };
    let can_shrink = media.is_text && size >= WORTH_COMPRESSING;
    let local = |path: String, encoding: Option<Encoding>, headers: [&str; 2]| {
        let print = print(&hash, encoding, headers);
        let file = file.clone();
        Local {
            path,
            file,
            encoding,
            rank,
            size,
            #[cfg(feature = "object-storage")]
            media,
            hash,
            print,
        }
    };
    Ok(match form {
        Form::Beside(encodings) => {
            let mut locals = vec![local(path.to_owned(), None, ["", ""])];
            // A web server goes by the name of what it sends, and looks for no other beside it.
            for encoding in encodings.iter().filter(|_| can_shrink && hosting::media(path).is_text) {
                // It stands for the same page, and is sent when that is.
                let beside = format!("{path}.{}", encoding.extension());
                locals.push(local(beside, Some(*encoding), ["", ""]));
            }
            locals
        }
        #[cfg(feature = "object-storage")]
        Form::Instead(encoding) => {
            let headers = [media.header, hosting::cache_control(path)];
            vec![local(path.to_owned(), encoding.filter(|_| can_shrink), headers)]
        }
    })
}

/// The size and hash of a file, and whether it is a page that leads elsewhere though its name says that it is none: an alias may
/// be called `report.pdf`.
fn look(file: &Path, path: &str) -> io::Result<((u64, blake3::Hash), bool)> {
    if path.ends_with(".html") || fs::metadata(file)?.len() > LONGEST_REDIRECT {
        return Ok((body::hash(file)?, false));
    }
    let bytes = fs::read(file)?;
    Ok(((bytes.len() as u64, blake3::hash(&bytes)), redirect::is_redirect(&bytes)))
}

fn print(hash: &blake3::Hash, encoding: Option<Encoding>, headers: [&str; 2]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(hash.as_bytes());
    for part in std::iter::once(encoding.map_or("", Encoding::name)).chain(headers) {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    short(&hasher.finalize())
}

/// The part of a hash that is kept.
pub(super) fn short(hash: &blake3::Hash) -> String {
    hash.to_hex().chars().take(PRINT_LENGTH).collect()
}

/// The paths of all files below the folder, with `/`, offprint's own aside.
fn paths(built: &Path) -> Result<Vec<String>, Failure> {
    let mut paths = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let at = built.join(&folder);
        for entry in fs::read_dir(&at).map_err(|e| unread(&at, &e))? {
            let entry = entry.map_err(|e| unread(&at, &e))?;
            let kind = entry.file_type().map_err(|e| unread(&entry.path(), &e))?;
            let Ok(name) = entry.file_name().into_string() else {
                return Err(Failure::new(format!("the name of `{}` is not text", entry.path().shown())));
            };
            if folder.is_empty() && name.starts_with(OWN) {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            match kind {
                kind if kind.is_dir() => folders.push(path),
                kind if kind.is_file() => paths.push(path),
                _ => {
                    return Err(Failure::new(format!(
                        "`{}` is neither a file nor a folder",
                        entry.path().shown()
                    )));
                }
            }
        }
    }
    paths.sort_unstable();
    Ok(paths)
}
