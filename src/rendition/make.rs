//! The pixels of copies: the one door for the crates that read, scale and write pictures.
//!
//! In: the bytes of a JPEG, PNG or WebP file. Out: WebP files, upright and in sRGB. Never: what a camera wrote beside the
//! picture: a copy tells neither where nor when it was taken.

use std::fmt::{self, Display};
use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use memchr::memmem;
use moxcms::{ColorProfile, Layout, TransformOptions};

use super::height_at;

/// Why a picture can't be read.
#[derive(Debug)]
pub struct Unreadable(Box<str>);

impl Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Unreadable {
    fn from(error: E) -> Self {
        Self(error.to_string().into())
    }
}

/// A copy of a picture in each of these widths, from one reading of it.
///
/// # Errors
/// If the file is damaged, or not what its first bytes say.
pub fn copies(file: &[u8], widths: &[u32], quality: u8) -> Result<Vec<Vec<u8>>, Unreadable> {
    let (picture, is_photograph) = upright(file)?;
    widths
        .iter()
        .map(|width| {
            let copy = scaled(&picture, *width)?;
            if is_photograph { lossy(&copy, f32::from(quality)) } else { drawn(&copy, quality) }
        })
        .collect()
}

/// Pixels of 8 bits, three or four to a pixel.
struct Pixels {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
    has_alpha: bool,
}

/// The picture as it is to be seen, and whether it comes from a format for photographs.
fn upright(file: &[u8]) -> Result<(Pixels, bool), Unreadable> {
    let reader = ImageReader::new(Cursor::new(file)).with_guessed_format()?;
    if reader.format() == Some(ImageFormat::Jpeg) && is_cut_off(file) {
        return Err(Unreadable("the file ends before the picture does".into()));
    }
    let is_photograph = reader.format() != Some(ImageFormat::Png);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let has_alpha = picture.color().has_alpha();
    let (width, height) = (picture.width(), picture.height());
    let bytes = if has_alpha { picture.into_rgba8().into_raw() } else { picture.into_rgb8().into_raw() };
    let pixels = Pixels { width, height, bytes, has_alpha };
    let pixels = match profile.and_then(|profile| in_srgb(&pixels, &profile)) {
        Some(bytes) => Pixels { bytes, ..pixels },
        None => pixels,
    };
    Ok((pixels, is_photograph))
}

/// Whether a JPEG file has no end of image after its last start of scan: readers of JPEG fill what is missing with grey.
fn is_cut_off(file: &[u8]) -> bool {
    const START_OF_SCAN: &[u8] = b"\xff\xda";
    const END_OF_IMAGE: &[u8] = b"\xff\xd9";
    memmem::rfind(file, END_OF_IMAGE) <= memmem::rfind(file, START_OF_SCAN)
}

/// The same colours for readers whose browser knows nothing of the profile; nothing if it is not one of red, green and blue.
fn in_srgb(pixels: &Pixels, profile: &[u8]) -> Option<Vec<u8>> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    let layout = if pixels.has_alpha { Layout::Rgba } else { Layout::Rgb };
    let transform = profile
        .create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, TransformOptions::default())
        .ok()?;
    let mut bytes = vec![0; pixels.bytes.len()];
    transform.transform(&pixels.bytes, &mut bytes).ok()?;
    Some(bytes)
}

fn scaled(picture: &Pixels, width: u32) -> Result<Pixels, Unreadable> {
    let height = height_at((picture.width, picture.height), width);
    let kind = if picture.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    if (width, height) == (picture.width, picture.height) {
        return Ok(Pixels { bytes: picture.bytes.clone(), ..*picture });
    }
    let from = ImageRef::new(picture.width, picture.height, &picture.bytes, kind)?;
    let mut to = Image::new(width, height, kind);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(fast_image_resize::FilterType::Lanczos3))
        .use_alpha(picture.has_alpha);
    Resizer::new().resize(&from, &mut to, &options)?;
    Ok(Pixels { width, height, bytes: to.into_vec(), has_alpha: picture.has_alpha })
}

fn encoder(pixels: &Pixels) -> webp::Encoder<'_> {
    if pixels.has_alpha {
        webp::Encoder::from_rgba(&pixels.bytes, pixels.width, pixels.height)
    } else {
        webp::Encoder::from_rgb(&pixels.bytes, pixels.width, pixels.height)
    }
}

fn lossy(pixels: &Pixels, quality: f32) -> Result<Vec<u8>, Unreadable> {
    encoded(pixels, false, quality)
}

/// Lines and letters stay sharp without loss, and mostly take less room so; a photograph saved as PNG does not.
fn drawn(pixels: &Pixels, quality: u8) -> Result<Vec<u8>, Unreadable> {
    let exact = encoded(pixels, true, 75.0)?;
    let near = lossy(pixels, f32::from(quality.max(90)))?;
    Ok(if exact.len() <= near.len().saturating_mul(2) { exact } else { near })
}

fn encoded(pixels: &Pixels, lossless: bool, quality: f32) -> Result<Vec<u8>, Unreadable> {
    match encoder(pixels).encode_simple(lossless, quality) {
        Ok(file) => Ok(file.to_vec()),
        Err(error) => Err(Unreadable(format!("WebP can't hold it ({error:?})").into())),
    }
}
