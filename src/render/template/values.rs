//! Frames as the template engine sees them.
//!
//! In: the site's and the paper's frames, which many pages share. Out: values that turn a field into a template's value when a
//! template asks for it, so that a page costs what it prints. Never: a field that the frame does not have.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use super::fields::serialized;
use crate::site::frame::{PaperFrame, SiteFrame};
use crate::theme::Word;

/// What all pages in a language share, made once.
#[derive(Debug)]
pub(super) struct Shared {
    frame: Arc<SiteFrame>,
    /// `site`
    pub(super) site: Value,
    /// `t`, the theme's words: `t.skip_to_text` is the word `skip-to-text`.
    pub(super) words: Value,
}

impl Shared {
    pub(super) fn new(frame: &Arc<SiteFrame>) -> Self {
        let words = &frame.words.0;
        let value = |word: &Word| match word {
            Word::One(text) => Value::from(&**text),
            Word::Plural(_) => serialized(word),
        };
        let words = words.iter().map(|(key, word)| (key.clone(), value(word)));
        let words = words.flat_map(|(key, word)| [(key.replace('-', "_").into(), word.clone()), (key, word)]);
        Self {
            frame: frame.clone(),
            site: serialized(&**frame),
            words: Value::from_object(Phrases(words.collect())),
        }
    }

    /// Whether this is made of that frame.
    pub(super) fn is_of(&self, frame: &Arc<SiteFrame>) -> bool {
        Arc::ptr_eq(&self.frame, frame)
    }
}

/// Makes an object of a frame: a field is turned into a value when it is asked for.
macro_rules! lazy {
    ($object:ident, $frame:ident, $($field:ident => $value:expr),* $(,)?) => {
        #[derive(Debug)]
        struct $object(Arc<$frame>);

        impl Object for $object {
            fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
                self.get_value_by_str(key.as_str()?)
            }

            fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
                match key {
                    $(stringify!($field) => Some($value(&self.0.$field)),)*
                    _ => None,
                }
            }

            fn enumerate(self: &Arc<Self>) -> Enumerator {
                Enumerator::Str(&[$(stringify!($field)),*])
            }
        }
    };
}

lazy! {
    Paper, PaperFrame,
    title => serialized, subtitle => serialized, summary => serialized, authors => serialized, date => serialized,
    updated => serialized, series => serialized, number => serialized, collection => serialized, topics => serialized,
    license => serialized, doi => serialized, cover => serialized, corrections => serialized, href => serialized,
    full => serialized, contents => serialized, figures => serialized, tables => serialized, downloads => serialized,
    cite => serialized, words => serialized, minutes => serialized, draft => serialized,
}

/// A paper.
pub(super) fn paper(frame: &Arc<PaperFrame>) -> Value {
    Value::from_object(Paper(frame.clone()))
}

/// The theme's words, by their keys in both spellings.
#[derive(Debug)]
struct Phrases(BTreeMap<Box<str>, Value>);

impl Object for Phrases {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.get(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(|key| Value::from(&**key)).collect())
    }
}

/// The names that a template may use, to find the one that was meant.
pub(super) const NAMES: [&str; 77] = [
    "address",
    "affiliation",
    "alternates",
    "anchor",
    "assets",
    "authors",
    "base",
    "bib",
    "body_html",
    "canonical",
    "caption",
    "cite",
    "collection",
    "contents",
    "corrections",
    "count",
    "cover",
    "cover_sizes",
    "image_sizes",
    "srcset",
    "current",
    "date",
    "description",
    "detail",
    "doi",
    "downloads",
    "draft",
    "email",
    "entries",
    "feeds",
    "figures",
    "findings_html",
    "footer",
    "full",
    "generator",
    "groups",
    "header",
    "headings",
    "home",
    "href",
    "iso",
    "json",
    "json_ld",
    "kind",
    "label",
    "lang",
    "license",
    "list",
    "logo_dark",
    "minutes",
    "name",
    "next",
    "noindex",
    "notes_html",
    "number",
    "options",
    "orcid",
    "page",
    "pages",
    "paper",
    "person",
    "position",
    "previous",
    "properties",
    "publisher",
    "role",
    "same_page",
    "section",
    "series",
    "site",
    "subtitle",
    "summary",
    "summary_html",
    "tables",
    "title",
    "topics",
    "trail",
];
