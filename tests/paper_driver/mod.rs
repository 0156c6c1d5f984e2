//! Reads and renders one manuscript as the whole of a site, without files.

pub(crate) mod sound;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use offprint::catalog::{self, Clock};
use offprint::chart::{self, Chart};
use offprint::config;
use offprint::diagnostic::{self, Diagnostic, printers};
use offprint::language::Language;
use offprint::paper::{Anchor, AnchorKind, ChartData, ChartRecord, Kind, Paper, Record, Target, phrase};
use offprint::parse::{self, Settings};
use offprint::render::html::{self, Fragments, Part, Text};
use offprint::resolve::{self, Link};
use offprint::site::frame::{PublisherFrame, SiteFrame};
use offprint::source::{Asset, AssetKind, DataTable, Manuscript, Picture, Role, Source};
use offprint::theme::{Word, Words};

const SITE: &str = "title = \"Site\"\nbase_url = \"https://example.org/base/\"\n";

/// What one manuscript came to.
pub(crate) struct Rendered {
    /// The paper.
    pub(crate) paper: Paper,
    /// Everything that is wrong with it.
    pub(crate) problems: Vec<Diagnostic>,
    /// Each page's name and text.
    pub(crate) pages: Vec<(String, Fragments)>,
    sources: Vec<Source>,
}

/// Reads and renders one manuscript, given by the names of its files and their texts. One called `page…` is no paper.
pub(crate) fn render(name: &str, files: &[(String, String)]) -> Rendered {
    render_with(name, files, &Settings { math: false, raw_html: false, smart: true })
}

/// The same, read in some other way.
pub(crate) fn render_with(name: &str, files: &[(String, String)], settings: &Settings) -> Rendered {
    let mut problems = Vec::new();
    let mut sources: Vec<Source> = files
        .iter()
        .map(|(file, text)| Source {
            path: format!("content/papers/{name}/{file}").into(),
            role: role(file),
            text: text.as_str().into(),
        })
        .collect();
    sources.sort_by_key(|source| match &source.role {
        Role::Main => (0, 0),
        Role::Numbered(number, _) => (1, *number),
        Role::Other(_) => (2, 0),
    });
    let manuscript = Manuscript {
        kind: if name.starts_with("page") { Kind::Page } else { Kind::Paper },
        key: format!("papers/{name}").into(),
        collection: Some("papers".into()),
        lang: "en".into(),
        address: format!("/papers/{name}/").into(),
        files: Vec::new(),
    };
    let paper = parse::paper(&manuscript, &sources, settings).take(&mut problems);
    let pages = pages(&paper, &mut problems);
    diagnostic::sort(&mut problems);
    Rendered { paper, problems, pages, sources }
}

/// All of it in words.
pub(crate) fn report(name: &str, rendered: &Rendered) -> String {
    let Rendered { paper, problems, pages, sources } = rendered;
    let mut out = String::from("== problems\n");
    let texts: BTreeMap<Arc<str>, Arc<str>> =
        sources.iter().map(|source| (source.path.clone(), source.text.clone())).collect();
    let text = |path: &str| texts.get(path).cloned();
    for problem in problems {
        let line = printers::short(std::slice::from_ref(problem), &text);
        out.push_str(line.strip_prefix(&format!("content/papers/{name}/")).unwrap_or(&line));
        for (place, label) in &problem.related {
            let (line, column) = position(place, &texts);
            let file = place.path.rsplit('/').next().unwrap_or_default();
            writeln!(out, "  {file}:{line}:{column}: {label}").unwrap();
        }
        problem.hints.iter().for_each(|hint| writeln!(out, "  hint: {hint}").unwrap());
    }
    record(&paper.record, &mut out);
    for (page, fragments) in pages {
        for (what, html) in parts(fragments) {
            if !html.is_empty() {
                write!(out, "== {page} {what}\n{html}").unwrap();
            }
        }
    }
    out
}

