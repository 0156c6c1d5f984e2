//! Tables written with pipes.
//!
//! In: a table of the parser's. Out: a table of cells; its last rows are its caption if they can only have been meant
//! as one; an error for words beyond the last column, which the parser drops. Never: a cell lost without a word.

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
        self.long_rows(node, table.num_columns);
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

    /// Reports words of rows that have more cells than the table has columns.
    pub(super) fn long_rows(&mut self, node: Node<'t>, columns: usize) {
        // A head that has another number of cells than the line below it makes no table.
        let is_head = |row: &Node<'t>| matches!(row.data().value, NodeValue::TableRow(true));
        for row in node.children().filter(|row| !is_head(row)) {
            let range = self.row_range(row);
            let Some(extra) = beyond(self.places.slice(range.clone()), columns) else { continue };
            let place = range.start + extra.words.start..range.start + extra.words.end;
            let counted =
                |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
            let message = format!(
                "this row has {}, and its table {}: these words would be lost",
                counted(columns + extra.cells, "cell"),
                counted(columns, "column")
            );
            let hint =
                "write a bar inside a cell as `\\|`, or add a column to the first two lines of the table";
            self.problem(&rules::TABLE_ROW_TOO_LONG, message, place).hints.push(hint.to_owned());
        }
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

/// What stands in a row beyond its table's last column.
#[derive(Debug, PartialEq, Eq)]
struct Extra {
    /// From the first to the last of its words, as bytes of the row.
    words: Range<usize>,
    /// How many cells they are in, and between.
    cells: usize,
}

/// The words of a row beyond so many columns, by the parser's reading: a bar ends a cell, in code too, unless a backslash stands right
/// before it, and the first byte may be a bar that ends none.
fn beyond(row: &str, columns: usize) -> Option<Extra> {
    let bytes = row.as_bytes();
    let is_bar = |at: &usize| *at > 0 && bytes.get(at - 1) != Some(&b'\\');
    let from = memchr::memchr_iter(b'|', bytes).filter(is_bar).nth(columns.checked_sub(1)?)? + 1;
    let is_blank = |c: char| c.is_whitespace();
    let (mut words, mut cells, mut start) = (None, 0, from);
    for (cell, end) in
        (1..).zip(memchr::memchr_iter(b'|', bytes).filter(is_bar).chain([row.len()]).skip(columns))
    {
        let written = row.get(start..end).unwrap_or_default();
        let first = start + (written.len() - written.trim_start_matches(is_blank).len());
        let last = start + written.trim_end_matches(is_blank).len();
        if first < last {
            words = Some(words.map_or(first, |words: Range<usize>| words.start)..last);
            cells = cell;
        }
        start = end + 1;
    }
    words.map(|words| Extra { words, cells })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words beyond so many columns, and the number of their cells.
    fn extra(row: &str, columns: usize) -> Option<(&str, usize)> {
        beyond(row, columns).map(|extra| (row.get(extra.words).unwrap(), extra.cells))
    }

    #[test]
    fn words_beyond_the_last_column_are_found() {
        assert_eq!(extra("|1|2|important third|", 2), Some(("important third", 1)));
        assert_eq!(extra("1|2|three", 2), Some(("three", 1)));
        assert_eq!(extra("| 1 | 2 | | four | ", 2), Some(("four", 2)));
        assert_eq!(extra("| 1 | 2 | three | four", 2), Some(("three | four", 2)));
        assert_eq!(extra("| `a|b` | c |", 2), Some(("c", 1)));
        assert_eq!(extra(r"| 1 | 2 | \| |", 2), Some((r"\|", 1)));
        assert_eq!(extra("|| 1", 1), Some(("1", 1)));
    }

    #[test]
    fn a_row_that_is_long_enough_loses_nothing() {
        for row in [
            "",
            "|",
            "|||",
            "1",
            "| 1 | 2 |",
            "1 | 2",
            "| 1 | 2 |  ",
            "| 1 | 2 | | \u{a0} |",
            r"| `a\|b` | c |",
            r"1 | 2 \\| 3",
        ] {
            assert_eq!(extra(row, 2), None, "{row}");
        }
    }

    proptest::proptest! {
        /// A line is the head of a table if the parser counts as many cells in it as in the line below.
        #[test]
        fn cells_are_counted_as_the_parser_counts_them(row in r"[|a][|a` \\é\t-]{0,12}[|a` \\]?", columns in 1_usize..6) {
            let text = format!("{row}\n{}\n", "|-".repeat(columns) + "|");
            let arena = comrak::Arena::new();
            let root = comrak::parse_document(&arena, &text, &super::super::options(false));
            let is_table = root.first_child().is_some_and(|node| matches!(node.data().value, NodeValue::Table(_)));
            if is_table {
                proptest::prop_assert_eq!(beyond(&row, columns), None);
                let shorter = columns > 1 && beyond(&row, columns - 1).is_none();
                let last = root.first_child().and_then(|table| table.first_child()?.last_child());
                proptest::prop_assert!(!shorter || last.is_some_and(|cell| cell.first_child().is_none()));
            }
        }
    }
}
