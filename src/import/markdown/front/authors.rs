//! Authors as other tools describe them.
//!
//! In: a value of front matter. Out: authors as TOML, and what was left out. Never: whether a person is known.

use crate::fields::{At, Fields, Value};

use super::{notation, values};

/// An author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Author {
    name: String,
    affiliation: Vec<String>,
    email: Option<String>,
    orcid: Option<String>,
}

/// Reads authors; `places` are the affiliations that they refer to by an id. The second part names what was left out.
pub(super) fn read(value: &Value, places: Option<&Value>) -> Option<(Vec<Author>, Vec<String>)> {
    let mut left_out = Vec::new();
    let authors = match value {
        Value::String(text) => texts(text),
        Value::Table(fields) => vec![described(fields, places, &mut left_out)?],
        Value::List(values) => {
            let mut authors = Vec::new();
            for each in values {
                match &each.value {
                    Value::Table(fields) => authors.push(described(fields, places, &mut left_out)?),
                    Value::String(text) => authors.push(one(text)),
                    _ => return None,
                }
            }
            authors
        }
        _ => return None,
    };
    left_out.sort_unstable();
    left_out.dedup();
    (!authors.is_empty() && authors.iter().all(|author| !author.name.is_empty()))
        .then_some((authors, left_out))
}

/// The longest list of authors that stands on the line of its key.
const SHORT: usize = 100;

/// Authors as a TOML list.
pub(super) fn write(authors: &[Author]) -> String {
    let authors: Vec<String> = authors.iter().map(Author::toml).collect();
    let line = format!("[{}]", authors.join(", "));
    if line.chars().count() <= SHORT { line } else { format!("[\n    {},\n]", authors.join(",\n    ")) }
}

impl Author {
    fn toml(&self) -> String {
        let affiliation = self.affiliation.join("; ");
        let mut pairs = vec![("name", self.name.as_str())];
        pairs.extend(self.orcid.as_deref().map(|orcid| ("orcid", orcid)));
        pairs.extend((!affiliation.is_empty()).then_some(("affiliation", affiliation.as_str())));
        pairs.extend(self.email.as_deref().map(|email| ("email", email)));
        // A lone word would be looked for among the files in `people/`.
        let like_an_id = !self.name.contains(|c: char| c.is_whitespace() || c.is_uppercase());
        if pairs.len() == 1 && !like_an_id { notation::line(&self.name) } else { notation::table(&pairs) }
    }
}

/// One string may name several authors.
fn texts(text: &str) -> Vec<Author> {
    let parts: Vec<&str> = text.split([';', '\n']).flat_map(|part| part.split(" and ")).collect();
    // With an "and" after them, commas part authors too; alone they may part a name from its first name.
    let commas = parts.len() > 1 && !text.contains(';') && parts.iter().all(|part| !part.contains("^["));
    let parts =
        parts.into_iter().flat_map(|part| if commas { part.split(',').collect() } else { vec![part] });
    parts.map(str::trim).filter(|part| !part.is_empty()).map(one).collect()
}

/// `Ada Nowak^[An institute] <ada@example.org>`
fn one(text: &str) -> Author {
    let mut author = Author::default();
    let mut rest = text.trim();
    if let Some((before, after)) = rest.split_once('<')
        && let Some(email) = after.strip_suffix('>').filter(|email| is_email(email))
    {
        author.email = Some(email.to_owned());
        rest = before.trim();
    }
    if let Some((before, after)) = rest.split_once("^[")
        && let Some(note) = after.strip_suffix(']')
    {
        author.affiliation.push(values::plain(note));
        rest = before.trim();
    }
    author.name = values::plain(rest);
    author
}

fn described(fields: &Fields, places: Option<&Value>, left_out: &mut Vec<String>) -> Option<Author> {
    let mut author = Author::default();
    for field in fields.entries() {
        let (key, value) = (&*field.key.value, &field.value.value);
        let read = match key.to_lowercase().as_str() {
            "name" | "literal" => name(value).map(|name| author.name = name),
            "orcid" => values::text(Some(value)).and_then(orcid).map(|orcid| author.orcid = Some(orcid)),
            "email" => values::text(Some(value))
                .filter(|text| is_email(text))
                .map(|email| author.email = Some(email.to_owned())),
            "affiliation" | "affiliations" | "institute" | "organization" => {
                affiliations(value, places).map(|all| author.affiliation.extend(all))
            }
            _ => None,
        };
        if read.is_none() && !matches!(key, "id" | "ref") {
            left_out.push(key.to_owned());
        }
    }
    if author.name.is_empty() {
        // Pandoc's templates take a list of tables of one key: a name, and what belongs to it.
        let [field] = fields.entries() else { return None };
        author.name = values::plain(&field.key.value);
        left_out.clear();
        if let Value::Table(inner) = &field.value.value {
            let described = described_as(&author.name, inner, places, left_out);
            return Some(described);
        }
    }
    Some(author)
}

fn described_as(name: &str, inner: &Fields, places: Option<&Value>, left_out: &mut Vec<String>) -> Author {
    let mut author = Author { name: name.to_owned(), ..Author::default() };
    for field in inner.entries() {
        let value = &field.value.value;
        match &*field.key.value {
            "affiliation" | "institute" | "affiliations" => {
                author.affiliation.extend(affiliations(value, places).unwrap_or_default());
            }
            "email" => author.email = values::text(Some(value)).filter(|t| is_email(t)).map(str::to_owned),
            "orcid" => author.orcid = values::text(Some(value)).and_then(orcid),
            key => left_out.push(key.to_owned()),
        }
    }
    author
}

