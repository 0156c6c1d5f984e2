//! A paper as pandoc's own tree (JSON), which pandoc turns into Word's and LibreOffice's formats.

use offprint::paper::{
    Author, Block, BlockKind, Caption, Cell, FigureContent, Inline, Paper, ReferenceId, Style, Table, Target,
};
use serde_json::{Value, json};

/// The whole document. Every picture is the file `picture`.
pub(crate) fn document(paper: &Paper, picture: &str) -> Value {
    let tree = Tree { paper, picture, is_in_note: false };
    let meta = &paper.record.meta;
    let mut blocks = tree.blocks(&paper.body.opening);
    for section in &paper.body.sections {
        blocks.push(json!({"t": "Header", "c": [1, attributes(), tree.inlines(&section.title)]}));
        blocks.extend(tree.blocks(&section.blocks));
    }
    let plain = |text: &str| json!({"t": "MetaInlines", "c": words(text)});
    let authors: Vec<Value> = meta
        .authors
        .iter()
        .map(|author| match author {
            Author::Written { text, .. } => plain(text),
            Author::Described(person) => plain(&person.name),
        })
        .collect();
    let mut front = json!({"title": plain(&meta.title), "lang": plain(&paper.record.lang)});
    if let Some(subtitle) = &meta.subtitle {
        front["subtitle"] = plain(subtitle);
    }
    if !authors.is_empty() {
        front["author"] = json!({"t": "MetaList", "c": authors});
    }
    if !meta.summary.is_empty() {
        front["abstract"] = json!({"t": "MetaBlocks", "c": tree.blocks(&meta.summary)});
    }
    json!({"pandoc-api-version": [1, 22, 1], "meta": front, "blocks": blocks})
}

fn attributes() -> Value {
    json!(["", [], []])
}

fn words(text: &str) -> Vec<Value> {
    let mut out = Vec::new();
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(json!({"t": "Space"}));
        }
        if !word.is_empty() {
            out.push(json!({"t": "Str", "c": word}));
        }
    }
    out
}

struct Tree<'a> {
    paper: &'a Paper,
    picture: &'a str,
    is_in_note: bool,
}

