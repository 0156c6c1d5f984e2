//! People in front matter: authors, and the person that a file is of.
//!
//! In: fields. Out: [`Author`]s and [`Person`]s, and diagnostics. Never: whether a name is an id of a file in `people/`.

use super::checks;
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Diagnostic, Rule};
use crate::fields::{Reader, Value};
use crate::paper::{Author, Person};

/// The authors of a paper: ids, names and tables, or one of them alone.
pub(super) fn authors(reader: &mut Reader, problems: &mut Vec<Diagnostic>) -> Vec<Author> {
    let Some(written) = reader.value("authors") else { return Vec::new() };
    let values = match &written.value {
        Value::List(values) => values.as_slice(),
        _ => std::slice::from_ref(written),
    };
    let mut authors = Vec::new();
    for each in values {
        match &each.value {
            Value::String(text) if text.trim().is_empty() => {
                reader.report(&reading::VALUE_INVALID, "an author has an empty name", each.span);
            }
            Value::String(text) => {
                authors.push(Author::Written { text: text.trim().into(), span: each.span });
            }
            Value::Table(fields) => {
                let mut table = reader.inside("authors", fields);
                if let Some(name) = table.require_string("name") {
                    authors.push(Author::Described(details(&mut table, name.value)));
                } else {
                    drop(details(&mut table, Box::default()));
                }
                problems.extend(table.finish());
            }
            other => {
                reader.mistyped::<()>("authors", "a list of names, ids and tables", other, each.span);
            }
        }
    }
    authors
}

/// A person's facts but the name, which is read.
pub(super) fn details(reader: &mut Reader, name: Box<str>) -> Person {
    Person {
        name,
        sort_name: reader.string("sort_name").map(|text| text.value),
        role: reader.string("role").map(|text| text.value),
        orcid: checked(reader, "orcid", &reading::ORCID_INVALID, checks::orcid),
        affiliation: reader.string("affiliation").map(|text| text.value),
        email: checked(reader, "email", &reading::VALUE_INVALID, |text| {
            checks::email(text).map(|()| text.into())
        }),
        url: checked(reader, "url", &reading::VALUE_INVALID, |text| checks::url(text).map(|()| text.into())),
    }
}

/// A string in its canonical form, or a diagnostic that says what it must be.
pub(super) fn checked(
    reader: &mut Reader,
    key: &str,
    rule: &'static Rule,
    check: impl Fn(&str) -> Result<Box<str>, &'static str>,
) -> Option<Box<str>> {
    let written = reader.string(key)?;
    match check(&written.value) {
        Ok(canonical) => Some(canonical),
        Err(must) => {
            let message = format!("`{}` is `{}`, and {must}", reader.name(key), written.value);
            reader.report(rule, message, written.span);
            None
        }
    }
}
