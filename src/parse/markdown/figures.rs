//! Figures, and the captions of figures and tables.
//!
//! In: an image alone in its paragraph, a `:::figure` box, the line after a table. Out: figures and captions with
//! the author's ids and numbers. Never: a number that the author did not write.

use std::ops::Range;

use comrak::nodes::{Node, NodeValue};

use super::{Lowerer, attributes};
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{
    Attributes, Block, BlockKind, Caption, Chart, Figure, FigureContent, ImageText, Inline, Span, Target,
    Usage,
};

/// The keys that a figure reads besides those of its chart.
const FIGURE: [&str; 6] = ["id", "number", "source", "credit", "alt", "chart"];
/// The keys that a chart reads besides.
const CHART: [&str; 12] =
    ["id", "number", "source", "credit", "alt", "chart", "x", "y", "series", "by", "highlight", "unit"];
/// The classes that a chart reads.
const CHART_CLASSES: [&str; 4] = ["stacked", "grouped", "share", "multiples"];
/// The keys that a table's caption reads.
const CAPTION: [&str; 4] = ["id", "number", "source", "credit"];

/// The length of what marks a paragraph as a table's caption.
pub(super) fn caption_prefix(words: &str) -> Option<usize> {
    let rest = words.strip_prefix("Table:").or_else(|| words.strip_prefix("table:"));
    let rest = rest.or_else(|| words.strip_prefix(':').filter(|rest| rest.starts_with([' ', '\t'])))?;
    Some(words.len() - rest.trim_start().len())
}

