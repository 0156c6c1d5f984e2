//! Folds a text into words that compare. Paragraphs come in; out go one key for each word (of its
//! letters, whatever their case) and one for each word with the punctuation before it (whatever its quote
//! marks, dashes and white space). It never judges anything.
//!
//! Keys are 64-bit hashes: two different words of one text share one with a chance of about
//! 10⁻¹², which is cheaper than comparing letters and far below any author's rate of errors.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::letters::{
    SEED, ascii_word, fold_letter, is_apostrophe, is_dash, is_invisible, is_quote, is_word, mix, step,
    word_key,
};
use crate::parse::words::is_unspaced;

/// What parts two paragraphs.
pub(super) const PARAGRAPH: char = '\u{2029}';

/// The same in UTF-8.
const PARAGRAPH_BYTES: &[u8] = "\u{2029}".as_bytes();

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Gap {
    /// A run must not begin after it: the hyphen of `non-aligned`, the minus of `-5`.
    pub(super) bars_start: bool,
    /// A run must not end before it: the hyphen of `non-aligned`, but not the minus of `-5`.
    pub(super) bars_end: bool,
    /// It holds an ellipsis.
    pub(super) ellipsis: bool,
}

/// One word's place in the text and what stands before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: u32,
    end: u32,
    pub(super) before: Gap,
}

/// A text as words that compare.
#[derive(Debug, Default)]
pub(super) struct Folded {
    text: String,
    /// One for each word: its letters and digits, in lower case.
    pub(super) keys: Vec<u64>,
    /// One for each word: its key, and the punctuation between it and the word before.
    pub(super) joined: Vec<u64>,
    pub(super) words: Vec<Word>,
}

impl Folded {
    /// Folds paragraphs, which are parted by [`PARAGRAPH`].
    pub(super) fn new(text: String) -> Folded {
        let text = composed(text);
        let likely = text.len() / 6 + 1;
        let mut folded = Folded {
            keys: Vec::with_capacity(likely),
            joined: Vec::with_capacity(likely),
            words: Vec::with_capacity(likely),
            text: String::new(),
        };
        folded.read(&text);
        folded.text = text;
        folded
    }

    fn read(&mut self, text: &str) {
        let mut at = 0;
        let mut letters = String::new();
        loop {
            if let Some((gap, start)) = plain_gap(text.as_bytes(), at)
                && let Some(word) = plain_word(text.as_bytes(), start)
            {
                self.push(start, &word, gap, Gap::default());
                at = word.end;
                continue;
            }
            let gap = read_gap(text, at);
            let Some(first) = char_at(text, gap.end) else {
                return;
            };
            let word = plain_word(text.as_bytes(), gap.end)
                .unwrap_or_else(|| read_word(text, gap.end, first, &mut letters));
            self.push(gap.end, &word, gap.key, gap.verdict(first));
            at = word.end;
        }
    }

    /// Adds the word that begins at `start`, after a gap with this key.
    fn push(&mut self, start: usize, word: &ReadWord, gap: u64, before: Gap) {
        self.keys.push(word.key);
        self.joined.push(mix(word.key ^ gap.rotate_left(29)));
        self.words.push(Word { start: narrow(start), end: narrow(word.end), before });
    }

