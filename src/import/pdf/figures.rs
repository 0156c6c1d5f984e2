//! Words that are drawn in charts and maps.
//!
//! In: paragraphs with their looks. Out: the looks, with such words told, and a remark for each drawing. Never: a caption,
//! a source, or running text.

use super::super::remark::{Kind, Remark};
use super::super::text::piece::Looks;
use super::measure::Measure;
use super::paragraphs::Paragraph;

/// The first words of captions of drawings.
const WORDS: [&str; 16] = [
    "figure",
    "fig.",
    "chart",
    "map",
    "graph",
    "diagram",
    "rysunek",
    "rys.",
    "wykres",
    "mapa",
    "schemat",
    "abbildung",
    "abb.",
    "karte",
    "graphique",
    "carte",
];
/// The first words of what stands below a drawing and is not in it.
const SOURCES: [&str; 14] = [
    "source",
    "sources",
    "credit",
    "note",
    "notes",
    "źródło",
    "źródła",
    "opracowanie",
    "uwaga",
    "quelle",
    "quellen",
    "anmerkung",
    "remarque",
    "zdroj",
];
/// Why they are dropped.
const WHY: &str = "words drawn in a figure, which is not taken over";
/// The most words of one label.
const LABEL: usize = 25;

/// Tells the words of drawings: rows and small print right below a caption of a figure, or else right above it.
pub(super) fn figures(paragraphs: &[Paragraph], measure: &Measure, looks: &mut [Looks]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let is_drawn = |at: usize, page: usize, looks: &[Looks]| {
        let free = looks.get(at).is_some_and(|looks| !matches!(looks, Looks::Note(_) | Looks::Furniture(_)));
        free && paragraphs
            .get(at)
            .is_some_and(|paragraph| paragraph.page == page && may_be_drawn(paragraph, measure))
    };
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if looks.get(at) != Some(&Looks::Caption) || paragraph.row || !names_figure(paragraph) {
            continue;
        }
        let page = paragraph.page;
        let below = (at + 1..paragraphs.len()).take_while(|at| is_drawn(*at, page, looks)).count();
        let above = (0..at).rev().take_while(|at| is_drawn(*at, page, looks)).count();
        let drawn = if below > 0 { at + 1..at + 1 + below } else { at - above..at };
        if drawn.is_empty() {
            continue;
        }
        looks.iter_mut().take(drawn.end).skip(drawn.start).for_each(|looks| *looks = Looks::Furniture(WHY));
        let name: Vec<String> = paragraph.words().take(2).map(|word| word.text.clone()).collect();
        let why = format!(
            "the drawing of \"{}\" was not taken over, and its words are in this report: make a chart of its data, or save it as a picture",
            name.join(" ").trim_end_matches([':', '.'])
        );
        remarks.push(Remark::new(Kind::Lost, why).at(format!("page {page}")));
    }
    remarks
}

fn names_figure(caption: &Paragraph) -> bool {
    caption.words().next().is_some_and(|word| WORDS.contains(&word.text.to_lowercase().as_str()))
}

/// Whether a paragraph may be a label of a drawing.
fn may_be_drawn(paragraph: &Paragraph, measure: &Measure) -> bool {
    let words = paragraph.words().count();
    let first = paragraph.words().next().map(|word| word.text.to_lowercase()).unwrap_or_default();
    let label = measure.is_small(paragraph.size()) && words <= LABEL && !names_figure(paragraph);
    (paragraph.row || label) && !SOURCES.contains(&first.trim_end_matches([':', '.']))
}
