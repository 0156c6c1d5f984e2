//! The report for programs keeps to its schema: every site of the tests is checked, and what `--format json` would print is
//! compared with `src/report/schema.json`, in which every key must be declared.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that can't go on has failed"
)]

use std::fs;
use std::path::{Path, PathBuf};

use offprint::diagnostic::Severity;
use offprint::report::{self, LinkCounts, Options, Report, SCHEMA, Silent};
use offprint::source;
use serde_json::{Value, json};

/// What of a value is against a schema. A keyword that it does not know fails, so that none is silently passed over.
fn faults(value: &Value, schema: &Value, at: &str, found: &mut Vec<String>) {
    let root: Value = serde_json::from_str(SCHEMA).unwrap();
    for (keyword, rule) in schema.as_object().unwrap() {
        let good = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "format" => true,
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                faults(value, &root["$defs"][name], at, found);
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(|one| {
                let mut found = Vec::new();
                faults(value, one, at, &mut found);
                found.is_empty()
            }),
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "type" => match rule.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "null" => value.is_null(),
                "integer" => value.is_u64() || value.is_i64(),
                other => panic!("the type `{other}`"),
            },
            "minimum" => value.as_i64().is_none_or(|number| number >= rule.as_i64().unwrap()),
            "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().unwrap(), text)),
            "required" => {
                rule.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some())
            }
            "items" => {
                for (n, entry) in value.as_array().into_iter().flatten().enumerate() {
                    faults(entry, rule, &format!("{at}[{n}]"), found);
                }
                true
            }
            "properties" => {
                for (key, entry) in value.as_object().into_iter().flatten() {
                    match rule.get(key) {
                        Some(rule) => faults(entry, rule, &format!("{at}.{key}"), found),
                        None => found.push(format!("{at}.{key} is not declared")),
                    }
                }
                true
            }
            other => panic!("the schema has a keyword that this test does not know: {other}"),
        };
        if !good {
            found.push(format!("{at}: `{value}` is not as `{keyword}: {rule}` says"));
        }
    }
}

/// The three patterns that the schema has.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "Z$" => text.ends_with('Z'),
        "^[a-z0-9-]+$" => {
            !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        }
        "^[0-9a-f]{32}$" => text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
        other => panic!("the pattern `{other}`"),
    }
}

fn faults_of(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    faults(document, &serde_json::from_str(SCHEMA).unwrap(), "document", &mut found);
    found
}

fn options(site: &Path) -> Options {
    Options {
        drafts: false,
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
        printed: None,
        locked: false,
        base_url: None,
        out: site.join("public"),
        tolerated: Severity::Warning,
    }
}

fn document(report: &Report, site: &Path, command: &str) -> Value {
    let texts = |path: &str| report.texts.get(path).cloned().or_else(|| source::as_shown(&site.join(path)));
    serde_json::from_str(&report::document(report, &options(site), command, &texts)).unwrap()
}

#[test]
fn documents_keep_to_their_schema() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let sites = fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path());
    let sites: Vec<PathBuf> = sites.filter(|site| site.join("content").is_dir()).collect();
    let (mut problems, mut codes, mut changes) = (0, std::collections::BTreeSet::new(), 0);
    for site in &sites {
        let report = offprint::check(site, &options(site), &Silent).unwrap();
        let document = document(&report, site, "check");
        assert_eq!(faults_of(&document), Vec::<String>::new(), "{}", site.display());
        let found = document["problems"].as_array().unwrap();
        let prints: std::collections::BTreeSet<&str> =
            found.iter().map(|problem| problem["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), found.len(), "{}: two problems have one fingerprint", site.display());
        assert_eq!(found.len(), report.problems.len());
        problems += found.len();
        changes += usize::from(document["next_change"].is_string());
        codes.extend(report.problems.iter().map(|problem| problem.rule.code));
    }
    assert!(
        sites.len() > 40 && problems > 200 && codes.len() > 60,
        "{} sites, {problems} problems",
        sites.len()
    );
    assert!(changes > 0, "no site has an embargo to come");
}

#[test]
fn a_build_says_what_it_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    fs::create_dir(site.join("content")).unwrap();
    fs::write(site.join("content/site.toml"), "title = \"T\"\nbase_url = \"https://example.org/\"\n")
        .unwrap();
    fs::write(site.join("content/index.md"), "+++\ntitle = \"Home\"\n+++\nText.\n").unwrap();
    let report = offprint::build(site, &options(site), &Silent).unwrap();
    let document = document(&report, site, "build");
    assert_eq!(faults_of(&document), Vec::<String>::new());
    assert_eq!(document["published"]["changed"], document["published"]["files"]);
    assert_eq!((&document["publishable"], &document["command"]), (&json!(true), &json!("build")));
}

#[test]
fn what_is_against_the_schema_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let external = Some(LinkCounts { links: 3, asked: 1, good: 2, failing: 1, ..LinkCounts::default() });
    let report = Report { external, ..Report::default() };
    let mut document = document(&report, folder.path(), "check");
    assert_eq!(faults_of(&document), Vec::<String>::new());
    document["counts"]["papers"] = json!(-1);
    document["more"] = json!(1);
    document["command"] = json!("serve");
    document["problems"] = json!([{ "code": "No", "severity": "error" }]);
    document.as_object_mut().unwrap().remove("now");
    let found = faults_of(&document).join("\n");
    for fault in [
        "papers",
        "more is not declared",
        "document.command",
        "code",
        "required: [\"code\"",
        "required: [\"version\"",
    ] {
        assert!(found.contains(fault), "{fault}: {found}");
    }
}
