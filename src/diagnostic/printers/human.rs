//! Diagnostics for people: the message, the line that it speaks of with a caret below, other places, and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Files, Paint, Screen, Texts, one_line, printable};
use crate::diagnostic::{Diagnostic, Place, Severity};

/// Of a longer line, in bytes, only a part is shown.
const LONGEST: usize = 4000;

/// So many bytes of it on either side of the mark, and of the mark itself.
const AROUND: usize = 400;

/// Narrower screens than this show what fits of a picture this wide.
const NARROWEST: usize = 40;

/// A picture of each problem, with an empty line after it.
pub fn human(problems: &[Diagnostic], texts: Texts<'_>, screen: Screen) -> String {
    let renderer = match screen.paint {
        Paint::Plain => Renderer::plain(),
        Paint::Colours => Renderer::styled(),
    };
    let renderer = renderer.term_width(screen.width.max(NARROWEST));
    let mut files = Files::new(texts);
    let mut out = String::new();
    for problem in problems {
        let main = level(problem.severity).primary_title(printable(&problem.message)).id(problem.rule.code);
        let mut group = Group::with_title(main);
        if let Some(place) = &problem.place {
            group = group.elements(shown(place, AnnotationKind::Primary, &mut files));
        }
        let mut groups =
            vec![group.elements(problem.hints.iter().map(|hint| Level::HELP.message(printable(hint))))];
        for (place, label) in &problem.related {
            let title = Level::NOTE.secondary_title(printable(label));
            groups.push(Group::with_title(title).elements(shown(place, AnnotationKind::Context, &mut files)));
        }
        let picture = renderer.render(&groups);
        let lines: Vec<&str> = picture.split('\n').filter(|line| bare(line).trim() != ":::").collect();
        out.push_str(&lines.join("\n"));
        out.push_str("\n\n");
    }
    out
}

/// A line without a terminal's codes. A part of a line is drawn below its place with a line of colons between, which says nothing.
fn bare(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |bare, part| bare + part.split_once('m').map_or("", |(_, text)| text))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    }
}

/// A place: its path, and the line it begins on if its text is known. Of a range over several lines, what is on the first is marked.
fn shown(place: &Place, kind: AnnotationKind, files: &mut Files<'_>) -> Vec<Element<'static>> {
    let path = one_line(&place.path);
    let Some((range, lines)) =
        place.range.as_ref().and_then(|range| Some((range, files.lines(&place.path)?)))
    else {
        return vec![Origin::path(path).into()];
    };
    let position = lines.position(range.start);
    let (start, line) = lines.line(position.line);
    let inside = |byte: usize| line.floor_char_boundary(byte.saturating_sub(start));
    let mark = inside(range.start)..inside(range.end.max(range.start));
    if line.len() <= LONGEST {
        let snippet = Snippet::source(line.to_owned()).path(path).line_start(position.line).fold(false);
        return vec![snippet.annotation(kind.span(mark)).into()];
    }
    let (part, mark) = cut(line, &mark);
    vec![
        Origin::path(path).line(position.line).char_column(position.column).into(),
        Snippet::source(part).line_start(position.line).fold(false).annotation(kind.span(mark)).into(),
    ]
}

/// What stands around a mark in a long line, and where the mark is in it: a picture costs as much as its line is long.
fn cut(line: &str, mark: &Range<usize>) -> (String, Range<usize>) {
    let end = line.floor_char_boundary(mark.end.min(mark.start + AROUND));
    let from = line.floor_char_boundary(mark.start.saturating_sub(AROUND));
    let to = line.floor_char_boundary(end + AROUND);
    let part = line.get(from..to).unwrap_or_default();
    let before = if from > 0 { "\u{2026}" } else { "" };
    let after = if to < line.len() { "\u{2026}" } else { "" };
    let shift = |byte: usize| byte - from + before.len();
    (format!("{before}{part}{after}"), shift(mark.start)..shift(end.max(mark.start)))
}
