//! Everything in a text that a link can point to.
//!
//! In: the blocks of one section. Out: ids for its headings, and [`Anchor`]s in reading order. Never: whether anything
//! points to them.

use std::sync::Arc;

use super::levels::Levels;
use super::names::{self, Names};
use super::numbering::{self, Counted};
use super::slug;
use super::walk::{self, Go};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::apparatus::HEADING_SKIPS_LEVEL;
use crate::paper::{Anchor, AnchorKind, Block, BlockKind, Caption, Span, phrase};

/// Says that an id is taken: the id, where it is wanted, and where it is.
type Clash = fn(&str, Span, Span, &[Arc<str>]) -> Diagnostic;

/// The ids of one section, or of the opening.
pub(super) struct Scope<'a> {
    /// Which section.
    pub(super) section: Option<u16>,
    /// The level of the heading that all others are below: 2 in a section.
    pub(super) level: u8,
    /// Ids that stand on the same page: of figures and tables; for the opening, of sections.
    pub(super) others: [&'a Names; 2],
    /// The ids of this section.
    pub(super) names: Names,
    /// How many headings it has so far.
    pub(super) headings: usize,
    /// The files' texts.
    pub(super) texts: &'a [Arc<str>],
    /// The files' paths.
    pub(super) files: &'a [Arc<str>],
}

impl Scope<'_> {
    /// Gives every heading its id and collects what can be pointed to.
    pub(super) fn text(
        &mut self,
        blocks: &mut [Block],
        anchors: &mut Vec<Anchor>,
        problems: &mut Vec<Diagnostic>,
    ) {
        walk::blocks(blocks, &mut |block| self.claim(block, problems));
        self.identify(blocks, Levels::below(self.level), anchors, problems);
    }

    /// What stands in a box is below the heading that the box is below, and nothing after the box is below it.
    fn identify(
        &mut self,
        blocks: &mut [Block],
        mut levels: Levels,
        anchors: &mut Vec<Anchor>,
        problems: &mut Vec<Diagnostic>,
    ) {
        walk::blocks(blocks, &mut |block| {
            if let BlockKind::Heading { level, id, title, .. } = &mut block.kind {
                self.headings += 1;
                if id.is_empty() {
                    *id = self.automatic(slug::github(title, self.texts), self.headings, block.span);
                }
                if *level > levels.written() + 1 {
                    problems.push(skips(levels.written(), *level, block.span, self.files));
                }
                *level = levels.next(*level);
            }
            let go = self.collect(block, anchors);
            match &mut block.kind {
                BlockKind::Box(text_box) => {
                    self.identify(&mut text_box.blocks, levels.inside(), anchors, problems);
                    Go::Past
                }
                _ => go,
            }
        });
    }

    fn elsewhere(&self, id: &str) -> Option<Span> {
        self.others.iter().find_map(|names| names.get(id))
    }

    /// Takes an id that the author gave; the second of a pair goes without.
    fn claim(&mut self, block: &mut Block, problems: &mut Vec<Diagnostic>) -> Go {
        let (span, texts) = (block.span, self.texts);
        let mut is_free = |id: &str, clash: Clash| {
            let first = self.elsewhere(id).or_else(|| self.names.insert(id, span));
            problems.extend(first.map(|first| clash(id, span, first, self.files)));
            first.is_none()
        };
        match &mut block.kind {
            BlockKind::PullQuote(_) => return Go::Past,
            BlockKind::Heading { id, aliases, title, .. } => {
                if !id.is_empty() && !is_free(id, names::repeated) {
                    *id = Box::default();
                }
                if !aliases.is_empty() {
                    let own = slug::github(title, texts);
                    let is_old = |alias: &str| !id.is_empty() || *alias != *own;
                    let bare = aliases.iter().map(|alias| alias.strip_prefix('#').unwrap_or(alias));
                    let old = bare.filter(|alias| is_old(alias) && is_free(alias, names::still_taken));
                    *aliases = old.map(Into::into).collect();
                }
            }
            BlockKind::Box(text_box) => {
                text_box.id = text_box.id.take().filter(|id| is_free(id, names::repeated))
            }
            _ => {}
        }
        Go::In
    }

    fn automatic(&mut self, words: String, position: usize, span: Span) -> Box<str> {
        let base = if words.is_empty() { format!("heading-{position}") } else { words };
        let Self { names, others, .. } = self;
        names.free(&base, 1, span, |id| others.iter().all(|names| names.get(id).is_none()))
    }

    fn collect(&self, block: &Block, anchors: &mut Vec<Anchor>) -> Go {
        let mut anchor = |id: &str, kind| {
            anchors.push(Anchor { section: self.section, id: id.into(), kind, span: block.span });
        };
        match &block.kind {
            BlockKind::PullQuote(_) => return Go::Past,
            BlockKind::Heading { level, id, aliases, title } => {
                let kind = AnchorKind::Heading { level: *level, text: phrase::plain(title).into() };
                anchor(id, kind);
                aliases.iter().for_each(|alias| anchor(alias, AnchorKind::Alias));
            }
            BlockKind::Figure(figure) => {
                if let Some(id) = &figure.caption.id {
                    anchor(id, captioned(numbering::counted(figure), &figure.caption));
                }
            }
            BlockKind::Table(table) => {
                if let Some(caption) = &table.caption
                    && let Some(id) = &caption.id
                {
                    anchor(id, captioned(Counted::Table, caption));
                }
            }
            BlockKind::Box(text_box) => {
                if let Some(id) = &text_box.id {
                    anchor(id, AnchorKind::Other);
                }
            }
            _ => {}
        }
        Go::In
    }
}

fn captioned(kind: Counted, caption: &Caption) -> AnchorKind {
    let number = caption.number.clone();
    let caption = caption.text.clone();
    match kind {
        Counted::Figure => AnchorKind::Figure { number, caption },
        Counted::Table => AnchorKind::Table { number, caption },
    }
}

fn skips(above: u8, level: u8, span: Span, files: &[Arc<str>]) -> Diagnostic {
    let left_out = level - above - 1;
    let levels = if left_out == 1 { "a level is" } else { "levels are" };
    Diagnostic::new(
        &HEADING_SKIPS_LEVEL,
        format!("{levels} left out between this heading and the one above it"),
    )
    .at(span.place(files))
    .hint(format!("take away {left_out} `#`, so that it stands one level below"))
}
