//! Writing SVG.
//!
//! In: marks with their places. Out: elements. Never: more digits than a screen shows; an attribute that a stylesheet could not
//! override.

use std::fmt::Write as _;

use crate::paper::phrase::escape;

/// The accent of a drawing without a stylesheet.
pub(super) const ACCENT: &str = "#8b1e2f";
/// Series by their classes: at least 3:1 on the page, and told apart by readers with any kind of colour vision.
pub(super) const PALETTE: [(&str, &str); 6] = [
    ("s1", "#34698c"),
    ("s2", "#c68206"),
    ("s3", "#541f2f"),
    ("s4", "#8f82e2"),
    ("s5", "#96522b"),
    ("s6", "#0b2460"),
];

/// Where words stand to their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// What a group of marks is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// Lines to read values against.
    Grid,
    /// The line that bars begin at.
    Zero,
    /// The numbers on the axis of values.
    Ticks,
    /// The names of categories.
    Names,
    /// Values beside marks.
    Values,
    /// The names of series.
    Legend,
    /// What a panel is called.
    Title,
}

impl Group {
    fn attributes(self) -> &'static str {
        match self {
            Self::Grid => "class=\"grid\" stroke=\"#d5d3d0\" fill=\"none\"",
            Self::Zero => "class=\"zero\" stroke=\"#1c1b1a\" fill=\"none\"",
            Self::Ticks => "class=\"ticks\" fill=\"#5b5a58\"",
            Self::Names => "class=\"names\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"",
            Self::Values => "class=\"values\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"",
            Self::Legend => "class=\"legend\"",
            Self::Title => "class=\"panel-title\" font-weight=\"600\"",
        }
    }
}

/// SVG while it is written.
#[derive(Debug, Default)]
pub(super) struct Svg {
    out: String,
}

impl Svg {
    pub(super) fn finish(self) -> String {
        self.out
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string can't fail.
        let _ = self.out.write_fmt(text);
    }

    pub(super) fn open(&mut self, group: Group) {
        self.write(format_args!("<g {}>", group.attributes()));
    }

    /// Opens the marks of a series.
    pub(super) fn open_series(&mut self, (class, color): (&str, &str), paint: Paint) {
        match paint {
            Paint::Fill => self.write(format_args!("<g class=\"{class}\" fill=\"{color}\">")),
            Paint::Stacked => self.write(format_args!("<g class=\"{class} stack\" fill=\"{color}\" stroke=\"#fff\">")),
            Paint::Stroke => self.write(format_args!(
                "<g class=\"{class} line\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2.5\" stroke-linejoin=\"round\">"
            )),
            Paint::Wash => {
                self.write(format_args!("<g class=\"{class} wash\" fill=\"{color}\" fill-opacity=\".25\">"))
            }
        }
    }

    pub(super) fn open_panel(&mut self, left: f64, top: f64) {
        self.write(format_args!("<g class=\"panel\" transform=\"translate({} {})\">", n(left), n(top)));
    }

    pub(super) fn close(&mut self) {
        self.out.push_str("</g>");
    }

    /// A rectangle; one of the accent's colour if it is told apart from its neighbours.
    pub(super) fn rect(&mut self, [x, y, width, height]: [f64; 4], accent: bool) {
        let mark = if accent { format!(" class=\"s0\" fill=\"{ACCENT}\"") } else { String::new() };
        let (x, width) = if width < 0.0 { (x + width, -width) } else { (x, width) };
        let (y, height) = if height < 0.0 { (y + height, -height) } else { (y, height) };
        self.write(format_args!(
            "<rect{mark} x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            n(x),
            n(y),
            n(width),
            n(height)
        ));
    }

    pub(super) fn circle(&mut self, x: f64, y: f64, radius: f64, accent: bool) {
        let mark = if accent { format!(" class=\"s0\" fill=\"{ACCENT}\"") } else { String::new() };
        self.write(format_args!("<circle{mark} cx=\"{}\" cy=\"{}\" r=\"{}\"/>", n(x), n(y), n(radius)));
    }

    pub(super) fn path(&mut self, path: &Path) {
        self.write(format_args!("<path d=\"{}\"/>", path.0));
    }

    /// Words, on one line.
    pub(super) fn text(&mut self, x: f64, y: f64, anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.write(format_args!("<text x=\"{}\" y=\"{}\"{anchor}>", n(x), n(y)));
        escape(words, &mut self.out);
        self.out.push_str("</text>");
    }
}

/// How the marks of a series are painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Fill,
    /// Filled, with a line of the page's colour around each.
    Stacked,
    Stroke,
    /// Thinly filled.
    Wash,
}

/// A way from point to point.
#[derive(Debug, Default)]
pub(super) struct Path(String);

impl Path {
    /// A straight line.
    pub(super) fn line(from: (f64, f64), to: (f64, f64)) -> Self {
        let mut path = Self::default();
        path.start(from);
        path.go(to);
        path
    }

    pub(super) fn start(&mut self, (x, y): (f64, f64)) {
        let _ = write!(self.0, "M{} {}", n(x), n(y));
    }

    pub(super) fn go(&mut self, (x, y): (f64, f64)) {
        let _ = write!(self.0, "L{} {}", n(x), n(y));
    }

    pub(super) fn close(&mut self) {
        self.0.push('Z');
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A length with two digits after the point at most.
pub(super) fn n(length: f64) -> String {
    let text = format!("{length:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
