//! What characters are to folding, and the keys that are made of them. Characters come in, answers go out;
//! it knows nothing of words.

use unicode_normalization::char::is_combining_mark;

use crate::parse::words::{HIGH, alphanumerics};

/// The key of nothing.
pub(super) const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a character to a key.
pub(super) fn step(key: u64, value: u32) -> u64 {
    (key ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Spreads a key over all of its bits.
pub(super) fn mix(key: u64) -> u64 {
    let key = (key ^ (key >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    key ^ (key >> 29)
}

/// The key of a word, of its folded letters. It is made eight bytes at a time, since every word of a paper has one.
pub(super) fn word_key(folded: &str) -> u64 {
    folded.as_bytes().chunks(8).fold(SEED, |key, bytes| mix(key ^ padded(bytes)))
}

/// Reads the ASCII letters and digits from a place on: the key of them in lower case, and where they end.
///
/// The key is that which [`word_key`] gives to the same letters.
pub(super) fn ascii_word(bytes: &[u8], start: usize) -> (u64, usize) {
    /// The bit by which lower case differs from upper case; digits have it too.
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let (mut key, mut at) = (SEED, start);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let eight = rest.first_chunk().map_or_else(|| padded(rest), |eight| u64::from_le_bytes(*eight));
        let letters = leading_alphanumerics(eight);
        if letters > 0 {
            key = mix(key ^ ((eight | LOWER) & (u64::MAX >> (64 - 8 * letters))));
        }
        at += letters;
        if letters < 8 {
            return (key, at);
        }
    }
}

/// Up to eight bytes as a number, the first of them lowest.
fn padded(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// How many of eight bytes, the lowest first, are ASCII letters or digits before one that is not.
fn leading_alphanumerics(eight: u64) -> usize {
    let others = (eight | !alphanumerics(eight & !HIGH)) & HIGH;
    (others.trailing_zeros() / 8) as usize
}

/// The final form of sigma depends on the letters after it and not on the word.
pub(super) fn fold_letter(c: char) -> char {
    if c == 'ς' { 'σ' } else { c }
}

pub(super) fn is_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        // Dashes, quotation marks and spaces are frequent, and slow to look up.
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric() || is_combining_mark(c),
    }
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '\u{2032}')
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c,
        '"' | '\'' | '`' | '´' | '«' | '»' | '\u{2018}'..='\u{201f}' | '\u{2032}'..='\u{2036}' | '‹' | '›'
        | '\u{300c}'..='\u{300f}' | '\u{301d}'..='\u{301f}' | '＂' | '＇')
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Characters that a reader does not see: soft hyphen, zero-width spaces and joiners, marks of direction.
pub(super) fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_and_digits_are_told_from_all_other_bytes() {
        for byte in 0..=u8::MAX {
            let expected = usize::from(byte.is_ascii_alphanumeric());
            assert_eq!(leading_alphanumerics(u64::from(byte)), expected, "{byte:#x}");
            let last = u64::from_le_bytes([b'a', b'Z', b'0', b'9', b'z', b'A', b'm', byte]);
            assert_eq!(leading_alphanumerics(last), 7 + expected, "{byte:#x}");
        }
    }

    #[test]
    fn no_mark_of_punctuation_is_a_word() {
        assert!(('\u{2000}'..='\u{206f}').all(|c| !c.is_alphanumeric() && !is_combining_mark(c)));
    }

    proptest! {
        #[test]
        fn both_ways_to_a_key_lead_to_the_same(word in "[a-zA-Z0-9]{1,30}", after in "[ é’.]{0,9}") {
            let text = format!("{word}{after}");
            prop_assert_eq!(ascii_word(text.as_bytes(), 0), (word_key(&word.to_lowercase()), word.len()));
        }
    }
}
