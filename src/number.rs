//! Numbers as papers write them: "£0.04m", "12%", "1,204", "1 204", "(3)", "−3", "~5", "–".
//!
//! In: the words of a cell, and which signs its column uses. Out: [`Cell`]. Never: a guess at a cell that holds other words
//! too: "0 – 20", "2012/13" and "80% of 5" are text.

use std::iter::Peekable;
use std::str::Chars;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// No value: empty, "–", "n/a".
    Missing,
    /// A number.
    Number(Number),
    /// Anything else.
    Text,
}

/// A number with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Number {
    pub(crate) value: f64,
    /// "£"
    pub(crate) before: String,
    /// "m", "%", with the space that was written before it.
    pub(crate) after: String,
    /// Digits after the point.
    pub(crate) decimals: usize,
    /// Whether it is digits and nothing else, as programs write numbers: so it is printed as the language does.
    pub(crate) bare: bool,
}

/// Which signs group digits; the others set off decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signs {
    pub(crate) comma_groups: bool,
    pub(crate) dot_groups: bool,
}

/// How cells say that there is no value.
const MISSING: [&str; 22] = [
    "", "-", "–", "—", "−", "--", ".", "..", "…", "...", "n/a", "na", "n.a.", "n/d", "nd", "n.d.", "b.d.",
    "bd.", "k. a.", "k.a.", "s.o.", "null",
];
/// How papers say that a number is not exact.
const ABOUT: [&str; 7] = ["~", "≈", "c.", "ca.", "ca", "ok.", "approx."];
/// The languages that write a decimal point; in all others it is a comma.
const POINT: [&str; 17] =
    ["en", "ja", "zh", "ko", "th", "he", "hi", "bn", "ta", "te", "ur", "fil", "ms", "cy", "ga", "mt", "sw"];
/// Of those that write a decimal comma, the ones that group digits with points.
const DOTTED: [&str; 18] = [
    "de", "es", "it", "nl", "pt", "id", "tr", "da", "el", "ro", "hr", "sl", "sr", "bs", "mk", "vi", "is",
    "ca",
];
/// Currencies that stand before numbers by their codes.
const CURRENCIES: [&str; 24] = [
    "USD", "EUR", "GBP", "PLN", "CHF", "CZK", "JPY", "CNY", "RMB", "INR", "KRW", "SEK", "NOK", "DKK", "HUF",
    "RON", "UAH", "AUD", "CAD", "SGD", "VND", "IDR", "Rs", "kr",
];
/// Longer ones are no measure of anything, and no number of a computer's holds them exactly.
const DIGITS: usize = 15;

impl Signs {
    /// The signs of a column: those of its language, unless a cell can only be read otherwise.
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a str>, language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let mut signs =
            Self { comma_groups: POINT.contains(&primary), dot_groups: DOTTED.contains(&primary) };
        for cell in cells {
            let parts: Vec<&str> =
                cell.split(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).collect();
            for part in parts {
                let (commas, dots) = (part.matches(',').count(), part.matches('.').count());
                match (commas, dots) {
                    (1, 0) if !may_group(part, ',') => signs.comma_groups = false,
                    (0, 1) if !may_group(part, '.') => signs.dot_groups = false,
                    _ => {}
                }
            }
        }
        signs
    }
}

/// Whether the only sign of this kind can stand between groups of digits.
fn may_group(digits: &str, sign: char) -> bool {
    let Some((before, after)) = digits.split_once(sign) else { return false };
    after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0')
}

/// Reads a cell.
pub(crate) fn read(text: &str, signs: Signs) -> Cell {
    let text = text.trim().trim_end_matches(['*', '†', '‡']).trim_end();
    if MISSING.contains(&&*text.to_lowercase()) {
        return Cell::Missing;
    }
    let text = ABOUT.iter().find_map(|about| text.strip_prefix(about)).unwrap_or(text).trim_start();
    let (text, in_brackets) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => (text, false),
    };
    number(text, in_brackets, signs).map_or(Cell::Text, Cell::Number)
}

