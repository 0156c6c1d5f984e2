//! Every manuscript in `tests/papers/` is read and rendered, and what comes out is compared with the file beside it.
//!
//! A case is `NAME.md`, or a folder `NAME/` with the files of one paper, and `NAME.expected`: the problems, the record in
//! short, and each page's text. `UPDATE=1 cargo test --test papers` writes what comes out; read the difference.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod paper_driver;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use paper_driver::sound::assert_sound;
use paper_driver::{parts, render, report};
use proptest::prelude::*;

#[test]
fn papers_come_out_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers");
    let mut failures = Vec::new();
    let mut count = 0;
    for (name, files) in cases(&folder) {
        count += 1;
        let actual = report(&name, &render(&name, &files));
        let path = folder.join(format!("{name}.expected"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &actual).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != actual {
            failures.push(format!("{name}:\n{actual}"));
        }
    }
    assert!(count > 0, "there is no case in {}", folder.display());
    assert!(failures.is_empty(), "not as expected:\n{}", failures.join("\n"));
}

fn cases(folder: &Path) -> BTreeMap<String, Vec<(String, String)>> {
    let mut cases = BTreeMap::new();
    for path in entries(folder) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        if path.is_dir() {
            let file =
                |path: &PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), read(path));
            cases.insert(name, entries(&path).iter().map(file).collect());
        } else if path.extension().is_some_and(|extension| extension == "md") {
            cases.insert(name, vec![("index.md".to_owned(), read(&path))]);
        }
    }
    cases
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

/// No level of headings is left out. Above a summary and findings stands an `<h2>` of the template's.
fn assert_levels(page: &str, html: &str, mut above: u32) {
    for heading in html.split("<h").skip(1) {
        let Some(level @ 1..=6) = heading.chars().next().and_then(|digit| digit.to_digit(10)) else {
            continue;
        };
        assert!(level <= above + 1, "{page}: h{level} after h{above}: {html}");
        above = level;
    }
}

fn assert_all_sound(name: &str, files: &[(String, String)]) -> String {
    let rendered = render(name, files);
    let mut whole = String::new();
    for (page, fragments) in &rendered.pages {
        for (part, html) in parts(fragments) {
            let above = if matches!(part, "summary" | "findings") { 2 } else { 1 };
            assert_levels(page, html, above);
        }
        let html: String = parts(fragments).iter().map(|(_, html)| *html).collect();
        assert_sound(name, page, &html);
        whole = html;
    }
    whole
}

#[test]
fn pages_are_sound() {
    for (name, files) in cases(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers")) {
        assert_all_sound(&name, &files);
    }
}

/// A piece of a manuscript; each `@@` becomes a word that stands nowhere else.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "@@ and *@@* with a [@@](https://example.org/).\n\n",
        "## @@\n\n",
        "### @@ {#chosen}\n\n",
        "#### @@ `@@`\n\n",
        "##### @@\n\n###### @@\n\n",
        ":::findings\n###### @@\n\n#### @@ ^[@@\n\n##### @@]\n:::\n\n",
        "# @@\n\n",
        "## 第 @@[^n]\n\n",
        "## Same\n\n### Same\n\n@@\n\n",
        "- @@\n- @@[^n]\n\n  @@\n\n",
        "1. @@\n2. [x] @@\n\n",
        "> @@\n>\n> ### @@\n\n",
        "| @@ | @@[^m] |\n|---|--:|\n| @@ | @@ |\n\nTable: @@ {#tbl-a}\n\n",
        "![@@](a.png \"@@\"){#fig-a source=\"@@\"}\n\n",
        ":::figure {#fig-b}\n| @@ | @@ |\n|---|---|\n| @@ | @@ |\n\n@@[^o]\n:::\n\n",
        ":::findings\n@@[^n] @@\n\n- @@\n:::\n\n",
        "::::note {#box title=\"@@\"}\n@@ @fig-a\n\n:::pullquote\n@@[^o]\n:::\n::::\n\n",
        ":::pullquote\nSame words of all\n:::\n\n",
        "Same words of all.[^m] @fig-a, @tbl-a. ^[@@ in a line[^n]]\n\n",
        "```text\n@@\n```\n\n",
        "See [@@[^m]](#same) and [@@](#chosen).\n\n",
        "***\n\n",
    ])
}

fn manuscript(pieces: &[&str], number: &mut usize) -> String {
    let mut text = String::new();
    for (index, part) in pieces.concat().split("@@").enumerate() {
        if index > 0 {
            text.push_str(&format!("zq{number}x"));
            *number += 1;
        }
        text.push_str(part);
    }
    text
}

const NOTES: &str =
    "[^n]: Note n zqnx.[^m]\n[^m]: Note m zqmx.[^n]\n\n    ###### zqlx\n\n[^o]: Note o zqox.\n";

proptest! {
    #[test]
    fn no_word_is_lost_and_every_page_is_sound(
        one in prop::collection::vec(piece(), 0..12),
        two in prop::collection::vec(piece(), 0..6),
        several in any::<bool>(),
    ) {
        let front = "+++\ntitle = \"T\"\ndate = 2020\n+++\n\n";
        let mut number = 0;
        let first = manuscript(&one, &mut number);
        let second = manuscript(&two, &mut number);
        let file = |name: &str, text: String| (name.to_owned(), text);
        let files = if several {
            vec![
                file("index.md", format!("{front}{first}")),
                file("01-first.md", second),
                file("notes.md", NOTES.to_owned()),
            ]
        } else {
            vec![file("index.md", format!("{front}{first}{second}{NOTES}"))]
        };
        let whole = assert_all_sound("generated", &files);
        for word in (0..number).map(|number| format!("zq{number}x")) {
            prop_assert!(whole.contains(&word), "{} is lost in {}", word, whole);
        }
        for (label, word) in [("[^n]", "zqnx"), ("[^m]", "zqmx"), ("[^o]", "zqox")] {
            let cited = files.iter().any(|(name, text)| name != "notes.md" && text.replace(NOTES, "").contains(label));
            prop_assert!(!cited || whole.contains(word), "note {} is lost in {}", label, whole);
        }
    }

    #[test]
    fn any_text_is_rendered(text in "(?s)[-a-b#*_\\[\\]()^:|`>!{}@ \n0-1\\\\é\u{0}\"=.~+]{0,200}") {
        assert_all_sound("any", &[("index.md".to_owned(), text)]);
    }
}
