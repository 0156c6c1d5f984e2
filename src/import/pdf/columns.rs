//! Reading order: columns, what stands across them and what stands in the gap between them.
//!
//! In: the lines of a page. Out: columns of lines in the order in which they are read. Never: what a line is for.

use super::blocks::{Block, blocks};
use super::measure::Measure;
use super::page::{Area, Line};

/// How deep columns are looked for in columns.
const DEEP: usize = 4;
/// The fewest lines that make a column.
const FEW: usize = 4;
/// The tallest page that is looked at by the point.
const TALL: f32 = 20_000.0;

/// Lines that are read from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Column {
    pub(super) lines: Vec<Line>,
    /// Whether it stands in the way of columns that go on around it.
    pub(super) inset: bool,
}

/// The columns of a page in reading order.
pub(super) fn columns(lines: Vec<Line>, measure: &Measure) -> Vec<Column> {
    let mut columns = Vec::new();
    part(lines, measure, DEEP, &mut columns);
    columns
}

fn part(lines: Vec<Line>, measure: &Measure, depth: usize, columns: &mut Vec<Column>) {
    if lines.is_empty() {
        return;
    }
    let gutter = if depth == 0 { None } else { gutter(&lines, measure) };
    let blocks = blocks(lines, measure);
    let Some(gutter) = gutter else {
        leaf(blocks, columns);
        return;
    };
    let rows = Rows::beside(&blocks, gutter);
    let mut band = Band::default();
    for block in blocks {
        let area = block.area;
        let place = match side(&area, gutter) {
            Side::Left => &mut band.beside(measure, depth, columns).left,
            Side::Right => &mut band.beside(measure, depth, columns).right,
            Side::Across if rows.are_full(&area) => &mut band.beside(measure, depth, columns).inset,
            Side::Across => &mut band.across(measure, depth, columns).across,
        };
        place.extend(block.lines);
    }
    band.flush(measure, depth, columns);
}

/// A column that has no columns in it. Large letters beside which the running text goes on are set apart.
fn leaf(blocks: Vec<Block>, columns: &mut Vec<Column>) {
    let small: Vec<Area> = blocks.iter().filter(|block| !block.large).map(|block| block.area).collect();
    let (insets, rest): (Vec<Block>, Vec<Block>) =
        blocks.into_iter().partition(|block| block.large && is_surrounded(&block.area, &small));
    let lines =
        |blocks: Vec<Block>| -> Vec<Line> { blocks.into_iter().flat_map(|block| block.lines).collect() };
    for (blocks, inset) in [(rest, false), (insets, true)] {
        let lines = lines(blocks);
        if !lines.is_empty() {
            columns.push(Column { lines, inset });
        }
    }
}

/// Whether lines stand beside an area for most of its height, two at least. The lines are sorted from top to bottom.
fn is_surrounded(area: &Area, lines: &[Area]) -> bool {
    let begin = lines.partition_point(|line| line.top < area.top - line.height());
    let beside = lines.iter().skip(begin).take_while(|line| line.top < area.bottom);
    let beside = beside.filter(|line| line.right <= area.left + 2.0 || line.left >= area.right - 2.0);
    let (count, height) = beside.fold((0, 0.0), |(count, height), line| (count + 1, height + line.height()));
    count >= 2 && height > area.height() * 0.6
}

/// Where something stands.
enum Side {
    Left,
    Right,
    Across,
}

fn side(area: &Area, gutter: f32) -> Side {
    if area.right <= gutter {
        Side::Left
    } else if area.left >= gutter {
        Side::Right
    } else {
        Side::Across
    }
}

/// What stands between two things that go across the page.
#[derive(Default)]
struct Band {
    left: Vec<Line>,
    right: Vec<Line>,
    inset: Vec<Line>,
    across: Vec<Line>,
}

impl Band {
    /// The same band, with nothing across the page open.
    fn beside(&mut self, measure: &Measure, depth: usize, columns: &mut Vec<Column>) -> &mut Self {
        if !self.across.is_empty() {
            self.flush(measure, depth, columns);
        }
        self
    }

    /// The same band, with no columns open.
    fn across(&mut self, measure: &Measure, depth: usize, columns: &mut Vec<Column>) -> &mut Self {
        if self.across.is_empty() {
            self.flush(measure, depth, columns);
        }
        self
    }

    fn flush(&mut self, measure: &Measure, depth: usize, columns: &mut Vec<Column>) {
        for lines in [&mut self.across, &mut self.left, &mut self.right] {
            part(std::mem::take(lines), measure, depth.saturating_sub(1), columns);
        }
        if !self.inset.is_empty() {
            columns.push(Column { lines: std::mem::take(&mut self.inset), inset: true });
        }
    }
}

