//! Where the words of a text stand, for a text that many quotes are held against.
//!
//! In: the keys of a text; a quote's. Out: the few places of the text where the quote, or a part that is alike to it, may
//! be. Never: a judgement, and never a place left out that a look at the whole text would find.

use std::ops::Range;

/// The words of a text by key, those of one key in the order of the text.
#[derive(Debug)]
pub(super) struct Index(Vec<(u64, u32)>);

impl Index {
    /// Where the words with these keys stand.
    pub(super) fn new(keys: &[u64]) -> Index {
        let mut places: Vec<(u64, u32)> = keys.iter().copied().zip(0..).collect();
        places.sort_unstable();
        Index(places)
    }

    /// Where a word stands.
    fn places(&self, key: u64) -> &[(u64, u32)] {
        let start = self.0.partition_point(|(other, _)| *other < key);
        let rest = self.0.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|(other, _)| *other == key)).unwrap_or_default()
    }

    /// Where these words may begin to stand in a row, at or after word `from`: wherever the rarest of them stands.
    pub(super) fn starts(&self, words: &[u64], from: usize) -> impl ExactSizeIterator<Item = usize> {
        let places = (0..).zip(words).map(|(at, key)| (at, self.places(*key)));
        let (at, places) = places.min_by_key(|(_, places)| places.len()).unwrap_or_default();
        let passed = places.partition_point(|(_, place)| (*place as usize) < from + at);
        places.iter().skip(passed).map(move |(_, place)| *place as usize - at)
    }

    /// The parts of a text that may be alike to a quote of which they need `common` words, and are no longer than `longest`. Any such
    /// part has one of the rarest words of the quote: all others are too few.
    pub(super) fn windows(&self, quote: &[u64], common: usize, longest: usize) -> Vec<Range<usize>> {
        let mut words: Vec<&[(u64, u32)]> = quote.iter().map(|key| self.places(*key)).collect();
        words.sort_unstable_by_key(|places| places.len());
        let rarest = words.iter().take((quote.len() + 1).saturating_sub(common));
        let mut places: Vec<u32> = rarest.flat_map(|places| places.iter().map(|(_, place)| *place)).collect();
        places.sort_unstable();
        let mut windows: Vec<Range<usize>> = Vec::new();
        for place in places {
            let place = place as usize;
            let (start, end) = (place.saturating_sub(longest), place + longest);
            match windows.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ => windows.push(start..end),
            }
        }
        windows
    }
}
