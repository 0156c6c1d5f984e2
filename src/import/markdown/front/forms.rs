//! Values of front matter in the form in which offprint reads them.
//!
//! In: a value. Out: TOML, or nothing if it can't be read so. Never: which key it belongs to.

use crate::fields::{Fields, Value};

use super::{dates, notation, values};

/// An abstract, which must hold no marks of notes.
pub(super) fn summary(value: &Value) -> Option<String> {
    let text = values::text(Some(value))?;
    Some(text.replace("[^", "\\[^").replace("^[", "\\^["))
}

pub(super) fn date(value: &Value) -> Option<String> {
    let date = dates::date(&values::scalar(value)?)?;
    // A day and an instant need no quotation marks in TOML.
    Some(if date.len() >= 10 { date } else { notation::line(&date) })
}

/// A language: one of the site's, or else without its region, which few sites name: `en` for `en-GB`.
pub(super) fn language(written: &str, known: &[String]) -> Option<String> {
    let folded = written.replace('_', "-");
    if let Some(known) = known.iter().find(|known| known.eq_ignore_ascii_case(&folded)) {
        return Some(known.clone());
    }
    let code = folded.split('-').next().unwrap_or_default().to_lowercase();
    let named = [
        ("english", "en"),
        ("american", "en"),
        ("british", "en"),
        ("polish", "pl"),
        ("german", "de"),
        ("ngerman", "de"),
        ("french", "fr"),
        ("spanish", "es"),
        ("italian", "it"),
        ("czech", "cs"),
        ("ukrainian", "uk"),
    ];
    if let Some((_, code)) = named.iter().find(|(name, _)| *name == code) {
        return Some((*code).to_owned());
    }
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    is_code.then_some(code)
}

pub(super) fn license(value: &Value) -> Option<String> {
    let part = |fields: &Fields, key: &str| {
        values::text(fields.get(key).map(|value| &value.value)).map(notation::line)
    };
    match value {
        Value::Table(fields) => {
            ["name", "text", "type", "link", "url"].iter().find_map(|key| part(fields, key))
        }
        other => values::text(Some(other)).map(notation::line),
    }
}

/// A DOI without its address.
pub(super) fn doi(written: &str) -> Option<String> {
    let at = written.find("10.")?;
    let (before, doi) = written.split_at_checked(at)?;
    let known =
        before.is_empty() || before.ends_with("doi.org/") || before.to_lowercase().trim().ends_with("doi:");
    let (registrant, suffix) = doi.strip_prefix("10.")?.split_once('/')?;
    let numbered = registrant.len() >= 4 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (known && numbered && !suffix.is_empty() && !doi.contains(|c: char| c.is_whitespace() || c.is_control()))
        .then(|| doi.to_owned())
}

/// The file of a cover, and what it shows. A picture from another site is none.
pub(super) fn cover(value: &Value) -> Option<(String, Option<String>)> {
    let local = |path: &str| (!path.contains("://") && !path.starts_with("//")).then(|| path.to_owned());
    match value {
        Value::Table(fields) => {
            let part = |key: &&str| values::text(fields.get(key).map(|value| &value.value));
            let file = ["file", "image", "src", "path", "url", "teaser", "feature"].iter().find_map(part)?;
            Some((local(file)?, part(&"alt").or_else(|| part(&"caption")).map(str::to_owned)))
        }
        Value::List(values) => Some((local(values::text(values.first().map(|first| &first.value))?)?, None)),
        other => Some((local(values::text(Some(other))?)?, None)),
    }
}

/// Whether offprint takes an old address.
pub(super) fn is_alias(alias: &str) -> bool {
    alias.starts_with('/')
        && alias.len() > 1
        && !alias.contains("//")
        && !alias.contains(['?', '#', '\\', ':', '{', ' '])
        && !alias.chars().any(char::is_control)
        && !alias.split('/').any(|part| matches!(part, "." | ".."))
}
