//! Two documents become one paper: the second is a chapter of the first.
//!
//! In: two transcripts. Out: one, with the front matter of the first. Never: a note, file or id that belongs to the
//! other, and never a word that is in neither the text nor a remark.

mod names;

use super::remark::{Kind, Remark};
use super::transcript::{Attachment, Block, BlockKind, Front, Image, Inline, Transcript};
use names::Names;
pub(super) use names::translate;

/// Two parts of one paper as one.
pub(super) fn joined(mut first: Transcript, mut second: Transcript) -> Transcript {
    let notes = first.notes.len();
    let names = Names::new(&mut first, &mut second);
    names::each(&mut second, &mut |part| names.rename(part, notes));
    let attachments = std::mem::take(&mut second.attachments);
    attachments.into_iter().for_each(|file| attach(&mut first.attachments, file, &names));
    let opening = opening(&mut first.front, &mut second);
    first.blocks.extend(opening);
    first.blocks.extend(second.blocks);
    first.notes.extend(second.notes);
    first.remarks.extend(second.remarks);
    first.source.merge(second.source);
    first.absent = first.absent.and(second.absent);
    first
}

/// Adds a file, unless it is there; bibliographies are one.
fn attach(files: &mut Vec<Attachment>, mut file: Attachment, names: &Names) {
    file.path = names.path(&file.path);
    match files.iter_mut().find(|there| there.path == file.path) {
        Some(there) if there.bytes != file.bytes => {
            there.bytes.push(b'\n');
            there.bytes.extend(file.bytes);
        }
        Some(_) => {}
        None => files.push(file),
    }
}

/// What of the second front matter goes before its text; the rest goes into the first, or into remarks.
fn opening(first: &mut Front, second: &mut Transcript) -> Vec<Block> {
    let front = std::mem::take(&mut second.front);
    let mut remarks = front.remarks;
    first.math |= front.math;
    first.lang = first.lang.take().or(front.lang);
    first.date = first.date.take().or(front.date);
    for author in front.authors {
        let known = first.authors.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&author.name));
        match known {
            None => first.authors.push(author),
            Some(_) => {
                let words = [Some(author.name), author.affiliation, author.email].into_iter().flatten();
                let words = words.collect::<Vec<_>>().join("\n");
                remarks.push(aside("an author who is named before", words));
            }
        }
    }
    for topic in front.topics {
        if first.topics.contains(&topic) {
            remarks.push(aside("a topic that is named before", topic));
        } else {
            first.topics.push(topic);
        }
    }
    let number = front.number.map(|number| number.to_string());
    for (what, words) in [("series", front.series), ("number", number), ("licence", front.license)] {
        if let Some(words) = words {
            remarks
                .push(aside(&format!("the {what} of a later file: the paper has that of the first"), words));
        }
    }
    let mut blocks = heading(first.title.as_deref(), front.title, &mut remarks, second);
    let subtitle =
        front.subtitle.map(|subtitle| Block::new(BlockKind::Paragraph(vec![Inline::Text(subtitle)])));
    blocks.extend(subtitle);
    blocks.extend(front.summary);
    match blocks.first_mut().or(second.blocks.first_mut()) {
        Some(block) => block.remarks.extend(remarks),
        None => second.remarks.extend(remarks),
    }
    blocks
}

/// The second title as a heading, if it is one of its own: what follows is then one level deeper.
fn heading(
    paper: Option<&str>,
    title: Option<String>,
    remarks: &mut Vec<Remark>,
    second: &mut Transcript,
) -> Vec<Block> {
    let Some(title) = title.filter(|title| !title.trim().is_empty()) else { return Vec::new() };
    if paper.is_some_and(|paper| paper.trim().to_lowercase() == title.trim().to_lowercase()) {
        remarks.push(aside("the title of a later file, which is the paper's", title));
        return Vec::new();
    }
    names::each(second, &mut |part| {
        if let names::Part::Heading(level, _) = part {
            *level = (*level + 1).min(6);
        }
    });
    let message =
        "the title of a later file is the heading of a section, and its own headings are one level deeper";
    let text = vec![Inline::Text(title)];
    let block = Block::new(BlockKind::Heading { level: 2, id: None, text });
    vec![block.remark(Remark::new(Kind::Guess, message).sure(0.8))]
}

fn aside(message: &str, words: String) -> Remark {
    Remark::new(Kind::SetAside, message).from(words)
}

#[cfg(test)]
mod tests;
