//! Ways through a text.
//!
//! In: blocks. Out: calls, in the order in which a reader meets things. Never: any meaning.

use crate::paper::{Block, BlockKind, FigureContent, Inline, Table};

/// Something met on the way.
pub(super) enum Node<'a> {
    /// A block, before what it holds.
    Block(&'a mut Block),
    /// A part of a line, before what it holds.
    Inline(&'a mut Inline),
}

/// Whether to look into what was met.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Go {
    /// What it holds comes next.
    In,
    /// What it holds is left out.
    Past,
}

/// Meets every block and inline. A figure's caption comes after the figure, a table's before its cells.
pub(super) fn nodes(blocks: &mut [Block], visit: &mut impl FnMut(Node<'_>) -> Go) {
    for block in blocks {
        if visit(Node::Block(block)) == Go::In {
            inside(&mut block.kind, visit);
        }
    }
}

fn inside(kind: &mut BlockKind, visit: &mut impl FnMut(Node<'_>) -> Go) {
    match kind {
        BlockKind::Heading { title, .. } | BlockKind::Paragraph(title) => phrase(title, visit),
        BlockKind::List { items, .. } => items.iter_mut().for_each(|item| nodes(&mut item.blocks, visit)),
        BlockKind::Quote(blocks) => nodes(blocks, visit),
        BlockKind::PullQuote(quote) => nodes(&mut quote.blocks, visit),
        BlockKind::Box(text_box) => {
            phrase(text_box.title.as_deref_mut().unwrap_or_default(), visit);
            nodes(&mut text_box.blocks, visit);
        }
        BlockKind::Figure(figure) => {
            if let FigureContent::Blocks(blocks) = &mut figure.content {
                nodes(blocks, visit);
            }
            phrase(&mut figure.caption.text, visit);
        }
        BlockKind::Table(table) => {
            if let Some(caption) = &mut table.caption {
                phrase(&mut caption.text, visit);
            }
            for cell in table.head.iter_mut().chain(&mut table.rows).flatten() {
                phrase(&mut cell.content, visit);
            }
        }
        BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::Rule | BlockKind::Html(_) => {}
    }
}

/// Meets every inline of a phrase.
pub(super) fn phrase(inlines: &mut [Inline], visit: &mut impl FnMut(Node<'_>) -> Go) {
    for inline in inlines {
        if visit(Node::Inline(inline)) == Go::In
            && let Inline::Styled { content, .. } | Inline::Link { content, .. } = inline
        {
            phrase(content, visit);
        }
    }
}

/// Meets every block, and no inlines.
pub(super) fn blocks(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block) -> Go) {
    for block in blocks {
        if visit(block) == Go::Past {
            continue;
        }
        match &mut block.kind {
            BlockKind::List { items, .. } => {
                items.iter_mut().for_each(|item| self::blocks(&mut item.blocks, visit));
            }
            BlockKind::Quote(inner) => self::blocks(inner, visit),
            BlockKind::PullQuote(quote) => self::blocks(&mut quote.blocks, visit),
            BlockKind::Box(text_box) => self::blocks(&mut text_box.blocks, visit),
            BlockKind::Figure(figure) => {
                if let FigureContent::Blocks(inner) = &mut figure.content {
                    self::blocks(inner, visit);
                }
            }
            _ => {}
        }
    }
}

/// Which pull quotes are part of the running text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// None: they are not judged yet.
    Unjudged,
    /// Those that do not repeat the text.
    Judged,
}

/// Meets every phrase of the running text: paragraphs, headings, captions, cells; never code.
pub(super) fn phrases(blocks: &[Block], quotes: Quotes, visit: &mut impl FnMut(&[Inline])) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { title, .. } | BlockKind::Paragraph(title) => visit(title),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| phrases(&item.blocks, quotes, visit));
            }
            BlockKind::Quote(inner) => phrases(inner, quotes, visit),
            BlockKind::PullQuote(quote) if quotes == Quotes::Judged && !quote.repeats() => {
                phrases(&quote.blocks, quotes, visit);
            }
            BlockKind::Box(text_box) => {
                visit(text_box.title.as_deref().unwrap_or_default());
                phrases(&text_box.blocks, quotes, visit);
            }
            BlockKind::Figure(figure) => {
                if let FigureContent::Blocks(inner) = &figure.content {
                    phrases(inner, quotes, visit);
                }
                visit(&figure.caption.text);
            }
            BlockKind::Table(table) => table_phrases(table, visit),
            BlockKind::PullQuote(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Rule
            | BlockKind::Html(_) => {}
        }
    }
}

fn table_phrases(table: &Table, visit: &mut impl FnMut(&[Inline])) {
    if let Some(caption) = &table.caption {
        visit(&caption.text);
    }
    for cell in table.head.iter().chain(&table.rows).flatten() {
        visit(&cell.content);
    }
}
