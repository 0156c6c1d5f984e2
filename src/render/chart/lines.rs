//! Lines, and areas below them.
//!
//! In: a panel. Out: a line for each series, broken where a value is missing, with its name at its end. Never: a value that is
//! guessed between others.

use super::axis::{Plot, TAIL};
use super::svg::{Anchor, Group, Paint, Path};
use super::words::{self, Weight, width};
use super::{Area, DROP, Form, LINE, Sheet, color};
use crate::chart::scale::Scale;
use crate::chart::{Kind, Measure, Panel, Series};

/// The most points of a line that are marked one by one.
const MARKED: usize = 16;

/// Lines and numbers along the axis of categories.
struct Along {
    /// Where each category lies.
    at: Vec<f64>,
    labels: Vec<(f64, String)>,
}

/// The name of a series at the end of its line.
struct End {
    y: f64,
    lines: Vec<String>,
}

/// Of the dot at a value.
const RADIUS: f64 = 3.0;

impl<'a> Sheet<'a> {
    /// Draws lines or areas; how far down they go.
    pub(super) fn lines(&mut self, panel: &'a Panel, area: Area) -> f64 {
        let top = self.axis_name(area);
        let height = match (self.form, self.is_multiple()) {
            (_, true) => 120.0,
            (Form::Wide, _) => 260.0,
            (Form::Narrow, _) => 210.0,
        };
        let left = area.left + self.ticks_width().min(area.width * 0.6);
        let right = area.right() - self.room_at_ends(panel, area);
        let plot = Plot { left, top: top + 8.0, width: (right - left).max(area.width * 0.25), height };
        self.upright_axis(plot);
        let along = self.along(plot);
        let stacked = self.chart.is_stacked() && self.chart.kind == Kind::Area;
        let ends = if stacked {
            self.stacked_areas(panel, plot, &along)
        } else {
            panel.series.iter().map(|series| self.line(series, plot, &along)).collect()
        };
        let zero = self.y(plot, 0.0);
        self.zero((plot.left, zero), (plot.right(), zero));
        self.names_at_ends(panel, plot, area, ends);
        self.names_along(&along, plot, area)
    }

    fn room_at_ends(&self, panel: &Panel, area: Area) -> f64 {
        let last = self.categories().checked_sub(1).map_or("", |at| self.category(at));
        let half = (width(last, Weight::Regular) / 2.0).clamp(RADIUS, 24.0);
        match panel.series.as_slice() {
            _ if self.is_multiple() => half.min(14.0),
            [series] => {
                last_label(series, area).map_or(0.0, |label| width(label, Weight::Regular) + 9.0).max(half)
            }
            _ => self.ends_width(panel, area).map_or(half, |room| (room + 12.0).max(half)),
        }
    }

    /// Where categories lie, and what is printed of them.
    fn along(&self, plot: Plot) -> Along {
        let count = self.categories();
        let part = |at: usize| if count > 1 { at as f64 / (count as f64 - 1.0) } else { 0.5 };
        let places = self.chart.categories.places.as_ref();
        let ends = places.and_then(|places| Some((*places.at.first()?, *places.at.last()?)));
        let at: Vec<f64> = match (places, ends) {
            (Some(places), Some((first, last))) if last > first => places
                .at
                .iter()
                .map(|place| plot.left + (place - first) / (last - first) * plot.width)
                .collect(),
            _ => (0..count).map(|at| plot.left + part(at) * plot.width).collect(),
        };
        let own = || at.iter().copied().zip(self.chart.categories.labels.iter().cloned()).collect::<Vec<_>>();
        let labels = match (places, ends) {
            (Some(places), Some((first, last))) if last > first && !every_fits(&own()) => {
                self.round_labels(places.measure, (first, last), plot)
            }
            _ => own(),
        };
        Along { at, labels }
    }

