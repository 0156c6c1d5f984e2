//! Alternative texts that stand there and say nothing.
//!
//! In: an alternative text. Out: a hint for one that is a file's name, or says only that there is an image. Never: a judgement of
//! what an image shows.

use std::ops::Range;

use super::Lowerer;
use crate::diagnostic::rules::manuscript as rules;

/// The ends of the names of images.
const FILES: [&str; 10] =
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".emf", ".tif", ".tiff"];

/// What word processors write by themselves, and people who had to write something: with a number or without.
const NOTHING: [&str; 30] = [
    "image",
    "img",
    "picture",
    "photo",
    "photograph",
    "figure",
    "fig",
    "graph",
    "graphic",
    "chart",
    "diagram",
    "screenshot",
    "logo",
    "bild",
    "abbildung",
    "abb",
    "grafik",
    "foto",
    "diagramm",
    "obraz",
    "obrazek",
    "rysunek",
    "rys",
    "wykres",
    "zdjęcie",
    "grafika",
    "photographie",
    "graphique",
    "imagen",
    "figura",
];

impl Lowerer<'_, '_> {
    /// Reports an alternative text that says nothing.
    pub(super) fn check_alternative(&mut self, alt: &str, range: Range<usize>) {
        if says_nothing(alt) {
            let message = format!("the alternative text `{}` does not say what the image shows", alt.trim());
            let problem = self.problem(&rules::ALT_SAYS_NOTHING, message, range);
            problem.hints.push("write what the image says to those who see it".to_owned());
        }
    }
}

fn says_nothing(alt: &str) -> bool {
    let text = alt.trim().to_lowercase();
    let is_file = !text.contains(char::is_whitespace) && FILES.iter().any(|end| text.ends_with(end));
    let word = text.trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace() || "._-:#()".contains(c));
    is_file || NOTHING.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_say_nothing() {
        for alt in ["image1.png", "Picture 3", " figure ", "Abb. 12:", "IMG_0042", "chart.SVG", "Rysunek 1."]
        {
            assert!(says_nothing(alt), "{alt}");
        }
        for alt in [
            "",
            "Huawei",
            "The logo of the Centre",
            "Figure 2: cameras by city",
            "map of cities.png maybe",
            "42",
        ] {
            assert!(!says_nothing(alt), "{alt}");
        }
    }
}
