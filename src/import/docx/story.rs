//! Reads paragraphs and tables in their order.
//!
//! In: the body of a document, a note, a cell or a text box. Out: [`Piece`]s. Never: what surrounds it.

use super::super::remark::{Kind, Remark};
use super::super::transcript::Inline;
use super::changes::who;
use super::line::{Atom, Segment, nested};
use super::numbering::Format;
use super::piece::{ListPlace, Looks, Paragraph, Piece, PieceKind};
use super::raw::{Raw, characters};
use super::reader::{Reader, Tally};
use super::roles::Role;
use super::runs::Line;
use super::styles::{Style, indent};
use super::tree::{chosen, number, properties, runs_on};
use super::xml::Element;

/// Whether it is something that belongs into a paragraph.
fn is_inline(name: &str) -> bool {
    matches!(name, "w:bookmarkStart" | "m:oMathPara" | "m:oMath" | "w:r")
}

impl Reader<'_> {
    /// All paragraphs and tables of a text.
    pub(super) fn story(&mut self, parent: &Element) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.blocks(parent, &mut pieces);
        self.end_joined(&mut pieces);
        pieces
    }

    /// The same, of a text that stands apart from the paragraph in which it is anchored.
    pub(super) fn apart(&mut self, parent: &Element) -> Vec<Piece> {
        let line = std::mem::take(&mut self.line);
        let fields = std::mem::take(&mut self.fields);
        let pieces = self.story(parent);
        self.line = line;
        self.fields = fields;
        pieces
    }

    fn blocks(&mut self, parent: &Element, pieces: &mut Vec<Piece>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "w:p" => self.paragraph(element, pieces),
                "w:tbl" => {
                    self.end_joined(pieces);
                    let table = self.table(element);
                    pieces.push(table);
                }
                "w:sdt" if is_contents(element) => self.contents(element),
                "mc:AlternateContent" => {
                    chosen(element).into_iter().for_each(|branch| self.blocks(branch, pieces));
                }
                "w:altChunk" => self.remarks.push(Remark::new(
                    Kind::Lost,
                    "a part that is stored as another file (HTML or Word) in this one is not read; open and save the file in Word first",
                )),
                "w:sectPr" | "w:pPr" | "w:sdtPr" | "w:tcPr" | "w:tblPr" | "w:tblGrid" => {}
                name if is_inline(name) || characters(element).is_some() => {
                    // Between paragraphs: it belongs to the next one.
                    self.run_or_other(element);
                }
                _ => self.blocks(element, pieces),
            }
        }
    }

    /// A table of contents as a whole.
    fn contents(&mut self, element: &Element) {
        let raw = Raw::of(element);
        self.leave_out(&raw);
        self.paragraphs +=
            element.child("w:sdtContent").map_or(0, |content| content.children_named("w:p").count());
        self.drop_contents(&raw.text());
    }

    /// A paragraph in a style for tables of contents. Fields begin and end in it as in others.
    fn contents_entry(&mut self, element: &Element) {
        let raw = Raw::of(element);
        self.leave_out(&raw);
        self.drop_contents(&raw.text());
        for inner in super::tree::descendants(element) {
            match inner.name.as_str() {
                "w:fldChar" => self.field_mark(inner),
                "w:instrText" => self.instruction(&inner.text()),
                _ => {}
            }
        }
    }

    /// Keeps what was left out of tables of contents: all of it is told in one remark.
    fn drop_contents(&mut self, words: &str) {
        let place = self.place();
        let (dropped, _) = self.contents.get_or_insert_with(|| (String::new(), place));
        dropped.push_str(words);
        dropped.push('\n');
    }

    fn paragraph(&mut self, element: &Element, pieces: &mut Vec<Piece>) {
        self.paragraphs += 1;
        let id = properties(element).and_then(|properties| properties.value("w:pStyle"));
        self.line.style = self.styles.paragraph(id);
        if self.line.style.role == Some(Role::Contents) && !self.line.is_open() && !runs_on(element) {
            return self.contents_entry(element);
        }
        self.runs(element);
        if runs_on(element) {
            self.tell_joined(element);
            return;
        }
        self.end_paragraph(Some(element), pieces);
    }

    /// Tells who deleted the end of a paragraph.
    fn tell_joined(&mut self, element: &Element) {
        let mark = properties(element).and_then(|properties| properties.child("w:rPr"));
        let Some(change) = mark.and_then(|mark| mark.child("w:del").or_else(|| mark.child("w:moveFrom")))
        else {
            return;
        };
        if !self.line.segments.is_empty() {
            let message = format!(
                "the end of this paragraph was deleted by {}; the next one is joined to it",
                who(change)
            );
            let remark = Remark::new(Kind::Accepted, message).at(self.place());
            self.line.remarks.push(remark);
        }
    }

    /// A paragraph that was to run on into one that does not come.
    fn end_joined(&mut self, pieces: &mut Vec<Piece>) {
        if self.line.is_open() {
            self.end_paragraph(None, pieces);
        }
    }

    fn end_paragraph(&mut self, element: Option<&Element>, pieces: &mut Vec<Piece>) {
        self.line.end_aside();
        self.line.end_insertion();
        let mut line = std::mem::take(&mut self.line);
        let place = self.place();
        for remark in line.remarks.iter_mut().filter(|remark| remark.place.is_none()) {
            remark.place = Some(place.clone());
        }
        if let Some(contents) = line.take_contents() {
            self.drop_contents(&contents);
        }
        let piece = self.piece(element, line);
        let is_nothing = piece.paragraph().is_some_and(|paragraph| {
            paragraph.is_empty()
                && paragraph.bookmarks.is_empty()
                && !matches!(paragraph.role, Role::Rule | Role::Code)
        });
        if !(is_nothing && piece.remarks.is_empty()) {
            pieces.push(piece);
        }
    }

    /// A paragraph of a line, with what its properties say.
    fn piece(&mut self, element: Option<&Element>, line: Line) -> Piece {
        let empty = Element { name: "w:pPr".into(), attributes: Vec::new(), children: Vec::new() };
        let properties = element.and_then(properties).unwrap_or(&empty);
        if properties.child("w:pPrChange").is_some() {
            self.tally(Tally::Formatting);
        }
        let mut role = role(properties, &line.style);
        let has_words = !line.segments.is_empty();
        let code = if role == Role::Code { code(&line.segments) } else { None };
        if role == Role::Code && code.is_none() {
            role = Role::Body;
        }
        let mut list = if has_words { self.list_place(properties, &line.style) } else { None };
        if let Some(place) = &list
            && matches!(role, Role::Heading(_) | Role::Title | Role::Caption)
        {
            if place.format.is_ordered() {
                self.tally(Tally::NumberedHeadings);
            }
            list = None;
        }
        if list.as_ref().is_some_and(|place| place.format == Format::Blank) {
            list = None;
            role = Role::Continuation;
        }
        let looks = looks(properties, &line, list.as_ref());
        let paragraph = Paragraph {
            role,
            text: code.map_or_else(|| nested(line.segments), |code| vec![Inline::Text(code)]),
            list,
            looks,
            floats: line.floats,
            bookmarks: line.bookmarks,
            id: None,
        };
        Piece { kind: PieceKind::Paragraph(paragraph), place: self.place(), remarks: line.remarks }
    }

    /// Where the paragraph stands in a list; its number is counted.
    fn list_place(&mut self, properties: &Element, style: &Style) -> Option<ListPlace> {
        let direct = properties.child("w:numPr");
        let id = direct.and_then(|list| list.value("w:numId")).or(style.list.0.as_deref())?.to_owned();
        if id == "0" {
            return None;
        }
        let of_style = || {
            let style = properties.value("w:pStyle")?;
            self.numbering.level_of_style(&id, style)
        };
        let level = direct
            .and_then(|list| list.value("w:ilvl"))
            .and_then(|level| level.parse().ok())
            .or_else(of_style)
            .or(style.list.1)
            .unwrap_or(0usize)
            .min(8);
        let known = self.numbering.level(&id, level)?;
        let (format, level_indent) = (known.format.clone(), known.indent);
        if matches!(format, Format::Other(_)) {
            self.tally(Tally::OtherNumbers);
        }
        let number = match format.is_ordered() {
            true => self.numbering.next(&id, level),
            false => 1,
        };
        let indent = indent(properties).or(level_indent).or(style.indent).unwrap_or(0);
        Some(ListPlace { level, format, number, indent })
    }
}

