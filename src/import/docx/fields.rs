//! Fields: what Word computes and shows, such as links, references and tables of contents.
//!
//! In: the marks and instructions of fields. Out: links, and text as shown. Never: computing a field again.

use super::super::remark::{Kind, Remark};
use super::citations::{self, Cited};
use super::line::{Atom, Look, Segment};
use super::reader::{Reader, Tally};
use super::runs::Line;
use super::xml::Element;

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    /// Whether its result is read now, and not its instruction.
    is_shown: bool,
    /// The address, if it is a link.
    pub link: Option<String>,
    is_contents: bool,
    /// Where in the line its result begins; `None`: in an earlier paragraph.
    start: Option<usize>,
    /// What a program stores with it.
    data: String,
}

impl Field {
    /// The paragraph in which it began ends.
    pub(super) fn leave_line(&mut self) {
        self.start = None;
    }

    /// A field whose result begins, in the line after so many segments.
    fn show(&mut self, start: usize) {
        self.is_shown = true;
        self.start = Some(start);
        let (name, arguments) = parts(&self.instruction);
        match name.as_str() {
            "HYPERLINK" => self.link = link(&arguments),
            "TOC" | "INDEX" | "TOA" => self.is_contents = true,
            "REF" => self.link = reference(&arguments),
            _ => {}
        }
    }
}

/// The name of a field and its arguments, without quotes.
fn parts(instruction: &str) -> (String, Vec<String>) {
    let mut arguments = Vec::new();
    let mut rest = instruction.trim();
    while !rest.is_empty() {
        let (argument, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        arguments.push(argument.to_owned());
        rest = after.trim_start();
    }
    if arguments.is_empty() {
        return (String::new(), arguments);
    }
    let name = arguments.remove(0).to_uppercase();
    (name, arguments)
}

/// The address that a `HYPERLINK` leads to.
fn link(arguments: &[String]) -> Option<String> {
    let mut url = String::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            r"\l" => {
                url.push('#');
                url.push_str(arguments.next()?);
            }
            r"\o" | r"\t" => _ = arguments.next(),
            switch if switch.starts_with('\\') => {}
            address => url.insert_str(0, address),
        }
    }
    (!url.is_empty()).then_some(url)
}

/// The place that a `REF` refers to, if it is made to lead there.
fn reference(arguments: &[String]) -> Option<String> {
    let leads = arguments.iter().any(|argument| argument == r"\h");
    arguments.first().filter(|_| leads).map(|name| format!("#{name}"))
}

impl Reader<'_> {
    /// A mark where a field begins, shows its result, or ends.
    pub(super) fn field_mark(&mut self, mark: &Element) {
        match mark.attribute("w:fldCharType") {
            Some("begin") => {
                let data = mark.child("w:fldData").map(Element::text).unwrap_or_default();
                self.fields.push(Field { data, ..Field::default() });
            }
            Some("separate") => {
                let start = self.line.segments.len();
                if let Some(field) = self.fields.last_mut() {
                    field.show(start);
                }
                self.note_field();
            }
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    /// Part of an instruction.
    pub(super) fn instruction(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| !field.is_shown) {
            field.instruction.push_str(text);
        }
    }

    /// A field in one element.
    pub(super) fn simple_field(&mut self, element: &Element) {
        let instruction = element.attribute("w:instr").unwrap_or_default().to_owned();
        let mut field = Field { instruction, ..Field::default() };
        field.show(self.line.segments.len());
        self.fields.push(field);
        self.note_field();
        self.runs(element);
        self.end_field();
    }

    /// A field ends: what it shows may be a citation.
    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        let Some(start) = field.start.filter(|_| !self.is_in_instruction() && !self.is_in_contents()) else {
            return;
        };
        let Some(shown) = self.line.words_from(start) else { return };
        if let Some(cited) = citations::from_field(&field.instruction, &field.data, &shown, &mut self.library)
        {
            self.cite(cited, start);
        }
    }

    /// A control that may hold a citation of newer versions of Mendeley's.
    pub(super) fn control(&mut self, element: &Element) {
        let start = self.line.segments.len();
        element.child("w:sdtContent").into_iter().for_each(|content| self.runs(content));
        let tag = element.child("w:sdtPr").and_then(|properties| properties.value("w:tag"));
        let Some((tag, shown)) = tag.zip(self.line.words_from(start)) else { return };
        if let Some(cited) = citations::from_tag(tag, &shown, &mut self.library) {
            self.cite(cited, start);
        }
    }

    /// Puts a citation in the place of the words that show it. A word that they are glued to is told with them: it stands
    /// alone now.
    fn cite(&mut self, cited: Cited, start: usize) {
        let Some(text) = cited.text else { return self.line.remarks.extend(cited.remarks) };
        self.line.segments.truncate(start);
        let glued = self.line.last_word();
        let first = self.line.remarks.len();
        self.line.remarks.extend(cited.remarks);
        if let Some(remark) = self.line.remarks.get_mut(first) {
            remark.from.insert_str(0, &glued);
            remark.to.insert_str(0, &format!("{glued} "));
        }
        if !glued.is_empty() {
            self.line.segments.push(Segment { look: Look::default(), atom: Atom::Text(" ".to_owned()) });
        }
        self.line.segments.push(Segment { look: Look::default(), atom: Atom::Citation(text) });
        self.line.glue = Some(first);
    }

    fn note_field(&mut self) {
        let name = self.fields.last().map(|field| parts(&field.instruction).0).unwrap_or_default();
        if name == "PAGEREF" && !self.is_in_contents() {
            self.tally(Tally::PageReferences);
        }
    }

    /// Whether what is read now is a table of contents, which the site makes itself.
    pub(super) fn is_in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.is_contents)
    }

    /// Whether what is read now is no text but part of an instruction.
    pub(super) fn is_in_instruction(&self) -> bool {
        self.fields.iter().any(|field| !field.is_shown)
    }
}

