//! Markdown of other tools (Pandoc, Quarto, Jekyll, Hugo) becomes a manuscript.
//!
//! In: the bytes of a file. Out: an [`Import`] that keeps the author's text as it is, except where its meaning would change. Never: a word less.

use super::{Import, Input, Options, Refusal};

/// Makes a manuscript of a Markdown file.
///
/// # Errors
/// If the file is no text.
pub fn import(input: &Input, _options: &Options) -> Result<Import, Refusal> {
    Err(Refusal::new(format!("`{}` can't be imported yet", input.name)))
}
