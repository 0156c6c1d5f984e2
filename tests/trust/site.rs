//! Sites for the tests of trust, and what a folder holds.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_offprint");

/// How often something is tried: a few times, or many in a long run.
pub(crate) fn times(short: usize, long: usize) -> usize {
    if std::env::var_os("OFFPRINT_LONG").is_some() { long } else { short }
}

/// A folder's files by their paths, with their bytes.
pub(crate) type Tree = BTreeMap<PathBuf, Vec<u8>>;

pub(crate) fn tree(folder: &Path) -> Tree {
    files(folder).into_iter().map(|path| (path.clone(), fs::read(folder.join(path)).unwrap())).collect()
}

/// Which file each path is, and when it was written.
pub(crate) fn identities(folder: &Path) -> BTreeMap<PathBuf, (u64, SystemTime)> {
    let identity = |path: &PathBuf| {
        let metadata = fs::metadata(folder.join(path)).unwrap();
        (metadata.ino(), metadata.modified().unwrap())
    };
    files(folder).into_iter().map(|path| (path.clone(), identity(&path))).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    files.map(|entry| entry.path().strip_prefix(folder).unwrap().to_owned()).collect()
}

/// Says which files differ, not what is in them.
pub(crate) fn assert_same(one: &Tree, other: &Tree, what: &str) {
    let paths = one.keys().chain(other.keys());
    let mut differing: Vec<&PathBuf> = paths.filter(|path| one.get(*path) != other.get(*path)).collect();
    differing.sort();
    differing.dedup();
    assert!(differing.is_empty(), "{what}: these files differ: {differing:?}");
}

/// The names in a folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The program with a site as its folder.
pub(crate) fn offprint(site: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(site).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn run(site: &Path, arguments: &[&str]) -> Output {
    offprint(site, arguments).output().unwrap()
}

/// Runs the program, which must end well.
pub(crate) fn succeed(site: &Path, arguments: &[&str]) -> String {
    let output = run(site, arguments);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{out}{err}");
    out.into_owned()
}

/// Runs the program, which must end with this code; what it says is wrong.
pub(crate) fn fail(site: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(site, arguments);
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{err}");
    err
}

/// The files of a site of so many papers, which differ in length, topics and what is in them.
pub(crate) fn papers(count: usize) -> Tree {
    let mut files = Tree::new();
    let mut add = |path: String, text: String| files.insert(path.into(), text.into_bytes());
    add("content/site.toml".into(), settings("Institute"));
    add("content/index.md".into(), "+++\ntitle = \"Institute\"\n+++\nPapers on cities.\n".into());
    add("content/people/jan-kowalski.md".into(), "+++\nname = \"Jan Kowalski\"\n+++\nWrites.\n".into());
    for number in 0..count {
        add(format!("content/papers/p{number:03}/index.md"), paper(number, "as it was"));
        add(format!("content/papers/p{number:03}/bar.svg"), drawing(number));
    }
    files
}

pub(crate) fn settings(title: &str) -> String {
    format!(
        "title = \"{title}\"\nbase_url = \"https://example.org/x/\"\n\n[collections.papers]\nper_page = 5\n"
    )
}

pub(crate) fn paper(number: usize, words: &str) -> String {
    let (year, topic) = (1990 + number % 30, number % 4);
    format!(
        "+++\ntitle = \"Paper {number}\"\ndate = \"{year}-03-01\"\nauthors = [\"jan-kowalski\"]\n\
         topics = [\"Topic {topic}\"]\nseries = \"Notes\"\nnumber = {number}\n+++\n\
         The paper is {words}[^1]. See [the first](../p000/index.md#second).\n\n\
         ## First {number}\n\n![A bar.](bar.svg \"Bars\"){{#fig-bar}}\n\nAs in @fig-bar.\n\n\
         ## Second\n\n```rust\nfn main() {{ let n = {number}; }}\n```\n\n[^1]: Note {number}.\n"
    )
}

pub(crate) fn drawing(number: usize) -> String {
    let width = number + 1;
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} 2\"><rect/></svg>\n")
}

/// Writes files into a folder, in the order in which they come.
pub(crate) fn write<'a>(folder: &Path, files: impl IntoIterator<Item = (&'a PathBuf, &'a Vec<u8>)>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// A site of so many papers in a folder of its own.
pub(crate) fn site(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    write(folder.path(), &papers(count));
    folder
}

/// Numbers that look random and are the same at each run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}
