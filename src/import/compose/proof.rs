//! Whether a phrase is read as it was meant, and what to do when it is not.
//!
//! In: runs. Out: Markdown that the site's own reader reads as these runs, or as nearly these as it can be made to.
//! Never: a changed word. What gives way is how words are set apart.

use super::Place;
use super::blocks::unsupported;
use super::lines;
use super::phrase::{Manner, written};
use super::runs::{Atom, Run, STYLES, Styles, merged};
use crate::import::remark::Remark;
use crate::import::reread;
use crate::import::transcript::Style;
use crate::paper::{self, BlockKind};

/// How many stretches of styles are tried one by one.
const TRIED: usize = 40;

/// What is said when nothing helps.
const PLAIN: &str = "words that were set apart here (bold, italic and the like) are plain, since the marks would be \
                     printed where they stand";

/// The runs without what no cell can hold: code with a backslash before a bar, which is taken away, and HTML behind a
/// bar, which is not found. `None`: they can be held as they are.
fn barrable(runs: &[Run]) -> Option<Vec<Run>> {
    let has_bar = runs.iter().any(|run| match &run.atom {
        Atom::Text(text) | Atom::Code(text) | Atom::Math(text) | Atom::Citation(text) => text.contains('|'),
        Atom::Image(image) => image.alt.contains('|'),
        _ => false,
    });
    let plainer = runs.iter().filter(|_| has_bar).map(|run| Run {
        atom: match &run.atom {
            Atom::Code(code) if code.contains("\\|") => Atom::Text(code.clone()),
            Atom::Break => Atom::Text(" ".to_owned()),
            atom => atom.clone(),
        },
        styles: run.styles.without(Style::Subscript).without(Style::Superscript),
        link: run.link.clone(),
    });
    let plainer: Vec<Run> = plainer.collect();
    (has_bar && plainer != runs).then(|| merged(plainer))
}

/// Writes runs as one text whose lines are those of the manuscript.
pub(super) fn proven(runs: &[Run], place: Place, manner: Manner) -> (String, Option<Remark>) {
    if place == Place::Cell
        && let Some(plainer) = barrable(runs)
    {
        let (text, _) = proven(&plainer, place, manner);
        return (text, Some(unsupported(PLAIN)));
    }
    let light = laid(&written(runs, manner), place);
    if !is_risky(runs) || reads(&light, runs, place, manner.math) {
        return (light, None);
    }
    let trimmed = without_edges(runs);
    for runs in [runs, &trimmed] {
        for (escape_all, underscores) in [(false, true), (true, false), (true, true)] {
            let text = laid(&written(runs, Manner { escape_all, underscores, ..manner }), place);
            if reads(&text, runs, place, manner.math) {
                return (text, None);
            }
        }
    }
    let manner = Manner { escape_all: true, ..manner };
    let kept = readable(&trimmed, place, manner);
    (laid(&written(&kept, manner), place), Some(unsupported(PLAIN)))
}

/// A text in its lines, what could be read as the beginning of a block guarded.
fn laid(text: &str, place: Place) -> String {
    if place != Place::Paragraph {
        return text.to_owned();
    }
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let continues = lines.last().is_some_and(|before| !before.ends_with('\\'));
        match lines.last_mut() {
            // A sentence does not begin a line that would not be read as text.
            Some(before) if continues && lines::danger(line, false).is_some() => {
                before.push(' ');
                before.push_str(line);
            }
            _ => lines.push(lines::guarded(line, lines.is_empty())),
        }
    }
    lines.join("\n")
}