impl Line {
    /// The words from a place in the line on; `None`: there is more than words.
    fn words_from(&self, start: usize) -> Option<String> {
        let segments = self.segments.get(start..).filter(|segments| !segments.is_empty())?;
        let words = segments.iter().map(|segment| match &segment.atom {
            Atom::Text(text) => Some(text.as_str()),
            Atom::Break => Some(" "),
            _ => None,
        });
        words.collect()
    }

    /// The letters at the line's end, if it ends in a word.
    fn last_word(&self) -> String {
        let mut letters: Vec<char> = Vec::new();
        for segment in self.segments.iter().rev() {
            let Atom::Text(text) = &segment.atom else { break };
            let before = letters.len();
            letters.extend(text.chars().rev().take_while(|c| c.is_alphanumeric()));
            if letters.len() - before < text.chars().count() {
                break;
            }
        }
        letters.iter().rev().collect()
    }

    /// Tells with the citation before them the letters that it was glued to.
    pub(super) fn glue(&mut self, text: &str) {
        let Some(remark) = self.glue.and_then(|at| self.remarks.get_mut(at)) else { return };
        let letters: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
        if remark.to.ends_with(']') && !letters.is_empty() {
            remark.to.push(' ');
        }
        remark.from.push_str(&letters);
        remark.to.push_str(&letters);
        if letters.len() < text.len() {
            self.glue = None;
        }
    }

    /// Words that stand in the instruction of a field and are never shown.
    pub(super) fn leave_out_of_field(&mut self, words: &str) {
        if !words.trim().is_empty() {
            let message = "words in the instruction of a field, which Word does not show";
            self.remarks.push(Remark::new(Kind::Dropped, message).from(words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link_of(instruction: &str) -> Option<String> {
        link(&parts(instruction).1)
    }

    #[test]
    fn links_are_read_with_quotes_and_switches() {
        assert_eq!(
            link_of(r#" HYPERLINK "https://example.org/a b" \o "A tip" "#).as_deref(),
            Some("https://example.org/a b")
        );
        assert_eq!(link_of(r#"HYPERLINK \l "_Toc1" \h"#).as_deref(), Some("#_Toc1"));
        assert_eq!(
            link_of(r#"HYPERLINK "https://example.org" \l "part""#).as_deref(),
            Some("https://example.org#part")
        );
        assert_eq!(link_of("HYPERLINK"), None);
    }

    #[test]
    fn a_reference_leads_only_if_it_is_told_to() {
        assert_eq!(reference(&parts(r"REF _Ref12 \h").1).as_deref(), Some("#_Ref12"));
        assert_eq!(reference(&parts("REF _Ref12").1), None);
    }
}
