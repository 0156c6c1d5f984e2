//! A Word file, imported.
//!
//! The input is the archive itself, or its parts, parted by lines such as `=== word/document.xml`: a change in a text reaches
//! the reader of the text, which one in a packed archive does not. What every file has (content types, relations, the
//! declarations of namespaces) is added.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts that a document refers to if it has them.
const RELATED: [&str; 5] = ["styles", "numbering", "footnotes", "endnotes", "comments"];

/// Parts that one input may have.
const MOST: usize = 20;

/// Imports the input.
pub fn run(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        return super::imported::check("paper.docx", bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let mut parts: Vec<(String, String)> = super::parts(&text)
        .into_iter()
        .skip(1)
        .take(MOST)
        .map(|(name, text)| {
            (name.to_owned(), if name.ends_with(".xml") { declared(text) } else { text.to_owned() })
        })
        .collect();
    parts.dedup_by(|later, first| later.0 == first.0);
    let own: String = RELATED
        .iter()
        .filter(|kind| parts.iter().any(|(name, _)| name == &format!("word/{kind}.xml")))
        .map(|kind| related(kind, &format!("{kind}.xml")))
        .collect();
    relations("word/_rels/document.xml.rels", &own, &mut parts);
    let main =
        related("officeDocument", "word/document.xml") + &related("core-properties", "docProps/core.xml");
    relations("_rels/.rels", &main, &mut parts);
    super::imported::check("paper.docx", &archive(&parts));
}

fn related(kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="auto-{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
}

/// Adds relations to those that are given.
fn relations(path: &str, own: &str, parts: &mut Vec<(String, String)>) {
    let given = parts.iter().position(|(name, _)| name == path).map(|at| parts.remove(at).1);
    let given = given.unwrap_or_default();
    let root = "http://schemas.openxmlformats.org/package/2006/relationships";
    parts.push((path.to_owned(), format!(r#"<Relationships xmlns="{root}">{own}{given}</Relationships>"#)));
}

/// A part with its namespaces, if it declares none itself.
fn declared(part: &str) -> String {
    let Some(end) = part.find('>').filter(|_| !part.contains("xmlns:")) else { return part.to_owned() };
    let end = if part[..end].ends_with('/') { end - 1 } else { end };
    format!("{}{NAMESPACES}{}", &part[..end], &part[end..])
}

/// An archive, whose parts are not packed. Of two parts of one name the first is kept.
fn archive(parts: &[(String, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in parts {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        if archive.start_file(path.as_str(), options).is_ok() {
            archive.write_all(text.as_bytes()).expect("memory");
        }
    }
    archive.finish().expect("an archive").into_inner()
}
