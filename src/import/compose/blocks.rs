//! Blocks are written.
//!
//! In: blocks of a transcript. Out: lines. Never: where they stand among others.

use super::lines::Lines;
use super::phrase::{longest, uncommented, undollared};
use super::runs::{Atom, Run, spaced};
use super::{Composer, Place, attributes};
use crate::import::remark::{Kind, Remark};
use crate::import::transcript::{Block, BlockKind, Inline};

/// How deep lists, quotations and boxes are written in each other; what is deeper is written plain.
const DEEPEST: usize = 16;

/// What was written last, where that matters to what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing that matters.
    Other,
    /// A list, and whether its marks were the second kind.
    List { ordered: bool, second: bool },
    /// A table without a caption: a paragraph may be taken for one.
    Table,
}

impl Composer {
    /// Writes blocks with an empty line between them.
    pub(super) fn blocks(&mut self, blocks: &[Block]) -> Lines {
        let mut out = Lines::default();
        let mut before = Before::Other;
        for block in self.shallow(blocks) {
            let (lines, written) = self.block(&block.kind, before);
            if !lines.is_empty() {
                before = written;
            }
            out.append(lines.remarked(block.remarks.iter().cloned()));
        }
        out
    }

    /// The blocks, without what is around them where they are too deep.
    fn shallow<'b>(&self, blocks: &'b [Block]) -> Vec<&'b Block> {
        if self.depth < DEEPEST { blocks.iter().collect() } else { super::words::leaves(blocks) }
    }

    /// Writes blocks that stand in another block.
    pub(super) fn inner(&mut self, blocks: &[Block]) -> Lines {
        self.depth += 1;
        let lines = self.blocks(blocks);
        self.depth -= 1;
        lines
    }

    fn block(&mut self, kind: &BlockKind, before: Before) -> (Lines, Before) {
        let lines = match kind {
            BlockKind::Heading { level, id, text } => self.heading(*level, id.as_deref(), text),
            BlockKind::Paragraph(inlines) => {
                let mut lines = self.paragraph(inlines);
                if before == Before::Table
                    && let Some(first) = lines.lines.first_mut()
                {
                    *first = uncaptioned(first);
                }
                lines
            }
            BlockKind::List { start, items } => return self.list(*start, items, before),
            BlockKind::Quote(blocks) => self.inner(blocks).behind("> ", "> "),
            BlockKind::Code { language, text } => code(language.as_deref(), text),
            BlockKind::Math(tex) => display(tex),
            BlockKind::Table(table) => return self.table(table),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::PullQuote { blocks, by, edited } => {
                let mut given = attributes::Written::default();
                match by.as_deref().filter(|by| !by.trim().is_empty()) {
                    Some(by) => given.pair("by", by),
                    None if *edited => given.class("edited"),
                    None => {}
                }
                self.fenced("pullquote", given, blocks)
            }
            BlockKind::Box { kind, title, blocks } => {
                let mut given = attributes::Written::default();
                if let Some(title) = title.as_deref().filter(|title| !title.trim().is_empty()) {
                    given.pair("title", title);
                }
                self.fenced(kind, given, blocks)
            }
            BlockKind::Rule if self.depth == 0 => Lines::of("---"),
            // Hyphens after the mark of an item would be a break themselves.
            BlockKind::Rule => Lines::of("___"),
            BlockKind::Comment(comment) => comment_line(comment).map(Lines::new).unwrap_or_default(),
        };
        (lines, Before::Other)
    }

    fn heading(&mut self, level: u8, id: Option<&str>, text: &[Inline]) -> Lines {
        let (mut words, remarks) = self.line(text, Place::Line);
        if words.is_empty() {
            return Lines::default().remarked(remarks);
        }
        let bare = words.trim_end_matches('#');
        if bare.len() < words.len() && (bare.is_empty() || bare.ends_with(' ')) {
            words.insert(bare.len(), '\\');
        }
        if let Some(id) = id.and_then(attributes::id) {
            words.push_str(&format!(" {{#{id}}}"));
        }
        let marks = "#".repeat(usize::from(level.clamp(2, 6)));
        Lines::new(vec![format!("{marks} {words}")]).remarked(remarks)
    }

    /// Writes a box. Its fence is longer than those in it.
    pub(super) fn fenced(&mut self, name: &str, given: attributes::Written, blocks: &[Block]) -> Lines {
        let inner = self.inner(blocks);
        if inner.is_empty() {
            return inner;
        }
        boxed(name, given, inner)
    }
}

