//! Reads a document.
//!
//! In: the bytes of a file. Out: a [`Transcript`]. Never: how it is written down.

#[expect(dead_code, reason = "the reader, which comes next, reads citations")]
mod citations;
#[cfg_attr(not(test), expect(dead_code, reason = "the reader, which comes next, reads equations"))]
mod math;
#[cfg_attr(not(test), expect(dead_code, reason = "the reader, which comes next, reads parts"))]
mod package;
mod xml;

use super::transcript::Transcript;
use super::{Input, Options, Refusal};

/// Reads a document.
///
/// # Errors
/// If the file can't be read.
pub fn transcript(input: &Input, _options: &Options) -> Result<Transcript, Refusal> {
    package::Package::open(input)?;
    Err(Refusal::new(format!("`{}` can't be imported yet", input.name)))
}
