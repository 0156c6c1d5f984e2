//! Front matter is written.
//!
//! In: what a document says of itself. Out: TOML between `+++` lines, and the line of each remark. Never: a guess.

use super::lines::Lines;
use super::runs::line;
use super::{Composer, toml_text};
use crate::import::remark::{Kind, Remark};
use crate::import::transcript::{Author, Front};

/// The longest summary and list of authors that stand on the line of their key.
const SHORT: usize = 100;

/// Keys and values, and which line each key has.
#[derive(Default)]
struct Keys {
    lines: Lines,
    at: Vec<(&'static str, usize)>,
}

impl Keys {
    /// Adds a key whose value is these lines.
    fn add(&mut self, key: &'static str, value: Vec<String>) {
        let line = self.lines.lines.len();
        self.at.push((key, line));
        let mut value = value.into_iter();
        self.lines.lines.extend(value.next().map(|first| format!("{key} = {first}")));
        self.lines.lines.extend(value);
    }

    /// Adds a key whose value is a text, if there is one.
    fn text(&mut self, key: &'static str, value: Option<&String>) {
        if let Some(value) = value.and_then(|value| line(value)) {
            self.add(key, vec![toml_text::string(&value)]);
        }
    }

    /// Adds a remark on the line of a key; on the first line if the key is not there.
    fn remark(&mut self, key: Option<&str>, remark: Remark) {
        let line = self.at.iter().find(|(each, _)| Some(*each) == key).map_or(1, |(_, line)| *line);
        self.lines.remarks.push((line, remark));
    }
}

impl Composer {
    /// Writes front matter.
    pub(super) fn front(&mut self, front: &Front) -> Lines {
        let mut keys = Keys { lines: Lines::of("+++"), at: Vec::new() };
        let mut remarks = front.remarks.clone();
        let title = front.title.as_deref().and_then(line).unwrap_or_else(|| {
            remarks.push(Remark::new(Kind::Guess, "the document has no title").to("Untitled").sure(0.0));
            "Untitled".to_owned()
        });
        keys.text("title", Some(&title));
        keys.text("subtitle", front.subtitle.as_ref());
        self.summary(front, &mut keys);
        let authors = authors(&front.authors, &mut remarks);
        if !authors.is_empty() {
            keys.add("authors", authors);
        }
        date(front.date.as_deref(), &mut keys, &mut remarks);
        keys.text("lang", front.lang.as_ref());
        keys.text("series", front.series.as_ref());
        if let Some(number) = front.number {
            let fits = i64::try_from(number).is_ok();
            keys.add("number", vec![if fits { number.to_string() } else { format!("\"{number}\"") }]);
        }
        let topics = topics(&front.topics, &mut remarks);
        if !topics.is_empty() {
            keys.add("topics", vec![format!("[{}]", topics.join(", "))]);
        }
        keys.text("license", front.license.as_ref());
        doi(front.doi.as_ref(), &mut keys, &mut remarks);
        for remark in remarks {
            let key = key(&remark.message);
            keys.remark(key, remark);
        }
        keys.lines.extend(Lines::of("+++"));
        keys.lines
    }

    fn summary(&mut self, front: &Front, keys: &mut Keys) {
        self.numbers.in_summary = true;
        let summary = self.inner(&front.summary);
        self.numbers.in_summary = false;
        let short = match summary.lines.as_slice() {
            [] => None,
            [line] if line.chars().count() <= SHORT => Some(vec![toml_text::string(line)]),
            lines => Some(toml_text::block(lines)),
        };
        if let Some(value) = short {
            keys.add("summary", value);
        }
        for (_, remark) in summary.remarks {
            keys.remark(Some("summary"), remark);
        }
    }
}

/// Which key a remark speaks of, by the words that it uses.
fn key(message: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 14] = [
        ("subtitle", "subtitle"),
        ("title", "title"),
        ("summary", "summary"),
        ("abstract", "summary"),
        ("author", "authors"),
        ("date", "date"),
        ("language", "lang"),
        ("series", "series"),
        ("number", "number"),
        ("topic", "topics"),
        ("keyword", "topics"),
        ("licence", "license"),
        ("license", "license"),
        ("DOI", "doi"),
    ];
    let found = WORDS.iter().filter_map(|(word, key)| Some((message.find(word)?, *key)));
    found.min_by_key(|(at, _)| *at).map(|(_, key)| key)
}

