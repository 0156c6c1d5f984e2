//! What front matter states, told by its keys.
//!
//! In: front matter in any of its languages. Out: offprint's keys in their order, and remarks that account for every
//! word. Never: a value that is not in the source, a guess of its caller's excepted.

mod account;

use std::ops::Range;
use std::sync::Arc;

use crate::fields::{Field, Fields, Value};
use crate::import::Options;
use crate::import::remark::{Kind, Remark};

use super::forms::{cover, date, doi, is_alias, language, license, summary};
use super::keys::{self, folded};
use super::{Format, Outside, Place, authors, notation, values};

/// What front matter states, and what has been made of it.
#[derive(Debug, Default)]
pub(in crate::import::markdown) struct Facts {
    entries: Vec<Entry>,
    /// The parts of the source that belong to a key each, or to none (comments, keys without a value).
    slices: Vec<Range<usize>>,
    lines: Vec<Line>,
    is_percent: bool,
    /// What is wrong with the source.
    broken: Option<String>,
}

/// Longer front matter is none that a person wrote.
pub(super) const LONGEST: usize = 64 << 10;

/// A key with its value.
#[derive(Debug)]
struct Entry {
    key: String,
    value: Value,
    /// Where it stands among the slices.
    slice: usize,
    used: bool,
}

/// A line of offprint's front matter.
#[derive(Debug)]
struct Line {
    key: &'static str,
    toml: String,
    /// The entries that it was made of.
    entries: Vec<usize>,
    remark: Option<Remark>,
}

/// Reads front matter.
pub(super) fn gather(text: &str, place: &Place) -> Facts {
    let inner = text.get(place.inner.clone()).unwrap_or_default();
    let path: Arc<str> = "index.md".into();
    if inner.len() > LONGEST {
        let broken = Some("it is too long".to_owned());
        let mut facts = Facts { broken, ..Facts::default() };
        facts.slices.push(0..place.inner.end);
        return facts;
    }
    let read = match place.format {
        Format::Percent => return percent(inner),
        Format::Toml => Fields::toml(inner, &path, 0, place.inner.start),
        Format::Yaml | Format::Json => Fields::yaml(inner, &path, 0, place.inner.start),
    };
    let is_broken = read.value.is_broken() && place.format == Format::Yaml;
    let mut starts: Vec<(usize, Option<&Field>)> = read
        .value
        .entries()
        .iter()
        .map(|field| (key_start(text, field.key.span.start as usize), Some(field)))
        .collect();
    if place.format == Format::Yaml {
        bare_keys(inner, place.inner.start, &mut starts);
    }
    starts.sort_by_key(|(start, field)| (*start, field.is_none()));
    starts.dedup_by_key(|(start, _)| *start);
    let mut facts = Facts { broken: read.problems.first().map(|p| p.message.clone()), ..Facts::default() };
    // What stands before the first key belongs to none.
    let first = starts.first().map_or(place.inner.end, |(start, _)| *start);
    facts.slices.push(0..first);
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([place.inner.end]);
    for ((start, field), end) in starts.iter().zip(ends) {
        let slice = facts.slices.len();
        facts.slices.push(*start..end);
        let written = text.get(*start..end).unwrap_or_default();
        match field {
            _ if is_broken => facts.add_written(written, slice),
            Some(field) => facts.add(&field.key.value, &field.value.value, slice),
            None => {}
        }
    }
    facts
}

/// Where a key begins, with the bracket or quotation mark before it.
fn key_start(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.trim_end_matches(['[', '"', '\'']).len()
}

/// The keys at the start of a line, those without a value included.
fn bare_keys(inner: &str, offset: usize, starts: &mut Vec<(usize, Option<&Field>)>) {
    let mut at = 0;
    for line in inner.split_inclusive('\n') {
        let key = line.split(':').next().unwrap_or_default();
        let named = key.len() < line.trim_end().len()
            && key.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '));
        if named || line.starts_with('#') {
            starts.push((offset + at, None));
        }
        at += line.len();
    }
}