    /// Round years or numbers, where not every category can be named.
    fn round_labels(&self, measure: Measure, (first, last): (f64, f64), plot: Plot) -> Vec<(f64, String)> {
        let mut scale = Scale::within(first, last, if plot.width > 300.0 { 7 } else { 4 });
        let whole = measure == Measure::Time;
        if whole && (scale.decimals > 0 || scale.ticks.len() < 2) {
            // Shorter than a few years: the categories name themselves.
            let labels = &self.chart.categories;
            let at = labels.places.iter().flat_map(|places| &places.at);
            return at
                .map(|at| plot.left + (at - first) / (last - first) * plot.width)
                .zip(labels.labels.iter().cloned())
                .collect();
        }
        scale.decimals = if whole { 0 } else { scale.decimals };
        let label = |tick: f64| match measure {
            Measure::Time => format!("{tick:.0}"),
            Measure::Number => self.language.decimal_number(tick, scale.decimals),
        };
        scale.ticks.iter().map(|tick| (plot.left + scale.part(*tick) * plot.width, label(*tick))).collect()
    }

    /// The names below the plot, as many as there is room for.
    fn names_along(&mut self, along: &Along, plot: Plot, area: Area) -> f64 {
        let room = if every_fits(&along.labels) || along.labels.len() > 8 {
            area.width
        } else {
            (plot.width / (along.labels.len().max(2) as f64 - 1.0) - 6.0).max(30.0)
        };
        let wrapped: Vec<(f64, Vec<String>)> =
            along.labels.iter().map(|(x, label)| (*x, words::lines(label, room, Weight::Regular))).collect();
        let mut after = f64::NEG_INFINITY;
        let mut most = 0;
        self.svg.open(Group::Names);
        for (x, lines) in &wrapped {
            let half = words::widest(lines.iter().map(String::as_str)) / 2.0;
            let x = x.clamp(area.left + half, (area.right() - half).max(area.left + half));
            if x - half < after {
                continue;
            }
            after = x + half + 8.0;
            most = most.max(lines.len());
            for (line, at) in lines.iter().zip(1_u16..) {
                self.svg.text(x, plot.bottom() + 5.0 + f64::from(at) * LINE, Anchor::Middle, line);
            }
        }
        self.svg.close();
        plot.bottom() + 5.0 + most as f64 * LINE + TAIL
    }

    /// Draws one line; where it ends.
    fn line(&mut self, series: &Series, plot: Plot, along: &Along) -> Option<f64> {
        let points: Vec<Option<(f64, f64)>> = along
            .at
            .iter()
            .enumerate()
            .map(|(category, x)| Some((*x, self.y(plot, series.number(category)?))))
            .collect();
        if self.chart.kind == Kind::Area {
            let zero = self.y(plot, self.scale.low.max(0.0).min(self.scale.high));
            let base: Vec<(f64, f64)> = along.at.iter().map(|x| (*x, zero)).collect();
            self.svg.open_series(color(series.color), Paint::Wash);
            self.between(&points, &base);
            self.svg.close();
        }
        self.svg.open_series(color(series.color), Paint::Stroke);
        let mut path = Path::default();
        for (at, point) in points.iter().enumerate() {
            let Some(point) = point else { continue };
            let before = at.checked_sub(1).and_then(|at| points.get(at).copied().flatten());
            if before.is_some() { path.go(*point) } else { path.start(*point) }
        }
        if !path.is_empty() {
            self.svg.path(&path);
        }
        self.svg.close();
        let is_lonely = |at: usize| {
            let has = |at: Option<usize>| at.and_then(|at| points.get(at)).is_some_and(Option::is_some);
            !has(at.checked_sub(1)) && !has(at.checked_add(1))
        };
        self.svg.open_series(color(series.color), Paint::Fill);
        for (at, point) in points.iter().enumerate() {
            let Some((x, y)) = point else { continue };
            // A value without neighbours has no line to be seen by.
            if points.len() <= MARKED && !self.is_multiple() || is_lonely(at) {
                self.svg.circle(*x, *y, RADIUS, series.accents.contains(&at));
            }
        }
        self.svg.close();
        points.iter().rev().flatten().next().map(|(_, y)| *y)
    }

