//! Blocks of code: only the line of their fence may change.
//!
//! In: a fence. Out: its language as offprint reads it. Never: a line of code.

use super::attributes;
use super::document::Document;
use super::html::one_line;
use super::lines::Kind;
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