/// Pandoc's title block.
fn percent(inner: &str) -> Facts {
    let mut facts = Facts { is_percent: true, ..Facts::default() };
    let mut at = 0;
    let mut starts: Vec<usize> = Vec::new();
    for line in inner.split_inclusive('\n') {
        if line.starts_with('%') {
            starts.push(at);
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([inner.len()]).collect();
    for ((start, end), key) in starts.iter().zip(ends).zip(["title", "author", "date"]) {
        let slice = facts.slices.len();
        facts.slices.push(*start..end);
        let written = inner.get(start + 1..end).unwrap_or_default().trim();
        if !written.is_empty() {
            facts.add(key, &Value::String(written.into()), slice);
        }
    }
    facts
}

impl Facts {
    /// Adds a key of front matter that can't be read as a whole: by itself, or as it is written.
    fn add_written(&mut self, written: &str, slice: usize) {
        let path: Arc<str> = "index.md".into();
        let alone = Fields::yaml(written, &path, 0, 0);
        if let (false, [field]) = (alone.value.is_broken(), alone.value.entries()) {
            return self.add(&field.key.value, &field.value.value, slice);
        }
        if let Some((key, value)) = written.trim().split_once(':')
            && !value.contains('\n')
            && !value.trim().is_empty()
        {
            self.add(key, &Value::String(value.trim().trim_matches('"').into()), slice);
        }
    }

    /// Adds a key; tables that only gather others are opened.
    fn add(&mut self, key: &str, value: &Value, slice: usize) {
        let key = folded(key);
        match value {
            Value::Table(inner) if matches!(key.as_str(), "params" | "extra" | "header") => {
                for field in inner.entries() {
                    self.add(&field.key.value, &field.value.value, slice);
                }
            }
            _ => self.entries.push(Entry { key, value: value.clone(), slice, used: false }),
        }
    }

    /// The first key of some that is there.
    fn find(&self, names: &[&str]) -> Option<(usize, &Entry)> {
        let mut all = names.iter().filter_map(|name| {
            self.entries.iter().enumerate().find(|(_, entry)| entry.key == *name && !entry.used)
        });
        all.next()
    }

    /// The title.
    pub(super) fn title(&self) -> Option<&str> {
        values::text(self.find(keys::TITLE).map(|(_, entry)| &entry.value))
    }

    /// The language, as written.
    pub(super) fn lang(&self) -> Option<&str> {
        values::text(self.find(keys::LANG).map(|(_, entry)| &entry.value))
    }

    /// Whether the paper is to be one page.
    pub(super) fn is_single(&self) -> bool {
        values::text(self.find(&["pages"]).map(|(_, entry)| &entry.value)) == Some("single")
    }

    /// Whether only Pandoc or Quarto reads front matter like this.
    pub(super) fn is_pandoc(&self) -> bool {
        let site = ["layout", "permalink", "categories", "type", "weight"];
        let has = |names: &[&str]| self.entries.iter().any(|entry| names.contains(&entry.key.as_str()));
        self.is_percent || (has(keys::OF_PANDOC) && !has(&site))
    }

    /// Makes offprint's keys of those that are there; the language is the result.
    pub(super) fn complete(&mut self, options: &Options, outside: Outside) -> Option<String> {
        self.title_lines(&outside);
        self.make("subtitle", keys::SUBTITLE, |value| {
            Some(notation::line(&values::plain(values::text(Some(value))?)))
        });
        self.make("summary", keys::SUMMARY, |value| Some(notation::string(&summary(value)?)));
        self.author_line();
        self.make("date", keys::DATE, date);
        if let (None, Some((date, remark))) = (self.line("date"), outside.date) {
            self.put("date", notation::line(&date), Vec::new(), Some(remark));
        }
        self.make("updated", keys::UPDATED, date);
        self.make("series", keys::SERIES, |value| match values::list(value)?.as_slice() {
            [one] => Some(notation::line(one)),
            _ => None,
        });
        self.make("number", keys::NUMBER, |value| match value {
            Value::Integer(number) => Some(number.to_string()),
            other => Some(notation::line(values::text(Some(other))?)),
        });
        self.topics_line();
        let lang = self.language_line(options);
        self.make("license", keys::LICENSE, license);
        self.make("doi", keys::DOI, |value| Some(notation::line(&doi(values::text(Some(value))?)?)));
        self.cover_line();
        self.draft_line();
        self.aliases_line();
        let kept = |value: &Value| match value {
            Value::List(_) => Some(notation::list(values::list(value)?.iter().map(String::as_str))),
            other => Some(notation::line(values::text(Some(other))?)),
        };
        for key in ["embargo", "pages", "corrections", "downloads"] {
            self.make(key, &[key], |value| Some(notation::value(value)));
        }
        self.make("bibliography", keys::BIBLIOGRAPHY, kept);
        self.make("citation_style", keys::CITATION_STYLE, kept);
        lang
    }

    fn line(&self, key: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.key == key)
    }

    fn put(&mut self, key: &'static str, toml: String, entries: Vec<usize>, remark: Option<Remark>) {
        for index in &entries {
            if let Some(entry) = self.entries.get_mut(*index) {
                entry.used = true;
            }
        }
        self.lines.push(Line { key, toml, entries, remark });
    }

    /// Makes one key of the first of others whose value can be read.
    fn make(&mut self, key: &'static str, names: &[&str], read: impl Fn(&Value) -> Option<String>) {
        let found = names.iter().find_map(|name| {
            let (index, entry) = self.find(&[name])?;
            Some((index, read(&entry.value)?))
        });
        if let Some((index, toml)) = found {
            self.put(key, toml, vec![index], None);
        }
    }

    fn title_lines(&mut self, outside: &Outside) {
        self.make("title", keys::TITLE, |value| {
            Some(notation::line(&values::plain(values::scalar(value)?.as_str())))
        });
        if let (None, Some((title, remark))) = (self.line("title"), &outside.title) {
            let message = "the text's own title stands in the front matter now";
            let remark = remark.clone().unwrap_or_else(|| Remark::new(Kind::Replaced, message));
            self.put("title", notation::line(title), Vec::new(), Some(remark));
        }
    }

    fn author_line(&mut self) {
        let mut places = self
            .find(&["affiliations", "affiliation", "institute"])
            .map(|(index, entry)| (index, entry.value.clone()));
        let found = keys::AUTHORS.iter().find_map(|name| {
            let (index, entry) = self.find(&[name])?;
            Some((index, authors::read(&entry.value, places.as_ref().map(|(_, value)| value))?))
        });
        let Some((index, (authors, left_out))) = found else { return };
        let remark = (!left_out.is_empty()).then(|| {
            let message = format!(
                "of the authors is left out, since offprint has no place for it: {}",
                left_out.join(", ")
            );
            Remark::new(Kind::SetAside, message)
        });
        let entries = [index].into_iter().chain(places.take().map(|(index, _)| index)).collect();
        self.put("authors", authors::write(&authors), entries, remark);
    }

    fn topics_line(&mut self) {
        let mut topics: Vec<String> = Vec::new();
        let mut used = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if keys::TOPICS.contains(&entry.key.as_str())
                && let Some(more) = values::topics(&entry.key, &entry.value)
            {
                used.push(index);
                for topic in more {
                    if !topics.contains(&topic) {
                        topics.push(topic);
                    }
                }
            }
        }
        if !topics.is_empty() {
            self.put("topics", notation::list(topics.iter().map(String::as_str)), used, None);
        }
    }

    fn language_line(&mut self, options: &Options) -> Option<String> {
        let given = self.find(keys::LANG).map(|(index, _)| index);
        let stated = self.lang().and_then(|stated| language(stated, &options.languages));
        let lang = options.lang.clone().or(stated)?;
        let remark = given.is_none().then(|| Remark::new(Kind::Replaced, "the language that was asked for"));
        self.put("lang", notation::line(&lang), given.into_iter().collect(), remark);
        Some(lang)
    }

    fn cover_line(&mut self) {
        let found = keys::COVER.iter().find_map(|name| {
            let (index, entry) = self.find(&[folded(name).as_str()])?;
            Some((index, cover(&entry.value)?))
        });
        let Some((index, (file, alt))) = found else { return };
        let mut entries = vec![index];
        let alt = alt.or_else(|| {
            let (index, entry) = self.find(keys::COVER_ALT)?;
            entries.push(index);
            values::text(Some(&entry.value)).map(str::to_owned)
        });
        let toml = match alt {
            Some(alt) => notation::table(&[("file", &file), ("alt", &alt)]),
            None => notation::line(&file),
        };
        self.put("cover", toml, entries, None);
    }

    fn draft_line(&mut self) {
        let draft = self.find(&["draft"]).filter(|(_, entry)| matches!(entry.value, Value::Boolean(_)));
        if let Some((index, entry)) = draft {
            let is_draft = matches!(entry.value, Value::Boolean(true));
            self.put("draft", is_draft.to_string(), vec![index], None);
        } else if let Some((index, entry)) = self.find(&["published"])
            && matches!(entry.value, Value::Boolean(false))
        {
            self.put("draft", "true".into(), vec![index], None);
        }
    }

    fn aliases_line(&mut self) {
        let mut aliases: Vec<String> = Vec::new();
        let mut used = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            if keys::ALIASES.contains(&entry.key.as_str())
                && let Some(more) = values::list(&entry.value)
                && more.iter().all(|alias| is_alias(alias))
            {
                used.push(index);
                aliases.extend(more);
            }
        }
        aliases.dedup();
        if !aliases.is_empty() {
            self.put("aliases", notation::list(aliases.iter().map(String::as_str)), used, None);
        }
    }
}
