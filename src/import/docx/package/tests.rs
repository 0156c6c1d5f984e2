//! Archives that are in order, and archives that aren't.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/Document2.xml"/>
</Relationships>"#;

const DOCUMENT_RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/image" Target="media/Image%201.png"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org/Ą?x=1#Y" TargetMode="External"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml" Target="../customXml/item1.xml"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../../../../etc/passwd"/>
</Relationships>"#;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open(bytes: Vec<u8>) -> Result<Package, Failure> {
    Package::open(&Input { name: "paper.docx".into(), bytes })
}

fn refused(bytes: Vec<u8>) -> String {
    let refusal = open(bytes).unwrap_err();
    assert!(!refusal.hints.is_empty(), "{refusal}: says not what to do");
    refusal.message
}

#[test]
fn parts_are_found_by_any_case_and_slash() {
    let package = open(archive(&[
        ("_rels/.rels", RELS.as_bytes()),
        ("word\\document2.xml", b"<a/>"),
        ("word/_rels/document2.xml.rels", DOCUMENT_RELS.as_bytes()),
        ("/word/media/image 1.png", b"png"),
        ("customXml/item1.xml", b"<b/>"),
        ("word/embeddings/book.xlsx", b"left alone"),
    ]))
    .unwrap();
    assert_eq!(package.main_document(), "word/document2.xml");
    assert_eq!(package.part("word/Document2.xml"), Some(b"<a/>".as_slice()));
    assert_eq!(package.part("word/embeddings/book.xlsx"), None);
    assert!(package.paths().all(|path| package.part(path).is_some()));
    let relations = package.relations("word/document2.xml");
    let told: Vec<(&str, &str, bool)> =
        relations.values().map(|r| (r.kind.as_str(), r.target.as_str(), r.external)).collect();
    assert_eq!(
        told,
        [
            ("image", "word/media/image 1.png", false),
            ("hyperlink", "https://example.org/Ą?x=1#Y", true),
            ("customXml", "customxml/item1.xml", false),
            ("image", "etc/passwd", false),
        ]
    );
    assert!(package.part(&relations["rId1"].target).is_some());
    assert!(package.relations("word/styles.xml").is_empty());
}

#[test]
fn what_is_no_word_file_is_named() {
    let ole = |inner: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(600, 0);
        bytes.extend(inner.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let odt = b"application/vnd.oasis.opendocument.text".as_slice();
    for (bytes, said) in [
        (Vec::new(), "is empty"),
        (b"hello".to_vec(), "isn't an archive"),
        (b"{\\rtf1 x}".to_vec(), "is RTF"),
        (b"  <!DOCTYPE html><html>".to_vec(), "is a web page"),
        (ole("EncryptedPackage"), "is protected with a password"),
        (ole("WordDocument"), "before 2007 (.doc)"),
        (ole("Workbook"), "no Word document"),
        (archive(&[("mimetype", odt), ("content.xml", b"<a/>")]), "OpenDocument text (.odt)"),
        (archive(&[("mimetype", b"application/epub+zip")]), "an EPUB"),
        (archive(&[("xl/workbook.xml", b"<a/>")]), "an Excel workbook"),
        (archive(&[("ppt/presentation.xml", b"<a/>")]), "a PowerPoint presentation"),
        (archive(&[("Index/Document.iwa", b"x")]), "a Pages document"),
        (archive(&[("old/paper.docx", b"PK")]), "an archive with a Word file in it"),
        (archive(&[("a.txt", b"x")]), "there is no Word document in it"),
    ] {
        let message = refused(bytes);
        assert!(message.contains(said) && message.starts_with("`paper.docx`"), "{message}: not {said}");
    }
}

#[test]
fn names_that_climb_out_are_refused() {
    for name in [
        "../evil.xml",
        "word/../../evil.xml",
        "C:/evil.xml",
        "C:\\evil.xml",
        "..\\evil.xml",
        "//host/evil.xml",
    ] {
        let message = refused(archive(&[(name, b"<a/>"), ("word/document.xml", b"<a/>")]));
        assert!(message.contains("outside the document"), "{name}: {message}");
    }
}

#[test]
fn names_that_clash_are_refused() {
    let message = refused(archive(&[("word/document.xml", b"<a/>"), ("word/Document.xml", b"<b/>")]));
    assert!(message.contains("but for their case"), "{message}");
    // The writer refuses two parts of one name, so the second gets its name afterwards, in both places that tell it.
    let mut bytes = archive(&[("word/document.xml", b"<a/>"), ("word/documenz.xml", b"<b/>")]);
    while let Some(at) = memchr::memmem::find(&bytes, b"documenz") {
        bytes[at + 7] = b't';
    }
    assert!(refused(bytes).contains("two parts of one name"));
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![0_u8; usize::try_from(LARGEST_XML).unwrap() + 1];
    let message = refused(archive(&[("word/document.xml", &zeros)]));
    assert!(message.contains("more than 500 times its size"), "{message}");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    writer.start_file("word/document.xml", stored).unwrap();
    writer.write_all(&zeros).unwrap();
    let message = refused(writer.finish().unwrap().into_inner());
    assert!(message.contains("larger than 64 MB"), "{message}");
}

#[test]
fn too_many_parts_are_refused() {
    let names: Vec<String> = (0..=MOST_PARTS).map(|n| format!("p{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(refused(archive(&parts)).contains("more than any document"));
}

#[test]
fn damage_is_told_where_it_matters() {
    let whole = archive(&[
        ("word/document.xml", b"<a>some words to pack</a>"),
        ("word/media/a.png", b"a picture, they say"),
    ]);
    for length in [4, 30, whole.len() / 2, whole.len() - 10] {
        assert!(refused(whole[..length].to_vec()).contains("can't be unpacked"), "{length}");
    }
    let spoil = |name: &[u8]| {
        let mut bytes = whole.clone();
        let at = memchr::memmem::find(&bytes, name).unwrap() + name.len();
        bytes[at + 2] ^= 0xff;
        bytes
    };
    assert!(refused(spoil(b"word/document.xml")).contains("can't be unpacked"));
    assert_eq!(open(spoil(b"word/media/a.png")).unwrap().part("word/media/a.png"), None);
}
