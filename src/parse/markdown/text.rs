//! Words: their places, note marks and cross-references among them, and smart punctuation.
//!
//! In: the text of a leaf, and what stands before and after it. Out: inlines. Never: markup; that is read before.

use std::ops::Range;

use comrak::nodes::{Node, NodeValue};

use super::plain::printable;
use super::{Citation, Lowerer, attributes};
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{Inline, Span, Target, Usage};
use crate::parse::typography::State;

/// How far the text of one paragraph, heading or cell has been read.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Words before this byte have been passed.
    pub(super) cursor: usize,
    /// Words are looked for up to here.
    pub(super) limit: usize,
    /// What stands before this byte is not text (attributes, the word `Table:`).
    pub(super) hidden_to: usize,
    /// What stands from this byte on is not text (the attributes of a heading).
    pub(super) hidden_from: usize,
    /// Where the text of an inline note begins: the parser counts columns from there.
    pub(super) base: Option<usize>,
    /// Whether the parser's places can be true in this paragraph.
    pub(super) placed: bool,
    /// Smart punctuation so far.
    pub(super) state: State,
    /// The last character, before punctuation was set.
    pub(super) last: Option<char>,
    /// Whether these words are a link's.
    pub(super) in_link: bool,
    /// Whether these words are an address, which is printed as it is.
    pub(super) verbatim: bool,
    /// Note marks found in a link: they follow it, since a link in a link is none.
    pub(super) marks: Vec<Inline>,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            cursor: 0,
            limit: 0,
            hidden_to: 0,
            hidden_from: usize::MAX,
            base: None,
            placed: true,
            state: State::new(),
            last: None,
            in_link: false,
            verbatim: false,
            marks: Vec::new(),
        }
    }
}

impl Lowerer<'_, '_> {
    /// The byte at which the parser says that an inline begins.
    pub(super) fn inline_start(&self, node: Node<'_>) -> usize {
        let start = node.data().sourcepos.start;
        match self.run.base {
            Some(base) => {
                self.places.floor((base + start.column.saturating_sub(1)).min(self.places.raw.len()))
            }
            None => self.places.offset(start),
        }
    }

    /// One past the byte at which the parser says that an inline ends; never before its start, though the parser's own
    /// places can be the wrong way round.
    pub(super) fn inline_end(&self, node: Node<'_>) -> usize {
        let end = node.data().sourcepos.end;
        let end = match self.run.base {
            Some(base) => self.places.floor((base + end.column).min(self.places.raw.len())),
            None => self.places.offset((end.line, end.column + 1).into()),
        };
        end.max(self.inline_start(node))
    }

    /// Lowers the text of a leaf.
    pub(super) fn text(&mut self, text: &str, node: Node<'_>, out: &mut Vec<Inline>) {
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.clear();
        let hint = self.inline_start(node);
        if self.find(text, hint, &mut pieces) {
            for (at, piece) in pieces.iter().enumerate() {
                let following = pieces.get(at + 1).and_then(|p| text.get(p.text.clone())?.chars().next());
                if piece.entity {
                    self.entity(text.get(piece.text.clone()).unwrap_or(""), piece.source.clone(), out);
                } else if let Some(shown) = self.shown(piece.source.clone()) {
                    let next = following.or_else(|| next_char(node));
                    self.scan(self.places.slice(shown.clone()), Some(shown.start), next, out);
                }
            }
        } else {
            let text = self.masks.lift(text).into_owned();
            self.scan(&text, None, next_char(node), out);
        }
        self.pieces = pieces;
    }

    /// Finds a leaf's words: where the parser says, or else nearest after the words before.
    fn find(&mut self, text: &str, hint: usize, pieces: &mut Vec<super::Piece>) -> bool {
        let from = self.run.cursor;
        let rest = from..self.run.limit.max(from);
        let found = (self.run.placed && hint >= from && self.places.align(text, hint, pieces))
            || self.places.find(text, rest, pieces);
        if let Some(last) = pieces.last().filter(|_| found) {
            self.run.cursor = last.source.end;
        }
        found
    }

    /// The part of a piece that is text.
    fn shown(&self, piece: Range<usize>) -> Option<Range<usize>> {
        let start = piece.start.max(self.run.hidden_to);
        let end = piece.end.min(self.run.hidden_from);
        (start < end).then_some(start..end)
    }

