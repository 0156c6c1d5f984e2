//! Themes laid over one another, and what is said of those that are wrong.

use std::path::Path;
use std::sync::Arc;

use super::{Theme, load};
use crate::config::Config;
use crate::diagnostic::Diagnostic;

mod options;

fn config(settings: &str) -> Config {
    let text = format!("title = \"A site\"\nbase_url = \"https://example.org/sub/\"\n{settings}");
    let checked = crate::config::parse(&text, &Arc::from("content/site.toml"));
    assert!(checked.problems.is_empty(), "{:#?}", checked.problems);
    checked.value
}

/// The theme of a site with these settings and these files in its `themes/`.
fn themed(settings: &str, files: &[(&str, &str)]) -> (Theme, Vec<Diagnostic>) {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join("themes").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let checked = load(dir.path(), &config(settings)).unwrap();
    (checked.value, checked.problems)
}

fn good(settings: &str, files: &[(&str, &str)]) -> Theme {
    let (theme, problems) = themed(settings, files);
    assert!(problems.is_empty(), "{problems:#?}");
    theme
}

/// The only problem, its message and hints on lines of their own, and the words that it points at.
fn problem(settings: &str, files: &[(&str, &str)]) -> (String, String, Theme) {
    let (theme, problems) = themed(settings, files);
    let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
    let place = problem.place.as_ref().unwrap();
    let site = format!("title = \"A site\"\nbase_url = \"https://example.org/sub/\"\n{settings}");
    let all = files.iter().map(|(path, text)| (format!("themes/{path}"), (*text).to_owned()));
    let mut all = all.chain([("content/site.toml".to_owned(), site)]);
    let text = all.find(|(path, _)| **path == *place.path).map(|(_, text)| text).unwrap_or_default();
    let range = place.range.clone().unwrap_or_default();
    (said(problem), text.get(range).unwrap_or_default().to_owned(), theme)
}

/// Code, message and hints.
fn said(problem: &Diagnostic) -> String {
    [vec![format!("{}: {}", problem.rule.code, problem.message)], problem.hints.clone()].concat().join("\n")
}

fn stylesheet(theme: &Theme) -> String {
    let address = theme.asset_names.get("site.css").unwrap();
    String::from_utf8(theme.assets.get(address).unwrap().bytes.to_vec()).unwrap()
}

#[test]
fn the_second_theme_is_the_first_with_other_looks() {
    let (one, two) = (good("", &[]), good("[theme]\nname = \"longform\"", &[]));
    assert!(
        stylesheet(&two).contains(stylesheet(&one).split_once("}").unwrap().1),
        "institute's stylesheets come first"
    );
    assert_ne!(one.options["accent"], two.options["accent"]);
    assert_eq!(one.words("en"), two.words("en"));
    // Files of a site that are called as a built-in theme lie between the two, wherever they extend one another.
    let files = [("institute/i18n/en.toml", "draft = \"Sketch\"")];
    assert_eq!(good("[theme]\nname = \"longform\"", &files).words("en").text("draft"), "Sketch");
    let files = [("institute/theme.toml", "extends = \"longform\"")];
    assert_eq!(good("", &files).options["accent"], two.options["accent"]);
}

#[test]
fn the_built_in_theme_is_whole() {
    let theme = good("languages = [\"en\", \"pl\", \"de\", \"fr\"]", &[]);
    let css = stylesheet(&theme);
    assert!(css.starts_with(":root{--option-accent:#8b1e2f;"), "{}", css.get(..200).unwrap());
    assert!(!css.contains("/*") && !css.contains("\n\n"), "the stylesheet is not small");
    assert!(!css.contains("://"), "the stylesheet names another site");
    let font = theme.asset_names.get("fonts/offprint-serif-latin.woff2").unwrap();
    assert!(css.contains(&format!("url(\"{}\")", font.trim_start_matches("/assets/"))));
    for (name, address) in theme.asset_names.iter() {
        assert!(theme.assets.contains_key(address), "{name}");
        assert!(!name.ends_with("README.md"));
    }
    let english = theme.words("en");
    for lang in ["pl", "de", "fr"] {
        assert_eq!(
            theme.words(lang).0.keys().collect::<Vec<_>>(),
            english.0.keys().collect::<Vec<_>>(),
            "{lang}"
        );
    }
}

