//! Reads the text of a Word file in its order.
//!
//! In: the parts of a file. Out: [`Piece`]s, notes and remarks. Never: which paragraph belongs to which list, figure or box.

use std::collections::BTreeMap;

use super::super::Failure;
use super::super::ledger::Absent;
use super::super::remark::{Kind, Remark};
use super::citations::Bibliography;
use super::comments::Comments;
use super::fields::Field;
use super::numbering::Numbering;
use super::package::{Package, Relation};
use super::pictures::Pictures;
use super::raw::Raw;
use super::runs::Line;
use super::styles::Styles;
use super::xml::{self, Element};

/// What is known while a file is read.
pub(super) struct Reader<'a> {
    pub package: &'a Package,
    /// The file's name, for messages.
    pub name: &'a str,
    pub styles: Styles,
    pub numbering: Numbering,
    /// The notes by kind and id, each with its place among those that the text cites.
    pub notes: BTreeMap<(&'static str, String), Option<usize>>,
    /// How many notes the text cites.
    pub cited: usize,
    /// Whether a note is read now.
    pub is_in_note: bool,
    pub comments: Comments,
    /// What the citations cite.
    pub library: Bibliography,
    pub pictures: Pictures,
    /// The charts and diagrams that no place has shown yet, by their paths.
    pub charts: BTreeMap<String, Element>,
    /// The relations of the part that is read now.
    pub relations: BTreeMap<String, Relation>,
    pub fields: Vec<Field>,
    /// The paragraph that is read now.
    pub line: Line,
    /// What was left out of tables of contents, and where the first of them stands.
    pub contents: Option<(String, String)>,
    /// How many paragraphs were begun.
    pub paragraphs: usize,
    /// What is told once for the whole document, with how often it was met and where first.
    pub tallies: BTreeMap<Tally, (usize, String)>,
    /// How many characters are set in each language.
    pub langs: BTreeMap<String, usize>,
    /// How many characters are set in each size.
    pub sizes: BTreeMap<i64, usize>,
    pub has_formulae: bool,
    pub absent: Absent,
    /// On the document as a whole.
    pub remarks: Vec<Remark>,
}

/// What is told once for the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tally {
    Underlined,
    Highlighted,
    Formatting,
    OtherNumbers,
    NumberedHeadings,
    PageReferences,
    UnknownSymbols,
}

impl<'a> Reader<'a> {
    /// Opens what every part of the text refers to: styles, lists, comments.
    pub(super) fn new(package: &'a Package, name: &'a str) -> Result<Self, Failure> {
        let document = package.main_document();
        let relations = package.relations(&document);
        let open = |kind: &str| optional(package, &relations, kind, name);
        let styles = Styles::read(open("styles")?.as_ref());
        let numbering = Numbering::read(open("numbering")?.as_ref(), &styles);
        let comments = Comments::read(open("comments")?.as_ref());
        Ok(Self {
            package,
            name,
            styles,
            numbering,
            notes: BTreeMap::new(),
            cited: 0,
            is_in_note: false,
            comments,
            library: Bibliography::new(package),
            pictures: Pictures::default(),
            charts: BTreeMap::new(),
            relations,
            fields: Vec::new(),
            line: Line::default(),
            contents: None,
            paragraphs: 0,
            tallies: BTreeMap::new(),
            langs: BTreeMap::new(),
            sizes: BTreeMap::new(),
            has_formulae: false,
            absent: Absent::default(),
            remarks: Vec::new(),
        })
    }

    /// Where in the source reading stands.
    pub(super) fn place(&self) -> String {
        format!("paragraph {}", self.paragraphs)
    }

    /// The size in which most of the text is set, in half points.
    pub(super) fn body_size(&self) -> i64 {
        self.sizes.iter().max_by_key(|(_, letters)| **letters).map_or(0, |(size, _)| *size)
    }

    /// Notes that something was met that is told once for the document.
    pub(super) fn tally(&mut self, tally: Tally) {
        let place = self.place();
        self.tallies.entry(tally).or_insert((0, place)).0 += 1;
    }

    /// What is left out is told by its caller; here what no word tells is counted.
    pub(super) fn leave_out(&mut self, raw: &Raw) {
        self.absent.images += raw.images;
        self.absent.tables += raw.tables;
        self.absent.formulae += raw.formulae;
    }

    /// The remarks on what was met more than once.
    pub(super) fn tally_remarks(&self) -> Vec<Remark> {
        let contents = self.contents.iter().map(|(words, place)| {
            let message = "the table of contents is left out: the site makes its own";
            Remark::new(Kind::Dropped, message).from(words.trim_end()).at(place.clone())
        });
        self.tallies
            .iter()
            .map(|(tally, (times, first))| {
                let (kind, message) = tally.message();
                let often = if *times == 1 { "once".to_owned() } else { format!("{times} times") };
                Remark::new(kind, format!("{message} ({often}, first in {first})"))
            })
            .chain(contents)
            .collect()
    }
}

impl Tally {
    fn message(self) -> (Kind, &'static str) {
        match self {
            Self::Underlined => {
                (Kind::Unsupported, "underlining is left out: manuscripts have no form for it")
            }
            Self::Highlighted => (
                Kind::Guess,
                "highlighted words are kept as `==marks==`; take the marks out where they were a reviewer's",
            ),
            Self::Formatting => (Kind::Accepted, "tracked changes of formatting were accepted"),
            Self::OtherNumbers => (
                Kind::Unsupported,
                "lists with letters or Roman numerals have plain numbers: manuscripts have no others",
            ),
            Self::NumberedHeadings => (
                Kind::Dropped,
                "the numbers that Word prints before headings are left out; they are no part of the text",
            ),
            Self::PageReferences => (
                Kind::Unsupported,
                "references to page numbers are kept as plain text, and a site has no pages of that number",
            ),
            Self::UnknownSymbols => {
                (Kind::Lost, "characters of a symbol font that has no Unicode are left out")
            }
        }
    }
}

/// The part of a kind that a document refers to; `None`: it refers to none, or the part is missing.
pub(super) fn optional(
    package: &Package,
    relations: &BTreeMap<String, Relation>,
    kind: &str,
    name: &str,
) -> Result<Option<Element>, Failure> {
    let relation = relations.values().find(|relation| relation.kind == kind && !relation.external);
    relation.map_or(Ok(None), |relation| part(package, &relation.target, name))
}

/// A part by its path; `None`: it is missing.
pub(super) fn part(package: &Package, path: &str, name: &str) -> Result<Option<Element>, Failure> {
    let bytes = package.part(path);
    bytes.map(|bytes| xml::parse(bytes, &format!("`{path}` in `{name}`"))).transpose()
}
