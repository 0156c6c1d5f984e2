//! Where links and pictures lead.
//!
//! In: what stands after the brackets. Out: the address and the title, and where they stand. Never: whether anything is
//! there.

use std::ops::Range;

use super::marks::FAR;
use super::shortcodes;

/// What stands between the parentheses of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Destination {
    /// Where the address stands, without pointed brackets.
    pub(super) address: Range<usize>,
    /// The title, its escapes undone.
    pub(super) title: Option<String>,
    /// One past the closing parenthesis.
    pub(super) end: usize,
}

/// Reads what begins with the parenthesis at `at`, where Pandoc lets blanks stand in an address.
pub(super) fn loose_destination(text: &str, at: usize) -> Option<Destination> {
    let rest = text.get(at..)?.strip_prefix('(')?;
    let end = rest.get(..rest.floor_char_boundary(FAR))?.find([')', '\n', '"', '<', '('])?;
    let address = rest.get(..end)?.trim();
    let is_file = address.contains(' ') && address.rsplit('.').next().is_some_and(|end| end.len() < 5);
    (rest.as_bytes().get(end) == Some(&b')') && is_file).then(|| Destination {
        address: at + 1..at + 1 + rest.get(..end).map_or(0, |text| text.trim_end().len()),
        title: None,
        end: at + end + 2,
    })
}

/// Reads what begins with the parenthesis at `at`.
pub(super) fn destination(text: &str, at: usize) -> Option<Destination> {
    let rest = text.get(at..)?;
    let rest = rest.get(..rest.floor_char_boundary(FAR))?;
    let inner = rest.strip_prefix('(')?;
    let start = rest.len() - inner.trim_start().len();
    let (address, after) = address(rest, start)?;
    let tail = rest.get(after..)?;
    let trimmed = tail.trim_start();
    let mut here = rest.len() - trimmed.len();
    let mut title = None;
    if trimmed.starts_with(['"', '\'', '(']) && trimmed.len() < tail.len() {
        let (read, length) = quoted(trimmed)?;
        title = Some(read);
        here += length;
    }
    let close = rest.get(here..)?.trim_start();
    let end = rest.len() - close.len();
    close.starts_with(')').then(|| Destination {
        address: at + address.start..at + address.end,
        title,
        end: at + end + 1,
    })
}

/// The address that begins at `start`, and where it ends.
fn address(rest: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let text = rest.get(start..)?;
    if text.starts_with('<') {
        let end = text.find(['>', '\n']).filter(|end| text.as_bytes().get(*end) == Some(&b'>'))?;
        return Some((start + 1..start + end, start + end + 1));
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text.get(at..)?.chars().next() {
        if let Some(end) = text.get(at..).and_then(shortcodes::end) {
            at += end;
            continue;
        }
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            '\\' => {
                at += text
                    .get(at + 1..)?
                    .chars()
                    .next()
                    .filter(char::is_ascii_punctuation)
                    .map_or(0, char::len_utf8)
            }
            c if c.is_whitespace() => break,
            _ => {}
        }
        at += c.len_utf8();
    }
    Some((start..start + at, start + at))
}

/// The text between quotation marks or parentheses, and its length with them.
fn quoted(text: &str) -> Option<(String, usize)> {
    let close = match text.chars().next()? {
        '(' => ')',
        quote => quote,
    };
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == close => return Some((value, at + 1)),
            '\\' => match chars.next()? {
                (_, next) if next.is_ascii_punctuation() => value.push(next),
                (_, next) => value.extend(['\\', next]),
            },
            c => value.push(c),
        }
    }
    None
}

/// The address that a site's program would have made of one with shortcodes in it, if that is plain.
pub(super) fn plain_address(address: &str) -> Option<String> {
    let open = address.find('{')?;
    let (before, code) = address.split_at_checked(open)?;
    let length = shortcodes::end(code)?;
    let (code, after) = code.split_at_checked(length)?;
    let code = shortcodes::parse(code)?;
    let values: Vec<&str> = code.values.iter().map(String::as_str).collect();
    match (code.name.as_str(), values.as_slice()) {
        ("ref" | "relref", [path]) if before.is_empty() => Some(format!("{path}{after}")),
        ("link", [path]) if before.is_empty() => Some(format!("{path}{after}")),
        ("site.baseurl" | "site.url" | "page.baseurl", []) if before.is_empty() => {
            let rest = plain_address(after).unwrap_or_else(|| after.to_owned());
            Some(rest).filter(|rest| !rest.contains('{') && !rest.is_empty())
        }
        (path, ["|", "relative_url" | "absolute_url" | "relURL" | "absURL"])
            if before.is_empty() && !path.starts_with("site.") && !path.starts_with("page.") =>
        {
            Some(format!("{path}{after}"))
        }
        ("relURL" | "absURL", [path]) => Some(format!("{path}{after}")),
        _ => None,
    }
}

/// An address as it stands between the parentheses of a link.
pub(super) fn written(address: &str) -> String {
    let plain = !address.is_empty()
        && !address.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'));
    if plain { address.to_owned() } else { format!("<{}>", address.replace('<', "%3C").replace('>', "%3E")) }
}

/// Whether an address is that of a file beside the text, or below the site's own folder.
pub(super) fn is_local_file(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let scheme = address.find(':').is_some_and(|at| {
        address
            .get(..at)
            .is_some_and(|s| s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))
    });
    let name = path.rsplit('/').next().unwrap_or_default();
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    let page = matches!(
        end.to_ascii_lowercase().as_str(),
        "md" | "qmd" | "rmd" | "markdown" | "html" | "htm" | "php"
    );
    !scheme
        && !address.starts_with("//")
        && !address.starts_with('#')
        && !end.is_empty()
        && !page
        && !address.contains('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_read() {
        let read = |text: &str| {
            destination(text, 0).map(|d| (text.get(d.address).unwrap().to_owned(), d.title, d.end))
        };
        assert_eq!(read("(a(b).png 'c\\'d') e"), Some(("a(b).png".into(), Some("c'd".into()), 17)));
        assert_eq!(read("(<a b> \"\")"), Some(("a b".into(), Some(String::new()), 10)));
        assert_eq!(read("({{< ref \"x.md\" >}})"), Some(("{{< ref \"x.md\" >}}".into(), None, 20)));
        assert_eq!(read("()"), Some((String::new(), None, 2)));
        for bad in ["(a", "(a b)", "(a \"b)", "[a]"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn plain_shortcodes_are_addresses() {
        for (written, plain) in [
            ("{{< ref \"a/b.md\" >}}#c", Some("a/b.md#c")),
            ("{{ site.baseurl }}/assets/a.png", Some("/assets/a.png")),
            ("{{ '/assets/a.png' | relative_url }}", Some("/assets/a.png")),
            ("{% link papers/a.md %}", Some("papers/a.md")),
            ("{{ page.url }}", None),
            ("a.png", None),
        ] {
            assert_eq!(plain_address(written).as_deref(), plain, "{written}");
        }
    }

    #[test]
    fn local_files_are_told_from_other_addresses() {
        for local in ["a.png", "/a/b.pdf", "../x/y.csv#a"] {
            assert!(is_local_file(local), "{local}");
        }
        for other in ["https://x.org/a.png", "//x.org/a.png", "#a.b", "mailto:a@b.org", "a.md#b", "../", "x/"]
        {
            assert!(!is_local_file(other), "{other}");
        }
    }
}
