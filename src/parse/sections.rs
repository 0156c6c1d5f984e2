//! The order of the text: what is the opening, what are the sections.
//!
//! In: the blocks of each file. Out: an opening and [`Draft`]s in reading order, with headings at the level that they
//! have in them. Never: ids, addresses, notes.

use std::sync::Arc;

use super::files::Part;
use super::slug;
use super::walk::{self, Go};
use crate::diagnostic::rules::apparatus::{
    HEADING_IS_TITLE, SECTION_NUMBER_REPEATED, SECTION_WITHOUT_ORDER, SECTION_WITHOUT_TITLE,
    TOO_MANY_SECTIONS,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::paper::{Block, BlockKind, Inline, Kind, Span, phrase};
use crate::source::{Role, Source};

/// More sections than a paper can have pages, since each lists them all: what follows stays in the last one.
const MOST: usize = 300;

/// A manuscript's text in reading order.
#[derive(Debug, Default)]
pub(super) struct Arranged {
    /// What stands before the first section.
    pub(super) opening: Vec<Block>,
    /// The sections.
    pub(super) sections: Vec<Draft>,
    /// Which section a place belongs to.
    pub(super) bounds: Bounds,
}

/// A section without its address.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its heading.
    pub(super) title: Vec<Inline>,
    /// Where the heading stands.
    pub(super) title_span: Span,
    /// The id that the author gave the heading.
    pub(super) heading_id: Option<Box<str>>,
    /// The ids and addresses that it used to have, as written.
    pub(super) aliases: Vec<Box<str>>,
    /// What its address is made of.
    pub(super) address: Address,
    /// What follows the heading.
    pub(super) blocks: Vec<Block>,
    /// As front matter has it.
    pub(super) summary: Option<Box<str>>,
    /// The first place of it.
    start: Span,
}

/// What the address of a section is made of.
#[derive(Debug)]
pub(super) enum Address {
    /// An id of the author's choice.
    Chosen(Box<str>, Span),
    /// The name of its file.
    Name(Box<str>),
    /// The words of its heading.
    Heading,
}

/// Which section a place belongs to.
#[derive(Debug, Default)]
pub(super) struct Bounds(Vec<(u16, u32, Option<u16>)>);

impl Bounds {
    fn new(files: usize, sections: &[Draft]) -> Self {
        let opening = (0..files).filter_map(|file| Some((u16::try_from(file).ok()?, 0, None)));
        let start = |(index, draft): (u16, &Draft)| (draft.start.file, draft.start.start, Some(index));
        let mut bounds: Vec<_> = opening.chain((0..).zip(sections).map(start)).collect();
        bounds.sort_unstable();
        Self(bounds)
    }

    /// The section in which a place stands; `None` is the opening.
    pub(super) fn section(&self, span: Span) -> Option<u16> {
        let after = self.0.partition_point(|(file, start, _)| (*file, *start) <= (span.file, span.start));
        self.0.get(after.checked_sub(1)?).and_then(|(_, _, section)| *section)
    }
}

/// Puts the text of a manuscript in order.
pub(super) fn arrange(
    kind: Kind,
    title: &str,
    sources: &[Source],
    parts: Vec<Part>,
    problems: &mut Vec<Diagnostic>,
) -> Arranged {
    let files = parts.len();
    let mut opening = Vec::new();
    let mut sections = Vec::new();
    let mut numbered: Vec<(i64, Draft)> = Vec::new();
    for (file, (part, source)) in (0..).zip(parts.into_iter().zip(sources)) {
        match &source.role {
            Role::Main if kind == Kind::Paper => {
                let mut splitter = Splitter {
                    source,
                    title,
                    problems,
                    opening: Vec::new(),
                    sections: Vec::new(),
                    is_full: false,
                };
                splitter.split(part.blocks);
                raise(&mut splitter.opening);
                opening.append(&mut splitter.opening);
                sections.append(&mut splitter.sections);
            }
            Role::Main => opening.extend(page(part.blocks, source, title, problems)),
            role => numbered.extend(section_file(part, role, file, source, problems)),
        }
    }
    numbered.sort_by_key(|(number, _)| *number);
    report_repeated(&numbered, sources, problems);
    sections.extend(numbered.into_iter().map(|(_, draft)| draft));
    let bounds = Bounds::new(files, &sections);
    Arranged { opening, sections, bounds }
}

