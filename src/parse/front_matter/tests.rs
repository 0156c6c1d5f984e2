//! Front matter, good and bad.

use super::*;
use crate::paper::{Author, Pages, Precision};

fn source(text: &str, role: Role) -> Source {
    Source { path: "content/papers/safe-cities/index.md".into(), role, text: text.into() }
}

fn of(kind: Kind, text: &str) -> Checked<FrontMatter> {
    meta(&source(text, Role::Main), 0, kind, "en", false)
}

fn paper(keys: &str) -> Checked<FrontMatter> {
    of(Kind::Paper, &format!("+++\ntitle = \"T\"\n{keys}\n+++\ntext"))
}

fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.rule.code).collect()
}

fn messages(problems: &[Diagnostic]) -> Vec<&str> {
    problems.iter().map(|problem| problem.message.as_str()).collect()
}

#[test]
fn front_matter_is_found_at_the_very_start() {
    for (text, body) in [
        ("+++\na = 1\n+++\ntext", "text"),
        ("\u{feff}---\r\na: 1\r\n---\r\ntext", "text"),
        ("--- \na: 1\n...\ntext", "text"),
        ("+++\n+++", ""),
        ("---\n---\n", ""),
    ] {
        let (block, start) = split(text);
        assert!(block.unwrap().closed, "{text:?}");
        assert_eq!(text.get(start..), Some(body));
    }
    for text in ["", "text", "\n+++\n+++\n", "++++\n", "----\n", "\u{feff}text"] {
        assert_eq!(split(text).0, None, "{text:?}");
    }
    assert_eq!(split("\u{feff}text").1, 3);
}

#[test]
fn unclosed_front_matter_is_one_error_at_its_first_line_and_loses_nothing() {
    let text = "+++\ntitle = \"T\"\n\ntext";
    let checked = of(Kind::Paper, text);
    assert_eq!(codes(&checked.problems), ["front-matter-unclosed"]);
    assert_eq!(checked.problems[0].place.clone().unwrap().range, Some(0..3));
    assert_eq!(text.get(checked.value.body_start..), Some("title = \"T\"\n\ntext"));
}

const TOML: &str = r#"+++
title = "Safe cities"
subtitle = "A survey"
summary = "One *paragraph*."
authors = ["jan-kowalski", { name = "Ada", orcid = "https://orcid.org/0000-0002-1825-0097", affiliation = "X" }]
date = 2020-10-05
updated = 2021-01-02T03:04:05+02:00
series = "Policy Papers"
number = 12
topics = ["Cities", "Safety", "Cities"]
lang = "en"
license = "CC BY 4.0"
doi = "https://doi.org/10.5281/zenodo.1"
cover = { file = "a.png", alt = "A" }
draft = true
embargo = 2026-03-01T09:00:00+01:00
pages = "single"
aliases = ["/old/x", "/y.html"]
downloads = [{ file = "print.pdf", title = "Print edition" }]
corrections = [{ date = 2022-01-01, text = "A *figure*." }]
+++
"#;

const YAML: &str = r#"---
title: Safe cities
subtitle: A survey
summary: One *paragraph*.
authors:
  - jan-kowalski
  - name: Ada
    orcid: 0000-0002-1825-0097
    affiliation: X
date: 2020-10-05
updated: 2021-01-02T03:04:05+02:00
series: Policy Papers
number: "12"
topics: [Cities, Safety, Cities]
lang: en
license: CC BY 4.0
doi: doi:10.5281/zenodo.1
cover: {file: a.png, alt: A}
draft: true
embargo: 2026-03-01T09:00:00+01:00
pages: single
aliases: [/old/x, /y.html]
downloads: [{file: print.pdf, title: Print edition}]
corrections:
  - date: 2022-01-01
    text: A *figure*.
---
"#;

