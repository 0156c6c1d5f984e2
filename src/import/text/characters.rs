//! Characters as an author would type them.
//!
//! In: text as a program took it out of a page. Out: the same words with plain spaces, whole letters and ordinary quotation
//! marks; stars and backslashes of Markdown read. Never: a word changed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::piece::{EMPHASIS, EMPHASIS_END, STRONG, STRONG_END, is_private};

/// Spaces, ligatures, letters in two parts and odd quotation marks made ordinary. Private characters of this module that
/// the source has by chance become spaces, as they are in the count of words.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'`' && byte != b'\'' && byte != b',')
    {
        tidy.push_str(text);
        return tidy;
    }
    let mut characters = text.nfc().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\t' => tidy.push_str("    "),
            '\u{fb00}' => tidy.push_str("ff"),
            '\u{fb01}' => tidy.push_str("fi"),
            '\u{fb02}' => tidy.push_str("fl"),
            '\u{fb03}' => tidy.push_str("ffi"),
            '\u{fb04}' => tidy.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => tidy.push_str("st"),
            // A space that must not break keeps French marks at their words; elsewhere it is left from justifying lines.
            '\u{a0}' | '\u{202f}' if holds(tidy.chars().next_back(), characters.peek().copied()) => {
                tidy.push('\u{a0}');
            }
            '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => tidy.push(' '),
            '`' if characters.next_if_eq(&'`').is_some() => tidy.push('“'),
            '\'' if characters.next_if_eq(&'\'').is_some() => tidy.push('”'),
            ',' if characters.next_if_eq(&',').is_some() => tidy.push('„'),
            '`' | '´' | '\u{2bc}' | '\u{201b}' => tidy.push('’'),
            '\u{201f}' => tidy.push('“'),
            // A soft hyphen shows only where a line ends.
            '\u{ad}' if characters.peek().is_some_and(|next| next.is_alphabetic()) => {}
            c if is_private(c) || c.is_control() => tidy.push(' '),
            c => tidy.push(c),
        }
    }
    tidy
}

/// Whether a space between these two holds a mark of French at its word.
fn holds(before: Option<char>, after: Option<char>) -> bool {
    before == Some('«') || after.is_some_and(|c| matches!(c, ':' | ';' | '!' | '?' | '»' | '%' | '€'))
}

/// Reads `*emphasis*`, `**strong**` and a backslash before a mark.
pub(super) fn styled(text: &str) -> String {
    if !text.contains(['*', '\\']) {
        return text.to_owned();
    }
    let mut styled = String::with_capacity(text.len());
    let mut before = ' ';
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters.peek().is_some_and(|next| "$*_#&%[]".contains(*next)) => {
                before = characters.next().unwrap_or(c);
                styled.push(before);
            }
            '*' => {
                let mut stars = 1;
                while characters.next_if_eq(&'*').is_some() {
                    stars += 1;
                }
                star(stars, before, characters.peek().copied(), &mut open, &mut styled);
                before = '*';
            }
            c => {
                styled.push(c);
                before = c;
            }
        }
    }
    unopened(styled, &open)
}

/// Whether a character may be inside a word, of which no part is set apart.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric()
        || is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

/// Writes the beginning or the end of a style, or the stars themselves.
fn star(
    stars: usize,
    before: char,
    after: Option<char>,
    open: &mut Vec<(usize, usize)>,
    styled: &mut String,
) {
    let (begin, end) = if stars == 1 { (EMPHASIS, EMPHASIS_END) } else { (STRONG, STRONG_END) };
    let after = after.unwrap_or(' ');
    let closes = !before.is_whitespace() && !is_of_word(after);
    let opens = !after.is_whitespace() && !is_of_word(before);
    if stars > 2 {
        styled.extend(std::iter::repeat_n('*', stars));
    } else if closes && open.last().is_some_and(|(_, of)| *of == stars) {
        open.pop();
        styled.push(end);
    } else if opens && open.iter().all(|(_, of)| *of != stars) {
        open.push((styled.len(), stars));
        styled.push(begin);
    } else {
        styled.extend(std::iter::repeat_n('*', stars));
    }
}

/// A style that never ends is none: its stars are put back.
fn unopened(mut styled: String, open: &[(usize, usize)]) -> String {
    for (at, stars) in open.iter().rev() {
        let end = at + EMPHASIS.len_utf8();
        if styled.is_char_boundary(*at) && styled.is_char_boundary(end) {
            styled.replace_range(*at..end, if *stars == 1 { "*" } else { "**" });
        }
    }
    styled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_made_ordinary() {
        assert_eq!(tidy("ﬁrst\u{a0}\u{2009}``word'' ,,dom” e\u{301}t\u{e9}"), "first  “word” „dom” été");
        assert_eq!(tidy("«\u{a0}mot\u{a0}»\u{202f}: oui"), "«\u{a0}mot\u{a0}»\u{a0}: oui");
        assert_eq!(tidy("a\u{e000}b"), "a b");
    }

    #[test]
    fn stars_are_styles_only_around_words() {
        let shown = |text: &str| {
            styled(text)
                .replace(EMPHASIS, "<")
                .replace(EMPHASIS_END, ">")
                .replace(STRONG, "{")
                .replace(STRONG_END, "}")
        };
        assert_eq!(shown("(*anquan chengshi*) is"), "(<anquan chengshi>) is");
        assert_eq!(shown("**A\nB** c"), "{A\nB} c");
        assert_eq!(shown("5 * 3 * 2 and a*b*c"), "5 * 3 * 2 and a*b*c");
        assert_eq!(shown("*see below"), "*see below");
        assert_eq!(shown("USD \\$15, C:\\dir"), "USD $15, C:\\dir");
    }
}
