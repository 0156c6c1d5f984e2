//! Builds that begin from the same, and builds that do not, on a real folder.

use std::thread::sleep;

use super::*;
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::write::Published;

/// A site whose last build is remembered.
struct Case {
    folder: tempfile::TempDir,
    options: Options,
}

impl Case {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in
            [("content/a.md", "a"), ("content/deep/b.md", "b"), ("public/a.html", "A"), ("themes/t.css", "")]
        {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        sleep(2 * TICK);
        let options = Options {
            drafts: false,
            now: "2026-12-01T00:00:00Z".parse().unwrap(),
            printed: None,
            locked: false,
            base_url: None,
            out: folder.path().join("public"),
            tolerated: Severity::Warning,
        };
        let case = Self { folder, options };
        case.start().unwrap().remember(&report(), &case.cache()).unwrap();
        case
    }

    fn cache(&self) -> Cache {
        Cache::of_site(self.folder.path())
    }

    fn start(&self) -> Option<Start> {
        Start::of(self.folder.path(), &self.options)
    }

    /// What a build that begins now is told.
    fn told(&self) -> Option<Report> {
        sleep(2 * TICK);
        self.start()?.report(&self.cache())
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }
}

fn report() -> Report {
    let problem = Diagnostic::new(&reading::TITLE_MISSING, "no title")
        .at(Place::new("content/a.md", 0..1))
        .hint("write one");
    Report {
        problems: vec![problem.related(Place::file("content/deep/b.md"), "as here")],
        next_change: Some("2026-12-01T12:00:00.5Z".parse().unwrap()),
        published: Some(Published { files: 7, bytes: 9, changed: 3, removed: 1 }),
        ..Report::default()
    }
}

#[test]
fn what_was_found_holds_while_nothing_changes() {
    let case = Case::new();
    let told = case.told().unwrap();
    let published = Some(Published { files: 7, bytes: 9, changed: 0, removed: 0 });
    assert_eq!(format!("{told:?}"), format!("{:?}", Report { published, ..report() }));
}

#[test]
fn any_change_to_a_file_is_something_new() {
    type Change = fn(&Case);
    let changes: [(&str, Change); 8] = [
        ("other text", |case| fs::write(case.path("content/a.md"), "aa").unwrap()),
        ("the same length", |case| fs::write(case.path("content/deep/b.md"), "c").unwrap()),
        ("a new file", |case| fs::write(case.path("content/deep/c.md"), "").unwrap()),
        ("a file less", |case| fs::remove_file(case.path("content/a.md")).unwrap()),
        ("another name", |case| fs::rename(case.path("content/a.md"), case.path("content/z.md")).unwrap()),
        ("the theme", |case| fs::write(case.path("themes/t.css"), "a{}").unwrap()),
        ("what was published", |case| fs::write(case.path("public/a.html"), "B").unwrap()),
        ("less of what was published", |case| fs::remove_dir_all(case.path("public")).unwrap()),
    ];
    for (name, change) in changes {
        let case = Case::new();
        change(&case);
        assert!(case.told().is_none(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn an_old_date_hides_no_change() {
    let case = Case::new();
    let file = case.path("content/a.md");
    let before = fs::metadata(&file).unwrap().modified().unwrap();
    fs::write(&file, "b").unwrap();
    fs::File::options().write(true).open(&file).unwrap().set_modified(before).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), before);
    assert!(case.told().is_none());
}

#[test]
fn a_file_that_may_still_be_changing_is_not_remembered() {
    let case = Case::new();
    fs::write(case.path("content/a.md"), "b").unwrap();
    assert!(case.start().is_none());
}

#[test]
fn another_time_is_something_new_once_it_changes_the_site() {
    let mut case = Case::new();
    for (now, holds) in [
        ("2026-11-30T23:59:59Z", false),
        ("2026-12-01T00:00:00Z", true),
        ("2026-12-01T11:59:59Z", true),
        ("2026-12-01T12:00:01Z", false),
    ] {
        case.options.now = now.parse().unwrap();
        assert_eq!(case.told().is_some(), holds, "{now}");
    }
    // Without an embargo, what hung on the day holds for a day.
    case.options.now = "2026-12-01T00:00:00Z".parse().unwrap();
    let report = Report { next_change: None, ..report() };
    case.start().unwrap().remember(&report, &case.cache()).unwrap();
    for (now, holds) in [("2026-12-01T23:59:00Z", true), ("2026-12-02T00:00:00Z", false)] {
        case.options.now = now.parse().unwrap();
        assert_eq!(case.told().is_some(), holds, "{now}");
    }
}

#[test]
fn other_wishes_are_something_new() {
    let case = Case::new();
    let told = |options: Options| Start::of(case.folder.path(), &options).unwrap().report(&case.cache());
    sleep(2 * TICK);
    assert!(told(case.options.clone()).is_some());
    assert!(told(Options { drafts: true, ..case.options.clone() }).is_none());
    assert!(told(Options { tolerated: Severity::Hint, ..case.options.clone() }).is_none());
    assert!(
        told(Options { base_url: Some("https://example.org/".into()), ..case.options.clone() }).is_none()
    );
    assert!(told(Options { out: case.path("elsewhere"), ..case.options.clone() }).is_none());
}

#[test]
fn a_build_that_published_nothing_is_not_remembered() {
    let case = Case::new();
    fs::write(case.path("content/a.md"), "b").unwrap();
    sleep(2 * TICK);
    let report = Report { published: None, ..report() };
    assert!(case.start().unwrap().remember(&report, &case.cache()).is_none());
    assert!(case.told().is_none());
}
