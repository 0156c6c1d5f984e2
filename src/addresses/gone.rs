//! What was published and is gone.
//!
//! In: a lock and a planned site. Out: a problem for each page, section or heading of the lock that leads nowhere; one for a
//! whole paper, however many pages it had. Never: a problem for what an old address leads on from.

mod headings;
mod pages;

use super::published::{self, Shown};
use super::{Lock, page};
use crate::diagnostic::Diagnostic;
use crate::paper::{Kind, Span};
use crate::site::{Entry, Site};

/// Finds what was published and is gone.
pub fn gone(lock: &Lock, site: &Site) -> Vec<Diagnostic> {
    let mut found = Found { lock, site, problems: Vec::new(), pages: Vec::new() };
    for (page, lines) in lock.pages() {
        match site.entries.get(page) {
            Some(Entry::Page(key)) => match published::of_page(site, key) {
                Some((index, shown)) => found.check_headings(page, lines, index, shown),
                None => found.headings_without_text(page, lines),
            },
            Some(Entry::Redirect(to)) => {
                let (index, shown) = published::of_destination(site, *to);
                found.check_headings(page, lines, index, shown);
            }
            // A file of `static/` may hold anything.
            Some(_) => {}
            None => found.page(page, lines),
        }
    }
    found.report_pages();
    found.problems
}

struct Found<'a> {
    lock: &'a Lock,
    site: &'a Site,
    problems: Vec<Diagnostic>,
    /// The pages that are gone; what was below one is counted with it.
    pages: Vec<GonePage<'a>>,
}

/// A page that is gone.
struct GonePage<'a> {
    address: &'a str,
    /// Its first line in the lock.
    line: Span,
    /// The paper that it was a part of, if that is still there.
    paper: Option<u32>,
    /// The headings on it.
    headings: Vec<&'a str>,
    /// Addresses below it, headings included.
    below: usize,
}

impl<'a> Found<'a> {
    /// Takes down a page that is gone.
    fn page(&mut self, address: &'a str, lines: &'a [Span]) {
        let fragments = lines.iter().filter_map(|line| fragment(self.lock.text_of(*line)));
        let headings: Vec<&str> = fragments.collect();
        if let Some(above) = self.pages.last_mut().filter(|above| is_below(address, above)) {
            above.below += lines.len();
            return;
        }
        let Some(&line) = lines.first() else { return };
        let paper = self.paper_above(address);
        self.pages.push(GonePage { address, line, paper, headings, below: 0 });
    }

    /// The paper, still there, of which a page was a section.
    fn paper_above(&self, address: &str) -> Option<u32> {
        let (folder, _) = address.strip_suffix('/')?.rsplit_once('/')?;
        let index = match self.site.entries.get(&*format!("{folder}/"))? {
            Entry::Page(key) => self.site.page_record_index(key)?,
            Entry::Redirect(to) => to.record(),
            _ => return None,
        };
        self.site.record(index).filter(|record| record.kind == Kind::Paper).map(|_| index)
    }

    /// The headings of a page that no text makes any more, such as a list whose introduction is gone.
    fn headings_without_text(&mut self, page: &'a str, lines: &'a [Span]) {
        for line in lines {
            if let Some(id) = fragment(self.lock.text_of(*line)) {
                self.problems.push(headings::without_text(page, id, self.lock.place(*line)));
            }
        }
    }

    fn check_headings(&mut self, page: &'a str, lines: &'a [Span], index: u32, shown: Shown) {
        let Some(record) = self.site.record(index) else { return };
        let mut old = lines.iter().filter_map(|line| Some((fragment(self.lock.text_of(*line))?, *line)));
        let Some(first) = old.next() else { return };
        let ids = published::ids(record, shown);
        let is_there = |id: &str| ids.binary_search_by(|known| (**known).cmp(id)).is_ok();
        let old = std::iter::once(first).chain(old);
        let missing: Vec<(&str, Span)> = old.filter(|(id, _)| !is_there(id)).collect();
        if !missing.is_empty() {
            let page = headings::OldPage { lock: self.lock, record, shown, address: page };
            page.report(&missing, &mut self.problems);
        }
    }

    fn report_pages(&mut self) {
        let pages = std::mem::take(&mut self.pages);
        let report = pages::Report::new(self.lock, self.site, &pages);
        report.all(&mut self.problems);
    }
}

fn fragment(address: &str) -> Option<&str> {
    address.get(page(address).len()..)?.strip_prefix('#')
}

/// Whether an address is below a page that is gone. What is below a section's page is none of it.
fn is_below(address: &str, above: &GonePage<'_>) -> bool {
    above.paper.is_none() && above.address.ends_with('/') && address.starts_with(above.address)
}
