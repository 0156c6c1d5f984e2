//! What machines read of a page: citation tags, Open Graph, JSON-LD.
//!
//! In: frames, and the record of a paper. Out: [`MetaTag`]s and JSON-LD text. Never: anything a reader sees.
//!
//! Citation tags follow Google Scholar's inclusion guidelines: they stand on the cover and on the page of the whole
//! paper only, because Scholar cannot index the sections of one paper in different files. JSON-LD is schema.org's:
//! a `Report` whose `Chapter`s are its sections.

use serde_json::{Map, Value, json};

use super::cited::full_title;
use super::frame::{AuthorFrame, MetaTag, PageFrame, PageKind, PaperFrame, SectionFrame, SiteFrame};
use crate::config::BaseUrl;
use crate::paper::{Dated, Precision, Record};

/// The citation tags of a paper.
pub(super) fn citation(record: &Record, paper: &PaperFrame, site: &SiteFrame) -> Vec<MetaTag> {
    let mut tags = vec![tag("citation_title", full_title(&paper.title, paper.subtitle.as_deref()))];
    tags.extend(paper.authors.iter().map(|author| tag("citation_author", author.name.clone())));
    if let Some(date) = &record.meta.date {
        tags.push(tag("citation_publication_date", scholar_date(date)));
    }
    tags.push(tag("citation_technical_report_institution", site.publisher.name.clone()));
    if let Some(number) = &paper.number {
        tags.push(tag("citation_technical_report_number", number.clone()));
    }
    if let Some(doi) = &paper.doi {
        tags.push(tag("citation_doi", doi.title.clone()));
    }
    tags.push(tag("citation_language", record.lang.to_string()));
    if !paper.summary.is_empty() {
        tags.push(tag("citation_abstract", paper.summary.clone()));
    }
    if !paper.topics.is_empty() {
        let topics: Vec<&str> = paper.topics.iter().map(|topic| topic.title.as_str()).collect();
        tags.push(tag("citation_keywords", topics.join("; ")));
    }
    tags
}

/// `2020/10/05`, or the year alone if the day is not known: the guidelines have no form for a month.
fn scholar_date(date: &Dated) -> String {
    let day = date.day;
    match date.precision {
        Precision::Year | Precision::Month => format!("{:04}", day.year()),
        Precision::Day | Precision::Instant => {
            format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day())
        }
    }
}

/// The Open Graph properties of a page.
pub(super) fn open_graph(page: &PageFrame, site: &SiteFrame, paper: Option<&PaperFrame>) -> Vec<MetaTag> {
    let kind = match page.kind {
        PageKind::Paper | PageKind::Section | PageKind::Full | PageKind::Single => "article",
        PageKind::Person => "profile",
        _ => "website",
    };
    let mut tags = vec![
        tag("og:type", kind.to_owned()),
        tag("og:title", page.title.clone()),
        tag("og:description", page.description.clone()),
        tag("og:url", page.canonical.clone()),
        tag("og:site_name", site.title.clone()),
        tag("og:locale", site.lang.replace('-', "_")),
    ];
    let other = page.alternates.iter().filter(|alternate| alternate.same_page && !alternate.current);
    tags.extend(other.map(|alternate| tag("og:locale:alternate", alternate.lang.replace('-', "_"))));
    let Some(paper) = paper else { return tags };
    if let Some(cover) = &paper.cover {
        tags.push(tag("og:image", cover.absolute.clone()));
        if !cover.alt.is_empty() {
            tags.push(tag("og:image:alt", cover.alt.clone()));
        }
    }
    if let Some(date) = &paper.date {
        tags.push(tag("article:published_time", date.iso.clone()));
    }
    if let Some(date) = &paper.updated {
        tags.push(tag("article:modified_time", date.iso.clone()));
    }
    tags.extend(paper.topics.iter().map(|topic| tag("article:tag", topic.title.clone())));
    tags
}

fn tag(name: &'static str, content: String) -> MetaTag {
    MetaTag { name, content }
}

/// What the JSON-LD of a page is made from.
pub(super) struct Described<'a> {
    pub(super) page: &'a PageFrame,
    pub(super) site: &'a SiteFrame,
    pub(super) base: &'a BaseUrl,
    pub(super) paper: Option<&'a PaperFrame>,
    pub(super) section: Option<&'a SectionFrame>,
    pub(super) person: Option<&'a AuthorFrame>,
}

/// The JSON-LD of a page, with `<` escaped, so that no text can end the script element.
pub(super) fn json_ld(described: &Described<'_>) -> String {
    let mut value = match (described.page.kind, described.paper, described.person) {
        (PageKind::Section, Some(paper), _) => chapter(described, paper),
        (PageKind::Paper | PageKind::Full | PageKind::Single, Some(paper), _) => report(described, paper),
        (PageKind::Person, _, Some(person)) => profile(described, person),
        (PageKind::Home, ..) => web_site(described),
        _ => web_page(described),
    };
    value.insert("@context".to_owned(), json!("https://schema.org"));
    serde_json::to_string(&value).unwrap_or_default().replace('<', "\\u003c")
}

