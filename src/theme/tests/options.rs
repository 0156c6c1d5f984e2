//! Options of themes: colours that can be read, fonts, and all other types.

use super::{config, good, problem, said, stylesheet, themed};
use crate::theme::{Theme, load};

#[test]
fn options_are_checked_against_their_declaration() {
    let theme = good(
        "[theme.options]\naccent = \"#0A0\"\naccent_dark = \"#7CFC00\"\ndark = false\nbackground = \"#000\"\nink = \"#fff\"",
        &[],
    );
    assert_eq!(theme.options["accent"], "#0a0");
    assert_eq!(theme.options["dark"], false);
    assert!(stylesheet(&theme).starts_with(":root{--option-accent:#0a0;--option-accent-dark:#7cfc00;"));

    for (setting, wanted, place) in [
        (
            "accent = \"red\"",
            "theme-option: `red` is not a colour that the option `accent` can have\nwrite it as `#8b1e2f`",
            "red",
        ),
        ("dark = \"no\"", "theme-option: the option `dark` must be `true` or `false`, not a string", "no"),
        ("acent = \"#000\"", "key-unknown: unknown key `acent`\ndid you mean `accent`?", "acent"),
        (
            "ink = \"#aaa\"",
            "theme-contrast: `ink` on `background` has a contrast of 2.2 to 1, and 4.5 is needed\nthe nearest that passes is `ink = \"#343434\"`\nthe same goes for `ink` on `tint` (2.1 to 1), `ink` on `tint_accent` (2 to 1), 4 more",
            "#aaa",
        ),
    ] {
        let (said, at, _) = problem(&format!("[theme.options]\n{setting}"), &[]);
        assert_eq!((said.as_str(), at.as_str()), (wanted, place));
    }
}

#[test]
fn a_mixture_that_cannot_be_read_is_one_and_the_named_colour_mends_it() {
    // 4.5 to 1 on the page itself, and less where the page is mixed into it.
    let (said, at, _) = problem("[theme.options]\nink = \"#727272\"", &[]);
    let better = said.split('"').nth(1).unwrap().to_owned();
    assert!(
        said.starts_with("theme-contrast: `ink` on `tint` has a contrast of 4.4 to 1, and 4.5 is needed"),
        "{said}"
    );
    assert_eq!(at, "#727272");
    good(&format!("[theme.options]\nink = \"{better}\""), &[]);

    // A ground that the site sets is where the problem is, also if it is part of a mixture.
    let (said, at, _) =
        problem("[theme.options]\nbackground = \"#9a9a9a\"\nink = \"#000\"\naccent = \"#000\"", &[]);
    assert!(said.contains("`quiet` (72 % of `ink`) on `tint_accent`"), "{said}");
    assert_eq!(at, "#000");

    // What only a dark page makes is not looked at where pages are never dark.
    let never = "[theme.options]\nink_dark = \"#333\"\ndark = false";
    good(never, &[]);
    assert_eq!(problem(&never.replace("false", "true"), &[]).1, "#333");
}

#[test]
fn a_theme_names_only_colours_that_there_are() {
    for (manifest, wanted) in [
        ("[options.accent]\nagainst = \"papier\"", "theme-manifest: `papier` is no colour of the theme"),
        (
            "[mixes.faint]\nof = \"inc\"\nshare = 50\nwith = \"background\"",
            "theme-manifest: `inc` is no colour of the theme\ndid you mean `ink`?",
        ),
        (
            "[mixes.faint]\nof = \"ink\"\nshare = 150\nwith = \"background\"",
            "theme-manifest: `share` must be a number from 0 to 100, in per cent",
        ),
        (
            "[mixes.a]\nof = \"a\"\nshare = 5\nwith = \"#fff\"",
            "theme-manifest: `a` is no colour of the theme",
        ),
    ] {
        let (_, problems) = themed("[theme]\nname = \"a\"", &[("a/theme.toml", manifest)]);
        let said = said(problems.first().unwrap());
        assert!(said.starts_with(wanted), "{said}");
    }
    let files = [(
        "a/theme.toml",
        "[mixes.faint]\nof = \"ink\"\nshare = 30\nwith = \"background\"\nagainst = \"background\"",
    )];
    let (said, ..) = problem("[theme]\nname = \"a\"", &files);
    assert!(said.starts_with("theme-contrast: `faint` (30 % of `ink`) on `background`"), "{said}");
}

/// The theme of a site with these settings and a font at `content/fonts/x.woff2`.
fn with_font(settings: &str, bytes: &[u8]) -> (Theme, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("content/fonts")).unwrap();
    std::fs::write(dir.path().join("content/fonts/x.woff2"), bytes).unwrap();
    let checked = load(dir.path(), &config(settings)).unwrap();
    let said = checked.problems.iter().map(|problem| format!("{}: {}", problem.rule.code, problem.message));
    (checked.value, said.collect())
}

