//! Reads the runs of a paragraph.
//!
//! In: the XML of a paragraph. Out: a [`Line`]. Never: what the paragraph is for.

use super::super::remark::{Kind, Remark};
use super::changes::{Aside, Inserted};
use super::line::{Atom, Look, Segment};
use super::math;
use super::piece::Float;
use super::raw::{self, characters, formula_words};
use super::reader::{Reader, Tally};
use super::styles::{RunLooks, Style};
use super::symbols;
use super::tree::chosen;
use super::xml::Element;

/// The paragraph as far as it is read.
#[derive(Default)]
pub(super) struct Line {
    pub segments: Vec<Segment>,
    pub floats: Vec<Float>,
    pub bookmarks: Vec<String>,
    pub remarks: Vec<Remark>,
    /// The style of the paragraph.
    pub style: Style,
    /// The address of the link that surrounds what is read now.
    pub link: Option<String>,
    /// What is being left out, until something is not.
    pub aside: Option<Aside>,
    /// Whose insertion is read now.
    pub inserting: Option<String>,
    pub inserted: Option<Inserted>,
    /// The remark on a citation, or on words left out of the text, that what follows may be set close to.
    pub close: Option<usize>,
    /// How often words were left out of the text.
    pub left_out: usize,
    /// The size of the first words.
    pub size: Option<i64>,
    /// Whether all words so far are bold, by whichever way.
    pub bold: Option<bool>,
}

