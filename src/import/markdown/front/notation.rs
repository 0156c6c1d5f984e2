//! Values written as TOML.
//!
//! In: texts. Out: TOML. Never: what they mean.

use std::fmt::Write;

use crate::fields::Value;

/// A string; one of several lines stands between three quotation marks.
pub(super) fn string(text: &str) -> String {
    let text = text.trim();
    if text.contains('\n') { format!("\"\"\"\n{}\n\"\"\"", escaped(text, true)) } else { line(text) }
}

/// A string on one line.
pub(super) fn line(text: &str) -> String {
    format!("\"{}\"", escaped(text, false))
}

/// A list of strings.
pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(line).collect();
    format!("[{}]", texts.join(", "))
}

/// A table on one line.
pub(super) fn table(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {}", line(value))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Any value on one line.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::String(text) => line(text),
        // TOML takes a blank before the time, and none before the offset.
        Value::Date(text) if text.matches(' ').count() > 1 => line(text),
        Value::Date(text) => text.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Boolean(truth) => truth.to_string(),
        Value::List(values) => {
            let values: Vec<String> = values.iter().map(|each| self::value(&each.value)).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Table(fields) => {
            let pairs = fields.entries().iter().map(|field| {
                let key = &field.key.value;
                let bare = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
                let key = if bare && !key.is_empty() { key.to_string() } else { line(key) };
                format!("{key} = {}", self::value(&field.value.value))
            });
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

fn escaped(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quotes = 0;
    for c in text.chars() {
        quotes = if c == '"' { quotes + 1 } else { 0 };
        match c {
            '\\' => out.push_str("\\\\"),
            // Two quotation marks in a row may stand in a text of several lines, and three may not.
            '"' if !lines || quotes > 2 => out.push_str("\\\""),
            '\n' if lines => out.push('\n'),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a string never fails.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    if lines && out.ends_with('"') {
        out.pop();
        out.push_str("\\\"");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_back_as_they_were() {
        for text in
            ["plain", "a \"b\" \\ c", "one\ntwo \"\"\" three\\\n\"end\"", "bell\u{7}\ttab", "„polski”"]
        {
            let read: ::toml::Table = ::toml::from_str(&format!("x = {}", string(text))).unwrap();
            assert_eq!(read["x"].as_str().unwrap().trim_end_matches('\n'), text);
        }
    }
}
