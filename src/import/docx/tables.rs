//! Tables.
//!
//! In: a `w:tbl`. Out: a table whose merged cells stand once, or the frame that a table of one cell draws. Never: a table in
//! a table, which manuscripts don't have: its words stand in the cell around it.

use super::super::remark::{Kind, Remark};
use super::super::transcript::{Align, Cell, Inline, Style, Table};
use super::piece::{Float, Paragraph, Piece, PieceKind};
use super::raw::Raw;
use super::reader::Reader;
use super::tree::{number, switch};
use super::xml::Element;

/// The widest table that is read; Word itself has 63 columns.
const MOST_COLUMNS: usize = 1000;

/// A cell as it is read.
struct Read {
    cell: Cell,
    column: usize,
    align: Align,
    /// Whether all its words are bold.
    bold: bool,
    /// Whether it goes on with the cell above.
    goes_on: bool,
}

/// A row as it is read.
struct Row {
    cells: Vec<Read>,
    is_head: bool,
}

impl Reader<'_> {
    /// A table, or the frame that it is.
    pub(super) fn table(&mut self, element: &Element) -> Piece {
        let place = format!("paragraph {}", self.paragraphs + 1);
        let rows: Vec<&Element> = rows(element);
        if let [row] = rows.as_slice()
            && let [cell] = cells(row).as_slice()
        {
            let pieces = self.apart(cell);
            self.absent.tables += 1;
            let message = "a table of one cell is taken for a frame around its text";
            let remark = Remark::new(Kind::Guess, message).at(place.clone()).sure(0.9);
            return Piece { kind: PieceKind::Frame(pieces), place, remarks: vec![remark] };
        }
        let mut remarks = Vec::new();
        let mut read = Vec::new();
        for row in rows {
            match deleted(row) {
                true => self.drop_row(row, &mut remarks),
                false => read.push(self.row(row, &mut remarks)),
            }
        }
        if read.iter().all(|row| row.cells.is_empty()) {
            self.absent.tables += 1;
            remarks.push(Remark::new(Kind::Dropped, "an empty table is left out").at(place.clone()));
            return Piece { kind: PieceKind::Frame(Vec::new()), place, remarks };
        }
        let head = self.head(element, &read, &place, &mut remarks);
        let table = Table { head, align: aligned(&read, head), rows: merged(read), ..Table::default() };
        Piece { kind: PieceKind::Table(table), place, remarks }
    }

    fn drop_row(&mut self, row: &Element, remarks: &mut Vec<Remark>) {
        let raw = Raw::of(row);
        self.leave_out(&raw);
        remarks.push(
            Remark::new(Kind::Accepted, "a row of the table was deleted").from(raw.text()).at(self.place()),
        );
    }

    fn row(&mut self, row: &Element, remarks: &mut Vec<Remark>) -> Row {
        let properties = row.child("w:trPr");
        let skipped = |name: &str| {
            let columns = properties.and_then(|properties| number(properties, name, "w:val")).unwrap_or(0);
            usize::try_from(columns).unwrap_or(0).min(MOST_COLUMNS)
        };
        let blank = |column: usize, columns: usize| Read {
            cell: Cell { content: Vec::new(), columns, rows: 1 },
            column,
            align: Align::Start,
            bold: true,
            goes_on: false,
        };
        let mut read = Vec::new();
        let mut column = skipped("w:gridBefore");
        if column > 0 {
            read.push(blank(0, column));
        }
        for cell in cells(row) {
            let cell = self.cell(cell, column, remarks);
            column += cell.cell.columns;
            read.push(cell);
        }
        if skipped("w:gridAfter") > 0 {
            read.push(blank(column, skipped("w:gridAfter")));
        }
        let is_head = properties.is_some_and(|properties| switch(properties, "w:tblHeader") == Some(true));
        Row { cells: read, is_head }
    }

    fn cell(&mut self, element: &Element, column: usize, remarks: &mut Vec<Remark>) -> Read {
        let properties = element.child("w:tcPr");
        let columns =
            properties.and_then(|properties| number(properties, "w:gridSpan", "w:val")).unwrap_or(1);
        let columns = usize::try_from(columns).unwrap_or(1).clamp(1, MOST_COLUMNS);
        let merge = properties.and_then(|properties| properties.child("w:vMerge"));
        let goes_on = merge.is_some_and(|merge| merge.attribute("w:val") != Some("restart"));
        let pieces = self.apart(element);
        let first = pieces.iter().find_map(Piece::paragraph);
        let align = first.map_or(Align::Start, |paragraph| match &paragraph.looks {
            looks if looks.right => Align::End,
            looks if looks.centred => Align::Center,
            _ => Align::Start,
        });
        let bold = pieces.iter().filter_map(Piece::paragraph).all(|paragraph| paragraph.looks.bold);
        let mut content = Vec::new();
        self.flatten(pieces, &mut content, remarks);
        Read { cell: Cell { content, columns, rows: 1 }, column, align, bold, goes_on }
    }

    /// The pieces of a cell as one text, parted by breaks.
    fn flatten(&mut self, pieces: Vec<Piece>, content: &mut Vec<Inline>, remarks: &mut Vec<Remark>) {
        for piece in pieces {
            remarks.extend(piece.remarks);
            match piece.kind {
                PieceKind::Paragraph(paragraph) => self.flatten_paragraph(paragraph, content, remarks),
                PieceKind::Frame(pieces) => self.flatten(pieces, content, remarks),
                PieceKind::Table(table) => self.flatten_table(table, &piece.place, content, remarks),
            }
        }
    }

    fn flatten_table(
        &mut self,
        table: Table,
        place: &str,
        content: &mut Vec<Inline>,
        remarks: &mut Vec<Remark>,
    ) {
        self.absent.tables += 1;
        let message = "a table in a cell is set as lines of text: manuscripts have no tables in tables";
        remarks.push(Remark::new(Kind::Unsupported, message).at(place));
        for row in table.rows {
            let cells = row.into_iter().map(|cell| cell.content).filter(|cell| !cell.is_empty());
            part(content);
            for (at, cell) in cells.enumerate() {
                if at > 0 {
                    content.push(Inline::Text(" · ".to_owned()));
                }
                content.extend(cell);
            }
        }
    }

    fn flatten_paragraph(
        &mut self,
        paragraph: Paragraph,
        content: &mut Vec<Inline>,
        remarks: &mut Vec<Remark>,
    ) {
        if !paragraph.text.is_empty() {
            part(content);
            if paragraph.list.is_some() {
                content.push(Inline::Text("• ".to_owned()));
            }
            content.extend(paragraph.text);
        }
        for float in paragraph.floats {
            match float {
                Float::Picture(image) => {
                    part(content);
                    content.push(Inline::Image(image));
                }
                Float::Text(pieces) => self.flatten(pieces, content, remarks),
                Float::Table(table) => self.flatten_table(table, &self.place(), content, remarks),
                Float::Rule => {}
            }
        }
    }

    /// How many rows are the table's head.
    fn head(&self, table: &Element, rows: &[Row], place: &str, remarks: &mut Vec<Remark>) -> usize {
        let marked = rows.iter().take_while(|row| row.is_head).count();
        if marked > 0 || rows.len() < 2 {
            return marked.min(rows.len().saturating_sub(1));
        }
        let Some(first) = rows.first() else { return 0 };
        let looks = table.child("w:tblPr").and_then(|properties| properties.child("w:tblLook"));
        let is_asked = looks.is_some_and(|looks| {
            let bits =
                looks.attribute("w:val").and_then(|bits| u32::from_str_radix(bits, 16).ok()).unwrap_or(0);
            matches!(looks.attribute("w:firstRow"), Some("1" | "true")) || bits & 0x20 != 0
        });
        let numbers = first.cells.iter().filter(|read| is_number(&read.cell)).count();
        if numbers > 0 && !first.cells.iter().all(|read| read.bold) && numbers * 2 >= first.cells.len() {
            return 0;
        }
        if !is_asked && !first.cells.iter().all(|read| read.bold) {
            let message = "the first row of this table is taken for its head";
            remarks.push(Remark::new(Kind::Guess, message).at(place).sure(0.6));
        }
        1
    }
}

