//! What stands at an address.
//!
//! In: the path of a request. Out: [`Answer`]. Never: a path looked up on disk: a file is served because the site has its address.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::live::Live;
use super::{Preview, lock};
use crate::hosting;
use crate::pipeline::{self, Output};
use crate::site::{Entry, PageKey};

/// What to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A page.
    Page {
        /// Its bytes, as a build writes them.
        html: Arc<[u8]>,
        /// A hash of them.
        etag: String,
        /// Whether it is what was asked for; else it is the page that says that there is none.
        found: bool,
        /// Whether the rest of the site is still being read, so that lists and links of the page may be incomplete.
        provisional: bool,
    },
    /// Anything else that is made.
    Bytes {
        /// As a build writes them.
        bytes: Arc<[u8]>,
        /// Its media type.
        media_type: &'static str,
        /// A hash of the bytes.
        etag: String,
    },
    /// A copy of this file.
    File {
        /// The file.
        path: PathBuf,
        /// Its media type.
        media_type: &'static str,
    },
    /// Another path of the site.
    Moved(String),
    /// Nothing that could be shown: what is wrong is in the problems.
    Failed {
        /// Whether the site is still being read.
        provisional: bool,
    },
}

impl Preview {
    /// What stands at a request's path, percent-decoded and without its query.
    pub fn answer(&self, path: &str) -> Answer {
        let live = self.live();
        let Some(address) = live.address(path) else {
            return if path == "/" || format!("{path}/") == live.ready.site.href("/") {
                Answer::Moved(live.ready.site.href("/"))
            } else {
                self.not_found(&live)
            };
        };
        match live.ready.site.entries.get(address) {
            Some(entry) => self.at_entry(&live, address, entry),
            None => self.near(&live, path, address),
        }
    }

    fn at_entry(&self, live: &Live, address: &str, entry: &Entry) -> Answer {
        let media_type = hosting::media(address).header;
        match entry {
            Entry::Page(_) => self.page(live, address).map_or_else(
                || Answer::Failed { provisional: live.starting.is_some() },
                |page| Answer::Page {
                    html: page.html.clone(),
                    etag: page.etag.clone(),
                    found: !matches!(entry, Entry::Page(PageKey::NotFound)),
                    provisional: live.starting.is_some(),
                },
            ),
            Entry::File(path) => Answer::File { path: path.clone(), media_type },
            Entry::ThemeFile => match live.ready.themed.theme.assets.get(address) {
                Some(asset) => bytes(asset.bytes.clone(), media_type),
                None => self.not_found(live),
            },
            Entry::Feed(..)
            | Entry::Cite(..)
            | Entry::Rendition(_)
            | Entry::Chart(..)
            | Entry::Redirect(_)
            | Entry::Sitemap(_)
            | Entry::SitemapIndex
            | Entry::HostFile(_)
            | Entry::Robots => {
                let made: Mutex<Option<Arc<[u8]>>> = Mutex::default();
                let keep = |_: &str, output: Output<'_>| {
                    if let Output::Bytes(bytes) = output {
                        *lock(&made) = Some(bytes.into());
                    }
                    Ok(())
                };
                let problem = pipeline::entry(&live.ready, address, entry, &keep);
                let made = lock(&made).take();
                match (problem, made) {
                    (Ok(None), Some(made)) => bytes(made, media_type),
                    _ => Answer::Failed { provisional: live.starting.is_some() },
                }
            }
        }
    }

    /// For a path at which nothing stands: the page that is meant, or the one that says that there is none.
    fn near(&self, live: &Live, path: &str, address: &str) -> Answer {
        let site = &live.ready.site;
        let with_slash = format!("{address}/");
        if site.entries.contains_key(&*with_slash) {
            return Answer::Moved(format!("{path}/"));
        }
        if let Some(folder) = address.strip_suffix("index.html")
            && site.entries.contains_key(folder)
        {
            return Answer::Moved(site.href(folder));
        }
        if let Some(page) = self.early_page(live, address) {
            return Answer::Page { html: page.html, etag: page.etag, found: true, provisional: true };
        }
        match live.moved.get(path) {
            Some(to) => Answer::Moved(to.clone()),
            None => self.not_found(live),
        }
    }

    fn not_found(&self, live: &Live) -> Answer {
        let provisional = live.starting.is_some();
        match self.page(live, "/404.html") {
            Some(page) => {
                let (html, etag) = (page.html.clone(), page.etag.clone());
                Answer::Page { html, etag, found: false, provisional }
            }
            None => Answer::Failed { provisional },
        }
    }
}

fn bytes(bytes: Arc<[u8]>, media_type: &'static str) -> Answer {
    let etag = etag(&bytes);
    Answer::Bytes { bytes, media_type, etag }
}

/// What tells one version of the bytes at an address from another: a part of their hash.
pub(super) fn etag(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(16).collect()
}
