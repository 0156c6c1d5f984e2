//! Where words stand in the source.
//!
//! In: what was parsed, line and column as the parser counts them, and the words of a leaf of its tree. Out: the
//! bytes of the source that are these words. Never: a guess. Bytes are given only where the source has the words.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::LineColumn;

use crate::paper::Span;

/// A piece of a leaf's text, and the bytes that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Which part of the leaf's text.
    pub(super) text: Range<usize>,
    /// Which bytes of what was parsed; they are the same words unless `entity`.
    pub(super) source: Range<usize>,
    /// Whether the bytes are a character reference (`&amp;`) that stands for the text.
    pub(super) entity: bool,
}

/// How places in what was parsed become places in the file.
#[derive(Clone, Debug)]
pub(super) enum Origin<'a> {
    /// What was parsed is a part of the file that begins at this byte.
    At(usize),
    /// What was parsed is the decoded value of this part of the file.
    Decoded {
        /// The file.
        text: &'a str,
        /// The part, of which the bytes before `start` have been passed.
        range: Range<usize>,
    },
}

/// The places of one text.
pub(super) struct Places<'a> {
    /// The text as its author wrote it.
    pub(super) raw: &'a str,
    /// The text as the parser read it: the same length, some bytes masked.
    pub(super) read: &'a str,
    origin: Origin<'a>,
    file: u16,
    lines: Vec<u32>,
    entities: BTreeMap<Box<str>, Option<Box<str>>>,
    /// Bytes that may still be searched for misplaced words: keeps hostile files linear.
    budget: usize,
}

/// How often, for each byte of a file, words that are not where the parser says may be looked for.
const SEARCH: usize = 64;