/// Which heights of a page have text on both sides of a gutter.
struct Rows {
    left: Vec<bool>,
    right: Vec<bool>,
}

impl Rows {
    fn beside(blocks: &[Block], gutter: f32) -> Self {
        let bottom =
            blocks.iter().map(|block| block.area.bottom).fold(0.0, f32::max).clamp(0.0, TALL) as usize + 2;
        let mut rows = Self { left: vec![false; bottom], right: vec![false; bottom] };
        for block in blocks {
            let side = match side(&block.area, gutter) {
                Side::Left => &mut rows.left,
                Side::Right => &mut rows.right,
                Side::Across => continue,
            };
            for height in heights(&block.area) {
                if let Some(row) = side.get_mut(height) {
                    *row = true;
                }
            }
        }
        rows
    }

    /// Whether the columns go on on both sides of an area.
    fn are_full(&self, area: &Area) -> bool {
        let all = heights(area).len().max(1);
        let full =
            |side: &[bool]| heights(area).filter(|height| side.get(*height) == Some(&true)).count() * 2 > all;
        full(&self.left) && full(&self.right)
    }
}

fn heights(area: &Area) -> std::ops::Range<usize> {
    let top = area.top.clamp(0.0, TALL) as usize;
    let bottom = area.bottom.clamp(0.0, TALL) as usize;
    top..bottom.max(top + 1)
}

/// The middle of the gap between two columns of running text, if there are two.
fn gutter(lines: &[Line], measure: &Measure) -> Option<f32> {
    let prose: Vec<&Line> =
        lines.iter().filter(|line| !measure.is_large(line.size()) && line.words.len() > 1).collect();
    if prose.len() < 2 * FEW {
        return None;
    }
    let left = prose.iter().map(|line| line.area.left).fold(f32::MAX, f32::min);
    let right = prose.iter().map(|line| line.area.right).fold(f32::MIN, f32::max);
    let middle = emptiest(&prose, left, right)?;
    let of_left: Vec<&&Line> = prose.iter().filter(|line| line.area.right <= middle).collect();
    let of_right: Vec<&&Line> = prose.iter().filter(|line| line.area.left >= middle).collect();
    let filled = |lines: &[&&Line], width: f32| {
        let mut widths: Vec<f32> = lines.iter().map(|line| line.area.width()).collect();
        widths.sort_by(f32::total_cmp);
        widths.get(widths.len() / 2).is_some_and(|median| *median >= width * 0.35)
    };
    let columns = of_left.len() >= FEW
        && of_right.len() >= FEW
        && (of_left.len() + of_right.len()) * 2 > prose.len()
        && filled(&of_left, middle - left)
        && filled(&of_right, right - middle)
        && stand_beside(&of_left, &of_right);
    columns.then_some(middle)
}

/// Whether two sets of lines share some height.
fn stand_beside(left: &[&&Line], right: &[&&Line]) -> bool {
    let top = |lines: &[&&Line]| lines.iter().map(|line| line.area.top).fold(f32::MAX, f32::min);
    let bottom = |lines: &[&&Line]| lines.iter().map(|line| line.area.bottom).fold(f32::MIN, f32::max);
    let shared = bottom(left).min(bottom(right)) - top(left).max(top(right));
    let lower = (bottom(left) - top(left)).min(bottom(right) - top(right));
    shared > lower * 0.5
}

/// Where the fewest lines go across, in the inner part between two edges: the middle of the widest such place.
fn emptiest(lines: &[&Line], left: f32, right: f32) -> Option<f32> {
    let width = (right - left).clamp(0.0, TALL) as usize;
    let mut steps = vec![0_i32; width + 2];
    for line in lines {
        let begin = (line.area.left - left).clamp(0.0, TALL) as usize;
        let end = (line.area.right - left).clamp(0.0, TALL) as usize + 1;
        for (at, step) in [(begin, 1), (end, -1)] {
            if let Some(here) = steps.get_mut(at.min(width + 1)) {
                *here += step;
            }
        }
    }
    let covers: Vec<i32> = steps
        .iter()
        .scan(0, |cover, step| {
            *cover += step;
            Some(*cover)
        })
        .collect();
    let inner = covers.get(width / 5..width - width / 5)?;
    let least = *inner.iter().min()?;
    let mut best = (0, 0);
    let mut begin = 0;
    for (at, cover) in inner.iter().chain(std::iter::once(&i32::MAX)).enumerate() {
        if *cover != least {
            if at - begin > best.1 - best.0 {
                best = (begin, at);
            }
            begin = at + 1;
        }
    }
    let middle = width / 5 + usize::midpoint(best.0, best.1);
    (best.1 - best.0 >= 4).then_some(left + middle as f32)
}
