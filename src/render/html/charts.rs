//! Charts in a text: the drawing, its values, its files.
//!
//! In: figures whose chart can be drawn. Out: `<figure>` elements with two drawings, of which the stylesheet shows one, and the
//! values as a table behind one button. Never: a place for the keyboard to stop at within the drawing.

use std::fmt::Write as _;

use super::{Voice, Writer};
use crate::chart::Chart;
use crate::paper::phrase::escape;
use crate::paper::{BlockKind, Figure, FigureContent, Table};
use crate::render::chart::{Form, draw};

/// The forms of a drawing by their classes.
const FORMS: [(Form, &str); 2] = [(Form::Wide, "chart-wide"), (Form::Narrow, "chart-narrow")];

impl<'a> Writer<'a> {
    /// The chart of a figure, if it has one that can be drawn.
    pub(super) fn drawn(&self, figure: &Figure) -> Option<std::sync::Arc<Chart>> {
        let index = figure.chart.as_ref()?.index;
        self.text.charts.get(usize::try_from(index).ok()?)?.clone()
    }

    /// A figure with a chart.
    pub(super) fn chart(&mut self, figure: &'a Figure, chart: &Chart) {
        let caption = &figure.caption;
        let id = caption.id.as_deref().filter(|_| self.voice == Voice::Everyone);
        self.push("<figure class=\"figure figure-chart\"");
        if let Some(id) = id {
            self.attribute("id", id);
        }
        self.push(">\n");
        let captioned = caption.number.is_some() || !caption.text.is_empty();
        if captioned {
            self.push("<figcaption");
            if let Some(id) = id {
                self.attribute("id", &format!("{id}:caption"));
            }
            self.push(">");
            self.label_and_words("figure", caption);
            self.push("</figcaption>\n");
        }
        let described_by = id.filter(|_| captioned);
        let table = self.shown(figure, chart, id);
        self.below(figure);
        self.push("<details class=\"chart-data\">\n<summary>");
        self.word("chart-data");
        self.push("</summary>\n");
        match (table, &figure.content) {
            (Some(table), _) => self.table(table, described_by),
            (None, FigureContent::Data(reference)) => self.data(*reference, described_by),
            _ => {}
        }
        self.push("</details>\n</figure>\n");
    }

    /// The drawings, in the place of the first table of the text; that table, if there is one.
    fn shown(&mut self, figure: &'a Figure, chart: &Chart, id: Option<&str>) -> Option<&'a Table> {
        let mut drawn = None;
        if let FigureContent::Blocks(blocks) = &figure.content {
            for block in blocks {
                match &block.kind {
                    BlockKind::Table(table) if drawn.is_none() => {
                        self.drawings(chart, id);
                        drawn = Some(table);
                    }
                    _ => self.block(block),
                }
            }
        } else {
            self.drawings(chart, id);
        }
        drawn
    }

    /// Both drawings. Each has its own title and description, since only one of them is there for a reader at a time.
    fn drawings(&mut self, chart: &Chart, id: Option<&str>) {
        self.push("<div class=\"chart\">\n");
        for (form, class) in FORMS {
            let drawing = draw(chart, self.text.language, form);
            let _ = write!(
                self.out,
                "<svg class=\"{class}\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" font-size=\"13\"",
                w = drawing.width,
                h = drawing.height
            );
            match (id, self.voice) {
                (_, Voice::Eye) => self.push(" aria-hidden=\"true\">"),
                (Some(id), _) => {
                    let (title, text) = (format!("{id}:{class}-title"), format!("{id}:{class}-text"));
                    self.push(" role=\"img\"");
                    self.attribute("aria-labelledby", &format!("{title} {text}"));
                    self.push(">");
                    self.drawing_words("title", &title, &chart.title);
                    self.drawing_words("desc", &text, &chart.description);
                }
                (None, _) => {
                    self.push(" role=\"img\"");
                    self.attribute("aria-label", &chart.description);
                    self.push(">");
                }
            }
            self.push(&drawing.marks);
            self.push("</svg>\n");
        }
        self.push("</div>\n");
    }

    fn drawing_words(&mut self, element: &str, id: &str, words: &str) {
        self.push("<");
        self.push(element);
        self.attribute("id", id);
        self.push(">");
        escape(words, &mut self.out);
        self.push("</");
        self.push(element);
        self.push(">");
    }

    /// The source, the credit, the files.
    fn below(&mut self, figure: &'a Figure) {
        let caption = &figure.caption;
        if caption.source.is_some() || caption.credit.is_some() {
            self.push("<p class=\"chart-source\">");
            self.sources(caption, "");
            self.push("</p>\n");
        }
        let index = figure.chart.as_ref().and_then(|chart| usize::try_from(chart.index).ok());
        let Some(record) = index.and_then(|index| self.text.record.charts.get(index)) else { return };
        if self.voice == Voice::Eye {
            return;
        }
        self.push("<p class=\"chart-files\">");
        self.word("chart-files");
        for format in ["svg", "png", "csv"] {
            self.push(" <a");
            self.attribute("href", &format!("{}figures/{}.{format}", self.text.paper_href, record.id));
            let _ = write!(self.out, " download>{}</a>", format.to_uppercase());
        }
        self.push("</p>\n");
    }
}
