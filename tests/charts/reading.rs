//! Reading values off a drawing, by its axis.

use offprint::chart::{Chart, Kind};
use scraper::{ElementRef, Html, Selector};

/// What was read of a panel.
pub(crate) struct Read {
    /// The values of each series, in the order of their marks.
    pub(crate) series: Vec<Vec<f64>>,
    /// What a tenth of a px is worth.
    pub(crate) precision: f64,
}

/// An axis: a px, its value, and what a px is worth.
struct Axis {
    at: f64,
    value: f64,
    per_px: f64,
    lying: bool,
}

impl Axis {
    fn value(&self, px: f64) -> f64 {
        self.value + (px - self.at) * self.per_px
    }
}

fn select(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

fn number(element: ElementRef<'_>, name: &str) -> f64 {
    element.value().attr(name).unwrap().parse().unwrap()
}

/// The points of a path, in parts that each begin with a move.
fn parts(path: &str) -> Vec<Vec<(f64, f64)>> {
    let part = |part: &str| {
        part.trim_end_matches('Z')
            .split('L')
            .map(|point| point.split_once(' ').unwrap())
            .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
            .collect()
    };
    path.split('M').skip(1).map(part).collect()
}

fn path_points(element: ElementRef<'_>) -> Vec<(f64, f64)> {
    let paths = select("path");
    element.select(&paths).flat_map(|path| parts(path.value().attr("d").unwrap()).concat()).collect()
}

/// Reads every panel of a drawing.
pub(crate) fn panels(svg: &str, chart: &Chart) -> Vec<Read> {
    let html = Html::parse_fragment(svg);
    let root = html.select(&select("svg")).next().unwrap();
    let panels: Vec<ElementRef<'_>> = root.select(&select("g.panel")).collect();
    let panels = if panels.is_empty() { vec![root] } else { panels };
    panels.into_iter().map(|panel| read(panel, chart)).collect()
}

fn read(panel: ElementRef<'_>, chart: &Chart) -> Read {
    let axis = axis(panel);
    // What stands before the lines of the axis is a legend.
    let groups: Vec<ElementRef<'_>> =
        panel.child_elements().skip_while(|group| group.value().attr("class") != Some("grid")).collect();
    let is_series = |group: &&ElementRef<'_>| {
        let class = group.value().attr("class").unwrap_or_default().split(' ').next().unwrap_or_default();
        ["s0", "sq", "s1", "s2", "s3", "s4", "s5", "s6"].contains(&class)
    };
    let has = |group: &ElementRef<'_>, class: &str| {
        group.value().attr("class").unwrap_or_default().split(' ').any(|c| c == class)
    };
    let marks: Vec<&ElementRef<'_>> = groups.iter().filter(is_series).collect();
    let series: Vec<Vec<f64>> = match chart.kind {
        Kind::Bar | Kind::HBar => marks.iter().map(|group| bars(**group, &axis)).collect(),
        Kind::Dot => marks.iter().map(|group| dots(**group, &axis)).collect(),
        Kind::Area if chart.is_stacked() => marks.iter().map(|group| bands(**group, &axis)).collect(),
        Kind::Line | Kind::Area => marks
            .iter()
            .filter(|group| has(group, "line"))
            .map(|group| path_points(**group).iter().map(|(_, y)| axis.value(*y)).collect())
            .collect(),
    };
    Read { series, precision: axis.per_px.abs() * 0.1 }
}

