//! What a preview shows is what a build writes, whatever happened on the way there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::*;
use crate::diagnostic::Severity;
use crate::report::{Options, Silent};

/// A small site in a folder of its own.
struct TestSite {
    folder: tempfile::TempDir,
}

const SETTINGS: &str =
    "title = \"Test\"\nbase_url = \"https://example.org/pub/\"\nlanguages = [\"en\", \"pl\"]\n";

fn paper(title: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndate = 2026-01-02\ntopics = [\"T\"]\nauthors = [\"A B\"]\n+++\n\nOpening.\n\n{body}\n"
    )
}

impl TestSite {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.write("content/site.toml", SETTINGS);
        site.write("content/about.md", "+++\ntitle = \"About\"\n+++\n\nSee [a](papers/a.md).\n");
        site.write(
            "content/papers/a.md",
            &paper("A", "## One\n\nWords[^n].\n\n## Two\n\nMore.\n\n[^n]: Note."),
        );
        site.write(
            "content/papers/b.md",
            &paper("B", "## One\n\nSee [a](a.md#two).\n\n```rust\nfn main() {}\n```"),
        );
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    /// Writes a file that has rested.
    fn write(&self, name: &str, text: &str) {
        self.write_now(name, text);
        let long_ago = SystemTime::now().checked_sub(Duration::from_secs(5)).unwrap();
        std::fs::File::options().write(true).open(self.path(name)).unwrap().set_modified(long_ago).unwrap();
    }

    fn write_now(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn preview(&self) -> Preview {
        let options = PreviewOptions { drafts: true, now: Some(now()), ..PreviewOptions::default() };
        Preview::open(self.folder.path(), options).unwrap()
    }

    fn complete(&self) -> Preview {
        let preview = self.preview();
        preview.complete();
        preview
    }

    fn hint(&self, names: &[&str]) -> Hints {
        Hints::Paths(names.iter().map(|name| self.path(name)).collect())
    }

    /// Every file that a build writes, by address.
    fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let out = tempfile::tempdir().unwrap();
        crate::build(self.folder.path(), &options(out.path().join("public")), &Silent).unwrap();
        let mut files = BTreeMap::new();
        gather(&out.path().join("public"), "/", &mut files);
        files
    }

    fn assert_same(&self, preview: &Preview) {
        let built = self.built();
        assert!(built.len() > 10, "{} files", built.len());
        for (address, bytes) in built {
            assert_eq!(answered(preview, &format!("/pub{address}")).as_deref(), Some(&*bytes), "{address}");
        }
    }
}

fn options(out: PathBuf) -> Options {
    let (drafts, now, tolerated) = (true, now(), Severity::Error);
    Options { drafts, now, printed: None, locked: false, base_url: None, out, tolerated }
}

fn now() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

fn gather(folder: &Path, address: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == ".offprint" {
            continue;
        }
        if path.is_dir() {
            gather(&path, &format!("{address}{name}/"), files);
        } else {
            let address = if name == "index.html" { address.to_owned() } else { format!("{address}{name}") };
            files.insert(address, std::fs::read(&path).unwrap());
        }
    }
}

fn answered(preview: &Preview, path: &str) -> Option<Vec<u8>> {
    match preview.answer(path) {
        Answer::Page { html, .. } => Some(html.to_vec()),
        Answer::Bytes { bytes, .. } => Some(bytes.to_vec()),
        Answer::File { path, .. } => std::fs::read(path).ok(),
        Answer::Moved(_) | Answer::Failed { .. } => None,
    }
}

fn text(preview: &Preview, path: &str) -> String {
    String::from_utf8(answered(preview, path).unwrap_or_default()).unwrap()
}

/// Takes up changes until there is nothing left to do.
fn settle(preview: &Preview, hints: &Hints) -> Vec<Change> {
    let mut changes = Vec::new();
    loop {
        let refresh = preview.refresh(hints);
        changes.extend(refresh.change);
        match refresh.again {
            Some(again) => std::thread::sleep(again),
            None => return changes,
        }
    }
}

#[test]
fn a_preview_shows_what_a_build_writes() {
    let site = TestSite::new();
    site.assert_same(&site.complete());
}

