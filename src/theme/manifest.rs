//! A theme's own description of itself: `theme.toml`.
//!
//! In: its text. Out: [`Manifest`], with a diagnostic for whatever cannot be understood. Never: other themes.

use std::sync::Arc;

use crate::diagnostic::rules::theme as rules;
use crate::diagnostic::{Diagnostic, nearest};
use crate::fields::{At, Fields, Reader, Value};

/// What a theme says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    /// The theme that it is laid over.
    pub(super) extends: Option<At<Box<str>>>,
    /// The stylesheets that make `site.css`, in order, if it says so.
    pub(super) stylesheets: Option<Vec<At<Box<str>>>>,
    /// The options that it declares, or gives another default.
    pub(super) options: Vec<Declaration>,
    /// The whole of it, for places.
    pub(super) fields: Fields,
}

/// `[options.<name>]`
#[derive(Clone, Debug)]
pub(super) struct Declaration {
    pub(super) name: At<Box<str>>,
    /// Its type; a theme may leave it out for an option that a parent declares.
    pub(super) kind: Option<OptionKind>,
    pub(super) default: Option<At<Value>>,
    /// The colour on which this colour must be readable.
    pub(super) against: Option<At<Box<str>>>,
}

/// The type of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OptionKind {
    /// `#rgb` or `#rrggbb`
    Color,
    Text,
    Boolean,
    Number,
    /// One of these.
    Choice(Vec<Box<str>>),
    /// A list of tables with `title` and `link`.
    Links,
    /// The name of a picture in `assets/`.
    Image,
}

/// Names of types as `theme.toml` writes them.
const KINDS: [&str; 7] = ["color", "text", "boolean", "number", "choice", "links", "image"];

/// Reads a `theme.toml`.
pub(super) fn parse(text: &str, path: &Arc<str>, problems: &mut Vec<Diagnostic>) -> Manifest {
    let fields = Fields::toml(text, path, 0, 0).take(problems);
    let mut reader = fields.reader();
    reader.know("name");
    reader.know("description");
    let extends = reader.string("extends");
    let stylesheets = reader.strings("stylesheets");
    if let Some(range) = reader.string("offprint") {
        problems.extend(version(&fields, &range));
    }
    let options = reader.table("options").map(|table| declarations(table, problems)).unwrap_or_default();
    problems.extend(reader.finish());
    Manifest { extends, stylesheets, options, fields: fields.clone() }
}

/// What is wrong with the versions of offprint that a theme is made for.
fn version(fields: &Fields, range: &At<Box<str>>) -> Option<Diagnostic> {
    let ours = env!("CARGO_PKG_VERSION");
    let Ok(wanted) = semver::VersionReq::parse(&range.value) else {
        let message = format!("`{}` is not a range of versions", range.value);
        return Some(
            Diagnostic::new(&rules::THEME_MANIFEST, message)
                .at(fields.place(range.span))
                .hint("write it as `>=0.1, <0.2`"),
        );
    };
    let fits = semver::Version::parse(ours).is_ok_and(|ours| wanted.matches(&ours));
    let message = format!("the theme is made for offprint {}, this is offprint {ours}", range.value);
    (!fits).then(|| Diagnostic::new(&rules::THEME_VERSION, message).at(fields.place(range.span)))
}

fn declarations(mut table: Reader<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Declaration> {
    let fields = table.fields();
    let names: Vec<At<Box<str>>> = fields.entries().iter().map(|field| field.key.clone()).collect();
    let mut found = Vec::new();
    for name in names {
        if let Some(reader) = table.table(&name.value) {
            found.push(declaration(name, reader, problems));
        }
    }
    problems.extend(table.finish());
    found
}

fn declaration(name: At<Box<str>>, mut reader: Reader<'_>, problems: &mut Vec<Diagnostic>) -> Declaration {
    reader.know("description");
    let default = reader.value("default").cloned();
    let against = reader.string("against");
    let choices = reader.strings("choices").unwrap_or_default();
    let choices = choices.into_iter().map(|choice| choice.value).collect();
    let kind = reader.string("type").and_then(|written| {
        let kind = kind(&written.value, choices);
        if kind.is_none() {
            let message = format!("`{}` is not a type of option", written.value);
            problems.push(
                Diagnostic::new(&rules::THEME_MANIFEST, message)
                    .at(reader.fields().place(written.span))
                    .did_you_mean(nearest(&written.value, KINDS))
                    .hint(format!("the types are {}", KINDS.join(", "))),
            );
        }
        kind
    });
    problems.extend(reader.finish());
    Declaration { name, kind, default, against }
}

fn kind(written: &str, choices: Vec<Box<str>>) -> Option<OptionKind> {
    Some(match written {
        "color" => OptionKind::Color,
        "text" => OptionKind::Text,
        "boolean" => OptionKind::Boolean,
        "number" => OptionKind::Number,
        "choice" => OptionKind::Choice(choices),
        "links" => OptionKind::Links,
        "image" => OptionKind::Image,
        _ => return None,
    })
}