    /// A character reference: printed as what it stands for, never changed by punctuation.
    fn entity(&mut self, text: &str, source: Range<usize>, out: &mut Vec<Inline>) {
        if self.shown(source.clone()).is_some() {
            self.literal(text, source, out);
        }
    }

    /// Text that is printed as it is.
    pub(super) fn literal(&mut self, text: &str, source: Range<usize>, out: &mut Vec<Inline>) {
        if let Some(last) = text.chars().next_back() {
            self.pass(last);
            let span = self.span(source);
            out.push(Inline::Text { text: printable(text), span });
        }
    }

    /// Something that is no run of text passed by; the next mark sees this character before it.
    pub(super) fn pass(&mut self, last: char) {
        self.run.last = Some(last);
        self.run.state.opaque(last);
    }

    /// Looks for note marks, cross-references and stray attributes among words.
    pub(super) fn scan(&mut self, text: &str, at: Option<usize>, next: Option<char>, out: &mut Vec<Inline>) {
        let place = |range: Range<usize>| at.map(|at| at + range.start..at + range.end);
        let (mut written, mut from) = (0, 0);
        while let Some(here) = special(text, from) {
            from = here + 1;
            if self.run.verbatim {
                continue;
            }
            let Some(rest) = text.get(here..) else { break };
            let Some((mark, len)) = self.mark(rest, text.get(..here).unwrap_or(""), place(here..here)) else {
                continue;
            };
            let after = rest.get(len..).and_then(|after| after.chars().next()).or(next);
            let before = if matches!(mark, Mark::Note(_)) { after } else { Some('x') };
            self.words(text, written..here, at, before, out);
            self.push_mark(mark, place(here..here + len), out);
            (written, from) = (here + len, here + len);
        }
        self.words(text, written..text.len(), at, next, out);
    }

    /// What is special at the beginning of `rest`, and its length.
    fn mark(&mut self, rest: &str, before: &str, place: Option<Range<usize>>) -> Option<(Mark, usize)> {
        if let Some(label) = note_label(rest) {
            return Some((Mark::Note(self.label(label)), label.len() + 3));
        }
        let last = before.chars().next_back().or(self.run.last.filter(|_| before.is_empty()));
        if let Some(bracketed) = rest.strip_prefix('[') {
            if let Some(id) = cross_id(bracketed)
                && bracketed.get(id.len() + 1..).is_some_and(|after| after.starts_with(']'))
                && !self.run.in_link
            {
                return Some((Mark::Cross(id.into()), id.len() + 3));
            }
            let key = bracketed.strip_prefix('-').unwrap_or(bracketed);
            if key.strip_prefix('@').is_some_and(|key| key.starts_with(char::is_alphanumeric)) {
                self.tell_of_citations(rest, place);
            }
        } else if rest.starts_with('@') {
            let inside_word = last.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '+' | '-'));
            if let Some(id) = cross_id(rest)
                && !inside_word
                && !self.run.in_link
            {
                return Some((Mark::Cross(id.into()), id.len() + 1));
            }
        } else if attributes::looks_alike(rest, 0) {
            self.stray_attributes(rest, place);
        }
        None
    }

    /// One hint for a file is enough.
    fn tell_of_citations(&mut self, rest: &str, place: Option<Range<usize>>) {
        if let (false, Some(place)) = (self.told_of_citations, place) {
            self.told_of_citations = true;
            let len = rest.find(']').map_or(1, |close| close + 1);
            let place = place.start..place.start + len;
            self.problem(&rules::CITATIONS_LATER, "citations are printed as they are written", place);
        }
    }

    fn stray_attributes(&mut self, rest: &str, place: Option<Range<usize>>) {
        let within = |part: Range<usize>| place.as_ref().map(|at| at.start + part.start..at.start + part.end);
        let nowhere = self.run.cursor..self.run.cursor;
        match attributes::parse(rest, 0) {
            Ok((_, len)) => {
                let message = "attributes that belong to nothing are printed as text";
                let range = within(0..len).unwrap_or(nowhere);
                let problem = self.problem(&rules::ATTRIBUTES_UNREAD, message, range);
                problem
                    .hints
                    .push("they stand right after what they belong to; write `\\{` to print them".to_owned());
            }
            Err(fault) => {
                let range = within(fault.range).unwrap_or(nowhere);
                self.problem(
                    &rules::ATTRIBUTES_UNREAD,
                    format!("these attributes can't be read: {}", fault.what),
                    range,
                );
            }
        }
    }

    /// The label of a note that this file does not define, as its definition writes it: case does not matter.
    pub(super) fn label(&self, written: &str) -> Box<str> {
        let siblings = self.input.sibling_labels;
        if siblings.contains(written) {
            return written.into();
        }
        let folded = written.to_lowercase();
        siblings
            .iter()
            .find(|label| label.to_lowercase() == folded)
            .cloned()
            .unwrap_or_else(|| written.into())
    }

    fn push_mark(&mut self, mark: Mark, place: Option<Range<usize>>, out: &mut Vec<Inline>) {
        let place = place.unwrap_or(self.run.cursor..self.run.cursor);
        let span = self.span(place);
        match mark {
            Mark::Note(label) => self.cite(label, None, span, out),
            Mark::Cross(id) => {
                let reference = self.refer(Target::Anchor(id), Usage::Cross, span);
                self.pass('x');
                out.push(Inline::CrossReference { reference, span });
            }
        }
    }

    /// Adds a citation, and its mark to the text.
    pub(super) fn cite(&mut self, label: Box<str>, inline: Option<u32>, span: Span, out: &mut Vec<Inline>) {
        let note = u32::try_from(self.out.citations.len()).unwrap_or(u32::MAX);
        self.out.citations.push(Citation { label, inline, span });
        let mark = Inline::NoteMark { note, span };
        if self.run.in_link { self.run.marks.push(mark) } else { out.push(mark) }
    }

    /// Words, and nothing but words.
    pub(super) fn words(
        &mut self,
        text: &str,
        part: Range<usize>,
        at: Option<usize>,
        next: Option<char>,
        out: &mut Vec<Inline>,
    ) {
        let Some(words) = text.get(part.clone()).filter(|words| !words.is_empty()) else { return };
        let span = match at {
            Some(at) => self.span(at + part.start..at + part.end),
            None => self.span(self.run.cursor..self.run.cursor),
        };
        let set = if self.input.smart && !self.run.verbatim {
            self.typography.set(words, next, &mut self.run.state)
        } else {
            words.into()
        };
        self.run.last = words.chars().next_back();
        let text = printable(&set);
        if (!self.input.smart || self.run.verbatim)
            && let Some(last) = self.run.last
        {
            self.run.state.opaque(last);
        }
        out.push(Inline::Text { text, span });
    }
}

