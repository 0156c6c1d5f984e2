//! Authors as people.
//!
//! In: published records. Out: for each, its authors with the facts of their files in `people/`. Never: a person who is only
//! known from something unpublished.

use super::Catalog;
use crate::diagnostic::rules::links;
use crate::diagnostic::{Diagnostic, nearest};
use crate::paper::{Author, Kind, Person, Record, Span};

/// An author of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedAuthor {
    /// Facts: those of the file in `people/` in the record's language, else in another, else those in the front matter.
    pub person: Person,
    /// The record of the person's own page.
    pub record: Option<u32>,
}

/// The id of a person: what stands in `authors`.
pub(super) fn id(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

/// Remembers the name of a person whose page is not published, so that papers can still print it.
pub(super) fn withhold(catalog: &mut Catalog, record: &Record) {
    let facts = facts(record);
    let name = Person { name: facts.name, sort_name: facts.sort_name, ..Person::default() };
    catalog.withheld_people.entry(id(&record.key).into()).or_insert(name);
}

pub(super) fn facts(record: &Record) -> Person {
    let mut person = record.meta.person.as_deref().cloned().unwrap_or_default();
    if person.name.trim().is_empty() {
        person.name = record.meta.title.clone();
    }
    person
}

/// Looks up the authors of every record.
pub(super) fn resolve(catalog: &mut Catalog, problems: &mut Vec<Diagnostic>) {
    for (at, record) in catalog.records.iter().enumerate() {
        if record.kind == Kind::Person {
            catalog.people.entry(id(&record.key).into()).or_default().push(super::index(at));
        }
    }
    let authors = |record: &Record, problems: &mut Vec<Diagnostic>| -> Vec<ResolvedAuthor> {
        record.meta.authors.iter().map(|author| resolve_one(catalog, record, author, problems)).collect()
    };
    let resolved = catalog.records.iter().map(|record| authors(record, problems)).collect();
    catalog.authors = resolved;
}

fn resolve_one(
    catalog: &Catalog,
    record: &Record,
    author: &Author,
    problems: &mut Vec<Diagnostic>,
) -> ResolvedAuthor {
    let (text, span) = match author {
        Author::Described(person) => return ResolvedAuthor { person: person.clone(), record: None },
        Author::Written { text, span } => (text, *span),
    };
    if let Some(index) = catalog.person(text, &record.lang)
        && let Some(found) = catalog.record(index)
    {
        return ResolvedAuthor { person: facts(found), record: Some(index) };
    }
    if let Some(person) = catalog.withheld_people.get(text) {
        return ResolvedAuthor { person: person.clone(), record: None };
    }
    problems.extend(unknown(catalog, record, text, span));
    ResolvedAuthor { person: Person { name: text.clone(), ..Person::default() }, record: None }
}

/// A problem if the text can only be meant as an id. Names have capitals or spaces in every language that has either.
fn unknown(catalog: &Catalog, record: &Record, text: &str, span: Span) -> Option<Diagnostic> {
    let like_an_id = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
    let ids = catalog.people.keys().chain(catalog.withheld_people.keys()).map(|id| &**id);
    let near = if like_an_id { nearest(text, ids) } else { None };
    (like_an_id && (near.is_some() || text.contains('-'))).then(|| {
        let problem = Diagnostic::new(&links::PERSON_UNKNOWN, format!("there is no person `{text}`"))
            .at(span.place(&record.files))
            .did_you_mean(near);
        problem
            .hint(format!("a person `{text}` is a file `people/{text}.md`; a plain name is printed as it is"))
    })
}

impl Catalog {
    /// The page of a person of an id, in a language if there is one, else in the first language that has it.
    pub fn person(&self, id: &str, lang: &str) -> Option<u32> {
        let versions = self.people.get(id)?;
        let in_lang = |index: &&u32| self.record(**index).is_some_and(|record| &*record.lang == lang);
        versions.iter().find(in_lang).or_else(|| versions.first()).copied()
    }
}
