//! The shape of the program, checked: which module may know which, which crate has one door, and what is never done.
//!
//! A failure names the file, the rule and the reason for it. Where the shape itself is to change, it changes here and in the design,
//! in one commit that says why.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[path = "architecture/lexer.rs"]
mod lexer;

use lexer::{numbered, paths, without_tests, without_text};

/// A module imports from modules of smaller levels only, so that whoever reads one never has to know what comes after it.
const LEVELS: [(&str, u8); 37] = [
    ("diagnostic", 0),
    ("escape", 0),
    ("fields", 0),
    ("language", 0),
    ("paper", 0),
    ("config", 0),
    ("number", 0),
    ("hosting", 0),
    ("refusal", 0),
    ("rendition", 0),
    ("shown", 0),
    ("source", 1),
    ("parse", 1),
    ("theme", 1),
    ("cache", 1),
    ("highlight", 1),
    ("picture", 1),
    ("catalog", 2),
    ("chart", 2),
    ("resolve", 3),
    ("site", 4),
    ("addresses", 5),
    ("render", 5),
    ("write", 6),
    ("report", 6),
    ("external", 6),
    ("unchanged", 7),
    ("pipeline", 7),
    ("preview", 7),
    ("publish", 7),
    ("lib", 7),
    ("serve", 8),
    ("import", 8),
    ("recipe", 8),
    ("commands", 8),
    ("cli", 8),
    ("main", 8),
];

/// The few imports between modules of one level: what is on the left is made of what is on the right, and never the other way.
const PEERS: [(&str, &[&str]); 11] = [
    ("paper", &["diagnostic", "escape"]),
    ("fields", &["diagnostic", "paper"]),
    ("language", &["paper"]),
    ("config", &["diagnostic", "fields", "hosting", "paper", "rendition"]),
    ("parse", &["source"]),
    ("report", &["write"]),
    ("external", &["report"]),
    ("lib", &["pipeline", "unchanged"]),
    ("preview", &["pipeline"]),
    ("commands", &["cli", "serve", "import", "recipe"]),
    ("main", &["cli", "commands"]),
];

/// What a module never sees though its level would allow it, and why.
const BLIND: [(&str, &str, &str); 6] = [
    (
        "render",
        "catalog",
        "a page is written from its frame and body alone, so that these decide all of its bytes",
    ),
    (
        "render",
        "config",
        "a page is written from its frame and body alone, so that these decide all of its bytes",
    ),
    ("catalog", "paper::Body", "other pages know a paper by its record alone"),
    ("resolve", "paper::Body", "other pages know a paper by its record alone"),
    ("site", "paper::Body", "other pages know a paper by its record alone"),
    ("serve", "parse", "a preview serves what a build would write, and nothing of its own"),
];

/// Modules that can't fail for reasons outside them.
const PURE: [&str; 12] = [
    "addresses",
    "diagnostic",
    "fields",
    "language",
    "paper",
    "config",
    "parse",
    "catalog",
    "chart",
    "resolve",
    "site",
    "render",
];

/// What such a module never touches.
const OUTSIDE: [&str; 16] = [
    "std::fs",
    "std::env",
    "std::net::TcpStream",
    "std::net::ToSocketAddrs",
    "std::time",
    "std::thread",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "std::sync::mpsc",
    "std::path::Path::exists",
    "rayon",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "jiff::tz::TimeZone::system",
];

