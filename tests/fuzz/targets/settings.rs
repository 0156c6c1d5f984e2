//! `site.toml`, and the site of a few manuscripts that it makes.

use std::sync::Arc;

use offprint::config;
use offprint::paper::Kind;
use offprint::source::Listing;

use super::{places, site};

const PAPER: &str = "+++\ntitle = \"A\"\nauthors = [\"Ann\"]\ntopics = [\"Tea\"]\ndate = 2026-01-02\naliases = [\"/old/\"]\n+++\n\nText.\n\n## One\n\nMore.[^a]\n\n[^a]: Note.\n";

/// Reads the input as settings, and renders a site by them.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut problems = Vec::new();
    let config = config::parse(&text, &site::SETTINGS_PATH.into()).take(&mut problems);
    let papers = vec![
        site::read(site::manuscript(Kind::Home, "", "en", "index.md"), "Home.\n", &config, &mut problems),
        site::read(
            site::manuscript(Kind::Page, "about", "en", "about.md"),
            "+++\ntitle = \"B\"\n+++\nB.\n",
            &config,
            &mut problems,
        ),
        site::read(
            site::manuscript(Kind::Paper, "papers/a", "en", "papers/a.md"),
            PAPER,
            &config,
            &mut problems,
        ),
    ];
    let languages = config.languages.clone();
    site::render(config, &site::BUILT_IN, &Listing::default(), papers, &mut problems);
    assert!(!languages.is_empty());
    let text: Arc<str> = text.into();
    places::check(problems, &|path| (path == site::SETTINGS_PATH).then(|| text.clone()));
}
