//! Writes how a quote differs from the text for people: `… “role model” for [-other-] {+many+} countries`.
//! A list of changes comes in, one short line goes out. It never shows more than a few changes.

use super::fold::Folded;
use super::likeness::Change;

/// How many unchanged words are shown beside a change.
const BESIDE: usize = 3;
/// How many words of one change are shown.
const WORDS: usize = 12;
/// How many changes are shown.
const CHANGES: usize = 6;

/// One line that shows `changes` among a few words that are the same on both sides.
pub(super) fn write(text: &Folded, quote: &Folded, changes: &[Change]) -> String {
    let mut groups: Vec<&[Change]> = changes.chunk_by(|a, b| kind(*a) == kind(*b)).collect();
    let shown = end_of_shown(&groups);
    let cut = shown < groups.len();
    groups.truncate(shown);
    let last = groups.len().saturating_sub(1);
    let mut line = Line::default();
    for (index, group) in groups.iter().enumerate() {
        match kind(group.first().copied().unwrap_or(Change::Kept(0))) {
            Kind::Kept => kept(&mut line, text, group, index == 0, index == last && !cut),
            Kind::Gone => line.change("[-", "-]", text, group),
            Kind::Added => line.change("{+", "+}", quote, group),
        }
    }
    if cut {
        line.word("…", true);
    }
    line.written.trim_end().to_owned()
}

/// Where the groups that are shown end.
fn end_of_shown(groups: &[&[Change]]) -> usize {
    groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.first().is_some_and(|change| kind(*change) != Kind::Kept))
        .nth(CHANGES * 2)
        .map_or(groups.len(), |(index, _)| index)
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Kind {
    Kept,
    Gone,
    Added,
}

fn kind(change: Change) -> Kind {
    match change {
        Change::Kept(_) => Kind::Kept,
        Change::Gone(_) => Kind::Gone,
        Change::Added(_) => Kind::Added,
    }
}

fn index(change: Change) -> usize {
    match change {
        Change::Kept(index) | Change::Gone(index) | Change::Added(index) => index,
    }
}

/// Unchanged words: those beside a change, an ellipsis for the others.
fn kept(line: &mut Line, text: &Folded, group: &[Change], first: bool, last: bool) {
    let head = if first { 0 } else { BESIDE };
    let tail = if last { 0 } else { BESIDE };
    if group.len() <= head + tail + 1 && !(first && last) {
        line.words(text, group);
        return;
    }
    line.words(text, group.get(..head).unwrap_or_default());
    line.word("…", true);
    line.words(text, group.get(group.len() - tail.min(group.len())..).unwrap_or_default());
}

#[derive(Default)]
struct Line {
    written: String,
}

impl Line {
    fn word(&mut self, word: &str, spaced: bool) {
        self.written.push_str(word);
        if spaced {
            self.written.push(' ');
        }
    }

    fn words(&mut self, source: &Folded, group: &[Change]) {
        for &change in group {
            let written = source.written(index(change), index(change) + 1);
            let trimmed = written.trim();
            // The words of `long-term` keep their hyphen and get no space.
            let end = written.len() == trimmed.len() && trimmed.ends_with(['-', '–', '—', '/', '\'', '’']);
            self.word(trimmed, !end);
        }
    }

    fn change(&mut self, open: &str, close: &str, source: &Folded, group: &[Change]) {
        self.written.push_str(open);
        self.words(source, group.get(..WORDS.min(group.len())).unwrap_or_default());
        if group.len() > WORDS {
            self.word("…", false);
        }
        self.written.truncate(self.written.trim_end().len());
        self.word(close, true);
    }
}
