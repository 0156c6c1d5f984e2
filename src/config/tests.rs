//! Settings, good and bad.

use super::*;
use crate::diagnostic::{Checked, Diagnostic, Severity};

fn read(text: &str) -> Checked<Config> {
    parse(text, &"content/site.toml".into())
}

/// Settings whose title and address are good, with more.
fn with(more: &str) -> Checked<Config> {
    read(&format!("title = \"T\"\nbase_url = \"https://example.org\"\n{more}"))
}

fn messages(problems: &[Diagnostic]) -> Vec<&str> {
    problems.iter().map(|problem| problem.message.as_str()).collect()
}

fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.rule.code).collect()
}

const EVERY_KEY: &str = r##"
title = "Centre for Asian Affairs"
description = "Papers."
base_url = "https://Example.org/publications/"
languages = ["en", "pl"]
math = true
raw_html = true
smart_punctuation = false

[titles]
pl = "Ośrodek"
[descriptions]
pl = "Teksty."
[publisher]
name = "The Centre"
address = "Łódź"
url = "https://example.org/"
email = "a@example.org"
logo = "/logo.svg"
[theme]
name = "own"
[theme.options]
colour = "#036"
[collections.papers]
title = "Policy papers"
per_page = 5
[collections.policy-briefs]
[menu]
header = [{ title = "About", link = "about.md" }]
footer = [{ title = "Feed", link = "/feed.atom" }]
[menu.pl]
header = [{ title = "O nas", link = "about.pl.md" }]
[lint]
file-too-large = "warning"
date-invalid = { severity = "off", reason = "x" }
[lint."content/papers/old/"]
reason = "y"
key-unknown = "off"
key-twice = { severity = "hint", reason = "z" }
"##;

#[test]
fn every_key_is_read() {
    let checked = read(EVERY_KEY);
    assert!(checked.problems.is_empty(), "{:?}", checked.problems);
    let config = checked.value;
    assert_eq!(&*config.title, "Centre for Asian Affairs");
    assert_eq!(config.titles.get("pl").map(|title| &**title), Some("Ośrodek"));
    assert_eq!(config.descriptions.get("pl").map(|text| &**text), Some("Teksty."));
    assert_eq!(config.base.absolute("/a/"), "https://example.org/publications/a/");
    assert_eq!(config.languages, ["en".into(), "pl".into()]);
    assert!(config.math && config.raw_html && !config.smart_punctuation);
    assert_eq!(config.publisher.logo.as_ref().map(|(path, _)| &**path), Some("/logo.svg"));
    assert_eq!(&*config.theme.name, "own");
    assert!(config.theme.options.get("colour").is_some());
    assert_eq!(config.collections["papers"].per_page, 5);
    assert_eq!(&*config.collections["policy-briefs"].title, "Policy briefs");
    assert_eq!(config.menus["en"].footer.len(), 1);
    assert_eq!(&*config.menus["pl"].header[0].title, "O nas");
    let lint = config.lint.iter();
    let lint: Vec<_> =
        lint.map(|one| (one.rule.code, one.severity, &*one.path.value, one.reason.as_deref())).collect();
    assert_eq!(
        lint,
        [
            ("file-too-large", Some(Severity::Warning), "", None),
            ("date-invalid", None, "", Some("x")),
            ("key-unknown", None, "papers/old", Some("y")),
            ("key-twice", Some(Severity::Hint), "papers/old", Some("z")),
        ]
    );
}

#[test]
fn what_is_not_given_has_a_default() {
    let checked = with("");
    assert!(checked.problems.is_empty());
    let config = checked.value;
    assert_eq!(config.languages, ["en".into()]);
    assert_eq!((&*config.publisher.name, &*config.theme.name), ("T", "institute"));
    assert!(!config.math && !config.raw_html && config.smart_punctuation);
    assert_eq!(config.collections["papers"].per_page, 20);
}

#[test]
fn title_and_base_url_are_required() {
    assert_eq!(messages(&read("").problems), ["`title` is missing", "`base_url` is missing"]);
    assert_eq!(codes(&read("title = ").problems), ["toml-syntax"]);
}

