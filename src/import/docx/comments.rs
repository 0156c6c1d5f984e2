//! The comments of reviewers.
//!
//! In: `word/comments.xml`, and the text as it is read. Out: a remark on each comment, with the words that it stands at.
//! Never: a comment in the manuscript.

use std::collections::BTreeMap;

use super::super::ledger::Census;
use super::super::remark::{Kind, Remark};
use super::changes::{shortened, who};
use super::raw::Raw;
use super::reader::Reader;
use super::xml::Element;

/// The most comments that may be open at one place; more are a mistake.
const MOST_OPEN: usize = 64;
/// How many bytes of the words that a comment stands at are kept.
const LONGEST: usize = 400;

/// All comments of a file.
#[derive(Debug, Default)]
pub(super) struct Comments {
    told: BTreeMap<String, Comment>,
    /// The comments that are open, with the words heard since.
    open: Vec<(String, String)>,
    closed: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Comment {
    who: String,
    raw: Raw,
}

impl Comments {
    /// Reads `word/comments.xml`; `None`: the file has none.
    pub(super) fn read(part: Option<&Element>) -> Self {
        let comments = part.into_iter().flat_map(|part| part.children_named("w:comment"));
        let told = comments.map(|comment| {
            let id = comment.attribute("w:id").unwrap_or_default().to_owned();
            (id, Comment { who: who(comment), raw: Raw::of(comment) })
        });
        Self { told: told.collect(), ..Self::default() }
    }

    /// What all comments hold, counted.
    pub(super) fn census(&self) -> Census {
        let mut census = Census::default();
        self.told.values().for_each(|comment| census.merge(comment.raw.census()));
        census
    }

    /// The words from here are what a comment stands at.
    pub(super) fn open(&mut self, id: &str) {
        if self.open.len() < MOST_OPEN && self.told.contains_key(id) {
            self.open.push((id.to_owned(), String::new()));
        }
    }

    /// The words up to here were.
    pub(super) fn close(&mut self, id: &str) {
        if let Some(at) = self.open.iter().position(|(open, _)| open == id) {
            let (id, words) = self.open.swap_remove(at);
            self.closed.insert(id, words);
        }
    }

    /// Words of the text.
    pub(super) fn hear(&mut self, text: &str) {
        for (_, words) in self.open.iter_mut().filter(|(_, words)| words.len() < LONGEST) {
            words.push_str(text);
        }
    }

    /// The comment, which is told once, and what it holds.
    fn take(&mut self, id: &str) -> Option<(Remark, Raw)> {
        let comment = self.told.remove(id)?;
        self.close(id);
        let words = self.closed.remove(id).unwrap_or_default();
        let at = match words.trim() {
            "" => String::new(),
            words => format!(", at “{}”", shortened(words)),
        };
        let text = comment.raw.text();
        let message = format!("a comment by {}{at}: {}", comment.who, text.trim().replace('\n', " / "));
        Some((Remark::new(Kind::Comment, message).from(text), comment.raw))
    }
}

impl Reader<'_> {
    /// The place of a comment.
    pub(super) fn comment(&mut self, id: &str) {
        if let Some((remark, raw)) = self.comments.take(id) {
            self.leave_out(&raw);
            let remark = remark.at(self.place());
            self.line.remarks.push(remark);
        }
    }

    /// The comments that have no place in the text.
    pub(super) fn homeless_comments(&mut self) -> Vec<Remark> {
        let ids: Vec<String> = self.comments.told.keys().cloned().collect();
        let taken: Vec<(Remark, Raw)> = ids.iter().filter_map(|id| self.comments.take(id)).collect();
        taken.iter().for_each(|(_, raw)| self.leave_out(raw));
        taken.into_iter().map(|(remark, _)| remark).collect()
    }
}
