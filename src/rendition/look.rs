//! What the first bytes of a picture's file say beside its size.
//!
//! In: an open file. Out: [`Look`]. Never: pixels; an error, since a file that can't be read is told of elsewhere.

use std::io::{BufRead, Seek};

use exif::{In, Reader, Tag};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;

/// What a file says of its picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// A format of pixels that copies can be made of, and nothing in it moves.
    pub can_be_copied: bool,
    /// Lies on its side: width and height change places when it is shown (Exif 2.32, tag Orientation, 5 to 8).
    pub is_turned: bool,
    /// Says where it was taken.
    pub is_located: bool,
}

/// Looks at a file by its extension, in small letters.
pub fn look(mut file: impl BufRead + Seek, extension: &str) -> Look {
    let has_exif = matches!(extension, "jpg" | "jpeg" | "png" | "webp");
    let exif = has_exif.then(|| Reader::new().read_from_container(&mut file).ok()).flatten();
    let orientation =
        exif.as_ref().and_then(|exif| exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0));
    let is_located = exif.is_some_and(|exif| {
        [Tag::GPSLatitude, Tag::GPSLongitude].iter().any(|tag| exif.get_field(*tag, In::PRIMARY).is_some())
    });
    let can_be_copied = file.rewind().is_ok() && is_still(file, extension);
    Look { can_be_copied, is_turned: matches!(orientation, Some(5..=8)), is_located }
}

fn is_still(file: impl BufRead + Seek, extension: &str) -> bool {
    match extension {
        "jpg" | "jpeg" => true,
        "png" => PngDecoder::new(file).is_ok_and(|picture| picture.is_apng().is_ok_and(|moves| !moves)),
        "webp" => WebPDecoder::new(file).is_ok_and(|picture| !picture.has_animation()),
        _ => false,
    }
}
