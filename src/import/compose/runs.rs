//! A phrase as a row of runs, each with all that sets it apart.
//!
//! In: inlines, nested as a reader found them. Out: [`Run`]s that say the same and are tidy: equal neighbours are one, no
//! style begins or ends in white space, no blank stands at a line's end. Never: how a run is written.

use std::rc::Rc;

use crate::import::transcript::{Image, Inline, Style};

/// A run of text or something in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// What it is.
    pub(super) atom: Atom,
    /// What sets it apart.
    pub(super) styles: Styles,
    /// The address that it links to.
    pub(super) link: Option<Rc<str>>,
}

/// What a run is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Atom {
    /// Words and the white space between them.
    Text(String),
    /// A line break that is printed.
    Break,
    /// An end of a line that is not printed.
    Soft,
    /// Code.
    Code(String),
    /// A formula.
    Math(String),
    /// A picture.
    Image(Image),
    /// The mark of a note, by its number in the manuscript.
    Mark(usize),
    /// A citation, written.
    Citation(String),
    /// A comment.
    Comment(String),
}

/// A set of styles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Styles(u8);

/// Every style, the one first that is written outside the others.
pub(super) const STYLES: [Style; 6] =
    [Style::Strong, Style::Emphasis, Style::Mark, Style::Strikethrough, Style::Superscript, Style::Subscript];

impl Styles {
    fn bit(style: Style) -> u8 {
        STYLES.iter().position(|each| *each == style).map_or(0, |at| 1 << at)
    }

    /// Whether a style is in the set.
    pub(super) fn has(self, style: Style) -> bool {
        self.0 & Self::bit(style) != 0
    }

    /// The set with one more style.
    pub(super) fn with(self, style: Style) -> Self {
        Self(self.0 | Self::bit(style))
    }

    /// The set without a style.
    pub(super) fn without(self, style: Style) -> Self {
        Self(self.0 & !Self::bit(style))
    }

    /// The styles that both sets have.
    pub(super) fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether nothing sets the run apart.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The runs of a phrase; `number` gives the number of a note, if there is such a note.
pub(super) fn runs(inlines: &[Inline], number: &mut dyn FnMut(usize) -> Option<usize>) -> Vec<Run> {
    let mut runs = split(flat(inlines, number));
    settle(&mut runs);
    merged(trimmed(runs))
}

/// What is being looked through.
struct Level<'a> {
    inlines: std::slice::Iter<'a, Inline>,
    styles: Styles,
    link: Option<Rc<str>>,
}

/// The inlines, no longer nested. Without recursion, since nobody knows how deep a broken file nests them.
fn flat(inlines: &[Inline], number: &mut dyn FnMut(usize) -> Option<usize>) -> Vec<Run> {
    let mut out = Vec::new();
    let mut levels = vec![Level { inlines: inlines.iter(), styles: Styles::default(), link: None }];
    while let Some(level) = levels.last_mut() {
        let (styles, link) = (level.styles, level.link.clone());
        let Some(inline) = level.inlines.next() else {
            levels.pop();
            continue;
        };
        let run = |atom| Run { atom, styles, link: link.clone() };
        match inline {
            Inline::Text(text) => out.push(run(Atom::Text(text.clone()))),
            Inline::Break => out.push(run(Atom::Break)),
            Inline::Code(blank) if spaced(blank).trim().is_empty() => {
                out.push(run(Atom::Text(blank.clone())))
            }
            // Spaces at the ends of code are not printed, so that they stand beside it.
            Inline::Code(code) => {
                let written = spaced(code);
                let space = |has: bool| has.then(|| run(Atom::Text(" ".to_owned())));
                out.extend(space(written.starts_with(' ')));
                out.push(run(Atom::Code(written.trim_matches(' ').to_owned())));
                out.extend(space(written.ends_with(' ')));
            }
            Inline::Math(tex) if tex.trim().is_empty() => {}
            Inline::Math(tex) => out.push(run(Atom::Math(spaced(tex.trim())))),
            Inline::Image(image) => out.push(run(Atom::Image(image.clone()))),
            Inline::Citation(written) => out.push(run(Atom::Citation(spaced(written.trim())))),
            Inline::Comment(comment) if spaced(comment).trim().is_empty() => {}
            Inline::Comment(comment) => out.push(run(Atom::Comment(spaced(comment.trim())))),
            // A link in a link is none, and a mark is one: the link around it ends before it.
            Inline::NoteMark(note) => {
                let number = number(*note);
                out.extend(number.map(|number| Run { atom: Atom::Mark(number), styles, link: None }));
            }
            Inline::Styled { style, content } => {
                levels.push(Level { inlines: content.iter(), styles: styles.with(*style), link });
            }
            Inline::Link { url, content } => {
                let link = link.or_else(|| Some(url.trim().into())).filter(|url| !url.is_empty());
                levels.push(Level { inlines: content.iter(), styles, link });
            }
        }
    }
    out
}

