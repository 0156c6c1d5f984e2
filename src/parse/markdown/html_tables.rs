//! Blocks of HTML: tables are read, the words of anything else are a paragraph.
//!
//! In: the source of one or more HTML blocks. Out: tables and paragraphs. Never: looks; of alignment only left, centre
//! and right are kept.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::{Node, NodeValue};

use super::html::Phrase;
use super::tags::{Kind, Token, danger, tokens};
use super::text::Run;
use super::{Lowerer, Origin, Places, numeric};
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{Align, Block, BlockKind, Caption, Cell, Inline, Table};

/// A table being read.
#[derive(Default)]
struct Reading {
    table: Table,
    in_head: bool,
    row: Option<Vec<Cell>>,
    cell: Option<(Cell, Phrase)>,
    caption: Option<Phrase>,
    /// Words that stand in no cell.
    stray: Phrase,
    /// Attributes that are dropped, with how often and where first.
    dropped: BTreeMap<(String, String), (usize, Range<usize>)>,
}

impl<'a, 't> Lowerer<'a, 't> {
    /// Lowers a block of HTML, with the blocks after it that belong to the same table; the next block is the result.
    pub(super) fn html_block(
        &mut self,
        node: Node<'t>,
        literal: &str,
        range: Range<usize>,
        out: &mut Vec<Block>,
    ) -> Option<Node<'t>> {
        let literal = literal.trim();
        let plain = self.places.read.get(range.start..).is_some_and(|rest| rest.starts_with(literal));
        if !plain {
            let literal = self.masks.lift(literal).into_owned();
            self.decoded_html(&literal, range, out);
            return node.next_sibling();
        }
        let mut range = range.start..range.start + literal.len();
        let mut next = node.next_sibling();
        if !self.input.raw_html && opens(literal) > 0 {
            let mut depth = opens(literal);
            let mut here = next;
            while let Some(sibling) = here.filter(|_| self.lookahead > 0) {
                self.lookahead -= 1;
                if let NodeValue::HtmlBlock(html) = &sibling.data().value {
                    depth += opens(&html.literal);
                    if depth <= 0 {
                        range.end = self.block_range(sibling).end.max(range.end);
                        next = sibling.next_sibling();
                        break;
                    }
                }
                here = sibling.next_sibling();
            }
        }
        self.html(range, out);
        next
    }

    /// HTML among the marks of a quotation or list: read without them, then looked for in the source.
    fn decoded_html(&mut self, literal: &str, range: Range<usize>, out: &mut Vec<Block>) {
        let origin = Origin::Decoded { text: self.input.text, range: self.places.problem(range) };
        let places = Places::new(literal, literal, origin, self.input.file);
        let mut inner = Lowerer {
            input: self.input,
            places,
            masks: self.masks,
            typography: super::Typography::of(self.input.lang),
            run: Run::default(),
            pieces: Vec::new(),
            depth: self.depth,
            in_figure: self.in_figure,
            inline_notes: Vec::new(),
            judge_money: false,
            money: Vec::new(),
            told_of_citations: self.told_of_citations,
            lookahead: self.lookahead,
            out: std::mem::take(&mut self.out),
        };
        inner.html(0..literal.len(), out);
        self.told_of_citations = inner.told_of_citations;
        self.out = inner.out;
    }

    /// Lowers the HTML that stands at `range`.
    fn html(&mut self, range: Range<usize>, out: &mut Vec<Block>) {
        let tokens = tokens(self.places.raw, range.clone());
        if self.input.raw_html {
            return self.raw_block(&tokens, range, out);
        }
        self.run = Run { cursor: range.start, limit: range.end, ..Run::default() };
        let mut phrase = Phrase::default();
        let mut rest = tokens.as_slice();
        let mut start = range.start;
        while let Some((token, after)) = rest.split_first() {
            rest = after;
            match &token.kind {
                Kind::Open { name, .. } if name == "table" => {
                    self.end_paragraph(std::mem::take(&mut phrase), start..token.range.start, out);
                    let (table, stray) = self.html_table(token, &mut rest);
                    let end =
                        tokens.get(tokens.len() - rest.len() - 1).map_or(range.end, |last| last.range.end);
                    self.end_paragraph(stray, token.range.clone(), out);
                    self.add(BlockKind::Table(table), token.range.start..end, out);
                    self.run = Run { cursor: end, limit: range.end, ..Run::default() };
                    start = end;
                }
                _ => self.html_token(token, &mut phrase),
            }
        }
        self.end_paragraph(phrase, start..range.end, out);
    }

    fn raw_block(&mut self, tokens: &[Token<'a>], range: Range<usize>, out: &mut Vec<Block>) {
        if tokens.iter().all(|token| danger(token).is_none()) {
            let html = self.places.slice(range.clone()).into();
            return self.add(BlockKind::Html(html), range, out);
        }
        self.run = Run { cursor: range.start, limit: range.end, ..Run::default() };
        let mut phrase = Phrase::default();
        for token in tokens {
            self.html_token(token, &mut phrase);
        }
        self.end_paragraph(phrase, range, out);
    }

    fn end_paragraph(&mut self, phrase: Phrase, range: Range<usize>, out: &mut Vec<Block>) {
        let inlines = trimmed(self.finish(phrase));
        if !inlines.is_empty() {
            self.add(BlockKind::Paragraph(inlines), range, out);
        }
    }

    /// Reads up to the end of a table.
    fn html_table(&mut self, first: &Token<'a>, rest: &mut &[Token<'a>]) -> (Table, Phrase) {
        let mut reading = Reading::default();
        self.table_open("table", first, &mut reading);
        while let Some((token, after)) = rest.split_first() {
            *rest = after;
            match &token.kind {
                Kind::Close { name } if name == "table" => break,
                Kind::Open { name, .. } if is_table_part(name) => self.table_open(name, token, &mut reading),
                Kind::Close { name } if is_table_part(name) => self.table_close(name, &mut reading),
                _ => self.html_token(token, reading.phrase()),
            }
        }
        self.end_row(&mut reading);
        for ((name, key), (times, range)) in std::mem::take(&mut reading.dropped) {
            let often = if times > 1 { format!(", {times} times in this table") } else { String::new() };
            self.problem(&rules::HTML_ATTRIBUTE, format!("`{key}` on `<{name}>` is dropped{often}"), range);
        }
        if let Some(caption) = reading.caption.take() {
            let text = trimmed(self.finish(caption));
            reading.table.caption = Some(Caption { text, ..Caption::default() });
        }
        reading.table.align = vec![Align::Start; width(&reading.table)];
        numeric::align(&mut reading.table, &[]);
        (reading.table, reading.stray)
    }

    fn table_open(&mut self, name: &str, token: &Token<'a>, reading: &mut Reading) {
        let Kind::Open { attributes, .. } = &token.kind else { return };
        match name {
            "thead" | "tbody" | "tfoot" => {
                self.end_row(reading);
                reading.in_head = name == "thead";
            }
            "tr" => {
                self.end_row(reading);
                reading.row = Some(Vec::new());
            }
            "td" | "th" => {
                self.end_cell(reading);
                reading.row.get_or_insert_default();
                let cell = self.html_cell(name, attributes);
                self.run = Run { cursor: token.range.end, limit: token.range.end, ..Run::default() };
                reading.cell = Some((cell, Phrase::default()));
            }
            "caption" => {
                self.run = Run { cursor: token.range.end, limit: token.range.end, ..Run::default() };
                reading.caption = Some(Phrase::default());
            }
            _ => {}
        }
        for (key, _) in attributes.iter().filter(|(key, value)| !is_read(name, key, value)) {
            let entry = reading.dropped.entry((name.to_owned(), key.clone()));
            entry.or_insert((0, token.range.clone())).0 += 1;
        }
    }

    fn table_close(&mut self, name: &str, reading: &mut Reading) {
        match name {
            "td" | "th" => self.end_cell(reading),
            "tr" | "thead" | "tbody" | "tfoot" => {
                self.end_row(reading);
                if name == "thead" {
                    reading.in_head = false;
                }
            }
            "caption" => {
                if let Some(caption) = reading.caption.take() {
                    let text = trimmed(self.finish(caption));
                    reading.table.caption = Some(Caption { text, ..Caption::default() });
                }
            }
            _ => {}
        }
    }

    fn html_cell(&mut self, name: &str, attributes: &[(String, &'a str)]) -> Cell {
        let get = |key: &str| attributes.iter().find(|(k, _)| k == key).map(|(_, value)| *value);
        let number = |key: &str| {
            get(key).and_then(|value| value.trim().parse::<u16>().ok()).unwrap_or(1).clamp(1, 1000)
        };
        let scope = get("scope").filter(|scope| matches!(*scope, "row" | "col" | "rowgroup" | "colgroup"));
        Cell {
            content: Vec::new(),
            header: name == "th",
            columns: number("colspan"),
            rows: number("rowspan"),
            scope: scope.map(Into::into),
            lang: get("lang").map(Into::into),
            title: get("title").map(Into::into),
            align: get("align").or_else(|| get("style").and_then(text_align)).and_then(alignment),
        }
    }

    fn end_cell(&mut self, reading: &mut Reading) {
        if let Some((mut cell, phrase)) = reading.cell.take() {
            cell.content = trimmed(self.finish(phrase));
            reading.row.get_or_insert_default().push(cell);
        }
    }

    fn end_row(&mut self, reading: &mut Reading) {
        self.end_cell(reading);
        if let Some(row) = reading.row.take().filter(|row| !row.is_empty()) {
            let is_head = reading.in_head
                || (reading.table.rows.is_empty()
                    && reading.table.head.is_empty()
                    && row.iter().all(|cell| cell.header));
            if is_head { reading.table.head.push(row) } else { reading.table.rows.push(row) }
        }
    }
}

impl Reading {
    /// Where words go.
    fn phrase(&mut self) -> &mut Phrase {
        match (&mut self.cell, &mut self.caption) {
            (Some((_, phrase)), _) | (None, Some(phrase)) => phrase,
            (None, None) => &mut self.stray,
        }
    }
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "colgroup" | "col")
}

