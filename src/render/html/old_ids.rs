//! Places that are still found under ids that they used to have.
//!
//! In: the old ids of headings and sections. Out: empty elements that bear them, at the start of the heading, so that an old
//! fragment leads there without a script. Never: an id that the page has already; parsing gives no old id to two places.

use super::{Voice, Writer};
use crate::paper::phrase::escape;
use crate::paper::{Record, SectionRecord};

impl<'a> Writer<'a> {
    /// The old ids of a heading within a section. On a page of the whole paper, ids begin with those of their section, the old
    /// ones too.
    pub(super) fn old_ids_in_section(&mut self, id: &str, aliases: &[Box<str>]) {
        if self.voice != Voice::Everyone {
            return;
        }
        let section = self.old_section().filter(|_| self.text.part.is_whole());
        let Some(section) = section else {
            aliases.iter().for_each(|alias| self.place_of("", alias));
            return;
        };
        for (at, of) in section.ids().enumerate() {
            if at > 0 && !id.is_empty() {
                self.place_of(of, id);
            }
            aliases.iter().for_each(|alias| self.place_of(of, alias));
        }
    }

    /// The old ids of the heading of a section, on the section's own page.
    pub(super) fn old_ids_of_page(&mut self) {
        let Some(section) = self.old_section() else { return };
        section.old_heading_ids.iter().for_each(|id| self.place_of("", id));
    }

    /// The old ids of a section and of its heading, on a page of the whole paper.
    pub(super) fn old_ids_of_section(&mut self) {
        let Some(section) = self.old_section() else { return };
        section.old_ids.iter().for_each(|id| self.place_of("", id));
        for (at, of) in section.ids().enumerate() {
            let own = usize::from(at == 0);
            section.heading_ids().skip(own).for_each(|id| self.place_of(of, id));
        }
    }

    fn old_section(&self) -> Option<&'a SectionRecord> {
        let record: &'a Record = self.text.record;
        record.sections.get(usize::from(self.section?))
    }

    fn place_of(&mut self, section: &str, id: &str) {
        self.push("<span id=\"");
        if !section.is_empty() {
            self.push(section);
            self.push(":");
        }
        escape(id, &mut self.out);
        self.push("\"></span>");
    }
}
