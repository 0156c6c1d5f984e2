//! Blocks: paragraphs, headings, lists, quotations, code, boxes.
//!
//! In: blocks. Out: elements, each closed and ended by a line's end. Never: what stands within a line.

use std::fmt::Write;

use super::links::Place;
use super::{Part, Voice, Writer};
use crate::paper::phrase::{self, escape};
use crate::paper::{Block, BlockKind, BoxKind, Inline, ListItem, PullQuote, TextBox};

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        if !matches!(&block.kind, BlockKind::Html(_)) {
            self.starts(block.span);
        }
        match &block.kind {
            BlockKind::Heading { level, id, aliases, title } => self.heading(*level, (id, aliases), title),
            BlockKind::Paragraph(phrase) => self.paragraph(phrase),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
            BlockKind::Quote(blocks) => {
                self.push("<blockquote>\n");
                self.blocks(blocks);
                self.push("</blockquote>\n");
            }
            BlockKind::Code(index) => self.code_block(*index),
            BlockKind::Math(math) => {
                self.push("<div class=\"math\">");
                self.push(&math.mathml);
                self.push("</div>\n");
            }
            BlockKind::Table(table) => self.table(table, None),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::PullQuote(quote) => self.pull_quote(quote),
            BlockKind::Box(text_box) => self.text_box(text_box),
            BlockKind::Rule => self.push("<hr>\n"),
            BlockKind::Html(html) => self.html(html),
        }
    }

    fn paragraph(&mut self, phrase: &'a [Inline]) {
        if phrase.is_empty() {
            return;
        }
        self.push("<p>");
        self.inlines(phrase);
        self.push("</p>\n");
    }

    fn heading(&mut self, level: u8, (id, aliases): (&str, &[Box<str>]), title: &'a [Inline]) {
        let level = match self.text.part {
            Part::Section(_) => level.saturating_sub(1),
            Part::Cover | Part::Full | Part::Single => level,
        };
        let level = level.saturating_add_signed(self.deeper);
        let tag = match level {
            0..=2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        let linked = !id.is_empty() && self.voice == Voice::Everyone;
        self.push(if linked { "<div class=\"heading\">\n<" } else { "<" });
        self.push(tag);
        self.id_in_section(id);
        self.push(">");
        self.old_ids_in_section(id, aliases);
        self.inlines(title);
        self.push("</");
        self.push(tag);
        self.push(">\n");
        if linked {
            self.heading_link(id, title);
            self.push("</div>\n");
        }
    }

    /// A link to a heading, for those who want to pass it on. It stands behind the heading, whose name it is no part of,
    /// and has no words on the page: the theme draws its sign.
    pub(super) fn heading_link(&mut self, id: &str, title: &[Inline]) {
        self.push("<a class=\"anchor\" href=\"");
        self.href(&Place::Inside { section: self.section, id: Some(id), global: false });
        self.push("\" aria-label=\"");
        self.word_with("heading-link", "{text}", |writer| escape(&phrase::plain(title), &mut writer.out));
        self.push("\"></a>\n");
    }

    /// The `id` attribute of something whose id is unique in its section.
    pub(super) fn id_in_section(&mut self, id: &str) {
        if id.is_empty() || self.voice != Voice::Everyone {
            return;
        }
        self.push(" id=\"");
        if self.text.part.is_whole()
            && let Some(section) =
                self.section.and_then(|index| self.text.body.sections.get(usize::from(index)))
        {
            self.push(&section.id);
            self.push(":");
        }
        escape(id, &mut self.out);
        self.push("\"");
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &'a [ListItem]) {
        self.push(if start.is_some() { "<ol" } else { "<ul" });
        if items.iter().any(|item| item.task.is_some()) {
            self.push(" class=\"tasks\"");
        }
        if let Some(start) = start.filter(|start| *start != 1) {
            // Writing to a string can't fail.
            let _ = write!(self.out, " start=\"{start}\"");
        }
        self.push(">\n");
        for item in items {
            self.list_item(item, tight);
        }
        self.push(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn list_item(&mut self, item: &'a ListItem, tight: bool) {
        self.starts(item.span);
        self.push("<li>");
        if let Some(done) = item.task {
            self.push("<input type=\"checkbox\" disabled");
            self.push(if done { " checked" } else { "" });
            self.push(" aria-label=\"");
            self.word(if done { "task-done" } else { "task-open" });
            self.push("\"> ");
        }
        for (index, block) in item.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(phrase) if tight => {
                    if index > 0 {
                        self.push("\n");
                    }
                    self.inlines(phrase);
                }
                _ => {
                    self.push("\n");
                    self.block(block);
                }
            }
        }
        self.push("</li>\n");
    }

    fn code_block(&mut self, index: u32) {
        let Some(code) = self.text.body.codes.get(index as usize) else { return };
        self.push(if self.voice == Voice::Eye {
            "<pre class=\"code\">"
        } else {
            "<pre class=\"code\" tabindex=\"0\">"
        });
        self.push("<code");
        if let Some(language) = &code.language {
            self.push(" class=\"language-");
            escape(language, &mut self.out);
            self.push("\"");
        }
        self.push(">");
        match self.text.codes.get(index as usize) {
            Some(Some(html)) => self.push(html),
            _ => escape(&code.text, &mut self.out),
        }
        self.push("</code></pre>\n");
    }

    /// One that repeats the text is for the eye alone; any other is a quotation like any.
    fn pull_quote(&mut self, quote: &'a PullQuote) {
        // A theme hangs the mark that opens one in the margin.
        let class = if opens_with_a_mark(&quote.blocks) { "pull-quote quoted" } else { "pull-quote" };
        if quote.repeats() {
            self.push("<aside class=\"");
            self.push(class);
            self.push("\" aria-hidden=\"true\">\n");
            self.in_voice(Voice::Eye, |writer| writer.blocks(&quote.blocks));
            if let Some(by) = &quote.by {
                self.push("<p class=\"by\">");
                escape(by, &mut self.out);
                self.push("</p>\n");
            }
            self.push("</aside>\n");
            return;
        }
        self.push("<figure class=\"");
        self.push(class);
        self.push("\">\n<blockquote>\n");
        self.blocks(&quote.blocks);
        self.push("</blockquote>\n");
        if let Some(by) = &quote.by {
            self.push("<figcaption>");
            escape(by, &mut self.out);
            self.push("</figcaption>\n");
        }
        self.push("</figure>\n");
    }

    fn text_box(&mut self, text_box: &'a TextBox) {
        // Findings are a part of the argument, any other box stands beside it.
        let (element, role) = match text_box.kind {
            BoxKind::Findings => ("div", " role=\"region\""),
            _ => ("aside", ""),
        };
        self.push("<");
        self.push(element);
        self.push(" class=\"box box-");
        self.push(text_box.kind.name());
        self.push("\"");
        self.id_in_section(text_box.id.as_deref().unwrap_or_default());
        if self.voice != Voice::Eye {
            self.push(role);
            self.titles += 1;
            let _ = write!(
                self.out,
                " aria-labelledby=\"box:{}\">\n<p class=\"box-title\" id=\"box:{}\">",
                self.titles, self.titles
            );
        } else {
            self.push(">\n<p class=\"box-title\">");
        }
        match text_box.title.as_deref() {
            Some(title) if !title.is_empty() => self.inlines(title),
            _ => self.word(box_word(text_box.kind)),
        }
        self.push("</p>\n");
        self.blocks(&text_box.blocks);
        self.push("</");
        self.push(element);
        self.push(">\n");
    }
}

fn box_word(kind: BoxKind) -> &'static str {
    match kind {
        BoxKind::Findings => "box-findings",
        BoxKind::Note => "box-note",
        BoxKind::Case => "box-case",
        BoxKind::Tip => "box-tip",
        BoxKind::Important => "box-important",
        BoxKind::Warning => "box-warning",
        BoxKind::Caution => "box-caution",
    }
}

/// Whether the first words of a text are set in quotation marks.
fn opens_with_a_mark(blocks: &[Block]) -> bool {
    let Some(BlockKind::Paragraph(words)) = blocks.first().map(|block| &block.kind) else { return false };
    phrase::plain(words).starts_with(['"', '“', '”', '„', '«', '»'])
}
