//! The data of a chart as CSV (RFC 4180).
//!
//! In: a table. Out: its text. Never: a cell that is not as the author wrote it.

use crate::paper::DataTable;

/// Writes a table.
pub fn csv(table: &DataTable) -> String {
    let mut out = String::new();
    for row in std::iter::once(&table.head).chain(&table.rows) {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            if cell.contains([',', '"', '\n', '\r']) {
                out.push('"');
                out.push_str(&cell.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(cell);
            }
        }
        out.push('\n');
    }
    out
}