#[test]
fn every_key_of_a_paper_is_read_alike_from_both_languages() {
    for text in [TOML, YAML] {
        let checked = of(Kind::Paper, text);
        assert!(checked.problems.is_empty(), "{:?}", checked.problems);
        let FrontMatter { meta, raw, body_start, .. } = checked.value;
        assert_eq!((&*meta.title, meta.subtitle.as_deref()), ("Safe cities", Some("A survey")));
        let span = meta.title_span;
        assert_eq!(text.get(span.start as usize..span.end as usize), Some("Safe cities"));
        assert_eq!(raw.summary.as_ref().map(|s| &*s.value), Some("One *paragraph*."));
        assert!(matches!(&meta.authors[0], Author::Written { text, .. } if &**text == "jan-kowalski"));
        let Author::Described(person) = &meta.authors[1] else { panic!("a table is a description") };
        assert_eq!(person.orcid.as_deref(), Some("0000-0002-1825-0097"));
        assert_eq!(meta.date.unwrap().day.to_string(), "2020-10-05");
        assert_eq!(meta.updated.unwrap().instant.to_string(), "2021-01-02T01:04:05Z");
        assert_eq!((meta.series.as_deref(), meta.number.as_deref()), (Some("Policy Papers"), Some("12")));
        assert_eq!(meta.topics, ["Cities".into(), "Safety".into()]);
        assert_eq!(meta.doi.as_deref(), Some("10.5281/zenodo.1"));
        assert_eq!((raw.cover.unwrap().value, meta.cover_alt), ("a.png".into(), Some("A".into())));
        assert_eq!(meta.embargo.unwrap().to_string(), "2026-03-01T08:00:00Z");
        assert!(meta.draft && meta.pages == Pages::Single);
        let aliases: Vec<&str> = meta.aliases.iter().map(|alias| &*alias.address).collect();
        assert_eq!(aliases, ["/old/x/", "/y.html"]);
        assert_eq!(&*raw.downloads[0].1, "Print edition");
        assert_eq!(&*raw.corrections[0].1.value, "A *figure*.");
        assert_eq!(body_start, text.len());
    }
}

#[test]
fn dates_have_the_precision_that_is_given() {
    for (written, precision, instant) in [
        ("\"2020\"", Precision::Year, "2020-01-01T00:00:00Z"),
        ("2020", Precision::Year, "2020-01-01T00:00:00Z"),
        ("\"2020-10\"", Precision::Month, "2020-10-01T00:00:00Z"),
        ("2020-10-05", Precision::Day, "2020-10-05T00:00:00Z"),
        ("\"2020-10-05\"", Precision::Day, "2020-10-05T00:00:00Z"),
        ("2020-10-05T00:30:00+02:00", Precision::Instant, "2020-10-04T22:30:00Z"),
        ("\"2020-10-05 00:30Z\"", Precision::Instant, "2020-10-05T00:30:00Z"),
        ("\"2016-12-31T23:59:60Z\"", Precision::Instant, "2016-12-31T23:59:59Z"),
    ] {
        let checked = paper(&format!("date = {written}"));
        assert!(checked.problems.is_empty(), "{:?}", checked.problems);
        let date = checked.value.meta.date.unwrap();
        assert_eq!((date.precision, date.instant.to_string().as_str()), (precision, instant));
    }
    let date = of(Kind::Paper, "---\ntitle: T\ndate: 2020\n---\n").value.meta.date.unwrap();
    assert_eq!(date.precision, Precision::Year);
}

#[test]
fn bad_dates_say_what_is_wrong() {
    for (written, message) in [
        ("\"2020-13\"", "`date`: there is no month 13"),
        ("\"2021-02-30\"", "`date`: there is no day 30 in 2021-02, which has 28 days"),
        ("\"5 October 2020\"", "`date`: `5 October 2020` is not a date"),
        ("\"2020-1-5\"", "`date`: `2020-1-5` is not a date"),
        ("\"2020-10-05T25:00:00Z\"", "`date`: there is no time 25:00:00"),
        ("\"2020-10-05T10:00:00+99:00\"", "`date`: there is no offset +99:00"),
        (
            "2020-10-05T10:00:00",
            "`date`: `2020-10-05T10:00:00` has a time without an offset from UTC, such as `Z` or `+02:00`",
        ),
        ("true", "`date`: a date is needed, not a boolean"),
        ("\"\"", "`date`: `` is not a date"),
        ("\"２０２０\"", "`date`: `２０２０` is not a date"),
    ] {
        let checked = paper(&format!("date = {written}"));
        assert_eq!(messages(&checked.problems), [message]);
        assert_eq!(codes(&checked.problems), ["date-invalid"]);
    }
}

