//! What stands in a line: styles, links, images, code, formulas, notes.
//!
//! In: the children of a paragraph, heading or cell. Out: inlines. Never: blocks, except those of an inline note.

use std::ops::Range;

use comrak::nodes::{Node, NodeLink, NodeMath, NodeValue};

use super::html::Phrase;
use super::math::Display;
use super::plain::printable;
use super::tags::tokens;
use super::text::Run;
use super::{Lowerer, MAX_DEPTH, attributes, math};
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{Attributes, ImageText, Inline, MathText, Style, Usage};

impl<'t> Lowerer<'_, 't> {
    /// Lowers the text of a paragraph, heading or cell that stands at `range`.
    pub(super) fn line(&mut self, node: Node<'t>, range: Range<usize>) -> Vec<Inline> {
        let defined_to = self.defined_to(node, &range);
        let (placed, cursor) = (defined_to.is_none(), defined_to.unwrap_or(range.start));
        let limit = self.limit(range.end);
        self.run = Run { cursor, limit, placed, ..Run::default() };
        self.inlines(node)
    }

    /// The same, with a part at the beginning and one at the end that are no text.
    pub(super) fn line_within(
        &mut self,
        node: Node<'t>,
        range: Range<usize>,
        shown: Range<usize>,
    ) -> Vec<Inline> {
        let limit = self.limit(range.end);
        let (hidden_to, hidden_from) = (shown.start, shown.end);
        self.run = Run { cursor: range.start, limit, hidden_to, hidden_from, ..Run::default() };
        self.inlines(node)
    }

    /// How far words may stand behind the end that the parser gives.
    fn limit(&self, end: usize) -> usize {
        self.places.floor((end + 200).min(self.places.raw.len()))
    }

    /// Where the text of a paragraph begins, if definitions of links stood before it: the parser takes them away and
    /// then counts lines wrong.
    fn defined_to(&self, node: Node<'t>, range: &Range<usize>) -> Option<usize> {
        if !self.places.slice(range.clone()).starts_with('[') {
            return None;
        }
        let mut at = range.start;
        let first = node.first_child()?;
        if first.data().value.text().is_some_and(|text| text.starts_with('[')) {
            return None;
        }
        loop {
            let line = self.places.slice(at..self.places.line_end(at));
            let defines = line.trim_start_matches([' ', '>']).starts_with('[') && line.contains("]:");
            let next = at + line.len();
            let skip = self.places.slice(next..range.end).find(|c| c != '\n' && c != '\r');
            match skip {
                Some(skip) if defines => at = next + skip,
                _ => return (at > range.start).then_some(at),
            }
        }
    }

    /// Lowers the children of a node.
    pub(super) fn inlines(&mut self, parent: Node<'t>) -> Vec<Inline> {
        let mut phrase = Phrase::with_capacity(parent.children().count());
        if self.depth >= MAX_DEPTH {
            self.flat_inlines(parent, phrase.sink());
            return self.finish(phrase);
        }
        self.depth += 1;
        for node in parent.children() {
            self.inline(node, &mut phrase);
        }
        self.depth -= 1;
        self.finish(phrase)
    }

    fn inline(&mut self, node: Node<'t>, phrase: &mut Phrase) {
        let start = self.inline_start(node);
        let data = node.data();
        if let NodeValue::Text(text) = &data.value {
            return self.text(text, node, phrase.sink());
        }
        if start >= self.run.hidden_from || (start < self.run.hidden_to && self.run.placed) {
            return;
        }
        match &data.value {
            NodeValue::SoftBreak => self.soft_break(start, phrase.sink()),
            NodeValue::LineBreak => {
                self.run.state.break_();
                self.run.last = Some('\n');
                phrase.sink().push(Inline::HardBreak);
            }
            NodeValue::Escaped => self.escaped(node, phrase.sink()),
            NodeValue::Code(code) => self.code(node, &code.literal, phrase.sink()),
            NodeValue::Math(math) => self.math(node, math, phrase.sink()),
            NodeValue::HtmlInline(html) => self.inline_html(node, html, phrase),
            NodeValue::Emph => self.styled(node, Style::Emphasis, phrase.sink()),
            NodeValue::Strong => self.styled(node, Style::Strong, phrase.sink()),
            NodeValue::Strikethrough => self.styled(node, Style::Strikethrough, phrase.sink()),
            NodeValue::Highlight => self.styled(node, Style::Mark, phrase.sink()),
            NodeValue::Superscript => self.shifted(node, Style::Superscript, "^", phrase.sink()),
            NodeValue::Subscript => self.shifted(node, Style::Subscript, "~", phrase.sink()),
            NodeValue::Link(link) => self.link(node, link, phrase.sink()),
            NodeValue::Image(link) => {
                let image = self.image(node, link);
                phrase.sink().push(Inline::Image(image));
            }
            NodeValue::FootnoteReference(reference) => self.note(node, &reference.name, phrase.sink()),
            _ => {
                let content = self.inlines(node);
                phrase.sink().extend(content);
            }
        }
    }

    fn soft_break(&mut self, start: usize, out: &mut Vec<Inline>) {
        let held = self.input.smart && self.run.state.holds_next();
        self.run.state.break_();
        self.run.last = Some('\n');
        if held {
            let end = start
                + self
                    .places
                    .slice(start..self.places.raw.len())
                    .bytes()
                    .take_while(|b| b"\r\n".contains(b))
                    .take(2)
                    .count();
            let span = self.span(start..end);
            out.push(Inline::Text { text: "\u{a0}".into(), span });
        } else {
            out.push(Inline::SoftBreak);
        }
    }

    /// A character after a backslash: printed as it is.
    fn escaped(&mut self, node: Node<'t>, out: &mut Vec<Inline>) {
        let Some(child) = node.first_child() else { return };
        let data = child.data();
        let Some(text) = data.value.text() else { return };
        let (verbatim, literal) = (self.run.verbatim, !self.run.verbatim);
        self.run.verbatim |= literal;
        self.text(text, child, out);
        self.run.verbatim = verbatim;
    }

    fn styled(&mut self, node: Node<'t>, style: Style, out: &mut Vec<Inline>) {
        let content = self.inlines(node);
        if !content.is_empty() {
            out.push(Inline::Styled { style, content });
        }
    }

    /// Subscripts and superscripts hold no space, as in Pandoc: `10 m^2 and 20 m^2` has none.
    fn shifted(&mut self, node: Node<'t>, style: Style, mark: &str, out: &mut Vec<Inline>) {
        let spaced = node.descendants().any(|inner| match &inner.data().value {
            NodeValue::Text(text) => text.contains(char::is_whitespace),
            NodeValue::SoftBreak | NodeValue::LineBreak => true,
            _ => false,
        });
        if !spaced {
            return self.styled(node, style, out);
        }
        self.delimiter(mark, self.inline_start(node), out);
        let content = self.inlines(node);
        out.extend(content);
        self.delimiter(mark, self.run.cursor.max(self.inline_end(node).saturating_sub(1)), out);
    }

    fn delimiter(&mut self, mark: &str, hint: usize, out: &mut Vec<Inline>) {
        let at = if self.places.slice(hint..hint + 1) == mark {
            Some(hint)
        } else {
            self.places.slice(self.run.cursor..self.run.limit).find(mark).map(|at| self.run.cursor + at)
        };
        match at {
            Some(at) => {
                self.run.cursor = at + 1;
                self.literal(mark, at..at + 1, out);
            }
            None => self.literal(mark, self.run.cursor..self.run.cursor, out),
        }
    }

    fn code(&mut self, node: Node<'t>, literal: &str, out: &mut Vec<Inline>) {
        let range = self.inline_start(node)..self.inline_end(node);
        let text = self.masks.lift(literal).into_owned();
        let inner = self.places.slice(range.clone()).find(&*text).map(|at| range.start + at);
        let place = inner.map_or(range.clone(), |start| start..start + text.len());
        let span = self.span(place);
        if let Some(last) = text.chars().next_back() {
            self.pass(last);
        }
        out.push(Inline::Code { text: printable(&text), span });
        let (given, end) = self.attributes_after(node, range.end);
        self.check_keys(&given, "code in a line", &[], &[], range.start..end);
        self.passed(range.end);
    }

    /// Everything up to here has been read.
    pub(super) fn passed(&mut self, end: usize) {
        self.run.cursor = self.run.cursor.max(end);
    }

    fn math(&mut self, node: Node<'t>, formula: &NodeMath, out: &mut Vec<Inline>) {
        let range = self.inline_start(node)..self.inline_end(node);
        let tex = self.masks.lift(&formula.literal).into_owned();
        if !formula.display_math && math::is_money(&tex) && self.judge_money {
            self.money.push(range.start);
        }
        let display = if formula.display_math { Display::Block } else { Display::Inline };
        let inline = match self.formula(&tex, display, range.clone()) {
            Some(math) => Inline::Math(math),
            None => Inline::Code { text: printable(&tex), span: self.span(range.clone()) },
        };
        self.pass('x');
        out.push(inline);
        self.passed(range.end);
    }

    /// A formula, or a problem.
    pub(super) fn formula(&mut self, tex: &str, display: Display, range: Range<usize>) -> Option<MathText> {
        match math::mathml(tex, display) {
            Ok(mathml) => Some(MathText { tex: printable(tex), mathml }),
            Err((part, message)) => {
                let found = self.places.slice(range.clone()).find(tex).map(|at| range.start + at);
                let place = found.map_or(range, |start| start + part.start..start + part.end);
                self.problem(&rules::MATH_INVALID, format!("this formula can't be read: {message}"), place);
                None
            }
        }
    }

    fn inline_html(&mut self, node: Node<'t>, html: &str, phrase: &mut Phrase) {
        let hint = self.inline_start(node);
        let at = if self.places.read.get(hint..).is_some_and(|rest| rest.starts_with(html)) {
            hint
        } else {
            let rest = self.places.read.get(self.run.cursor..self.run.limit).unwrap_or("");
            match rest.find(html) {
                Some(found) => self.run.cursor + found,
                None => return self.broken_html(html, phrase.sink()),
            }
        };
        for token in tokens(self.places.raw, at..at + html.len()) {
            self.html_token(&token, phrase);
        }
        self.passed(at + html.len());
    }

    /// A tag over several lines of a quotation: the marks of the quotation stand in it, so it is only printed.
    fn broken_html(&mut self, html: &str, out: &mut Vec<Inline>) {
        let range = self.run.cursor..self.run.cursor;
        if !html.starts_with("<!--") {
            self.problem(&rules::HTML_AS_TEXT, "a tag over several lines is printed as text", range.clone());
            let html = self.masks.lift(html).into_owned();
            self.literal(&html, range, out);
        }
    }

    fn link(&mut self, node: Node<'t>, link: &NodeLink, out: &mut Vec<Inline>) {
        let range = self.inline_start(node)..self.inline_end(node);
        let is_address = is_autolink(node, &link.url);
        let (was_link, was_verbatim) = (self.run.in_link, self.run.verbatim);
        self.run.in_link = true;
        self.run.verbatim |= is_address;
        let content = self.inlines(node);
        (self.run.in_link, self.run.verbatim) = (was_link, was_verbatim);
        let (given, end) = self.attributes_after(node, range.end);
        self.check_keys(&given, "a link", &[], &[], range.start..end);
        let reference = self.refer_to(&link.url, Usage::Link, range.start..range.end.max(range.start));
        let title = (!link.title.is_empty()).then(|| self.plain_text(&link.title));
        out.push(Inline::Link { reference, title, content });
        if !was_link {
            out.append(&mut self.run.marks);
        }
        self.passed(range.end);
    }

    /// An image in a line of text. Figures read theirs in the same way.
    fn image(&mut self, node: Node<'t>, link: &NodeLink) -> ImageText {
        let (image, given, range) = self.image_parts(node, link);
        self.check_keys(&given, "an image in a line of text", &["alt"], &[], range.clone());
        let alt = given.get("alt").map_or(image.alt, |alt| self.plain_text(alt));
        if alt.is_empty() && !self.in_figure {
            self.without_alt(range);
        } else {
            self.check_alternative(&alt, range);
        }
        ImageText { alt, ..image }
    }

    /// An image, its attributes, and where both stand.
    pub(super) fn image_parts(
        &mut self,
        node: Node<'t>,
        link: &NodeLink,
    ) -> (ImageText, Attributes, Range<usize>) {
        let range = self.inline_start(node)..self.inline_end(node);
        let alt = self.plain_text(&node.collect_text());
        let (given, end) = self.attributes_after(node, range.end);
        let reference = self.refer_to(&link.url, Usage::Image, range.clone());
        let title = (!link.title.is_empty()).then(|| self.plain_text(&link.title));
        self.pass('x');
        self.passed(range.end);
        let range = range.start..end.max(range.start);
        let span = self.span(range.clone());
        (ImageText { reference, alt, title, span }, given, range)
    }

    pub(super) fn without_alt(&mut self, range: Range<usize>) {
        let problem = self.problem(&rules::FIGURE_WITHOUT_ALT, "this image has no alternative text", range);
        problem.hints.push("write between the brackets what it says to those who do not see it".to_owned());
    }

    /// The attributes right after an inline, and where they end. The parser has taken those that it can read for a
    /// part of the inline.
    fn attributes_after(&mut self, node: Node<'t>, end: usize) -> (Attributes, usize) {
        let taken = node.data().attrs.is_some();
        if taken {
            let start = self.inline_start(node);
            if let Some((_, given)) = attributes::at_end(self.places.slice(start..end)) {
                return (given, end);
            }
        }
        if self.places.slice(end..end + 1) == "{"
            && let Ok((given, close)) = attributes::parse(self.places.raw, end)
            && !given.is_empty()
        {
            self.run.hidden_to = self.run.hidden_to.max(close);
            return (given, close);
        }
        (Attributes::default(), end)
    }

    /// The words below a node, without what sets them apart.
    pub(super) fn flat_inlines(&mut self, parent: Node<'t>, out: &mut Vec<Inline>) {
        let range = self.run.cursor..self.run.cursor;
        self.problem(&rules::NESTING_TOO_DEEP, "text nested this deep is printed plain", range);
        for node in parent.descendants() {
            match &node.data().value {
                NodeValue::Text(text) => self.text(text, node, out),
                NodeValue::Code(code) => self.code(node, &code.literal, out),
                NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Paragraph => {
                    out.push(Inline::SoftBreak)
                }
                NodeValue::HtmlInline(html) => self.broken_html(html, out),
                NodeValue::FootnoteReference(reference) => self.note(node, &reference.name, out),
                _ => {}
            }
        }
    }
}

/// Whether the words of a link are its address.
fn is_autolink(node: Node<'_>, url: &str) -> bool {
    let Some(child) = node.first_child().filter(|child| child.next_sibling().is_none()) else { return false };
    let data = child.data();
    data.value.text().is_some_and(|text| {
        url == text || ["http://", "mailto:"].iter().any(|scheme| url.strip_prefix(scheme) == Some(text))
    })
}
