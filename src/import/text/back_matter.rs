//! What stands after the text ends.
//!
//! In: pieces. Out: where the back matter begins: the publisher's block, slogans, addresses, what is said of the author.
//! Never: notes and references, which are the paper's.

use super::authors::is_institution;
use super::bullets;
use super::imprint::{is_contact, is_street};
use super::labels::{self, is_label};
use super::piece::{Looks, Piece};
use super::speech::{self, plain};
use crate::import::dates;

/// More words than what a publisher says of itself.
const ABOUT: usize = 300;

/// Where the back matter begins; the number of pieces if there is none.
pub(super) fn begin(pieces: &[Piece]) -> usize {
    let mut at = pieces.len();
    loop {
        let begun = labelled(pieces, short(pieces, at));
        if begun == at {
            return at;
        }
        at = begun;
    }
}

/// Goes back over short lines that are no sentences, if one of them is a sign of a publisher.
fn short(pieces: &[Piece], end: usize) -> usize {
    let mut begin = end;
    let mut found = end;
    for (index, piece) in pieces.iter().enumerate().take(end).rev().take(40) {
        let text = plain(&piece.text);
        if !matches!(piece.looks, Looks::Unknown | Looks::Body | Looks::Heading(_)) || !may_belong(&text) {
            break;
        }
        begin = index;
        if is_sign(&text) {
            found = begin;
        }
    }
    // Slogans in capitals above the address are the publisher's as well; the last heading of the paper would have text below.
    let above = pieces.get(begin..found).unwrap_or_default();
    let loud = above.iter().rev().take_while(|piece| speech::is_capitals(&plain(&piece.text))).count();
    if found < end { found - loud } else { end }
}

/// Whether a piece may be back matter: short, and no sentence.
fn may_belong(text: &str) -> bool {
    let words = speech::count(text, 40);
    let sentence = text.trim_end().ends_with(['.', '?', ':', ';', ',']) && words > 8;
    let entry = bullets::bullet(text).is_some() || bullets::number(text).is_some();
    !entry && (words <= 16 && !sentence || words <= 30 && is_contact(text))
}

/// Whether a piece can only be a publisher's.
fn is_sign(text: &str) -> bool {
    let flat = text.replace('\n', " ");
    is_institution(&flat)
        || text.split('\n').any(|line| is_contact(line) || is_street(line) || dates::date(line).is_some())
        || is_label(&flat, labels::ABOUT)
}

/// Goes back over a passage with a heading such as "About the author", up to the end of the paper.
fn labelled(pieces: &[Piece], end: usize) -> usize {
    let mut words = 0;
    for (index, piece) in pieces.iter().enumerate().take(end).rev().take(12) {
        let text = plain(&piece.text).replace('\n', " ");
        if is_label(&text, labels::ABOUT) {
            return index;
        }
        words += speech::count(&text, ABOUT);
        if words >= ABOUT || is_label(&text, labels::SECTIONS) || matches!(piece.looks, Looks::Note(_)) {
            break;
        }
    }
    end
}
