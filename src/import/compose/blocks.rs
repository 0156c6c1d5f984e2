//! Blocks are written.
//!
//! In: blocks of a transcript. Out: lines. Never: where they stand among others.

use std::borrow::Cow;

use super::lines::Lines;
use super::phrase::{longest, uncommented, undollared};
use super::runs::{Atom, Run, line};
use super::{Composer, Place, attributes, words};
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
        let is_deep = self.depth >= DEEPEST;
        let shown = if is_deep { words::leaves(blocks) } else { blocks.iter().map(Cow::Borrowed).collect() };
        if is_deep && blocks.iter().any(|block| !words::is_leaf(block)) {
            out.remarks
                .push((0, unsupported("lists, quotations and boxes nested this deep are plain paragraphs")));
        }
        for block in shown {
            let (mut lines, written) = self.block(&block.kind, before);
            if before == Before::Table
                && let Some(first) = lines.lines.iter_mut().find(|line| !is_unseen(line))
            {
                *first = uncaptioned(first);
            }
            // Comments do not part a table from what follows them.
            if !is_silent(&lines) || !(lines.is_empty() || before == Before::Table) {
                before = written;
            }
            out.append(lines.remarked(block.remarks.iter().cloned()));
        }
        out
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
            BlockKind::Paragraph(inlines) => self.paragraph(inlines),
            BlockKind::List { start, items } => return self.list(*start, items, before),
            BlockKind::Quote(blocks) => {
                let inner = self.inner(blocks);
                if is_silent(&inner) { inner } else { inner.behind("> ", "> ") }
            }
            BlockKind::Code { language, text } => code(language.as_deref(), text),
            BlockKind::Math(tex) => display(tex),
            BlockKind::Table(table) => return self.table(table),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::PullQuote { blocks, by, edited } => {
                let mut given = attributes::Written::default();
                match by.as_deref().and_then(line) {
                    Some(by) => given.pair("by", &by),
                    None if *edited => given.class("edited"),
                    None => {}
                }
                let outer = std::mem::replace(&mut self.numbers.in_pull_quote, true);
                let written = self.fenced("pullquote", given, blocks);
                self.numbers.in_pull_quote = outer;
                written
            }
            BlockKind::Box { kind, title, blocks } => {
                let mut given = attributes::Written::default();
                if let Some(title) = title.as_deref().and_then(line) {
                    given.pair("title", &title);
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
        let (comments, runs) = leading_comments(self.runs(text));
        let (mut words, remark) = self.proven(&runs, Place::Line);
        let comments = Lines::new(comments);
        if words.is_empty() {
            return comments;
        }
        let bare = words.trim_end_matches('#');
        if bare.len() < words.len() && (bare.is_empty() || bare.ends_with(' ')) {
            words.insert(bare.len(), '\\');
        }
        if let Some(id) = self.id(id) {
            words.push_str(&format!(" {{#{id}}}"));
        }
        let marks = "#".repeat(usize::from(level.clamp(2, 6)));
        let mut out = comments;
        out.append(Lines::new(vec![format!("{marks} {words}")]).remarked(remark));
        out
    }

    /// Writes a box. Its fence is longer than those in it.
    pub(super) fn fenced(&mut self, name: &str, given: attributes::Written, blocks: &[Block]) -> Lines {
        let inner = self.inner(blocks);
        if is_silent(&inner) && !given.has_pairs() {
            return inner;
        }
        boxed(name, given, inner)
    }
}

/// Whether lines hold nothing that is printed: comments at most.
pub(super) fn is_silent(lines: &Lines) -> bool {
    lines.lines.iter().all(|line| is_unseen(line))
}

fn is_unseen(line: &str) -> bool {
    line.is_empty() || (line.starts_with("<!--") && line.ends_with("-->"))
}

/// Lines in a box.
pub(super) fn boxed(name: &str, given: attributes::Written, inner: Lines) -> Lines {
    let longest = inner.lines.iter().map(|each| colons(each)).max().unwrap_or(0);
    let fence = ":".repeat(3.max(longest + 1));
    let given = given.to_string();
    let space = if given.is_empty() { "" } else { " " };
    let mut out = Lines::of(&format!("{fence}{name}{space}{given}"));
    // The fence would end what is set in below an item before it was read.
    let is_set_in = |line: &String| line.starts_with(' ') || line.ends_with('>');
    let room = inner.lines.last().is_some_and(is_set_in).then(String::new);
    out.extend(inner);
    out.extend(Lines::new(room.into_iter().chain([fence]).collect()));
    out
}

/// How long the fence of a box is that a line may be, among marks of quotations and lists.
fn colons(line: &str) -> usize {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || " >-*.)".contains(c));
    let length = rest.len() - rest.trim_start_matches(':').len();
    if length >= 3 { length } else { 0 }
}

/// A paragraph or a cell that begins like the caption of a table, so that it is none.
pub(super) fn uncaptioned(line: &str) -> String {
    for start in ["Table:", "table:"] {
        if let Some(rest) = line.strip_prefix(start) {
            return format!("{}\\:{rest}", start.trim_end_matches(':'));
        }
    }
    if line.starts_with(": ") { format!("\\{line}") } else { line.to_owned() }
}

/// The comments at the beginning of a paragraph, each a line, and the rest: a line that begins with a comment is no
/// text at all.
pub(super) fn leading_comments(mut runs: Vec<Run>) -> (Vec<String>, Vec<Run>) {
    let text = runs.iter().position(|run| !matches!(run.atom, Atom::Comment(_))).unwrap_or(runs.len());
    let rest = runs.split_off(text);
    let comments = runs.iter().filter_map(|run| match &run.atom {
        Atom::Comment(comment) => comment_line(comment),
        _ => None,
    });
    (comments.flatten().collect(), rest)
}

fn comment_line(comment: &str) -> Option<Vec<String>> {
    let comment = uncommented(comment);
    (!comment.is_empty()).then(|| vec![format!("<!-- {comment} -->")])
}

fn code(language: Option<&str>, text: &str) -> Lines {
    let is_kept =
        |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().map(|c| if is_kept(c) { c } else { ' ' }).collect();
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
    line(tex).map(|tex| Lines::of(&format!("$${}$$", undollared(&tex)))).unwrap_or_default()
}

/// A remark on something for which manuscripts have no form.
pub(super) fn unsupported(message: impl Into<String>) -> Remark {
    Remark::new(Kind::Unsupported, message)
}
