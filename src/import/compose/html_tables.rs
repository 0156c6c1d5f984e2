//! Tables that pipes can't draw are written in HTML.
//!
//! In: a table whose cells are merged, or that has no head or a head of several rows. Out: HTML as manuscripts may have
//! it, and remarks on what it can't hold. Never: Markdown in a cell, which would be printed as it is.

use super::Composer;
use super::blocks::unsupported;
use super::lines::Lines;
use super::runs::{Atom, Run};
use crate::import::transcript::{Align, Cell, Style, Table};

/// How many rows or columns a cell may span.
pub(super) const MOST: usize = 1000;

impl Composer {
    /// Writes a table in HTML.
    pub(super) fn html_table(&mut self, table: &Table) -> Lines {
        let mut lines = vec!["<table>".to_owned()];
        let mut lost = false;
        let mut columns = Columns::default();
        let head = table.head.min(table.rows.len());
        for (index, row) in table.rows.iter().enumerate() {
            if index == 0 && head > 0 {
                lines.push("<thead>".to_owned());
            }
            if index == head {
                lines.push("<tbody>".to_owned());
            }
            columns.next_row();
            let mut line = String::from("<tr>");
            for cell in row {
                let align = table.align.get(columns.take(cell)).copied().unwrap_or_default();
                let runs = self.runs(&cell.content);
                lost |= runs.iter().any(is_plainer);
                line.push_str(&self::cell(cell, index < head, align, &html(&runs)));
            }
            line.push_str("</tr>");
            lines.push(line);
            if index + 1 == head {
                lines.push("</thead>".to_owned());
            }
        }
        if head < table.rows.len() {
            lines.push("</tbody>".to_owned());
        }
        lines.push("</table>".to_owned());
        let message = "words of this table were set apart (bold, italic or code), which a table with merged cells or \
                       without one row at its head can't show";
        Lines::new(lines).remarked(lost.then(|| unsupported(message)))
    }
}

/// Which columns the cells of a row stand in.
#[derive(Default)]
struct Columns {
    /// For how many more rows each column is taken.
    taken: Vec<usize>,
    /// The next column.
    at: usize,
}

impl Columns {
    /// Goes to the beginning of the next row.
    fn next_row(&mut self) {
        self.taken.iter_mut().skip(self.at).for_each(|left| *left = left.saturating_sub(1));
        self.at = 0;
    }

    /// The column of a cell.
    fn take(&mut self, cell: &Cell) -> usize {
        while let Some(left) = self.taken.get_mut(self.at).filter(|left| **left > 0) {
            *left -= 1;
            self.at += 1;
        }
        let at = self.at;
        self.at += cell.columns.clamp(1, MOST);
        self.taken.resize(self.taken.len().max(self.at), 0);
        for left in self.taken.iter_mut().take(self.at).skip(at) {
            *left = cell.rows.clamp(1, MOST) - 1;
        }
        at
    }
}

fn cell(cell: &Cell, is_head: bool, align: Align, content: &str) -> String {
    let name = if is_head { "th" } else { "td" };
    let mut tag = format!("<{name}");
    if cell.columns > 1 {
        tag.push_str(&format!(" colspan=\"{}\"", cell.columns.min(MOST)));
        if is_head {
            tag.push_str(" scope=\"colgroup\"");
        }
    }
    if cell.rows > 1 {
        tag.push_str(&format!(" rowspan=\"{}\"", cell.rows.min(MOST)));
    }
    match align {
        Align::Start => {}
        Align::Center => tag.push_str(" align=\"center\""),
        Align::End => tag.push_str(" align=\"right\""),
    }
    format!("{tag}>{content}</{name}>")
}

/// Whether a run loses what sets it apart.
fn is_plainer(run: &Run) -> bool {
    let kept = run.styles.without(Style::Subscript).without(Style::Superscript);
    !kept.is_empty() || matches!(run.atom, Atom::Code(_))
}

/// The words of a cell.
fn html(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let around = [(Style::Superscript, "sup"), (Style::Subscript, "sub")];
        let words = match &run.atom {
            Atom::Text(text) | Atom::Code(text) | Atom::Citation(text) | Atom::Math(text) => escaped(text),
            Atom::Break => "<br>".to_owned(),
            Atom::Soft => " ".to_owned(),
            Atom::Mark(number) => format!("[^{number}]"),
            Atom::Image(image) => escaped(&image.alt),
            Atom::Comment(_) => String::new(),
        };
        let names: Vec<&str> =
            around.into_iter().filter(|(style, _)| run.styles.has(*style)).map(|(_, name)| name).collect();
        names.iter().for_each(|name| out.push_str(&format!("<{name}>")));
        out.push_str(&words);
        names.iter().rev().for_each(|name| out.push_str(&format!("</{name}>")));
    }
    out
}

/// Text between tags.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Marks of notes, references and attributes are read in cells too.
            '[' => out.push_str("&#91;"),
            '@' => out.push_str("&#64;"),
            '{' => out.push_str("&#123;"),
            c => out.push(c),
        }
    }
    out
}
