//! Lying bars.
//!
//! In: a panel. Out: a row for each category: its name, its bars, their values. Never: a name that is cut off.

use super::axis::Plot;
use super::svg::{Anchor, Group, Paint};
use super::words::{self, Weight, width};
use super::{Area, DROP, Form, LINE, Sheet, color};
use crate::chart::{Panel, Series};

/// The most of the width that names beside bars take, on a wide drawing and on a narrow one.
const BESIDE: f64 = 0.38;
const BESIDE_NARROW: f64 = 0.28;
/// Between rows.
const GAP: f64 = 9.0;
/// Between a bar and its value.
const SPACE: f64 = 5.0;

/// A row of a lying chart.
pub(super) struct Row {
    /// The lines of its name.
    pub(super) name: Vec<String>,
    /// Where its marks begin and how high they are.
    pub(super) top: f64,
    pub(super) height: f64,
    /// The line of letters of the first line of its name.
    pub(super) baseline: f64,
}

/// The rows, the room of names beside them, and how far down they go.
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    pub(super) beside: Option<f64>,
    pub(super) bottom: f64,
}

/// How high the bars of a group are.
#[derive(Clone, Copy)]
struct Bars {
    thickness: f64,
    pitch: f64,
    count: usize,
}

impl Bars {
    fn of(count: usize) -> Self {
        let (thickness, pitch) = match count {
            0 | 1 => (18.0, 18.0),
            2 => (13.0, 15.0),
            _ => (12.0, 14.0),
        };
        Self { thickness, pitch, count: count.max(1) }
    }

    fn height(self) -> f64 {
        self.pitch * (self.count as f64 - 1.0) + self.thickness
    }
}

impl<'a> Sheet<'a> {
    /// Draws lying bars; how far down they go.
    pub(super) fn bars(&mut self, panel: &'a Panel, area: Area) -> f64 {
        let stacked = self.chart.is_stacked();
        let bars = Bars::of(if stacked { 1 } else { panel.series.len() });
        let rows = self.rows(area.below(2.0), bars.height());
        let labels = self.bar_labels(panel);
        let plot = self.bar_plot(area, &rows, &labels);
        self.upright_grid(plot);
        if stacked {
            self.stacked_bars(panel, plot, &rows);
        } else {
            for (at, series) in panel.series.iter().enumerate() {
                self.bars_of(series, plot, (&rows, bars, at));
            }
        }
        let zero = self.x(plot, 0.0);
        self.zero((zero, plot.top), (zero, plot.bottom()));
        self.row_names(&rows, area);
        self.bar_values(&labels, plot, (&rows, bars));
        self.ticks_below(plot, area)
    }

    /// Lays out the rows, with marks of a height.
    pub(super) fn rows(&self, area: Area, height: f64) -> Rows {
        let names = || (0..self.categories()).map(|at| self.category(at));
        let widest = words::widest(names());
        let is_wide = self.form == Form::Wide && area.width >= 400.0;
        let most = area.width * if is_wide { BESIDE } else { BESIDE_NARROW };
        let fits = is_wide || widest <= most;
        let beside = fits.then(|| widest.min(most).ceil());
        let mut rows = Vec::new();
        let mut top = area.top;
        for name in names() {
            let lines = words::lines(name, beside.unwrap_or(area.width), Weight::Regular);
            let room = lines.len() as f64 * LINE;
            let row = match beside {
                Some(_) => {
                    let whole = height.max(room);
                    let middle = top + whole / 2.0;
                    let baseline = middle - room / 2.0 + LINE / 2.0 + DROP;
                    let row = Row { name: lines, top: middle - height / 2.0, height, baseline };
                    top += whole + GAP;
                    row
                }
                None => {
                    let room = if name.is_empty() { 0.0 } else { room + 1.0 };
                    let row = Row { name: lines, top: top + room, height, baseline: top + LINE - 4.0 };
                    top += room + height + GAP;
                    row
                }
            };
            rows.push(row);
        }
        Rows { rows, beside, bottom: top - GAP + 5.0 }
    }

    pub(super) fn row_names(&mut self, rows: &Rows, area: Area) {
        self.svg.open(Group::Names);
        for row in &rows.rows {
            for (line, at) in row.name.iter().zip(0_u16..) {
                if !line.is_empty() {
                    self.svg.text(area.left, row.baseline + f64::from(at) * LINE, Anchor::Start, line);
                }
            }
        }
        self.svg.close();
    }

