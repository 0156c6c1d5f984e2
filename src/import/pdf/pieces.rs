//! Paragraphs become pieces of text.
//!
//! In: paragraphs with their looks. Out: [`Piece`]s, whose words are those of the source; the numbers of notes and what is
//! italic or bold stand between private characters. Never: the order changed.

use super::super::remark::{Kind, Remark};
use super::super::text::piece::{
    EMPHASIS, EMPHASIS_END, Looks, MARK, MARK_END, Piece, STRONG, STRONG_END, is_private,
};
use super::assemble;
use super::page::{Line, Word};
use super::paragraphs::Paragraph;
use super::tables::Cells;

/// A piece, and remarks on words of it that were put together.
pub(super) fn piece(paragraph: &Paragraph, looks: Looks, remarks: &mut Vec<Remark>) -> Piece {
    let place = format!("page {}", paragraph.page);
    if let Looks::Furniture(_) = looks {
        return Piece { text: cleaned(&paragraph.text()), place, page: paragraph.page, looks };
    }
    let styled =
        matches!(looks, Looks::Unknown | Looks::Body | Looks::Note(_) | Looks::ListEntry | Looks::Caption);
    let mut writer = Writer {
        text: String::new(),
        style: (false, false),
        strong: styled && !paragraph.bold(),
        emphasis: styled && !paragraph.italic(),
        in_note: matches!(looks, Looks::Note(_)),
        place: &place,
        remarks,
    };
    let mut skip = usize::from(matches!(&looks, Looks::Note(number) if !number.is_empty()));
    if !paragraph.cells.is_empty() {
        writer.row(&paragraph.cells, paragraph.first);
    }
    for line in paragraph.lines.iter().filter(|_| paragraph.cells.is_empty()) {
        let size = line.size();
        let words = line.words.get(skip.min(line.words.len())..).unwrap_or_default();
        skip = 0;
        writer.line(words, size);
    }
    let text = writer.finish();
    Piece { text, place, page: paragraph.page, looks }
}

/// A line that is not the paper's text, as a piece.
pub(super) fn dropped(line: &Line, why: &'static str, page: usize) -> Piece {
    let text = line.words.iter().map(|word| cleaned(&word.text)).collect::<Vec<_>>().join(" ");
    Piece { text, place: format!("page {page}"), page, looks: Looks::Furniture(why) }
}

/// A text without the private characters, which mean something in pieces.
fn cleaned(text: &str) -> String {
    text.chars().map(|c| if is_private(c) || assemble::is_private(c) { '\u{fffd}' } else { c }).collect()
}

struct Writer<'a> {
    text: String,
    /// Whether the words are bold and italic just now.
    style: (bool, bool),
    strong: bool,
    emphasis: bool,
    /// Whether the piece is a note, where a mark is not understood.
    in_note: bool,
    place: &'a str,
    remarks: &'a mut Vec<Remark>,
}

