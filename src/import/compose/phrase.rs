//! What stands in a line is written.
//!
//! In: runs. Out: Markdown. Never: where lines break and what may begin them.

use std::rc::Rc;

use super::escape::{Risks, bracketed, escaped};
use super::runs::{Atom, Run, STYLES};
use crate::import::transcript::{Image, Style};

/// How a phrase is to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Whether dollars are marks.
    pub(super) math: bool,
    /// Whether it is a cell of a table with pipes.
    pub(super) in_cell: bool,
    /// What a printed line break is.
    pub(super) line_break: &'static str,
    /// Whether emphasis is written with underscores.
    pub(super) underscores: bool,
    /// Whether every mark is escaped.
    pub(super) escape_all: bool,
}

/// Something that is open around runs.
#[derive(Clone, Debug, PartialEq)]
enum Open {
    /// A style, and how it ends.
    Style(Style, &'static str),
    /// A link.
    Link(Rc<str>),
}

/// Writes runs.
pub(super) fn written(runs: &[Run], manner: Manner) -> String {
    let risks =
        Risks { math: manner.math, in_cell: manner.in_cell, all: manner.escape_all, ..Risks::of(runs) };
    let ends = ends(runs);
    let mut writer = Writer { runs, ends, manner, risks, open: Vec::new(), out: String::new() };
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        writer.close_to(Some(run));
        at = writer.run(at, run);
    }
    writer.close_to(None);
    writer.out
}

/// For each run the end of each of its styles, and of its link: the first run that does not have it.
type Ends = Vec<([usize; STYLES.len()], usize)>;

fn ends(runs: &[Run]) -> Ends {
    let mut ends: Ends = vec![([0; STYLES.len()], 0); runs.len()];
    let mut next = ([0; STYLES.len()], 0);
    let mut link: Option<&Rc<str>> = None;
    for (at, (run, end)) in runs.iter().zip(&mut ends).enumerate().rev() {
        for (style, end) in STYLES.iter().zip(&mut next.0) {
            *end = match run.styles.has(*style) {
                false => 0,
                true if *end == 0 => at + 1,
                true => *end,
            };
        }
        if run.link.as_ref() != link {
            next.1 = at + 1;
            link = run.link.as_ref();
        }
        *end = next;
    }
    ends
}

struct Writer<'a> {
    runs: &'a [Run],
    ends: Ends,
    manner: Manner,
    risks: Risks,
    open: Vec<Open>,
    out: String,
}

impl Writer<'_> {
    /// Ends what this run does not have, and with it what was begun inside of that.
    fn close_to(&mut self, run: Option<&Run>) {
        let lasts = |open: &Open| match open {
            Open::Style(style, _) => run.is_some_and(|run| run.styles.has(*style)),
            Open::Link(url) => run.is_some_and(|run| run.link.as_ref() == Some(url)),
        };
        let kept = self.open.iter().take_while(|open| lasts(open)).count();
        while self.open.len() > kept {
            match self.open.pop() {
                Some(Open::Style(_, mark)) => self.out.push_str(mark),
                Some(Open::Link(url)) => self.out.push_str(&format!("]({})", destination(&url))),
                None => {}
            }
        }
    }

    /// Writes a run and what begins with it; the next run to write.
    fn run(&mut self, at: usize, run: &Run) -> usize {
        let (styles, link) = self.ends.get(at).copied().unwrap_or_default();
        // What lasts longest is begun first.
        let mut begun: Vec<(usize, Option<Style>)> = Vec::new();
        for (style, end) in STYLES.into_iter().zip(styles) {
            let is_open = self.open.iter().any(|open| matches!(open, Open::Style(each, _) if *each == style));
            if run.styles.has(style) && !is_open {
                begun.push((end, Some(style)));
            }
        }
        if run.link.is_some() && !self.open.iter().any(|open| matches!(open, Open::Link(_))) {
            begun.push((link, None));
        }
        begun.sort_by_key(|(end, _)| std::cmp::Reverse(*end));
        for (end, style) in begun {
            match (style, &run.link) {
                (Some(style), _) => self.begin(style, at, end),
                (None, Some(url)) => {
                    if let Some(address) = bare_address(self.runs.get(at..end), url) {
                        self.out.push_str(&address);
                        return end;
                    }
                    self.out.push('[');
                    self.open.push(Open::Link(url.clone()));
                }
                (None, None) => {}
            }
        }
        self.atom(at, run);
        at + 1
    }

    fn begin(&mut self, style: Style, at: usize, end: usize) {
        // A circumflex before a bracket would begin a note.
        let next = self.runs.get(end).filter(|_| style == Style::Superscript);
        let bracket = next
            .is_some_and(|run| run.link.is_some() || matches!(run.atom, Atom::Mark(_) | Atom::Citation(_)));
        let simple = !bracket && self.runs.get(at..end).is_some_and(is_simple);
        let (begin, end) = match style {
            Style::Emphasis if self.manner.underscores => ("_", "_"),
            Style::Emphasis => ("*", "*"),
            Style::Strong => ("**", "**"),
            Style::Strikethrough => ("~~", "~~"),
            Style::Mark => ("==", "=="),
            Style::Subscript if simple => ("~", "~"),
            Style::Superscript if simple => ("^", "^"),
            Style::Subscript => ("<sub>", "</sub>"),
            Style::Superscript => ("<sup>", "</sup>"),
        };
        self.out.push_str(begin);
        self.open.push(Open::Style(style, end));
    }

    fn atom(&mut self, at: usize, run: &Run) {
        let in_link = run.link.is_some();
        match &run.atom {
            Atom::Text(text) => {
                let before = self.out.chars().next_back();
                let after = self.after(at);
                escaped(text, before, after, self.risks, in_link, &mut self.out);
            }
            Atom::Break => self.out.push_str(self.manner.line_break),
            Atom::Soft => self.out.push('\n'),
            Atom::Code(code) => self.out.push_str(&self.barred(&code_span(code))),
            Atom::Math(tex) => self.out.push_str(&self.barred(&formula(tex))),
            Atom::Image(image) => {
                let written = self.image(image);
                self.out.push_str(&written);
            }
            Atom::Mark(number) => self.out.push_str(&format!("[^{number}]")),
            Atom::Citation(written) => self.out.push_str(&self.barred(written)),
            Atom::Comment(comment) => {
                self.out.push_str(&self.barred(&format!("<!-- {} -->", uncommented(comment))));
            }
        }
    }

    fn image(&self, image: &Image) -> String {
        let alt = super::runs::spaced(image.alt.trim());
        format!("![{}]({})", bracketed(&alt, self.risks), destination(&image.path))
    }

    /// A text that is not escaped; in a cell, bars are.
    fn barred(&self, text: &str) -> String {
        if self.manner.in_cell { text.replace('|', "\\|") } else { text.to_owned() }
    }

    /// The first character that is written after a run.
    fn after(&self, at: usize) -> Option<char> {
        let run = self.runs.get(at)?;
        let Some(next) = self.runs.get(at + 1) else { return (!self.open.is_empty()).then_some('*') };
        if next.link != run.link {
            return Some(if run.link.is_some() { ']' } else { '[' });
        }
        if next.styles != run.styles {
            return Some('*');
        }
        match &next.atom {
            Atom::Text(text) => text.chars().next(),
            Atom::Break => self.manner.line_break.chars().next(),
            Atom::Soft => Some('\n'),
            Atom::Code(_) => Some('`'),
            Atom::Math(_) => Some('$'),
            Atom::Image(_) => Some('!'),
            Atom::Mark(_) => Some('['),
            Atom::Citation(written) => written.chars().next(),
            Atom::Comment(_) => Some('<'),
        }
    }
}

