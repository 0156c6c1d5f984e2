//! How alike a pull quote is to the part of the text that it comes closest to. Folded words come in; a
//! part of the text, a fraction and a short difference for people go out. It never decides what they mean.
//!
//! **The measure.** Of a quote of *q* words and a part of *s* consecutive words of the text that have *c* words
//! in common, in the same order, the likeness is `2c / (q + max(q, s))`: the Dice measure of the longest
//! common subsequence, as `diff` and reviewers understand it. The part may begin and end anywhere, since a
//! pull quote is often cut from the middle of a long sentence, and words of that sentence which it never
//! wanted must not count against it. A part shorter than the quote counts as long as the quote, since
//! otherwise three common words in a row would be alike to anything short. Fewer than three
//! common words are chance and never alike.
//!
//! **The cost.** Three words in five must be common, so the part has at most `7q/3` words. Blocks of the
//! text are compared bit-parallel (Hyyrö 2004), and only those with enough words in common are looked
//! through. Of a quote longer than 128 words the first 128 are compared: the work is bounded by a constant
//! for each word of the text, whatever the input. With an [`Index`] only those places of the text are looked at that have
//! a rare word of the quote, and the result is the same.

use std::cmp::Ordering;
use std::ops::Range;

use super::fold::Folded;
use super::index::Index;

/// The longest quote that is compared whole; a word of it is a bit of a `u128`.
const LONGEST: usize = 128;

/// The fewest words in common that are more than chance.
const FEWEST: usize = 3;

/// A part of the text and what it has in common with a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
    common: usize,
    quote: usize,
}

impl Part {
    /// The words of both sides, of which twice the common ones are a fraction.
    fn whole(&self) -> usize {
        self.quote + self.quote.max(self.end - self.start)
    }

    /// How alike part and quote are, from 0 to 1.
    pub(super) fn likeness(&self) -> f32 {
        // Both are below a thousand, which an f32 holds exactly.
        let exact = |number: usize| u16::try_from(number).map_or(f32::MAX, f32::from);
        exact(2 * self.common) / exact(self.whole().max(1))
    }

    /// At least 0.6 alike, and by more than chance.
    fn is_alike(&self) -> bool {
        self.common >= FEWEST && 10 * self.common >= 3 * self.whole()
    }

    fn is_better(&self, other: Option<&Part>) -> bool {
        let Some(other) = other else { return true };
        match (self.common * other.whole()).cmp(&(other.common * self.whole())) {
            Ordering::Greater => true,
            Ordering::Equal => self.end - self.start < other.end - other.start,
            Ordering::Less => false,
        }
    }
}

/// The words of a quote, and at which of its places each stands.
struct Places {
    /// A bit for each of the lowest twelve bits of a key that a word of the quote has: most words of a text are none of
    /// the quote's, and a bit says so at once.
    sieve: [u64; 64],
    slots: Vec<(u64, u128)>,
    mask: usize,
}

impl Places {
    fn new(quote: &[u64]) -> Places {
        let size = (quote.len() * 4).next_power_of_two();
        let mut places = Places { sieve: [0; 64], slots: vec![(0, 0); size], mask: size - 1 };
        for (index, &key) in quote.iter().enumerate() {
            if let Some(bits) = places.sieve.get_mut(sieve(key)) {
                *bits |= 1 << (key % 64);
            }
            let slot = places.slot(key);
            if let Some(entry) = places.slots.get_mut(slot) {
                *entry = (key, entry.1 | (1 << index));
            }
        }
        places
    }

    /// Where `key` is or would be; a quarter of the slots at most is taken, so there is always one.
    fn slot(&self, key: u64) -> usize {
        let mut slot = usize::try_from(key >> 40).unwrap_or(0) & self.mask;
        while self.slots.get(slot).is_some_and(|&(other, bits)| bits != 0 && other != key) {
            slot = (slot + 1) & self.mask;
        }
        slot
    }

    /// Whether the quote may have a word; it has none for which this is false.
    fn may_have(&self, key: u64) -> bool {
        self.sieve.get(sieve(key)).is_some_and(|bits| (bits >> (key % 64)) & 1 == 1)
    }

    fn of(&self, key: u64) -> u128 {
        self.slots.get(self.slot(key)).map_or(0, |&(_, bits)| bits)
    }
}