#[test]
fn a_paper_is_answered_before_the_site_is_read() {
    let site = TestSite::new();
    let preview = site.preview();
    let Answer::Page { html, provisional, found, .. } = preview.answer("/pub/papers/a/one/") else {
        panic!()
    };
    assert!(found && provisional);
    assert!(String::from_utf8_lossy(&html).contains("Words"));
    assert!(!preview.state("/pub/papers/a/one/").complete);
    preview.complete();
    let Answer::Page { provisional, .. } = preview.answer("/pub/papers/a/one/") else { panic!() };
    assert!(!provisional);
}

#[test]
fn an_edit_is_shown_and_then_the_whole_site_follows() {
    let site = TestSite::new();
    for patch_from in [0, 1000] {
        let mut preview = site.complete();
        preview.patch_from = patch_from;
        let title = format!("Title {patch_from}");
        site.write("content/papers/a.md", &paper(&title, "## One\n\nOther words.\n\n## Two\n\nMore."));
        let changes = settle(&preview, &site.hint(&["content/papers/a.md"]));
        assert_eq!(changes.len(), if patch_from == 0 { 2 } else { 1 });
        assert_eq!(changes[0].files, ["content/papers/a.md"]);
        assert!(text(&preview, "/pub/papers/").contains(&title));
        site.assert_same(&preview);
    }
}

#[test]
fn the_edited_block_is_named() {
    let site = TestSite::new();
    let preview = site.complete();
    text(&preview, "/pub/papers/a/two/");
    site.write(
        "content/papers/a.md",
        &paper("A", "## One\n\nWords[^n].\n\n## Two\n\nMuch more.\n\n[^n]: Note."),
    );
    let changes = settle(&preview, &site.hint(&["content/papers/a.md"]));
    let edited = changes[0].edited.clone().unwrap();
    assert_eq!((edited.page.as_str(), edited.tag.as_str(), edited.line), ("/pub/papers/a/two/", "p", 16));
    let places = preview.places("/pub/papers/a/two/");
    assert!(
        places.iter().any(|place| place.tag == "p" && place.n == edited.n && place.line == 16),
        "{places:?}"
    );
    assert!(places.iter().any(|place| place.tag == "h1" && place.line == 14), "{places:?}");
    // All else on the page comes from the front matter.
    let whole = places.first().unwrap();
    assert_eq!((whole.tag.as_str(), whole.n, whole.line), ("body", 0, 2));
}

#[test]
fn a_touched_file_is_no_news() {
    let site = TestSite::new();
    let preview = site.complete();
    let body = std::fs::read_to_string(site.path("content/papers/a.md")).unwrap();
    site.write_now("content/papers/a.md", &body);
    for hints in [site.hint(&["content/papers/a.md"]), Hints::Anything, Hints::Clock] {
        assert!(settle(&preview, &hints).is_empty(), "{hints:?}");
    }
}

#[test]
fn a_file_that_is_replaced_is_told_by_its_path() {
    let site = TestSite::new();
    let figure = "content/papers/square.svg";
    let square = |colour: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" fill=\"{colour}\"/>")
    };
    site.write(figure, &square("#ff0000"));
    site.write("content/papers/c.md", &paper("C", "![A square](square.svg)"));
    let preview = site.complete();
    for (generation, colour) in (2..).zip(["#00ff00", "#0000ff"]) {
        site.write(figure, &square(colour));
        let changes = settle(&preview, &site.hint(&[figure]));
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].replaced, ["/pub/papers/square.svg"]);
        assert_eq!(changes[0].files, [figure]);
        assert_eq!(changes[0].generation, preview.generation());
        assert!(changes[0].generation > generation);
    }
    assert!(settle(&preview, &site.hint(&[figure])).is_empty(), "the same content is no news");
    site.assert_same(&preview);
}

