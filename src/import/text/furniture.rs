//! Running heads, page numbers and tables of contents are told from text.
//!
//! In: lines with their pages. Out: the lines that are text, the others emptied, and a remark for each kind that was dropped.
//! Never: a line of the first page, whose title may be a running head further on.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{self, is_label};
use super::lines::Line;
use super::plain_notes;
use super::speech::{self, End, Start};
use crate::import::remark::{Kind, Remark};

/// How many lines at the top and at the foot of a page may be heads.
const BORDER: usize = 2;

/// Empties the lines that are no text.
pub(super) fn drop(lines: &mut [Line]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    contents(lines, &mut remarks);
    let paged = lines.last().is_some_and(|line| line.page > 1);
    let mut numbers = Vec::new();
    // A number may stand above or below a head, or beside it on a line of its own.
    for _ in 0..2 {
        let border = if paged { at_borders(lines, 1) } else { alone(lines) };
        let found = page_numbers(lines, &border, paged);
        take(lines, &found, "page numbers", &mut remarks);
        numbers.extend(found);
        let border = if paged { at_borders(lines, BORDER) } else { alone(lines) };
        for heads in running_heads(lines, &border, paged) {
            let times = if heads.len() > 1 { format!(", {} times", heads.len()) } else { String::new() };
            take(lines, &heads, &format!("a running head{times}"), &mut remarks);
        }
    }
    numbers.sort_unstable();
    if !paged {
        turn_pages(lines, &numbers);
    }
    remarks
}

/// Empties lines and says so once.
fn take(lines: &mut [Line], indices: &[usize], message: &str, remarks: &mut Vec<Remark>) {
    let mut words = Vec::new();
    let mut place = None;
    for index in indices {
        if let Some(line) = lines.get_mut(*index) {
            place.get_or_insert(format!("line {}", line.number));
            words.push(std::mem::take(&mut line.text));
        }
    }
    if let Some(place) = place {
        remarks.push(Remark::new(Kind::Dropped, message).from(words.join(" ")).at(place));
    }
}

/// A text without page ends has one at each page number.
fn turn_pages(lines: &mut [Line], numbers: &[usize]) {
    let mut numbers = numbers.iter().peekable();
    let mut page = 1;
    for (index, line) in lines.iter_mut().enumerate() {
        if numbers.next_if(|number| **number == index).is_some() {
            page += 1;
        }
        line.page = page;
    }
}

/// The lines with text that are first or last on their page.
fn at_borders(lines: &[Line], depth: usize) -> Vec<usize> {
    let mut pages: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.text.is_empty()) {
        pages.entry(line.page).or_default().push(index);
    }
    let mut border = BTreeSet::new();
    for page in pages.values() {
        border.extend(page.iter().take(depth));
        border.extend(page.iter().rev().take(depth));
    }
    border.into_iter().collect()
}

/// The lines with an empty line on either side.
fn alone(lines: &[Line]) -> Vec<usize> {
    let empty = |index: Option<usize>| {
        index.and_then(|index| lines.get(index)).is_none_or(|line| line.text.is_empty())
    };
    lines
        .iter()
        .enumerate()
        .filter(|(index, line)| {
            !line.text.is_empty() && empty(index.checked_sub(1)) && empty(Some(index + 1))
        })
        .map(|(index, _)| index)
        .collect()
}

/// The lines that are page numbers: they count up, one a page.
fn page_numbers(lines: &[Line], border: &[usize], paged: bool) -> Vec<usize> {
    let found: Vec<(usize, i64, i64)> = border
        .iter()
        .filter_map(|index| {
            let line = lines.get(*index)?;
            let number = page_number(&line.text).filter(|number| !is_cited(lines, *index, *number))?;
            Some((*index, number, i64::try_from(line.page).ok()?))
        })
        .collect();
    if paged {
        let mut offsets: BTreeMap<i64, usize> = BTreeMap::new();
        found.iter().for_each(|(_, number, page)| *offsets.entry(number - page).or_default() += 1);
        let Some((offset, count)) = offsets.into_iter().max_by_key(|(_, count)| *count) else {
            return Vec::new();
        };
        let few = lines.last().is_some_and(|line| line.page <= 2);
        return found
            .into_iter()
            .filter(|(_, number, page)| (count > 1 || few) && number - page == offset)
            .map(|(index, ..)| index)
            .collect();
    }
    let mut chain: Vec<(usize, i64)> = Vec::new();
    for (index, number, _) in found {
        if chain.last().is_none_or(|(_, last)| last + 1 == number) {
            chain.push((index, number));
        } else if chain.len() < 2 {
            chain = vec![(index, number)];
        }
    }
    if chain.len() > 1 { chain.into_iter().map(|(index, _)| index).collect() } else { Vec::new() }
}

