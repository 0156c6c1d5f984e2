//! What a part of the archive holds, counted from its XML.
//!
//! In: an [`Element`]. Out: its texts as they stand there, and how many tables, pictures and formulae. Never: blocks; this
//! is the side of the ledger that knows nothing of the manuscript.
//!
//! A paragraph is one text however many runs it has, so that a word split over runs is one word. What a tracked change
//! deleted and what is hidden are texts of their own beside it.

use super::super::ledger::Census;
use super::symbols;
use super::tree::{chosen, descendants, drawn, runs_on, switch};
use super::xml::Element;

/// What an element holds.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// Paragraphs, deletions, alternative texts.
    pub texts: Vec<String>,
    /// Pictures, each place counted.
    pub images: usize,
    /// Tables, those within others too.
    pub tables: usize,
    /// Formulae.
    pub formulae: usize,
}

impl Raw {
    /// What an element holds.
    pub(super) fn of(element: &Element) -> Raw {
        let mut counter = Counter::default();
        counter.element(element);
        counter.flush();
        counter.raw
    }

    /// As the ledger counts it.
    pub(super) fn census(&self) -> Census {
        let mut census =
            Census { images: self.images, tables: self.tables, formulae: self.formulae, ..Census::default() };
        self.texts.iter().for_each(|text| census.add(text));
        census
    }

    /// All texts as one.
    pub(super) fn text(&self) -> String {
        self.texts.join("\n")
    }
}

/// Whose text it is that is left out beside the paragraph: a deletion's author, or what is hidden.
pub(super) fn aside_key(element: &Element) -> Option<String> {
    match element.name.as_str() {
        "w:del" | "w:moveFrom" => {
            Some(format!("{} {}", element.name.as_str(), element.attribute("w:author").unwrap_or_default()))
        }
        "w:r" => {
            let properties = element.child("w:rPr")?;
            (switch(properties, "w:vanish") == Some(true)).then(|| "hidden".to_owned())
        }
        _ => None,
    }
}

/// The words of a run or of a deletion that is left out, and what else is in it.
pub(super) fn left_out(element: &Element) -> (String, Raw) {
    let mut inner = Counter::default();
    inner.children(element);
    let text = std::mem::take(&mut inner.text);
    inner.flush();
    (text, inner.raw)
}

/// The characters that an element of a run stands for; `None`: it is none that stands for characters.
pub(super) fn characters(element: &Element) -> Option<String> {
    Some(match element.name.as_str() {
        "w:t" | "w:delText" => element.text(),
        "w:tab" | "w:ptab" | "w:br" | "w:cr" => " ".to_owned(),
        "w:footnoteReference" | "w:endnoteReference" => " ".to_owned(),
        "w:noBreakHyphen" => "\u{2011}".to_owned(),
        "w:softHyphen" => "\u{ad}".to_owned(),
        "w:sym" => symbols::of(element).map(String::from).unwrap_or_default(),
        _ => return None,
    })
}

/// A drawing's alternative text: its description, else its title.
pub(super) fn alternative(drawing: &Element) -> String {
    let text = |name: &str| drawing.attribute(name).map(str::trim).filter(|text| !text.is_empty());
    text("descr").or_else(|| text("title")).or_else(|| text("alt")).unwrap_or_default().to_owned()
}

#[derive(Default)]
struct Counter {
    raw: Raw,
    text: String,
    aside: Option<(String, String)>,
}

impl Counter {
    fn element(&mut self, element: &Element) {
        match element.name.as_str() {
            "w:p" => {
                self.children(element);
                if !runs_on(element) {
                    self.flush();
                }
            }
            "w:txbxContent" => self.apart(element),
            "w:tc" | "w:comment" | "w:footnote" | "w:endnote" => {
                self.flush();
                self.children(element);
                self.flush();
            }
            "w:tbl" => {
                self.raw.tables += 1;
                self.children(element);
            }
            "mc:AlternateContent" => chosen(element).into_iter().for_each(|branch| self.children(branch)),
            "w:del" | "w:moveFrom" | "w:r" => self.run(element),
            "m:oMath" => self.formula(element),
            "a:blip" | "v:imagedata" => self.raw.images += 1,
            "wp:inline" | "wp:anchor" | "v:shape" | "v:rect" => self.drawing(element),
            // The properties hold no text, and what changed in them is older formatting.
            "w:pPr" | "w:rPr" | "w:tblPr" | "w:sectPr" | "w:instrText" | "w:sdtPr" => {}
            _ => match characters(element) {
                Some(characters) => self.push(&characters),
                None => self.children(element),
            },
        }
    }

    fn children(&mut self, element: &Element) {
        element.elements().for_each(|child| self.element(child));
    }

    fn push(&mut self, characters: &str) {
        self.end_aside();
        self.text.push_str(characters);
    }

    /// A run, or a deletion of runs: what is left out is a text of its own.
    fn run(&mut self, element: &Element) {
        let Some(key) = aside_key(element) else { return self.children(element) };
        let (text, mut rest) = left_out(element);
        self.raw.texts.append(&mut rest.texts);
        self.raw.images += rest.images;
        self.raw.formulae += rest.formulae;
        self.raw.tables += rest.tables;
        match &mut self.aside {
            Some((open, words)) if *open == key => words.push_str(&text),
            _ => {
                self.end_aside();
                self.aside = Some((key, text));
            }
        }
    }

    fn formula(&mut self, formula: &Element) {
        self.raw.formulae += 1;
        self.push(" ");
        self.push(&formula_words(formula));
        self.push(" ");
    }

    /// A drawing: its text boxes stand apart, and a picture in it has an alternative text.
    fn drawing(&mut self, drawing: &Element) {
        self.children(drawing);
        if drawn(drawing).pictures.is_empty() {
            return;
        }
        if drawing.name == "wp:inline" {
            self.push(" ");
        }
        let described = drawing.child("wp:docPr").unwrap_or(drawing);
        self.raw.texts.push(alternative(described));
    }

    /// A text within a paragraph, and not in its line.
    fn apart(&mut self, content: &Element) {
        let outer = (std::mem::take(&mut self.text), self.aside.take());
        self.children(content);
        self.flush();
        (self.text, self.aside) = outer;
    }

    fn end_aside(&mut self) {
        self.raw.texts.extend(self.aside.take().map(|(_, text)| text));
    }

    fn flush(&mut self) {
        self.end_aside();
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.raw.texts.push(text);
        }
    }
}

/// The words of a formula as Word shows them.
pub(super) fn formula_words(formula: &Element) -> String {
    let mut words = String::new();
    for element in descendants(formula) {
        if matches!(element.name.as_str(), "m:t" | "w:t") {
            words.push_str(&element.text());
            words.push(' ');
        }
    }
    words
}
