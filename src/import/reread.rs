//! A manuscript is read again as the site will read it, to count its words.
//!
//! In: the text of a manuscript. Out: a [`Census`]. Never: what it was made from.

use std::sync::Arc;

use super::ledger::Census;
use crate::paper::{
    Author, Block, BlockKind, Body, Caption, FigureContent, ImageText, Inline, Kind, Meta, PullQuote, Table,
};
use crate::parse::{self, Settings};
use crate::source::{Manuscript, Role, Source};

/// Counts the words of a manuscript: of its front matter those of title, subtitle, summary, authors, series and topics.
pub(super) fn census(text: &str, math: bool) -> Census {
    let path: Arc<str> = "index.md".into();
    let manuscript = Manuscript {
        kind: Kind::Paper,
        key: "papers/x".into(),
        collection: Some("papers".into()),
        lang: "en".into(),
        address: "/papers/x/".into(),
        files: Vec::new(),
    };
    let source = Source { path, role: Role::Main, text: text.into() };
    let settings = Settings { math, raw_html: false, smart: false };
    let paper = parse::paper(&manuscript, &[source], &settings).value;
    let mut census = Census::default();
    front(&paper.record.meta, &mut census);
    body(&paper.body, &mut census);
    census
}

fn front(meta: &Meta, census: &mut Census) {
    census.add(&meta.title);
    [&meta.subtitle, &meta.series, &meta.number, &meta.license]
        .into_iter()
        .flatten()
        .for_each(|text| census.add(text));
    meta.topics.iter().for_each(|topic| census.add(topic));
    for author in &meta.authors {
        match author {
            Author::Written { text, .. } => census.add(text),
            Author::Described(person) => {
                census.add(&person.name);
                [&person.affiliation, &person.email].into_iter().flatten().for_each(|text| census.add(text));
            }
        }
    }
    blocks(&meta.summary, census);
}

fn body(body: &Body, census: &mut Census) {
    blocks(&body.opening, census);
    for section in &body.sections {
        phrase(&section.title, census);
        blocks(&section.blocks, census);
    }
    for note in &body.notes {
        blocks(&note.blocks, census);
    }
    census.notes += body.notes.len();
    body.codes.iter().for_each(|code| census.add(&code.text));
}

fn blocks(blocks: &[Block], census: &mut Census) {
    blocks.iter().for_each(|block| block_words(&block.kind, census));
}

fn block_words(kind: &BlockKind, census: &mut Census) {
    match kind {
        BlockKind::Heading { title, .. } => phrase(title, census),
        BlockKind::Paragraph(inlines) => phrase(inlines, census),
        BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(&item.blocks, census)),
        BlockKind::Quote(inner) => blocks(inner, census),
        BlockKind::Math(math) => {
            census.add(&math.tex);
            census.formulae += 1;
        }
        BlockKind::Table(table) => table_words(table, census),
        BlockKind::Figure(figure) => {
            match &figure.content {
                FigureContent::Images(images) => images.iter().for_each(|image| image_words(image, census)),
                FigureContent::Data(_) => census.images += 1,
                FigureContent::Blocks(inner) => blocks(inner, census),
            }
            figure.alt.iter().for_each(|alt| census.add(alt));
            caption_words(&figure.caption, census);
        }
        BlockKind::PullQuote(PullQuote { blocks: inner, by, .. }) => {
            blocks(inner, census);
            by.iter().for_each(|by| census.add(by));
        }
        BlockKind::Box(text_box) => {
            text_box.title.iter().for_each(|title| phrase(title, census));
            blocks(&text_box.blocks, census);
        }
        BlockKind::Html(html) => census.add(html),
        // The text of code blocks is counted with the body, which keeps it.
        BlockKind::Code(_) | BlockKind::Rule => {}
    }
}

fn table_words(table: &Table, census: &mut Census) {
    census.tables += 1;
    table.caption.iter().for_each(|caption| caption_words(caption, census));
    for cell in table.head.iter().chain(&table.rows).flatten() {
        phrase(&cell.content, census);
    }
}

fn caption_words(caption: &Caption, census: &mut Census) {
    phrase(&caption.text, census);
    [&caption.source, &caption.credit].into_iter().flatten().for_each(|text| census.add(text));
}

fn image_words(image: &ImageText, census: &mut Census) {
    census.images += 1;
    census.add(&image.alt);
}

/// A phrase is one text, so that a word of which only a part is set apart stays one word.
fn phrase(inlines: &[Inline], census: &mut Census) {
    let mut text = String::new();
    write(inlines, &mut text, census);
    census.add(&text);
}

fn write(inlines: &[Inline], text: &mut String, census: &mut Census) {
    for inline in inlines {
        match inline {
            Inline::Text { text: words, .. } | Inline::Code { text: words, .. } => text.push_str(words),
            Inline::SoftBreak | Inline::HardBreak => text.push(' '),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => write(content, text, census),
            Inline::Math(math) => {
                census.formulae += 1;
                text.push(' ');
                text.push_str(&math.tex);
                text.push(' ');
            }
            Inline::Image(image) => {
                image_words(image, census);
                text.push(' ');
            }
            Inline::NoteMark { .. } => text.push(' '),
            Inline::CrossReference { .. } | Inline::Html(_) => {}
        }
    }
}
