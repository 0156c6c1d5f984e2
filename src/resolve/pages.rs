//! Paths and addresses of pages.
//!
//! In: a path below `content/` or an address without its first slash. Out: the page that it names. Never: files that are no
//! pages.

use super::ids::Indexes;
use super::{Link, Origin, Path, anchors, missing};
use crate::catalog::{Catalog, FileEntry, Owner, Unpublished, has_section_pages};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::links;
use crate::paper::Record;

/// A page of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    record: u32,
    part: Part,
}

/// Which of a record's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The cover, or the only page.
    Cover,
    Section(u16),
    Whole,
}

/// What a path names.
pub(super) enum Found {
    Page(Page),
    /// A list, feed or citation file, at this address.
    Generated(String),
    Unpublished(Unpublished),
}

/// The page that a path names, whatever its language.
pub(super) fn find(path: &str, catalog: &Catalog) -> Option<Found> {
    let page = |record, part| Some(Found::Page(Page { record, part }));
    match catalog.by_file.get(format!("content/{path}").as_str()) {
        Some(&FileEntry::Published { record, section: Some(section) }) => {
            return page(record, Part::Section(section));
        }
        Some(&FileEntry::Published { record, section: None }) => return page(record, Part::Cover),
        Some(&FileEntry::Unpublished(why)) => return Some(Found::Unpublished(why)),
        None => {}
    }
    if let Some(first) = catalog.versions(path).next() {
        return page(first, Part::Cover);
    }
    let folder = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    for address in [folder.as_str(), folder.trim_end_matches('/')] {
        match catalog.owner(address) {
            Some(Owner::Record(record)) => return page(record, Part::Cover),
            Some(Owner::Section(record, section)) => return page(record, Part::Section(section)),
            Some(Owner::Whole(record)) => return page(record, Part::Whole),
            Some(Owner::Citation(_) | Owner::List | Owner::File) => {
                return Some(Found::Generated(address.to_owned()));
            }
            None => {}
        }
    }
    let hidden = catalog.unpublished.get(path).and_then(|versions| versions.first()).map(|(_, why)| *why);
    hidden.or_else(|| catalog.unpublished_at(&folder)).map(Found::Unpublished)
}

/// The same page for readers of `lang`, if it is one of the default language's and has a version in theirs with the part and the
/// fragment that the link asks for.
pub(super) fn in_language<'a>(
    page: Page,
    fragment: Option<(&str, &Indexes<'a>)>,
    lang: &str,
    own_key: Option<&str>,
    catalog: &'a Catalog,
) -> Page {
    let better = || {
        let written = catalog.record(page.record)?;
        let default = catalog.editions.first()?.lang();
        if &*written.lang == lang || written.lang != *default || Some(&*written.key) == own_key {
            return None;
        }
        let index = catalog.version(&written.key, lang)?;
        let version = catalog.record(index)?;
        let part = match page.part {
            Part::Section(at) => {
                let id = &written.sections.get(usize::from(at))?.id;
                let at = version.sections.iter().position(|section| section.id == *id)?;
                Part::Section(u16::try_from(at).ok()?)
            }
            part => part,
        };
        if let Some((fragment, indexes)) = fragment {
            anchors::on_page(&indexes.of(index, version), part.section(), fragment).ok()?;
        }
        Some(Page { record: index, part })
    };
    better().unwrap_or(page)
}

impl Part {
    fn section(self) -> Option<u16> {
        match self {
            Self::Section(section) => Some(section),
            Self::Cover | Self::Whole => None,
        }
    }
}

/// The address of a page.
pub(super) fn page_address(page: Page, catalog: &Catalog) -> Option<String> {
    let record = catalog.record(page.record)?;
    Some(match page.part {
        Part::Cover => record.address.to_string(),
        Part::Section(section) => section_address(record, Some(section)),
        Part::Whole => format!("{}full/", record.address),
    })
}

fn section_address(record: &Record, section: Option<u16>) -> String {
    let section = section.filter(|_| has_section_pages(record));
    match section.and_then(|at| record.sections.get(usize::from(at))) {
        Some(section) => format!("{}{}/", record.address, section.id),
        None => record.address.to_string(),
    }
}

impl Origin<'_> {
    /// A link's path: a page, else a file.
    pub(super) fn page_or_file(self, path: Path) -> Result<Link, Diagnostic> {
        if let Some(asset) = self.assets.get(path.path) {
            return match self.catalog.unpublished_around(path.path) {
                Some(why) => Err(unpublished(path, why)),
                None => Ok(super::files::asset(path, asset)),
            };
        }
        match find(path.path, self.catalog) {
            Some(Found::Page(page)) => {
                let own_key = Some(&*self.record.key);
                let fragment = path.fragment.map(|fragment| (fragment, self.indexes));
                let page = in_language(page, fragment, &self.record.lang, own_key, self.catalog);
                self.page(page, path)
            }
            Some(Found::Generated(address)) => Ok(Link::Address {
                address: with_query(address, path),
                fragment: path.fragment.map(Into::into),
            }),
            Some(Found::Unpublished(why)) => Err(unpublished(path, why)),
            None => match self.static_address(path.path) {
                Some((address, _)) => Ok(Link::Address {
                    address: with_query(address, path),
                    fragment: path.fragment.map(Into::into),
                }),
                None => Err(missing::link(self, path)),
            },
        }
    }

    fn page(self, page: Page, path: Path) -> Result<Link, Diagnostic> {
        let Some(target) = self.catalog.record(page.record) else { return Ok(Link::Broken) };
        let fragment = path.fragment.filter(|fragment| !fragment.is_empty());
        let on_page = |id| anchors::on_page(&self.indexes.of(page.record, target), page.part.section(), id);
        let anchor = fragment.map(on_page).transpose()?;
        if page.record == self.index && path.query.is_none() && page.part != Part::Whole {
            let section = page.part.section();
            return Ok(match anchor {
                Some(anchor) => anchors::inside(anchor, None),
                None => Link::Inside { section, id: None, global: false, label: None },
            });
        }
        let whole = page.part == Part::Whole || !has_section_pages(target);
        let (address, fragment) = match anchor {
            Some(anchor) if whole => {
                (page_address(page, self.catalog), Some(anchors::on_whole_page(target, anchor)))
            }
            Some(anchor) => (Some(section_address(target, anchor.section)), anchors::on_section_page(anchor)),
            None => (page_address(page, self.catalog), None),
        };
        // The page of a section on a page that holds the whole paper is a place on it.
        let fragment = fragment.or_else(|| match page.part {
            Part::Section(at) if whole => {
                target.sections.get(usize::from(at)).map(|section| section.id.clone())
            }
            _ => None,
        });
        Ok(Link::Address { address: with_query(address.unwrap_or_default(), path), fragment })
    }
}

/// A link to something that is not published.
pub(super) fn unpublished(path: Path, why: Unpublished) -> Diagnostic {
    let message = format!("`{}` is not published: {}", path.written, why.reason());
    Diagnostic::new(&links::LINK_TO_UNPUBLISHED, message)
        .hint("until it is, it is left out, and a link's words are printed as text")
}

fn with_query(address: String, path: Path) -> Box<str> {
    match path.query {
        Some(query) => format!("{address}?{query}").into(),
        None => address.into(),
    }
}
