//! An image from the first bytes of its file: the one door for imagesize.
//!
//! In: an open file and its name. Out: [`Picture`]: the size that it is shown with, and the copies that it gets. Never: its pixels.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Picture;
use crate::rendition;

/// Where an SVG's root must have begun.
const PROLOGUE: u64 = 1 << 20;

/// Whether a file is an image by its name.
pub(super) fn is_image(extension: &str) -> bool {
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension))
}

/// The picture in a file; nothing if its size can't be read. `widths` are those that copies are wanted in.
pub(super) fn read(file: File, extension: &str, widths: &[u32]) -> Option<Picture> {
    let extension = extension.to_ascii_lowercase();
    if extension == "svg" {
        let (width, height) = svg_size(BufReader::new(file.take(PROLOGUE)))?;
        return Some(Picture { is_drawing: true, ..Picture::of(width, height) });
    }
    let mut file = BufReader::with_capacity(4096, file);
    let size = imagesize::reader_size(&mut file).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    if width == 0 || height == 0 {
        return None;
    }
    file.rewind().ok()?;
    let look = rendition::look(file, &extension);
    let (width, height) = if look.is_turned { (height, width) } else { (width, height) };
    let copies = if look.can_be_copied { rendition::widths((width, height), widths) } else { Vec::new() };
    let is_too_large = look.can_be_copied && rendition::is_too_large((width, height));
    Some(Picture {
        copies: copies.into(),
        is_located: look.is_located,
        is_too_large,
        ..Picture::of(width, height)
    })
}

/// The size of an SVG, never nothing, by its `width` and `height` in pixels, else by its `viewBox`.
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