#[test]
fn templates_use_only_words_that_there_are() {
    let theme = good("", &[]);
    let words = theme.words("en");
    for (name, file) in &theme.templates {
        for part in file.text.split(&['{', '(', ' ', ','][..]).filter_map(|part| part.strip_prefix("t.")) {
            let key: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            assert!(words.0.contains_key(&*key.replace('_', "-")), "{name} uses the word {key}");
        }
    }
}

#[test]
fn the_same_theme_has_the_same_fingerprint_and_another_has_another() {
    let one = good("", &[]);
    assert_eq!(one.fingerprint, good("", &[]).fingerprint);
    let others = [
        good("[theme.options]\nimprint = \"x\"", &[]),
        good("", &[("institute/assets/extra.css", "a{b:c}")]),
        good("", &[("institute/templates/page.html", "x")]),
        good("", &[("institute/i18n/en.toml", "draft = \"Sketch\"")]),
    ];
    for other in others {
        assert_ne!(one.fingerprint, other.fingerprint);
    }
}

#[test]
fn a_site_theme_replaces_and_adds_files() {
    let files = [
        ("house/assets/print.css", "@media print { a { color : blue } }"),
        ("house/assets/extra.css", "b { background : url( 'pictures/dot.png' ) }"),
        ("house/assets/pictures/dot.png", "not really"),
        ("house/assets/README.md", "for people"),
        ("house/.DS_Store", "hidden"),
    ];
    let theme = good("[theme]\nname = \"house\"", &files);
    let css = stylesheet(&theme);
    let dot = theme.asset_names.get("pictures/dot.png").unwrap().trim_start_matches("/assets/").to_owned();
    assert!(
        css.ends_with(&format!("@media print{{a{{color :blue}}}}b{{background :url(\"{dot}\")}}")),
        "{css}"
    );
    assert!(
        dot.starts_with("pictures/dot.")
            && dot.ends_with(".png")
            && dot.len() == "pictures/dot.01234567.png".len()
    );

    let theme = good("[theme]\nname = \"house\"", &[("house/assets/site.css", "a{b:c}")]);
    let css = stylesheet(&theme);
    assert!(css.ends_with("}a{b:c}") && css.len() < 400, "a site.css stands in for all stylesheets: {css}");
}

#[test]
fn unknown_themes_and_circles_are_named() {
    let (said, at, theme) = problem("[theme]\nname = \"institut\"", &[]);
    assert_eq!(
        said,
        "theme-unknown: there is no theme `institut`\ndid you mean `institute`?\nthe themes here are `institute`, `longform`"
    );
    assert_eq!(at, "institut");
    assert!(theme.templates.contains_key("page.html"), "the default stands in");

    let house = [("house/theme.toml", "extends = \"hous\"")];
    let (said, at, _) = problem("[theme]\nname = \"house\"", &house);
    assert!(said.starts_with("theme-unknown: there is no theme `hous`\ndid you mean `house`?"), "{said}");
    assert_eq!(at, "hous");

    let circle = [("a/theme.toml", "extends = \"b\""), ("b/theme.toml", "extends = \"a\"")];
    let (said, at, _) = problem("[theme]\nname = \"a\"", &circle);
    assert!(said.starts_with("theme-cycle: the theme `a` extends itself"), "{said}");
    assert_eq!(at, "a");
}

#[test]
fn a_theme_for_other_versions_is_a_warning() {
    let (said, at, _) = problem("[theme]\nname = \"a\"", &[("a/theme.toml", "offprint = \">=7\"")]);
    assert!(
        said.starts_with("theme-version: the theme is made for offprint >=7, this is offprint "),
        "{said}"
    );
    assert_eq!(at, ">=7");
    let (said, ..) = problem("[theme]\nname = \"a\"", &[("a/theme.toml", "offprint = \"soon\"")]);
    assert!(said.starts_with("theme-manifest: `soon` is not a range of versions"), "{said}");
}

