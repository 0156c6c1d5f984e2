//! The places in a paragraph where something begins that is no plain text.
//!
//! In: a part of a text. Out: marks in the order in which they are to be dealt with: a pair of brackets after all that
//! stands in it. Never: what is done about them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::shortcodes;
use super::tags;

/// A place that is no plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// What is no plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Code between backquotes.
    Code,
    /// A tag of HTML.
    Tag,
    /// A comment of HTML.
    Comment,
    /// Something between braces that a site's program would have replaced.
    Shortcode,
    /// A formula between dollars.
    Math,
    /// A pair of square brackets.
    Brackets,
    /// A command of LaTeX with what belongs to it.
    Command,
    /// A blank after a backslash.
    FixedBlank,
    /// `\(`, `\)`, `\[` and `\]` around a formula.
    TexMath,
    /// A brace that may open attributes or Kramdown's marks.
    Brace,
    /// `(@label)`
    Example,
    /// `@fig-map`, `@fig:map`
    Reference,
}

/// How far the end of a mark is looked for.
pub(super) const FAR: usize = 4096;

/// How many brackets may be open in each other.
const DEEPEST: usize = 32;

/// Finds the marks of a part of a text.
pub(super) fn of(text: &str, part: Range<usize>, pandoc: bool) -> Vec<Mark> {
    let mut finder = Finder {
        text,
        part: part.clone(),
        pandoc,
        runs: backquotes(text, &part),
        open: Vec::new(),
        marks: Vec::new(),
    };
    let mut at = part.start;
    while at < part.end {
        at = finder.step(at);
    }
    finder.marks
}

struct Finder<'a> {
    text: &'a str,
    part: Range<usize>,
    pandoc: bool,
    /// The runs of backquotes, by their length, each with its places in falling order.
    runs: BTreeMap<usize, Vec<usize>>,
    /// Brackets that are open.
    open: Vec<usize>,
    marks: Vec<Mark>,
}

fn backquotes(text: &str, part: &Range<usize>) -> BTreeMap<usize, Vec<usize>> {
    let mut runs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let bytes = text.as_bytes().get(part.clone()).unwrap_or_default();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'`', rest)) {
        let start = at + found;
        let length = bytes.get(start..).unwrap_or_default().iter().take_while(|byte| **byte == b'`').count();
        runs.entry(length).or_default().push(part.start + start);
        at = start + length;
    }
    runs.values_mut().for_each(|places| places.reverse());
    runs
}

impl Finder<'_> {
    fn rest(&self, at: usize) -> &str {
        self.text.get(at..self.part.end).unwrap_or_default()
    }

    fn add(&mut self, kind: Kind, range: Range<usize>) -> usize {
        let end = range.end;
        self.marks.push(Mark { kind, range });
        end
    }

    /// Looks at one place; the next one is the result.
    fn step(&mut self, at: usize) -> usize {
        let Some(byte) = self.text.as_bytes().get(at).copied() else { return self.part.end };
        match byte {
            b'`' => self.code(at),
            b'\\' => self.backslash(at),
            b'<' => self.angle(at),
            b'{' => self.brace(at),
            b'$' => self.math(at),
            b'[' => {
                if self.open.len() < DEEPEST {
                    self.open.push(at);
                }
                at + 1
            }
            b']' => {
                if let Some(open) = self.open.pop() {
                    self.add(Kind::Brackets, open..at + 1);
                }
                at + 1
            }
            b'(' if self.pandoc && self.rest(at).starts_with("(@") => {
                let label = self.rest(at).get(2..).unwrap_or_default();
                let length =
                    label.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"-_".contains(b)).count();
                match label.as_bytes().get(length) {
                    Some(b')') => self.add(Kind::Example, at..at + 3 + length),
                    _ => at + 1,
                }
            }
            b'@' => self.reference(at),
            _ => at + 1,
        }
    }

    /// A cross-reference, which stands after no letter.
    fn reference(&mut self, at: usize) -> usize {
        let before = self.text.get(self.part.start..at).and_then(|before| before.chars().next_back());
        let rest = self.rest(at + 1);
        let kind = ["fig", "tbl", "sec", "Fig", "Tbl", "Sec"].iter().any(|kind| rest.starts_with(kind));
        if before.is_some_and(|c| c.is_alphanumeric() || c == '\\')
            || !kind
            || !matches!(rest.as_bytes().get(3), Some(b'-' | b':'))
        {
            return at + 1;
        }
        let name = rest.get(4..).unwrap_or_default();
        let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(name.len());
        if end == 0 { at + 1 } else { self.add(Kind::Reference, at..at + 5 + end) }
    }

    fn code(&mut self, at: usize) -> usize {
        let length = self.rest(at).bytes().take_while(|byte| *byte == b'`').count();
        let Some(places) = self.runs.get_mut(&length) else { return at + length };
        while places.last().is_some_and(|place| *place <= at) {
            places.pop();
        }
        match places.last().copied() {
            Some(close) => self.add(Kind::Code, at..close + length),
            None => at + length,
        }
    }

    fn backslash(&mut self, at: usize) -> usize {
        let rest = self.rest(at);
        match rest.as_bytes().get(1) {
            Some(b' ') if self.pandoc => self.add(Kind::FixedBlank, at..at + 2),
            Some(b'(' | b'[') => match tex_math(rest) {
                Some(end) => self.add(Kind::TexMath, at..at + end),
                None => at + 2,
            },
            Some(byte) if byte.is_ascii_alphabetic() && self.pandoc => match command(rest) {
                Some(end) => self.add(Kind::Command, at..at + end),
                None => at + 1,
            },
            Some(byte) if byte.is_ascii_punctuation() => at + 2,
            _ => at + 1,
        }
    }

    fn angle(&mut self, at: usize) -> usize {
        let rest = near(self.rest(at));
        if rest.starts_with("<!--") {
            return match self.rest(at).find("-->") {
                Some(end) => self.add(Kind::Comment, at..at + end + 3),
                None => self.part.end,
            };
        }
        if let Some((_, end)) = tags::parse(rest) {
            return self.add(Kind::Tag, at..at + end);
        }
        // An address between angle brackets has no marks in it.
        let end = rest.find(['>', ' ', '\n']).filter(|end| rest.as_bytes().get(*end) == Some(&b'>'));
        match end {
            Some(end) if rest.get(..end).is_some_and(|inner| inner.contains([':', '@'])) => at + end + 1,
            _ => at + 1,
        }
    }

    fn brace(&mut self, at: usize) -> usize {
        if let Some(end) = shortcodes::end(near(self.rest(at))) {
            return self.add(Kind::Shortcode, at..at + end);
        }
        self.add(Kind::Brace, at..at + 1)
    }

    /// By Pandoc's rule: no blank after the first dollar and before the last one, and no digit after it.
    fn math(&mut self, at: usize) -> usize {
        let rest = near(self.rest(at));
        if rest.starts_with("$$") {
            let end = rest.get(2..).and_then(|rest| rest.find("$$"));
            return end.map_or(at + 2, |end| self.add(Kind::Math, at..at + end + 4));
        }
        let inner = rest.get(1..).unwrap_or_default();
        if inner.starts_with(|c: char| c.is_whitespace()) {
            return at + 1;
        }
        let mut before = '$';
        for (index, c) in inner.char_indices() {
            if c == '$' && before != '\\' {
                let after = inner.get(index + 1..).and_then(|after| after.chars().next());
                let closes = !before.is_whitespace() && !after.is_some_and(|c| c.is_ascii_digit());
                let text = inner.get(..index).unwrap_or_default();
                return if closes && is_formula(text) {
                    self.add(Kind::Math, at..at + index + 2)
                } else {
                    at + 1
                };
            }
            before = c;
        }
        at + 1
    }
}

