//! Blocks and inlines: owned, immutable, with places. Every output format is written from them.
//!
//! In: nothing. Out: types. Never: knowledge of Markdown, HTML or of any other paper.

use serde::{Deserialize, Serialize};

use super::{Chart, ReferenceId, Span};

/// The text of a paper.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Body {
    /// What stands before the first section: on the cover page.
    pub opening: Vec<Block>,
    /// The sections in reading order; empty when the paper has no `##`.
    pub sections: Vec<SectionText>,
    /// Notes in the order of their numbers: note `i` has the number `i + 1`. Only cited ones.
    pub notes: Vec<Note>,
    /// The code blocks, in reading order; [`BlockKind::Code`] points into it.
    pub codes: Vec<CodeText>,
}

/// One section's text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SectionText {
    /// The last part of its address, and its id on the page of the whole paper. ASCII, unique in the paper.
    pub id: Box<str>,
    /// Its heading, note marks included.
    pub title: Vec<Inline>,
    /// Where the heading (or the title in front matter) stands.
    pub title_span: Span,
    /// What follows the heading.
    pub blocks: Vec<Block>,
}

/// A note. The same one may be cited many times.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Note {
    /// The author's label; empty for `^[inline]` notes.
    pub label: Box<str>,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where it is defined.
    pub span: Span,
}

/// The text of a code block and its language, as the highlighter needs them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CodeText {
    /// The first word of the fence's info string.
    pub language: Option<Box<str>>,
    /// The code.
    pub text: Box<str>,
}

/// `{#id .class key=value}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributes {
    /// `#id`
    pub id: Option<Box<str>>,
    /// `.class`
    pub classes: Vec<Box<str>>,
    /// `key=value`
    pub pairs: Vec<(Box<str>, Box<str>)>,
}

impl Attributes {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| &**k == key).map(|(_, v)| &**v)
    }

    /// Whether a class is given.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|c| &**c == class)
    }

    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.pairs.is_empty()
    }
}

/// A block of text with its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// What a block is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum BlockKind {
    /// A heading inside a section (`###` and deeper) or a page.
    Heading {
        /// 2 to 6, as the section's own heading were a 2.
        level: u8,
        /// Unique within its section.
        id: Box<str>,
        /// Ids that it used to have, by which it can be found still.
        aliases: Box<[Box<str>]>,
        /// Its words.
        title: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
        /// Whether items are set without space between (no `<p>` in them).
        tight: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A code block: an index into [`Body::codes`].
    Code(u32),
    /// Mathematics on lines of its own.
    Math(MathText),
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// A pull quote.
    PullQuote(PullQuote),
    /// A box beside the argument.
    Box(TextBox),
    /// A thematic break.
    Rule,
    /// HTML of the author's, published as it is; only where the site allows it.
    Html(Box<str>),
}

/// One item of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ListItem {
    /// `Some(done)` in a task list.
    pub task: Option<bool>,
    /// Its text.
    pub blocks: Vec<Block>,
    /// Where it stands.
    pub span: Span,
}

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MathText {
    /// As written, without the dollars.
    pub tex: Box<str>,
    /// As MathML: a whole `<math>` element.
    pub mathml: Box<str>,
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// As the language does.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// As numbers do.
    End,
}

/// A table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    /// Its caption, number and id, when it has them.
    pub caption: Option<Caption>,
    /// Rows of the head.
    pub head: Vec<Vec<Cell>>,
    /// Rows of the body.
    pub rows: Vec<Vec<Cell>>,
    /// One for each column.
    pub align: Vec<Align>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Its text: paragraphs of one inline run each for Markdown tables.
    pub content: Vec<Inline>,
    /// Whether it heads a row or column (`<th>`).
    pub header: bool,
    /// `colspan`, 1 unless given.
    pub columns: u16,
    /// `rowspan`, 1 unless given.
    pub rows: u16,
    /// `scope` (`row`, `col`, `rowgroup`, `colgroup`).
    pub scope: Option<Box<str>>,
    /// `lang`.
    pub lang: Option<Box<str>>,
    /// `title`.
    pub title: Option<Box<str>>,
    /// The cell's own alignment, when it differs from its column's (HTML tables).
    pub align: Option<Align>,
}

/// What is printed below (or above) a figure or table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Caption {
    /// The id for links and references, unique in the paper: `fig-volume`.
    pub id: Option<Box<str>>,
    /// The printed number, such as `3` or `14`; `None` for one that is not numbered.
    pub number: Option<Box<str>>,
    /// Its words; may be empty when there is only a number.
    pub text: Vec<Inline>,
    /// `source="…"`, smart-punctuated.
    pub source: Option<Box<str>>,
    /// `credit="…"`, smart-punctuated.
    pub credit: Option<Box<str>>,
}

