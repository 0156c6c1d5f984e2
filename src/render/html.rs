//! A paper's text as HTML.
//!
//! In: a body, what its references came to, and the theme's words. Out: [`Fragments`], which templates put into pages.
//! Never: inline styles or scripts, a request to another site, or anything that a frame says already.
//!
//! The words of the theme that stand in texts: `heading-link`, `figure`, `table`, `source`, `credit`, `download-data`,
//! `chart-data`, `chart-files`, `notes`, `note-mark`, `back-to-text`, `back-to-place`, `task-done`, `task-open`, and the kinds
//! of boxes (`box-findings`,
//! `box-note`, `box-case`, `box-tip`, `box-important`, `box-warning`, `box-caution`).

mod blocks;
mod charts;
mod figures;
mod images;
mod inlines;
mod links;
mod notes;
mod old_ids;
mod tables;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::chart::Chart;
use crate::language::Language;
use crate::paper::{Block, BlockKind, Body, BoxKind, Inline, Record, SectionText, Span};
use crate::resolve::Link;
use crate::site::frame::SiteFrame;

/// Everything that a page's text is written from.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The paper's facts: its abstract, and the ids of its headings.
    pub record: &'a Record,
    /// The text.
    pub body: &'a Body,
    /// What each reference of the record came to.
    pub links: &'a [Link],
    /// Highlighted HTML for each code block; a block without is escaped as it is.
    pub codes: &'a [Option<Arc<str>>],
    /// The charts of the record; none for one that is shown as a table.
    pub charts: &'a [Option<Arc<Chart>>],
    /// The rules of the record's language.
    pub language: &'a Language,
    /// The base path and the theme's words.
    pub site: &'a SiteFrame,
    /// The cover page, with the base path: `/publications/papers/x/`.
    pub paper_href: &'a str,
    /// Which page of the paper.
    pub part: Part,
}

/// Which page of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The cover: the opening, with the key findings lifted out of the whole text.
    Cover,
    /// One section.
    Section(u16),
    /// The whole paper.
    Full,
    /// A paper that is one page, or any other page.
    Single,
}

impl Part {
    /// Whether everything inside the paper stands on this page.
    fn is_whole(self) -> bool {
        matches!(self, Self::Full | Self::Single)
    }
}

/// The parts of a page that come from its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragments {
    /// The text. On a section's page it begins with its `<h1>`.
    pub body_html: String,
    /// The notes that the page cites; empty when there are none.
    pub notes_html: String,
    /// The abstract, on the cover and the whole paper's page.
    pub summary_html: String,
    /// The key findings, on the cover, without a heading.
    pub findings_html: String,
    /// Where the blocks of these texts stand in the manuscript, for the way from a page back to its source.
    pub blocks: Vec<PlacedBlock>,
}

/// The start of a block's element, and the block's place in the manuscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedBlock {
    /// Which text it is in.
    pub fragment: Fragment,
    /// The byte of that text at which its element starts.
    pub at: usize,
    /// Its place.
    pub span: Span,
}

/// One of the texts of [`Fragments`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fragment {
    /// [`Fragments::summary_html`]
    Summary,
    /// [`Fragments::findings_html`]
    Findings,
    /// [`Fragments::body_html`]
    Body,
    /// [`Fragments::notes_html`]
    Notes,
}

/// Writes the text of one page.
pub fn fragments(text: &Text<'_>) -> Fragments {
    let mut writer = Writer::new(text);
    let mut fragments = Fragments::default();
    if !matches!(text.part, Part::Section(_)) {
        writer.blocks(&text.record.meta.summary);
        fragments.summary_html = writer.take(Fragment::Summary);
    }
    match text.part {
        Part::Cover => {
            writer.findings();
            fragments.findings_html = writer.take(Fragment::Findings);
            text.body
                .opening
                .iter()
                .filter(|block| !is_findings(block))
                .for_each(|block| writer.block(block));
        }
        Part::Section(index) => {
            if let Some(section) = text.body.sections.get(usize::from(index)) {
                writer.section_page(index, section);
            }
        }
        Part::Full | Part::Single => {
            writer.blocks(&text.body.opening);
            for (index, section) in (0..).zip(&text.body.sections) {
                writer.section(index, section);
            }
        }
    }
    fragments.body_html = writer.take(Fragment::Body);
    writer.notes();
    fragments.notes_html = writer.take(Fragment::Notes);
    fragments.blocks = writer.placed;
    fragments
}

fn is_findings(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Box(text_box) if text_box.kind == BoxKind::Findings)
}

/// The highest level of a heading in a text.
fn shallowest(blocks: &[Block]) -> Option<i8> {
    let of_block = |block: &Block| match &block.kind {
        BlockKind::Heading { level, .. } => i8::try_from(*level).ok(),
        BlockKind::Quote(inner) => shallowest(inner),
        BlockKind::Box(text_box) => shallowest(&text_box.blocks),
        BlockKind::List { items, .. } => items.iter().filter_map(|item| shallowest(&item.blocks)).min(),
        _ => None,
    };
    blocks.iter().filter_map(of_block).min()
}

