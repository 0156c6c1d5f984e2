//! Tables, by words that stand in rows and columns.
//!
//! In: lines of cells. Out: rows of a table, whose cells may have several lines; or nothing, where lines only happen to
//! have gaps. Never: what a cell says, but for whether it begins in the middle of a sentence or is a number.

use super::measure::Measure;
use super::page::{Area, Line};

/// The most columns of a table.
const WIDE: usize = 12;
/// Lines that are apart by less than so many times the usual may be lines of one cell.
const CLOSE: f32 = 1.15;
/// The most lines of a table.
const LONG: usize = 2000;

/// The lines of each cell of a row; empty cells have none.
pub(super) type Cells = Vec<Vec<Line>>;

/// What stands at the beginning of some lines.
pub(super) enum Begins {
    /// A table, in so many lines.
    Table(Vec<Cells>, usize),
    /// So many lines with gaps, which are none.
    Rows(usize),
    /// A line without a gap, or one alone.
    Line,
}

/// What begins with the first of some lines, each parted where a wide gap is.
pub(super) fn begins(lines: &[Vec<Line>], measure: &Measure) -> Begins {
    let mut columns: Vec<(f32, f32)> = Vec::new();
    let (mut end, mut wide) = (0, 0);
    let mut last: Option<Area> = None;
    for (at, cells) in lines.iter().enumerate().take(LONG) {
        let Some(area) = area(cells) else { break };
        let leading = leading(cells, measure);
        if last.is_some_and(|last| area.bottom - last.bottom > leading * 2.6) {
            break;
        }
        if cells.len() > 1 {
            cells.iter().for_each(|cell| widen(&mut columns, cell));
            wide += 1;
            end = at + 1;
        } else if at == 0 || across(&columns, &area) > 1 {
            break;
        } else if last.is_some_and(|last| area.bottom - last.bottom < leading * CLOSE)
            && in_later(&columns, &area)
        {
            end = at + 1;
        }
        last = Some(area);
    }
    if wide < 2 {
        return Begins::Line;
    }
    let rows = grid(lines.get(..end).unwrap_or_default(), &columns, measure);
    if is_table(&rows, columns.len()) { Begins::Table(rows, end) } else { Begins::Rows(end) }
}

/// How far the lines of a cell are apart.
fn leading(cells: &[Line], measure: &Measure) -> f32 {
    cells.first().map_or(12.0, |cell| measure.leading(cell.size()))
}

fn area(cells: &[Line]) -> Option<Area> {
    cells.iter().map(|cell| cell.area).reduce(|whole, area| whole.with(&area))
}

/// Adds the width of a cell to the columns, which never overlap.
fn widen(columns: &mut Vec<(f32, f32)>, cell: &Line) {
    let (mut left, mut right) = (cell.area.left, cell.area.right);
    columns.retain(|column| {
        let apart = column.1 < left || column.0 > right;
        if !apart {
            left = left.min(column.0);
            right = right.max(column.1);
        }
        apart
    });
    let at = columns.partition_point(|column| column.0 < left);
    columns.insert(at, (left, right));
}

/// How many columns an area touches.
fn across(columns: &[(f32, f32)], area: &Area) -> usize {
    columns.iter().filter(|column| column.0 <= area.right && column.1 >= area.left).count()
}

/// Whether an area stands below another column than the first.
fn in_later(columns: &[(f32, f32)], area: &Area) -> bool {
    columns.iter().skip(1).any(|column| column.0 - 2.0 <= area.left && area.right <= column.1 + 20.0)
}

/// The rows of a table. Lines that stand close, or begin in the middle of a sentence, go on with the row above.
fn grid(lines: &[Vec<Line>], columns: &[(f32, f32)], measure: &Measure) -> Vec<Cells> {
    let tight = is_tight(lines, measure);
    let mut rows: Vec<Cells> = Vec::new();
    let mut last: Option<f32> = None;
    for cells in lines {
        let Some(base) = cells.iter().map(Line::base).reduce(f32::max) else { continue };
        let placed = place(cells, columns);
        let close = last.is_some_and(|last| base - last < leading(cells, measure) * CLOSE);
        let goes_on = close && if tight { begins_within(&placed) } else { !is_of_numbers(&placed) };
        match rows.last_mut() {
            Some(row) if goes_on => row.iter_mut().zip(placed).for_each(|(cell, lines)| cell.extend(lines)),
            _ => rows.push(placed),
        }
        last = Some(base);
    }
    rows
}