/// Parts what comes from what is there.
fn part(content: &mut Vec<Inline>) {
    if !content.is_empty() {
        content.push(Inline::Break);
    }
}

/// Whether a cell holds a number and no words.
fn is_number(cell: &Cell) -> bool {
    let text = super::piece::plain(&cell.content);
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}

/// The rows of a table, those in controls and tracked insertions too.
fn rows(table: &Element) -> Vec<&Element> {
    below(table, "w:tr")
}

fn cells(row: &Element) -> Vec<&Element> {
    below(row, "w:tc")
}

/// The nearest elements of a name, through whatever wraps them.
fn below<'a>(parent: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        if element.name == *name {
            found.push(element);
        } else if matches!(
            element.name.as_str(),
            "w:sdt" | "w:sdtContent" | "w:customXml" | "w:ins" | "w:del"
        ) {
            found.extend(below(element, name));
        }
    }
    found
}

fn deleted(row: &Element) -> bool {
    row.child("w:trPr").is_some_and(|properties| properties.child("w:del").is_some())
}

/// How the columns stand: as most of their cells below the head do.
fn aligned(rows: &[Row], head: usize) -> Vec<Align> {
    let width = rows.iter().flat_map(|row| &row.cells).map(|read| read.column + 1).max().unwrap_or(0);
    let mut votes = vec![[0usize; 3]; width];
    for read in rows.iter().skip(head).flat_map(|row| &row.cells) {
        if read.cell.columns == 1
            && !read.cell.content.is_empty()
            && let Some([start, center, end]) = votes.get_mut(read.column)
        {
            match read.align {
                Align::Start => *start += 1,
                Align::Center => *center += 1,
                Align::End => *end += 1,
            }
        }
    }
    votes
        .into_iter()
        .map(|[start, center, end]| match () {
            () if end > start && end >= center => Align::End,
            () if center > start && center > end => Align::Center,
            () => Align::Start,
        })
        .collect()
}

