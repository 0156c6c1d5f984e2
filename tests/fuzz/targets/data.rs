//! A data file, and the chart that is drawn from it.
//!
//! The first line is what stands in the braces of the figure (`chart=bar x=year`), the rest is the file.

use std::fs;
use std::sync::Arc;

use offprint::config;
use offprint::paper::Kind;
use offprint::source;

use super::{places, site};

/// Draws a chart of the input, as SVG in a page and as a file.
pub fn run(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let attributes = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let csv = bytes.get(end + 1..).unwrap_or_default();
    let folder = tempfile::tempdir().expect("a folder");
    let papers = folder.path().join("content/papers");
    fs::create_dir_all(&papers).expect("a folder");
    fs::write(papers.join("a.csv"), csv).expect("a file");
    let config = config::parse(site::SETTINGS, &site::SETTINGS_PATH.into()).value;
    let mut problems = Vec::new();
    let listing = source::list(folder.path(), &config).expect("a listing").take(&mut problems);
    let text = format!(
        "+++\ntitle = \"A\"\n+++\n\n![Alt](a.csv \"Caption\"){{#fig-a {attributes}}}\n\n:::figure {{#fig-b {attributes}}}\n![](a.csv)\n\nB\n:::\n"
    );
    let made = [
        site::read(
            site::manuscript(Kind::Paper, "papers/a", "en", "papers/a.md"),
            &text,
            &config,
            &mut problems,
        ),
        site::read(
            site::manuscript(Kind::Paper, "papers/b", "pl", "papers/b.pl.md"),
            &text,
            &config,
            &mut problems,
        ),
    ];
    site::render(config, &site::BUILT_IN, &listing, made.into(), &mut problems);
    // Places are those of the bytes that were read: what is no UTF-8 stands in them as one character for each byte.
    let csv: String = csv
        .utf8_chunks()
        .flat_map(|chunk| {
            let invalid = "?".repeat(chunk.invalid().len());
            [chunk.valid().to_owned(), invalid]
        })
        .collect();
    let (csv, text): (Arc<str>, Arc<str>) = (csv.into(), text.into());
    places::check(problems, &|path| Some(if path.ends_with(".csv") { csv.clone() } else { text.clone() }));
}
