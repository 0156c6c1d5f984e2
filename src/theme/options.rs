//! The options of a theme: declared in `theme.toml`, set in `site.toml`.
//!
//! In: the chain of themes, the site's `[theme.options]`. Out: a value for every option, as JSON for templates and as
//! custom properties for the stylesheet. Never: an option without a value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, json};

use super::chain::Layer;
use super::color::Color;
use super::contrast;
use super::fonts::Fonts;
use super::manifest::{Declaration, OptionKind};
use crate::config::Config;
use crate::diagnostic::rules::theme as rules;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::fields::{At, Fields, Value};

/// An option as the whole chain declares it.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) kind: OptionKind,
    pub(super) default: Option<At<Value>>,
    /// The colours on which this colour must be readable.
    pub(super) against: Vec<At<Box<str>>>,
    /// The yes-or-no option without which it is not used.
    pub(super) when: Option<Box<str>>,
    /// The stylesheet that only the theme's own fonts need.
    pub(super) stylesheet: Option<Box<str>>,
    /// Where it is declared last.
    pub(super) place: Place,
    /// The table in which its default stands, for places.
    fields: Fields,
}

impl Declared {
    /// The table in which its default stands.
    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }
}

/// What checking a value needs to know besides the value.
struct Check<'a> {
    /// Names of published files, for images.
    assets: &'a BTreeSet<Box<str>>,
    /// The path before addresses in links.
    base: &'a str,
}

/// The options of a chain of themes: each theme adds its own, and may give a parent's another default.
pub(super) fn declared(layers: &[Layer], problems: &mut Vec<Diagnostic>) -> BTreeMap<Box<str>, Declared> {
    let mut all: BTreeMap<Box<str>, Declared> = BTreeMap::new();
    for layer in layers.iter().rev() {
        for declaration in &layer.manifest.options {
            let fields = &layer.manifest.fields;
            let before = all.get(&declaration.name.value);
            match merge(declaration, before, fields) {
                Some(declared) => drop(all.insert(declaration.name.value.clone(), declared)),
                None => problems.push(
                    Diagnostic::new(
                        &rules::THEME_MANIFEST,
                        format!("the option `{}` has no type", declaration.name.value),
                    )
                    .at(fields.place(declaration.name.span))
                    .hint("add `type = \"text\"` or another type"),
                ),
            }
        }
    }
    all
}

fn merge(new: &Declaration, before: Option<&Declared>, fields: &Fields) -> Option<Declared> {
    let kind = new.kind.clone().or_else(|| before.map(|before| before.kind.clone()))?;
    let own = new.default.is_some();
    Some(Declared {
        kind,
        default: new.default.clone().or_else(|| before?.default.clone()),
        against: new.against.clone().or_else(|| Some(before?.against.clone())).unwrap_or_default(),
        when: new.when.clone().or_else(|| before?.when.clone()),
        stylesheet: new.stylesheet.clone().or_else(|| before?.stylesheet.clone()),
        place: fields.place(new.name.span),
        fields: match before {
            Some(before) if !own => before.fields.clone(),
            _ => fields.clone(),
        },
    })
}

/// A value for each option: the site's, the theme's default, or an empty one.
pub(super) fn check(
    declared: &BTreeMap<Box<str>, Declared>,
    layers: &[Layer],
    config: &Config,
    (assets, fonts): (&BTreeSet<Box<str>>, &BTreeMap<Box<str>, Fonts>),
    problems: &mut Vec<Diagnostic>,
) -> serde_json::Value {
    let check = Check { assets, base: &config.base.path };
    let mut reader = config.theme.options.reader();
    let mut values = Map::new();
    for (name, option) in declared {
        if let Some(fonts) = fonts.get(name) {
            reader.know(name);
            values.insert(name.to_string(), fonts.value());
            continue;
        }
        let given = reader.value(name).and_then(|given| {
            let checked = value(name, option, given, &check);
            checked.map_err(|why| problems.push(why.at(config.theme.options.place(given.span)))).ok()
        });
        let standard = || {
            let default = option.default.as_ref()?;
            value(name, option, default, &check).ok()
        };
        let chosen = given.or_else(standard).unwrap_or_else(|| empty(&option.kind));
        values.insert(name.to_string(), chosen);
    }
    problems.extend(reader.finish());
    problems.extend(defaults(declared, &check));
    problems.extend(contrast::problems(declared, &values, layers, config));
    serde_json::Value::Object(values)
}

/// What is wrong with the defaults themselves.
fn defaults(declared: &BTreeMap<Box<str>, Declared>, check: &Check<'_>) -> Vec<Diagnostic> {
    let wrong = |name: &str, option: &Declared| {
        let default = option.default.as_ref()?;
        let why = value(name, option, default, check).err()?;
        Some(why.at(option.fields.place(default.span)))
    };
    let plain = declared.iter().filter(|(_, option)| option.kind != OptionKind::Fonts);
    plain.filter_map(|(name, option)| wrong(name, option)).collect()
}

