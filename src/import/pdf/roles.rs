//! What paragraphs are for, by their looks.
//!
//! In: the paragraphs of a paper. Out: [`Looks`] for each. Never: what their words mean.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::ledger;
use super::super::text::piece::Looks;
use super::contents::contents;
use super::lines::is_entry;
use super::measure::Measure;
use super::notes::notes;
use super::page::{Line, halves};
use super::paragraphs::Paragraph;

/// How many words of a pull quote must stand in one place of the text.
const RUN: usize = 5;

/// The looks of every paragraph.
pub(super) fn roles(paragraphs: &[Paragraph], measure: &Measure) -> Vec<Looks> {
    let title = title(paragraphs, measure);
    let said = said(paragraphs, measure);
    let mut looks: Vec<Looks> = paragraphs
        .iter()
        .enumerate()
        .map(
            |(at, paragraph)| {
                if title.contains(&at) { Looks::Title } else { plain(paragraph, measure, &said) }
            },
        )
        .collect();
    notes(paragraphs, measure, &mut looks);
    below_title(paragraphs, &title, measure, &mut looks);
    contents(paragraphs, &mut looks);
    levels(paragraphs, &mut looks);
    above_title(paragraphs, &title, &mut looks);
    looks
}

/// The paragraphs of the title: the largest of the first page, if it is above the text and larger than it.
fn title(paragraphs: &[Paragraph], measure: &Measure) -> BTreeSet<usize> {
    let first = paragraphs.first().map_or(1, |paragraph| paragraph.page);
    let on_first = || paragraphs.iter().enumerate().filter(|(_, paragraph)| paragraph.page == first);
    let largest = on_first().map(|(_, paragraph)| halves(paragraph.size())).max().unwrap_or(0);
    if !measure.is_large(largest as f32 / 2.0) {
        return BTreeSet::new();
    }
    let is_title = |paragraph: &Paragraph| halves(paragraph.size()) == largest && paragraph.lines.len() <= 5;
    let mut run = BTreeSet::new();
    for (at, paragraph) in on_first() {
        if is_title(paragraph) && paragraph.text().chars().any(char::is_alphabetic) {
            run.insert(at);
        } else if !run.is_empty() {
            break;
        }
    }
    run
}

/// What stands below the title and above the text: the subtitle is in large letters that no heading has; names and dates in
/// bold or large letters are no headings, which have text right below them.
fn below_title(paragraphs: &[Paragraph], title: &BTreeSet<usize>, measure: &Measure, looks: &mut [Looks]) {
    let Some(last) = title.last().copied() else { return };
    let is_heading = |looks: &Looks| matches!(looks, Looks::Heading(_));
    if let (Some(below), Some(its)) = (paragraphs.get(last + 1), looks.get(last + 1)) {
        let same =
            |(paragraph, looks): (&Paragraph, &Looks)| is_heading(looks) && style(paragraph) == style(below);
        let alike = paragraphs.iter().zip(looks.iter()).skip(last + 2).any(same);
        let large = measure.is_large(below.size()) && below.lines.len() <= 4 && !below.inset;
        if large
            && (!alike || *its == Looks::PullQuote)
            && let Some(looks) = looks.get_mut(last + 1)
        {
            *looks = Looks::Subtitle;
        }
    }
    let page = paragraphs.get(last).map(|paragraph| paragraph.page);
    let above = paragraphs.iter().zip(looks.iter()).skip(last + 1);
    let above =
        above.take_while(|(paragraph, looks)| Some(paragraph.page) == page && **looks != Looks::Body).count();
    let follow = paragraphs.iter().zip(looks.iter()).skip(last + 2).take(above);
    let text_follows: Vec<bool> =
        follow.map(|(next, looks)| *looks == Looks::Body || next.words().count() > 12).collect();
    // A page without running text is a cover.
    let after = paragraphs.get(last + 1 + above);
    let plain =
        if after.is_some_and(|after| Some(after.page) == page) { Looks::Unknown } else { Looks::Byline };
    for (looks, follows) in
        looks.iter_mut().skip(last + 1).take(above).zip(text_follows.into_iter().chain([false]))
    {
        if (is_heading(looks) || *looks == Looks::Unknown) && !follows {
            *looks = plain.clone();
        }
    }
}

/// What a paragraph looks like that is not the title.
fn plain(paragraph: &Paragraph, measure: &Measure, said: &BTreeMap<u64, usize>) -> Looks {
    let text = paragraph.text();
    let size = paragraph.size();
    if paragraph.inset {
        return Looks::PullQuote;
    }
    if paragraph.row {
        // What floats is joined with no sentence.
        return Looks::Caption;
    }
    if is_caption(&text, paragraph, measure) {
        return Looks::Caption;
    }
    if measure.is_large(size) && may_be_quoted(&text) && stands(&text, 1, said) {
        return Looks::PullQuote;
    }
    if is_heading(paragraph, &text, measure) {
        return Looks::Heading(2);
    }
    if measure.is_large(size) && paragraph.page > 1 && is_sentence(&text) {
        return Looks::PullQuote;
    }
    if begins_with_marker(paragraph) {
        return Looks::ListEntry;
    }
    let long = paragraph.lines.len() > 2 || (is_sentence(&text) && text.split_whitespace().count() > 12);
    // A pull quote may be set in letters of the text's size: what stands twice is left to whoever compares sentences.
    if measure.is_small(size) && paragraph.page > 1 {
        return Looks::Body;
    }
    if measure.is_body(size) && long && !stands(&text, 2, said) { Looks::Body } else { Looks::Unknown }
}