#[test]
fn a_site_chooses_its_fonts() {
    let theme = good("", &[]);
    assert_eq!(theme.options["fonts"]["text"], "built-in");
    assert!(!stylesheet(&theme).contains("--option-fonts-text:"));

    let theme = good("[theme.options]\nfonts = \"system\"", &[]);
    let css = stylesheet(&theme);
    assert_eq!(theme.options["fonts"]["interface"], "system");
    assert!(css.contains("--option-fonts-text:Charter,") && !css.contains("@font-face"), "{css}");

    let own = "[theme.options]\nfonts = [{ family = \"Spectral\", file = \"fonts/x.woff2\", weight = \"400 700\" }]";
    let (theme, problems) = with_font(own, b"wOF2 and more");
    assert!(problems.is_empty(), "{problems:?}");
    let address = theme.asset_names.get("own/fonts/x.woff2").unwrap();
    assert!(theme.assets.contains_key(address));
    assert_eq!(theme.options["fonts"]["preload"][0], format!("/sub{address}"));
    assert_eq!(
        (&theme.options["fonts"]["text"], &theme.options["fonts"]["interface"]),
        (&"own".into(), &"built-in".into())
    );
    let css = stylesheet(&theme);
    let file = address.strip_prefix("/assets/").unwrap();
    assert!(css.contains(&format!(
        "@font-face{{font-family:\"Spectral\";src:url(\"{file}\") format(\"woff2\");font-weight:400 700;"
    )));
    assert!(
        css.contains("--option-fonts-text:\"Spectral\"") && css.contains("\"Offprint Sans\""),
        "the rest stays built in"
    );
}

#[test]
fn fonts_that_cannot_be_used_are_named() {
    for (fonts, bytes, wanted) in [
        ("\"sistem\"", "wOF2", "theme-option: the option `fonts` cannot be `sistem`"),
        (
            "3",
            "wOF2",
            "theme-option: the option `fonts` must be `built-in`, `system` or a list of tables, not an integer",
        ),
        ("[1]", "wOF2", "theme-option: a font of the option `fonts` must be a table, not an integer"),
        (
            "[{ family = \"X\", file = \"fonts/y.woff2\" }]",
            "wOF2",
            "theme-option: the font `fonts/y.woff2` does not exist",
        ),
        (
            "[{ family = \"X\", file = \"../site.toml\" }]",
            "wOF2",
            "theme-option: the font `../site.toml` does not exist",
        ),
        (
            "[{ family = \"X\", file = \"fonts/x.woff2\" }]",
            "OTTO",
            "theme-option: `fonts/x.woff2` is no WOFF2 font",
        ),
        (
            "[{ family = \"X}\", file = \"fonts/x.woff2\" }]",
            "wOF2",
            "theme-option: `X}` is no name of a font",
        ),
        ("[{ file = \"fonts/x.woff2\" }]", "wOF2", "key-missing: `family` is missing"),
        (
            "[{ family = \"X\", file = \"fonts/x.woff2\", weight = \"bold\" }]",
            "wOF2",
            "theme-option: `bold` is no weight of a font",
        ),
        (
            "[{ family = \"X\", file = \"fonts/x.woff2\", style = \"oblique\" }]",
            "wOF2",
            "theme-option: `style` of a font cannot be `oblique`",
        ),
        (
            "[{ family = \"X\", file = \"fonts/x.woff2\", use = \"head\" }]",
            "wOF2",
            "theme-option: `use` of a font cannot be `head`",
        ),
        (
            "[{ family = \"X\", file = \"fonts/x.woff2\", wieght = 400 }]",
            "wOF2",
            "key-unknown: unknown key `wieght`",
        ),
    ] {
        let (theme, problems) = with_font(&format!("[theme.options]\nfonts = {fonts}"), bytes.as_bytes());
        assert_eq!(problems, [wanted], "{fonts}");
        assert!(stylesheet(&theme).contains("\"Offprint Serif\""), "the theme's own fonts stand in");
    }
}

#[test]
fn a_theme_declares_options_of_every_type() {
    let manifest = r##"
[options.width]
type = "number"
default = 3
[options.layout]
type = "choice"
choices = ["wide", "narrow"]
default = "wide"
[options.banner]
type = "image"
[options.friends]
type = "links"
[options.accent]
default = "#333333"
"##;
    let files = [("a/theme.toml", manifest), ("a/assets/banner.svg", "<svg/>")];
    let head = "[theme]\nname = \"a\"\n[theme.options]\n";
    let theme = good(
        &format!(
            "{head}width = 2.5\nlayout = \"narrow\"\nbanner = \"banner.svg\"\nfriends = [{{ title = \"T\", link = \"/topics/\" }}]"
        ),
        &files,
    );
    let options = &theme.options;
    assert_eq!(options["width"], 2.5);
    assert_eq!(options["layout"], "narrow");
    assert_eq!(options["banner"], "banner.svg");
    assert_eq!(options["friends"][0]["href"], "/sub/topics/");
    assert_eq!(options["accent"], "#333333", "another default for a parent's option");

    for (setting, wanted) in [
        (
            "layout = \"wid\"",
            "theme-option: the option `layout` cannot be `wid`\ndid you mean `wide`?\nit is one of `wide`, `narrow`",
        ),
        (
            "banner = \"baner.svg\"",
            "theme-option: the option `banner` names `baner.svg`, which is not in the theme's `assets/`\ndid you mean `banner.svg`?",
        ),
        (
            "friends = [{ title = \"T\" }]",
            "theme-option: a link of the option `friends` needs `link`, a string",
        ),
        ("width = \"3\"", "theme-option: the option `width` must be a number, not a string"),
    ] {
        assert_eq!(problem(&format!("{head}{setting}"), &files).0, wanted);
    }
}
