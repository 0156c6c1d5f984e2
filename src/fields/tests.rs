//! TOML and YAML give the same fields, places and diagnostics.

use std::sync::Arc;

use super::{Fields, Value};
use crate::diagnostic::{Checked, Diagnostic};

fn path() -> Arc<str> {
    "content/x.md".into()
}

fn toml(text: &str) -> Checked<Fields> {
    Fields::toml(text, &path(), 0, 0)
}

fn yaml(text: &str) -> Checked<Fields> {
    Fields::yaml(text, &path(), 0, 0)
}

fn codes(problems: &[Diagnostic]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.rule.code).collect()
}

fn pointed<'a>(text: &'a str, problem: &Diagnostic) -> &'a str {
    let range = problem.place.clone().unwrap().range.unwrap();
    text.get(range).unwrap()
}

#[test]
fn both_languages_give_the_same_values() {
    let from_toml = toml(concat!(
        "title = \"Cities\"\ncount = 12\nratio = 0.5\ndraft = true\nday = 2024-01-06\n",
        "topics = [\"a\", \"b\"]\n[cover]\nfile = \"x.png\"\n",
    ));
    let from_yaml = yaml(concat!(
        "title: Cities\ncount: 12\nratio: 0.5\ndraft: true\nday: 2024-01-06\n",
        "topics:\n  - a\n  - b\ncover:\n  file: x.png\n",
    ));
    assert!(from_toml.problems.is_empty() && from_yaml.problems.is_empty());
    let (one, other) = (serde_json::Value::from(&from_toml.value), serde_json::Value::from(&from_yaml.value));
    assert_eq!(one, other);
    assert_eq!(one["cover"]["file"], "x.png");
    assert!(matches!(from_yaml.value.get("day").unwrap().value, Value::Date(_)));
}

#[test]
fn the_span_of_a_string_is_its_bare_text() {
    for text in ["x = 1\ntitle = \"Miasta łatwe\"\n", "title = '''\nMiasta łatwe'''\n"] {
        let fields = toml(text).value;
        let span = fields.get("title").unwrap().span;
        assert_eq!(text.get(span.start as usize..span.end as usize).unwrap(), "Miasta łatwe");
    }
    for text in ["ż: 1\ntitle: Miasta łatwe\n", "title: \"Miasta łatwe\"\n", "title: >-\n  Miasta łatwe\n"]
    {
        let fields = yaml(text).value;
        let span = fields.get("title").unwrap().span;
        assert_eq!(text.get(span.start as usize..span.end as usize).unwrap(), "Miasta łatwe");
    }
}

#[test]
fn places_count_from_the_beginning_of_the_file() {
    let fields = Fields::toml("a = \"b\"\n", &path(), 3, 10).value;
    let span = fields.get("a").unwrap().span;
    assert_eq!((span.file, span.start, span.end), (3, 15, 16));
    let fields = Fields::yaml("a: b\n", &path(), 3, 10).value;
    let span = fields.get("a").unwrap().span;
    assert_eq!((span.file, span.start, span.end), (3, 13, 14));
}

#[test]
fn yaml_words_that_older_versions_took_for_booleans_are_text() {
    let fields =
        yaml("a: no\nb: yes\nc: on\nd: 2020-10\ne: 0o17\nf: 0x1F\ng: 1e3\nh: ~\ni: 12a\nj: !!str 12\n").value;
    let text = |key| serde_json::Value::from(&fields.get(key).unwrap().value);
    assert_eq!((text("a"), text("b"), text("c")), ("no".into(), "yes".into(), "on".into()));
    assert_eq!((text("d"), text("e"), text("f")), ("2020-10".into(), 15.into(), 31.into()));
    assert_eq!((text("g"), text("i"), text("j")), (1000.0.into(), "12a".into(), "12".into()));
    assert!(fields.get("h").is_none());
}

