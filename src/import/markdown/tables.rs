//! Tables: those with pipes stay, the other forms of Pandoc become such, and captions follow their table.
//!
//! In: lines. Out: changes. Never: a cell lost. A table that pipes can't hold is kept as it is, as code.

mod columns;
mod grid;

use std::ops::Range;

use super::attributes;
use super::document::Document;
use super::lines::Kind;
use crate::import::remark::{self, Remark};

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Align {
    #[default]
    None,
    Left,
    Center,
    Right,
}

/// A table whose cells are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// The line after it.
    pub(super) after: usize,
    /// Its head; empty: it has none.
    pub(super) head: Vec<String>,
    /// Its rows.
    pub(super) rows: Vec<Vec<String>>,
    /// One for each column.
    pub(super) align: Vec<Align>,
    /// Whether a cell holds more than pipes can.
    pub(super) overflows: bool,
}

/// What stands before or after a table and is its caption.
struct Caption {
    lines: Range<usize>,
    /// The words, and what stands before them.
    text: Range<usize>,
}

impl Document<'_> {
    /// A table; the line after it, and after its caption, is the result.
    pub(super) fn table(&mut self, index: usize) -> Option<usize> {
        let before = self.caption_at(index).filter(|_| self.is_pandoc);
        let first = match &before {
            Some(caption) => caption.lines.end,
            None => index,
        };
        if before.is_some() && self.lines.get(first).is_none_or(|line| line.kind == Kind::Blank) {
            return self.table_after(first + 1, before);
        }
        self.table_after(first, before)
    }

    fn table_after(&mut self, first: usize, before: Option<Caption>) -> Option<usize> {
        let after = if let Some(after) = self.pipes(first) {
            self.rows(first, after);
            after
        } else {
            let drawn = self.grid(first).or_else(|| self.columns(first))?;
            if drawn.overflows {
                return Some(self.as_code(first, drawn.after, before));
            }
            self.redraw(first, &drawn);
            drawn.after
        };
        if let Some(caption) = before {
            self.move_caption(&caption, after);
            return Some(after);
        }
        Some(self.caption_after(after).unwrap_or(after))
    }

    /// The line after a table with pipes.
    fn pipes(&self, first: usize) -> Option<usize> {
        let is_row = |index: usize| {
            self.lines.get(index).is_some_and(|line| line.kind == Kind::Text)
                && self.words(index).contains('|')
        };
        if !is_row(first)
            || !is_delimiter(self.words(first + 1))
            || !self.words(first + 1).contains(['|', '+'])
        {
            return None;
        }
        let mut after = first + 2;
        while is_row(after) && self.caption_prefix(after).is_none() {
            after += 1;
        }
        Some(after)
    }

    /// A table of Kramdown's that has no head: offprint reads one only with a head, which may be empty.
    pub(super) fn headless_pipes(&mut self, first: usize) -> Option<usize> {
        let mut after = first;
        while self.lines.get(after).is_some_and(|line| line.kind == Kind::Text)
            && is_whole_row(self.words(after))
        {
            after += 1;
        }
        if after < first + 2 || self.is_pandoc || (first..after).any(|index| is_delimiter(self.words(index)))
        {
            return None;
        }
        let line = self.lines.get(first).cloned()?;
        // The longest row counts: what stands beyond the last column would be lost.
        let bars = |index: usize| self.words(index).replace("\\|", "").matches('|').count();
        let columns = (first..after).map(bars).max().unwrap_or_default().saturating_sub(1);
        let prefix = self.slice(line.start..line.body);
        let text = format!("{prefix}|{}\n{prefix}|{}\n", "   |".repeat(columns), "---|".repeat(columns));
        let remark = Remark::new(
            remark::Kind::Replaced,
            "the table got an empty head, since offprint reads none without",
        );
        self.edits.replace(line.start..line.start, text, remark);
        for index in first..after {
            if let Some(line) = self.lines.get(index).cloned() {
                self.inlines(line.body..line.end, String::new());
            }
        }
        Some(after)
    }

    /// The rows of a table with pipes: what stands in them, and a line of marks that only Pandoc reads.
    fn rows(&mut self, first: usize, after: usize) {
        for index in first..after {
            let Some(line) = self.lines.get(index).cloned() else { continue };
            if index != first + 1 {
                self.inlines(line.body..line.end, String::new());
            } else if self.words(index).contains('+') {
                let text = self.words(index).replace('+', "|");
                self.edits.replace(line.body..line.end, text, None);
            }
        }
    }

    /// A table that pipes can't hold is kept as code, in a figure's box if it has a caption. The line after both is the
    /// result.
    fn as_code(&mut self, first: usize, after: usize, before: Option<Caption>) -> usize {
        let message = "tables with pipes can't hold this one; it is kept as it is, as code";
        let remark = Remark::new(remark::Kind::Unsupported, message);
        let (Some(open), Some(close)) = (self.lines.get(first).cloned(), self.lines.get(after - 1).cloned())
        else {
            return after;
        };
        let prefix = self.slice(open.start..open.body).to_owned();
        let is_blank = self.lines.get(after).is_some_and(|line| line.kind == Kind::Blank);
        let follows = before.is_none().then(|| self.caption_at(after + usize::from(is_blank))).flatten();
        let given = follows.as_ref().and_then(|caption| {
            let text = self.slice(caption.text.clone()).trim_end();
            let open = text.ends_with('}').then(|| text.rfind('{'))??;
            let id = attributes::parse(text, open)?.0.id?;
            Some((caption.text.start + text.get(..open)?.trim_end().len(), self.id(&id)))
        });
        if let Some(caption) = &before {
            self.move_caption(caption, after);
        }
        let Some(caption) = follows else {
            self.edits.replace(open.start..open.start, format!("{prefix}```\n"), remark);
            self.edits.replace(close.end..close.end, format!("\n{prefix}```"), None);
            return after;
        };
        let id = given.as_ref().map(|(_, id)| format!(" {{#{id}}}")).unwrap_or_default();
        let text = format!("{prefix}:::figure{id}\n{prefix}```\n");
        self.edits.replace(open.start..open.start, text, remark);
        let gap = if is_blank { "" } else { "\n" };
        self.edits.replace(close.end..close.end, format!("\n{prefix}```{gap}"), None);
        let (start, end) =
            (self.lines.get(caption.lines.start).map_or(close.end, |line| line.body), caption.text.end);
        let shown = given.map_or(end, |(shown, _)| shown);
        self.edits.replace(start..caption.text.start, "", None);
        self.inlines(caption.text.start..shown, String::new());
        self.edits.replace(shown..end, format!("\n{prefix}:::"), None);
        caption.lines.end
    }

    /// Writes a table anew with pipes.
    fn redraw(&mut self, first: usize, drawn: &Drawn) {
        let Some(start) = self.lines.get(first).map(|line| line.start) else { return };
        let Some(end) = self.lines.get(drawn.after - 1).map(|line| line.end) else { return };
        let prefix = self.lines.get(first).map_or("", |line| self.slice(line.start..line.body)).to_owned();
        let mut told = Vec::new();
        let mut row = |cells: &[String]| {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| {
                    let (cell, more) = self.fragment(cell, start);
                    told.extend(more);
                    cell.replace('|', "\\|").replace("\\\\|", "\\|")
                })
                .collect();
            format!("{prefix}| {} |", cells.join(" | "))
        };
        let mut lines = Vec::new();
        if drawn.head.is_empty() {
            lines.push(format!("{prefix}|{}", "   |".repeat(drawn.align.len())));
        } else {
            lines.push(row(&drawn.head));
        }
        let marks: String = drawn.align.iter().map(|align| mark(*align)).collect();
        lines.push(format!("{prefix}|{marks}"));
        lines.extend(drawn.rows.iter().map(|cells| row(cells)));
        let remark = Remark::new(remark::Kind::Replaced, "this table is written with pipes");
        self.edits.replace(start..end, lines.join("\n"), remark);
        for remark in told {
            self.edits.tell(end, remark);
        }
    }

    /// A text that stands in a cell, converted by itself.
    fn fragment(&mut self, text: &str, at: usize) -> (String, Vec<Remark>) {
        let mut inner = Document::new(text, 0, self.is_pandoc);
        (inner.notes, inner.ids) = (std::mem::take(&mut self.notes), std::mem::take(&mut self.ids));
        inner.inlines(0..text.len(), String::new());
        (self.notes, self.ids) = (std::mem::take(&mut inner.notes), std::mem::take(&mut inner.ids));
        for path in inner.files.keys() {
            self.files.entry(path.clone()).or_insert(at);
        }
        for message in inner.often.keys() {
            self.tell_once(message, at);
        }
        let written = inner.edits.apply(text, 0);
        let told = written.remarks.into_iter().map(|(_, remark)| Remark {
            from: String::new(),
            to: String::new(),
            place: None,
            ..remark
        });
        (written.text, told.collect())
    }

    /// How many bytes mark a line as a caption.
    fn caption_prefix(&self, index: usize) -> Option<usize> {
        let words = self.words(index);
        let rest = words.strip_prefix("Table:").or_else(|| words.strip_prefix("table:"));
        let rest = rest.or_else(|| words.strip_prefix(':').filter(|rest| rest.starts_with([' ', '\t'])))?;
        (!rest.trim().is_empty()).then_some(words.len() - rest.trim_start().len())
    }

    /// Whether a line is the caption of the table after it.
    pub(super) fn is_caption(&self, index: usize) -> bool {
        self.caption_at(index).is_some_and(|caption| {
            let first = caption.lines.end + 1;
            self.pipes(first).is_some() || self.grid(first).is_some() || self.columns(first).is_some()
        })
    }

    /// The caption that begins on a line.
    fn caption_at(&self, index: usize) -> Option<Caption> {
        let prefix = self.caption_prefix(index)?;
        let line = self.lines.get(index).filter(|line| line.kind == Kind::Text)?;
        let mut after = index + 1;
        while self.lines.get(after).is_some_and(|line| line.kind == Kind::Text)
            && !self.fences.contains_key(&after)
        {
            after += 1;
        }
        let end = self.lines.get(after - 1)?.end;
        Some(Caption { lines: index..after, text: line.body + prefix..end })
    }

    /// The caption after a table, which a blank line sets apart. The line after it is the result.
    fn caption_after(&mut self, after: usize) -> Option<usize> {
        let is_blank = self.lines.get(after).is_some_and(|line| line.kind == Kind::Blank);
        let caption = self.caption_at(if is_blank { after + 1 } else { after })?;
        let line = self.lines.get(caption.lines.start).cloned()?;
        if !is_blank {
            self.edits.replace(line.start..line.start, "\n", None);
        }
        let mark = line.body..caption.text.start;
        if self.slice(mark.clone()) != "Table: " {
            let remark =
                Remark::new(remark::Kind::Replaced, "the caption of this table begins with `Table:`");
            self.edits.replace(mark, "Table: ", remark);
        }
        self.caption_words(&caption);
        Some(caption.lines.end)
    }

    /// The words of a caption and its attributes.
    fn caption_words(&mut self, caption: &Caption) {
        let text = self.slice(caption.text.clone()).trim_end();
        let open = if text.ends_with('}') { text.rfind('{') } else { None };
        let given = open.and_then(|open| Some((open, attributes::parse(text, open)?)));
        let Some((open, (given, end))) =
            given.filter(|(_, (given, end))| given.is_meant() && *end == text.len())
        else {
            return self.inlines(caption.text.clone(), String::new());
        };
        let open = caption.text.start + open;
        self.inlines(caption.text.start..open, String::new());
        let is_kept = |key: &str| matches!(key, "number" | "source" | "credit");
        let pairs: Vec<(&str, &str)> = given
            .pairs
            .iter()
            .filter(|(key, _)| is_kept(key))
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        let id = given.id.as_deref().map(|id| self.id(id));
        let written = attributes::write(id.as_deref(), &[], &pairs);
        let range = open..caption.text.start + end;
        if written == self.slice(range.clone()) {
            return;
        }
        let mut left: Vec<String> = given.classes.iter().map(|class| format!("`.{class}`")).collect();
        left.extend(given.pairs.iter().filter(|(key, _)| !is_kept(key)).map(|(k, v)| format!("`{k}={v}`")));
        let message = match left.as_slice() {
            [] => "the id of this table is written as offprint reads it".to_owned(),
            left => format!("left out at this table: {}", left.join(", ")),
        };
        self.edits.replace(range, written, Remark::new(remark::Kind::Dropped, message));
    }

    /// A caption that stands before its table follows it in offprint.
    fn move_caption(&mut self, caption: &Caption, after: usize) {
        let Some(line) = self.lines.get(caption.lines.start).cloned() else { return };
        let Some(end) = self.lines.get(after - 1).map(|line| line.end) else { return };
        self.caption_words(caption);
        let (words, told) = self.edits.draw(self.text, caption.text.clone());
        let prefix = self.slice(line.start..line.body);
        let from = self.whole_line(line.body..caption.text.end);
        let remark =
            Remark::new(remark::Kind::Replaced, "the caption stood before the table, and follows it now");
        self.edits.replace_telling(from, String::new(), remark, told);
        let blank = prefix.trim_end();
        let text = format!("\n{blank}\n{prefix}Table: {}", words.trim());
        let remark = Remark::new(remark::Kind::Replaced, "the caption of the table, which stood before it");
        self.edits.replace(end..end, text, remark);
    }
}

fn mark(align: Align) -> &'static str {
    match align {
        Align::None => "---|",
        Align::Left => ":--|",
        Align::Center => ":-:|",
        Align::Right => "--:|",
    }
}

/// Whether a line is a row between two bars, with one more between them.
fn is_whole_row(words: &str) -> bool {
    let words = words.trim_end();
    let bars = words.replace("\\|", "").matches('|').count();
    words.starts_with('|') && words.ends_with('|') && !words.ends_with("\\|") && bars > 2
}

/// Whether a line parts the head of a table from its rows.
pub(super) fn is_delimiter(words: &str) -> bool {
    words.contains('-') && words.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | '+' | ' ' | '\t'))
}
