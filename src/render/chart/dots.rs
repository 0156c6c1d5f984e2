//! Dots on a line for each category.
//!
//! In: a panel. Out: rows like those of lying bars, with a dot for each value. Never: lengths, which dots do not have: the axis need
//! not begin at zero.

use super::axis::Plot;
use super::svg::{Anchor, Group, Paint, Path};
use super::words::{Weight, width};
use super::{Area, DROP, Sheet, color};
use crate::chart::Panel;

const RADIUS: f64 = 5.5;
const HEIGHT: f64 = 16.0;

impl<'a> Sheet<'a> {
    /// Draws dots; how far down they go.
    pub(super) fn dots(&mut self, panel: &'a Panel, area: Area) -> f64 {
        let rows = self.rows(area.below(2.0), HEIGHT);
        let single = match panel.series.as_slice() {
            [series] => series
                .values
                .iter()
                .flatten()
                .map(|value| width(&value.label, Weight::Regular))
                .fold(0.0, f64::max),
            _ => 0.0,
        };
        let left = area.left + rows.beside.map_or(RADIUS, |beside| beside + 10.0 + RADIUS);
        let last =
            self.scale.ticks.last().map_or(0.0, |tick| width(&self.tick(*tick), Weight::Regular) / 2.0);
        let right =
            area.right() - last.max(RADIUS).max(if single > 0.0 { single + RADIUS + 5.0 } else { 0.0 });
        let plot = Plot {
            left,
            top: area.top,
            width: (right - left).max(area.width * 0.25),
            height: rows.bottom - area.top,
        };
        self.upright_grid(plot);
        self.svg.open(Group::Grid);
        for (category, row) in rows.rows.iter().enumerate() {
            let numbers = || panel.series.iter().filter_map(|series| series.number(category));
            let (low, high) =
                (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max));
            if low < high {
                let middle = row.top + row.height / 2.0;
                self.svg.path(&Path::line((self.x(plot, low), middle), (self.x(plot, high), middle)));
            }
        }
        self.svg.close();
        let zero = self.x(plot, 0.0);
        self.zero((zero, plot.top), (zero, plot.bottom()));
        self.row_names(&rows, area);
        for series in &panel.series {
            self.svg.open_series(color(series.color), Paint::Fill);
            for (category, row) in rows.rows.iter().enumerate() {
                let Some(number) = series.number(category) else { continue };
                let accent = series.accents.contains(&category);
                self.svg.circle(self.x(plot, number), row.top + row.height / 2.0, RADIUS, accent);
            }
            self.svg.close();
        }
        if let [series] = panel.series.as_slice() {
            self.svg.open(Group::Values);
            for (value, row) in series.values.iter().zip(&rows.rows) {
                let Some(value) = value else { continue };
                let x = self.x(plot, value.number) + RADIUS + 5.0;
                self.svg.text(x, row.top + row.height / 2.0 + DROP, Anchor::Start, &value.label);
            }
            self.svg.close();
        }
        self.ticks_below(plot, area)
    }
}
