//! Figures and what is printed below them.
//!
//! In: figures. Out: `<figure>` elements. Never: a chart, which has a module of its own; a data file without one is its table.

use super::{Voice, Writer};
use crate::paper::phrase::escape;
use crate::paper::{Block, BlockKind, Caption, Figure, FigureContent, ReferenceId};
use crate::resolve::Link;

impl<'a> Writer<'a> {
    pub(super) fn figure(&mut self, figure: &'a Figure) {
        if let Some(chart) = self.drawn(figure) {
            return self.chart(figure, &chart);
        }
        let caption = &figure.caption;
        let id = caption.id.as_deref().filter(|_| self.voice == Voice::Everyone);
        let (class, word) = match &figure.content {
            FigureContent::Images(_) => ("figure figure-image", "figure"),
            FigureContent::Data(_) => ("figure figure-data", "figure"),
            FigureContent::Blocks(blocks) if is_table(blocks, caption) => ("figure figure-table", "table"),
            FigureContent::Blocks(_) => ("figure", "figure"),
        };
        self.push("<figure class=\"");
        self.push(class);
        self.push("\"");
        if let Some(id) = id {
            self.attribute("id", id);
        }
        self.push(">\n");
        let captioned = has_words(caption);
        let described_by = id.filter(|_| captioned);
        self.figure_content(figure, described_by);
        if captioned || matches!(figure.content, FigureContent::Data(_)) {
            self.figure_caption(figure, id, word);
        }
        self.push("</figure>\n");
    }

    fn figure_content(&mut self, figure: &'a Figure, described_by: Option<&str>) {
        if let Some(alt) = &figure.alt
            && !matches!(&figure.content, FigureContent::Images(images) if images.len() < 2)
        {
            self.push("<p class=\"visually-hidden\">");
            escape(alt, &mut self.out);
            self.push("</p>\n");
        }
        match &figure.content {
            FigureContent::Images(images) => {
                for image in images {
                    self.image(image);
                    self.push("\n");
                }
            }
            FigureContent::Data(reference) => {
                self.data(*reference, described_by);
            }
            FigureContent::Blocks(blocks) => {
                for block in blocks {
                    match &block.kind {
                        BlockKind::Table(table) => self.table(table, described_by),
                        _ => self.block(block),
                    }
                }
            }
        }
    }

    /// The table of a data file.
    pub(super) fn data(&mut self, reference: ReferenceId, described_by: Option<&str>) {
        if let Some(Link::Asset(file)) = self.text.links.get(reference.0 as usize)
            && let Some(data) = &file.data
        {
            self.data_table(data, described_by);
        }
    }

    fn figure_caption(&mut self, figure: &'a Figure, id: Option<&str>, word: &'static str) {
        self.push("<figcaption");
        if let Some(id) = id {
            self.push(" id=\"");
            escape(id, &mut self.out);
            self.push(":caption\"");
        }
        self.push(">");
        self.caption_words(word, &figure.caption);
        if let FigureContent::Data(reference) = &figure.content {
            self.download(*reference);
        }
        self.push("</figcaption>\n");
    }

    /// The file itself, for those who want to count with it.
    fn download(&mut self, reference: ReferenceId) {
        if self.place(reference).is_some() && self.voice != Voice::Eye {
            self.push(" <span class=\"download\">");
            self.anchor(reference, None, None, |writer| writer.word("download-data"));
            self.push("</span>");
        }
    }

    /// "Figure 2", the words, the source, the credit.
    pub(super) fn caption_words(&mut self, word: &'static str, caption: &'a Caption) {
        let space = self.label_and_words(word, caption);
        self.sources(caption, space);
    }

    /// "Figure 2", the words; the space that belongs before what follows.
    pub(super) fn label_and_words(&mut self, word: &'static str, caption: &'a Caption) -> &'static str {
        let mut space = "";
        if let Some(number) = &caption.number {
            self.push("<span class=\"label\">");
            self.numbered(word, number);
            self.push("</span>");
            space = " ";
        }
        if !caption.text.is_empty() {
            self.push(space);
            self.push("<span class=\"caption\">");
            self.inlines(&caption.text);
            self.push("</span>");
            space = " ";
        }
        space
    }

    /// The source and the credit, each with a space before it; before the first, one of the caller's.
    pub(super) fn sources(&mut self, caption: &Caption, mut space: &'static str) {
        for (key, text) in [("source", &caption.source), ("credit", &caption.credit)] {
            if let Some(text) = text {
                self.push(space);
                self.push("<span class=\"");
                self.push(key);
                self.push("\">");
                self.word_with(key, "{text}", |writer| escape(text, &mut writer.out));
                self.push("</span>");
                space = " ";
            }
        }
    }
}

fn has_words(caption: &Caption) -> bool {
    caption.number.is_some()
        || !caption.text.is_empty()
        || caption.source.is_some()
        || caption.credit.is_some()
}

/// As numbering has it: a figure that is one table and named as one.
fn is_table(blocks: &[Block], caption: &Caption) -> bool {
    matches!(blocks, [Block { kind: BlockKind::Table(_), .. }])
        && caption.id.as_deref().is_some_and(|id| id.starts_with("tbl-"))
}
