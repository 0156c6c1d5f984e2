//! The words of a file with their places.
//!
//! In: what `pdftotext -bbox` and `-bbox-layout` print. Out: words, and pages of lines. Never: an opinion on either.

use super::page::{Area, Line, Page, Word};

/// The height of a line's box is about this many times the size of its letters.
const BOX: f32 = 1.107;

/// All words of `pdftotext -bbox`, in its order.
pub(super) fn listed(printed: &str) -> Vec<String> {
    tags(printed).filter(|(tag, _)| name(tag) == "word").map(|(_, text)| unescaped(text)).collect()
}

/// The pages of `pdftotext -bbox-layout`.
pub(super) fn pages(printed: &str) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    for (tag, text) in tags(printed) {
        match name(tag) {
            "page" => pages.push(Page {
                number: pages.len() + 1,
                width: number(tag, "width"),
                height: number(tag, "height"),
                ..Page::default()
            }),
            "word" => words.push(word(tag, text)),
            "/line" | "/page" => {
                let line = Line::of(std::mem::take(&mut words));
                if let Some(page) = pages.last_mut() {
                    page.lines.extend(line);
                }
            }
            _ => {}
        }
    }
    pages
}

fn word(tag: &str, text: &str) -> Word {
    let area = Area {
        left: number(tag, "xMin"),
        top: number(tag, "yMin"),
        right: number(tag, "xMax"),
        bottom: number(tag, "yMax"),
    };
    Word { text: unescaped(text), area, size: area.height() / BOX, bold: false, italic: false }
}

/// Every tag of a document, without its angles, with the text that follows it.
pub(super) fn tags(printed: &str) -> impl Iterator<Item = (&str, &str)> {
    printed.split('<').skip(1).filter_map(|part| part.split_once('>'))
}

/// The name of a tag; that of an end begins with a slash.
pub(super) fn name(tag: &str) -> &str {
    tag.split_whitespace().next().unwrap_or_default()
}

/// The number of an attribute; 0 if there is none.
pub(super) fn number(tag: &str, attribute: &str) -> f32 {
    let value = |field: &str| {
        let (name, value) = field.split_once('=')?;
        (name == attribute).then(|| value.trim_matches(['"', '/']).parse::<f32>().ok()).flatten()
    };
    tag.split_whitespace().find_map(value).filter(|number| number.is_finite()).unwrap_or(0.0).clamp(-1e6, 1e6)
}

/// A text without XML's escapes.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let escaped = after.split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        match escaped {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#')?.parse().ok().and_then(char::from_u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTED: &str = r#"<html><body><doc>
<page width="612.000000" height="792.000000"><flow><block><line xMin="1" yMin="2" xMax="30" yMax="13.07">
<word xMin="1" yMin="2" xMax="10" yMax="13.07">R&amp;D</word>
<word xMin="12" yMin="2" xMax="30" yMax="13.07">&lt;b&gt;</word>
</line></block></flow></page>
<page width="612.000000" height="792.000000"></page>
</doc></body></html>"#;

    #[test]
    fn words_have_places_and_lines() {
        let pages = pages(PRINTED);
        assert_eq!(pages.len(), 2);
        let line = &pages[0].lines[0];
        assert_eq!(line.text(), "R&D <b>");
        assert_eq!((line.area.left, line.area.right), (1.0, 30.0));
        assert!((line.size() - 10.0).abs() < 0.1);
        assert_eq!(listed(PRINTED), ["R&D", "<b>"]);
    }

    #[test]
    fn escapes_that_are_none_stay() {
        assert_eq!(unescaped("AT&T &#160;&unknown; &"), "AT&T \u{a0}&unknown; &");
    }
}
