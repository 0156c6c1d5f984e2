//! Headings: their levels, and those that only look like headings.
//!
//! In: pieces with the roles that their styles tell. Out: the same, headings counted from 1 without gaps above. Never: the
//! words of a heading changed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::remark::{Kind, Remark};
use super::front::is_simple;
use super::piece::Piece;
use super::roles::Role;

/// The longest heading that is known by its looks.
const LONGEST: usize = 110;

/// How a heading by looks is ranked: larger before smaller, capitals before others, bold before plain.
type Rank = (std::cmp::Reverse<i64>, std::cmp::Reverse<bool>, std::cmp::Reverse<bool>);

/// Makes headings of what looks like one, if no style tells any.
pub(super) fn by_looks(pieces: &mut [Piece], body_size: i64) {
    if pieces.iter().any(|piece| matches!(piece.role(), Role::Heading(_))) {
        return;
    }
    let candidates: Vec<Option<Rank>> = pieces.iter().map(|piece| rank(piece, body_size)).collect();
    let follows: Vec<Option<usize>> = next_texts(pieces, &candidates);
    let ranks: BTreeSet<Rank> = candidates.iter().flatten().copied().collect();
    let levels: BTreeMap<Rank, u8> =
        ranks.into_iter().zip(1u8..).map(|(rank, level)| (rank, level.min(5))).collect();
    for ((piece, rank), follows) in pieces.iter_mut().zip(candidates).zip(follows) {
        let level = rank.filter(|_| follows.is_some()).and_then(|rank| levels.get(&rank).copied());
        let Some(level) = level else { continue };
        let place = piece.place.clone();
        if let Some(paragraph) = piece.paragraph_mut() {
            paragraph.role = Role::Heading(level);
            paragraph.list = None;
            let message = "taken for a heading by its looks: no style says so";
            piece.remarks.push(Remark::new(Kind::Guess, message).at(place).sure(0.7));
        }
    }
}

/// For each piece, the next one that is text and no heading itself, if only headings stand between.
fn next_texts(pieces: &[Piece], candidates: &[Option<Rank>]) -> Vec<Option<usize>> {
    let mut next = None;
    let mut result = Vec::with_capacity(pieces.len());
    for (at, (_, candidate)) in pieces.iter().zip(candidates).enumerate().rev() {
        result.push(next);
        if candidate.is_none() {
            next = Some(at);
        }
    }
    result.reverse();
    result
}

fn rank(piece: &Piece, body_size: i64) -> Option<Rank> {
    let paragraph = piece.paragraph().filter(|paragraph| paragraph.role == Role::Body)?;
    let words = paragraph.plain();
    let words = words.trim();
    let is_large = body_size > 0 && paragraph.looks.size >= body_size + 3;
    let is_capitals =
        words.chars().filter(|c| c.is_alphabetic()).count() > 3 && !words.chars().any(char::is_lowercase);
    let fits = !words.is_empty()
        && words.chars().count() <= LONGEST
        && words.contains(char::is_alphabetic)
        && !words.ends_with(['.', ',', ';', ':', '”', '"', '»'])
        && super::captions::label_of(&paragraph.text).is_none()
        && paragraph.floats.is_empty()
        && !paragraph.looks.right
        && (paragraph.list.is_none() || paragraph.looks.bold);
    (fits && (is_large || is_capitals || paragraph.looks.bold)).then_some((
        std::cmp::Reverse(if is_large { paragraph.looks.size } else { 0 }),
        std::cmp::Reverse(is_capitals),
        std::cmp::Reverse(paragraph.looks.bold),
    ))
}

/// Where the title stands among the headings, if the first level is used for it alone.
pub(super) fn title(pieces: &[Piece]) -> Option<usize> {
    let mut firsts = pieces.iter().enumerate().filter(|(_, piece)| piece.role() == Role::Heading(1));
    let (at, first) = firsts.next()?;
    let mut headings =
        pieces.iter().enumerate().filter(|(_, piece)| matches!(piece.role(), Role::Heading(_)));
    let is_first = headings.next().is_some_and(|(first, _)| first == at);
    let is_fit = is_first && headings.next().is_some() && firsts.next().is_none() && at <= 6;
    (is_fit && first.paragraph().is_some_and(is_simple)).then_some(at)
}

/// Counts levels from 1: a document whose highest heading is of the second level begins there.
pub(super) fn level(pieces: &mut [Piece]) {
    let levels = pieces.iter().filter_map(|piece| match piece.role() {
        Role::Heading(level) => Some(level),
        _ => None,
    });
    let Some(highest) = levels.min() else { return };
    for paragraph in pieces.iter_mut().filter_map(Piece::paragraph_mut) {
        if let Role::Heading(level) = &mut paragraph.role {
            *level -= highest - 1;
        }
    }
}