    /// Fills what lies between points and a base, in parts where points are missing.
    fn between(&mut self, points: &[Option<(f64, f64)>], base: &[(f64, f64)]) {
        let mut start = 0;
        while start < points.len() {
            let run: Vec<(f64, f64)> = points.iter().skip(start).map_while(|point| *point).collect();
            if run.len() > 1 {
                let mut path = Path::default();
                for (at, point) in run.iter().enumerate() {
                    if at == 0 { path.start(*point) } else { path.go(*point) }
                }
                base.iter().skip(start).take(run.len()).rev().for_each(|point| path.go(*point));
                path.close();
                self.svg.path(&path);
            }
            start += run.len() + 1;
        }
    }

    /// Draws areas one upon the other; where the middle of each ends. A missing value is nothing in a sum.
    fn stacked_areas(&mut self, panel: &Panel, plot: Plot, along: &Along) -> Vec<Option<f64>> {
        let mut sums = vec![0.0; along.at.len()];
        let mut ends = Vec::new();
        for series in &panel.series {
            let base: Vec<(f64, f64)> =
                along.at.iter().zip(&sums).map(|(x, sum)| (*x, self.y(plot, *sum))).collect();
            for (category, sum) in sums.iter_mut().enumerate() {
                *sum += series.number(category).unwrap_or(0.0);
            }
            let points: Vec<Option<(f64, f64)>> =
                along.at.iter().zip(&sums).map(|(x, sum)| Some((*x, self.y(plot, *sum)))).collect();
            self.svg.open_series(color(series.color), Paint::Stacked);
            self.between(&points, &base);
            self.svg.close();
            let end = points
                .last()
                .copied()
                .flatten()
                .zip(base.last())
                .map(|((_, a), (_, b))| f64::midpoint(a, *b));
            ends.push(end);
        }
        ends
    }

    /// The names of series at the ends of their lines, moved apart where they would meet; of a single line, its last value.
    fn names_at_ends(&mut self, panel: &Panel, plot: Plot, area: Area, ends: Vec<Option<f64>>) {
        let names = match panel.series.as_slice() {
            _ if self.is_multiple() => return,
            [series] => vec![last_label(series, area).map(|label| vec![label.to_owned()])],
            _ => {
                let Some(room) = self.ends_width(panel, area) else { return };
                let lines = |series: &Series| Some(words::lines(&series.name, room + 1.0, Weight::Regular));
                panel.series.iter().map(lines).collect()
            }
        };
        let mut placed: Vec<End> = ends
            .into_iter()
            .zip(names)
            .filter_map(|(y, lines)| {
                let lines = lines?;
                Some(End { y: y? - lines.len() as f64 * LINE / 2.0, lines })
            })
            .collect();
        placed.sort_by(|a, b| a.y.total_cmp(&b.y));
        apart(&mut placed, plot);
        self.svg.open(Group::Legend);
        for End { y, lines } in &placed {
            for (line, at) in lines.iter().zip(0_u16..) {
                let baseline = y + LINE / 2.0 + DROP + f64::from(at) * LINE;
                self.svg.text(plot.right() + 9.0, baseline, Anchor::Start, line);
            }
        }
        self.svg.close();
    }
}

/// Moves names down and then up until none meet.
fn apart(ends: &mut [End], plot: Plot) {
    let mut free = plot.top - LINE / 2.0;
    for end in ends.iter_mut() {
        end.y = end.y.max(free);
        free = end.y + end.lines.len() as f64 * LINE;
    }
    let mut free = plot.bottom() + LINE / 2.0;
    for end in ends.iter_mut().rev() {
        let height = end.lines.len() as f64 * LINE;
        end.y = end.y.min(free - height);
        free = end.y;
    }
}

/// The last value of a line, if it leaves the line room enough.
fn last_label(series: &Series, area: Area) -> Option<&str> {
    let last = series.values.iter().rev().flatten().next().map(|value| value.label.as_str());
    last.filter(|label| width(label, Weight::Regular) < area.width * 0.3)
}

fn every_fits(labels: &[(f64, String)]) -> bool {
    let half = |label: &str| width(label, Weight::Regular) / 2.0 + 4.0;
    labels.windows(2).all(|pair| match pair {
        [a, b] => a.0 + half(&a.1) <= b.0 - half(&b.1),
        _ => true,
    })
}
