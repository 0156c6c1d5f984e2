//! Pieces of text become a paper.
//!
//! In: [`Piece`]s in reading order, the census of the source. Out: a [`Transcript`]. Never: how the pieces were found.

use super::piece::{Looks, Piece, raw};
use crate::import::Options;
use crate::import::ledger::Census;
use crate::import::remark::{Kind, Remark};
use crate::import::transcript::{Block, BlockKind, Inline, Transcript};

/// Makes a paper of pieces. `source` has all words of the document; its notes are counted here, one for each piece that
/// is a note. `name` is the file's name.
pub fn arrange(pieces: Vec<Piece>, source: Census, options: &Options, name: &str) -> Transcript {
    let mut transcript = Transcript { source, ..Transcript::default() };
    transcript.front.lang.clone_from(&options.lang);
    for piece in pieces {
        let text = raw(&piece.text).split_whitespace().collect::<Vec<_>>().join(" ");
        match piece.looks {
            Looks::Furniture(why) => {
                transcript.remarks.push(Remark::new(Kind::Dropped, why).from(text).at(piece.place));
            }
            Looks::Title if transcript.front.title.is_none() => transcript.front.title = Some(text),
            Looks::Heading(level) => transcript.blocks.push(Block::new(BlockKind::Heading {
                level,
                id: None,
                text: vec![Inline::Text(text)],
            })),
            _ => transcript.blocks.push(Block::new(BlockKind::Paragraph(vec![Inline::Text(text)]))),
        }
    }
    title(&mut transcript, name);
    transcript
}

/// A paper without a title is called by the name of its file.
fn title(transcript: &mut Transcript, name: &str) {
    if transcript.front.title.is_none() {
        let title = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        let guess = Remark::new(Kind::Guess, "no title was found, so the file's name stands in for it");
        transcript.front.remarks.push(guess.to(title.clone()).sure(0.2));
        transcript.front.title = Some(title);
    }
}
