//! Where what stands at an address is written.
//!
//! In: an address of the site. Out: a place in a text. Never: a place for what is made of many texts, such as lists.

use super::{Entry, PageKey, Site};
use crate::diagnostic::Place;

impl Site {
    /// The place of the text that has an address: a section's heading, else the file.
    pub fn text_of(&self, address: &str) -> Option<Place> {
        let index = match self.entries.get(address)? {
            Entry::Page(PageKey::Section(index, at)) => {
                let record = self.record(*index)?;
                let section = record.sections.get(usize::from(*at))?;
                return Some(section.span.place(&record.files));
            }
            Entry::Page(key) => self.page_record_index(key)?,
            Entry::Cite(index, _) | Entry::Chart(index, _, _) => *index,
            Entry::Redirect(to) => to.record(),
            _ => return None,
        };
        self.record(index)?.files.first().cloned().map(Place::file)
    }
}