/// Lines in a box.
pub(super) fn boxed(name: &str, given: attributes::Written, inner: Lines) -> Lines {
    let longest = inner.lines.iter().map(|line| colons(line)).max().unwrap_or(0);
    let fence = ":".repeat(3.max(longest + 1));
    let given = given.to_string();
    let space = if given.is_empty() { "" } else { " " };
    let mut out = Lines::of(&format!("{fence}{name}{space}{given}"));
    out.extend(inner);
    out.extend(Lines::new(vec![fence]));
    out
}

/// How long the fence of a box is that a line may be, among marks of quotations and lists.
fn colons(line: &str) -> usize {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || " >-*.)".contains(c));
    let length = rest.len() - rest.trim_start_matches(':').len();
    if length >= 3 { length } else { 0 }
}

/// A paragraph that begins like the caption of a table, so that it is none.
pub(super) fn uncaptioned(line: &str) -> String {
    for start in ["Table:", "table:"] {
        if let Some(rest) = line.strip_prefix(start) {
            return format!("{}\\:{rest}", start.trim_end_matches(':'));
        }
    }
    line.to_owned()
}

/// The comments at the beginning of a paragraph, each a line, and the rest: a line that begins with a comment is no
/// text at all.
pub(super) fn leading_comments(runs: Vec<Run>) -> (Vec<String>, Vec<Run>) {
    let mut comments = Vec::new();
    let mut rest: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        match &run.atom {
            Atom::Comment(comment) if rest.is_empty() => {
                comments.extend(comment_line(comment).into_iter().flatten())
            }
            Atom::Comment(_)
                if rest.last().is_some_and(|last| matches!(last.atom, Atom::Break | Atom::Soft)) =>
            {
                rest.insert(rest.len() - 1, run);
            }
            Atom::Text(text) if rest.is_empty() => {
                let text = text.trim_start_matches(' ').to_owned();
                if !text.is_empty() {
                    rest.push(Run { atom: Atom::Text(text), ..run });
                }
            }
            Atom::Break if rest.is_empty() => {}
            _ => rest.push(run),
        }
    }
    (comments, rest)
}

fn comment_line(comment: &str) -> Option<Vec<String>> {
    let comment = uncommented(comment);
    (!comment.is_empty()).then(|| vec![format!("<!-- {comment} -->")])
}

fn code(language: Option<&str>, text: &str) -> Lines {
    let printable =
        |c: &char| *c == '\n' || *c == '\t' || !(c.is_control() || matches!(*c, '\u{fffe}' | '\u{ffff}'));
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(printable).collect();
    let fence = "`".repeat(3.max(longest(&text, '`') + 1));
    let named = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.');
    let language: String = language.unwrap_or("").chars().filter(named).collect();
    let mut out = Lines::new(vec![format!("{fence}{language}")]);
    out.extend(Lines::new(text.trim_end_matches('\n').split('\n').map(str::to_owned).collect()));
    out.extend(Lines::new(vec![fence]));
    out
}

/// A formula on a line of its own: its lines could be read as lists or headings.
fn display(tex: &str) -> Lines {
    let tex = spaced(tex.trim());
    if tex.is_empty() { Lines::default() } else { Lines::of(&format!("$${}$$", undollared(&tex))) }
}

/// A remark on something for which manuscripts have no form.
pub(super) fn unsupported(message: impl Into<String>) -> Remark {
    Remark::new(Kind::Unsupported, message)
}