/// Whether a character is one of those that Markdown reads as a space, or can't be printed.
fn is_space(c: char) -> bool {
    c.is_control() || matches!(c, ' ' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

/// A text in which every run of spaces, line ends and control characters is one space.
pub(super) fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars().filter(|c| *c != '\u{feff}') {
        match (is_space(c), space) {
            (true, true) => {}
            (true, false) => out.push(' '),
            (false, _) => out.push(c),
        }
        space = is_space(c);
    }
    out
}

/// A text on one line, without white space at its ends; none if nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    let text = spaced(text);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The same runs, the white space among their words in runs of its own.
fn split(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let Atom::Text(text) = &run.atom else {
            out.push(run);
            continue;
        };
        let text = spaced(text);
        for piece in text.split_inclusive(char::is_whitespace) {
            let words = piece.trim_end_matches(char::is_whitespace);
            let (words, blank) = piece.split_at_checked(words.len()).unwrap_or((piece, ""));
            for part in [words, blank].into_iter().filter(|part| !part.is_empty()) {
                // The run as a whole is not copied: it may be as long as the paper.
                let atom = Atom::Text(part.to_owned());
                push(&mut out, Run { atom, styles: run.styles, link: run.link.clone() });
            }
        }
    }
    out
}

/// Adds a run; white space after white space is one run, with one space at most.
fn push(out: &mut Vec<Run>, run: Run) {
    if let (Atom::Text(text), Some(Run { atom: Atom::Text(last), .. })) = (&run.atom, out.last_mut())
        && is_blank(text)
        && is_blank(last)
    {
        *last = spaced(&(std::mem::take(last) + text));
        return;
    }
    out.push(run);
}

/// Whether styles and links may begin and end at a run.
fn is_solid(run: &Run) -> bool {
    match &run.atom {
        Atom::Text(text) => !is_blank(text),
        Atom::Code(_) | Atom::Math(_) | Atom::Image(_) | Atom::Citation(_) => true,
        Atom::Break | Atom::Soft | Atom::Mark(_) | Atom::Comment(_) => false,
    }
}

/// White space, breaks, marks and comments are set apart only if what stands before and after them is, and a link goes
/// over white space only if it goes on behind it.
fn settle(runs: &mut [Run]) {
    type Seen = (Styles, Option<Rc<str>>);
    let mut before: Vec<Seen> = Vec::with_capacity(runs.len());
    let mut last: Seen = Seen::default();
    for run in runs.iter() {
        if is_solid(run) {
            last = (run.styles, run.link.clone());
        } else if !matches!(&run.atom, Atom::Text(_)) {
            last.1 = None;
        }
        before.push(last.clone());
    }
    let mut next: Seen = Seen::default();
    for (run, before) in runs.iter_mut().zip(before).rev() {
        if is_solid(run) {
            next = (run.styles, run.link.clone());
            continue;
        }
        run.styles = before.0.both(next.0);
        let is_text = matches!(&run.atom, Atom::Text(_));
        if !is_text {
            next.1 = None;
        }
        run.link = next.1.clone().filter(|link| is_text && before.1.as_ref() == Some(link));
    }
}

/// The runs without white space and breaks at the ends, without white space at breaks, and with one break for many. A
/// comment at the beginning of a line ends the line before, since a line that begins with one is no text.
fn trimmed(runs: Vec<Run>) -> Vec<Run> {
    let blank = |run: &Run| matches!(&run.atom, Atom::Text(text) if is_blank(text));
    let is_comment = |run: &Run| matches!(run.atom, Atom::Comment(_));
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    let mut is_begun = false;
    for run in runs {
        let at_line_start = !is_begun || out.last().is_some_and(|last| last.atom == Atom::Break);
        if at_line_start && (blank(&run) || run.atom == Atom::Break) {
            continue;
        }
        if at_line_start && is_begun && is_comment(&run) {
            out.insert(out.len() - 1, run);
            continue;
        }
        if run.atom == Atom::Break
            && let Some(last) = out.iter().rposition(|run| !is_comment(run))
            && out.get(last).is_some_and(blank)
        {
            out.remove(last);
        }
        is_begun |= !is_comment(&run);
        out.push(run);
    }
    while out.last().is_some_and(|last| blank(last) || last.atom == Atom::Break) {
        out.pop();
    }
    out
}

/// Whether the dollar that ends a formula would be read as another thing before this.
fn touches(next: &Atom) -> bool {
    match next {
        Atom::Math(_) => true,
        Atom::Text(text) => text.starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    }
}

/// The runs with equal neighbours joined, and formulae apart from what they can't stand at.
pub(super) fn merged(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        if let Some(last) = out.last_mut() {
            let is_same = last.styles == run.styles && last.link == run.link;
            match (&mut last.atom, &run.atom) {
                (Atom::Text(before), Atom::Text(text)) | (Atom::Code(before), Atom::Code(text))
                    if is_same =>
                {
                    before.push_str(text);
                    continue;
                }
                (Atom::Math(_), next) if touches(next) => {
                    let link = last.link.clone().filter(|link| run.link.as_ref() == Some(link));
                    let styles = last.styles.both(run.styles);
                    out.push(Run { atom: Atom::Text(" ".to_owned()), styles, link });
                }
                _ => {}
            }
        }
        out.push(run);
    }
    out
}
