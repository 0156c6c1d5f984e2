//! Pictures, shapes and text boxes.
//!
//! In: drawings of either kind (DrawingML, VML). Out: files, pictures in the line, and what is anchored in a paragraph.
//! Never: fetching a picture that is not in the file, or turning one into another format.

use std::collections::{BTreeMap, BTreeSet};

use super::super::remark::{Kind, Remark};
use super::super::transcript::{Attachment, Image};
use super::line::{Atom, Look};
use super::piece::Float;
use super::raw::alternative;
use super::reader::Reader;
use super::tree::drawn;
use super::xml::Element;

/// The files of all pictures.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// The path below the paper's folder, by the path in the archive.
    paths: BTreeMap<String, String>,
    names: BTreeSet<String>,
    pub attachments: Vec<Attachment>,
}

/// Where a picture is.
enum Source {
    Stored(String),
    Elsewhere(String),
    Nowhere,
}

impl Pictures {
    /// Keeps a file, once however often it is used, under a safe name.
    fn keep(&mut self, source: &str, bytes: &[u8]) -> (String, bool) {
        if let Some(path) = self.paths.get(source) {
            return (path.clone(), false);
        }
        let name = source.rsplit('/').next().unwrap_or(source);
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let (stem, end) = (crate::language::slug(stem), crate::language::slug(end));
        let stem = if stem.is_empty() { "image".to_owned() } else { stem };
        let end = end_of(bytes).map_or(end, str::to_owned);
        let named = |more: &str| {
            if end.is_empty() {
                format!("figures/{stem}{more}")
            } else {
                format!("figures/{stem}{more}.{end}")
            }
        };
        let mut path = named("");
        let mut count = 2;
        while !self.names.insert(path.clone()) {
            path = named(&format!("-{count}"));
            count += 1;
        }
        self.paths.insert(source.to_owned(), path.clone());
        self.attachments.push(Attachment { path: path.clone(), bytes: bytes.to_owned() });
        (path, true)
    }
}

/// How the name of a file ends, by how the file begins: writers call a JPEG `image1.png` at times.
fn end_of(bytes: &[u8]) -> Option<&'static str> {
    const BEGINNINGS: &[(&[u8], &str)] = &[
        (b"\x89PNG", "png"),
        (b"\xff\xd8\xff", "jpg"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"\xd7\xcd\xc6\x9a", "wmf"),
    ];
    BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, end)| *end)
}

/// Whether browsers show files of this kind.
fn is_shown(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or_default();
    matches!(end, "png" | "jpg" | "jpeg" | "gif" | "svg" | "webp" | "avif")
}

impl Reader<'_> {
    /// A drawing: its pictures, its text boxes and what else it may be.
    pub(super) fn drawing(&mut self, drawing: &Element, look: &Look) {
        let is_in_line = drawing.child("wp:inline").is_some();
        let frames: Vec<&Element> = match drawing.name.as_str() {
            "w:drawing" => drawing.elements().collect(),
            _ => vec![drawing],
        };
        for frame in frames {
            self.frame(frame, is_in_line, look);
        }
    }

    fn frame(&mut self, frame: &Element, is_in_line: bool, look: &Look) {
        let drawn = drawn(frame);
        self.odd_drawings(&drawn.others);
        let shapes: Vec<&&Element> =
            drawn.others.iter().filter(|e| matches!(e.name.as_str(), "v:shape" | "v:rect")).collect();
        let mut alternatives: Vec<String> = match frame.child("wp:docPr") {
            Some(described) => vec![alternative(described)],
            // Each shape of VML describes itself.
            None => shapes
                .iter()
                .filter(|shape| !super::tree::drawn(shape).pictures.is_empty())
                .map(|shape| alternative(shape))
                .collect(),
        };
        if !drawn.pictures.is_empty() {
            let is_described = alternatives.iter().any(|alternative| !alternative.is_empty());
            let is_decorative = drawn
                .others
                .iter()
                .any(|e| e.name == "adec:decorative" && matches!(e.attribute("val"), Some("1" | "true")));
            if is_decorative && !is_described {
                let message = "a picture that its author marked as decorative has no alternative text";
                self.line.remarks.push(Remark::new(Kind::Unsupported, message).at(self.place()));
            }
        }
        alternatives.reverse();
        for picture in &drawn.pictures {
            let alternative = alternatives.pop().unwrap_or_default();
            match self.picture(picture, &alternative) {
                Some(image) if is_in_line => self.push(Atom::Image(image), look),
                Some(image) => self.float(Float::Picture(image)),
                None if is_in_line => self.push_text(" ", look),
                None => {}
            }
        }
        for content in drawn.boxes {
            let pieces = self.apart(content);
            self.float(Float::Text(pieces));
        }
    }

    /// Adds something that is anchored here.
    fn float(&mut self, float: Float) {
        self.line.floats.push(float);
    }

    /// What is neither a picture nor a text box.
    fn odd_drawings(&mut self, elements: &[&Element]) {
        for element in elements {
            match element.name.as_str() {
                "v:rect" if element.attribute("o:hr").is_some() => self.float(Float::Rule),
                "c:chart" => self.chart(element),
                "dgm:relIds" => self.diagram(element),
                "v:textpath" => {
                    let words = element.attribute("string").unwrap_or_default();
                    let message = format!("decorative lettering (WordArt) is left out: “{words}”");
                    self.line.remarks.push(Remark::new(Kind::Lost, message).at(self.place()));
                }
                _ => {}
            }
        }
    }

    /// A picture, kept as a file; `None`: it is not in this file, which is told.
    fn picture(&mut self, picture: &Element, alternative: &str) -> Option<Image> {
        let told = match self.source(picture) {
            Source::Stored(path) => match self.package.part(&path) {
                Some(bytes) => return Some(self.kept(&path, bytes, alternative)),
                None => format!("the picture `{path}` is missing in the file"),
            },
            Source::Elsewhere(url) => {
                format!("the picture is not in the file but linked, from {url}; it is not fetched")
            }
            Source::Nowhere => "a picture without a file".to_owned(),
        };
        self.absent.images += 1;
        self.line.remarks.push(Remark::new(Kind::Lost, told).from(alternative).at(self.place()));
        None
    }

    fn source(&self, picture: &Element) -> Source {
        let ids = ["r:embed", "r:id", "o:relid", "r:link", "r:pict"];
        let relations = ids.iter().filter_map(|name| self.relations.get(picture.attribute(name)?));
        // An SVG stands beside the PNG for older versions of Word.
        let drawing = super::tree::descendants(picture)
            .find(|e| e.name == "asvg:svgBlip")
            .and_then(|svg| self.relations.get(svg.attribute("r:embed")?));
        let Some(relation) = drawing.into_iter().chain(relations).next() else { return Source::Nowhere };
        match relation.external {
            true => Source::Elsewhere(relation.target.clone()),
            false => Source::Stored(relation.target.clone()),
        }
    }

    fn kept(&mut self, source: &str, bytes: &[u8], alternative: &str) -> Image {
        let (path, is_new) = self.pictures.keep(source, bytes);
        if is_new && !is_shown(&path) {
            let message = format!(
                "browsers don't show `{path}`; open it in a drawing program, save it as SVG or PNG, and change its name here"
            );
            self.line.remarks.push(Remark::new(Kind::Unsupported, message).at(self.place()));
        }
        Image { path, alt: alternative.to_owned() }
    }
}
