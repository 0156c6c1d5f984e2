//! Entries become lists within lists.
//!
//! In: entries with their levels and numbers. Out: lists. Never: the paragraphs of an entry.

use super::super::transcript::{Block, BlockKind};
use super::piece::ListPlace;

/// An entry of a list.
#[derive(Debug)]
pub(super) struct Entry {
    pub place: ListPlace,
    pub blocks: Vec<Block>,
    /// Whether it is a further paragraph of an entry of that level.
    pub goes_on: bool,
}

/// The entry that a paragraph goes on with, by where its lines begin: the nearest one, of the levels that are open, whose
/// own lines begin there or further left.
pub(super) fn goes_on(entries: &[Entry], indent: i64) -> Option<ListPlace> {
    let mut level = usize::MAX;
    for entry in entries.iter().rev().filter(|entry| !entry.goes_on) {
        if entry.place.level < level {
            level = entry.place.level;
            if indent > 0 && indent >= entry.place.indent {
                return Some(entry.place.clone());
            }
        }
        if level == 0 {
            break;
        }
    }
    None
}

/// A list that is being made.
struct Open {
    level: usize,
    start: Option<u64>,
    /// The number of the last entry.
    last: u64,
    items: Vec<Vec<Block>>,
}

/// The entries as lists. A new list begins where numbers follow bullets, or where a number is not the next one.
pub(super) fn nested(entries: Vec<Entry>) -> Vec<Block> {
    let mut done = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for entry in entries {
        let place = entry.place;
        while open.len() > 1 && open.last().is_some_and(|list| list.level > place.level) {
            close(&mut open, &mut done);
        }
        if entry.goes_on {
            if let Some(item) = open.last_mut().and_then(|list| list.items.last_mut()) {
                item.extend(entry.blocks);
            }
            continue;
        }
        // A list that began deeper than it goes on was not deeper to its reader.
        if let Some(list) = open.last_mut().filter(|list| list.level > place.level) {
            list.level = place.level;
        }
        let number = place.format.is_ordered().then_some(place.number);
        let goes_on = open.last().is_some_and(|list| {
            list.level == place.level
                && list.start.is_some() == number.is_some()
                && number.is_none_or(|number| number == list.last.saturating_add(1))
        });
        if !goes_on {
            if open.last().is_some_and(|list| list.level == place.level) {
                close(&mut open, &mut done);
            }
            open.push(Open { level: place.level, start: number, last: 0, items: Vec::new() });
        }
        if let Some(list) = open.last_mut() {
            list.last = place.number;
            list.items.push(entry.blocks);
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

/// Ends the innermost list: it becomes part of the entry around it.
fn close(open: &mut Vec<Open>, done: &mut Vec<Block>) {
    let Some(list) = open.pop() else { return };
    let block = Block::new(BlockKind::List { start: list.start, items: list.items });
    match open.last_mut().and_then(|outer| outer.items.last_mut()) {
        Some(item) => item.push(block),
        None => done.push(block),
    }
}