/// A name as one text, or in parts.
fn name(value: &Value) -> Option<String> {
    let Value::Table(parts) = value else { return values::text(Some(value)).map(values::plain) };
    let part = |key: &str| values::text(parts.get(key).map(|value| &value.value));
    if let Some(literal) = part("literal") {
        return Some(values::plain(literal));
    }
    let names: Vec<&str> =
        [part("given"), part("dropping-particle"), part("non-dropping-particle"), part("family")]
            .into_iter()
            .flatten()
            .collect();
    (!names.is_empty()).then(|| names.join(" "))
}

fn affiliations(value: &Value, places: Option<&Value>) -> Option<Vec<String>> {
    match value {
        Value::List(values) => {
            let all: Option<Vec<Vec<String>>> =
                values.iter().map(|each| affiliations(&each.value, places)).collect();
            Some(all?.concat())
        }
        Value::Table(fields) => {
            let part = |key: &str| values::text(fields.get(key).map(|value| &value.value));
            if let Some(id) = part("ref") {
                return Some(vec![place(id, places).unwrap_or_else(|| id.to_owned())]);
            }
            let keys = ["department", "name", "city", "country"];
            let parts: Vec<&str> = keys.iter().filter_map(|key| part(key)).collect();
            (!parts.is_empty()).then(|| vec![parts.join(", ")])
        }
        other => {
            let text = values::scalar(other)?;
            Some(vec![place(&text, places).unwrap_or_else(|| values::plain(&text))])
        }
    }
}

/// The affiliation that has an id: an entry of a list with `id`, or one counted from 1.
fn place(id: &str, places: Option<&Value>) -> Option<String> {
    let Value::List(all) = places? else { return None };
    let has_id = |each: &&At<Value>| match &each.value {
        Value::Table(fields) => {
            fields.get("id").and_then(|value| values::scalar(&value.value)).as_deref() == Some(id)
        }
        _ => false,
    };
    let found = all.iter().find(has_id).or_else(|| all.get(id.parse::<usize>().ok()?.checked_sub(1)?))?;
    affiliations(&found.value, None)?.into_iter().next()
}

/// Whether a text has the shape of an address for mail.
fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
        && !text.contains(char::is_whitespace)
}

/// The sixteen digits of an ORCID iD, if its check digit fits (ISO 7064, MOD 11-2).
fn orcid(written: &str) -> Option<String> {
    let bare = written.trim_end_matches('/').rsplit('/').next()?;
    let digits: Vec<u32> = bare
        .chars()
        .filter(|c| *c != '-')
        .map(|c| if matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) })
        .collect::<Option<_>>()?;
    let (last, payload) = digits.split_last()?;
    let total = payload.iter().fold(0, |total, digit| (total + digit) * 2 % 11);
    let fits = digits.len() == 16 && (12 - total) % 11 == *last && payload.iter().all(|digit| *digit < 10);
    fits.then(|| bare.to_uppercase())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn authors(yaml: &str) -> (String, Vec<String>) {
        let path: Arc<str> = "x".into();
        let fields = Fields::yaml(yaml, &path, 0, 0).value;
        let places = fields.get("affiliations").map(|value| value.value.clone());
        let (authors, left_out) = read(&fields.get("author").unwrap().value, places.as_ref()).unwrap();
        (write(&authors), left_out)
    }

    #[test]
    fn authors_are_read_in_many_forms() {
        for (yaml, toml) in [
            ("author: Ada Nowak", r#"["Ada Nowak"]"#),
            ("author: \"Nowak, Ada\"", r#"["Nowak, Ada"]"#),
            ("author: Ada Nowak, Jan Wilk and Ewa Lis", r#"["Ada Nowak", "Jan Wilk", "Ewa Lis"]"#),
            ("author: ada", r#"[{ name = "ada" }]"#),
            ("author: [Ada Nowak, Jan Wilk]", r#"["Ada Nowak", "Jan Wilk"]"#),
            (
                "author: \"Ada Nowak^[Institute of Rivers] <ada@example.org>\"",
                r#"[{ name = "Ada Nowak", affiliation = "Institute of Rivers", email = "ada@example.org" }]"#,
            ),
            (
                "author: \"Ada Nowak^[Institute of Rivers]\"",
                r#"[{ name = "Ada Nowak", affiliation = "Institute of Rivers" }]"#,
            ),
            (
                "author:\n- name: {given: Ada, family: Nowak}\n  affiliation: {ref: iw}\naffiliations:\n- {id: iw, name: Institute of Water}",
                r#"[{ name = "Ada Nowak", affiliation = "Institute of Water" }]"#,
            ),
        ] {
            assert_eq!(authors(yaml).0, toml, "{yaml}");
        }
    }

    #[test]
    fn what_offprint_has_no_place_for_is_named() {
        let (toml, left_out) = authors(
            "author:\n- name: Ada Nowak\n  orcid: 0000-0002-1825-0097\n  corresponding: true\n- name: Jan Wilk\n  orcid: 0000-0002-1825-0098",
        );
        assert_eq!(toml, r#"[{ name = "Ada Nowak", orcid = "0000-0002-1825-0097" }, "Jan Wilk"]"#);
        assert_eq!(left_out, ["corresponding", "orcid"]);
    }
}
