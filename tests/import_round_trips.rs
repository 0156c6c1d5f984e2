//! Papers in our format become Word files by pandoc and by LibreOffice, and manuscripts again: every word, note, figure, table and
//! heading is kept, in its place.
//!
//! The papers are those of `content/papers`, those in `tests/import/round_trips`, and those in the folder that `OFFPRINT_PAPERS`
//! names. Without pandoc or LibreOffice the test passes over, and says so. What a writer itself changes is in [`CHANGES`], with
//! the reason.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use offprint::import::{Input, Options, read};
use offprint::paper::{Kind, Paper};
use offprint::parse::{self, Settings};
use offprint::source::{Manuscript, Role, Source};

#[path = "import_round_trips/outline.rs"]
mod outline;
#[path = "import_round_trips/pandoc.rs"]
mod pandoc;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What a line becomes, if this changes it.
type Change = fn(&str) -> Option<Vec<String>>;

/// What writers change themselves, each with the reason, as it is applied to a line that was expected.
const CHANGES: &[(&str, Change, &str)] = &[
    ("", without_charts, "a chart is drawn from a file of data; neither writer has a picture of it"),
    ("pandoc", described_by_caption, "the description of a picture is its caption"),
    ("libreoffice", not_described, "pandoc's .odt has no descriptions of pictures"),
    ("libreoffice", plain_pull_quotes, "pandoc's .odt has no paragraph styles of an author's own"),
    (
        "libreoffice",
        plain_table_captions,
        "the captions of tables are in no style, and say not that they are",
    ),
    ("libreoffice", without_formulae, "LibreOffice leaves formulae out where its Math is not installed"),
    (
        "libreoffice",
        cut_table,
        "LibreOffice drops the columns that pandoc's .odt has only under a heading over several of them",
    ),
    ("", parted_authors, "an author's line with a comma is two authors, as on most title pages"),
];

fn without_charts(line: &str) -> Option<Vec<String>> {
    line.starts_with("chart of a file").then(Vec::new)
}

fn described_by_caption(line: &str) -> Option<Vec<String>> {
    let (_, caption) = line.strip_prefix("figure: ")?.split_once(" | ")?;
    Some(vec![format!("figure: {caption} | {caption}")])
}

fn not_described(line: &str) -> Option<Vec<String>> {
    let (_, caption) = line.strip_prefix("figure: ")?.split_once(" | ")?;
    Some(vec![format!("figure:  | {caption}")])
}

fn plain_pull_quotes(line: &str) -> Option<Vec<String>> {
    Some(vec![format!("text: {}", line.strip_prefix("pull quote: ")?)])
}

fn plain_table_captions(line: &str) -> Option<Vec<String>> {
    let caption = line.strip_prefix("table: ").filter(|caption| !caption.is_empty())?;
    Some(vec![format!("text: {caption}"), "table: ".to_owned()])
}

/// Two rows of the head of a table of digital-efficiency, and the cells over several rows at the end of two others.
fn cut_table(line: &str) -> Option<Vec<String>> {
    match line {
        "row: volume threshold" | "row: 1 | 10 | 100 | 1 000 | 10 000 | 1 000 000" => Some(Vec::new()),
        "row: 80 | 1 6 | 3 8 | 3 7 | 3 3 | 2 6 | 1 7 | 1 0"
        | "row: 82 | strong em 1 7 em strong | 4 0 | 3 9 | 3 4 | 2 7 | strong em 1 8 em strong | 1 0" => {
            let cells: Vec<&str> = line.split(" | ").take(6).collect();
            Some(vec![cells.join(" | ")])
        }
        _ => None,
    }
}

fn without_formulae(line: &str) -> Option<Vec<String>> {
    if line.starts_with("formula: ") {
        return Some(Vec::new());
    }
    let mut parts = line.split(" → formula ");
    let first = parts.next()?.to_owned();
    let rest: Vec<&str> = parts.map(|part| part.split_once(' ').map_or("", |(_, rest)| rest)).collect();
    if rest.is_empty() {
        return None;
    }
    let words: Vec<&str> =
        std::iter::once(first.as_str()).chain(rest).filter(|part| !part.is_empty()).collect();
    Some(vec![words.join(" ")])
}

fn parted_authors(line: &str) -> Option<Vec<String>> {
    (line == "author: centre for asian affairs university of lodz")
        .then(|| vec!["author: centre for asian affairs".to_owned(), "author: university of lodz".to_owned()])
}

/// Whether two programs are there; says so if not.
fn programs() -> bool {
    let missing: Vec<&str> = ["pandoc", "soffice"]
        .into_iter()
        .filter(|name| {
            let run =
                Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            !run.is_ok_and(|status| status.success())
        })
        .collect();
    if !missing.is_empty() {
        // Written past the capture of output, which hides what a passing test prints.
        let told = format!("\nround trips passed over: no {}\n", missing.join(", no "));
        let _ = std::io::stderr().write_all(told.as_bytes());
    }
    missing.is_empty()
}

