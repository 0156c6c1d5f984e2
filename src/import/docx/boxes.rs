//! What stands beside the text: pull quotes are told from boxes.
//!
//! In: text boxes, frames, quotations set large. Out: pull quotes with their verdict, boxes, figures. Never: the judging
//! itself, which is the same as the site's.

use super::super::remark::{Kind, Remark};
use super::super::transcript::{Block, BlockKind, Inline};
use super::arrange;
use super::piece::{Piece, PieceKind, plain};
use super::roles::Role;
use crate::parse::pullquote::{Corpus, RunningText, Verdict};

/// Longer boxes are not held against the text: nobody quotes so much.
const LONGEST: usize = 2000;
/// Shorter ones say nothing: two words stand in many texts.
const SHORTEST: usize = 4;
/// How many are held against the text; a document with more is not one of pull quotes.
const MOST: usize = 200;

/// Judges what stands beside the text by the text itself.
pub(super) struct Judge {
    corpus: Corpus,
    judged: usize,
    /// Remarks without a place.
    pub remarks: Vec<Remark>,
}

impl Judge {
    /// Prepares to judge by this text.
    pub(super) fn new(pieces: &[Piece]) -> Self {
        let mut text = RunningText::default();
        pieces.iter().for_each(|piece| add(piece, &mut text));
        Self { corpus: Corpus::new(text), judged: 0, remarks: Vec::new() }
    }

    /// A text box or frame.
    pub(super) fn framed(&mut self, pieces: Vec<Piece>, remarks: Vec<Remark>, blocks: &mut Vec<Block>) {
        let place = pieces.first().map(|piece| piece.place.clone());
        let mut inner = arrange::blocks(pieces, self);
        let Some(first) = inner.first_mut() else {
            match blocks.last_mut() {
                Some(last) => last.remarks.extend(remarks),
                None => self.remarks.extend(remarks),
            }
            return;
        };
        first.remarks.extend(remarks);
        let stands_alone = |block: &Block| {
            matches!(
                block.kind,
                BlockKind::Figure(_) | BlockKind::Table(_) | BlockKind::PullQuote { .. } | BlockKind::Rule
            )
        };
        if inner.iter().all(stands_alone) {
            blocks.extend(inner);
            return;
        }
        let made = match self.quoted(&inner) {
            Some((verdict, by)) => pull_quote(inner, &verdict, by),
            None => note(inner),
        };
        blocks.push(at(made, place));
    }

    /// A quotation set large, or a paragraph in a style for pull quotes.
    pub(super) fn loud(&mut self, block: Block, role: Role, place: &str, blocks: &mut Vec<Block>) {
        let inner = vec![block];
        match (self.quoted(&inner), role) {
            (Some((verdict, by)), _) => {
                blocks.push(at(pull_quote(inner, &verdict, by), Some(place.to_owned())));
            }
            // A pull quote has no notes; a quotation keeps its own.
            (None, Role::PullQuote) if !inner.iter().any(has_notes) => {
                let message = "styled as a pull quote, but its words are not in the text";
                let kind = BlockKind::PullQuote { blocks: inner, by: None, edited: false };
                blocks.push(Block::new(kind).remark(Remark::new(Kind::Guess, message).sure(0.6).at(place)));
            }
            (None, _) => match blocks.last_mut() {
                Some(Block { kind: BlockKind::Quote(quote), .. }) => quote.extend(inner),
                _ => blocks.push(Block::new(BlockKind::Quote(inner))),
            },
        }
    }

    /// The verdict on paragraphs that may be a pull quote, and whose words they say they are.
    fn quoted(&mut self, blocks: &[Block]) -> Option<(Verdict, Option<String>)> {
        let mut lines: Vec<String> = Vec::new();
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(text) => lines.push(spoken(text)),
                BlockKind::Quote(inner) => lines.extend(inner.iter().filter_map(|block| match &block.kind {
                    BlockKind::Paragraph(text) => Some(spoken(text)),
                    _ => None,
                })),
                _ => return None,
            }
        }
        let by = (lines.len() > 1).then(|| lines.last()).flatten().and_then(|line| attribution(line));
        if by.is_some() {
            lines.pop();
        }
        let quote = lines.join(" ");
        let words = quote.split_whitespace().count();
        if quote.len() > LONGEST || words < SHORTEST || self.judged >= MOST {
            return None;
        }
        self.judged += 1;
        match self.corpus.judge(quote.trim()) {
            Verdict::NotFound => None,
            verdict => Some((verdict, by)),
        }
    }
}