impl Writer<'_> {
    /// A row of a table.
    fn row(&mut self, cells: &Cells, first: bool) {
        for (at, cell) in cells.iter().enumerate() {
            self.close();
            self.text.push(if at > 0 {
                assemble::CELL
            } else if first {
                assemble::FIRST
            } else {
                assemble::ROW
            });
            for line in cell {
                self.line(&line.words, line.size());
            }
        }
        self.close();
        // The full stop, which is taken away with the sign before it, keeps the row from being joined with a sentence.
        self.text.push(assemble::END);
        self.text.push('.');
    }

    fn line(&mut self, words: &[Word], size: f32) {
        let mut before: Option<&Word> = None;
        for (at, word) in words.iter().enumerate() {
            let mark = before.is_some_and(|before| is_mark(word, before, size));
            if mark && before.is_some_and(|before| is_way_back(&before.text)) {
                let why = "the number of a way back to the text, which the site makes again";
                self.remarks.push(Remark::new(Kind::Dropped, why).from(cleaned(&word.text)).at(self.place));
                continue;
            }
            if mark && self.in_note {
                let why = format!("the mark of note {} in another note was left out", cleaned(&word.text));
                self.remarks.push(Remark::new(Kind::Lost, why).from(cleaned(&word.text)).at(self.place));
                continue;
            }
            if is_way_back(&word.text) {
                before = words.get(at);
                continue;
            }
            let space = match before {
                None if self.begins() || self.ends_in_range(word) => None,
                None => Some('\n'),
                Some(before) if is_glued(before, word, mark) => {
                    self.tell(before, word, mark);
                    None
                }
                Some(_) => Some(' '),
            };
            let style = (self.strong && word.bold, self.emphasis && word.italic);
            let style = if mark { self.style } else { style };
            self.turn(style, space);
            let text = cleaned(&word.text);
            if mark {
                self.mark(&text);
            } else {
                self.text.push_str(&text);
            }
            before = words.get(at);
        }
    }

    /// Whether nothing stands before, in the piece or in a cell of it.
    fn begins(&self) -> bool {
        self.text.chars().next_back().is_none_or(assemble::is_private)
    }

    /// Whether a line breaks between the two numbers of a range (`2015–`, `2021`).
    fn ends_in_range(&self, word: &Word) -> bool {
        let mut last = self.text.chars().rev();
        let dash = last.next() == Some('–');
        let digits = [last.next(), word.text.chars().next()];
        dash && digits.iter().all(|c| c.is_some_and(|c| c.is_ascii_digit()))
    }

    /// Two words that have no space between them are one in the manuscript.
    fn tell(&mut self, before: &Word, word: &Word, mark: bool) {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if !mark && letter(before.text.chars().last()) && letter(word.text.chars().next()) {
            let (first, second) = (cleaned(&before.text), cleaned(&word.text));
            let why = "letters of two sizes that make one word were put together";
            self.remarks.push(
                Remark::new(Kind::Joined, why)
                    .from(format!("{first} {second}"))
                    .to(format!("{first}{second}"))
                    .at(self.place),
            );
        }
    }

    /// Ends the styles that end and begins those that begin, around the space between.
    fn turn(&mut self, style: (bool, bool), space: Option<char>) {
        if style != self.style {
            self.close();
        }
        self.text.extend(space);
        if style != self.style {
            if style.0 {
                self.text.push(STRONG);
            }
            if style.1 {
                self.text.push(EMPHASIS);
            }
            self.style = style;
        }
    }

    /// Ends the styles, before punctuation that belongs to the sentence around them.
    fn close(&mut self) {
        let inside = |c: char| !matches!(c, ',' | ';' | ':') && (c != '.' || !self.style.1);
        let end = self.text.trim_end_matches(|c| !inside(c)).len();
        let after = self.text.split_off(end);
        if self.style.1 {
            self.text.push(EMPHASIS_END);
        }
        if self.style.0 {
            self.text.push(STRONG_END);
        }
        self.text.push_str(&after);
        self.style = (false, false);
    }

    /// The numbers of notes: `3`, or `3,4` for two.
    fn mark(&mut self, text: &str) {
        let numbers = text.split([',', ';']).filter(|number| !number.is_empty());
        for (at, number) in numbers.enumerate() {
            if at > 0 {
                self.text.push(' ');
            }
            self.text.push(MARK);
            self.text.push_str(number);
            self.text.push(MARK_END);
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.text
    }
}

/// Whether a word is the number of a note: digits that are smaller and raised, or that stand right behind a word though
/// they were read apart, as the raised figures of a font do, which are as large as its letters.
pub(super) fn is_mark(word: &Word, before: &Word, size: f32) -> bool {
    const UNITS: [&str; 8] = ["m", "km", "cm", "mm", "ft", "mi", "dm", "km/h"];
    let text = word.text.trim_matches([',', ';']);
    let digits = !text.is_empty()
        && text.len() <= 11
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ';'));
    let sign = matches!(text, "*" | "**" | "***" | "†" | "‡");
    let raised = word.area.bottom < before.area.bottom - size * 0.08 || before.size < size * 0.85;
    let small = word.size <= size * 0.85 && raised;
    (digits || sign)
        && (small || (digits && is_behind(word, before)))
        && !UNITS.contains(&before.text.as_str())
}

/// Whether digits stand right behind a word that may have a note, and no formula or abbreviation (`CO2`).
fn is_behind(word: &Word, before: &Word) -> bool {
    let gap = word.area.left - before.area.right;
    let close = gap > -word.size * 0.05 && gap < word.size * 0.12;
    let last = before.text.chars().last();
    let may = last.is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '”' | '’' | '"')
    });
    let capitals = before.text.len() <= 3 && before.text.chars().all(char::is_uppercase);
    close && may && !capitals && word.text.len() <= 3
}

/// Whether a word is the arrow by which notes of web pages lead back to the text.
fn is_way_back(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '↩' | '↑' | '⏎' | '\u{fe0e}' | '\u{fe0f}'))
}

/// Whether a word has no space before it though it was read apart, because its letters have another size.
fn is_glued(before: &Word, word: &Word, mark: bool) -> bool {
    let gap = word.area.left - before.area.right;
    let sizes = (before.size - word.size).abs() > 0.4;
    let punctuation = word.text.chars().all(|c| !c.is_alphanumeric());
    // A mark is a word of its own in the source, so it keeps the space that parts it there.
    !mark && gap < before.size.max(word.size) * 0.08 && gap > -before.size && (sizes || punctuation)
}
