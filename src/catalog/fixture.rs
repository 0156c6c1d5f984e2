//! Records for tests, made from a few words.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::{Catalog, Clock};
use crate::config::{BaseUrl, Collection, Config, Images, Links, Publisher, ThemeChoice};
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::paper::{
    Alias, Anchor, AnchorKind, Author, Dated, FileTarget, Kind, Meta, Person, Precision, Record, Reference,
    SectionRecord, Span, Target, Usage,
};

pub(crate) fn config() -> Config {
    let collection = Collection { title: "Papers".into(), per_page: 2 };
    Config {
        path: "content/site.toml".into(),
        title: "Centre".into(),
        titles: BTreeMap::new(),
        description: None,
        descriptions: BTreeMap::new(),
        base: BaseUrl { origin: "https://example.org".into(), path: "".into() },
        languages: vec!["en".into(), "pl".into()],
        math: false,
        raw_html: false,
        smart_punctuation: true,
        publisher: Publisher::default(),
        theme: ThemeChoice { name: "institute".into(), span: Span::default(), options: Fields::default() },
        collections: BTreeMap::from([("papers".into(), collection)]),
        menus: BTreeMap::new(),
        images: Images { widths: Vec::new(), quality: 80 },
        links: Links::default(),
        hosting: Vec::new(),
        cache_megabytes: 0,
        lint: Vec::new(),
        baseline: Arc::default(),
    }
}

/// Noon on 24 November 2026.
pub(crate) const NOW: &str = "2026-11-24T12:00:00Z";

pub(crate) fn clock() -> Clock {
    Clock { now: NOW.parse().unwrap(), drafts: false }
}

/// A record by its file: `papers/x.md`, `papers/x/index.pl.md`, `people/a-b.md`, `about.md`, `index.md`.
pub(crate) fn record(file: &str) -> Record {
    let stem = file.strip_suffix(".md").unwrap();
    let (stem, lang) = stem.strip_suffix(".pl").map_or((stem, "en"), |stem| (stem, "pl"));
    let key = stem.strip_suffix("index").map_or(stem, |folder| folder.trim_end_matches('/'));
    let kind = match key.split_once('/') {
        None if key.is_empty() => Kind::Home,
        None if key == "papers" => Kind::Collection,
        Some(("papers", _)) => Kind::Paper,
        Some(("people", _)) => Kind::Person,
        _ => Kind::Page,
    };
    let prefix = if lang == "en" { "" } else { "/pl" };
    let address = if key.is_empty() { format!("{prefix}/") } else { format!("{prefix}/{key}/") };
    let person = Person { name: key.rsplit('/').next().unwrap().into(), ..Person::default() };
    Record {
        kind,
        key: key.into(),
        collection: matches!(kind, Kind::Paper | Kind::Collection).then(|| "papers".into()),
        lang: lang.into(),
        address: address.into(),
        files: vec![Arc::from(format!("content/{file}"))],
        meta: Meta {
            title: key.into(),
            date: (kind == Kind::Paper).then(|| dated(date(2020, 1, 1))),
            person: (kind == Kind::Person).then_some(Box::new(person)),
            ..Meta::default()
        },
        single: kind != Kind::Paper,
        sections: Vec::new(),
        anchors: Vec::new(),
        has_findings: false,
        references: Vec::new(),
        charts: Vec::new(),
        notes: 0,
        words: 0,
        opening_words: 0,
    }
}

pub(crate) fn dated(day: Date) -> Dated {
    let instant = day.to_zoned(TimeZone::UTC).unwrap().timestamp();
    Dated { instant, day, precision: Precision::Day }
}

/// Changes to a record, one after another.
impl Record {
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    pub(crate) fn on(self, year: i16) -> Self {
        self.with(|record| record.meta.date = Some(dated(date(year, 1, 1))))
    }

    pub(crate) fn titled(self, title: &str) -> Self {
        self.with(|record| record.meta.title = title.into())
    }

    pub(crate) fn by(self, author: &str) -> Self {
        let author = Author::Written { text: author.into(), span: Span::default() };
        self.with(|record| record.meta.authors.push(author))
    }

    pub(crate) fn about(self, topic: &str) -> Self {
        self.with(|record| record.meta.topics.push(topic.into()))
    }

