//! The size of an image from the first bytes of its file: the one door for imagesize.
//!
//! In: an open file and its name. Out: its width and height, if they can be read. Never: its pixels.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Where an SVG's root must have begun.
const PROLOGUE: u64 = 1 << 20;

/// Whether a file is an image by its name.
pub(super) fn is_image(extension: &str) -> bool {
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension))
}

/// The width and height in pixels.
pub(super) fn size(file: File, extension: &str) -> Option<(u32, u32)> {
    let (width, height) = if extension.eq_ignore_ascii_case("svg") {
        svg_size(BufReader::new(file.take(PROLOGUE)))?
    } else {
        let size = imagesize::reader_size(BufReader::with_capacity(1024, file)).ok()?;
        (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)
    };
    (width > 0 && height > 0).then_some((width, height))
}

/// The size of an SVG by its `width` and `height` in pixels, else by its `viewBox`.
pub(super) fn svg_size(source: impl BufRead) -> Option<(u32, u32)> {
    let mut reader = Reader::from_reader(source);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(root) | Event::Empty(root) => return root_size(&root),
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn root_size(root: &BytesStart) -> Option<(u32, u32)> {
    if root.local_name().as_ref() != b"svg" {
        return None;
    }
    let value = |name: &str| {
        let attribute = root.try_get_attribute(name).ok().flatten()?;
        String::from_utf8(attribute.value.into_owned()).ok()
    };
    let pixels =
        |name: &str| value(name).and_then(|text| text.trim().trim_end_matches("px").parse::<f64>().ok());
    let view = value("viewBox").and_then(|text| {
        let numbers = text.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty());
        let numbers: Vec<f64> = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
        match numbers.as_slice() {
            [_, _, width, height] => Some((*width, *height)),
            _ => None,
        }
    });
    let (width, height) = match (pixels("width"), pixels("height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) if w > 0.0 => (width, width * h / w),
        (None, Some(height), Some((w, h))) if h > 0.0 => (height * w / h, height),
        (_, _, view) => view?,
    };
    Some((whole(width)?, whole(height)?))
}

/// The nearest whole number of pixels.
fn whole(length: f64) -> Option<u32> {
    let rounded = length.round();
    if (1.0..=f64::from(u32::MAX)).contains(&rounded) { format!("{rounded:.0}").parse().ok() } else { None }
}