/// The axis, by the first and last of its lines that have a number beside them.
fn axis(panel: ElementRef<'_>) -> Axis {
    let grid = panel.select(&select("g.grid")).next().unwrap();
    let lines: Vec<Vec<(f64, f64)>> =
        grid.select(&select("path")).map(|path| parts(path.value().attr("d").unwrap()).concat()).collect();
    let lying = lines.iter().all(|line| (line[0].0 - line[1].0).abs() < 0.01);
    let places: Vec<f64> = lines.iter().map(|line| if lying { line[0].0 } else { line[0].1 }).collect();
    let mut known: Vec<(f64, f64)> = Vec::new();
    for text in panel.select(&select("g.ticks text")) {
        let words: String = text.text().collect();
        let digits: String =
            words.replace('−', "-").chars().filter(|c| matches!(c, '0'..='9' | '.' | '-')).collect();
        let Ok(value) = digits.parse::<f64>() else { continue };
        let at = if lying { number(text, "x") } else { number(text, "y") - 4.5 };
        let near = places.iter().copied().min_by(|a, b| (a - at).abs().total_cmp(&(b - at).abs())).unwrap();
        known.push((near, value));
    }
    let (first, last) = (known[0], known[known.len() - 1]);
    assert!((first.0 - last.0).abs() > 1.0, "an axis with one number: {known:?}");
    Axis { at: first.0, value: first.1, per_px: (last.1 - first.1) / (last.0 - first.0), lying }
}

fn bars(group: ElementRef<'_>, axis: &Axis) -> Vec<f64> {
    let zero = axis.at - axis.value / axis.per_px;
    let bar = |rect: ElementRef<'_>| {
        let (start, length) = if axis.lying {
            (number(rect, "x"), number(rect, "width"))
        } else {
            (number(rect, "y"), number(rect, "height"))
        };
        let middle = start + length / 2.0 - zero;
        // Upright bars go up where they are positive.
        let side = if axis.lying { middle } else { -middle };
        length * axis.per_px.abs() * if side < 0.0 { -1.0 } else { 1.0 }
    };
    group.select(&select("rect")).map(bar).collect()
}

fn dots(group: ElementRef<'_>, axis: &Axis) -> Vec<f64> {
    group.select(&select("circle")).map(|circle| axis.value(number(circle, "cx"))).collect()
}

/// Areas one upon the other: how thick each is at each point.
fn bands(group: ElementRef<'_>, axis: &Axis) -> Vec<f64> {
    let points = path_points(group);
    let (above, below) = points.split_at(points.len() / 2);
    above.iter().zip(below.iter().rev()).map(|((_, a), (_, b))| axis.value(*a) - axis.value(*b)).collect()
}

/// A mark that lies outside of a drawing, if there is one.
pub(crate) fn outside(svg: &str, (width, height): (f64, f64)) -> Option<String> {
    let html = Html::parse_fragment(svg);
    let mut all = Vec::new();
    for element in html.select(&select("rect, circle, text, path")) {
        let (left, top) = offset(element);
        let mut add = |x: f64, y: f64| all.push((x + left, y + top, element.html()));
        match element.value().name() {
            "rect" => {
                let (x, y) = (number(element, "x"), number(element, "y"));
                add(x, y);
                add(x + number(element, "width"), y + number(element, "height"));
            }
            "circle" => {
                let (x, y, r) = (number(element, "cx"), number(element, "cy"), number(element, "r"));
                add(x - r, y - r);
                add(x + r, y + r);
            }
            "text" => add(number(element, "x"), number(element, "y")),
            _ => parts(element.value().attr("d").unwrap()).concat().into_iter().for_each(|(x, y)| add(x, y)),
        }
    }
    let is_in = |at: f64, end: f64| (-0.01..=end + 0.01).contains(&at);
    all.into_iter()
        .find(|(x, y, _)| !is_in(*x, width) || !is_in(*y, height))
        .map(|(x, y, html)| format!("{html} at {x} {y}"))
}

fn offset(element: ElementRef<'_>) -> (f64, f64) {
    let moved = element.ancestors().filter_map(ElementRef::wrap).find_map(|e| e.value().attr("transform"));
    let Some(moved) = moved else { return (0.0, 0.0) };
    let (x, y) = moved.trim_start_matches("translate(").trim_end_matches(')').split_once(' ').unwrap();
    (x.parse().unwrap(), y.parse().unwrap())
}
