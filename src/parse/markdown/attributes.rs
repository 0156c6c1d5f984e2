//! `{#id .class key=value}`, wherever it stands.
//!
//! In: text, and where the opening brace is. Out: [`Attributes`] and where they end, or what is wrong and where.
//! Never: what an attribute is good for; that depends on what it belongs to.

use std::ops::Range;

use crate::paper::Attributes;

/// Why attributes could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The bytes that could not be read.
    pub(super) range: Range<usize>,
    /// What is wrong with them, in words.
    pub(super) what: &'static str,
}

/// Reads attributes whose opening brace is the byte at `at`; the second value is one past the closing brace.
pub(super) fn parse(text: &str, at: usize) -> Result<(Attributes, usize), Fault> {
    let mut reader = Reader { text, at: at + 1 };
    let mut attributes = Attributes::default();
    loop {
        reader.blanks();
        let start = reader.at;
        match reader.peek() {
            None => return Err(reader.fault(at, "the closing brace is missing")),
            Some('}') => return Ok((attributes, reader.at + 1)),
            Some('#') => {
                let id = reader.name()?;
                if attributes.id.replace(id).is_some() {
                    return Err(reader.fault(start, "there is a second id"));
                }
            }
            Some('.') => attributes.classes.push(reader.name()?),
            Some(_) => attributes.pairs.push(reader.pair()?),
        }
        if !matches!(reader.peek(), None | Some('}' | ' ' | '\t' | '\r' | '\n')) {
            return Err(reader.fault(start, "a space is missing after it"));
        }
    }
}

/// Whether the brace at `at` begins something that its author may have meant as attributes.
pub(super) fn looks_alike(text: &str, at: usize) -> bool {
    let mut chars = text.get(at..).unwrap_or("").chars();
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '_');
    chars.next() == Some('{') && matches!(chars.next(), Some('#' | '.')) && letter(chars.next())
}

/// The attributes at the very end of a text, and where their opening brace is.
pub(super) fn at_end(text: &str) -> Option<(usize, Attributes)> {
    let text = text.trim_end();
    let mut end = text.len();
    if !text.ends_with('}') {
        return None;
    }
    while let Some(open) = text.get(..end)?.rfind('{') {
        let escaped = text.get(..open).is_some_and(|before| before.ends_with('\\'));
        match parse(text, open) {
            Ok((attributes, close)) if close == text.len() && !escaped && !attributes.is_empty() => {
                return Some((open, attributes));
            }
            _ => end = open,
        }
        // A quoted value may hold braces, but nobody writes a dozen of them.
        if text.len() - end > 2000 {
            return None;
        }
    }
    None
}

/// Whether an id can be part of an address: letters, digits, `_`, `.` and `-`, not beginning with a digit.
pub(super) fn is_id(id: &str) -> bool {
    let mut chars = id.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || is_mark(c) || matches!(c, '_' | '.' | '-'))
}

/// Whether an id can be one that a heading had: made of its words, it may have begun with a digit.
pub(super) fn is_old_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || is_mark(c) || matches!(c, '_' | '.' | '-'))
}

/// Combining marks belong to the letter before them (`é` in decomposed form, vowel signs of Indic scripts).
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn fault(&self, start: usize, what: &'static str) -> Fault {
        let rest = self.text.get(start..).unwrap_or("");
        let shown = rest.bytes().take(80).position(|byte| matches!(byte, b'}' | b'\n' | b'\r'));
        let end = match shown {
            Some(at) if rest.as_bytes().get(at) == Some(&b'}') => at + 1,
            Some(at) => at,
            None => rest.floor_char_boundary(80),
        };
        Fault { range: start..start + end, what }
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\n')) {
            self.at += 1;
        }
    }

    /// The bare run of characters from here on.
    fn bare(&mut self, more: impl Fn(char) -> bool) -> Box<str> {
        let rest = self.text.get(self.at..).unwrap_or("");
        let end = rest.find(|c: char| !more(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("").into()
    }

    /// What follows `#` or `.`.
    fn name(&mut self) -> Result<Box<str>, Fault> {
        let start = self.at;
        self.at += 1;
        let name = self.bare(|c| !c.is_whitespace() && !matches!(c, '{' | '}' | '"' | '\'' | '=' | '#'));
        if name.is_empty() { Err(self.fault(start, "a name is missing after it")) } else { Ok(name) }
    }

    fn pair(&mut self) -> Result<(Box<str>, Box<str>), Fault> {
        let start = self.at;
        let key = self.bare(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
        if key.is_empty() {
            return Err(self.fault(start, "it is neither `#id`, `.class` nor `key=value`"));
        }
        if self.peek() != Some('=') {
            return Err(self.fault(start, "a bare word has no meaning here; write `.class` or `key=value`"));
        }
        self.at += 1;
        let value = match self.peek() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => self.bare(|c| !c.is_whitespace() && !matches!(c, '{' | '}' | '"' | '\'')),
        };
        Ok((key, value))
    }

    fn quoted(&mut self, quote: char) -> Result<Box<str>, Fault> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match c {
                c if c == quote => return Ok(value.into()),
                '\\' => match self.peek() {
                    Some(next) if next.is_ascii_punctuation() => {
                        self.at += 1;
                        value.push(next);
                    }
                    _ => value.push('\\'),
                },
                c => value.push(c),
            }
        }
        Err(self.fault(start, "the closing quotation mark is missing"))
    }
}
