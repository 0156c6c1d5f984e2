//! A table of fields with places, read from TOML or YAML alike, that knows which of its keys were asked for.
//!
//! In: the text of a settings file or of front matter. Out: [`Fields`] and values with places, and diagnostics for
//! unknown keys, wrong types and syntax. Never: which keys there should be; that is its callers' knowledge.

/// A table of fields.
#[derive(Clone, Debug, Default)]
pub struct Fields {}