#[test]
fn an_error_is_shown_when_its_file_has_rested_and_the_good_page_stays() {
    let site = TestSite::new();
    let preview = site.complete();
    let good = text(&preview, "/pub/papers/a/one/");
    for broken in
        ["## One\n\n:::note\nNever closed.\n\n## Two\n\nMore.", "## One\n\n[no](nowhere.md)\n\n## Two"]
    {
        site.write_now("content/papers/a.md", &paper("A", broken));
        let hints = site.hint(&["content/papers/a.md"]);
        let refresh = preview.refresh(&hints);
        assert!(refresh.change.is_none(), "shown at once");
        assert!(refresh.again.is_some_and(|again| again <= rest::REST));
        assert!(preview.state("/pub/papers/a/one/").problems.is_empty());
        let changes = settle(&preview, &hints);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].files, ["content/papers/a.md"]);
        assert!(changes[0].errors > 0);
        assert_eq!(text(&preview, "/pub/papers/a/one/"), good, "the good page stays");
        let state = preview.state("/pub/papers/a/one/");
        let error = state.problems.iter().find(|problem| problem.severity == "error").unwrap();
        assert_eq!(error.path.as_deref(), Some("content/papers/a.md"));
        assert!(error.line > 8 && error.text.contains('^'), "{error:?}");
        site.write(
            "content/papers/a.md",
            &paper("A", "## One\n\nWords[^n].\n\n## Two\n\nMore.\n\n[^n]: Note."),
        );
        settle(&preview, &hints);
        assert!(preview.state("/pub/papers/a/one/").problems.is_empty());
        site.assert_same(&preview);
    }
}

#[test]
fn broken_settings_and_themes_leave_the_site_as_it_was() {
    let site = TestSite::new();
    site.write("content/site.toml", &format!("{SETTINGS}[theme]\nname = \"mine\"\n"));
    site.write("themes/mine/theme.toml", "extends = \"institute\"\noffprint = \">=0.1\"\n");
    let preview = site.complete();
    let good = text(&preview, "/pub/about/");
    assert!(good.contains("See"));
    let theme = "themes/mine/templates/page.html";
    site.write(
        theme,
        "{% extends \"institute:page.html\" %}{% block main %}{{ nothing_such }}{% endblock %}",
    );
    settle(&preview, &site.hint(&[theme]));
    assert_eq!(text(&preview, "/pub/about/"), good, "a template that fails leaves the last page");
    assert!(preview.sweep(&|| false).is_some() || !preview.state("/pub/about/").problems.is_empty());
    assert!(preview.state("/pub/about/").problems.iter().any(|p| p.path.as_deref() == Some(theme)));
    site.write(theme, "{% extends \"institute:page.html\" %}{% block main %}");
    settle(&preview, &site.hint(&[theme]));
    assert_eq!(text(&preview, "/pub/about/"), good, "a template that can't be compiled, too");
    std::fs::remove_file(site.path(theme)).unwrap();
    site.write("content/site.toml", "title = \"Test\nbase_url = 3");
    settle(&preview, &site.hint(&["content/site.toml", theme]));
    assert_eq!(text(&preview, "/pub/about/"), good);
    let state = preview.state("/pub/about/");
    assert!(state.problems.iter().any(|p| p.path.as_deref() == Some("content/site.toml")), "{state:?}");
    site.write(
        "content/site.toml",
        &format!("{}[theme]\nname = \"mine\"\n", SETTINGS.replace("Test", "Other")),
    );
    settle(&preview, &site.hint(&["content/site.toml"]));
    assert!(text(&preview, "/pub/about/").contains("Other"));
    preview.sweep(&|| false);
    assert!(preview.problems().0.iter().all(|problem| problem.severity != Severity::Error));
    site.assert_same(&preview);
}

#[test]
fn pages_are_followed_when_they_move() {
    let site = TestSite::new();
    let preview = site.complete();
    std::fs::rename(site.path("content/papers/a.md"), site.path("content/papers/c.md")).unwrap();
    site.write("content/papers/b.md", &paper("B", "## One\n\nSee [c](c.md#two)."));
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\n\nSee [c](papers/c.md).\n");
    let names = ["content/papers/a.md", "content/papers/c.md", "content/papers/b.md", "content/about.md"];
    let changes = settle(&preview, &site.hint(&names));
    assert_eq!(changes[0].moved.get("/pub/papers/a/one/").map(String::as_str), Some("/pub/papers/c/one/"));
    assert_eq!(preview.answer("/pub/papers/a/one/"), Answer::Moved("/pub/papers/c/one/".to_owned()));
    site.write("content/papers/c.md", &paper("A", "## Won\n\nWords.\n\n## Two\n\nMore."));
    let changes = settle(&preview, &site.hint(&["content/papers/c.md"]));
    assert_eq!(changes[0].moved.get("/pub/papers/c/one/").map(String::as_str), Some("/pub/papers/c/won/"));
    assert_eq!(preview.answer("/pub/papers/a/one/"), Answer::Moved("/pub/papers/c/won/".to_owned()));
    site.assert_same(&preview);
}