fn authors(authors: &[Author], remarks: &mut Vec<Remark>) -> Vec<String> {
    let mut written = Vec::new();
    for author in authors {
        let Some(name) = line(&author.name).map(|name| toml_text::string(&name)) else { continue };
        let mut fields = vec![format!("name = {name}")];
        let value = |value: &Option<String>| value.as_deref().and_then(line);
        if let Some(affiliation) = value(&author.affiliation) {
            fields.push(format!("affiliation = {}", toml_text::string(&affiliation)));
        }
        if let Some(email) = value(&author.email) {
            if is_email(&email) {
                fields.push(format!("email = {}", toml_text::string(&email)));
            } else {
                let message = "an author's address for mail is none that can be written to";
                remarks.push(Remark::new(Kind::Lost, message).from(email));
            }
        }
        if let Some(orcid) = value(&author.orcid).filter(|orcid| is_orcid(orcid)) {
            fields.push(format!("orcid = {}", toml_text::string(&orcid)));
        }
        written.push(if fields.len() == 1 { name } else { format!("{{ {} }}", fields.join(", ")) });
    }
    let short = format!("[{}]", written.join(", "));
    if written.is_empty() {
        Vec::new()
    } else if short.chars().count() <= SHORT {
        vec![short]
    } else {
        let lines = written.into_iter().map(|author| format!("  {author},"));
        std::iter::once("[".to_owned()).chain(lines).chain(["]".to_owned()]).collect()
    }
}

/// Whether a text is an address for mail.
pub(super) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.contains('@')
            && !host.starts_with('.')
            && !host.ends_with('.')
    }) && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Sixteen digits, of which the last checks the others (ISO 7064, MOD 11-2).
fn is_orcid(text: &str) -> bool {
    let digits: Vec<char> = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x')).collect();
    let Some((last, payload)) = digits.split_last() else { return false };
    let sum = payload.iter().filter_map(|c| c.to_digit(10)).fold(0, |sum, digit| (sum + digit) * 2 % 11);
    let check = (12 - sum % 11) % 11;
    payload.len() == 15
        && payload.iter().all(char::is_ascii_digit)
        && last.to_digit(10).unwrap_or(10) == check
}

fn date(date: Option<&str>, keys: &mut Keys, remarks: &mut Vec<Remark>) {
    let Some(date) = date.map(str::trim).filter(|date| !date.is_empty()) else { return };
    let padded = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    match padded.parse::<jiff::civil::Date>() {
        Ok(_) if date.len() == 10 => keys.add("date", vec![date.to_owned()]),
        Ok(_) if matches!(date.len(), 4 | 7) => keys.add("date", vec![toml_text::string(date)]),
        _ => {
            remarks.push(Remark::new(Kind::Unsupported, format!("the date `{date}` is none and is left out")))
        }
    }
}

fn topics(topics: &[String], remarks: &mut Vec<Remark>) -> Vec<String> {
    let mut written: Vec<String> = Vec::new();
    for topic in topics.iter().filter_map(|topic| line(topic)) {
        let value = toml_text::string(&topic);
        if written.contains(&value) {
            remarks.push(Remark::new(Kind::Dropped, "a topic was named twice").from(topic));
        } else {
            written.push(value);
        }
    }
    written
}

fn doi(doi: Option<&String>, keys: &mut Keys, remarks: &mut Vec<Remark>) {
    let Some(doi) = doi.map(|doi| doi.trim()).filter(|doi| !doi.is_empty()) else { return };
    let bare = ["https://doi.org/", "http://dx.doi.org/", "doi:"]
        .iter()
        .find_map(|start| doi.strip_prefix(start))
        .unwrap_or(doi)
        .trim();
    let is_one =
        bare.strip_prefix("10.").and_then(|rest| rest.split_once('/')).is_some_and(|(registrant, name)| {
            registrant.len() >= 4
                && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
                && !name.is_empty()
                && !bare.contains(|c: char| c.is_whitespace() || c.is_control())
        });
    if is_one {
        keys.add("doi", vec![toml_text::string(bare)]);
    } else {
        remarks.push(Remark::new(Kind::Unsupported, format!("the DOI `{doi}` is none and is left out")));
    }
}