/// Which of the 64 numbers of a sieve has the bit of a key.
fn sieve(key: u64) -> usize {
    ((key / 64) % 64) as usize
}

/// A word of the text that the quote has too: where it stands, and at which places of the quote.
struct Hit {
    at: usize,
    bits: u128,
}

/// A row of the table of longest common subsequences, a bit for each word of the quote.
#[derive(Clone, Copy)]
struct Row {
    bits: u128,
    used: u128,
}

impl Row {
    fn new(quote: usize) -> Row {
        let used =
            1_u128.checked_shl(u32::try_from(quote).unwrap_or(u32::MAX)).map_or(u128::MAX, |bit| bit - 1);
        Row { bits: u128::MAX, used }
    }

    fn add(&mut self, hit: &Hit) {
        let both = self.bits & hit.bits;
        self.bits = self.bits.wrapping_add(both) | (self.bits & !hit.bits);
    }

    fn common(&self) -> usize {
        (!self.bits & self.used).count_ones() as usize
    }
}

/// The part of the text that is most alike to the quote, if any is alike at all; and how many words were looked at for it.
pub(super) fn closest(text: &Folded, index: Option<&Index>, quote: &Folded) -> (Option<Part>, usize) {
    let quote = quote.keys.get(..LONGEST.min(quote.keys.len())).unwrap_or_default();
    if quote.len() < FEWEST {
        return (None, 0);
    }
    let longest = quote.len() * 7 / 3;
    let all = text.keys.len();
    let needed = FEWEST.max((quote.len() * 6).div_ceil(10));
    let windows = index.map(|index| index.windows(quote, needed, longest));
    let size = |windows: &Vec<Range<usize>>| windows.iter().map(Range::len).sum::<usize>();
    let windows =
        windows.filter(|windows| size(windows) < all).unwrap_or_else(|| std::iter::once(0..all).collect());
    let places = Places::new(quote);
    let mut best = None;
    for window in &windows {
        let words = text.keys.get(window.start..window.end.min(all)).unwrap_or_default();
        let mut hits = Vec::with_capacity(words.len() / 4);
        for (at, &key) in words.iter().enumerate().filter(|(_, key)| places.may_have(**key)) {
            let bits = places.of(key);
            if bits != 0 {
                hits.push(Hit { at: window.start + at, bits });
            }
        }
        best = best_of(&hits, longest, quote.len(), best);
    }
    (best, size(&windows))
}

/// The best of `best` and of all parts of a run of text that has these hits.
fn best_of(hits: &[Hit], longest: usize, quote: usize, best: Option<Part>) -> Option<Part> {
    // Blocks overlap by the longest part. Longer steps look at fewer words twice, and tell less of where a part may be.
    let stride = 2 * quote;
    let mut best = best;
    let mut rest = hits;
    while let Some(first) = rest.first() {
        let (start, next) = (first.at, first.at + stride);
        let block = before(rest, next + longest);
        let mut row = Row::new(quote);
        block.iter().for_each(|hit| row.add(hit));
        // No part of the block can do better than all of its common words side by side.
        let common = row.common();
        let bound = Part { start, end: start + common, common, quote };
        let skip = before(rest, next).len();
        if bound.is_alike() && bound.is_better(best.as_ref()) {
            for begin in 0..skip {
                let tail = block.get(begin..).unwrap_or_default();
                best = best_from(tail, longest, quote, best);
            }
        }
        rest = rest.get(skip..).unwrap_or_default();
    }
    best
}

/// The hits before word `end`.
fn before(hits: &[Hit], end: usize) -> &[Hit] {
    // A block is short, so that looking for its end one by one is quick.
    let count = hits.iter().take_while(|hit| hit.at < end).count();
    hits.get(..count).unwrap_or_default()
}

/// The best of `best` and of the parts that begin with the first of `hits`.
fn best_from(hits: &[Hit], longest: usize, quote: usize, best: Option<Part>) -> Option<Part> {
    let Some(start) = hits.first().map(|hit| hit.at) else {
        return best;
    };
    let mut best = best;
    let mut row = Row::new(quote);
    for hit in hits.iter().take_while(|hit| hit.at < start + longest) {
        row.add(hit);
        let part = Part { start, end: hit.at + 1, common: row.common(), quote };
        if part.is_alike() && part.is_better(best.as_ref()) {
            best = Some(part);
        }
    }
    best
}

