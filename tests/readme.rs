//! README.md is the manual, so what it says is tested: its examples are built, its links to its own headings lead
//! somewhere, and its tables of problems and of what templates can read are made from the code.
//!
//! An example is a fenced block whose info string says what it is (`toml site.toml`, `markdown paper`). The tables stand
//! between comments; `UPDATE=1 cargo test --test readme` writes them.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use offprint::diagnostic::Diagnostic;
use offprint::report::{Options, Report, Silent};

#[path = "readme/tables.rs"]
mod tables;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(project().join("README.md")).unwrap()
}

/// A fenced block of the manual.
struct Example {
    line: usize,
    /// What follows the language in the info string.
    part: String,
    text: String,
}

fn examples(markdown: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = (1..).zip(markdown.lines());
    while let Some((line, opening)) = lines.next() {
        let info = opening.trim_start_matches('`');
        let fence = opening.strip_suffix(info).unwrap();
        if fence.len() < 3 {
            continue;
        }
        let inside = lines.by_ref().map(|(_, text)| text).take_while(|text| *text != fence);
        let text = inside.map(|text| format!("{text}\n")).collect();
        let part = info.split_once(' ').map_or("", |(_, part)| part).to_owned();
        examples.push(Example { line, part, text });
    }
    examples
}

/// A PNG of 1,200 pixels by one, as far as its size is read.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xb0\0\0\0\x01\x08\x02\0\0\0\x90\x77\x53\xde";

/// The site that every example is put into: it has what the examples link to.
const SITE: [(&str, &str); 9] = [
    (
        "content/site.toml",
        "title = \"T\"\nbase_url = \"https://example.org/\"\nlanguages = [\"en\", \"pl\"]\nmath = true\n",
    ),
    ("content/index.md", "+++\ntitle = \"Home\"\n+++\n"),
    ("content/about.md", "+++\ntitle = \"About\"\n+++\n"),
    ("content/papers/index.md", "+++\ntitle = \"Papers\"\n+++\n"),
    (
        "content/papers/other/index.md",
        "+++\ntitle = \"Other\"\ndate = 2020\ntopics = [\"Cities\"]\n+++\n\n## Method\n",
    ),
    ("content/people/first-author.md", "+++\nname = \"First Author\"\n+++\n"),
    ("content/images/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>"),
    ("content/papers/example/figures/vendors.csv", "vendor,countries\nFirst,50\nSecond,12\n"),
    ("content/papers/example/print.pdf", "%PDF-1.7\n"),
];

const PAPER: &str = "content/papers/example/index.md";

struct Site(tempfile::TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        for (path, text) in SITE {
            site.write(path, text.as_bytes());
        }
        for name in ["cover", "map"] {
            site.write(&format!("content/papers/example/figures/{name}.png"), PICTURE);
        }
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn build(&self) -> Report {
        let options = Options {
            drafts: false,
            now: "2026-01-01T00:00:00Z".parse().unwrap(),
            printed: None,
            locked: false,
            base_url: None,
            out: self.path("public"),
            tolerated: offprint::diagnostic::Severity::Hint,
        };
        offprint::build(self.0.path(), &options, &Silent).unwrap()
    }
}

/// What is wrong. All examples share one folder of files, of which each uses some.
fn told(report: &Report) -> Vec<&Diagnostic> {
    report.problems.iter().filter(|problem| problem.rule.code != "file-unused").collect()
}

/// What a build has to say about an example; nothing, if it is as good as the manual must be.
fn faults(example: &Example) -> Option<String> {
    let site = Site::new();
    let front = "+++\ntitle = \"Example\"\ndate = 2020\n+++\n\n";
    match example.part.as_str() {
        "site.toml" => site.write("content/site.toml", example.text.as_bytes()),
        "paper" if example.text.starts_with("title = ") => {
            site.write(PAPER, format!("+++\n{}+++\n\n## One\n", example.text).as_bytes());
        }
        "paper" if example.text.starts_with("title: ") => {
            site.write(PAPER, format!("---\n{}---\n", example.text).as_bytes());
        }
        "paper" => site.write(PAPER, format!("{front}{}", example.text).as_bytes()),
        "person" => {
            site.write("content/people/first-author.md", format!("+++\n{}+++\n", example.text).as_bytes());
        }
        "" | "theme.toml" | "page.html" => return None,
        other => return Some(format!("line {}: no test knows the example `{other}`", example.line)),
    }
    let report = site.build();
    let problems: Vec<String> = told(&report)
        .into_iter()
        .map(|problem| format!("{}: {}", problem.rule.code, problem.message))
        .collect();
    let published = report.published.is_some();
    (!problems.is_empty() || !published)
        .then(|| format!("line {}: published: {published}, {}", example.line, problems.join("; ")))
}

#[test]
fn examples_build_without_a_problem() {
    let examples = examples(&readme());
    let tested = examples.iter().filter(|example| !example.part.is_empty()).count();
    assert!(tested >= 15, "only {tested} examples are marked");
    let faults: Vec<String> = examples.iter().filter_map(faults).collect();
    assert!(faults.is_empty(), "README.md:\n{}", faults.join("\n"));
}

#[test]
fn the_theme_of_the_manual_is_a_theme() {
    let examples = examples(&readme());
    let site = Site::new();
    let settings = site.path("content/site.toml");
    let chosen = fs::read_to_string(&settings).unwrap() + "[theme]\nname = \"my-theme\"\n";
    site.write("content/site.toml", chosen.as_bytes());
    for (part, path) in [("theme.toml", "theme.toml"), ("page.html", "templates/page.html")] {
        let example = examples.iter().find(|example| example.part == part).unwrap();
        site.write(&format!("themes/my-theme/{path}"), example.text.as_bytes());
    }
    // The folder without an index of its own is no paper.
    fs::remove_dir_all(site.path("content/papers/example")).unwrap();
    let report = site.build();
    assert!(told(&report).is_empty(), "{:?}", report.problems);
    let page = fs::read_to_string(site.path("public/about/index.html")).unwrap();
    assert!(page.contains("<p>Independent since 1990</p>"), "{page}");
}

#[test]
fn links_to_headings_lead_somewhere() {
    let text = readme();
    let headings: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("##")?.trim_start_matches('#').strip_prefix(' '))
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect();
    let prose: String = text.split("```").step_by(2).collect();
    for link in prose.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(headings.iter().any(|heading| heading == link) || link == "results", "no heading `#{link}`");
    }
    for file in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        if !file.starts_with('#') && !file.contains("://") {
            assert!(project().join(file).exists(), "README.md links to `{file}`, which is not there");
        }
    }
}

#[test]
fn generated_tables_are_what_the_code_says() {
    let frame = fs::read_to_string(project().join("src/site/frame.rs")).unwrap();
    let text = readme();
    let made = tables::between(&text, "diagnostics", &tables::diagnostics());
    let made = tables::between(&made, "variables", &tables::variables(&frame));
    let theme =
        |name: &str| fs::read_to_string(project().join("themes").join(name).join("theme.toml")).unwrap();
    let made = tables::between(&made, "options of institute", &tables::options(&theme("institute")));
    let made = tables::between(&made, "options of longform", &tables::options(&theme("longform")));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(project().join("README.md"), &made).unwrap();
    } else {
        assert!(
            text == made,
            "the tables of README.md are old: run `tests/regenerate` and commit what it writes"
        );
    }
}
