//! The lines of a column, whole.
//!
//! In: the lines of a column as the page has them. Out: lines from edge to edge: bullets with their text, large initials
//! with their word, and rows of tables. Never: paragraphs.

use super::measure::Measure;
use super::page::{Area, Line, Word};
use super::tables::{Begins, Cells, begins};

/// How many lines above and below are looked at for the one to which something belongs.
const NEAR: usize = 40;

/// A line from edge to edge of its column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Strip {
    pub(super) line: Line,
    /// Whether it is a row of a table or of something that stands in rows as tables do.
    pub(super) row: bool,
    /// If it is a row of a table, its cells.
    pub(super) cells: Cells,
    /// Whether it is a table's first row.
    pub(super) first: bool,
}

/// The lines of a column from top to bottom.
pub(super) fn strips(lines: Vec<Line>, measure: &Measure) -> Vec<Strip> {
    let rows = rows(lines);
    let mut strips = Vec::new();
    let mut rest = rows.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let begins = if first.len() > 1 { begins(rest, measure) } else { Begins::Line };
        rest = match begins {
            Begins::Table(rows, lines) => {
                strips
                    .extend(rows.into_iter().enumerate().filter_map(|(at, cells)| of_table(cells, at == 0)));
                rest.get(lines..).unwrap_or_default()
            }
            Begins::Rows(lines) => {
                strips.extend(rest.iter().take(lines).filter_map(|cells| plain(cells, true)));
                rest.get(lines..).unwrap_or_default()
            }
            Begins::Line => {
                strips.extend(plain(first, false));
                after
            }
        };
    }
    strips
}

fn of_table(cells: Cells, first: bool) -> Option<Strip> {
    let words = cells.iter().flatten().flat_map(|line| line.words.iter().cloned()).collect();
    Line::of(words).map(|line| Strip { line, row: true, cells, first })
}

fn plain(cells: &[Line], row: bool) -> Option<Strip> {
    let words = cells.iter().flat_map(|cell| cell.words.iter().cloned()).collect();
    let mut line = Line::of(words)?;
    // A line beside a large initial begins before its first word.
    line.area.left = cells.iter().map(|cell| cell.area.left).fold(line.area.left, f32::min);
    Some(Strip { line, row, ..Strip::default() })
}

/// Lines with the same base as one row of cells. Cells that only a wide space parts are one.
fn rows(mut lines: Vec<Line>) -> Vec<Vec<Line>> {
    lines.sort_by(|a, b| a.base().total_cmp(&b.base()).then(a.area.left.total_cmp(&b.area.left)));
    let mut rows: Vec<(f32, Vec<Line>)> = Vec::new();
    for line in lines {
        let base = line.base();
        let near = line.size().max(4.0) * 0.35;
        match rows.last_mut() {
            Some((of_row, cells)) if (base - *of_row).abs() < near => cells.push(line),
            _ => rows.push((base, vec![line])),
        }
    }
    rows.into_iter().map(|(_, cells)| merged(cells)).collect()
}

fn merged(mut cells: Vec<Line>) -> Vec<Line> {
    cells.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    let mut out: Vec<Line> = Vec::new();
    for mut cell in cells {
        let alone = out.len() == 1;
        match out.last_mut() {
            Some(last) if is_one(last, &cell) || (alone && is_entry(&last.text())) => {
                last.words.append(&mut cell.words);
                last.area = last.area.with(&cell.area);
            }
            _ => out.push(cell),
        }
    }
    out
}

/// Whether the second of two cells goes on where the first ends.
fn is_one(cell: &Line, next: &Line) -> bool {
    let gap = next.area.left - cell.area.right;
    gap < cell.size().max(next.size()) * 1.6
}

/// Whether a text is the bullet or number of a list's entry or a note, and nothing else.
pub(super) fn is_marker(text: &str) -> bool {
    let mut chars = text.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return is_bullet(only) || only.is_ascii_digit() || matches!(only, '*' | '†' | '‡');
    }
    let inner = text.trim_start_matches('(').trim_end_matches(['.', ')']);
    let number = inner.len() <= 3 && !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit());
    let letter =
        inner.chars().count() == 1 && inner.len() < text.len() && inner.chars().all(char::is_alphabetic);
    number || letter
}

/// Whether a text is the bullet or number before an entry of a list: a number has a point or bracket.
pub(super) fn is_entry(text: &str) -> bool {
    let bullet = !text.is_empty() && text.chars().all(is_bullet);
    bullet || (is_marker(text) && text.ends_with(['.', ')']) && !text.starts_with(|c: char| c.is_uppercase()))
}