/// Whether almost all lines stand close, so that space doesn't tell rows from lines of one row.
fn is_tight(lines: &[Vec<Line>], measure: &Measure) -> bool {
    let steps = || lines.iter().zip(lines.iter().skip(1));
    let close = |(a, b): &(&Vec<Line>, &Vec<Line>)| {
        let base = |cells: &[Line]| cells.iter().map(Line::base).reduce(f32::max).unwrap_or(0.0);
        base(b) - base(a) < leading(b, measure) * CLOSE
    };
    steps().filter(close).count() * 5 >= steps().count() * 4
}

/// The cells of a line in their columns.
fn place(cells: &[Line], columns: &[(f32, f32)]) -> Cells {
    let mut placed: Cells = columns.iter().map(|_| Vec::new()).collect();
    for cell in cells {
        let middle = f32::midpoint(cell.area.left, cell.area.right);
        let at =
            columns.iter().position(|column| middle <= column.1).unwrap_or(columns.len().saturating_sub(1));
        if let Some(column) = placed.get_mut(at) {
            column.push(cell.clone());
        }
    }
    placed
}

/// Whether a line of a table goes on with cells above it: its first cell is empty, or one begins with a small letter.
fn begins_within(placed: &Cells) -> bool {
    let small =
        |line: &Line| line.text().chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    placed.first().is_some_and(Vec::is_empty) || placed.iter().flatten().any(small)
}

/// Whether all cells of a line but the first are filled with numbers, which never go on with those above.
fn is_of_numbers(placed: &Cells) -> bool {
    placed.len() > 1
        && placed
            .iter()
            .skip(1)
            .all(|cell| !cell.is_empty() && cell.iter().all(|line| is_number(&line.text())))
}

/// Whether a text is a number, with its unit or sign.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= 2
}

/// Whether most cells of a table are filled.
fn is_table(rows: &[Cells], columns: usize) -> bool {
    let filled = rows.iter().flatten().filter(|cell| !cell.is_empty()).count();
    rows.len() > 1 && (2..=WIDE).contains(&columns) && filled * 10 >= rows.len() * columns * 6
}

#[cfg(test)]
mod tests {
    use super::super::page::Word;
    use super::*;

    /// Lines of 10 points: `(top, [(left, text)])`, each letter 5 points wide.
    fn lines(all: &[(f32, &[(f32, &str)])]) -> Vec<Vec<Line>> {
        let cell = |top: f32, (left, text): &(f32, &str)| {
            let area = Area { left: *left, top, right: left + text.len() as f32 * 5.0, bottom: top + 11.0 };
            Line::of(vec![Word { text: (*text).into(), area, size: 10.0, ..Word::default() }]).unwrap()
        };
        all.iter().map(|(top, cells)| cells.iter().map(|one| cell(*top, one)).collect()).collect()
    }

    fn table(all: &[(f32, &[(f32, &str)])]) -> Vec<Vec<String>> {
        let Begins::Table(rows, _) = begins(&lines(all), &Measure::default()) else { return Vec::new() };
        let text = |cell: &Vec<Line>| cell.iter().map(Line::text).collect::<Vec<_>>().join(" ");
        rows.iter().map(|row| row.iter().map(text).collect()).collect()
    }

    #[test]
    fn a_cell_may_have_several_lines() {
        let found = table(&[
            (0.0, &[(0.0, "Law"), (100.0, "Asks")]),
            (20.0, &[(0.0, "The first"), (100.0, "To tell")]),
            (32.0, &[(100.0, "what is known")]),
            (52.0, &[(0.0, "The second"), (100.0, "To help")]),
        ]);
        assert_eq!(
            found,
            [["Law", "Asks"], ["The first", "To tell what is known"], ["The second", "To help"]]
        );
    }

    #[test]
    fn rows_may_stand_close() {
        let found = table(&[
            (0.0, &[(0.0, "Port"), (100.0, "Ships")]),
            (12.0, &[(0.0, "Ostrowo"), (110.0, "12")]),
            (24.0, &[(0.0, "Karce"), (110.0, "7")]),
        ]);
        assert_eq!(found, [["Port", "Ships"], ["Ostrowo", "12"], ["Karce", "7"]]);
    }

    #[test]
    fn text_and_labels_of_a_chart_are_no_table() {
        assert!(
            table(&[(0.0, &[(0.0, "A line"), (100.0, "and")]), (12.0, &[(0.0, "a line across the whole")])])
                .is_empty()
        );
        let chart: &[(f32, &[(f32, &str)])] = &[
            (0.0, &[(0.0, "2019"), (60.0, "98")]),
            (20.0, &[(0.0, "2025"), (160.0, "304")]),
            (40.0, &[(30.0, "0"), (90.0, "100"), (130.0, "200"), (200.0, "300")]),
        ];
        assert!(table(chart).is_empty());
    }
}