    /// The text between two places, empty where there is none.
    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The letters of word `index` as they were written.
    fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| self.slice(word.start as usize, word.end as usize))
    }

    /// What stands between word `index` and the one before it.
    fn gap(&self, index: usize) -> &str {
        let start = index
            .checked_sub(1)
            .and_then(|before| self.words.get(before))
            .map_or(0, |word| word.end as usize);
        let end = self.words.get(index).map_or(self.text.len(), |word| word.start as usize);
        self.slice(start, end)
    }

    /// The words from `start` to `end` as they were written, with the punctuation that clings to
    /// them; white space at the end says that some follows.
    pub(super) fn written(&self, start: usize, end: usize) -> &str {
        let opening = self.gap(start);
        let lead = match opening.rfind(char::is_whitespace) {
            Some(space) => opening.get(space..).map_or(0, |rest| rest.trim_start().len()),
            None if start == 0 => opening.len(),
            None => 0,
        };
        let closing = self.gap(end);
        let tail = closing
            .char_indices()
            .find(|(_, c)| c.is_whitespace())
            .map_or(closing.len(), |(at, c)| at + c.len_utf8());
        let Some(first) = self.words.get(start) else {
            return "";
        };
        let Some(last) = end.checked_sub(1).and_then(|last| self.words.get(last)) else {
            return "";
        };
        self.slice(first.start as usize - lead, last.end as usize + tail)
    }

    /// Whether a sentence begins at word `index`. Only what is shown to an author depends on it,
    /// so that a wrong guess (`Nr. Sieben`) shows a sentence too many or too few and no more.
    pub(super) fn begins_sentence(&self, index: usize) -> bool {
        if index == 0 || index >= self.words.len() {
            return true;
        }
        let gap = self.gap(index);
        if gap.contains(PARAGRAPH) {
            return true;
        }
        let Some(mark) = gap.find(['.', '!', '?', '…', '。', '！', '？']) else {
            return false;
        };
        let after = gap.get(mark..).unwrap_or_default();
        let spaced = after.contains(char::is_whitespace) || after.starts_with(['。', '！', '？']);
        let lower = self.word(index).starts_with(char::is_lowercase);
        let abbreviated = after.starts_with('.') && is_abbreviation(self.word(index - 1));
        spaced && !lower && !abbreviated
    }
}

/// The text in composed form (NFC), as which nearly every text comes. A paragraph that needs no change is left as it is.
fn composed(text: String) -> String {
    if is_composed(&text) {
        return text;
    }
    let mut composed = String::with_capacity(text.len());
    for paragraph in text.split_inclusive(PARAGRAPH) {
        if is_composed(paragraph) {
            composed.push_str(paragraph);
        } else {
            composed.extend(paragraph.nfc());
        }
    }
    composed
}

