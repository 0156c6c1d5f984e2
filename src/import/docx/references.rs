//! Puts a key where a field or a content control keeps a citation, and leaves out what a field does not show.
//!
//! In: the runs of a field, and what the field says. Out: a citation in their place, or the runs as they are, and remarks that
//! tell parts of words with what they are set close to. Never: what a citation looks like, which is [`super::citations`]'s.

use super::super::ledger::is_of_word;
use super::super::remark::{Kind, Remark};
use super::citations::{self, Cited};
use super::line::{Atom, Look, Segment};
use super::reader::Reader;
use super::runs::Line;

/// Where the words of something begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Beginning {
    paragraph: usize,
    segment: usize,
    /// How often words of the paragraph were left out so far.
    left_out: usize,
    /// The remark on a citation, or on words left out, that is close before, and how long its words are so far.
    close: Option<(usize, usize, usize)>,
}

impl Reader<'_> {
    /// The place that reading has come to.
    pub(super) fn beginning(&self) -> Beginning {
        let line = &self.line;
        let close = line.close.and_then(|at| {
            let remark = line.remarks.get(at)?;
            Some((at, remark.from.len(), remark.to.len()))
        });
        Beginning { paragraph: self.paragraphs, segment: line.segments.len(), left_out: line.left_out, close }
    }

    /// Ends a field: if it is a citation, its words give way to a key.
    pub(super) fn cite_field(&mut self, instruction: &str, data: &str, beginning: Beginning) {
        let shown = self.shown_since(beginning);
        let cited =
            citations::from_field(instruction, data, shown.as_deref().unwrap_or_default(), &mut self.library);
        self.put(cited, shown, beginning);
    }

    /// Ends a content control: if it is a citation, its words give way to a key.
    pub(super) fn cite_tag(&mut self, tag: &str, beginning: Beginning) {
        let shown = self.shown_since(beginning);
        let cited = citations::from_tag(tag, shown.as_deref().unwrap_or_default(), &mut self.library);
        self.put(cited, shown, beginning);
    }

    /// The words that were read since; `None` if they are more than words, or more than part of one paragraph, or not all of
    /// them are shown.
    fn shown_since(&self, beginning: Beginning) -> Option<String> {
        if beginning.paragraph != self.paragraphs || beginning.left_out != self.line.left_out {
            return None;
        }
        let since = self.line.segments.get(beginning.segment..)?;
        since
            .iter()
            .map(|segment| match &segment.atom {
                Atom::Text(text) => Some(text.as_str()),
                Atom::Break => Some(" "),
                _ => None,
            })
            .collect()
    }

    fn put(&mut self, cited: Option<Cited>, shown: Option<String>, beginning: Beginning) {
        let Some(Cited { text, remarks }) = cited else { return };
        let place = self.place();
        let Some((text, shown)) = text.zip(shown) else {
            let message = "a citation holds more than words, or more than a paragraph, and stays as it is";
            let own = if remarks.iter().any(|remark| !remark.to.is_empty()) {
                vec![Remark::new(Kind::Unsupported, message)]
            } else {
                remarks
            };
            self.line.remarks.extend(own.into_iter().map(|remark| remark.at(place.clone())));
            return;
        };
        self.tell_cited(remarks, &text, &shown, beginning);
        self.line.segments.truncate(beginning.segment);
        // White space at its ends parts it from its neighbours.
        if shown.starts_with(char::is_whitespace) {
            self.line.segments.push(Segment::space());
        }
        let atom = Atom::Citation(text);
        self.line.segments.push(Segment { look: Look::default(), atom, is_contents: false });
        if shown.ends_with(char::is_whitespace) {
            self.line.segments.push(Segment::space());
        }
    }

    /// Tells what became of a citation. A number set close to a word is one word with it in the source, and parted from it by
    /// the key's brackets; so the words, or citations, that were close are told together.
    fn tell_cited(&mut self, mut remarks: Vec<Remark>, text: &str, shown: &str, beginning: Beginning) {
        let is_close = shown.is_empty() || shown.starts_with(is_of_word);
        let goes_on = shown.is_empty() || shown.ends_with(is_of_word);
        let place = self.place();
        self.line.close = None;
        let before = beginning.close.and_then(|(at, from, to)| {
            let remark = self.line.remarks.get_mut(at)?;
            // What was read since is the citation's own words.
            remark.from.truncate(from);
            remark.to.truncate(to);
            Some((at, remark)).filter(|_| is_close)
        });
        let told = remarks.iter_mut().find(|remark| !remark.to.is_empty());
        let at = match (before, told) {
            (Some((at, before)), Some(remark)) => {
                before.from.push_str(shown);
                before.to.push_str(&format!(" {text}"));
                remark.from.clear();
                remark.to.clear();
                at
            }
            (None, Some(remark)) => {
                let before = self.line.segments.get(..beginning.segment).unwrap_or_default();
                let fragment = if is_close { fragment_at_end(before) } else { String::new() };
                remark.from.insert_str(0, &fragment);
                remark.to.insert_str(0, &format!("{fragment} "));
                self.line.remarks.len()
            }
            (_, None) => return self.line.remarks.extend(remarks),
        };
        self.line.remarks.extend(remarks.into_iter().map(|remark| remark.at(place.clone())));
        self.line.close = Some(at).filter(|_| goes_on);
    }
}

impl Line {
    /// Leaves out words that stand in the instruction of a field and are never shown. A word that they part in the source is
    /// one in the manuscript, and one that they are set close to is told with them.
    pub(super) fn leave_out_of_field(&mut self, words: &str) {
        self.left_out += 1;
        if let Some(remark) = self.close.and_then(|at| self.remarks.get_mut(at)) {
            remark.from.push_str(words);
            return;
        }
        let fragment = fragment_at_end(&self.segments);
        if fragment.is_empty() && words.trim().is_empty() {
            return;
        }
        self.close = Some(self.remarks.len());
        let message = "words in the instruction of a field, which Word does not show";
        self.remarks
            .push(Remark::new(Kind::Dropped, message).from(format!("{fragment}{words}")).to(fragment));
    }

    /// Tells the letters that are set close after a citation, or after words that were left out, with those.
    pub(super) fn tell_with_close(&mut self, text: &str) {
        let is_next = matches!(self.segments.last(), Some(Segment { atom: Atom::Citation(_), .. }));
        let Some(remark) = self.close.and_then(|at| self.remarks.get_mut(at)) else { return };
        let letters: String = text.chars().take_while(|c| is_of_word(*c)).collect();
        if is_next && !letters.is_empty() {
            remark.to.push(' ');
        }
        remark.from.push_str(&letters);
        remark.to.push_str(&letters);
        if letters.len() < text.len() {
            self.close = None;
        }
    }
}

/// The part of a word with which a text ends.
fn fragment_at_end(segments: &[Segment]) -> String {
    let mut reversed = String::new();
    'segments: for segment in segments.iter().rev() {
        let Atom::Text(text) = &segment.atom else { break };
        for c in text.chars().rev() {
            if !is_of_word(c) {
                break 'segments;
            }
            reversed.push(c);
        }
    }
    reversed.chars().rev().collect()
}
