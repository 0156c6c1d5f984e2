//! Feeds: Atom (RFC 4287) and JSON Feed 1.1.
//!
//! In: a [`FeedFrame`]. Out: the text of a feed. Never: the text of a paper; its abstract and corrections stand for it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::xml::Xml;
use crate::site::machine_frame::{FeedAuthor, FeedEntry, FeedFrame};

/// The media type of [`atom`].
pub const ATOM: &str = "application/atom+xml";
/// The media type of [`json_feed`].
pub const JSON: &str = "application/feed+json";

/// A feed in Atom.
pub fn atom(feed: &FeedFrame) -> String {
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", &feed.lang)]);
    xml.text("title", &[], &feed.title);
    if let Some(subtitle) = &feed.subtitle {
        xml.text("subtitle", &[], subtitle);
    }
    xml.text("id", &[], &feed.page);
    xml.text("updated", &[], &instant(feed.updated));
    xml.empty("link", &[("rel", "self"), ("type", ATOM), ("href", &feed.atom)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.page)]);
    xml.open("author", &[]);
    xml.text("name", &[], &feed.publisher);
    xml.close();
    match feed.generator.split_once(' ') {
        Some((name, version)) => xml.text("generator", &[("version", version)], name),
        None => xml.text("generator", &[], feed.generator),
    }
    for entry in &feed.entries {
        atom_entry(&mut xml, feed, entry);
    }
    xml.finish()
}

fn atom_entry(xml: &mut Xml, feed: &FeedFrame, entry: &FeedEntry) {
    if entry.lang == feed.lang {
        xml.open("entry", &[]);
    } else {
        xml.open("entry", &[("xml:lang", &entry.lang)]);
    }
    xml.text("title", &[], &entry.title);
    xml.text("id", &[], &entry.url);
    xml.empty(
        "link",
        &[("rel", "alternate"), ("type", "text/html"), ("hreflang", &entry.lang), ("href", &entry.url)],
    );
    xml.text("published", &[], &instant(entry.published));
    xml.text("updated", &[], &instant(entry.updated));
    for author in &entry.authors {
        xml.open("author", &[]);
        xml.text("name", &[], &author.name);
        if let Some(url) = &author.url {
            xml.text("uri", &[], url);
        }
        xml.close();
    }
    for topic in &entry.topics {
        xml.empty("category", &[("term", topic)]);
    }
    xml.text("summary", &[("type", "text")], &summary(entry));
    xml.close();
}

/// A feed in JSON.
pub fn json_feed(feed: &FeedFrame) -> String {
    let mut out = Map::new();
    out.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
    out.insert("title".into(), feed.title.as_str().into());
    out.insert("home_page_url".into(), feed.page.as_str().into());
    out.insert("feed_url".into(), feed.json.as_str().into());
    if let Some(subtitle) = &feed.subtitle {
        out.insert("description".into(), subtitle.as_str().into());
    }
    out.insert("language".into(), (*feed.lang).into());
    out.insert("authors".into(), json!([{ "name": feed.publisher }]));
    out.insert("items".into(), feed.entries.iter().map(json_item).collect());
    super::pretty(&Value::Object(out))
}

fn json_item(entry: &FeedEntry) -> Value {
    let mut out = Map::new();
    out.insert("id".into(), entry.url.as_str().into());
    out.insert("url".into(), entry.url.as_str().into());
    out.insert("title".into(), entry.title.as_str().into());
    out.insert("language".into(), (*entry.lang).into());
    out.insert("date_published".into(), instant(entry.published).into());
    out.insert("date_modified".into(), instant(entry.updated).into());
    if !entry.authors.is_empty() {
        out.insert("authors".into(), entry.authors.iter().map(json_author).collect());
    }
    if !entry.topics.is_empty() {
        out.insert("tags".into(), entry.topics.as_slice().into());
    }
    if !entry.summary.is_empty() {
        out.insert("summary".into(), entry.summary.as_str().into());
    }
    out.insert("content_text".into(), summary(entry).into());
    Value::Object(out)
}

fn json_author(author: &FeedAuthor) -> Value {
    match &author.url {
        Some(url) => json!({ "name": author.name, "url": url }),
        None => json!({ "name": author.name }),
    }
}

/// RFC 3339 with whole seconds, which every reader understands.
fn instant(instant: Timestamp) -> String {
    format!("{instant:.0}")
}

