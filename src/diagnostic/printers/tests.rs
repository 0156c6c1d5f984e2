//! What problems look like.

mod formats;

use super::*;
use crate::diagnostic::{Place, Rule, Severity};

static RULE: Rule = Rule { code: "link-missing", severity: Severity::Error, summary: "", explanation: "" };

const PLAIN: Screen = Screen { width: 80, paint: Paint::Plain };

fn problem(text: &str, part: &str) -> Diagnostic {
    let start = text.find(part).unwrap();
    Diagnostic::new(&RULE, "no file `other.md`").at(Place::new("content/a.md", start..start + part.len()))
}

/// A problem about `part` of a text, as people see it.
fn shown(text: &str, problem: Diagnostic) -> String {
    human(&[problem], &|_| Some(text.into()), PLAIN)
}

fn short_of(text: &str, problem: Diagnostic) -> String {
    short(&[problem], &|_| Some(text.into()))
}

#[test]
fn a_problem_has_its_line_a_caret_and_help() {
    let text = "# Title\n\nSee [the other](other.md).\n";
    let problem = problem(text, "other.md").did_you_mean(Some("another.md"));
    let expected = "\
error[link-missing]: no file `other.md`
 --> content/a.md:3:17
  |
3 | See [the other](other.md).
  |                 ^^^^^^^^
  |
  = help: did you mean `another.md`?

";
    assert_eq!(shown(text, problem), expected);
}

#[test]
fn related_places_are_shown() {
    let text = "[^a]: one\n[^a]: two\n";
    let problem = Diagnostic::new(&RULE, "the note `a` is defined twice")
        .at(Place::new("content/a.md", 10..14))
        .related(Place::new("content/a.md", 0..4), "first defined here");
    let expected = "\
error[link-missing]: the note `a` is defined twice
 --> content/a.md:2:1
  |
2 | [^a]: two
  | ^^^^
  |
note: first defined here
 --> content/a.md:1:1
  |
1 | [^a]: one
  | ----

";
    assert_eq!(shown(text, problem), expected);
}

#[test]
fn a_place_without_range_or_text_is_its_path() {
    let whole = Diagnostic::new(&RULE, "an empty folder").at(Place::file("content/x"));
    assert_eq!(shown("", whole.clone()), "error[link-missing]: an empty folder\n--> content/x\n\n");
    assert_eq!(short_of("", whole), "content/x: error[link-missing]: an empty folder\n");
    let unknown = Diagnostic::new(&RULE, "no").at(Place::new("gone.md", 3..4));
    assert_eq!(
        human(std::slice::from_ref(&unknown), &|_| None, PLAIN),
        "error[link-missing]: no\n--> gone.md\n\n"
    );
    let nowhere = Diagnostic::new(&RULE, "no papers").hint("add one");
    assert_eq!(shown("", nowhere.clone()), "error[link-missing]: no papers\n |\n = help: add one\n\n");
    assert_eq!(short_of("", nowhere), "error[link-missing]: no papers\n");
}

#[test]
fn columns_count_characters() {
    for text in ["zażółć gęślą x", "\u{feff}zażółć gęślą x\r\n", "a\r\n\tażółć gęślą x"]
    {
        let line = if text.contains("\r\n\t") { 2 } else { 1 };
        let expected = format!("content/a.md:{line}:14: error[link-missing]: no file `other.md`\n");
        assert_eq!(short_of(text, problem(text, "x")), expected, "{text:?}");
    }
}

#[test]
fn marks_and_tabs_stand_above_their_carets() {
    let text = "\u{feff}\tżółw x\r\nnext";
    let shown = shown(text, problem(text, "x"));
    assert!(shown.contains("1 |     żółw x\n  |          ^\n"), "{shown}");
    let wide = "日本語 x";
    let shown = super::human(&[problem(wide, "x")], &|_| Some(wide.into()), PLAIN);
    assert!(shown.contains("1 | 日本語 x\n  |        ^\n"), "{shown}");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let text = format!("{}needle{}", "word ".repeat(2000), " word".repeat(2000));
    for part in [text.get(..5000).unwrap(), "needle", "word"] {
        let shown = shown(&text, problem(&text, part));
        let lines: Vec<_> = shown.lines().collect();
        assert!(lines.iter().all(|line| line.chars().count() <= 80), "{shown}");
        assert!(lines.len() <= 6, "{shown}");
        assert!(shown.contains("..."), "{shown}");
    }
    let shown = shown(&text, problem(&text, "needle"));
    assert!(shown.contains(":1:10001\n") && shown.contains("...") && shown.contains("^^^^^^"), "{shown}");
}

#[test]
fn a_range_over_lines_is_marked_on_its_first() {
    let text = ":::note\nopen\nand open\n";
    let shown = shown(text, problem(text, text));
    assert!(shown.contains("1 | :::note\n  | ^^^^^^^\n"), "{shown}");
}

#[test]
fn any_range_of_any_text_can_be_shown() {
    let wide = "日\tż👩‍👩‍👧e\u{301}".repeat(2);
    for text in [
        "",
        "\n",
        "\r\n",
        "\u{feff}",
        "ż",
        "a\nż\r\n\u{feff}\0\u{1b}[31mb",
        "\u{202e}x\u{200b}",
        "日\t\n\n",
        &wide,
    ] {
        for start in 0..text.len() + 3 {
            for end in 0..text.len() + 3 {
                let problem = Diagnostic::new(&RULE, "x").at(Place::new("a.md", start..end));
                let both = [problem.clone().related(Place::new("a.md", end..start), "y"), problem];
                let texts = |_: &str| Some(text.into());
                for width in [0, 10, 200] {
                    let shown = human(&both, &texts, Screen { width, paint: Paint::Plain });
                    assert!(!shown.contains(['\u{1b}', '\0', '\r']), "{shown:?}");
                }
                assert_eq!(short(&both, &texts).lines().count(), 2);
                assert_eq!(json(&both, &texts).len(), 2);
            }
        }
    }
}

#[test]
fn what_authors_wrote_never_reaches_the_terminal_as_a_command() {
    let problem =
        Diagnostic::new(&RULE, "no file `\u{1b}[2J\r\n`").at(Place::file("a\u{1b}.md")).hint("\u{7}");
    assert!(!shown("", problem.clone()).contains(['\u{1b}', '\r', '\u{7}']));
    assert_eq!(short_of("", problem).lines().count(), 1);
}

#[test]
fn colours_are_only_added_where_wanted() {
    let problem = Diagnostic::new(&RULE, "x");
    assert!(human(&[problem], &|_| None, Screen { width: 80, paint: Paint::Colours }).contains("\u{1b}["));
}

#[test]
fn json_has_bytes_lines_and_columns() {
    let text = "ż\nżx\n";
    let found = json(&[problem(text, "x").hint("h")], &|_| Some(text.into())).remove(0);
    let expected = serde_json::json!({
        "code": "link-missing", "severity": "error", "message": "no file `other.md`", "related": [], "hints": ["h"],
        "fingerprint": found["fingerprint"],
        "place": {"path": "content/a.md", "start": {"byte": 5, "line": 2, "column": 2}, "end": {"byte": 6, "line": 2, "column": 3}},
    });
    assert_eq!(found, expected);
}

#[test]
fn a_tally_begins_with_the_most_frequent() {
    static OTHER: Rule = Rule { code: "a-rare-one", severity: Severity::Hint, summary: "", explanation: "" };
    let problems = [&RULE, &OTHER, &RULE].map(|rule| Diagnostic::new(rule, "x"));
    assert_eq!(tally(&problems), "link-missing: 2, a-rare-one: 1");
}
