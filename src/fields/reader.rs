//! Reading a table of fields key by key.
//!
//! In: [`Fields`]. Out: values of the types asked for, and diagnostics for what was of another type or never asked
//! for. Never: what a value means.

use std::collections::BTreeSet;

use super::{At, Field, Fields, Value};
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Diagnostic, Rule, nearest};
use crate::paper::Span;

/// Reads a table key by key, and remembers which keys were asked for.
#[derive(Debug)]
pub struct Reader<'a> {
    fields: &'a Fields,
    /// What the table is called in messages, with a dot at its end: `publisher.`; empty for the outermost.
    prefix: String,
    asked: BTreeSet<Box<str>>,
    problems: Vec<Diagnostic>,
    /// Keys that must be given and are not, each with its problem.
    missing: Vec<(Box<str>, Diagnostic)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(fields: &'a Fields) -> Self {
        Self {
            fields,
            prefix: String::new(),
            asked: BTreeSet::new(),
            problems: Vec::new(),
            missing: Vec::new(),
        }
    }

    fn below(fields: &'a Fields, prefix: String) -> Self {
        Self { prefix, ..Self::new(fields) }
    }

    /// The table that is read.
    pub fn fields(&self) -> &'a Fields {
        self.fields
    }

    /// The full name of a key, as messages say it: `theme.name`.
    pub fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// The value of a key, whatever its type.
    pub fn value(&mut self, key: &str) -> Option<&'a At<Value>> {
        self.know(key);
        self.fields.get(key)
    }

    /// Marks a key as known without reading it.
    pub fn know(&mut self, key: &str) {
        if !self.asked.contains(key) {
            self.asked.insert(key.into());
        }
    }

    /// Every key with its value, for tables whose keys are free. All count as asked for.
    pub fn entries(&mut self) -> &'a [Field] {
        let given = self.fields.entries.iter().map(|field| &field.key).chain(&self.fields.blank);
        given.for_each(|key| self.know(&key.value));
        self.fields.entries()
    }

    /// A string.
    pub fn string(&mut self, key: &str) -> Option<At<Box<str>>> {
        let found = self.value(key)?;
        match &found.value {
            Value::String(text) => Some(At::new(text.clone(), found.span)),
            other => self.mistyped(key, "a string", other, found.span),
        }
    }

    /// A string that must be given.
    pub fn require_string(&mut self, key: &str) -> Option<At<Box<str>>> {
        if self.value(key).is_none() {
            let span = self.fields.span;
            let place = if self.prefix.is_empty() { span.at_start() } else { span };
            let problem = Diagnostic::new(&reading::KEY_MISSING, format!("`{}` is missing", self.name(key)))
                .at(self.fields.place(place))
                .hint(format!("add `{key}`"));
            self.missing(key, problem);
        }
        self.string(key)
    }

    /// Reports that a key is missing, unless the end of the reading shows that it is there and misspelt, or the text
    /// could not be wholly read.
    pub fn missing(&mut self, key: &str, problem: Diagnostic) {
        if !self.fields.broken {
            self.missing.push((key.into(), problem));
        }
    }

    /// A string, or an integer in its place: what is called a number but may be "12a".
    pub fn string_or_integer(&mut self, key: &str) -> Option<At<Box<str>>> {
        let found = self.value(key)?;
        match &found.value {
            Value::Integer(number) => Some(At::new(number.to_string().into(), found.span)),
            _ => self.string(key),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &str) -> Option<At<bool>> {
        let found = self.value(key)?;
        match &found.value {
            Value::Boolean(truth) => Some(At::new(*truth, found.span)),
            other => self.mistyped(key, "`true` or `false`", other, found.span),
        }
    }

    /// A whole number.
    pub fn integer(&mut self, key: &str) -> Option<At<i64>> {
        let found = self.value(key)?;
        match &found.value {
            Value::Integer(number) => Some(At::new(*number, found.span)),
            other => self.mistyped(key, "an integer", other, found.span),
        }
    }

    /// A list of whole numbers; a single one is a list of one.
    pub fn integers(&mut self, key: &str) -> Option<Vec<At<i64>>> {
        let found = self.value(key)?;
        let values = match &found.value {
            Value::List(values) => values.as_slice(),
            _ => std::slice::from_ref(found),
        };
        let mut numbers = Vec::new();
        for each in values {
            match &each.value {
                Value::Integer(number) => numbers.push(At::new(*number, each.span)),
                other => drop(self.mistyped::<()>(key, "a list of integers", other, each.span)),
            }
        }
        Some(numbers)
    }

    /// A list of strings; a single string is a list of one.
    pub fn strings(&mut self, key: &str) -> Option<Vec<At<Box<str>>>> {
        let found = self.value(key)?;
        match &found.value {
            Value::String(text) => Some(vec![At::new(text.clone(), found.span)]),
            Value::List(values) => Some(values.iter().filter_map(|each| self.string_in(key, each)).collect()),
            other => self.mistyped(key, "a list of strings", other, found.span),
        }
    }

    fn string_in(&mut self, key: &str, each: &At<Value>) -> Option<At<Box<str>>> {
        match &each.value {
            Value::String(text) => Some(At::new(text.clone(), each.span)),
            other => self.mistyped(key, "a list of strings, and one of them", other, each.span),
        }
    }

    /// A table. Its reader is finished on its own.
    pub fn table(&mut self, key: &str) -> Option<Reader<'a>> {
        let found = self.value(key)?;
        match &found.value {
            Value::Table(fields) => Some(Reader::below(fields, format!("{}.", self.name(key)))),
            other => self.mistyped(key, "a table", other, found.span),
        }
    }

    /// A list of tables. Each reader is finished on its own.
    pub fn tables(&mut self, key: &str) -> Option<Vec<Reader<'a>>> {
        let found = self.value(key)?;
        let prefix = format!("{}.", self.name(key));
        match &found.value {
            Value::List(values) => {
                let mut tables = Vec::new();
                for each in values {
                    match &each.value {
                        Value::Table(fields) => tables.push(Reader::below(fields, prefix.clone())),
                        other => drop(self.mistyped::<()>(key, "a list of tables", other, each.span)),
                    }
                }
                Some(tables)
            }
            other => self.mistyped(key, "a list of tables", other, found.span),
        }
    }

    /// A reader of a table met as a value of this one, called by the key that holds it.
    pub fn inside(&self, key: &str, fields: &'a Fields) -> Reader<'a> {
        Reader::below(fields, format!("{}.", self.name(key)))
    }

    /// Reports that a value is of another type than its key needs.
    pub fn mistyped<T>(&mut self, key: &str, wanted: &str, found: &Value, span: Span) -> Option<T> {
        if wanted.contains("integer") && is_huge(found) {
            self.report(&reading::VALUE_INVALID, format!("`{}` is too large a number", self.name(key)), span);
            return None;
        }
        let message = format!("`{}` must be {wanted}, not {}", self.name(key), found.kind());
        let problem = Diagnostic::new(&reading::VALUE_TYPE, message).at(self.fields.place(span));
        let quotable =
            matches!(found, Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Date(_));
        self.problems.push(if wanted.contains("string") && quotable {
            problem.hint("put the value in quotes")
        } else {
            problem
        });
        None
    }

    /// Reports something about a value.
    pub fn report(&mut self, rule: &'static Rule, message: impl Into<String>, span: Span) {
        self.problems.push(Diagnostic::new(rule, message).at(self.fields.place(span)));
    }

    /// Reports a problem that has its place already.
    pub fn push(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Ends the reading: the wrong types that were met, and the keys that were not asked for.
    pub fn finish(self) -> Vec<Diagnostic> {
        self.finish_knowing(|_| None)
    }

    /// As [`Reader::finish`], where `elsewhere` says of a key where it belongs if not here.
    pub fn finish_knowing(mut self, elsewhere: impl Fn(&str) -> Option<String>) -> Vec<Diagnostic> {
        let given = self.fields.entries.iter().map(|field| &field.key).chain(&self.fields.blank);
        for key in given.filter(|key| !self.asked.contains(&key.value)) {
            let message = format!("unknown key `{}{}`", self.prefix, key.value);
            let problem = Diagnostic::new(&reading::KEY_UNKNOWN, message).at(self.fields.place(key.span));
            let belongs = elsewhere(&key.value);
            let near = nearest(&key.value, self.asked.iter().map(|asked| &**asked));
            if belongs.is_none() {
                self.missing.retain(|(missing, _)| Some(&**missing) != near);
            }
            self.problems.push(match belongs {
                Some(hint) => problem.hint(hint),
                None => problem.did_you_mean(near),
            });
        }
        self.problems.extend(self.missing.into_iter().map(|(_, problem)| problem));
        self.problems
    }
}

/// Whether a value is a whole number that was too large to be one here, and so stayed the digits that it is written in.
fn is_huge(value: &Value) -> bool {
    let Value::String(text) = value else { return false };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && text.parse::<i64>().is_err()
}
