//! Copies of pictures that are made here, with what a camera writes beside them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

#[test]
fn copies_are_never_larger_than_the_picture() {
    let cases: [((u32, u32), &[u32]); 8] = [
        ((300, 200), &[]),
        ((480, 300), &[]),
        ((481, 300), &[481]),
        ((830, 500), &[480, 830]),
        ((1000, 500), &[480, 800, 1000]),
        ((4000, 3000), &[480, 800, 1200, 1600, 2400]),
        ((20_000, 20_000), &[]),
        ((1000, 30_000), &[480]),
    ];
    for (size, expected) in cases {
        assert_eq!(widths(size, &WIDTHS), expected, "{size:?}");
    }
    assert!(widths((4000, 3000), &[]).is_empty());
    assert_eq!(widths((4000, 3000), &[1000, 500]), [500, 1000]);
}

const RED: Rgb<u8> = Rgb([200, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 200]);

/// Red on the left, blue on the right.
fn halves() -> DynamicImage {
    RgbImage::from_fn(600, 300, |x, _| if x < 300 { RED } else { BLUE }).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG file with Exif: an orientation, and a latitude of 51 degrees.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let first =
        [entry(0x0112, 3, 1, [0, orientation, 0, 0]), entry(0x8825, 4, 1, 38u32.to_be_bytes())].concat();
    let second = [entry(1, 2, 2, *b"N\0\0\0"), entry(2, 5, 3, 68u32.to_be_bytes())].concat();
    let latitude: Vec<u8> = [51u32, 1, 0, 1, 0, 1].iter().flat_map(|number| number.to_be_bytes()).collect();
    let directory = |entries: &[u8]| [&2u16.to_be_bytes()[..], entries, &[0; 4]].concat();
    let tiff = [b"MM\0*\0\0\0\x08".to_vec(), directory(&first), directory(&second), latitude].concat();
    let body = [b"Exif\0\0".to_vec(), tiff].concat();
    let len = u16::try_from(body.len() + 2).unwrap();
    [&jpeg[..2], b"\xff\xe1", &len.to_be_bytes(), &body, &jpeg[2..]].concat()
}

fn is_like(pixel: Rgba<u8>, wanted: Rgb<u8>) -> bool {
    pixel.0.iter().zip(wanted.0).all(|(one, other)| one.abs_diff(other) < 24)
}

fn read(copy: &[u8]) -> RgbaImage {
    assert_eq!(image::guess_format(copy).unwrap(), ImageFormat::WebP);
    image::load_from_memory(copy).unwrap().into_rgba8()
}

#[test]
fn copies_show_the_picture() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let made = copies(&file(&halves(), format), &[200, 600], QUALITY).unwrap();
        for (copy, size) in made.iter().zip([(200, 100), (600, 300)]) {
            let copy = read(copy);
            assert_eq!(copy.dimensions(), size, "{format:?}");
            assert!(is_like(*copy.get_pixel(20, 50), RED) && is_like(*copy.get_pixel(size.0 - 20, 50), BLUE));
        }
    }
}

#[test]
fn what_is_clear_stays_clear() {
    let drawing = RgbaImage::from_fn(600, 300, |x, _| Rgba([0, 0, 0, if x < 300 { 0 } else { 255 }]));
    let made = copies(&file(&drawing.into(), ImageFormat::Png), &[200], QUALITY).unwrap();
    let copy = read(&made[0]);
    assert_eq!((copy.get_pixel(20, 50).0[3], copy.get_pixel(180, 50).0[3]), (0, 255));
}

#[test]
fn a_picture_that_lies_on_its_side_is_put_upright() {
    let turned = with_exif(&file(&halves(), ImageFormat::Jpeg), 6);
    let looked = look(Cursor::new(&turned), "jpg");
    assert_eq!(looked, Look { can_be_copied: true, is_turned: true, is_located: true });
    let copy = read(&copies(&turned, &[150], QUALITY).unwrap()[0]);
    assert_eq!(copy.dimensions(), (150, 300));
    assert!(is_like(*copy.get_pixel(75, 20), RED) && is_like(*copy.get_pixel(75, 280), BLUE));
}

#[test]
fn a_copy_does_not_say_where_it_was_taken() {
    let located = with_exif(&file(&halves(), ImageFormat::Jpeg), 1);
    assert_eq!(
        look(Cursor::new(&located), "jpg"),
        Look { can_be_copied: true, is_turned: false, is_located: true }
    );
    let made = copies(&located, &[200], QUALITY).unwrap();
    assert!(!look(Cursor::new(&made[0]), "webp").is_located);
}

#[test]
fn what_moves_is_left_alone() {
    let still = file(&halves(), ImageFormat::Png);
    assert!(look(Cursor::new(&still), "png").can_be_copied);
    // An animation control chunk (APNG) after the header, with its checksum.
    let control = [&[0, 0, 0, 8][..], b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0], &[0xb4, 0x2d, 0xe9, 0xa0]].concat();
    let moving = [&still[..33], &control, &still[33..]].concat();
    assert!(!look(Cursor::new(&moving), "png").can_be_copied);
    for extension in ["gif", "avif", "svg"] {
        assert!(!look(Cursor::new(&still), extension).can_be_copied);
    }
}

#[test]
fn a_damaged_picture_says_so() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = file(&halves(), format);
        assert!(copies(&whole, &[200], QUALITY).is_ok());
        assert!(copies(&whole[..whole.len() / 2], &[200], QUALITY).is_err(), "{format:?}");
    }
    assert!(copies(b"", &[200], QUALITY).is_err());
}
