//! The built-in themes, as they lie in `themes/`: what their stylesheets and words must be for every language and reader.
//!
//! The site in `content/` is built in each theme. Its copy in `longform` is left in `target/sites/content-longform/`, where
//! every site is looked at in a browser too.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use offprint::report::{Options, Silent};
use scraper::{Html, Node};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.map(walkdir::DirEntry::into_path).filter(|path| path.is_file());
    files.filter(|path| path.to_str().unwrap().ends_with(ending)).collect()
}

/// The declarations of a stylesheet, each with its line: `(12, "margin", "0 auto")`.
fn declarations(css: &str) -> Vec<(usize, String, String)> {
    let mut bare = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        let (comment, behind) = after.split_once("*/").unwrap();
        bare.push_str(before);
        bare.extend(comment.chars().filter(|c| *c == '\n'));
        rest = behind;
    }
    bare.push_str(rest);
    let mut found = Vec::new();
    let mut line = 1;
    for part in bare.split_inclusive([';', '{', '}']) {
        let text = part.trim_start();
        let start = line + part.chars().take_while(|c| c.is_whitespace()).filter(|c| *c == '\n').count();
        line += part.matches('\n').count();
        let Some(text) = text.strip_suffix([';', '}']) else { continue };
        if let Some((property, value)) = text.split_once(':') {
            found.push((start, property.trim().to_owned(), value.trim().to_owned()));
        }
    }
    found
}