#[test]
fn a_theme_is_told_what_is_wrong_with_its_manifest() {
    for (manifest, wanted) in [
        ("[options.x]\ntype = \"colour\"", "theme-manifest: `colour` is not a type of option"),
        (
            "[options.x]\ntype = \"color\"\ndefault = 3",
            "theme-option: the option `x` must be a colour in quotes, not an integer",
        ),
        ("[option]", "key-unknown: unknown key `option`\ndid you mean `options`?"),
        (
            "stylesheets = [\"bas.css\"]",
            "theme-asset-missing: the theme has no stylesheet `bas.css` in `assets/`\ndid you mean `base.css`?",
        ),
    ] {
        let (_, problems) = themed("[theme]\nname = \"a\"", &[("a/theme.toml", manifest)]);
        let said = said(problems.first().unwrap());
        assert!(said.starts_with(wanted), "{said}");
    }
}

#[test]
fn stylesheets_name_only_files_that_are_there_and_no_other_site() {
    for (css, wanted, place) in [
        ("a{b:url(x.png)}", "theme-asset-missing: the theme has no file `x.png` in `assets/`", "x.png"),
        (
            "a{b:url('https://cdn.example/x.woff2')}",
            "theme-third-party: the stylesheet would fetch `https://cdn.example/x.woff2` from another site",
            "https://cdn.example/x.woff2",
        ),
        (
            "a{b:url(//cdn.example/x)}",
            "theme-third-party: the stylesheet would fetch `//cdn.example/x` from another site",
            "//cdn.example/x",
        ),
    ] {
        let (said, at, _) = problem("", &[("institute/assets/extra.css", css)]);
        assert_eq!((said.as_str(), at.as_str()), (wanted, place));
    }
}

#[test]
fn words_are_laid_over_one_another_and_missing_ones_are_named() {
    let files = [
        ("institute/i18n/en.toml", "draft = \"Sketch\"\nnew-word = \"new\""),
        ("institute/i18n/pl.toml", "draft = \"Brudnopis\""),
    ];
    let (said, _, theme) = problem("languages = [\"en\", \"pl\"]", &files);
    assert!(said.starts_with("words-missing: the language `pl` lacks words of the theme: `new-word`\nadd themes/institute/i18n/pl.toml"), "{said}");
    assert_eq!(theme.words("en").text("draft"), "Sketch");
    assert_eq!(theme.words("pl").text("draft"), "Brudnopis");
    assert_eq!(theme.words("pl").text("new-word"), "new");
    assert_eq!(theme.words("xx").text("draft"), "Sketch", "a language that the site does not name");
    assert_eq!(theme.words("en").filled("page-number", &[("n", "3")]), "page 3");

    let (said, ..) = problem("languages = [\"en\", \"is\"]", &[]);
    assert!(
        said.starts_with("words-missing: the theme `institute` has no words in the language `is`"),
        "{said}"
    );
    let (theme, problems) = themed("languages = [\"de-AT\", \"en-GB\"]", &[]);
    assert!(problems.is_empty(), "a regional language has its primary language's words: {problems:#?}");
    assert_eq!(theme.words("de-AT").text("draft"), "Entwurf");
}

