//! Tables written with pipes.
//!
//! In: a table of the parser's. Out: a table of cells; its last rows are its caption if they can only have been meant
//! as one. Never: a lost cell.

use std::ops::Range;

use comrak::nodes::{Node, NodeTable, NodeValue, TableAlignment};

use super::{Lowerer, figures, numeric};
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{Align, Caption, Cell, Inline, Table};

impl<'t> Lowerer<'_, 't> {
    /// Lowers a table.
    pub(super) fn table(&mut self, node: Node<'t>, table: &NodeTable) -> Table {
        let align = table.alignments.iter().map(|align| match align {
            TableAlignment::None | TableAlignment::Left => Align::Start,
            TableAlignment::Center => Align::Center,
            TableAlignment::Right => Align::End,
        });
        let mut lowered = Table { align: align.collect(), ..Table::default() };
        let slipped = self.slipped(node, table.num_columns);
        for row in node.children() {
            if slipped.is_some_and(|slipped| slipped.same_node(row)) {
                break;
            }
            let is_head = matches!(row.data().value, NodeValue::TableRow(true));
            let cells = row.children().map(|cell| self.cell(cell, is_head)).collect();
            if is_head { lowered.head.push(cells) } else { lowered.rows.push(cells) }
        }
        lowered.caption = slipped.map(|first| self.caption_of_rows(first));
        let given: Vec<bool> =
            table.alignments.iter().map(|align| !matches!(align, TableAlignment::None)).collect();
        numeric::align(&mut lowered, &given);
        lowered
    }

    fn cell(&mut self, cell: Node<'t>, header: bool) -> Cell {
        let range = self.block_range(cell);
        let content = self.line(cell, range);
        Cell { content, header, columns: 1, rows: 1, ..Cell::default() }
    }

    fn row_range(&self, row: Node<'t>) -> Range<usize> {
        let start = self.block_range(row).start;
        start..self.places.line_end(start)
    }

    /// The first of the last rows that are a caption: a line without a pipe, or one whose only words begin with
    /// `Table:`.
    fn slipped(&self, node: Node<'t>, columns: usize) -> Option<Node<'t>> {
        let mut first = None;
        for row in node.reverse_children() {
            if matches!(row.data().value, NodeValue::TableRow(true)) {
                break;
            }
            let words = self.places.slice(self.row_range(row));
            let bare = !words.replace("\\|", "").contains('|');
            let alone = row.children().skip(1).all(|cell| cell.first_child().is_none());
            let cell = words.trim_start_matches(['|', ' ']);
            let named = alone && figures::caption_prefix(cell).is_some();
            if named || (bare && columns > 1 && self.in_figure && row.next_sibling().is_none()) {
                first = Some(row);
            }
            if !bare {
                break;
            }
        }
        first
    }

    fn caption_of_rows(&mut self, first: Node<'t>) -> Caption {
        let place = self.row_range(first);
        let problem = self.problem(&rules::CAPTION_IN_TABLE, "this caption is a row of its table", place);
        problem.hints.push("leave a blank line between the table and its caption".to_owned());
        let mut caption = Caption::default();
        let mut row = Some(first);
        while let Some(node) = row {
            if let Some(cell) = node.first_child() {
                let range = self.block_range(cell);
                let words = self.places.slice(range.clone());
                let inner = range.start + (words.len() - words.trim_start().len());
                let prefix = figures::caption_prefix(words.trim_start()).unwrap_or(0);
                let part = self.table_caption(cell, inner..range.end.max(inner), prefix);
                if !caption.text.is_empty() {
                    caption.text.push(Inline::SoftBreak);
                }
                caption.text.extend(part.text);
                caption.id = caption.id.or(part.id);
                caption.number = caption.number.or(part.number);
                caption.source = caption.source.or(part.source);
                caption.credit = caption.credit.or(part.credit);
            }
            row = node.next_sibling();
        }
        caption
    }
}
