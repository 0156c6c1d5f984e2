//! Citations of notes, and the notes that stand where they are cited.
//!
//! In: a note mark of the parser's. Out: citations, and the definitions of `^[…]`. Never: numbers.

use std::ops::Range;

use comrak::nodes::Node;

use super::text::Run;
use super::{Definition, Lowerer, inline_number};
use crate::paper::{Block, BlockKind, Inline};

impl<'t> Lowerer<'_, 't> {
    /// A note mark.
    pub(super) fn note(&mut self, node: Node<'t>, name: &str, out: &mut Vec<Inline>) {
        let range = self.inline_start(node)..self.inline_end(node);
        let written = self.places.slice(range.start..self.run.limit.max(range.start));
        let definition = inline_number(name).and_then(|n| self.inline_notes.get(n).copied().flatten());
        match definition {
            Some(definition) if !written.starts_with("[^") => self.inline_note(definition, range, out),
            _ => {
                let label = self.masks.lift(name).into();
                let span = self.span(range.clone());
                self.cite(label, None, span, out);
                self.passed(range.end);
            }
        }
    }

    /// `^[…]`: its definition is read where it stands.
    fn inline_note(&mut self, definition: Node<'t>, range: Range<usize>, out: &mut Vec<Inline>) {
        let here = self.places.slice(range.start..range.start + 2) == "^[";
        let rest = self.places.slice(self.run.cursor..self.run.limit.max(self.run.cursor));
        let start =
            if here { range.start } else { rest.find("^[").map_or(range.start, |at| self.run.cursor + at) };
        let run = Run { cursor: start + 2, limit: self.run.limit, base: Some(start + 2), ..Run::default() };
        let outer = std::mem::replace(&mut self.run, run);
        let mut inlines = Vec::new();
        for paragraph in definition.children() {
            inlines.extend(self.inlines(paragraph));
        }
        let after = self.run.cursor;
        self.run = outer;
        let close =
            self.places.slice(after..self.run.limit.max(after)).find(']').map_or(after, |at| after + at + 1);
        let span = self.span(start..close);
        let blocks = vec![Block { kind: BlockKind::Paragraph(inlines), span }];
        let index = u32::try_from(self.out.definitions.len()).unwrap_or(u32::MAX);
        self.out.definitions.push(Definition { label: "".into(), blocks, span });
        self.cite("".into(), Some(index), span, out);
        self.passed(close);
    }
}
