//! Addresses as an author writes them.
//!
//! In: the address of a link or image, decoded by the parser, and the folder that it starts from. Out: a [`Target`],
//! and what is wrong with it. Never: whether the target exists.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Rule;
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{FileTarget, Target};

/// Schemes that a page may carry. Any other is refused, since a new one that runs programs may be invented any day.
const SCHEMES: [&str; 24] = [
    "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "sftp", "geo", "urn", "doi", "xmpp", "irc",
    "ircs", "matrix", "news", "nntp", "magnet", "webcal", "git", "ssh", "sip", "sips", "gopher",
];

/// A target, or the rule that it breaks with a message.
pub(super) type Refused = (&'static Rule, String);

/// Makes an address canonical.
pub(super) fn target(url: &str, folder: &str) -> (Target, Option<Refused>) {
    match read(url, folder) {
        Ok(target) => (target, None),
        Err(refused) => (Target::Unusable(url.into()), Some(refused)),
    }
}

fn read(url: &str, folder: &str) -> Result<Target, Refused> {
    let trimmed = url.trim();
    if let Some(scheme) = scheme(trimmed) {
        if scheme == "file" || scheme.len() == 1 {
            let message = format!("`{trimmed}` is a path of your own computer, where no reader can look");
            return Err((&rules::URL_UNSAFE, message));
        }
        return if SCHEMES.contains(&&*scheme) && !trimmed.chars().any(char::is_control) {
            Ok(Target::Url(trimmed.into()))
        } else {
            Err((&rules::URL_UNSAFE, format!("an address that begins with `{scheme}:` is not published")))
        };
    }
    if trimmed.is_empty() || trimmed == "#" {
        return Err((&rules::URL_EMPTY, "the address is empty".to_owned()));
    }
    if trimmed.starts_with("//") {
        return Ok(Target::Url(trimmed.into()));
    }
    let (before, fragment) = match trimmed.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (trimmed, None),
    };
    let fragment = fragment.filter(|f| !f.is_empty()).map(decode).transpose()?;
    match (before, fragment) {
        ("", Some(fragment)) => Ok(Target::Anchor(fragment)),
        (before, fragment) => file(before, fragment, trimmed, folder),
    }
}

fn file(before: &str, fragment: Option<Box<str>>, written: &str, folder: &str) -> Result<Target, Refused> {
    let (path, query) = match before.split_once('?') {
        Some((path, query)) => (path, Some(query.into())),
        None => (before, None),
    };
    let decoded = decode(path)?;
    let start = if decoded.starts_with('/') { "" } else { folder };
    let mut names: Vec<&str> = start.split('/').filter(|name| !name.is_empty()).collect();
    for name in decoded.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                if names.pop().is_none() {
                    return Err((&rules::URL_OUTSIDE, format!("`{written}` leaves the content folder")));
                }
            }
            name => names.push(name),
        }
    }
    let path = composed(names.join("/"));
    Ok(Target::File(Box::new(FileTarget { path, query, fragment, written: written.into() })))
}

/// The scheme of an address as a browser would see it: it ignores white space and control characters.
fn scheme(url: &str) -> Option<String> {
    let mut name = String::new();
    for c in url.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c)) {
        match c {
            ':' if !name.is_empty() => return Some(name.to_ascii_lowercase()),
            c if c.is_ascii_alphabetic() => name.push(c),
            c if !name.is_empty() && (c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) => name.push(c),
            _ => return None,
        }
    }
    None
}

/// Characters without width, with which a scheme could be disguised.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether an address may be published as it is, in HTML that an author is allowed to write.
pub(super) fn is_safe(url: &str) -> bool {
    scheme(url).is_none_or(|scheme| SCHEMES.contains(&&*scheme))
}

/// Decodes percent-escapes, and composes letters and their accents.
fn decode(text: &str) -> Result<Box<str>, Refused> {
    let unusable = |why: &str| (&rules::URL_UNUSABLE, format!("`{}` {why}", text.escape_debug()));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escape = match after {
            [high, low, ..] if byte == b'%' => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(escape.unwrap_or(byte));
        rest = if escape.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    let decoded = String::from_utf8(bytes).map_err(|_| unusable("has escapes that are not UTF-8"))?;
    if decoded.chars().any(char::is_control) {
        return Err(unusable("has control characters"));
    }
    Ok(composed(decoded))
}

/// Composes letters and their accents; ASCII, which most addresses are, has none.
fn composed(text: String) -> Box<str> {
    if text.is_ascii() { text.into() } else { text.nfc().collect::<String>().into() }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(url: &str, folder: &str) -> String {
        match target(url, folder) {
            (Target::File(file), None) => format!("{}|{:?}|{:?}", file.path, file.query, file.fragment),
            (target, refused) => format!("{target:?} {:?}", refused.map(|(rule, _)| rule.code)),
        }
    }

    #[test]
    fn relative_paths_start_at_the_folder_and_absolute_ones_at_the_content() {
        assert_eq!(path("a b.md", "papers/x"), "papers/x/a b.md|None|None");
        assert_eq!(path("../y/?a=1#caf%C3%A9", "papers/x"), "papers/y|Some(\"a=1\")|Some(\"café\")");
        assert_eq!(path("/images/./a.png", "papers/x"), "images/a.png|None|None");
        assert_eq!(path("Marche\u{301}s.md", ""), "Marchés.md|None|None");
        assert!(path("../../../x", "papers/x").ends_with("Some(\"url-outside\")"));
        assert!(path("%FF", "").ends_with("Some(\"url-unusable\")"));
        assert_eq!(path("100%.md", ""), "100%.md|None|None");
    }

    #[test]
    fn schemes_that_run_programs_are_refused_however_they_are_written() {
        let tries = [
            "javascript:alert(1)",
            "JavaScript:x",
            " java\nscript:x",
            "java\u{0}script:x",
            "\u{1}javascript:x",
            "vbscript:x",
            "data:text/html,x",
            "jav\u{200b}ascript:x",
            "file:///etc/passwd",
            "blob:x",
        ];
        for url in tries {
            let (target, refused) = target(url, "");
            assert!(matches!(target, Target::Unusable(_)), "{url:?}");
            assert_eq!(refused.map(|(rule, _)| rule.code), Some("url-unsafe"), "{url:?}");
        }
        assert!(matches!(target("HTTPS://x.org/a b", "").0, Target::Url(_)));
        assert!(matches!(target("//x.org", "").0, Target::Url(_)));
        assert_eq!(target("#a%20b", "x").0, Target::Anchor("a b".into()));
    }
}
