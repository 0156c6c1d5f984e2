//! Charts as SVG.
//!
//! In: a [`Chart`] and the rules of its language. Out: a [`Drawing`]: marks and words at exact places. Never: a word that is cut
//! off, two words on one place, a mark outside the drawing, or a colour that the page's stylesheet can't change.
//!
//! A page holds two drawings of a chart, and its stylesheet shows the one that fits: words have the same size in both, so that they
//! are as large on a phone as on a wide screen. One drawing that is only scaled has words of 7 px there; one that is laid out by the
//! browser knows neither how many ticks fit nor which labels would meet. The second drawing repeats the words of the first, so
//! that it costs a page some hundred bytes once it is compressed.

mod axis;
mod bars;
mod columns;
mod dots;
mod file;
mod legend;
mod lines;
mod multiples;
mod svg;
mod table;
mod widths;
mod words;

use crate::chart::scale::Scale;
use crate::chart::{Chart, Color, Kind, Panel};
use crate::language::Language;
use svg::Svg;

pub use file::{Colors, file};
pub use table::csv;

/// The size of all words.
const TEXT: f64 = 13.0;
/// From line to line.
const LINE: f64 = 16.0;
/// From the middle of a line's letters down to the line that they stand on.
const DROP: f64 = 4.5;

/// How wide a drawing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For the width of a text.
    Wide,
    /// For a phone.
    Narrow,
}

impl Form {
    fn width(self) -> f64 {
        match self {
            Self::Wide => 600.0,
            Self::Narrow => 300.0,
        }
    }
}

/// A chart, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// In px.
    pub width: f64,
    /// In px.
    pub height: f64,
    /// What stands in an `<svg>` of this size, with words of 13 px.
    pub marks: String,
}

/// Draws a chart.
pub fn draw(chart: &Chart, language: &Language, form: Form) -> Drawing {
    let mut sheet = Sheet { chart, language, form, scale: scale(chart, form), svg: Svg::default() };
    let whole = Area { left: 0.0, top: 0.0, width: form.width() };
    let bottom = match chart.panels.as_slice() {
        [panel] => {
            let whole =
                if sheet.names_series_beside(panel, whole) { whole } else { sheet.legend(panel, whole) };
            sheet.panel(panel, whole)
        }
        _ => sheet.multiples(whole),
    };
    Drawing { width: form.width(), height: bottom.ceil().max(1.0), marks: sheet.svg.finish() }
}

/// Where something is drawn; how far down it goes is for it to say.
#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    top: f64,
    width: f64,
}

impl Area {
    fn right(self) -> f64 {
        self.left + self.width
    }

    fn below(self, height: f64) -> Self {
        Self { top: self.top + height, ..self }
    }
}

/// A drawing while it is made.
struct Sheet<'a> {
    chart: &'a Chart,
    language: &'a Language,
    form: Form,
    /// The axis of values, which all panels share.
    scale: Scale,
    svg: Svg,
}

impl<'a> Sheet<'a> {
    /// Draws a panel; how far down it goes.
    fn panel(&mut self, panel: &'a Panel, area: Area) -> f64 {
        match self.chart.kind {
            Kind::Bar => match self.column_labels(area) {
                Some(labels) => self.columns(panel, area, &labels),
                // Names that do not fit under bars fit beside them.
                None => self.bars(panel, area),
            },
            Kind::HBar => self.bars(panel, area),
            Kind::Line | Kind::Area => self.lines(panel, area),
            Kind::Dot => self.dots(panel, area),
        }
    }

    /// A number on the axis of values.
    fn tick(&self, number: f64) -> String {
        let digits = self.language.decimal_number(number, self.scale.decimals);
        self.chart.unit.write(&digits)
    }

    /// How a sum of a stack is printed.
    fn sum(&self, number: f64) -> String {
        self.chart.unit.write(&self.language.decimal_number(number, self.chart.decimals))
    }

    fn category(&self, at: usize) -> &'a str {
        self.chart.categories.labels.get(at).map_or("", |label| label)
    }

    fn categories(&self) -> usize {
        self.chart.categories.labels.len()
    }

    fn is_multiple(&self) -> bool {
        self.chart.panels.len() > 1
    }
}

/// The axis of values: from zero where lengths are compared, else around the values.
fn scale(chart: &Chart, form: Form) -> Scale {
    let (low, high) = chart.range();
    let from_zero = match chart.kind {
        Kind::Bar | Kind::HBar | Kind::Area => true,
        // A line that comes near to zero had better show how near.
        Kind::Line | Kind::Dot => low >= 0.0 && low < high * 0.5,
    };
    let (low, high) = if from_zero { (low.min(0.0), high.max(0.0)) } else { (low, high) };
    let mut count = match (form, chart.kind) {
        (Form::Wide, _) if chart.panels.len() > 1 => 3,
        (Form::Narrow, Kind::HBar | Kind::Dot) => 3,
        (Form::Narrow, _) => 4,
        (Form::Wide, _) => 5,
    };
    let mut scale = Scale::around(low, high, count);
    // Nobody counts half a country.
    while chart.decimals == 0 && scale.decimals > 0 && count > 1 {
        count -= 1;
        scale = Scale::around(low, high, count);
    }
    scale
}

/// The class by which the stylesheet colours a series, and the colour that it has without one.
fn color(color: Color) -> (&'static str, &'static str) {
    match color {
        Color::Accent => ("s0", svg::ACCENT),
        Color::Quiet => ("sq", "#8b8985"),
        Color::Palette(at) => svg::PALETTE.get(at).copied().unwrap_or(("s1", svg::ACCENT)),
    }
}
