//! A text being converted: its lines, what is known of it, and the changes so far.
//!
//! In: a text and where its front matter ends. Out: the changes. Never: what any part of it means.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::attributes;
use super::divs::{Div, Fence};
use super::edits::Edits;
use super::lines::{self, Line};
use crate::import::remark::{Kind, Remark};

/// A text being converted.
pub(super) struct Document<'a> {
    /// The whole file.
    pub(super) text: &'a str,
    /// The lines after the front matter.
    pub(super) lines: Vec<Line>,
    /// Whether the brackets of a picture hold its caption.
    pub(super) is_pandoc: bool,
    /// The changes.
    pub(super) edits: Edits,
    /// The local files that the text uses, each with its first place.
    pub(super) files: BTreeMap<String, usize>,
    /// Ids that offprint does not take, and what they become; ids of pictures that lose theirs, and the figure's.
    pub(super) ids: BTreeMap<String, String>,
    /// What is told once, with its first place and how often it is met.
    pub(super) often: BTreeMap<&'static str, (usize, usize)>,
    /// The labels of notes that are defined.
    pub(super) notes: BTreeSet<String>,
    /// The numbers of examples, by their labels.
    pub(super) examples: BTreeMap<String, usize>,
    /// The fenced divs.
    pub(super) divs: Vec<Div>,
    /// What each line of colons does.
    pub(super) fences: BTreeMap<usize, Fence>,
    /// Lines that have been dealt with.
    pub(super) taken: BTreeSet<usize>,
    /// By how much headings move down.
    pub(super) shift: usize,
    /// Whether the paper is to be one page, so that its sections have no addresses.
    pub(super) is_single: bool,
    /// Whether the lines at hand stand in a figure's box, where pictures have no captions of their own.
    pub(super) in_figure: bool,
}

impl<'a> Document<'a> {
    /// A text whose body begins at a place.
    pub(super) fn new(text: &'a str, body: usize, is_pandoc: bool) -> Self {
        let lines = lines::of(text, body..text.len());
        let mut document = Self {
            text,
            lines,
            is_pandoc,
            edits: Edits::default(),
            files: BTreeMap::new(),
            ids: BTreeMap::new(),
            often: BTreeMap::new(),
            notes: BTreeSet::new(),
            examples: BTreeMap::new(),
            divs: Vec::new(),
            fences: BTreeMap::new(),
            taken: BTreeSet::new(),
            shift: 0,
            is_single: false,
            in_figure: false,
        };
        document.find_ids(body);
        document.find_notes();
        document.find_divs();
        if is_pandoc {
            document.find_examples();
        }
        document
    }

    /// A part of the text.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// The words of a line.
    pub(super) fn words(&self, index: usize) -> &'a str {
        self.lines.get(index).map_or("", |line| self.slice(line.body..line.end))
    }

    /// A range that is to be left out: with its line, if nothing else stands on it, and a blank line after that if there
    /// is one before it too.
    pub(super) fn whole_line(&self, range: Range<usize>) -> Range<usize> {
        let before = self.text.get(..range.start).unwrap_or_default();
        let after = self.text.get(range.end..).unwrap_or_default();
        let start = before.trim_end_matches([' ', '\t']);
        let rest = after.trim_start_matches([' ', '\t']);
        if !(start.is_empty() || start.ends_with('\n')) || !(rest.is_empty() || rest.starts_with('\n')) {
            return range;
        }
        let mut end = self.text.len() - rest.len() + usize::from(!rest.is_empty());
        if (start.is_empty() || start.ends_with("\n\n"))
            && self.text.get(end..).is_some_and(|t| t.starts_with('\n'))
        {
            end += 1;
        }
        start.len()..end
    }

    /// Counts something that is told once for the whole text.
    pub(super) fn tell_once(&mut self, message: &'static str, at: usize) {
        self.often.entry(message).or_insert((at, 0)).1 += 1;
    }

    /// A file that the text uses.
    pub(super) fn uses(&mut self, address: &str, at: usize) {
        if super::links::is_local_file(address) {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            self.files.entry(path.to_owned()).or_insert(at);
        }
    }

    /// What an id becomes.
    pub(super) fn id(&self, id: &str) -> String {
        self.ids.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    fn find_ids(&mut self, body: usize) {
        let rest = self.text.get(body..).unwrap_or_default();
        for (at, _) in rest.match_indices("{#") {
            let name = rest.get(at + 2..).unwrap_or_default();
            // A long one is no id, and its end need not be looked for.
            let name = name.get(..name.floor_char_boundary(200)).unwrap_or_default();
            let end = name.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(name.len());
            let id = name.get(..end).unwrap_or_default();
            if !id.is_empty() && id.len() < 200 && !attributes::is_id(id) {
                self.ids.insert(id.to_owned(), attributes::fitting(id));
            }
        }
    }

    fn find_notes(&mut self) {
        for index in 0..self.lines.len() {
            if let Some((label, _)) =
                self.words(index).strip_prefix("[^").and_then(|rest| rest.split_once("]:"))
            {
                self.notes.insert(label.to_lowercase());
            }
        }
    }

    /// Adds the remarks that are made once, and gives the changes away.
    pub(super) fn finish(mut self) -> Edits {
        for (message, (at, times)) in std::mem::take(&mut self.often) {
            let message = if times > 1 { format!("{message} ({times} times)") } else { message.to_owned() };
            self.edits.tell(at, Remark::new(Kind::Unsupported, message));
        }
        for (path, at) in std::mem::take(&mut self.files) {
            let place = match path.strip_prefix('/') {
                Some(below) => format!("copy it to `content/{below}`, or beside the manuscript"),
                None => "copy it beside the manuscript".to_owned(),
            };
            let message = format!("the text uses the file `{path}`, which was not read: {place}");
            self.edits.tell(at, Remark::new(Kind::Lost, message));
        }
        self.edits
    }
}
