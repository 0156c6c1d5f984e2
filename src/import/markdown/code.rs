//! Blocks of code: only the line of their fence may change.
//!
//! In: a fence. Out: its language as offprint reads it. Never: a line of code.

use super::attributes;
use super::document::Document;
use super::html::one_line;
use super::lines::Kind;
use super::shortcodes;
use crate::import::remark::{self, Remark};

impl Document<'_> {
    /// A fence and the code after it; the line after both is the result.
    pub(super) fn fence(&mut self, index: usize) -> usize {
        let mut after = index + 1;
        while self.lines.get(after).is_some_and(|line| line.kind == Kind::Code) {
            after += 1;
        }
        let Some(line) = self.lines.get(index).cloned() else { return after };
        let words = self.words(index);
        if !words.starts_with(['`', '~']) {
            self.foreign(index, after - 1);
            return after;
        }
        let info = words.trim_start_matches(['`', '~']);
        let Some(open) = info.find('{') else { return after };
        let start = line.body + (words.len() - info.len());
        let written = info.trim();
        if written.starts_with("{{") {
            return after;
        }
        let before = info.get(..open).unwrap_or_default().trim();
        let (language, remark) = match attributes::parse(info, open) {
            Some((given, _)) => {
                if is_own(before, &given) {
                    return after;
                }
                (language(before, &given), remark(written, &given))
            }
            None => (before.to_owned(), remark(written, &attributes::Given::default())),
        };
        if language != written {
            self.edits.replace(start..line.end, language, remark);
        }
        after
    }
}

impl Document<'_> {
    /// Code that is marked in another way than with fences.
    fn foreign(&mut self, first: usize, last: usize) {
        let (Some(open), Some(close)) = (self.lines.get(first).cloned(), self.lines.get(last).cloned())
        else {
            return;
        };
        let words = self.words(first);
        let prefix = self.slice(open.start..open.body).to_owned();
        if words.starts_with("{::") {
            let message = "a comment of Kramdown is one of HTML now";
            self.edits.replace(open.body..open.end, "<!--", Remark::new(remark::Kind::Replaced, message));
            return self.edits.replace(close.body..close.end, "-->", None);
        }
        if let Some(code) = shortcodes::parse(words.trim()).filter(|_| words.starts_with('{') && first < last)
        {
            if code.name == "comment" {
                let message = "a comment of Liquid is one of HTML now";
                self.edits.replace(open.body..open.end, "<!--", Remark::new(remark::Kind::Replaced, message));
                return self.edits.replace(close.body..close.end, "-->", None);
            }
            let fence = self.long_fence(first, last);
            let language = code.values.first().map(|language| language.to_lowercase()).unwrap_or_default();
            let message = format!("`{}` is a fence of code now", one_line(words));
            let remark = Remark::new(remark::Kind::Replaced, message);
            self.edits.replace(open.body..open.end, format!("{fence}{language}"), remark);
            return self.edits.replace(close.body..close.end, fence, None);
        }
        let (language, what) = if words.starts_with('\\') { ("latex", "LaTeX") } else { ("html", "HTML") };
        let message = format!("{what} that offprint does not read is kept as code");
        let remark = Remark::new(remark::Kind::Unsupported, message);
        let fence = self.long_fence(first, last);
        self.edits.replace(open.start..open.start, format!("{prefix}{fence}{language}\n"), remark);
        self.edits.replace(close.end..close.end, format!("\n{prefix}{fence}"), None);
    }

    /// A fence that is longer than any within these lines.
    fn long_fence(&self, first: usize, last: usize) -> String {
        let inner =
            (first..=last).map(|index| self.words(index).bytes().take_while(|byte| *byte == b'`').count());
        "`".repeat(inner.max().unwrap_or(0).max(2) + 1)
    }
}

/// Whether offprint reads these attributes: classes alone.
fn is_own(before: &str, given: &attributes::Given) -> bool {
    given.raw.is_none()
        && given.bare.is_empty()
        && given.id.is_none()
        && given.pairs.is_empty()
        && (!before.is_empty() || !given.classes.is_empty())
}

fn language(before: &str, given: &attributes::Given) -> String {
    let raw = given.raw.as_deref();
    let named = [Some(before).filter(|before| !before.is_empty()), raw]
        .into_iter()
        .flatten()
        .chain(given.classes.iter().map(String::as_str))
        .chain(given.bare.iter().map(String::as_str))
        .next();
    named.unwrap_or_default().to_lowercase()
}

fn remark(written: &str, given: &attributes::Given) -> Remark {
    if let Some(format) = &given.raw {
        let message = format!("this was put into {format} as it is; it is kept as code");
        return Remark::new(remark::Kind::Unsupported, message);
    }
    if let Some(language) = given.bare.first() {
        let message =
            format!("this code was run by {language}; it is kept as code, and its result is not known here");
        return Remark::new(remark::Kind::Unsupported, message);
    }
    Remark::new(remark::Kind::Dropped, format!("of `{}` the language is kept", one_line(written)))
}
