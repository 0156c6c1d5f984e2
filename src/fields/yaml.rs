//! YAML 1.2 (its core schema) into fields.
//!
//! In: text. Out: [`Fields`], as much of them as could be read, and what is wrong. Never: aliases, which could make a
//! small file a huge one; tags other than the core schema's; more than one document.

use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span as Extent, Tag};

use super::{At, Field, Fields, Origin, Value};
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::paper::Span;

/// No settings need more; the bound keeps recursive work over values shallow.
const DEEPEST: usize = 32;

/// Reads a document.
pub(super) fn read(origin: &Origin) -> Checked<Fields> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    let mut tree =
        Tree { origin, open: Vec::new(), root: None, problems: Vec::new(), broken: false, documents: 0 };
    for event in Parser::new_from_str_with_options(origin.text, options) {
        match event {
            Ok((event, extent)) => tree.event(event, &extent),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or_default();
                tree.broken = true;
                tree.problem(
                    &reading::YAML_SYNTAX,
                    format!("not readable as YAML: {}", error.info()),
                    at..at,
                );
                break;
            }
        }
    }
    tree.finish()
}

/// A collection whose end has not been met.
enum Open {
    List(Vec<At<Value>>, usize),
    /// With the keys given so far, each with its place.
    Table(Fields, usize, Option<Key>, BTreeMap<Box<str>, Span>),
}

/// A key that waits for its value. One given twice, or no string, is `Dropped` with its value.
enum Key {
    Good(At<Box<str>>),
    Dropped,
}

struct Tree<'a> {
    origin: &'a Origin<'a>,
    open: Vec<Open>,
    root: Option<At<Value>>,
    problems: Vec<Diagnostic>,
    broken: bool,
    documents: usize,
}

impl Tree<'_> {
    fn problem(
        &mut self,
        rule: &'static crate::diagnostic::Rule,
        message: impl Into<String>,
        range: Range<usize>,
    ) {
        self.problems.push(Diagnostic::new(rule, message).at(self.origin.place(range)));
    }

    fn event(&mut self, event: Event, extent: &Extent) {
        let range = extent.byte_range().unwrap_or_default();
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.broken = true;
                    self.problem(
                        &reading::YAML_SYNTAX,
                        "a second YAML document begins here; it is not read",
                        range,
                    );
                }
            }
            _ if self.documents > 1 => {}
            Event::Scalar(text, style, _, tag) => self.scalar(&text, style, tag.as_deref(), range),
            Event::SequenceStart(_, _, tag) => {
                self.tag(tag.as_deref(), &range);
                self.open.push(Open::List(Vec::new(), range.start));
            }
            Event::MappingStart(_, _, tag) => {
                self.tag(tag.as_deref(), &range);
                let fields = Fields::empty(self.origin.path, self.origin.span(range.clone()));
                self.open.push(Open::Table(fields, range.start, None, BTreeMap::new()));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.problem(&reading::YAML_ALIAS, "YAML aliases are not read", range.clone());
                self.put(None, range);
            }
            _ => {}
        }
    }

    fn tag(&mut self, tag: Option<&Tag>, range: &Range<usize>) {
        if let Some(tag) = tag.filter(|tag| tag.core_suffix().is_none()) {
            let message = format!("the YAML tag `{}` is not known", tag.original());
            self.problem(&reading::YAML_SYNTAX, message, range.clone());
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, range: Range<usize>) {
        self.tag(tag, &range);
        let is_text = style != ScalarStyle::Plain || tag.and_then(Tag::core_suffix) == Some("str");
        let awaits_key = matches!(self.open.last(), Some(Open::Table(_, _, None, _)));
        let value = if is_text || awaits_key { Some(Value::String(text.into())) } else { plain(text) };
        let span = match &value {
            Some(Value::String(text)) => self.origin.text_span(range.clone(), text),
            _ => self.origin.span(range.clone()),
        };
        self.put(value.map(|value| At::new(value, span)), range);
    }

    /// Gives a value, or the absence of one, to the innermost open collection.
    fn put(&mut self, value: Option<At<Value>>, range: Range<usize>) {
        match self.open.last_mut() {
            None => self.root = value,
            Some(Open::List(values, _)) => values.extend(value),
            Some(Open::Table(fields, _, key, given)) => match (key.take(), value) {
                (None, value) => *key = Some(new_key(self.origin, given, value, range, &mut self.problems)),
                (Some(Key::Good(key)), Some(value)) => fields.entries.push(Field { key, value }),
                (Some(Key::Good(key)), None) => fields.blank.push(key),
                (Some(Key::Dropped), _) => {}
            },
        }
    }

    fn close(&mut self, end: usize) {
        let (value, start) = match self.open.pop() {
            Some(Open::List(values, start)) => (Value::List(values), start),
            Some(Open::Table(fields, start, ..)) => {
                let span = self.origin.span(start..end);
                (Value::Table(Fields { span, ..fields }), start)
            }
            None => return,
        };
        let raw = self.origin.text.get(start..end).unwrap_or_default();
        let range = start..start + raw.trim_end().len();
        let value = At::new(value, self.origin.span(range.clone()));
        self.put(Some(value), range);
    }

    fn finish(mut self) -> Checked<Fields> {
        while !self.open.is_empty() {
            self.close(self.origin.text.len());
        }
        let whole = self.origin.span(0..self.origin.text.len());
        let mut fields = match self.root.take() {
            Some(At { value: Value::Table(fields), .. }) => fields,
            Some(At { value, span }) => {
                let message = format!("keys with values are expected here, not {}", value.kind());
                let place = crate::diagnostic::Place::new(
                    self.origin.path.clone(),
                    span.start as usize..span.end as usize,
                );
                self.broken = true;
                self.problems
                    .push(Diagnostic::new(&reading::YAML_SYNTAX, message).at(place).hint("write `title: …`"));
                Fields::empty(self.origin.path, whole)
            }
            None => Fields::empty(self.origin.path, whole),
        };
        if self.broken {
            mark_broken(&mut fields);
        }
        let place = |problem: &Diagnostic| problem.place.as_ref().and_then(|place| place.range.clone());
        let file = self.origin.file;
        let faults = self.problems.iter().filter_map(place).map(|at| Span::new(file, at.start, at.end));
        let faults = faults.collect();
        Checked::new(Fields { span: whole, faults, ..fields }, self.problems)
    }
}

