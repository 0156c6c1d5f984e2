//! Formulas.
//!
//! In: TeX. Out: MathML, or what is wrong and where. Never: anything but what stands in the formula.

use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// The converter takes a while to make and is the same for all formulas.
static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Display {
    /// In a line of text.
    Inline,
    /// On lines of its own.
    Block,
}

/// A formula as MathML: a whole `<math>` element. An error names the bytes of the formula that are wrong.
pub(super) fn mathml(tex: &str, display: Display) -> Result<Box<str>, (Range<usize>, String)> {
    let Some(converter) = CONVERTER.as_ref() else {
        return Err((0..tex.len(), "formulas can't be read".to_owned()));
    };
    let display = match display {
        Display::Inline => MathDisplay::Inline,
        Display::Block => MathDisplay::Block,
    };
    match converter.convert_with_local_state(tex, display) {
        Ok(result) => Ok(result.mathml.into()),
        Err(error) => Err((within(tex, &error.0), error.error_message())),
    }
}

/// The part of a formula that is wrong. The converter counts some mistakes from elsewhere than the formula's start; then
/// all of it is.
fn within(tex: &str, part: &Range<usize>) -> Range<usize> {
    if part.start <= part.end && tex.get(part.clone()).is_some() { part.clone() } else { 0..tex.len() }
}

/// Whether text between two dollars is money and prose (`$5m and A$ 7m`), not a formula: it begins with a digit, holds
/// a word, and nothing that only formulas have.
pub(super) fn is_money(between: &str) -> bool {
    between.starts_with(|c: char| c.is_ascii_digit())
        && !between.contains(['\\', '^', '_', '{', '}', '='])
        && between.split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        && between.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_no_formula() {
        assert!(is_money("5m and A"));
        assert!(!is_money("5x + 3"));
        assert!(!is_money("2^{n} and m"));
        assert!(!is_money("x and y"));
    }

    #[test]
    fn formulas_become_mathml_and_mistakes_have_a_place() {
        assert!(mathml(r"\frac{1}{2}", Display::Inline).unwrap().starts_with("<math"));
        let (range, message) = mathml(r"x + \nonsense", Display::Block).unwrap_err();
        assert_eq!(range.start, 4);
        assert!(!message.is_empty());
    }

    #[test]
    fn a_place_is_in_the_formula() {
        assert_eq!(within("a#", &(1..2)), 1..2);
        for (start, end) in [(5, 2), (3, 9), (7, 9)] {
            assert_eq!(within("a#", &Range { start, end }), 0..2);
        }
        assert_eq!(within("é#", &(1..3)), 0..3, "not between two characters");
    }

    proptest::proptest! {
        #[test]
        fn mistakes_have_a_place_in_any_formula(tex in r"[#a-c\\{}^_&%$ é1\n]{0,40}") {
            if let Err((range, _)) = mathml(&tex, Display::Inline) {
                proptest::prop_assert!(tex.get(range).is_some());
            }
        }
    }
}