/// The next byte that may begin something special.
fn special(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    memchr::memchr3(b'[', b'@', b'{', rest).map(|at| from + at)
}

/// Something special among words.
enum Mark {
    Note(Box<str>),
    Cross(Box<str>),
}

/// The label of `[^label]` at the beginning of a text.
fn note_label(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("[^")?;
    let label = rest.get(..rest.find([']', '['])?)?;
    let closed = rest.get(label.len()..)?.starts_with(']');
    (closed && !label.is_empty() && !label.contains(char::is_whitespace)).then_some(label)
}

/// The id of `@fig-x`, `@tbl-x` or `@sec-x` at the beginning of a text; punctuation at its end is the sentence's.
fn cross_id(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('@')?;
    if !["fig-", "tbl-", "sec-"].iter().any(|kind| rest.starts_with(kind)) {
        return None;
    }
    let more = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let end = rest.find(|c| !more(c)).unwrap_or(rest.len());
    let id = rest.get(..end)?.trim_end_matches(['.', '-']);
    (id.len() > "fig-".len()).then_some(id)
}

/// The first character that is printed after a node in its paragraph.
pub(super) fn next_char(node: Node<'_>) -> Option<char> {
    let mut here = node;
    for _ in 0..256 {
        let next = loop {
            if let Some(next) = here.next_sibling() {
                break next;
            }
            here = here.parent()?;
            if here.data().value.block() {
                return None;
            }
        };
        here = next;
        loop {
            match &here.data().value {
                NodeValue::Text(text) => {
                    if let Some(c) = text.chars().next() {
                        return Some(c);
                    }
                }
                NodeValue::Code(code) => return code.literal.chars().next(),
                NodeValue::SoftBreak | NodeValue::LineBreak => return Some('\n'),
                NodeValue::Math(_) | NodeValue::Image(_) => return Some('x'),
                _ => {}
            }
            match here.first_child() {
                Some(child) => here = child,
                None => break,
            }
        }
    }
    None
}