impl Line {
    /// Whether anything stands in it.
    fn is_open(&self) -> bool {
        !self.segments.is_empty()
            || !self.floats.is_empty()
            || self.aside.is_some()
            || self.inserted.is_some()
            || !self.remarks.is_empty()
    }

    /// The words of a line that stands in a table of contents, and holds nothing else.
    fn take_contents(&mut self) -> Option<String> {
        let mut words = String::new();
        for segment in &self.segments {
            match &segment.atom {
                Atom::Text(text) if segment.is_contents || text.trim().is_empty() => words.push_str(text),
                Atom::Break => words.push(' '),
                _ => return None,
            }
        }
        (!words.trim().is_empty()).then(|| {
            self.segments.clear();
            words
        })
    }
}

/// The lines of code, with the white space at their ends; `None`: there is more than text in it.
fn code(segments: &[Segment]) -> Option<String> {
    segments
        .iter()
        .map(|segment| match &segment.atom {
            Atom::Text(text) => Some(text.as_str()),
            Atom::Break => Some("\n"),
            _ => None,
        })
        .collect()
}

/// Whether a control holds a table of contents.
fn is_contents(control: &Element) -> bool {
    let gallery = control
        .child("w:sdtPr")
        .and_then(|properties| properties.child("w:docPartObj"))
        .and_then(|part| part.value("w:docPartGallery"));
    gallery.is_some_and(|gallery| gallery.eq_ignore_ascii_case("table of contents"))
}

/// What a paragraph is for, by its style and its level in the outline.
fn role(properties: &Element, style: &Style) -> Role {
    let named = style.role.unwrap_or_default();
    let level = number(properties, "w:outlineLvl", "w:val").or(style.outline);
    match (named, level) {
        (Role::Body, Some(level @ 0..=8)) => Role::Heading(u8::try_from(level + 1).unwrap_or(1)),
        _ => named,
    }
}

fn looks(properties: &Element, line: &Line, list: Option<&ListPlace>) -> Looks {
    let justified = properties.value("w:jc");
    let frame = properties.child("w:framePr").filter(|frame| frame.attribute("w:dropCap").is_none());
    let frame = frame.map(|frame| {
        frame.attributes.iter().map(|(name, value)| format!("{}={value} ", name.as_str())).collect::<String>()
    });
    Looks {
        size: line.size.or(line.style.run.size).unwrap_or(0),
        bold: line.bold.unwrap_or(false),
        centred: justified.map_or(line.style.centred.unwrap_or(false), |justified| justified == "center"),
        right: justified
            .map_or(line.style.right.unwrap_or(false), |justified| matches!(justified, "right" | "end")),
        indent: list
            .map(|place| place.indent)
            .or_else(|| indent(properties))
            .or(line.style.indent)
            .unwrap_or(0),
        frame,
    }
}
