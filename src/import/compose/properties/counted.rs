//! The words of a transcript, counted without writing it.

use super::sketch::one;
use crate::import::ledger::Census;
use crate::import::transcript::{self as t, Transcript};

/// The census of a transcript's own texts: of each phrase as its characters follow each other.
pub(super) fn census(transcript: &Transcript) -> Census {
    let mut census = Census::default();
    let front = &transcript.front;
    let title = front.title.as_deref().filter(|title| !one(title).trim().is_empty());
    census.add(title.unwrap_or_default());
    [&front.subtitle, &front.series].into_iter().flatten().for_each(|text| census.add(text));
    front.topics.iter().for_each(|topic| census.add(topic));
    for author in front.authors.iter().filter(|author| !one(&author.name).trim().is_empty()) {
        census.add(&author.name);
        author.affiliation.iter().for_each(|text| census.add(text));
    }
    census.add(if title.is_none() { "Untitled" } else { "" });
    blocks(&front.summary, &mut census);
    blocks(&transcript.blocks, &mut census);
    transcript.notes.iter().for_each(|note| blocks(&note.blocks, &mut census));
    census
}

fn blocks(all: &[t::Block], census: &mut Census) {
    for block in all {
        match &block.kind {
            t::BlockKind::Heading { text, .. } | t::BlockKind::Paragraph(text) => phrase(text, census),
            t::BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(item, census)),
            t::BlockKind::Quote(inner) => blocks(inner, census),
            t::BlockKind::Code { text, .. } | t::BlockKind::Math(text) => census.add(text),
            t::BlockKind::Table(table) => {
                phrase(&table.caption, census);
                table.rows.iter().flatten().for_each(|cell| phrase(&cell.content, census));
            }
            t::BlockKind::Figure(figure) => {
                figure.images.iter().for_each(|image| census.add(&image.alt));
                phrase(&figure.caption, census);
            }
            t::BlockKind::PullQuote { blocks: inner, by, .. } => {
                blocks(inner, census);
                by.iter().for_each(|by| census.add(by));
            }
            t::BlockKind::Box { title, blocks: inner, .. } => {
                blocks(inner, census);
                title.iter().for_each(|title| census.add(title));
            }
            t::BlockKind::Rule | t::BlockKind::Comment(_) => {}
        }
    }
}

fn phrase(inlines: &[t::Inline], census: &mut Census) {
    let mut text = String::new();
    write(inlines, &mut text);
    census.add(&text);
}

fn write(inlines: &[t::Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            t::Inline::Text(words) | t::Inline::Code(words) | t::Inline::Citation(words) => {
                text.push_str(words)
            }
            t::Inline::Styled { content, .. } | t::Inline::Link { content, .. } => write(content, text),
            t::Inline::Math(tex) => text.push_str(&format!(" {tex} ")),
            t::Inline::Image(image) => text.push_str(&format!(" {} ", image.alt)),
            t::Inline::Break | t::Inline::NoteMark(_) => text.push(' '),
            t::Inline::Comment(_) => {}
        }
    }
}
