//! Reads text that was taken out of a PDF.
//!
//! In: the bytes of a `.txt` file; or pieces of text that another reader has cut out of pages. Out: a [`Transcript`].
//! Never: how it is written down.

mod arrange;
mod authors;
mod back_matter;
mod blocks;
mod bullets;
mod case;
mod characters;
mod decode;
mod first_page;
mod furniture;
mod headings;
mod hyphens;
mod imprint;
mod inlines;
mod joins;
mod labels;
mod language;
mod lexicon;
mod lines;
mod lists;
mod notes;
mod part;
pub mod piece;
mod plain_notes;
mod pull_quotes;
mod shingles;
mod speech;
mod summary;
mod vocabulary;

pub use arrange::arrange;

use super::ledger::Census;
use super::transcript::Transcript;
use super::{Failure, Input, Options};

/// Reads a document.
///
/// # Errors
/// If the file is no text.
pub fn transcript(input: &Input, options: &Options) -> Result<Transcript, Failure> {
    let decoded = decode::decode(input, options.lang.as_deref())?;
    let mut source = Census::default();
    source.add(&decoded.text);
    let mut lines = lines::lines(&decoded.text);
    let mut remarks = decoded.remarks;
    remarks.extend(furniture::drop(&mut lines));
    let pieces = plain_notes::find(lines::pieces(&lines), &mut remarks);
    let mut transcript = arrange(pieces, source, options, &input.name);
    transcript.remarks.extend(remarks);
    Ok(transcript)
}
