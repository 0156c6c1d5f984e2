//! Large letters that stand among smaller ones.
//!
//! In: the lines of a page. Out: blocks, each a line, or lines in large letters that belong together. Never: the order.

use super::measure::Measure;
use super::page::{Area, Line, Word, halves};

/// How many blocks back one is looked for to which a line belongs.
const NEAR: usize = 12;

/// Lines that stay together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub(super) lines: Vec<Line>,
    pub(super) area: Area,
    /// Whether its letters are larger than those of the running text.
    pub(super) large: bool,
}

/// Parts lines that were read as one although letters of another size begin in the middle, as happens where a pull quote
/// stands between two columns.
pub(super) fn parted(lines: Vec<Line>) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let mut rest: Vec<Word> = Vec::new();
        for word in line.words {
            if rest.last().is_some_and(|before| is_break(before, &word)) {
                out.extend(Line::of(std::mem::take(&mut rest)));
            }
            rest.push(word);
        }
        out.extend(Line::of(rest));
    }
    out
}

fn is_break(before: &Word, word: &Word) -> bool {
    let (small, large) = (before.size.min(word.size), before.size.max(word.size));
    let letters = |word: &Word| word.text.chars().any(char::is_alphabetic);
    let gap = word.area.left - before.area.right;
    large > small * 1.25
        && gap > small * 0.12
        && (letters(word) || word.size > before.size)
        && letters(before)
}

/// The blocks of a page or a part of it, from top to bottom.
pub(super) fn blocks(lines: Vec<Line>, measure: &Measure) -> Vec<Block> {
    let (large, small): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| measure.is_large(line.size()));
    let mut blocks: Vec<Block> = Vec::new();
    for row in large_rows(large) {
        let near = blocks.len().saturating_sub(NEAR);
        let home = blocks.iter_mut().skip(near).find(|block| goes_below(block, &row));
        match home {
            Some(block) => {
                block.area = block.area.with(&row.area);
                block.lines.push(row);
            }
            None => blocks.push(Block { area: row.area, lines: vec![row], large: true }),
        }
    }
    blocks.extend(small.into_iter().map(|line| Block { area: line.area, lines: vec![line], large: false }));
    blocks.sort_by(|a, b| a.area.top.total_cmp(&b.area.top).then(a.area.left.total_cmp(&b.area.left)));
    blocks
}

/// Large letters with one base as one line, unless a wide gap parts them.
fn large_rows(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.base().total_cmp(&b.base()).then(a.area.left.total_cmp(&b.area.left)));
    let base = |line: &Line| line.base();
    let mut rows: Vec<Line> = Vec::new();
    for group in lines.chunk_by(|a, b| base(b) - base(a) < 2.0) {
        let mut group = group.to_vec();
        group.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
        let mut open: Option<Line> = None;
        for line in group {
            match &mut open {
                Some(row) if line.area.left - row.area.right < row.size() * 1.2 => {
                    row.area = row.area.with(&line.area);
                    row.words.extend(line.words);
                }
                _ => rows.extend(open.replace(line)),
            }
        }
        rows.extend(open);
    }
    rows
}

/// Whether a line is the next one of a block.
fn goes_below(block: &Block, line: &Line) -> bool {
    let Some(last) = block.lines.last() else { return false };
    let distance = line.base() - last.base();
    let size = line.size();
    let overlaps = line.area.left < block.area.right && line.area.right > block.area.left;
    let alike = (halves(last.size()) - halves(size)).abs() <= 1 && last.bold() == line.bold();
    overlaps && alike && distance > size * 0.5 && distance < size * 1.8
}
