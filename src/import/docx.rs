//! Reads a Word file.
//!
//! In: the bytes of a `.docx`. Out: a [`Transcript`]. Never: how it is written down, and never a change that is not told.
//!
//! The parts of the archive are parsed (`package`, `xml`) and counted (`raw`); the text is read in its order
//! (`story`, `runs`) as pieces; front matter is taken out of them (`front`); the rest finds its lists, captions and
//! boxes (`arrange`).

mod anchors;
mod arrange;
mod boxes;
mod captions;
mod changes;
mod charts;
mod citations;
mod comments;
mod fields;
mod front;
mod headings;
mod line;
mod lists;
mod margins;
mod math;
mod numbering;
mod package;
mod pictures;
mod piece;
mod raw;
mod reader;
mod references;
mod roles;
mod runs;
mod story;
mod styles;
mod summary;
mod symbols;
mod tables;
mod tongue;
mod tree;
mod xml;

use super::ledger::Census;
use super::transcript::{Attachment, Front, Note, Transcript};
use super::{Failure, Input, Options};
use boxes::Judge;
use front::Properties;
use package::Package;
use piece::Piece;
use raw::Raw;
use reader::{Reader, part};

/// Reads a document.
///
/// # Errors
/// If the file can't be read.
pub fn transcript(input: &Input, options: &Options) -> Result<Transcript, Failure> {
    let package = Package::open(input)?;
    let path = package.main_document();
    let Some(document) = part(&package, &path, &input.name)? else {
        return Err(Failure::new(format!("`{}` has no text: `{path}` is missing in it", input.name)));
    };
    let properties = properties(&package, &input.name)?;
    let mut reader = Reader::new(&package, &input.name)?;
    let notes = reader.find_notes()?;
    let mut source = Raw::of(&document).census();
    notes.iter().for_each(|notes| source.merge(notes.census()));
    source.merge(reader.comments.census());
    source.merge(reader.leave_out_margins()?);
    source.merge(reader.find_charts()?);

    let mut pieces = reader.story(&document);
    let read = reader.read_notes(&notes);
    let mut front = front::take(&mut pieces, &properties, &input.name, reader.body_size());
    front.lang = tongue::of(
        &reader.langs,
        reader.styles.lang.as_deref(),
        &properties.lang,
        &pieces,
        options,
        &mut front.remarks,
    );
    front.math = reader.has_formulae;
    let transcript = arranged(pieces, read, front);
    Ok(finish(transcript, reader, source))
}

/// What the document says of itself.
fn properties(package: &Package, name: &str) -> Result<Properties, Failure> {
    let relations = package.relations("");
    Ok(Properties::read(reader::optional(package, &relations, "core-properties", name)?.as_ref()))
}

/// The pieces as blocks, each note with them.
fn arranged(mut pieces: Vec<Piece>, mut notes: Vec<Vec<Piece>>, mut front: Front) -> Transcript {
    let mut remarks = Vec::new();
    let mut stories: Vec<&mut Vec<Piece>> = vec![&mut pieces];
    stories.extend(notes.iter_mut());
    anchors::resolve(&mut stories, &mut remarks);
    let summary = summary::take(&mut pieces, &mut front.remarks);
    let mut judge = Judge::new(&pieces);
    front.summary = arrange::blocks(summary, &mut judge);
    let mut blocks = arrange::blocks(pieces, &mut judge);
    captions::number(&mut blocks);
    let notes = notes.into_iter().map(|note| Note { blocks: arrange::blocks(note, &mut judge) }).collect();
    remarks.append(&mut judge.remarks);
    Transcript { front, blocks, notes, remarks, ..Transcript::default() }
}

/// The transcript with what the reader kept and left out.
fn finish(mut transcript: Transcript, mut reader: Reader<'_>, source: Census) -> Transcript {
    let homeless = reader.homeless_comments();
    transcript.remarks.extend(homeless);
    transcript.remarks.extend(reader.homeless_charts());
    transcript.remarks.extend(reader.tally_remarks());
    transcript.remarks.append(&mut reader.remarks);
    transcript.attachments = std::mem::take(&mut reader.pictures.attachments);
    let bibliography = reader
        .library
        .to_bibtex()
        .map(|text| Attachment { path: "references.bib".to_owned(), bytes: text.into_bytes() });
    transcript.attachments.extend(bibliography);
    transcript.source = source;
    transcript.absent = reader.absent;
    transcript
}
