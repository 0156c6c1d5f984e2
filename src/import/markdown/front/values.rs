//! Values of front matter as texts.
//!
//! In: values. Out: texts. Never: keys.

use crate::fields::Value;

/// A string.
pub(super) fn text(value: Option<&Value>) -> Option<&str> {
    match value? {
        Value::String(text) | Value::Date(text) if !text.trim().is_empty() => Some(text.trim()),
        _ => None,
    }
}

/// A value of one word or line, as it is written.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Boolean(_) | Value::List(_) | Value::Table(_) => None,
        Value::String(_) | Value::Date(_) => text(Some(value)).map(str::to_owned),
    }
}

/// A text on one line without the marks of emphasis and code, which offprint's plain values would print.
pub(in crate::import::markdown) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => {
                out.extend(chars.next());
            }
            '*' if next != Some(' ') || before != ' ' => {}
            '`' => {}
            '_' if !(before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric)) => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
        before = c;
    }
    out.trim().to_owned()
}

/// The texts of a list, or of one string.
pub(super) fn list(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::List(values) => values.iter().map(|each| scalar(&each.value)).collect(),
        other => scalar(other).map(|text| vec![text]),
    }
}

/// Topics: a list, or one string with commas between them. Jekyll parts a string of its own at blanks.
pub(super) fn topics(key: &str, value: &Value) -> Option<Vec<String>> {
    let split = |text: &str, by: &[char]| -> Vec<String> {
        text.split(by).map(|part| plain(part.trim())).filter(|part| !part.is_empty()).collect()
    };
    match value {
        Value::String(text) if text.contains([',', ';']) => Some(split(text, &[',', ';'])),
        Value::String(text) if matches!(key, "tags" | "categories") => Some(split(text, &[' ', '\n'])),
        other => Some(list(other)?.iter().map(|topic| plain(topic)).filter(|t| !t.is_empty()).collect()),
    }
}
