//! Citations of Zotero and Mendeley: CSL-JSON.
//!
//! In: the JSON of a field. Out: what it cites. Never: the words that the field shows.

use serde_json::Value;

use super::entry::{Entry, Person};
use super::{Cite, locator};

/// What a field cites.
pub(super) fn cites(json: &str) -> Result<Vec<Cite>, &'static str> {
    let broken = "its data is broken";
    let start = json.find('{').ok_or(broken)?;
    let (_, json) = json.split_at_checked(start).ok_or(broken)?;
    // What follows the object is the field's own, such as a mark of Word's.
    let value = serde_json::Deserializer::from_str(json).into_iter::<Value>().next();
    let value = value.and_then(Result::ok).ok_or(broken)?;
    let items = value.get("citationItems").and_then(Value::as_array).ok_or(broken)?;
    Ok(items.iter().map(cite).collect())
}

fn cite(item: &Value) -> Cite {
    let data = item.get("itemData").unwrap_or(&Value::Null);
    let address =
        item.get("uris").or(item.get("uri")).and_then(Value::as_array).and_then(|uris| uris.first());
    let suppresses = item.get("suppress-author").is_some_and(|own| own == true || own == 1 || own == "1");
    Cite {
        identity: address.and_then(Value::as_str).map(str::to_owned),
        entry: entry(data),
        prefix: text(item, "prefix"),
        locator: locator(&text(item, "label"), &text(item, "locator")),
        suffix: text(item, "suffix"),
        without_author: suppresses,
    }
}

/// A value as text, numbers included.
fn text(object: &Value, name: &str) -> String {
    match object.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn entry(data: &Value) -> Entry {
    let csl = text(data, "type");
    let kind = kind(&csl, &text(data, "genre"));
    let mut entry = Entry {
        kind,
        authors: people(data, "author"),
        editors: people(data, "editor"),
        translators: people(data, "translator"),
        ..Entry::default()
    };
    let mut add = |name, from: &str| entry.add(name, &text(data, from));
    add("title", "title");
    add("shorttitle", "title-short");
    match kind {
        "article" => add("journal", "container-title"),
        "incollection" | "inproceedings" => add("booktitle", "container-title"),
        _ => add("howpublished", "container-title"),
    }
    add(
        match kind {
            "techreport" => "institution",
            "phdthesis" | "mastersthesis" => "school",
            _ => "publisher",
        },
        "publisher",
    );
    add("address", "publisher-place");
    add("edition", "edition");
    add("volume", "volume");
    add("number", "issue");
    add("number", "number");
    add("series", "collection-title");
    if !matches!(kind, "article" | "techreport") {
        add("number", "collection-number");
    }
    add("pages", "page");
    if !matches!(kind, "phdthesis" | "mastersthesis") {
        add("type", "genre");
    }
    date(&mut entry, data.get("issued"));
    let mut add = |name, from: &str| entry.add(name, &text(data, from));
    add("doi", "DOI");
    add("url", "URL");
    add("isbn", "ISBN");
    add("issn", "ISSN");
    add("language", "language");
    if let Some(read) = data.get("accessed") {
        entry.add("urldate", &iso(read));
    }
    entry.add("note", &text(data, "note"));
    entry
}

fn kind(csl: &str, genre: &str) -> &'static str {
    let genre = genre.to_lowercase();
    match csl {
        "article-journal" | "article-magazine" | "article-newspaper" | "review" | "review-book" => "article",
        "book" => "book",
        "chapter" | "entry" | "entry-encyclopedia" | "entry-dictionary" => "incollection",
        "paper-conference" => "inproceedings",
        "report" => "techreport",
        "thesis" if genre.contains("master") || genre.contains("magist") => "mastersthesis",
        "thesis" => "phdthesis",
        "pamphlet" => "booklet",
        _ => "misc",
    }
}

fn people(data: &Value, role: &str) -> Vec<Person> {
    let people = data.get(role).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let people = people.iter().map(|own| {
        let (literal, family, given) = (text(own, "literal"), text(own, "family"), text(own, "given"));
        if !literal.is_empty() || given.is_empty() {
            return Person::whole(if literal.is_empty() { &family } else { &literal });
        }
        let particles = [text(own, "dropping-particle"), text(own, "non-dropping-particle")];
        Person {
            family,
            given,
            particle: particles.join(" ").trim().to_owned(),
            suffix: text(own, "suffix"),
            is_institution: false,
        }
    });
    people.filter(|person| !person.family.is_empty()).collect()
}

/// Year, month and day of a date, as far as they are told.
fn parts(date: &Value, index: usize) -> Vec<String> {
    let part = date.get("date-parts").and_then(|parts| parts.get(index)).and_then(Value::as_array);
    let mut parts: Vec<String> = Vec::new();
    for value in part.into_iter().flatten().take(3) {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if value.is_empty() || value == "null" {
            break;
        }
        parts.push(value);
    }
    parts
}

fn date(entry: &mut Entry, issued: Option<&Value>) {
    let Some(issued) = issued else { return };
    let (first, last) = (parts(issued, 0), parts(issued, 1));
    match (first.as_slice(), last.first()) {
        ([year, ..], Some(end)) if end != year => entry.add("year", &format!("{year}–{end}")),
        ([year, rest @ ..], _) => {
            entry.add("year", year);
            for (name, value) in ["month", "day"].into_iter().zip(rest) {
                entry.add(name, value);
            }
        }
        ([], _) => {
            let told = [text(issued, "raw"), text(issued, "literal")].concat();
            let date: Vec<&str> = told.split(['-', '/']).collect();
            let is_number = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
            match date.as_slice() {
                [year, rest @ ..] if year.len() == 4 && date.iter().all(is_number) => {
                    entry.add("year", year);
                    for (name, value) in ["month", "day"].into_iter().zip(rest) {
                        entry.add(name, value.trim_start_matches('0'));
                    }
                }
                _ => entry.add("year", &told),
            }
        }
    }
}

/// `2021-03-02`
fn iso(date: &Value) -> String {
    let parts = parts(date, 0);
    if parts.is_empty() {
        return [text(date, "raw"), text(date, "literal")].concat();
    }
    parts.iter().map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-")
}
