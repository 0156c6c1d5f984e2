//! HTML as tags and what is between them.
//!
//! In: source. Out: tokens, and whether one could run a program. Never: what an element means.

use std::ops::Range;

use super::links;

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
    let mut ends = Ends::default();
    let (mut at, mut text) = (part.start, part.start);
    while let Some(open) = raw.get(at..part.end).and_then(|rest| rest.find('<')) {
        let start = at + open;
        let rest = raw.get(start..part.end).unwrap_or("");
        let Some((kind, len)) = tag(rest, &mut ends) else {
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

/// The ends that do not come any more: each is looked for once in vain, since what is left only becomes shorter.
#[derive(Default)]
struct Ends {
    gone: Vec<&'static str>,
}

impl Ends {
    /// The bytes up to an end and with it.
    fn until(&mut self, rest: &str, end: &'static str) -> Option<usize> {
        if self.gone.contains(&end) {
            return None;
        }
        let at = rest.find(end);
        if at.is_none() {
            self.gone.push(end);
        }
        at.map(|at| at + end.len())
    }
}

fn tag<'a>(rest: &'a str, ends: &mut Ends) -> Option<(Kind<'a>, usize)> {
    if rest.starts_with("<!--") {
        // `<!-->` and `<!--->` are comments too.
        let end = if rest.starts_with("<!-->") {
            Some(5)
        } else if rest.starts_with("<!--->") {
            Some(6)
        } else {
            ends.until(rest, "-->")
        };
        return Some((Kind::Comment, end.unwrap_or(rest.len())));
    }
    match rest.as_bytes().get(1)? {
        b'!' if rest.starts_with("<![CDATA[") => Some((Kind::Other, ends.until(rest, "]]>")?)),
        b'!' => Some((Kind::Other, ends.until(rest, ">")?)),
        b'?' => Some((Kind::Other, ends.until(rest, "?>")?)),
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

/// Elements that programs, frames or foreign looks come in.
const UNSAFE: [&str; 13] = [
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "meta", "link",
    "noscript", "template",
];

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