    /// The values that are printed: row, bar of its group, where the bar ends, and the words.
    fn bar_labels(&self, panel: &Panel) -> Vec<(usize, usize, f64, String)> {
        let mut labels = Vec::new();
        if self.chart.stack == crate::chart::Stack::Share {
            return labels;
        }
        if self.chart.is_stacked() {
            for category in 0..self.categories() {
                let (below, above) = panel.sums(category);
                let is_any = panel.series.iter().any(|series| series.number(category).is_some());
                let sum = below + above;
                // A bar that goes both ways has no end at which its sum could stand.
                if is_any && below >= 0.0 {
                    labels.push((category, 0, above, self.sum(sum)));
                }
            }
            return labels;
        }
        for (bar, series) in panel.series.iter().enumerate() {
            for (category, value) in series.values.iter().enumerate() {
                if let Some(value) = value {
                    labels.push((category, bar, value.number, value.label.clone()));
                }
            }
        }
        labels
    }

    /// The plot that leaves room for names and values.
    fn bar_plot(&self, area: Area, rows: &Rows, labels: &[(usize, usize, f64, String)]) -> Plot {
        let mut left = area.left + rows.beside.map_or(0.0, |beside| beside + 10.0);
        let last =
            self.scale.ticks.last().map_or(0.0, |tick| width(&self.tick(*tick), Weight::Regular) / 2.0);
        let room = |label: &str| width(label, Weight::Regular) + SPACE;
        for _ in 0..2 {
            let whole = area.right() - left;
            let beyond = labels
                .iter()
                .filter(|(_, _, number, _)| *number < 0.0)
                .map(|(_, _, number, label)| room(label) - self.scale.part(*number) * whole);
            left += beyond.fold(0.0, f64::max).min(whole / 2.0);
        }
        let whole = area.right() - left;
        let fits = labels
            .iter()
            .filter(|(_, _, number, _)| *number >= 0.0)
            .map(|(_, _, number, label)| (whole - room(label)) / self.scale.part(*number).max(0.05));
        let width = fits.fold(whole - last, f64::min).max(whole * 0.25);
        Plot { left, top: area.top, width, height: rows.bottom - area.top }
    }

    fn bars_of(&mut self, series: &Series, plot: Plot, (rows, bars, bar): (&Rows, Bars, usize)) {
        self.svg.open_series(color(series.color), Paint::Fill);
        let zero = self.x(plot, 0.0);
        for (category, row) in rows.rows.iter().enumerate() {
            let Some(number) = series.number(category) else { continue };
            let top = row.top + bars.pitch * bar as f64;
            let length = self.x(plot, number) - zero;
            self.svg.rect([zero, top, length, bars.thickness], series.accents.contains(&category));
        }
        self.svg.close();
    }

    fn stacked_bars(&mut self, panel: &Panel, plot: Plot, rows: &Rows) {
        let mut ends = vec![(0.0, 0.0); rows.rows.len()];
        for series in &panel.series {
            self.svg.open_series(color(series.color), Paint::Stacked);
            for ((category, row), end) in rows.rows.iter().enumerate().zip(&mut ends) {
                let Some(number) = series.number(category) else { continue };
                let from = if number < 0.0 { &mut end.0 } else { &mut end.1 };
                let start = self.x(plot, *from);
                *from += number;
                let length = self.x(plot, *from) - start;
                self.svg.rect([start, row.top, length, row.height], false);
            }
            self.svg.close();
        }
    }

    fn bar_values(
        &mut self,
        labels: &[(usize, usize, f64, String)],
        plot: Plot,
        (rows, bars): (&Rows, Bars),
    ) {
        self.svg.open(Group::Values);
        for (category, bar, number, label) in labels {
            let Some(row) = rows.rows.get(*category) else { continue };
            let middle = row.top + bars.pitch * *bar as f64 + bars.thickness / 2.0;
            let end = self.x(plot, *number);
            if *number < 0.0 {
                self.svg.text(end - SPACE, middle + DROP, Anchor::End, label);
            } else {
                self.svg.text(end + SPACE, middle + DROP, Anchor::Start, label);
            }
        }
        self.svg.close();
    }
}
