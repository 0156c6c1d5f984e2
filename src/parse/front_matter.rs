//! Front matter: the facts that a file states about itself before its text.
//!
//! In: a source, and what its name and folder say of it. Out: `FrontMatter`, where the text begins, and diagnostics.
//! Never: Markdown (a summary stays as written), people looked up, or anything from another file.

mod checks;
mod dates;
mod description;
mod people;
mod withheld;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::fields::{At, Fields};
use crate::paper::{Dated, Kind, Meta, Span};
use crate::source::{Role, Source};

use super::typography::{State, Typography};
use withheld::Written;
pub(crate) use withheld::keep_back;

/// What a file states about itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct FrontMatter {
    /// Its facts; `summary`, `corrections`, `cover` and `downloads` are empty.
    pub(crate) meta: Meta,
    /// What those four were written as.
    pub(crate) raw: RawTexts,
    /// The first byte of the text.
    pub(crate) body_start: usize,
    /// What a section file states.
    pub(crate) section: SectionFields,
}

/// The parts of front matter that are Markdown or name files, as written.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawTexts {
    /// Markdown.
    pub(crate) summary: Option<At<Box<str>>>,
    /// Dates, and Markdown.
    pub(crate) corrections: Vec<(Dated, At<Box<str>>)>,
    /// The path of a picture.
    pub(crate) cover: Option<At<Box<str>>>,
    /// Paths of files, and what to call them.
    pub(crate) downloads: Vec<(At<Box<str>>, Box<str>)>,
}

/// What a section file states; its summary is Markdown.
#[derive(Clone, Debug, Default)]
pub(crate) struct SectionFields {
    /// Its title, instead of its first heading. Smart-punctuated.
    pub(crate) title: Option<At<Box<str>>>,
    /// The last part of its address.
    pub(crate) id: Option<At<Box<str>>>,
    /// What the last part of its address used to be.
    pub(crate) aliases: Vec<Box<str>>,
    /// Its place among the sections, instead of the number of its file.
    pub(crate) order: Option<i64>,
    /// A sentence for lists.
    pub(crate) summary: Option<At<Box<str>>>,
}

/// The language of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Between `+++` lines.
    Toml,
    /// Between `---` lines.
    Yaml,
}

/// Where front matter stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Its language.
    pub(crate) format: Format,
    /// The first byte after the opening line.
    pub(crate) start: usize,
    /// The first byte of the closing line; equal to `start` when there is none.
    pub(crate) end: usize,
    /// The bytes of the opening line's mark.
    pub(crate) opening: Range<usize>,
    /// Whether there is a closing line.
    pub(crate) closed: bool,
}

/// Finds the front matter of a file, and where its text begins (after a byte-order mark).
///
/// Without a closing line all that follows the opening one is text, so that nothing is lost.
pub(crate) fn split(text: &str) -> (Option<Block>, usize) {
    let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = text.get(begin..).unwrap_or_default();
    let mut lines = rest.split_inclusive('\n');
    let Some(first) = lines.next() else { return (None, begin) };
    let (format, closings): (_, &[&str]) = match first.trim_end() {
        "+++" => (Format::Toml, &["+++"]),
        "---" => (Format::Yaml, &["---", "..."]),
        _ => return (None, begin),
    };
    let opening = begin..begin + 3;
    let start = begin + first.len();
    let mut at = start;
    for line in lines {
        if closings.contains(&line.trim_end()) {
            return (Some(Block { format, start, end: at, opening, closed: true }), at + line.len());
        }
        at += line.len();
    }
    (Some(Block { format, start, end: start, opening, closed: false }), start)
}

/// Reads the front matter of a file of a manuscript of some kind, in a language.
pub(crate) fn meta(source: &Source, file: u16, kind: Kind, lang: &str, smart: bool) -> Checked<FrontMatter> {
    let mut problems = Vec::new();
    let (block, body_start) = split(&source.text);
    let is_section = kind == Kind::Paper && source.role != Role::Main;
    let written = match &block {
        Some(block) => Written::of(&source.text, block),
        // A section needs no front matter, so that a rule on its first line is one.
        None if is_section => Written::default(),
        None => Written::meant(&source.text),
    };
    let fields = fields(source, file, block.as_ref(), &written, &mut problems);
    let reading =
        description::Reading { source, file, lang, smart, given: block.is_some(), written: &written };
    let read = match kind {
        _ if is_section => description::section(&reading, &fields),
        Kind::Person => description::person(&reading, &fields),
        Kind::Paper => description::paper(&reading, &fields),
        Kind::Home | Kind::Page | Kind::Collection => description::page(&reading, &fields),
    };
    let mut front = read.take(&mut problems);
    front.meta.partial = written.lost || fields.is_broken() || !fields.faults().is_empty();
    Checked::new(FrontMatter { body_start, ..front }, problems)
}

fn fields(
    source: &Source,
    file: u16,
    block: Option<&Block>,
    written: &Written<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Fields {
    let path: &Arc<str> = &source.path;
    let Some(block) = block else {
        let none = Span::new(file, 0, 0);
        // Of a UTF-16 file, its encoding is all that is wrong.
        let is_wide = written.lost && source.text.contains('\0');
        return if is_wide { Fields::unread(path, none) } else { Fields::empty(path, none) };
    };
    if !block.closed {
        let mark = source.text.get(block.opening.clone()).unwrap_or_default();
        problems.push(
            Diagnostic::new(
                &reading::FRONT_MATTER_UNCLOSED,
                format!("front matter begins with `{mark}` and has no end"),
            )
            .at(Place::new(path.clone(), block.opening.clone()))
            .hint(format!("write `{mark}` on a line of its own after the last key")),
        );
        return Fields::unread(path, Span::new(file, block.opening.start, block.opening.end));
    }
    let inner = source.text.get(block.start..block.end).unwrap_or_default();
    match block.format {
        Format::Toml => Fields::toml(inner, path, file, block.start),
        Format::Yaml => Fields::yaml(inner, path, file, block.start),
    }
    .take(problems)
}

/// Sets the quotes and dashes of a text by the rules of a language.
fn smart_text(text: &str, lang: &str) -> Box<str> {
    Typography::of(lang).set(text, None, &mut State::new()).into()
}

#[cfg(test)]
mod tests;