/// The parts of a value, `calc(1px + 2px)` being one.
fn parts(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if c.is_whitespace() && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a declaration says left or right, where lines may begin on either side.
fn is_physical(property: &str, value: &str) -> bool {
    let sides = |text: &str| text.split(['-', ' ', ',']).any(|word| matches!(word, "left" | "right"));
    let four_sided = [
        "margin",
        "padding",
        "inset",
        "border-width",
        "border-style",
        "border-color",
        "scroll-margin",
        "scroll-padding",
    ];
    let corners = property == "border-radius" && !value.contains('/');
    let parts = parts(value);
    let uneven = match parts.as_slice() {
        [first, second, third, fourth] if corners => first != second || third != fourth,
        [_, right, _, left] => four_sided.contains(&property) && left != right,
        _ => false,
    };
    let side = sides(property)
        || (["text-align", "float", "clear", "caption-side"].contains(&property) && sides(value));
    uneven || side
}

#[test]
fn stylesheets_say_start_and_end_and_never_left_or_right() {
    let sheets = files_below(&project().join("themes"), ".css");
    assert!(sheets.len() > 6, "{sheets:?}");
    let mut found = Vec::new();
    for sheet in sheets {
        for (line, property, value) in declarations(&fs::read_to_string(&sheet).unwrap()) {
            if is_physical(&property, &value) {
                let path = sheet.strip_prefix(project()).unwrap().display();
                found.push(format!(
                    "{path}:{line}: `{property}: {value}` is another side where lines begin at the right"
                ));
            }
        }
    }
    assert!(
        found.is_empty(),
        "use logical properties (margin-inline-end, text-align: start):\n{}",
        found.join("\n")
    );
}

#[test]
fn physical_declarations_are_found() {
    let css = "a { margin-left: 1px }\n/* right\n*/ b {\n  float: left; margin: 0 1px 0 2px;\n}\nc { margin: 0 1px 0 1px; text-align: start; border-radius: 1px 0 0 1px }";
    let found: Vec<usize> = declarations(css)
        .into_iter()
        .filter(|(_, property, value)| is_physical(property, value))
        .map(|(line, ..)| line)
        .collect();
    assert_eq!(found, [1, 4, 4, 6]);
}

fn manifest(theme: &str) -> toml::Table {
    let text = fs::read_to_string(project().join("themes").join(theme).join("theme.toml")).unwrap();
    text.parse().unwrap()
}

/// A colour of theme.toml as the stylesheets call it: `ink_dark` is `var(--ink)` where the page is dark.
fn in_css(name: &str, dark: bool) -> String {
    if name.starts_with('#') {
        return name.to_owned();
    }
    let bare = if dark { name.strip_suffix("_dark").unwrap_or(name) } else { name };
    let bare = if bare == "background" { "paper" } else { bare };
    // The colour of the light page that a dark page is made of has only its option's name.
    match dark && !name.ends_with("_dark") {
        true => format!("var(--option-{})", name.replace('_', "-")),
        false => format!("var(--{})", bare.replace('_', "-")),
    }
}

#[test]
fn declared_mixtures_are_those_of_the_stylesheets() {
    for theme in ["institute", "longform"] {
        let sheets = files_below(&project().join("themes").join(theme), ".css");
        let css: String = sheets.iter().map(|sheet| fs::read_to_string(sheet).unwrap()).collect();
        let mixes = manifest(theme);
        let mixes = mixes["mixes"].as_table().unwrap();
        for (name, mix) in mixes {
            let dark = name.ends_with("_dark");
            let color = |key: &str| in_css(mix[key].as_str().unwrap(), dark);
            let wanted = format!("color-mix(in srgb, {} {}%, {})", color("of"), mix["share"], color("with"));
            assert!(
                css.contains(&wanted),
                "themes/{theme}/theme.toml declares [mixes.{name}], but no stylesheet has `{wanted}`: say there what they mix now"
            );
        }
    }
}

/// Builds the site in `content/`, in a theme, in a folder.
fn build(theme: &str, site: &Path) -> PathBuf {
    let _ = fs::remove_dir_all(site);
    for path in files_below(&project().join("content"), "") {
        let to = site.join("content").join(path.strip_prefix(project().join("content")).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&path, to).unwrap();
    }
    // One paper gets a picture on its cover, and has the widest range of light and dark in it.
    let paper = site.join("content/papers/contact-tracing-in-asia");
    let manuscript = fs::read_to_string(paper.join("index.md")).unwrap();
    if !manuscript.contains("\ncover") {
        fs::copy(project().join("tests/themes/cover.svg"), paper.join("figures/test-cover.svg")).unwrap();
        let front = "+++\ncover = { file = \"figures/test-cover.svg\", alt = \"A city at dusk\" }\n";
        fs::write(paper.join("index.md"), manuscript.replacen("+++\n", front, 1)).unwrap();
    }
    let settings = site.join("content/site.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let chosen = text.replace("name = \"institute\"", &format!("name = \"{theme}\""));
    assert!(chosen.contains(&format!("name = \"{theme}\"")), "content/site.toml names no theme");
    fs::write(&settings, chosen).unwrap();
    let options = Options {
        drafts: false,
        now: "2027-01-01T00:00:00Z".parse().unwrap(),
        printed: None,
        locked: false,
        base_url: None,
        out: site.join("public"),
        tolerated: offprint::diagnostic::Severity::Hint,
    };
    let report = offprint::build(site, &options, &Silent).unwrap();
    assert!(report.published.is_some(), "{theme}: {:#?}", report.problems);
    site.join("public")
}

fn words(lang: &str) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(project().join(format!("themes/institute/i18n/{lang}.toml"))).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let forms = |value: &toml::Value| match value {
        toml::Value::Table(forms) => forms.values().map(|form| form.as_str().unwrap().to_owned()).collect(),
        other => vec![other.as_str().unwrap().to_owned()],
    };
    table.iter().map(|(key, value)| (key.clone(), forms(value))).collect()
}

/// Whether a text is a phrase, whatever stands for its names in braces.
fn is_phrase(text: &str, phrase: &str) -> bool {
    let mut pieces = phrase.split('{');
    let first = pieces.next().unwrap();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for piece in pieces {
        let after = piece.split_once('}').unwrap().1;
        let behind =
            if after.is_empty() { Some("") } else { rest.split_once(after).map(|(_, behind)| behind) };
        let Some(behind) = behind else { return false };
        rest = behind;
    }
    rest.is_empty()
}

