//! What stands in the lines of a paragraph, heading or cell.
//!
//! In: a part of the text. Out: changes where offprint would read it otherwise. Never: a change in code.

use std::collections::BTreeMap;
use std::ops::Range;

use super::attributes::{self, Given};
use super::document::Document;
use super::images::Picture;
use super::links;
use super::marks::{self, Mark};
use super::tags;
use crate::import::remark::{Kind, Remark};

/// A part of the text whose marks are being dealt with.
pub(super) struct Run {
    /// The part.
    pub(super) part: Range<usize>,
    /// Marks before this byte have been dealt with as a part of others.
    pub(super) done: usize,
    /// What the lines after the first begin with.
    pub(super) prefix: String,
    /// The elements of HTML that are open, by their names, each with what closes it.
    pub(super) open: BTreeMap<String, Vec<String>>,
    /// Whether the part is HTML to offprint, which reads no Markdown there.
    pub(super) html: bool,
    /// How many closing tags of a name stand in the part that belong to no opening one yet.
    pub(super) closings: BTreeMap<String, usize>,
}

/// The longest label of a note, and id of a reference.
const LABEL: usize = 200;

impl Document<'_> {
    /// Deals with all that stands in a part of the text; lines after the first begin with a prefix.
    pub(super) fn inlines(&mut self, part: Range<usize>, prefix: String) {
        if part.is_empty() {
            return;
        }
        let marks = marks::of(self.text, part.clone(), self.is_pandoc);
        let closings = self.closings(&marks);
        let html = ["<table", "<TABLE", "<tr", "<td", "<th"]
            .iter()
            .any(|tag| self.slice(part.clone()).starts_with(tag));
        let mut run = Run { done: part.start, part, prefix, open: BTreeMap::new(), html, closings };
        for mark in marks {
            // A pair of brackets begins before what stands in it, and is dealt with after it.
            if mark.range.end > run.done
                && (mark.range.start >= run.done || mark.kind == marks::Kind::Brackets)
            {
                self.mark(&mark, &mut run);
            }
        }
    }

    fn closings(&self, marks: &[Mark]) -> BTreeMap<String, usize> {
        let mut closings = BTreeMap::new();
        for mark in marks.iter().filter(|mark| mark.kind == marks::Kind::Tag) {
            if let Some((tag, _)) = tags::parse(self.slice(mark.range.clone())).filter(|(tag, _)| tag.closes)
            {
                *closings.entry(tag.name).or_default() += 1;
            }
        }
        closings
    }

    fn mark(&mut self, mark: &Mark, run: &mut Run) {
        let range = mark.range.clone();
        match mark.kind {
            marks::Kind::Code => self.code(range, run),
            marks::Kind::Tag => self.tag(range, run),
            marks::Kind::Comment => self.comment(range),
            marks::Kind::Shortcode => self.shortcode(range, run),
            marks::Kind::Math => {
                self.tell_once(
                    "formulae: set `math = true` in `content/site.toml`, else they print as written",
                    range.start,
                );
            }
            marks::Kind::TexMath => self.tex_math(range),
            marks::Kind::Command => self.command(range),
            marks::Kind::FixedBlank => {
                self.edits.replace(range, "\u{a0}", None);
            }
            marks::Kind::Example => self.example(range),
            marks::Kind::Reference => self.cross_reference(range),
            marks::Kind::Brace => self.brace(range.start, run),
            marks::Kind::Brackets => self.brackets(range, run),
        }
    }

    /// Code in a line: only what stands after it may change.
    fn code(&mut self, range: Range<usize>, run: &mut Run) {
        let code = self.slice(range.clone()).trim_matches('`').trim_start();
        if self.is_pandoc
            && (code.starts_with("r ") || code.starts_with("{r}") || code.starts_with("{python}"))
        {
            let message = format!("`{}` is kept as code: its result is not known here", code.trim());
            self.edits.tell(range.start, Remark::new(Kind::Unsupported, message));
        }
        if let Some((given, end)) = attributes::parse(self.text, range.end)
            && given.is_meant()
        {
            run.done = end;
            let message = match &given.raw {
                Some(format) => format!("this was put into {format} as it is; it is kept as code"),
                None => "the attributes of this code were dropped".to_owned(),
            };
            let kind = if given.raw.is_some() { Kind::Unsupported } else { Kind::Dropped };
            self.edits.replace(range.end..end, "", Remark::new(kind, message));
        }
    }

    fn comment(&mut self, range: Range<usize>) {
        let inner = self.slice(range.clone()).trim_start_matches("<!--").trim_end_matches("-->").trim();
        if inner == "more" {
            let message = "the mark after which Hugo ends its summary was left out";
            let range = self.whole_line(range);
            self.edits.replace(range, "", Remark::new(Kind::Dropped, message));
        }
    }

    fn tex_math(&mut self, range: Range<usize>) {
        let whole = self.slice(range.clone());
        let mark = if whole.starts_with("\\(") { "$" } else { "$$" };
        let inner = whole.get(2..whole.len().saturating_sub(2)).unwrap_or_default();
        let inner = if mark == "$" { inner.trim() } else { inner };
        self.tell_once(
            "formulae: set `math = true` in `content/site.toml`, else they print as written",
            range.start,
        );
        self.edits.replace(range, format!("{mark}{inner}{mark}"), None);
    }

    fn command(&mut self, range: Range<usize>) {
        let command = self.slice(range.clone());
        let message = format!("`{command}` is LaTeX, which offprint does not read; it is kept as code");
        self.edits.replace(range, coded(command), Remark::new(Kind::Unsupported, message));
    }

    /// `(@label)` in a text is the number of an example.
    fn example(&mut self, range: Range<usize>) {
        let label = self.slice(range.clone()).trim_matches(['(', '@', ')']);
        if let Some(number) = self.examples.get(label) {
            let remark = Remark::new(Kind::Replaced, "the label of an example became its number");
            self.edits.replace(range, format!("({number})"), remark);
        }
    }

    /// Kramdown's `{: .class}` within a line.
    fn brace(&mut self, at: usize, run: &mut Run) {
        if !self.text.get(at..).is_some_and(|rest| rest.starts_with("{:")) {
            return;
        }
        if let Some((_, end)) = attributes::parse(self.text, at).filter(|(_, end)| *end <= run.part.end) {
            run.done = end;
            let message = "Kramdown's attributes were left out";
            let range = self.whole_line(at..end);
            self.edits.replace(range, "", Remark::new(Kind::Dropped, message));
        }
    }

    fn brackets(&mut self, range: Range<usize>, run: &mut Run) {
        let before = self.text.get(run.part.start..range.start).unwrap_or_default();
        let is_picture = before.ends_with('!') && !before.ends_with("\\!");
        let inner = range.start + 1..range.end - 1;
        let words = self.slice(inner.clone());
        let loose = || links::loose_destination(self.text, range.end).filter(|_| self.is_pandoc);
        let destination = links::destination(self.text, range.end).or_else(loose);
        if let Some(destination) = destination.filter(|destination| destination.end <= run.part.end) {
            let (given, end) = self.given(destination.end, run);
            run.done = run.done.max(end);
            let has_braces = end > destination.end;
            if is_picture {
                let whole = range.start - 1..end;
                let alone = (!self.in_figure && self.is_alone(&whole, run)).then(|| run.prefix.clone());
                let picture =
                    Picture { range: whole, brackets: inner, destination, given, has_braces, alone };
                self.picture(&picture);
            } else {
                self.link(&destination, end);
            }
            return;
        }
        if let Some(label) = words.strip_prefix('^') {
            self.note(range, label);
        } else if words.starts_with('@') || words.starts_with("-@") {
            self.reference(range, words);
        } else if !is_picture
            && let Some((given, end)) = attributes::parse(self.text, range.end)
            && given.is_meant()
            && end <= run.part.end
        {
            run.done = run.done.max(end);
            self.span(range, &given, end);
        }
    }

    /// The attributes at a place, and where they end.
    fn given(&self, at: usize, run: &Run) -> (Given, usize) {
        match attributes::parse(self.text, at).filter(|(_, end)| *end <= run.part.end) {
            Some((given, end)) if given.is_meant() || given == Given::default() => (given, end),
            _ => (Given::default(), at),
        }
    }

    /// Whether nothing else stands in the paragraph.
    pub(super) fn is_alone(&self, whole: &Range<usize>, run: &Run) -> bool {
        self.slice(run.part.start..whole.start).trim().is_empty()
            && self.slice(whole.end..run.part.end).trim().is_empty()
    }

    /// A link: its address, and attributes, which links have none of in offprint.
    fn link(&mut self, destination: &links::Destination, end: usize) {
        let range = destination.address.clone();
        let address = self.slice(range.clone());
        if let Some(plain) = links::plain_address(address) {
            self.uses(&plain, range.start);
            let message = "the address is written as it would have been made";
            self.edits.replace(range.clone(), links::written(&plain), Remark::new(Kind::Replaced, message));
        } else if address.contains(' ') && !self.slice(range.end..range.end + 1).starts_with('>') {
            self.uses(address, range.start);
            self.edits.replace(range.clone(), links::written(address), None);
        } else if let Some(id) = address.strip_prefix('#').and_then(|id| self.ids.get(id)) {
            let remark =
                Remark::new(Kind::Replaced, "the id that this leads to is written as offprint reads it");
            self.edits.replace(range.clone(), format!("#{id}"), remark);
        } else {
            self.uses(address, range.start);
        }
        if end > destination.end {
            let message = "the attributes of this link were left out";
            self.edits.replace(destination.end..end, "", Remark::new(Kind::Dropped, message));
        }
    }

    /// The mark of a note that is not there would be an error.
    fn note(&mut self, range: Range<usize>, label: &str) {
        let follows = self.text.get(range.end..).unwrap_or_default();
        if label.len() > LABEL {
            return;
        }
        if self.notes.contains(&label.to_lowercase())
            || follows.starts_with(':')
            || label.is_empty()
            || label.contains(' ')
        {
            return;
        }
        let message = format!("there is no note `{label}`, so that its mark is printed as it is written");
        self.edits.replace(range.start..range.start, "\\", Remark::new(Kind::Lost, message));
    }

    /// `@fig-map` is the same in offprint, `@fig:map` and `@Fig-map` are not.
    fn cross_reference(&mut self, range: Range<usize>) {
        let written = self.slice(range.clone()).trim_start_matches('@');
        let small =
            written.get(..1).unwrap_or_default().to_lowercase() + written.get(1..).unwrap_or_default();
        let id = self.id(&attributes::fitting(&small));
        if id != written {
            let message = "the id that this refers to is written as offprint reads it";
            self.edits.replace(range, format!("@{id}"), Remark::new(Kind::Replaced, message));
        }
    }

    /// `[@fig-map]` and `[-@fig:map]` are cross-references of Quarto and of a filter of Pandoc's.
    fn reference(&mut self, range: Range<usize>, words: &str) {
        let id = words.trim_start_matches('-').trim_start_matches('@');
        let prefixes = ["fig", "tbl", "sec"];
        let known = id.get(..3).is_some_and(|prefix| prefixes.contains(&prefix))
            && id.get(3..4).is_some_and(|c| c == "-" || c == ":");
        if !known || id.len() > LABEL || id.contains([';', ',', ' ']) {
            return;
        }
        let id = self.id(&attributes::fitting(id));
        let remark = if words.starts_with('-') {
            Remark::new(
                Kind::Replaced,
                "the reference was to the number alone; it prints the word before it too",
            )
        } else {
            Remark::new(Kind::Replaced, "the reference stands without brackets now")
        };
        self.edits.replace(range, format!("@{id}"), remark);
    }

    /// `[words]{.class}`
    fn span(&mut self, range: Range<usize>, given: &Given, end: usize) {
        let (open, close) = match given.classes.as_slice() {
            [class] if class == "mark" || class == "highlight" => ("==", "=="),
            [class] if class == "strikeout" => ("~~", "~~"),
            _ => ("", ""),
        };
        let names: Vec<String> = given
            .classes
            .iter()
            .map(|class| format!("`.{class}`"))
            .chain(given.pairs.iter().map(|(key, value)| format!("`{key}={value}`")))
            .chain(given.id.iter().map(|id| format!("`#{id}`")))
            .collect();
        let message = match open {
            "" => format!("the words stay and their attributes are left out: {}", names.join(", ")),
            mark => format!("{} is written `{mark}`", names.join(", ")),
        };
        self.edits.replace(range.start..range.start + 1, open, Remark::new(Kind::Dropped, message));
        self.edits.replace(range.end - 1..end, close, None);
    }
}

/// A text between as many backquotes as it takes.
pub(super) fn coded(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let marks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{marks}{pad}{text}{pad}{marks}")
}
