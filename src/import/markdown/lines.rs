//! The lines of a text, and which of them are no text.
//!
//! In: a text. Out: its lines, each with where its words begin; code, comments and blank lines are told apart. Never: what
//! stands in a line of text.

use std::collections::BTreeSet;
use std::ops::Range;

use super::shortcodes;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its first byte.
    pub(super) start: usize,
    /// Where its words begin, after the marks of quotations and blanks.
    pub(super) body: usize,
    /// One past its last byte, the line break left out.
    pub(super) end: usize,
    /// How many quotations it stands in.
    pub(super) quotes: usize,
    /// How many columns its words are indented within the quotation.
    pub(super) indent: usize,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but blanks.
    Blank,
    /// Words and their marks.
    Text,
    /// The first line of a block of code between fences.
    Fence,
    /// A line of code, or the fence after it.
    Code,
    /// A part of a comment of several lines.
    Comment,
}

/// A fence that is open.
struct Fence {
    closing: Closing,
    quotes: usize,
    indent: usize,
}

/// What closes a fence.
enum Closing {
    /// As many marks of a kind, or more.
    Marks(u8, usize),
    /// A line with a word.
    Word(String),
}

/// Elements of HTML whose content is no text.
const CLOSED: [&str; 10] =
    ["script", "style", "iframe", "svg", "object", "video", "audio", "form", "canvas", "noscript"];

/// After how many words that close nothing no others are looked for.
const MISSES: usize = 64;

/// How many columns of indentation make code.
const CODE: usize = 4;

struct Scanner<'a> {
    text: &'a str,
    fence: Option<Fence>,
    comment: bool,
    /// Whether indented lines may belong to a list or a note.
    listed: bool,
    before: Kind,
    /// Whether the lines stand between two lines of `$$`.
    formula: bool,
    /// Words that close nothing any more, because they are not in the rest of the text.
    absent: BTreeSet<String>,
}

/// Splits a part of a text into lines.
pub(super) fn of(text: &str, part: Range<usize>) -> Vec<Line> {
    let mut scanner = Scanner {
        text,
        fence: None,
        comment: false,
        listed: false,
        before: Kind::Blank,
        formula: false,
        absent: BTreeSet::new(),
    };
    let mut at = part.start;
    let mut lines = Vec::new();
    for raw in text.get(part).unwrap_or_default().split_inclusive('\n') {
        let end = at + raw.trim_end_matches('\n').len();
        let line = scanner.line(at, end);
        scanner.before = line.kind;
        lines.push(line);
        at += raw.len();
    }
    lines
}

impl Scanner<'_> {
    fn line(&mut self, start: usize, end: usize) -> Line {
        let words = self.text.get(start..end).unwrap_or_default();
        let most = self.fence.as_ref().map_or(usize::MAX, |fence| fence.quotes);
        let (quotes, indent, body) = prefix(words, most);
        let rest = words.get(body..).unwrap_or_default();
        let mut line = Line { start, body: start + body, end, quotes, indent, kind: Kind::Text };
        line.kind = self.kind(&line, rest);
        line
    }

    fn kind(&mut self, line: &Line, rest: &str) -> Kind {
        if let Some(fence) = &self.fence {
            let left = line.quotes < fence.quotes
                || (fence.indent > 1
                    && self.listed
                    && line.indent == 0
                    && !rest.trim().is_empty()
                    && !closes(fence, rest));
            if !left {
                if closes(fence, rest) {
                    self.fence = None;
                }
                return Kind::Code;
            }
            self.fence = None;
        }
        if self.comment {
            self.comment = !rest.contains("-->");
            return Kind::Comment;
        }
        if rest.trim().is_empty() {
            self.formula = false;
            return Kind::Blank;
        }
        if line.indent >= CODE && !self.listed && matches!(self.before, Kind::Blank | Kind::Code) {
            return Kind::Code;
        }
        if let Some(closing) = self.opens(line, rest) {
            let here = matches!(&closing, Closing::Word(word) if rest.to_lowercase().contains(word.as_str()));
            self.fence = (!here).then_some(Fence { closing, quotes: line.quotes, indent: line.indent });
            return Kind::Fence;
        }
        self.formula ^= rest.matches("$$").count() % 2 == 1;
        if rest.starts_with("<!--") && !rest.contains("-->") {
            self.comment = true;
            return Kind::Comment;
        }
        if is_item(rest) || rest.starts_with("[^") || rest.starts_with(": ") || rest.starts_with(":\t") {
            self.listed = true;
        } else if line.indent == 0 && self.before == Kind::Blank {
            self.listed = false;
        }
        Kind::Text
    }
}

impl Scanner<'_> {
    /// What closes the fence that a line is, if it is one.
    fn opens(&mut self, line: &Line, rest: &str) -> Option<Closing> {
        if let Some((mark, length)) = marks(rest) {
            return Some(Closing::Marks(mark, length));
        }
        let word = closing_word(rest).filter(|_| !self.formula)?;
        if self.absent.contains(&word) || self.absent.len() >= MISSES {
            return None;
        }
        let after = self.text.get(line.body..).unwrap_or_default();
        let found = find_folded(after, &word);
        if !found {
            self.absent.insert(word);
            return None;
        }
        Some(Closing::Word(word))
    }
}