impl Reader<'_> {
    /// Reads what stands in a paragraph, a link or an insertion.
    pub(super) fn runs(&mut self, parent: &Element) {
        for element in parent.elements() {
            self.run_or_other(element);
        }
    }

    /// Reads a run, or what stands beside runs.
    pub(super) fn run_or_other(&mut self, element: &Element) {
        match element.name.as_str() {
            "w:r" => self.run(element),
            "w:hyperlink" => self.hyperlink(element),
            "w:ins" | "w:moveTo" => self.insertion(element),
            "w:del" | "w:moveFrom" => self.aside(element),
            "w:sdt" => self.control(element),
            "w:fldSimple" => self.simple_field(element),
            "m:oMath" => self.formula(element),
            "w:bookmarkStart" => self.bookmark(element),
            "w:commentRangeStart" => self.comments.open(element.attribute("w:id").unwrap_or_default()),
            "w:commentRangeEnd" => self.comments.close(element.attribute("w:id").unwrap_or_default()),
            "mc:AlternateContent" => chosen(element).into_iter().for_each(|branch| self.runs(branch)),
            "w:pPr" | "w:rPr" | "w:sdtPr" | "w:tbl" | "w:p" => {}
            // What belongs into a run and stands outside of one is read as if it stood in a plain one.
            _ if characters(element).is_some() => {
                let said = RunLooks::default();
                self.in_run(element, &self.look(&said, None), &said);
            }
            _ => self.runs(element),
        }
    }

    /// A run: its characters, drawings and marks.
    fn run(&mut self, run: &Element) {
        if raw::aside_key(run).is_some() {
            return self.aside(run);
        }
        let properties = run.child("w:rPr");
        let said = properties.map(RunLooks::of).unwrap_or_default();
        if properties.is_some_and(|properties| properties.child("w:rPrChange").is_some()) {
            self.tally(Tally::Formatting);
        }
        let look = self.look(&said, properties.and_then(|properties| properties.value("w:rStyle")));
        for element in run.elements() {
            self.in_run(element, &look, &said);
        }
    }

    fn in_run(&mut self, element: &Element, look: &Look, said: &RunLooks) {
        match element.name.as_str() {
            "w:br" if matches!(element.attribute("w:type"), Some("page" | "column")) => {
                self.push_text(" ", look)
            }
            "w:br" | "w:cr" => self.push(Atom::Break, look),
            "w:footnoteReference" => self.note_mark("footnote", element, look),
            "w:endnoteReference" => self.note_mark("endnote", element, look),
            "w:commentReference" => self.comment(element.attribute("w:id").unwrap_or_default()),
            "w:fldChar" => self.field_mark(element),
            "w:instrText" => self.instruction(&element.text()),
            "w:drawing" | "w:pict" | "w:object" => self.drawing(element, look),
            "mc:AlternateContent" => {
                let inner = chosen(element).into_iter().flat_map(Element::elements);
                inner.for_each(|element| self.in_run(element, look, said));
            }
            "w:ruby" => self.runs(element),
            "w:rt" | "w:rubyBase" => self.runs(element),
            "w:rPr" | "w:delInstrText" => {}
            "w:sym" if symbols::of(element).is_none() => self.tally(Tally::UnknownSymbols),
            _ => {
                if let Some(characters) = characters(element) {
                    self.words(&characters, look, said);
                }
            }
        }
    }

    /// Words of a run, with what they say of the document as a whole.
    fn words(&mut self, words: &str, look: &Look, said: &RunLooks) {
        let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
        if letters > 0 {
            if let Some(lang) = said.lang.as_ref().or(self.line.style.run.lang.as_ref()) {
                *self.langs.entry(lang.clone()).or_default() += letters;
            }
            let size = said.size.or(self.line.style.run.size).unwrap_or(0);
            *self.sizes.entry(size).or_default() += letters;
            self.line.size.get_or_insert(size);
            let bold = look.bold || self.line.style.run.bold == Some(true);
            self.line.bold = Some(self.line.bold.unwrap_or(true) && bold);
            if said.underline == Some(true) && look.link.is_none() {
                self.tally(Tally::Underlined);
            }
            if look.mark {
                self.tally(Tally::Highlighted);
            }
        }
        self.push_text(words, look);
    }

    /// How a run looks, beyond what the style of the paragraph says of all of it.
    fn look(&self, said: &RunLooks, style: Option<&str>) -> Look {
        let base = &self.line.style.run;
        let style = self.styles.character(style);
        let from_style = style.map(|style| style.run.clone()).unwrap_or_default();
        // A style of characters turns round what the style of the paragraph says; direct formatting says it itself.
        let toggled = |said: Option<bool>, styled: Option<bool>, base: bool| {
            said.unwrap_or(styled.unwrap_or(false) != base)
        };
        let base_bold = base.bold.unwrap_or(false);
        let base_italic = base.italic.unwrap_or(false);
        // Other programs raise and shrink letters by hand.
        let is_small = said.size.zip(base.size).is_some_and(|(size, base)| size < base);
        let by_hand = match said.raised.filter(|_| is_small).unwrap_or(0) {
            0 => None,
            above if above > 0 => Some("superscript"),
            _ => Some("subscript"),
        };
        let vertical = said.vertical.as_deref().or(from_style.vertical.as_deref()).or(by_hand);
        let code_font = said.code_font.or(from_style.code_font);
        Look {
            bold: toggled(said.bold, from_style.bold, base_bold) && !base_bold,
            italic: toggled(said.italic, from_style.italic, base_italic) != base_italic,
            strike: said.strike.or(from_style.strike).unwrap_or(false),
            subscript: vertical == Some("subscript"),
            superscript: vertical == Some("superscript"),
            mark: said.mark.or(from_style.mark).unwrap_or(false),
            code: style.is_some_and(|style| style.is_code)
                || (code_font == Some(true) && base.code_font != Some(true)),
            link: self.link(),
        }
    }

    /// The link around what is read now: the innermost one.
    fn link(&self) -> Option<String> {
        let of_field = self.fields.iter().rev().find_map(|field| field.link.clone());
        self.line.link.clone().or(of_field)
    }

    /// A content control: its content, or the citation that its tag keeps.
    fn control(&mut self, element: &Element) {
        let beginning = self.beginning();
        element.child("w:sdtContent").into_iter().for_each(|content| self.runs(content));
        if let Some(tag) = element.child("w:sdtPr").and_then(|properties| properties.value("w:tag")) {
            self.cite_tag(tag, beginning);
        }
    }

    fn hyperlink(&mut self, element: &Element) {
        let outer = self.line.link.take();
        let anchor = element.attribute("w:anchor").filter(|anchor| !anchor.is_empty());
        let relation = element.attribute("r:id").and_then(|id| self.relations.get(id));
        self.line.link = match (relation, anchor) {
            (Some(relation), Some(anchor)) => Some(format!("{}#{anchor}", relation.target)),
            (Some(relation), None) => Some(relation.target.clone()),
            (None, Some(anchor)) => Some(format!("#{anchor}")),
            (None, None) => None,
        };
        self.runs(element);
        self.line.link = outer;
    }

    fn bookmark(&mut self, element: &Element) {
        if let Some(name) = element.attribute("w:name").filter(|name| *name != "_GoBack") {
            self.line.bookmarks.push(name.to_owned());
        }
    }

    fn note_mark(&mut self, kind: &'static str, element: &Element, look: &Look) {
        let id = element.attribute("w:id").unwrap_or_default().to_owned();
        let next = self.cited;
        let is_read = !self.is_in_note && !self.is_in_instruction();
        if let Some(number) = self.notes.get_mut(&(kind, id)).filter(|_| is_read) {
            let number = *number.get_or_insert(next);
            self.cited = self.cited.max(number + 1);
            return self.push(Atom::Note(number), look);
        }
        self.push_text(" ", look);
        let message = match self.is_in_note {
            true => format!("a {kind} is marked within a note, which manuscripts can't do"),
            false => format!("a {kind} is marked here that is not in the file"),
        };
        self.line.remarks.push(Remark::new(Kind::Lost, message).at(self.place()));
    }

    /// A formula, as TeX.
    fn formula(&mut self, formula: &Element) {
        let words = formula_words(formula);
        let made = math::tex(formula);
        let place = self.place();
        if made.tex.trim().is_empty() {
            self.absent.formulae += 1;
            let message = "an empty formula is left out";
            self.line.remarks.push(Remark::new(Kind::Dropped, message).from(words).at(place));
            return self.push_text(" ", &Look::default());
        }
        let message = "a formula is written in TeX";
        let remark = Remark::new(Kind::Replaced, message).from(words).to(made.tex.clone());
        self.line.remarks.push(remark.at(place.clone()));
        let problems = made.problems.into_iter();
        self.line.remarks.extend(problems.map(|told| Remark::new(Kind::Unsupported, told).at(place.clone())));
        self.has_formulae = true;
        self.push(Atom::Math(made.tex), &Look::default());
    }

    /// Adds words to the line, or to what is left out of it.
    pub(super) fn push_text(&mut self, text: &str, look: &Look) {
        if !text.is_empty() {
            self.push(Atom::Text(text.to_owned()), look);
        }
    }

    /// Adds something to the line, or to what is left out of it.
    pub(super) fn push(&mut self, atom: Atom, look: &Look) {
        self.line.end_aside();
        let text = match &atom {
            Atom::Text(text) => text.as_str(),
            _ => " ",
        };
        if self.is_in_instruction() {
            return self.line.leave_out_of_field(text);
        }
        self.comments.hear(text);
        self.line.tell_with_close(text);
        self.line.note_insertion(text);
        self.line.segments.push(Segment { look: look.clone(), atom, is_contents: self.is_in_contents() });
    }

    /// What a tracked change deleted, or what is hidden.
    fn aside(&mut self, element: &Element) {
        let Some(key) = raw::aside_key(element) else { return };
        let (words, rest) = raw::left_out(element);
        self.leave_out(&rest);
        let place = self.place();
        self.line.leave_out(key, element, &words, &rest, &place);
        // Fields may begin or end in what is left out, and comments may be marked there.
        self.marks_in(element);
    }

    /// The marks of fields, comments and bookmarks in what is left out.
    fn marks_in(&mut self, element: &Element) {
        for inner in super::tree::descendants(element) {
            match inner.name.as_str() {
                "w:fldChar" => self.field_mark(inner),
                "w:commentReference" => self.comment(inner.attribute("w:id").unwrap_or_default()),
                _ => {}
            }
        }
    }
}
