//! Chapters and translations.

use super::super::Wrap;
use super::super::compose::compose;
use super::super::ledger::balance;
use super::super::reread;
use super::super::transcript::{Author, Figure, Note};
use super::*;

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::new(BlockKind::Paragraph(inlines))
}

/// A document of one section with a note, a picture and a link to its heading.
fn document(title: &str, picture: &[u8]) -> Transcript {
    let author = |name: &str| Author { name: name.into(), ..Author::default() };
    let link = Inline::Link { url: "#method".into(), content: vec![text("as said")] };
    let image = Image { path: "figures/image1.png".into(), alt: "A chart".into() };
    let heading = BlockKind::Heading { level: 2, id: Some("method".into()), text: vec![text("Method")] };
    let mut transcript = Transcript {
        front: Front {
            title: Some(title.into()),
            subtitle: Some("A subtitle".into()),
            authors: vec![author("Ada Nowak"), author(&format!("Author of {title}"))],
            topics: vec!["Ports".into()],
            license: Some("CC BY 4.0".into()),
            summary: vec![paragraph(vec![text("In short.")])],
            ..Front::default()
        },
        blocks: vec![
            Block::new(heading),
            paragraph(vec![text("Words"), Inline::NoteMark(0), text(" "), link]),
            Block::new(BlockKind::Figure(Figure { images: vec![image], ..Figure::default() })),
        ],
        notes: vec![Note { blocks: vec![paragraph(vec![text(&format!("A note of {title}."))])] }],
        attachments: vec![Attachment { path: "figures/image1.png".into(), bytes: picture.to_vec() }],
        ..Transcript::default()
    };
    transcript.source.add(title);
    transcript
        .source
        .add("A subtitle Ada Nowak Ports CC BY 4.0 In short. Method Words as said A chart A note of");
    transcript.source.add(title);
    transcript.source.add("Author of");
    transcript.source.add(title);
    transcript.source.notes = 1;
    transcript.source.images = 1;
    transcript
}

#[test]
fn a_second_file_is_a_chapter() {
    let whole = joined(document("Ports", b"one"), document("Cranes", b"two"));
    let written = compose(&whole, Wrap::Paragraphs);
    assert_eq!(written.text, include_str!("tests/chapters.md"));
    let paths: Vec<&str> = whole.attachments.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["figures/image1.png", "figures/image1-2.png"]);
    let remarks = written.remarks.iter().map(|(_, remark)| remark);
    let balance = balance(&whole.source, &reread::census(&written.text, false), remarks, whole.absent);
    assert!(balance.is_even(), "{balance:#?}");
}

#[test]
fn a_title_that_is_the_paper_s_makes_no_chapter() {
    let whole = joined(document("Ports", b"one"), document("PORTS", b"one"));
    let written = compose(&whole, Wrap::Paragraphs);
    assert_eq!(whole.attachments.len(), 1, "the same picture is the same file");
    assert_eq!(written.text.matches("\n## ").count(), 2);
    assert!(written.remarks.iter().any(|(_, remark)| remark.from == "PORTS"));
    let remarks = written.remarks.iter().map(|(_, remark)| remark);
    let balance = balance(&whole.source, &reread::census(&written.text, false), remarks, whole.absent);
    assert!(balance.is_even(), "{balance:#?}");
}

#[test]
fn a_translation_has_files_of_its_own() {
    let mut polish = document("Po polsku", b"picture");
    polish.attachments.push(Attachment { path: "references.bib".into(), bytes: Vec::new() });
    translate(&mut polish, "pl");
    let paths: Vec<&str> = polish.attachments.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["figures/pl/image1.png", "references.pl.bib"]);
    let text = compose(&polish, Wrap::Paragraphs).text;
    assert!(text.contains("](figures/pl/image1.png)"), "{text}");
}
