//! Pieces of text: what a page holds, before it is known what each is for.
//!
//! In: nothing. Out: types, and the private characters that stand for marks and styles inside a piece. Never: a decision.
//!
//! The words of a piece stand exactly as in the source's raw form, from which its census is counted: a note's mark that
//! is glued to a word there (`law12`) is glued to it here, and one that stands apart (`law 12`) has a space before it. A
//! hyphen at a line's end stays, with the `\n` after it.

/// Before the number or sign of a note's mark.
pub const MARK: char = '\u{e000}';
/// After it.
pub const MARK_END: char = '\u{e001}';
/// Before emphasis.
pub const EMPHASIS: char = '\u{e002}';
/// After it.
pub const EMPHASIS_END: char = '\u{e003}';
/// Before strong emphasis.
pub const STRONG: char = '\u{e004}';
/// After it.
pub const STRONG_END: char = '\u{e005}';

/// A paragraph, or the part of one that stands on one page or in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its lines, parted by `\n`, with the private characters of this file.
    pub text: String,
    /// Where it begins: `line 12` or `page 3`.
    pub place: String,
    /// The page, from 1.
    pub page: usize,
    /// What the layout says that it is.
    pub looks: Looks,
}

/// What the layout says of a piece. Plain text says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Looks {
    /// Nothing is known.
    #[default]
    Unknown,
    /// Running text.
    Body,
    /// A heading, 2 (a section) to 6.
    Heading(u8),
    /// Set apart from the running text, which may go on behind it.
    PullQuote,
    /// A note, with its number or sign, which stands before the note's text in the source and not in the piece. A note
    /// that goes on over the page is a second piece with the same number, or with an empty one.
    Note(String),
    /// The words below or above a figure or table.
    Caption,
    /// An entry of a list, with its bullet or number.
    ListEntry,
    /// The paper's title.
    Title,
    /// The line below it.
    Subtitle,
    /// Its authors.
    Byline,
    /// Not the paper's text, and why it is dropped: `a running head`.
    Furniture(&'static str),
}

/// Whether a character is one of those that stand for marks and styles.
pub fn is_private(c: char) -> bool {
    matches!(c, MARK..=STRONG_END)
}

/// The text as the source has it: with the numbers of its marks, without private characters.
pub fn raw(text: &str) -> String {
    text.chars().filter(|c| !is_private(*c)).collect()
}