/// A figure: an image, images, a data file, a table of data, or anything else under one number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// Its caption, id and number.
    pub caption: Caption,
    /// What is shown.
    pub content: FigureContent,
    /// The chart to be drawn, if any.
    pub chart: Option<Chart>,
    /// The alternative text given for the figure as a whole (`alt="…"`).
    pub alt: Option<Box<str>>,
}

/// What a figure shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum FigureContent {
    /// One image, or several under one number.
    Images(Vec<ImageText>),
    /// A data file (`.csv`).
    Data(ReferenceId),
    /// Blocks: a table, code, anything.
    Blocks(Vec<Block>),
}

/// An image with its alternative text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageText {
    /// The file or address.
    pub reference: ReferenceId,
    /// The alternative text, plain and smart-punctuated.
    pub alt: Box<str>,
    /// The title as written, if it is no caption.
    pub title: Option<Box<str>>,
    /// Where it stands.
    pub span: Span,
}

/// How the words of a pull quote stand to the words of the paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Verdict {
    /// One run of the text.
    Verbatim,
    /// Runs of the text, joined by `…`.
    Elided,
    /// Alike, by this much (0 to 1).
    Edited(f32),
    /// Not in the paper.
    NotFound,
}

/// A sentence set large to draw the eye.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PullQuote {
    /// Its text; without note marks when it repeats the text.
    pub blocks: Vec<Block>,
    /// What judging it found.
    pub verdict: Verdict,
    /// `{by="a speaker"}`.
    pub by: Option<Box<str>>,
}

impl PullQuote {
    /// Whether it only repeats the text, and so is kept from screen readers, feeds and counts.
    pub fn repeats(&self) -> bool {
        matches!(self.verdict, Verdict::Verbatim | Verdict::Elided)
    }
}

/// What a box is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum BoxKind {
    /// `:::findings`: the key findings, also on the cover.
    Findings,
    /// `:::note` and `> [!NOTE]`.
    Note,
    /// `:::case`: a case study.
    Case,
    /// `> [!TIP]`
    Tip,
    /// `> [!IMPORTANT]`
    Important,
    /// `> [!WARNING]`
    Warning,
    /// `> [!CAUTION]`
    Caution,
}

impl BoxKind {
    /// The class and the theme's word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Findings => "findings",
            Self::Note => "note",
            Self::Case => "case",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// A box beside the argument.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TextBox {
    /// What it is for.
    pub kind: BoxKind,
    /// `{#id}`, unique in its section.
    pub id: Option<Box<str>>,
    /// `title="…"` or the words after `[!NOTE]`; none: the theme's word for the kind.
    pub title: Option<Vec<Inline>>,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// A run of text or something in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Words. `text` is what is printed (smart punctuation applied); at `span` stands the source of just these words.
    Text {
        /// What is printed.
        text: Box<str>,
        /// Where it stands.
        span: Span,
    },
    /// The end of a source line inside a paragraph.
    SoftBreak,
    /// A line break that is printed.
    HardBreak,
    /// `*…*`, `**…**`, `~~…~~`, `~…~`, `^…^`, `==…==`, `<kbd>`, `<abbr>`.
    Styled {
        /// Which.
        style: Style,
        /// What it holds.
        content: Vec<Inline>,
    },
    /// `` `code` ``.
    Code {
        /// The code.
        text: Box<str>,
        /// Where it stands.
        span: Span,
    },
    /// A formula in the line.
    Math(MathText),
    /// An HTML tag of the author's, published as it is; only where the site allows it.
    Html(Box<str>),
    /// A link.
    Link {
        /// Where to.
        reference: ReferenceId,
        /// The title as written.
        title: Option<Box<str>>,
        /// Its words.
        content: Vec<Inline>,
    },
    /// An image in a line of text.
    Image(ImageText),
    /// A note mark: an index into [`Body::notes`].
    NoteMark {
        /// The note.
        note: u32,
        /// Where the mark stands.
        span: Span,
    },
    /// `@fig-…`, `@tbl-…`, `@sec-…`: the words come from what it points to.
    CrossReference {
        /// Where to.
        reference: ReferenceId,
        /// Where it stands.
        span: Span,
    },
}

/// How a run of text is set apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// `<kbd>`
    Keyboard,
    /// `<abbr title="…">`
    Abbreviation(Option<Box<str>>),
    /// Any of the elements with a `lang`, `title` or class of its own: a `<span>`.
    Span {
        /// `lang="…"`
        lang: Option<Box<str>>,
        /// `title="…"`
        title: Option<Box<str>>,
    },
}
