//! The numbers of figures and tables.
//!
//! In: blocks in reading order. Out: captions with their printed numbers and ids. Never: notes, headings, links.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::names::{self, Names};
use super::walk::{self, Go};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::apparatus::NUMBER_REPEATED;
use crate::paper::{Block, BlockKind, Caption, Figure, FigureContent, Span};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    /// "Figure 1"
    Figure,
    /// "Table 1"
    Table,
}

impl Counted {
    fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Table => "table",
        }
    }
}

/// A figure that only holds a table and is named as one (`tbl-…`) counts as a table.
pub(super) fn counted(figure: &Figure) -> Counted {
    let named = figure.caption.id.as_deref().is_some_and(|id| id.starts_with("tbl-"));
    match &figure.content {
        FigureContent::Blocks(blocks) if named => match blocks.as_slice() {
            [Block { kind: BlockKind::Table(_), .. }] => Counted::Table,
            _ => Counted::Figure,
        },
        _ => Counted::Figure,
    }
}

/// Counts figures and tables through the whole manuscript.
#[derive(Default)]
pub(super) struct Numbers {
    figures: usize,
    tables: usize,
    /// Every id of a figure or table.
    pub(super) ids: Names,
    printed: BTreeMap<(Counted, Box<str>), Span>,
}

impl Numbers {
    /// Numbers what stands in a text. Pull quotes hold nothing that is numbered.
    pub(super) fn text(&mut self, blocks: &mut [Block], files: &[Arc<str>], problems: &mut Vec<Diagnostic>) {
        walk::blocks(blocks, &mut |block| {
            let span = block.span;
            match &mut block.kind {
                BlockKind::PullQuote(_) => return Go::Past,
                BlockKind::Figure(figure) if is_numbered(figure) => {
                    let kind = counted(figure);
                    self.count(&mut figure.caption, kind, span, files, problems);
                }
                BlockKind::Table(table) => {
                    if let Some(caption) = &mut table.caption {
                        self.count(caption, Counted::Table, span, files, problems);
                    }
                }
                _ => {}
            }
            Go::In
        });
    }

    fn count(
        &mut self,
        caption: &mut Caption,
        kind: Counted,
        span: Span,
        files: &[Arc<str>],
        problems: &mut Vec<Diagnostic>,
    ) {
        let counter = match kind {
            Counted::Figure => &mut self.figures,
            Counted::Table => &mut self.tables,
        };
        *counter += 1;
        let number: Box<str> = match caption.number.take() {
            Some(number) => number,
            None => counter.to_string().into(),
        };
        if let Some(first) = self.printed.get(&(kind, number.clone())) {
            let message = format!("two {}s have the number {number}", kind.name());
            let problem = Diagnostic::new(&NUMBER_REPEATED, message)
                .at(span.place(files))
                .related(first.place(files), "the other one")
                .hint("give each a number of its own with `number=…`, or leave all numbers to offprint");
            problems.push(problem);
        }
        self.printed.entry((kind, number.clone())).or_insert(span);
        caption.number = Some(number);
        if let Some(id) = &caption.id
            && let Some(first) = self.ids.insert(id, span)
        {
            problems.push(names::repeated(id, span, first, files));
            caption.id = None;
        }
    }

    /// Gives an id to everything that has a number and none of its own, so that lists can point to it.
    pub(super) fn name(&mut self, blocks: &mut [Block]) {
        walk::blocks(blocks, &mut |block| {
            let span = block.span;
            match &mut block.kind {
                BlockKind::PullQuote(_) => return Go::Past,
                BlockKind::Figure(figure) => {
                    let kind = counted(figure);
                    self.name_caption(&mut figure.caption, kind, span);
                }
                BlockKind::Table(table) => {
                    if let Some(caption) = &mut table.caption {
                        self.name_caption(caption, Counted::Table, span);
                    }
                }
                _ => {}
            }
            Go::In
        });
    }

    fn name_caption(&mut self, caption: &mut Caption, kind: Counted, span: Span) {
        let Some(number) = caption.number.as_deref().filter(|_| caption.id.is_none()) else { return };
        let base = format!("{}-{}", kind.name(), crate::language::slug(number));
        caption.id = Some(self.ids.free(&base, 2, span, |_| true));
    }
}

/// An image alone in its paragraph is numbered if it says something of itself; everything else always is.
fn is_numbered(figure: &Figure) -> bool {
    let caption = &figure.caption;
    let speaks = caption.id.is_some()
        || caption.number.is_some()
        || !caption.text.is_empty()
        || caption.source.is_some()
        || caption.credit.is_some();
    match &figure.content {
        FigureContent::Images(images) => speaks || images.len() > 1,
        FigureContent::Data(_) => speaks,
        FigureContent::Blocks(_) => true,
    }
}
