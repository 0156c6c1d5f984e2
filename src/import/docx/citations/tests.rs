//! Fields of each program, in `tests/import/citations`: what each becomes stands beside it, with the bibliography.
//! `UPDATE=1 cargo test` writes what comes out: read it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::super::ledger;
use super::entry::Person;
use super::*;

/// The fields of a case, each with what became of it; then the bibliography.
fn told(case: &Path) -> String {
    let mut library = Bibliography::default();
    if let Ok(bytes) = fs::read(case.with_extension("sources.xml")) {
        let list = super::super::xml::parse(&bytes, "the sources").unwrap();
        library.word = microsoft::listed(&list).into_iter().collect();
    }
    let mut told = String::new();
    for field in fs::read_to_string(case).unwrap().split("---\n") {
        let (shown, rest) = field.strip_prefix("shown: ").unwrap().split_once('\n').unwrap();
        let cited = if let Some(tag) = rest.strip_prefix("tag: ") {
            from_tag(tag.trim_end(), shown, &mut library)
        } else {
            let (data, instruction) =
                rest.strip_prefix("data: ").map_or(("", rest), |rest| rest.split_once('\n').unwrap());
            from_field(instruction, data, shown, &mut library)
        };
        writeln!(told, "{}", if shown.is_empty() { "(nothing shown)" } else { shown }).unwrap();
        let Some(Cited { text, remarks }) = cited else {
            writeln!(told, "    is no citation").unwrap();
            continue;
        };
        writeln!(told, "    becomes {}", text.as_deref().unwrap_or("nothing")).unwrap();
        for remark in &remarks {
            writeln!(told, "    {:?}: {}", remark.kind, remark.message).unwrap();
        }
        // The words that go and those that come are all told.
        let sum = |part: fn(&Remark) -> &String| {
            remarks.iter().flat_map(|r| ledger::words(part(r))).collect::<Vec<_>>()
        };
        assert_eq!(sum(|r| &r.to), ledger::words(text.as_deref().unwrap_or_default()), "{shown}");
        assert_eq!(sum(|r| &r.from), ledger::words(text.as_ref().map_or("", |_| shown)), "{shown}");
    }
    told + "\n" + library.to_bibtex().as_deref().unwrap_or("no bibliography\n")
}

#[test]
fn fields_become_keys() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/citations"));
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|end| end == "in"));
    cases.sort();
    assert_eq!(cases.len(), 5);
    for case in cases {
        let told = told(&case);
        let expected = case.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &told).unwrap();
        }
        assert_eq!(told, fs::read_to_string(&expected).unwrap_or_default(), "{}", case.display());
    }
}

#[test]
fn keys_are_never_given_twice() {
    let mut library = Bibliography::default();
    let keys: std::collections::BTreeSet<String> = (0..60)
        .map(|n| {
            let mut entry = Entry { authors: vec![Person::whole("X")], ..Entry::default() };
            entry.add("title", &format!("Title {n}"));
            // A name that ends as another's key does: `x` and then `xa`.
            entry.authors[0].family = if n % 2 == 0 { "X".into() } else { "Xa".into() };
            library.key(None, entry)
        })
        .collect();
    assert_eq!(keys.len(), 60);
}

#[test]
fn places_have_their_word_once() {
    for (label, place, told) in [
        ("page", "3", "p. 3"),
        ("", "3-5", "pp. 3-5"),
        ("page", "pp. 3, 7", "pp. 3, 7"),
        ("chapter", "IV", "chap. IV"),
        ("page", "xii", "p. xii"),
        ("act", "2", "act 2"),
        ("page", " ", ""),
    ] {
        assert_eq!(locator(label, place), told);
    }
}
