//! A PDF from its words to the pieces of its text.
//!
//! In: what poppler's programs print. Out: [`Piece`]s in reading order, and remarks. Never: the count of words, which is
//! made of another list.

use super::super::remark::{Kind, Remark};
use super::super::text::piece::{Looks, Piece};
use super::blocks::parted;
use super::columns::{Column, columns};
use super::lines::{strips, with_loose};
use super::measure::Measure;
use super::page::{Area, Page};
use super::paragraphs::{Paragraph, paragraphs};
use super::pieces::{dropped, piece};
use super::poppler::Dump;
use super::roles::roles;
use super::{figures, fonts, furniture, words};

/// How many things in the way of text are heeded on one page.
const MANY: usize = 50;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) pieces: Vec<Piece>,
    pub(super) remarks: Vec<Remark>,
}

/// Reads a document.
pub(super) fn read(dump: &Dump) -> Read {
    let mut pages = words::pages(&dump.layout);
    fonts::tell(&mut pages, &dump.fonts);
    pages.iter_mut().for_each(furniture::drop_doubles);
    furniture::drop_heads(&mut pages);
    let measure = Measure::of(&pages);
    let mut all: Vec<Paragraph> = Vec::new();
    let mut furniture: Vec<Piece> = Vec::new();
    for page in pages {
        furniture.extend(page.dropped.iter().map(|(line, why)| dropped(line, why, page.number)));
        all.extend(of_page(page, &measure));
    }
    let mut looks = roles(&all, &measure);
    let mut read = Read { remarks: figures::figures(&all, &measure, &mut looks), ..Read::default() };
    read.remarks.extend(loose_rows(&all, &looks));
    let mut furniture = furniture.into_iter().peekable();
    for (paragraph, looks) in all.iter().zip(looks) {
        while let Some(piece) = furniture.next_if(|piece| piece.page < paragraph.page) {
            read.pieces.push(piece);
        }
        read.pieces.push(piece(paragraph, looks, &mut read.remarks));
    }
    read.pieces.extend(furniture);
    read
}

fn of_page(page: Page, measure: &Measure) -> Vec<Paragraph> {
    let mut out = Vec::new();
    let columns = columns(with_loose(parted(page.lines), measure), measure);
    let area =
        |column: &Column| column.lines.iter().map(|line| line.area).reduce(|whole, area| whole.with(&area));
    let insets: Vec<Area> =
        columns.iter().filter(|column| column.inset).filter_map(area).take(MANY).collect();
    for column in columns {
        let around = if column.inset { &[] } else { insets.as_slice() };
        let mut here = paragraphs(strips(column.lines, measure), around, page.number, page.height, measure);
        here.iter_mut().for_each(|paragraph| paragraph.inset = column.inset);
        out.append(&mut here);
    }
    out
}

/// Whether a paragraph is a row of something that is no table.
fn is_loose(paragraph: &Paragraph) -> bool {
    paragraph.row && paragraph.cells.is_empty()
}

/// Says where lines stand in rows that are no tables.
fn loose_rows(paragraphs: &[Paragraph], looks: &[Looks]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let all: Vec<(&Paragraph, bool)> = paragraphs
        .iter()
        .zip(looks)
        .map(|(paragraph, looks)| (paragraph, is_loose(paragraph) && *looks == Looks::Caption))
        .collect();
    for run in all.chunk_by(|a, b| a.1 == b.1 && a.0.page == b.0.page) {
        let Some((first, true)) = run.first() else { continue };
        let why = format!(
            "{} lines that stand in rows, as in a chart or a table, were kept as they are: make a table of them, or delete them",
            run.len()
        );
        remarks.push(Remark::new(Kind::Unsupported, why).at(format!("page {}", first.page)));
    }
    remarks
}
