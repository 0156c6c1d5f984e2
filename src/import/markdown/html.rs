//! Tags of HTML in a line: the simple ones become Markdown, the others are listed.
//!
//! In: tags and shortcodes. Out: changes. Never: the words between two tags.

use std::ops::Range;

use super::document::Document;
use super::images::{self, Figure};
use super::inlines::{Run, coded};
use super::shortcodes;
use super::tags::{self, Tag};
use crate::import::remark::{Kind, Remark};

/// The elements that offprint reads itself.
const READ: [&str; 16] = [
    "br", "sub", "sup", "kbd", "abbr", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption",
    "col", "colgroup", "wbr",
];
/// The elements whose tags say nothing about their words.
const EMPTY: [&str; 20] = [
    "span", "div", "p", "center", "font", "small", "big", "u", "ins", "section", "article", "header",
    "footer", "nav", "main", "time", "cite", "q", "tt", "nobr",
];

/// Markdown for an element.
fn mark(name: &str) -> Option<&'static str> {
    Some(match name {
        "em" | "i" => "*",
        "strong" | "b" => "**",
        "del" | "s" | "strike" => "~~",
        "mark" => "==",
        _ => return None,
    })
}

impl Run {
    /// Opens an element if the part has a tag that closes it.
    fn opens(&mut self, name: &str, close: &str) -> bool {
        let Some(left) = self.closings.get_mut(name).filter(|left| **left > 0) else { return false };
        *left -= 1;
        self.open.entry(name.to_owned()).or_default().push(close.to_owned());
        true
    }
}

