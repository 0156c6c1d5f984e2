//! Smart punctuation by language. A paragraph's runs of text come in, one after the other, with what stands
//! between them; the same letters go out with the quotation marks, apostrophes, dashes, ellipses and
//! no-break spaces of good typesetting. It never changes any other character, and never reads markup.
//!
//! In every language:
//! - `"` and `'` become the language's marks; a mark within quotation marks becomes the inner pair;
//! - an apostrophe (`don't`, `'90s`, `rock 'n' roll`, `d'accord`) becomes `’`;
//! - `--` becomes an en dash and `---` an em dash, unless they are part of an arrow (`-->`) or of a longer row;
//! - a hyphen between spaces becomes an en dash; a range such as `10-20` stays as it is, since it may as
//!   well be a number of a law or a telephone;
//! - `...` becomes `…`, and `....` becomes `….`; longer rows are leaders and stay;
//! - marks right after a digit, with no quotation open, are feet, inches or minutes (`5'10"`) and stay;
//! - marks between two spaces stay: nobody can tell what they are. Curly marks stay.
//!
//! French also gets its no-break spaces: narrow before `; ! ?`, wide before `:` and inside `« »`, in place of
//! a space or, after a word, where none was typed; Canadian French has none of its own before `; ! ?`. Polish,
//! Czech and Slovak bind one-letter words to the next; Polish also binds numbers to units, and
//! abbreviations to numbers.
//!
//! Setting a text twice changes no more than setting it once.

mod language;
mod quotes;
mod spaces;
#[cfg(test)]
mod tests;
mod writer;

use std::borrow::Cow;

pub use language::Typography;
use quotes::Open;
use writer::Writer;

/// What stands before a run in its paragraph: the last character, and the quotations still open.
/// A new one begins each paragraph, heading, table cell or caption.
#[derive(Clone, Debug, Default)]
pub struct State {
    last: Option<char>,
    /// The last word is one that must not end a line, and nothing has followed it.
    lone: bool,
    open: Vec<Open>,
}

impl State {
    /// The beginning of a paragraph.
    #[must_use]
    pub fn new() -> State {
        State::default()
    }

    /// Something that is not set passed by: code, an image, mathematics, an escaped character. `last` is the
    /// character that the next quotation mark shall see before it, a letter for most things. A note mark
    /// needs no call: a mark after it belongs to what stands before it.
    pub fn opaque(&mut self, last: char) {
        self.last = Some(last);
        self.lone = false;
    }

    /// A line break passed by, soft or hard.
    pub fn break_(&mut self) {
        self.opaque('\n');
    }

    /// Whether the last word must stand on one line with the next, as `w` in Polish: a soft break that
    /// follows should be written as a no-break space.
    #[must_use]
    pub fn holds_next(&self) -> bool {
        self.lone
    }
}

impl Typography {
    /// Sets one run of a paragraph's text. `next` is the first character after it in the paragraph, if there
    /// is one: of the next run, of code, a space for a break. What was set is remembered in `state`.
    pub fn set<'a>(&self, run: &'a str, next: Option<char>, state: &mut State) -> Cow<'a, str> {
        if run.is_empty() {
            return Cow::Borrowed(run);
        }
        let mut writer = Writer::new(run, state.last, next);
        if self.is_french() {
            spaces::begin_french(&mut writer);
        }
        let mut at = 0;
        while let Some(found) = self.next_mark(run, at) {
            at = match run.as_bytes().get(found) {
                Some(b'"') => quotes::double(self, &mut writer, state, found),
                Some(b'\'') => quotes::single(self, &mut writer, state, found),
                Some(b'-') => dashes(self, &mut writer, found),
                Some(b'.') => dots(&mut writer, found),
                Some(b' ') => spaces::bind(self, &mut writer, state.lone, found),
                Some(0xc2) => spaces::guillemets(&mut writer, found),
                _ => spaces::tall(self, &mut writer, found),
            };
        }
        if self.is_french() {
            spaces::end_french(self, &mut writer);
        }
        state.lone = spaces::ends_lone(self, &writer, state.lone);
        state.last = writer.before(run.len());
        writer.finish()
    }

    /// The next byte at or after `from` that may have to be set.
    fn next_mark(&self, run: &str, from: usize) -> Option<usize> {
        let interest = self.interest();
        let rest = run.as_bytes().get(from..)?;
        // Most languages look at few bytes, so that whole blocks of a text have none of them.
        let passed = if interest == COMMON { blocks_without_marks(rest) } else { 0 };
        let ahead = rest.get(passed..)?.iter().position(|&byte| {
            let class = CLASSES.get(usize::from(byte)).copied().unwrap_or(0);
            class & interest != 0
        })?;
        Some(from + passed + ahead)
    }
}

/// The length of the blocks that a text begins with in which no mark is common to every language. A block is looked at
/// without branches, of which the compiler makes a few instructions.
fn blocks_without_marks(text: &[u8]) -> usize {
    const BLOCK: usize = 16;
    let is_mark = |byte: u8| (byte == b'"') | (byte == b'\'') | (byte == b'-') | (byte == b'.');
    let (blocks, _) = text.as_chunks::<BLOCK>();
    let without = |block: &&[u8; BLOCK]| !block.iter().fold(false, |found, &byte| found | is_mark(byte));
    blocks.iter().take_while(without).count() * BLOCK
}

/// Marks that every language sets.
const COMMON: u8 = 1;
/// Marks that only French sets: tall punctuation, and the first byte of guillemets.
const FRENCH: u8 = 2;
/// The space, where it may have to bind.
const SPACE: u8 = 4;

static CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut rest: &mut [u8] = &mut classes;
    let mut byte = 0_u8;
    while let Some((class, tail)) = rest.split_first_mut() {
        *class = match byte {
            b'"' | b'\'' | b'-' | b'.' => COMMON,
            b';' | b':' | b'!' | b'?' | 0xc2 => FRENCH,
            b' ' => SPACE,
            _ => 0,
        };
        byte = byte.wrapping_add(1);
        rest = tail;
    }
    classes
}

/// Sets the row of hyphens at `at`; the place after it is returned.
fn dashes(typography: &Typography, writer: &mut Writer, at: usize) -> usize {
    let end = writer.end_of_row(at, b'-');
    let (before, after) = (writer.before(at), writer.after(end));
    let arrow = before == Some('<') || after == Some('>');
    // The no-break spaces of guillemets are no spaces around a dash.
    let parts = |c: char| c.is_whitespace() && !(typography.is_french() && c == '\u{a0}');
    let spaced = before.is_some_and(parts) && after.is_some_and(parts);
    match end - at {
        1 if spaced => writer.replace(at, end, "–"),
        2 if !arrow => writer.replace(at, end, "–"),
        3 if !arrow => writer.replace(at, end, "—"),
        _ => {}
    }
    end
}

/// Sets the row of full stops at `at`; the place after it is returned.
fn dots(writer: &mut Writer, at: usize) -> usize {
    let end = writer.end_of_row(at, b'.');
    match end - at {
        3 => writer.replace(at, end, "…"),
        4 => writer.replace(at, end, "…."),
        _ => {}
    }
    end
}