impl<'t> Lowerer<'_, 't> {
    /// A paragraph that is one image is a figure.
    pub(super) fn lone_image(&mut self, node: Node<'t>, range: &Range<usize>) -> Option<Figure> {
        let image = node.first_child()?;
        let data = image.data();
        let NodeValue::Image(link) = &data.value else { return None };
        self.run = super::text::Run { cursor: range.start, limit: range.end, ..Default::default() };
        let end = self.inline_end(image);
        if image.next_sibling().is_some() {
            let rest = self.places.slice(end..self.places.line_end(range.end)).trim_end();
            let closed = attributes::parse(rest, 0).is_ok_and(|(_, close)| close == rest.len());
            if !(rest.starts_with('{') && closed) {
                return None;
            }
        }
        let (image, given, place) = self.image_parts(image, link);
        let text = self.plain_inlines(&link.title, range.clone());
        let alt = given.get("alt").map(|alt| self.plain_text(alt));
        let data = self.is_data(&image);
        self.check_figure(&given, data, place.clone());
        let caption = self.caption(&given, text);
        let chart = self.chart(&given, data, place.clone());
        if data {
            let alt = alt.or_else(|| Some(image.alt).filter(|alt| !alt.is_empty()));
            if alt.is_none() {
                self.chart_without_alt(place);
            }
            return Some(Figure { caption, content: FigureContent::Data(image.reference), chart, alt });
        }
        if image.alt.is_empty() && alt.is_none() {
            self.without_alt(place);
        } else {
            self.check_alternative(alt.as_deref().unwrap_or(&image.alt), place);
        }
        let image = ImageText {
            alt: if image.alt.is_empty() { alt.clone().unwrap_or_default() } else { image.alt },
            title: None,
            ..image
        };
        Some(Figure { caption, content: FigureContent::Images(vec![image]), chart, alt })
    }

    /// `:::figure`
    pub(super) fn figure_box(&mut self, node: Node<'t>, given: &Attributes, range: Range<usize>) -> Figure {
        let fence = range.start..self.places.line_end(range.start);
        let last = node.last_child().filter(|last| {
            matches!(last.data().value, NodeValue::Paragraph)
                && !only_images(last)
                && last.previous_sibling().is_some()
        });
        let was_in_figure = std::mem::replace(&mut self.in_figure, true);
        let mut blocks = self.blocks_from(node.first_child(), last);
        let slipped = self.slipped_caption(&mut blocks);
        let text = match last {
            Some(last) => {
                let range = self.block_range(last);
                self.line(last, range)
            }
            None => slipped.unwrap_or_default(),
        };
        self.in_figure = was_in_figure;
        if last.is_none() && !blocks.iter().any(shows_something) {
            self.problem(&rules::FIGURE_EMPTY, "this figure shows nothing", fence.clone());
        }
        let alt = given.get("alt").map(|alt| self.plain_text(alt));
        let mut caption = self.caption(given, text);
        let content = self.content(blocks, &mut caption);
        let data = matches!(content, FigureContent::Data(_));
        self.check_figure(given, data, fence.clone());
        let chart = self.chart(given, data, fence.clone());
        let figure = Figure { caption, content, chart, alt };
        self.check_alternatives(&figure, fence);
        figure
    }

    /// A caption that became a row of the last table has been given to that table: it is the figure's.
    fn slipped_caption(&mut self, blocks: &mut [Block]) -> Option<Vec<Inline>> {
        match &mut blocks.last_mut()?.kind {
            BlockKind::Table(table) if table.caption.as_ref().is_some_and(|c| c.id.is_none()) => {
                table.caption.take().map(|caption| caption.text)
            }
            _ => None,
        }
    }

    fn check_figure(&mut self, given: &Attributes, data: bool, place: Range<usize>) {
        if data || given.get("chart").is_some() {
            return self.check_keys(given, "a chart", &CHART, &CHART_CLASSES, place);
        }
        self.check_keys(given, "a figure", &FIGURE, &[], place);
    }

    /// The chart that a figure asks for; a data file is one though it does not say so.
    fn chart(&mut self, given: &Attributes, data: bool, place: Range<usize>) -> Option<Chart> {
        let kind = given.get("chart").or(data.then_some(""))?;
        let pairs: Vec<_> =
            given.pairs.iter().filter(|(key, _)| !FIGURE.contains(&&**key)).cloned().collect();
        let spans = pairs.iter().map(|(key, _)| self.key_span(key, place.clone())).collect();
        let attributes = Attributes { id: None, classes: given.classes.clone(), pairs };
        let kind_span = self.key_span("chart", place);
        Some(Chart { kind: kind.into(), kind_span, attributes, spans, index: u32::MAX })
    }

    /// Where a key stands with its value; the whole place if it can't be told.
    fn key_span(&mut self, key: &str, place: Range<usize>) -> Span {
        let text = self.places.slice(place.clone());
        let found = [" ", "{"].iter().find_map(|before| text.rfind(&format!("{before}{key}=")));
        let Some(at) = found.map(|at| at + 1) else { return self.span(place) };
        let value = text.get(at + key.len() + 1..).unwrap_or_default();
        let length = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value.get(1..).and_then(|rest| rest.find(quote)).map_or(1, |end| end + 2)
            }
            _ => value.find([' ', '}', '\n']).unwrap_or(value.len()),
        };
        let start = place.start + at;
        self.span(start..start + key.len() + 1 + length)
    }

    fn caption(&mut self, given: &Attributes, text: Vec<Inline>) -> Caption {
        Caption {
            id: given.id.clone(),
            number: given.get("number").map(Into::into),
            text,
            source: given.get("source").map(|source| self.plain_text(source)),
            credit: given.get("credit").map(|credit| self.plain_text(credit)),
        }
    }

    fn content(&mut self, blocks: Vec<Block>, caption: &mut Caption) -> FigureContent {
        let Some(mut images) = images(&blocks) else { return FigureContent::Blocks(blocks) };
        if let [image] = images.as_mut_slice() {
            if caption.text.is_empty()
                && let Some(title) = image.title.take()
            {
                caption.text.push(Inline::Text { text: title, span: image.span });
            }
            if self.is_data(image) {
                return FigureContent::Data(image.reference);
            }
        }
        FigureContent::Images(images)
    }

    /// Whether an image of a figure is a table of data; its reference says from then on which of the two it is.
    fn is_data(&mut self, image: &ImageText) -> bool {
        let index = usize::try_from(image.reference.0).unwrap_or(usize::MAX);
        let Some(reference) = self.out.references.get_mut(index) else { return false };
        let data = match &reference.target {
            Target::File(file) => file.path.to_ascii_lowercase().ends_with(".csv"),
            _ => false,
        };
        reference.usage = if data { Usage::Data } else { Usage::Figure };
        data
    }

    fn check_alternatives(&mut self, figure: &Figure, fence: Range<usize>) {
        if figure.alt.is_some() {
            return;
        }
        match &figure.content {
            FigureContent::Images(images) if images.iter().any(|image| image.alt.is_empty()) => {
                self.without_alt(fence)
            }
            FigureContent::Data(_) => self.chart_without_alt(fence),
            _ if figure.chart.is_some() => self.chart_without_alt(fence),
            _ => {}
        }
    }

    fn chart_without_alt(&mut self, place: Range<usize>) {
        let problem =
            self.problem(&rules::CHART_WITHOUT_ALT, "this chart has no alternative text of its own", place);
        problem.hints.push("say with `alt=\"…\"` what it shows".to_owned());
    }

    /// `Table: caption {#tbl-x}`: the words after the prefix, and the attributes at the end.
    pub(super) fn table_caption(&mut self, node: Node<'t>, range: Range<usize>, prefix: usize) -> Caption {
        let words = self.places.slice(range.start..self.places.line_end(range.end)).trim_end();
        let (open, given) = attributes::at_end(words).unwrap_or((words.len(), Attributes::default()));
        let shown = words.get(..open).map_or(open, |before| before.trim_end().len());
        let place = range.start + open..range.start + words.len();
        self.check_keys(&given, "a table", &CAPTION, &[], place);
        let shown = range.start + prefix..range.start + shown;
        let text = self.line_within(node, range, shown);
        self.caption(&given, text)
    }
}

/// Whether a paragraph holds images and nothing else.
fn only_images(paragraph: Node<'_>) -> bool {
    paragraph.first_child().is_some()
        && paragraph.children().all(|child| {
            matches!(child.data().value, NodeValue::Image(_) | NodeValue::SoftBreak | NodeValue::LineBreak)
        })
}

fn shows_something(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(inlines) => inlines.iter().any(|inline| matches!(inline, Inline::Image(_))),
        _ => true,
    }
}

/// The images of a figure that holds nothing else.
fn images(blocks: &[Block]) -> Option<Vec<ImageText>> {
    let mut images = Vec::new();
    for block in blocks {
        let BlockKind::Paragraph(inlines) = &block.kind else { return None };
        for inline in inlines {
            match inline {
                Inline::Image(image) => images.push(image.clone()),
                Inline::SoftBreak | Inline::HardBreak => {}
                Inline::Text { text, .. } if text.trim().is_empty() => {}
                _ => return None,
            }
        }
    }
    (!images.is_empty()).then_some(images)
}
