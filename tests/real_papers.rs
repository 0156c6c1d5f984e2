//! Papers that others published, built as an author would: site settings, front matter and the folder layout are added
//! (`tests/real_papers/NAME/content/`, and `front` in its `expected.toml` for files whose names git would quote), their text
//! stays as it is.
//!
//! The folder of the papers is the one that `OFFPRINT_PAPERS` names. Unset, these tests pass over and say so; set and
//! missing, they fail. What each paper must show is in `tests/real_papers/NAME/expected.toml`; the problems that remain are
//! `tests/real_papers/NAME/problems.txt`, which `UPDATE=1 cargo test --test real_papers` writes anew: read the difference.
//! The sites are left in `target/sites/`, where `tests/run` checks them in a browser.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that can't go on has failed"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use offprint::diagnostic::{Severity, printers};
use offprint::report::{Options, Report, Silent};

#[path = "real_papers/checks.rs"]
mod checks;
#[path = "real_papers/page.rs"]
mod page;
#[path = "real_papers/words.rs"]
mod words;

use checks::{Expected, Paper};
use page::{Site, files};

/// The folder of the papers, if the tests that need it shall run.
fn papers(test: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("OFFPRINT_PAPERS") else {
        // Written past the capture of output, which hides what a passing test prints.
        let told = format!("\n1 test passed over, for OFFPRINT_PAPERS is not set: {test}\n");
        let _ = std::io::stderr().write_all(told.as_bytes());
        return None;
    };
    let folder = PathBuf::from(folder);
    assert!(folder.is_dir(), "OFFPRINT_PAPERS names {}, which is no folder", folder.display());
    Some(folder)
}

/// What this project adds to a paper.
fn set_up(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real_papers").join(name)
}

fn expected(name: &str) -> Expected {
    toml::from_str(&std::fs::read_to_string(set_up(name).join("expected.toml")).unwrap()).unwrap()
}

/// Lays a paper out as a site: its own files, then what the set-up adds. A file of the set-up whose name is taken is put
/// before the other's text: it is its front matter.
fn lay_out(papers: &Path, name: &str, site: &Path) {
    if site.exists() {
        std::fs::remove_dir_all(site).unwrap();
    }
    let content = site.join("content");
    let paper = content.join("papers").join(name);
    let own = papers.join(name);
    for path in files(&own) {
        if path.file_stem().is_some_and(|name| name == "LICENSE" || name == "LICENCE") {
            continue;
        }
        // English is the first of the site's languages, whose files have no folder of their own.
        let below = path.strip_prefix(&own).unwrap();
        copy(&path, &paper.join(below.strip_prefix("en").unwrap_or(below)));
    }
    let added = set_up(name).join("content");
    for path in files(&added) {
        let target = content.join(path.strip_prefix(&added).unwrap());
        put_before(&target, std::fs::read_to_string(&path).unwrap());
    }
    for (path, text) in expected(name).front {
        put_before(&content.join(path), text);
    }
}

fn put_before(file: &Path, mut text: String) {
    text.push_str(&std::fs::read_to_string(file).unwrap_or_default());
    write(file, &text);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(from, to).unwrap();
}

fn write(to: &Path, text: &str) {
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::write(to, text).unwrap();
}

fn build(site: &Path) -> Report {
    let options = Options {
        drafts: false,
        now: Timestamp::UNIX_EPOCH,
        printed: None,
        locked: false,
        base_url: None,
        out: site.join("public"),
        tolerated: Severity::Warning,
    };
    let report = offprint::build(site, &options, &Silent).unwrap();
    assert!(report.published.is_some(), "not published:\n{}", shown(&report, site));
    report
}

/// The problems as an author sees them.
fn shown(report: &Report, site: &Path) -> String {
    let texts = |path: &str| std::fs::read_to_string(site.join(path)).ok().map(Arc::from);
    printers::human(&report.problems, &texts, printers::Screen { width: 120, paint: printers::Paint::Plain })
}

/// A folder for a site that `tests/run` checks in a browser afterwards.
fn site(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/sites").join(name)
}

/// Builds a paper and makes every check of it. All faults are shown, not only the first.
fn check(name: &str, base: &str) {
    let Some(papers) = papers(name) else { return };
    let folder = site(name);
    lay_out(&papers, name, &folder);
    let report = build(&folder);
    let site = Site::read(&folder.join("public"), base);
    let expected = expected(name);
    let mut faults: Vec<String> = site.dead_links();
    for paper in &expected.paper {
        let sources = expected.sources(paper, &papers, name);
        let paper = Paper { site: &site, base, expected: paper, sources: &sources, report: &report };
        faults.extend(paper.faults());
    }
    faults.extend(checks::translations(&site, &expected, base));
    faults.extend(problems(name, &shown(&report, &folder)));
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Compares the problems with those that were reviewed.
fn problems(name: &str, actual: &str) -> Option<String> {
    let path = set_up(name).join("problems.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    (reviewed != actual).then(|| format!("the problems are not those of {}:\n{actual}", path.display()))
}

#[test]
fn a_report_with_notes_figures_and_pull_quotes() {
    check("digital-efficiency", "/digital-efficiency/");
}

#[test]
fn a_white_paper_in_two_languages() {
    check("open-first", "/");
}

#[test]
fn a_report_on_a_single_page() {
    let name = "digital-efficiency";
    let Some(papers) = papers("single page") else { return };
    let folder = site("digital-efficiency-single");
    lay_out(&papers, name, &folder);
    let index = folder.join("content/papers/digital-efficiency/index.md");
    let text = std::fs::read_to_string(&index).unwrap().replacen("---\n", "---\npages: single\n", 1);
    std::fs::write(&index, text).unwrap();
    let report = build(&folder);
    let site = Site::read(&folder.join("public"), "/digital-efficiency/");
    let expected = expected(name);
    let sources = expected.sources(&expected.paper[0], &papers, name);
    let paper = Paper {
        site: &site,
        base: "/digital-efficiency/",
        expected: &expected.paper[0],
        sources: &sources,
        report: &report,
    };
    let mut faults = site.dead_links();
    faults.extend(paper.faults_of_single());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn building_twice_gives_the_same_bytes() {
    let Some(papers) = papers("twice") else { return };
    for name in ["digital-efficiency", "open-first"] {
        let trees: Vec<Vec<(PathBuf, Vec<u8>)>> = (0..2)
            .map(|_| {
                let folder = tempfile::tempdir().unwrap();
                lay_out(&papers, name, &folder.path().join("site"));
                build(&folder.path().join("site"));
                tree(&folder.path().join("site/public"))
            })
            .collect();
        assert!(trees[0].len() > 20, "{name} has too few files");
        for (first, second) in trees[0].iter().zip(&trees[1]) {
            assert!(first == second, "{} and {} differ", first.0.display(), second.0.display());
        }
        assert_eq!(trees[0].len(), trees[1].len());
    }
}

fn tree(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let below = |path: &Path| path.strip_prefix(root).unwrap().to_owned();
    files(root).iter().map(|path| (below(path), std::fs::read(path).unwrap())).collect()
}
