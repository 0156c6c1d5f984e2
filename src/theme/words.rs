//! The words of a theme, by language.
//!
//! In: the `i18n/` folders of a chain of themes. Out: [`Words`] for each language of the site, with English where the
//! language has no word. Never: which plural form a number takes; templates ask for that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::chain::Layer;
use crate::config::Config;
use crate::diagnostic::rules::theme as rules;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::fields::{At, Field, Fields, Value};
use crate::language::plural_categories;

/// The language whose words are complete, and stand in for those that another lacks.
const COMPLETE: &str = "en";

/// The plural categories of CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The words of a theme in one language, from `i18n/<lang>.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(pub BTreeMap<Box<str>, Word>);

impl Words {
    /// A phrase by its key, with hyphens as the file has it; the key itself if there is none, so that it is seen.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.0.get(key) {
            Some(word) => word.form("other"),
            None => key,
        }
    }

    /// A phrase with its names in braces replaced: `page {n}`.
    pub fn filled(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.text(key), |name| values.iter().find(|(n, _)| *n == name).map(|(_, value)| value))
    }
}

/// A word or phrase; one with a count has a form for each plural category of its language (CLDR), with `{n}` in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Word {
    /// A phrase.
    One(Box<str>),
    /// `one`, `few`, `many`, `other`.
    Plural(BTreeMap<Box<str>, Box<str>>),
}

impl Word {
    /// The form for a plural category, or the one for all others.
    pub fn form(&self, category: &str) -> &str {
        match self {
            Self::One(text) => text,
            Self::Plural(forms) => forms.get(category).or_else(|| forms.get("other")).map_or("", |form| form),
        }
    }

    fn names(&self) -> BTreeSet<&str> {
        match self {
            Self::One(text) => names(text).collect(),
            Self::Plural(forms) => forms.values().flat_map(|form| names(form)).collect(),
        }
    }
}

/// Replaces `{name}` by its value; a name without a value stays as it is.
pub fn fill<'a, V: AsRef<str> + 'a>(text: &str, value: impl Fn(&str) -> Option<V>) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}') {
            Some((name, behind)) => {
                match value(name) {
                    Some(found) => filled.push_str(found.as_ref()),
                    None => filled.extend(["{", name, "}"]),
                }
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The names in braces.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|after| after.split_once('}').map(|(name, _)| name))
}

/// A word and where it is written.
type Placed = BTreeMap<Box<str>, (Word, Place)>;