#[test]
fn an_embargo_that_can_not_be_read_still_withholds() {
    for (written, code) in [
        ("2026-03-01", "embargo-without-offset"),
        ("2026-03-01T09:00:00", "embargo-without-offset"),
        ("\"tomorrow\"", "date-invalid"),
    ] {
        let checked = paper(&format!("embargo = {written}"));
        assert_eq!(codes(&checked.problems), [code]);
        assert_eq!(checked.value.meta.embargo, Some(jiff::Timestamp::MAX));
    }
}

#[test]
fn texts_are_set_by_the_rules_of_their_language() {
    let text = "+++\ntitle = \"Kto 'rządzi' -- i jak\"\nseries = \"\\\"Analizy\\\"\"\n+++\n";
    let checked = meta(&source(text, Role::Main), 0, Kind::Paper, "pl", true);
    assert_eq!(&*checked.value.meta.title, "Kto «rządzi» – i\u{a0}jak");
    assert_eq!(checked.value.meta.series.as_deref(), Some("„Analizy”"));
}

#[test]
fn identifiers_are_checked() {
    assert_eq!(checks::orcid("0000-0002-1694-233x").as_deref(), Ok("0000-0002-1694-233X"));
    assert_eq!(checks::orcid("http://www.orcid.org/0000000218250097/").as_deref(), Ok("0000-0002-1825-0097"));
    for bad in
        ["", "0000-0002-1825-0098", "0000-0002-1825-009", "0000-0002-1825-00977", "000X-0002-1825-0097"]
    {
        assert!(checks::orcid(bad).is_err(), "{bad}");
    }
    for good in ["10.1000/182", "https://dx.doi.org/10.1000/182", "DOI: 10.1000/182"] {
        assert_eq!(checks::doi(good).as_deref(), Ok("10.1000/182"));
    }
    for bad in ["", "10.1000", "11.1000/1", "10.10/", "10.abc/1", "10.1000/a b"] {
        assert!(checks::doi(bad).is_err(), "{bad}");
    }
    for bad in [
        "x",
        "//x",
        "/a//b",
        "/a/../b",
        "/a?x",
        "https://example.org/x",
        "",
        "/a%2Fb",
        "/a%3Fb",
        "/%2e%2e/a",
        "/%ff/",
        "/.offprint",
        "/.offprint/a",
    ] {
        assert!(checks::alias(bad).is_err(), "{bad}");
    }
    for (written, address) in [
        ("/za%C5%BC", "/zaż/"),
        ("/a%20b/c.html", "/a b/c.html"),
        ("/100%/", "/100%/"),
        ("/index.html", "/"),
        ("/a/index.html", "/a/"),
        ("/a-index.html", "/a-index.html"),
    ] {
        assert_eq!(checks::alias(written).as_deref(), Ok(address));
    }
}

#[test]
fn a_text_without_title_is_named_after_its_file() {
    let checked = of(Kind::Page, "text");
    assert_eq!(codes(&checked.problems), ["title-missing"]);
    assert_eq!(&*checked.value.meta.title, "Safe cities");
    assert_eq!(codes(&of(Kind::Paper, "+++\ntitle = \" \"\n+++\n").problems), ["title-missing"]);
    let late = of(Kind::Paper, "\n+++\ntitle = \"x\"\n+++\n");
    assert_eq!(late.problems[0].hints, ["front matter must begin on the first line of the file"]);
    assert_eq!(codes(&of(Kind::Paper, "+++\ntitle = \n+++\n").problems), ["toml-syntax"]);
    assert_eq!(codes(&of(Kind::Paper, "+++\ntilte = \"T\"\n+++\n").problems), ["key-unknown"]);
    assert_eq!(codes(&of(Kind::Paper, "+++\nsubtitle = \"T\"\n+++\n").problems), ["title-missing"]);
    assert_eq!(codes(&of(Kind::Paper, "+++\ntitle = 5\n+++\n").problems), ["value-type"]);
}

