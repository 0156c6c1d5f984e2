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
    /// The scripts that make `site.js`, in order, if it says so.
    pub(super) scripts: Option<Vec<At<Box<str>>>>,
    /// The stylesheets that make `figures.css`, for pages with figures or tables.
    pub(super) figure_stylesheets: Option<Vec<At<Box<str>>>>,
    /// The scripts that make `figures.js`, likewise.
    pub(super) figure_scripts: Option<Vec<At<Box<str>>>>,
    /// How wide it shows images: the value of HTML's `sizes`.
    pub(super) image_sizes: Option<Box<str>>,
    /// How wide it shows the picture of a cover.
    pub(super) cover_sizes: Option<Box<str>>,
    /// The options that it declares, or gives another default.
    pub(super) options: Vec<Declaration>,
    /// The colours that its stylesheets mix.
    pub(super) mixes: Vec<Mix>,
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
    /// The colours on which this colour must be readable.
    pub(super) against: Option<Vec<At<Box<str>>>>,
    /// The yes-or-no option without which the colour is not used.
    pub(super) when: Option<Box<str>>,
    /// The stylesheet that only the theme's own fonts need.
    pub(super) stylesheet: Option<Box<str>>,
}

/// `[mixes.<name>]`: what `color-mix(in srgb, var(--of) share%, var(--with))` makes in a stylesheet.
#[derive(Clone, Debug)]
pub(super) struct Mix {
    pub(super) name: At<Box<str>>,
    /// A colour: an option, another mixture, or `#rrggbb`.
    pub(super) of: At<Box<str>>,
    /// How much of it, in per cent.
    pub(super) share: f64,
    /// The colour that makes up the rest.
    pub(super) with: At<Box<str>>,
    /// The colours on which it must be readable.
    pub(super) against: Vec<At<Box<str>>>,
    /// The yes-or-no option without which it is not used.
    pub(super) when: Option<Box<str>>,
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
    /// The theme's fonts, the reader's own, or the site's: a word or a list of faces.
    Fonts,
}

/// Names of types as `theme.toml` writes them.
const KINDS: [&str; 8] = ["color", "text", "boolean", "number", "choice", "links", "image", "fonts"];

/// Reads a `theme.toml`.
pub(super) fn parse(text: &str, path: &Arc<str>, problems: &mut Vec<Diagnostic>) -> Manifest {
    let fields = Fields::toml(text, path, 0, 0).take(problems);
    let mut reader = fields.reader();
    reader.know("name");
    reader.know("description");
    let extends = reader.string("extends");
    let stylesheets = reader.strings("stylesheets");
    let scripts = reader.strings("scripts");
    let figure_stylesheets = reader.strings("figure_stylesheets");
    let figure_scripts = reader.strings("figure_scripts");
    if let Some(range) = reader.string("offprint") {
        problems.extend(version(&fields, &range));
    }
    let image_sizes = reader.string("image_sizes").map(|sizes| sizes.value);
    let cover_sizes = reader.string("cover_sizes").map(|sizes| sizes.value);
    let options = tables(&mut reader, "options", problems);
    let options = options.into_iter().map(|(name, table)| declaration(name, table, problems)).collect();
    let mixes = tables(&mut reader, "mixes", problems);
    let mixes = mixes.into_iter().filter_map(|(name, table)| mix(name, table, problems)).collect();
    problems.extend(reader.finish());
    Manifest {
        extends,
        stylesheets,
        scripts,
        figure_stylesheets,
        figure_scripts,
        image_sizes,
        cover_sizes,
        options,
        mixes,
        fields: fields.clone(),
    }
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

/// The tables in a table whose keys are free: `[options.accent]`.
fn tables<'a>(
    reader: &mut Reader<'a>,
    key: &str,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(At<Box<str>>, Reader<'a>)> {
    let Some(mut table) = reader.table(key) else { return Vec::new() };
    let names: Vec<At<Box<str>>> = table.fields().entries().iter().map(|field| field.key.clone()).collect();
    let found =
        names.into_iter().filter_map(|name| Some((name.clone(), table.table(&name.value)?))).collect();
    problems.extend(table.finish());
    found
}

fn mix(name: At<Box<str>>, mut reader: Reader<'_>, problems: &mut Vec<Diagnostic>) -> Option<Mix> {
    reader.know("description");
    let (of, with) = (reader.require_string("of"), reader.require_string("with"));
    let share = match reader.value("share").map(|share| (&share.value, share.span)) {
        Some((Value::Integer(share @ 0..=100), _)) => f64::from(i32::try_from(*share).unwrap_or_default()),
        Some((Value::Float(share), _)) if (0.0..=100.0).contains(share) => *share,
        found => {
            let span = found.map_or(name.span, |(_, span)| span);
            reader.report(
                &rules::THEME_MANIFEST,
                "`share` must be a number from 0 to 100, in per cent",
                span,
            );
            0.0
        }
    };
    let against = reader.strings("against").unwrap_or_default();
    let when = reader.string("when").map(|when| when.value);
    problems.extend(reader.finish());
    Some(Mix { name, of: of?, share, with: with?, against, when })
}

fn declaration(name: At<Box<str>>, mut reader: Reader<'_>, problems: &mut Vec<Diagnostic>) -> Declaration {
    reader.know("description");
    let default = reader.value("default").cloned();
    let against = reader.strings("against");
    let when = reader.string("when").map(|when| when.value);
    let stylesheet = reader.string("stylesheet").map(|name| name.value);
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
    Declaration { name, kind, default, against, when, stylesheet }
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
        "fonts" => OptionKind::Fonts,
        _ => return None,
    })
}
