//! The keys of front matter, by what a file is.
//!
//! In: fields. Out: [`FrontMatter`] and diagnostics. Never: where the fields came from.

use super::people::{authors, checked, details};
use super::withheld::{State, Written, keep_back};
use super::{FrontMatter, RawTexts, SectionFields, checks, dates, smart_text};
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic};
use crate::fields::{At, Fields, Reader, Value};
use crate::paper::{Alias, Dated, Meta, Pages, Span, Unread};
use crate::source::Source;

/// What reading a description must know of its file.
pub(super) struct Reading<'a> {
    pub(super) source: &'a Source,
    pub(super) file: u16,
    pub(super) lang: &'a str,
    pub(super) smart: bool,
    /// Whether the file has front matter at all.
    pub(super) given: bool,
    /// Its text.
    pub(super) written: &'a Written<'a>,
}

/// The keys of papers alone.
const OF_PAPERS: [&str; 10] = [
    "authors",
    "series",
    "number",
    "topics",
    "license",
    "doi",
    "pages",
    "downloads",
    "bibliography",
    "citation_style",
];
/// The keys of papers and of other pages.
const OF_PAGES: [&str; 11] = [
    "title",
    "subtitle",
    "summary",
    "date",
    "updated",
    "lang",
    "draft",
    "embargo",
    "aliases",
    "cover",
    "corrections",
];
/// The keys of people.
const OF_PEOPLE: [&str; 7] = ["name", "sort_name", "role", "orcid", "affiliation", "email", "url"];
/// The keys of files that are one section of a paper.
const OF_SECTIONS: [&str; 5] = ["title", "id", "order", "summary", "aliases"];
/// The keys of `site.toml`.
const OF_SITES: [&str; 9] = [
    "base_url",
    "languages",
    "math",
    "raw_html",
    "smart_punctuation",
    "publisher",
    "theme",
    "collections",
    "lint",
];

/// Where a key belongs that has no meaning in this file.
fn elsewhere(key: &str) -> Option<String> {
    let belongs = |place: &str| Some(format!("`{key}` belongs in {place}"));
    if OF_PAPERS.contains(&key) || OF_PAGES.contains(&key) {
        belongs("the front matter of a paper (its `index.md`)")
    } else if OF_PEOPLE.contains(&key) {
        belongs("the front matter of a person (a file in `people/`)")
    } else if OF_SECTIONS.contains(&key) {
        belongs("the front matter of a section's own file")
    } else if OF_SITES.contains(&key) {
        belongs("`content/site.toml`")
    } else {
        None
    }
}

/// The front matter of a paper.
pub(super) fn paper(reading: &Reading, fields: &Fields) -> Checked<FrontMatter> {
    let mut problems = Vec::new();
    let mut reader = fields.reader();
    let mut front = shared(reading, &mut reader, &mut problems);
    front.meta.authors = authors(&mut reader, &mut problems);
    front.meta.series = reading.text(reader.string("series"));
    front.meta.number = reader.string_or_integer("number").map(|number| number.value);
    front.meta.topics = topics(reading, &mut reader);
    front.meta.license = reader.string("license").map(|text| text.value);
    front.meta.doi = checked(&mut reader, "doi", &reading::DOI_INVALID, checks::doi);
    front.meta.pages = pages(&mut reader);
    front.raw.downloads = downloads(&mut reader, &mut problems);
    for key in ["bibliography", "citation_style"] {
        if let Some(value) = reader.value(key) {
            let message = format!("`{key}` has no effect yet: citations print as they are written");
            reader.report(&reading::KEY_NOT_YET, message, value.span);
        }
    }
    problems.extend(reader.finish_knowing(elsewhere));
    Checked::new(front, problems)
}

/// The front matter of any other page.
pub(super) fn page(reading: &Reading, fields: &Fields) -> Checked<FrontMatter> {
    let mut problems = Vec::new();
    let mut reader = fields.reader();
    let front = shared(reading, &mut reader, &mut problems);
    problems.extend(reader.finish_knowing(elsewhere));
    Checked::new(front, problems)
}

