//! Tracked changes and hidden text.
//!
//! In: deletions, insertions and hidden runs, as they are met. Out: remarks that tell whose they are. Never: a change that
//! is not accepted.

use super::super::remark::{Kind, Remark};
use super::raw::Raw;
use super::reader::Reader;
use super::runs::Line;
use super::xml::Element;

/// Text that is being left out.
#[derive(Debug)]
pub(super) struct Aside {
    key: String,
    remark: Remark,
}

/// Text that one person inserted.
#[derive(Debug)]
pub(super) struct Inserted {
    who: String,
    words: String,
}

impl Line {
    /// Leaves words out; those of one author that follow each other are told together.
    pub(super) fn leave_out(&mut self, key: String, element: &Element, words: &str, rest: &Raw, place: &str) {
        if !rest.texts.is_empty() {
            let remark = Remark::new(Kind::Accepted, "what stood in a deletion beside its words is left out");
            self.remarks.push(remark.from(rest.text()).at(place));
        }
        if let Some(aside) = self.aside.as_mut().filter(|aside| aside.key == key) {
            aside.remark.from.push_str(words);
            return;
        }
        self.end_aside();
        if words.trim().is_empty() {
            return;
        }
        let remark = match element.name.as_str() {
            "w:del" => Remark::new(Kind::Accepted, format!("deleted by {}", who(element))),
            "w:moveFrom" => Remark::new(Kind::Accepted, format!("moved from here by {}", who(element))),
            _ => Remark::new(Kind::SetAside, "hidden text is left out"),
        };
        self.aside = Some(Aside { key, remark: remark.from(words).at(place) });
    }

    /// Ends what is being left out.
    pub(super) fn end_aside(&mut self) {
        self.remarks.extend(self.aside.take().map(|aside| aside.remark));
    }

    /// Remembers inserted words, and ends an insertion where other words follow.
    pub(super) fn note_insertion(&mut self, text: &str) {
        match (&self.inserting, &mut self.inserted) {
            (Some(who), Some(inserted)) if inserted.who == *who => inserted.words.push_str(text),
            (Some(who), _) => {
                let next = Inserted { who: who.clone(), words: text.to_owned() };
                self.end_insertion();
                self.inserted = Some(next);
            }
            (None, _) => self.end_insertion(),
        }
    }

    /// Tells what was inserted.
    pub(super) fn end_insertion(&mut self) {
        let Some(inserted) = self.inserted.take() else { return };
        let words = inserted.words.trim();
        if !words.is_empty() {
            let message = format!("{}: “{}”", inserted.who, shortened(words));
            self.remarks.push(Remark::new(Kind::Accepted, message));
        }
    }
}

impl Reader<'_> {
    /// Words that somebody inserted, or moved to here.
    pub(super) fn insertion(&mut self, element: &Element) {
        let verb = if element.name == "w:ins" { "inserted" } else { "moved here" };
        let outer = self.line.inserting.replace(format!("{verb} by {}", who(element)));
        self.runs(element);
        self.line.inserting = outer;
    }
}

/// The author of a change and its day.
pub(super) fn who(change: &Element) -> String {
    let author =
        change.attribute("w:author").filter(|author| !author.trim().is_empty()).unwrap_or("somebody");
    match change.attribute("w:date").and_then(|date| date.split('T').next()).filter(|date| !date.is_empty()) {
        Some(date) => format!("{author} on {date}"),
        None => author.to_owned(),
    }
}

/// The beginning of a long text.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)) {
        Some(beginning) => format!("{}…", beginning.trim_end()),
        None => text.to_owned(),
    }
}
