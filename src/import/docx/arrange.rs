//! Pieces become blocks: entries find their list, captions their figure, lines their quotation.
//!
//! In: [`Piece`]s in their order. Out: [`Block`]s. Never: XML, and never another order than the author's.

use super::super::remark::Remark;
use super::super::transcript::{Block, BlockKind, Figure, Image, Inline, Table};
use super::boxes::Judge;
use super::captions::{self, Caption};
use super::lists::{self, Entry};
use super::numbering::Format;
use super::piece::{Float, ListPlace, Paragraph, Piece, PieceKind};
use super::roles::Role;

/// What a paragraph is known by, should it turn out to be a caption.
#[derive(Debug)]
pub(super) struct Tag {
    pub id: Option<String>,
    pub place: String,
}

/// A part of the text that may still find its place.
#[derive(Debug)]
pub(super) enum Draft {
    /// What stands by itself.
    Block(Block),
    /// A paragraph, and where its lines begin.
    Text(Block, i64, Tag),
    Entry(ListPlace, Block),
    Continuation(Block),
    Quote(Block),
    /// Quotations set large, and styled pull quotes.
    Loud(Block, Role, String),
    Caption(Caption),
    Code(String, Vec<Remark>),
    /// What stands beside the text: it is told from a pull quote when all is read.
    Framed(Vec<Piece>, Vec<Remark>),
}

/// The blocks of a text.
pub(super) fn blocks(pieces: Vec<Piece>, judge: &mut Judge) -> Vec<Block> {
    let drafts: Vec<Draft> = framed(pieces).into_iter().flat_map(drafts).collect();
    gather(captions::placed(drafts), judge)
}

/// Paragraphs of one frame stand together.
fn framed(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut result: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut open: Option<String> = None;
    for mut piece in pieces {
        let frame = piece.paragraph_mut().and_then(|paragraph| paragraph.looks.frame.take());
        let place = piece.place.clone();
        match (&frame, result.last_mut()) {
            (Some(_), Some(Piece { kind: PieceKind::Frame(inner), .. })) if open == frame => {
                inner.push(piece)
            }
            (Some(_), _) => {
                result.push(Piece { kind: PieceKind::Frame(vec![piece]), place, remarks: Vec::new() })
            }
            (None, _) => result.push(piece),
        }
        open = frame;
    }
    result
}

/// What a piece becomes: itself, and what is anchored in it.
fn drafts(piece: Piece) -> Vec<Draft> {
    match piece.kind {
        PieceKind::Table(table) => {
            vec![Draft::Block(Block { kind: BlockKind::Table(table), remarks: piece.remarks })]
        }
        PieceKind::Frame(pieces) => vec![Draft::Framed(pieces, piece.remarks)],
        PieceKind::Paragraph(paragraph) => paragraph_drafts(paragraph, piece.remarks, &piece.place),
    }
}

fn paragraph_drafts(mut paragraph: Paragraph, remarks: Vec<Remark>, place: &str) -> Vec<Draft> {
    let floats = std::mem::take(&mut paragraph.floats);
    let mut result = Vec::new();
    let images = leading_images(&mut paragraph.text);
    if !images.is_empty() {
        let figure = BlockKind::Figure(Figure { images, ..Figure::default() });
        result.push(match &paragraph.list {
            Some(place) if paragraph.text.is_empty() => Draft::Entry(place.clone(), Block::new(figure)),
            _ => Draft::Block(Block::new(figure)),
        });
    }
    let formulae = displayed(&paragraph.text);
    if !formulae.is_empty() {
        result.extend(formulae.into_iter().map(|tex| Draft::Block(Block::new(BlockKind::Math(tex)))));
    } else if !paragraph.text.is_empty() || paragraph.role == Role::Rule || paragraph.role == Role::Code {
        result.push(draft(paragraph, place));
    }
    for float in floats {
        result.push(match float {
            Float::Picture(image) => Draft::Block(Block::new(BlockKind::Figure(Figure {
                images: vec![image],
                ..Figure::default()
            }))),
            Float::Text(pieces) => Draft::Framed(pieces, Vec::new()),
            Float::Table(table) => Draft::Block(Block::new(BlockKind::Table(table))),
            Float::Rule => Draft::Block(Block::new(BlockKind::Rule)),
        });
    }
    attach(&mut result, remarks);
    result
}

