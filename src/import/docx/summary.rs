//! The abstract, by its style or its heading.
//!
//! In: pieces in their order. Out: those of the abstract, taken out. Never: an abstract with notes, pictures or tables, which
//! front matter can't hold.

use super::super::ledger;
use super::super::remark::{Kind, Remark};
use super::super::transcript::Inline;
use super::piece::{Piece, plain};
use super::roles::Role;

const NAMES: &[&str] = &[
    "abstract",
    "summary",
    "executive summary",
    "streszczenie",
    "podsumowanie wykonawcze",
    "abstrakt",
    "résumé",
    "resumé",
    "synthèse",
    "zusammenfassung",
    "kurzfassung",
    "resumen",
    "resumen ejecutivo",
    "sommario",
    "riassunto",
    "samenvatting",
];

/// An abstract stands among the first headings.
const FIRST_HEADINGS: usize = 3;

/// Words of an abstract that only its heading tells of. A longer one is a section to be read, with pages of its own.
const LONGEST: usize = 400;

/// Takes the abstract out of the pieces.
pub(super) fn take(pieces: &mut Vec<Piece>, remarks: &mut Vec<Remark>) -> Vec<Piece> {
    let styled = |piece: &Piece| piece.role() == Role::Abstract;
    if let Some(start) = pieces.iter().position(styled) {
        let end = pieces
            .iter()
            .skip(start)
            .position(|piece| !styled(piece))
            .map_or(pieces.len(), |count| start + count);
        let mut start = start;
        if pieces.get(start).and_then(name).is_some() && end > start + 1 {
            start += 1;
        }
        return taken(pieces, start, start, end, remarks);
    }
    let headings = pieces.iter().enumerate().filter(|(_, piece)| matches!(piece.role(), Role::Heading(_)));
    let found = headings
        .take(FIRST_HEADINGS)
        .find(|(_, piece)| name(piece).is_some())
        .map(|(at, piece)| (at, piece.role()));
    let Some((at, Role::Heading(level))) = found else { return Vec::new() };
    let ends = |piece: &Piece| matches!(piece.role(), Role::Heading(other) if other <= level);
    let end = pieces.iter().skip(at + 1).position(ends).map_or(pieces.len(), |count| at + 1 + count);
    let words =
        |piece: &Piece| piece.paragraph().map_or(0, |paragraph| ledger::words(&paragraph.plain()).len());
    if pieces.get(at + 1..end).is_some_and(|all| all.iter().map(words).sum::<usize>() > LONGEST) {
        return Vec::new();
    }
    taken(pieces, at, at + 1, end, remarks)
}

/// The pieces from `start` to `end`, if front matter can hold them; the heading at `at` goes with them.
fn taken(
    pieces: &mut Vec<Piece>,
    at: usize,
    start: usize,
    end: usize,
    remarks: &mut Vec<Remark>,
) -> Vec<Piece> {
    let fits = pieces.get(start..end).is_some_and(|all| !all.is_empty() && all.iter().all(is_plain));
    if !fits {
        return Vec::new();
    }
    let mut taken: Vec<Piece> = pieces.drain(at..end).collect();
    let rest = taken.split_off(start - at);
    for heading in taken {
        let words = heading.paragraph().map(|paragraph| paragraph.plain()).unwrap_or_default();
        let message = "the heading of the abstract is left out: it is the front matter's `summary` now";
        remarks.push(Remark::new(Kind::Replaced, message).from(words).at(heading.place));
        remarks.extend(heading.remarks);
    }
    rest
}

fn name(piece: &Piece) -> Option<()> {
    let words = piece.paragraph()?.plain();
    let words = words.trim().trim_end_matches([':', '.']).to_lowercase();
    NAMES.contains(&words.as_str()).then_some(())
}

/// Whether a piece is text without anything that front matter can't hold.
fn is_plain(piece: &Piece) -> bool {
    fn is_words(inline: &Inline) -> bool {
        match inline {
            Inline::NoteMark(_) | Inline::Image(_) | Inline::Math(_) => false,
            Inline::Styled { content, .. } | Inline::Link { content, .. } => content.iter().all(is_words),
            _ => true,
        }
    }
    piece.paragraph().is_some_and(|paragraph| {
        let is_text = matches!(paragraph.role, Role::Body | Role::Abstract | Role::Continuation);
        is_text
            && paragraph.floats.is_empty()
            && paragraph.text.iter().all(is_words)
            && !plain(&paragraph.text).is_empty()
    })
}
