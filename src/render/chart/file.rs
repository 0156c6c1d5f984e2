//! A chart as a file of its own: with its title, its source and its own colours.
//!
//! In: a chart, and the words below it. Out: an SVG document. Never: anything that it would have to fetch.

use std::fmt::Write as _;

use super::svg::{ACCENT, n};
use super::words::{self, Weight};
use super::{Form, LINE, draw};
use crate::chart::Chart;
use crate::language::Language;
use crate::paper::phrase::escape;
use crate::render::xml::is_fit;

/// Around the drawing.
const EDGE: f64 = 20.0;

/// The colours of a site's pages that a file has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colors {
    /// The accent, as CSS writes it.
    pub accent: String,
}

impl Default for Colors {
    fn default() -> Self {
        Self { accent: ACCENT.to_owned() }
    }
}

/// Writes a chart as a file. `heading` stands above it ("Figure 2 Countries supplied"), `notes` (source, credit) below.
pub fn file(chart: &Chart, language: &Language, heading: &str, notes: &[String], colors: &Colors) -> String {
    let drawing = draw(chart, language, Form::Wide);
    let mut body = String::new();
    let mut top = EDGE;
    if !heading.is_empty() {
        body.push_str("<g font-weight=\"600\">");
        top = text(heading, (top, drawing.width, Weight::Bold), &mut body) + 12.0;
        body.push_str("</g>");
    }
    let _ = write!(body, "<g transform=\"translate({} {})\">{}</g>", n(EDGE), n(top), drawing.marks);
    top += drawing.height;
    if !notes.is_empty() {
        body.push_str("<g fill=\"#5b5a58\">");
        top += 10.0;
        for note in notes {
            top = text(note, (top, drawing.width, Weight::Regular), &mut body);
        }
        body.push_str("</g>");
    }
    let (width, height) = (drawing.width + 2.0 * EDGE, (top + EDGE).ceil());
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" lang=\"{lang}\" \
         role=\"img\" aria-labelledby=\"title description\" font-family=\"'Offprint Sans', 'Source Sans 3', 'Source Sans Pro', system-ui, sans-serif\" \
         font-size=\"13\" fill=\"#1c1b1a\">\n<title id=\"title\">",
        w = n(width),
        h = n(height),
        lang = language.tag(),
    );
    escape(if chart.title.is_empty() { heading } else { &chart.title }, &mut out);
    out.push_str("</title>\n<desc id=\"description\">");
    escape(&chart.description, &mut out);
    out.push_str("</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    out.push_str(&if colors.accent == ACCENT { body } else { body.replace(ACCENT, &colors.accent) });
    out.push_str("\n</svg>\n");
    // A control character in the data would make a file that no program draws.
    out.retain(is_fit);
    out
}

/// Writes words on as many lines as they need; how far down they go.
fn text(words: &str, (top, width, weight): (f64, f64, Weight), out: &mut String) -> f64 {
    let mut top = top;
    for line in words::lines(words, width, weight) {
        let _ = write!(out, "<text x=\"{}\" y=\"{}\">", n(EDGE), n(top + LINE - 4.0));
        escape(&line, out);
        out.push_str("</text>");
        top += LINE;
    }
    top
}