/// The front matter of a person.
pub(super) fn person(reading: &Reading, fields: &Fields) -> Checked<FrontMatter> {
    let mut problems = Vec::new();
    let mut reader = fields.reader();
    let mut front = publication(reading, &mut reader);
    let name = title(reading, &mut reader, "name");
    let details = details(&mut reader, name.value.clone());
    front.meta.title = name.value;
    front.meta.title_span = name.span;
    front.meta.person = Some(Box::new(details));
    front.raw.summary = reader.string("summary");
    front.raw.cover = cover(&mut reader, &mut front.meta, &mut problems);
    problems.extend(reader.finish_knowing(|key| match key {
        "title" => Some("a person has a `name`, and may have a `role`".to_owned()),
        _ => elsewhere(key),
    }));
    Checked::new(front, problems)
}

/// The front matter of a file that is one section of a paper.
pub(super) fn section(reading: &Reading, fields: &Fields) -> Checked<FrontMatter> {
    let mut reader = fields.reader();
    let title = reader.string("title");
    let section = SectionFields {
        title: title.map(|title| At::new(reading.smart(&title.value), title.span)),
        id: section_id(&mut reader),
        aliases: section_aliases(&mut reader),
        order: reader.integer("order").map(|order| order.value),
        summary: reader.string("summary"),
    };
    let mut meta = Meta::default();
    for (name, key) in [("embargo", Unread::Embargo), ("draft", Unread::Draft)] {
        // A section has no such key, which is reported; but whoever writes one does not want it to be read yet.
        let says_no = |value: &At<Value>| value.value == Value::Boolean(false);
        let is_given = fields.get(name).is_some_and(|value| !says_no(value));
        if is_given || reading.written.state(name, fields) != State::Sound {
            keep_back(&mut meta, key);
        }
    }
    let problems = reader.finish_knowing(elsewhere);
    Checked::new(FrontMatter { meta, section, ..FrontMatter::default() }, problems)
}

fn section_id(reader: &mut Reader) -> Option<At<Box<str>>> {
    let id = reader.string("id")?;
    if let Err(must) = checks::id(&id.value) {
        reader.report(&reading::VALUE_INVALID, format!("`id` is `{}`, and {must}", id.value), id.span);
        return None;
    }
    Some(id)
}

fn section_aliases(reader: &mut Reader) -> Vec<Box<str>> {
    let written = reader.strings("aliases").unwrap_or_default();
    let mut aliases = Vec::new();
    for alias in written {
        match checks::id(alias.value.strip_prefix('#').unwrap_or(&alias.value)) {
            Ok(()) => aliases.push(alias.value),
            Err(must) => {
                let message = format!("the alias `{}` of a section {must}", alias.value);
                let problem = Diagnostic::new(&reading::ALIAS_INVALID, message)
                    .at(reader.fields().place(alias.span))
                    .hint("give the last part of its old address alone: `results` for `/papers/x/results/`");
                reader.push(problem);
            }
        }
    }
    aliases
}

impl Reading<'_> {
    fn smart(&self, text: &str) -> Box<str> {
        if self.smart { smart_text(text, self.lang) } else { text.into() }
    }

    fn text(&self, written: Option<At<Box<str>>>) -> Option<Box<str>> {
        written.map(|text| self.smart(&text.value))
    }
}

/// What papers and other pages have in common.
fn shared(reading: &Reading, reader: &mut Reader, problems: &mut Vec<Diagnostic>) -> FrontMatter {
    let mut front = publication(reading, reader);
    let title = title(reading, reader, "title");
    front.meta.title = reading.smart(&title.value);
    front.meta.title_span = title.span;
    front.meta.subtitle = reading.text(reader.string("subtitle"));
    front.meta.date = date(reader, "date");
    front.meta.date_given = reader.value("date").is_some();
    front.meta.updated = date(reader, "updated");
    front.raw = RawTexts {
        summary: reader.string("summary"),
        corrections: corrections(reader, problems),
        cover: cover(reader, &mut front.meta, problems),
        downloads: Vec::new(),
    };
    front
}