    pub(crate) fn in_series(self, series: &str, number: &str) -> Self {
        self.with(|record| {
            record.meta.series = Some(series.into());
            record.meta.number = Some(number.into());
        })
    }

    pub(crate) fn draft(self) -> Self {
        self.with(|record| record.meta.draft = true)
    }

    pub(crate) fn until(self, instant: &str) -> Self {
        let instant: Timestamp = instant.parse().unwrap();
        self.with(|record| record.meta.embargo = Some(instant))
    }

    pub(crate) fn alias(self, address: &str) -> Self {
        let alias = Alias { address: address.into(), section: None, span: Span::default() };
        self.with(|record| record.meta.aliases.push(alias))
    }

    /// A section with headings; in a file of its own, if one is named.
    pub(crate) fn section(self, id: &str, headings: &[&str], file: Option<&str>) -> Self {
        self.with(|record| {
            let section = Some(u16::try_from(record.sections.len()).unwrap());
            if let Some(file) = file {
                record.files.push(Arc::from(format!("content/{file}")));
            }
            let number = if file.is_some() { record.files.len() - 1 } else { 0 };
            let span = Span::new(u16::try_from(number).unwrap(), 0, 1);
            record.anchors.push(Anchor { section, id: id.into(), kind: AnchorKind::Section, span });
            for heading in headings {
                let kind = AnchorKind::Heading { level: 3, text: (*heading).into() };
                record.anchors.push(Anchor { section, id: (*heading).into(), kind, span });
            }
            record.sections.push(SectionRecord {
                id: id.into(),
                heading_id: id.into(),
                title: Vec::new(),
                title_text: id.to_uppercase().into(),
                summary: None,
                words: 0,
                old_ids: Box::default(),
                old_heading_ids: Box::default(),
                span,
            });
        })
    }

    pub(crate) fn figure(self, id: &str, number: Option<&str>) -> Self {
        self.with(|record| {
            let section = record.sections.len().checked_sub(1).and_then(|at| u16::try_from(at).ok());
            let kind = AnchorKind::Figure { number: number.map(Into::into), caption: Vec::new() };
            record.anchors.push(Anchor { section, id: id.into(), kind, span: Span::default() });
        })
    }

    /// A reference from the last section: `#id`, `@id`, `!image`, `%data`, a URL, or a path below `content/`.
    pub(crate) fn refers(self, written: &str) -> Self {
        let (usage, rest) = match written.split_at_checked(1) {
            Some(("@", rest)) => (Usage::Cross, rest),
            Some(("!", rest)) => (Usage::Image, rest),
            Some(("%", rest)) => (Usage::Data, rest),
            _ => (Usage::Link, written),
        };
        let target = if usage == Usage::Cross {
            Target::Anchor(rest.into())
        } else if let Some(id) = rest.strip_prefix('#') {
            Target::Anchor(id.into())
        } else if rest.contains("//") {
            Target::Url(rest.into())
        } else {
            let (path, fragment) = rest.split_once('#').map_or((rest, None), |(path, id)| (path, Some(id)));
            let (path, query) =
                path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
            Target::File(Box::new(FileTarget {
                path: path.into(),
                query: query.map(Into::into),
                fragment: fragment.map(Into::into),
                written: rest.into(),
            }))
        };
        self.with(|record| {
            let section = record.sections.len().checked_sub(1).and_then(|at| u16::try_from(at).ok());
            record.references.push(Reference { target, usage, section, span: Span::default() });
        })
    }
}

pub(crate) fn catalog_of(records: Vec<Record>) -> (Catalog, Vec<Diagnostic>) {
    let checked = super::catalog(records.into_iter().map(Arc::new).collect(), &config(), &clock());
    (checked.value, checked.problems)
}

/// A catalog in which nothing is wrong.
pub(crate) fn good(records: Vec<Record>) -> Catalog {
    let (catalog, problems) = catalog_of(records);
    assert!(problems.is_empty(), "{problems:#?}");
    catalog
}

/// Problems as `code: message`, in order.
pub(crate) fn told(problems: &[Diagnostic]) -> Vec<String> {
    let mut told: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", problem.rule.code, problem.message)).collect();
    told.sort();
    told
}
