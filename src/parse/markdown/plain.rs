//! Texts without markup: titles, alternative texts, values of attributes.
//!
//! In: such a text, and where it may stand. Out: the text, its punctuation set. Never: markup, which is text there.

use std::ops::Range;

use super::Lowerer;
use super::text::Run;
use crate::paper::Inline;
use crate::parse::typography::State;

impl Lowerer<'_, '_> {
    /// A text without markup, such as a title: its lines, set, with their places if they are found.
    pub(super) fn plain_inlines(&mut self, text: &str, within: Range<usize>) -> Vec<Inline> {
        let run = Run { cursor: within.start, limit: within.end, verbatim: false, ..Run::default() };
        let outer = std::mem::replace(&mut self.run, run);
        let text = self.masks.lift(text).into_owned();
        let mut out = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if !out.is_empty() {
                self.run.state.break_();
                out.push(Inline::SoftBreak);
            }
            let mut pieces = Vec::new();
            let rest = self.run.cursor..self.run.limit;
            let found = self.places.find(line, rest, &mut pieces);
            if let Some(last) = pieces.last().filter(|_| found) {
                self.run.cursor = last.source.end;
            }
            match pieces.as_slice() {
                [piece] if !piece.entity => {
                    self.words(line, 0..line.len(), Some(piece.source.start), None, &mut out)
                }
                _ => self.words(line, 0..line.len(), None, None, &mut out),
            }
        }
        self.run = outer;
        out
    }

    /// A text without markup as a string, set.
    pub(super) fn plain_text(&self, text: &str) -> Box<str> {
        let text = self.masks.lift(text);
        let text: Vec<&str> = text.split_whitespace().collect();
        let text = text.join(" ");
        if self.input.smart {
            printable(&self.typography.set(&text, None, &mut State::new()))
        } else {
            printable(&text)
        }
    }
}

/// A NUL has no meaning in any output; it is shown as what can't be shown.
pub(super) fn printable(text: &str) -> Box<str> {
    if memchr::memchr(0, text.as_bytes()).is_some() {
        text.replace('\0', "\u{fffd}").into()
    } else {
        text.into()
    }
}
