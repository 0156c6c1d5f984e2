//! Where texts share runs of words.
//!
//! In: short texts, then a long one. Out: the places of the long one that share three words in a row with a short one. Never:
//! a judgement.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A run of words that is in more short texts than this says nothing.
const COMMON: usize = 24;
/// So many places are enough for one short text.
const ENOUGH: usize = 4096;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The index of the part.
    pub(super) part: usize,
    /// The byte at which the run begins.
    pub(super) at: usize,
    /// A number that grows by one with each word of the text.
    pub(super) word: usize,
}

/// The runs of three words of short texts.
#[derive(Debug, Default)]
pub(super) struct Index {
    runs: HashMap<u64, Vec<usize>>,
}

impl Index {
    pub(super) fn new<'a>(texts: impl Iterator<Item = (usize, &'a str)>) -> Self {
        let mut runs: HashMap<u64, Vec<usize>> = HashMap::new();
        for (id, text) in texts {
            for (run, _) in shingles(text) {
                let ids = runs.entry(run).or_default();
                if ids.len() <= COMMON && ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
        }
        Self { runs }
    }

    /// Adds the places of a part to those of each short text that shares them. `before` is how many words stand before it;
    /// the answer is how many stand before the next part.
    pub(super) fn look_up(
        &self,
        part: usize,
        text: &str,
        before: usize,
        places: &mut HashMap<usize, Vec<Place>>,
    ) -> usize {
        let mut count = before;
        for (run, at) in shingles(text) {
            count += 1;
            for id in self.runs.get(&run).filter(|ids| ids.len() <= COMMON).into_iter().flatten() {
                let found = places.entry(*id).or_default();
                if found.len() < ENOUGH {
                    found.push(Place { part, at, word: count });
                }
            }
        }
        count
    }
}

/// Three words in a row, each as a number, with the byte at which they begin.
pub(super) fn shingles(text: &str) -> impl Iterator<Item = (u64, usize)> + '_ {
    let mut last: [(u64, usize); 2] = [(0, 0), (0, 0)];
    words(text).enumerate().filter_map(move |(index, (word, at))| {
        let [first, second] = last;
        last = [second, (word, at)];
        let run = first.0.rotate_left(21) ^ second.0.rotate_left(7) ^ word;
        (index >= 2).then_some((run, first.1))
    })
}

fn words(text: &str) -> impl Iterator<Item = (u64, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = rest.find(char::is_alphanumeric)?;
        let word = rest.get(start..)?;
        let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
        let mut hasher = DefaultHasher::new();
        word.get(..end)?.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
        let begin = at + start;
        at = begin + end;
        Some((hasher.finish(), begin))
    })
}
