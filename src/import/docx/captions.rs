//! Captions find their figures and tables.
//!
//! In: drafts in their order. Out: the same, each caption in the figure or table beside it. Never: a caption far from it.

use super::super::remark::{Kind, Remark};
use super::super::transcript::{Block, BlockKind, Inline};
use super::arrange::Draft;
use super::piece::{Piece, plain};
use super::roles::Role;

/// The longest text that is taken for a caption by its first words.
const LONGEST: usize = 400;

const FIGURES: &[&str] = &[
    "figure",
    "fig",
    "map",
    "chart",
    "graph",
    "photo",
    "image",
    "rysunek",
    "rys",
    "wykres",
    "mapa",
    "fot",
    "schemat",
    "zdjęcie",
    "ilustracja",
    "graphique",
    "carte",
    "image",
    "abbildung",
    "abb",
    "karte",
    "grafik",
    "schaubild",
    "figura",
    "gráfico",
    "mapa",
    "figuur",
    "diagram",
    "illustration",
    "exhibit",
];
const TABLES: &[&str] =
    &["table", "tab", "tabela", "tableau", "tabelle", "tabla", "tabella", "tabel", "tabell"];

/// A caption that has no figure or table yet.
#[derive(Debug)]
pub(super) struct Caption {
    pub text: Vec<Inline>,
    pub remarks: Vec<Remark>,
    pub id: Option<String>,
    /// Where in the source it stands.
    pub place: String,
}

/// What a caption begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Figure,
    Table,
}

/// The label at the beginning of a caption, its number, and how many characters they are with what follows them.
pub(super) fn label(text: &str) -> Option<(Label, String, usize)> {
    let word_end = text.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = text.split_at_checked(word_end)?;
    let word = word.to_lowercase();
    let label = if FIGURES.contains(&word.as_str()) {
        Label::Figure
    } else if TABLES.contains(&word.as_str()) {
        Label::Table
    } else {
        return None;
    };
    let number_start = rest.trim_start_matches(['.', ' ', '\u{a0}', '\u{202f}']);
    let is_number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '–');
    let number_end = number_start.find(|c: char| !is_number(c)).unwrap_or(number_start.len());
    let (number, after) = number_start.split_at_checked(number_end)?;
    let number = number.trim_end_matches(['.', '-', '–']);
    let is_roman = !number.is_empty() && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    if !(number.contains(|c: char| c.is_ascii_digit()) || is_roman) || number.chars().count() > 8 {
        return None;
    }
    let title = after.trim_start_matches([
        ':', '.', ' ', '\u{a0}', '–', '—', '-', '|', '\u{202f}', '\u{2002}', '\u{2003}', '\t',
    ]);
    let parted =
        after.is_empty() || title.len() < after.len() || number_start.starts_with(&format!("{number}."));
    parted.then(|| {
        let end = text.len() - title.len();
        (label, number.to_owned(), text.char_indices().take_while(|(at, _)| *at < end).count())
    })
}

/// The label of a text, which ends before its first note, picture, formula or citation.
pub(super) fn label_of(text: &[Inline]) -> Option<(Label, String, usize)> {
    let mut words = String::new();
    write_words(text, &mut words);
    label(&words)
}

/// The words, each character that [`take_off`] can take off once, and a mark for all else.
fn write_words(text: &[Inline], words: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Break => words.push(' '),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => write_words(content, words),
            _ => words.push('\u{fffc}'),
        }
    }
}

/// Each caption in the figure or table beside it.
pub(super) fn placed(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut result: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut waiting: Vec<Caption> = Vec::new();
    let mut drafts = drafts.into_iter().map(read).peekable();
    while let Some(draft) = drafts.next() {
        match draft {
            Draft::Caption(read) => {
                let wanted = label_of(&read.text).map(|(label, ..)| label);
                let before = result.last_mut().filter(|_| waiting.is_empty());
                if let Some(block) = before.and_then(|draft| bare(draft, wanted)) {
                    caption(block, read);
                } else if drafts.peek_mut().and_then(|next| bare(next, wanted)).is_some() {
                    waiting.push(read);
                } else {
                    result.push(Draft::Caption(read));
                }
            }
            mut draft => {
                for waited in waiting.drain(..) {
                    if let Some(block) = bare(&mut draft, None) {
                        caption(block, waited);
                    }
                }
                result.push(draft);
            }
        }
    }
    result
}

/// A text box of captions is a caption; and so is a short paragraph that begins as captions do, if it stands beside a
/// figure or table.
fn read(draft: Draft) -> Draft {
    match draft {
        Draft::Framed(pieces, mut remarks) if is_caption(&pieces) => {
            let mut text = Vec::new();
            let mut id = None;
            let place = pieces.first().map(|piece| piece.place.clone()).unwrap_or_default();
            for mut piece in pieces {
                remarks.append(&mut piece.remarks);
                if !text.is_empty() {
                    text.push(Inline::Break);
                }
                if let Some(paragraph) = piece.paragraph_mut() {
                    text.append(&mut paragraph.text);
                    id = id.or(paragraph.id.take());
                }
            }
            Draft::Caption(Caption { text, remarks, id, place })
        }
        Draft::Text(Block { kind: BlockKind::Paragraph(text), remarks }, indent, tag) => {
            let words = plain(&text);
            match words.len() < LONGEST && label_of(&text).is_some() {
                true => Draft::Caption(Caption { text, remarks, id: tag.id, place: tag.place }),
                false => Draft::Text(Block { kind: BlockKind::Paragraph(text), remarks }, indent, tag),
            }
        }
        draft => draft,
    }
}