impl Tree<'_> {
    fn blocks(&self, blocks: &[Block]) -> Vec<Value> {
        blocks.iter().flat_map(|block| self.block(&block.kind)).collect()
    }

    fn block(&self, block: &BlockKind) -> Vec<Value> {
        vec![match block {
            BlockKind::Heading { level, title, .. } => {
                json!({"t": "Header", "c": [level - 1, attributes(), self.inlines(title)]})
            }
            BlockKind::Paragraph(inlines) => json!({"t": "Para", "c": self.inlines(inlines)}),
            BlockKind::List { start, items, .. } => {
                let items: Vec<Vec<Value>> = items.iter().map(|item| self.blocks(&item.blocks)).collect();
                match start {
                    Some(start) => {
                        json!({"t": "OrderedList", "c": [[start, {"t": "Decimal"}, {"t": "Period"}], items]})
                    }
                    None => json!({"t": "BulletList", "c": items}),
                }
            }
            BlockKind::Quote(inner) => json!({"t": "BlockQuote", "c": self.blocks(inner)}),
            BlockKind::Code(index) => {
                json!({"t": "CodeBlock", "c": [attributes(), self.paper.body.codes[*index as usize].text]})
            }
            BlockKind::Math(math) => {
                json!({"t": "Para", "c": [{"t": "Math", "c": [{"t": "DisplayMath"}, math.tex]}]})
            }
            BlockKind::Table(table) => self.table(table, table.caption.as_ref()),
            BlockKind::Figure(figure) => match &figure.content {
                FigureContent::Images(images) => {
                    return images
                        .iter()
                        .map(|image| {
                            let caption = self.inlines(&figure.caption.text);
                            // Pandoc takes a picture with this title for a figure; the rest of the title is its description.
                            let target = json!([self.picture, format!("fig:{}", image.alt)]);
                            json!({"t": "Para", "c": [{"t": "Image", "c": [attributes(), caption, target]}]})
                        })
                        .collect();
                }
                FigureContent::Data(_) => return Vec::new(),
                FigureContent::Blocks(inner) => match inner.as_slice() {
                    [Block { kind: BlockKind::Table(table), .. }] => self.table(table, Some(&figure.caption)),
                    inner => return self.blocks(inner),
                },
            },
            BlockKind::PullQuote(quote) => {
                let style = json!(["", [], [["custom-style", "Pull Quote"]]]);
                json!({"t": "Div", "c": [style, self.blocks(&quote.blocks)]})
            }
            BlockKind::Box(text_box) => return self.blocks(&text_box.blocks),
            BlockKind::Rule => json!({"t": "HorizontalRule"}),
            BlockKind::Html(_) => return Vec::new(),
        }]
    }

    fn table(&self, table: &Table, caption: Option<&Caption>) -> Value {
        let caption = caption.map(|caption| self.inlines(&caption.text)).unwrap_or_default();
        let caption = if caption.is_empty() { json!([]) } else { json!([{"t": "Plain", "c": caption}]) };
        let columns: Vec<Value> =
            table.align.iter().map(|_| json!([{"t": "AlignDefault"}, {"t": "ColWidthDefault"}])).collect();
        let rows = |rows: &[Vec<Cell>]| -> Vec<Value> {
            rows.iter()
                .map(|row| {
                    let cells: Vec<Value> = row
                        .iter()
                        .map(|cell| {
                            let content = json!([{"t": "Plain", "c": self.inlines(&cell.content)}]);
                            json!([attributes(), {"t": "AlignDefault"}, cell.rows, cell.columns, content])
                        })
                        .collect();
                    json!([attributes(), cells])
                })
                .collect()
        };
        let body = json!([attributes(), 0, [], rows(&table.rows)]);
        json!({"t": "Table", "c": [attributes(), [null, caption], columns, [attributes(), rows(&table.head)], [body], [attributes(), []]]})
    }

    fn inlines(&self, inlines: &[Inline]) -> Vec<Value> {
        inlines.iter().flat_map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Vec<Value> {
        vec![match inline {
            Inline::Text { text, .. } => return words(text),
            Inline::SoftBreak => json!({"t": "SoftBreak"}),
            Inline::HardBreak => json!({"t": "LineBreak"}),
            Inline::Styled { style, content } => {
                let kind = match style {
                    Style::Emphasis => "Emph",
                    Style::Strong => "Strong",
                    Style::Strikethrough => "Strikeout",
                    Style::Subscript => "Subscript",
                    Style::Superscript => "Superscript",
                    _ => return self.inlines(content),
                };
                json!({"t": kind, "c": self.inlines(content)})
            }
            Inline::Code { text, .. } => json!({"t": "Code", "c": [attributes(), text]}),
            Inline::Math(math) => json!({"t": "Math", "c": [{"t": "InlineMath"}, math.tex]}),
            Inline::Link { reference, content, .. } => match self.url(*reference) {
                Some(url) => json!({"t": "Link", "c": [attributes(), self.inlines(content), [url, ""]]}),
                None => return self.inlines(content),
            },
            Inline::Image(image) => {
                json!({"t": "Image", "c": [attributes(), words(&image.alt), [self.picture, ""]]})
            }
            // Word has no notes in notes, and a file with them is one that LibreOffice can't open.
            Inline::NoteMark { .. } if self.is_in_note => return words(" "),
            Inline::NoteMark { note, .. } => {
                let inner = Tree { is_in_note: true, ..*self };
                json!({"t": "Note", "c": inner.blocks(&self.paper.body.notes[*note as usize].blocks)})
            }
            Inline::CrossReference { .. } | Inline::Html(_) => return Vec::new(),
        }]
    }

    fn url(&self, reference: ReferenceId) -> Option<&str> {
        match &self.paper.record.references[reference.0 as usize].target {
            Target::Url(url) => Some(url),
            _ => None,
        }
    }
}
