//! Where what stands at an address is written.
//!
//! In: an address of the site. Out: a place in a text, or a file that is published as it is. Never: a place for what is made of many
//! texts, such as the newest papers.

use super::{Entry, ListKey, PageKey, Site};
use crate::diagnostic::Place;

impl Site {
    /// The place of the text that has an address: a section's heading, else the file. The page of a topic or a series is
    /// named by its papers, the first of which stands for them.
    pub fn text_of(&self, address: &str) -> Option<Place> {
        let index = match self.entries.get(address)? {
            Entry::Page(PageKey::Section(index, at)) => {
                let record = self.record(*index)?;
                let section = record.sections.get(usize::from(*at))?;
                return Some(section.span.place(&record.files));
            }
            Entry::Page(PageKey::List(list @ (ListKey::Topic(..) | ListKey::Series(..)), _))
            | Entry::Feed(list @ (ListKey::Topic(..) | ListKey::Series(..)), _) => {
                *self.list_papers(list).first()?
            }
            Entry::Page(key) => self.page_record_index(key)?,
            Entry::Cite(index, _) | Entry::Chart(index, _, _) => *index,
            Entry::Redirect(to) => to.record(),
            Entry::File(disk) => {
                // The data of a chart stands at another address than its file.
                let paths = ["content/static", "content"].map(|folder| format!("{folder}{address}"));
                return paths.into_iter().find(|path| disk.ends_with(path)).map(Place::file);
            }
            _ => return None,
        };
        self.record(index)?.files.first().cloned().map(Place::file)
    }
}
