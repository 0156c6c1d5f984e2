//! A table of fields with places, read from TOML or YAML alike, that knows which of its keys were asked for.
//!
//! In: the text of a settings file or of front matter. Out: [`Fields`] and values with places, and diagnostics for
//! unknown keys, wrong types and syntax. Never: which keys there should be; that is its callers' knowledge.

mod reader;
mod toml;
mod yaml;

pub use reader::Reader;

use std::sync::Arc;

use crate::diagnostic::{Checked, Place};
use crate::paper::Span;

/// A value and where it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it is written. A string's span covers its bare text where the source spells it without escapes, so that
    /// a place in the value can be found in the file; else the whole literal.
    pub span: Span,
}

impl<T> At<T> {
    /// A value and where it is written.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> At<U> {
        At { value: with(self.value), span: self.span }
    }
}

/// A value of a settings file or of front matter.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    String(Box<str>),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date or a date with a time, as written without quotes.
    Date(Box<str>),
    /// A list.
    List(Vec<At<Value>>),
    /// A table.
    Table(Fields),
}

impl Value {
    /// What it is, with its article, as messages say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "a boolean",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl From<&Value> for serde_json::Value {
    fn from(value: &Value) -> Self {
        match value {
            Value::String(text) | Value::Date(text) => Self::from(&**text),
            Value::Integer(number) => Self::from(*number),
            Value::Float(number) => Self::from(*number),
            Value::Boolean(truth) => Self::from(*truth),
            Value::List(values) => values.iter().map(|each| Self::from(&each.value)).collect(),
            Value::Table(fields) => Self::from(fields),
        }
    }
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The key.
    pub key: At<Box<str>>,
    /// The value.
    pub value: At<Value>,
}

/// A table of fields, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    /// The file, for places.
    path: Arc<str>,
    /// Where the table is written.
    span: Span,
    /// Keys with their values.
    entries: Vec<Field>,
    /// Keys without a value (`subtitle:` in YAML): known or unknown like any other, and otherwise not given.
    blank: Vec<At<Box<str>>>,
    /// Whether the text around it could not be wholly read, so that a missing key proves nothing.
    broken: bool,
    /// Of the outermost table: each place that could not be read, also where its problem follows from another and is not told.
    faults: Vec<Span>,
}

impl Fields {
    /// No fields, in a file that has none.
    pub fn empty(path: &Arc<str>, span: Span) -> Self {
        Self { path: path.clone(), span, ..Self::default() }
    }

    /// No fields, because those that stand there could not be read: that one is missing proves nothing.
    pub fn unread(path: &Arc<str>, span: Span) -> Self {
        Self { broken: true, ..Self::empty(path, span) }
    }

    /// Whether the text around them could not be wholly read, so that a missing key proves nothing.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Each place that could not be read, told or not.
    pub fn faults(&self) -> &[Span] {
        &self.faults
    }

    /// Keys without a value, each with its place.
    pub fn blank(&self) -> &[At<Box<str>>] {
        &self.blank
    }

    /// Reads TOML that begins at the byte `offset` of its file.
    pub fn toml(text: &str, path: &Arc<str>, file: u16, offset: usize) -> Checked<Self> {
        toml::read(&Origin { text, path, file, offset })
    }

    /// Reads YAML that begins at the byte `offset` of its file.
    pub fn yaml(text: &str, path: &Arc<str>, file: u16, offset: usize) -> Checked<Self> {
        yaml::read(&Origin { text, path, file, offset })
    }

    /// Starts to read them.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }

    /// The file in which they are written.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// Where the table is written.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The keys and values in order.
    pub fn entries(&self) -> &[Field] {
        &self.entries
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&At<Value>> {
        self.entries.iter().find(|field| &*field.key.value == key).map(|field| &field.value)
    }

    /// Whether nothing is in them.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The place of a span of the same file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.path.clone(), span.start as usize..span.end as usize)
    }
}

impl From<&Fields> for serde_json::Value {
    fn from(fields: &Fields) -> Self {
        let pairs =
            fields.entries.iter().map(|field| (field.key.value.to_string(), Self::from(&field.value.value)));
        Self::Object(pairs.collect())
    }
}

/// A text to read, and where it stands.
struct Origin<'a> {
    text: &'a str,
    path: &'a Arc<str>,
    file: u16,
    offset: usize,
}

impl Origin<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.offset + range.start, self.offset + range.end.max(range.start))
    }

    fn place(&self, range: std::ops::Range<usize>) -> Place {
        let span = self.span(range);
        Place::new(self.path.clone(), span.start as usize..span.end as usize)
    }

    /// The span of a string's bare text within its literal, where it stands there as it is.
    fn text_span(&self, literal: std::ops::Range<usize>, value: &str) -> Span {
        // Nearly always it begins right after the quote mark, and need not be searched for.
        let at = |raw: &str| match raw.get(1..).is_some_and(|inner| inner.starts_with(value)) {
            true => Some(1),
            false => raw.find(value),
        };
        let found = self.text.get(literal.clone()).filter(|_| !value.is_empty()).and_then(at);
        match found {
            Some(at) => self.span(literal.start + at..literal.start + at + value.len()),
            None => self.span(literal),
        }
    }
}

#[cfg(test)]
mod tests;