/// Whether anything in the runs could be read as something else.
fn is_risky(runs: &[Run]) -> bool {
    runs.iter().any(|run| match &run.atom {
        Atom::Text(text) => !run.styles.is_empty() || run.link.is_some() || text.contains(is_mark),
        Atom::Break | Atom::Soft => false,
        _ => true,
    })
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\\' | '`'
            | '*'
            | '_'
            | '~'
            | '^'
            | '='
            | '['
            | ']'
            | '<'
            | '>'
            | '&'
            | '$'
            | '|'
            | '!'
            | '@'
            | '{'
            | '}'
            | '/'
    )
}

/// The runs with as many of their styles as can be read.
fn readable(runs: &[Run], place: Place, manner: Manner) -> Vec<Run> {
    let bare: Vec<Run> = runs.iter().map(|run| Run { styles: Styles::default(), ..run.clone() }).collect();
    let mut kept = bare;
    let stretches = runs.iter().enumerate().filter(|(_, run)| !run.styles.is_empty());
    for (at, run) in stretches.take(TRIED) {
        let mut tried = kept.clone();
        if let Some(place) = tried.get_mut(at) {
            place.styles = run.styles;
        }
        let joined = merged(tried.clone());
        if reads(&laid(&written(&joined, manner), place), &joined, place, manner.math) {
            kept = tried;
        }
    }
    merged(kept)
}

/// The runs, no style of which begins or ends in a mark of punctuation.
fn without_edges(runs: &[Run]) -> Vec<Run> {
    let mut runs = runs.to_vec();
    for style in STYLES.into_iter().filter(|style| !matches!(style, Style::Subscript | Style::Superscript)) {
        runs = trimmed(runs, style, false);
        runs = trimmed(runs, style, true);
    }
    merged(runs)
}

/// The runs, with a style taken from the punctuation at the beginning (or the end) of each stretch that has it.
fn trimmed(mut runs: Vec<Run>, style: Style, from_end: bool) -> Vec<Run> {
    if from_end {
        runs.reverse();
    }
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    let mut inside = false;
    for run in runs {
        if !run.styles.has(style) || inside {
            inside = run.styles.has(style);
            out.push(run);
            continue;
        }
        let Atom::Text(text) = &run.atom else {
            inside = true;
            out.push(run);
            continue;
        };
        let is_word = |c: char| c.is_alphanumeric();
        let cut = if from_end {
            text.rfind(is_word).map_or(0, |at| {
                at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
            })
        } else {
            text.find(is_word).unwrap_or(text.len())
        };
        let (first, last) = text.split_at_checked(cut).unwrap_or((text, ""));
        let (edge, rest) = if from_end { (last, first) } else { (first, last) };
        inside = !rest.is_empty();
        for (part, styles) in [(edge, run.styles.without(style)), (rest, run.styles)] {
            if !part.is_empty() {
                out.push(Run { atom: Atom::Text(part.to_owned()), styles, link: run.link.clone() });
            }
        }
    }
    if from_end {
        out.reverse();
    }
    out
}

/// A character of a text, or something in it, with what sets it apart.
type Glyph = (char, Styles, bool);

/// Stands for code and formulae.
const CODE: char = '\u{1}';
/// Stands for a picture.
const IMAGE: char = '\u{2}';
/// Stands for the mark of a note.
const MARK: char = '\u{3}';

/// Whether a text is read as the runs.
fn reads(text: &str, runs: &[Run], place: Place, math: bool) -> bool {
    let meant = meant(runs);
    let mut read = read(text, runs, place, math);
    read.drain(..read.len().min(if place == Place::Cell { 0 } else { 2 }));
    let is_same = |(a, b): (&Glyph, &Glyph)| {
        a.0 == b.0 && (a.0.is_whitespace() || a.0 == MARK || (a.1 == b.1 && (a.2 == b.2 || !a.2)))
    };
    meant.len() == read.len() && meant.iter().zip(&read).all(is_same)
}

fn meant(runs: &[Run]) -> Vec<Glyph> {
    let mut out = Vec::new();
    for run in runs {
        let one = |c| (c, run.styles, run.link.is_some());
        match &run.atom {
            Atom::Text(text) | Atom::Citation(text) => out.extend(text.chars().map(one)),
            Atom::Break => out.push(one('\n')),
            Atom::Soft => out.push(one(' ')),
            Atom::Code(_) | Atom::Math(_) => out.push(one(CODE)),
            Atom::Image(_) => out.push(one(IMAGE)),
            Atom::Mark(_) => out.push(one(MARK)),
            Atom::Comment(_) => {}
        }
    }
    out
}

/// What the site reads: behind a word, so that a picture alone is no figure.
fn read(text: &str, runs: &[Run], place: Place, math: bool) -> Vec<Glyph> {
    let mut source = String::from("+++\ntitle = \"x\"\n+++\n\n");
    source.push_str(&match place {
        Place::Cell => format!("| x |\n|---|\n| {text} |\n"),
        _ => format!("x {text}\n"),
    });
    for run in runs {
        if let Atom::Mark(number) = &run.atom {
            source.push_str(&format!("\n[^{number}]: x\n"));
        }
    }
    let paper = reread::paper(&source, "en", math).value;
    let mut out = Vec::new();
    match paper.body.opening.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(inlines)) if paper.body.opening.len() == 1 => {
            glyphs(inlines, Styles::default(), false, &mut out)
        }
        Some(BlockKind::Table(table)) => {
            let cell = table.rows.first().and_then(|row| row.first());
            glyphs(cell.map_or(&[], |cell| cell.content.as_slice()), Styles::default(), false, &mut out);
        }
        _ => out.push(('\0', Styles::default(), false)),
    }
    out
}

fn glyphs(inlines: &[paper::Inline], styles: Styles, link: bool, out: &mut Vec<Glyph>) {
    for inline in inlines {
        match inline {
            paper::Inline::Text { text, .. } => out.extend(text.chars().map(|c| (c, styles, link))),
            paper::Inline::SoftBreak => out.push((' ', styles, link)),
            paper::Inline::HardBreak => out.push(('\n', styles, link)),
            paper::Inline::Styled { style, content } => {
                let style = match style {
                    paper::Style::Emphasis => Style::Emphasis,
                    paper::Style::Strong => Style::Strong,
                    paper::Style::Strikethrough => Style::Strikethrough,
                    paper::Style::Subscript => Style::Subscript,
                    paper::Style::Superscript => Style::Superscript,
                    _ => Style::Mark,
                };
                glyphs(content, styles.with(style), link, out);
            }
            paper::Inline::Code { .. } | paper::Inline::Math(_) => out.push((CODE, styles, link)),
            paper::Inline::Link { content, .. } => glyphs(content, styles, true, out),
            paper::Inline::Image(_) => out.push((IMAGE, styles, link)),
            paper::Inline::NoteMark { .. } => out.push((MARK, styles, link)),
            paper::Inline::CrossReference { .. } | paper::Inline::Html(_) => out.push(('\0', styles, link)),
        }
    }
}