#[test]
fn unknown_keys_name_the_nearest() {
    let checked = with("langauges = [\"en\"]\n[theme]\nnmae = \"x\"\n");
    assert_eq!(messages(&checked.problems), ["unknown key `theme.nmae`", "unknown key `langauges`"]);
    assert_eq!(checked.problems[1].hints, ["did you mean `languages`?"]);
}

#[test]
fn a_base_url_is_where_a_site_can_be() {
    let good = [
        ("https://example.org", "https://example.org", ""),
        ("HTTPS://Example.org/", "https://example.org", ""),
        ("http://localhost:8080/a/b/", "http://localhost:8080", "/a/b"),
        ("http://[::1]:80/x", "http://[::1]:80", "/x"),
        ("http://127.0.0.1", "http://127.0.0.1", ""),
    ];
    for (text, origin, path) in good {
        let base = BaseUrl::parse(text).unwrap();
        assert_eq!((&*base.origin, &*base.path), (origin, path));
    }
    let bad = [
        "example.org",
        "ftp://example.org",
        "https://",
        "https:///x",
        "https://a b",
        "https://example.org?x",
        "https://example.org/#x",
        "https://u@example.org",
        "https://example.org:99999",
        "https://example.org/a//b",
        "https://example.org/../a",
        "https://prävention.de",
        "https://example.org/ä",
        "https://[::1",
        "//example.org",
    ];
    for text in bad {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
}

#[test]
fn languages_are_tags() {
    let checked = with("languages = [\"en_GB\", \"polish language\", \"pl\", \"PL\"]");
    assert_eq!(codes(&checked.problems), ["language-invalid", "language-invalid", "value-invalid"]);
    assert_eq!(checked.problems[0].hints, ["did you mean `en-GB`?"]);
    assert_eq!(checked.value.languages, ["pl".into()]);
    assert_eq!(codes(&with("languages = []").problems), ["value-invalid"]);
    assert_eq!(codes(&with("[titles]\nde = \"x\"").problems), ["language-unknown"]);
    assert_eq!(codes(&with("[menu.de]\nheader = []").problems), ["key-unknown"]);
}

#[test]
fn rules_and_severities_must_exist() {
    let checked = with("[lint]\nkey-unkown = \"off\"\nkey-unknown = \"of\"\n");
    assert_eq!(codes(&checked.problems), ["lint-unknown", "value-invalid"]);
    assert_eq!(checked.problems[0].hints, ["did you mean `key-unknown`?"]);
    assert!(checked.value.lint.is_empty());
    for (wrong, code) in [
        ("key-unkown = { severity = \"off\" }", "lint-unknown"),
        ("key-unknown = { reason = \"x\" }", "key-missing"),
        ("key-unknown = { severity = \"off\", reson = \"x\" }", "key-unknown"),
        ("key-unknown = 3", "value-type"),
    ] {
        let codes = codes(&with(&format!("[lint]\n{wrong}\n")).problems);
        assert!(codes.contains(&code), "{wrong}: {codes:?}");
    }
}

#[test]
fn what_is_off_has_a_reason() {
    let checked = with("[lint]\nkey-unknown = \"off\"\n[lint.papers]\nkey-twice = \"off\"\nreason = \"x\"\n");
    assert_eq!(codes(&checked.problems), ["lint-without-reason"]);
    assert_eq!(
        codes(&with("[lint]\nreason = \" \"\nkey-unknown = \"off\"\n").problems),
        ["lint-without-reason"]
    );
    assert!(with("[lint]\nkey-unknown = \"hint\"\n").problems.is_empty());
}

#[test]
fn values_that_make_no_sense_are_told() {
    let bad = [
        "[collections.papers]\nper_page = 0",
        "[collections.people]",
        "[collections.en]",
        "[collections.\"a/b\"]",
        "[theme]\nname = \"../x\"",
        "[publisher]\nurl = \"example.org\"",
        "[publisher]\nemail = \"nobody\"",
        "[publisher]\nname = \" \"",
        "[cache]\nmegabytes = -1",
    ];
    for text in bad {
        assert_eq!(codes(&with(text).problems), ["value-invalid"], "{text}");
    }
    assert_eq!(codes(&with("[menu]\nheader = [{ title = \"x\" }]").problems), ["key-missing"]);
    assert_eq!(codes(&with("math = \"yes\"").problems), ["value-type"]);
}
