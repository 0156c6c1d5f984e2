//! Archives, put together byte by byte where an honest writer wouldn't.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMES: &str = concat!(
    r#" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
    r#" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
    r#" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#,
    r#" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main""#,
    r#" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing""#,
    r#" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#,
    r#" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape""#,
    r#" xmlns:v="urn:schemas-microsoft-com:vml""#,
    r#" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#,
);

/// A part with a root, its namespaces declared.
pub(crate) fn part(root: &str, content: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root}{NAMES}>{content}</w:{root}>"#)
}

/// The text of a document.
pub(crate) fn document(body: &str) -> String {
    part("document", &format!("<w:body>{body}<w:sectPr/></w:body>"))
}

/// An archive of parts.
pub(crate) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in parts {
        writer.start_file(*path, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive all of whose parts say that they are encrypted.
pub(crate) fn encrypted(archive: &[u8]) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    for (sign, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        for at in places(archive, sign) {
            bytes[at + flags] |= 1;
        }
    }
    bytes
}

/// An archive whose first part says that it unpacks to a thousand bytes.
pub(crate) fn lying(archive: &[u8]) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    for (sign, size) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        for at in places(archive, sign).into_iter().take(1) {
            bytes[at + size..at + size + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    bytes
}

fn places(bytes: &[u8], sign: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|at| bytes[*at..].starts_with(sign)).collect()
}

/// Bits, the first one lowest.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    free: u32,
}

impl Bits {
    /// A number, its lowest bit first.
    fn number(&mut self, value: u32, count: u32) {
        for bit in 0..count {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            *self.bytes.last_mut().unwrap() |= u8::try_from(value >> bit & 1).unwrap() << (8 - self.free);
            self.free -= 1;
        }
    }

    /// A code, its highest bit first, as it is written.
    fn code(&mut self, code: &str) {
        code.bytes().for_each(|bit| self.number(u32::from(bit - b'0'), 1));
    }
}

/// Zeros, deflated as far as can be: two bits, both 0, for each 258 of them.
fn deflated_zeros(length: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    // A block with codes of its own: 286 for literals and lengths, 1 for distances, 18 for the lengths of codes.
    bits.code("0");
    bits.number(2, 2);
    bits.number(286 - 257, 5);
    bits.number(0, 5);
    bits.number(18 - 4, 4);
    // In the order 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1: "eleven zeros and more" has one bit, 1 and 2 have two.
    for length in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2] {
        bits.number(length, 3);
    }
    let zeros = |bits: &mut Bits, count: u32| {
        bits.code("0");
        bits.number(count - 11, 7);
    };
    // The literal 0 has two bits, the end of the block two, the length 258 one, and the distance 1 one.
    bits.code("11");
    zeros(&mut bits, 138);
    zeros(&mut bits, 117);
    bits.code("11");
    zeros(&mut bits, 28);
    bits.code("10");
    bits.code("10");
    bits.code("10");
    let matches = length / 258;
    for _ in 0..matches % 4 + 4 {
        bits.code("00");
    }
    // As many bits are free in the last of these bytes as were in the last one before.
    bits.bytes.resize(bits.bytes.len() + matches / 4, 0);
    bits.code("11");
    bits.code("1");
    bits.number(1, 2);
    bits.code("0000000");
    bits.bytes
}

/// An archive with one part that unpacks to zeros, more than it can say.
pub(crate) fn bomb(path: &str, length: usize) -> Vec<u8> {
    let packed = deflated_zeros(length);
    let mut bytes = Vec::with_capacity(packed.len() + 300);
    let mut places = Vec::new();
    let mut add = |path: &str, method: u16, packed: &[u8], unpacked: u32| {
        places.push((path.to_owned(), bytes.len(), method, packed.len(), unpacked));
        bytes.extend(local_header(path, method, packed.len(), unpacked));
        bytes.extend(packed);
    };
    add(path, 8, &packed, u32::try_from(length).unwrap_or(4_000_000_000));
    if path != "word/document.xml" {
        add("word/document.xml", 0, b"<a/>", 4);
    }
    directory(bytes, &places)
}

/// An archive in which one part of zeros stands in the directory under many names.
pub(crate) fn overlapping(names: usize, length: usize) -> Vec<u8> {
    let packed = deflated_zeros(length);
    let path = |n: usize| format!("word/media/image{n:04}.png");
    let unpacked = u32::try_from(length).unwrap();
    let mut bytes = local_header(&path(0), 8, packed.len(), unpacked);
    bytes.extend(&packed);
    let places: Vec<_> = (0..names).map(|n| (path(n), 0, 8, packed.len(), unpacked)).collect();
    directory(bytes, &places)
}

fn local_header(path: &str, method: u16, packed: usize, unpacked: u32) -> Vec<u8> {
    let mut header = b"PK\x03\x04\x14\0\0\0".to_vec();
    header.extend(common(path, method, packed, unpacked));
    header.extend([0; 2]);
    header.extend(path.bytes());
    header
}

/// What the headers in both places say: method, time, sum, sizes, and the length of the name.
fn common(path: &str, method: u16, packed: usize, unpacked: u32) -> Vec<u8> {
    let mut header = method.to_le_bytes().to_vec();
    header.extend([0, 0, 0x21, 0x50, 0, 0, 0, 0]);
    header.extend(u32::try_from(packed).unwrap().to_le_bytes());
    header.extend(unpacked.to_le_bytes());
    header.extend(u16::try_from(path.len()).unwrap().to_le_bytes());
    header
}

/// The archive with its directory: for each part its path, place, method and sizes.
fn directory(mut bytes: Vec<u8>, places: &[(String, usize, u16, usize, u32)]) -> Vec<u8> {
    let start = bytes.len();
    for (path, at, method, packed, unpacked) in places {
        bytes.extend(b"PK\x01\x02\x14\0\x14\0\0\0");
        bytes.extend(common(path, *method, *packed, *unpacked));
        bytes.extend([0; 12]);
        bytes.extend(u32::try_from(*at).unwrap().to_le_bytes());
        bytes.extend(path.bytes());
    }
    let size = u32::try_from(bytes.len() - start).unwrap();
    let count = u16::try_from(places.len()).unwrap().to_le_bytes();
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count);
    bytes.extend(count);
    bytes.extend(size.to_le_bytes());
    bytes.extend(u32::try_from(start).unwrap().to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}
