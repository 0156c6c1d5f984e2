//! What a paper holds, line by line: what a round trip has to keep.
//!
//! A line is a heading, a paragraph, an entry of a list, a row of a table or a figure: its kind and its folded words, with notes by
//! number and links by address in their places. Notes follow in their order.

use std::cell::RefCell;

use offprint::import::ledger;
use offprint::paper::{
    Author, Block, BlockKind, Caption, FigureContent, Inline, ListItem, Paper, ReferenceId, Table, Target,
};

/// All lines of a paper.
pub(crate) fn lines(paper: &Paper) -> Vec<String> {
    let mut outline = Outline { paper, lines: Vec::new(), marks: RefCell::default(), is_in_note: false };
    let meta = &paper.record.meta;
    outline.line("title", &words(&meta.title));
    if let Some(subtitle) = &meta.subtitle {
        outline.line("subtitle", &words(subtitle));
    }
    for author in &meta.authors {
        let name = match author {
            Author::Written { text, .. } => words(text),
            Author::Described(person) => words(&person.name),
        };
        outline.line("author", &name);
    }
    outline.blocks(&meta.summary, "summary");
    outline.blocks(&paper.body.opening, "text");
    for section in &paper.body.sections {
        outline.phrase("heading 2", &section.title);
        outline.blocks(&section.blocks, "text");
    }
    outline.is_in_note = true;
    for (index, note) in outline.marks.take().into_iter().enumerate() {
        outline.blocks(&paper.body.notes[note as usize].blocks, &format!("note {}", index + 1));
    }
    outline.lines
}

fn words(text: &str) -> String {
    ledger::words(text).join(" ")
}

struct Outline<'a> {
    paper: &'a Paper,
    lines: Vec<String>,
    /// The note of each mark so far. Word has a note for each mark, and none in notes.
    marks: RefCell<Vec<u32>>,
    is_in_note: bool,
}

impl Outline<'_> {
    fn line(&mut self, kind: &str, words: &str) {
        self.lines.push(format!("{kind}: {words}"));
    }

    fn phrase(&mut self, kind: &str, inlines: &[Inline]) {
        let text = self.text(inlines);
        self.line(kind, &text);
    }

    fn text(&self, inlines: &[Inline]) -> String {
        let mut parts = vec![String::new()];
        self.write(inlines, &mut parts);
        let folded = parts.into_iter().map(|part| if part.starts_with('→') { part } else { words(&part) });
        folded.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Words, and in parts of their own what stands between them.
    fn write(&self, inlines: &[Inline], parts: &mut Vec<String>) {
        let apart = |parts: &mut Vec<String>, part: String| parts.extend([part, String::new()]);
        for inline in inlines {
            match inline {
                Inline::Text { text, .. } | Inline::Code { text, .. } => {
                    parts.last_mut().unwrap().push_str(text)
                }
                Inline::SoftBreak | Inline::HardBreak => parts.last_mut().unwrap().push(' '),
                Inline::Styled { content, .. } => self.write(content, parts),
                Inline::Math(math) => {
                    apart(parts, format!("→ formula {}", math.tex.replace([' ', '\n', '{', '}'], "")))
                }
                Inline::Link { reference, content, .. } => {
                    self.write(content, parts);
                    if let Some(url) = self.url(*reference) {
                        apart(parts, format!("→ {url}"));
                    }
                }
                Inline::Image(image) => apart(parts, format!("→ picture {}", words(&image.alt))),
                Inline::NoteMark { .. } if self.is_in_note => parts.last_mut().unwrap().push(' '),
                Inline::NoteMark { note, .. } => {
                    self.marks.borrow_mut().push(*note);
                    apart(parts, format!("→ note {}", self.marks.borrow().len()));
                }
                Inline::CrossReference { .. } | Inline::Html(_) => {}
            }
        }
    }

    fn url(&self, reference: ReferenceId) -> Option<&str> {
        match &self.paper.record.references.get(reference.0 as usize)?.target {
            Target::Url(url) => Some(url.trim_end_matches('/')),
            _ => None,
        }
    }

    fn blocks(&mut self, blocks: &[Block], kind: &str) {
        for block in blocks {
            self.block(&block.kind, kind);
        }
    }

    fn block(&mut self, block: &BlockKind, kind: &str) {
        match block {
            BlockKind::Heading { level, title, .. } => self.phrase(&format!("heading {level}"), title),
            BlockKind::Paragraph(inlines) => self.phrase(kind, inlines),
            BlockKind::List { start, items, .. } => self.list(*start, items, kind),
            BlockKind::Quote(inner) => self.blocks(inner, "quotation"),
            BlockKind::Code(index) => {
                let text = words(&self.paper.body.codes[*index as usize].text);
                self.line("code", &text);
            }
            BlockKind::Math(math) => self.line("formula", &math.tex.replace([' ', '\n', '{', '}'], "")),
            BlockKind::Table(table) => self.table(table, table.caption.as_ref()),
            BlockKind::Figure(figure) => match &figure.content {
                FigureContent::Images(images) => {
                    let alts: Vec<String> = images.iter().map(|image| words(&image.alt)).collect();
                    let caption = self.text(&figure.caption.text);
                    self.line("figure", &format!("{} | {caption}", alts.join(" / ")));
                }
                FigureContent::Data(_) => self.line("chart of a file", ""),
                FigureContent::Blocks(inner) => match inner.as_slice() {
                    [Block { kind: BlockKind::Table(table), .. }] => self.table(table, Some(&figure.caption)),
                    inner => self.blocks(inner, kind),
                },
            },
            BlockKind::PullQuote(quote) => self.blocks(&quote.blocks, "pull quote"),
            BlockKind::Box(text_box) => self.blocks(&text_box.blocks, kind),
            BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[ListItem], kind: &str) {
        let inner = format!("{kind} {}", if start.is_some() { "1." } else { "-" });
        items.iter().for_each(|item| self.blocks(&item.blocks, &inner));
    }

    fn table(&mut self, table: &Table, caption: Option<&Caption>) {
        let caption = caption.map(|caption| self.text(&caption.text)).unwrap_or_default();
        self.line("table", &caption);
        for row in table.head.iter().chain(&table.rows) {
            let cells: Vec<String> = row.iter().map(|cell| self.text(&cell.content)).collect();
            self.line("row", &cells.join(" | "));
        }
    }
}
