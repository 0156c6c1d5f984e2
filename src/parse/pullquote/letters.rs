//! What characters are to folding, and the keys that are made of them. Characters come in, answers go out;
//! it knows nothing of words.

use unicode_normalization::char::is_combining_mark;

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

/// For each byte that is an ASCII letter or digit its lower case, 0 for others.
pub(super) static LOWER: [u8; 256] = lower_case();

const fn lower_case() -> [u8; 256] {
    let mut table = [0; 256];
    let mut rest: &mut [u8] = &mut table;
    let mut byte = 0_u8;
    while let Some((place, tail)) = rest.split_first_mut() {
        if byte.is_ascii_alphanumeric() {
            *place = byte.to_ascii_lowercase();
        }
        byte = byte.wrapping_add(1);
        rest = tail;
    }
    table
}

/// The final form of sigma depends on the letters after it and not on the word.
pub(super) fn fold_letter(c: char) -> u32 {
    u32::from(if c == 'ς' { 'σ' } else { c })
}

pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
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
