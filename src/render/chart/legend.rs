//! The names of series where they can't stand beside them.
//!
//! In: a panel. Out: a line or more of colours and names. Never: a legend for one series: its name is the axis's.

use super::svg::{Anchor, Group, Paint};
use super::words::{self, Weight, width};
use super::{Area, LINE, Sheet, color};
use crate::chart::{Color, Kind, Panel};

/// A swatch and the gap to its name.
const SWATCH: f64 = 12.0;
const GAP: f64 = 6.0;
/// From a name to the next swatch.
const BETWEEN: f64 = 18.0;

impl<'a> Sheet<'a> {
    /// Draws a legend, if there is anything to tell apart; what is left of the area.
    pub(super) fn legend(&mut self, panel: &'a Panel, area: Area) -> Area {
        if panel.series.len() < 2 {
            return area;
        }
        let (mut left, mut top) = (area.left, area.top);
        let mut names = Vec::new();
        for series in panel.series.iter().filter(|series| is_told(series.color, panel)) {
            let room = area.width - SWATCH - GAP;
            let lines = words::lines(&series.name, room, Weight::Regular);
            let wide = words::widest(lines.iter().map(String::as_str));
            if left > area.left && left + SWATCH + GAP + wide > area.right() {
                (left, top) = (area.left, top + LINE + 3.0);
            }
            self.svg.open_series(color(series.color), Paint::Fill);
            let line = matches!(self.chart.kind, Kind::Line);
            if matches!(self.chart.kind, Kind::Dot) {
                self.svg.circle(left + SWATCH / 2.0, top + LINE / 2.0, 5.5, false);
            } else if line {
                self.svg.rect([left, top + 6.5, SWATCH, 3.0], false);
            } else {
                self.svg.rect([left, top + 2.0, SWATCH, SWATCH], false);
            }
            self.svg.close();
            let is_last = lines.len().saturating_sub(1);
            for (at, line) in lines.into_iter().enumerate() {
                names.push((left + SWATCH + GAP, top + LINE - 4.0, line));
                top += if at < is_last { LINE } else { 0.0 };
            }
            left += SWATCH + GAP + wide + BETWEEN;
        }
        self.svg.open(Group::Legend);
        for (x, y, line) in names {
            self.svg.text(x, y, Anchor::Start, &line);
        }
        self.svg.close();
        Area { top: top + LINE + 10.0, ..area }
    }

    /// Whether the names of series stand at the ends of their lines.
    pub(super) fn names_series_beside(&self, panel: &Panel, area: Area) -> bool {
        matches!(self.chart.kind, Kind::Line | Kind::Area)
            && panel.series.len() > 1
            && !self.is_multiple()
            && self.ends_width(panel, area).is_some()
    }

    /// The room that the names of series take at the ends of lines, if there is as much.
    pub(super) fn ends_width(&self, panel: &Panel, area: Area) -> Option<f64> {
        let most = area.width * if area.width > 400.0 { 0.25 } else { 0.3 };
        let names = || panel.series.iter().map(|series| series.name.as_str());
        let lines: usize = names().map(|name| words::lines(name, most, Weight::Regular).len()).sum();
        let fits = names().all(|name| words::longest_part(name) <= most) && lines <= 10;
        let widths = names().flat_map(|name| words::lines(name, most, Weight::Regular));
        fits.then(|| widths.map(|line| width(&line, Weight::Regular)).fold(0.0, f64::max))
    }
}

/// Of many grey series beside a highlighted one, none is told by its colour.
fn is_told(color: Color, panel: &Panel) -> bool {
    color != Color::Quiet || panel.series.iter().filter(|series| series.color == Color::Quiet).count() < 2
}
