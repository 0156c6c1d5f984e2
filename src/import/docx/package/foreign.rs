//! Says what a file is that is no Word file, and what to do about it.
//!
//! In: bytes, or the parts of an archive. Out: a [`Failure`] that names the kind. Never: reading any of these kinds.

use std::collections::BTreeMap;

use memchr::memmem;

use super::super::super::{Failure, Input};

/// Refuses what is not even an archive.
///
/// # Errors
/// If it is none.
pub(super) fn refuse_unpackable(input: &Input) -> Result<(), Failure> {
    let (name, bytes) = (&input.name, input.bytes.as_slice());
    if bytes.is_empty() {
        return Err(Failure::new(format!("`{name}` is empty")).hint("get it again from where it came"));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(old_office(name, bytes));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(Failure::new(format!("`{name}` is RTF, whatever its name says"))
            .hint("open it in Word or LibreOffice and save it as .docx"));
    }
    let start = bytes.get(..bytes.len().min(512)).unwrap_or_default().to_ascii_lowercase();
    let start = start.trim_ascii_start();
    if [b"<html".as_slice(), b"<!doctype html", b"<?xml", b"mime-version:"]
        .iter()
        .any(|tag| start.starts_with(tag))
    {
        return Err(Failure::new(format!("`{name}` is a web page or XML, not a Word file"))
            .hint("open it in Word or LibreOffice and save it as .docx"));
    }
    if !bytes.starts_with(b"PK") {
        return Err(Failure::new(format!("`{name}` is no Word file: it isn't an archive"))
            .hint("open it in the program that made it and save it as .docx"));
    }
    Ok(())
}

/// A file of Office before 2007, or the shell that Office puts round an encrypted one.
fn old_office(name: &str, bytes: &[u8]) -> Failure {
    if contains_wide(bytes, "EncryptedPackage") {
        return Failure::new(format!("`{name}` is protected with a password")).hint(
            "in Word, open it, choose File › Info › Protect Document › Encrypt with Password, delete the password, and save it",
        );
    }
    if contains_wide(bytes, "WordDocument") {
        return Failure::new(format!("`{name}` is in Word's format of before 2007 (.doc)"))
            .hint("open it in Word or LibreOffice and save it as .docx");
    }
    Failure::new(format!("`{name}` is in a format of Office before 2007, and no Word document"))
        .hint("open it in the program that made it and save it as .docx")
}

/// The names in such a file are UTF-16.
fn contains_wide(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memmem::find(bytes, &wide).is_some()
}

/// Refuses archives that are something else.
pub(super) fn refuse_foreign(parts: &BTreeMap<String, Vec<u8>>, main: &str, name: &str) -> Option<Failure> {
    let mimetype = parts.get("mimetype").map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    let has = |start: &str| parts.keys().any(|path| path.starts_with(start));
    let save = "open it in the program that made it and save it as .docx";
    let (what, hint) = match mimetype.as_deref() {
        Some("application/epub+zip") => ("an EPUB", "import the document that it was made from"),
        Some(kind) if kind.contains("opendocument.text") => {
            ("an OpenDocument text (.odt)", "open it in LibreOffice and save it as .docx")
        }
        Some(kind) if kind.contains("opendocument") => ("an OpenDocument file, but no text", save),
        _ if has("xl/workbook") => (
            "an Excel workbook",
            "copy the text or the table into a Word document, or save the table as .csv",
        ),
        _ if has("ppt/presentation") => ("a PowerPoint presentation", "copy its text into a Word document"),
        _ if has("index/document.iwa") || has("index.zip") => {
            ("a Pages document", "in Pages, choose File › Export To › Word")
        }
        _ if parts.contains_key(main) => return None,
        _ if parts.keys().any(|path| path.ends_with(".docx")) => {
            ("an archive with a Word file in it", "unpack it, and import the document that is inside")
        }
        _ => ("an archive, but there is no Word document in it", save),
    };
    Some(Failure::new(format!("`{name}` is {what}")).hint(hint))
}
