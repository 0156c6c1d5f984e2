//! From the blocks of a page to their places in the manuscript.
//!
//! In: a rendered page. Out: [`BlockPlace`]s: an element by its name and its number among those of that name, and a line of a
//! file. Never: a mark in the page itself, whose bytes are those that a build writes.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memmem;
use serde::Serialize;

use super::Preview;
use super::live::Page;
use crate::diagnostic::printers::Lines;
use crate::paper::Span;
use crate::render::html::{Fragment, Fragments};

/// An element of a page, and the place in the manuscript that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlockPlace {
    /// The element's name.
    pub tag: String,
    /// Which of the elements of that name, from 0, in the order of the document.
    pub n: usize,
    /// The file, relative to the site's folder.
    pub path: Arc<str>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Preview {
    /// The places of the blocks of a page, in the order of the page. Before them stands the page as a whole: the title in the
    /// front matter, for all that no block of the text is.
    pub fn places(&self, path: &str) -> Vec<BlockPlace> {
        let live = self.live();
        let Some(address) = live.address(path) else { return Vec::new() };
        let Some((_, record)) = live.record_at(address) else { return Vec::new() };
        let (Some(page), Some(opened)) = (self.page(&live, address), self.opened(&live, record)) else {
            return Vec::new();
        };
        let lines: Vec<Lines> = opened.sources.iter().map(|source| Lines::new(source.text.clone())).collect();
        let place = |(element, span): (Element, Span)| {
            let file = usize::from(span.file);
            let at = lines.get(file)?.position(span.start as usize);
            let path = opened.sources.get(file)?.path.clone();
            let Element { tag, n } = element;
            Some(BlockPlace { tag, n, path, line: at.line, column: at.column })
        };
        let whole = (Element { tag: "body".to_owned(), n: 0 }, opened.record.meta.title_span);
        std::iter::once(whole).chain(elements(&page)).filter_map(place).collect()
    }
}

/// An element by its name and number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) tag: String,
    pub(super) n: usize,
}

/// Where the blocks of a page's texts start in the page. A text that the theme does not print as it is has no places.
pub(super) fn offsets(html: &str, fragments: &Fragments) -> Vec<(usize, Span)> {
    let texts = [
        (Fragment::Summary, &fragments.summary_html),
        (Fragment::Findings, &fragments.findings_html),
        (Fragment::Body, &fragments.body_html),
        (Fragment::Notes, &fragments.notes_html),
    ];
    let mut offsets = Vec::with_capacity(fragments.blocks.len());
    for (fragment, text) in texts {
        if text.is_empty() {
            continue;
        }
        let Some(start) = memmem::find(html.as_bytes(), text.as_bytes()) else { continue };
        let blocks = fragments.blocks.iter().filter(|block| block.fragment == fragment);
        offsets.extend(blocks.map(|block| (start + block.at, block.span)));
    }
    offsets.sort_by_key(|(at, _)| *at);
    offsets
}

/// The elements that blocks start at.
pub(super) fn elements(page: &Page) -> Vec<(Element, Span)> {
    let mut counts: BTreeMap<&[u8], usize> = BTreeMap::new();
    let mut blocks = page.blocks.iter().peekable();
    let mut found = Vec::with_capacity(page.blocks.len());
    let html = &*page.html;
    for at in memchr::memchr_iter(b'<', html) {
        let name = html.get(at + 1..).unwrap_or_default();
        let len = name.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let Some(name) = name.get(..len).filter(|name| !name.is_empty()) else { continue };
        let n = counts.entry(name).or_default();
        while let Some((_, span)) = blocks.next_if(|(start, _)| *start <= at) {
            let tag = String::from_utf8_lossy(name).into_owned();
            found.push((Element { tag, n: *n }, *span));
        }
        *n += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_counted_by_name() {
        let html = "<html><p>a</p><ul>\n<li>b</li></ul><p>c</p></html>";
        let at = |text: &str| html.find(text).unwrap();
        let spans = [at("<ul>"), at("<li>"), at("<p>c")].map(|start| (start, Span::new(0, start, start + 1)));
        let page =
            Page { html: html.as_bytes().into(), etag: String::new(), generation: 0, blocks: spans.to_vec() };
        let found: Vec<(String, usize)> = elements(&page).into_iter().map(|(e, _)| (e.tag, e.n)).collect();
        assert_eq!(found, [("ul".to_owned(), 0), ("li".to_owned(), 0), ("p".to_owned(), 1)]);
    }
}
