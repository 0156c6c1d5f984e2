//! Tables of the manuscript.
//!
//! In: a transcript whose paragraphs hold rows, between the private characters of this file. Out: the same with tables.
//! Never: a word changed.
//!
//! Pieces of text know no tables. So a row goes through [`super::super::text`] as a piece of its own, with a character
//! before it, between its cells and after it, and is taken up here.

use super::super::remark::{Kind, Remark};
use super::super::transcript::{Align, Block, BlockKind, Cell, Inline, Table, Transcript};
use super::tables::is_number;

/// Before the first row of a table.
pub(super) const FIRST: char = '\u{e010}';
/// Before any other row.
pub(super) const ROW: char = '\u{e011}';
/// Between two cells.
pub(super) const CELL: char = '\u{e012}';
/// After a row.
pub(super) const END: char = '\u{e013}';

/// Whether a character means something here.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, FIRST..=END)
}

/// Makes tables of the rows.
pub(super) fn assemble(transcript: &mut Transcript) {
    let mut blocks: Vec<Block> = Vec::new();
    for block in std::mem::take(&mut transcript.blocks) {
        match row(&block) {
            Some((first, cells)) => add(&mut blocks, first, cells, block.remarks),
            None => blocks.push(block),
        }
    }
    for block in &mut blocks {
        if let BlockKind::Table(table) = &mut block.kind {
            finish(table);
            let (rows, columns) = (table.rows.len(), table.align.len());
            let why =
                format!("read as a table of {rows} rows and {columns} columns, by where its words stand");
            block.remarks.push(Remark::new(Kind::Guess, why).sure(0.6));
            transcript.source.tables += 1;
        }
    }
    transcript.blocks = blocks;
}

/// The cells of a paragraph that is a row, and whether the row is the first of its table.
fn row(block: &Block) -> Option<(bool, Vec<Vec<Inline>>)> {
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    let Some(Inline::Text(text)) = inlines.first() else { return None };
    let first = text.starts_with(FIRST);
    if !first && !text.starts_with(ROW) {
        return None;
    }
    let mut cells: Vec<Vec<Inline>> = vec![Vec::new()];
    for inline in inlines {
        let Inline::Text(text) = inline else {
            cells.last_mut()?.push(inline.clone());
            continue;
        };
        for (at, part) in text.split(CELL).enumerate() {
            if at > 0 {
                cells.push(Vec::new());
            }
            let part: String = part.chars().take_while(|c| *c != END).filter(|c| !is_private(*c)).collect();
            if !part.is_empty() {
                cells.last_mut()?.push(Inline::Text(part));
            }
        }
    }
    cells.iter_mut().for_each(trim);
    Some((first, cells))
}

/// Takes the space from both ends of a cell.
fn trim(cell: &mut Vec<Inline>) {
    if let Some(Inline::Text(text)) = cell.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text(text)) = cell.last_mut() {
        *text = text.trim_end().to_owned();
    }
    cell.retain(|inline| *inline != Inline::Text(String::new()));
}

/// Adds a row to the table that stands last, or begins one.
fn add(blocks: &mut Vec<Block>, first: bool, cells: Vec<Vec<Inline>>, remarks: Vec<Remark>) {
    let cells: Vec<Cell> = cells.into_iter().map(|content| Cell { content, columns: 1, rows: 1 }).collect();
    if !first
        && let Some(Block { kind: BlockKind::Table(table), remarks: told }) = blocks.last_mut()
        && table.rows.first().is_some_and(|row| row.len() == cells.len())
    {
        table.rows.push(cells);
        told.extend(remarks);
        return;
    }
    let mut table = Block::new(BlockKind::Table(Table { head: 1, rows: vec![cells], ..Table::default() }));
    table.remarks = remarks;
    if let Some((caption, label)) = blocks.last().and_then(caption) {
        let above = blocks.pop().map(|above| above.remarks).unwrap_or_default();
        let label = Remark::new(
            Kind::Replaced,
            "the word and number before a table's caption, which the site makes again",
        )
        .from(label);
        table.remarks.extend(above);
        table.remarks.push(label);
        if let BlockKind::Table(table) = &mut table.kind {
            table.caption = caption;
        }
    }
    blocks.push(table);
}

/// The caption of a table without its label, and the label, if a paragraph is one: `Table 2. Ports and ships`.
fn caption(block: &Block) -> Option<(Vec<Inline>, String)> {
    const WORDS: [&str; 6] = ["table", "tabela", "tab.", "tabelle", "tableau", "tabulka"];
    let BlockKind::Paragraph(inlines) = &block.kind else { return None };
    let (first, rest) = inlines.split_first()?;
    let Inline::Text(text) = first else { return None };
    let (word, after) = text.split_once(char::is_whitespace)?;
    let end = after.find(|c: char| !c.is_ascii_digit())?;
    let (number, after) = after.split_at_checked(end)?;
    let text =
        after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '–' | '—' | '|'));
    let is_caption = WORDS.contains(&word.to_lowercase().as_str()) && !number.is_empty() && !text.is_empty();
    let mut caption = vec![Inline::Text(text.to_owned())];
    caption.extend_from_slice(rest);
    is_caption.then(|| (caption, format!("{word} {number}")))
}

/// Sets columns of numbers to their end.
fn finish(table: &mut Table) {
    let columns = table.rows.first().map_or(0, Vec::len);
    let text = |cell: &Cell| match cell.content.as_slice() {
        [Inline::Text(text)] => text.clone(),
        _ => String::new(),
    };
    let numbers = |at: usize| {
        let mut cells = table.rows.iter().skip(table.head).filter_map(|row| row.get(at)).peekable();
        cells.peek().is_some() && cells.all(|cell| cell.content.is_empty() || is_number(&text(cell)))
    };
    let align: Vec<Align> =
        (0..columns).map(|at| if numbers(at) { Align::End } else { Align::Start }).collect();
    table.align = align;
}
