//! Reads a part's XML into a tree, its names told by their namespaces.
//!
//! In: the bytes of a part that anybody may have made. Out: an [`Element`] with the prefixes that the standard uses,
//! whichever the file uses. Never: a DOCTYPE (and so no entity but XML's five), never a tree that is too deep or too large.

mod namespaces;

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::super::Failure;
use namespaces::Scope;

/// The deepest that elements may be nested. Word itself stops earlier.
const DEEPEST: usize = 256;
/// The most elements, attributes and texts of a part.
const MOST_NODES: usize = 4_000_000;

/// A name with its prefix: `w:p`. All elements of one name share its letters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(Arc<str>);

impl Name {
    /// The name as text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Element {
    /// With the standard's prefix for its namespace: `w:p`, in strict and transitional files alike. `?:` for a namespace that
    /// is not known, nothing for none.
    pub name: Name,
    /// In their order; those that only track editing sessions (`w:rsid…`) are left out.
    pub attributes: Vec<(Name, String)>,
    /// In their order. White space at a text's ends is taken off unless `xml:space` says otherwise, as Word does.
    pub children: Vec<Node>,
}

/// What is in an element.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text, its references resolved.
    Text(String),
}

impl Element {
    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|child| child.name == name)
    }

    /// The children of a name.
    pub(super) fn children_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |child| child.name == name)
    }

    /// The children that are elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The value of the `w:val` (or `m:val`) of a child: what most settings are.
    pub(super) fn value(&self, child: &str) -> Option<&str> {
        let child = self.child(child)?;
        child
            .attributes
            .iter()
            .find(|(name, _)| name.ends_with(":val") || name == "val")
            .map(|(_, value)| value.as_str())
    }

    /// All text in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text);
        text
    }

    fn write_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.write_text(text),
                Node::Text(words) => text.push_str(words),
            }
        }
    }
}

/// Reads a part. `what` names it in messages: `` `word/document.xml` in `paper.docx` ``.
///
/// # Errors
/// If it is no XML, has a DOCTYPE, or is too deep or too large.
pub(super) fn parse(bytes: &[u8], what: &str) -> Result<Element, Failure> {
    let text = decode(bytes, what)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let mut tree = Tree { what, open: Vec::new(), root: None, scope: Scope::default(), nodes: 0 };
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => tree.take(event)?,
            Err(error) => return Err(tree.malformed(&error.to_string())),
        }
    }
    let complete = tree.open.is_empty();
    match tree.root.take() {
        Some(root) if complete => Ok(root),
        _ => Err(tree.malformed("it ends too early")),
    }
}

/// The part as text: UTF-8, UTF-16 by its mark or its zeros, or what the declaration names.
fn decode<'a>(bytes: &'a [u8], what: &str) -> Result<Cow<'a, str>, Failure> {
    let wide = match bytes {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = wide {
        return Ok(encoding.decode(bytes).0);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).into_owned();
    let named = head
        .split_once("encoding=")
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1))
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        .filter(|encoding| *encoding != encoding_rs::UTF_8);
    named.map(|encoding| encoding.decode(bytes).0).ok_or_else(|| {
        Failure::new(format!("{what} is not UTF-8, as it should be"))
            .hint("the file is damaged: open it in Word, let it repair the file, and save it")
    })
}

/// The tree as far as it is read.
struct Tree<'a> {
    what: &'a str,
    /// Elements that are not closed yet, and whether white space counts in each.
    open: Vec<(Element, bool)>,
    root: Option<Element>,
    scope: Scope,
    nodes: usize,
}