/// The parts of a page in the order in which templates print them.
pub(crate) fn parts(fragments: &Fragments) -> [(&'static str, &str); 4] {
    [
        ("summary", &fragments.summary_html),
        ("findings", &fragments.findings_html),
        ("body", &fragments.body_html),
        ("notes", &fragments.notes_html),
    ]
}

fn position(place: &diagnostic::Place, texts: &BTreeMap<Arc<str>, Arc<str>>) -> (usize, usize) {
    let start = place.range.as_ref().map_or(0, |range| range.start);
    let before = texts.get(&place.path).and_then(|text| text.get(..start)).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn role(file: &str) -> Role {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    match stem.split_once('-') {
        _ if stem == "index" => Role::Main,
        Some((number, name)) if number.parse::<u32>().is_ok() => {
            Role::Numbered(number.parse().unwrap(), name.into())
        }
        _ => Role::Other(stem.into()),
    }
}

fn record(record: &Record, out: &mut String) {
    writeln!(out, "== record").unwrap();
    writeln!(
        out,
        "single: {}, findings: {}, notes: {}, words: {} (opening {})",
        record.single, record.has_findings, record.notes, record.words, record.opening_words
    )
    .unwrap();
    for section in &record.sections {
        let summary = section.summary.as_deref().unwrap_or("-");
        let (id, heading, title) = (&section.id, &section.heading_id, &section.title_text);
        writeln!(out, "section {id} #{heading} \"{title}\" words {} summary {summary}", section.words)
            .unwrap();
        assert_eq!(phrase::plain(&section.title).trim(), &**title);
    }
    record.anchors.iter().for_each(|anchor| self::anchor(anchor, out));
    for reference in &record.references {
        writeln!(out, "reference from {:?}: {:?} {:?}", reference.section, reference.usage, reference.target)
            .unwrap();
    }
}

fn anchor(anchor: &Anchor, out: &mut String) {
    let place = anchor.section.map_or("opening".to_owned(), |section| section.to_string());
    let what = match &anchor.kind {
        AnchorKind::Section => "section".to_owned(),
        AnchorKind::Heading { level, text } => format!("h{level} \"{text}\""),
        AnchorKind::Figure { number, caption } => {
            format!("figure {} \"{}\"", number.as_deref().unwrap_or("-"), phrase::plain(caption))
        }
        AnchorKind::Table { number, caption } => {
            format!("table {} \"{}\"", number.as_deref().unwrap_or("-"), phrase::plain(caption))
        }
        AnchorKind::Alias => "alias".to_owned(),
        AnchorKind::Other => "other".to_owned(),
    };
    writeln!(out, "anchor {place} #{} {what}", anchor.id).unwrap();
}

/// Each page's text, with links as they are resolved in a site of this one paper.
fn pages(paper: &Paper, problems: &mut Vec<Diagnostic>) -> Vec<(String, Fragments)> {
    let config = config::parse(SITE, &"content/site.toml".into()).value;
    let clock = Clock { now: "2030-01-01T00:00:00Z".parse().unwrap(), drafts: false };
    let catalog = catalog::catalog(vec![paper.record.clone().into()], &config, &clock).take(problems);
    let assets = assets(&paper.record);
    let links = resolve::record(&paper.record, 0, &catalog, &assets, &BTreeMap::new()).take(problems);
    let site = site_frame();
    let codes = Vec::new();
    let language = Language::of("en");
    let charts: Vec<_> =
        paper.record.charts.iter().map(|own| chart(own, paper, &links, &site, problems)).collect();
    let mut parts = vec![("cover".to_owned(), Part::Cover)];
    for (index, section) in (0..).zip(&paper.body.sections) {
        parts.push((section.id.to_string(), Part::Section(index)));
    }
    parts.push(("full".to_owned(), Part::Full));
    if paper.record.single {
        parts = vec![("single".to_owned(), Part::Single)];
    }
    let paper_href = format!("/base{}", paper.record.address);
    let text = |part| Text {
        record: &paper.record,
        body: &paper.body,
        links: &links,
        codes: &codes,
        charts: &charts,
        language: &language,
        site: &site,
        paper_href: &paper_href,
        part,
    };
    parts.into_iter().map(|(name, part)| (name, html::fragments(&text(part)))).collect()
}

/// A chart, as a site makes it.
fn chart(
    own: &ChartRecord,
    paper: &Paper,
    links: &[Link],
    site: &SiteFrame,
    problems: &mut Vec<Diagnostic>,
) -> Option<Arc<Chart>> {
    let table = match &own.data {
        ChartData::Table(table) => Some(table.clone()),
        ChartData::File(reference) => match links.get(reference.0 as usize) {
            Some(Link::Asset(file)) => file.data.clone(),
            _ => return None,
        },
        ChartData::Missing => None,
    };
    let words = (&Language::of("en"), &*site.words);
    let made = chart::chart(own, table.as_deref(), &paper.record.files, words);
    made.take(problems).map(Arc::new)
}

/// The images and data that a paper shows, as if they were there, but for those called `missing`.
fn assets(record: &Record) -> BTreeMap<Box<str>, Asset> {
    let mut assets = BTreeMap::new();
    for reference in &record.references {
        let Target::File(file) = &reference.target else { continue };
        let path = &file.path;
        let kind = match path.rsplit('.').next() {
            _ if path.contains("missing") => continue,
            Some("png") => AssetKind::Image(Some(Picture::of(640, 480))),
            Some("csv") => AssetKind::Data(Arc::new(DataTable {
                head: vec!["vendor".into(), "countries".into()],
                rows: vec![vec!["A".into(), "50".into()], vec!["B & C".into(), "1,200".into()]],
                ..DataTable::default()
            })),
            _ => continue,
        };
        assets.insert(path.clone(), Asset { disk: PathBuf::new(), len: 1, kind });
    }
    assets
}

fn site_frame() -> SiteFrame {
    let words = [
        ("figure", "Figure"),
        ("table", "Table"),
        ("source", "Source: {text}"),
        ("credit", "{text}"),
        ("download-data", "Download the data"),
        ("chart-data", "Show the data"),
        ("chart-files", "Download:"),
        ("chart-hbar", "Bar chart"),
        ("chart-axes", "{kind}: {axes}."),
        ("chart-named", "{name}: {text}"),
        ("chart-extremes", "highest {most} ({mostwhere}), lowest {least} ({leastwhere})."),
        ("chart-value", "{value} ({where})."),
        ("notes", "Notes"),
        ("note-mark", "Note {n}"),
        ("back-to-text", "Back to the text"),
        ("back-to-place", "Back to place {n} in the text"),
        ("task-done", "Done"),
        ("task-open", "To do"),
        ("box-findings", "Key findings"),
        ("box-note", "Note"),
    ];
    let words = words.into_iter().map(|(key, word)| (key.into(), Word::One(word.into()))).collect();
    SiteFrame {
        title: "Site".to_owned(),
        lang: "en".into(),
        dir: "ltr",
        image_sizes: "100vw".into(),
        cover_sizes: "100vw".into(),
        base: "/base".to_owned(),
        home: "/base/".to_owned(),
        publisher: PublisherFrame::default(),
        header: Vec::new(),
        footer: Vec::new(),
        options: Arc::new(serde_json::Value::Null),
        assets: Arc::default(),
        words: Arc::new(Words(words)),
        generator: "offprint",
    }
}
