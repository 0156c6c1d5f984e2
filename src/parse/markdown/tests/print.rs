//! A model as one line of nested parentheses, short enough to compare in a test.

use std::fmt::Write;

use super::Lowered;
use crate::paper::{
    Block, BlockKind, Caption, Figure, FigureContent, ImageText, Inline, ReferenceId, Style, Table, Target,
};

/// The blocks and definitions of a text.
pub(super) fn blocks(lowered: &Lowered) -> String {
    let mut printer = Printer { lowered, out: String::new() };
    printer.blocks(&lowered.blocks);
    for definition in &lowered.definitions {
        let _ = write!(printer.out, " (def {:?}", &*definition.label);
        printer.blocks(&definition.blocks);
        printer.out.push(')');
    }
    printer.out.trim_start().to_owned()
}

struct Printer<'a> {
    lowered: &'a Lowered,
    out: String,
}

impl Printer<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn nest(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, " ({name}");
        inside(self);
        self.out.push(')');
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, id, title, .. } => {
                let id = if id.is_empty() { String::new() } else { format!(" #{id}") };
                self.nest(&format!("h{level}{id}"), |p| p.inlines(title));
            }
            BlockKind::Paragraph(inlines) => self.nest("p", |p| p.inlines(inlines)),
            BlockKind::List { start, tight, items } => {
                let name = start.map_or("ul".to_owned(), |start| format!("ol {start}"));
                let name = if *tight { name } else { format!("{name} loose") };
                self.nest(&name, |p| {
                    for item in items {
                        let task = item.task.map_or("li".to_owned(), |done| format!("li {done}"));
                        p.nest(&task, |p| p.blocks(&item.blocks));
                    }
                });
            }
            BlockKind::Quote(blocks) => self.nest("quote", |p| p.blocks(blocks)),
            BlockKind::Code(index) => {
                let code = &self.lowered.codes[*index as usize];
                let _ =
                    write!(self.out, " (code {} {:?})", code.language.as_deref().unwrap_or("-"), code.text);
            }
            BlockKind::Math(math) => {
                let _ = write!(self.out, " (math {:?})", math.tex);
            }
            BlockKind::Table(table) => self.nest("table", |p| p.table(table)),
            BlockKind::Figure(figure) => self.nest("figure", |p| p.figure(figure)),
            BlockKind::PullQuote(quote) => {
                let name = format!("pullquote {:?} {:?}", quote.verdict, quote.by.as_deref().unwrap_or(""));
                self.nest(&name, |p| p.blocks(&quote.blocks));
            }
            BlockKind::Box(text) => {
                let id = text.id.as_ref().map_or(String::new(), |id| format!(" #{id}"));
                self.nest(&format!("{}{id}", text.kind.name()), |p| {
                    if let Some(title) = &text.title {
                        p.nest("title", |p| p.inlines(title));
                    }
                    p.blocks(&text.blocks);
                });
            }
            BlockKind::Rule => self.out.push_str(" (hr)"),
            BlockKind::Html(html) => {
                let _ = write!(self.out, " (html {html:?})");
            }
        }
    }

    fn figure(&mut self, figure: &Figure) {
        self.caption(&figure.caption);
        if let Some(alt) = &figure.alt {
            let _ = write!(self.out, " alt={alt:?}");
        }
        if let Some(chart) = figure.chart.as_ref().filter(|chart| !chart.kind.is_empty()) {
            let a = &chart.attributes;
            let _ = write!(self.out, " chart={}{:?}{:?}", chart.kind, a.classes, a.pairs);
        }
        match &figure.content {
            FigureContent::Images(images) => images.iter().for_each(|image| self.image(image)),
            FigureContent::Data(id) => {
                let _ = write!(self.out, " data={}", self.target(*id));
            }
            FigureContent::Blocks(blocks) => self.blocks(blocks),
        }
    }

    fn table(&mut self, table: &Table) {
        if let Some(caption) = &table.caption {
            self.nest("caption", |p| p.caption(caption));
        }
        for row in table.head.iter().chain(&table.rows) {
            self.nest("tr", |p| {
                for cell in row {
                    let mut name = if cell.header { "th" } else { "td" }.to_owned();
                    for (key, value) in [("cols", cell.columns), ("rows", cell.rows)] {
                        if value != 1 {
                            let _ = write!(name, " {key}={value}");
                        }
                    }
                    for (key, value) in [("scope", &cell.scope), ("lang", &cell.lang)] {
                        if let Some(value) = value {
                            let _ = write!(name, " {key}={value}");
                        }
                    }
                    if let Some(align) = cell.align {
                        let _ = write!(name, " {align:?}");
                    }
                    p.nest(&name, |p| p.inlines(&cell.content));
                }
            });
        }
    }

    fn caption(&mut self, caption: &Caption) {
        for (key, value) in [
            ("#", &caption.id),
            ("n=", &caption.number),
            ("source=", &caption.source),
            ("credit=", &caption.credit),
        ] {
            if let Some(value) = value {
                let _ = write!(self.out, " {key}{value}");
            }
        }
        self.inlines(&caption.text);
    }

    fn image(&mut self, image: &ImageText) {
        let _ = write!(self.out, " (img {:?} {})", image.alt, self.target(image.reference));
    }

    fn target(&self, id: ReferenceId) -> String {
        match &self.lowered.references[id.0 as usize].target {
            Target::Url(url) => url.to_string(),
            Target::File(file) => match &file.fragment {
                Some(fragment) => format!("/{}#{fragment}", file.path),
                None => format!("/{}", file.path),
            },
            Target::Anchor(id) => format!("#{id}"),
            Target::Unusable(url) => format!("unusable:{url}"),
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let mut open = false;
        for inline in inlines {
            let is_text = matches!(inline, Inline::Text { .. });
            if is_text && !open {
                self.out.push_str(" \"");
            } else if !is_text && open {
                self.out.push('"');
            }
            open = is_text;
            self.inline(inline);
        }
        if open {
            self.out.push('"');
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { text, .. } => self.out.push_str(text),
            Inline::SoftBreak => self.out.push_str(" /"),
            Inline::HardBreak => self.out.push_str(" br"),
            Inline::Styled { style, content } => {
                let name = match style {
                    Style::Emphasis => "em".to_owned(),
                    Style::Strong => "strong".to_owned(),
                    Style::Strikethrough => "del".to_owned(),
                    Style::Subscript => "sub".to_owned(),
                    Style::Superscript => "sup".to_owned(),
                    Style::Mark => "mark".to_owned(),
                    Style::Keyboard => "kbd".to_owned(),
                    Style::Abbreviation(title) => format!("abbr={}", title.as_deref().unwrap_or("")),
                    Style::Span { lang, title } => {
                        format!("span={}={}", lang.as_deref().unwrap_or(""), title.as_deref().unwrap_or(""))
                    }
                };
                self.nest(&name, |p| p.inlines(content));
            }
            Inline::Code { text, .. } => {
                let _ = write!(self.out, " `{text}`");
            }
            Inline::Math(math) => {
                let _ = write!(self.out, " ${}$", math.tex);
            }
            Inline::Link { reference, title, content } => {
                let title = title.as_ref().map_or(String::new(), |title| format!(" {title:?}"));
                self.nest(&format!("a {}{title}", self.target(*reference)), |p| p.inlines(content));
            }
            Inline::Image(image) => self.image(image),
            Inline::NoteMark { note, .. } => {
                let citation = &self.lowered.citations[*note as usize];
                let _ = match citation.inline {
                    Some(definition) => write!(self.out, " ^{definition}"),
                    None => write!(self.out, " ^{}", citation.label),
                };
            }
            Inline::CrossReference { reference, .. } => {
                let _ = write!(self.out, " @{}", self.target(*reference));
            }
            Inline::Html(html) => {
                let _ = write!(self.out, " {html}");
            }
        }
    }
}
