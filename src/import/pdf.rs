//! Reads a document.
//!
//! In: the bytes of a file. Out: a [`Transcript`]. Never: how it is written down.

use super::transcript::Transcript;
use super::{Input, Options, Refusal};

/// Reads a document.
///
/// # Errors
/// If the file can't be read.
pub fn transcript(input: &Input, _options: &Options) -> Result<Transcript, Refusal> {
    Err(Refusal::new(format!("`{}` can't be imported yet", input.name)))
}
