//! Whether a page's HTML holds together.

use std::collections::BTreeSet;

/// What a page must be whatever the manuscript: elements closed in their order, ids once, links to what is there.
pub(crate) fn assert_sound(name: &str, page: &str, html: &str) {
    assert_nested(name, page, html);
    assert_linked(name, page, html);
}

/// Elements are closed in their order, and no link or paragraph stands in another.
pub(crate) fn assert_nested(name: &str, page: &str, html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags(html) {
        let element = tag.split([' ', '\n']).next().unwrap();
        match element.strip_prefix('/') {
            Some(element) => assert_eq!(open.pop(), Some(element), "{name} {page}: {html}"),
            None if matches!(element, "br" | "hr" | "img" | "input") || tag.ends_with('/') => {}
            None => {
                let within = |element: &str| open.contains(&element);
                assert!(element != "a" || !within("a"), "{name} {page}: a link in a link: {html}");
                assert!(element != "p" || !within("p"), "{name} {page}: a paragraph in a paragraph: {html}");
                open.push(element);
            }
        }
    }
    assert!(open.is_empty(), "{name} {page}: not closed: {open:?}");
}

/// Each id stands once, and what is linked to within the page is there: so it is where the author made no mistake.
pub(crate) fn assert_linked(name: &str, page: &str, html: &str) {
    let mut ids = BTreeSet::new();
    let mut targets = Vec::new();
    for tag in tags(html) {
        for attribute in tag.split('"').collect::<Vec<_>>().chunks(2) {
            match attribute {
                [key, id] if key.ends_with(" id=") => {
                    assert!(ids.insert((*id).to_owned()), "{name} {page}: the id {id} twice: {html}");
                }
                [key, target] if key.ends_with("href=") => {
                    targets.extend(target.strip_prefix('#').map(decoded))
                }
                [key, target] if key.ends_with("labelledby=") => {
                    targets.extend(target.split(' ').map(decoded))
                }
                _ => {}
            }
        }
    }
    for target in targets {
        assert!(target == "page:main" || ids.contains(&target), "{name} {page}: no {target} in {html}");
    }
}

/// What stands between `<` and `>`, where a quoted `>` ends nothing.
fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let mut is_quoted = false;
        let end = after.find(|c| {
            is_quoted ^= c == '"';
            c == '>' && !is_quoted
        });
        let (tag, next) = after.split_at(end.unwrap());
        tags.push(tag);
        rest = next;
    }
    tags
}

/// An address without its escapes.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [byte, after @ ..] = rest {
        let digits =
            after.get(..2).filter(|_| *byte == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { after.get(2..).unwrap() } else { after };
    }
    String::from_utf8(bytes).unwrap()
}