#[test]
fn an_embargo_that_ends_lets_a_paper_out() {
    let site = TestSite::new();
    let text = paper("C", "Words.").replace("date =", "embargo = 2026-06-02T00:00:00Z\ndate =");
    site.write("content/papers/c.md", &text);
    let mut preview = site.complete();
    assert!(matches!(preview.answer("/pub/papers/c/"), Answer::Page { found: false, .. }));
    assert!(preview.state("/pub/papers/c/").unpublished.is_some_and(|why| why.contains("embargoed")));
    assert!(preview.refresh(&Hints::Clock).change.is_none());
    preview.options.now = preview.next_change();
    assert!(preview.refresh(&Hints::Clock).change.is_some());
    assert!(matches!(preview.answer("/pub/papers/c/"), Answer::Page { found: true, .. }));
}

#[test]
fn only_texts_of_the_site_can_be_opened() {
    let site = TestSite::new();
    let preview = site.complete();
    assert_eq!(preview.source("content/papers/a.md"), Some(site.path("content/papers/a.md")));
    assert_eq!(preview.source("content/site.toml"), Some(site.path("content/site.toml")));
    // A file that a problem names is one.
    assert_eq!(preview.source("content/papers/x.csv"), None);
    site.write("content/papers/x.csv", "a,b\n1,2,3\n");
    settle(&preview, &site.hint(&["content/papers/x.csv"]));
    assert_eq!(preview.source("content/papers/x.csv"), Some(site.path("content/papers/x.csv")));
    for other in ["/etc/passwd", "content/../content/papers/a.md", "../x", "content/papers", "themes/x", ""] {
        assert_eq!(preview.source(other), None, "{other}");
    }
}

#[test]
fn a_theme_is_shown_and_then_the_whole_site_follows() {
    let site = TestSite::new();
    site.write("content/site.toml", &format!("{SETTINGS}[theme]\nname = \"mine\"\n"));
    site.write("themes/mine/theme.toml", "extends = \"institute\"\noffprint = \">=0.1\"\n");
    let template = "themes/mine/templates/page.html";
    for patch_from in [0, 1000] {
        let mut preview = site.complete();
        preview.patch_from = patch_from;
        let page = format!(
            "{{% extends \"institute:page.html\" %}}{{% block main %}}Page {patch_from}{{% endblock %}}"
        );
        site.write(template, &page);
        let changes = settle(&preview, &site.hint(&[template]));
        assert_eq!(changes.len(), if patch_from == 0 { 2 } else { 1 });
        assert!(text(&preview, "/pub/about/").contains(&format!("Page {patch_from}")));
        site.assert_same(&preview);
        let css = "themes/mine/assets/extra.css";
        site.write(css, &format!("p {{ margin: {patch_from}px }}"));
        assert!(!settle(&preview, &site.hint(&[css])).is_empty());
        site.assert_same(&preview);
    }
}

#[test]
fn a_font_of_the_site_is_the_one_that_is_there_now() {
    let site = TestSite::new();
    let fonts = "[theme.options]\nfonts = [{ family = \"X\", file = \"fonts/x.woff2\" }]\n";
    site.write("content/site.toml", &format!("{SETTINGS}{fonts}"));
    let font = "content/fonts/x.woff2";
    site.write(font, "wOF2 one");
    let preview = site.complete();
    site.assert_same(&preview);
    site.write(font, "wOF2 another");
    assert!(!settle(&preview, &site.hint(&[font])).is_empty());
    site.assert_same(&preview);
}

