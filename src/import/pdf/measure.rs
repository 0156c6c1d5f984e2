//! The measures of the running text.
//!
//! In: pages. Out: how large its letters are and how far its lines are apart. Never: a page changed.

use std::collections::BTreeMap;

use super::super::ledger::{self, Census};
use super::page::{Page, commonest, halves};

/// The measures of the running text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Measure {
    /// The size of most letters of the paper.
    pub(super) body: f32,
    /// For each size in half points, how far lines of it are apart.
    leadings: BTreeMap<i32, f32>,
    /// How often each word stands in the paper, folded.
    words: BTreeMap<String, usize>,
}

impl Measure {
    /// Takes the measures of a paper.
    pub(super) fn of(pages: &[Page]) -> Self {
        let words = || pages.iter().flat_map(|page| &page.lines).flat_map(|line| &line.words);
        let body = commonest(words().map(|word| (word.size, word.text.chars().count())));
        let mut distances: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
        for page in pages {
            for (line, next) in page.lines.iter().zip(page.lines.iter().skip(1)) {
                let size = line.size();
                let distance = next.base() - line.base();
                // The height of a line's box, for the size of letters is not always told in points.
                let height = line.area.height().max(size);
                let close = distance > height * 0.6 && distance < height * 1.9;
                if close
                    && halves(next.size()) == halves(size)
                    && (next.area.left - line.area.left).abs() < size * 3.0
                {
                    distances.entry(halves(size)).or_default().push(distance);
                }
            }
        }
        let leadings =
            distances.into_iter().map(|(size, all)| (size, commonest(all.into_iter().map(|d| (d, 1)))));
        let mut census = Census::default();
        words().for_each(|word| census.add(&word.text));
        Self { body: body.max(1.0), leadings: leadings.collect(), words: census.words }
    }

    /// How far lines of a size are apart within a paragraph.
    pub(super) fn leading(&self, size: f32) -> f32 {
        self.leadings.get(&halves(size)).copied().unwrap_or(size * 1.3)
    }

    /// Whether a large initial and the letters behind it are one word. They are two only if the initial can be a word, and
    /// the paper has the rest as a word and not the whole.
    pub(super) fn is_one_word(&self, initial: &str, rest: &str) -> bool {
        let often = |text: &str| {
            ledger::words(text).first().and_then(|word| self.words.get(word)).copied().unwrap_or(0)
        };
        let may_stand_alone = "AIOUWZYÀÉ".contains(initial);
        !may_stand_alone
            || rest.chars().count() == 1
            || often(&format!("{initial}{rest}")) > 0
            || often(rest) < 2
    }

    /// Whether letters are as large as those of the running text.
    pub(super) fn is_body(&self, size: f32) -> bool {
        (size - self.body).abs() <= self.body * 0.07
    }

    /// Whether letters are clearly smaller than those of the running text.
    pub(super) fn is_small(&self, size: f32) -> bool {
        size <= self.body * 0.93
    }

    /// Whether letters are clearly larger.
    pub(super) fn is_large(&self, size: f32) -> bool {
        size >= self.body * 1.07
    }
}