fn is_caption(pieces: &[Piece]) -> bool {
    let is_caption = |piece: &Piece| {
        piece
            .paragraph()
            .is_some_and(|paragraph| paragraph.role == Role::Caption && paragraph.floats.is_empty())
    };
    !pieces.is_empty() && pieces.iter().all(is_caption)
}

/// A figure or table that has no caption and may have this one.
fn bare(draft: &mut Draft, wanted: Option<Label>) -> Option<&mut Block> {
    let (Draft::Block(block) | Draft::Entry(_, block)) = draft else { return None };
    let is_bare = match &block.kind {
        BlockKind::Figure(figure) => figure.caption.is_empty() && wanted != Some(Label::Table),
        BlockKind::Table(table) => table.caption.is_empty(),
        _ => false,
    };
    is_bare.then_some(block)
}

/// Gives a caption to a figure or table, without the word and number that the site makes again.
fn caption(block: &mut Block, caption: Caption) {
    let Caption { mut text, remarks, id, place } = caption;
    block.remarks.extend(remarks);
    let mut number = None;
    if let Some((_, printed, length)) = label_of(&text) {
        let dropped: String = plain(&text).chars().take(length).collect();
        drop_characters(&mut text, length);
        let message = "the word and number before the caption are made by the site";
        block.remarks.push(Remark::new(Kind::Replaced, message).from(dropped).at(place));
        number = Some(printed);
    }
    match &mut block.kind {
        BlockKind::Figure(figure) => {
            figure.caption = text;
            figure.number = number;
            figure.id = id;
        }
        BlockKind::Table(table) => {
            table.caption = text;
            table.id = id;
        }
        _ => {}
    }
}

/// Keeps the printed numbers of figures only where counting would give others.
pub(super) fn number(blocks: &mut [Block]) {
    count(blocks, &mut 0);
}

fn count(blocks: &mut [Block], figures: &mut usize) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Figure(figure) => {
                *figures += 1;
                let counted = figures.to_string();
                if let Some(printed) =
                    figure.number.take_if(|printed| printed.parse().is_ok_and(|n: usize| n > 0))
                {
                    *figures = printed.parse().unwrap_or(*figures);
                    figure.number = (printed != counted).then_some(printed);
                }
            }
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| count(item, figures)),
            BlockKind::Quote(inner) | BlockKind::Box { blocks: inner, .. } => count(inner, figures),
            _ => {}
        }
    }
}

/// Takes characters off the beginning of a text.
pub(super) fn drop_characters(text: &mut Vec<Inline>, mut count: usize) {
    let mut kept = Vec::with_capacity(text.len());
    for mut inline in std::mem::take(text) {
        if count > 0 {
            count -= take_off(&mut inline, count);
            if is_empty(&inline) {
                continue;
            }
        }
        kept.push(inline);
    }
    if let Some(Inline::Text(first)) = kept.first_mut() {
        *first = first.trim_start().to_owned();
    }
    *text = kept;
}

/// Takes at most so many characters off, and says how many they were.
fn take_off(inline: &mut Inline, count: usize) -> usize {
    match inline {
        Inline::Text(words) | Inline::Code(words) => {
            let taken = words.chars().count().min(count);
            *words = words.chars().skip(taken).collect();
            taken
        }
        Inline::Break => {
            *inline = Inline::Text(String::new());
            1
        }
        Inline::Styled { content, .. } | Inline::Link { content, .. } => {
            let mut taken = 0;
            for inner in content.iter_mut() {
                if taken < count {
                    taken += take_off(inner, count - taken);
                }
            }
            content.retain(|inner| !is_empty(inner));
            taken
        }
        _ => 0,
    }
}

fn is_empty(inline: &Inline) -> bool {
    match inline {
        Inline::Text(words) | Inline::Code(words) => words.is_empty(),
        Inline::Styled { content, .. } | Inline::Link { content, .. } => content.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str) -> Option<(Label, String, String)> {
        label(text).map(|(label, number, length)| (label, number, text.chars().skip(length).collect()))
    }

    #[test]
    fn labels_are_told_from_titles() {
        let figure = |number: &str, title: &str| Some((Label::Figure, number.to_owned(), title.to_owned()));
        assert_eq!(stripped("Figure 1: Trade"), figure("1", "Trade"));
        assert_eq!(stripped("Fig. 2.3 – Trade"), figure("2.3", "Trade"));
        assert_eq!(stripped("Rysunek 4. Handel"), figure("4", "Handel"));
        assert_eq!(stripped("Figure 12"), figure("12", ""));
        assert_eq!(stripped("Tableau II : Le commerce").map(|(label, ..)| label), Some(Label::Table));
    }

    #[test]
    fn sentences_have_no_labels() {
        for text in
            ["Figures show that", "Table manners", "Figure that out", "Map makers of 2020", "", "Table"]
        {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