impl Document<'_> {
    /// A tag.
    pub(super) fn tag(&mut self, range: Range<usize>, run: &mut Run) {
        let Some((tag, _)) = tags::parse(self.slice(range.clone())) else { return };
        let name = tag.name.as_str();
        if tag.closes {
            return self.closing(range, &tag, run);
        }
        if READ.contains(&name) {
            return;
        }
        if let Some(mark) = mark(name) {
            self.emphasis(range, &tag, mark, run);
        } else if name == "a" && tag.get("href").is_some_and(|href| !href.is_empty()) {
            self.anchor(range, &tag, run);
        } else if name == "a" && run.opens(name, "") {
            self.drop_tag(range, &tag);
        } else if name == "img" && tag.get("src").is_some_and(|src| !src.is_empty()) {
            self.image_tag(range, &tag, run);
        } else if EMPTY.contains(&name) {
            self.drop_tag(range, &tag);
        } else {
            let message = format!("`<{name}>` is not read; offprint prints the tag as text");
            self.edits.tell(range.start, Remark::new(Kind::Unsupported, message));
        }
    }

    fn emphasis(&mut self, range: Range<usize>, tag: &Tag, mark: &'static str, run: &mut Run) {
        let after = self.slice(range.end..run.part.end).chars().next();
        // `* words *` is no emphasis, and neither is one that is never closed.
        if run.html || !(after.is_some_and(|c| !c.is_whitespace()) && run.opens(&tag.name, mark)) {
            return self.drop_tag(range, tag);
        }
        let message = format!("`<{}>` is written in Markdown", tag.name);
        self.edits.replace(range, mark, Remark::new(Kind::Replaced, message));
    }

    fn anchor(&mut self, range: Range<usize>, tag: &Tag, run: &mut Run) {
        let address = tag.get("href").unwrap_or_default();
        if run.html || !run.opens("a", &format!("]({})", super::links::written(address))) {
            return self.drop_tag(range, tag);
        }
        self.uses(address, range.start);
        self.edits.replace(range, "[", Remark::new(Kind::Replaced, "`<a>` is written in Markdown"));
    }

    fn closing(&mut self, range: Range<usize>, tag: &Tag, run: &mut Run) {
        if READ.contains(&tag.name.as_str()) {
            return;
        }
        if let Some(close) = run.open.get_mut(&tag.name).and_then(Vec::pop) {
            self.edits.replace(range, close, None);
        } else if EMPTY.contains(&tag.name.as_str()) || mark(&tag.name).is_some() || tag.name == "a" {
            self.drop_tag(range, tag);
        } else {
            let message = format!("`</{}>` is not read; offprint prints the tag as text", tag.name);
            self.edits.tell(range.start, Remark::new(Kind::Unsupported, message));
        }
    }

    fn drop_tag(&mut self, range: Range<usize>, tag: &Tag) {
        let slash = if tag.closes { "/" } else { "" };
        let message = format!("the tag `<{slash}{}>` was left out, its words kept", tag.name);
        self.edits.replace(range, "", Remark::new(Kind::Dropped, message));
    }

    fn image_tag(&mut self, range: Range<usize>, tag: &Tag, run: &Run) {
        let address = tag.get("src").unwrap_or_default().to_owned();
        self.uses(&address, range.start);
        let alt = tag.get("alt").unwrap_or_default();
        let remark = if alt.is_empty() {
            Remark::new(
                Kind::Guess,
                "the picture has no alternative text; its file's name stands in: say what it shows",
            )
            .sure(0.3)
        } else {
            Remark::new(Kind::Replaced, "`<img>` is written in Markdown")
        };
        let alt = if alt.is_empty() { images::named(&address) } else { alt.to_owned() };
        let caption = images::plain(tag.get("title").unwrap_or_default());
        let figure = Figure { alt, address, caption, ..Figure::default() };
        self.edits.replace(range, figure.write(&run.prefix), remark);
    }

    /// A shortcode, or a tag or output of Liquid: only a figure is understood.
    pub(super) fn shortcode(&mut self, range: Range<usize>, run: &Run) {
        let written = self.slice(range.clone());
        let Some(code) = shortcodes::parse(written) else { return };
        if let ("figure", Some(address)) = (code.name.as_str(), code.get("src")) {
            let address = address.to_owned();
            return self.figure_code(range, &code, address, run);
        }
        if matches!(code.name.as_str(), "raw" | "endraw") {
            let remark = Remark::new(
                Kind::Dropped,
                "a mark of Liquid, which kept it from reading its own marks, was left out",
            );
            return self.edits.replace(range, "", remark);
        }
        let message = format!("`{}` was not understood; it is kept as code", one_line(written));
        self.edits.replace(range, coded(written), Remark::new(Kind::Unsupported, message));
    }

    fn figure_code(&mut self, range: Range<usize>, code: &shortcodes::Shortcode, address: String, run: &Run) {
        self.uses(&address, range.start);
        let parts: Vec<&str> = [code.get("title"), code.get("caption")].into_iter().flatten().collect();
        let caption = parts.join(". ").replace("?. ", "? ").replace(".. ", ". ");
        let known = ["src", "alt", "title", "caption", "attr"];
        let left: Vec<String> = code
            .named
            .iter()
            .filter(|(key, _)| !known.contains(&key.as_str()))
            .map(|(key, value)| format!("`{key}={value}`"))
            .collect();
        let mut message = "the shortcode `figure` is written in Markdown".to_owned();
        if !left.is_empty() {
            message = format!("{message}; left out: {}", left.join(", "));
        }
        let (alt, remark) = match (code.get("alt"), caption.is_empty()) {
            (Some(alt), _) => (alt.to_owned(), Remark::new(Kind::Replaced, message)),
            (None, is_bare) => {
                let alt = if is_bare { images::named(&address) } else { images::plain(&caption) };
                let stand_in = if is_bare { "its file's name" } else { "its caption" };
                let message = format!(
                    "{message}; it has no alternative text, and {stand_in} stands in: say what it shows"
                );
                (alt, Remark::new(Kind::Guess, message).sure(0.3))
            }
        };
        let caption =
            if self.is_alone(&range, run) { caption } else { images::bracketed(&images::plain(&caption)) };
        let pairs = code.get("attr").map(|credit| ("credit".to_owned(), credit.to_owned()));
        let figure =
            Figure { alt, address, caption, pairs: pairs.into_iter().collect(), ..Figure::default() };
        self.edits.replace(range, figure.write(&run.prefix), remark);
    }
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
