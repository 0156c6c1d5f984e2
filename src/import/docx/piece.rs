//! The text of a Word file in its order, before lists, captions and boxes find their place.
//!
//! In: nothing. Out: types. Never: XML.

use super::super::remark::Remark;
use super::super::transcript::{Image, Inline, Table};
use super::numbering::Format;
use super::roles::Role;

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub kind: PieceKind,
    /// `paragraph 12`.
    pub place: String,
    pub remarks: Vec<Remark>,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PieceKind {
    Paragraph(Paragraph),
    Table(Table),
    /// A table of one cell, which draws a frame around text.
    Frame(Vec<Piece>),
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paragraph {
    pub role: Role,
    pub text: Vec<Inline>,
    pub list: Option<ListPlace>,
    pub looks: Looks,
    /// What is anchored in it and does not stand in its line.
    pub floats: Vec<Float>,
    /// Names that links in the text may point to.
    pub bookmarks: Vec<String>,
    /// The id that links lead to.
    pub id: Option<String>,
}

/// Where a paragraph stands in a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ListPlace {
    /// From 0.
    pub level: usize,
    pub format: Format,
    /// What Word prints before it, counted.
    pub number: u64,
    /// Where the text begins, in twentieths of a point.
    pub indent: i64,
}

/// How a paragraph looks, for what its style does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Looks {
    /// In half points, of its first words.
    pub size: i64,
    /// Whether all of it is bold.
    pub bold: bool,
    pub centred: bool,
    pub right: bool,
    /// In twentieths of a point.
    pub indent: i64,
    /// A frame around it, by its position: paragraphs of one frame stand together.
    pub frame: Option<String>,
}

/// What is anchored in a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Float {
    Picture(Image),
    /// A text box.
    Text(Vec<Piece>),
    /// A chart's numbers.
    Table(Table),
    Rule,
}

impl Piece {
    /// The paragraph, if it is one.
    pub(super) fn paragraph(&self) -> Option<&Paragraph> {
        match &self.kind {
            PieceKind::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        }
    }

    /// The paragraph, if it is one, to be changed.
    pub(super) fn paragraph_mut(&mut self) -> Option<&mut Paragraph> {
        match &mut self.kind {
            PieceKind::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        }
    }

    /// Its role; a table's is that of text.
    pub(super) fn role(&self) -> Role {
        self.paragraph().map_or(Role::Body, |paragraph| paragraph.role)
    }
}

impl Paragraph {
    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.floats.is_empty()
    }

    /// Its words, without styles.
    pub(super) fn plain(&self) -> String {
        plain(&self.text)
    }
}

/// The words of a text, without styles, marks of notes and pictures.
pub(super) fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    write_plain(inlines, &mut text);
    text
}

fn write_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) | Inline::Citation(words) => text.push_str(words),
            Inline::Math(tex) => {
                text.push(' ');
                text.push_str(tex);
                text.push(' ');
            }
            Inline::Break | Inline::NoteMark(_) => text.push(' '),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => write_plain(content, text),
            Inline::Image(image) => {
                text.push(' ');
                text.push_str(&image.alt);
                text.push(' ');
            }
            Inline::Comment(_) => {}
        }
    }
}