/// Whether the mark of a note has this number, not far above a line: then the note's own number stands there.
fn is_cited(lines: &[Line], index: usize, number: i64) -> bool {
    let above = lines.get(index.saturating_sub(80)..index).unwrap_or_default();
    above.iter().any(|line| plain_notes::has_mark(&line.text, number))
}

/// The number that a line is: `12`, `- 12 -`, `Page 12 of 20`, `12 | Page`, `xii`.
fn page_number(text: &str) -> Option<i64> {
    if text.len() > 24 {
        return None;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "page" | "p" | "strona" | "str" | "seite" | "s"))
        .collect();
    match words.as_slice() {
        [number] if number.len() <= 4 => number.parse().ok().or_else(|| roman(number)),
        [number, "of" | "z" | "sur" | "von", total] if total.parse::<u32>().is_ok() => number.parse().ok(),
        [number, total] if text.contains('/') && total.parse::<u32>().is_ok() => number.parse().ok(),
        ["a", "g", "e", number] | [number, "a", "g", "e"] => number.parse().ok(),
        _ => None,
    }
}

/// A small Roman number.
fn roman(word: &str) -> Option<i64> {
    const NUMBERS: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let index = NUMBERS.iter().position(|number| *number == word)?;
    i64::try_from(index + 1).ok()
}

/// A line as it is on every page: without its number.
fn key(text: &str) -> String {
    let folded: String = text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    folded
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("##", "#")
        .replace("##", "#")
        .to_lowercase()
}

/// The lines that stand again and again at the borders of pages, or alone where no pages are told.
fn running_heads(lines: &[Line], border: &[usize], paged: bool) -> Vec<Vec<usize>> {
    let pages = lines.last().map_or(1, |line| line.page);
    let mut heads: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in border {
        if let Some(line) = lines.get(*index).filter(|line| may_be_head(&line.text)) {
            heads.entry(key(&line.text)).or_default().push(*index);
        }
    }
    let least = if paged && pages <= 4 { 2 } else { 3 };
    let mut found = Vec::new();
    let first = if paged { first_page(lines) } else { Vec::new() };
    let is_title = |index: &usize| {
        lines.get(*index).is_some_and(|line| line.page > 1 && first.contains(&key(&line.text)))
    };
    let titled: Vec<usize> =
        heads.values().filter(|indices| indices.len() < least).flatten().copied().filter(is_title).collect();
    if !titled.is_empty() {
        found.push(titled);
    }
    for indices in heads.into_values().filter(|indices| indices.len() >= least) {
        let often = paged && indices.len() * 5 >= pages * 2;
        let kept = |position: usize, index: usize| {
            let first = position == 0;
            let title = first && is_early(lines, index, if paged { BORDER } else { 4 });
            title || first && !often && heads_text(lines, index)
        };
        let dropped: Vec<usize> = indices
            .iter()
            .enumerate()
            .filter(|(position, index)| !kept(*position, **index))
            .map(|(_, index)| *index)
            .collect();
        found.push(dropped);
    }
    found.sort_by_key(|indices: &Vec<usize>| indices.first().copied());
    found
}

/// The title and the names on the first page, which are heads wherever they stand at the border of another one.
fn first_page(lines: &[Line]) -> Vec<String> {
    let texts = lines
        .iter()
        .take_while(|line| line.page == 1)
        .map(|line| line.text.as_str())
        .filter(|text| !text.is_empty())
        .take(6);
    texts
        .filter(|text| text.chars().count() >= 8)
        .flat_map(|text| [" — ", " – ", " | "].into_iter().flat_map(|mark| text.split(mark).map(key)))
        .filter(|text| text.chars().count() >= 8)
        .collect()
}

