//! Every template on a page that has everything it can show, and on one that has nothing.

mod samples;

use std::path::Path;
use std::sync::Arc;

use super::Templates;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::render::html::Fragments;
use crate::site::frame::{Frame, PageKind};
use crate::theme::{self, Theme};
use samples::{KINDS, bare, fragments, full};

fn config(settings: &str) -> Config {
    let text = format!("title = \"A site\"\nbase_url = \"https://example.org/sub/\"\n{settings}");
    let checked = crate::config::parse(&text, &Arc::from("content/site.toml"));
    assert!(checked.problems.is_empty(), "{:#?}", checked.problems);
    checked.value
}

/// A site's folder with these files of themes in it, and the theme that it then has.
fn themed(settings: &str, files: &[(&str, &str)]) -> (Theme, Vec<Diagnostic>) {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join("themes").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let checked = theme::load(dir.path(), &config(settings)).unwrap();
    (checked.value, checked.problems)
}

fn built_in() -> (Theme, Templates) {
    let checked =
        theme::load(Path::new("/nowhere"), &config("languages = [\"en\", \"pl\", \"de\", \"fr\"]")).unwrap();
    assert!(checked.problems.is_empty(), "{:#?}", checked.problems);
    let templates = Templates::new(&checked.value);
    assert!(templates.problems.is_empty(), "{:#?}", templates.problems);
    (checked.value, templates.value)
}

fn render(templates: &Templates, frame: &Frame, fragments: &Fragments) -> String {
    templates.page(frame, fragments).unwrap_or_else(|problem| panic!("{problem:#?}"))
}

#[test]
fn every_kind_renders_with_everything_and_with_nothing() {
    let (theme, templates) = built_in();
    for lang in ["en", "pl", "de", "fr"] {
        for kind in KINDS {
            let rich = render(&templates, &full(&theme, kind, lang), &fragments(kind));
            // A section's heading is part of its text.
            let heading = if kind == PageKind::Section { "<h1>A section</h1>" } else { "" };
            let least = Fragments { body_html: heading.to_owned(), ..Fragments::default() };
            let poor = render(&templates, &bare(&theme, kind, lang), &least);
            for page in [&rich, &poor] {
                assert!(page.starts_with("<!doctype html>\n<html lang=\""), "{kind:?}");
                assert_eq!(page.matches("<h1").count(), 1, "{kind:?}\n{page}");
                assert_eq!(page.matches("<main").count(), 1, "{kind:?}");
                assert!(page.contains("id=\"page:main\""), "{kind:?}");
                for wrong in ["undefined", ">none<", "{n}", "{count}", "{number}", " style=", "<script>"] {
                    assert!(!page.contains(wrong), "{kind:?} in {lang} has {wrong}\n{page}");
                }
            }
        }
    }
}

#[test]
fn a_cover_shows_all_that_a_paper_has() {
    let (theme, templates) = built_in();
    let page = render(&templates, &full(&theme, PageKind::Paper, "en"), &fragments(PageKind::Paper));
    for wanted in [
        "<title>Safe cities &amp; “smart” states — A site</title>",
        "<link rel=\"canonical\" href=\"https://example.org/sub/papers/safe-cities/\">",
        "<link rel=\"alternate\" hreflang=\"pl\" href=\"https://example.org/sub/pl/papers/safe-cities/\">",
        "hreflang=\"x-default\" href=\"https://example.org/sub/papers/safe-cities/\"",
        "<meta name=\"citation_title\" content=\"Safe cities\">",
        "<meta property=\"og:title\" content=\"Safe cities\">",
        "<script type=\"application/ld+json\">{\"@type\":\"Report\"}</script>",
        "type=\"application/atom+xml\"",
        "<h1>Safe cities &amp; “smart” states</h1>",
        "No. 12",
        "https://orcid.org/0000-0002-1825-0097",
        "<time datetime=\"2020-10\">October 2020</time>",
        "38 minutes",
        "<p>The abstract.</p>",
        "<li>A finding.</li>",
        "<em>Whose</em> cameras?",
        "1 minute<",
        "Figure 1",
        "Table 1",
        "cite.bib",
        "cite.ris",
        "cite.json",
        "PDF, 1.2 MB",
        "hreflang=\"pl\" lang=\"pl\">polski</a>",
        "rel=\"license\"",
        "https://doi.org/10.5555/12345678",
        "<dd><p>A number was wrong.</p></dd>",
        "width=\"1600\" height=\"900\"",
    ] {
        assert!(page.contains(wanted), "the cover lacks {wanted}\n{page}");
    }
}

