//! Pull quotes held against the text of their own paper.
//!
//! In: the text, pull quotes among it. Out: a verdict for each; those that repeat the text lose their marks and
//! links. Never: the measure itself, which is [`super::pullquote`]'s.

use std::sync::Arc;

use super::pullquote::{self, Corpus, RunningText};
use super::walk::{self, Go, Quotes};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::apparatus::{PULL_QUOTE_EDITED, PULL_QUOTE_NOT_FOUND};
use crate::paper::{Block, BlockKind, Inline, PullQuote, Verdict, phrase};

/// How many words of the text the pull quotes of a paper are held against: so many for each word of it, and some more. A quote that is
/// not the text to the letter is held against all of it up to three times, until there is an index; after that, hardly any is held
/// against more than a few thousand words.
const MOST_COMPARED: (usize, usize) = (100, 10_000_000);

/// Whether there is a pull quote.
pub(super) fn any(blocks: &mut [Block]) -> bool {
    let mut found = false;
    walk::blocks(blocks, &mut |block| {
        found |= matches!(block.kind, BlockKind::PullQuote(_));
        if found { Go::Past } else { Go::In }
    });
    found
}

/// Adds the words of a text to the running text, its pull quotes left out.
pub(super) fn gather(blocks: &[Block], running: &mut RunningText) {
    walk::phrases(blocks, Quotes::Unjudged, &mut |inlines| gather_phrase(inlines, running));
}

/// Adds the words of a phrase to the running text.
pub(super) fn gather_phrase(inlines: &[Inline], running: &mut RunningText) {
    if !inlines.is_empty() {
        running.paragraph(|out| phrase::write_plain(inlines, out));
    }
}

/// The words of a quotation as one line.
fn words(quote: &[Block]) -> String {
    let mut phrases = Vec::new();
    walk::phrases(quote, Quotes::Unjudged, &mut |inlines| {
        if !inlines.is_empty() {
            phrases.push(phrase::plain(inlines));
        }
    });
    phrases.join(" ")
}

/// Judges every pull quote of a text.
pub(super) fn judge(
    blocks: &mut [Block],
    corpus: &Corpus,
    files: &[Arc<str>],
    problems: &mut Vec<Diagnostic>,
) {
    walk::blocks(blocks, &mut |block| {
        let span = block.span;
        match &mut block.kind {
            BlockKind::PullQuote(quote) => {
                problems.extend(judge_one(quote, corpus).map(|problem| problem.at(span.place(files))));
                Go::Past
            }
            _ => Go::In,
        }
    });
}

fn judge_one(quote: &mut PullQuote, corpus: &Corpus) -> Option<Diagnostic> {
    let owned = quote.by.is_some() || matches!(quote.verdict, Verdict::Edited(_));
    let (each, some_more) = MOST_COMPARED;
    if corpus.compared() > corpus.words() * each + some_more {
        quote.verdict = Verdict::NotFound;
        plain_headings(&mut quote.blocks);
        return Some(not_compared()).filter(|_| !owned);
    }
    let (verdict, problem) = match corpus.judge(&words(&quote.blocks)) {
        pullquote::Verdict::Verbatim => (Verdict::Verbatim, None),
        pullquote::Verdict::Elided => (Verdict::Elided, None),
        pullquote::Verdict::Edited { likeness, closest, difference } => {
            (Verdict::Edited(likeness), Some(edited(likeness, &closest, &difference)))
        }
        pullquote::Verdict::NotFound => (Verdict::NotFound, Some(not_found())),
    };
    quote.verdict = verdict;
    plain_headings(&mut quote.blocks);
    if quote.repeats() {
        silence(&mut quote.blocks);
    }
    problem.filter(|_| !owned)
}

fn edited(likeness: f32, closest: &str, difference: &str) -> Diagnostic {
    let percent = (likeness * 100.0).floor();
    Diagnostic::new(&PULL_QUOTE_EDITED, format!("the pull quote is not what the text says ({percent} % alike): {difference}"))
        .hint(format!("the text says: {closest}"))
        .hint("quote the text itself, with `…` where words are left out; or write `:::pullquote {.edited}` if it is meant so")
}

fn not_found() -> Diagnostic {
    Diagnostic::new(&PULL_QUOTE_NOT_FOUND, "the words of this pull quote do not stand in the text")
        .hint("quote the text itself; or say whose words they are, `:::pullquote {by=\"a speaker\"}`")
}

fn not_compared() -> Diagnostic {
    let message =
        "the words of this pull quote are not looked up: the paper has too many pull quotes for its length";
    Diagnostic::new(&PULL_QUOTE_NOT_FOUND, message)
        .hint("a pull quote is for the few sentences that a reader should take home; quote fewer")
}

/// A quotation has no headings of its own: their words are set as all its others.
fn plain_headings(blocks: &mut [Block]) {
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { title, .. } = &mut block.kind {
            block.kind = BlockKind::Paragraph(std::mem::take(title));
        }
        Go::In
    });
}

/// Takes away what a repeated text must not have twice: note marks, and links, whose words stay.
fn silence(blocks: &mut [Block]) {
    walk::blocks(blocks, &mut |block| {
        match &mut block.kind {
            BlockKind::Paragraph(phrase) | BlockKind::Heading { title: phrase, .. } => silence_phrase(phrase),
            BlockKind::Table(table) => {
                let cells = table.head.iter_mut().chain(&mut table.rows).flatten();
                cells.for_each(|cell| silence_phrase(&mut cell.content));
            }
            _ => {}
        }
        Go::In
    });
}

fn silence_phrase(phrase: &mut Vec<Inline>) {
    let mut out = Vec::with_capacity(phrase.len());
    unlink(std::mem::take(phrase), &mut out);
    *phrase = out;
}

fn unlink(inlines: Vec<Inline>, out: &mut Vec<Inline>) {
    for inline in inlines {
        match inline {
            Inline::NoteMark { .. } => {}
            Inline::Link { content, .. } => unlink(content, out),
            Inline::Styled { style, content } => {
                let mut inner = Vec::with_capacity(content.len());
                unlink(content, &mut inner);
                out.push(Inline::Styled { style, content: inner });
            }
            inline => out.push(inline),
        }
    }
}

/// A phrase without its note marks, for lists and contents.
pub(super) fn without_marks(phrase: &[Inline]) -> Vec<Inline> {
    let mut phrase = phrase.to_vec();
    remove_marks(&mut phrase);
    phrase
}

fn remove_marks(phrase: &mut Vec<Inline>) {
    phrase.retain(|inline| !matches!(inline, Inline::NoteMark { .. }));
    for inline in phrase {
        if let Inline::Styled { content, .. } | Inline::Link { content, .. } = inline {
            remove_marks(content);
        }
    }
}
