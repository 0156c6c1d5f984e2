//! Paragraphs, by spacing, indents and the looks of letters.
//!
//! In: the lines of a column. Out: paragraphs, or the parts of them that stand in that column. Never: what one is for.

use super::lines::{Strip, is_bullet, is_marker};
use super::measure::Measure;
use super::page::{Area, Line, Word, commonest, halves};
use super::tables::Cells;

/// A paragraph, or the part of one that stands in one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paragraph {
    pub(super) lines: Vec<Line>,
    /// From 1.
    pub(super) page: usize,
    /// Its column's edges.
    pub(super) left: f32,
    pub(super) right: f32,
    /// The space above it beyond that between lines, in points; `None`: it begins its column.
    pub(super) above: Option<f32>,
    /// Whether it stands in the way of columns that go on around it.
    pub(super) inset: bool,
    /// Whether it is a row of a table.
    pub(super) row: bool,
    /// The cells of that row, if it is one of a table.
    pub(super) cells: Cells,
    /// Whether that row is the table's first.
    pub(super) first: bool,
    /// Its place on the page, from 0 at the top to 1.
    pub(super) depth: f32,
}

impl Paragraph {
    pub(super) fn size(&self) -> f32 {
        commonest(self.lines.iter().map(|line| (line.size(), line.length())))
    }

    pub(super) fn bold(&self) -> bool {
        self.lines.iter().all(Line::bold)
    }

    pub(super) fn italic(&self) -> bool {
        self.lines.iter().all(Line::italic)
    }

    pub(super) fn text(&self) -> String {
        self.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &Word> {
        self.lines.iter().flat_map(|line| &line.words)
    }
}

/// The edges of a column.
struct Edges {
    left: f32,
    right: f32,
    /// Where most lines begin.
    usual: f32,
    /// What stands in the way of the lines, which give way to it.
    insets: Vec<Area>,
}

impl Edges {
    fn of(strips: &[Strip], insets: Vec<Area>) -> Self {
        let lines = || strips.iter().map(|strip| &strip.line);
        Self {
            left: lines().map(|line| line.area.left).fold(f32::MAX, f32::min),
            right: lines().map(|line| line.area.right).fold(f32::MIN, f32::max),
            usual: commonest(lines().map(|line| (line.area.left, 1))),
            insets,
        }
    }

