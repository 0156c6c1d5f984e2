//! No-break spaces: those around French punctuation, and those that bind short words and units. Ordinary
//! spaces are replaced; only French ones are added where none was. It never touches the inside of a word,
//! a time or an address.

use super::language::Typography;
use super::writer::Writer;

const NO_BREAK: &str = "\u{a0}";

/// Sets the `;`, `:`, `!` or `?` at `at` in French; the place after it is returned.
pub(super) fn tall(typography: &Typography, writer: &mut Writer, at: usize) -> usize {
    let Some(mark) = writer.after(at) else {
        return at + 1;
    };
    // `10:30`, `https://`, `?page=2`: what goes on is no punctuation.
    if !writer.after(at + 1).is_none_or(may_follow) {
        return at + 1;
    }
    let space = typography.space_before(mark);
    let before = writer.before(at);
    if before == Some(' ') {
        if let Some(place) = at.checked_sub(1).filter(|&place| writer.is_plain_space(place)) {
            writer.replace(place, at, space.unwrap_or(NO_BREAK));
        }
    } else if let Some(space) = space.filter(|_| before.is_some_and(ends_words)) {
        writer.replace(at, at, space);
    }
    at + 1
}

/// What may stand right after tall punctuation.
fn may_follow(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '!' | '?' | '.' | '…' | ',' | ')' | ']' | '}' | '»' | '”' | '’' | '"' | '\'')
}

/// What tall punctuation may stand right after.
fn ends_words(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ')' | ']' | '}' | '»' | '”' | '’' | '"' | '\'' | '…' | '%' | '€' | '$')
}

/// Sets the space inside a guillemet at `at`, if it is one; the place after it is returned.
pub(super) fn guillemets(writer: &mut Writer, at: usize) -> usize {
    let end = at + 2;
    match writer.after(at) {
        Some('«') => match writer.after(end) {
            Some(' ') if writer.from(end).starts_with(' ') => writer.replace(end, end + 1, NO_BREAK),
            Some(c) if !c.is_whitespace() => writer.replace(end, end, NO_BREAK),
            _ => {}
        },
        Some('»') => match writer.before(at) {
            Some(' ') if at > 0 && writer.is_plain_space(at - 1) => writer.replace(at - 1, at, NO_BREAK),
            Some(c) if !c.is_whitespace() => writer.replace(at, at, NO_BREAK),
            _ => {}
        },
        _ => {}
    }
    end
}

/// Sets the space that begins a run after an opening guillemet.
pub(super) fn begin_french(writer: &mut Writer) {
    if writer.before(0) == Some('«') && writer.from(0).starts_with(' ') {
        writer.replace(0, 1, NO_BREAK);
    }
}

/// Sets the space that ends a run before punctuation of the next.
pub(super) fn end_french(typography: &Typography, writer: &mut Writer) {
    let run = writer.from(0);
    let Some(mark) = writer.next().filter(|mark| matches!(mark, ';' | ':' | '!' | '?' | '»')) else {
        return;
    };
    let Some(place) = run.len().checked_sub(1) else {
        return;
    };
    if writer.is_plain_space(place) {
        writer.replace(place, run.len(), typography.space_before(mark).unwrap_or(NO_BREAK));
    }
}

/// Sets the space at `at` where it binds what stands around it; the place after it is returned. `lone` says that
/// the run before ended in a one-letter word.
pub(super) fn bind(typography: &Typography, writer: &mut Writer, lone: bool, at: usize) -> usize {
    if !writer.is_beside_digit_or_letter(at) {
        return at + 1;
    }
    let after = writer.after(at + 1);
    let binds = after.is_some_and(|c| !c.is_whitespace())
        && (is_after_lone(typography, writer, lone, at)
            || is_before_unit(typography, writer, at)
            || (after.is_some_and(|c| c.is_ascii_digit()) && is_after_abbreviation(typography, writer, at)));
    if binds {
        writer.replace(at, at + 1, NO_BREAK);
    }
    at + 1
}

/// Whether the run ends in a one-letter word that belongs to the next.
pub(super) fn ends_lone(typography: &Typography, writer: &Writer, lone: bool) -> bool {
    is_after_lone(typography, writer, lone, writer.from(0).len())
}

fn is_after_lone(typography: &Typography, writer: &Writer, lone: bool, at: usize) -> bool {
    let Some(place) = at.checked_sub(1) else {
        return lone;
    };
    let letter = writer.from(place).bytes().next().filter(u8::is_ascii_alphabetic);
    letter.is_some_and(|letter| {
        typography.lone.contains(char::from(letter.to_ascii_lowercase())) && is_boundary(writer.before(place))
    })
}

fn is_before_unit(typography: &Typography, writer: &Writer, at: usize) -> bool {
    if typography.units.is_empty() || !writer.until(at).ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let text = writer.from(at + 1);
    typography
        .units
        .iter()
        .any(|unit| text.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

fn is_after_abbreviation(typography: &Typography, writer: &Writer, at: usize) -> bool {
    let text = writer.until(at);
    typography.before_numbers.iter().any(|abbreviation| {
        let start = at.checked_sub(abbreviation.len());
        text.ends_with(abbreviation) && start.is_some_and(|start| is_boundary(writer.before(start)))
    })
}

/// Whether a word may begin after `c`.
fn is_boundary(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '"' | '„' | '«' | '‚' | '–' | '—'))
}
