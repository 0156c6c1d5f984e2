//! Formulas.
//!
//! In: TeX. Out: MathML, or what is wrong and where. Never: anything but what stands in the formula.

use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// The converter takes a while to make and is the same for all formulas.
static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// The converter calls itself for what is inside something, and a stack has an end.
const DEEPEST: usize = 64;

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
    if depth(tex) > DEEPEST {
        return Err((0..tex.len(), format!("it is nested more than {DEEPEST} levels deep")));
    }
    match converter.convert_with_local_state(tex, display) {
        Ok(result) => Ok(result.mathml.into()),
        Err(error) => Err((within(tex, &error.0), error.error_message())),
    }
}

/// How deep a formula may be nested, at the most: groups in groups, and commands that take the next command as their argument
/// (`\hat\hat\hat x`).
fn depth(tex: &str) -> usize {
    let (mut open, mut chain, mut deepest) = (0_usize, 0_usize, 0);
    let mut rest = tex;
    while let Some(c) = rest.chars().next() {
        let command = rest.strip_prefix('\\').map(|name| {
            let letters = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
            name.get(..letters.max(name.chars().next().map_or(0, char::len_utf8))).unwrap_or_default()
        });
        let length = command.map_or(c.len_utf8(), |name| 1 + name.len());
        match command.map_or(Part::of(c), Part::named) {
            Part::Opens => open += 1,
            Part::Closes => open = open.saturating_sub(1),
            Part::Takes => chain += 1,
            Part::Space => {}
            Part::Ends => chain = 0,
        }
        deepest = deepest.max(open + chain);
        rest = rest.get(length..).unwrap_or_default();
    }
    deepest
}

/// What a part of a formula does to the depth of what follows.
enum Part {
    Opens,
    Closes,
    Takes,
    Space,
    Ends,
}

impl Part {
    fn of(c: char) -> Self {
        match c {
            '{' => Self::Opens,
            '}' => Self::Closes,
            '^' | '_' => Self::Takes,
            // A bracket may begin a command's argument; an interval's is never closed.
            '[' | ']' => Self::Space,
            c if c.is_whitespace() => Self::Space,
            _ => Self::Ends,
        }
    }

    fn named(command: &str) -> Self {
        match command {
            "left" | "begin" => Self::Opens,
            "right" | "end" => Self::Closes,
            _ => Self::Takes,
        }
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
    fn formulas_without_end_are_refused() {
        let parts =
            ["{", r"\hat", r"\hat{", r"\left(", r"\sqrt[", "^", r"\begin{matrix}", r"\frac{1}{", r"\not"];
        for part in parts {
            let (_, message) = mathml(&part.repeat(50_000), Display::Inline).unwrap_err();
            assert!(message.contains("nested more than"), "{part}: {message}");
        }
        assert!(depth(&r"\frac{a_{1}}{b^{2}} + \alpha \beta \gamma ".repeat(100)) < 8);
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
