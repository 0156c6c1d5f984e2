//! HTML among Markdown: a few elements are read, all others are printed as they are written.
//!
//! In: the source of tags and of what is between them. Out: inlines, and problems. Never: HTML in the output, unless
//! the site allows it, and never a program.

use std::ops::Range;

use super::{Lowerer, links};
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{Inline, Style};

/// A part of an HTML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// What it is.
    pub(super) kind: Kind<'a>,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// What a part of an HTML text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Text,
    Comment,
    Open {
        name: String,
        attributes: Vec<(String, &'a str)>,
        empty: bool,
    },
    Close {
        name: String,
    },
    /// A declaration, an instruction, `<![CDATA[`.
    Other,
}

/// Splits HTML into tokens.
pub(super) fn tokens(raw: &str, part: Range<usize>) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let (mut at, mut text) = (part.start, part.start);
    while let Some(open) = raw.get(at..part.end).and_then(|rest| rest.find('<')) {
        let start = at + open;
        let rest = raw.get(start..part.end).unwrap_or("");
        let Some((kind, len)) = tag(rest) else {
            at = start + 1;
            continue;
        };
        if text < start {
            out.push(Token { kind: Kind::Text, range: text..start });
        }
        at = start + len;
        text = at;
        out.push(Token { kind, range: start..at });
    }
    if text < part.end {
        out.push(Token { kind: Kind::Text, range: text..part.end });
    }
    out
}

fn tag(rest: &str) -> Option<(Kind<'_>, usize)> {
    let until = |end: &str| rest.find(end).map(|at| at + end.len());
    if rest.starts_with("<!--") {
        // `<!-->` and `<!--->` are comments too.
        let end = if rest.starts_with("<!-->") {
            Some(5)
        } else if rest.starts_with("<!--->") {
            Some(6)
        } else {
            until("-->")
        };
        return Some((Kind::Comment, end.unwrap_or(rest.len())));
    }
    match rest.as_bytes().get(1)? {
        b'!' if rest.starts_with("<![CDATA[") => Some((Kind::Other, until("]]>")?)),
        b'!' => Some((Kind::Other, until(">")?)),
        b'?' => Some((Kind::Other, until("?>")?)),
        b'/' => {
            let name = name(rest.get(2..)?)?;
            let after = rest.get(2 + name.len()..)?;
            let blanks = after.len() - after.trim_start().len();
            after
                .get(blanks..)?
                .starts_with('>')
                .then(|| (Kind::Close { name: name.to_ascii_lowercase() }, 2 + name.len() + blanks + 1))
        }
        _ => open(rest),
    }
}

fn name(rest: &str) -> Option<&str> {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    rest.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn open(rest: &str) -> Option<(Kind<'_>, usize)> {
    let tag = name(rest.get(1..)?)?;
    let mut at = 1 + tag.len();
    let mut attributes = Vec::new();
    loop {
        let after = rest.get(at..)?;
        let blanks = after.len() - after.trim_start().len();
        let after = after.trim_start();
        at += blanks;
        for (end, empty) in [(">", false), ("/>", true)] {
            if after.starts_with(end) {
                return Some((
                    Kind::Open { name: tag.to_ascii_lowercase(), attributes, empty },
                    at + end.len(),
                ));
            }
        }
        if blanks == 0 {
            return None;
        }
        let (key, value, len) = attribute(after)?;
        attributes.push((key.to_ascii_lowercase(), value));
        at += len;
    }
}

fn attribute(text: &str) -> Option<(&str, &str, usize)> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '/' | '='))?;
    let key = text.get(..end).filter(|key| !key.is_empty())?;
    let after = text.get(end..)?.trim_start();
    let Some(value) = after.strip_prefix('=') else { return Some((key, "", end)) };
    let value = value.trim_start();
    let start = text.len() - value.len();
    match value.chars().next()? {
        quote @ ('"' | '\'') => {
            let inner = value.get(1..)?;
            let close = inner.find(quote)?;
            Some((key, inner.get(..close)?, start + close + 2))
        }
        _ => {
            let close =
                value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '=' | '`'))?;
            Some((key, value.get(..close).filter(|v| !v.is_empty())?, start + close))
        }
    }
}

/// Inlines being gathered, with the HTML elements that are open among them.
#[derive(Default)]
pub(super) struct Phrase {
    content: Vec<Inline>,
    open: Vec<Open>,
}

struct Open {
    name: String,
    style: Style,
    range: Range<usize>,
    content: Vec<Inline>,
}

impl Phrase {
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

/// Elements that programs, frames or foreign looks come in.
const UNSAFE: [&str; 13] = [
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "meta", "link",
    "noscript", "template",
];

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
                        let style = self.style(name, attributes);
                        let open = Open {
                            name: name.clone(),
                            style,
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
                phrase.sink().push(Inline::Styled { style: open.style, content: open.content });
                return;
            }
            let message = format!("`<{}>` is closed too late", open.name);
            self.print_tag(open.range, message, phrase.sink());
            phrase.sink().extend(open.content);
        }
    }

    fn style(&mut self, name: &str, attributes: &[(String, &'a str)]) -> Style {
        let get = |key: &str| attributes.iter().find(|(k, _)| k == key).map(|(_, value)| *value);
        let title = get("title").map(|title| self.decoded(title));
        match (name, get("lang"), title) {
            ("abbr", _, title) => Style::Abbreviation(title),
            ("kbd", ..) => Style::Keyboard,
            ("sub", ..) => Style::Subscript,
            _ => Style::Superscript,
        }
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
        self.print_tag(range, message, out);
    }

    fn print_tag(&mut self, range: Range<usize>, message: String, out: &mut Vec<Inline>) {
        self.problem(&rules::HTML_AS_TEXT, message, range.clone());
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

/// Why a tag may not be published, if so.
pub(super) fn danger(token: &Token<'_>) -> Option<String> {
    let (Kind::Open { name, .. } | Kind::Close { name }) = &token.kind else { return None };
    if UNSAFE.contains(&name.as_str()) {
        return Some(format!("`<{name}>` is never published"));
    }
    let Kind::Open { attributes, .. } = &token.kind else { return None };
    attributes.iter().find_map(|(key, value)| {
        if key.starts_with("on") || matches!(key.as_str(), "srcdoc" | "formaction") {
            Some(format!("`{key}` is never published"))
        } else if !links::is_safe(value)
            || value.contains("&#")
            || value.to_ascii_lowercase().contains("&colon;")
        {
            let carries_url =
                matches!(key.as_str(), "href" | "src" | "action" | "xlink:href" | "data" | "poster" | "cite");
            carries_url.then(|| format!("the address in `{key}` is never published"))
        } else {
            None
        }
    })
}
