//! Drawings as pictures of pixels. The one door for resvg.
//!
//! In: an SVG document whose words are set in the theme's sans. Out: a PNG of twice its size, or of as many pixels as memory is
//! spent on. Never: a font of the machine's own, so
//! that a picture is the same wherever it is made.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

/// Pixels for a px of the drawing: screens have two or more, and a picture in a document is printed.
const SCALE: f32 = 2.0;

/// Pixels that a picture may have, which are 64 MB of memory while it is drawn: a chart of a thousand bars is as high as fifty screens.
const MOST_PIXELS: f32 = 16_000_000.0;

/// The theme's sans, made by `tests/fonts/run`; the licence is beside it.
const FONTS: [&[u8]; 2] =
    [include_bytes!("picture/offprint-sans-400.ttf"), include_bytes!("picture/offprint-sans-600.ttf")];

// Reading the fonts takes a moment, so only a site with charts pays for it.
static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    FONTS.iter().for_each(|font| database.load_font_data(font.to_vec()));
    database.set_sans_serif_family("Offprint Sans");
    Arc::new(database)
});

/// Draws an SVG document; `None` if it can't be read or has no size.
pub fn png(svg: &str) -> Option<Vec<u8>> {
    let options = Options { fontdb: DATABASE.clone(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let scale = SCALE.min((MOST_PIXELS / (tree.size().width() * tree.size().height())).sqrt());
    let size = tree.size().to_int_size().scale_by(scale)?;
    let mut pixmap = Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_drawn_in_their_own_font() {
        let svg = |words: &str| {
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20' font-family='Offprint Sans'><text y='15'>{words}</text></svg>"
            )
        };
        let (one, other) = (png(&svg("Żółć")).unwrap(), png(&svg("")).unwrap());
        assert!(one.starts_with(b"\x89PNG"));
        assert_ne!(one, other);
        assert_eq!(one, png(&svg("Żółć")).unwrap());
        assert_eq!(png("<svg"), None);
    }

    #[test]
    fn a_picture_is_no_larger_than_memory_allows() {
        let of = |height: u32| {
            let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='{height}'/>");
            let png = png(&svg).unwrap();
            [16, 20].map(|at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()))
        };
        assert_eq!(of(100), [80, 200]);
        let [width, height] = of(400_000);
        assert!(width == 40 && height == 400_000, "{width} {height}");
        let [width, height] = of(1_000_000);
        assert!(width > 20 && width < 40 && width * height < 16_500_000, "{width} {height}");
    }
}
