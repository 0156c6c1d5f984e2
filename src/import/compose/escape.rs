//! Text is written so that Markdown reads it as text.
//!
//! In: words, and what stands around them. Out: the words with a backslash where one is needed, and no more. Never: what
//! is needed at the beginning of a line, which [`super::lines`] knows.

use super::phrase::{destination, escape_entities};
use super::runs::{Atom, Run, STYLES};
use crate::import::transcript::Style;

/// What else a phrase holds that decides whether a character could be read as a mark.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Risks {
    /// Asterisks, underscores, tildes, circumflexes, equals signs: whether one could find a partner.
    pub(super) pairs: [bool; 5],
    /// Whether every character that could be a mark in some place is escaped.
    pub(super) all: bool,
    /// Whether dollars are marks.
    pub(super) math: bool,
    /// Whether bars are marks.
    pub(super) in_cell: bool,
}

/// The characters that set text apart in pairs.
const PAIRS: [char; 5] = ['*', '_', '~', '^', '='];

impl Risks {
    /// What is to be feared in a phrase.
    pub(super) fn of(runs: &[Run]) -> Self {
        let mut counts = [0_usize; 5];
        for run in runs {
            if let Atom::Text(text) = &run.atom {
                let mut before = ' ';
                for c in text.chars() {
                    let at = PAIRS.iter().position(|mark| *mark == c && c != before);
                    if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
                        *count += 1;
                    }
                    before = c;
                }
            }
            for style in STYLES.into_iter().filter(|style| run.styles.has(*style)) {
                for (count, mark) in counts.iter_mut().zip(PAIRS) {
                    *count += if marks(style).contains(mark) { 2 } else { 0 };
                }
            }
        }
        Self { pairs: counts.map(|count| count > 1), ..Self::default() }
    }

    fn pair(self, mark: char) -> bool {
        PAIRS.iter().zip(self.pairs).any(|(each, found)| *each == mark && found)
    }
}

/// The marks that a style may be written with.
fn marks(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "*_",
        Style::Strong => "*",
        Style::Strikethrough | Style::Subscript => "~",
        Style::Superscript => "^",
        Style::Mark => "=",
    }
}