#[test]
fn a_key_in_the_wrong_place_is_told_where_it_belongs() {
    let hints = |checked: Checked<FrontMatter>| -> Vec<String> {
        checked.problems.into_iter().flat_map(|problem| problem.hints).collect()
    };
    assert_eq!(
        hints(of(Kind::Page, "+++\ntitle = \"T\"\ndoi = \"10.1000/1\"\n+++\n")),
        ["`doi` belongs in the front matter of a paper (its `index.md`)"]
    );
    assert_eq!(
        hints(paper("orcid = \"x\"")),
        ["`orcid` belongs in the front matter of a person (a file in `people/`)"]
    );
    assert_eq!(hints(paper("order = 3")), ["`order` belongs in the front matter of a section's own file"]);
    assert_eq!(hints(paper("base_url = \"x\"")), ["`base_url` belongs in `content/site.toml`"]);
    assert_eq!(hints(paper("autors = \"x\"")), ["did you mean `authors`?"]);
}

#[test]
fn the_language_must_be_that_of_the_file() {
    assert!(paper("lang = \"EN\"").problems.is_empty());
    let checked = paper("lang = \"pl\"");
    assert_eq!(codes(&checked.problems), ["language-mismatch"]);
    assert_eq!(checked.problems[0].hints, ["name the file `index.pl.md`, or mend `lang`"]);
}

#[test]
fn a_person_has_facts() {
    let text = "+++\nname = \"Ada Król\"\nrole = \"Analyst\"\norcid = \"0000-0002-1825-0098\"\nemail = \"x\"\n+++\nbio";
    let checked = of(Kind::Person, text);
    assert_eq!(codes(&checked.problems), ["orcid-invalid", "value-invalid"]);
    let person = checked.value.meta.person.unwrap();
    assert_eq!((&*person.name, person.role.as_deref(), person.orcid), ("Ada Król", Some("Analyst"), None));
    let untitled = of(Kind::Person, "+++\ntitle = \"Dr\"\n+++\n");
    assert_eq!(messages(&untitled.problems), ["unknown key `title`", "the name is missing"]);
}

#[test]
fn a_section_file_has_four_keys() {
    let read = |text: &str| meta(&source(text, Role::Numbered(1, "x".into())), 1, Kind::Paper, "en", false);
    let checked = read("---\ntitle: One\nid: one\norder: 4\nsummary: Short.\n---\n");
    assert!(checked.problems.is_empty());
    let section = checked.value.section;
    assert_eq!(
        (section.title.unwrap().value, section.id.unwrap().value, section.order),
        ("One".into(), "one".into(), Some(4))
    );
    assert!(read("text alone").problems.is_empty());
    assert_eq!(
        codes(&read("---\nid: a b\ndate: 2020-01-01\n---\n").problems),
        ["value-invalid", "key-unknown"]
    );
}

#[test]
fn one_author_may_stand_alone_and_empty_ones_are_told() {
    assert_eq!(paper("authors = \"Ada\"").value.meta.authors.len(), 1);
    assert_eq!(paper("authors = { name = \"Ada\" }").value.meta.authors.len(), 1);
    assert_eq!(
        codes(&paper("authors = [\"\", 5, {}]").problems),
        ["key-missing", "value-invalid", "value-type"]
    );
}

#[test]
fn what_comes_later_is_a_hint() {
    let checked = paper("bibliography = \"references.bib\"");
    assert_eq!(codes(&checked.problems), ["key-not-yet"]);
}

proptest::proptest! {
    #[test]
    fn any_text_has_a_body_within_it(text in "(\u{feff})?(\\+\\+\\+|---|x)?\r?\n?[-+a-z:=\"'\r\n é]{0,80}") {
        for kind in [Kind::Paper, Kind::Page, Kind::Person] {
            let checked = of(kind, &text);
            proptest::prop_assert!(text.get(checked.value.body_start..).is_some());
            for problem in checked.problems {
                let range = problem.place.unwrap().range.unwrap();
                proptest::prop_assert!(range.end <= text.len());
            }
        }
    }
}
