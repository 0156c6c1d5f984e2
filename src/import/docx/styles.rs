//! The styles of a Word file.
//!
//! In: `word/styles.xml`. Out: what each style says, with what it takes from those it is based on. Never: paragraphs.

use std::collections::BTreeMap;

use super::roles::{self, Role};
use super::tree::{number, switch};
use super::xml::Element;

/// A style may be based on another, and that on another; a longer chain is a mistake or a ring.
const LONGEST_CHAIN: usize = 32;

/// All styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    default: Style,
    /// The language that the document's defaults name.
    pub lang: Option<String>,
}

/// What a style says. `None`: nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub role: Option<Role>,
    /// From 0; 9 is text.
    pub outline: Option<i64>,
    /// The numbering's id, and the level in it.
    pub list: (Option<String>, Option<usize>),
    pub run: RunLooks,
    pub centred: Option<bool>,
    pub right: Option<bool>,
    pub indent: Option<i64>,
    /// Whether it is for code, by its name.
    pub is_code: bool,
}

/// What a run's properties say. `None`: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RunLooks {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub strike: Option<bool>,
    pub underline: Option<bool>,
    pub hidden: Option<bool>,
    pub mark: Option<bool>,
    pub code_font: Option<bool>,
    pub symbol_font: Option<String>,
    /// `superscript`, `subscript`, `baseline`.
    pub vertical: Option<String>,
    /// How far above the line it stands, in half points.
    pub raised: Option<i64>,
    pub size: Option<i64>,
    pub lang: Option<String>,
}

impl RunLooks {
    /// What a `w:rPr` says.
    pub(super) fn of(properties: &Element) -> Self {
        let font = properties.child("w:rFonts").and_then(|fonts| {
            ["w:ascii", "w:hAnsi", "w:cs"].iter().find_map(|name| fonts.attribute(name)).map(str::to_owned)
        });
        let highlight = properties.value("w:highlight");
        Self {
            bold: switch(properties, "w:b"),
            italic: switch(properties, "w:i"),
            strike: switch(properties, "w:strike").or_else(|| switch(properties, "w:dstrike")),
            underline: switch(properties, "w:u"),
            hidden: switch(properties, "w:vanish"),
            mark: highlight.map(|colour| !matches!(colour, "none" | "white")),
            code_font: font.as_deref().map(roles::is_code_font),
            symbol_font: font.filter(|font| matches!(font.to_lowercase().as_str(), "symbol" | "wingdings")),
            vertical: properties.value("w:vertAlign").map(str::to_owned),
            raised: number(properties, "w:position", "w:val"),
            size: number(properties, "w:sz", "w:val"),
            lang: properties.value("w:lang").map(str::to_owned),
        }
    }

    /// These, and where they say nothing, those.
    fn over(self, base: &Self) -> Self {
        Self {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            strike: self.strike.or(base.strike),
            underline: self.underline.or(base.underline),
            hidden: self.hidden.or(base.hidden),
            mark: self.mark.or(base.mark),
            code_font: self.code_font.or(base.code_font),
            symbol_font: self.symbol_font.or_else(|| base.symbol_font.clone()),
            vertical: self.vertical.or_else(|| base.vertical.clone()),
            raised: self.raised.or(base.raised),
            size: self.size.or(base.size),
            lang: self.lang.or_else(|| base.lang.clone()),
        }
    }
}

impl Styles {
    /// Reads `word/styles.xml`; `None`: the file has none.
    pub(super) fn read(part: Option<&Element>) -> Self {
        let Some(part) = part else { return Self::default() };
        let mut found: BTreeMap<&str, &Element> = BTreeMap::new();
        let mut default_id = None;
        for style in part.children_named("w:style") {
            let Some(id) = style.attribute("w:styleId") else { continue };
            found.insert(id, style);
            let is_default = matches!(style.attribute("w:default"), Some("1" | "true"));
            if is_default && style.attribute("w:type") == Some("paragraph") {
                default_id = Some(id);
            }
        }
        let defaults = part
            .child("w:docDefaults")
            .and_then(|defaults| defaults.child("w:rPrDefault")?.child("w:rPr"))
            .map(RunLooks::of)
            .unwrap_or_default();
        let styles: BTreeMap<String, Style> =
            found.keys().map(|id| ((*id).to_owned(), resolved(id, &found))).collect();
        let mut default = default_id.and_then(|id| styles.get(id)).cloned().unwrap_or_default();
        let lang = default.run.lang.clone().or_else(|| defaults.lang.clone());
        default.run = default.run.over(&defaults);
        Self { styles, default, lang }
    }

    /// The style with this id; for one that is unknown or not named, the default of paragraphs.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Style {
        let Some(style) = id.and_then(|id| self.styles.get(id)) else { return self.default.clone() };
        let mut style = style.clone();
        style.run.size = style.run.size.or(self.default.run.size);
        style
    }

    /// The style of characters with this id.
    pub(super) fn character(&self, id: Option<&str>) -> Option<&Style> {
        self.styles.get(id?)
    }
}

/// A style with all that it takes from those below it.
fn resolved(id: &str, all: &BTreeMap<&str, &Element>) -> Style {
    let mut style = Style::default();
    let mut next = all.get(id).copied();
    for _ in 0..LONGEST_CHAIN {
        let Some(element) = next else { break };
        style = over(style, own(element));
        next = element.value("w:basedOn").and_then(|id| all.get(id).copied());
    }
    style
}

/// What a style itself says.
fn own(element: &Element) -> Style {
    let name = element.value("w:name").unwrap_or_default();
    let id = element.attribute("w:styleId").unwrap_or_default();
    let properties = element.child("w:pPr");
    let list = properties.and_then(|properties| properties.child("w:numPr"));
    let justified = properties.and_then(|properties| properties.value("w:jc"));
    Style {
        role: roles::of_name(name).or_else(|| roles::of_name(id)),
        outline: properties.and_then(|properties| number(properties, "w:outlineLvl", "w:val")),
        list: (
            list.and_then(|list| list.value("w:numId")).map(str::to_owned),
            list.and_then(|list| list.value("w:ilvl")).and_then(|level| level.parse().ok()),
        ),
        run: element.child("w:rPr").map(RunLooks::of).unwrap_or_default(),
        centred: justified.map(|justified| justified == "center"),
        right: justified.map(|justified| matches!(justified, "right" | "end")),
        indent: properties.and_then(indent),
        is_code: roles::is_code(name),
    }
}

/// Where the lines of a paragraph begin.
pub(super) fn indent(properties: &Element) -> Option<i64> {
    number(properties, "w:ind", "w:left").or_else(|| number(properties, "w:ind", "w:start"))
}

fn over(style: Style, base: Style) -> Style {
    Style {
        // A style with a level of the outline is a heading, whatever it is based on.
        role: style.role.or(if style.outline.is_some_and(|level| level < 9) { None } else { base.role }),
        outline: style.outline.or(base.outline),
        list: (style.list.0.or(base.list.0), style.list.1.or(base.list.1)),
        run: style.run.over(&base.run),
        centred: style.centred.or(base.centred),
        right: style.right.or(base.right),
        indent: style.indent.or(base.indent),
        is_code: style.is_code || base.is_code,
    }
}
