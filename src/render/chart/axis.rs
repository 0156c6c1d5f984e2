//! Axes of values, lying and upright.
//!
//! In: where a plot stands. Out: lines and numbers. Never: numbers that meet.

use super::svg::{Anchor, Group, Path};
use super::words::{Weight, width};
use super::{Area, DROP, LINE, Sheet};

/// The plot inside a panel: where values lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Plot {
    pub(super) fn right(self) -> f64 {
        self.left + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.top + self.height
    }
}

impl Sheet<'_> {
    /// Where a value lies on a lying axis.
    pub(super) fn x(&self, plot: Plot, value: f64) -> f64 {
        plot.left + self.scale.part(value) * plot.width
    }

    /// Where a value lies on an upright axis.
    pub(super) fn y(&self, plot: Plot, value: f64) -> f64 {
        plot.bottom() - self.scale.part(value) * plot.height
    }

    /// The lines of a lying axis.
    pub(super) fn upright_grid(&mut self, plot: Plot) {
        self.svg.open(Group::Grid);
        for tick in self.scale.ticks.clone() {
            let x = self.x(plot, tick);
            self.svg.path(&Path::line((x, plot.top), (x, plot.bottom())));
        }
        self.svg.close();
    }

    /// The numbers below a lying axis, and what they are; how far down they go.
    pub(super) fn ticks_below(&mut self, plot: Plot, area: Area) -> f64 {
        let labels: Vec<(f64, String)> =
            self.scale.ticks.iter().map(|tick| (self.x(plot, *tick), self.tick(*tick))).collect();
        let every = thinned(&labels);
        let baseline = plot.bottom() + LINE;
        self.svg.open(Group::Ticks);
        for (x, label) in labels.iter().step_by(every) {
            let half = width(label, Weight::Regular) / 2.0;
            let x = x.clamp(area.left + half, (area.right() - half).max(area.left + half));
            self.svg.text(x, baseline, Anchor::Middle, label);
        }
        self.svg.close();
        let mut bottom = baseline + TAIL;
        if let Some(name) = self.chart.axis.clone() {
            self.svg.open(Group::Ticks);
            let lines = super::words::lines(&name, area.right() - plot.left, Weight::Regular);
            for line in &lines {
                bottom += LINE;
                self.svg.text(plot.left, bottom - TAIL, Anchor::Start, line);
            }
            self.svg.close();
        }
        bottom
    }

    /// The room that the numbers of an upright axis take, with the gap to the plot.
    pub(super) fn ticks_width(&self) -> f64 {
        let widths = self.scale.ticks.iter().map(|tick| width(&self.tick(*tick), Weight::Regular));
        widths.fold(0.0, f64::max) + 7.0
    }

    /// The lines and numbers of an upright axis.
    pub(super) fn upright_axis(&mut self, plot: Plot) {
        self.svg.open(Group::Grid);
        for tick in self.scale.ticks.clone() {
            let y = self.y(plot, tick);
            self.svg.path(&Path::line((plot.left, y), (plot.right(), y)));
        }
        self.svg.close();
        self.svg.open(Group::Ticks);
        for tick in self.scale.ticks.clone() {
            let label = self.tick(tick);
            self.svg.text(plot.left - 7.0, self.y(plot, tick) + DROP, Anchor::End, &label);
        }
        self.svg.close();
    }

    /// What an upright axis counts, above it; how far down it goes.
    pub(super) fn axis_name(&mut self, area: Area) -> f64 {
        let Some(name) = self.chart.axis.clone().filter(|_| !self.is_multiple()) else { return area.top };
        let lines = super::words::lines(&name, area.width, Weight::Regular);
        self.svg.open(Group::Ticks);
        let mut top = area.top;
        for line in &lines {
            self.svg.text(area.left, top + LINE - TAIL, Anchor::Start, line);
            top += LINE;
        }
        self.svg.close();
        top + 2.0
    }

    /// The line at zero, where there is one.
    pub(super) fn zero(&mut self, from: (f64, f64), to: (f64, f64)) {
        if self.scale.low <= 0.0 && self.scale.high >= 0.0 {
            self.svg.open(Group::Zero);
            self.svg.path(&Path::line(from, to));
            self.svg.close();
        }
    }
}

/// From a line's letters to the end of its room.
pub(super) const TAIL: f64 = 4.0;

/// So that labels do not meet, one of how many is shown.
fn thinned(labels: &[(f64, String)]) -> usize {
    let half = |label: &str| width(label, Weight::Regular) / 2.0 + 3.0;
    (1..=labels.len().max(1))
        .find(|every| {
            let shown: Vec<&(f64, String)> = labels.iter().step_by(*every).collect();
            shown.windows(2).all(|pair| match pair {
                [a, b] => a.0 + half(&a.1) <= b.0 - half(&b.1),
                _ => true,
            })
        })
        .unwrap_or(1)
}