fn empty(kind: &OptionKind) -> serde_json::Value {
    match kind {
        OptionKind::Color => json!("#000000"),
        OptionKind::Text | OptionKind::Image => json!(""),
        OptionKind::Boolean => json!(false),
        OptionKind::Number => json!(0),
        OptionKind::Choice(choices) => json!(choices.first().cloned().unwrap_or_default()),
        OptionKind::Links => json!([]),
        OptionKind::Fonts => Fonts::default().value(),
    }
}

/// The value of an option as templates see it, or why it cannot be one.
fn value(
    name: &str,
    option: &Declared,
    given: &At<Value>,
    check: &Check<'_>,
) -> Result<serde_json::Value, Diagnostic> {
    match (&option.kind, &given.value) {
        (OptionKind::Color, Value::String(text)) => match Color::parse(text) {
            Some(_) => Ok(json!(text.to_lowercase())),
            None => Err(wrong(format!("`{text}` is not a colour that the option `{name}` can have"))
                .hint("write it as `#8b1e2f`")),
        },
        (OptionKind::Text, Value::String(text)) => Ok(json!(text)),
        (OptionKind::Boolean, Value::Boolean(truth)) => Ok(json!(truth)),
        (OptionKind::Number, Value::Integer(number)) => Ok(json!(number)),
        (OptionKind::Number, Value::Float(number)) => Ok(json!(number)),
        (OptionKind::Choice(choices), Value::String(text)) => {
            if choices.contains(text) {
                return Ok(json!(text));
            }
            let names: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
            Err(wrong(format!("the option `{name}` cannot be `{text}`"))
                .did_you_mean(nearest(text, choices.iter().map(|choice| &**choice)))
                .hint(format!("it is one of {}", names.join(", "))))
        }
        (OptionKind::Links, Value::List(links)) => {
            links.iter().map(|each| link(name, each, check.base)).collect()
        }
        (OptionKind::Image, Value::String(file)) => {
            if file.is_empty() || check.assets.contains(file) {
                return Ok(json!(file));
            }
            Err(wrong(format!("the option `{name}` names `{file}`, which is not in the theme's `assets/`"))
                .did_you_mean(nearest(file, check.assets.iter().map(|asset| &**asset))))
        }
        (kind, other) => {
            Err(wrong(format!("the option `{name}` must be {}, not {}", kind.wanted(), other.kind())))
        }
    }
}

impl OptionKind {
    /// What a value must be, with its article.
    fn wanted(&self) -> &'static str {
        match self {
            Self::Color => "a colour in quotes",
            Self::Text => "a string",
            Self::Boolean => "`true` or `false`",
            Self::Number => "a number",
            Self::Choice(_) => "one of its choices, in quotes",
            Self::Links => "a list of tables with `title` and `link`",
            Self::Image => "the name of a file, in quotes",
            Self::Fonts => "`built-in`, `system` or a list of tables",
        }
    }
}

/// One of a list of links. An address of the site gets the site's path before it.
fn link(name: &str, given: &At<Value>, base: &str) -> Result<serde_json::Value, Diagnostic> {
    let Value::Table(fields) = &given.value else {
        return Err(wrong(format!(
            "a link of the option `{name}` must be a table, not {}",
            given.value.kind()
        )));
    };
    let text = |key: &str| match fields.get(key).map(|found| &found.value) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(wrong(format!("a link of the option `{name}` needs `{key}`, a string"))),
    };
    let (title, link) = (text("title")?, text("link")?);
    let href = if link.starts_with('/') { format!("{base}{link}") } else { link.to_string() };
    Ok(json!({ "title": title, "href": href }))
}

fn wrong(message: String) -> Diagnostic {
    Diagnostic::new(&rules::THEME_OPTION, message)
}

/// The colours and families as custom properties, and the faces of the site's own fonts: `:root{--option-accent:#8b1e2f}`.
pub(super) fn stylesheet(
    declared: &BTreeMap<Box<str>, Declared>,
    values: &serde_json::Value,
    fonts: &BTreeMap<Box<str>, Fonts>,
) -> String {
    let colors = declared.iter().filter(|(_, option)| option.kind == OptionKind::Color);
    let colors = colors.filter_map(|(name, _)| {
        Some(format!("--option-{}:{}", name.replace('_', "-"), values.get(&**name)?.as_str()?))
    });
    let families = fonts.iter().flat_map(|(name, fonts)| fonts.properties(name));
    let properties: Vec<String> = colors.chain(families).collect();
    let root =
        if properties.is_empty() { String::new() } else { format!(":root{{{}}}", properties.join(";")) };
    fonts.values().fold(root, |sheet, fonts| sheet + &fonts.faces())
}

/// The stylesheets that nothing needs, since the theme's own fonts are not used.
pub(super) fn needless(
    declared: &BTreeMap<Box<str>, Declared>,
    fonts: &BTreeMap<Box<str>, Fonts>,
) -> BTreeSet<Box<str>> {
    let replaced = fonts.iter().filter(|(_, fonts)| fonts.replace_all());
    replaced.filter_map(|(name, _)| declared.get(name)?.stylesheet.clone()).collect()
}