/// The abstract, and below it what was corrected.
fn summary(entry: &FeedEntry) -> String {
    let correction = correction(&entry.lang);
    let corrections = entry.corrections.iter().map(|(date, text)| format!("{correction} ({date}): {text}"));
    let parts: Vec<String> = Some(entry.summary.clone())
        .filter(|summary| !summary.is_empty())
        .into_iter()
        .chain(corrections)
        .collect();
    parts.join("\n\n")
}

/// "Correction", in the language of a paper: feeds have no theme to take words from.
fn correction(lang: &str) -> &'static str {
    match lang.split('-').next().unwrap_or_default() {
        "cs" | "sk" => "Oprava",
        "da" | "nb" | "nn" | "no" => "Rettelse",
        "de" => "Berichtigung",
        "es" => "Corrección",
        "fr" => "Rectificatif",
        "it" => "Rettifica",
        "nl" => "Correctie",
        "pl" => "Sprostowanie",
        "pt" => "Correção",
        "sv" => "Rättelse",
        "uk" => "Виправлення",
        _ => "Correction",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> FeedFrame {
        let instant = |text: &str| text.parse().unwrap();
        let entry = FeedEntry {
            title: "Cities & <cameras>".to_owned(),
            url: "https://example.org/papers/x/".to_owned(),
            lang: "en".into(),
            published: instant("2020-10-01T00:00:00Z"),
            updated: instant("2026-05-03T07:30:00.123Z"),
            authors: vec![
                FeedAuthor {
                    name: "Anna Nowak".to_owned(),
                    url: Some("https://example.org/people/a/".to_owned()),
                },
                FeedAuthor { name: "OECD".to_owned(), url: None },
            ],
            summary: "What was found.".to_owned(),
            topics: vec!["AI".to_owned()],
            corrections: vec![("3 May 2026".to_owned(), "A number was wrong.".to_owned())],
        };
        let polish = FeedEntry {
            lang: "pl".into(),
            authors: Vec::new(),
            summary: String::new(),
            topics: Vec::new(),
            ..entry.clone()
        };
        FeedFrame {
            title: "Centre: AI".to_owned(),
            subtitle: None,
            lang: "en".into(),
            page: "https://example.org/topics/ai/".to_owned(),
            atom: "https://example.org/topics/ai/feed.atom".to_owned(),
            json: "https://example.org/topics/ai/feed.json".to_owned(),
            publisher: "Centre".to_owned(),
            updated: instant("2026-05-03T07:30:00Z"),
            entries: vec![entry, polish],
            generator: "offprint 0.1.0",
        }
    }

    #[test]
    fn atom_has_what_the_standard_asks_for() {
        let text = atom(&feed());
        let expected = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>Centre: AI</title>
  <id>https://example.org/topics/ai/</id>
  <updated>2026-05-03T07:30:00Z</updated>
  <link rel="self" type="application/atom+xml" href="https://example.org/topics/ai/feed.atom"/>
  <link rel="alternate" type="text/html" href="https://example.org/topics/ai/"/>
  <author>
    <name>Centre</name>
  </author>
  <generator version="0.1.0">offprint</generator>
  <entry>
    <title>Cities &amp; &lt;cameras&gt;</title>
    <id>https://example.org/papers/x/</id>
    <link rel="alternate" type="text/html" hreflang="en" href="https://example.org/papers/x/"/>
    <published>2020-10-01T00:00:00Z</published>
    <updated>2026-05-03T07:30:00Z</updated>
    <author>
      <name>Anna Nowak</name>
      <uri>https://example.org/people/a/</uri>
    </author>
    <author>
      <name>OECD</name>
    </author>
    <category term="AI"/>
    <summary type="text">What was found.

Correction (3 May 2026): A number was wrong.</summary>
  </entry>
  <entry xml:lang="pl">"#;
        assert!(text.starts_with(expected), "{text}");
        assert!(text.contains("<summary type=\"text\">Sprostowanie (3 May 2026)"), "{text}");
        assert!(text.ends_with("  </entry>\n</feed>\n"), "{text}");
    }

    #[test]
    fn json_has_what_its_standard_asks_for() {
        let value: Value = serde_json::from_str(&json_feed(&feed())).unwrap();
        assert_eq!(value["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(value["feed_url"], "https://example.org/topics/ai/feed.json");
        assert_eq!(value["items"][0]["tags"][0], "AI");
        assert_eq!(value["items"][0]["authors"][1], json!({ "name": "OECD" }));
        assert_eq!(value["items"][0]["date_modified"], "2026-05-03T07:30:00Z");
        assert_eq!(value["items"][1]["content_text"], "Sprostowanie (3 May 2026): A number was wrong.");
        assert!(value["items"][1].get("authors").is_none());
    }
}
