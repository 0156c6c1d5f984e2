//! Colours as `theme.toml` and `site.toml` write them, and how well one is read on another.
//!
//! In: `#rgb` or `#rrggbb`. Out: numbers. Never: other notations; a contrast must be known when the site is built.

/// Red, green and blue, each from 0 to 255; a mixture is not rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Color([f64; 3]);

const BLACK: Color = Color([0.0; 3]);
const WHITE: Color = Color([255.0; 3]);

impl Color {
    /// Reads `#rgb` or `#rrggbb`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits: Vec<f64> =
            text.strip_prefix('#')?.chars().map(|c| c.to_digit(16).map(f64::from)).collect::<Option<_>>()?;
        match *digits.as_slice() {
            [r, g, b] => Some(Self([r * 17.0, g * 17.0, b * 17.0])),
            [r, s, g, h, b, c] => Some(Self([r * 16.0 + s, g * 16.0 + h, b * 16.0 + c])),
            _ => None,
        }
    }

    /// As `theme.toml` and `site.toml` write it.
    pub(super) fn hex(self) -> String {
        let [r, g, b] = self.0.map(f64::round);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 255")]
        let (r, g, b) = (r as u8, g as u8, b as u8);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// What `color-mix(in srgb, …)` makes of this colour, so many per cent of it, and of another.
    pub(super) fn mix(self, share: f64, other: Self) -> Self {
        let ([r, g, b], [s, h, c]) = (self.0, other.0);
        let between = |own: f64, far: f64| far + (own - far) * share / 100.0;
        Self([between(r, s), between(g, h), between(b, c)])
    }

    /// The nearest darker or lighter colour of which something holds.
    pub(super) fn nearest(self, holds: impl Fn(Self) -> bool) -> Option<Self> {
        let steps = (0..=255).map(|step| 100.0 - f64::from(step) * 100.0 / 255.0);
        let either = steps.flat_map(|share| [BLACK, WHITE].map(|end| self.mix(share, end)));
        either.filter_map(|color| Self::parse(&color.hex())).find(|color| holds(*color))
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(self) -> f64 {
        let linear = |channel: f64| {
            let part = channel / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio of two colours: 1 to 21.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLACK, Color, WHITE};

    #[test]
    fn reads_both_notations_and_nothing_else() {
        assert_eq!(Color::parse("#fff"), Color::parse("#FFFFFF"));
        assert_eq!(Color::parse("#8b1e2f"), Some(Color([139.0, 30.0, 47.0])));
        for wrong in ["fff", "#ff", "#ggg", "red", "", "#ffff", "#é"] {
            assert_eq!(Color::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn black_on_white_is_21_to_1() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!((WHITE.contrast(WHITE) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_nearest_colour_that_passes_is_found_on_either_side() {
        let on = |ground: Color| move |color: Color| color.contrast(ground) >= 4.5;
        // #767676 is the well-known lightest grey that passes on white.
        let grey = Color::parse("#aaaaaa").unwrap();
        assert_eq!(grey.nearest(on(WHITE)).unwrap().hex(), "#767676");
        assert_eq!(Color::parse("#767676").unwrap().nearest(on(WHITE)).unwrap().hex(), "#767676");
        let dark = Color::parse("#5a1e1e").unwrap();
        let lighter = dark.nearest(on(BLACK)).unwrap();
        assert!(lighter.contrast(BLACK) >= 4.5 && lighter.contrast(WHITE) < dark.contrast(WHITE));
        assert_eq!(grey.nearest(|_| false), None);
    }

    #[test]
    fn mixtures_are_those_of_css() {
        let (ink, paper) = (Color::parse("#102030").unwrap(), Color::parse("#ffffff").unwrap());
        assert_eq!(ink.mix(100.0, paper), ink);
        assert_eq!(ink.mix(0.0, paper), paper);
        assert_eq!(ink.mix(50.0, paper).hex(), "#889098");
    }
}
