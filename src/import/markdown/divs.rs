//! Fenced divs of Pandoc and Quarto: those that are boxes in offprint become boxes, the others are opened.
//!
//! In: lines of colons. Out: which of them open and close what, and changes. Never: what stands in a div, the heading
//! that is its title excepted.

use super::attributes::{self, Given};
use super::document::Document;
use super::lines::Kind;
use crate::import::remark::{self, Remark};

/// A div.
#[derive(Clone, Debug)]
pub(super) struct Div {
    open: usize,
    close: Option<usize>,
    colons: usize,
    /// The colons of its last line.
    closing: usize,
    parent: Option<usize>,
    becomes: Becomes,
    name: String,
    given: Given,
    /// Words after the name.
    title: String,
}

/// What a div is in offprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    /// A box of the same name.
    Itself,
    /// A box of another name.
    Box(&'static str),
    /// A figure's box.
    Figure,
    /// Nothing: its content stands by itself.
    Nothing,
}

/// What a line of colons does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fence {
    /// It opens a div.
    Opens(usize),
    /// It closes one.
    Closes(usize),
    /// It closes nothing.
    Stray,
}

/// The boxes of offprint.
const OWN: [&str; 5] = ["pullquote", "figure", "findings", "note", "case"];
/// Names of boxes beside the text.
const NOTES: [&str; 18] = [
    "column-margin",
    "margin",
    "aside",
    "sidenote",
    "marginnote",
    "margin-note",
    "tip",
    "warning",
    "important",
    "caution",
    "info",
    "danger",
    "hint",
    "box",
    "sidebar",
    "admonition",
    "callout",
    "alert",
];
const FINDINGS: [&str; 7] =
    ["key-findings", "keyfindings", "key-points", "keypoints", "takeaways", "key-takeaways", "highlights"];

/// Divs nested deeper than this are opened.
const DEEPEST: usize = 40;

fn becomes(name: &str, given: &Given, depth: usize) -> Becomes {
    let id = given.id.as_deref().unwrap_or_default();
    if depth > DEEPEST {
        Becomes::Nothing
    } else if OWN.contains(&name) {
        Becomes::Itself
    } else if id.starts_with("fig-")
        || id.starts_with("tbl-")
        || id.starts_with("fig:")
        || id.starts_with("tbl:")
    {
        Becomes::Figure
    } else if NOTES.contains(&name) || name.starts_with("callout-") || name.starts_with("alert-") {
        Becomes::Box("note")
    } else if FINDINGS.contains(&name) {
        Becomes::Box("findings")
    } else if matches!(name, "case-study" | "casestudy") {
        Becomes::Box("case")
    } else if matches!(name, "pull-quote" | "pull_quote") {
        Becomes::Box("pullquote")
    } else {
        Becomes::Nothing
    }
}