/// As much of a text as an end is looked for in.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(FAR)).unwrap_or(text)
}

/// Whether a text between dollars is a formula and not prose between two prices.
fn is_formula(text: &str) -> bool {
    text.contains(['\\', '^', '_', '=', '<', '>'])
        || !text.split_whitespace().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3)
}

/// The end of a formula between `\(` and `\)`, or `\[` and `\]`. A bracket that somebody escaped is none, so there must be
/// a command or a power in it.
fn tex_math(rest: &str) -> Option<usize> {
    let close = if rest.starts_with("\\(") { "\\)" } else { "\\]" };
    let rest = near(rest);
    let end = rest.get(2..)?.find(close)? + 2;
    let inner = rest.get(2..end)?;
    let mut backslashes = inner.split('\\').skip(1);
    let commands = backslashes.any(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()));
    (commands || inner.contains('^')).then_some(end + 2)
}

/// Commands of LaTeX that have no braces after them.
const BARE: [&str; 20] = [
    "newpage",
    "pagebreak",
    "clearpage",
    "cleardoublepage",
    "noindent",
    "bigskip",
    "medskip",
    "smallskip",
    "hfill",
    "vfill",
    "appendix",
    "tableofcontents",
    "listoffigures",
    "listoftables",
    "maketitle",
    "centering",
    "footnotesize",
    "small",
    "normalsize",
    "printbibliography",
];

/// The end of a command of LaTeX: one with braces, or one of those that stand alone.
fn command(rest: &str) -> Option<usize> {
    let name = rest.get(1..)?.bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut at = 1 + name;
    if rest.get(at..)?.starts_with('*') {
        at += 1;
    }
    let mut braces = false;
    while let Some(open) = rest.as_bytes().get(at).filter(|byte| matches!(byte, b'{' | b'[')) {
        let Some(end) = balanced(near(rest.get(at..)?), *open) else { break };
        braces |= *open == b'{';
        at += end;
    }
    (braces || BARE.contains(&rest.get(1..1 + name)?)).then_some(at)
}

/// The end of what a brace or bracket at the start opens.
fn balanced(text: &str, open: u8) -> Option<usize> {
    let close = if open == b'{' { b'}' } else { b']' };
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        if byte == open {
            depth += 1;
        } else if byte == close {
            depth -= 1;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(text: &str) -> Vec<(Kind, &str)> {
        of(text, 0..text.len(), true)
            .into_iter()
            .map(|mark| (mark.kind, text.get(mark.range).unwrap()))
            .collect()
    }

    #[test]
    fn marks_come_after_those_within_them() {
        assert_eq!(
            marks("![a `b]` [c]](d) <e> \\[f]"),
            [
                (Kind::Code, "`b]`"),
                (Kind::Brackets, "[c]"),
                (Kind::Brackets, "[a `b]` [c]]"),
                (Kind::Tag, "<e>")
            ]
        );
    }

    #[test]
    fn money_is_no_formula() {
        assert_eq!(marks("$5 and $6 or $20,000 and $x^2$"), [(Kind::Math, "$x^2$")]);
        assert_eq!(marks("from $5m in aid to$7m"), []);
    }

    #[test]
    fn commands_are_taken_whole() {
        assert_eq!(
            marks("\\newpage \\cite[3]{a{b}} C:\\temp \\emph"),
            [(Kind::Command, "\\newpage"), (Kind::Command, "\\cite[3]{a{b}}")]
        );
    }
}