fn is_composed(text: &str) -> bool {
    // Below U+0300 nothing is decomposed, and 0xE2 leads to dashes, quotation marks and symbols. Bytes are looked at in
    // blocks without branches, of which the compiler makes a few instructions.
    let is_plain =
        |bytes: &[u8]| bytes.iter().fold(true, |plain, &byte| plain & ((byte < 0xcc) | (byte == 0xe2)));
    text.as_bytes().chunks(64).all(is_plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Words that end in a full stop which ends no sentence, in the languages that papers come in.
const ABBREVIATIONS: &[&str] = &[
    "abs", "al", "approx", "art", "bzw", "ca", "cf", "ch", "co", "corp", "dr", "ed", "eds", "etc", "fig",
    "gen", "im", "inc", "jr", "lic", "ltd", "mgr", "mr", "mrs", "ms", "no", "np", "nr", "pkt", "poz", "pp",
    "prof", "red", "ref", "rys", "sec", "sect", "st", "str", "tab", "tj", "tys", "tzn", "tzw", "ust", "vgl",
    "vol", "vs",
];

fn is_abbreviation(word: &str) -> bool {
    let lower = word.to_lowercase();
    // Initials (`J.`) and what has a stop inside (`U.S.`, `m.in.`, `z.B.`); digits do neither.
    let initials = lower.contains('.') || lower.chars().count() == 1;
    (initials && !lower.starts_with(|c: char| c.is_numeric())) || ABBREVIATIONS.contains(&lower.as_str())
}

fn narrow(place: usize) -> u32 {
    // A manuscript has at most 16 MB; beyond 4 GB places would all be the last one.
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A word's key and where it ends.
struct ReadWord {
    key: u64,
    end: usize,
}

/// Reads the word that nine in ten are: ASCII letters and digits, and then nothing that may go on with them.
fn plain_word(bytes: &[u8], start: usize) -> Option<ReadWord> {
    let (key, end) = ascii_word(bytes, start);
    let goes_on = match bytes.get(end) {
        Some(b'.' | b',' | b':' | b'\'') => {
            bytes.get(end + 1).is_some_and(|next| next.is_ascii_alphanumeric() || !next.is_ascii())
        }
        Some(after) => !after.is_ascii(),
        None => false,
    };
    (end > start && !goes_on).then_some(ReadWord { key, end })
}

/// Reads the word whose first character, `first`, is at `start`; `letters` is room for its folded letters.
fn read_word(text: &str, start: usize, first: char, letters: &mut String) -> ReadWord {
    letters.clear();
    if is_unspaced(first) {
        letters.push(first);
        return ReadWord { key: word_key(letters), end: start + first.len_utf8() };
    }
    let mut at = start;
    // The end leaves out what is invisible after the last letter.
    let mut end = start;
    while let Some(c) = char_at(text, at) {
        if is_word(c) && !is_unspaced(c) {
            letters.extend(c.to_lowercase().map(fold_letter));
            end = at + c.len_utf8();
        } else if (c.is_ascii() || is_apostrophe(c)) && joins(text, start, at, c) {
            letters.push(if is_apostrophe(c) { '\'' } else { c });
        } else if !is_invisible(c) {
            break;
        }
        at += c.len_utf8();
    }
    ReadWord { key: word_key(letters), end }
}

/// Whether the mark `c` at `at` stands inside the word that began at `start`: `don't`, `1.7`, `10,000`,
/// `10:30`, `U.S`.
fn joins(text: &str, start: usize, at: usize, c: char) -> bool {
    let next = char_at(text, at + c.len_utf8());
    let Some(next) = next.filter(|next| next.is_alphanumeric() && !is_unspaced(*next)) else {
        return false;
    };
    let before = text.get(start..at).unwrap_or_default();
    match c {
        '.' => true,
        ',' | ':' => next.is_numeric() && before.ends_with(char::is_numeric),
        _ => is_apostrophe(c) && !is_elided_article(before),
    }
}

/// French and Italian words that lean on the next one (`l'État`, `dell'Unione`), which stays a word.
fn is_elided_article(word: &str) -> bool {
    const ARTICLES: &[&str] = &[
        "c", "d", "dall", "dell", "j", "jusqu", "l", "lorsqu", "m", "n", "nell", "puisqu", "qu", "s", "sull",
        "t",
    ];
    word.len() <= 6 && ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(word))
}

/// What was read between two words.
struct ReadGap {
    key: u64,
    end: usize,
    ellipsis: bool,
    /// The dash that stands right before the next word.
    dash: Option<char>,
    /// The word before stands right before that dash, and it alone is the gap.
    tight: bool,
    /// The word before ends in a digit.
    after_digit: bool,
}

impl ReadGap {
    /// What the gap forbids, given the first character of the word after it.
    fn verdict(&self, next: char) -> Gap {
        let hyphen = matches!(self.dash, Some('-' | '\u{2010}' | '\u{2011}' | '\u{2212}'));
        let digits = self.dash.is_some() && next.is_numeric();
        let compound = self.tight && (hyphen || (digits && self.after_digit));
        Gap { bars_start: compound || (digits && !self.tight), bars_end: compound, ellipsis: self.ellipsis }
    }
}

/// Reads the gap that nine in ten are, at most one comma or full stop, and a space or the end of a paragraph: its key, and where it ends if a word
/// begins there.
fn plain_gap(bytes: &[u8], start: usize) -> Option<(u64, usize)> {
    let mark = *bytes.get(start)?;
    let (key, space) = match mark {
        b' ' => (0, start),
        b',' | b'.' => (step(SEED, u32::from(mark)), start + 1),
        0xe2 => (0, start),
        _ => return None,
    };
    match bytes.get(space..)? {
        [b' ', ..] => Some((key, space + 1)),
        rest if rest.starts_with(PARAGRAPH_BYTES) => Some((key, space + PARAGRAPH_BYTES.len())),
        _ => None,
    }
}

/// The character at a place.
fn char_at(text: &str, at: usize) -> Option<char> {
    match *text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// Reads from `start` to the next word, or the end.
fn read_gap(text: &str, start: usize) -> ReadGap {
    let mut key = SEED;
    let mut dots = 0_u32;
    let mut ellipsis = false;
    let mut dash: Option<char> = None;
    let mut marks = 0_usize;
    let mut spaced = false;
    let mut after_dash = false;
    let mut at = start;
    for c in text.get(start..).unwrap_or_default().chars() {
        if is_word(c) {
            break;
        }
        at += c.len_utf8();
        if c == '.' {
            dots += 1;
        } else if !(c.is_whitespace() || is_invisible(c)) {
            (key, ellipsis) = end_dots(key, dots, ellipsis);
            dots = 0;
            marks += 1;
            if is_dash(c) {
                if !after_dash {
                    key = step(key, u32::from('-'));
                }
            } else if c == '…' {
                key = step(key, u32::from('…'));
                ellipsis = true;
            } else if !is_quote(c) || is_article_apostrophe(text, start, at, c) {
                key = step(key, u32::from(if is_apostrophe(c) { '\'' } else { c }));
            }
        }
        spaced |= c.is_whitespace();
        after_dash = is_dash(c) || (after_dash && c.is_whitespace());
        dash = is_dash(c).then_some(c);
    }
    let (key, ellipsis) = end_dots(key, dots, ellipsis);
    let before = text.get(..start).unwrap_or_default();
    ReadGap {
        key: if key == SEED { 0 } else { key },
        end: at,
        ellipsis,
        dash,
        tight: start > 0 && marks == 1 && dots == 0 && !spaced,
        after_digit: before.ends_with(char::is_numeric),
    }
}

/// Adds the full stops that were read: three or more are an ellipsis.
fn end_dots(key: u64, dots: u32, ellipsis: bool) -> (u64, bool) {
    match dots {
        0 => (key, ellipsis),
        1 | 2 => ((0..dots).fold(key, |key, _| step(key, u32::from('.'))), ellipsis),
        _ => (step(key, u32::from('…')), true),
    }
}

/// Whether the mark that ends at `end` is the apostrophe right after an elided article.
fn is_article_apostrophe(text: &str, start: usize, end: usize, c: char) -> bool {
    let follows = end - start == c.len_utf8() && start > 0;
    let precedes = text.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    is_apostrophe(c) && follows && precedes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let (a, b) = (Folded::new(a.to_owned()), Folded::new(b.to_owned()));
        a.joined == b.joined && a.keys == b.keys
    }

    #[test]
    fn folds_what_a_reader_does_not_hear() {
        assert!(same("The “role model” grew", "the 'ROLE\u{a0}\u{202f}model'  grew"));
        assert!(same("so — it grew", "so--it grew"));
        assert!(same("a wait... then", "a wait… then"));
        assert!(same("soft\u{ad}ware", "software"));
        assert!(same("Rządy Łodzi", "rządy łodzi"));
        assert!(same("e\u{301}tat", "État"));
        assert!(same("l’État", "L'état"));
        assert!(same("ΛΟΓΟΣ", "λογος"));
    }

    #[test]
    fn keeps_what_a_reader_hears() {
        assert!(!same("well-known", "well known"));
        assert!(!same("one, two", "one two"));
        assert!(!same("don't", "dont"));
        assert!(!same("1.7", "17"));
        assert!(!same("l'État", "l État"));
    }

    #[test]
    fn sentences_begin_where_a_reader_begins_one() {
        let text = "Art. 7 of the U.S. law is old. It holds! Does it? “Yes.” no\u{2029}Next";
        let text = Folded::new(text.to_owned());
        let begins: Vec<&str> = (0..text.words.len())
            .filter(|&index| text.begins_sentence(index))
            .map(|index| text.word(index))
            .collect();
        assert_eq!(begins, ["Art", "It", "Does", "Yes", "Next"]);
    }
}