/// Crates that are named in one place each, so that another can take their place.
const DOORS: [(&str, &[&str]); 48] = [
    ("annotate_snippets", &["diagnostic/printers"]),
    ("anstream", &["commands"]),
    ("anstyle", &["commands"]),
    ("axum", &["serve"]),
    ("brotli", &["publish/compress"]),
    ("chardetng", &["import"]),
    ("clap", &["cli", "main"]),
    ("clap_complete", &["cli", "commands/completions"]),
    ("clap_mangen", &["commands/manual"]),
    ("comrak", &["parse/markdown"]),
    ("csv", &["source"]),
    ("diffy", &["import/merge"]),
    ("encoding_rs", &["import"]),
    ("exif", &["rendition"]),
    ("fast_image_resize", &["rendition"]),
    ("flate2", &["publish/compress"]),
    ("granit_parser", &["fields"]),
    ("icu_*", &["language"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve"]),
    ("image", &["rendition"]),
    ("imagesize", &["source"]),
    ("include_dir", &["theme", "serve"]),
    ("indicatif", &["commands"]),
    ("math_core", &["parse/markdown"]),
    ("minijinja", &["render/template"]),
    ("moxcms", &["rendition"]),
    ("notify", &["serve/watch"]),
    ("object_store", &["publish/objects"]),
    ("quick_xml", &["source", "render", "import"]),
    ("resvg", &["picture"]),
    ("rustls", &["publish/objects"]),
    ("rustix", &["write", "serve"]),
    ("semver", &["theme"]),
    ("sha2", &["write/manifest"]),
    ("shlex", &["serve"]),
    ("strsim", &["diagnostic"]),
    ("syntect", &["highlight"]),
    ("terminal_size", &["commands"]),
    ("tokio", &["serve", "publish/objects"]),
    ("toml", &["fields"]),
    ("two_face", &["highlight"]),
    ("ureq", &["external/client"]),
    ("url", &["external/address"]),
    ("walkdir", &["source"]),
    ("webp", &["rendition"]),
    ("whatlang", &["import"]),
    ("zip", &["import/docx"]),
];

/// Words that say nothing about what is named by them.
const EMPTY_NAMES: [&str; 12] = [
    "context",
    "handler",
    "handlers",
    "helper",
    "helpers",
    "info",
    "manager",
    "misc",
    "processor",
    "util",
    "utils",
    "common",
];

/// The most lines of a file.
const LONGEST: usize = 500;

/// A file of the program.
struct Code {
    /// Below `src/`: `parse/markdown/blocks.rs`.
    path: String,
    text: String,
}

impl Code {
    /// The names from the crate's root: `parse`, `markdown`, `blocks`.
    fn modules(&self) -> Vec<&str> {
        self.path.trim_end_matches(".rs").split('/').collect()
    }

    fn top(&self) -> &str {
        self.modules().first().copied().unwrap_or_default()
    }

    fn is_test(&self) -> bool {
        self.modules().contains(&"tests")
    }
}

/// Everything that is against the rules in a file.
fn faults(code: &Code) -> Vec<String> {
    let mut found = header_and_size(code);
    let bare = without_text(&code.text);
    for (line, text) in numbered(&bare) {
        if text.contains("#[allow") || text.contains("#![allow") {
            found.push(format!(
                "{line}: `#[allow]`: say `#[expect(lint, reason = \"…\")]`, which ends when its reason does"
            ));
        }
    }
    found.extend(names(code, &bare));
    if !code.is_test() {
        let program = without_tests(&bare);
        for (line, text) in numbered(&program) {
            if let Some(name) =
                ["println!", "eprintln!", "print!", "eprint!", "dbg!"].into_iter().find(|m| has_word(text, m))
            {
                found.push(format!(
                    "{line}: `{name}`: text is printed by `commands`, to a stream that may be gone"
                ));
            }
        }
        for (line, path) in paths(&program) {
            found.extend(path_faults(code, &path).into_iter().map(|fault| format!("{line}: {fault}")));
        }
    }
    found.into_iter().map(|fault| format!("src/{}:{fault}", code.path)).collect()
}

fn header_and_size(code: &Code) -> Vec<String> {
    let mut found = Vec::new();
    if !code.text.starts_with("//!") {
        found.push(
            "1: no `//!` at the top: a module says what comes in, what goes out, and what it never does"
                .to_owned(),
        );
    }
    let lines = code.text.lines().count();
    if lines > LONGEST {
        found.push(format!("{lines}: more than {LONGEST} lines: what part of it has a name of its own?"));
    }
    found
}

/// Files, modules and types with names that say nothing.
fn names(code: &Code, bare: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut check = |line: usize, name: &str| {
        let words = words_of(name);
        if let Some(word) = words.iter().find(|word| EMPTY_NAMES.contains(&word.as_str())) {
            found.push(format!("{line}: `{name}`: `{word}` says nothing; use the field's own term"));
        }
    };
    code.modules().into_iter().for_each(|name| check(1, name));
    for (line, text) in numbered(bare) {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
        for pair in words.windows(2).filter(|pair| ["struct", "enum", "trait", "mod"].contains(&pair[0])) {
            check(line, pair[1]);
        }
    }
    found
}

/// `NoteContext` and `note_context` are `note`, `context`.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            words.push(String::new());
        }
        if c != '_' {
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
    }
    words
}