/// A text, escaped. `before` and `after` are the characters that are written around it, if it is not the whole phrase.
pub(super) fn escaped(
    text: &str,
    before: Option<char>,
    after: Option<char>,
    risks: Risks,
    in_link: bool,
    out: &mut String,
) {
    let mut last = before;
    let mut rest = text;
    // What stands in brackets before is a mark or a citation, and no link.
    if before == Some(']') && text.starts_with('(') {
        out.push('\\');
    }
    while let Some(c) = rest.chars().next() {
        let length = address_length(rest, last);
        if length > 0 && !in_link && !risks.all {
            let (address, others) = rest.split_at_checked(length).unwrap_or((rest, ""));
            write_address(address, ends_address(others, after), risks, out);
            last = address.chars().next_back();
            rest = others;
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        let next = rest.chars().next().or(after);
        if is_read(c, last, next, rest, risks, in_link) {
            out.push('\\');
        }
        out.push(c);
        last = Some(c);
    }
}

/// Whether a character would be read as something else than itself.
fn is_read(c: char, last: Option<char>, next: Option<char>, rest: &str, risks: Risks, in_link: bool) -> bool {
    let is_next = |test: fn(char) -> bool| next.is_some_and(test);
    match c {
        '\\' => next.is_none_or(|c| c.is_ascii_punctuation() || c == '\n'),
        '`' | '{' => true,
        '$' => risks.math,
        '|' => risks.in_cell,
        '<' => is_next(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) || rest.is_empty(),
        '&' => is_entity(rest),
        '[' => in_link || next == Some('^') || risks.all,
        ']' => in_link || matches!(next, Some('(' | '[' | '{')) || risks.all,
        '!' => next == Some('[') || (in_link && last == Some('[')),
        '^' if next == Some('[') => true,
        '@' if risks.all => true,
        // Without these nothing is taken for an address.
        ':' if last != Some(c) && rest.starts_with("::") => true,
        ':' => risks.all && rest.starts_with("//"),
        '.' => risks.all && last == Some('w'),
        '@' => ["fig-", "tbl-", "sec-"].iter().any(|kind| rest.starts_with(kind)) || rest.is_empty(),
        '=' if last != Some(c) && next != Some(c) => false,
        '=' if last != Some(c) && next != Some(c) => false,
        '*' | '_' | '~' | '^' | '=' if risks.all => true,
        '_' => risks.pair(c) && !is_inside(c, last, next, rest) && !is_lone(last, next),
        '*' | '~' | '^' | '=' => risks.pair(c) && !is_lone(last, next),
        _ => false,
    }
}

/// Whether a mark stands between white space, where it can neither begin nor end anything.
fn is_lone(last: Option<char>, next: Option<char>) -> bool {
    last.is_some_and(char::is_whitespace) && next.is_some_and(char::is_whitespace)
}

/// Whether an underscore stands in a word: `snake_case`.
fn is_inside(c: char, last: Option<char>, next: Option<char>, rest: &str) -> bool {
    let next = if next == Some(c) { rest.trim_start_matches(c).chars().next() } else { next };
    last.is_some_and(|last| last.is_alphanumeric() || last == c) && next.is_some_and(char::is_alphanumeric)
}

/// Whether what follows an ampersand makes it a character reference.
fn is_entity(rest: &str) -> bool {
    let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or("");
    !name.is_empty() && rest.get(name.len()..).is_some_and(|after| after.starts_with(';'))
}

/// The length of the web address that begins here; 0 if none does.
fn address_length(rest: &str, last: Option<char>) -> usize {
    if last.is_some_and(char::is_alphabetic)
        || !["http://", "https://", "ftp://", "www."].iter().any(|start| rest.starts_with(start))
    {
        return 0;
    }
    let end = rest.find(|c: char| c.is_whitespace() || "<>\"`|\\^{}".contains(c)).unwrap_or(rest.len());
    let address = rest.get(..end).unwrap_or("");
    let mut kept =
        address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '’', '”', '»']);
    // A bracket belongs to the address if it was opened in it.
    for (open, close) in [('(', ')'), ('[', ']')] {
        while kept.ends_with(close) && kept.matches(close).count() > kept.matches(open).count() {
            kept = kept.trim_end_matches(['.', ',', ';', ':']);
            kept = kept.strip_suffix(close).unwrap_or(kept);
        }
    }
    let body = kept
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("ftp://")
        .trim_start_matches("www.");
    if body.starts_with(char::is_alphanumeric) { kept.len() } else { 0 }
}

/// Whether an address ends where this follows it: the reader of the manuscript takes all up to a space, but for some
/// marks of punctuation.
fn ends_address(rest: &str, after: Option<char>) -> bool {
    let rest = rest.trim_start_matches(['.', ',', ';', ':', '!', '?']);
    match rest.chars().next() {
        Some(c) => c == ' ' || c == '\n',
        None => after.is_none_or(|c| matches!(c, ' ' | '\n' | '\\')),
    }
}

/// Writes an address as it is if the reader of the manuscript reads it as one, else between angle brackets.
fn write_address(address: &str, ends: bool, risks: Risks, out: &mut String) {
    let body = address.get(address.find("//").map_or(0, |at| at + 2)..).unwrap_or("");
    let plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '%' | '?' | '=' | '#' | ':' | '+' | ',')
    };
    if ends && body.chars().all(plain) && !body.contains("==") {
        out.push_str(address);
    } else if address.starts_with("www.") {
        out.push_str(&format!(
            "[{}]({})",
            bracketed(address, risks),
            destination(&format!("http://{address}"))
        ));
    } else {
        out.push_str(&format!("<{}>", escape_entities(address)));
    }
}

/// A text between square brackets, every mark escaped.
pub(super) fn bracketed(text: &str, risks: Risks) -> String {
    let mut out = String::with_capacity(text.len());
    let risks = Risks { all: true, ..risks };
    escaped(text, None, None, risks, true, &mut out);
    out
}