/// The text of a page, which is never split: `#` is the title's alone.
fn page(mut blocks: Vec<Block>, source: &Source, title: &str, problems: &mut Vec<Diagnostic>) -> Vec<Block> {
    drop_title(&mut blocks, title, source, problems);
    walk::blocks(&mut blocks, &mut |block| {
        if let BlockKind::Heading { level: level @ 1, .. } = &mut block.kind {
            problems.push(is_title(block.span, source));
            *level = 2;
        }
        Go::In
    });
    blocks
}

/// Takes away a first heading that only repeats the title.
fn drop_title(blocks: &mut Vec<Block>, title: &str, source: &Source, problems: &mut Vec<Diagnostic>) {
    let Some(Block { kind: BlockKind::Heading { level: 1, title: words, .. }, span }) = blocks.first() else {
        return;
    };
    let has_notes = words.iter().any(|inline| matches!(inline, Inline::NoteMark { .. }));
    if !has_notes && phrase::plain(words).trim().eq_ignore_ascii_case(title.trim()) {
        let problem = Diagnostic::new(&HEADING_IS_TITLE, "the heading repeats the title of the front matter")
            .at(place(*span, source))
            .hint("remove it: the title is printed from the front matter");
        problems.push(problem);
        blocks.remove(0);
    }
}

fn is_title(span: Span, source: &Source) -> Diagnostic {
    Diagnostic::new(
        &HEADING_IS_TITLE,
        "a heading with one `#`, which is the title's alone, is read as one with `##`",
    )
    .at(place(span, source))
    .hint("the title stands in the front matter; write sections with `##`")
}

fn place(span: Span, source: &Source) -> Place {
    Place::new(source.path.clone(), span.start as usize..span.end as usize)
}

/// The id of a heading, empty if none is given, and those that it used to have.
type Ids = (Box<str>, Box<[Box<str>]>);

/// Splits one file at its `##`.
struct Splitter<'a> {
    source: &'a Source,
    title: &'a str,
    problems: &'a mut Vec<Diagnostic>,
    opening: Vec<Block>,
    sections: Vec<Draft>,
    /// Whether more sections were met than a paper can have.
    is_full: bool,
}

impl Splitter<'_> {
    fn split(&mut self, mut blocks: Vec<Block>) {
        drop_title(&mut blocks, self.title, self.source, self.problems);
        for mut block in blocks {
            match block.kind {
                BlockKind::Heading { level: level @ (1 | 2), id, aliases, title } => {
                    if level == 1 {
                        self.problems.push(is_title(block.span, self.source));
                    }
                    self.start((id, aliases), title, block.span);
                }
                kind => {
                    block.kind = kind;
                    self.text(block);
                }
            }
        }
    }

    fn start(&mut self, (id, aliases): Ids, title: Vec<Inline>, span: Span) {
        if self.sections.len() >= MOST {
            if !std::mem::replace(&mut self.is_full, true) {
                let message = format!("more than {MOST} sections: those from here on stay in the one before");
                let hint = "use `###` for headings inside a section";
                self.problems.push(
                    Diagnostic::new(&TOO_MANY_SECTIONS, message).at(place(span, self.source)).hint(hint),
                );
            }
            self.text(Block { kind: BlockKind::Heading { level: 3, id, aliases, title }, span });
            return;
        }
        let chosen = (!id.is_empty()).then_some(id);
        let address = chosen.clone().map_or(Address::Heading, |id| Address::Chosen(id, span));
        let draft = Draft {
            title,
            title_span: span,
            heading_id: chosen,
            aliases: aliases.into_vec(),
            address,
            blocks: Vec::new(),
            summary: None,
            start: span,
        };
        self.sections.push(draft);
    }

    fn text(&mut self, mut block: Block) {
        let blocks = match self.sections.last_mut() {
            Some(draft) => {
                // A heading in a box or quotation is below the section's own, whatever its level.
                deepen(std::slice::from_mut(&mut block), 0);
                &mut draft.blocks
            }
            None => {
                at_least(std::slice::from_mut(&mut block), 2);
                &mut self.opening
            }
        };
        blocks.push(block);
    }
}

/// Moves the headings of an opening up: a `##` would begin a section, so that `###` is the highest there can be.
fn raise(opening: &mut [Block]) {
    let up = shallowest(opening).saturating_sub(2);
    walk::blocks(opening, &mut |block| {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level -= up;
        }
        Go::In
    });
}