/// Whether a text has a word in it, capitals or not.
fn find_folded(text: &str, word: &str) -> bool {
    let Some(first) = word.bytes().next() else { return false };
    memchr::memchr_iter(first, text.as_bytes()).any(|at| {
        text.as_bytes()
            .get(at..at + word.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    })
}

/// What closes code that is marked in another way than with fences: Liquid's and Hugo's highlighting, an environment of
/// LaTeX, an element of HTML that holds no text.
pub(super) fn closing_word(rest: &str) -> Option<String> {
    if let Some(environment) = rest.strip_prefix("\\begin{") {
        let (name, _) = environment.split_once('}')?;
        return Some(format!("\\end{{{}}}", name.to_lowercase()));
    }
    if rest.trim_end() == "{::comment}" {
        return Some("{:/".into());
    }
    if rest.starts_with('{') {
        let end = shortcodes::end(rest)
            .filter(|end| rest.get(*end..).is_some_and(|after| after.trim().is_empty()))?;
        let code = shortcodes::parse(rest.get(..end)?)?;
        return match code.name.as_str() {
            "highlight" if rest.starts_with("{%") => Some("endhighlight".into()),
            "highlight" => Some("/highlight".into()),
            "comment" if rest.starts_with("{%") => Some("endcomment".into()),
            _ => None,
        };
    }
    let tag = rest.strip_prefix('<')?;
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let ends = tag.get(name.len()..)?.starts_with([' ', '>', '\t']) || tag.len() == name.len();
    (ends && CLOSED.contains(&name.as_str())).then(|| format!("</{name}"))
}

/// Quotations, columns of indentation, and the bytes of both.
fn prefix(words: &str, most: usize) -> (usize, usize, usize) {
    let (mut quotes, mut indent, mut at) = (0, 0, 0);
    let mut marked = false;
    for (index, byte) in words.bytes().enumerate() {
        // A blank after the mark of a quotation belongs to it.
        let belongs = std::mem::take(&mut marked) && byte == b' ';
        match byte {
            b' ' => indent += usize::from(!belongs),
            b'\t' => indent += 4 - indent % 4,
            // The end of one of Hugo's shortcodes is no quotation.
            b'>' if words.get(index..).is_some_and(|rest| rest.starts_with(">}}")) => {
                return (quotes, indent, index);
            }
            b'>' if indent < CODE && quotes < most => {
                quotes += 1;
                indent = 0;
                marked = true;
            }
            _ => {
                at = index;
                return (quotes, indent, at);
            }
        }
        at = index + 1;
    }
    (quotes, indent, at.max(words.trim_end().len()).min(words.len()))
}

/// The marks of a fence of code.
fn marks(rest: &str) -> Option<(u8, usize)> {
    let mark = *rest.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = rest.bytes().take_while(|byte| *byte == mark).count();
    let info = rest.get(length..).unwrap_or_default();
    (length >= 3 && !(mark == b'`' && info.contains('`'))).then_some((mark, length))
}

fn closes(fence: &Fence, rest: &str) -> bool {
    let (mark, least) = match &fence.closing {
        Closing::Word(word) => return rest.to_lowercase().contains(word.as_str()),
        Closing::Marks(mark, least) => (*mark, *least),
    };
    let length = rest.bytes().take_while(|byte| *byte == mark).count();
    length >= least && rest.get(length..).is_some_and(|after| after.trim().is_empty())
}

/// The bytes of the mark that makes a line an item of a list, its blank included.
pub(super) fn item_mark(rest: &str) -> Option<usize> {
    let mark = match rest.as_bytes().first()? {
        b'-' | b'*' | b'+' => 1,
        byte if byte.is_ascii_digit() => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let point = matches!(rest.as_bytes().get(digits), Some(b'.' | b')'));
            if digits <= 9 && point { digits + 1 } else { return None }
        }
        _ => return None,
    };
    let blanks = rest.get(mark..)?.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (blanks > 0).then_some(mark + blanks)
}

fn is_item(rest: &str) -> bool {
    item_mark(rest).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> String {
        let kind = |line: &Line| match line.kind {
            Kind::Blank => '.',
            Kind::Text => 't',
            Kind::Fence => 'f',
            Kind::Code => 'c',
            Kind::Comment => '!',
        };
        of(text, 0..text.len()).iter().map(kind).collect()
    }

    #[test]
    fn code_is_no_text() {
        assert_eq!(kinds("a\n```r\n# b\n~~~\n```\nc\n"), "tfccct");
        assert_eq!(kinds("> ~~~\n> a\nb"), "fct");
        assert_eq!(kinds("a\n    b\n\n    c\n\n    d\n"), "tt.c.c");
        assert_eq!(kinds("- a\n\n    b\n\nc\n\n    d"), "t.t.t.c");
        assert_eq!(kinds("- a\n  ```\n  b\nc"), "tfct");
        assert_eq!(kinds("<!-- a\n\nb -->\nc <!-- d -->"), "!!!t");
    }

    #[test]
    fn words_begin_after_quotation_marks() {
        let lines = of("> >  a\n   b", 0..10);
        assert_eq!((lines[0].quotes, lines[0].indent, lines[0].body), (2, 1, 5));
        assert_eq!((lines[1].quotes, lines[1].indent, lines[1].body), (0, 3, 10));
    }
}
