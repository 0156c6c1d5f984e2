//! Quotation marks and apostrophes: which of them a straight mark is, by what stands around it and by the
//! quotations that are open. It never looks further than its run and the character after it.

use super::State;
use super::language::{Marks, Typography};
use super::writer::Writer;

/// More quotations than this within each other are not remembered, so that no text makes setting slow.
const DEEPEST: usize = 16;

/// A quotation that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    straight: Straight,
    close: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Straight {
    Single,
    Double,
}

impl State {
    fn has_open(&self, straight: Straight) -> bool {
        self.open.iter().any(|open| open.straight == straight)
    }

    fn begin(&mut self, straight: Straight, marks: Marks) -> &'static str {
        if self.open.len() < DEEPEST {
            self.open.push(Open { straight, close: marks.close });
        }
        marks.open
    }

    /// Closes the innermost quotation that began with such a mark, and any within it.
    fn end(&mut self, straight: Straight) -> Option<&'static str> {
        let place = self.open.iter().rposition(|open| open.straight == straight)?;
        let close = self.open.get(place).map(|open| open.close);
        self.open.truncate(place);
        close
    }
}

/// What stands to the left of a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// Nothing, white space, or a bracket or mark that opens.
    Space,
    Dash,
    Digit,
    Letter,
    Other,
}

fn left(typography: &Typography, before: Option<char>) -> Left {
    match before {
        None => Left::Space,
        Some(c) if c.is_whitespace() || typography.opens(c) => Left::Space,
        Some('-' | '–' | '—' | '―') => Left::Dash,
        Some(c) if c.is_numeric() => Left::Digit,
        Some(c) if c.is_alphanumeric() => Left::Letter,
        Some(_) => Left::Other,
    }
}

fn is_space(after: Option<char>) -> bool {
    after.is_none_or(char::is_whitespace)
}

/// Sets the `"` at `at`; the place after it is returned.
pub(super) fn double(typography: &Typography, writer: &mut Writer, state: &mut State, at: usize) -> usize {
    let after = writer.after(at + 1);
    let open = state.has_open(Straight::Double);
    let begins = match left(typography, writer.before(at)) {
        Left::Space if is_space(after) => return at + 1,
        // `"so ",` was typed with a space too many.
        Left::Space => !(open && matches!(after, Some(',' | ';' | ':' | '!' | '?' | ')' | ']' | '}'))),
        Left::Dash => after.is_some_and(char::is_alphanumeric) || !(open || is_space(after)),
        Left::Digit if !open => return at + 1,
        Left::Digit | Left::Letter | Left::Other => !open && after.is_some_and(char::is_alphanumeric),
    };
    let mark = if begins {
        let depth = state.open.iter().filter(|open| open.straight == Straight::Double).count();
        let marks = if depth % 2 == 0 { typography.outer } else { typography.inner };
        state.begin(Straight::Double, marks)
    } else {
        // Where none is open, it closes one that began in an earlier paragraph.
        state.end(Straight::Double).unwrap_or(typography.outer.close)
    };
    writer.replace(at, at + 1, mark);
    at + 1
}

/// Sets the `'` at `at`; the place after it is returned.
pub(super) fn single(typography: &Typography, writer: &mut Writer, state: &mut State, at: usize) -> usize {
    let after = writer.after(at + 1);
    let word_after = after.is_some_and(char::is_alphanumeric);
    let left = left(typography, writer.before(at));
    let open = state.has_open(Straight::Single);
    let mark = match left {
        // Feet and inches, degrees and minutes.
        Left::Digit if after.is_some_and(char::is_numeric) || !(word_after || open) => {
            return at + 1;
        }
        Left::Digit | Left::Letter if word_after => APOSTROPHE,
        Left::Space if is_space(after) => return at + 1,
        Left::Space | Left::Dash | Left::Other if begins_with_apostrophe(typography, writer.from(at + 1)) => {
            APOSTROPHE
        }
        Left::Space if writer.may_close_single(at) => state.begin(Straight::Single, typography.inner),
        Left::Dash | Left::Other if word_after && writer.may_close_single(at) => {
            state.begin(Straight::Single, typography.inner)
        }
        Left::Space => APOSTROPHE,
        _ => state.end(Straight::Single).unwrap_or(APOSTROPHE),
    };
    writer.replace(at, at + 1, mark);
    at + 1
}

const APOSTROPHE: &str = "’";

/// Whether the text after a mark is a word that lost its beginning: `90s`, `n`, `tis`.
fn begins_with_apostrophe(typography: &Typography, text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let word = text.get(..end).unwrap_or_default();
    let decade = word.strip_suffix('s').unwrap_or(word);
    (decade.len() == 2 && decade.bytes().all(|byte| byte.is_ascii_digit()))
        || typography.clipped.iter().any(|clipped| clipped.eq_ignore_ascii_case(word))
}