/// Edits, renames, deletions and broken states in an order that a seed decides.
#[test]
fn whatever_happened_the_preview_ends_as_a_clean_build() {
    for (seed, patch_from) in [(1_u64, 0), (2, 1000), (3, 0)] {
        let site = TestSite::new();
        let mut preview = site.complete();
        preview.patch_from = patch_from;
        let mut random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = |below: u64| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random % below
        };
        for step in 0..60 {
            let name = format!("content/papers/{}.md", ["a", "b", "c", "d"][next(4) as usize]);
            let other = format!("content/papers/{}.md", ["a", "b", "c", "d"][next(4) as usize]);
            match next(6) {
                0 => drop(std::fs::rename(site.path(&name), site.path(&other))),
                1 => drop(std::fs::remove_file(site.path(&name))),
                2 => site.write(&name, &paper("X", "## One\n\n:::note\nopen [x](nowhere.md)[^q]")),
                3 => site.write(&name, "+++\ntitle = \"half"),
                _ => site.write(
                    &name,
                    &paper(&format!("T{step}"), &format!("## One {}\n\nWords {step}.", next(3))),
                ),
            }
            if next(3) > 0 {
                settle(&preview, &site.hint(&[&name, &other]));
            }
            text(&preview, &format!("/pub/papers/{}/", ["a", "b"][next(2) as usize]));
        }
        for name in ["a", "b", "c", "d"] {
            let name = format!("content/papers/{name}.md");
            site.write(&name, &paper(&name, "## Good\n\nWords."));
        }
        settle(&preview, &Hints::Anything);
        site.assert_same(&preview);
    }
}

#[test]
fn a_chart_follows_its_data_and_its_author() {
    let site = TestSite::new();
    let figure =
        |settings: &str| paper("C", &format!("![C](figures/c.csv \"C\"){{#fig-c chart=hbar {settings}}}"));
    site.write("content/papers/figures/c.csv", "who,count,share\nA,1,5\nB,2,7\n");
    site.write("content/papers/c.md", &figure("y=count"));
    let mut preview = site.complete();
    preview.patch_from = 0;
    let drawn = |preview: &Preview| text(preview, "/pub/papers/c/figures/fig-c.svg");
    assert!(drawn(&preview).contains(">2</text>"));
    site.assert_same(&preview);
    site.write("content/papers/figures/c.csv", "who,count,share\nA,1,5\nB,3,7\n");
    settle(&preview, &site.hint(&["content/papers/figures/c.csv"]));
    assert!(drawn(&preview).contains(">3</text>"));
    site.assert_same(&preview);
    site.write("content/papers/c.md", &figure("y=share"));
    settle(&preview, &site.hint(&["content/papers/c.md"]));
    assert!(drawn(&preview).contains(">7</text>"));
    site.assert_same(&preview);
}

#[test]
fn a_known_problem_holds_nothing_back() {
    let site = TestSite::new();
    site.write("content/papers/c.md", &paper("C", "See [d](d.md)."));
    let preview = site.complete();
    let found = || preview.problems().0.len();
    assert_eq!(found(), 1);
    let known = "version = 1\n\n[\"content/papers/c.md\"]\nlink-missing = [\n  \"See [d](d.md).\",\n]\n";
    site.write("content/baseline.toml", known);
    settle(&preview, &site.hint(&["content/baseline.toml"]));
    assert_eq!(found(), 0);
    std::fs::remove_file(site.path("content/baseline.toml")).unwrap();
    settle(&preview, &site.hint(&["content/baseline.toml"]));
    assert_eq!(found(), 1);
}

#[test]
fn problems_of_rendering_are_what_a_check_makes_of_them() {
    let site = TestSite::new();
    site.write("themes/own/theme.toml", "extends = \"institute\"\noffprint = \">=0.1\"\n");
    let broken = "{% extends \"institute:page.html\" %}{% block main %}{{ nothing_such }}{% endblock %}";
    site.write("themes/own/templates/page.html", broken);
    let seen = |lint: &str| {
        site.write("content/site.toml", &format!("{SETTINGS}[theme]\nname = \"own\"\n{lint}"));
        let preview = site.complete();
        preview.sweep(&|| false);
        let (problems, _) = preview.problems();
        let checked = crate::check(site.folder.path(), &options("public".into()), &Silent).unwrap();
        assert_eq!(problems, checked.problems);
        problems.iter().map(|problem| (problem.rule.code, problem.severity)).collect::<Vec<_>>()
    };
    let all_are = |found: &[(&str, Severity)], severity| {
        !found.is_empty() && found.iter().all(|found| *found == ("template-error", severity))
    };
    assert!(all_are(&seen(""), Severity::Error));
    assert!(all_are(&seen("[lint]\ntemplate-error = \"hint\"\n"), Severity::Hint));
    let off = "[lint]\ntemplate-error = { severity = \"off\", reason = \"being written\" }\n";
    assert_eq!(seen(off), []);
}
