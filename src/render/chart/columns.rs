//! Upright bars.
//!
//! In: a panel, and the lines of the names below it. Out: a group of bars for each category. Never: names that meet: where they
//! would, the chart is drawn with lying bars.

use super::axis::{Plot, TAIL};
use super::svg::{Anchor, Group, Paint};
use super::words::{self, Weight, width};
use super::{Area, Form, LINE, Sheet, color};
use crate::chart::{Panel, Stack};

/// The most lines of a name below a bar.
const LINES: usize = 4;
/// The widest single bar.
const WIDEST: f64 = 64.0;

/// The lines of each category's name; none for one that is left out so that its neighbours can be read.
pub(super) type Labels = Vec<Option<Vec<String>>>;

impl<'a> Sheet<'a> {
    fn columns_width(&self, area: Area) -> f64 {
        area.width - self.ticks_width().min(area.width * 0.6)
    }

    /// The names below upright bars, if they fit.
    pub(super) fn column_labels(&self, area: Area) -> Option<Labels> {
        let count = self.categories();
        let band = self.columns_width(area) / count.max(1) as f64;
        let room = band - 4.0;
        let names = || (0..count).map(|at| self.category(at));
        if names().all(|name| words::longest_part(name) <= room) {
            let labels: Labels =
                names().map(|name| Some(words::lines(name, room, Weight::Regular))).collect();
            return labels.iter().flatten().all(|lines| lines.len() <= LINES).then_some(labels);
        }
        // Years in their order can be left out: a reader knows what comes between.
        self.chart.categories.places.as_ref()?;
        let widest = words::widest(names()) + 8.0;
        let every = (1..=count).find(|every| *every as f64 * band >= widest)?;
        Some((0..count).map(|at| (at % every == 0).then(|| vec![self.category(at).to_owned()])).collect())
    }

    /// Draws upright bars; how far down they go.
    pub(super) fn columns(&mut self, panel: &'a Panel, area: Area, labels: &Labels) -> f64 {
        let top = self.axis_name(area);
        let height = match (self.form, self.is_multiple()) {
            (_, true) => 130.0,
            (Form::Wide, _) => 260.0,
            (Form::Narrow, _) => 210.0,
        };
        let left = area.right() - self.columns_width(area);
        // A value may stand above the highest bar.
        let plot = Plot { left, top: top + LINE, width: area.right() - left, height };
        self.upright_axis(plot);
        let band = plot.width / self.categories().max(1) as f64;
        if self.chart.is_stacked() {
            self.stacked_columns(panel, plot, band);
        } else {
            self.grouped_columns(panel, plot, band);
        }
        let zero = self.y(plot, 0.0);
        self.zero((plot.left, zero), (plot.right(), zero));
        self.names_below(labels, plot, band)
    }

    fn grouped_columns(&mut self, panel: &Panel, plot: Plot, band: f64) {
        let count = panel.series.len().max(1) as f64;
        let pitch = (band * 0.76 / count).min(WIDEST);
        let thickness = if panel.series.len() > 1 { pitch * 0.9 } else { pitch };
        let zero = self.y(plot, 0.0);
        for (bar, series) in panel.series.iter().enumerate() {
            self.svg.open_series(color(series.color), Paint::Fill);
            for category in 0..series.values.len() {
                let Some(number) = series.number(category) else { continue };
                let left = plot.left + band * (category as f64 + 0.5) - pitch * (count / 2.0 - bar as f64);
                let y = self.y(plot, number);
                self.svg.rect([left, zero, thickness, y - zero], series.accents.contains(&category));
            }
            self.svg.close();
        }
        let values = || panel.series.iter().flat_map(|series| series.values.iter().flatten());
        let room = if panel.series.len() > 1 { pitch } else { band - 2.0 };
        if words::widest(values().map(|value| value.label.as_str())) > room {
            return;
        }
        self.svg.open(Group::Values);
        for (bar, series) in panel.series.iter().enumerate() {
            for (category, value) in series.values.iter().enumerate() {
                let Some(value) = value else { continue };
                let left = plot.left + band * (category as f64 + 0.5) - pitch * (count / 2.0 - bar as f64);
                let y = self.y(plot, value.number);
                let y = if value.number < 0.0 { y + LINE - 2.0 } else { y - 5.0 };
                self.svg.text(left + thickness / 2.0, y, Anchor::Middle, &value.label);
            }
        }
        self.svg.close();
    }

    fn stacked_columns(&mut self, panel: &Panel, plot: Plot, band: f64) {
        let thickness = (band * 0.7).min(WIDEST);
        let left = |category: usize| plot.left + band * (category as f64 + 0.5) - thickness / 2.0;
        let mut ends = vec![(0.0, 0.0); self.categories()];
        for series in &panel.series {
            self.svg.open_series(color(series.color), Paint::Stacked);
            for (category, end) in ends.iter_mut().enumerate() {
                let Some(number) = series.number(category) else { continue };
                let from = if number < 0.0 { &mut end.0 } else { &mut end.1 };
                let start = self.y(plot, *from);
                *from += number;
                let height = self.y(plot, *from) - start;
                self.svg.rect([left(category), start, thickness, height], false);
            }
            self.svg.close();
        }
        let sums: Vec<(f64, String)> =
            ends.iter().map(|(below, above)| (*above, self.sum(below + above))).collect();
        let fits = words::widest(sums.iter().map(|(_, label)| label.as_str())) <= band - 2.0;
        if !fits || self.chart.stack == Stack::Share || ends.iter().any(|(below, _)| *below < 0.0) {
            return;
        }
        self.svg.open(Group::Values);
        for (category, (above, label)) in sums.iter().enumerate() {
            let y = self.y(plot, *above) - 5.0;
            self.svg.text(left(category) + thickness / 2.0, y, Anchor::Middle, label);
        }
        self.svg.close();
    }

    fn names_below(&mut self, labels: &Labels, plot: Plot, band: f64) -> f64 {
        self.svg.open(Group::Names);
        let mut most = 0;
        for (category, lines) in labels.iter().enumerate() {
            let Some(lines) = lines else { continue };
            most = most.max(lines.len());
            let middle = plot.left + band * (category as f64 + 0.5);
            for (line, at) in lines.iter().zip(1_u16..) {
                let half = width(line, Weight::Regular) / 2.0;
                let x = middle.min((plot.right() - half).max(plot.left));
                self.svg.text(x, plot.bottom() + 2.0 + f64::from(at) * LINE, Anchor::Middle, line);
            }
        }
        self.svg.close();
        plot.bottom() + 2.0 + most as f64 * LINE + TAIL
    }
}