#[test]
fn a_key_given_twice_is_a_diagnostic_in_both() {
    let text = "a = 1\nb = 2\na = 3\n";
    let read = toml(text);
    assert_eq!(codes(&read.problems), ["key-twice"]);
    let text = "a: 1\nb: 2\na: 3\n";
    let read = yaml(text);
    assert_eq!(codes(&read.problems), ["key-twice"]);
    assert_eq!(pointed(text, &read.problems[0]), "a");
    assert_eq!(read.problems[0].related.len(), 1);
}

#[test]
fn several_errors_of_toml_are_all_reported() {
    let read = toml("a = \nb = 2\nc = [\nd == 3\n");
    assert!(read.problems.len() >= 2, "{:?}", read.problems);
    assert!(codes(&read.problems).iter().all(|code| *code == "toml-syntax"));
}

/// The problems of TOML, each with what it points at and its hints.
fn slips(text: &str) -> Vec<String> {
    let told = |problem: &Diagnostic| {
        let message = problem.message.trim_start_matches("not readable as TOML: ");
        format!("{message}: {}: {}", pointed(text, problem), problem.hints.join(", "))
    };
    toml(text).problems.iter().map(told).collect()
}

#[test]
fn what_has_no_end_is_reported_where_it_begins_and_nothing_that_follows_from_it() {
    let rest = "date = 2020-01-01\nsummary = \"It is so.\"\ntopics = [\"a\", \"b\"]\n[cover]\nfile = \"x\"\n";
    let list = "the list that begins here has no end: [: write `]` after its last value";
    let text = "the text that begins here has no end: \": write `\"` after its last word";
    for (first, told) in [
        ("authors = [\"A B\"", list),
        ("authors = [[\"A B\"", list),
        ("authors = [\n  \"A B\",\n", list),
        (
            "cover = { file = \"x\"",
            "the table that begins here has no end: {: write `}` after its last value",
        ),
        ("authors = [\"A B]", text),
        ("title = \"A B", text),
        (
            "title = \"\"\"A B",
            "the text that begins here has no end: \"\"\": write `\"\"\"` after its last word",
        ),
        ("[cover", "the head of a table that begins here has no end: [: write `]` after its name"),
        ("[[corrections]", "the head of a table that begins here has no end: [[: write `]]` after its name"),
    ] {
        assert_eq!(slips(&format!("a = 1\n{first}\n{rest}")), [told], "{first}");
    }
    assert_eq!(slips("[a]\nb = [\n  \"unclosed,\n]\nc = 1\n"), [text]);
}

#[test]
fn a_value_that_took_in_the_rest_is_not_one() {
    let fields = toml("a = 1\nauthors = [\"A B\"\ndate = 2020\n").value;
    assert!(fields.get("authors").is_none() && fields.get("a").is_some());
    let mut reader = fields.reader();
    reader.know("a");
    reader.know("authors");
    assert_eq!(codes(&reader.finish()), [""; 0]);
}

#[test]
fn few_syntax_errors_are_told_and_one_of_each_line() {
    assert_eq!(slips("a: b: c\n").len(), 1);
    assert_eq!(slips("a == 1 2\n").len(), 1);
    assert_eq!(slips(&"a: b\n".repeat(20)).len(), 3);
    let twice = "b = 1\nb = 1\nb = 1\nb = 1\n";
    let told = codes(&toml(&format!("a == 1\nc == 1\n{twice}d == 1\ne == 1\n")).problems);
    assert_eq!(told.iter().filter(|code| **code == "toml-syntax").count(), 3);
    assert_eq!(told.iter().filter(|code| **code == "key-twice").count(), 3);
}

#[test]
fn a_number_that_is_too_large_is_said_to_be() {
    for (text, message) in [
        ("n = 99999999999999999999", "`n` is too large a number"),
        ("n = -99999999999999999999", "`n` is too large a number"),
        ("n = \"9\"", "`n` must be an integer, not a string"),
        ("n = \"\"", "`n` must be an integer, not a string"),
    ] {
        let fields = toml(text).value;
        let mut reader = fields.reader();
        assert!(reader.integer("n").is_none());
        assert_eq!(reader.finish().first().unwrap().message, message);
    }
}

