//! Citations of Word itself: `CITATION` fields, and the list of sources beside the text.
//!
//! In: a field's arguments, and the parts of a package. Out: what they cite. Never: the words that the field shows.

use std::collections::BTreeMap;

use super::super::package::Package;
use super::super::xml::{self, Element};
use super::entry::{Entry, Person};
use super::{Bibliography, Cite, locator};

/// The sources that a package keeps, by their tags. A list that can't be read is none.
pub(super) fn sources(package: &Package) -> BTreeMap<String, Entry> {
    let parts = package.paths().filter(|path| path.starts_with("customxml/item") && !path.contains("props"));
    let lists = parts.filter_map(|path| xml::parse(package.part(path)?, path).ok());
    lists.flat_map(|list| listed(&list)).collect()
}

/// The sources of a list.
pub(super) fn listed(list: &Element) -> Vec<(String, Entry)> {
    if list.name != "b:Sources" {
        return Vec::new();
    }
    list.children_named("b:Source")
        .map(|source| (told(source, "b:Tag").to_lowercase(), entry(source)))
        .collect()
}

/// What a field cites: `Smi20 \p 3 \m Now21 \n`.
pub(super) fn cites(arguments: &str, library: &Bibliography) -> Result<Vec<Cite>, &'static str> {
    let mut words = words(arguments).into_iter();
    let mut cites = vec![source(&words.next().unwrap_or_default(), library)?];
    while let Some(word) = words.next() {
        let Some(cite) = cites.last_mut() else { break };
        match word.to_lowercase().as_str() {
            r"\m" => cites.push(source(&words.next().unwrap_or_default(), library)?),
            r"\p" => cite.locator = locator("page", &words.next().unwrap_or_default()),
            r"\v" => {
                let volume = locator("volume", &words.next().unwrap_or_default());
                cite.locator =
                    if cite.locator.is_empty() { volume } else { format!("{volume}, {}", cite.locator) };
            }
            r"\f" => cite.prefix = words.next().unwrap_or_default(),
            r"\s" => cite.suffix = words.next().unwrap_or_default(),
            r"\n" => cite.without_author = true,
            r"\l" => _ = words.next(),
            _ => {}
        }
    }
    Ok(cites)
}

fn source(tag: &str, library: &Bibliography) -> Result<Cite, &'static str> {
    let entry = library.word.get(&tag.to_lowercase()).cloned().ok_or("its source is not in the file")?;
    Ok(Cite { identity: Some(format!("word {}", tag.to_lowercase())), entry, ..Cite::default() })
}

/// Words, those in quotes as one.
fn words(arguments: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = arguments.trim();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

fn told(source: &Element, name: &str) -> String {
    source.child(name).map(Element::text).unwrap_or_default()
}

fn entry(source: &Element) -> Entry {
    let told = |name: &str| told(source, name);
    let reference = told("b:SourceType");
    let kind = kind(&reference);
    let mut entry = Entry {
        kind,
        authors: people(source, "b:Author"),
        editors: people(source, "b:Editor"),
        translators: people(source, "b:Translator"),
        ..Entry::default()
    };
    entry.add("title", &told("b:Title"));
    entry.add("shorttitle", &told("b:ShortTitle"));
    let container = match kind {
        "article" => "journal",
        "incollection" | "inproceedings" => "booktitle",
        _ => "howpublished",
    };
    for name in
        ["b:JournalName", "b:PeriodicalTitle", "b:BookTitle", "b:ConferenceName", "b:InternetSiteTitle"]
    {
        entry.add(container, &told(name));
    }
    let publisher = match kind {
        "techreport" => "institution",
        "phdthesis" => "school",
        _ => "publisher",
    };
    for name in ["b:Publisher", "b:Institution", "b:ProductionCompany"] {
        entry.add(publisher, &told(name));
    }
    for (field, name) in [
        ("address", "b:City"),
        ("edition", "b:Edition"),
        ("volume", "b:Volume"),
        ("number", "b:Issue"),
        ("type", "b:ThesisType"),
        ("pages", "b:Pages"),
        ("year", "b:Year"),
        ("month", "b:Month"),
        ("day", "b:Day"),
        ("doi", "b:DOI"),
        ("url", "b:URL"),
        ("isbn", "b:StandardNumber"),
        ("note", "b:Comments"),
    ] {
        entry.add(field, &told(name));
    }
    let read: Vec<String> = ["b:YearAccessed", "b:MonthAccessed", "b:DayAccessed"].map(told).into();
    entry.add(
        "urldate",
        read.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ").as_str(),
    );
    entry
}

fn kind(reference: &str) -> &'static str {
    match reference {
        "JournalArticle" | "ArticleInAPeriodical" => "article",
        "Book" => "book",
        "BookSection" => "incollection",
        "ConferenceProceedings" => "inproceedings",
        "Report" => "techreport",
        _ => "misc",
    }
}

fn people(source: &Element, role: &str) -> Vec<Person> {
    let Some(role) = source.child("b:Author").and_then(|roles| roles.child(role)) else { return Vec::new() };
    if let Some(institution) = role.child("b:Corporate") {
        return vec![Person::whole(&institution.text())];
    }
    let people = role.child("b:NameList").into_iter().flat_map(Element::elements).map(|person| {
        let given = [told(person, "b:First"), told(person, "b:Middle")].join(" ").trim().to_owned();
        let family = told(person, "b:Last").trim().to_owned();
        if given.is_empty() { Person::whole(&family) } else { Person { family, given, ..Person::default() } }
    });
    people.filter(|person| !person.family.is_empty()).collect()
}
