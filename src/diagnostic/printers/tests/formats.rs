//! What programs read.

use super::*;

fn of(text: &str) -> impl Fn(&str) -> Option<Arc<str>> + '_ {
    move |_| Some(text.into())
}

fn parsed(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn sarif_has_what_its_readers_need() {
    let text = "ż\nżx and\nmore\n";
    let end = text.find("more").unwrap() + 2;
    let found = Diagnostic::new(&RULE, "no file `x`")
        .at(Place::new("content/zażółć 100%.md", 5..end))
        .hint("add one")
        .related(Place::new("content/b.md", 0..2), "first here");
    let nowhere = Diagnostic::new(&RULE, "nothing");
    let whole = Diagnostic::new(&RULE, "whole").at(Place::file("content/c.md"));
    let log = parsed(&sarif(&[found, nowhere, whole], &of(text), "docs/"));
    assert_eq!((&log["version"], log["runs"].as_array().unwrap().len()), (&"2.1.0".into(), 1));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1, "a rule is described once");
    assert_eq!(
        (&rules[0]["id"], &rules[0]["defaultConfiguration"]["level"]),
        (&"link-missing".into(), &"error".into())
    );
    let results = run["results"].as_array().unwrap();
    let expected = serde_json::json!({
        "ruleId": "link-missing", "ruleIndex": 0, "level": "error", "message": { "text": "no file `x`\nhelp: add one" },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": "docs/content/za%C5%BC%C3%B3%C5%82%C4%87%20100%25.md" },
            "region": { "startLine": 2, "startColumn": 2, "endLine": 3, "endColumn": 3 },
        } }],
        "relatedLocations": [{ "id": 1, "message": { "text": "first here" }, "physicalLocation": {
            "artifactLocation": { "uri": "docs/content/b.md" },
            "region": { "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2 },
        } }],
        "partialFingerprints": results[0]["partialFingerprints"],
    });
    assert_eq!(results[0], expected);
    for (result, uri) in results.iter().zip(["", "docs/content/site.toml", "docs/content/c.md"]).skip(1) {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            (&place["artifactLocation"]["uri"], &place["region"]),
            (&uri.into(), &serde_json::Value::Null)
        );
    }
}

#[test]
fn github_gets_annotations_that_are_escaped() {
    let text = "a\nb: 100%\n";
    let found = problem(text, "100%").hint("one,\ntwo: 50%");
    let found = Diagnostic { message: "bad `::error::` 100%".to_owned(), ..found };
    let said = github(&[found], &of(text), "a,b:c/", PLAIN);
    let command = "::error file=a%2Cb%3Ac/content/a.md,line=2,endLine=2,col=4,endColumn=8,title=link-missing::bad `::error::` 100%25%0Ahelp: one,%0Atwo: 50%25\n";
    assert!(said.contains(&format!("\n::group::1 annotation\n{command}::endgroup::\n")), "{said}");
    assert!(said.starts_with("error[link-missing]: bad"), "{said}");
    assert_eq!(github(&[], &of(text), "", PLAIN), "");
}

#[test]
fn github_is_never_told_what_an_author_wrote() {
    let text = "::set-output name=a::b\n##[error]x\n";
    let found = problem(text, "##[error]").hint("\n::warning::x\n  ::notice::y\n##[debug]z");
    let found = Diagnostic { message: "a\n::add-mask::b\n##[group]".to_owned(), ..found };
    let said = github(&[found.clone(), found], &of(text), "", PLAIN);
    let commands: Vec<&str> = said.lines().filter(|line| line.trim_start().starts_with("::")).collect();
    assert_eq!(commands.len(), 4, "{said}");
    assert!(commands[1..3].iter().all(|line| line.starts_with("::error file=content/a.md,")), "{said}");
    let before = said.split("::group::").next().unwrap();
    assert!(!before.contains("##["), "{said}");
}

