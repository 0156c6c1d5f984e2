//! A line of text as runs, and as the styles and links that nest in a manuscript.
//!
//! In: runs with all that their properties say. Out: [`Inline`]s. Never: XML.

use super::super::transcript::{Image, Inline, Style};

/// How a run looks, beyond what its paragraph's style says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    pub subscript: bool,
    pub superscript: bool,
    pub mark: bool,
    pub code: bool,
    pub link: Option<String>,
}

/// A piece of a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
    pub look: Look,
    pub atom: Atom,
    /// Whether it stands in a table of contents.
    pub is_contents: bool,
}

/// What stands in a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Atom {
    Text(String),
    Break,
    Note(usize),
    Image(Image),
    Math(String),
    Citation(String),
}

impl Segment {
    /// White space between other segments.
    pub(super) fn space() -> Self {
        Self { look: Look::default(), atom: Atom::Text(" ".to_owned()), is_contents: false }
    }

    /// Whether it prints nothing but white space.
    fn is_space(&self) -> bool {
        match &self.atom {
            Atom::Text(text) => text.trim().is_empty(),
            Atom::Break => true,
            _ => false,
        }
    }

    /// Whether it stands in no style of its own: the mark of a note, a picture.
    fn is_neutral(&self) -> bool {
        self.is_space() || matches!(self.atom, Atom::Note(_) | Atom::Image(_) | Atom::Math(_))
    }
}

/// One way in which runs are set apart.
#[derive(Clone, Copy)]
enum Layer {
    Link,
    Mark,
    Strike,
    Strong,
    Emphasis,
    Superscript,
    Subscript,
}

const LAYERS: [Layer; 7] = [
    Layer::Link,
    Layer::Mark,
    Layer::Strike,
    Layer::Strong,
    Layer::Emphasis,
    Layer::Superscript,
    Layer::Subscript,
];

impl Layer {
    fn is_on(self, look: &Look) -> bool {
        match self {
            Self::Link => look.link.is_some(),
            Self::Mark => look.mark,
            Self::Strike => look.strike,
            Self::Strong => look.bold,
            Self::Emphasis => look.italic,
            Self::Superscript => look.superscript,
            Self::Subscript => look.subscript,
        }
    }

    /// Whether two runs stand in one stretch.
    fn is_same(self, one: &Look, other: &Look) -> bool {
        match self {
            Self::Link => one.link == other.link,
            _ => self.is_on(one) == self.is_on(other),
        }
    }

    fn wrap(self, look: &Look, content: Vec<Inline>) -> Inline {
        let style = match self {
            Self::Link => return Inline::Link { url: look.link.clone().unwrap_or_default(), content },
            Self::Mark => Style::Mark,
            Self::Strike => Style::Strikethrough,
            Self::Strong => Style::Strong,
            Self::Emphasis => Style::Emphasis,
            Self::Superscript => Style::Superscript,
            Self::Subscript => Style::Subscript,
        };
        Inline::Styled { style, content }
    }
}

/// The runs as nested styles and links, without white space at the ends.
pub(super) fn nested(mut segments: Vec<Segment>) -> Vec<Inline> {
    trim(&mut segments);
    let mut segments = parted(segments);
    settle(&mut segments);
    let mut merged: Vec<Segment> = Vec::new();
    for segment in segments {
        if let (Some(last), Atom::Text(text)) = (merged.last_mut(), &segment.atom)
            && last.look == segment.look
            && let Atom::Text(before) = &mut last.atom
        {
            before.push_str(text);
            continue;
        }
        merged.push(segment);
    }
    layer(&merged, &LAYERS)
}

/// White space and breaks at the ends are no part of the text.
fn trim(segments: &mut Vec<Segment>) {
    while segments.last().is_some_and(Segment::is_space) {
        segments.pop();
    }
    let leading = segments.iter().take_while(|segment| segment.is_space()).count();
    segments.drain(..leading);
    if let Some(Segment { atom: Atom::Text(text), .. }) = segments.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Segment { atom: Atom::Text(text), .. }) = segments.last_mut() {
        *text = text.trim_end().to_owned();
    }
}

/// Citations stand apart from words and from each other.
fn parted(segments: Vec<Segment>) -> Vec<Segment> {
    let mut result: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        let is_close = match (result.last().map(|last| &last.atom), &segment.atom) {
            (Some(Atom::Citation(_)), Atom::Citation(_)) => true,
            (Some(Atom::Citation(_)), Atom::Text(text)) => {
                text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '['))
            }
            (Some(Atom::Text(text)), Atom::Citation(_)) => text.ends_with(char::is_alphanumeric),
            _ => false,
        };
        if is_close {
            result.push(Segment::space());
        }
        result.push(segment);
    }
    result
}

/// White space, marks of notes and pictures look like the text before them if the text after looks the same, and plain
/// otherwise.
fn settle(segments: &mut [Segment]) {
    let mut next: Vec<Option<Look>> = Vec::with_capacity(segments.len());
    let mut look = None;
    for segment in segments.iter().rev() {
        next.push(look.clone());
        if !segment.is_neutral() {
            look = Some(segment.look.clone());
        }
    }
    let mut last: Option<Look> = None;
    for (segment, next) in segments.iter_mut().zip(next.into_iter().rev()) {
        if segment.is_neutral() {
            let (one, other) = (last.clone().unwrap_or_default(), next.unwrap_or_default());
            segment.look = both(&one, &other);
        } else {
            last = Some(segment.look.clone());
        }
    }
}

/// What two looks have in common.
fn both(one: &Look, other: &Look) -> Look {
    Look {
        bold: one.bold && other.bold,
        italic: one.italic && other.italic,
        strike: one.strike && other.strike,
        subscript: false,
        superscript: false,
        mark: one.mark && other.mark,
        code: one.code && other.code,
        link: if one.link == other.link { one.link.clone() } else { None },
    }
}

fn layer(segments: &[Segment], layers: &[Layer]) -> Vec<Inline> {
    let Some((layer_now, deeper)) = layers.split_first() else {
        return segments.iter().flat_map(atom).collect();
    };
    segments
        .chunk_by(|one, other| layer_now.is_same(&one.look, &other.look))
        .flat_map(|stretch| {
            let content = layer(stretch, deeper);
            match stretch.first() {
                Some(first) if layer_now.is_on(&first.look) => vec![layer_now.wrap(&first.look, content)],
                _ => content,
            }
        })
        .collect()
}

fn atom(segment: &Segment) -> Vec<Inline> {
    vec![match &segment.atom {
        Atom::Text(text) if segment.look.code && !text.trim().is_empty() => return code(text),
        Atom::Text(text) => Inline::Text(text.clone()),
        Atom::Break => Inline::Break,
        Atom::Note(note) => Inline::NoteMark(*note),
        Atom::Image(image) => Inline::Image(image.clone()),
        Atom::Math(tex) => Inline::Math(tex.clone()),
        Atom::Citation(citation) => Inline::Citation(citation.clone()),
    }]
}

/// Code, the white space at its ends outside of it.
fn code(text: &str) -> Vec<Inline> {
    let before = text.len() - text.trim_start().len();
    let (space, rest) = text.split_at_checked(before).unwrap_or(("", text));
    let (code, after) = rest.split_at_checked(rest.trim_end().len()).unwrap_or((rest, ""));
    [Inline::Text(space.to_owned()), Inline::Code(code.to_owned()), Inline::Text(after.to_owned())]
        .into_iter()
        .filter(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()))
        .collect()
}
