//! What was read out of an author's file, before it is written as a manuscript.
//!
//! In: nothing. Out: types. Never: the syntax of any format, that of manuscripts included.
//!
//! Every reader makes a [`Transcript`]; [`super::compose`] alone knows how one is written down.

use super::ledger::{Absent, Census};
use super::remark::Remark;

/// A document as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    /// What becomes front matter.
    pub front: Front,
    /// The text in reading order.
    pub blocks: Vec<Block>,
    /// The notes, in any order; [`Inline::NoteMark`] points into it.
    pub notes: Vec<Note>,
    /// Pictures and other files that the text uses.
    pub attachments: Vec<Attachment>,
    /// Remarks on what has no place in the manuscript: what was set aside, dropped or lost.
    pub remarks: Vec<Remark>,
    /// All that the source holds, counted from its raw form and never from the other fields.
    pub source: Census,
    /// Notes, pictures, tables and formulae that the source counts and the text does not have, each with a remark that says why.
    pub absent: Absent,
}

/// What becomes front matter. A value that the source does not tell is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// Plain text.
    pub title: Option<String>,
    /// Plain text.
    pub subtitle: Option<String>,
    /// In the order of the title page.
    pub authors: Vec<Author>,
    /// As front matter writes it: `2020`, `2020-10` or `2020-10-05`.
    pub date: Option<String>,
    /// BCP 47.
    pub lang: Option<String>,
    /// The abstract: paragraphs and lists.
    pub summary: Vec<Block>,
    /// Keywords.
    pub topics: Vec<String>,
    /// The name of a series.
    pub series: Option<String>,
    /// The number in it.
    pub number: Option<u64>,
    /// A licence, by its name.
    pub license: Option<String>,
    /// `10.…`
    pub doi: Option<String>,
    /// Whether the paper has formulae, which a site sets only if its settings say so.
    pub math: bool,
    /// Remarks on any of these.
    pub remarks: Vec<Remark>,
}

/// An author.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Author {
    /// As printed.
    pub name: String,
    /// An institution.
    pub affiliation: Option<String>,
    /// An address for mail.
    pub email: Option<String>,
    /// `0000-0002-1825-0097`
    pub orcid: Option<String>,
}

/// A note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A file beside the manuscript.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// Below the paper's folder, with `/`, ASCII: `figures/image1.png`, `references.bib`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A part of the text, and what is to be said about how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Remarks that get the line of this block.
    pub remarks: Vec<Remark>,
}

impl Block {
    /// A block without remarks.
    pub fn new(kind: BlockKind) -> Self {
        Self { kind, remarks: Vec::new() }
    }

    /// The same block with one more remark.
    #[must_use]
    pub fn remark(mut self, remark: Remark) -> Self {
        self.remarks.push(remark);
        self
    }
}

/// What a part of the text is.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A heading.
    Heading {
        /// 2 (a section) to 6.
        level: u8,
        /// An id that links in the text point to.
        id: Option<String>,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Lines of code or of anything else that is set as it is.
    Code {
        /// Its language.
        language: Option<String>,
        /// The lines.
        text: String,
    },
    /// A formula on lines of its own, in TeX.
    Math(String),
    /// A table.
    Table(Table),
    /// A picture, or several under one caption.
    Figure(Figure),
    /// A pull quote.
    PullQuote {
        /// Its text: paragraphs.
        blocks: Vec<Block>,
        /// Whose words it is, if they are not the paper's.
        by: Option<String>,
        /// Whether it is known to differ from the text.
        edited: bool,
    },
    /// A box beside the argument: `findings`, `note` or `case`.
    Box {
        /// The word after the colons.
        kind: &'static str,
        /// Plain text.
        title: Option<String>,
        /// Its text.
        blocks: Vec<Block>,
    },
    /// A thematic break.
    Rule,
    /// A comment that no reader of the site sees.
    Comment(String),
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its caption; empty: none.
    pub caption: Vec<Inline>,
    /// An id for references: `tbl-apps`.
    pub id: Option<String>,
    /// How many of the rows are its head.
    pub head: usize,
    /// All rows. A cell that spans rows or columns stands once, in its first row and column.
    pub rows: Vec<Vec<Cell>>,
    /// One for each column; missing ones are [`Align::Start`].
    pub align: Vec<Align>,
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As the language does.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// As numbers do.
    End,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its text; paragraphs are parted by [`Inline::Break`].
    pub content: Vec<Inline>,
    /// How many columns it spans, 1 or more.
    pub columns: usize,
    /// How many rows it spans, 1 or more.
    pub rows: usize,
}

/// A picture, or several under one caption.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The pictures.
    pub images: Vec<Image>,
    /// The caption, without the word "Figure" and the number, which the site makes again.
    pub caption: Vec<Inline>,
    /// An id for references: `fig-map`.
    pub id: Option<String>,
    /// The printed number, where it is not what counting would give.
    pub number: Option<String>,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// Below the paper's folder: `figures/image1.png`.
    pub path: String,
    /// Its alternative text; empty: the source has none.
    pub alt: String,
}

/// A run of text or something in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words, as they are to be printed: unescaped.
    Text(String),
    /// A line break that is printed.
    Break,
    /// Words set apart.
    Styled {
        /// How.
        style: Style,
        /// The words.
        content: Vec<Inline>,
    },
    /// Code.
    Code(String),
    /// A formula in the line, in TeX.
    Math(String),
    /// A link.
    Link {
        /// A URL, or `#id` of something in this text.
        url: String,
        /// Its words.
        content: Vec<Inline>,
    },
    /// A picture in a line of text.
    Image(Image),
    /// The mark of a note: an index into [`Transcript::notes`].
    NoteMark(usize),
    /// A citation as it is to be written, brackets included: `[@key, p. 3]`.
    Citation(String),
    /// A comment that no reader of the site sees.
    Comment(String),
}

/// How words are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `*…*`
    Emphasis,
    /// `**…**`
    Strong,
    /// `~~…~~`
    Strikethrough,
    /// `~…~`
    Subscript,
    /// `^…^`
    Superscript,
    /// `==…==`
    Mark,
}