/// Who a piece of text speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// Everyone.
    Everyone,
    /// The eye alone: it repeats what stands elsewhere, so that nothing in it has an id, can be focused, or is a note
    /// mark.
    Eye,
    /// Everyone, but it stands elsewhere too, so that nothing in it has an id but note marks.
    Copy,
}

/// Writes HTML. All that it holds beside its output is what makes ids unique on the page.
struct Writer<'a> {
    text: &'a Text<'a>,
    out: String,
    voice: Voice,
    /// The section that is being written.
    section: Option<u16>,
    /// Whether a link is open, in which no other link may stand.
    in_link: bool,
    /// Note marks that wait for the end of a link.
    waiting: Vec<u32>,
    /// How often the page cites each note.
    cited: BTreeMap<u32, u32>,
    /// Notes cited for the first time, whose texts are still to be written.
    unwritten: Vec<u32>,
    /// By how much headings are moved down: key findings on the cover stand below a heading of the template's.
    deeper: i8,
    /// How many boxes have a title.
    titles: u32,
    /// Whether an image was written: the first is not lazy.
    has_image: bool,
    /// The starts of blocks in `out`.
    starts: Vec<(usize, Span)>,
    /// The starts of blocks in what was taken.
    placed: Vec<PlacedBlock>,
}

/// Bytes of HTML for a word of text, roughly, so that what is written need not be moved as it grows.
const LETTERS: usize = 10;

impl<'a> Writer<'a> {
    fn new(text: &'a Text<'a>) -> Self {
        Self {
            text,
            out: String::with_capacity(text.record.words as usize * LETTERS),
            voice: Voice::Everyone,
            section: None,
            in_link: false,
            waiting: Vec::new(),
            cited: BTreeMap::new(),
            unwritten: Vec::new(),
            deeper: 0,
            titles: 0,
            has_image: false,
            starts: Vec::new(),
            placed: Vec::new(),
        }
    }

    /// What was written since the last time.
    fn take(&mut self, fragment: Fragment) -> String {
        let placed = self.starts.drain(..).map(|(at, span)| PlacedBlock { fragment, at, span });
        self.placed.extend(placed);
        std::mem::take(&mut self.out)
    }

    /// Says that the element which is written next is this block.
    fn starts(&mut self, span: Span) {
        self.starts.push((self.out.len(), span));
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Writes in another voice.
    fn in_voice(&mut self, voice: Voice, write: impl FnOnce(&mut Self)) {
        let before = self.voice;
        if before != Voice::Eye {
            self.voice = voice;
        }
        write(self);
        self.voice = before;
    }

    /// The section's own page: its heading is the page's.
    fn section_page(&mut self, index: u16, section: &'a SectionText) {
        self.section = Some(index);
        self.starts(section.title_span);
        self.push("<h1 id=\"");
        self.heading_id(index);
        self.push("\">");
        self.old_ids_of_page();
        self.inlines(&section.title);
        self.push("</h1>\n");
        self.blocks(&section.blocks);
        self.section = None;
    }

    /// A section on the page of the whole paper.
    fn section(&mut self, index: u16, section: &'a SectionText) {
        self.section = Some(index);
        for (start, end) in [("<section id=\"", "\" aria-labelledby=\""), ("", ":")] {
            self.push(start);
            self.push(&section.id);
            self.push(end);
        }
        self.heading_id(index);
        self.push("\">\n");
        self.starts(section.title_span);
        self.push("<div class=\"heading\">\n<h2 id=\"");
        self.push(&section.id);
        self.push(":");
        self.heading_id(index);
        self.push("\">");
        self.old_ids_of_section();
        self.inlines(&section.title);
        self.push("</h2>\n");
        if let Some(record) = self.text.record.sections.get(usize::from(index)) {
            self.heading_link(&record.heading_id, &section.title);
        }
        self.push("</div>\n");
        self.blocks(&section.blocks);
        self.push("</section>\n");
        self.section = None;
    }

    fn heading_id(&mut self, index: u16) {
        if let Some(section) = self.text.record.sections.get(usize::from(index)) {
            self.push(&section.heading_id);
        }
    }

    /// The key findings of the whole paper, for its cover. Those of the opening stand nowhere else on their page.
    fn findings(&mut self) {
        let body = self.text.body;
        self.findings_of(&body.opening);
        self.in_voice(Voice::Copy, |writer| {
            for (index, section) in (0..).zip(&body.sections) {
                writer.section = Some(index);
                writer.findings_of(&section.blocks);
            }
            writer.section = None;
        });
    }

    fn findings_of(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Box(text_box) if text_box.kind == BoxKind::Findings => {
                    let title: &[Inline] = text_box.title.as_deref().unwrap_or_default();
                    if !title.is_empty() {
                        self.push("<p class=\"box-title\">");
                        self.inlines(title);
                        self.push("</p>\n");
                    }
                    self.deeper = 3 - shallowest(&text_box.blocks).unwrap_or(3);
                    self.blocks(&text_box.blocks);
                    self.deeper = 0;
                }
                BlockKind::Box(text_box) => self.findings_of(&text_box.blocks),
                _ => {}
            }
        }
    }
}
