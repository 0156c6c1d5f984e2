//! Equations as Word writes them, in `tests/import/equations`: each has its TeX, its words and its problems beside it, and each
//! is set by the site's renderer without an error. `UPDATE=1 cargo test` writes what comes out: read it.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use super::*;

const HEAD: &str = r#"<x xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#;

fn read(xml: &str) -> Formula {
    let root = super::super::xml::parse(format!("{HEAD}{xml}</x>").as_bytes(), "the equation").unwrap();
    tex(root.elements().next().unwrap())
}

/// What the site says of a manuscript with the formula.
fn complaints(formula: &str) -> Vec<String> {
    let text = format!("+++\ntitle = \"T\"\n+++\n\nIn a line ${formula}$, and alone:\n\n$$\n{formula}\n$$\n");
    let paper = crate::import::reread::paper(&text, "en", true);
    let mut formulae = format!("{:?}", paper.value.body.opening).matches("mathml: ").count();
    if formula.is_empty() {
        formulae = 2;
    }
    let count = (formulae != 2).then(|| format!("{formulae} formulae of 2 were found"));
    paper.problems.iter().map(|found| found.message.to_string()).chain(count).collect()
}

#[test]
fn equations_are_told_in_tex() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/equations"));
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|end| end == "xml"));
    cases.sort();
    assert!(cases.len() >= 50, "{} cases", cases.len());
    let mut faults = String::new();
    for case in cases {
        let formula = read(&fs::read_to_string(&case).unwrap());
        let mut told = format!("{}\nwords: {}\n", formula.tex, formula.words);
        formula.problems.iter().for_each(|problem| writeln!(told, "problem: {problem}").unwrap());
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        for complaint in complaints(&formula.tex) {
            writeln!(faults, "{name}: {}: {complaint}", formula.tex).unwrap();
        }
        let expected = case.with_extension("txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &told).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        if told != expected {
            writeln!(faults, "{name}:\n{told}--- but expected\n{expected}").unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn a_formula_is_one_line_without_dollars_or_bars() {
    for text in ["a\nb", "a$b", "a|b", "x\u{2028}y"] {
        let formula = read(&format!("<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>"));
        assert!(!formula.tex.contains(['\n', '|']), "{}", formula.tex);
        assert!(!formula.tex.replace("\\$", "").contains('$'), "{}", formula.tex);
    }
}

#[test]
fn an_equation_may_be_nested_without_end() {
    let nested = "<m:d><m:e>".repeat(100) + "<m:r><m:t>x</m:t></m:r>" + &"</m:e></m:d>".repeat(100);
    let formula = read(&format!("<m:oMath>{nested}</m:oMath>"));
    assert!(formula.tex.contains('x') && formula.problems.len() == 1, "{formula:?}");
    assert_eq!(complaints(&formula.tex), [""; 0]);
}
