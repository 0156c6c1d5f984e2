//! Word files, imported.
//!
//! A case is a folder `tests/import/docx/NAME` with the parts of a Word file as they stand in the archive, and beside it
//! `NAME.expected`: the manuscript, the files beside it, and the report. What every file has (content types, relations
//! of the package and of the usual parts, the declarations of namespaces) is added here, so that a case holds what it is
//! about. `OFFPRINT_BLESS=1 cargo test --test import_docx` writes what is expected; read it as its author would.

#![expect(
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use offprint::import::{Import, Input, Options, read};
use proptest::prelude::*;

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
    r#" xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram""#,
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
    let (source, manuscript, told) = (balance.source, balance.manuscript, balance.from);
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
    archive(parts)
}

/// Parts as an archive, with what every Word file has.
fn archive(mut parts: Vec<(String, Vec<u8>)>) -> Vec<u8> {
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

// ---- documents that chance makes: whatever stands in a file, no word of it is unaccounted for

/// Pieces of text that runs are made of, split within words and without spaces between them.
fn text() -> impl Strategy<Value = String> {
    let words = [
        "pier",
        "ar",
        "b ",
        " ",
        "road",
        ". ",
        "Figure 1",
        "Table 2: ",
        "2",
        "é",
        "—",
        "(x) ",
        "In May 2020",
        "a*b",
        "|",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 1..4).prop_map(|words| words.concat())
}

fn plain_run() -> impl Strategy<Value = String> {
    let looks = [
        "",
        "<w:b/>",
        "<w:i/>",
        "<w:vanish/>",
        "<w:strike/>",
        "<w:rFonts w:ascii=\"Consolas\"/>",
        "<w:highlight w:val=\"red\"/>",
    ];
    (prop::sample::select(looks.to_vec()), text()).prop_map(|(look, text)| {
        format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    })
}

fn zotero() -> String {
    let item = r#"{&quot;citationItems&quot;:[{&quot;id&quot;:1,&quot;itemData&quot;:{&quot;id&quot;:1,&quot;type&quot;:&quot;book&quot;,&quot;title&quot;:&quot;Piers&quot;,&quot;author&quot;:[{&quot;family&quot;:&quot;Sum&quot;,&quot;given&quot;:&quot;Ada&quot;}]}}]}"#;
    format!("ADDIN ZOTERO_ITEM CSL_CITATION {item}")
}

fn special_run() -> impl Strategy<Value = String> {
    let fixed = [
        r#"<w:r><w:footnoteReference w:id="1"/></w:r>"#,
        r#"<w:r><w:footnoteReference w:id="2"/></w:r>"#,
        r#"<w:r><w:footnoteReference w:id="9"/></w:r>"#,
        "<w:r><w:tab/></w:r>",
        "<w:r><w:br/></w:r>",
        r#"<w:r><w:commentReference w:id="1"/></w:r>"#,
        r#"<w:commentRangeStart w:id="1"/>"#,
        r#"<w:bookmarkStart w:id="1" w:name="here"/>"#,
        r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#,
        r#"<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>"#,
        r#"<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="a map"/><a:blip r:embed="rId1"/></wp:inline></w:drawing></w:r>"#,
        r#"<w:r><w:drawing><wp:anchor><wp:docPr id="1" descr="two maps"/><a:blip r:embed="rId1"/><a:blip r:embed="rId2"/></wp:anchor></w:drawing></w:r>"#,
        r#"<w:r><w:pict><v:shape alt="old"><v:imagedata r:id="rId1"/></v:shape></w:pict></w:r>"#,
    ];
    prop::sample::select(fixed.to_vec()).prop_map(str::to_owned)
}

fn run() -> impl Strategy<Value = String> {
    let runs = prop::collection::vec(plain_run(), 1..3).prop_map(|runs| runs.concat()).boxed();
    prop_oneof![
        6 => plain_run(),
        3 => special_run(),
        1 => runs.clone().prop_map(|runs| format!(r#"<w:ins w:id="1" w:author="Ada">{runs}</w:ins>"#)),
        1 => (runs.clone(), special_run()).prop_map(|(runs, special)| format!(r#"<w:del w:id="1" w:author="Ada">{runs}{special}</w:del>"#)),
        1 => runs.clone().prop_map(|runs| format!(r#"<w:moveFrom w:id="1" w:author="Piotr">{runs}</w:moveFrom>"#)),
        1 => runs.clone().prop_map(|runs| format!(r##"<w:hyperlink w:anchor="here">{runs}</w:hyperlink>"##)),
        1 => runs.clone().prop_map(|runs| format!(r#"<w:fldSimple w:instr="{}">{runs}</w:fldSimple>"#, zotero())),
        1 => runs.prop_map(|runs| format!(r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:txbx><w:txbxContent><w:p>{runs}</w:p></w:txbxContent></wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p>{runs}</w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"#)),
    ]
}

fn paragraph() -> impl Strategy<Value = String> {
    let properties = [
        "",
        "",
        "",
        r#"<w:pStyle w:val="Heading1"/>"#,
        r#"<w:pStyle w:val="Heading2"/>"#,
        r#"<w:pStyle w:val="Title"/>"#,
        r#"<w:pStyle w:val="Caption"/>"#,
        r#"<w:pStyle w:val="Quote"/>"#,
        r#"<w:pStyle w:val="IntenseQuote"/>"#,
        r#"<w:pStyle w:val="TOC1"/>"#,
        r#"<w:pStyle w:val="Code"/>"#,
        r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#,
        r#"<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>"#,
        r#"<w:rPr><w:del w:id="1" w:author="Ada"/></w:rPr>"#,
        r#"<w:framePr w:w="10"/>"#,
        r#"<w:framePr w:dropCap="drop"/>"#,
        r#"<w:ind w:left="720"/>"#,
    ];
    (prop::sample::select(properties.to_vec()), prop::collection::vec(run(), 0..6))
        .prop_map(|(properties, runs)| format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", runs.concat()))
}

fn table() -> impl Strategy<Value = String> {
    let cell = (
        prop::sample::select(vec![
            "",
            "<w:gridSpan w:val=\"2\"/>",
            "<w:vMerge w:val=\"restart\"/>",
            "<w:vMerge/>",
        ]),
        prop::collection::vec(paragraph(), 1..3),
    )
        .prop_map(|(properties, paragraphs)| {
            format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraphs.concat())
        });
    let cell = cell.prop_recursive(2, 8, 3, |cell| {
        prop::collection::vec(cell, 1..3)
            .prop_map(|cells| format!("<w:tc><w:tbl><w:tr>{}</w:tr></w:tbl><w:p/></w:tc>", cells.concat()))
    });
    let row = (
        prop::sample::select(vec!["", "", "<w:del w:id=\"1\" w:author=\"Ada\"/>", "<w:tblHeader/>"]),
        prop::collection::vec(cell, 1..4),
    )
        .prop_map(|(properties, cells)| {
            format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.concat())
        });
    prop::collection::vec(row, 1..4).prop_map(|rows| format!("<w:tbl>{}</w:tbl>", rows.concat()))
}

fn body() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![5 => paragraph(), 1 => table()], 1..8)
        .prop_map(|blocks| blocks.concat())
}

/// A file with this text, these notes, and what all of them may refer to.
fn by_chance(body: &str, note: &str, comment: &str) -> Vec<u8> {
    let case = Path::new(CASES).join("runs");
    let styles = fs::read(case.join("word/styles.xml")).unwrap();
    let numbering = fs::read(Path::new(CASES).join("lists/word/numbering.xml")).unwrap();
    let relations = r#"<Relationship Id="rId1" Type="http://x/image" Target="media/a.png"/><Relationship Id="rId2" Type="http://x/image" TargetMode="External" Target="https://example.org/b.png"/>"#;
    let part = |path: &str, text: String| (path.to_owned(), declared(text.as_bytes()).into_bytes());
    archive(vec![
        part("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
        part("word/styles.xml", String::from_utf8(styles).unwrap()),
        part("word/numbering.xml", String::from_utf8(numbering).unwrap()),
        part(
            "word/footnotes.xml",
            format!(
                r#"<w:footnotes><w:footnote w:id="1">{note}</w:footnote><w:footnote w:id="2">{note}</w:footnote></w:footnotes>"#
            ),
        ),
        part(
            "word/comments.xml",
            format!(r#"<w:comments><w:comment w:id="1" w:author="Ada">{comment}</w:comment></w:comments>"#),
        ),
        ("word/_rels/document.xml.rels".to_owned(), relations.into()),
        ("word/media/a.png".to_owned(), b"\x89PNG".to_vec()),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_word_of_any_document_is_unaccounted_for(body in body(), note in paragraph(), comment in paragraph()) {
        let input = Input { name: "chance.docx".to_owned(), bytes: by_chance(&body, &note, &comment) };
        let import = read(&[input], &Options::default()).unwrap();
        prop_assert!(import.report.balance.is_even(), "{:?}\n{}", import.report.balance, import.manuscript);
    }
}