fn report(described: &Described<'_>, paper: &PaperFrame) -> Map<String, Value> {
    let base = described.base;
    let cover = absolute(base, &paper.href);
    let mut map = object(json!({
        "@type": "Report",
        "@id": cover,
        "url": described.page.canonical,
        "name": full_title(&paper.title, paper.subtitle.as_deref()),
        "headline": paper.title,
        "inLanguage": described.site.lang,
        "author": paper.authors.iter().map(|author| person(base, author)).collect::<Vec<_>>(),
        "publisher": publisher(described.site),
        "wordCount": paper.words,
    }));
    let optional = [
        ("description", some_text(&paper.summary)),
        ("datePublished", paper.date.as_ref().map(|date| json!(date.iso))),
        ("dateModified", paper.updated.as_ref().map(|date| json!(date.iso))),
        ("reportNumber", paper.number.as_ref().map(|number| json!(number))),
        ("license", paper.license.as_ref().map(|license| json!(first_filled(&license.href, &license.title)))),
        ("sameAs", paper.doi.as_ref().map(|doi| json!(doi.href))),
        ("image", paper.cover.as_ref().map(|image| json!(image.absolute))),
        ("isPartOf", series(base, paper)),
    ];
    insert_some(&mut map, optional);
    if !paper.topics.is_empty() {
        let topics: Vec<&str> = paper.topics.iter().map(|topic| topic.title.as_str()).collect();
        map.insert("keywords".to_owned(), json!(topics));
    }
    if paper.full.is_some() {
        let parts: Vec<Value> = paper
            .contents
            .iter()
            .zip(1u32..)
            .map(|(entry, position)| {
                json!({"@type": "Chapter", "name": entry.title, "url": absolute(base, &entry.href), "position": position})
            })
            .collect();
        map.insert("hasPart".to_owned(), json!(parts));
    }
    map
}

fn chapter(described: &Described<'_>, paper: &PaperFrame) -> Map<String, Value> {
    let cover = absolute(described.base, &paper.href);
    let mut map = object(json!({
        "@type": "Chapter",
        "@id": described.page.canonical,
        "url": described.page.canonical,
        "name": described.page.title,
        "inLanguage": described.site.lang,
        "isPartOf": {"@type": "Report", "@id": cover, "url": cover, "name": full_title(&paper.title, paper.subtitle.as_deref())},
        "author": paper.authors.iter().map(|author| person(described.base, author)).collect::<Vec<_>>(),
    }));
    if let Some(section) = described.section {
        map.insert("position".to_owned(), json!(section.position));
    }
    map
}

fn profile(described: &Described<'_>, who: &AuthorFrame) -> Map<String, Value> {
    object(json!({
        "@type": "ProfilePage",
        "url": described.page.canonical,
        "name": described.page.title,
        "inLanguage": described.site.lang,
        "mainEntity": person(described.base, who),
    }))
}

fn web_site(described: &Described<'_>) -> Map<String, Value> {
    object(json!({
        "@type": "WebSite",
        "url": described.page.canonical,
        "name": described.site.title,
        "description": described.page.description,
        "inLanguage": described.site.lang,
        "publisher": publisher(described.site),
    }))
}

fn web_page(described: &Described<'_>) -> Map<String, Value> {
    let kind = match described.page.kind {
        PageKind::Page | PageKind::NotFound => "WebPage",
        _ => "CollectionPage",
    };
    object(json!({
        "@type": kind,
        "url": described.page.canonical,
        "name": described.page.title,
        "description": described.page.description,
        "inLanguage": described.site.lang,
        "isPartOf": {"@type": "WebSite", "url": absolute(described.base, &described.site.home), "name": described.site.title},
    }))
}

fn person(base: &BaseUrl, author: &AuthorFrame) -> Value {
    let mut map = object(json!({"@type": author.kind, "name": author.name}));
    let optional = [
        ("url", author.href.as_ref().map(|href| json!(absolute(base, href)))),
        ("jobTitle", author.role.as_ref().map(|role| json!(role))),
        (
            "affiliation",
            author.affiliation.as_ref().map(|name| json!({"@type": "Organization", "name": name})),
        ),
        ("sameAs", author.orcid.as_ref().map(|orcid| json!(format!("https://orcid.org/{orcid}")))),
    ];
    insert_some(&mut map, optional);
    Value::Object(map)
}

fn publisher(site: &SiteFrame) -> Value {
    let mut map = object(json!({"@type": "Organization", "name": site.publisher.name}));
    let optional = [
        ("url", site.publisher.url.as_ref().map(|url| json!(url))),
        ("logo", site.publisher.logo.as_ref().map(|logo| json!(logo.absolute))),
    ];
    insert_some(&mut map, optional);
    Value::Object(map)
}

fn series(base: &BaseUrl, paper: &PaperFrame) -> Option<Value> {
    let series = paper.series.as_ref()?;
    Some(json!({"@type": "Series", "name": series.title, "url": absolute(base, &series.href)}))
}

/// A whole URL from an `href`, which begins with the base path.
fn absolute(base: &BaseUrl, href: &str) -> String {
    format!("{}{href}", base.origin)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn some_text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| json!(text))
}

fn first_filled<'a>(first: &'a str, second: &'a str) -> &'a str {
    if first.is_empty() { second } else { first }
}

fn insert_some<const N: usize>(map: &mut Map<String, Value>, fields: [(&str, Option<Value>); N]) {
    for (name, value) in fields {
        if let Some(value) = value {
            map.insert(name.to_owned(), value);
        }
    }
}
