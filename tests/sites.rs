//! Whole sites, built by the program itself.
//!
//! A case is a folder of `tests/sites/`. Its `content/` and `themes/` are copied to a folder below `target/`, the program runs
//! there, and what it prints is compared with `output.txt`. A file `case.toml` may say more:
//!
//! - `run = "build --drafts"`: the command line; `build` unless it is given. `environment.NAME = "value"` sets a variable.
//! - `browser = true`: the site is left in `target/sites/NAME/public/`, where every site is looked at in a browser too.
//! - `like = "other-case"`: that case's folders are copied first, then this one's over them.
//! - `unix = "why"`: what it is about is not on Windows, so that it is passed over where `OFFPRINT_PROGRAM` is run.
//! - `[[file]]`: what git can't hold or an editor would mend, made at `path` (or the bytes `path_hex`) as `text`, `hex`,
//!   `text` times `repeat`, a `link` to somewhere, or, with none of them, a folder.
//!
//! Assertions on the folder that was written stand in `expect/`: `public.txt` lists its files, `whole/PATH` is one of
//! them, and each line `PATH: text` of `contains.txt` and `lacks.txt` is something to be found or not; a `*` as the path
//! means every file, its name included. `OFFPRINT_BLESS=1 cargo test --test sites` writes `output.txt`, and those of
//! `public.txt` and `whole/` that exist; read the difference before it is committed. `OFFPRINT_PROGRAM` names the program for
//! another system, which is run instead: `tests/windows/run` does that.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that can't go on has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use offprint::diagnostic::rules;

/// Codes that no content can bring about on every machine, each with the reason.
const UNTESTED: [(&str, &str); 1] =
    [("file-unreadable", "a file that can't be read is readable to root, as whom many machines run tests")];

/// As many programs at once as the usual small machine has cores.
const AT_ONCE: usize = 2;

