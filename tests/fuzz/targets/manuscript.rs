//! A manuscript of one file or several, and the pages that are made of it.
//!
//! Files are parted by lines such as `=== 01-first.md`. Mathematics is on, and smart punctuation; HTML is kept as it is
//! written in every second length of input.

use std::sync::Arc;

use offprint::diagnostic::Severity;
use offprint::parse::Settings;

use super::paper_driver::{parts, render_with, sound};
use super::places;

/// Reads and renders the input. Without HTML of the author's own every page must be sound; ids and links, if there
/// is no error with which nothing is published.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let files: Vec<(String, String)> = super::parts(&text)
        .into_iter()
        .enumerate()
        .map(|(at, (name, text))| {
            let name =
                if at == 0 { "index.md".to_owned() } else { format!("{:02}-{}.md", at.min(99), slug(name)) };
            (name, text.to_owned())
        })
        .collect();
    let settings = Settings { math: true, raw_html: bytes.len() % 2 == 1, smart: true };
    let rendered = render_with("any", &files, &settings);
    let is_publishable = rendered.problems.iter().all(|problem| problem.severity < Severity::Error);
    if !settings.raw_html {
        for (page, fragments) in &rendered.pages {
            let html: String = parts(fragments).iter().map(|(_, html)| *html).collect();
            sound::assert_nested("any", page, &html);
            if is_publishable {
                sound::assert_linked("any", page, &html);
            }
        }
    }
    places::check(rendered.problems, &|path| {
        let name = path.rsplit('/').next()?;
        files.iter().find(|(file, _)| file == name).map(|(_, text)| Arc::from(text.as_str()))
    });
}

fn slug(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).take(20).collect()
}
