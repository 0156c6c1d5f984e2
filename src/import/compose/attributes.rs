//! `{#id .class key="value"}` is written.
//!
//! In: ids and values, any text. Out: attributes that are read as they were meant. Never: what they are for.

use std::fmt;

/// Attributes.
#[derive(Clone, Debug, Default)]
pub(super) struct Written(Vec<String>);

impl Written {
    /// Adds an id, if there is one.
    pub(super) fn id(&mut self, id: Option<String>) {
        self.0.extend(id.map(|id| format!("#{id}")));
    }

    /// Whether a key has a value.
    pub(super) fn has_pairs(&self) -> bool {
        self.0.iter().any(|given| given.contains('='))
    }

    /// Adds a class.
    pub(super) fn class(&mut self, class: &str) {
        self.0.push(format!(".{class}"));
    }

    /// Adds a key and its value, which is one line.
    pub(super) fn pair(&mut self, key: &str, value: &str) {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        self.0.push(format!("{key}=\"{value}\""));
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{{{}}}", self.0.join(" ")) }
    }
}

/// An id as manuscripts can have it: what does not fit is a hyphen.
pub(super) fn id(written: &str) -> Option<String> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let id: String = written.trim().chars().map(|c| if fits(c) { c } else { '-' }).collect();
    let id = id.trim_start_matches(|c: char| !(c.is_alphabetic() || c == '_'));
    (!id.is_empty()).then(|| id.to_owned())
}