/// The words of each language of the site.
pub(super) fn of_site(
    layers: &[Layer],
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<Arc<str>, Arc<Words>> {
    let english = merged(layers, COMPLETE, problems);
    let mut all = BTreeMap::new();
    for lang in &config.languages {
        let words = if &**lang == COMPLETE {
            english.clone()
        } else {
            translated(layers, lang, &english, config, problems)
        };
        let words = words.into_iter().map(|(key, (word, _))| (key, word)).collect();
        all.insert(lang.clone(), Arc::new(Words(words)));
    }
    all
}

/// The words of a language: of its own file, of its primary language (`pt` for `pt-BR`), and English for the rest.
fn translated(
    layers: &[Layer],
    lang: &str,
    english: &Placed,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Placed {
    let primary = lang.split('-').next().unwrap_or(lang);
    let mut words = if primary == COMPLETE { english.clone() } else { merged(layers, primary, problems) };
    if primary != lang {
        words.extend(merged(layers, lang, problems));
    }
    for (key, (word, place)) in &words {
        let problem = match english.get(key) {
            Some((model, _)) => unlike(key, word, model, lang),
            None => misspelt(key, &words, english),
        };
        problems.extend(problem.map(|problem| problem.at(place.clone())));
    }
    problems.extend(missing(layers, lang, primary, &words, english, config));
    for (key, word) in english {
        words.entry(key.clone()).or_insert_with(|| word.clone());
    }
    words
}

/// How a word differs from the English one in more than its language.
fn unlike(key: &str, word: &Word, model: &Word, lang: &str) -> Option<Diagnostic> {
    if word.names() != model.names() {
        let wanted: Vec<String> = model.names().iter().map(|name| format!("`{{{name}}}`")).collect();
        let wanted = if wanted.is_empty() { "none".to_owned() } else { wanted.join(", ") };
        let message = format!("the word `{key}` has other names in braces than in English: {wanted}");
        return Some(Diagnostic::new(&rules::WORDS_INVALID, message));
    }
    let needed = plural_categories(lang);
    match (word, model) {
        (Word::Plural(_), Word::One(_)) => {
            let message = format!("the word `{key}` has no number with it, and so no plural forms");
            Some(Diagnostic::new(&rules::WORDS_INVALID, message).hint("write one text in quotes"))
        }
        (Word::One(_), Word::Plural(_)) if needed.len() > 1 => {
            let message = format!("the word `{key}` goes with a number, and needs its plural forms");
            let hint = format!("the forms of `{lang}` are {}", needed.join(", "));
            Some(Diagnostic::new(&rules::WORDS_INVALID, message).hint(hint))
        }
        _ => None,
    }
}

/// A word that English does not have, if it is near to one that this language lacks.
fn misspelt(key: &str, words: &Placed, english: &Placed) -> Option<Diagnostic> {
    let lacking = english.keys().map(|key| &**key).filter(|key| !words.contains_key(*key));
    let meant = nearest(key, lacking)?;
    let message = format!("the theme has no word `{key}`");
    Some(Diagnostic::new(&rules::WORDS_INVALID, message).did_you_mean(Some(meant)))
}

fn missing(
    layers: &[Layer],
    lang: &str,
    primary: &str,
    words: &Placed,
    english: &Placed,
    config: &Config,
) -> Option<Diagnostic> {
    let keys: Vec<String> =
        english.keys().filter(|key| !words.contains_key(*key)).map(|key| format!("`{key}`")).collect();
    if keys.is_empty() {
        return None;
    }
    let theme = &config.theme.name;
    let hint = format!("add themes/{theme}/i18n/{primary}.toml with these words");
    let name = format!("i18n/{primary}.toml");
    let file = layers.iter().find_map(|layer| layer.files.get(&name));
    Some(match file {
        None => Diagnostic::new(
            &rules::WORDS_MISSING,
            format!("the theme `{theme}` has no words in the language `{lang}`: its pages use English ones"),
        )
        .at(Place::file(config.path.clone()))
        .hint(hint),
        Some(file) => Diagnostic::new(
            &rules::WORDS_MISSING,
            format!("the language `{lang}` lacks words of the theme: {}", keys.join(", ")),
        )
        .at(introduced(words, english).unwrap_or_else(|| Place::file(file.path.clone())))
        .hint(hint),
    })
}

/// Where a theme of the site introduces the first of the words that a language lacks.
fn introduced(words: &Placed, english: &Placed) -> Option<Place> {
    let lacking = english.iter().filter(|(key, _)| !words.contains_key(*key));
    let mut places = lacking.map(|(_, (_, place))| place);
    places.find(|place| place.path.starts_with("themes/")).cloned()
}

/// The words of one language, each theme's over its parent's.
fn merged(layers: &[Layer], lang: &str, problems: &mut Vec<Diagnostic>) -> Placed {
    let name = format!("i18n/{lang}.toml");
    let needed = plural_categories(lang);
    let mut words = BTreeMap::new();
    for layer in layers.iter().rev() {
        let Some(file) = layer.files.get(&name) else { continue };
        let Some(text) = file.text(problems) else { continue };
        let fields = Fields::toml(&text, &file.path, 0, 0).take(problems);
        for field in fields.entries() {
            match word(field) {
                Ok(word) => {
                    let place = fields.place(field.value.span);
                    problems
                        .extend(forms(&field.key.value, &word, lang, &needed).map(|p| p.at(place.clone())));
                    words.insert(field.key.value.clone(), (word, place));
                }
                Err(message) => problems
                    .push(Diagnostic::new(&rules::WORDS_INVALID, message).at(fields.place(field.value.span))),
            }
        }
    }
    words
}

/// What is wrong with the plural forms of a word: one that the language needs, or one that no number takes in it.
fn forms(key: &str, word: &Word, lang: &str, needed: &[&str]) -> Option<Diagnostic> {
    let Word::Plural(forms) = word else { return None };
    let missing: Vec<&str> = needed.iter().copied().filter(|form| !forms.contains_key(*form)).collect();
    let needless: Vec<&str> =
        forms.keys().map(|form| &**form).filter(|form| !needed.contains(form)).collect();
    let quoted = |forms: &[&str]| forms.iter().map(|form| format!("`{form}`")).collect::<Vec<_>>().join(", ");
    let message = match (missing.as_slice(), needless.as_slice()) {
        ([], []) => return None,
        ([], needless) => {
            format!("no number takes the form {} of the word `{key}` in `{lang}`", quoted(needless))
        }
        ([missing], _) => format!("the word `{key}` lacks the plural form `{missing}`"),
        (missing, _) => format!("the word `{key}` lacks the plural forms {}", quoted(missing)),
    };
    let hint = format!("the forms of `{lang}` are {}", needed.join(", "));
    Some(Diagnostic::new(&rules::WORDS_INVALID, message).hint(hint))
}

fn word(field: &Field) -> Result<Word, String> {
    let key = &field.key.value;
    match &field.value.value {
        Value::String(text) => Ok(Word::One(text.clone())),
        Value::Table(forms) => {
            let forms = forms.entries().iter().map(|form| plural(key, &form.key, &form.value));
            let forms: BTreeMap<Box<str>, Box<str>> = forms.collect::<Result<_, _>>()?;
            if forms.contains_key("other") {
                Ok(Word::Plural(forms))
            } else {
                Err(format!("the word `{key}` needs the form `other`"))
            }
        }
        other => {
            Err(format!("the word `{key}` must be a text or a table of plural forms, not {}", other.kind()))
        }
    }
}

fn plural(key: &str, category: &At<Box<str>>, form: &At<Value>) -> Result<(Box<str>, Box<str>), String> {
    if !CATEGORIES.contains(&&*category.value) {
        let known = CATEGORIES.join(", ");
        return Err(format!(
            "`{}` of the word `{key}` is not a plural form: they are {known}",
            category.value
        ));
    }
    match &form.value {
        Value::String(text) => Ok((category.value.clone(), text.clone())),
        other => {
            Err(format!("`{}` of the word `{key}` must be a text, not {}", category.value, other.kind()))
        }
    }
}
