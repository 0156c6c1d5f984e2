//! Blocks that the parser leaves open, and so without their end or their words.
//!
//! In: a node. Out: where it ends, or its lines, read from the source. Never: a node that the parser closed.
//!
//! comrak 0.59 closes a box at its line of colons without closing what is last in a list before it. Such a block ends where it
//! begins. Paragraphs have their words all the same; code and HTML get theirs only when they are closed.

use comrak::nodes::{LineColumn, Node, NodeCodeBlock, NodeValue};

use super::Lowerer;

impl Lowerer<'_, '_> {
    /// Where a block ends that was left open: before the line that ends the box of which it is the last.
    pub(super) fn end_of_open(&self, node: Node<'_>) -> Option<usize> {
        let sourcepos = node.data().sourcepos;
        if sourcepos.start != sourcepos.end {
            return None;
        }
        let mut last = node;
        let closing = loop {
            let parent = last.parent().filter(|_| last.next_sibling().is_none())?;
            let around = parent.data().sourcepos;
            if is_box(parent) && around.start.line < around.end.line {
                break around.end.line;
            }
            last = parent;
        };
        let start = self.places.offset(sourcepos.start);
        let end = self.places.offset(LineColumn { line: closing, column: 1 });
        (start < end).then(|| start + self.places.slice(start..end).trim_end().len())
    }

    /// The lines of a block from its first to the end of the box that it is in, without what stands before its own column.
    pub(super) fn lines_of_open(&self, node: Node<'_>) -> Option<Vec<String>> {
        let closing = node.ancestors().skip(1).find(|node| is_box(node))?.data().sourcepos.end.line;
        let LineColumn { line: first, column } = node.data().sourcepos.start;
        let lines = (first..closing).map(|line| {
            let start = self.places.offset(LineColumn { line, column: 1 });
            let text = self.places.slice(start..self.places.line_end(start));
            let marks =
                text.bytes().take(column - 1).take_while(|byte| line == first || b" \t>".contains(byte));
            text.get(marks.count()..).unwrap_or_default().to_owned()
        });
        Some(lines.collect())
    }

    /// The same code block with its words.
    pub(super) fn closed_code(&self, node: Node<'_>, code: &NodeCodeBlock) -> Option<NodeCodeBlock> {
        if !code.literal.is_empty() || (code.fenced && code.closed) {
            return None;
        }
        let mut lines = self.lines_of_open(node).filter(|lines| !lines.is_empty())?;
        let fence = code.fenced.then(|| lines.first().cloned()).flatten();
        if code.fenced {
            lines.remove(0);
        }
        let info = fence.map_or_else(String::new, |line| {
            line.trim_start_matches(char::from(code.fence_char)).trim().to_owned()
        });
        let literal = lines.into_iter().map(|line| line + "\n").collect();
        Some(NodeCodeBlock { info, literal, ..code.clone() })
    }
}

fn is_box(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::BlockDirective(_))
}
