//! Colours as `theme.toml` and `site.toml` write them, and how well one is read on another.
//!
//! In: `#rgb` or `#rrggbb`. Out: numbers. Never: other notations; a contrast must be known when the site is built.

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Color([u8; 3]);

impl Color {
    /// Reads `#rgb` or `#rrggbb`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .strip_prefix('#')?
            .chars()
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()?;
        match *digits.as_slice() {
            [r, g, b] => Some(Self([r * 17, g * 17, b * 17])),
            [r, s, g, h, b, c] => Some(Self([r * 16 + s, g * 16 + h, b * 16 + c])),
            _ => None,
        }
    }

    /// Relative luminance, as WCAG 2.2 defines it.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let part = f64::from(channel) / 255.0;
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
    use super::Color;

    #[test]
    fn reads_both_notations_and_nothing_else() {
        assert_eq!(Color::parse("#fff"), Color::parse("#FFFFFF"));
        assert_eq!(Color::parse("#8b1e2f"), Some(Color([0x8b, 0x1e, 0x2f])));
        for wrong in ["fff", "#ff", "#ggg", "red", "", "#ffff", "#é"] {
            assert_eq!(Color::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn black_on_white_is_21_to_1() {
        let (black, white) = (Color([0; 3]), Color([255; 3]));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // #767676 is the well-known lightest grey that passes on white.
        assert!(Color([0x76; 3]).contrast(white) >= 4.5);
        assert!(Color([0x77; 3]).contrast(white) < 4.5);
    }
}
