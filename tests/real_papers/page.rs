//! A built site as a reader's browser has it: pages parsed by a real parser, and where their links lead.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use scraper::{ElementRef, Html, Node, Selector};

/// A folder that was built.
pub(crate) struct Site {
    root: PathBuf,
    base: String,
    /// Pages by their address below the base: `papers/x/`.
    pub(crate) pages: BTreeMap<String, Html>,
}

impl Site {
    /// Reads every page of a folder whose root is published at the path `base`.
    pub(crate) fn read(root: &Path, base: &str) -> Site {
        let mut pages = BTreeMap::new();
        for path in files(root).iter().filter(|path| path.extension().is_some_and(|e| e == "html")) {
            let file = path.strip_prefix(root).unwrap().to_str().unwrap();
            let address = file.strip_suffix("index.html").unwrap_or(file).to_owned();
            pages.insert(address, Html::parse_document(&std::fs::read_to_string(path).unwrap()));
        }
        Site { root: root.to_owned(), base: base.to_owned(), pages }
    }

    /// The folder that the site was built from.
    pub(crate) fn folder(&self) -> &Path {
        self.root.parent().unwrap()
    }

    /// A page by its address.
    pub(crate) fn page(&self, address: &str) -> &Html {
        self.pages.get(address).unwrap_or_else(|| panic!("there is no page `{address}`"))
    }

    /// Every internal `href` and `src` of every page that leads nowhere.
    pub(crate) fn dead_links(&self) -> Vec<String> {
        let ids: BTreeMap<&str, BTreeSet<&str>> =
            self.pages.iter().map(|(address, page)| (address.as_str(), ids(page))).collect();
        let mut dead = Vec::new();
        for (address, page) in &self.pages {
            for element in all(page, "[href], [src]") {
                let written = element.attr("href").or_else(|| element.attr("src")).unwrap();
                if !written.contains(':') || written.starts_with('#') {
                    dead.extend(
                        self.dead(address, written, &ids).map(|why| format!("{address}: `{written}` {why}")),
                    );
                }
            }
        }
        dead
    }

    fn dead(&self, from: &str, written: &str, ids: &BTreeMap<&str, BTreeSet<&str>>) -> Option<String> {
        let (path, fragment) = written.split_once('#').map_or((written, None), |(path, id)| (path, Some(id)));
        let target = if path.is_empty() {
            from.to_owned()
        } else {
            match path.strip_prefix(&self.base) {
                Some(below) => decoded(below),
                None => return Some("does not begin with the base path".to_owned()),
            }
        };
        let Some(known) = ids.get(target.as_str()) else {
            let file = self.root.join(&target).is_file() && fragment.is_none();
            return (!file).then(|| "is not there".to_owned());
        };
        let missing = fragment.is_some_and(|id| !id.is_empty() && !known.contains(decoded(id).as_str()));
        missing.then(|| "has no such id".to_owned())
    }
}

/// The ids of a page; one that is there twice fails.
pub(crate) fn ids(page: &Html) -> BTreeSet<&str> {
    let mut ids = BTreeSet::new();
    for element in all(page, "[id]") {
        let id = element.attr("id").unwrap();
        assert!(ids.insert(id), "the id `{id}` is there twice");
    }
    ids
}

/// Every element that a selector finds.
pub(crate) fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// Every element that a selector finds in another.
pub(crate) fn within<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    element.select(&Selector::parse(selector).unwrap()).collect()
}

/// The one element that a selector finds.
pub(crate) fn one<'a>(page: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = all(page, selector);
    assert_eq!(found.len(), 1, "`{selector}` is there {} times", found.len());
    found[0]
}

/// Whether an element or one that it stands in is found by a selector.
pub(crate) fn stands_in(element: ElementRef, selector: &str) -> bool {
    let selector = Selector::parse(selector).unwrap();
    selector.matches(&element)
        || element.ancestors().filter_map(ElementRef::wrap).any(|above| selector.matches(&above))
}

/// Elements that do not part words.
const IN_WORDS: [&str; 15] =
    ["a", "em", "strong", "sup", "sub", "span", "code", "abbr", "kbd", "del", "mark", "s", "b", "i", "small"];

/// The text of an element without what a selector finds in it; blocks are parted by spaces.
pub(crate) fn text(element: ElementRef, without: &str) -> String {
    let mut out = String::new();
    gather(element, &Selector::parse(without).unwrap(), &mut out);
    out
}

fn gather(element: ElementRef, without: &Selector, out: &mut String) {
    if without.matches(&element) {
        return;
    }
    let parts = !IN_WORDS.contains(&element.value().name());
    out.push_str(if parts { " " } else { "" });
    // The caption of a chart stands above it, and in the manuscript below its table.
    let is_chart = element.value().classes().any(|class| class == "figure-chart");
    let is_caption = |child: ElementRef| {
        is_chart && child.value().name() == "figcaption" && child.parent() == Some(*element)
    };
    for child in element.children() {
        match child.value() {
            Node::Text(text) => out.push_str(text),
            _ => {
                if let Some(child) = ElementRef::wrap(child).filter(|child| !is_caption(*child)) {
                    gather(child, without, out);
                }
            }
        }
    }
    if let Some(caption) = element.child_elements().find(|child| is_caption(*child)) {
        gather(caption, without, out);
    }
    out.push_str(if parts { " " } else { "" });
}

/// A percent-encoded path as it was meant.
pub(crate) fn decoded(written: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = written.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = written.get(written.len() - after.len()..).and_then(|after| after.get(..2));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Every file below a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