fn number(text: &str, in_brackets: bool, signs: Signs) -> Option<Number> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (mut before, rest) = text.split_at_checked(start)?;
    let mut leading_point = "";
    if let Some(short) = before.strip_suffix(['.', ',']) {
        (before, leading_point) = (short, ".");
    }
    let (negative, before) = sign(before)?;
    let mut chars = rest.chars().peekable();
    let digits = digits(&mut chars);
    let rest: String = chars.collect();
    let (after, note) = without_note(&rest)?;
    let plain = format!("{leading_point}{}", plain(&digits, signs)?);
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if plain.len() > DIGITS {
        return None;
    }
    let value: f64 = plain.parse().ok()?;
    let bare = before.is_empty() && after.is_empty() && !note && !in_brackets && digits == plain;
    let value = if negative != in_brackets { 0.0 - value } else { value };
    Some(Number { value, before: before.to_owned(), after, decimals, bare })
}

/// The sign of a number and the currency before it.
fn sign(before: &str) -> Option<(bool, String)> {
    let is_minus = |c: char| matches!(c, '-' | '−' | '–');
    let negative = before.chars().any(is_minus);
    let currency: String = before.chars().filter(|c| !is_minus(*c) && *c != '+').collect();
    let currency = currency.trim();
    let signs = before.chars().filter(|c| is_minus(*c) || *c == '+').count();
    (signs <= 1 && is_currency(currency)).then(|| (negative, currency.to_owned()))
}

/// "£", "US$", "PLN"; other words before a number make it a name: "Article 5", "SDG 16".
fn is_currency(word: &str) -> bool {
    let has_sign = word.chars().any(is_money) && word.chars().count() <= 4;
    word.is_empty()
        || has_sign && word.chars().all(|c| c.is_ascii_uppercase() || is_money(c))
        || CURRENCIES.contains(&word)
}

/// Whether a character stands for a currency.
pub(crate) fn is_money(c: char) -> bool {
    matches!(c, '$' | '£' | '¢' | '¥' | '¤' | '\u{20a0}'..='\u{20cf}')
}

/// Digits with the signs between them: a comma, point, apostrophe or space that a digit follows.
fn digits(chars: &mut Peekable<Chars<'_>>) -> String {
    let mut digits = String::new();
    while let Some(c) = chars.peek().copied() {
        let mut ahead = chars.clone();
        ahead.next();
        let next: String = ahead.take(4).collect();
        let follows = next.chars().take_while(char::is_ascii_digit).count();
        let groups = follows == 3;
        match c {
            c if c.is_ascii_digit() => digits.push(c),
            ',' | '.' if follows > 0 => digits.push(c),
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' if groups => {}
            _ => break,
        }
        chars.next();
    }
    digits
}

/// The digits with a point before decimals and nothing else between them.
fn plain(digits: &str, signs: Signs) -> Option<String> {
    let (commas, dots) = (digits.matches(',').count(), digits.matches('.').count());
    let (group, point) = match (commas, dots) {
        (0, 0) => return Some(digits.to_owned()),
        (1, 0) if !(signs.comma_groups && may_group(digits, ',')) => ('.', ','),
        (_, 0) => (',', '.'),
        (0, 1) if !(signs.dot_groups && may_group(digits, '.')) => (',', '.'),
        (0, _) => ('.', ','),
        _ if digits.rfind(',') > digits.rfind('.') => ('.', ','),
        _ => (',', '.'),
    };
    let plain: String =
        digits.chars().filter(|c| *c != group).map(|c| if c == point { '.' } else { c }).collect();
    (plain.matches('.').count() <= 1).then_some(plain)
}

/// The unit after a number, and whether a remark in brackets follows: "304 (estimate)".
fn without_note(rest: &str) -> Option<(String, bool)> {
    let (unit, note) = match rest.split_once(" (") {
        Some((unit, note)) if note.ends_with(')') => (unit, true),
        _ => (rest, false),
    };
    let unit = unit.trim_end().replace('\u{a0}', " ");
    let word = unit.trim_start();
    let is_unit = word.chars().count() <= 16
        && !word.chars().any(|c| {
            c.is_numeric() && !matches!(c, '²' | '³')
                || matches!(c, '-' | '–' | '—' | '−' | '(' | ')' | ':' | '<' | '>')
        })
        && !word.starts_with(['/', ',', '.', '+'])
        && word.split(' ').count() <= 2;
    let unit = if word.is_empty() { String::new() } else { unit.clone() };
    is_unit.then_some((unit, note))
}

