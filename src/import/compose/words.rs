//! What blocks say, without how.
//!
//! In: blocks. Out: their words as one text, and how many pictures, tables and formulae there are; the innermost blocks.
//! Never: recursion, since nobody knows how deep a broken file nests.

use std::borrow::Cow;

use super::runs::{self, Atom, Run};
use crate::import::transcript::{Block, BlockKind, Inline};

/// What blocks hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// The words; each phrase is a line.
    pub(super) text: String,
    /// Pictures.
    pub(super) images: usize,
    /// Tables.
    pub(super) tables: usize,
    /// Formulae.
    pub(super) formulae: usize,
}

/// The blocks that hold no blocks, in reading order. Of those that do, the title and the remarks stay, as a paragraph.
pub(super) fn leaves(blocks: &[Block]) -> Vec<Cow<'_, Block>> {
    let mut out = Vec::new();
    let mut levels: Vec<Box<dyn Iterator<Item = &Block>>> = vec![Box::new(blocks.iter())];
    while let Some(level) = levels.last_mut() {
        let Some(block) = level.next() else {
            levels.pop();
            continue;
        };
        let (inner, title): (Box<dyn Iterator<Item = &Block>>, _) = match &block.kind {
            BlockKind::List { items, .. } => (Box::new(items.iter().flatten()), None),
            BlockKind::Quote(inner) => (Box::new(inner.iter()), None),
            BlockKind::PullQuote { blocks: inner, by: title, .. }
            | BlockKind::Box { blocks: inner, title, .. } => (Box::new(inner.iter()), title.as_ref()),
            _ => {
                out.push(Cow::Borrowed(block));
                continue;
            }
        };
        levels.push(inner);
        if title.is_some() || !block.remarks.is_empty() {
            let words = title.map(|title| Inline::Text(title.clone())).into_iter().collect();
            out.push(Cow::Owned(Block { kind: BlockKind::Paragraph(words), remarks: block.remarks.clone() }));
        }
    }
    out
}

/// Whether a block holds no blocks.
pub(super) fn is_leaf(block: &Block) -> bool {
    !matches!(
        block.kind,
        BlockKind::List { .. } | BlockKind::Quote(_) | BlockKind::PullQuote { .. } | BlockKind::Box { .. }
    )
}

/// What blocks hold, boxes and lists looked into.
pub(super) fn of(blocks: &[Block]) -> Held {
    let mut held = Held::default();
    for block in leaves(blocks) {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => held.phrase(text),
            BlockKind::Code { text, .. } => held.line(text),
            BlockKind::Math(tex) => {
                held.formulae += 1;
                held.line(tex);
            }
            BlockKind::Table(table) => {
                held.tables += 1;
                held.phrase(&table.caption);
                table.rows.iter().flatten().for_each(|cell| held.phrase(&cell.content));
            }
            BlockKind::Figure(figure) => {
                for image in &figure.images {
                    held.images += 1;
                    held.line(&image.alt);
                }
                held.phrase(&figure.caption);
            }
            _ => {}
        }
    }
    held
}

impl Held {
    fn line(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    fn phrase(&mut self, inlines: &[Inline]) {
        let runs = runs::runs(inlines, &mut Some);
        let line = self.plain(&runs);
        self.line(&line);
    }

    fn plain(&mut self, runs: &[Run]) -> String {
        let mut line = String::new();
        for run in runs {
            match &run.atom {
                Atom::Text(text) | Atom::Code(text) | Atom::Citation(text) => line.push_str(text),
                Atom::Math(tex) => {
                    self.formulae += 1;
                    line.push_str(&format!(" {tex} "));
                }
                Atom::Image(image) => {
                    self.images += 1;
                    line.push_str(&format!(" {} ", image.alt));
                }
                Atom::Break | Atom::Soft | Atom::Mark(_) => line.push(' '),
                Atom::Comment(_) => {}
            }
        }
        line
    }
}
