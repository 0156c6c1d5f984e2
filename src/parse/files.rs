//! The files of one manuscript, each lowered, and everything that they point to put into common lists.
//!
//! In: sources. Out: [`Manuscript files`](Files) with indices that hold for the whole manuscript. Never: the order of
//! the text, or what a label or id means.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::front_matter::{self, FrontMatter, RawTexts, SectionFields};
use super::markdown::{self, Lowered, Lowering};
use super::walk::{self, Go, Node};
use super::{Settings, conflicts, levels, notes};
use crate::diagnostic::rules::apparatus::NOTE_IN_FRONT_MATTER;
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{
    Block, BlockKind, CodeText, Correction, Dated, Download, FigureContent, ImageText, Inline, Meta,
    Reference, ReferenceId, Span, Usage, phrase,
};
use crate::source::{Manuscript, Source};

/// All files of a manuscript.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The front matter of the main file, its Markdown lowered.
    pub(super) meta: Meta,
    /// One for each source.
    pub(super) parts: Vec<Part>,
    /// Lists that indices in the text point into.
    pub(super) pools: Pools,
}

/// The text of one file.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The blocks of its text.
    pub(super) blocks: Vec<Block>,
    /// What its front matter says of a section.
    pub(super) section: SectionFields,
    /// The summary of the section, as plain text.
    pub(super) summary: Option<Box<str>>,
    /// Whether notes are defined in it.
    pub(super) defines: bool,
}

/// Lists that indices in the text point into.
#[derive(Debug, Default)]
pub(super) struct Pools {
    /// By [`ReferenceId`].
    pub(super) references: Vec<Reference>,
    /// By [`BlockKind::Code`].
    pub(super) codes: Vec<CodeText>,
    /// Notes as defined, in the order of the files.
    pub(super) definitions: Vec<markdown::Definition>,
    /// By [`Inline::NoteMark`], until notes are numbered. `inline` is an index into `definitions`.
    pub(super) citations: Vec<markdown::Citation>,
}

/// Lowers every file.
pub(super) fn read(
    manuscript: &Manuscript,
    sources: &[Source],
    settings: &Settings,
    problems: &mut Vec<Diagnostic>,
) -> Files {
    let siblings = notes::siblings(sources);
    let none = BTreeSet::new();
    let mut files = Files::default();
    for (index, source) in sources.iter().enumerate() {
        let file = u16::try_from(index).unwrap_or(u16::MAX);
        problems.extend(conflicts::find(source));
        let front = front_matter::meta(source, file, manuscript.kind, &manuscript.lang, settings.smart)
            .take(problems);
        let FrontMatter { meta, raw, body_start, section } = front;
        let lowering = Lowering {
            path: &source.path,
            file,
            text: &source.text,
            body_start,
            folder: folder(&source.path),
            lang: &manuscript.lang,
            math: settings.math,
            raw_html: settings.raw_html,
            smart: settings.smart,
            sibling_labels: siblings.get(index).unwrap_or(&none),
        };
        if index == 0 {
            files.meta = lower_meta(meta, raw, &lowering, &mut files.pools, problems);
        } else if let Some(key) = meta.unread {
            front_matter::keep_back(&mut files.meta, key);
        }
        let summary = section.summary.as_ref().map(|summary| {
            let blocks = fragment(&summary.value, summary.span, &lowering, &mut files.pools, problems);
            plain(&blocks).into()
        });
        let lowered = markdown::lower(&lowering);
        let defines = !lowered.definitions.is_empty();
        let blocks = files.pools.take(lowered, problems);
        files.parts.push(Part { blocks, section, summary, defines });
    }
    files
}