fn is_caption(text: &str, paragraph: &Paragraph, measure: &Measure) -> bool {
    const WORDS: [&str; 17] = [
        "figure",
        "fig.",
        "table",
        "map",
        "chart",
        "box",
        "photo",
        "rysunek",
        "rys.",
        "tabela",
        "tab.",
        "wykres",
        "mapa",
        "tableau",
        "abbildung",
        "abb.",
        "tabelle",
    ];
    let mut words = text.split_whitespace();
    let begins = words.next().is_some_and(|word| WORDS.contains(&word.to_lowercase().as_str()));
    let number = words.next().is_some_and(|word| word.chars().next().is_some_and(|c| c.is_ascii_digit()));
    let ends = text.split_whitespace().nth(1).is_some_and(|word| word.ends_with(['.', ':', '–', '—', '|']));
    begins && number && (ends || measure.is_small(paragraph.size()) || paragraph.italic() || paragraph.bold())
}

/// Whether a paragraph looks like a heading: larger or bolder than the text, short, and no sentence.
fn is_heading(paragraph: &Paragraph, text: &str, measure: &Measure) -> bool {
    let size = paragraph.size();
    let words = text.split_whitespace().count();
    let space = paragraph.above.is_none_or(|above| above > size * 0.25);
    let slanted =
        paragraph.italic() && paragraph.lines.len() == 1 && words <= 10 && space && measure.is_body(size);
    let apart = measure.is_large(size) || (paragraph.bold() && size >= measure.body * 0.95) || slanted;
    let short = paragraph.lines.len() <= 4 && words <= 24 && text.chars().any(char::is_alphabetic);
    apart && short && !is_sentence(text) && !text.trim_end().ends_with([',', ';']) && !is_address(text)
}

fn is_address(text: &str) -> bool {
    text.contains("://") || text.contains("www.") || (text.contains('@') && !text.contains(' '))
}

/// Whether a text ends as sentences do.
fn is_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '”' | '’' | '"' | '»'));
    let words = text.split_whitespace().count();
    (text.ends_with(['.', '!']) && words > 3) || (text.ends_with('?') && words > 14)
}

/// Whether a text is long enough to be a pull quote if it stands in the running text too. A heading may stand there.
fn may_be_quoted(text: &str) -> bool {
    is_sentence(text) || text.split_whitespace().count() >= 10
}

fn begins_with_marker(paragraph: &Paragraph) -> bool {
    let mut words = paragraph.words();
    let first = words.next().map(|word| word.text.as_str()).unwrap_or_default();
    let dash = matches!(first, "–" | "—" | "-");
    words.next().is_some() && is_entry(first) && (!dash || paragraph.lines.len() < 6)
}

/// How often each run of words stands in the running text, by which repeated sentences are found.
fn said(paragraphs: &[Paragraph], measure: &Measure) -> BTreeMap<u64, usize> {
    let mut text = String::new();
    for paragraph in
        paragraphs.iter().filter(|paragraph| !paragraph.inset && measure.is_body(paragraph.size()))
    {
        text.push_str(&paragraph.text());
        text.push(' ');
    }
    let mut said = BTreeMap::new();
    for run in ledger::words(&text).windows(RUN) {
        *said.entry(hash(run)).or_default() += 1;
    }
    said
}

fn hash(run: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    run.hash(&mut hasher);
    hasher.finish()
}

/// Whether most of a text stands in the running text at least so many times.
fn stands(text: &str, times: usize, said: &BTreeMap<u64, usize>) -> bool {
    let words = ledger::words(text);
    let runs = words.windows(RUN).count();
    let such = |run: &&[String]| said.get(&hash(run)).is_some_and(|count| *count >= times);
    runs > 0 && words.windows(RUN).filter(such).count() * 2 > runs
}

/// How a heading looks: its size, and whether it is bold, in capitals and upright. What looks greater comes first.
fn style(paragraph: &Paragraph) -> (i32, bool, bool, bool) {
    let text = paragraph.text();
    let capitals = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    (-halves(paragraph.size()), !paragraph.lines.iter().any(Line::bold), !capitals, paragraph.italic())
}

/// Gives headings their levels: what looks greater is above, and no level is left out.
fn levels(paragraphs: &[Paragraph], looks: &mut [Looks]) {
    let mut above: Vec<(i32, bool, bool, bool)> = Vec::new();
    for (paragraph, looks) in paragraphs.iter().zip(looks) {
        if let Looks::Heading(level) = looks {
            let style = style(paragraph);
            above.retain(|greater| *greater < style);
            *level = u8::try_from(above.len() + 2).unwrap_or(6).min(6);
            above.push(style);
        }
    }
}

/// Words above the title name a series or the publisher. They are few, else they are something that is not known here.
fn above_title(paragraphs: &[Paragraph], title: &BTreeSet<usize>, looks: &mut [Looks]) {
    let Some(first) = title.first() else { return };
    let words: usize = paragraphs.iter().take(*first).map(|paragraph| paragraph.words().count()).sum();
    if words <= 16 {
        let why = "words above the title: a series, perhaps, or the publisher";
        looks.iter_mut().take(*first).for_each(|looks| *looks = Looks::Furniture(why));
    }
}
