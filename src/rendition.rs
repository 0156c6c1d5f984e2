//! Copies of a picture in smaller widths, in WebP, so that a phone need not load what fills a wall.
//!
//! In: a picture's size, and later the bytes of its file. Out: which copies it gets and at what addresses, and the bytes of each
//! copy. Never: files; a copy of a drawing (SVG), of something that moves, or larger than the picture itself.

mod look;
mod make;

pub use look::{Look, look};
pub use make::{Unreadable, copies};

/// The widths in pixels that copies have unless the settings say otherwise: phones, tablets and screens of one and two
/// device pixels to a pixel of CSS, for a column of text of about 700 pixels and a cover as wide as the screen.
pub const WIDTHS: [u32; 5] = [480, 800, 1200, 1600, 2400];

/// How good lossy copies are, of 100, unless the settings say otherwise: libwebp's scale, on which 75 to 85 is what photographs
/// are published with.
pub const QUALITY: u8 = 80;

/// What a picture may have at most for copies of it to be made: 100 megapixels are 400 MB of memory while it is read.
const MOST_PIXELS: u64 = 100_000_000;

/// What WebP can hold at most on either side.
const LONGEST_SIDE: u64 = 16_383;

/// The widths of the copies of a picture: those wanted that are smaller than it, and its own where none of them is near.
/// None for a picture that is no wider than the smallest.
pub fn widths((width, height): (u32, u32), wanted: &[u32]) -> Vec<u32> {
    let (Some(&smallest), Some(&largest)) = (wanted.iter().min(), wanted.iter().max()) else {
        return Vec::new();
    };
    if width <= smallest || is_too_large((width, height)) {
        return Vec::new();
    }
    let full = width.min(largest);
    let is_apart = |step: u32| u64::from(step) * 10 < u64::from(full) * 9;
    let mut widths: Vec<u32> = wanted.iter().copied().filter(|step| is_apart(*step)).collect();
    widths.push(full);
    widths.sort_unstable();
    widths.dedup();
    widths.retain(|step| u64::from(height_at((width, height), *step)) <= LONGEST_SIDE);
    widths
}

/// Whether a picture has more pixels than are read at once.
pub fn is_too_large((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > MOST_PIXELS
}

/// The height of a copy, in proportion, and never nothing.
fn height_at((width, height): (u32, u32), copy: u32) -> u32 {
    let rounded = (u64::from(height) * u64::from(copy) + u64::from(width) / 2) / u64::from(width.max(1));
    u32::try_from(rounded).unwrap_or(u32::MAX).max(1)
}

/// The address of a copy: `/papers/x/figures/a.jpg` has `/papers/x/figures/a.jpg.800.webp`.
pub fn address(picture: &str, width: u32) -> String {
    format!("{picture}.{width}.webp")
}

#[cfg(test)]
mod tests;
