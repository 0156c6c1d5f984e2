//! TOML into fields.
//!
//! In: text. Out: [`Fields`], as much of them as could be read, and the syntax errors that a person needs. Never: which keys
//! there should be.

mod slips;

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::{At, Field, Fields, Origin, Value};
use crate::diagnostic::Checked;

/// Reads a document.
pub(super) fn read(origin: &Origin) -> Checked<Fields> {
    let (document, errors) = DeTable::parse_recoverable(origin.text);
    let recovered = Recovered { broken: !errors.is_empty(), open: slips::open(document.get_ref(), &errors) };
    let problems = slips::told(origin, document.get_ref(), &errors, recovered.open);
    let faults = errors.iter().filter_map(Error::span).map(|range| origin.span(range)).collect();
    let span = origin.span(0..origin.text.len());
    let mut fields = table(origin, document.get_ref(), recovered);
    if errors.iter().any(slips::is_head) {
        // Recovery takes the first key below a head without an end for that head.
        fields.entries.retain(|field| field.value.span.end > field.key.span.start);
    }
    Checked::new(Fields { span, faults, ..fields }, problems)
}

/// What is known of a text that could not be wholly read.
#[derive(Clone, Copy)]
struct Recovered {
    /// Whether that is so.
    broken: bool,
    /// Where the value begins that took in all the rest of the text.
    open: Option<usize>,
}

fn table(origin: &Origin, source: &DeTable, recovered: Recovered) -> Fields {
    let Recovered { broken, open } = recovered;
    // Recovery gives keys without values an empty one that stands nowhere, and impossible dates no parts; both are blank, and so is
    // what has taken in other keys.
    let (blank, given): (Vec<_>, Vec<_>) = source.iter().partition(|(_, value)| {
        let nothing = |date: &toml::value::Datetime| date.date.is_none() && date.time.is_none();
        let is_lost = value.span().is_empty() || Some(value.span().start) == open;
        broken && (is_lost || value.get_ref().as_datetime().is_some_and(nothing))
    });
    let key = |key: &Spanned<Cow<str>>| At::new(key.get_ref().as_ref().into(), origin.span(key.span()));
    let mut entries: Vec<Field> = given
        .into_iter()
        .map(|(name, value)| Field { key: key(name), value: self::value(origin, value, recovered) })
        .collect();
    entries.sort_by_key(|field| field.key.span.start);
    Fields {
        path: origin.path.clone(),
        span: origin.span(0..0),
        entries,
        blank: blank.into_iter().map(|(name, _)| key(name)).collect(),
        broken,
        faults: Vec::new(),
    }
}

fn value(origin: &Origin, source: &Spanned<DeValue>, recovered: Recovered) -> At<Value> {
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
            At::new(Value::List(values.iter().map(|each| value(origin, each, recovered)).collect()), span)
        }
        DeValue::Table(inner) => {
            At::new(Value::Table(Fields { span, ..table(origin, inner, recovered) }), span)
        }
    }
}
