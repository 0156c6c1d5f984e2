//! The theme: templates, assets, words and options; a site's own laid over the built-in one, file by file.
//!
//! In: embedded themes, the site's `themes/` folder, the options of `site.toml`. Out: [`Theme`]. Never: a page.

use std::collections::BTreeMap;

use serde::Serialize;

/// The words of a theme in one language, from `i18n/<lang>.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<Box<str>, Word>);

/// A word or phrase; one with a count has a form for each plural category of its language (CLDR), with `{n}` in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Word {
    /// A phrase.
    One(Box<str>),
    /// `one`, `few`, `many`, `other`.
    Plural(BTreeMap<Box<str>, Box<str>>),
}
