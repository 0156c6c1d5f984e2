//! Fields: what Word computes and shows, such as links, references and tables of contents.
//!
//! In: the marks and instructions of fields. Out: links, and text as shown. Never: computing a field again.

use super::reader::{Reader, Tally};
use super::references::Beginning;
use super::xml::Element;

/// The most fields within each other.
const DEEPEST: usize = 32;

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    instruction: String,
    /// Whether its result is read now, and not its instruction.
    is_shown: bool,
    /// The address, if it is a link.
    pub link: Option<String>,
    is_contents: bool,
    /// What a program stores with it, in letters and digits.
    data: String,
    /// Where its result begins.
    beginning: Beginning,
}

impl Field {
    /// A field whose result begins here.
    fn show(&mut self, beginning: Beginning) {
        self.is_shown = true;
        self.beginning = beginning;
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
                // Fields that never end are a mistake; the oldest is forgotten.
                if self.fields.len() >= DEEPEST {
                    self.fields.remove(0);
                }
                self.fields.push(Field { data, ..Field::default() });
            }
            Some("separate") => {
                let beginning = self.beginning();
                if let Some(field) = self.fields.last_mut() {
                    field.show(beginning);
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
        field.show(self.beginning());
        self.fields.push(field);
        self.note_field();
        self.runs(element);
        self.end_field();
    }

    /// A field ends: what it shows may be a citation.
    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        if self.is_in_contents() {
            return;
        }
        if field.is_shown && !self.is_in_instruction() {
            self.cite_field(&field.instruction, &field.data, field.beginning);
        } else if let Some(outer) = self.fields.last_mut().filter(|outer| outer.data.is_empty()) {
            // EndNote keeps the data of a field in another one, inside its instruction.
            outer.data = field.data;
        }
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
