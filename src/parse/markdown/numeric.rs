//! Columns of numbers: they stand as numbers do, units below units.
//!
//! In: a table, and which of its columns its author aligned. Out: the same table, its columns of numbers aligned. Never:
//! another alignment than the author's, or what a number is worth.

use crate::number::{self, Signs};
use crate::paper::{Align, Cell, Table, phrase};

/// The most characters of a unit that stands at each number of a column; longer words make it a text.
const LONGEST_UNIT: usize = 4;

/// Aligns the columns of numbers that the author did not align. `given` says for each column whether he did.
///
/// A table whose cells span rows is left alone: which column a cell of it stands in can't be told from its row.
pub(super) fn align(table: &mut Table, given: &[bool]) {
    if table.head.iter().chain(&table.rows).flatten().any(|cell| cell.rows > 1) {
        return;
    }
    let starts: Vec<Vec<usize>> = table.rows.iter().map(|row| starts(row)).collect();
    let numeric: Vec<bool> = (0..table.align.len())
        .map(|column| !given.get(column).copied().unwrap_or(false) && is_numeric(table, &starts, column))
        .collect();
    for (align, _) in table.align.iter_mut().zip(&numeric).filter(|(_, numeric)| **numeric) {
        *align = Align::End;
    }
    // A heading over several columns is the heading of no one of them.
    for cell in table.head.iter_mut().flatten().filter(|cell| cell.columns > 1) {
        cell.align = cell.align.or(Some(Align::Start));
    }
}

/// Whether the cells of a column hold numbers, or nothing. The first column heads its rows: its numbers are aligned if they
/// are not all of one width, as years are.
fn is_numeric(table: &Table, starts: &[Vec<usize>], column: usize) -> bool {
    let rows = table.rows.iter().zip(starts);
    let cells: Vec<String> =
        rows.filter_map(|(row, starts)| row.get(starts.binary_search(&column).ok()?)).map(words).collect();
    let mut written =
        cells.iter().map(|cell| cell.trim()).filter(|cell| read(cell) != number::Cell::Missing).peekable();
    let Some(first) = written.peek().copied() else { return false };
    let mut even = true;
    let all = written.all(|cell| {
        even &= cell.chars().count() == first.chars().count();
        is_number(cell)
    });
    all && !(column == 0 && even)
}

/// The columns in which the cells of a row begin.
fn starts(row: &[Cell]) -> Vec<usize> {
    let next = |at: &mut usize, cell: &Cell| {
        let start = *at;
        *at += usize::from(cell.columns.max(1));
        Some(start)
    };
    row.iter().scan(0, next).collect()
}

fn words(cell: &Cell) -> String {
    phrase::plain(&cell.content)
}

/// What a cell holds. Which signs group digits decides what a number is worth, not whether it is one.
fn read(cell: &str) -> number::Cell {
    let cell = cell.trim().trim_start_matches(['<', '>', '≤', '≥']);
    number::read(cell, Signs { comma_groups: true, dot_groups: false })
}

/// Whether a cell is a number, with a short unit at most: "m", "bn", "pp", "zł", "km²".
fn is_number(cell: &str) -> bool {
    matches!(read(cell), number::Cell::Number(number) if number.after.trim().chars().count() <= LONGEST_UNIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{Inline, Span};

    #[test]
    fn numbers_are_told_from_words() {
        let numbers = [
            "1",
            "-1.5",
            "1,204",
            "1 204",
            "1\u{a0}204,5",
            "1'204",
            "£0.04m",
            "−£0.04m",
            "$1.2bn",
            "US$3",
            "12%",
            "12 %",
            "(3)",
            "−3",
            "+3",
            "~5",
            "<1",
            "c. 40",
            "PLN 5",
            "12 zł",
            "3*",
            "4 km²",
            ".5",
        ];
        for number in numbers {
            assert!(is_number(number), "{number}");
        }
        let others = [
            "",
            "–",
            "n/a",
            "HMRC",
            "0–20",
            "2012/13",
            "Article 5",
            "SDG 16",
            "80% of 5",
            "3:1",
            "2019-05-01",
            "5 kg 3",
            "12 months",
            "1..2",
            "A4",
        ];
        for other in others {
            assert!(!is_number(other), "{other}");
        }
    }

    fn cell(text: &str) -> Cell {
        let content = vec![Inline::Text { text: text.into(), span: Span::default() }];
        Cell { content, columns: 1, rows: 1, ..Cell::default() }
    }

    /// A table from its rows, as `a|1;b|2`.
    fn table(rows: &str) -> Table {
        let rows: Vec<Vec<Cell>> = rows.split(';').map(|row| row.split('|').map(cell).collect()).collect();
        let align = vec![Align::Start; rows.first().map_or(0, Vec::len)];
        Table { rows, align, ..Table::default() }
    }

    #[test]
    fn columns_of_numbers_stand_at_the_end() {
        use Align::{End, Start};
        let cases: [(&str, &[bool], &[Align]); 6] = [
            ("HMRC|£0.04m|93;DWP|–|1,204", &[], &[Start, End, End]),
            ("a|1;b|two", &[], &[Start, Start]),
            ("a|–;b|n/a", &[], &[Start, Start]),
            ("a|1;b|2", &[false, true], &[Start, Start]),
            ("2019|1;2020|2", &[], &[Start, End]),
            ("9|x;10|y", &[], &[End, Start]),
        ];
        for (rows, given, wanted) in cases {
            let mut table = table(rows);
            super::align(&mut table, given);
            assert_eq!(table.align, wanted, "{rows}");
        }
    }

    #[test]
    fn a_heading_over_several_columns_stays_where_it_is() {
        let mut table = table("a|1|2");
        table.head = vec![vec![cell(""), Cell { columns: 2, ..cell("Years") }]];
        super::align(&mut table, &[]);
        assert_eq!(table.head[0][1].align, Some(Align::Start));
        let mut spanning = self::table("a|1");
        spanning.rows[0][0].rows = 2;
        super::align(&mut spanning, &[]);
        assert_eq!(spanning.align, [Align::Start; 2]);
    }
}
