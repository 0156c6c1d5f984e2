//! HTML among Markdown: a few elements are read, all others are printed as they are written.
//!
//! In: the source of tags and of what is between them. Out: inlines, and problems. Never: HTML in the output, unless
//! the site allows it, and never a program.

use std::ops::Range;

use super::Lowerer;
use super::tags::{Kind, Token, danger};
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{Inline, Style};

/// Inlines being gathered, with the HTML elements that are open among them.
#[derive(Default)]
pub(super) struct Phrase {
    content: Vec<Inline>,
    open: Vec<Open>,
}

struct Open {
    name: String,
    style: Style,
    around: Option<Style>,
    range: Range<usize>,
    content: Vec<Inline>,
}

impl Phrase {
    /// A phrase that has room for as many inlines as most likely come.
    pub(super) fn with_capacity(inlines: usize) -> Self {
        Self { content: Vec::with_capacity(inlines), open: Vec::new() }
    }

    /// Where the next inline goes.
    pub(super) fn sink(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some(open) => &mut open.content,
            None => &mut self.content,
        }
    }
}

/// How many elements may be open in each other.
const MAX_OPEN: usize = 8;

/// What to do about a tag that is printed.
const READ: &str = "write it in Markdown, or leave the tag out: of HTML only `br`, `sub`, `sup`, `kbd`, `abbr` and tables are read";

