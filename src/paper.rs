//! The model of a manuscript: what every later stage reads, and nothing that only parsing needs.
//!
//! In: nothing. Out: the types [`Paper`], [`Record`] and [`Body`]. Never: behaviour beyond looking at itself.

pub mod body;
pub mod data;
pub mod name;
pub mod phrase;
pub mod record;

pub use body::*;
pub use data::*;
pub use name::Name;
pub use record::*;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Place;

/// All the sources of one manuscript in one language, parsed together. A page or a person is one too.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What other pages may know of it.
    pub record: Record,
    /// Its text.
    pub body: Body,
}

/// A range of bytes in one of a manuscript's files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Index into [`Record::files`].
    pub file: u16,
    /// First byte.
    pub start: u32,
    /// One past the last byte. An empty span stands for words that no bytes of the source are.
    pub end: u32,
}

impl Span {
    /// A range of bytes in a file of the manuscript.
    pub fn new(file: u16, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end) }
    }

    /// The empty span before its first byte.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// The place that a diagnostic prints.
    pub fn place(self, files: &[Arc<str>]) -> Place {
        let path = files.get(usize::from(self.file)).cloned().unwrap_or_default();
        Place::new(path, self.start as usize..self.end as usize)
    }
}
