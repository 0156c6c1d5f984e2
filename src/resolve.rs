//! References to addresses.
//!
//! In: a record and the catalog. Out: one [`Link`] for each reference of the record, in order, and diagnostics.
//! Never: a paper's text, files, or how a link is printed.

use std::sync::Arc;

use crate::source::DataTable;

/// What a reference came to. Addresses are the site's own, without the base path; [`crate::render`] adds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// Somewhere else on the web, as written.
    External(Box<str>),
    /// A page (or feed, or file that is no asset) of this site.
    Address {
        /// `/papers/other/conclusions/`, with `?query` if one was written.
        address: Box<str>,
        /// An id on that page.
        fragment: Option<Box<str>>,
    },
    /// A place in this paper. On the page of the section it is `#fragment`; elsewhere the section's address comes first.
    Inside {
        /// The section; `None` is the cover.
        section: Option<u16>,
        /// An id in that section; `None` is the section itself.
        id: Option<Box<str>>,
        /// Whether the id is unique in the paper (figures, tables), so that `full/` does not prefix it.
        global: bool,
        /// For cross-references: what to call it.
        label: Option<Label>,
    },
    /// A file published at this address.
    Asset {
        /// `/papers/x/figures/a.png`
        address: Box<str>,
        /// Pixels.
        size: Option<(u32, u32)>,
        /// The table in it.
        data: Option<Arc<DataTable>>,
        /// Bytes.
        len: u64,
    },
    /// Points nowhere that is published: its words are printed as text.
    Broken,
}

/// What a cross-reference prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// "Figure 2"
    Figure(Box<str>),
    /// "Table 2"
    Table(Box<str>),
    /// The section's title.
    Section(Box<str>),
}