/// A number as it is printed where its author wrote it: with a minus in the place of a hyphen.
pub(crate) fn printed(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some('-' | '–'), Some(c)) if c.is_ascii_digit() || is_money(c) => {
            format!("−{c}{}", chars.as_str())
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, language: &str) -> Option<(f64, String, String)> {
        match read(text, Signs::of(std::iter::once(text), language)) {
            Cell::Number(number) => Some((number.value, number.before, number.after)),
            _ => None,
        }
    }

    #[test]
    fn numbers_are_read_as_papers_write_them() {
        let cases = [
            ("£0.04m", "en", 0.04, "£", "m"),
            ("-£0.04m", "en", -0.04, "£", "m"),
            ("£−0.04m", "en", -0.04, "£", "m"),
            ("12%", "en", 12.0, "", "%"),
            ("12 %", "pl", 12.0, "", " %"),
            ("1,204", "en", 1204.0, "", ""),
            ("1,204", "pl", 1.204, "", ""),
            ("1 204", "pl", 1204.0, "", ""),
            ("1\u{a0}204,5", "fr", 1204.5, "", ""),
            ("1.204", "de", 1204.0, "", ""),
            ("1.204", "pl", 1.204, "", ""),
            ("0.123", "de", 0.123, "", ""),
            ("1.204,5", "de", 1204.5, "", ""),
            ("1,204.5", "de", 1204.5, "", ""),
            ("1,234,567", "en", 1_234_567.0, "", ""),
            ("1'234'567", "de-CH", 1_234_567.0, "", ""),
            ("(3)", "en", -3.0, "", ""),
            ("−3", "en", -3.0, "", ""),
            ("+3", "en", 3.0, "", ""),
            ("$1.2bn", "en", 1.2, "$", "bn"),
            ("US$1.2 bn", "en", 1.2, "US$", " bn"),
            ("~5", "en", 5.0, "", ""),
            ("ca. 5 Mio.", "de", 5.0, "", " Mio."),
            ("12 zł", "pl", 12.0, "", " zł"),
            ("304 (estimate)", "en", 304.0, "", ""),
            (".5", "en", 0.5, "", ""),
            ("3*", "en", 3.0, "", ""),
            ("1.162bn", "en", 1.162, "", "bn"),
            ("4 km²", "en", 4.0, "", " km²"),
        ];
        for (text, language, number, before, after) in cases {
            assert_eq!(
                value(text, language),
                Some((number, before.to_owned(), after.to_owned())),
                "{text} in {language}"
            );
        }
    }

    #[test]
    fn other_words_are_text() {
        for text in [
            "0 - 20",
            "0–20%",
            "2012/13",
            "HMRC",
            "80% phone / 20% face",
            "£240-270m (0%)",
            "<5",
            "1.2.3,4,5",
            "12345678901234567890",
            "2019-05-01",
            "5 kg 3",
            "3:1",
        ] {
            assert_eq!(read(text, Signs { comma_groups: true, dot_groups: false }), Cell::Text, "{text}");
        }
        for text in ["", " ", "–", "-", "n/a", "N/A", "b.d.", "…"] {
            assert_eq!(read(text, Signs { comma_groups: true, dot_groups: false }), Cell::Missing, "{text}");
        }
    }

    #[test]
    fn a_column_shows_which_signs_it_uses() {
        let signs = Signs::of(["1.204", "0.5"].into_iter(), "de");
        assert!(!signs.dot_groups);
        assert!(Signs::of(["1.204", "12.500"].into_iter(), "de").dot_groups);
        assert!(!Signs::of(["1,204", "0,5"].into_iter(), "en").comma_groups);
    }
}