/// The folder of a file, below `content/`.
fn folder(path: &str) -> &str {
    let below = path.strip_prefix("content/").unwrap_or(path);
    below.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Lowers the Markdown in front matter and records the files that it names.
fn lower_meta(
    mut meta: Meta,
    raw: RawTexts,
    lowering: &Lowering<'_>,
    pools: &mut Pools,
    problems: &mut Vec<Diagnostic>,
) -> Meta {
    if let Some(summary) = raw.summary {
        meta.summary = fragment(&summary.value, summary.span, lowering, pools, problems);
        levels::fit(&mut meta.summary, 2);
        meta.summary_text = plain(&meta.summary).into();
    }
    for (date, text) in raw.corrections {
        let blocks = fragment(&text.value, text.span, lowering, pools, problems);
        meta.corrections.push(correction(date, blocks));
    }
    meta.cover =
        raw.cover.map(|cover| pools.file(&cover.value, cover.span, Usage::Cover, lowering, problems));
    for (file, title) in raw.downloads {
        let reference = pools.file(&file.value, file.span, Usage::Download, lowering, problems);
        meta.downloads.push(Download { reference, title });
    }
    meta
}

/// The blocks of a text in front matter. It has no place for notes.
fn fragment(
    text: &str,
    span: Span,
    lowering: &Lowering<'_>,
    pools: &mut Pools,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let mut lowered = markdown::lower_fragment(lowering, text, span.start as usize..span.end as usize);
    if !lowered.citations.is_empty() {
        let citations = std::mem::take(&mut lowered.citations);
        lowered.definitions.clear();
        walk::nodes(&mut lowered.blocks, &mut |node| {
            if let Node::Inline(inline) = node
                && let Inline::NoteMark { note, span } = *inline
            {
                problems.push(note_in_front_matter(span, lowering.path));
                *inline = notes::as_written(citations.get(note as usize), span);
            }
            Go::In
        });
    }
    pools.take(lowered, problems)
}

fn note_in_front_matter(span: Span, path: &Arc<str>) -> Diagnostic {
    Diagnostic::new(&NOTE_IN_FRONT_MATTER, "a note is cited in front matter, which has no place to print it")
        .at(Place::new(path.clone(), span.start as usize..span.end as usize))
        .hint("say it in the sentence itself, or move it into the text")
}

fn correction(date: Dated, blocks: Vec<Block>) -> Correction {
    let plain = plain(&blocks).into();
    let mut text = Vec::new();
    for block in blocks {
        let phrase = match block.kind {
            BlockKind::Paragraph(phrase) | BlockKind::Heading { title: phrase, .. } => phrase,
            _ => {
                let mut words = Vec::new();
                walk::phrases(&[block], walk::Quotes::Judged, &mut |phrase| words.extend_from_slice(phrase));
                words
            }
        };
        if !text.is_empty() && !phrase.is_empty() {
            text.push(Inline::SoftBreak);
        }
        text.extend(phrase);
    }
    Correction { date, text, plain }
}

/// The words of a text as one line.
fn plain(blocks: &[Block]) -> String {
    let mut words = String::new();
    walk::phrases(blocks, walk::Quotes::Judged, &mut |phrase| {
        if !words.is_empty() && !phrase.is_empty() {
            words.push(' ');
        }
        phrase::write_plain(phrase, &mut words);
    });
    words
}

impl Pools {
    /// Takes what was lowered, and makes its indices those of the whole manuscript.
    fn take(&mut self, lowered: Lowered, problems: &mut Vec<Diagnostic>) -> Vec<Block> {
        let Lowered { mut blocks, mut definitions, mut citations, codes, references, problems: found } =
            lowered;
        let shift = Shift {
            references: length(&self.references),
            codes: length(&self.codes),
            citations: length(&self.citations),
        };
        if !shift.is_nothing() {
            shift.apply(&mut blocks);
            definitions.iter_mut().for_each(|definition| shift.apply(&mut definition.blocks));
        }
        let before = length(&self.definitions);
        citations.iter_mut().for_each(|c| c.inline = c.inline.map(|definition| definition + before));
        self.references.extend(references);
        self.codes.extend(codes);
        self.definitions.extend(definitions);
        self.citations.extend(citations);
        problems.extend(found);
        blocks
    }

    /// Records a file that front matter names.
    fn file(
        &mut self,
        written: &str,
        span: Span,
        usage: Usage,
        lowering: &Lowering<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> ReferenceId {
        let target = markdown::target(lowering, written, span, problems);
        self.references.push(Reference { target, usage, section: None, span });
        ReferenceId(length(&self.references) - 1)
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// How far the indices of a file's text move.
struct Shift {
    references: u32,
    codes: u32,
    citations: u32,
}

impl Shift {
    fn is_nothing(&self) -> bool {
        self.references == 0 && self.codes == 0 && self.citations == 0
    }

    fn apply(&self, blocks: &mut [Block]) {
        walk::nodes(blocks, &mut |node| {
            match node {
                Node::Block(block) => self.block(&mut block.kind),
                Node::Inline(inline) => self.inline(inline),
            }
            Go::In
        });
    }

    fn block(&self, kind: &mut BlockKind) {
        match kind {
            BlockKind::Code(code) => *code += self.codes,
            BlockKind::Figure(figure) => match &mut figure.content {
                FigureContent::Images(images) => images.iter_mut().for_each(|image| self.image(image)),
                FigureContent::Data(reference) => reference.0 += self.references,
                FigureContent::Blocks(_) => {}
            },
            _ => {}
        }
    }

    fn inline(&self, inline: &mut Inline) {
        match inline {
            Inline::Link { reference, .. } | Inline::CrossReference { reference, .. } => {
                reference.0 += self.references;
            }
            Inline::Image(image) => self.image(image),
            Inline::NoteMark { note, .. } => *note += self.citations,
            _ => {}
        }
    }

    fn image(&self, image: &mut ImageText) {
        image.reference.0 += self.references;
    }
}