#[test]
fn yaml_aliases_are_refused_and_cost_nothing() {
    let read = yaml("a: &a [x, x]\nb: [*a, *a]\nc: *missing\n");
    assert_eq!(codes(&read.problems), ["yaml-alias"; 3]);
    assert!(read.value.get("a").is_some());
}

#[test]
fn yaml_that_is_no_table_or_more_than_one_document_is_a_diagnostic() {
    assert_eq!(codes(&yaml("just words\n").problems), ["yaml-syntax"]);
    assert_eq!(codes(&yaml("a: 1\n---\nb: 2\n").problems), ["yaml-syntax"]);
    assert_eq!(codes(&yaml("a: !weird x\n").problems), ["yaml-syntax"]);
    assert_eq!(codes(&yaml("title: a: b\n").problems), ["yaml-syntax"]);
    assert_eq!(codes(&yaml("? [a, b]\n: 1\n").problems), ["yaml-syntax"]);
    assert!(yaml("").problems.is_empty());
    assert!(yaml("# only a comment\n").problems.is_empty());
}

#[test]
fn deep_nesting_is_refused() {
    assert!(!yaml(&"[".repeat(10_000)).problems.is_empty());
    assert!(!toml(&format!("a = {}", "[".repeat(10_000))).problems.is_empty());
}

#[test]
fn unknown_keys_and_wrong_types_are_reported_with_places_and_near_names() {
    let text = "title = 5\nautors = \"x\"\n[publisher]\nnme = \"y\"\n";
    let fields = toml(text).value;
    let mut reader = fields.reader();
    assert!(reader.string("title").is_none());
    assert!(reader.strings("authors").is_none());
    let mut publisher = reader.table("publisher").unwrap();
    assert!(publisher.string("name").is_none());
    let problems = [publisher.finish(), reader.finish()].concat();
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        messages,
        ["unknown key `publisher.nme`", "`title` must be a string, not an integer", "unknown key `autors`"]
    );
    assert_eq!(problems[0].hints, ["did you mean `name`?"]);
    assert_eq!(problems[1].hints, ["put the value in quotes"]);
    assert_eq!(pointed(text, &problems[2]), "autors");
}

#[test]
fn a_required_key_is_not_missed_in_text_that_could_not_be_read() {
    let missing = |read: Checked<Fields>| {
        let mut reader = read.value.reader();
        drop(reader.require_string("title"));
        reader.know("a");
        codes(&reader.finish())
    };
    assert_eq!(missing(toml("")), ["key-missing"]);
    assert_eq!(missing(toml("title = ")), Vec::<&str>::new());
    assert_eq!(missing(yaml("a: [")), Vec::<&str>::new());
}

#[test]
fn a_misspelt_key_is_not_missing_as_well() {
    let missing = |text: &str| {
        let fields = toml(text).value;
        let mut reader = fields.reader();
        drop((reader.require_string("title"), reader.string("subtitle")));
        codes(&reader.finish())
    };
    assert_eq!(missing("tilte = \"x\""), ["key-unknown"]);
    assert_eq!(missing("subtitle = \"x\""), ["key-missing"]);
    assert_eq!(missing("subtitel = \"x\""), ["key-unknown", "key-missing"]);
}

#[test]
fn a_blank_key_of_yaml_is_known_or_unknown_like_any_other() {
    let read = yaml("title:\nttle:\n");
    let mut reader = read.value.reader();
    assert!(reader.string("title").is_none());
    assert_eq!(codes(&reader.finish()), ["key-unknown"]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_reported(text in "\\PC{0,60}|[-a-c:\\[\\]{}#&*!|>'\"%@`,? \n\t=.0-9+]{0,60}") {
        for read in [toml(&text), yaml(&text)] {
            for problem in &read.problems {
                let range = problem.place.clone().unwrap().range.unwrap();
                proptest::prop_assert!(range.start <= range.end && range.end <= text.len(), "{problem:?}");
            }
            for field in read.value.entries() {
                let span = field.key.span;
                proptest::prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }
}
