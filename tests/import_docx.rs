//! Word files, imported.
//!
//! A case is a folder `tests/import/docx/NAME` with the parts of a Word file as they stand in the archive, and beside it
//! `NAME.expected`: the manuscript, the files beside it, and the report. What every file has (content types, relations
//! of the package and of the usual parts, the declarations of namespaces) is added here, so that a case holds what it is
//! about. `OFFPRINT_BLESS=1 cargo test --test import_docx` writes what is expected; read it as its author would.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use offprint::import::{Import, Input, Options, read};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/docx");

const NAMESPACES: &str = concat!(
    r#" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
    r#" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
    r#" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing""#,
    r#" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main""#,
    r#" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#,
    r#" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape""#,
    r#" xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative""#,
    r#" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#,
    r#" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#,
    r#" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart""#,
    r#" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office""#,
    r#" xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties""#,
    r#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/""#,
);

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts that a document refers to if it has them, and the kind of the relation.
const PARTS: &[(&str, &str)] = &[
    ("styles.xml", "styles"),
    ("numbering.xml", "numbering"),
    ("footnotes.xml", "footnotes"),
    ("endnotes.xml", "endnotes"),
    ("comments.xml", "comments"),
    ("header1.xml", "header"),
    ("footer1.xml", "footer"),
];

#[test]
fn word_files_become_manuscripts() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 10, "the cases are missing");
    for case in cases {
        let expected = case.with_extension("expected");
        let found = shown(&case);
        if std::env::var_os("OFFPRINT_BLESS").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("==== {}\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_word_of_any_case_is_unaccounted_for() {
    for case in cases() {
        let import = imported(&case);
        assert!(import.report.balance.is_even(), "{}: {:?}", case.display(), import.report.balance);
    }
}

/// The folders of cases, sorted.
fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(CASES)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

fn imported(case: &Path) -> Import {
    let name = case.file_name().unwrap().to_string_lossy();
    let input = Input { name: format!("{name}.docx"), bytes: zipped(case) };
    read(&[input], &Options::default()).unwrap_or_else(|refusal| panic!("{}: {refusal}", case.display()))
}

/// What came of a case, for people to read.
fn shown(case: &Path) -> String {
    let import = imported(case);
    let mut shown = import.manuscript;
    shown.push_str("\n==== files\n");
    for file in &import.attachments {
        writeln!(shown, "{} ({} bytes)", file.path, file.bytes.len()).unwrap();
    }
    shown.push_str("\n==== report\n");
    for placed in &import.report.remarks {
        let remark = &placed.remark;
        let line = placed.line.map(|line| format!("line {line}, ")).unwrap_or_default();
        let sure = remark.confidence.map(|sure| format!(", sure {sure}")).unwrap_or_default();
        let place = remark.place.clone().unwrap_or_else(|| "the document".to_owned());
        writeln!(shown, "{:?} ({line}{place}{sure}): {}", remark.kind, remark.message).unwrap();
        for (arrow, words) in [("from", &remark.from), ("to", &remark.to)] {
            if !words.trim().is_empty() {
                writeln!(shown, "    {arrow}: {}", words.trim().replace('\n', " / ")).unwrap();
            }
        }
    }
    let balance = &import.report.balance;
    let (source, manuscript, told) = (balance.source, balance.manuscript, balance.remarked);
    writeln!(shown, "\n{source} words in the source, {manuscript} in the manuscript, {told} told").unwrap();
    if !balance.is_even() {
        writeln!(shown, "UNEVEN: {balance:?}").unwrap();
    }
    shown
}

/// A case as an archive, with what every Word file has.
fn zipped(case: &Path) -> Vec<u8> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    gather(case, case, &mut parts);
    let relations = |path: &str, own: String, parts: &mut Vec<(String, Vec<u8>)>| {
        let given = parts.iter().position(|(name, _)| name == path).map(|at| parts.remove(at).1);
        let given = String::from_utf8(given.unwrap_or_default()).unwrap();
        let all = format!(r#"<Relationships xmlns="{RELATIONSHIPS}">{own}{given}</Relationships>"#);
        parts.push((path.to_owned(), all.into_bytes()));
    };
    let related = |kind: &str, target: &str| {
        format!(r#"<Relationship Id="auto-{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let has = |parts: &[(String, Vec<u8>)], path: &str| parts.iter().any(|(name, _)| name == path);
    let mut own = String::new();
    for (part, kind) in PARTS {
        if has(&parts, &format!("word/{part}")) {
            own.push_str(&related(kind, part));
        }
    }
    relations("word/_rels/document.xml.rels", own, &mut parts);
    let mut own = related("officeDocument", "word/document.xml");
    if has(&parts, "docProps/core.xml") {
        own.push_str(&related("core-properties", "docProps/core.xml"));
    }
    relations("_rels/.rels", own, &mut parts);
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    parts.insert(0, ("[Content_Types].xml".to_owned(), types.into()));

    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in parts {
        archive.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The files of a folder as parts, the namespaces declared in each.
fn gather(root: &Path, folder: &Path, parts: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            gather(root, &path, parts);
            continue;
        }
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let bytes = fs::read(&path).unwrap();
        let is_part = name.ends_with(".xml");
        parts.push((name, if is_part { declared(&bytes).into_bytes() } else { bytes }));
    }
}

/// The part with its namespaces, if it declares none itself.
fn declared(part: &[u8]) -> String {
    let text = String::from_utf8(part.to_vec()).unwrap();
    let end = text.find('>').unwrap();
    let end = if text[..end].ends_with('/') { end - 1 } else { end };
    if text.contains("xmlns:") {
        return text;
    }
    format!("{}{NAMESPACES}{}", &text[..end], &text[end..])
}