#[test]
fn words_that_are_not_as_their_language_needs_are_named() {
    for (text, wanted) in [
        (
            "draft = 3",
            "words-invalid: the word `draft` must be a text or a table of plural forms, not an integer",
        ),
        ("papers = { one = \"{n} paper\" }", "words-invalid: the word `papers` needs the form `other`"),
        (
            "papers = { other = \"{n} papers\" }",
            "words-invalid: the word `papers` lacks the plural form `one`\nthe forms of `en` are one, other",
        ),
        (
            "papers = { one = \"{n} paper\", few = \"{n} papers\", other = \"{n} papers\" }",
            "words-invalid: no number takes the form `few` of the word `papers` in `en`\nthe forms of `en` are one, other",
        ),
        (
            "papers = { ones = \"x\", other = \"y\" }",
            "words-invalid: `ones` of the word `papers` is not a plural form: they are zero, one, two, few, many, other",
        ),
    ] {
        assert_eq!(problem("", &[("institute/i18n/en.toml", text)]).0, wanted);
    }
    let (said, at, _) = problem(
        "languages = [\"en\", \"pl\"]",
        &[("institute/i18n/pl.toml", "page-number = \"strona {m}\"")],
    );
    assert_eq!(
        said,
        "words-invalid: the word `page-number` has other names in braces than in English: `{n}`"
    );
    assert_eq!(at, "strona {m}");

    for (text, wanted) in [
        (
            "papers = { one = \"{n} publikacja\", other = \"{n} publikacji\" }",
            "words-invalid: the word `papers` lacks the plural forms `few`, `many`\nthe forms of `pl` are one, few, many, other",
        ),
        (
            "papers = \"{n} publikacji\"",
            "words-invalid: the word `papers` goes with a number, and needs its plural forms\nthe forms of `pl` are one, few, many, other",
        ),
        (
            "draft = { one = \"a\", few = \"a\", many = \"a\", other = \"a\" }",
            "words-invalid: the word `draft` has no number with it, and so no plural forms\nwrite one text in quotes",
        ),
    ] {
        let (said, ..) = problem("languages = [\"en\", \"pl\"]", &[("institute/i18n/pl.toml", text)]);
        assert_eq!(said, wanted);
    }
    let files = [("a/i18n/en.toml", "motto = \"Slowly\""), ("a/i18n/pl.toml", "moto = \"Powoli\"")];
    let (_, problems) = themed("languages = [\"en\", \"pl\"]\n[theme]\nname = \"a\"", &files);
    let said: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(said, ["the theme has no word `moto`", "the language `pl` lacks words of the theme: `motto`"]);
    assert_eq!(
        &*problems[1].place.as_ref().unwrap().path,
        "themes/a/i18n/en.toml",
        "where the word is introduced"
    );
}

#[test]
fn any_bytes_as_theme_files_are_no_panic() {
    let dir = tempfile::tempdir().unwrap();
    let theme = dir.path().join("themes/odd");
    for path in ["theme.toml", "templates/page.html", "assets/extra.css", "i18n/en.toml", "assets/site.css"] {
        let path = theme.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, b"\xff\xfe[ \0 {{ \xc3").unwrap();
    }
    let checked = load(dir.path(), &config("[theme]\nname = \"odd\"")).unwrap();
    assert_eq!(checked.problems.iter().filter(|problem| problem.rule.code == "file-not-utf8").count(), 5);
    assert!(load(Path::new("/nowhere/at/all"), &config("")).unwrap().problems.is_empty());
}

fn script(theme: &Theme) -> Option<String> {
    let address = theme.asset_names.get("site.js")?;
    Some(String::from_utf8(theme.assets.get(address).unwrap().bytes.to_vec()).unwrap())
}

#[test]
fn scripts_are_joined_as_stylesheets_are() {
    let built_in = good("", &[]);
    let whole = script(&built_in).unwrap();
    assert!(whole.contains("note-bubble") && !whole.contains("\n//"), "{whole}");
    let scripts = built_in.asset_names.keys().filter(|name| name.ends_with(".js"));
    assert_eq!(scripts.map(|name| &**name).collect::<Vec<_>>(), ["figures.js", "site.js"]);
    assert!(built_in.asset_names.contains_key("figures.css"));

    let files = [
        ("mine/assets/share.js", "own();"),
        ("mine/assets/extra.js", "more();"),
        ("mine/assets/map.js", "map();"),
    ];
    let mine = good("[theme]\nname = \"mine\"", &files);
    let joined = script(&mine).unwrap();
    assert!(joined.contains("note-bubble") && !joined.contains("clipboard"), "{joined}");
    assert!(joined.ends_with("\nown();\n})();\n(()=>{\"use strict\";\nmore();\n})();\n"), "{joined}");
    assert!(mine.asset_names.contains_key("map.js"), "a script that no theme lists is a file like any");

    let none = good("[theme]\nname = \"mine\"", &[("mine/theme.toml", "scripts = []")]);
    assert_eq!(script(&none), None);
    let whole = good("[theme]\nname = \"mine\"", &[("mine/assets/site.js", "all();")]);
    assert_eq!(script(&whole).unwrap(), "(()=>{\"use strict\";\nall();\n})();\n");
}
