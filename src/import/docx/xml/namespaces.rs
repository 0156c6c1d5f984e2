//! Knows the namespaces of Word files by the prefixes that the standard gives them.
//!
//! In: names as a file writes them, and its declarations. Out: a [`Name`]. Never: the file's own prefixes, which may be any.

use std::collections::HashMap;

use quick_xml::name::{PrefixDeclaration, QName};

use super::Name;

/// The most declarations that may hold at one place. Word writes about forty.
const MOST: usize = 512;

/// Parts of URIs after `http://schemas.openxmlformats.org/`, those of strict files after `http://purl.oclc.org/ooxml/`.
const OPEN: [(&str, &str, &str); 15] = [
    ("w", "wordprocessingml/2006/main", "wordprocessingml/main"),
    ("m", "officeDocument/2006/math", "officeDocument/math"),
    ("r", "officeDocument/2006/relationships", "officeDocument/relationships"),
    ("b", "officeDocument/2006/bibliography", "officeDocument/bibliography"),
    ("ds", "officeDocument/2006/customXml", "officeDocument/customXml"),
    ("ep", "officeDocument/2006/extended-properties", "officeDocument/extendedProperties"),
    ("op", "officeDocument/2006/custom-properties", "officeDocument/customProperties"),
    ("vt", "officeDocument/2006/docPropsVTypes", "officeDocument/docPropsVTypes"),
    ("wp", "drawingml/2006/wordprocessingDrawing", "drawingml/wordprocessingDrawing"),
    ("a", "drawingml/2006/main", "drawingml/main"),
    ("pic", "drawingml/2006/picture", "drawingml/picture"),
    ("c", "drawingml/2006/chart", "drawingml/chart"),
    ("dgm", "drawingml/2006/diagram", "drawingml/diagram"),
    ("rel", "package/2006/relationships", "package/relationships"),
    ("ct", "package/2006/content-types", "package/content-types"),
];

/// Other URIs, whole.
const OTHERS: [(&str, &str); 19] = [
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("w10", "urn:schemas-microsoft-com:office:word"),
    ("w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    ("wp14", "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"),
    ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
    ("wpg", "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"),
    ("wpc", "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"),
    ("wpi", "http://schemas.microsoft.com/office/word/2010/wordprocessingInk"),
    ("a14", "http://schemas.microsoft.com/office/drawing/2010/main"),
    ("asvg", "http://schemas.microsoft.com/office/drawing/2016/SVG/main"),
    ("adec", "http://schemas.microsoft.com/office/drawing/2017/decorative"),
    ("xml", "http://www.w3.org/XML/1998/namespace"),
];

/// The prefix of a namespace that is not known.
const UNKNOWN: &str = "?";

fn prefix_of(uri: &str) -> &'static str {
    let open = uri
        .strip_prefix("http://schemas.openxmlformats.org/")
        .and_then(|rest| OPEN.iter().find(|(_, transitional, _)| *transitional == rest))
        .or_else(|| {
            let rest = uri.strip_prefix("http://purl.oclc.org/ooxml/")?;
            OPEN.iter().find(|(_, _, strict)| *strict == rest)
        })
        .map(|(prefix, ..)| *prefix);
    open.or_else(|| OTHERS.iter().find(|(_, known)| *known == uri).map(|(prefix, _)| *prefix))
        .unwrap_or(UNKNOWN)
}

/// The declarations that hold at a place.
#[derive(Default)]
pub(super) struct Scope {
    /// A file's prefix (empty for the default), and the standard's (empty: taken back).
    declared: Vec<(Vec<u8>, &'static str)>,
    /// How many were declared before each open element.
    levels: Vec<usize>,
    /// Names that were told before; they hold until declarations change. The key's last byte parts elements from attributes.
    elements: HashMap<Vec<u8>, Name>,
    attributes: HashMap<Vec<u8>, Name>,
    /// Every name once.
    names: HashMap<String, Name>,
}

impl Scope {
    /// Opens an element with its declarations among its attributes. Whether there are not too many.
    pub(super) fn enter<'a>(&mut self, attributes: impl Iterator<Item = (QName<'a>, &'a str)>) -> bool {
        self.levels.push(self.declared.len());
        let before = self.declared.len();
        for (key, uri) in attributes {
            let prefix = match key.as_namespace_binding() {
                Some(PrefixDeclaration::Default) => Vec::new(),
                Some(PrefixDeclaration::Named(prefix)) => prefix.to_vec(),
                None => continue,
            };
            self.declared.push((prefix, if uri.is_empty() { "" } else { prefix_of(uri) }));
        }
        if self.declared.len() != before {
            self.forget();
        }
        self.declared.len() <= MOST
    }

    /// Closes an element.
    pub(super) fn leave(&mut self) {
        let before = self.levels.pop().unwrap_or_default();
        if self.declared.len() != before {
            self.declared.truncate(before);
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.elements.clear();
        self.attributes.clear();
    }

    /// An element's name; one without a prefix is of the default namespace.
    pub(super) fn element(&mut self, name: QName<'_>) -> Name {
        if let Some(known) = self.elements.get(name.as_ref()) {
            return known.clone();
        }
        let prefix = self.lookup(name.prefix().as_ref().map_or(b"".as_slice(), AsRef::as_ref));
        let told = self.name(prefix, name);
        self.elements.insert(name.as_ref().to_vec(), told.clone());
        told
    }

    /// An attribute's name; one without a prefix is of no namespace.
    pub(super) fn attribute(&mut self, name: QName<'_>) -> Name {
        if let Some(known) = self.attributes.get(name.as_ref()) {
            return known.clone();
        }
        let prefix = name.prefix().map_or("", |prefix| self.lookup(prefix.as_ref()));
        let told = self.name(prefix, name);
        self.attributes.insert(name.as_ref().to_vec(), told.clone());
        told
    }

    fn lookup(&self, prefix: &[u8]) -> &'static str {
        let declared = self.declared.iter().rev().find(|(own, _)| own == prefix);
        match (declared, prefix) {
            (Some((_, standard)), _) => standard,
            (None, b"xml") => "xml",
            (None, b"") => "",
            (None, _) => UNKNOWN,
        }
    }

    fn name(&mut self, prefix: &str, name: QName<'_>) -> Name {
        let local = String::from_utf8_lossy(name.local_name().into_inner()).into_owned();
        let full = if prefix.is_empty() { local } else { format!("{prefix}:{local}") };
        if let Some(name) = self.names.get(&full) {
            return name.clone();
        }
        let name = Name::from(full.as_str());
        self.names.insert(full, name.clone());
        name
    }
}
