//! Running heads, page numbers and what is printed twice.
//!
//! In: pages. Out: the same, with such lines set apart. Never: a line with text of the paper further out on its page.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ledger;
use super::page::{Area, Line, Page, Word};

/// The part of a page's height, above and below, in which running heads stand.
const MARGIN: f32 = 0.13;
/// How far the same running head may move from page to page, in points.
const DRIFT: i32 = 3;
/// How many words of the same letters are looked at in one place.
const CROWD: usize = 8;

/// Sets apart what is printed twice in one place, as a shadow or an outline is.
pub(super) fn drop_doubles(page: &mut Page) {
    let mut seen: BTreeMap<(String, i32), Vec<Area>> = BTreeMap::new();
    let mut lines = Vec::with_capacity(page.lines.len());
    for line in page.lines.drain(..) {
        let (kept, double): (Vec<Word>, Vec<Word>) =
            line.words.into_iter().partition(|word| !is_double(word, &mut seen));
        lines.extend(Line::of(kept));
        page.dropped.extend(Line::of(double).map(|line| (line, "words that are printed twice in one place")));
    }
    page.lines = lines;
}

fn is_double(word: &Word, seen: &mut BTreeMap<(String, i32), Vec<Area>>) -> bool {
    let left = word.area.left.round() as i32;
    let here = |areas: &Vec<Area>| areas.iter().any(|area| area.beside(&word.area) > 0.6);
    if (left - 1..=left + 1).any(|left| seen.get(&(word.text.clone(), left)).is_some_and(here)) {
        return true;
    }
    let areas = seen.entry((word.text.clone(), left)).or_default();
    if areas.len() < CROWD {
        areas.push(word.area);
    }
    false
}

/// What is known of the margins of all pages.
struct Margins {
    /// On which pages a text stands at a distance from the edge.
    places: BTreeMap<(String, i32), BTreeSet<usize>>,
    /// The words of the first page, of which running heads are made.
    first: String,
    pages: usize,
}

impl Margins {
    fn of(pages: &[Page]) -> Self {
        let mut places: BTreeMap<(String, i32), BTreeSet<usize>> = BTreeMap::new();
        for page in pages {
            for line in page.lines.iter().filter(|line| in_margin(line, page)) {
                places.entry(place(line, page)).or_default().insert(page.number);
            }
        }
        let first = pages.first().map(|page| page.lines.iter().map(Line::text).collect::<Vec<_>>().join(" "));
        Self { places, first: run(&first.unwrap_or_default()), pages: pages.len() }
    }

    /// Why a line is not the paper's text, if it stands outermost.
    fn reason(&self, line: &Line, page: &Page) -> Option<&'static str> {
        if !in_margin(line, page) {
            return None;
        }
        let written = line.text();
        if is_page_number(&written) {
            return Some("a page number");
        }
        let (text, base) = place(line, page);
        let alike = (base - DRIFT..=base + DRIFT).filter_map(|base| self.places.get(&(text.clone(), base)));
        let on: BTreeSet<usize> = alike.flatten().copied().collect();
        let repeated = on.len() >= 2 && on.len() * 8 >= self.pages;
        (repeated || (page.number > 1 && self.is_of_first(&written))).then_some("a running head or foot")
    }

    /// Whether a text is the title or the authors of the first page.
    fn is_of_first(&self, text: &str) -> bool {
        let begins = text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        begins && line_words(text) > 1 && !text.ends_with('.') && self.first.contains(&run(text))
    }
}

fn line_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The folded words of a text, each between spaces.
fn run(text: &str) -> String {
    format!(" {} ", ledger::words(text).join(" "))
}

/// Sets apart running heads and page numbers: what stands outermost on its page and, but for its number, on another page too.
pub(super) fn drop_heads(pages: &mut [Page]) {
    let margins = Margins::of(pages);
    for page in pages {
        let heads: Vec<Option<&'static str>> =
            page.lines.iter().map(|line| margins.reason(line, page)).collect();
        let outer = outermost(page, &heads);
        let mut kept = Vec::with_capacity(page.lines.len());
        for (at, line) in std::mem::take(&mut page.lines).into_iter().enumerate() {
            match outer.get(&at) {
                Some(why) => page.dropped.push((line, *why)),
                None => kept.push(line),
            }
        }
        page.lines = kept;
    }
}

fn in_margin(line: &Line, page: &Page) -> bool {
    line.area.bottom < page.height * MARGIN || line.area.top > page.height * (1.0 - MARGIN)
}

/// A line without its numbers, and how far it is from the nearer edge of the page.
fn place(line: &Line, page: &Page) -> (String, i32) {
    let mut text = String::new();
    for c in line.text().chars() {
        if c.is_numeric() {
            if !text.ends_with('#') {
                text.push('#');
            }
        } else {
            text.extend(c.to_lowercase());
        }
    }
    let base = line.base();
    let from_edge = if base > page.height / 2.0 { base - page.height } else { base };
    (text, from_edge.round() as i32)
}

/// Whether a text is a page's number: `12`, `– 12 –`, `Page 3 of 14`, `xii`.
fn is_page_number(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["page", "p", "of", "strona", "str", "s", "z", "seite", "von", "sur", "pagina", "stron"];
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let number = |word: &str| word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit());
    let roman = |word: &str| word.len() <= 6 && word.chars().all(|c| "ivxl".contains(c));
    let numbers = words().filter(|word| number(word)).count();
    let others = words().filter(|word| !number(word) && !WORDS.contains(&word.to_lowercase().as_str()));
    let plain = !text.contains(['$', '%', '€', '.', ',']);
    match (numbers, others.count()) {
        (1 | 2, 0) => plain,
        (0, 1) => words().all(roman) && text.chars().all(|c| !c.is_alphabetic() || c.is_lowercase()),
        _ => false,
    }
}

/// Those of the lines with a reason that have no text of the paper further out. What shares a line with one of them
/// (the name of a chapter beside the page's number) is none either.
fn outermost(page: &Page, heads: &[Option<&'static str>]) -> BTreeMap<usize, &'static str> {
    let mut outer = BTreeMap::new();
    let middle = page.height / 2.0;
    for above in [true, false] {
        let mut side: Vec<(usize, &Line)> =
            page.lines.iter().enumerate().filter(|(_, line)| (line.area.top < middle) == above).collect();
        side.sort_by(|a, b| {
            let order = a.1.base().total_cmp(&b.1.base());
            if above { order } else { order.reverse() }
        });
        let mut rest = side.as_slice();
        while let Some((_, first)) = rest.first() {
            let base = first.base();
            let row = rest.iter().take_while(|(_, line)| (line.base() - base).abs() < 3.0).count().max(1);
            let Some((row, after)) = rest.split_at_checked(row) else { break };
            let why = |(at, _): &(usize, &Line)| heads.get(*at).copied().flatten();
            let small = |(_, line): &(usize, &Line)| in_margin(line, page) && line.length() < 120;
            if !row.iter().any(|line| why(line).is_some()) || !row.iter().all(small) {
                break;
            }
            outer.extend(row.iter().map(|line| (line.0, why(line).unwrap_or("a running head or foot"))));
            rest = after;
        }
    }
    outer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_told_from_other_numbers() {
        for number in ["12", "– 12 –", "Page 3 of 14", "3/14", "strona 4 z 9", "xii", "| 7"] {
            assert!(is_page_number(number), "{number}");
        }
        for other in ["1,200", "12%", "$40", "Chapter 2", "I", "Mix", "2.1", "12 apples", "—"] {
            assert!(!is_page_number(other), "{other}");
        }
    }
}
