//! Footnotes: which definition a mark means, and the one number that a note has through the whole manuscript.
//!
//! In: the text in reading order, and the notes as defined. Out: marks that hold the number of their note, notes in
//! the order of their numbers, and diagnostics. Never: how a note is printed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::levels;
use super::markdown::{Citation, Definition};
use super::walk::{self, Go, Node};
use crate::diagnostic::rules::apparatus::{
    NOTE_AMBIGUOUS, NOTE_DUPLICATE, NOTE_EMPTY, NOTE_UNDEFINED, NOTE_UNUSED,
};
use crate::diagnostic::{Diagnostic, nearest};
use crate::paper::{Block, BlockKind, Inline, Note, Span};
use crate::source::Source;

/// For so many undefined labels the nearest defined one is looked for; more are a sign of something else.
const SUGGESTIONS: usize = 20;

/// For each file the labels that the other files define, so that a mark is known as one before all files are read.
pub(super) fn siblings(sources: &[Source]) -> Vec<BTreeSet<Box<str>>> {
    if sources.len() < 2 {
        return Vec::new();
    }
    let own: Vec<BTreeSet<&str>> = sources.iter().map(|source| defined(&source.text)).collect();
    let mut files_of: BTreeMap<&str, usize> = BTreeMap::new();
    for label in own.iter().flatten() {
        *files_of.entry(label).or_default() += 1;
    }
    let others = |own: &BTreeSet<&str>| {
        files_of.keys().filter(|label| !own.contains(*label)).map(|label| Box::from(*label)).collect()
    };
    own.iter().map(others).collect()
}

/// The labels of lines that look like definitions.
fn defined(text: &str) -> BTreeSet<&str> {
    let label = |line: &'_ str| -> Option<(usize, usize)> {
        let start = line.find("[^")? + 2;
        let length = line.get(start..)?.find("]:")?;
        let indented = line.get(..start - 2)?.chars().all(|c| matches!(c, ' ' | '>' | '\u{feff}'));
        (indented && length > 0).then_some((start, start + length))
    };
    text.lines().filter_map(|line| label(line).and_then(|(start, end)| line.get(start..end))).collect()
}

/// Labels are the same whatever their case, as CommonMark has it for links.
fn fold(label: &str) -> Cow<'_, str> {
    if label.chars().any(char::is_uppercase) { label.to_lowercase().into() } else { label.into() }
}

/// The mark as the author wrote it, for one that means nothing.
pub(super) fn as_written(citation: Option<&Citation>, span: Span) -> Inline {
    let label = citation.map_or("", |citation| &citation.label);
    Inline::Text { text: format!("[^{label}]").into(), span }
}

/// Numbers the notes of a manuscript.
pub(super) struct Numbering {
    definitions: Vec<Definition>,
    citations: Vec<Citation>,
    /// For each citation its definition.
    targets: Vec<Option<u32>>,
    /// For each definition its number, counted from 0.
    numbers: Vec<Option<u32>>,
    /// Definitions by number.
    order: Vec<u32>,
    /// Whether pull quotes with marks were passed over.
    deferred: bool,
}

impl Numbering {
    /// Finds the definition of every mark; says which have none, and which notes are defined twice.
    pub(super) fn new(
        definitions: Vec<Definition>,
        citations: Vec<Citation>,
        files: &[Arc<str>],
        problems: &mut Vec<Diagnostic>,
    ) -> (Self, Duplicates) {
        let (labels, duplicates) = Labels::new(&definitions, &citations, files, problems);
        let mut suggestions = SUGGESTIONS;
        let targets = citations
            .iter()
            .map(|citation| match citation.inline {
                Some(definition) => Some(definition),
                None => labels.find(citation, files, &mut suggestions, problems),
            })
            .collect();
        let numbers = vec![None; definitions.len()];
        let numbering = Self { definitions, citations, targets, numbers, order: Vec::new(), deferred: false };
        (numbering, duplicates)
    }

    /// Numbers the notes that a phrase cites.
    pub(super) fn phrase(&mut self, inlines: &mut [Inline]) {
        walk::phrase(inlines, &mut |node| self.meet(node));
    }