impl Document<'_> {
    /// Finds the divs by Pandoc's rule: a line of colons alone closes the innermost.
    pub(super) fn find_divs(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        for index in 0..self.lines.len() {
            let words = self.words(index).trim_end();
            let is_text =
                self.lines.get(index).is_some_and(|line| line.kind == Kind::Text && line.indent < 4);
            let rest = words.trim_start_matches(':');
            let colons = words.len() - rest.len();
            if !is_text || colons < 3 {
                continue;
            }
            let fence = if !rest.trim().is_empty() {
                let div = opened(index, colons, rest, open.last().copied(), open.len());
                open.push(self.divs.len());
                self.divs.push(div);
                Fence::Opens(self.divs.len() - 1)
            } else if let Some(div) = open.pop() {
                if let Some(div) = self.divs.get_mut(div) {
                    div.close = Some(index);
                    div.closing = colons;
                }
                Fence::Closes(div)
            } else {
                Fence::Stray
            };
            self.fences.insert(index, fence);
        }
        self.name_pictures();
        self.count_colons();
    }

    /// The pictures in a figure lose their ids, so that what refers to them refers to the figure.
    fn name_pictures(&mut self) {
        for div in self.divs.clone().iter().filter(|div| div.becomes == Becomes::Figure) {
            let Some(id) = div.given.id.as_deref().map(attributes::fitting) else { continue };
            for index in div.open + 1..div.close.unwrap_or(div.open + 1) {
                if let Some((_, rest)) = self.words(index).split_once("{#fig-") {
                    let end = rest.find([' ', '}']).unwrap_or(rest.len());
                    let inner = format!("fig-{}", rest.get(..end).unwrap_or_default());
                    if inner != id {
                        self.ids.entry(inner).or_insert_with(|| id.clone());
                    }
                }
            }
        }
    }

    /// An outer box has more colons than those in it.
    fn count_colons(&mut self) {
        let mut needed = vec![3; self.divs.len()];
        for index in (0..self.divs.len()).rev() {
            let Some(div) = self.divs.get_mut(index) else { continue };
            let least = needed.get(index).copied().unwrap_or(3);
            let outer = if div.becomes == Becomes::Nothing {
                least
            } else {
                // Those that are written anew have as few as they can.
                div.colons = if div.becomes == Becomes::Itself { div.colons.max(least) } else { least };
                div.colons + 1
            };
            if let Some(parent) = div.parent.and_then(|parent| needed.get_mut(parent)) {
                *parent = outer.max(*parent);
            }
        }
    }

    /// A line of colons; the line after it is the result.
    pub(super) fn div(&mut self, index: usize) -> usize {
        match self.fences.get(&index).copied() {
            Some(Fence::Opens(div)) => self.open_div(index, div),
            Some(Fence::Closes(div)) => self.close_div(index, div),
            Some(Fence::Stray) => {
                let message = "this line of colons closes nothing, and was left out";
                self.drop_line(index, Some(Remark::new(remark::Kind::Dropped, message)));
            }
            None => {}
        }
        index + 1
    }

    fn drop_line(&mut self, index: usize, remark: Option<Remark>) {
        let Some(line) = self.lines.get(index) else { return };
        let range = self.whole_line(line.body..line.end);
        self.edits.replace(range, "", remark);
    }

    fn open_div(&mut self, index: usize, number: usize) {
        let Some(div) = self.divs.get(number).cloned() else { return };
        let Some(line) = self.lines.get(index).cloned() else { return };
        let range = line.body..line.end;
        self.in_figure |= div.becomes == Becomes::Figure || div.name == "figure";
        if div.close.is_none() && div.becomes != Becomes::Nothing {
            let message = "this box was never closed; it ends where the text ends now";
            let end = self.text.len();
            let colons = ":".repeat(div.colons);
            let newline = if self.text.ends_with('\n') { "" } else { "\n" };
            self.edits.replace(end..end, format!("{newline}{colons}\n"), None);
            self.edits.tell(range.start, Remark::new(remark::Kind::Guess, message).sure(0.5));
        }
        match div.becomes {
            Becomes::Itself => self.keep_box(&div, range),
            Becomes::Box(name) => self.open_box(&div, name, index, range),
            Becomes::Figure => self.open_figure(&div, range),
            Becomes::Nothing => {
                let what = self.words(index).trim_matches(|c: char| c == ':' || c.is_whitespace());
                let message = format!(
                    "the fences of `{what}` were left out and its content kept: offprint has no such box"
                );
                self.drop_line(index, Some(Remark::new(remark::Kind::Dropped, message)));
            }
        }
    }

    fn keep_box(&mut self, div: &Div, range: std::ops::Range<usize>) {
        let written = self.slice(range.clone());
        let colons = written.len() - written.trim_start_matches(':').len();
        if !div.title.is_empty() {
            return self.open_box(div, own(&div.name), div.open, range);
        }
        if colons != div.colons {
            self.edits.replace(range.start..range.start + colons, ":".repeat(div.colons), None);
        }
    }

    fn open_box(&mut self, div: &Div, name: &'static str, index: usize, range: std::ops::Range<usize>) {
        let mut title = div.given.get("title").unwrap_or(&div.title).to_owned();
        if title.is_empty() && div.name.starts_with("callout-") {
            title = self.lift_heading(index).unwrap_or_default();
        }
        let id = div.given.id.as_deref().map(|id| self.id(&attributes::fitting(id)));
        let title = super::images::plain(&title);
        let pairs: Vec<(&str, &str)> =
            (!title.is_empty()).then_some(("title", title.as_str())).into_iter().collect();
        let mut given = attributes::write(id.as_deref(), &[], &pairs);
        if !given.is_empty() {
            given.insert(0, ' ');
        }
        let left: Vec<String> = div
            .given
            .pairs
            .iter()
            .filter(|(key, _)| key != "title")
            .map(|(key, value)| format!("`{key}={value}`"))
            .collect();
        let mut message = format!("`{}` became the box `{name}`", div.name);
        if !left.is_empty() {
            message = format!("{message}; left out: {}", left.join(", "));
        }
        let text = format!("{}{name}{given}", ":".repeat(div.colons));
        self.edits.replace(range, text, Remark::new(remark::Kind::Replaced, message));
    }

    /// The heading at the start of a callout is its title; it is taken out of the text.
    fn lift_heading(&mut self, index: usize) -> Option<String> {
        let first = (index + 1..index + 4)
            .find(|at| self.lines.get(*at).is_some_and(|line| line.kind != Kind::Blank))?;
        let heading = self.heading_at(first)?;
        let title = self.heading_words(&heading);
        self.taken.insert(first);
        let message = "the heading in this box is the box's title now";
        self.drop_line(first, Some(Remark::new(remark::Kind::Replaced, message)));
        Some(title)
    }

    fn open_figure(&mut self, div: &Div, range: std::ops::Range<usize>) {
        let id = div.given.id.as_deref().map(attributes::fitting);
        let kept = ["number", "source", "credit"];
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        let mut left: Vec<String> = div.given.classes.iter().map(|class| format!("`.{class}`")).collect();
        for (key, value) in &div.given.pairs {
            match key.as_str() {
                "fig-alt" | "alt" => pairs.push(("alt", value)),
                "fig-cap" | "tbl-cap" => {}
                key if kept.contains(&key) => pairs.push((key, value)),
                _ => left.push(format!("`{key}={value}`")),
            }
        }
        let mut message = "this div became a figure's box".to_owned();
        if !left.is_empty() {
            message = format!("{message}; left out: {}", left.join(", "));
        }
        let text =
            format!("{}figure {}", ":".repeat(div.colons), attributes::write(id.as_deref(), &[], &pairs));
        self.edits.replace(range, text, Remark::new(remark::Kind::Replaced, message));
    }

    fn close_div(&mut self, index: usize, number: usize) {
        let Some(div) = self.divs.get(number).cloned() else { return };
        let Some(line) = self.lines.get(index).cloned() else { return };
        if div.becomes == Becomes::Nothing {
            return self.drop_line(index, None);
        }
        if div.becomes == Becomes::Figure || div.name == "figure" {
            self.in_figure = false;
        }
        let caption = match div.becomes {
            Becomes::Figure => div.given.get("fig-cap").or_else(|| div.given.get("tbl-cap")),
            _ => None,
        };
        if let Some(caption) = caption {
            let prefix = self.slice(line.start..line.body);
            let text = format!("\n{prefix}{caption}\n{prefix}{}", ":".repeat(div.colons));
            return self.edits.replace(line.body..line.end, text, None);
        }
        let nested = div.parent.is_some() || div.becomes != Becomes::Itself;
        if div.closing < div.colons || (nested && div.closing != div.colons) {
            self.edits.replace(line.body..line.end, ":".repeat(div.colons), None);
        }
    }
}

fn own(name: &str) -> &'static str {
    OWN.iter().find(|own| **own == name).copied().unwrap_or("note")
}

/// Reads a line that opens a div.
fn opened(index: usize, colons: usize, rest: &str, parent: Option<usize>, depth: usize) -> Div {
    let info = rest.trim().trim_end_matches(':').trim_end();
    let brace = info.find('{').unwrap_or(info.len());
    let (before, after) = info.split_at_checked(brace).unwrap_or((info, ""));
    let given = attributes::parse(after, 0).map(|(given, _)| given).unwrap_or_default();
    let (name, title) = before.trim().split_once(char::is_whitespace).unwrap_or((before.trim(), ""));
    let name =
        if name.is_empty() { given.classes.first().cloned().unwrap_or_default() } else { name.to_owned() };
    let becomes = becomes(&name, &given, depth);
    let title = title.trim().to_owned();
    Div { open: index, close: None, colons, closing: 0, parent, becomes, name, given, title }
}