#[test]
fn sites_come_out_as_expected() {
    let mut names = case_names();
    if std::env::var_os("OFFPRINT_PROGRAM").is_some() {
        names.retain(|name| !recipe(&cases().join(name)).contains_key("unix"));
    }
    assert!(!names.is_empty(), "there is no case in {}", cases().display());
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let wrong = std::panic::catch_unwind(|| run(name))
                        .unwrap_or_else(|_| vec!["the case itself can't be run; see above".to_owned()]);
                    if !wrong.is_empty() {
                        failures.lock().unwrap().insert(name.clone(), wrong.join("\n"));
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    let report: Vec<String> =
        failures.iter().map(|(name, wrong)| format!("=== tests/sites/{name}\n{wrong}")).collect();
    assert!(report.is_empty(), "{} of {} cases:\n{}", report.len(), names.len(), report.join("\n"));
}

#[test]
fn every_code_is_shown_by_a_case() {
    let shown: String = case_names()
        .iter()
        .map(|name| fs::read_to_string(cases().join(name).join("output.txt")).unwrap_or_default())
        .collect();
    let unshown: BTreeSet<&str> = rules::all()
        .iter()
        .map(|rule| rule.code)
        .filter(|code| !shown.contains(&format!("[{code}]")))
        .collect();
    let excused: BTreeSet<&str> = UNTESTED.iter().map(|(code, _)| *code).collect();
    let missing: Vec<&&str> = unshown.difference(&excused).collect();
    assert!(missing.is_empty(), "no case in tests/sites/ shows these problems: {missing:?}");
    let needless: Vec<&&str> = excused.difference(&unshown).collect();
    assert!(needless.is_empty(), "these are shown by a case, and need no excuse: {needless:?}");
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}

fn case_names() -> Vec<String> {
    let entries = fs::read_dir(cases()).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn is_blessing() -> bool {
    std::env::var_os("OFFPRINT_BLESS").is_some()
}

/// Runs a case; what is not as expected.
fn run(name: &str) -> Vec<String> {
    let case = cases().join(name);
    let recipe = recipe(&case);
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let in_browser = recipe.contains_key("browser");
    let sites = if in_browser { temporary.with_file_name("sites") } else { temporary.join("sites") };
    let site = sites.join(name);
    let _ = fs::remove_dir_all(&site);
    fs::create_dir_all(&site).unwrap();
    make(&case, &recipe, &site);
    let mut wrong = Vec::new();
    expect(&case.join("output.txt"), &offprint(&recipe, &site), Missing::Written, &mut wrong);
    let published = published(&site.join("public"));
    let expected = case.join("expect");
    let mut list: Vec<String> = published.keys().map(|path| format!("{}\n", unhashed(path))).collect();
    list.sort_unstable();
    let list = list.concat();
    expect(&expected.join("public.txt"), &list, Missing::Passed, &mut wrong);
    for path in files_below(&expected.join("whole")) {
        let bytes = published.get(&path).cloned().unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap();
        expect(&expected.join("whole").join(&path), &text, Missing::Passed, &mut wrong);
    }
    search(&expected, &published, &mut wrong);
    wrong
}

fn recipe(case: &Path) -> toml::Table {
    let text = fs::read_to_string(case.join("case.toml")).unwrap_or_default();
    let recipe: toml::Table = text.parse().unwrap();
    let known = ["run", "environment", "browser", "like", "unix", "file"];
    assert!(recipe.keys().all(|key| known.contains(&&**key)), "{}: an unknown key", case.display());
    recipe
}

/// Makes the folder that the program runs in.
fn make(case: &Path, recipe: &toml::Table, site: &Path) {
    if let Some(like) = recipe.get("like") {
        let like = cases().join(like.as_str().unwrap());
        make(&like, &self::recipe(&like), site);
    }
    for folder in ["content", "themes", "public"] {
        for path in files_below(&case.join(folder)) {
            let to = site.join(folder).join(&path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(case.join(folder).join(&path), to).unwrap();
        }
    }
    for file in recipe.get("file").into_iter().flat_map(|files| files.as_array().unwrap()) {
        make_file(file.as_table().unwrap(), site);
    }
}

fn make_file(file: &toml::Table, site: &Path) {
    let text = |key: &str| file.get(key).map(|value| value.as_str().unwrap());
    let to = match text("path_hex") {
        Some(hex) => site.join(named(unhex(hex))),
        None => site.join(text("path").unwrap()),
    };
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    let repeat = file.get("repeat").map_or(1, |times| times.as_integer().unwrap());
    match (text("text"), text("hex"), text("link")) {
        (Some(text), None, None) => fs::write(to, text.repeat(usize::try_from(repeat).unwrap())).unwrap(),
        (None, Some(hex), None) => fs::write(to, unhex(hex)).unwrap(),
        (None, None, Some(target)) => std::os::unix::fs::symlink(target, to).unwrap(),
        (None, None, None) => fs::create_dir_all(to).unwrap(),
        _ => panic!("a file is made in one way: {file:?}"),
    }
}

fn named(bytes: Vec<u8>) -> std::ffi::OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// What the program prints and how it ends.
fn offprint(recipe: &toml::Table, site: &Path) -> String {
    let arguments = recipe.get("run").map_or("build", |run| run.as_str().unwrap());
    let program =
        std::env::var_os("OFFPRINT_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_offprint").into());
    let mut command = Command::new(program);
    command.args(arguments.split(' ')).current_dir(site).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    // Where a host of CI has the repository is no matter of these sites.
    command.env_remove("GITHUB_WORKSPACE").env_remove("CI_PROJECT_DIR").env_remove("GITHUB_STEP_SUMMARY");
    for (name, value) in recipe.get("environment").into_iter().flat_map(|table| table.as_table().unwrap()) {
        command.env(name, value.as_str().unwrap());
    }
    let output = command.output().unwrap();
    let mut said = format!("$ offprint {arguments}\nexit code {}\n", output.status.code().unwrap_or(-1));
    for (stream, bytes) in [("stderr", output.stderr), ("stdout", output.stdout)] {
        let text = String::from_utf8(bytes).unwrap();
        if !text.is_empty() {
            write!(said, "--- {stream}\n{}", untimed(&text)).unwrap();
        }
    }
    said
}

/// The time that a run took is another at each run.
fn untimed(text: &str) -> String {
    let is_time = |part: &str| part.strip_suffix(" s").is_some_and(|number| number.parse::<f64>().is_ok());
    let line = |line: &str| {
        let parts: Vec<&str> =
            line.split("; ").map(|part| if is_time(part.trim_end()) { "… s" } else { part }).collect();
        format!("{}\n", parts.join("; "))
    };
    text.lines().map(line).collect()
}

/// The name of a theme's file without its hash, which is another after each change of the theme.
fn unhashed(path: &str) -> String {
    let is_hash = |part: &str| part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts: Vec<&str> = path.split('.').map(|part| if is_hash(part) { "…" } else { part }).collect();
    parts.join(".")
}

/// What happens where there is no file with what is expected.
enum Missing {
    Written,
    Passed,
}

fn expect(path: &Path, actual: &str, missing: Missing, wrong: &mut Vec<String>) {
    let expected = fs::read_to_string(path);
    if let (Err(_), Missing::Passed) = (&expected, missing) {
        return;
    }
    let expected = expected.unwrap_or_default();
    if expected == actual {
        return;
    }
    if is_blessing() {
        fs::write(path, actual).unwrap();
        return;
    }
    let name = path.strip_prefix(cases()).unwrap().display().to_string();
    wrong.push(format!("{name} differs:\n{}", difference(&expected, actual)));
}

/// The lines that differ, after those that both begin with and before those that both end with.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), actual.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let shown = |sign: &str, lines: &[&str]| -> String {
        lines.iter().map(|line| format!("{sign}{line}\n")).collect()
    };
    format!(
        "(from line {})\n{}{}",
        start + 1,
        shown("-", &old[..old.len() - end]),
        shown("+", &new[..new.len() - end])
    )
}

/// Every file below a folder by its path in it.
fn files_below(folder: &Path) -> BTreeSet<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| !entry.file_type().is_dir());
    files.map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
}

fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let paths = files_below(folder).into_iter();
    paths.map(|path| (path.clone(), fs::read(folder.join(path)).unwrap())).collect()
}

fn search(expected: &Path, published: &BTreeMap<String, Vec<u8>>, wrong: &mut Vec<String>) {
    let lines = |name: &str| fs::read_to_string(expected.join(name)).unwrap_or_default();
    for line in lines("contains.txt").lines() {
        let (path, text) = line.split_once(": ").unwrap();
        if found(published, path, text).is_empty() {
            wrong.push(format!("not found: {line}"));
        }
    }
    for line in lines("lacks.txt").lines() {
        let (path, text) = line.split_once(": ").unwrap();
        if path != "*" && !published.contains_key(path) {
            wrong.push(format!("there is no file to lack it: {line}"));
        }
        for place in found(published, path, text) {
            wrong.push(format!("found `{text}` in {place}"));
        }
    }
}

/// The files, of those that a path names, in whose bytes or name a text is.
fn found(published: &BTreeMap<String, Vec<u8>>, path: &str, text: &str) -> Vec<String> {
    let has = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let of = published.iter().filter(|(name, _)| path == "*" || path == name.as_str());
    of.filter(|(name, bytes)| has(bytes) || (path == "*" && has(name.as_bytes())))
        .map(|(name, _)| name.clone())
        .collect()
}