/// Texts and labels of a page, but for parts in another language.
fn texts(html: &str, lang: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut texts = Vec::new();
    for node in page.tree.nodes() {
        let foreign = node.ancestors().chain([node]).any(|node| {
            node.value().as_element().is_some_and(|e| e.attr("lang").is_some_and(|own| own != lang))
        });
        match node.value() {
            _ if foreign => {}
            Node::Text(text) => texts.push(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Node::Element(element) => {
                let labels = ["aria-label", "title", "alt", "content", "placeholder"];
                texts.extend(labels.iter().filter_map(|name| element.attr(name)).map(str::to_owned));
            }
            _ => {}
        }
    }
    texts
}

#[test]
fn phrases_are_recognised_with_anything_in_their_braces() {
    assert!(is_phrase("Section 3 of 11", "Section {n} of {count}"));
    assert!(is_phrase("12 minutes", "{n} minutes") && is_phrase("Notes", "Notes"));
    assert!(!is_phrase("Notes on this", "Notes") && !is_phrase("Sekcja 3 z 11", "Section {n} of {count}"));
}

#[test]
fn polish_pages_have_no_english_word_of_the_theme() {
    let (english, polish) = (words("en"), words("pl"));
    assert_eq!(english.keys().collect::<Vec<_>>(), polish.keys().collect::<Vec<_>>());
    let foreign: Vec<&String> = english
        .iter()
        .flat_map(|(key, forms)| forms.iter().filter(|form| !polish[key].contains(form)))
        // A phrase that is nothing but names in braces says nothing in any language.
        .filter(|form| {
            form.split('{').any(|part| part.rsplit('}').next().unwrap().chars().any(char::is_alphabetic))
        })
        .collect();
    assert!(foreign.len() > 40, "{foreign:?}");
    let longform = project().join("target/sites/content-longform");
    let institute = Path::new(env!("CARGO_TARGET_TMPDIR")).join("content-institute");
    for (theme, folder) in [("longform", longform), ("institute", institute)] {
        let public = build(theme, &folder);
        let pages = files_below(&public.join("pl"), ".html");
        assert!(pages.len() > 8, "{pages:?}");
        let mut found = Vec::new();
        for page in pages {
            for text in texts(&fs::read_to_string(&page).unwrap(), "pl") {
                let matching = foreign.iter().find(|phrase| is_phrase(&text, phrase));
                found.extend(matching.map(|phrase| format!("{}: `{text}` is `{phrase}`", page.display())));
            }
        }
        assert!(found.is_empty(), "English in Polish pages of {theme}:\n{}", found.join("\n"));
    }
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    let output = command.args(arguments).current_dir(folder).env("NO_COLOR", "1").output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

#[test]
fn a_new_theme_builds_clean_and_its_block_is_seen() {
    for parent in ["institute", "longform"] {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path(), &["new", "site"]);
        let site = folder.path().join("site");
        let before = fs::read_to_string(site.join("content/site.toml")).unwrap();
        let said = run(&site, &["new", "--theme", "house", "--extends", parent]);
        assert!(said.contains("name = \"house\"") && said.contains("content/site.toml"), "{said}");
        assert_eq!(
            fs::read_to_string(site.join("content/site.toml")).unwrap(),
            before,
            "the settings stay as they were"
        );
        let chosen = "[theme]\nname = \"house\"\n\n[theme.options]\nstrapline = \"Since 1990\"";
        let settings = before.replacen("[theme.options]", chosen, 1);
        fs::write(site.join("content/site.toml"), settings).unwrap();
        let said = run(&site, &["build", "--deny", "warnings"]);
        assert!(said.contains("0 errors, 0 warnings"), "{said}");
        for page in files_below(&site.join("public"), "index.html") {
            let html = fs::read_to_string(&page).unwrap();
            let redirect = html.contains("http-equiv=\"refresh\"");
            assert!(redirect || html.contains("<p class=\"strapline\">Since 1990</p>"), "{}", page.display());
        }
    }
}