/// The whole sentences that `part` stands in, up to 60 words to either side of it.
pub(super) fn sentences(text: &Folded, part: &Part) -> String {
    const AROUND: usize = 60;
    let start = (part.start.saturating_sub(AROUND)..=part.start)
        .rev()
        .find(|&index| text.begins_sentence(index))
        .unwrap_or(part.start);
    let end = (part.end..part.end + AROUND)
        .find(|&index| text.begins_sentence(index))
        .unwrap_or(part.end)
        .min(text.words.len());
    let words: Vec<&str> = text.written(start, end).split_whitespace().collect();
    words.join(" ")
}

/// A word of a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    /// The text's word at this index stands in the quote too.
    Kept(usize),
    /// The text's word is missing from the quote.
    Gone(usize),
    /// The quote's word is missing from the text.
    Added(usize),
}

/// What must change to make the quote of the part, word by word.
pub(super) fn changes(text: &Folded, quote: &Folded, part: &Part) -> Vec<Change> {
    let quote_keys = quote.keys.get(..part.quote).unwrap_or_default();
    let common = common_words(text.keys.get(part.start..part.end).unwrap_or_default(), quote_keys);
    let pairs: Vec<(usize, usize)> = common.iter().map(|&(t, q)| (t + part.start, q)).collect();
    let (start, end) = widened(text, part, &pairs);
    let mut changes = Vec::new();
    let (mut t, mut q) = (start, 0);
    for (index, &(word, place)) in pairs.iter().enumerate() {
        changes.extend((t..word).map(Change::Gone));
        changes.extend((q..place).map(Change::Added));
        // Words that are the same, followed by other punctuation, are shown as a change.
        let next = pairs.get(index + 1) == Some(&(word + 1, place + 1));
        if next && text.joined.get(word + 1) != quote.joined.get(place + 1) {
            changes.extend([Change::Gone(word), Change::Added(place)]);
        } else {
            changes.push(Change::Kept(word));
        }
        (t, q) = (word + 1, place + 1);
    }
    changes.extend((t..end).map(Change::Gone));
    changes.extend((q..part.quote).map(Change::Added));
    changes
}

/// The part, with as many words of its sentences before and after it as the quote has words there which
/// the text lacks: those are what the quote's words stand for.
fn widened(text: &Folded, part: &Part, pairs: &[(usize, usize)]) -> (usize, usize) {
    let lead = pairs.first().map_or(0, |&(_, q)| q);
    let tail = pairs.last().map_or(0, |&(_, q)| part.quote - q - 1);
    let start =
        (0..lead).fold(part.start, |start, _| if text.begins_sentence(start) { start } else { start - 1 });
    let end = (0..tail).fold(part.end, |end, _| if text.begins_sentence(end) { end } else { end + 1 });
    (start, end)
}

/// The places of a longest common subsequence of two short lists.
fn common_words(text: &[u64], quote: &[u64]) -> Vec<(usize, usize)> {
    let width = quote.len() + 1;
    let mut lengths = vec![0_u16; (text.len() + 1) * width];
    let at = |t: usize, q: usize| t * width + q;
    let read = |lengths: &[u16], t, q| lengths.get(at(t, q)).copied().unwrap_or(0);
    for (t, text_key) in text.iter().enumerate().rev() {
        for (q, quote_key) in quote.iter().enumerate().rev() {
            let length = if text_key == quote_key {
                read(&lengths, t + 1, q + 1) + 1
            } else {
                read(&lengths, t + 1, q).max(read(&lengths, t, q + 1))
            };
            if let Some(cell) = lengths.get_mut(at(t, q)) {
                *cell = length;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut t, mut q) = (0, 0);
    while let (Some(text_key), Some(quote_key)) = (text.get(t), quote.get(q)) {
        if text_key == quote_key {
            pairs.push((t, q));
            (t, q) = (t + 1, q + 1);
        } else if read(&lengths, t + 1, q) >= read(&lengths, t, q + 1) {
            t += 1;
        } else {
            q += 1;
        }
    }
    pairs
}
