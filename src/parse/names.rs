//! Ids that are unique where they must be.
//!
//! In: wished-for ids. Out: free ones. Never: what an id stands for.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::apparatus::ID_REPEATED;
use crate::diagnostic::rules::links::ALIAS_TAKEN;
use crate::paper::Span;

/// Ids that are taken, each with the place of what has it.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeMap<Box<str>, Span>,
    /// Where counting goes on for words that come again and again.
    next: BTreeMap<Box<str>, u32>,
}

impl Names {
    /// Takes an id; the place of what has it already, if anything has.
    pub(super) fn insert(&mut self, id: &str, span: Span) -> Option<Span> {
        if let Some(first) = self.taken.get(id) {
            return Some(*first);
        }
        self.taken.insert(id.into(), span);
        None
    }

    /// The place of what has an id.
    pub(super) fn get(&self, id: &str) -> Option<Span> {
        self.taken.get(id).copied()
    }

    /// Takes an id, with a number from `from` behind it when it is not free here or elsewhere.
    pub(super) fn free(
        &mut self,
        base: &str,
        from: u32,
        span: Span,
        elsewhere: impl Fn(&str) -> bool,
    ) -> Box<str> {
        let free = |taken: &BTreeMap<Box<str>, Span>, id: &str| !taken.contains_key(id) && elsewhere(id);
        let mut id: Box<str> = base.into();
        let mut number = self.next.get(base).copied().unwrap_or(from);
        let counted = number;
        while !free(&self.taken, &id) {
            id = format!("{base}-{number}").into();
            number += 1;
        }
        if number > counted {
            self.next.insert(base.into(), number);
        }
        self.taken.insert(id.clone(), span);
        id
    }
}

/// Two things have one id.
pub(super) fn repeated(id: &str, span: Span, first: Span, files: &[Arc<str>]) -> Diagnostic {
    Diagnostic::new(&ID_REPEATED, format!("the id `{id}` is given twice"))
        .at(span.place(files))
        .related(first.place(files), "first given here")
        .hint("give one of them another id; links to it go to the first")
}

/// An old id is one that something else has.
pub(super) fn still_taken(alias: &str, span: Span, other: Span, files: &[Arc<str>]) -> Diagnostic {
    Diagnostic::new(&ALIAS_TAKEN, format!("the alias `{alias}` is the id of another place"))
        .at(span.place(files))
        .related(other.place(files), "the other place")
        .hint("take it out of the alias: only an id that nothing else has can lead here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_are_counted() {
        let mut names = Names::default();
        let mut free = |base: &str| String::from(names.free(base, 1, Span::default(), |id| id != "full"));
        assert_eq!(free("a"), "a");
        assert_eq!(free("a-1"), "a-1");
        assert_eq!(free("a"), "a-2");
        assert_eq!(free("a"), "a-3");
        assert_eq!(free("full"), "full-1");
    }
}