fn new_key(
    origin: &Origin,
    given: &mut BTreeMap<Box<str>, Span>,
    value: Option<At<Value>>,
    range: Range<usize>,
    problems: &mut Vec<Diagnostic>,
) -> Key {
    let Some(At { value: Value::String(text), span }) = value else {
        problems.push(Diagnostic::new(&reading::YAML_SYNTAX, "a key must be a word").at(origin.place(range)));
        return Key::Dropped;
    };
    if let Some(first) = given.get(&text) {
        problems.push(
            Diagnostic::new(&reading::KEY_TWICE, format!("the key `{text}` is given twice"))
                .at(origin.place(range))
                .related(
                    Place::new(origin.path.clone(), first.start as usize..first.end as usize),
                    "first given here",
                ),
        );
        return Key::Dropped;
    }
    given.insert(text.clone(), span);
    Key::Good(At::new(text, span))
}

fn mark_broken(fields: &mut Fields) {
    fields.broken = true;
    for field in &mut fields.entries {
        if let Value::Table(inner) = &mut field.value.value {
            mark_broken(inner);
        }
    }
}

/// A scalar without quotes, by the core schema, and dates; `None` is null.
fn plain(text: &str) -> Option<Value> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => return None,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        _ if looks_like_date(text) => Value::Date(text.into()),
        _ => number(text).unwrap_or_else(|| Value::String(text.into())),
    })
}

/// `2024-01-06`, with or without a time after it.
fn looks_like_date(text: &str) -> bool {
    let shape = |text: &str, pattern: &str| {
        text.len() == pattern.len()
            && text
                .bytes()
                .zip(pattern.bytes())
                .all(|(b, p)| if p == b'0' { b.is_ascii_digit() } else { b == p })
    };
    let day = text.get(..10).is_some_and(|day| shape(day, "0000-00-00"));
    let rest = text.get(10..).unwrap_or_default();
    let timed = rest.starts_with(['T', 't', ' ']) && rest.get(1..6).is_some_and(|time| shape(time, "00:00"));
    day && (rest.is_empty() || timed)
}

fn number(text: &str) -> Option<Value> {
    let integer = |digits: &str, radix| {
        let valid = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        if valid { i64::from_str_radix(digits, radix).ok().map(Value::Integer) } else { None }
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return integer(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return integer(digits, 8);
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().map(Value::Integer);
    }
    match digits {
        ".inf" | ".Inf" | ".INF" if text.starts_with('-') => return Some(Value::Float(f64::NEG_INFINITY)),
        ".inf" | ".Inf" | ".INF" => return Some(Value::Float(f64::INFINITY)),
        _ if matches!(text, ".nan" | ".NaN" | ".NAN") => return Some(Value::Float(f64::NAN)),
        _ => {}
    }
    let numeric = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'-' | b'+'));
    let begins = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    if numeric && begins { text.parse().ok().map(Value::Float) } else { None }
}
