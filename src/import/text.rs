//! Reads text that was taken out of a PDF.
//!
//! In: the bytes of a `.txt` file; or pieces of text that another reader has cut out of pages. Out: a [`Transcript`].
//! Never: how it is written down.

mod arrange;
pub mod piece;

pub use arrange::arrange;

use super::transcript::Transcript;
use super::{Input, Options, Refusal};

/// Reads a document.
///
/// # Errors
/// If the file can't be read.
pub fn transcript(input: &Input, _options: &Options) -> Result<Transcript, Refusal> {
    Err(Refusal::new(format!("`{}` can't be imported yet", input.name)))
}
