//! The lists of a Word file.
//!
//! In: `word/numbering.xml`. Out: how each level is marked, and the number that Word prints. Never: the text of lists.

use std::collections::BTreeMap;

use super::styles::{Styles, indent};
use super::tree::number;
use super::xml::Element;

/// How the entries of a level are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Bullet,
    /// Nothing is printed: a further paragraph of the entry before.
    Blank,
    Decimal,
    /// Letters, Roman numerals and others, by Word's name.
    Other(String),
}

impl Format {
    /// Whether the entries have numbers.
    pub(super) fn is_ordered(&self) -> bool {
        matches!(self, Self::Decimal | Self::Other(_))
    }
}

/// A level of a list.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub format: Format,
    start: u64,
    pub indent: Option<i64>,
}

/// All lists.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, List>,
    counters: BTreeMap<String, Vec<Option<u64>>>,
    used: std::collections::BTreeSet<String>,
}

#[derive(Debug, Default)]
struct List {
    /// Lists of one kind count on, from one to the next.
    kind: String,
    levels: BTreeMap<usize, Level>,
    restarts: BTreeMap<usize, u64>,
    by_style: BTreeMap<String, usize>,
}

impl Numbering {
    /// Reads `word/numbering.xml`; `None`: the file has none.
    pub(super) fn read(part: Option<&Element>, styles: &Styles) -> Self {
        let Some(part) = part else { return Self::default() };
        let kinds: BTreeMap<&str, &Element> = part
            .children_named("w:abstractNum")
            .filter_map(|kind| Some((kind.attribute("w:abstractNumId")?, kind)))
            .collect();
        let numbers: BTreeMap<&str, &Element> = part
            .children_named("w:num")
            .filter_map(|list| Some((list.attribute("w:numId")?, list)))
            .collect();
        let kind_of = |list: &Element| kinds.get(list.value("w:abstractNumId")?).copied();
        let lists = numbers.iter().filter_map(|(id, list)| {
            let mut kind = kind_of(list)?;
            // A kind may stand for the one of a style of lists.
            let linked = kind
                .value("w:numStyleLink")
                .and_then(|style| styles.character(Some(style))?.list.0.as_deref())
                .and_then(|id| kind_of(numbers.get(id)?));
            if let Some(linked) = linked {
                kind = linked;
            }
            Some(((*id).to_owned(), read_list(list, kind)))
        });
        Self { lists: lists.collect(), ..Self::default() }
    }

    /// A level of a list.
    pub(super) fn level(&self, list: &str, level: usize) -> Option<&Level> {
        self.lists.get(list)?.levels.get(&level)
    }

    /// The level of a list that belongs to a style.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        self.lists.get(list)?.by_style.get(style).copied()
    }

    /// The number of the next entry.
    pub(super) fn next(&mut self, list_id: &str, level: usize) -> u64 {
        let Some(list) = self.lists.get(list_id) else { return 1 };
        let is_new = self.used.insert(list_id.to_owned());
        let counters = self.counters.entry(list.kind.clone()).or_default();
        counters.resize(counters.len().max(level + 1), None);
        if is_new {
            for (restarted, start) in &list.restarts {
                if let Some(counter) = counters.get_mut(*restarted) {
                    *counter = start.checked_sub(1);
                }
            }
        }
        counters.truncate(level + 1);
        let start = list.restarts.get(&level).copied();
        let start = start.or_else(|| list.levels.get(&level).map(|level| level.start)).unwrap_or(1);
        let Some(counter) = counters.last_mut() else { return 1 };
        let next = counter.map_or(start, |last| last.saturating_add(1));
        *counter = Some(next);
        next
    }
}

fn read_list(list: &Element, kind: &Element) -> List {
    let mut read =
        List { kind: kind.attribute("w:abstractNumId").unwrap_or_default().to_owned(), ..List::default() };
    let overrides: Vec<&Element> = list.children_named("w:lvlOverride").collect();
    for level in kind.children_named("w:lvl").chain(overrides.iter().filter_map(|over| over.child("w:lvl"))) {
        let at = place(level);
        if let Some(style) = level.value("w:pStyle") {
            read.by_style.insert(style.to_owned(), at);
        }
        read.levels.insert(at, read_level(level));
    }
    for restart in overrides {
        if let Some(start) = number(restart, "w:startOverride", "w:val") {
            read.restarts.insert(place(restart), u64::try_from(start).unwrap_or(1));
        }
    }
    read
}

/// Which level it is; Word has nine.
fn place(level: &Element) -> usize {
    level.attribute("w:ilvl").and_then(|level| level.parse().ok()).unwrap_or(0).min(8)
}

fn read_level(level: &Element) -> Level {
    let text = level.value("w:lvlText").unwrap_or_default();
    let picture = level.child("w:lvlPicBulletId").is_some();
    let format = match level.value("w:numFmt").unwrap_or("decimal") {
        "none" => Format::Blank,
        "bullet" if text.trim().is_empty() && !picture => Format::Blank,
        "bullet" => Format::Bullet,
        "decimal" | "decimalZero" => Format::Decimal,
        other => Format::Other(other.to_owned()),
    };
    Level {
        format,
        start: number(level, "w:start", "w:val").and_then(|start| u64::try_from(start).ok()).unwrap_or(1),
        indent: level.child("w:pPr").and_then(indent),
    }
}
