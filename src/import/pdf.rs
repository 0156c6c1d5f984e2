//! Reads a PDF.
//!
//! In: the bytes of a file. Out: a [`Transcript`]. Never: what the words say, which [`super::text`] looks at; how the
//! manuscript is written down.
//!
//! Poppler's programs read the file. `pdftotext -bbox-layout` gives each word with its place and the lines that belong
//! together; `pdftohtml -xml` gives the size and the weight of the letters, and no reliable words; `pdftotext -bbox`
//! gives all words again, without a layout, for the count that the manuscript is held against. (Plain `pdftotext` joins
//! hyphens and glues the numbers of notes to words, so its words are no raw form.)

mod assemble;
mod blocks;
mod columns;
mod contents;
mod document;
mod figures;
mod fonts;
mod furniture;
mod lines;
mod measure;
mod notes;
mod page;
mod paragraphs;
mod pieces;
mod poppler;
mod roles;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use super::ledger::Census;
use super::remark::{Kind, Remark};
use super::text::arrange;
use super::transcript::Transcript;
use super::{Failure, Input, Options};
use poppler::Dump;

/// Reads a PDF.
///
/// # Errors
/// If poppler isn't installed, or if the file is broken, encrypted, too large or without text.
pub fn transcript(input: &Input, options: &Options) -> Result<Transcript, Failure> {
    let dump = poppler::dump(input)?;
    let mut source = Census::default();
    let words = words::listed(&dump.words);
    words.iter().for_each(|word| source.add(word));
    if words.is_empty() {
        return Err(without_text(input, &dump));
    }
    let read = document::read(&dump);
    let mut transcript = arrange(read.pieces, source, options, &input.name);
    assemble::assemble(&mut transcript);
    transcript.remarks.extend(read.remarks);
    transcript.remarks.extend(pictures(&dump));
    transcript.remarks.extend(links(&dump, &words.concat()));
    Ok(transcript)
}

/// A PDF of pictures is one that was scanned.
fn without_text(input: &Input, dump: &Dump) -> Failure {
    let name = &input.name;
    match dump.pictures {
        Some(0) | None => Failure::new(format!("`{name}` has no text"))
            .hint("if its pages show text, they are drawings of it: read them with `ocrmypdf in.pdf out.pdf` and import that"),
        Some(_) => Failure::new(format!("`{name}` has no text, only pictures: its pages were probably scanned"))
            .hint("have the text recognised first: `ocrmypdf in.pdf out.pdf` (with `-l pol` for Polish), then import that"),
    }
}

/// Links that are named; the others are counted.
const NAMED: usize = 10;

/// What is to be said of links whose addresses the PDF keeps apart from the words that it shows.
fn links(dump: &Dump, words: &str) -> Option<Remark> {
    let is_shown = |address: &str| {
        let (_, bare) = address.split_once("//").unwrap_or(("", address));
        words.contains(bare.trim_start_matches("www.").trim_end_matches('/'))
    };
    let mut links: Vec<&(usize, String)> =
        dump.links.iter().filter(|(_, address)| !is_shown(address)).collect();
    links.dedup();
    let (named, others) = links.split_at(links.len().min(NAMED));
    let mut list: Vec<String> =
        named.iter().map(|(page, address)| format!("`{address}` (page {page})")).collect();
    if !others.is_empty() {
        list.push(format!("and {} more, which `pdfinfo -url FILE` lists", others.len()));
    }
    let what = match links.len() {
        0 => return None,
        1 => "the address of a link was".to_owned(),
        count => format!("the addresses of {count} links were"),
    };
    let message = format!("{what} not taken over; put them to their words: {}", list.join(", "));
    Some(Remark::new(Kind::Lost, message))
}

/// What is to be said of the pictures, which stay behind.
fn pictures(dump: &Dump) -> Option<Remark> {
    let count = dump.pictures.filter(|count| *count > 0)?;
    let what = if count == 1 { "a picture was".to_owned() } else { format!("{count} pictures were") };
    Some(Remark::new(
        Kind::Lost,
        format!(
            "{what} not taken over: save what the paper needs (`pdfimages -png FILE figure`) to `figures/` and link it from the text"
        ),
    ))
}
