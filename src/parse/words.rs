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
        let plain = rest.bytes().take_while(u8::is_ascii).count();
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

/// What was counted so far, and whether the last character belongs to a word that was counted.
#[derive(Default)]
struct Counter {
    count: usize,
    in_word: bool,
}

impl Counter {
    fn read_ascii(&mut self, bytes: &[u8]) {
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
}
