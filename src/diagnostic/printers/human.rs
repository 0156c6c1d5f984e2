//! Diagnostics for people: the message, the line that it speaks of with a caret below, other places, and what to do.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Files, Paint, Screen, Texts, one_line, printable};
use crate::diagnostic::{Diagnostic, Place, Severity};

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
            group = group.element(shown(place, AnnotationKind::Primary, &mut files));
        }
        let mut groups =
            vec![group.elements(problem.hints.iter().map(|hint| Level::HELP.message(printable(hint))))];
        for (place, label) in &problem.related {
            let title = Level::NOTE.secondary_title(printable(label));
            groups.push(Group::with_title(title).element(shown(place, AnnotationKind::Context, &mut files)));
        }
        out.push_str(&renderer.render(&groups));
        out.push_str("\n\n");
    }
    out
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    }
}

/// A place: its path, and the line it begins on if its text is known. Of a range over several lines, what is on the first is marked.
fn shown(place: &Place, kind: AnnotationKind, files: &mut Files<'_>) -> Element<'static> {
    let path = one_line(&place.path);
    let Some((range, lines)) =
        place.range.as_ref().and_then(|range| Some((range, files.lines(&place.path)?)))
    else {
        return Origin::path(path).into();
    };
    let number = lines.position(range.start).line;
    let (start, line) = lines.line(number);
    let inside = |byte: usize| line.floor_char_boundary(byte.saturating_sub(start));
    let mark = inside(range.start)..inside(range.end.max(range.start));
    Snippet::source(line.to_owned())
        .path(path)
        .line_start(number)
        .fold(false)
        .annotation(kind.span(mark))
        .into()
}
