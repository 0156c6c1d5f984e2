//! Bytes become text.
//!
//! In: the bytes of a file. Out: its characters, with `\n` at line ends, and a remark where the encoding had to be
//! guessed. Never: what the text says.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::import::remark::{Kind, Remark};
use crate::import::{Failure, Input};

/// More than any text that people wrote; what is larger is something else.
const LIMIT: usize = 64 << 20;

/// What a file says.
#[derive(Debug)]
pub(super) struct Decoded {
    /// With `\n` at line ends and `\u{c}` at page ends.
    pub(super) text: String,
    /// What had to be guessed, and what could not be read.
    pub(super) remarks: Vec<Remark>,
}

/// Reads the characters of a file. `lang` helps to tell encodings apart.
pub(super) fn decode(input: &Input, lang: Option<&str>) -> Result<Decoded, Failure> {
    if input.bytes.len() > LIMIT {
        return Err(Failure::new(format!("`{}` is larger than 64 MB", input.name))
            .hint("a text to import is a paper, not an archive"));
    }
    let mut remarks = Vec::new();
    let encoding = encoding(&input.bytes, lang);
    let (text, _, _) = encoding.decode(&input.bytes);
    if text.contains('\0') || text.chars().filter(|c| is_binary(*c)).count() * 50 > text.len() {
        return Err(Failure::new(format!("`{}` is not a text file", input.name))
            .hint("import the Word or PDF file itself, or take the text out of it first"));
    }
    let marked = Encoding::for_bom(&input.bytes).is_some();
    if encoding != UTF_8 && !marked {
        let message = format!("the file is not in UTF-8; it was read as {}", encoding.name());
        remarks.push(Remark::new(Kind::Guess, message).sure(0.8));
    }
    let unreadable = text.matches('\u{fffd}').count();
    if unreadable > 0 {
        let message = format!("{unreadable} characters could not be read");
        remarks.push(Remark::new(Kind::Lost, message));
    }
    Ok(Decoded { text: line_ends(&text), remarks })
}

fn encoding(bytes: &[u8], lang: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let country: Option<&[u8]> = match lang {
        Some("pl") => Some(b"pl"),
        Some("fr") => Some(b"fr"),
        Some("de") => Some(b"de"),
        Some("cs") => Some(b"cz"),
        _ => None,
    };
    detector.guess(country, Utf8Detection::Deny)
}

/// UTF-16 without a mark: nearly every other byte of a text in Latin letters is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096))?;
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = sample.len() / 2;
    if half < 4 || bytes.len() % 2 == 1 {
        None
    } else if odd * 10 > half * 7 && even * 10 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn is_binary(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1b}' | '\u{85}')
}

/// Every kind of line end is `\n`. A page's end stays.
fn line_ends(text: &str) -> String {
    let mut ends = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                characters.next_if_eq(&'\n');
                ends.push('\n');
            }
            '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ends.push('\n'),
            '\u{feff}' => {}
            c => ends.push(c),
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], lang: Option<&str>) -> Result<Decoded, Failure> {
        decode(&Input { name: "a.txt".into(), bytes: bytes.into() }, lang)
    }

    #[test]
    fn bytes_are_read_in_the_encoding_that_they_are_in() {
        assert_eq!(decoded(b"\xef\xbb\xbfone\r\ntwo\rthree", None).unwrap().text, "one\ntwo\nthree");
        let wide: Vec<u8> = "Łódź, maj".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide.iter().copied()).collect();
        assert_eq!(decoded(&marked, None).unwrap().text, "Łódź, maj");
        let plain: Vec<u8> = "the plain text".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&plain, None).unwrap().text, "the plain text");
    }

    #[test]
    fn an_encoding_that_is_guessed_is_told() {
        let text =
            "Wyższa jakość życia w mieście zależy od małych kroków; każdy z nich można łatwo zmierzyć.";
        let (bytes, ..) = encoding_rs::WINDOWS_1250.encode(text);
        let read = decoded(&bytes, Some("pl")).unwrap();
        assert_eq!(read.text, text);
        assert!(read.remarks[0].message.contains("windows-1250"), "{:?}", read.remarks);
        let (bytes, ..) =
            encoding_rs::WINDOWS_1252.encode("L’été dernier, la région a été frappée à nouveau.");
        assert!(decoded(&bytes, None).unwrap().text.contains("été"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(decoded(b"MZ\0\x01\x02\x03\0\0", None).is_err());
        assert!(decoded(&[1, 2, 3, 4, 5, 6, 7, 8, 9], None).is_err());
        assert!(decoded(b"", None).is_ok());
    }
}
