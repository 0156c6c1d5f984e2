//! Notes of plain text, where a mark is only a number behind a word.
//!
//! In: pieces of which no layout is known. Out: the same, with the marks set between private characters and the notes told
//! from text. Never: a number taken for a mark that does not count up from 1.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::labels::{self, is_label};
use super::lexicon;
use super::piece::{Looks, MARK, MARK_END, Piece};
use super::speech;
use crate::import::remark::{Kind, Remark};

/// Fewer marks than this, with no notes, are numbers that stand behind words by chance.
const LEAST: usize = 3;

/// A number that may be a mark.
#[derive(Clone, Copy, Debug)]
struct Mark {
    piece: usize,
    start: usize,
    end: usize,
    number: usize,
    /// It is raised, or stands behind a full stop or quotation mark, where no other number does.
    sure: bool,
}

/// Finds marks and notes. The remark says so when a long text has neither.
pub(super) fn find(pieces: Vec<Piece>, remarks: &mut Vec<Remark>) -> Vec<Piece> {
    let chain = chain(&pieces);
    let (mut pieces, found) = note_texts(pieces, &chain);
    let sure = chain.iter().filter(|mark| mark.sure).count();
    let counts = if found == 0 { chain.len() >= LEAST && sure * 2 >= chain.len() } else { true };
    if !counts || chain.is_empty() {
        pieces.iter_mut().filter(|piece| matches!(piece.looks, Looks::Furniture(_))).for_each(|piece| {
            // A heading whose notes were not found is a heading.
            piece.looks = Looks::Unknown;
        });
        let words: usize = pieces.iter().map(|piece| speech::count(&piece.text, 1000)).sum();
        if found == 0 && words >= 1000 {
            let message =
                "the text has no notes and no marks of notes; if the document had any, they are lost";
            remarks.push(Remark::new(Kind::Lost, message));
        }
        return pieces;
    }
    // From the last to the first, so that the places of the others stay right.
    for mark in chain.iter().rev() {
        if let Some(piece) = pieces.get_mut(mark.piece)
            && piece.text.is_char_boundary(mark.start)
            && piece.text.is_char_boundary(mark.end)
        {
            piece.text.replace_range(mark.start..mark.end, &format!("{MARK}{}{MARK_END}", mark.number));
        }
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// The marks that count up from 1, in reading order.
fn chain(pieces: &[Piece]) -> Vec<Mark> {
    let mut chain: Vec<Mark> = Vec::new();
    let mut expected = 1;
    for (index, piece) in pieces.iter().enumerate() {
        if piece.looks != Looks::Unknown && piece.looks != Looks::ListEntry {
            continue;
        }
        for mark in marks(&piece.text, index) {
            // One mark may be missing; it is then said of its note that nothing cites it.
            if mark.number == expected || mark.sure && mark.number == expected + 1 && expected > 1 {
                expected = mark.number + 1;
                chain.push(mark);
            }
        }
    }
    chain
}

/// The numbers of a text that stand right behind a word, as marks do.
fn marks(text: &str, piece: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = 0;
    for token in text.split(char::is_whitespace) {
        if let Some((start, end, number, sure)) = mark(token) {
            marks.push(Mark { piece, start: at + start, end: at + end, number, sure });
        }
        at += token.len()
            + text.get(at + token.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    marks
}

/// Whether a line has the mark of a note with this number.
pub(super) fn has_mark(line: &str, number: i64) -> bool {
    line.split_whitespace()
        .filter_map(mark)
        .any(|(.., found, sure)| sure && i64::try_from(found).is_ok_and(|found| found == number))
}

fn is_raised(c: char) -> bool {
    matches!(c, '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
}

/// The mark in a run of text without white space: where it begins and ends, its number, whether it is sure.
fn mark(token: &str) -> Option<(usize, usize, usize, bool)> {
    let core = token.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '”', '’', '»']);
    let raised = core.chars().next_back().is_some_and(is_raised);
    let is_digit = |c: char| if raised { is_raised(c) } else { c.is_ascii_digit() };
    let word = core.trim_end_matches(is_digit);
    let digits = core.strip_prefix(word)?;
    let number = number_of(digits)?;
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if digits.chars().count() > 3 || letters < 2 {
        return None;
    }
    let last = word.chars().next_back()?;
    let closed = matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '"' | '”' | '’' | '»' | ')' | '\'');
    let short =
        lexicon::SHORT_FORMS.contains(&word.trim_start_matches(speech::is_opener).to_lowercase().as_str());
    let address = word.contains('/') || word.contains('@') || word.starts_with("www.");
    let small = word.chars().filter(|c| c.is_alphabetic()).skip(1).all(char::is_lowercase) && letters > 2;
    let fits = raised || closed && !short || last.is_lowercase() && small;
    (fits && !address).then_some((word.len(), core.len(), number, raised || closed))
}

/// Tells notes from text: lines that begin with the number of the next note, whose mark has stood before.
fn note_texts(pieces: Vec<Piece>, chain: &[Mark]) -> (Vec<Piece>, usize) {
    let last = chain.last().map_or(0, |mark| mark.number);
    let mut texts = Texts { last, ..Texts::default() };
    for (index, piece) in pieces.into_iter().enumerate() {
        let before = chain.partition_point(|mark| mark.piece <= index);
        let seen = before.checked_sub(1).and_then(|last| chain.get(last)).map_or(0, |mark| mark.number);
        texts.take(piece, seen);
    }
    let found = texts.taken.len();
    if let (Some((number, page)), Some(near)) = (texts.alone.take(), texts.out.last().cloned()) {
        texts.unnoted(number, page, &near);
    }
    // Marks point into the pieces by their index, so what was cut off stands at the end.
    texts.out.append(&mut texts.later);
    (texts.out, found)
}

#[derive(Default)]
struct Texts {
    /// The number of the last mark.
    last: usize,
    /// The numbers of the notes that were found.
    taken: BTreeSet<usize>,
    /// A number that stood alone, and its page: the note follows.
    alone: Option<(usize, usize)>,
    /// The notes have a heading, and this is below it.
    listed: bool,
    /// A piece for each one that there was; empty if it was all notes.
    out: Vec<Piece>,
    /// The notes.
    later: Vec<Piece>,
}

impl Texts {
    /// The number that the next note has.
    fn next(&self) -> usize {
        self.taken.last().map_or(1, |last| last + 1)
    }

    /// Takes a number that stands alone above its note, and then the note, which programs part from raised numbers.
    fn takes_alone(&mut self, piece: &Piece) -> bool {
        let number = number_of(piece.text.trim());
        if let Some(number) =
            number.filter(|number| (1..=self.last).contains(number) && !self.taken.contains(number))
        {
            if let Some((before, page)) = self.alone.replace((number, piece.page)) {
                self.unnoted(before, page, piece);
            }
            return true;
        }
        let Some((number, page)) = self.alone.take() else {
            return false;
        };
        let note = page == piece.page
            && speech::count(&piece.text, 81) <= 80
            && speech::start(&piece.text) != speech::Start::Lower
            && !is_label(&piece.text, labels::SECTIONS);
        if !note {
            self.unnoted(number, page, piece);
            return false;
        }
        self.taken.insert(number);
        self.later.push(Piece { looks: Looks::Note(number.to_string()), ..piece.clone() });
        true
    }

    /// Puts back a number that stood alone and had no note below it.
    fn unnoted(&mut self, number: usize, page: usize, near: &Piece) {
        let piece =
            Piece { text: number.to_string(), place: near.place.clone(), page, looks: Looks::Unknown };
        if let Some(last) =
            self.out.iter_mut().rev().take(4).find(|piece| piece.page == page && piece.text.is_empty())
        {
            *last = piece;
        } else {
            self.later.push(piece);
        }
    }

    /// `seen` is the number of the last mark before or in the piece.
    fn take(&mut self, mut piece: Piece, seen: usize) {
        if is_label(&piece.text, labels::NOTES)
            && !piece.text.contains('\n')
            && piece.text.starts_with(char::is_uppercase)
        {
            self.listed = true;
            piece.looks = Looks::Furniture("the heading of the notes, which stand where they are cited");
            return self.out.push(piece);
        }
        if is_label(&piece.text, labels::SECTIONS) {
            self.listed = false;
        }
        if self.takes_alone(&piece) {
            return self.out.push(Piece { text: String::new(), ..piece });
        }
        let mut kept: Vec<&str> = Vec::new();
        let mut begun = false;
        for line in piece.text.split('\n') {
            if let Some((number, words)) = numbered(line).filter(|(number, _)| *number == self.next())
                && (self.listed || seen >= number)
            {
                self.taken.insert(number);
                begun = true;
                self.later.push(Piece {
                    text: words.to_owned(),
                    looks: Looks::Note(number.to_string()),
                    place: piece.place.clone(),
                    page: piece.page,
                });
            } else if let Some(note) = self.later.last_mut().filter(|_| begun) {
                note.text.push('\n');
                note.text.push_str(line);
            } else {
                kept.push(line);
            }
        }
        let text = kept.join("\n");
        // The rest of a note whose first lines stand above an empty line.
        if let Some(note) = self.later.last_mut().filter(|_| self.listed && !begun)
            && speech::start(&text) == speech::Start::Lower
        {
            note.text.push('\n');
            note.text.push_str(&text);
            return self.out.push(Piece { text: String::new(), ..piece });
        }
        self.out.push(Piece { text, ..piece });
    }
}

/// The number that a line begins with, and the words after it: `12 See …`, `12. See …`, `[12] See …`.
fn numbered(line: &str) -> Option<(usize, &str)> {
    let bare = line.strip_prefix('[').unwrap_or(line);
    let end = bare.find(|c: char| !c.is_ascii_digit() && !is_raised(c))?;
    let (digits, rest) = bare.split_at_checked(end)?;
    let words = rest.trim_start_matches(['.', ')', ']']).strip_prefix([' ', '\u{a0}'])?.trim_start();
    let number = number_of(digits).filter(|number| *number < 1000)?;
    words.contains(char::is_alphabetic).then_some((number, words))
}

/// The number that digits are, raised or not. None is written with a zero before it, which the number alone would lose.
fn number_of(digits: &str) -> Option<usize> {
    let digits: String = digits.nfkc().collect();
    let is_number = digits.starts_with(|c: char| matches!(c, '1'..='9'));
    is_number.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[&str]) -> (Vec<String>, Vec<(String, String)>) {
        let piece = |text: &&str| Piece {
            text: (*text).into(),
            place: "line 1".into(),
            page: 1,
            looks: Looks::Unknown,
        };
        let mut remarks = Vec::new();
        let pieces = find(texts.iter().map(piece).collect(), &mut remarks);
        let mut text = Vec::new();
        let mut notes = Vec::new();
        for piece in pieces {
            match piece.looks {
                Looks::Note(number) => notes.push((number, piece.text)),
                _ => text.push(piece.text.replace(MARK, "<").replace(MARK_END, ">")),
            }
        }
        (text, notes)
    }

    #[test]
    fn notes_at_the_foot_of_a_page_are_found() {
        let (text, notes) =
            found(&["It was law.1 It failed², they said.\n1 See Brink.\n2 The same,\npage 4.", "More text."]);
        assert_eq!(text, ["It was law.<1> It failed<2>, they said.", "More text."]);
        assert_eq!(notes, [("1".into(), "See Brink.".into()), ("2".into(), "The same,\npage 4.".into())]);
    }

    #[test]
    fn numbers_that_are_no_marks_stay() {
        let text = "Of the G20, in Art.1 and COVID-19, version2.0 of 1.5 or p.1 (see www.a.b/1).";
        assert_eq!(found(&[text, "1. One", "2. Two"]).0, [text, "1. One", "2. Two"]);
    }

    #[test]
    fn marks_without_notes_need_company() {
        assert_eq!(found(&["The end.1 No more."]).0, ["The end.1 No more."]);
        assert_eq!(found(&["One.1 Two.2 Three.3"]).0, ["One.<1> Two.<2> Three.<3>"]);
    }
}