impl Tree<'_> {
    fn malformed(&self, why: &str) -> Failure {
        let why =
            why.strip_prefix("ill-formed document: ").or(why.strip_prefix("syntax error: ")).unwrap_or(why);
        let path: Vec<&str> =
            self.open.iter().rev().take(1).map(|(element, _)| element.name.as_str()).collect();
        let place = path.first().map(|name| format!(", in `{name}`")).unwrap_or_default();
        Failure::new(format!("{} can't be read as XML{place}: {why}", self.what))
            .hint("the file is damaged: open it in Word, let it repair the file, and save it")
    }

    fn hostile(&self, why: &str) -> Failure {
        Failure::new(format!("{} {why}", self.what)).hint(
            "no program that writes documents does this; don't open it if you don't know where it comes from",
        )
    }

    fn count(&mut self, more: usize) -> Result<(), Failure> {
        self.nodes += more;
        if self.nodes > MOST_NODES {
            return Err(Failure::new(format!("{} has more than {MOST_NODES} elements", self.what))
                .hint("part the document into several, and import them one after the other"));
        }
        Ok(())
    }

    fn take(&mut self, event: Event<'_>) -> Result<(), Failure> {
        match event {
            Event::Start(start) => self.open(&start),
            Event::Empty(start) => {
                self.open(&start)?;
                self.close();
                Ok(())
            }
            Event::End(_) => {
                self.close();
                Ok(())
            }
            Event::Text(text) => {
                self.text(&text.xml_content().map_err(|error| self.malformed(&error.to_string()))?)
            }
            Event::CData(text) => {
                self.text(&text.decode().map_err(|error| self.malformed(&error.to_string()))?)
            }
            Event::GeneralRef(reference) => {
                let character =
                    reference.resolve_char_ref().map_err(|error| self.malformed(&error.to_string()))?;
                let name = reference.decode().map_err(|error| self.malformed(&error.to_string()))?;
                match (character, resolve_predefined_entity(&name)) {
                    (Some(character), _) => self.text(character.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => self.text(text),
                    (None, None) => {
                        Err(self.hostile(&format!("uses an entity, `&{name};`, that XML does not have")))
                    }
                }
            }
            Event::DocType(_) => Err(self.hostile("has a DOCTYPE, which documents never have")),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Eof => Ok(()),
        }
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Failure> {
        if self.open.len() >= DEEPEST {
            return Err(self.hostile(&format!("nests its elements more than {DEEPEST} deep")));
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err(self.malformed("it has more than one root"));
        }
        let mut raw = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.malformed(&error.to_string()))?;
            let value = attribute.unescape_value().map_err(|error| self.malformed(&error.to_string()))?;
            raw.push((attribute.key, value.into_owned()));
            self.count(1)?;
        }
        self.count(1)?;
        let declared = raw.iter().map(|(key, value)| (*key, value.as_str()));
        if !self.scope.enter(declared) {
            return Err(self.hostile("declares more namespaces than any document"));
        }
        let name = self.scope.element(start.name());
        let mut attributes = Vec::with_capacity(raw.len());
        for (key, value) in raw {
            if key.as_namespace_binding().is_none() {
                let name = self.scope.attribute(key);
                if !name.starts_with("w:rsid") {
                    attributes.push((name, value));
                }
            }
        }
        attributes.shrink_to_fit();
        let outer = self.open.last().is_some_and(|(_, preserve)| *preserve);
        let preserve =
            attributes.iter().find(|(name, _)| name == "xml:space").map(|(_, value)| value == "preserve");
        self.open.push((Element { name, attributes, children: Vec::new() }, preserve.unwrap_or(outer)));
        Ok(())
    }

    fn text(&mut self, words: &str) -> Result<(), Failure> {
        let Some((element, _)) = self.open.last_mut() else {
            return if words.trim().is_empty() {
                Ok(())
            } else {
                Err(self.malformed("there is text outside its root"))
            };
        };
        if let Some(Node::Text(text)) = element.children.last_mut() {
            text.push_str(words);
            return Ok(());
        }
        element.children.push(Node::Text(words.to_owned()));
        self.count(1)
    }

    fn close(&mut self) {
        self.scope.leave();
        let Some((mut element, preserve)) = self.open.pop() else { return };
        if !preserve {
            trim(&mut element.children);
        }
        element.children.shrink_to_fit();
        match self.open.last_mut() {
            Some((outer, _)) => outer.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }
}

/// Takes white space off the ends of each text: that between elements goes altogether.
fn trim(children: &mut Vec<Node>) {
    let space = [' ', '\t', '\n', '\r'];
    children.retain_mut(|node| match node {
        Node::Element(_) => true,
        Node::Text(text) => {
            let trimmed = text.trim_matches(space);
            if trimmed.len() != text.len() {
                *text = trimmed.to_owned();
            }
            !text.is_empty()
        }
    });
}

#[cfg(test)]
mod tests;
