//! Words made fit for addresses and ids.
//!
//! In: the words of a heading or a file's name. Out: slugs. Never: whether a slug is free.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::paper::{Inline, Span};

/// An address that an author chose: as written where it can be, else its ASCII slug.
pub(super) fn chosen(id: &str) -> String {
    let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.chars().all(fit) && id.chars().any(|c| c != '.') {
        id.to_owned()
    } else {
        crate::language::slug(id)
    }
}

/// GitHub's id for a heading: letters of any script in lower case, spaces as hyphens, punctuation dropped. Empty
/// when there is no letter or digit. The words are taken as the author wrote them, before quotes and dashes were
/// set, so that a link copied from GitHub works.
pub(super) fn github(title: &[Inline], texts: &[Arc<str>]) -> String {
    let mut slug = String::new();
    write_github(title, texts, &mut slug);
    if !slug.chars().any(char::is_alphanumeric) {
        slug.clear();
    }
    if slug.is_ascii() { slug } else { slug.nfc().collect() }
}

fn write_github(inlines: &[Inline], texts: &[Arc<str>], slug: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text, span } => push(written(text, *span, texts), slug),
            Inline::Code { text, .. } => push(text, slug),
            Inline::Math(math) => push(&math.tex, slug),
            Inline::Image(image) => push(&image.alt, slug),
            Inline::SoftBreak | Inline::HardBreak => slug.push('-'),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => {
                write_github(content, texts, slug)
            }
            Inline::NoteMark { .. } | Inline::CrossReference { .. } | Inline::Html(_) => {}
        }
    }
}

/// The source of some words, unless entities, escapes or line ends in it stand for something else.
fn written<'a>(text: &'a str, span: Span, texts: &'a [Arc<str>]) -> &'a str {
    texts
        .get(usize::from(span.file))
        .and_then(|source| source.get(span.start as usize..span.end as usize))
        .filter(|source| !source.is_empty() && !source.contains(['&', '\\', '\n', '\r', '\0']))
        .unwrap_or(text)
}

fn push(words: &str, slug: &mut String) {
    slug.reserve(words.len());
    for c in words.chars() {
        // Nearly all letters are ASCII, whose lower case needs no table.
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_') {
            slug.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            slug.push('-');
        }
    }
}

/// A title from a file's name: `what-it_covers` is `What it covers`.
pub(super) fn title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let words = words.trim();
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_ascii() {
        let cases = [
            ("Safe Cities", "safe-cities"),
            ("第一章", "di-yi-zhang"),
            ("Marchés ouverts", "marches-ouverts"),
            ("Zażółć gęślą jaźń", "zazolc-gesla-jazn"),
            ("What's next?", "whats-next"),
            ("???", ""),
            ("  a -- b  ", "a-b"),
        ];
        for (words, slug) in cases {
            assert_eq!(crate::language::slug(words), slug, "{words}");
        }
    }

    #[test]
    fn chosen_addresses_stay_as_written() {
        assert_eq!(chosen("Annex_A.1"), "Annex_A.1");
        assert_eq!(chosen("propriété"), "propriete");
        assert_eq!(chosen(".."), "");
    }

    #[test]
    fn heading_ids_are_githubs() {
        let text = |words: &str| [Inline::Text { text: words.into(), span: Span::default() }];
        let cases = [
            ("Propriété intellectuelle", "propriété-intellectuelle"),
            ("第一章 总则", "第一章-总则"),
            ("What's new, doc?", "whats-new-doc"),
            ("Snake_case & more", "snake_case--more"),
            ("???", ""),
            ("--", ""),
            ("2020", "2020"),
            ("Marche\u{301}s", "marchés"),
        ];
        for (words, slug) in cases {
            assert_eq!(github(&text(words), &[]), slug, "{words}");
        }
    }

    #[test]
    fn a_name_becomes_a_title() {
        assert_eq!(title("what-it_covers"), "What it covers");
        assert_eq!(title("---"), "---");
    }
}
