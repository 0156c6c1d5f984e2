//! The words of a phrase: as plain text, and as the HTML that a title may hold.
//!
//! In: inlines. Out: strings. Never: note marks, links or images, which a title in a list or contents can't carry.

use std::convert::Infallible;

use super::{Inline, ReferenceId, Style};
use crate::escape::Specials;

/// The words of a phrase as plain text: breaks are spaces, note marks nothing, images their alternative text.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    write_plain(inlines, &mut out);
    out
}

/// The same, with the words that each cross-reference prints.
pub fn plain_with(inlines: &[Inline], label: &dyn Fn(ReferenceId) -> String) -> String {
    let mut out = String::new();
    write(inlines, label, &mut out);
    out
}

/// Writes the words of a phrase as plain text, as [`plain`] gives them.
pub fn write_plain(inlines: &[Inline], out: &mut String) {
    write(inlines, &|_| String::new(), out);
}

fn write(inlines: &[Inline], label: &dyn Fn(ReferenceId) -> String, out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } => out.push_str(text),
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => write(content, label, out),
            Inline::Math(math) => out.push_str(&math.tex),
            Inline::Image(image) => out.push_str(&image.alt),
            Inline::CrossReference { reference, .. } => out.push_str(&label(*reference)),
            Inline::NoteMark { .. } | Inline::Html(_) => {}
        }
    }
}

/// The same as HTML: styles, code and formulae kept, links reduced to their words.
pub fn html(inlines: &[Inline]) -> String {
    let mut out = String::new();
    write_html(inlines, &mut out);
    out
}

fn write_html(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } => escape(text, out),
            Inline::Code { text, .. } => {
                out.push_str("<code>");
                escape(text, out);
                out.push_str("</code>");
            }
            Inline::SoftBreak | Inline::HardBreak => out.push(' '),
            Inline::Styled { style, content } => {
                open(style, out);
                write_html(content, out);
                close(style, out);
            }
            Inline::Link { content, .. } => write_html(content, out),
            Inline::Math(math) => out.push_str(&math.mathml),
            Inline::Image(image) => escape(&image.alt, out),
            Inline::NoteMark { .. } | Inline::CrossReference { .. } | Inline::Html(_) => {}
        }
    }
}

/// Writes the start tag of a style.
pub fn open(style: &Style, out: &mut String) {
    out.push('<');
    out.push_str(element(style));
    let (lang, title) = match style {
        Style::Abbreviation(title) => (None, title.as_deref()),
        Style::Span { lang, title } => (lang.as_deref(), title.as_deref()),
        _ => (None, None),
    };
    for (name, value) in [("lang", lang), ("title", title)] {
        if let Some(value) = value {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
    }
    out.push('>');
}

/// Writes the end tag of a style.
pub fn close(style: &Style, out: &mut String) {
    out.push_str("</");
    out.push_str(element(style));
    out.push('>');
}

fn element(style: &Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strikethrough => "del",
        Style::Subscript => "sub",
        Style::Superscript => "sup",
        Style::Mark => "mark",
        Style::Keyboard => "kbd",
        Style::Abbreviation(_) => "abbr",
        Style::Span { .. } => "span",
    }
}

/// Writes text so that it is text in HTML and XML, in content and in quoted attributes.
pub fn escape(text: &str, out: &mut String) {
    const SPECIALS: Specials<4> =
        Specials { characters: *b"&<>\"", replacements: ["&amp;", "&lt;", "&gt;", "&quot;"] };
    let Ok(()) = SPECIALS.escape(text, |part| {
        out.push_str(part);
        Ok::<(), Infallible>(())
    });
}
