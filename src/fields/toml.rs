//! TOML into fields.
//!
//! In: text. Out: [`Fields`], as much of them as could be read, and every syntax error. Never: which keys there should be.

use std::borrow::Cow;
use toml::Spanned;

use toml::de::{DeTable, DeValue, Error};

use super::{At, Field, Fields, Origin, Value};
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic};

/// Reads a document.
pub(super) fn read(origin: &Origin) -> Checked<Fields> {
    let (document, errors) = DeTable::parse_recoverable(origin.text);
    let broken = !errors.is_empty();
    let problems = errors.iter().map(|error| problem(origin, error)).collect();
    let span = origin.span(0..origin.text.len());
    Checked::new(Fields { span, broken, ..table(origin, document.get_ref(), broken) }, problems)
}

fn problem(origin: &Origin, error: &Error) -> Diagnostic {
    let message = error.message().trim();
    let first = message.lines().next().unwrap_or_default();
    let (rule, message) = if first == "duplicate key" {
        let key = error.span().and_then(|range| origin.text.get(range)).unwrap_or_default();
        (&reading::KEY_TWICE, format!("the key `{key}` is given twice"))
    } else {
        (&reading::TOML_SYNTAX, format!("not readable as TOML: {first}"))
    };
    let problem = Diagnostic::new(rule, message);
    match error.span() {
        Some(range) => problem.at(origin.place(range)),
        None => problem.at(origin.place(0..0)),
    }
}

fn table(origin: &Origin, source: &DeTable, broken: bool) -> Fields {
    // Recovery gives keys without values an empty one that stands nowhere, and impossible dates no parts; both are blank.
    let (blank, given): (Vec<_>, Vec<_>) = source.iter().partition(|(_, value)| {
        let nothing = |date: &toml::value::Datetime| date.date.is_none() && date.time.is_none();
        broken && (value.span().is_empty() || value.get_ref().as_datetime().is_some_and(nothing))
    });
    let key = |key: &Spanned<Cow<str>>| At::new(key.get_ref().as_ref().into(), origin.span(key.span()));
    let mut entries: Vec<Field> = given
        .into_iter()
        .map(|(name, value)| Field { key: key(name), value: self::value(origin, value, broken) })
        .collect();
    entries.sort_by_key(|field| field.key.span.start);
    Fields {
        path: origin.path.clone(),
        span: origin.span(0..0),
        entries,
        blank: blank.into_iter().map(|(name, _)| key(name)).collect(),
        broken,
    }
}

fn value(origin: &Origin, source: &Spanned<DeValue>, broken: bool) -> At<Value> {
    let span = origin.span(source.span());
    match source.get_ref() {
        DeValue::String(text) => {
            At::new(Value::String(text.as_ref().into()), origin.text_span(source.span(), text))
        }
        DeValue::Integer(digits) => {
            let number = i64::from_str_radix(digits.as_str(), digits.radix());
            At::new(number.map_or_else(|_| Value::String(digits.as_str().into()), Value::Integer), span)
        }
        DeValue::Float(digits) => At::new(Value::Float(digits.as_str().parse().unwrap_or(f64::NAN)), span),
        DeValue::Boolean(truth) => At::new(Value::Boolean(*truth), span),
        DeValue::Datetime(date) => At::new(Value::Date(date.to_string().into()), span),
        DeValue::Array(values) => {
            At::new(Value::List(values.iter().map(|each| value(origin, each, broken)).collect()), span)
        }
        DeValue::Table(inner) => At::new(Value::Table(Fields { span, ..table(origin, inner, broken) }), span),
    }
}