#[test]
fn a_section_knows_its_place() {
    let (theme, templates) = built_in();
    let page = render(&templates, &full(&theme, PageKind::Section, "pl"), &fragments(PageKind::Section));
    for wanted in [
        "Rozdział 2 z 3",
        "aria-current=\"page\"",
        "rel=\"prev\"",
        "rel=\"next\"",
        "href=\"#costs\"",
        "role=\"doc-endnotes\"",
    ] {
        assert!(page.contains(wanted), "the section lacks {wanted}\n{page}");
    }
    let full_page = render(&templates, &full(&theme, PageKind::Full, "pl"), &fragments(PageKind::Full));
    assert!(
        full_page.contains("href=\"#whose-cameras\""),
        "on the page of the whole paper the contents stay on it"
    );
    assert!(full_page.contains("38 minut<"), "{full_page}");
}

#[test]
fn lists_show_entries_and_pages() {
    let (theme, templates) = built_in();
    let page =
        render(&templates, &full(&theme, PageKind::Collection, "en"), &fragments(PageKind::Collection));
    for wanted in [
        "41 papers",
        "Page 2 of 3",
        "rel=\"prev\" href=\"/sub/papers/\"",
        "rel=\"next\" href=\"/sub/papers/page/3/\"",
        ">Draft<",
    ] {
        assert!(page.contains(wanted), "the list lacks {wanted}\n{page}");
    }
    let topics = render(&templates, &full(&theme, PageKind::Topics, "en"), &Fragments::default());
    assert!(topics.contains("1 paper<") && topics.contains("1,204 papers<"), "{topics}");
    let none = render(&templates, &bare(&theme, PageKind::Topics, "en"), &Fragments::default());
    assert!(none.contains("There are no papers here yet."));
}

#[test]
fn what_a_page_is_given_is_escaped() {
    let (theme, templates) = built_in();
    let mut frame = bare(&theme, PageKind::Page, "en");
    frame.page.title = "<img src=x onerror=\"a('b')\"> & more".to_owned();
    let page = render(&templates, &frame, &Fragments::default());
    assert!(
        page.contains("<h1>&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; more</h1>"),
        "{page}"
    );
    assert!(!page.contains("&#x2f;"), "slashes are left alone");
}

#[test]
fn a_template_sees_what_the_frame_says() {
    let (theme, _) = built_in();
    let json = |value: &minijinja::Value| serde_json::to_value(value).unwrap();
    for kind in KINDS {
        let frame = full(&theme, kind, "en");
        assert_eq!(json(&super::serialized(&frame)), serde_json::to_value(&frame).unwrap());
        if let Some(paper) = &frame.paper {
            assert_eq!(json(&super::paper(paper)), serde_json::to_value(&**paper).unwrap());
        }
        let shared = super::Shared::new(&frame.site);
        assert_eq!(json(&shared.site), serde_json::to_value(&*frame.site).unwrap());
        assert_eq!(
            shared.words.get_attr("skip_to_text").unwrap(),
            shared.words.get_attr("skip-to-text").unwrap()
        );
        assert!(shared.words.get_attr("skip_to_text").unwrap().as_str().is_some());
    }
}

#[test]
fn a_site_theme_extends_the_file_of_the_same_name() {
    let files = [(
        "house/templates/page.html",
        "{% extends \"institute:page.html\" %}\n{% block main %}<p>House.</p>{{ super() }}{% endblock %}",
    )];
    let (theme, problems) = themed("[theme]\nname = \"house\"", &files);
    assert!(problems.is_empty(), "{problems:#?}");
    let templates = Templates::new(&theme);
    assert!(templates.problems.is_empty(), "{:#?}", templates.problems);
    let page = render(&templates.value, &bare(&theme, PageKind::Page, "en"), &Fragments::default());
    assert!(page.contains("<p>House.</p><main"), "{page}");
}

