//! The runs of an equation: letters, signs and words.
//!
//! In: `m:r`. Out: TeX. Never: what runs are arranged in.

use super::super::xml::Element;
use super::symbols;
use super::{BREAK, append};

/// Text in one style.
pub(super) struct Run {
    /// Its characters as they stand in the file; a line break is [`BREAK`].
    pub text: String,
    /// How it is set.
    pub style: Style,
}

/// How a run is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Variables in italics, as formulae are.
    Formula,
    /// Upright: names of functions and units.
    Upright,
    /// In an alphabet of its own: `mathbf`, `mathbb`, …
    Alphabet(&'static str),
    /// Words, with their spaces: `text`, `textbf`, `textit`.
    Words(&'static str),
}

/// Reads a run; what TeX can't tell goes to the problems.
pub(super) fn read(run: &Element, problems: &mut Vec<String>) -> Run {
    let mut text = String::new();
    let properties = run.child("m:rPr");
    if properties.is_some_and(|properties| properties.child("m:aln").is_some()) {
        text.push('&');
    }
    for child in run.elements() {
        match child.name.as_str() {
            "m:t" | "w:t" => text.push_str(&child.text()),
            "w:br" | "w:cr" => text.push(BREAK),
            "w:tab" => text.push('\u{2003}'),
            "w:noBreakHyphen" => text.push('-'),
            "w:footnoteReference" | "w:endnoteReference" => {
                problems.push("a note is cited in an equation, where it can't be".to_owned());
            }
            "w:drawing" | "w:pict" | "w:object" => {
                problems.push("a picture stands in an equation, where it can't be".to_owned());
            }
            _ => {}
        }
    }
    Run { text, style: style(run, properties) }
}

fn style(run: &Element, properties: Option<&Element>) -> Style {
    let is_on = |name: &str| {
        properties
            .and_then(|properties| properties.child(name))
            .is_some_and(|toggle| !matches!(toggle.attribute("m:val"), Some("0" | "off" | "false")))
    };
    if is_on("m:nor") {
        let own = run.child("w:rPr");
        let has = |name: &str| {
            own.and_then(|own| own.child(name))
                .is_some_and(|toggle| !matches!(toggle.attribute("w:val"), Some("0" | "off" | "false")))
        };
        return Style::Words(if has("w:b") {
            "textbf"
        } else if has("w:i") {
            "textit"
        } else {
            "text"
        });
    }
    let value = |name| properties.and_then(|properties| properties.value(name)).unwrap_or_default();
    match (value("m:scr"), value("m:sty")) {
        ("double-struck", _) => Style::Alphabet("mathbb"),
        ("script", _) => Style::Alphabet("mathcal"),
        ("fraktur", _) => Style::Alphabet("mathfrak"),
        ("sans-serif", _) => Style::Alphabet("mathsf"),
        ("monospace", _) => Style::Alphabet("mathtt"),
        (_, "b") => Style::Alphabet("mathbf"),
        (_, "bi") => Style::Alphabet("boldsymbol"),
        (_, "p") => Style::Upright,
        _ => Style::Formula,
    }
}

/// Writes a run.
pub(super) fn tex(run: &Run, aligning: bool) -> String {
    let text: String = run.text.chars().filter(|c| !symbols::is_nothing(*c)).map(symbols::plain).collect();
    match run.style {
        Style::Words(command) if text.chars().any(|c| c.is_alphabetic() || c.is_whitespace()) => {
            words(&text, command)
        }
        Style::Words(_) | Style::Formula => signs(&text, aligning),
        Style::Upright => match symbols::function(text.trim()) {
            Some(function) => function,
            None => styled(&text, "mathrm", aligning),
        },
        Style::Alphabet(command) => styled(&text, command, aligning),
    }
}

/// Words in an equation; line breaks stand outside.
fn words(text: &str, command: &str) -> String {
    let lines = text.split(BREAK).map(|line| {
        let escaped: String = line.chars().map(symbols::in_words).collect();
        if line.is_empty() { String::new() } else { format!("\\{command}{{{escaped}}}") }
    });
    lines.collect::<Vec<_>>().join(&BREAK.to_string())
}

/// Letters, digits and signs, each as TeX writes it.
fn signs(text: &str, aligning: bool) -> String {
    let mut tex = String::new();
    let mut rest = text.chars().peekable();
    let mut before = None;
    while let Some(c) = rest.next() {
        match c {
            ' ' => {
                // TeX spaces signs by itself; between letters a space parts words.
                let parts = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
                if parts(before.as_ref()) && parts(rest.peek()) {
                    append(&mut tex, "\\ ");
                }
            }
            // In a line of an array, what follows this is the equation's number.
            '#' if aligning => append(&mut tex, "\\qquad "),
            '&' if aligning => append(&mut tex, " & "),
            BREAK => tex.push(BREAK),
            c => append(&mut tex, &symbols::sign(c)),
        }
        before = Some(c);
    }
    tex
}

/// Signs, of which letters and digits are in an alphabet. In upright text digits are upright anyway.
fn styled(text: &str, command: &str, aligning: bool) -> String {
    let mut tex = String::new();
    let mut rest = text;
    let takes = |c: char| c.is_alphabetic() || (command != "mathrm" && c.is_numeric());
    while !rest.is_empty() {
        let end = rest.find(|c| !takes(c)).unwrap_or(rest.len());
        let (letters, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if !letters.is_empty() {
            append(&mut tex, &format!("\\{command}{{{}}}", signs(letters, false)));
        }
        let end = after.find(takes).unwrap_or(after.len());
        let (others, after) = after.split_at_checked(end).unwrap_or((after, ""));
        // A space between two words of an alphabet is one; the signs see neither neighbour.
        let gap = if others == " " && !letters.is_empty() && !after.is_empty() { "\\ " } else { "" };
        append(&mut tex, if gap.is_empty() { signs(others, aligning) } else { gap.to_owned() }.as_str());
        rest = after;
    }
    tex
}
