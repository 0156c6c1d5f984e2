//! Small multiples: a chart for each panel, all on the same axes.
//!
//! In: panels. Out: rows of them. Never: two scales.

use super::svg::{Anchor, Group};
use super::words::{self, Weight};
use super::{Area, Form, LINE, Sheet};
use crate::chart::Kind;

/// Between panels, beside and below each other.
const BESIDE: f64 = 28.0;
const BELOW: f64 = 22.0;

impl Sheet<'_> {
    /// Draws all panels; how far down they go.
    pub(super) fn multiples(&mut self, area: Area) -> f64 {
        let chart = self.chart;
        let area = match chart.panels.first() {
            Some(panel) => self.legend(panel, area),
            None => area,
        };
        let across = self.across(area);
        let width = (area.width - BESIDE * (across as f64 - 1.0)) / across as f64;
        let mut top = area.top;
        for row in chart.panels.chunks(across) {
            let titles: Vec<Vec<String>> =
                row.iter().map(|panel| words::lines(&panel.title, width, Weight::Bold)).collect();
            let room = titles.iter().map(Vec::len).max().unwrap_or(0) as f64 * LINE + 4.0;
            let mut height: f64 = 0.0;
            for ((panel, title), at) in row.iter().zip(titles).zip(0_u16..) {
                self.svg.open_panel(area.left + f64::from(at) * (width + BESIDE), top);
                self.svg.open(Group::Title);
                for (line, at) in title.iter().zip(1_u16..) {
                    self.svg.text(0.0, f64::from(at) * LINE - 4.0, Anchor::Start, line);
                }
                self.svg.close();
                height = height.max(self.panel(panel, Area { left: 0.0, top: room, width }));
                self.svg.close();
            }
            top += height + BELOW;
        }
        top - BELOW
    }

    /// How many panels stand beside each other.
    fn across(&self, area: Area) -> usize {
        let count = self.chart.panels.len();
        let names = || self.chart.categories.labels.iter().map(String::as_str);
        let widest = words::widest(names());
        let most = match (self.form, self.chart.kind) {
            (Form::Narrow, Kind::HBar | Kind::Dot) => 1,
            (Form::Narrow, Kind::Bar) if names().count() > 4 => 1,
            (Form::Narrow, _) => 2,
            (Form::Wide, Kind::HBar | Kind::Dot) if widest > area.width * 0.2 => 2,
            (Form::Wide, Kind::Bar) if names().count() > 6 => 2,
            (Form::Wide, _) => 3,
        };
        // Four are two and two.
        let mut across = if most == 3 && (count == 4 || count == 2) { 2 } else { most.min(count.max(1)) };
        // Long numbers on an axis leave a narrow panel no room for what they measure.
        while across > 1 && area.width / across as f64 - BESIDE < self.ticks_width() * 2.5 {
            across -= 1;
        }
        across
    }
}