/// Whether what stands in a sub- or superscript can be written between its short marks.
fn is_simple(runs: &[Run]) -> bool {
    let [Run { atom: Atom::Text(text), .. }] = runs else { return false };
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | ',' | '−');
    text.chars().all(fits) && text.starts_with(char::is_alphanumeric) && text.ends_with(char::is_alphanumeric)
}

/// A link that shows its own address, in short.
fn bare_address(runs: Option<&[Run]>, url: &str) -> Option<String> {
    let [Run { atom: Atom::Text(text), .. }] = runs? else { return None };
    let is_address = ["http://", "https://"]
        .iter()
        .any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(char::is_alphanumeric)));
    let fits = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '|' | '\\');
    let is_mail = url.strip_prefix("mailto:") == Some(text) && super::front::is_email(text);
    if is_mail && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '+'))
    {
        return Some(format!("<{text}>"));
    }
    (text == url && is_address && url.chars().all(fits)).then(|| format!("<{}>", escape_entities(url)))
}

/// The longest run of a character in a text.
pub(super) fn longest(text: &str, mark: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == mark { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn code_span(code: &str) -> String {
    let mut fence = 1;
    // A run of backticks ends code only if it is as long as the one that began it.
    while code.split(|c| c != '`').any(|run| run.len() == fence) {
        fence += 1;
    }
    let fence = "`".repeat(fence);
    let room = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{room}{code}{room}{fence}")
}

/// A formula in a line. Braces keep one from being taken for a price.
fn formula(tex: &str) -> String {
    let guard = if tex.starts_with(|c: char| c.is_ascii_digit()) && tex.contains(' ') { "{}" } else { "" };
    format!("${guard}{}$", undollared(tex))
}

/// TeX in which no dollar ends the formula.
pub(super) fn undollared(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut before = ' ';
    for c in tex.chars() {
        if c == '$' && before != '\\' {
            out.push('\\');
        }
        out.push(c);
        before = if before == '\\' { ' ' } else { c };
    }
    out
}

/// The address of a link or picture.
pub(super) fn destination(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.trim().chars().filter(|c| !c.is_control()) {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '|' => out.push_str("%7C"),
            '\\' => out.push_str("%5C"),
            c => out.push(c),
        }
    }
    let out = escape_entities(&out);
    if out.is_empty() || out.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) {
        format!("<{out}>")
    } else {
        out
    }
}

/// A text in which no ampersand begins a character reference.
pub(super) fn escape_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let name = after.split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or("");
        let reads = !name.is_empty() && after.get(name.len()..).is_some_and(|end| end.starts_with(';'));
        out.push_str(if reads { "&amp;" } else { "&" });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A comment's words, without what would end the comment.
pub(super) fn uncommented(comment: &str) -> String {
    let mut text = super::runs::spaced(comment.trim());
    while text.contains("--") {
        text = text.replace("--", "–");
    }
    let text = text.trim_start_matches(['>', '-']).trim_end_matches('-');
    text.replace("!>", "! >").trim().to_owned()
}
