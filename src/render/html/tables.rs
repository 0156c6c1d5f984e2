//! Tables, of a text's own and of data files.
//!
//! In: cells. Out: a table in a box that scrolls sideways on its own and can be reached with the keyboard. Never:
//! alignment by anything but classes.

use std::fmt::Write;

use super::{Voice, Writer};
use crate::paper::phrase::escape;
use crate::paper::{Align, Caption, Cell, Table};
use crate::source::DataTable;

impl<'a> Writer<'a> {
    /// A table. `described_by` is the id of the caption of the figure that it stands in.
    pub(super) fn table(&mut self, table: &'a Table, described_by: Option<&str>) {
        let caption = table.caption.as_ref();
        let id = caption.and_then(|caption| caption.id.as_deref()).filter(|_| self.voice == Voice::Everyone);
        self.open_table(id, described_by);
        if let Some(caption) = caption {
            self.table_caption(caption, id);
        }
        for (element, rows) in [("thead", &table.head), ("tbody", &table.rows)] {
            if rows.is_empty() {
                continue;
            }
            self.push("<");
            self.push(element);
            self.push(">\n");
            rows.iter().for_each(|row| self.row(row, &table.align, element == "thead"));
            self.push("</");
            self.push(element);
            self.push(">\n");
        }
        self.push("</table>\n</div>\n");
    }

    /// Opens the box and the table; names the box by a caption where there is one.
    fn open_table(&mut self, id: Option<&str>, described_by: Option<&str>) {
        self.push("<div class=\"table-scroll\"");
        if let Some(id) = id {
            self.push(" id=\"");
            escape(id, &mut self.out);
            self.push("\"");
        }
        if self.voice != Voice::Eye {
            // Landmarks need names of their own: a table without a caption is none.
            let is_named = id.or(described_by).is_some();
            self.push(if is_named {
                " tabindex=\"0\" role=\"region\""
            } else {
                " tabindex=\"0\" role=\"group\""
            });
            match (id, described_by) {
                (Some(id), _) => {
                    self.push(" aria-labelledby=\"");
                    escape(id, &mut self.out);
                    self.push(":caption\"");
                }
                (None, Some(caption)) => {
                    self.push(" aria-labelledby=\"");
                    escape(caption, &mut self.out);
                    self.push(":caption\"");
                }
                (None, None) => {
                    self.push(" aria-label=\"");
                    self.word("table");
                    self.push("\"");
                }
            }
        }
        self.push(">\n<table>\n");
    }

    fn table_caption(&mut self, caption: &'a Caption, id: Option<&str>) {
        self.push("<caption");
        if let Some(id) = id {
            self.push(" id=\"");
            escape(id, &mut self.out);
            self.push(":caption\"");
        }
        self.push(">");
        self.caption_words("table", caption);
        self.push("</caption>\n");
    }

    fn row(&mut self, row: &'a [Cell], aligns: &[Align], head: bool) {
        self.push("<tr>");
        let mut column = 0_usize;
        for cell in row {
            let align = cell.align.or_else(|| aligns.get(column).copied()).unwrap_or_default();
            column += usize::from(cell.columns.max(1));
            self.cell(cell, align, head);
        }
        self.push("</tr>\n");
    }

    /// A heading without words is a plain cell: there is nothing to say of its column.
    fn cell(&mut self, cell: &'a Cell, align: Align, head: bool) {
        let heads = (head || cell.header) && !cell.content.is_empty();
        self.push(if heads { "<th" } else { "<td" });
        if heads {
            let scope = cell.scope.as_deref().unwrap_or(if head { "col" } else { "row" });
            self.attribute("scope", scope);
        }
        for (name, count) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if count > 1 {
                // Writing to a string can't fail.
                let _ = write!(self.out, " {name}=\"{count}\"");
            }
        }
        for (name, value) in [("lang", &cell.lang), ("title", &cell.title)] {
            if let Some(value) = value {
                self.attribute(name, value);
            }
        }
        self.align(align);
        self.push(">");
        self.inlines(&cell.content);
        self.push(if heads { "</th>" } else { "</td>" });
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        escape(value, &mut self.out);
        self.push("\"");
    }

    fn align(&mut self, align: Align) {
        match align {
            Align::Start => {}
            Align::Center => self.push(" class=\"align-center\""),
            Align::End => self.push(" class=\"align-end\""),
        }
    }

    /// The table of a data file. Columns of numbers stand as numbers do.
    pub(super) fn data_table(&mut self, data: &'a DataTable, described_by: Option<&str>) {
        let aligns: Vec<Align> = (0..data.head.len())
            .map(|column| if is_numeric(data, column) { Align::End } else { Align::Start })
            .collect();
        self.open_table(None, described_by);
        self.push("<thead>\n<tr>");
        for (name, align) in data.head.iter().zip(&aligns) {
            let element = if name.trim().is_empty() { "td" } else { "th" };
            self.push("<");
            self.push(element);
            if element == "th" {
                self.attribute("scope", "col");
            }
            self.align(*align);
            self.push(">");
            escape(name, &mut self.out);
            self.push("</");
            self.push(element);
            self.push(">");
        }
        self.push("</tr>\n</thead>\n<tbody>\n");
        for row in &data.rows {
            self.push("<tr>");
            for (cell, align) in row.iter().zip(&aligns) {
                self.push("<td");
                self.align(*align);
                self.push(">");
                escape(cell, &mut self.out);
                self.push("</td>");
            }
            self.push("</tr>\n");
        }
        self.push("</tbody>\n</table>\n</div>\n");
    }
}

/// Whether every cell of a column that holds anything holds a number.
fn is_numeric(data: &DataTable, column: usize) -> bool {
    let mut cells =
        data.rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.trim().is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| is_number(cell.trim()))
}

fn is_number(cell: &str) -> bool {
    let has_digit = cell.chars().any(|c| c.is_ascii_digit());
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '.' | ','
                    | '-'
                    | '+'
                    | '%'
                    | ' '
                    | '−'
                    | '–'
                    | '\''
                    | '\u{a0}'
                    | '\u{202f}'
                    | '$'
                    | '£'
                    | '€'
            )
    };
    has_digit && cell.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_words() {
        for number in ["1", "-1.5", "1,000", "12 %", "£3.30", "−4", "1 000,5"] {
            assert!(is_number(number), "{number}");
        }
        for other in ["", "n/a", "-", "2020a", "HMRC"] {
            assert!(!is_number(other), "{other}");
        }
    }
}
