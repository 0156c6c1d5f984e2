//! Parts become blocks.
//!
//! In: parts in reading order, the notes. Out: [`Block`]s, each pull quote behind the paragraph that it quotes. Never: a
//! decision about what a part is.

use std::collections::BTreeMap;

use super::inlines::inlines;
use super::notes::Notes;
use super::part::{Part, Role};
use crate::import::remark::Remark;
use crate::import::transcript::{Block, BlockKind, Inline};

/// Makes blocks of parts. `aside` gets the remarks of what has no block.
pub(super) fn blocks(parts: Vec<Part>, notes: &mut Notes, aside: &mut Vec<Remark>) -> Vec<Block> {
    let mut quotes: BTreeMap<usize, Vec<Block>> = BTreeMap::new();
    let mut made: Vec<(usize, Made)> = Vec::new();
    for (index, mut part) in parts.into_iter().enumerate() {
        let mut remarks = std::mem::take(&mut part.remarks);
        if part.role == Role::Gone {
            aside.append(&mut remarks);
            continue;
        }
        let text = words(&part, notes, &mut remarks);
        let block = |kind| Block { kind, remarks };
        match part.role {
            Role::Heading(level) => {
                made.push((index, Made::Block(block(BlockKind::Heading { level, id: None, text }))))
            }
            Role::Entry(number) => made.push((index, Made::Entry(number, block(BlockKind::Paragraph(text))))),
            Role::Gap => made.push((index, Made::Block(block(BlockKind::Comment(part.text))))),
            Role::PullQuote { quoted, edited } => {
                let inner = vec![Block::new(BlockKind::Paragraph(text))];
                let quote = block(BlockKind::PullQuote { blocks: inner, by: None, edited });
                quotes.entry(quoted).or_default().push(quote);
                if quoted >= index {
                    made.push((index, Made::Nothing));
                }
            }
            Role::Text | Role::Caption | Role::Gone => {
                made.push((index, Made::Block(block(BlockKind::Paragraph(text)))))
            }
        }
    }
    gathered(made, quotes)
}

enum Made {
    Block(Block),
    Entry(Option<u64>, Block),
    Nothing,
}

/// Entries that follow each other become a list, and quotes follow what they quote.
fn gathered(made: Vec<(usize, Made)>, mut quotes: BTreeMap<usize, Vec<Block>>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut waiting: Vec<Block> = Vec::new();
    let mut next = None;
    for (index, made) in made {
        match made {
            Made::Entry(number, mut entry) => {
                let remarks = std::mem::take(&mut entry.remarks);
                let goes_on = next.is_some() && number == next.flatten();
                if !goes_on {
                    blocks.append(&mut waiting);
                    blocks.push(Block::new(BlockKind::List { start: number, items: Vec::new() }));
                }
                if let Some(Block { kind: BlockKind::List { items, .. }, remarks: said }) = blocks.last_mut()
                {
                    items.push(vec![entry]);
                    said.extend(remarks);
                }
                next = Some(number.map(|number| number + 1));
            }
            Made::Block(block) => {
                blocks.append(&mut waiting);
                blocks.push(block);
                next = None;
            }
            Made::Nothing => {}
        }
        waiting.extend(quotes.remove(&index).unwrap_or_default());
        if next.is_none() {
            blocks.append(&mut waiting);
        }
    }
    blocks.append(&mut waiting);
    blocks.extend(quotes.into_values().flatten());
    blocks
}

fn words(part: &Part, notes: &mut Notes, remarks: &mut Vec<Remark>) -> Vec<Inline> {
    let resolved = notes.resolve(&part.text, part.page, &part.place, remarks);
    let mut resolved = resolved.into_iter();
    inlines(&part.text, |_| resolved.next().flatten())
}
