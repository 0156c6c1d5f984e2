//! Any bytes as a manuscript: whatever they are, the program ends, and says what is wrong in its own words.
//!
//! `tests/nasty/*.md` are manuscripts as they are; `repeated.toml` describes those that are one text many times over.
//! `PROPTEST_CASES` sets how many random ones are tried.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::Timestamp;
use offprint::diagnostic::Severity;
use offprint::report::{Options, Silent};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

const SETTINGS: &str = "title = \"Site\"\nbase_url = \"https://example.org/\"\nmath = true\n";
const FRONT_MATTER: &str = "+++\ntitle = \"Title\"\ndate = \"2020\"\n+++\n";

fn site(manuscripts: &[(String, Vec<u8>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    fs::create_dir_all(folder.path().join("content/papers")).unwrap();
    fs::write(folder.path().join("content/site.toml"), SETTINGS).unwrap();
    for (name, bytes) in manuscripts {
        fs::write(folder.path().join(format!("content/papers/{name}.md")), bytes).unwrap();
    }
    folder
}

/// The program itself, since a stack that overflows ends a whole process.
fn ends(name: &str, bytes: &[u8]) -> Result<(), String> {
    let folder = site(&[(name.to_owned(), bytes.to_owned())]);
    let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args(["build", "--format", "short"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0 | 1) if !said.contains("panicked") => Ok(()),
        _ => Err(format!("{name}: {}\n{}", output.status, said.chars().take(2000).collect::<String>())),
    }
}

#[test]
fn nasty_manuscripts_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/nasty");
    let mut manuscripts: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            manuscripts.push((path.file_stem().unwrap().to_str().unwrap().into(), fs::read(&path).unwrap()));
        }
    }
    let repeated: toml::Table = fs::read_to_string(folder.join("repeated.toml")).unwrap().parse().unwrap();
    for (name, recipe) in repeated {
        let text = |key: &str| recipe.get(key).map_or("", |value| value.as_str().unwrap());
        let times = usize::try_from(recipe["times"].as_integer().unwrap()).unwrap();
        let text =
            format!("{FRONT_MATTER}{}{}{}\n", text("before"), text("text").repeat(times), text("after"));
        manuscripts.push((name, text.into_bytes()));
    }
    manuscripts.sort();
    assert!(manuscripts.len() > 30);
    let wrong: Vec<String> = manuscripts.iter().filter_map(|(name, bytes)| ends(name, bytes).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Finds everything that is wrong with manuscripts, in this process; a panic of any thread comes through.
fn check(manuscripts: Vec<Vec<u8>>) {
    let named: Vec<(String, Vec<u8>)> =
        manuscripts.into_iter().enumerate().map(|(number, bytes)| (format!("p{number}"), bytes)).collect();
    let folder = site(&named);
    let options = Options {
        drafts: true,
        now: Timestamp::UNIX_EPOCH,
        printed: None,
        locked: false,
        base_url: None,
        out: folder.path().join("public"),
        tolerated: Severity::Warning,
    };
    let report = offprint::check(folder.path(), &options, &Silent).unwrap();
    for problem in &report.problems {
        if let Some(range) = problem.place.as_ref().and_then(|place| place.range.clone()) {
            let path = &problem.place.as_ref().unwrap().path;
            let length = fs::read(folder.path().join(&**path)).map_or(usize::MAX, |bytes| bytes.len());
            assert!(range.start <= range.end && range.end <= length, "{problem:?} of {length} bytes");
        }
    }
    let texts = |path: &str| {
        fs::read(folder.path().join(path))
            .ok()
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned().into())
    };
    let screen = offprint::diagnostic::printers::Screen {
        width: 80,
        paint: offprint::diagnostic::printers::Paint::Plain,
    };
    offprint::diagnostic::printers::human(&report.problems, &texts, screen);
}

/// What manuscripts are made of, and what breaks them.
#[rustfmt::skip]
const FRAGMENTS: &[&str] = &[
    "\n", "\n\n", "\r\n", "    ", "\t", "> ", "- ", "1. ", "## ", "### ", "# ", "[^1]", "[^1]: ", "^[", "[",
    "](", ")", "![", "<b", "<sub>", "</sub>", "<td>", "<table>", "</table>", "<tr", " colspan=", "\"", "'",
    "|", "|-|", "|a|b|\n|-|-|\n|", "Table: ", "{#", "{#a .b c=d}", "{", "}", ":::", ":::note\n",
    ":::pullquote\n", "::::figure {#fig-a}\n", "```", "```rust\n", "~~~", "`", "*", "**", "_", "~", "~~",
    "==", "^", "$", "$$", "\\", "\\[^1]", "&amp;", "&#0;", "@fig-a", "@sec-b", "[@k]", "...", "--", "x.csv",
    "javascript:", "https://a.b", "www.a.b", "+++\n", "---\n", "title = ", "title: ", "date: 2020-",
    "draft: true\n", "é", "e\u{301}", "\u{202e}", "\u{200b}", "\u{feff}", "\u{0}", "第一章", "👩‍👩‍👧", "word ",
    "The same words. ",
];

fn fragment() -> impl Strategy<Value = String> {
    let known = prop::sample::select(FRAGMENTS).prop_map(str::to_owned);
    prop_oneof![9 => known, 1 => any::<String>()]
}

fn manuscript() -> impl Strategy<Value = Vec<u8>> {
    let soup = || prop::collection::vec(fragment(), 0..60).prop_map(|parts| parts.concat());
    let text = soup().prop_map(|soup| format!("{FRONT_MATTER}{soup}").into_bytes());
    let bare = soup().prop_map(String::into_bytes);
    prop_oneof![6 => text, 3 => bare, 1 => prop::collection::vec(any::<u8>(), 0..300)]
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24),
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_are_read(manuscripts in prop::collection::vec(manuscript(), 1..12)) {
        check(manuscripts);
    }
}
