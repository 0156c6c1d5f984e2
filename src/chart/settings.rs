//! What the author asks of a chart.
//!
//! In: the attributes of a figure. Out: [`Settings`], and a kind that does not exist. Never: whether the columns exist.

use super::problems::Report;
use super::{Kind, Stack};
use crate::diagnostic::Diagnostic;
use crate::paper::Span;

/// The kinds by the names that authors write.
const KINDS: [(&str, Kind); 5] = [
    ("bar", Kind::Bar),
    ("hbar", Kind::HBar),
    ("line", Kind::Line),
    ("area", Kind::Area),
    ("dot", Kind::Dot),
];

/// Something written, and where.
pub(super) type Written<'a> = (&'a str, Span);

/// The settings of a chart.
pub(super) struct Settings<'a> {
    pub(super) kind: Option<Kind>,
    pub(super) stack: Stack,
    pub(super) multiples: bool,
    pub(super) x: Option<Written<'a>>,
    pub(super) y: Option<Written<'a>>,
    pub(super) series: Option<Written<'a>>,
    pub(super) by: Option<Written<'a>>,
    pub(super) highlight: Option<Written<'a>>,
    pub(super) unit: Option<&'a str>,
}

/// Reads the settings; none if the kind is unknown.
pub(super) fn read<'a>(report: &Report<'a>, problems: &mut Vec<Diagnostic>) -> Option<Settings<'a>> {
    let chart = &report.record.chart;
    let written = chart.kind.trim();
    let kind = KINDS.iter().find(|(name, _)| *name == written).map(|(_, kind)| *kind);
    if kind.is_none() && !written.is_empty() {
        problems.push(report.unknown_kind(written, KINDS.iter().map(|(name, _)| *name).chain(["table"])));
        return None;
    }
    let attributes = &chart.attributes;
    let stack = match () {
        () if attributes.has_class("share") => Stack::Share,
        () if attributes.has_class("stacked") => Stack::Stacked,
        () => Stack::Grouped,
    };
    Some(Settings {
        kind,
        // Lines and dots have places of their own: to stack them would say something else than they show.
        stack: if matches!(kind, Some(Kind::Line | Kind::Dot)) { Stack::Grouped } else { stack },
        multiples: attributes.has_class("multiples"),
        x: chart.get("x"),
        y: chart.get("y"),
        series: chart.get("series"),
        by: chart.get("by"),
        highlight: chart.get("highlight"),
        unit: chart.get("unit").map(|(unit, _)| unit),
    })
}
