//! Front matter, in TOML and YAML: of a paper, a person, a page and a section, and all that pages, feeds and citations make
//! of it.

use std::sync::Arc;

use offprint::config;
use offprint::paper::Kind;
use offprint::source::Listing;

use super::{places, site};

/// Reads the input as one of four manuscripts of a site, and renders the site.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let config = config::parse(site::SETTINGS, &site::SETTINGS_PATH.into()).value;
    let mut problems = Vec::new();
    let kinds = [
        site::manuscript(Kind::Paper, "papers/a", "en", "papers/a.md"),
        site::manuscript(Kind::Paper, "papers/a", "pl", "papers/a.pl.md"),
        site::manuscript(Kind::Person, "people/ann", "en", "people/ann.md"),
        site::manuscript(Kind::Page, "about", "en", "about.md"),
    ];
    let papers = kinds.map(|kind| site::read(kind, &text, &config, &mut problems)).into();
    site::render(config, &site::BUILT_IN, &Listing::default(), papers, &mut problems);
    let text: Arc<str> = text.into();
    places::check(problems, &|path| (path != site::SETTINGS_PATH).then(|| text.clone()));
}