    /// Numbers the notes that a text cites, pull quotes left out.
    pub(super) fn text(&mut self, blocks: &mut [Block]) {
        walk::nodes(blocks, &mut |node| match node {
            Node::Block(Block { kind: BlockKind::PullQuote(_), .. }) => {
                self.deferred = true;
                Go::Past
            }
            node => self.meet(node),
        });
    }

    /// Numbers the notes that only pull quotes cite; to be called when all the text and its notes are done.
    pub(super) fn pull_quotes(&mut self, blocks: &mut [Block]) {
        if !self.deferred {
            return;
        }
        walk::blocks(blocks, &mut |block| match &mut block.kind {
            BlockKind::PullQuote(quote) => {
                walk::nodes(&mut quote.blocks, &mut |node| self.meet(node));
                Go::Past
            }
            _ => Go::In,
        });
    }

    /// Numbers the notes that notes cite. Each note is read once, so that notes citing each other end.
    pub(super) fn notes(&mut self, from: usize) -> usize {
        let mut next = from;
        while let Some(&definition) = self.order.get(next) {
            let take = |d: &mut Definition| std::mem::take(&mut d.blocks);
            let mut blocks = self.definitions.get_mut(definition as usize).map(take).unwrap_or_default();
            walk::nodes(&mut blocks, &mut |node| self.meet(node));
            levels::fit(&mut blocks, 2);
            if let Some(place) = self.definitions.get_mut(definition as usize) {
                place.blocks = blocks;
            }
            next += 1;
        }
        next
    }

    fn meet(&mut self, node: Node<'_>) -> Go {
        if let Node::Inline(inline) = node
            && let Inline::NoteMark { note, span } = inline
        {
            match self.targets.get(*note as usize).copied().flatten() {
                Some(definition) => *note = self.number(definition),
                None => *inline = as_written(self.citations.get(*note as usize), *span),
            }
        }
        Go::In
    }

    fn number(&mut self, definition: u32) -> u32 {
        let next = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        match self.numbers.get_mut(definition as usize) {
            Some(Some(number)) => *number,
            Some(number) => {
                *number = Some(next);
                self.order.push(definition);
                next
            }
            None => next,
        }
    }

