//! Markdown becomes blocks and inlines: the one door to the Markdown parser.
//!
//! In: one file's text, and where its body begins. Out: [`Lowered`]: owned blocks with exact places, definitions of
//! notes, citations, references, and problems. Never: what needs a second file (numbers of notes and figures, whether
//! a link's target exists), and no node of the parser's tree, which is dropped here.

mod alternatives;
mod attributes;
mod blocks;
mod boxes;
mod figures;
mod html;
mod html_tables;
mod inlines;
mod left_open;
mod links;
mod masks;
mod math;
mod notes;
mod numeric;
mod places;
mod plain;
mod tables;
mod tags;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use comrak::nodes::{Node, NodeValue};

use self::masks::Masks;
use self::places::{Origin, Piece, Places};
use self::text::Run;
use crate::diagnostic::{Diagnostic, Place, Rule};
use crate::paper::{Block, CodeText, Reference, ReferenceId, Span, Target, Usage};
use crate::parse::typography::Typography;

/// One file's text, and how it is to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lowering<'a> {
    /// The file's path, for problems.
    pub(crate) path: &'a Arc<str>,
    /// Its index among the manuscript's files, for spans.
    pub(crate) file: u16,
    /// The whole file.
    pub(crate) text: &'a str,
    /// Where front matter ends.
    pub(crate) body_start: usize,
    /// The folder below `content/` that relative links start from.
    pub(crate) folder: &'a str,
    /// The language, for smart punctuation.
    pub(crate) lang: &'a str,
    /// Whether `$…$` is a formula.
    pub(crate) math: bool,
    /// Whether HTML is published as it is.
    pub(crate) raw_html: bool,
    /// Whether punctuation is set.
    pub(crate) smart: bool,
    /// The labels of notes that other files of the manuscript define, as they are written there.
    pub(crate) sibling_labels: &'a BTreeSet<Box<str>>,
}

/// One file's text as a model.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lowered {
    /// Its blocks, definitions of notes left out.
    pub(crate) blocks: Vec<Block>,
    /// The definitions of notes, in the order in which they end.
    pub(crate) definitions: Vec<Definition>,
    /// The citations of notes, in reading order; note marks point into it.
    pub(crate) citations: Vec<Citation>,
    /// The code blocks; code points into it.
    pub(crate) codes: Vec<CodeText>,
    /// What links, images and cross-references point to.
    pub(crate) references: Vec<Reference>,
    /// What is wrong.
    pub(crate) problems: Vec<Diagnostic>,
}

/// The text of a note.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    /// Its label; empty for `^[…]`.
    pub(crate) label: Box<str>,
    /// Its text.
    pub(crate) blocks: Vec<Block>,
    /// Where it stands.
    pub(crate) span: Span,
}

/// A place that cites a note.
#[derive(Clone, Debug)]
pub(crate) struct Citation {
    /// The label of the note; empty for `^[…]`.
    pub(crate) label: Box<str>,
    /// The definition, when the note stands right here.
    pub(crate) inline: Option<u32>,
    /// Where the mark stands.
    pub(crate) span: Span,
}

/// Lowers a file's body.
pub(crate) fn lower(input: &Lowering<'_>) -> Lowered {
    let body = input.text.get(input.body_start..).unwrap_or("");
    lower_text(input, body, &Origin::At(input.body_start))
}

/// Lowers the Markdown of a value in front matter, which stands in this part of the file.
pub(crate) fn lower_fragment(input: &Lowering<'_>, value: &str, range: Range<usize>) -> Lowered {
    let written = input.text.get(range.clone()).unwrap_or("");
    // Most values are written as they are and stand there alone, so that there is nothing to be searched.
    let at = if written.starts_with(value) { Some(0) } else { written.find(value) };
    let origin = match at {
        Some(at) => Origin::At(range.start + at),
        None => Origin::Decoded { text: input.text, range },
    };
    lower_text(input, value, &origin)
}

/// What a file that front matter names is, as a link in the text would be read.
pub(crate) fn target(
    input: &Lowering<'_>,
    written: &str,
    span: Span,
    problems: &mut Vec<Diagnostic>,
) -> Target {
    let (target, refused) = links::target(written, input.folder);
    if let Some((rule, message)) = refused {
        let place = Place::new(input.path.clone(), span.start as usize..span.end as usize);
        problems.push(Diagnostic::new(rule, message).at(place));
    }
    target
}

/// How often a text is read again because dollars turned out to be money.
const ATTEMPTS: usize = 6;

