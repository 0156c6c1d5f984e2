//! A theme of a site's own, with its templates, words, stylesheets and options, and the pages that it makes.
//!
//! Parts are files below the theme's folder, parted by lines such as `=== templates/page.html`; what stands before the first
//! are the site's `[theme.options]`.

use std::fs;
use std::path::{Component, Path};
use std::sync::Arc;

use offprint::config;
use offprint::paper::Kind;
use offprint::render::template::Templates;
use offprint::source::Listing;
use offprint::theme;

use super::site::{self, Themed};
use super::{parts, places};

const PAPER: &str = "+++\ntitle = \"A <b> & \\\"c\\\"\"\nauthors = [\"Ann\"]\ntopics = [\"Tea\"]\ndate = 2026-01-02\nsummary = \"S.\"\n+++\n\nText.\n\n## One\n\nMore.[^a]\n\n[^a]: Note.\n";

/// Files that one input may have.
const MOST: usize = 12;

/// Loads the theme, and makes a site with it.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let folder = tempfile::tempdir().expect("a folder");
    let parts = parts(&text);
    for (name, text) in parts.iter().skip(1).take(MOST) {
        write(&folder.path().join("themes/mine"), name, text);
    }
    fs::create_dir_all(folder.path().join("themes/mine")).expect("a folder");
    let options = parts.first().map_or("", |(_, options)| *options);
    let settings = format!("{}[theme]\nname = \"mine\"\n[theme.options]\n{options}", site::SETTINGS);
    let mut problems = Vec::new();
    let config = config::parse(&settings, &site::SETTINGS_PATH.into()).take(&mut problems);
    let theme = theme::load(folder.path(), &config).expect("a theme that can be read").take(&mut problems);
    let texts = theme.texts();
    let templates = Templates::new(&theme).take(&mut problems);
    let papers = vec![
        site::read(
            site::manuscript(Kind::Page, "about", "en", "about.md"),
            "+++\ntitle = \"B\"\n+++\nB.\n",
            &config,
            &mut problems,
        ),
        site::read(
            site::manuscript(Kind::Paper, "papers/a", "pl", "papers/a.md"),
            PAPER,
            &config,
            &mut problems,
        ),
    ];
    site::render(config, &Themed { theme, templates }, &Listing::default(), papers, &mut problems);
    let settings: Arc<str> = settings.into();
    places::check(problems, &|path| match path {
        site::SETTINGS_PATH => Some(settings.clone()),
        path => texts.get(path).cloned(),
    });
}

/// Writes a file below a folder, if its name leads nowhere else.
fn write(folder: &Path, name: &str, text: &str) {
    let path = Path::new(name);
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
    if name.is_empty() || name.len() > 100 || name.contains('\0') || !is_below {
        return;
    }
    let path = folder.join(path);
    if path.parent().is_some_and(|parent| fs::create_dir_all(parent).is_ok()) {
        let _ = fs::write(&path, text);
    }
}