impl<'a> Lowerer<'a, '_> {
    /// The inlines of a phrase; elements that were never closed are printed as text.
    pub(super) fn finish(&mut self, mut phrase: Phrase) -> Vec<Inline> {
        while let Some(open) = phrase.open.pop() {
            let message = format!("`<{}>` is never closed in this paragraph", open.name);
            self.print_tag(open.range, message, phrase.sink());
            phrase.sink().extend(open.content);
        }
        phrase.content
    }

    /// One tag or comment.
    pub(super) fn html_token(&mut self, token: &Token<'a>, phrase: &mut Phrase) {
        match &token.kind {
            Kind::Text => self.html_text(token.range.clone(), phrase.sink()),
            Kind::Comment => {}
            Kind::Other => self.other_tag(token, phrase.sink()),
            Kind::Open { name, attributes, empty } => match name.as_str() {
                "br" => {
                    self.drop_attributes(name, attributes, &[], token.range.clone());
                    self.run.state.break_();
                    self.run.last = Some('\n');
                    phrase.sink().push(Inline::HardBreak);
                }
                "sub" | "sup" | "kbd" | "abbr" => {
                    if phrase.open.len() >= MAX_OPEN {
                        let message = format!("`<{name}>` is nested too deep");
                        return self.print_tag(token.range.clone(), message, phrase.sink());
                    }
                    self.drop_attributes(name, attributes, &["lang", "title"], token.range.clone());
                    if !empty {
                        let (style, around) = self.styles(name, attributes);
                        let open = Open {
                            name: name.clone(),
                            style,
                            around,
                            range: token.range.clone(),
                            content: Vec::new(),
                        };
                        phrase.open.push(open);
                    }
                }
                _ => self.other_tag(token, phrase.sink()),
            },
            Kind::Close { name } => self.close(name, token, phrase),
        }
    }

    fn close(&mut self, name: &str, token: &Token<'a>, phrase: &mut Phrase) {
        if !matches!(name, "sub" | "sup" | "kbd" | "abbr") {
            return self.other_tag(token, phrase.sink());
        }
        if !phrase.open.iter().any(|open| open.name == name) {
            return self.print_tag(
                token.range.clone(),
                format!("`</{name}>` closes nothing here"),
                phrase.sink(),
            );
        }
        while let Some(open) = phrase.open.pop() {
            if open.name == name {
                let mut inline = Inline::Styled { style: open.style, content: open.content };
                if let Some(style) = open.around {
                    inline = Inline::Styled { style, content: vec![inline] };
                }
                phrase.sink().push(inline);
                return;
            }
            let message = format!("`<{}>` is closed too late", open.name);
            self.print_tag(open.range, message, phrase.sink());
            phrase.sink().extend(open.content);
        }
    }

    /// What an element means, and the span around it if it has a language or title of its own.
    fn styles(&mut self, name: &str, attributes: &[(String, &'a str)]) -> (Style, Option<Style>) {
        let get = |key: &str| attributes.iter().find(|(k, _)| k == key).map(|(_, value)| *value);
        let mut title = get("title").map(|title| self.decoded(title));
        let style = match name {
            "abbr" => Style::Abbreviation(title.take()),
            "kbd" => Style::Keyboard,
            "sub" => Style::Subscript,
            _ => Style::Superscript,
        };
        let lang: Option<Box<str>> = get("lang").map(Into::into);
        let around = (lang.is_some() || title.is_some()).then_some(Style::Span { lang, title });
        (style, around)
    }

    /// A value of an attribute, its character references decoded and its punctuation set.
    pub(super) fn decoded(&mut self, value: &str) -> Box<str> {
        if !value.contains('&') {
            return self.plain_text(value);
        }
        let mut places = super::Places::new(value, value, super::Origin::At(0), 0);
        let mut out = String::new();
        let mut at = 0;
        while let Some(rest) = value.get(at..).filter(|rest| !rest.is_empty()) {
            match places.entity(at).filter(|_| rest.starts_with('&')) {
                Some((stands_for, len)) => {
                    out.push_str(&stands_for);
                    at += len;
                }
                None => {
                    let len = rest.chars().next().map_or(1, char::len_utf8);
                    out.push_str(rest.get(..len).unwrap_or(""));
                    at += len;
                }
            }
        }
        self.plain_text(&out)
    }

    /// Reports the attributes that are not read.
    pub(super) fn drop_attributes(
        &mut self,
        name: &str,
        attributes: &[(String, &str)],
        known: &[&str],
        range: Range<usize>,
    ) {
        for (key, _) in attributes.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            self.problem(&rules::HTML_ATTRIBUTE, format!("`{key}` on `<{name}>` is dropped"), range.clone());
        }
    }

    /// A tag that is not read: published if the site allows it and it is harmless, printed otherwise.
    fn other_tag(&mut self, token: &Token<'a>, out: &mut Vec<Inline>) {
        let range = token.range.clone();
        if self.input.raw_html {
            match danger(token) {
                None => {
                    self.pass('x');
                    out.push(Inline::Html(self.places.slice(range).into()));
                }
                Some(danger) => {
                    self.problem(&rules::HTML_UNSAFE, danger, range.clone());
                    self.literal(self.places.slice(range.clone()), range, out);
                }
            }
            return;
        }
        let message = match &token.kind {
            Kind::Open { name, .. } => format!("`<{name}>` is printed as text"),
            Kind::Close { name } => format!("`</{name}>` is printed as text"),
            _ => "an HTML declaration is printed as text".to_owned(),
        };
        let problem = self.problem(&rules::HTML_AS_TEXT, message, range.clone());
        if matches!(token.kind, Kind::Open { .. }) {
            problem.hints.push(READ.into());
        }
        self.literal_lines(range, out);
    }

    fn print_tag(&mut self, range: Range<usize>, message: String, out: &mut Vec<Inline>) {
        self.problem(&rules::HTML_AS_TEXT, message, range.clone());
        self.literal_lines(range, out);
    }

    fn literal_lines(&mut self, range: Range<usize>, out: &mut Vec<Inline>) {
        let mut at = range.start;
        for line in self.places.slice(range.clone()).split_inclusive('\n') {
            if at > range.start {
                out.push(Inline::SoftBreak);
            }
            let words = line.trim_end_matches(['\n', '\r']);
            self.literal(words, at..at + words.len(), out);
            at += line.len();
        }
    }

    /// Text between tags: a line break is a soft one, the blanks around it are nothing, character references are
    /// decoded.
    pub(super) fn html_text(&mut self, range: Range<usize>, out: &mut Vec<Inline>) {
        const BLANK: [char; 3] = [' ', '\t', '\x0c'];
        const BREAK: [char; 2] = ['\n', '\r'];
        let mut at = range.start;
        for line in self.places.slice(range.clone()).split_inclusive(BREAK) {
            let breaks = line.ends_with(BREAK);
            // A blank next to a tag is one of the text; one next to a line break is not.
            let words = line.trim_end_matches(BREAK);
            let words = if breaks { words.trim_end_matches(BLANK) } else { words };
            let inner = if at > range.start { words.trim_start_matches(BLANK) } else { words };
            let start = at + (words.len() - inner.len());
            self.html_words(start..start + inner.len(), out);
            at += line.len();
            if breaks && !matches!(out.last(), Some(Inline::SoftBreak)) {
                self.run.state.break_();
                self.run.last = Some('\n');
                out.push(Inline::SoftBreak);
            }
        }
    }

    fn html_words(&mut self, range: Range<usize>, out: &mut Vec<Inline>) {
        let mut at = range.start;
        while at < range.end {
            let rest = self.places.slice(at..range.end);
            let entity = rest.match_indices('&').find_map(|(amp, _)| {
                self.places
                    .entity(at + amp)
                    .filter(|(_, len)| at + amp + len <= range.end)
                    .map(|e| (at + amp, e))
            });
            let end = entity.as_ref().map_or(range.end, |(amp, _)| *amp);
            let next = entity.as_ref().and_then(|(_, (text, _))| text.chars().next());
            self.scan(self.places.slice(at..end), Some(at), next, out);
            at = end;
            if let Some((amp, (text, len))) = entity {
                self.literal(&text, amp..amp + len, out);
                at = amp + len;
            }
        }
    }
}