/// The highest level of any heading in a text.
fn shallowest(blocks: &mut [Block]) -> u8 {
    let mut shallowest = 6;
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { level, .. } = block.kind {
            shallowest = shallowest.min(level);
        }
        Go::In
    });
    shallowest
}

fn at_least(blocks: &mut [Block], least: u8) {
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = (*level).max(least);
        }
        Go::In
    });
}

/// Moves headings up by some levels, within those that a section has.
fn deepen(blocks: &mut [Block], up: i16) {
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            *level = u8::try_from((i16::from(*level) - up).clamp(3, 6)).unwrap_or(6);
        }
        Go::In
    });
}

/// A file that is a section of its own; none if it only defines notes.
fn section_file(
    part: Part,
    role: &Role,
    file: u16,
    source: &Source,
    problems: &mut Vec<Diagnostic>,
) -> Option<(i64, Draft)> {
    let Part { mut blocks, section: fields, summary, defines } = part;
    if blocks.is_empty() && (defines || fields.title.is_none()) {
        return None;
    }
    let (number, name) = match role {
        Role::Numbered(number, name) => (fields.order.unwrap_or(i64::from(*number)), name),
        Role::Other(name) => match fields.order {
            Some(order) => (order, name),
            None => {
                problems.push(without_order(name, source));
                return None;
            }
        },
        Role::Main => return None,
    };
    let start = Span::new(file, 0, 0);
    let (title, title_span, (id, own)) = match fields.title {
        Some(title) => {
            let words = Inline::Text { text: title.value, span: title.span };
            (vec![words], title.span, Ids::default())
        }
        None => take_title(&mut blocks).unwrap_or_else(|| {
            let words = slug::title(name);
            problems.push(without_title(&words, source));
            (vec![Inline::Text { text: words.into(), span: start }], start, Ids::default())
        }),
    };
    let up = i16::from(shallowest(&mut blocks)) - 3;
    deepen(&mut blocks, up);
    let address = match fields.id {
        Some(id) => Address::Chosen(id.value, id.span),
        None => Address::Name(name.clone()),
    };
    let heading_id = (!id.is_empty()).then_some(id);
    let mut aliases = own.into_vec();
    aliases.extend(fields.aliases);
    Some((number, Draft { title, title_span, heading_id, aliases, address, blocks, summary, start }))
}

/// Takes the first heading out of a section's text.
fn take_title(blocks: &mut Vec<Block>) -> Option<(Vec<Inline>, Span, Ids)> {
    let at = blocks.iter().position(|block| matches!(block.kind, BlockKind::Heading { .. }))?;
    let block = blocks.remove(at);
    match block.kind {
        BlockKind::Heading { id, aliases, title, .. } => Some((title, block.span, (id, aliases))),
        _ => None,
    }
}

fn without_order(name: &str, source: &Source) -> Diagnostic {
    let message = format!("`{name}` is no section: it has text, but no number in its name and no `order`");
    Diagnostic::new(&SECTION_WITHOUT_ORDER, message)
        .at(Place::file(source.path.clone()))
        .hint("begin the file's name with a number (`07-…`), or put `order = 7` in its front matter")
        .hint("a file of notes may hold nothing but their definitions")
}

fn without_title(words: &str, source: &Source) -> Diagnostic {
    let message =
        format!("this section has neither a title nor a heading; it is called \"{words}\" after its file");
    Diagnostic::new(&SECTION_WITHOUT_TITLE, message)
        .at(Place::file(source.path.clone()))
        .hint("begin it with a heading, or put `title = \"…\"` in its front matter")
}

fn report_repeated(numbered: &[(i64, Draft)], sources: &[Source], problems: &mut Vec<Diagnostic>) {
    for pair in numbered.windows(2) {
        if let [(number, first), (next, second)] = pair
            && number == next
        {
            let path = |draft: &Draft| {
                sources
                    .get(usize::from(draft.start.file))
                    .map_or_else(Arc::default, |source| source.path.clone())
            };
            let problem =
                Diagnostic::new(&SECTION_NUMBER_REPEATED, format!("two sections have the number {number}"))
                    .at(Place::file(path(second)))
                    .related(Place::file(path(first)), "the other one")
                    .hint(
                        "they follow each other in the order of their names; give one of them another number",
                    );
            problems.push(problem);
        }
    }
}