/// Gives the remarks of a paragraph to what became of it.
fn attach(drafts: &mut Vec<Draft>, remarks: Vec<Remark>) {
    if remarks.is_empty() {
        return;
    }
    match drafts.first_mut() {
        Some(
            Draft::Block(block)
            | Draft::Text(block, ..)
            | Draft::Entry(_, block)
            | Draft::Continuation(block)
            | Draft::Quote(block)
            | Draft::Loud(block, ..),
        ) => block.remarks.extend(remarks),
        Some(Draft::Code(_, own) | Draft::Framed(_, own)) => own.extend(remarks),
        Some(Draft::Caption(caption)) => caption.remarks.extend(remarks),
        None => drafts.push(Draft::Framed(Vec::new(), remarks)),
    }
}

/// The formulae of a paragraph that holds nothing else.
fn displayed(text: &[Inline]) -> Vec<String> {
    let is_formula = |inline: &Inline| match inline {
        Inline::Math(_) | Inline::Break => true,
        Inline::Text(space) => space.trim().is_empty(),
        _ => false,
    };
    let formulae = text.iter().filter_map(|inline| match inline {
        Inline::Math(tex) => Some(tex.clone()),
        _ => None,
    });
    if text.iter().all(is_formula) { formulae.collect() } else { Vec::new() }
}

/// Takes the pictures at the beginning that stand on lines of their own.
fn leading_images(text: &mut Vec<Inline>) -> Vec<Image> {
    let mut images = Vec::new();
    let mut taken = 0;
    for (at, inline) in text.iter().enumerate() {
        match inline {
            Inline::Image(image) => images.push(image.clone()),
            Inline::Text(space) if space.trim().is_empty() => {}
            Inline::Break => taken = at + 1,
            _ => break,
        }
        if at + 1 == text.len() {
            taken = text.len();
        }
    }
    if taken == 0 {
        return Vec::new();
    }
    let kept = text.split_off(taken);
    let taken = std::mem::replace(text, kept);
    let mut images = Vec::new();
    images.extend(taken.into_iter().filter_map(|inline| match inline {
        Inline::Image(image) => Some(image),
        _ => None,
    }));
    images
}

fn draft(paragraph: Paragraph, place: &str) -> Draft {
    let remarks = Vec::new();
    let indent = paragraph.looks.indent;
    let mut text = paragraph.text;
    let block = Block::new;
    if let Some(place) = paragraph.list {
        return Draft::Entry(place, block(BlockKind::Paragraph(text)));
    }
    match paragraph.role {
        Role::Heading(level) => {
            let text = super::tables::unbold(text);
            Draft::Block(block(BlockKind::Heading { level: (level + 1).clamp(2, 6), id: paragraph.id, text }))
        }
        Role::Title => {
            let text = super::tables::unbold(text);
            Draft::Block(block(BlockKind::Heading { level: 2, id: None, text }))
        }
        Role::Quote => Draft::Quote(block(BlockKind::Paragraph(text))),
        role @ (Role::IntenseQuote | Role::PullQuote) => {
            Draft::Loud(block(BlockKind::Paragraph(text)), role, place.to_owned())
        }
        Role::Caption => Draft::Caption(Caption { text, remarks, id: paragraph.id, place: place.to_owned() }),
        Role::Code => Draft::Code(super::piece::plain(&text), remarks),
        Role::Continuation => Draft::Continuation(block(BlockKind::Paragraph(text))),
        Role::Rule if text.is_empty() => Draft::Block(block(BlockKind::Rule)),
        Role::Body if is_bulleted(&text) => {
            captions::drop_characters(&mut text, 2);
            let place = ListPlace { level: 0, format: Format::Bullet, number: 1, indent };
            Draft::Entry(place, block(BlockKind::Paragraph(text)))
        }
        _ => Draft::Text(
            block(BlockKind::Paragraph(text)),
            indent,
            Tag { id: paragraph.id, place: place.to_owned() },
        ),
    }
}

