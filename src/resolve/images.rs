//! Whether an image is fit for its place on the page.
//!
//! In: what a reference to an image came to, and how it is used. Out: diagnostics. Never: the image itself.

use super::{Link, PublishedFile};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::links;
use crate::paper::Usage;

/// The least width in pixels of an image as wide as the text: about its 700 pixels of CSS, a tenth of which nobody misses.
const FIGURE: u32 = 640;
/// The least width in pixels of a cover, which may fill the window.
const COVER: u32 = 1200;

/// The most bytes of an image of which no smaller copies are made. On half of the web's home pages, as
/// telephones load them, all images together take less than 0.9 MB (Web Almanac 2024).
const HEAVY: u64 = 1_000_000;

/// What is wrong with an image where it stands.
pub(super) fn faults(written: &str, link: &Link, usage: Usage) -> Vec<Diagnostic> {
    let Link::Asset(file) = link else { return Vec::new() };
    let PublishedFile { picture: Some(picture), len, .. } = &**file else { return Vec::new() };
    let mut faults = Vec::new();
    let least = match usage {
        Usage::Figure => FIGURE,
        Usage::Cover => COVER,
        _ => 0,
    };
    let (width, height) = (picture.width, picture.height);
    if width < least && !picture.is_drawing {
        let message = format!("`{written}` is {width} pixels wide, which is too few here");
        let hint = format!("save it {least} pixels wide or more; twice as many are sharp on every screen");
        faults.push(Diagnostic::new(&links::IMAGE_TOO_SMALL, message).hint(hint));
    }
    if picture.is_too_large {
        let message =
            format!("`{written}` has {width} × {height} pixels, too many to make smaller copies of it");
        let hint = "save it 4,000 pixels wide or less";
        faults.push(Diagnostic::new(&links::IMAGE_TOO_LARGE, message).hint(hint));
    }
    if *len > HEAVY && picture.copies.is_empty() && !picture.is_too_large {
        let message = format!("`{written}` has {}, and every reader loads it whole", megabytes(*len));
        let hint = if picture.is_drawing {
            "save it as PNG, of which smaller copies are made, or take the photographs out of the drawing"
        } else {
            "save it as JPEG, PNG or WebP, of which smaller copies are made for small screens"
        };
        faults.push(Diagnostic::new(&links::IMAGE_TOO_HEAVY, message).hint(hint));
    }
    if picture.is_located {
        let message = format!("the file of `{written}` says where the picture was taken");
        let hint = format!(
            "take the place out: `exiftool -gps:all= {}`",
            written.rsplit('/').next().unwrap_or(written)
        );
        faults.push(Diagnostic::new(&links::IMAGE_LOCATED, message).hint(hint));
    }
    faults
}

/// `1.4 MB`
fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