#[test]
fn a_site_theme_of_a_built_in_name_lies_over_it() {
    let files = [
        ("institute/templates/partials/footer.html", "<footer>{{ site.title }}!</footer>"),
        ("institute/templates/page.html", "{% extends \"institute:page.html\" %}"),
    ];
    let (theme, problems) = themed("", &files);
    assert!(problems.is_empty(), "{problems:#?}");
    let templates = Templates::new(&theme).value;
    let page = render(&templates, &bare(&theme, PageKind::Page, "en"), &Fragments::default());
    assert!(
        page.contains("<footer>A site!</footer>"),
        "a parent's template includes the nearest file\n{page}"
    );
}

#[test]
fn a_chain_of_themes_reaches_down_to_the_built_in_one() {
    let files = [
        ("mine/theme.toml", "extends = \"house\""),
        (
            "mine/templates/page.html",
            "{% extends \"house:page.html\" %}{% block head %}<!-- mine -->{{ super() }}{% endblock %}",
        ),
        (
            "house/templates/base.html",
            "{% extends \"institute:base.html\" %}{% block head %}<!-- house -->{% endblock %}",
        ),
    ];
    let (theme, problems) = themed("[theme]\nname = \"mine\"", &files);
    assert!(problems.is_empty(), "{problems:#?}");
    let templates = Templates::new(&theme).value;
    let page = render(&templates, &bare(&theme, PageKind::Page, "en"), &Fragments::default());
    assert!(page.contains("<!-- mine --><!-- house -->"), "{page}");
}

#[test]
fn an_undefined_name_is_an_error_with_file_range_and_page() {
    let text = "<h1>{{ page.titel }}</h1>";
    let (theme, _) = themed("[theme]\nname = \"house\"", &[("house/templates/page.html", text)]);
    let templates = Templates::new(&theme).value;
    let problem = templates.page(&bare(&theme, PageKind::Page, "en"), &Fragments::default()).unwrap_err();
    assert_eq!(problem.rule.code, "template-error");
    assert_eq!(problem.message, "`page.titel` is not defined, in the page `/about/` (“About”)");
    let place = problem.place.unwrap();
    assert_eq!(&*place.path, "themes/house/templates/page.html");
    assert_eq!(text.get(place.range.unwrap()), Some("page.titel"));
    assert_eq!(problem.hints, ["did you mean `title`?"]);
}

#[test]
fn an_error_in_a_part_is_placed_in_the_part() {
    let files = [
        ("house/templates/page.html", "\n{% include \"partials/odd.html\" %}"),
        ("house/templates/partials/odd.html", "fine\n{{ section }}"),
    ];
    let (theme, _) = themed("[theme]\nname = \"house\"", &files);
    let templates = Templates::new(&theme).value;
    let problem = templates.page(&bare(&theme, PageKind::Page, "en"), &Fragments::default()).unwrap_err();
    assert!(problem.message.contains("`none` cannot be printed"), "{}", problem.message);
    assert_eq!(&*problem.place.unwrap().path, "themes/house/templates/partials/odd.html");
}

#[test]
fn templates_that_cannot_be_read_or_never_end_are_problems() {
    let (theme, _) = themed("[theme]\nname = \"house\"", &[("house/templates/page.html", "a\n{% if %}")]);
    let templates = Templates::new(&theme);
    let problem = templates.problems.first().unwrap();
    assert_eq!(problem.rule.code, "template-error");
    assert_eq!(&*problem.place.as_ref().unwrap().path, "themes/house/templates/page.html");

    for endless in [
        "{% include \"page.html\" %}",
        "{% extends \"page.html\" %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% include \"partials/nothing.html\" %}",
    ] {
        let (theme, _) = themed("[theme]\nname = \"house\"", &[("house/templates/page.html", endless)]);
        let templates = Templates::new(&theme).value;
        let problem = templates.page(&bare(&theme, PageKind::Page, "en"), &Fragments::default()).unwrap_err();
        assert_eq!(problem.rule.code, "template-error", "{endless}");
    }
}
