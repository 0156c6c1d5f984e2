//! How sentences begin and end.
//!
//! In: the text of a piece. Out: what its first and last words say of its neighbours. Never: the neighbours.

use super::lexicon;
use super::piece::{MARK, MARK_END, is_private};

/// How a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With a sentence.
    Sentence,
    /// With a colon or semicolon: more is to come, perhaps a list.
    Colon,
    /// With a hyphen right after a letter.
    Hyphen,
    /// In the middle of a sentence: with a comma or a word that something must follow.
    Open,
    /// With a short form such as "e.g.", whose full stop may end a sentence as well.
    Short,
    /// With a word that may or may not be the last one.
    Word,
    /// There are no words.
    Nothing,
}

/// How a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// With a small letter, as no sentence does.
    Lower,
    /// With a capital, or with a name that is written small.
    Capital,
    /// With a digit.
    Digit,
    /// With anything else.
    Other,
}

/// The text without marks of notes and private characters.
pub(super) fn plain(text: &str) -> String {
    let mut inside = false;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            MARK => inside = true,
            MARK_END => inside = false,
            c if inside || is_private(c) => {}
            c => plain.push(c),
        }
    }
    plain
}

/// The last `bytes` bytes of a text or a little more, so that a look at its end costs the same for any length.
pub(super) fn tail(text: &str, bytes: usize) -> &str {
    let mut at = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.get(at..).unwrap_or(text)
}

/// The first `bytes` bytes of a text or a little less.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    let mut at = text.len().min(bytes);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.get(..at).unwrap_or(text)
}

/// Closing marks that may stand after the end of a sentence.
pub(super) fn is_closer(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '\'' | '”' | '’' | '»' | '›' | '“' | '‘') || c.is_whitespace()
}

/// Opening marks that may stand before the beginning of a sentence.
pub(super) fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '”' | '’' | '»' | '¿' | '¡')
        || c.is_whitespace()
}

/// How a text ends.
pub(super) fn end(text: &str) -> End {
    let plain = plain(tail(text, 200));
    let trimmed = plain.trim_end_matches(is_closer);
    let Some(last) = trimmed.chars().next_back() else {
        return End::Nothing;
    };
    let word = last_word(trimmed);
    match last {
        '.' if is_short_form(word) && trimmed.len() == plain.trim_end().len() => End::Short,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' => End::Sentence,
        ':' | ';' => End::Colon,
        ',' | '(' | '–' | '—' => End::Open,
        '-' | '\u{2010}' | '\u{ad}' if trimmed.chars().nth_back(1).is_some_and(char::is_alphanumeric) => {
            End::Hyphen
        }
        '-' => End::Open,
        _ if lexicon::LEANING.contains(&word.to_lowercase().as_str()) => End::Open,
        _ => End::Word,
    }
}

/// The last run without white space, opening marks left out.
fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default().trim_start_matches(is_opener)
}

fn is_short_form(word: &str) -> bool {
    lexicon::SHORT_FORMS.contains(&word.to_lowercase().as_str())
}

/// How a text begins.
pub(super) fn start(text: &str) -> Start {
    let plain = plain(head(text, 200));
    let trimmed = plain.trim_start_matches(is_opener);
    let Some(first) = trimmed.chars().next() else {
        return Start::Other;
    };
    if first.is_lowercase() {
        let mut words = trimmed.split_whitespace();
        let (word, next) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if is_small_name(word, next) { Start::Capital } else { Start::Lower }
    } else if first.is_uppercase() {
        Start::Capital
    } else if first.is_numeric() {
        Start::Digit
    } else {
        Start::Other
    }
}

/// Whether a word is a name that is written small: `iPhone`, `e-government`, `von der Leyen`, `www.example.org`.
fn is_small_name(word: &str, next: &str) -> bool {
    let mut letters = word.chars();
    let camel = letters.next().is_some_and(char::is_lowercase)
        && word.chars().take(4).skip(1).any(char::is_uppercase);
    let lettered = word.chars().nth(1) == Some('-') && word.chars().nth(2).is_some_and(char::is_alphabetic);
    let particle = lexicon::PARTICLES.contains(&word)
        && (next.starts_with(char::is_uppercase) || lexicon::PARTICLES.contains(&next));
    camel || lettered || particle || word.starts_with("www.") || word.starts_with("http")
}

/// Whether a text has letters and all that have a case are capitals.
pub(super) fn is_capitals(text: &str) -> bool {
    let mut capitals = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals += usize::from(c.is_uppercase());
    }
    capitals >= 2
}

/// How many words there are, counted up to `limit`.
pub(super) fn count(text: &str, limit: usize) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).take(limit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_told_apart() {
        for (text, expected) in [
            ("It was over.", End::Sentence),
            ("He said \"no.\"", End::Sentence),
            ("(as was said!)", End::Sentence),
            ("It was over.\u{e000}12\u{e001}", End::Sentence),
            ("the following:", End::Colon),
            ("since,", End::Open),
            ("some, e.g.", End::Short),
            ("the end of the", End::Open),
            ("the division of the world", End::Word),
            ("the inter-", End::Hyphen),
            ("and then –", End::Open),
            ("\u{e000}1\u{e001}", End::Nothing),
        ] {
            assert_eq!(end(text), expected, "{text}");
        }
    }

    #[test]
    fn beginnings_are_told_apart() {
        for (text, expected) in [
            ("into blocs", Start::Lower),
            ("\"into blocs", Start::Lower),
            ("Into blocs", Start::Capital),
            ("iPhone sales fell", Start::Capital),
            ("e-government is", Start::Capital),
            ("von der Leyen said", Start::Capital),
            ("von them", Start::Lower),
            ("98 billion", Start::Digit),
            ("– no", Start::Other),
            ("źle", Start::Lower),
        ] {
            assert_eq!(start(text), expected, "{text}");
        }
    }
}
