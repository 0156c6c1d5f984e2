//! Counts words as a reader does. Text comes in, a number goes out; it never allocates.

/// How many words a reader counts in `text`.
///
/// A word is what stands between white space and has at least one letter or digit, so that
/// `well-known`, `don't` and `1.7` are one each and a lonely dash is none. Dashes and ellipses part
/// words too, except an en dash between digits (`2010–2020`). Chinese and Japanese characters
/// count one each, since no space parts their words.
#[must_use]
pub fn count(text: &str) -> usize {
    let mut counter = Counter::default();
    let mut rest = text;
    loop {
        let plain = ascii_length(rest.as_bytes());
        let (ascii, tail) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        counter.read_ascii(ascii.as_bytes());
        let mut chars = tail.chars();
        let Some(c) = chars.next() else {
            return counter.count;
        };
        counter.read(c, ascii.bytes().next_back().is_some_and(|byte| byte.is_ascii_digit()));
        rest = chars.as_str();
    }
}

/// How many bytes of ASCII a text begins with.
fn ascii_length(text: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let (blocks, _) = text.as_chunks::<BLOCK>();
    let blocks = blocks.iter().take_while(|block| block.is_ascii()).count() * BLOCK;
    blocks + text.iter().skip(blocks).take_while(|byte| byte.is_ascii()).count()
}

/// What was counted so far, and whether the last character belongs to a word that was counted.
#[derive(Default)]
struct Counter {
    count: usize,
    in_word: bool,
}

impl Counter {
    fn read_ascii(&mut self, bytes: &[u8]) {
        let (blocks, bytes) = bytes.as_chunks();
        blocks.iter().for_each(|block| self.read_block(block));
        let mut count = 0;
        let mut in_word = u8::from(self.in_word);
        for &byte in bytes {
            // Without branches, since no processor can guess where words end.
            let class = CLASSES.get(usize::from(byte)).copied().unwrap_or(SPACE);
            let letter = class >> 1;
            count += usize::from(letter & !in_word);
            in_word = letter | (in_word & class);
        }
        self.count += count;
        self.in_word = in_word == 1;
    }

    /// Reads 64 bytes of ASCII at once, a bit for each. A word goes on through letters and marks as the carry of a sum
    /// goes on: a letter begins one, a mark passes it on, white space ends it.
    fn read_block(&mut self, block: &[u8; 64]) {
        let letters = bits(block, alphanumerics);
        let joined = bits(block, |eight| at_least(eight, b' ' + 1));
        let (sum, carried) = joined.overflowing_add(letters);
        let (sum, carried_on) = sum.overflowing_add(u64::from(self.in_word));
        let after_word = sum ^ joined ^ letters;
        self.count += (letters & !after_word).count_ones() as usize;
        self.in_word = carried | carried_on;
    }

    fn read(&mut self, c: char, after_digit: bool) {
        if is_unspaced(c) {
            self.count += 1;
            self.in_word = false;
        } else if c.is_alphanumeric() {
            self.count += usize::from(!self.in_word);
            self.in_word = true;
        } else if parts_words(c, after_digit) {
            self.in_word = false;
        }
    }
}

/// A bit for each byte, the first one lowest: what `kind` says of it in the highest bit of the byte.
fn bits(block: &[u8; 64], kind: impl Fn(u64) -> u64) -> u64 {
    /// Moves the lowest bits of eight bytes side by side into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = block.as_chunks();
    eights.iter().rev().fold(0, |bits, eight| {
        let answers = (kind(u64::from_le_bytes(*eight)) & HIGH) >> 7;
        (bits << 8) | (answers.wrapping_mul(GATHER) >> 56)
    })
}

/// The highest bit of each of eight bytes, where each comparison leaves its answer.
pub(super) const HIGH: u64 = 0x8080_8080_8080_8080;

/// Which of eight bytes of ASCII are at least as high as another one. Sums of seven-bit numbers stay in their bytes, so
/// that eight are compared at once. All bits but the highest ones mean nothing.
fn at_least(eight: u64, least: u8) -> u64 {
    eight + u64::from_le_bytes([0x80 - least; 8])
}

/// Which of eight bytes of ASCII are letters or digits. All bits but the highest ones mean nothing.
pub(super) fn alphanumerics(eight: u64) -> u64 {
    let lower = eight | u64::from_le_bytes([0x20; 8]);
    let letters = at_least(lower, b'a') & !at_least(lower, b'z' + 1);
    let digits = at_least(eight, b'0') & !at_least(eight, b'9' + 1);
    letters | digits
}

/// White space parts words, marks stand between or inside them, letters and digits make them.
const SPACE: u8 = 0;
const MARK: u8 = 1;
const LETTER: u8 = 2;

static CLASSES: [u8; 128] = classes();

const fn classes() -> [u8; 128] {
    let mut classes = [MARK; 128];
    let mut rest: &mut [u8] = &mut classes;
    let mut byte = 0_u8;
    while let Some((class, tail)) = rest.split_first_mut() {
        if byte.is_ascii_alphanumeric() {
            *class = LETTER;
        } else if byte <= b' ' {
            *class = SPACE;
        }
        byte += 1;
        rest = tail;
    }
    classes
}

fn parts_words(c: char, after_digit: bool) -> bool {
    match c {
        '–' => !after_digit,
        '—' | '―' | '…' => true,
        '\u{200b}' => true,
        // Ideographic punctuation stands without spaces around it.
        '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' => true,
        _ => c.is_whitespace() || c.is_control(),
    }
}

/// Whether `c` belongs to a script of China or Japan, which are written without spaces between words.
#[must_use]
pub fn is_unspaced(c: char) -> bool {
    c >= '\u{3005}' && matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{323af}')
        // The middle dot of Katakana parts words instead of being one.
        && c != '\u{30fb}'
        && c != '\u{30a0}'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_what_a_reader_counts() {
        let cases = [
            ("", 0),
            ("   \n\t", 0),
            ("One two  three\nfour.", 4),
            ("well-known and/or don't", 3),
            ("£1.7 billion — or 5 %", 4),
            ("£1.7 billion - or 5 %", 4),
            ("a growth—which none saw", 5),
            ("from 2010–2020", 2),
            ("Wait…what?", 2),
            ("Zażółć gęślą jaźń", 3),
            ("soft\u{ad}ware, 10\u{a0}km", 3),
            ("L’État, c’est moi", 3),
            ("第一章 总则", 5),
            ("使用Linux系统。", 5),
            ("カタカナとひらがな", 9),
            ("한국어 문장", 2),
            ("- – — …", 0),
            ("e\u{301}tat ne\u{301}", 2),
        ];
        for (text, expected) in cases {
            assert_eq!(count(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn blocks_are_counted_as_single_bytes_are(text in "[a-cA-C0-2'., \\n-]{0,300}") {
            let mut counter = Counter::default();
            text.bytes().for_each(|byte| counter.read_ascii(&[byte]));
            prop_assert_eq!(count(&text), counter.count);
        }
    }
}
