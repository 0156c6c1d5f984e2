//! Links within the text find their headings, figures and tables.
//!
//! In: pieces whose paragraphs have Word's bookmarks. Out: the same, with ids where links point to, and with links to these
//! ids; a link that leads nowhere is plain text. Never: links to other sites.

use std::collections::{BTreeMap, BTreeSet};

use super::super::remark::{Kind, Remark};
use super::super::transcript::Inline;
use super::captions::{Label, label_of};
use super::piece::{Float, Paragraph, Piece, PieceKind};
use super::roles::Role;

/// Leads all links within these texts to their places, and tells of those that have none.
pub(super) fn resolve(stories: &mut [&mut Vec<Piece>], remarks: &mut Vec<Remark>) {
    let mut wanted = BTreeSet::new();
    for pieces in stories.iter_mut() {
        each_text(pieces, &mut |text| collect(text, &mut wanted));
    }
    if wanted.is_empty() {
        return;
    }
    let mut ids = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for pieces in stories.iter_mut() {
        give_ids(pieces, &wanted, &mut ids, &mut taken);
    }
    let mut lost = 0;
    for pieces in stories.iter_mut() {
        each_text(pieces, &mut |text| lost += lead(text, &ids));
    }
    if lost > 0 {
        let links = if lost == 1 { "1 link".to_owned() } else { format!("{lost} links") };
        let message = format!("{links} to places that are no heading, figure or table are plain text now");
        remarks.push(Remark::new(Kind::Unsupported, message));
    }
}

/// Gives an id to each paragraph that a link points to, if it is one that can have an id.
fn give_ids(
    pieces: &mut [Piece],
    wanted: &BTreeSet<String>,
    ids: &mut BTreeMap<String, String>,
    taken: &mut BTreeSet<String>,
) {
    let mut before: Vec<String> = Vec::new();
    for piece in pieces {
        let Some(paragraph) = piece.paragraph_mut() else {
            before.clear();
            continue;
        };
        before.append(&mut paragraph.bookmarks);
        if paragraph.is_empty() {
            continue;
        }
        let names: Vec<String> = before.drain(..).filter(|name| wanted.contains(name)).collect();
        if names.is_empty() {
            continue;
        }
        let Some(stem) = stem(paragraph) else { continue };
        let id = free(stem, taken);
        ids.extend(names.into_iter().map(|name| (name, id.clone())));
        paragraph.id = Some(id);
    }
}

/// What an id is made of: the words of a heading, the number of a figure or table.
fn stem(paragraph: &Paragraph) -> Option<String> {
    let words = paragraph.plain();
    match (paragraph.role, label_of(&paragraph.text)) {
        (Role::Heading(_), _) => Some(crate::language::slug(&words)).filter(|slug| !slug.is_empty()),
        (_, Some((Label::Figure, number, _))) => Some(format!("fig-{}", crate::language::slug(&number))),
        (_, Some((Label::Table, number, _))) => Some(format!("tbl-{}", crate::language::slug(&number))),
        _ => None,
    }
}

fn free(stem: String, taken: &mut BTreeSet<String>) -> String {
    let mut id = stem.clone();
    let mut count = 2;
    while !taken.insert(id.clone()) {
        id = format!("{stem}-{count}");
        count += 1;
    }
    id
}

/// Calls a function on each text.
fn each_text(pieces: &mut [Piece], call: &mut impl FnMut(&mut Vec<Inline>)) {
    for piece in pieces {
        match &mut piece.kind {
            PieceKind::Paragraph(paragraph) => {
                call(&mut paragraph.text);
                for float in &mut paragraph.floats {
                    if let Float::Text(inner) = float {
                        each_text(inner, call);
                    }
                }
            }
            PieceKind::Table(table) => {
                table.rows.iter_mut().flatten().for_each(|cell| call(&mut cell.content));
            }
            PieceKind::Frame(inner) => each_text(inner, call),
        }
    }
}

/// The bookmarks that links point to.
fn collect(text: &[Inline], wanted: &mut BTreeSet<String>) {
    for inline in text {
        match inline {
            Inline::Link { url, content } => {
                wanted.extend(url.strip_prefix('#').map(str::to_owned));
                collect(content, wanted);
            }
            Inline::Styled { content, .. } => collect(content, wanted),
            _ => {}
        }
    }
}

/// Leads the links of a text to the ids; how many lead nowhere.
fn lead(text: &mut Vec<Inline>, ids: &BTreeMap<String, String>) -> usize {
    let mut lost = 0;
    let mut result = Vec::with_capacity(text.len());
    for mut inline in std::mem::take(text) {
        match &mut inline {
            Inline::Link { url, content } => {
                lost += lead(content, ids);
                if let Some(name) = url.strip_prefix('#') {
                    let Some(id) = ids.get(name) else {
                        lost += 1;
                        result.append(content);
                        continue;
                    };
                    *url = format!("#{id}");
                }
            }
            Inline::Styled { content, .. } => lost += lead(content, ids),
            _ => {}
        }
        result.push(inline);
    }
    *text = result;
    lost
}