impl<'a> Places<'a> {
    pub(super) fn new(raw: &'a str, read: &'a str, origin: Origin<'a>, file: u16) -> Self {
        let bytes = read.as_bytes();
        let mut lines = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            // A line feed after a carriage return ends the same line.
            if bytes.get(at) == Some(&b'\n') && at > 0 && bytes.get(at - 1) == Some(&b'\r') {
                lines.pop();
            }
            lines.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
        }
        let budget = raw.len().saturating_mul(SEARCH).saturating_add(4096);
        Self { raw, read, origin, file, lines, entities: BTreeMap::new(), budget }
    }

    /// The byte at a line and column of the parser's.
    pub(super) fn offset(&self, at: LineColumn) -> usize {
        let line = self.lines.get(at.line.saturating_sub(1)).copied().unwrap_or(u32::MAX);
        let offset = (line as usize).saturating_add(at.column.saturating_sub(1)).min(self.raw.len());
        self.floor(offset)
    }

    /// The nearest place, not after this one, that is between two characters.
    pub(super) fn floor(&self, offset: usize) -> usize {
        self.raw.floor_char_boundary(offset)
    }

    /// The end of the line in which a byte stands, without its line break.
    pub(super) fn line_end(&self, offset: usize) -> usize {
        let rest = self.raw.get(offset..).unwrap_or("");
        offset.min(self.raw.len()) + rest.bytes().position(is_break).unwrap_or(rest.len())
    }

    /// The start of the line in which a byte stands.
    pub(super) fn line_start(&self, offset: usize) -> usize {
        let before = self.raw.get(..offset).unwrap_or("");
        before.bytes().rposition(is_break).map_or(0, |at| at + 1)
    }

    /// The source between two places.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.raw.get(range).unwrap_or("")
    }

    /// A range of what was parsed as a range of the file.
    pub(super) fn span(&mut self, range: Range<usize>) -> Span {
        match &mut self.origin {
            Origin::At(start) => Span::new(self.file, *start + range.start, *start + range.end),
            Origin::Decoded { text, range: part } => {
                let words = self.raw.get(range).unwrap_or("");
                let found =
                    text.get(part.clone()).and_then(|rest| rest.find(words)).filter(|_| !words.is_empty());
                match found {
                    Some(at) => {
                        let start = part.start + at;
                        part.start = start + words.len();
                        Span::new(self.file, start, start + words.len())
                    }
                    None => Span::new(self.file, part.start, part.start),
                }
            }
        }
    }

    /// The whole of the place for a problem: exact in a file, the whole value in a decoded one.
    pub(super) fn problem(&self, range: Range<usize>) -> Range<usize> {
        match &self.origin {
            Origin::At(start) => start + range.start..start + range.end,
            Origin::Decoded { range: part, .. } => part.clone(),
        }
    }

    /// Matches a leaf's text with the source from a place on; the pieces are added to `pieces`.
    pub(super) fn align(&mut self, text: &str, at: usize, pieces: &mut Vec<Piece>) -> bool {
        let Some(source) = self.read.get(at..) else { return false };
        if source.starts_with(text) && !text.ends_with('&') {
            pieces.push(Piece { text: 0..text.len(), source: at..at + text.len(), entity: false });
            return true;
        }
        let before = pieces.len();
        if self.walk(text, at, pieces) {
            return true;
        }
        pieces.truncate(before);
        false
    }

    /// Matches byte by byte, over character references and the backslashes before a table's pipes.
    fn walk(&mut self, text: &str, at: usize, pieces: &mut Vec<Piece>) -> bool {
        let (bytes, source) = (text.as_bytes(), self.read.as_bytes());
        let (mut t, mut s) = (0, at);
        let (mut run_t, mut run_s) = (t, s);
        let flush = |pieces: &mut Vec<Piece>, text: Range<usize>, source: Range<usize>| {
            if !text.is_empty() {
                pieces.push(Piece { text, source, entity: false });
            }
        };
        while let Some(&byte) = bytes.get(t) {
            let Some(&here) = source.get(s) else { return false };
            let entity = if here == b'&' { self.entity(s) } else { None };
            if let Some((stands_for, len)) = entity
                && text.get(t..).is_some_and(|rest| rest.starts_with(&*stands_for))
            {
                flush(pieces, run_t..t, run_s..s);
                pieces.push(Piece { text: t..t + stands_for.len(), source: s..s + len, entity: true });
                (t, s) = (t + stands_for.len(), s + len);
                (run_t, run_s) = (t, s);
            } else if byte == here {
                (t, s) = (t + 1, s + 1);
            } else if byte == b'|' && here == b'\\' {
                flush(pieces, run_t..t, run_s..s);
                s += 1;
                (run_t, run_s) = (t, s);
            } else {
                return false;
            }
        }
        flush(pieces, run_t..t, run_s..s);
        true
    }

    /// Looks for a leaf's text in a part of the source, nearest first.
    pub(super) fn find(&mut self, text: &str, within: Range<usize>, pieces: &mut Vec<Piece>) -> bool {
        let Some(part) = self.read.get(within.clone()) else { return false };
        if part.len() > self.budget {
            return false;
        }
        self.budget -= part.len();
        if let Some(at) = part.find(text) {
            let start = within.start + at;
            pieces.push(Piece { text: 0..text.len(), source: start..start + text.len(), entity: false });
            return true;
        }
        let Some(first) = text.chars().next() else { return false };
        let candidates = part.match_indices(['&', '\\', first]).map(|(at, _)| within.start + at);
        for at in candidates.take(256) {
            if self.align(text, at, pieces) {
                return true;
            }
        }
        false
    }

    /// What the character reference at a byte stands for, and its length.
    pub(super) fn entity(&mut self, at: usize) -> Option<(Box<str>, usize)> {
        let rest = self.read.get(at..)?;
        let end = rest.bytes().skip(1).take(40).position(|b| !b.is_ascii_alphanumeric() && b != b'#')? + 2;
        let written = rest.get(..end).filter(|written| written.ends_with(';'))?;
        let stands_for = match written {
            "&amp;" => "&".into(),
            "&lt;" => "<".into(),
            "&gt;" => ">".into(),
            "&quot;" => "\"".into(),
            "&nbsp;" => "\u{a0}".into(),
            _ => match self.entities.get(written) {
                Some(known) => known.clone()?,
                None => {
                    let decoded = decode(written);
                    self.entities.insert(written.into(), decoded.clone());
                    decoded?
                }
            },
        };
        Some((stands_for, end))
    }
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Asks the parser what a character reference stands for, so that there is one list of them.
pub(super) fn decode(written: &str) -> Option<Box<str>> {
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, written, &comrak::Options::default());
    let text = root.first_child()?.first_child()?;
    match &text.data().value {
        comrak::nodes::NodeValue::Text(decoded) if **decoded != *written => Some((&**decoded).into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(source: &str, text: &str) -> Option<Vec<(String, String)>> {
        let mut places = Places::new(source, source, Origin::At(0), 0);
        let mut pieces = Vec::new();
        let of = |source: &str, range: Range<usize>| source.get(range).unwrap().to_owned();
        places
            .align(text, 0, &mut pieces)
            .then(|| pieces.into_iter().map(|p| (of(text, p.text), of(source, p.source))).collect())
    }

    #[test]
    fn character_references_and_escaped_pipes_split_a_leaf() {
        let pieces = aligned(r"AT&amp;T\|x", "AT&T|x").unwrap();
        let pieces: Vec<(&str, &str)> = pieces.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(pieces, [("AT", "AT"), ("&", "&amp;"), ("T", "T"), ("|x", "|x")]);
        assert_eq!(aligned("abc", "abd"), None);
        assert_eq!(aligned("&copy;", "©").unwrap().len(), 1);
    }

    #[test]
    fn lines_end_in_any_of_three_ways() {
        let places = Places::new("a\r\nb\rc\nd", "a\r\nb\rc\nd", Origin::At(0), 0);
        let at = |line, column| places.offset(LineColumn { line, column });
        assert_eq!([at(1, 1), at(2, 1), at(3, 1), at(4, 1), at(9, 9)], [0, 3, 5, 7, 8]);
    }
}
