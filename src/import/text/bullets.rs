//! How entries of lists begin.
//!
//! In: the text of a line or piece. Out: its bullet or number, and where its words begin. Never: whether it is a list.

/// A number or letter before an entry: `1.`, `2)`, `(3)`, `b)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbered<'a> {
    /// Which.
    pub(super) number: u64,
    /// Whether it is written as a letter.
    pub(super) letter: bool,
    /// As written.
    pub(super) written: &'a str,
    /// The words after it.
    pub(super) words: &'a str,
}

/// The words after a bullet that is nothing else.
pub(super) fn bullet(text: &str) -> Option<&str> {
    const BULLETS: &[char] = &[
        '•', '●', '▪', '■', '◦', '‣', '∙', '⁃', '►', '➢', '➤', '○', '□', '✓', '\u{f0b7}', '\u{f0a7}',
        '\u{f0d8}', '\u{f076}', '\u{f0fc}', '\u{f02d}',
    ];
    let words = text.strip_prefix(BULLETS)?.trim_start();
    (!words.is_empty()).then_some(words)
}

/// Whether a text begins with a dash or star and a space, which may be a bullet.
pub(super) fn dash(text: &str) -> bool {
    dashed(text).is_some()
}

/// The words after a dash or star.
pub(super) fn dashed(text: &str) -> Option<&str> {
    let words = text.strip_prefix(['-', '–', '—', '*', '·', '−'])?;
    words.strip_prefix([' ', '\u{a0}']).map(str::trim_start).filter(|words| !words.is_empty())
}

/// The number before an entry.
pub(super) fn number(text: &str) -> Option<Numbered<'_>> {
    let bare = text.strip_prefix('(').unwrap_or(text);
    let end = bare.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (written, rest) = bare.split_at_checked(end)?;
    let words =
        rest.strip_prefix(')').or_else(|| rest.strip_prefix('.').filter(|_| bare.len() == text.len()))?;
    let words = words.strip_prefix([' ', '\n']).map(str::trim_start).filter(|words| !words.is_empty())?;
    let mut letters = written.chars();
    match (letters.next()?, letters.next()) {
        (letter, None) if letter.is_ascii_lowercase() && rest.starts_with(')') => {
            Some(Numbered { number: u64::from(letter) - u64::from('a') + 1, letter: true, written, words })
        }
        _ if written.len() <= 3 => {
            Some(Numbered { number: written.parse().ok()?, letter: false, written, words })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_told_from_sentences() {
        assert_eq!(bullet("• one"), Some("one"));
        assert_eq!(number("12. one").map(|n| (n.number, n.words)), Some((12, "one")));
        assert_eq!(number("(b) one").map(|n| (n.number, n.letter)), Some((2, true)));
        assert_eq!(number("2020. A year"), None);
        assert_eq!(number("3.5 per cent"), None);
        assert_eq!(number("A. Smith"), None);
        assert!(dash("– one") && !dash("–one") && !dash("-5"));
    }
}
