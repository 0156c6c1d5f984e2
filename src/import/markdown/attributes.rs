//! Attributes as Pandoc, Quarto and Kramdown write them, which is more freely than offprint does.
//!
//! In: text, and where the opening brace is. Out: what stands between the braces. Never: what it is good for.

use unicode_normalization::char::is_combining_mark;

/// What stands between braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// `#id`
    pub(super) id: Option<String>,
    /// `.class`; `-` stands for `.unnumbered`.
    pub(super) classes: Vec<String>,
    /// `key=value`
    pub(super) pairs: Vec<(String, String)>,
    /// Words that are none of these.
    pub(super) bare: Vec<String>,
    /// `=format`
    pub(super) raw: Option<String>,
}

/// Longer ones are text between braces.
const LONGEST: usize = 4096;

impl Given {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// Whether there is anything that must have been meant as attributes, and nothing else.
    pub(super) fn is_meant(&self) -> bool {
        self.bare.is_empty()
            && (self.id.is_some()
                || self.raw.is_some()
                || !(self.classes.is_empty() && self.pairs.is_empty()))
    }
}

/// Reads attributes whose opening brace is the byte at `at`; the second value is one past the closing brace.
pub(super) fn parse(text: &str, at: usize) -> Option<(Given, usize)> {
    let rest = text.get(at..)?.strip_prefix('{')?;
    let mut inner = rest.strip_prefix(':').unwrap_or(rest);
    let start = at + 1 + (rest.len() - inner.len());
    let whole = inner;
    let mut given = Given::default();
    loop {
        // Any space parts them, the no-break spaces of word processors too.
        inner = inner.trim_start();
        let read = whole.len() - inner.len();
        if read > LONGEST || whole.get(..read)?.contains("\n\n") {
            return None;
        }
        match inner.chars().next()? {
            '}' => return Some((given, start + read + 1)),
            '{' => return None,
            _ => inner = one(inner, &mut given)?,
        }
    }
}

/// Reads one attribute; what is left is the result.
fn one<'t>(text: &'t str, given: &mut Given) -> Option<&'t str> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '}' | '=' | '"' | '\'' | '{');
    if let Some(rest) = text.strip_prefix('#') {
        let (name, rest) = cut(rest, is_end);
        given.id = Some(name.to_owned());
        return Some(rest);
    }
    if let Some(rest) = text.strip_prefix('.') {
        let (name, rest) = cut(rest, |c| is_end(c) || matches!(c, '#' | '.'));
        given.classes.push(name.to_owned());
        return Some(rest);
    }
    if let Some(rest) = text.strip_prefix('=') {
        let (name, rest) = cut(rest, is_end);
        given.raw = Some(name.to_owned());
        return Some(rest);
    }
    let (key, rest) = cut(text, is_end);
    let Some(value) = rest.strip_prefix('=') else {
        if rest.starts_with(['"', '\'', '{']) {
            return None;
        }
        match key {
            "-" => given.classes.push("unnumbered".to_owned()),
            _ => given.bare.push(key.trim_end_matches(',').to_owned()),
        }
        return Some(rest);
    };
    let (value, rest) = match value.chars().next()? {
        quote @ ('"' | '\'') => quoted(value.get(1..)?, quote)?,
        _ => {
            let (value, rest) = cut(value, |c| c.is_whitespace() || c == '}');
            (value.to_owned(), rest)
        }
    };
    given.pairs.push((key.to_owned(), value));
    Some(rest.strip_prefix(',').unwrap_or(rest))
}

fn cut(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at_checked(text.find(ends).unwrap_or(text.len())).unwrap_or((text, ""))
}

fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            _ if at > LONGEST => return None,
            c if c == quote => return Some((value, text.get(at + 1..)?)),
            '\\' => match chars.next()? {
                (_, next) if next.is_ascii_punctuation() => value.push(next),
                (_, next) => value.extend(['\\', next]),
            },
            c => value.push(c),
        }
    }
    None
}

/// Attributes as offprint reads them; nothing if there are none.
pub(super) fn write(id: Option<&str>, classes: &[&str], pairs: &[(&str, &str)]) -> String {
    let mut parts: Vec<String> = id.into_iter().map(|id| format!("#{id}")).collect();
    parts.extend(classes.iter().map(|class| format!(".{class}")));
    parts.extend(pairs.iter().map(|(key, value)| {
        let bare =
            !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if bare { format!("{key}={value}") } else { format!("{key}=\"{}\"", escaped(value)) }
    }));
    if parts.is_empty() { String::new() } else { format!("{{{}}}", parts.join(" ")) }
}

/// A text between quotation marks.
pub(super) fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ")
}

/// Whether offprint takes an id.
pub(super) fn is_id(id: &str) -> bool {
    let mut chars = id.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '_' | '.' | '-'))
}

/// An id that offprint takes: `fig:map` is `fig-map`, and one that begins with a digit gets a letter before it.
pub(super) fn fitting(id: &str) -> String {
    let mut out: String = id
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '_' | '.' | '-') { c } else { '-' }
        })
        .collect();
    if !out.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        out.insert_str(0, "s-");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_in_all_their_forms() {
        let (given, end) = parse("x{#a .b width=50% fig-alt=\"A \\\"b\\\"}\" -}y", 1).unwrap();
        assert_eq!((given.id.as_deref(), end), (Some("a"), 39));
        assert_eq!(given.classes, ["b", "unnumbered"]);
        assert_eq!((given.get("width"), given.get("fig-alt")), (Some("50%"), Some("A \"b\"}")));
        assert_eq!(parse("{=latex}", 0).unwrap().0.raw.as_deref(), Some("latex"));
        assert_eq!(parse("{: .no_toc #x}", 0).unwrap().0.id.as_deref(), Some("x"));
        assert!(!parse("{1, 2}", 0).unwrap().0.is_meant());
        for space in [" ", "\u{a0}", "\r\n", "\u{b}", "\u{2003}", ""] {
            let (given, _) = parse(&format!("{{{space}.a{space}#b{space}}}"), 0).unwrap();
            assert_eq!(
                (given.classes.as_slice(), given.id.as_deref()),
                (["a".to_owned()].as_slice(), Some("b"))
            );
        }
        for bad in ["{", "{a", "{a=\"b}", "{{x}}", "{\"a\"}"] {
            assert_eq!(parse(bad, 0), None, "{bad}");
        }
    }

    #[test]
    fn ids_are_made_to_fit() {
        assert_eq!((fitting("fig:map").as_str(), fitting("1-intro").as_str()), ("fig-map", "s-1-intro"));
        assert!(is_id("fig-map") && !is_id("1-intro"));
    }
}