/// Whether a sign is one of those that stand before the entries of lists, the private ones of symbol fonts among them.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '‣'
            | '▪'
            | '■'
            | '□'
            | '◦'
            | '○'
            | '●'
            | '►'
            | '▶'
            | '➢'
            | '✓'
            | '–'
            | '—'
            | '-'
            | '·'
            | '\u{f0a7}'
            | '\u{f0b7}'
            | '\u{f0d8}'
    )
}

/// Puts what stands alone only because of its size where it belongs: a large initial before the first of the lines beside
/// it, the raised number of a note before its text or behind its word.
pub(super) fn with_loose(lines: Vec<Line>, measure: &Measure) -> Vec<Line> {
    let is_loose = |line: &Line| is_initial(line, measure) || is_loose_mark(line, measure);
    let (loose, mut lines): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(is_loose);
    lines.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    let mut alone = Vec::new();
    for one in loose {
        let near = lines.partition_point(|line| line.area.top < one.area.top);
        let near = near.saturating_sub(NEAR)..(near + NEAR).min(lines.len());
        let near = lines.get_mut(near).unwrap_or_default();
        if is_initial(&one, measure) {
            alone.extend(put_initial(one, near, measure));
            continue;
        }
        let fitting = near.iter_mut().filter_map(|line| Some((mark_fits(&one, line)?, line)));
        match fitting.min_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((_, line)) => insert(line, one),
            None => alone.push(one),
        }
    }
    lines.append(&mut alone);
    lines
}

/// Whether a line is the number or sign of a note and nothing else.
fn is_loose_mark(line: &Line, measure: &Measure) -> bool {
    let mark = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '*' | '†' | '‡'));
    line.length() <= 5 && line.words.iter().all(|word| mark(&word.text)) && line.size() <= measure.body * 0.8
}

/// Puts an initial before the first of the lines beside it. These begin where it begins, so that it makes no indent.
fn put_initial(initial: Line, near: &mut [Line], measure: &Measure) -> Option<Line> {
    let beside = |line: &&mut Line| {
        let gap = line.area.left - initial.area.right;
        let close = gap > -measure.body && gap < measure.body * 2.0;
        close && line.area.beside(&initial.area) > 0.5 && !measure.is_large(line.size())
    };
    let mut beside: Vec<&mut Line> = near.iter_mut().filter(beside).collect();
    beside.iter_mut().for_each(|line| line.area.left = initial.area.left);
    match beside.into_iter().min_by(|a, b| a.area.top.total_cmp(&b.area.top)) {
        Some(line) => {
            prefix(line, initial, measure);
            None
        }
        None => Some(initial),
    }
}

/// How well a mark fits to a line: the nearer, the better.
fn mark_fits(mark: &Line, line: &Line) -> Option<f32> {
    let size = line.size();
    let raised = mark.size() <= size * 0.85
        && mark.base() < line.base()
        && mark.area.bottom > line.area.top
        && mark.area.top > line.area.top - size * 0.5;
    let gap = (line.area.left - mark.area.right).max(mark.area.left - line.area.right);
    (raised && gap < size * 1.6).then_some(gap.max(0.0))
}

/// Puts words among those of a line, from left to right.
fn insert(line: &mut Line, other: Line) {
    let left = other.area.left;
    let at = line.words.iter().position(|word| word.area.left > left).unwrap_or(line.words.len());
    line.area = line.area.with(&other.area);
    line.words.splice(at..at, other.words);
}

fn is_initial(line: &Line, measure: &Measure) -> bool {
    let letters = || line.words.iter().flat_map(|word| word.text.chars());
    line.length() <= 2 && letters().any(char::is_alphabetic) && line.size() > measure.body * 1.8
}

/// The initial gets the height of its line, and ends where its word goes on, or a space before.
fn prefix(line: &mut Line, initial: Line, measure: &Measure) {
    let Some(first) = line.words.first() else { return };
    let whole = measure.is_one_word(&initial.text(), &first.text);
    let space = if whole { 0.0 } else { first.size * 0.3 };
    let area = Area { left: initial.area.left, right: first.area.left - space, ..first.area };
    let words = initial.words.into_iter().map(|word| Word { area, size: first.size + 0.5, ..word });
    let words: Vec<Word> = words.collect();
    line.words.splice(0..0, words);
}
