//! What two documents may both have named alike.
//!
//! In: two transcripts, or one and the language of a translation. Out: other names for what the second has. Never: a change to the first.

use std::collections::{BTreeMap, BTreeSet};

use super::super::transcript::{Block, BlockKind, Figure};
use super::{Image, Inline, Transcript};

/// A part of a text that has a name, or points to one.
pub(super) enum Part<'a> {
    /// A heading: its level and id.
    Heading(&'a mut u8, &'a mut Option<String>),
    /// The id of a figure or table.
    Id(&'a mut Option<String>),
    /// A picture.
    Image(&'a mut Image),
    /// The address of a link.
    Link(&'a mut String),
    /// The mark of a note.
    Mark(&'a mut usize),
}

/// The names of the second document that change.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: BTreeMap<String, String>,
    paths: BTreeMap<String, String>,
}

impl Names {
    /// New names for the ids and files that both documents have.
    pub(super) fn new(first: &mut Transcript, second: &mut Transcript) -> Self {
        let mut taken = ids(first);
        let mut names = Self::default();
        for id in ids(second) {
            if taken.contains(&id) {
                let free = free(&id, "", &taken);
                names.ids.insert(id, free.clone());
                taken.insert(free);
            } else {
                taken.insert(id);
            }
        }
        let mut taken: BTreeSet<String> = first.attachments.iter().map(|file| file.path.clone()).collect();
        for file in &second.attachments {
            let is_same = |there: &super::Attachment| there.path == file.path && there.bytes == file.bytes;
            if !taken.contains(&file.path)
                || file.path.ends_with(".bib")
                || first.attachments.iter().any(is_same)
            {
                taken.insert(file.path.clone());
                continue;
            }
            let (stem, end) = file
                .path
                .rsplit_once('.')
                .map_or((file.path.as_str(), String::new()), |(stem, end)| (stem, format!(".{end}")));
            let free = free(stem, &end, &taken);
            names.paths.insert(file.path.clone(), free.clone());
            taken.insert(free);
        }
        names
    }

    /// The path of a file of the second document.
    pub(super) fn path(&self, path: &str) -> String {
        self.paths.get(path).map_or(path, String::as_str).to_owned()
    }

    /// Gives a part of the second document its new name; there are so many notes before its own.
    pub(super) fn rename(&self, part: Part<'_>, notes: usize) {
        match part {
            Part::Heading(_, id) | Part::Id(id) => {
                if let Some(new) = id.as_ref().and_then(|id| self.ids.get(id)) {
                    *id = Some(new.clone());
                }
            }
            Part::Image(image) => image.path = self.path(&image.path),
            Part::Link(url) => {
                if let Some(new) = url.strip_prefix('#').and_then(|id| self.ids.get(id)) {
                    *url = format!("#{new}");
                }
            }
            Part::Mark(note) => *note += notes,
        }
    }
}

/// Gives the files of a translation names of their own, so that those of the paper beside it stay: `figures/pl/image1.png`,
/// `references.pl.bib`.
pub(in crate::import) fn translate(transcript: &mut Transcript, lang: &str) {
    let translated = |path: &str| match (path.rsplit_once('/'), path.rsplit_once('.')) {
        (Some((folder, name)), _) => format!("{folder}/{lang}/{name}"),
        (None, Some((stem, end))) => format!("{stem}.{lang}.{end}"),
        (None, None) => format!("{path}.{lang}"),
    };
    each(transcript, &mut |part| {
        if let Part::Image(image) = part {
            image.path = translated(&image.path);
        }
    });
    for file in &mut transcript.attachments {
        file.path = translated(&file.path);
    }
}

/// A name with the first number that makes it another.
fn free(stem: &str, end: &str, taken: &BTreeSet<String>) -> String {
    (2_u64..)
        .map(|number| format!("{stem}-{number}{end}"))
        .find(|name| !taken.contains(name))
        .unwrap_or_default()
}

fn ids(transcript: &mut Transcript) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    each(transcript, &mut |part| {
        if let Part::Heading(_, Some(id)) | Part::Id(Some(id)) = part {
            ids.insert(id.clone());
        }
    });
    ids
}

/// Visits every part of a transcript's text.
pub(super) fn each(transcript: &mut Transcript, visit: &mut dyn FnMut(Part<'_>)) {
    blocks(&mut transcript.front.summary, visit);
    blocks(&mut transcript.blocks, visit);
    transcript.notes.iter_mut().for_each(|note| blocks(&mut note.blocks, visit));
}

fn blocks(all: &mut [Block], visit: &mut dyn FnMut(Part<'_>)) {
    let mut open: Vec<std::slice::IterMut<'_, Block>> = vec![all.iter_mut()];
    while let Some(level) = open.last_mut() {
        let Some(block) = level.next() else {
            open.pop();
            continue;
        };
        match &mut block.kind {
            BlockKind::Heading { level, id, text } => {
                visit(Part::Heading(level, id));
                phrase(text, visit);
            }
            BlockKind::Paragraph(text) => phrase(text, visit),
            BlockKind::List { items, .. } => open.extend(items.iter_mut().rev().map(|item| item.iter_mut())),
            BlockKind::Quote(inner)
            | BlockKind::PullQuote { blocks: inner, .. }
            | BlockKind::Box { blocks: inner, .. } => open.push(inner.iter_mut()),
            BlockKind::Table(table) => {
                visit(Part::Id(&mut table.id));
                phrase(&mut table.caption, visit);
                table.rows.iter_mut().flatten().for_each(|cell| phrase(&mut cell.content, visit));
            }
            BlockKind::Figure(Figure { images, caption, id, .. }) => {
                visit(Part::Id(id));
                images.iter_mut().for_each(|image| visit(Part::Image(image)));
                phrase(caption, visit);
            }
            BlockKind::Code { .. } | BlockKind::Math(_) | BlockKind::Rule | BlockKind::Comment(_) => {}
        }
    }
}

fn phrase(all: &mut [Inline], visit: &mut dyn FnMut(Part<'_>)) {
    let mut open: Vec<std::slice::IterMut<'_, Inline>> = vec![all.iter_mut()];
    while let Some(level) = open.last_mut() {
        match level.next() {
            None => {
                open.pop();
            }
            Some(Inline::Image(image)) => visit(Part::Image(image)),
            Some(Inline::NoteMark(note)) => visit(Part::Mark(note)),
            Some(Inline::Link { url, content }) => {
                visit(Part::Link(url));
                open.push(content.iter_mut());
            }
            Some(Inline::Styled { content, .. }) => open.push(content.iter_mut()),
            Some(_) => {}
        }
    }
}