fn may_be_head(text: &str) -> bool {
    speech::count(text, 16) <= 15
        && text.contains(char::is_alphabetic)
        && (speech::end(text) != End::Sentence || text.contains(char::is_numeric))
        && super::bullets::bullet(text).is_none()
}

/// Whether a line is one of the first of the text, where its title is.
fn is_early(lines: &[Line], index: usize, limit: usize) -> bool {
    lines.iter().take(index).filter(|line| !line.text.is_empty()).take(limit).count() < limit
}

/// Whether a line can be the heading of what follows it: a sentence ends before it, and another begins after it.
fn heads_text(lines: &[Line], index: usize) -> bool {
    let before = lines.iter().take(index).rev().take(12).find(|line| !line.text.is_empty());
    let after = lines.iter().skip(index + 1).take(12).find(|line| !line.text.is_empty());
    before.is_none_or(|line| speech::end(&line.text) == End::Sentence)
        && after.is_some_and(|line| {
            speech::start(&line.text) == Start::Capital && speech::count(&line.text, 8) > 7
        })
}

/// Drops a table of contents: lines that end with dots and the number of a page.
fn contents(lines: &mut [Line], remarks: &mut Vec<Remark>) {
    let mut entries: Vec<usize> =
        (0..lines.len()).filter(|index| lines.get(*index).is_some_and(|line| is_entry(&line.text))).collect();
    if entries.len() < 2 {
        return;
    }
    let first = entries.first().copied().unwrap_or(0);
    let above =
        (0..first).rev().take(4).find(|index| lines.get(*index).is_some_and(|line| !line.text.is_empty()));
    if let Some(above) =
        above.filter(|above| lines.get(*above).is_some_and(|line| is_label(&line.text, labels::CONTENTS)))
    {
        entries.insert(0, above);
    }
    take(lines, &entries, "the table of contents, which the site makes again", remarks);
}

fn is_entry(text: &str) -> bool {
    let Some((before, page)) = text.rsplit_once(['.', '…']) else {
        return false;
    };
    let dots =
        before.chars().rev().take_while(|c| matches!(c, '.' | '…' | ' ')).filter(|c| *c != ' ').count();
    let page = page.trim();
    dots >= 3 && !page.is_empty() && page.len() <= 4 && page.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn dropped(text: &str) -> (String, Vec<String>) {
        let mut lines = lines(text);
        let remarks = drop(&mut lines);
        let kept: Vec<&str> =
            lines.iter().map(|line| line.text.as_str()).filter(|text| !text.is_empty()).collect();
        (kept.join("/"), remarks.into_iter().map(|remark| remark.from).collect())
    }

    #[test]
    fn heads_and_numbers_are_dropped_from_the_second_page() {
        let text = "On Ports\n\nOne.\n\n1\n\u{c}On Ports\n\nTwo.\n\n2\n\u{c}3 Harbour Papers\n\nThree.\n\n3\n\u{c}On Ports\n\nFour.\n\n4";
        let (kept, said) = dropped(text);
        assert_eq!(kept, "On Ports/One./Two./3 Harbour Papers/Three./Four.");
        assert_eq!(said, ["1 2 3 4", "On Ports On Ports"]);
    }

    #[test]
    fn numbers_that_do_not_count_up_stay() {
        assert_eq!(dropped("Ships.\n\n12\n\nBoats.\n\n7\n\nRafts.").0, "Ships./12/Boats./7/Rafts.");
        assert_eq!(dropped("Ships.\n\n- 4 -\n\nBoats.\n\n- 5 -\n\nRafts.").0, "Ships./Boats./Rafts.");
    }

    #[test]
    fn a_table_of_contents_is_dropped() {
        let (kept, said) =
            dropped("Contents\n\nPorts ........ 3\nShips . . . . . 14\n\nPorts\n\nThey are many.");
        assert_eq!(kept, "Ports/They are many.");
        assert_eq!(said, ["Contents Ports ........ 3 Ships . . . . . 14"]);
    }

    #[test]
    fn every_way_to_write_a_page_is_known() {
        for text in ["12", "- 12 -", "Page 12", "Page 12 of 20", "12/20", "Strona 12", "xii", "12 | P a g e"]
        {
            assert_eq!(page_number(text), Some(12), "{text}");
        }
        for text in ["12 ships", "1.5", "the", "Table 12"] {
            assert_eq!(page_number(text), None, "{text}");
        }
    }
}