/// What is wrong with naming a path in a file.
fn path_faults(code: &Code, path: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let from = code.top();
    if let Some(inner) = within_crate(code, path) {
        found.extend(inner.first().and_then(|to| level_fault(from, to)));
        for (module, never, why) in BLIND.iter().filter(|(module, ..)| *module == from) {
            if starts_with(&inner, never) {
                found.push(format!("`{never}` is named in `{module}`: {why}"));
            }
        }
        return found;
    }
    let outside = OUTSIDE.iter().find(|outside| starts_with(path, outside));
    if let Some(outside) = outside.filter(|_| PURE.contains(&from)) {
        found.push(format!(
            "`{outside}` is named in `{from}`, which never touches files, environment, clock, threads or terminal"
        ));
    }
    let first = path.first().map(String::as_str).unwrap_or_default();
    let door = DOORS
        .iter()
        .find(|(name, _)| name.strip_suffix('*').map_or(*name == first, |start| first.starts_with(start)));
    if let Some((_, doors)) = door {
        let file = code.path.trim_end_matches(".rs");
        if !doors.iter().any(|door| file == *door || file.starts_with(&format!("{door}/"))) {
            found
                .push(format!("the crate `{first}` is named outside `{}`, its one door", doors.join("`, `")));
        }
    }
    found
}

/// The path from the crate's root, if it is one: `crate::…`, `offprint::…` in the program, or enough `super`s.
fn within_crate(code: &Code, path: &[String]) -> Option<Vec<String>> {
    let supers = path.iter().take_while(|name| *name == "super").count();
    let modules = code.modules();
    match path.first()?.as_str() {
        "crate" | "offprint" => Some(path[1..].to_vec()),
        "super" if supers <= modules.len() => {
            let outer = modules[..modules.len() - supers].iter().map(|name| (*name).to_owned());
            Some(outer.chain(path[supers..].iter().cloned()).collect())
        }
        _ => None,
    }
}

fn level_fault(from: &str, to: &str) -> Option<String> {
    let levels: BTreeMap<&str, u8> = LEVELS.into();
    let Some(level) = levels.get(from) else {
        return Some(format!(
            "the module `{from}` has no level: give it one in tests/architecture.rs and in the design"
        ));
    };
    // What is no module is a function, macro or type of the root, which only the program above it uses.
    let other = levels.get(to)?;
    let is_peer = PEERS.iter().any(|(module, peers)| *module == from && peers.contains(&to));
    (from != to && other >= level && !is_peer).then(|| {
        format!("`{to}` (level {other}) is named in `{from}` (level {level}), and a module imports from smaller levels only")
    })
}