/// Whether an attribute of a table's part is read (or says nothing that is not kept).
fn is_read(name: &str, key: &str, value: &str) -> bool {
    match key {
        "colspan" | "rowspan" | "scope" | "lang" | "title" => matches!(name, "td" | "th"),
        "align" => alignment(value).is_some(),
        "style" => {
            text_align(value).and_then(alignment).is_some()
                && matches!(name, "td" | "th")
                && value.trim_end_matches(';').matches(';').count() == 0
        }
        "border" | "cellspacing" | "cellpadding" => name == "table",
        _ => false,
    }
}

fn text_align(style: &str) -> Option<&str> {
    style.split(';').find_map(|rule| {
        let (key, value) = rule.split_once(':')?;
        (key.trim() == "text-align").then(|| value.trim())
    })
}

fn alignment(value: &str) -> Option<Align> {
    match value.trim() {
        "left" | "start" => Some(Align::Start),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::End),
        _ => None,
    }
}

/// How many more tables a text opens than it closes.
fn opens(html: &str) -> i32 {
    let mut depth = 0;
    for token in tokens(html, 0..html.len()) {
        match token.kind {
            Kind::Open { name, .. } if name == "table" => depth += 1,
            Kind::Close { name } if name == "table" => depth -= 1,
            _ => {}
        }
    }
    depth
}

/// How many columns a table has.
fn width(table: &Table) -> usize {
    let rows = table.head.iter().chain(&table.rows);
    rows.map(|row| row.iter().map(|cell| usize::from(cell.columns)).sum()).max().unwrap_or(0)
}

/// Inlines without the white space around them.
fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let blank = |inline: &Inline| match inline {
        Inline::SoftBreak => true,
        Inline::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    };
    while inlines.last().is_some_and(blank) {
        inlines.pop();
    }
    let first = inlines.iter().position(|inline| !blank(inline)).unwrap_or(inlines.len());
    inlines.drain(..first);
    if let Some(Inline::Text { text, span }) = inlines.first_mut() {
        let words = text.trim_start_matches([' ', '\t']);
        if words.len() < text.len() && span.start < span.end {
            span.start += u32::try_from(text.len() - words.len()).unwrap_or(0);
            *text = words.into();
        }
    }
    if let Some(Inline::Text { text, span }) = inlines.last_mut() {
        let words = text.trim_end_matches([' ', '\t']);
        if words.len() < text.len() && span.start < span.end {
            span.end -= u32::try_from(text.len() - words.len()).unwrap_or(0);
            *text = words.into();
        }
    }
    inlines
}
