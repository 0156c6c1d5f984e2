//! Lists are written.
//!
//! In: items. Out: lines behind their marks. Never: what is in an item.

use super::Composer;
use super::blocks::{Before, is_silent};
use super::lines::Lines;
use crate::import::transcript::{Block, BlockKind};

/// The largest number that a list may begin with.
const LARGEST: u64 = 999_999_999;

impl Composer {
    /// Writes a list. Two lists in a row have different marks, or they would be one.
    pub(super) fn list(
        &mut self,
        start: Option<u64>,
        items: &[Vec<Block>],
        before: Before,
    ) -> (Lines, Before) {
        let ordered = start.is_some();
        let second = before == Before::List { ordered, second: false };
        let first = start.unwrap_or(0).min(LARGEST.saturating_sub(items.len() as u64));
        let is_tight = items.iter().all(|item| is_tight(item));
        let items: Vec<Lines> = items.iter().map(|item| self.item(item, is_tight)).collect();
        let mut out = Lines::default();
        // Empty items alone would be read as a rule: `- - -`.
        if items.iter().all(is_silent) {
            items.into_iter().for_each(|item| out.append(item));
            return (out, Before::Other);
        }
        for (number, mut lines) in (first..).zip(items) {
            let mark = match (ordered, second) {
                (false, false) => "- ".to_owned(),
                (false, true) => "* ".to_owned(),
                (true, false) => format!("{number}. "),
                (true, true) => format!("{number}) "),
            };
            if lines.is_empty() {
                lines.lines.push(String::new());
            }
            let mut lines = lines.behind(&mark, &" ".repeat(mark.len()));
            // So would the marks of lists that each begin with the next, and the last with an empty item.
            if let Some(first) = lines.lines.first_mut().filter(|first| is_rule(first)) {
                first.truncate(first.trim_end().len());
                first.push_str(" <!-- -->");
            }
            if is_tight { out.extend(lines) } else { out.append(lines) }
        }
        (out, Before::List { ordered, second })
    }

    fn item(&mut self, blocks: &[Block], is_tight: bool) -> Lines {
        if !is_tight {
            return self.inner(blocks);
        }
        let mut out = Lines::default();
        for block in blocks {
            out.extend(self.inner(std::slice::from_ref(block)));
        }
        out
    }
}

/// Whether a line of marks would be a rule.
fn is_rule(line: &str) -> bool {
    let marks = line.replace(' ', "");
    marks.len() >= 3 && ["-", "*"].iter().any(|mark| marks.replace(mark, "").is_empty())
}

/// Whether an item needs no empty line: it is a paragraph, with a list at most that can follow it directly.
fn is_tight(blocks: &[Block]) -> bool {
    let mut kinds = blocks.iter().map(|block| &block.kind);
    let first = kinds.next();
    let list = kinds.next();
    matches!(first, None | Some(BlockKind::Paragraph(_)))
        && kinds.next().is_none()
        && match list {
            None => true,
            Some(BlockKind::List { start, items }) => {
                matches!(start, None | Some(1))
                    && items.first().is_some_and(|item| !item.is_empty())
                    && items.iter().all(|item| {
                        matches!(item.as_slice(), [Block { kind: BlockKind::Paragraph(_), .. }])
                            || is_tight_nest(item)
                    })
            }
            Some(_) => false,
        }
}

/// The same one level down: looked at without end, since what is written is at most as deep as lists may be.
fn is_tight_nest(blocks: &[Block]) -> bool {
    matches!(
        blocks,
        [Block { kind: BlockKind::Paragraph(_), .. }, Block { kind: BlockKind::List { .. }, .. }]
    )
}