/// The papers, each with a name and its files.
fn papers() -> Vec<(String, Vec<PathBuf>)> {
    let mut papers = Vec::new();
    let cases = Path::new(ROOT).join("tests/import/round_trips");
    papers.extend(markdown(&cases).into_iter().map(|file| (name(&file), vec![file])));
    let mut folders = vec![Path::new(ROOT).join("content/papers")];
    folders.extend(std::env::var_os("OFFPRINT_PAPERS").map(PathBuf::from));
    for folder in folders {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let is_paper = path.extension().is_some_and(|end| end == "md") && !name(&path).contains("index");
            let is_paper = is_paper && !name(&path).contains('.');
            let files = if is_paper { vec![path.clone()] } else { markdown(&path) };
            if !files.is_empty() {
                papers.push((name(&path), files));
            }
        }
    }
    papers.sort();
    papers
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The Markdown files of a folder, the first one `index.md`; those of other languages are left out.
fn markdown(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "md") && !name(file).contains('.'));
    files.sort_by_key(|file| (name(file) != "index", file.clone()));
    files
}

fn parsed(texts: &[(String, String)], math: bool) -> Paper {
    let manuscript = Manuscript {
        kind: Kind::Paper,
        key: "papers/x".into(),
        collection: Some("papers".into()),
        lang: "en".into(),
        address: "/papers/x/".into(),
        files: Vec::new(),
    };
    let source = |(index, (name, text)): (usize, &(String, String))| {
        let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
        let role = match digits.parse() {
            _ if index == 0 => Role::Main,
            Ok(order) => Role::Numbered(
                order,
                name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').into(),
            ),
            Err(_) => Role::Other(name.as_str().into()),
        };
        Source { path: format!("papers/x/{name}.md").into(), role, text: text.as_str().into() }
    };
    let sources: Vec<Source> = texts.iter().enumerate().map(source).collect();
    let settings = Settings { math, raw_html: false, smart: false };
    parse::paper(&manuscript, &sources, &settings).value
}

fn run(command: &mut Command) {
    let done = command.output().expect("it starts");
    assert!(done.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn papers_come_back_whole() {
    if !programs() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, end: &str| folder.path().join(format!("{name}.{end}"));
    let picture = Path::new(ROOT).join("tests/import/docx/pictures/word/media/image1.png");
    let mut expected = Vec::new();
    for (name, files) in papers() {
        let texts: Vec<(String, String)> =
            files.iter().map(|file| (self::name(file), fs::read_to_string(file).unwrap())).collect();
        let math = name.starts_with("math");
        let paper = parsed(&texts, math);
        let tree = pandoc::document(&paper, picture.to_str().unwrap());
        fs::write(at(&name, "json"), serde_json::to_string(&tree).unwrap()).unwrap();
        for end in ["pandoc.docx", "odt"] {
            run(Command::new("pandoc").args(["-f", "json", "-o"]).arg(at(&name, end)).arg(at(&name, "json")));
        }
        expected.push((name, math, outline::lines(&paper)));
    }
    assert!(expected.len() >= 4, "only {} papers", expected.len());
    let mut convert = Command::new("soffice");
    convert.arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()));
    convert.args(["--headless", "--convert-to", "docx", "--outdir"]).arg(folder.path());
    run(convert.args(expected.iter().map(|(name, ..)| at(name, "odt"))));

    let mut faults = String::new();
    for (name, math, lines) in &expected {
        for (writer, end) in [("pandoc", "pandoc.docx"), ("libreoffice", "docx")] {
            let bytes = fs::read(at(name, end)).unwrap();
            let import = read(&[Input { name: format!("{name}.docx"), bytes }], &Options::default()).unwrap();
            if !import.report.balance.is_even() {
                writeln!(faults, "==== {name} by {writer}: {:?}", import.report.balance).unwrap();
            }
            let back = outline::lines(&parsed(&[("index".into(), import.manuscript.clone())], *math));
            let told = difference(&kept(lines, writer), &back);
            if !told.is_empty() {
                writeln!(faults, "==== {name} by {writer}\n{told}").unwrap();
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// The lines as a writer keeps them.
fn kept(lines: &[String], writer: &str) -> Vec<String> {
    let mut kept = Vec::new();
    for line in lines {
        let changed = CHANGES
            .iter()
            .filter(|(own, ..)| own.is_empty() || *own == writer)
            .find_map(|(_, change, _)| change(line));
        kept.extend(changed.unwrap_or_else(|| vec![line.clone()]));
    }
    kept
}

/// Lines that are in one only, where they differ; the longest common sequence is left out.
fn difference(expected: &[String], found: &[String]) -> String {
    let width = found.len() + 1;
    let mut common = vec![0_u32; (expected.len() + 1) * width];
    for i in (0..expected.len()).rev() {
        for j in (0..found.len()).rev() {
            common[i * width + j] = if expected[i] == found[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut told = String::new();
    while i < expected.len() || j < found.len() {
        if i < expected.len() && j < found.len() && expected[i] == found[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == found.len()
            || (i < expected.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            writeln!(told, "- {}", expected[i]).unwrap();
            i += 1;
        } else {
            writeln!(told, "+ {}", found[j]).unwrap();
            j += 1;
        }
    }
    told
}