/// The rows with each merged cell once, in its first row.
fn merged(rows: Vec<Row>) -> Vec<Vec<Cell>> {
    let mut result: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    // Where the cell stands that covers a column: its row and its place there.
    let mut above: std::collections::BTreeMap<usize, (usize, usize)> = std::collections::BTreeMap::new();
    for row in rows {
        let mut cells: Vec<Cell> = Vec::with_capacity(row.cells.len());
        let mut covers = std::collections::BTreeMap::new();
        for read in row.cells {
            let upper = above.get(&read.column).copied().filter(|_| read.goes_on);
            let upper_cell = upper.and_then(|(row, at)| result.get_mut(row)?.get_mut(at));
            match (upper, upper_cell) {
                (Some(place), Some(cell)) => {
                    cell.rows += 1;
                    // Word leaves text in merged cells at times.
                    if !read.cell.content.is_empty() {
                        part(&mut cell.content);
                        cell.content.extend(read.cell.content);
                    }
                    covers.insert(read.column, place);
                }
                _ => {
                    covers.insert(read.column, (result.len(), cells.len()));
                    cells.push(read.cell);
                }
            }
        }
        above = covers;
        result.push(cells);
    }
    result
}

/// The content of a head's cell, without the bold that heads have anyway.
pub(super) fn unbold(content: Vec<Inline>) -> Vec<Inline> {
    content
        .into_iter()
        .flat_map(|inline| match inline {
            Inline::Styled { style: Style::Strong, content } => content,
            other => vec![other],
        })
        .collect()
}
