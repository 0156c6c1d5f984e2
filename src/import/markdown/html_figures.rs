//! `<figure>` with its pictures and caption.
//!
//! In: lines of HTML. Out: a figure of offprint's. Never: HTML around it.

use super::document::Document;
use super::html::one_line;
use super::images::{self, Figure};
use super::links;
use super::tags::{self, Tag};
use crate::import::remark::{Kind, Remark};

/// How many lines a figure has at most.
const LONGEST: usize = 60;

impl Document<'_> {
    /// A figure that begins on a line; the line after it is the result.
    pub(super) fn html_figure(&mut self, index: usize) -> Option<usize> {
        let words = self.words(index).to_ascii_lowercase();
        if !(words.starts_with("<figure>") || words.starts_with("<figure ")) {
            return None;
        }
        let last = (index..index + LONGEST)
            .find(|at| self.words(*at).trim_end().to_ascii_lowercase().ends_with("</figure>"))?;
        let (first_line, last_line) = (self.lines.get(index).cloned()?, self.lines.get(last).cloned()?);
        let whole = self.slice(first_line.body..last_line.end);
        let (pictures, caption) = parts(whole)?;
        let mut guessed = false;
        let mut figures: Vec<Figure> = Vec::new();
        for tag in &pictures {
            let address = tag.get("src").filter(|src| !src.is_empty())?.to_owned();
            let alt = tag.get("alt").unwrap_or_default().to_owned();
            guessed |= alt.is_empty();
            let stand_in = if caption.is_empty() { images::named(&address) } else { images::plain(&caption) };
            let alt = if alt.is_empty() { stand_in } else { alt };
            self.uses(&address, first_line.start);
            figures.push(Figure { alt, address, ..Figure::default() });
        }
        let prefix = self.slice(first_line.start..first_line.body).to_owned();
        let text = match figures.as_mut_slice() {
            [one] => {
                one.caption = caption;
                one.write(&prefix)
            }
            several => several_pictures(several, &caption, &prefix),
        };
        let remark = if guessed {
            let message = "`<figure>` is written in Markdown; a picture has no alternative text, and other words stand in: say what it shows";
            Remark::new(Kind::Guess, message).sure(0.3)
        } else {
            Remark::new(Kind::Replaced, "`<figure>` is written in Markdown")
        };
        self.edits.replace(first_line.body..last_line.end, text, remark);
        Some(last + 1)
    }
}

fn several_pictures(figures: &[Figure], caption: &str, prefix: &str) -> String {
    let mut lines = vec![":::figure".to_owned()];
    lines.extend(figures.iter().map(|figure| {
        format!("{prefix}![{}]({})", images::bracketed(&figure.alt), links::written(&figure.address))
    }));
    if !caption.is_empty() {
        lines.push(prefix.trim_end().to_owned());
        lines.push(format!("{prefix}{caption}"));
    }
    lines.push(format!("{prefix}:::"));
    lines.join("\n")
}

/// The pictures and the caption of a figure that holds nothing else.
fn parts(whole: &str) -> Option<(Vec<Tag>, String)> {
    let mut pictures = Vec::new();
    let mut caption = String::new();
    let mut in_caption = false;
    let mut at = 0;
    while let Some(rest) = whole.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((tag, end)) = tags::parse(rest) {
            match tag.name.as_str() {
                "img" => pictures.push(tag),
                "figcaption" => in_caption = !tag.closes,
                "em" | "i" if in_caption => caption.push('*'),
                "strong" | "b" if in_caption => caption.push_str("**"),
                "figure" | "p" | "picture" | "source" | "div" | "center" | "span" | "small" | "br" => {}
                _ => return None,
            }
            at += end;
            continue;
        }
        let c = rest.chars().next()?;
        if in_caption {
            caption.push(c);
        } else if !c.is_whitespace() {
            return None;
        }
        at += c.len_utf8();
    }
    (!pictures.is_empty()).then(|| (pictures, one_line(&caption)))
}