/// Whether, when and where a page is published.
fn publication(reading: &Reading, reader: &mut Reader) -> FrontMatter {
    language(reading, reader);
    let (draft, embargo) = (draft(reading, reader), embargo(reading, reader));
    let mut meta = Meta {
        draft: draft.unwrap_or_default(),
        embargo: embargo.unwrap_or_default(),
        aliases: aliases(reader),
        ..Meta::default()
    };
    // The author meant to withhold the paper: until the key is mended it stays withheld.
    if let Some(key) = embargo.err().or(draft.err()) {
        keep_back(&mut meta, key);
    }
    FrontMatter { meta, ..FrontMatter::default() }
}

/// Whether a key can be read, if it is given; reports that it has no value.
fn can_be_read(reading: &Reading, reader: &mut Reader, key: &str, needed: &str) -> bool {
    reader.know(key);
    match reading.written.state(key, reader.fields()) {
        State::Sound => true,
        State::Unread => false,
        State::Blank => {
            let blank = reader.fields().blank().iter().find(|blank| *blank.value == *key);
            let span = blank.map(|blank| blank.span).unwrap_or_default();
            let problem = Diagnostic::new(&reading::VALUE_INVALID, format!("`{key}` has no value"))
                .at(reader.fields().place(span))
                .hint(format!("write {needed} after it, or delete it"));
            reader.push(problem);
            false
        }
    }
}

/// Whether it is a draft.
fn draft(reading: &Reading, reader: &mut Reader) -> Result<bool, Unread> {
    if !can_be_read(reading, reader, "draft", "`true` or `false`") {
        return Err(Unread::Draft);
    }
    match reader.value("draft") {
        Some(_) => reader.boolean("draft").map(|draft| draft.value).ok_or(Unread::Draft),
        None => Ok(false),
    }
}

fn title(reading: &Reading, reader: &mut Reader, key: &str) -> At<Box<str>> {
    let given = reader.value(key).is_some();
    match reader.string(key) {
        Some(title) if !title.value.trim().is_empty() => return title,
        _ if given
            && reader.fields().get(key).is_some_and(|value| !matches!(value.value, Value::String(_))) => {}
        _ => {
            let mut problem = Diagnostic::new(&reading::TITLE_MISSING, format!("the {key} is missing"))
                .at(reader.fields().place(reader.fields().span().at_start()));
            let text = reading.source.text.trim_start_matches('\u{feff}');
            let marked = text.trim_start().starts_with("+++") || text.trim_start().starts_with("---\n");
            problem = match (reading.given, marked) {
                (true, _) => problem.hint(format!("add `{key}` to the front matter")),
                (false, true) => problem.hint("front matter must begin on the first line of the file"),
                (false, false) => problem.hint(format!(
                    "begin the file with front matter: a line `+++`, then `{key} = \"…\"`, then a line `+++`"
                )),
            };
            reader.missing(key, problem);
        }
    }
    At::new(title_from_path(&reading.source.path), Span::new(reading.file, 0, 0))
}

/// `content/papers/safe-cities/index.pl.md` becomes "Safe cities".
fn title_from_path(path: &str) -> Box<str> {
    let mut names = path.rsplit('/');
    let file = names.next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let name = if stem == "index" { names.next().unwrap_or(stem) } else { stem };
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(Box::default, |first| first.to_uppercase().chain(letters).collect::<String>().into())
}

fn language(reading: &Reading, reader: &mut Reader) {
    let Some(lang) = reader.string("lang") else { return };
    if lang.value.eq_ignore_ascii_case(reading.lang) {
        return;
    }
    let message = format!("`lang` is `{}`, and the file's place and name say `{}`", lang.value, reading.lang);
    let name = reading.source.path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let problem = Diagnostic::new(&reading::LANGUAGE_MISMATCH, message)
        .at(reader.fields().place(lang.span))
        .hint(format!("name the file `{stem}.{}.md`, or mend `lang`", lang.value));
    reader.push(problem);
}

fn date(reader: &mut Reader, key: &str) -> Option<Dated> {
    let written = reader.value(key)?;
    match dates::dated(&written.value) {
        Ok(date) => Some(date),
        Err(reason) => {
            let problem =
                Diagnostic::new(&reading::DATE_INVALID, format!("`{}`: {reason}", reader.name(key)))
                    .at(reader.fields().place(written.span))
                    .hint("write a date as `2020-10-05`, or a month as \"2020-10\", or a year as \"2020\"");
            reader.push(problem);
            None
        }
    }
}

