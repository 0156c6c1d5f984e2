//! Citations of EndNote: XML, in a field's instruction or, base64, in its data.
//!
//! In: instruction and data. Out: what they cite. Never: the words that the field shows.

use super::super::xml::{self, Element};
use super::entry::{Entry, Person};
use super::{Cite, base64, locator};

/// What a field cites.
pub(super) fn cites(instruction: &str, data: &str) -> Result<Vec<Cite>, &'static str> {
    let broken = "its data is broken";
    let bytes = match instruction.find("<EndNote").and_then(|start| instruction.split_at_checked(start)) {
        Some((_, text)) => {
            let end = text.rfind("</EndNote>").map_or(text.len(), |at| at + "</EndNote>".len());
            text.get(..end).unwrap_or_default().as_bytes().to_vec()
        }
        None if data.trim().is_empty() => return Err("its data is not in the file"),
        None => base64(data).ok_or(broken)?,
    };
    let bytes: Vec<u8> = bytes.into_iter().filter(|byte| *byte != 0).collect();
    let root = xml::parse(&bytes, "the citation").map_err(|_| broken)?;
    Ok(root.children_named("Cite").map(cite).collect())
}

fn cite(cite: &Element) -> Cite {
    let told = |name: &str| cite.child(name).map(Element::text).unwrap_or_default();
    let record = cite.child("record");
    let identity = record.and_then(|record| record.child("foreign-keys")).map(|keys| {
        let keys: Vec<String> = keys
            .elements()
            .map(|key| format!("{} {}", key.attribute("db-id").unwrap_or_default(), key.text()))
            .collect();
        keys.join(" ")
    });
    Cite {
        identity: identity.filter(|identity| !identity.trim().is_empty()),
        entry: record.map(entry).unwrap_or_default(),
        // A backtick tells EndNote that what follows is no part of a name.
        prefix: told("Prefix").replace('`', ""),
        locator: locator("page", &told("Pages")),
        suffix: told("Suffix").replace('`', ""),
        without_author: cite.attribute("ExcludeAuth") == Some("1"),
    }
}

fn entry(record: &Element) -> Entry {
    let at = |path: &[&str]| {
        let found = path.iter().try_fold(record, |element, name| element.child(name));
        found.map(Element::text).unwrap_or_default()
    };
    let reference = record.child("ref-type").and_then(|own| own.attribute("name")).unwrap_or_default();
    let kind = kind(reference);
    let mut entry = Entry { kind, authors: people(record, "authors"), ..Entry::default() };
    // Of a chapter these are the editors of its book; of an article or a report they are something else.
    if matches!(kind, "incollection" | "inproceedings" | "book") {
        entry.editors = people(record, "secondary-authors");
    }
    if reference == "Edited Book" {
        entry.editors = std::mem::take(&mut entry.authors);
    }
    entry.add("title", &at(&["titles", "title"]));
    let container = at(&["titles", "secondary-title"]);
    match kind {
        "article" => {
            entry.add("journal", &container);
            entry.add("journal", &at(&["periodical", "full-title"]));
        }
        "incollection" | "inproceedings" => entry.add("booktitle", &container),
        "book" => entry.add("series", &container),
        _ => entry.add("howpublished", &container),
    }
    let publisher = match kind {
        "techreport" => "institution",
        "phdthesis" => "school",
        _ => "publisher",
    };
    entry.add(publisher, &at(&["publisher"]));
    entry.add("address", &at(&["pub-location"]));
    entry.add("edition", &at(&["edition"]));
    entry.add("volume", &at(&["volume"]));
    entry.add("number", &at(&["number"]));
    entry.add("pages", &at(&["pages"]));
    entry.add("year", &at(&["dates", "year"]));
    let doi = at(&["electronic-resource-num"]);
    entry.add("doi", doi.trim_start_matches("https://doi.org/").trim_start_matches("http://dx.doi.org/"));
    entry.add("url", &at(&["urls", "related-urls", "url"]));
    entry.add(if kind == "article" { "issn" } else { "isbn" }, &at(&["isbn"]));
    entry.add("urldate", &at(&["access-date"]));
    entry.add("language", &at(&["language"]));
    entry
}

fn kind(reference: &str) -> &'static str {
    match reference {
        "Journal Article" | "Electronic Article" | "Magazine Article" | "Newspaper Article" => "article",
        "Book" | "Edited Book" | "Electronic Book" | "Classical Work" => "book",
        "Book Section" | "Electronic Book Section" | "Encyclopedia" | "Dictionary" => "incollection",
        "Conference Paper" | "Conference Proceedings" => "inproceedings",
        "Report" | "Government Document" => "techreport",
        "Thesis" => "phdthesis",
        _ => "misc",
    }
}

fn people(record: &Element, role: &str) -> Vec<Person> {
    let people = record.child("contributors").and_then(|contributors| contributors.child(role));
    let people =
        people.into_iter().flat_map(Element::elements).map(|person| Person::inverted(&person.text()));
    people.filter(|person| !person.family.is_empty()).collect()
}
