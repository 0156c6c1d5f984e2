//! Parts of a paper, on their way from pieces to blocks.
//!
//! In: nothing. Out: types. Never: a decision.

use super::piece::{Looks, Piece};
use crate::import::remark::Remark;

/// A part of a paper.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is.
    pub(super) role: Role,
    /// One line, with private characters.
    pub(super) text: String,
    /// Where it begins in the source.
    pub(super) place: String,
    /// The page that it begins on.
    pub(super) page: usize,
    /// What the layout says.
    pub(super) looks: Looks,
    /// What is to be said of it.
    pub(super) remarks: Vec<Remark>,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A paragraph.
    Text,
    /// A heading, 2 to 6.
    Heading(u8),
    /// An entry of a list, with its number if it has one. Entries that follow each other make one list.
    Entry(Option<u64>),
    /// Words beside a figure or table.
    Caption,
    /// A pull quote: which part it quotes, and whether it changes the words.
    PullQuote {
        /// The index of the part.
        quoted: usize,
        /// It is not word for word.
        edited: bool,
    },
    /// The place where words seem to be missing.
    Gap,
    /// Nothing is left of it.
    Gone,
}

impl Part {
    /// A part of which nothing is decided yet but what the layout says. Its lines are still parted.
    pub(super) fn new(piece: Piece) -> Self {
        let role = match &piece.looks {
            Looks::Heading(level) => Role::Heading((*level).clamp(2, 6)),
            Looks::Caption => Role::Caption,
            Looks::ListEntry => Role::Entry(None),
            _ => Role::Text,
        };
        let Piece { text, place, page, looks } = piece;
        Self { role, text, place, page, looks, remarks: Vec::new() }
    }

    /// Whether it can stand in the middle of a sentence that goes on behind it.
    pub(super) fn floats(&self) -> bool {
        matches!(self.role, Role::PullQuote { .. } | Role::Caption | Role::Gone)
    }

    /// Adds what is to be said of it.
    pub(super) fn say(&mut self, remark: Remark) {
        self.remarks.push(remark.at(self.place.clone()));
    }
}