/// The instant at which its embargo ends, if it has one.
fn embargo(reading: &Reading, reader: &mut Reader) -> Result<Option<jiff::Timestamp>, Unread> {
    if !can_be_read(reading, reader, "embargo", "the instant at which it ends") {
        return Err(Unread::Embargo);
    }
    let Some(written) = reader.value("embargo") else { return Ok(None) };
    match dates::instant(&written.value) {
        Ok(Some(instant)) => return Ok(Some(instant)),
        Ok(None) => reader.push(
            Diagnostic::new(
                &reading::EMBARGO_WITHOUT_OFFSET,
                "`embargo` does not say at which instant it ends",
            )
            .at(reader.fields().place(written.span))
            .hint("write a time with an offset from UTC, such as `2026-03-01T09:00:00+01:00`"),
        ),
        Err(reason) => reader.report(&reading::DATE_INVALID, format!("`embargo`: {reason}"), written.span),
    }
    Err(Unread::Embargo)
}

fn aliases(reader: &mut Reader) -> Vec<Alias> {
    let written = reader.strings("aliases").unwrap_or_default();
    let mut aliases = Vec::new();
    for alias in written {
        match checks::alias(&alias.value) {
            Ok(address) => aliases.push(Alias { address, section: None, span: alias.span }),
            Err(must) => {
                let message = format!("the alias `{}` {must}", alias.value);
                reader.report(&reading::ALIAS_INVALID, message, alias.span);
            }
        }
    }
    aliases
}

fn corrections(reader: &mut Reader, problems: &mut Vec<Diagnostic>) -> Vec<(Dated, At<Box<str>>)> {
    let mut corrections = Vec::new();
    for mut each in reader.tables("corrections").into_iter().flatten() {
        let date = if each.value("date").is_some() {
            date(&mut each, "date")
        } else {
            each.require_string("date").and(None)
        };
        let text = each.require_string("text");
        problems.extend(each.finish());
        corrections.extend(date.zip(text));
    }
    corrections
}

fn cover(reader: &mut Reader, meta: &mut Meta, problems: &mut Vec<Diagnostic>) -> Option<At<Box<str>>> {
    let written = reader.value("cover")?;
    match &written.value {
        Value::Table(_) => {
            let mut table = reader.table("cover")?;
            let file = table.require_string("file");
            meta.cover_alt = table.string("alt").map(|alt| alt.value);
            problems.extend(table.finish());
            file
        }
        Value::String(path) => Some(At::new(path.clone(), written.span)),
        other => reader.mistyped(
            "cover",
            "the name of a file, or a table with `file` and `alt`",
            other,
            written.span,
        ),
    }
}

fn topics(reading: &Reading, reader: &mut Reader) -> Vec<Box<str>> {
    let mut topics: Vec<Box<str>> = Vec::new();
    for topic in reader.strings("topics").unwrap_or_default() {
        if topic.value.trim().is_empty() {
            reader.report(&reading::VALUE_INVALID, "a topic is empty", topic.span);
            continue;
        }
        let text = reading.smart(topic.value.trim());
        if !topics.contains(&text) {
            topics.push(text);
        }
    }
    topics
}

fn pages(reader: &mut Reader) -> Pages {
    let Some(written) = reader.string("pages") else { return Pages::default() };
    match &*written.value {
        "sections" => Pages::Sections,
        "single" => Pages::Single,
        other => {
            let message = format!("`pages` is `{other}`, and must be \"sections\" or \"single\"");
            reader.report(&reading::VALUE_INVALID, message, written.span);
            Pages::default()
        }
    }
}

fn downloads(reader: &mut Reader, problems: &mut Vec<Diagnostic>) -> Vec<(At<Box<str>>, Box<str>)> {
    let mut downloads = Vec::new();
    for mut each in reader.tables("downloads").into_iter().flatten() {
        let file = each.require_string("file");
        let title = each.require_string("title");
        problems.extend(each.finish());
        if let Some(file) = file {
            let title = title.map_or_else(|| file.value.clone(), |title| title.value);
            downloads.push((file, title));
        }
    }
    downloads
}