/// Whether somebody typed a bullet, where Word has lists.
fn is_bulleted(text: &[Inline]) -> bool {
    let Some(Inline::Text(first)) = text.first() else { return false };
    let mut characters = first.chars();
    matches!(characters.next(), Some('•' | '▪' | '●' | '◦' | '‣' | '·'))
        && characters.next().is_some_and(char::is_whitespace)
        && text.len() + characters.count() > 1
}

/// Entries become lists, lines of a quotation one quotation, lines of code one block.
fn gather(drafts: Vec<Draft>, judge: &mut Judge) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    let mut held: Vec<Draft> = Vec::new();
    for draft in drafts {
        let draft = match held_by_list(draft, &mut entries, &mut held) {
            Some(draft) => draft,
            None => continue,
        };
        close(&mut entries, &mut held, &mut blocks, judge);
        put(draft, &mut blocks, judge);
    }
    close(&mut entries, &mut held, &mut blocks, judge);
    blocks
}

/// Adds a draft to the list that is open, if it belongs there; else gives it back.
fn held_by_list(draft: Draft, entries: &mut Vec<Entry>, held: &mut Vec<Draft>) -> Option<Draft> {
    match (draft, entries.last_mut()) {
        (Draft::Entry(place, block), _) => {
            entries.push(Entry { place, blocks: vec![block], goes_on: false });
            None
        }
        (Draft::Continuation(block), Some(last)) => {
            last.blocks.push(block);
            None
        }
        (Draft::Text(block, indent, tag), Some(_)) => match lists::goes_on(entries, indent) {
            Some(place) => {
                entries.push(Entry { place, blocks: vec![block], goes_on: true });
                None
            }
            None => Some(Draft::Text(block, indent, tag)),
        },
        (Draft::Framed(pieces, remarks), Some(_)) => {
            held.push(Draft::Framed(pieces, remarks));
            None
        }
        (draft, _) => Some(draft),
    }
}

/// Ends the list that is open; what was held back follows it.
fn close(entries: &mut Vec<Entry>, held: &mut Vec<Draft>, blocks: &mut Vec<Block>, judge: &mut Judge) {
    blocks.extend(lists::nested(std::mem::take(entries)));
    for draft in std::mem::take(held) {
        put(draft, blocks, judge);
    }
}

fn put(draft: Draft, blocks: &mut Vec<Block>, judge: &mut Judge) {
    match draft {
        Draft::Block(block) => blocks.push(tidy(block)),
        Draft::Text(block, ..) | Draft::Continuation(block) | Draft::Entry(_, block) => blocks.push(block),
        Draft::Caption(Caption { text, remarks, .. }) => {
            blocks.push(Block { kind: BlockKind::Paragraph(text), remarks });
        }
        Draft::Quote(block) => match blocks.last_mut() {
            Some(Block { kind: BlockKind::Quote(inner), .. }) => inner.push(block),
            _ => blocks.push(Block::new(BlockKind::Quote(vec![block]))),
        },
        Draft::Loud(block, role, place) => judge.loud(block, role, &place, blocks),
        Draft::Code(text, remarks) => match blocks.last_mut() {
            Some(Block { kind: BlockKind::Code { text: before, .. }, remarks: told }) => {
                before.push('\n');
                before.push_str(&text);
                told.extend(remarks);
            }
            _ => blocks.push(Block { kind: BlockKind::Code { language: None, text }, remarks }),
        },
        Draft::Framed(pieces, remarks) => judge.framed(pieces, remarks, blocks),
    }
}

/// Heads of tables are bold anyway.
fn tidy(mut block: Block) -> Block {
    if let BlockKind::Table(Table { head, rows, .. }) = &mut block.kind {
        for cell in rows.iter_mut().take(*head).flatten() {
            cell.content = super::tables::unbold(std::mem::take(&mut cell.content));
        }
    }
    block
}