    /// The cited notes in the order of their numbers; says which are never cited.
    pub(super) fn finish(
        self,
        duplicates: &Duplicates,
        files: &[Arc<str>],
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Note> {
        let Self { mut definitions, targets, numbers, order, .. } = self;
        if order.len() < definitions.len() {
            let cited: BTreeSet<u32> = targets.into_iter().flatten().collect();
            for (index, definition) in (0_u32..).zip(&definitions) {
                let numbered = numbers.get(index as usize).is_some_and(Option::is_some);
                if !numbered && !duplicates.0.contains(&index) {
                    problems.push(unused(definition, cited.contains(&index), files));
                }
            }
        }
        let note = |index: u32| {
            let definition = definitions.get_mut(index as usize)?;
            let label = std::mem::take(&mut definition.label);
            if definition.blocks.is_empty() {
                problems.push(empty(&label, definition.span, files));
            }
            Some(Note { label, blocks: std::mem::take(&mut definition.blocks), span: definition.span })
        };
        order.into_iter().filter_map(note).collect()
    }
}

fn empty(label: &str, span: Span, files: &[Arc<str>]) -> Diagnostic {
    let name = if label.is_empty() { "this note".to_owned() } else { format!("the note `{label}`") };
    Diagnostic::new(&NOTE_EMPTY, format!("{name} has no words"))
        .at(span.place(files))
        .hint("write its words, or delete it and its marks")
}

fn unused(definition: &Definition, cited: bool, files: &[Arc<str>]) -> Diagnostic {
    let name = match &*definition.label {
        "" => "a note in the line".to_owned(),
        label => format!("the note `{label}`"),
    };
    let problem = if cited {
        Diagnostic::new(&NOTE_UNUSED, format!("{name} is cited only where no marks are printed"))
            .hint("pull quotes that repeat the text, and notes that are not printed, carry none: cite it in the text")
    } else {
        Diagnostic::new(&NOTE_UNUSED, format!("{name} is never cited, so it is not printed"))
            .hint(format!("cite it with `[^{}]`, or remove it", definition.label))
    };
    problem.at(definition.span.place(files))
}

/// Definitions that another one with the same label in the same file stands before.
pub(super) struct Duplicates(BTreeSet<u32>);

/// Definitions by label.
struct Labels<'a> {
    /// By file and label.
    own: BTreeMap<(u16, Cow<'a, str>), u32>,
    /// By label alone, with every definition in any file.
    all: BTreeMap<Cow<'a, str>, Vec<u32>>,
    definitions: &'a [Definition],
}

impl<'a> Labels<'a> {
    fn new(
        definitions: &'a [Definition],
        citations: &[Citation],
        files: &[Arc<str>],
        problems: &mut Vec<Diagnostic>,
    ) -> (Self, Duplicates) {
        let inline: BTreeSet<u32> = citations.iter().filter_map(|citation| citation.inline).collect();
        let mut labels = Self { own: BTreeMap::new(), all: BTreeMap::new(), definitions };
        let mut duplicates = BTreeSet::new();
        for (index, definition) in (0_u32..).zip(definitions) {
            if inline.contains(&index) {
                continue;
            }
            let label = fold(&definition.label);
            let first = *labels.own.entry((definition.span.file, label.clone())).or_insert(index);
            if first == index {
                labels.all.entry(label).or_default().push(index);
            } else {
                duplicates.insert(index);
                let first = definitions.get(first as usize).map_or(definition.span, |first| first.span);
                problems.push(duplicate(definition, first, files));
            }
        }
        (labels, Duplicates(duplicates))
    }

    fn find(
        &self,
        citation: &Citation,
        files: &[Arc<str>],
        suggestions: &mut usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<u32> {
        let label = fold(&citation.label);
        if let Some(definition) = self.own.get(&(citation.span.file, label.clone())) {
            return Some(*definition);
        }
        let everywhere = self.all.get(&label).map_or(&[][..], Vec::as_slice);
        match everywhere {
            [] => problems.push(self.undefined(citation, files, suggestions)),
            [_] => {}
            [_, ..] => problems.push(self.ambiguous(citation, everywhere, files)),
        }
        everywhere.first().copied()
    }

    fn undefined(&self, citation: &Citation, files: &[Arc<str>], suggestions: &mut usize) -> Diagnostic {
        let near = match suggestions.checked_sub(1) {
            Some(left) => {
                *suggestions = left;
                nearest(&citation.label, self.all.keys().map(|label| &**label))
            }
            None => None,
        };
        let label = &citation.label;
        Diagnostic::new(&NOTE_UNDEFINED, format!("the note `{label}` is not defined"))
            .at(citation.span.place(files))
            .did_you_mean(near)
            .hint(format!(
                "define it in a paragraph of its own: `[^{label}]: …`; or write `\\[^{label}]` for plain text"
            ))
    }

    fn ambiguous(&self, citation: &Citation, everywhere: &[u32], files: &[Arc<str>]) -> Diagnostic {
        let label = &citation.label;
        let message = format!("the note `{label}` is defined in several other files");
        let problem = Diagnostic::new(&NOTE_AMBIGUOUS, message)
            .at(citation.span.place(files))
            .hint("give one of the notes another label, or define it in this file");
        let places = everywhere.iter().filter_map(|index| self.definitions.get(*index as usize));
        places.take(4).fold(problem, |problem, definition| {
            problem.related(definition.span.place(files), "defined here")
        })
    }
}

fn duplicate(definition: &Definition, first: Span, files: &[Arc<str>]) -> Diagnostic {
    let label = &definition.label;
    Diagnostic::new(&NOTE_DUPLICATE, format!("the note `{label}` is defined twice in this file"))
        .at(definition.span.place(files))
        .related(first.place(files), "first defined here")
        .hint("give one of them another label; the first is printed")
}