/// Whether a path begins with another, or names the last part of it after the same start: `std::io::{self}` begins `std::io`.
fn starts_with(path: &[String], start: &str) -> bool {
    let start: Vec<&str> = start.split("::").collect();
    path.len() >= start.len() && path.iter().zip(start).all(|(a, b)| a == b)
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// Every file of a folder whose name ends so, with its text, sorted.
fn read(folder: &Path) -> Vec<Code> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|e| panic!("can't read {}: {e}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.push(Code { path: name, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

#[test]
fn the_program_keeps_its_shape() {
    let files = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(files.len() > 20, "src/ was not read: {} files", files.len());
    let found: Vec<String> = files.iter().flat_map(faults).collect();
    assert!(found.is_empty(), "{} breaches of the design:\n{}", found.len(), found.join("\n"));
}

#[test]
fn tests_are_files_that_can_be_read() {
    let files = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"));
    let found: Vec<String> = files
        .iter()
        .flat_map(|code| header_and_size(code).into_iter().map(|f| format!("tests/{}:{f}", code.path)))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What is found in a file that begins well and goes on so.
fn found(path: &str, text: &str) -> String {
    faults(&Code { path: path.to_owned(), text: format!("//! A module.\n{text}\n") }).join("\n")
}

#[test]
fn breaches_are_found() {
    let cases = [
        ("parse/notes.rs", "use crate::catalog::Catalog;", "src/parse/notes.rs:2: `catalog` (level 2)"),
        ("parse/notes.rs", "use crate::{paper::Body, site::Site};", "`site` (level 4)"),
        ("parse/notes.rs", "fn f() { crate::render::html() }", "`render` (level 5)"),
        ("parse/notes.rs", "use super::super::write;", "`write` (level 6)"),
        ("source.rs", "use crate::parse;", "`parse` (level 1)"),
        ("main.rs", "use offprint::parse; mod x { use crate::serve; }", "`serve` (level 8)"),
        ("novelty.rs", "use crate::paper;", "has no level"),
        ("render/html.rs", "use crate::config::Config;", "from its frame and body alone"),
        ("site.rs", "use crate::paper::{Record, Body};", "by its record alone"),
        ("parse.rs", "use std::{fmt, fs::File};", "`std::fs`"),
        ("parse.rs", "fn f() { let now = std::time::Instant::now(); }", "`std::time`"),
        ("site.rs", "use std::io::{self, stdout};", "`std::io::stdout`"),
        ("render.rs", "use rayon::prelude::*;", "`rayon`"),
        ("site.rs", "use comrak::Arena;", "`comrak`"),
        ("source.rs", "use icu_collator::Collator;", "`icu_collator`"),
        ("parse/markdown_more.rs", "fn f() { comrak::parse() }", "`comrak`"),
        ("parse.rs", "#[allow(dead_code)]\nfn f() {}", "src/parse.rs:2: `#[allow]`"),
        ("parse.rs", "fn f() { println!(\"x\") }", "`println!`"),
        ("parse.rs", "struct NoteContext;", "`context` says nothing"),
        ("parse/utils.rs", "", "`utils` says nothing"),
        ("parse.rs", &"//\n".repeat(LONGEST), "more than 500 lines"),
    ];
    for (path, text, expected) in cases {
        let found = found(path, text);
        assert!(found.contains(expected), "{path}: {text}\nfound: {found}");
    }
    assert!(
        faults(&Code { path: "parse.rs".to_owned(), text: "fn f() {}".to_owned() })[0].contains("no `//!`")
    );
}

#[test]
fn good_code_passes() {
    let cases = [
        (
            "parse/notes.rs",
            "use crate::paper::{self, Note};\nuse super::walk;\nuse super::super::source::Source;",
        ),
        (
            "parse/notes.rs",
            "/// Unlike [`crate::catalog`].\nfn f() { let s = \"crate::site println!\"; let c = '\"'; /* std::fs */ }",
        ),
        ("parse/notes.rs", "fn f<'a>(x: &'a str) { g(r#\"std::fs\"#, '\\'', b'x') }"),
        ("parse.rs", "#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn f() { println!() }\n}"),
        ("parse/tests.rs", "use std::fs;\nuse crate::render;"),
        ("parse/markdown/blocks.rs", "use comrak::nodes::AstNode;"),
        ("language/names.rs", "use icu_plurals::PluralRules;"),
        ("write.rs", "use std::fs;\nuse std::{io, path::Path};"),
        ("site.rs", "use crate::paper::{BodyText, Record};\nstruct Informed;\nfn f(csv: u8) -> u8 { csv }"),
        ("main.rs", "mod cli;\nuse offprint::report::Failure;\nfn f() { offprint::build() }"),
    ];
    for (path, text) in cases {
        assert_eq!(found(path, text), "", "{path}: {text}");
    }
}
