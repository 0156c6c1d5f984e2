//! The words that a text is made of, counted, to judge by the text's own habits.
//!
//! In: pieces. Out: how often a word stands in them, whole. Never: a dictionary of any language.

use std::collections::HashMap;

use super::piece::Piece;

/// How often each word stands in a text, compounds with hyphens counted as one. Words broken at a line's end are left out.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    counts: HashMap<String, usize>,
    /// The same words in their order, to find those that begin alike.
    sorted: Vec<String>,
}

impl Vocabulary {
    /// Counts the words of all pieces.
    pub(super) fn of(pieces: &[Piece]) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for line in pieces.iter().flat_map(|piece| piece.text.split('\n')) {
            let mut words: Vec<&str> = line.split_whitespace().collect();
            if words.last().is_some_and(|last| last.ends_with(['-', '\u{2010}', '\u{ad}'])) {
                words.pop();
            }
            for word in words {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if !word.is_empty() && word.len() <= 64 {
                    *counts.entry(word.to_lowercase()).or_default() += 1;
                }
            }
        }
        let mut sorted: Vec<String> = counts.keys().cloned().collect();
        sorted.sort_unstable();
        Self { counts, sorted }
    }

    /// How often a word stands in the text, in any case.
    pub(super) fn count(&self, word: &str) -> usize {
        self.counts.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// Whether a word of the text begins like this.
    pub(super) fn begins(&self, beginning: &str) -> bool {
        let beginning = beginning.to_lowercase();
        let at = self.sorted.partition_point(|word| word.as_str() < beginning.as_str());
        self.sorted.get(at).is_some_and(|word| word.starts_with(&beginning))
    }
}