#[test]
fn github_shows_errors_first_and_ten_of_a_kind() {
    static WARNING: Rule =
        Rule { code: "a-warning", severity: Severity::Warning, summary: "", explanation: "" };
    let rules = std::iter::repeat_n(&WARNING, 13).chain(std::iter::repeat_n(&RULE, 12));
    let problems: Vec<_> = rules.map(|rule| Diagnostic::new(rule, "x")).collect();
    let said = github(&problems, &|_| None, "", PLAIN);
    let kinds: Vec<_> =
        said.lines().filter(|line| line.contains("title=")).map(|line| line.get(..7).unwrap()).collect();
    assert_eq!(kinds, [["::error"; 10], ["::warni"; 10]].concat());
    assert!(said.contains("the others (5) are above"), "{said}");
}

#[test]
fn gitlab_gets_a_file_and_a_line_for_each() {
    let text = "ż\nżx\n";
    let found = [problem(text, "x").hint("add one"), Diagnostic::new(&RULE, "nothing")];
    let report = parsed(&gitlab(&found, &of(text), "docs/"));
    let lines = |at: usize| report[at]["location"].clone();
    assert_eq!(
        lines(0),
        serde_json::json!({ "path": "docs/content/a.md", "lines": { "begin": 2, "end": 2 } })
    );
    assert_eq!(
        lines(1),
        serde_json::json!({ "path": "docs/content/site.toml", "lines": { "begin": 1, "end": 1 } })
    );
    assert_eq!(report[0]["description"], "no file `other.md`\nhelp: add one");
    assert_eq!((&report[0]["check_name"], &report[0]["severity"]), (&"link-missing".into(), &"major".into()));
    assert_eq!(parsed(&gitlab(&[], &of(text), "")), serde_json::json!([]));
}

#[test]
fn fingerprints_follow_a_line_that_moves() {
    let prints = |text: &str, parts: &[&str]| -> Vec<String> {
        let problems: Vec<_> = parts.iter().map(|part| problem(text, part)).collect();
        fingerprints(&problems, &mut Files::new(&of(text)))
    };
    let first = prints("see [a](b.md) and [c](d.md)\n", &["b.md", "d.md"]);
    assert_ne!(first[0], first[1]);
    assert_eq!(first, prints("\n\nnew\n  see [a](b.md) and [c](d.md)\r\n", &["b.md", "d.md"]));
    assert_ne!(first, prints("see [a](b.md), and [c](d.md)\n", &["b.md", "d.md"]));
    let twice = prints("see b.md\n", &["b.md", "b.md"]);
    assert_ne!(twice[0], twice[1], "no two have the same");
    assert!(twice.iter().all(|print| print.len() == 32));
}

#[test]
fn a_table_has_no_words_that_are_markup() {
    let text = "a\n<b>|x\n";
    let found = problem(text, "x").hint("say `<i>` or\n\nno `more");
    let found = Diagnostic { message: "no `a|b` & `<script>`".to_owned(), ..found };
    let table = markdown(&[found.clone(), found], &of(text), "docs/", 1);
    let row = "<tr><td>error</td><td><code>docs/content/a.md:2:5</code></td><td>no <code>a|b</code> &amp; <code>&lt;script&gt;</code><br><code>link-missing</code></td><td>say <code>&lt;i&gt;</code> or<br><br>no `more</td></tr>";
    assert!(table.contains(row), "{table}");
    assert!(table.ends_with("</table>\n\n1 more are in the log.\n"), "{table}");
    assert_eq!(markdown(&[], &of(text), "", 9), "");
}

#[test]
fn any_range_of_any_text_can_be_reported() {
    for text in ["", "\n", "\u{feff}", "ż", "a\nż\r\n\u{feff}\0\u{1b}[31mb"] {
        for start in 0..text.len() + 3 {
            for end in 0..text.len() + 3 {
                let problems = [Diagnostic::new(&RULE, "x").at(Place::new("a.md", start..end))];
                let region = &parsed(&sarif(&problems, &of(text), ""))["runs"][0]["results"][0]["locations"]
                    [0]["physicalLocation"]["region"];
                let at = |key: &str| region[key].as_u64().unwrap();
                assert!((at("startLine"), at("startColumn")) <= (at("endLine"), at("endColumn")), "{region}");
                assert!(at("startColumn") > 0 && at("startLine") > 0);
                github(&problems, &of(text), "", PLAIN);
                gitlab(&problems, &of(text), "");
                markdown(&problems, &of(text), "", 1);
            }
        }
    }
}