    /// Whether a line had to give way to something, so that its edges say nothing.
    fn give_way(&self, line: &Line) -> bool {
        let reach = line.area.height();
        self.insets
            .iter()
            .any(|inset| line.area.bottom > inset.top - reach && line.area.top < inset.bottom + reach)
    }
}

/// The paragraphs of a column.
pub(super) fn paragraphs(
    strips: Vec<Strip>,
    insets: &[Area],
    page: usize,
    height: f32,
    measure: &Measure,
) -> Vec<Paragraph> {
    let edges = Edges::of(&strips, insets.to_vec());
    let mut out: Vec<Paragraph> = Vec::new();
    let mut before: Option<f32> = None;
    for strip in strips {
        let base = strip.line.base();
        let goes_on = out.last().is_some_and(|last| goes_on(last, &strip, &edges, measure));
        match out.last_mut() {
            Some(last) if goes_on => last.lines.push(strip.line),
            _ => {
                let above = before.map(|before| base - before - measure.leading(strip.line.size()));
                out.push(Paragraph {
                    page,
                    left: edges.left,
                    right: edges.right,
                    above,
                    row: strip.row,
                    cells: strip.cells,
                    first: strip.first,
                    depth: strip.line.area.top / height.max(1.0),
                    lines: vec![strip.line],
                    inset: false,
                });
            }
        }
        before = Some(base);
    }
    out
}

/// Whether a line goes on with a paragraph.
fn goes_on(paragraph: &Paragraph, strip: &Strip, edges: &Edges, measure: &Measure) -> bool {
    let Some(last) = paragraph.lines.last() else { return false };
    let line = &strip.line;
    if paragraph.row || strip.row {
        return false;
    }
    let (size, next_size) = (last.size(), line.size());
    if (halves(size) - halves(next_size)).abs() > 1 || last.bold() != line.bold() {
        return false;
    }
    if is_slanted_heading(paragraph, last, line, edges) {
        return false;
    }
    let distance = line.base() - last.base();
    // The raised number of a note can push its line down.
    let raised = [last, line].iter().any(|line| line.words.iter().any(|word| word.size < size * 0.85));
    let slack = if raised { size * 0.4 } else { size * 0.25 };
    if distance > measure.leading(size) + slack || distance < size * 0.5 {
        return false;
    }
    !begins_entry(paragraph, line)
        && !is_indented(paragraph, last, line, edges)
        && !is_broken_off(last, line, edges)
}

/// Whether a line stands below a heading that only its slope tells from the text.
fn is_slanted_heading(paragraph: &Paragraph, last: &Line, line: &Line, edges: &Edges) -> bool {
    let upright = line.words.first().is_some_and(|word| !word.italic);
    let short = edges.right - last.area.right
        > line.words.first().map_or(0.0, |word| word.area.width()) + line.size();
    paragraph.lines.len() == 1 && last.italic() && upright && short
}

/// Whether a line begins an entry of a list or a note.
fn begins_entry(paragraph: &Paragraph, line: &Line) -> bool {
    let first = |line: &Line| line.words.first().map(|word| word.text.clone()).unwrap_or_default();
    let marker = first(line);
    if line.words.len() < 2 || !is_marker(&marker) {
        return false;
    }
    if marker.chars().all(is_bullet) && !marker.starts_with(['-', '–', '—']) {
        return true;
    }
    if is_raised(line) {
        return true;
    }
    // A number or a dash at the beginning of a line may be one of the sentence's own.
    let of_paragraph = paragraph.lines.first();
    of_paragraph.is_some_and(|head| {
        let beside = (head.area.left - line.area.left).abs() < 3.0 || line.area.right < head.area.left;
        is_marker(&first(head)) && beside && head.words.len() > 1
    })
}

/// Whether a line begins with a raised number, as notes do.
pub(super) fn is_raised(line: &Line) -> bool {
    let mut words = line.words.iter();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    first.size <= second.size * 0.85 && first.area.bottom < second.area.bottom - second.size * 0.1
}

/// Whether a line begins a paragraph by where it begins.
fn is_indented(paragraph: &Paragraph, last: &Line, line: &Line, edges: &Edges) -> bool {
    let step = line.size() * 0.6;
    let centre = |line: &Line| f32::midpoint(line.area.left, line.area.right);
    let centred = (centre(last) - centre(line)).abs() < 1.5 && (last.area.left - line.area.left).abs() > 1.5;
    if centred
        || edges.give_way(last)
        || edges.give_way(line)
        || (last.area.left - line.area.left).abs() <= step
    {
        return false;
    }
    let in_by = line.area.left - edges.usual;
    if line.area.left > last.area.left {
        return in_by > step && !hangs(paragraph, line);
    }
    let first_is_indented = paragraph.lines.len() == 1 && in_by.abs() <= step;
    !(first_is_indented && last.area.left - line.area.left < line.size() * 5.0)
}

/// Whether a line stands below the text of an entry, whose bullet, number or first words stand out.
fn hangs(paragraph: &Paragraph, line: &Line) -> bool {
    let Some(head) = paragraph.lines.first() else { return false };
    let mut words = head.words.iter();
    let (Some(marker), Some(text)) = (words.next(), words.next()) else { return false };
    is_marker(&marker.text) && (text.area.left - line.area.left).abs() < line.size()
}

/// Whether a line ends before it had to: the next one's first word would have had room on it.
fn is_broken_off(last: &Line, line: &Line, edges: &Edges) -> bool {
    let ends = last.words.last().map(|word| word.text.trim_end_matches(['”', '’', '"', '»', ')', '\'']));
    let ended = ends.is_some_and(|word| word.ends_with(['.', '!', '?', ':', '…']));
    let word = line.words.first();
    let begins = word
        .and_then(|word| word.text.chars().find(|c| c.is_alphanumeric()))
        .is_some_and(|c| !c.is_lowercase());
    let room = edges.right - last.area.right;
    ended && begins && word.is_some_and(|word| word.area.width() + line.size() * 1.5 < room)
}