/// The running text of a piece.
fn add(piece: &Piece, text: &mut RunningText) {
    if let PieceKind::Paragraph(paragraph) = &piece.kind
        && !matches!(
            paragraph.role,
            Role::IntenseQuote | Role::PullQuote | Role::Caption | Role::Title | Role::Contents
        )
        && paragraph.looks.frame.is_none()
        && !paragraph.text.is_empty()
    {
        text.paragraph(|written| written.push_str(&spoken(&paragraph.text)));
    }
}

/// The words as they are spoken: without the marks of notes.
fn spoken(inlines: &[Inline]) -> String {
    let mut text = String::new();
    write_spoken(inlines, &mut text);
    text
}

fn write_spoken(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::NoteMark(_) | Inline::Image(_) | Inline::Comment(_) => {}
            Inline::Styled { content, .. } | Inline::Link { content, .. } => write_spoken(content, text),
            other => text.push_str(&plain(std::slice::from_ref(other))),
        }
    }
}

/// Whether a paragraph cites a note.
fn has_notes(block: &Block) -> bool {
    fn cites(inline: &Inline) -> bool {
        match inline {
            Inline::NoteMark(_) => true,
            Inline::Styled { content, .. } | Inline::Link { content, .. } => content.iter().any(cites),
            _ => false,
        }
    }
    matches!(&block.kind, BlockKind::Paragraph(text) if text.iter().any(cites))
}

/// Whose words they are, in a line of its own: `— Anna Nowak`.
fn attribution(line: &str) -> Option<String> {
    let name = line.trim().strip_prefix(['—', '–', '-', '―'])?.trim();
    (!name.is_empty() && name.chars().count() <= 80).then(|| name.to_owned())
}

/// A pull quote with its verdict.
fn pull_quote(mut inner: Vec<Block>, verdict: &Verdict, by: Option<String>) -> Block {
    let mut remarks: Vec<Remark> = Vec::new();
    if by.is_some() {
        remarks.extend(inner.pop().into_iter().flat_map(|block| block.remarks));
    }
    let mut paragraphs = Vec::new();
    for block in inner {
        match block.kind {
            BlockKind::Quote(quoted) => {
                remarks.extend(block.remarks);
                paragraphs.extend(quoted);
            }
            _ => paragraphs.push(block),
        }
    }
    let (edited, said) = match verdict {
        Verdict::Edited { likeness, difference, .. } => {
            (true, format!("a pull quote that is reworded, {:.0} % alike: {difference}", likeness * 100.0))
        }
        Verdict::Elided => {
            (false, "a pull quote that leaves words out, and says so by its ellipsis".to_owned())
        }
        _ => (false, "a pull quote, in the very words of the text".to_owned()),
    };
    remarks.push(Remark::new(Kind::Lifted, said));
    Block { kind: BlockKind::PullQuote { blocks: paragraphs, by, edited }, remarks }
}

/// A box whose words are not the text's.
fn note(mut inner: Vec<Block>) -> Block {
    let mut title = None;
    let mut remarks = Vec::new();
    let is_title = |block: &Block| match &block.kind {
        BlockKind::Heading { text, .. } => plain_enough(text),
        BlockKind::Paragraph(text) => {
            matches!(text.as_slice(), [Inline::Styled { .. }]) && plain_enough(text)
        }
        _ => false,
    };
    if inner.len() > 1 && inner.first().is_some_and(is_title) {
        let first = inner.remove(0);
        remarks.extend(first.remarks);
        if let BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) = first.kind {
            title = Some(plain(&text).trim().to_owned());
        }
    }
    let message = "a text box whose words are not in the text around it is set as a note";
    remarks.push(Remark::new(Kind::Lifted, message));
    Block { kind: BlockKind::Box { kind: "note", title, blocks: inner }, remarks }
}

/// Whether a text can be a title, which has no notes or pictures and no end of a sentence.
fn plain_enough(text: &[Inline]) -> bool {
    fn is_plain(inline: &Inline) -> bool {
        match inline {
            Inline::Text(_) => true,
            Inline::Styled { content, .. } => content.iter().all(is_plain),
            _ => false,
        }
    }
    let words = plain(text);
    text.iter().all(is_plain) && words.chars().count() <= 100 && !words.trim_end().ends_with('.')
}

/// The same block, its own remarks with their place.
fn at(mut block: Block, place: Option<String>) -> Block {
    for remark in block.remarks.iter_mut().filter(|remark| remark.place.is_none()) {
        remark.place.clone_from(&place);
    }
    block
}