fn lower_text(input: &Lowering<'_>, raw: &str, origin: &Origin<'_>) -> Lowered {
    let mut masks = Masks::of(raw);
    let mut attempt = 1;
    loop {
        let read = masks.apply(raw);
        let places = Places::new(raw, &read, origin.clone(), input.file);
        let arena = comrak::Arena::new();
        let root = comrak::parse_document(&arena, &read, &options(input.math));
        let mut lowerer = Lowerer::new(input, places, &masks, root);
        lowerer.judge_money = attempt < ATTEMPTS;
        lowerer.out.blocks = lowerer.blocks(root);
        if lowerer.money.is_empty() {
            return lowerer.out;
        }
        let money = lowerer.money;
        masks.dollars(raw, money);
        attempt += 1;
    }
}

fn options(math: bool) -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.superscript = true;
    extension.subscript = true;
    extension.highlight = true;
    extension.footnotes = true;
    extension.inline_footnotes = true;
    extension.alerts = true;
    extension.block_directive = true;
    extension.link_attributes = true;
    extension.inline_code_attributes = true;
    extension.math_dollars = math;
    options.parse.escaped_char_spans = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// How deep lists, quotations and styles may be nested before they are printed as plain text.
const MAX_DEPTH: usize = 64;

/// What is known while one text is lowered.
struct Lowerer<'a, 't> {
    input: &'a Lowering<'a>,
    places: Places<'a>,
    masks: &'a Masks,
    typography: &'static Typography,
    run: Run,
    pieces: Vec<Piece>,
    depth: usize,
    /// Whether an image alone in its paragraph is part of a figure that is being read.
    in_figure: bool,
    /// The definitions of `^[…]`, by their number.
    inline_notes: Vec<Option<Node<'t>>>,
    judge_money: bool,
    /// The dollars that open no formula.
    money: Vec<usize>,
    told_of_citations: bool,
    /// How many blocks may still be looked at for the end of an HTML table.
    lookahead: usize,
    out: Lowered,
}

impl<'a, 't> Lowerer<'a, 't> {
    fn new(input: &'a Lowering<'a>, places: Places<'a>, masks: &'a Masks, root: Node<'t>) -> Self {
        let mut lowerer = Self {
            input,
            places,
            masks,
            typography: Typography::of(input.lang),
            run: Run::default(),
            pieces: Vec::new(),
            depth: 0,
            in_figure: false,
            inline_notes: Vec::new(),
            judge_money: true,
            money: Vec::new(),
            told_of_citations: false,
            lookahead: 20_000,
            out: Lowered::default(),
        };
        lowerer.collect_inline_notes(root);
        lowerer
    }

    /// The parser appends the notes written as `^[…]` to the text, under names of its own.
    fn collect_inline_notes(&mut self, root: Node<'t>) {
        for node in root.reverse_children() {
            let data = node.data();
            let NodeValue::FootnoteDefinition(definition) = &data.value else { return };
            let Some(number) = inline_number(&definition.name) else { return };
            if self.places.slice(self.block_range(node)).starts_with("[^") {
                return;
            }
            if self.inline_notes.len() <= number {
                self.inline_notes.resize(number + 1, None);
            }
            if let Some(slot) = self.inline_notes.get_mut(number) {
                slot.get_or_insert(node);
            }
        }
    }

    /// Where a block stands in what was parsed.
    fn block_range(&self, node: Node<'_>) -> Range<usize> {
        let sourcepos = node.data().sourcepos;
        let start = self.places.offset(sourcepos.start);
        let mut end = sourcepos.end;
        end.column += 1;
        let end = self.end_of_open(node).unwrap_or_else(|| self.places.offset(end));
        start..end.max(start)
    }

    fn span(&mut self, range: Range<usize>) -> Span {
        self.places.span(range)
    }

    fn problem(
        &mut self,
        rule: &'static Rule,
        message: impl Into<String>,
        range: Range<usize>,
    ) -> &mut Diagnostic {
        let place = Place::new(self.input.path.clone(), self.places.problem(range));
        self.out.problems.push(Diagnostic::new(rule, message).at(place));
        let last = self.out.problems.len() - 1;
        // The vector has just been given a last element.
        #[expect(clippy::indexing_slicing, reason = "the element was pushed two lines above")]
        &mut self.out.problems[last]
    }

    fn refer(&mut self, target: Target, usage: Usage, span: Span) -> ReferenceId {
        let id = u32::try_from(self.out.references.len()).unwrap_or(u32::MAX);
        self.out.references.push(Reference { target, usage, section: None, span });
        ReferenceId(id)
    }

    /// Reads an address, reports what is wrong with it, and gives it an id.
    fn refer_to(&mut self, url: &str, usage: Usage, range: Range<usize>) -> ReferenceId {
        let url = self.masks.lift(url);
        let (target, refused) = links::target(&url, self.input.folder);
        if let Some((rule, message)) = refused {
            self.problem(rule, message, range.clone());
        }
        let span = self.span(range);
        self.refer(target, usage, span)
    }
}

/// The number in the parser's name for an inline note.
fn inline_number(name: &str) -> Option<usize> {
    name.strip_prefix("__inline_")?.parse().ok().filter(|number| *number <= 1 << 24)
}
