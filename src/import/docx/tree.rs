//! Ways through a part's XML.
//!
//! In: an [`Element`]. Out: what stands in it. Never: what it means for a manuscript.

use super::xml::{Element, Node};

/// A switch that may be on, off or not spoken of: `<w:b/>`, `<w:b w:val="0"/>`.
pub(super) fn switch(element: &Element, child: &str) -> Option<bool> {
    let child = element.child(child)?;
    Some(!matches!(child.attribute("w:val"), Some("0" | "false" | "off" | "none")))
}

/// A number in an attribute of a child.
pub(super) fn number(element: &Element, child: &str, attribute: &str) -> Option<i64> {
    element.child(child)?.attribute(attribute)?.trim().parse().ok()
}

/// The one form of `mc:AlternateContent` that is read: the first whose extension is known, else the fallback.
pub(super) fn chosen(alternate: &Element) -> Option<&Element> {
    const KNOWN: [&str; 8] = ["wps", "wpg", "wpc", "wp14", "w14", "w15", "a14", "v"];
    let is_known = |choice: &&Element| {
        let requires = choice.attribute("Requires").unwrap_or_default();
        requires.split_whitespace().all(|prefix| KNOWN.contains(&prefix))
    };
    alternate
        .children_named("mc:Choice")
        .find(is_known)
        .or_else(|| alternate.child("mc:Fallback"))
        .or_else(|| alternate.child("mc:Choice"))
}

/// All elements below, in document order, of alternatives only the chosen one.
pub(super) fn descendants(element: &Element) -> Descendants<'_> {
    let mut walk = Descendants { open: Vec::new() };
    walk.enter(element);
    walk
}

/// See [`descendants`].
pub(super) struct Descendants<'a> {
    open: Vec<&'a Element>,
}

impl<'a> Descendants<'a> {
    fn enter(&mut self, element: &'a Element) {
        if element.name == "mc:AlternateContent" {
            self.open.extend(chosen(element));
        } else {
            let children = element.children.iter().rev();
            self.open.extend(children.filter_map(|node| match node {
                Node::Element(child) => Some(child),
                Node::Text(_) => None,
            }));
        }
    }
}

impl<'a> Iterator for Descendants<'a> {
    type Item = &'a Element;

    fn next(&mut self) -> Option<&'a Element> {
        let next = self.open.pop()?;
        self.enter(next);
        Some(next)
    }
}

/// The paragraph's properties.
pub(super) fn properties(paragraph: &Element) -> Option<&Element> {
    paragraph.child("w:pPr")
}

/// Whether the paragraph runs on into the next: its mark was deleted or moved away, or it is a drop cap.
pub(super) fn runs_on(paragraph: &Element) -> bool {
    let Some(properties) = properties(paragraph) else { return false };
    let mark = properties.child("w:rPr");
    mark.is_some_and(|mark| mark.child("w:del").is_some() || mark.child("w:moveFrom").is_some())
        || is_drop_cap(properties)
}

fn is_drop_cap(properties: &Element) -> bool {
    let cap = properties.child("w:framePr").and_then(|frame| frame.attribute("w:dropCap"));
    cap.is_some_and(|cap| cap != "none")
}

/// What a drawing shows, text boxes' own drawings left out.
#[derive(Debug, Default)]
pub(super) struct Drawn<'a> {
    /// `a:blip` and `v:imagedata`.
    pub pictures: Vec<&'a Element>,
    /// `w:txbxContent`.
    pub boxes: Vec<&'a Element>,
    /// Everything else in it.
    pub others: Vec<&'a Element>,
}

/// What a drawing shows.
pub(super) fn drawn(drawing: &Element) -> Drawn<'_> {
    let mut drawn = Drawn::default();
    let mut walk = descendants(drawing);
    while let Some(element) = walk.open.pop() {
        match element.name.as_str() {
            "a:blip" | "v:imagedata" => drawn.pictures.push(element),
            "w:txbxContent" => drawn.boxes.push(element),
            _ => {
                drawn.others.push(element);
                walk.enter(element);
            }
        }
    }
    drawn
}
