//! Judges pull quotes: whether the words in the box are the paper's own. A paper's running text and a quote
//! come in, a verdict goes out. It never reads markup, and never decides how serious a verdict is.
//!
//! Case, the kind of quote marks and dashes, white space (soft hyphens included) and the quote's
//! last punctuation are folded away; footnote marks must be left out by the caller. Every other mark of
//! punctuation is compared. A run begins and ends at a word's boundary, and never next to the hyphen of
//! a compound: `aligned countries` is not a quotation of `non-aligned countries`.

mod difference;
mod fold;
mod index;
mod letters;
mod likeness;
#[cfg(test)]
mod tests;

use std::cell::{Cell, OnceCell};

use fold::{Folded, PARAGRAPH};
use index::Index;

/// Quotes that are each held against the whole text. If there are more, an index of the text's words is worth its making.
const WITHOUT_INDEX: usize = 30;

/// What judging a pull quote found.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// One run of the text.
    Verbatim,
    /// Several runs of the text, in order, of two words or more, joined by ellipses.
    Elided,
    /// No run of the text, but at least 0.6 alike to a part of it.
    Edited {
        /// From 0.6 to 1, by the measure that [`Corpus::judge`] describes.
        likeness: f32,
        /// The text's own sentences that the quote comes closest to.
        closest: String,
        /// What the quote changes, for people: `for [-other-] {+many+} countries`.
        difference: String,
    },
    /// Nothing in the text is alike. A quote without words is never found.
    NotFound,
}

/// A paper's running text, prepared once, to judge every pull quote against.
#[derive(Debug, Default)]
pub struct Corpus {
    plain: String,
    /// Most quotes are the text to the letter; only others need it.
    folded: OnceCell<Folded>,
    /// Only a text with many quotes needs it.
    index: OnceCell<Index>,
    judged: Cell<usize>,
    compared: Cell<usize>,
}

/// The running text of a paper as it is gathered: its paragraphs in reading order, without the marks of notes and
/// without the pull quotes themselves. A quote may run from one paragraph into the next.
#[derive(Debug, Default)]
pub struct RunningText(String);

impl RunningText {
    /// Room for as many bytes of text, so that it need not be moved as it grows.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> RunningText {
        RunningText(String::with_capacity(bytes))
    }

    /// Adds a paragraph, which `write` writes.
    pub fn paragraph(&mut self, write: impl FnOnce(&mut String)) {
        if !self.0.is_empty() {
            self.0.push(PARAGRAPH);
        }
        write(&mut self.0);
    }
}

impl Corpus {
    /// Prepares the running text of a paper.
    #[must_use]
    pub fn new(text: RunningText) -> Corpus {
        Corpus { plain: text.0, ..Corpus::default() }
    }

    fn text(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::new(self.plain.clone()))
    }

    fn index(&self) -> Option<&Index> {
        let is_worth = self.judged.get() > WITHOUT_INDEX;
        is_worth.then(|| self.index.get_or_init(|| Index::new(&self.text().keys)))
    }

    /// About how many words the text has.
    #[must_use]
    pub fn words(&self) -> usize {
        self.plain.len() / 6
    }

    /// How many words of the text have been held against quotes so far: what judging them has cost.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.compared.get()
    }

    /// Judges one pull quote.
    ///
    /// The likeness of a quote of *q* words to a part of the text, *s* words long, that has *c* words in common
    /// with it in the same order is `2c / (q + max(q, s))`. The part that is most alike counts, wherever in
    /// its sentences it begins and ends; with fewer than three words in common nothing is alike. Of a quote
    /// of more than 128 words the first 128 are compared by likeness.
    #[must_use]
    pub fn judge(&self, quote: &str) -> Verdict {
        self.judged.update(|judged| judged + 1);
        // With an index every quote is found as soon.
        if self.judged.get() <= WITHOUT_INDEX && stands_in(quote, &self.plain) {
            return Verdict::Verbatim;
        }
        let quote = Folded::new(quote.to_owned());
        let whole = Run { start: 0, end: quote.keys.len() };
        if self.find(&quote, whole, 0).is_some() {
            Verdict::Verbatim
        } else if self.is_elided(&quote) {
            Verdict::Elided
        } else {
            self.compare(&quote)
        }
    }

    /// Whether the quote's runs, parted at its ellipses, all stand in the text in their order.
    fn is_elided(&self, quote: &Folded) -> bool {
        let runs = runs(quote);
        if runs.len() < 2 || runs.iter().any(|run| run.end - run.start < 2) {
            return false;
        }
        // The first place where a run fits leaves the most room for those after it.
        runs.iter().try_fold(0, |from, run| self.find(quote, *run, from)).is_some()
    }

    fn compare(&self, quote: &Folded) -> Verdict {
        let (part, looked_at) = likeness::closest(self.text(), self.index(), quote);
        self.compared.update(|compared| compared + looked_at);
        match part {
            Some(part) => Verdict::Edited {
                likeness: part.likeness(),
                closest: likeness::sentences(self.text(), &part),
                difference: difference::write(
                    self.text(),
                    quote,
                    &likeness::changes(self.text(), quote, &part),
                ),
            },
            None => Verdict::NotFound,
        }
    }

    /// The word after the first place at or after word `from` where `run` of the quote stands in the text.
    ///
    /// The first word is compared without what stands before it, all others with it.
    fn find(&self, quote: &Folded, run: Run, from: usize) -> Option<usize> {
        let text = self.text();
        let keys = quote.keys.get(run.start..run.end)?;
        let first = *keys.first()?;
        let rest = quote.joined.get(run.start + 1..run.end)?;
        let fits = |start: usize, end: usize| {
            text.keys.get(start) == Some(&first) && self.may_stand(quote, run, start, end)
        };
        let starts = self.index().map(|index| index.starts(keys, from));
        let Some(starts) = starts.filter(|starts| starts.len() * keys.len() < text.keys.len()) else {
            let found = self.search(rest, from, fits);
            let looked_at = found.unwrap_or(text.keys.len()).saturating_sub(from);
            self.compared.update(|compared| compared + looked_at);
            return found;
        };
        self.compared.update(|compared| compared + starts.len());
        let mut ends = starts.map(|start| (start, start + keys.len()));
        let stands = |start, end| text.joined.get(start + 1..end) == Some(rest) && fits(start, end);
        ends.find(|(start, end)| stands(*start, *end)).map(|(_, end)| end)
    }

    /// Knuth, Morris and Pratt's search keeps the cost linear in both, even where every word is the same.
    fn search(&self, rest: &[u64], from: usize, fits: impl Fn(usize, usize) -> bool) -> Option<usize> {
        let text = self.text();
        if rest.is_empty() {
            return (from..text.keys.len()).find(|&at| fits(at, at + 1)).map(|at| at + 1);
        }
        let (second, borders) = (rest.first()?, borders(rest));
        let mut matched = 0;
        let mut at = from + 1;
        loop {
            if matched == 0 {
                // Nearly every word is another one, and those are passed over at once.
                at += text.joined.get(at..)?.iter().position(|joined| joined == second)?;
            }
            let joined = text.joined.get(at)?;
            while matched > 0 && rest.get(matched) != Some(joined) {
                matched = border(&borders, matched);
            }
            matched += usize::from(rest.get(matched) == Some(joined));
            if matched == rest.len() {
                if fits(at - matched, at + 1) {
                    return Some(at + 1);
                }
                matched = border(&borders, matched);
            }
            at += 1;
        }
    }

    /// Whether a run may begin at word `start` of the text and end before word `end`.
    fn may_stand(&self, quote: &Folded, run: Run, start: usize, end: usize) -> bool {
        let text = self.text();
        let barred =
            |folded: &Folded, at: usize| folded.words.get(at).is_some_and(|word| word.before.bars_start);
        let ends = text.words.get(end).is_none_or(|word| !word.before.bars_end);
        ends && (barred(text, start) == barred(quote, run.start) || !barred(text, start))
    }
}

/// Whether a quote stands in a text to the letter, from the start of a word to the end of one, with nothing at either end that could
/// belong to the word there. Where it does, all of its words would be found; where it does not, they may be.
fn stands_in(quote: &str, text: &str) -> bool {
    let begins = |before: &str| before.is_empty() || before.ends_with([' ', PARAGRAPH]);
    let ends = |after: &str| {
        let after = after.trim_start_matches(['.', ',', ';', '!', '?']);
        after.is_empty() || after.starts_with([' ', PARAGRAPH])
    };
    let quote = quote.trim_end_matches(['.', ',', ';', '!', '?']);
    let is_word = |end: Option<char>| end.is_some_and(char::is_alphanumeric);
    is_word(quote.chars().next())
        && is_word(quote.chars().next_back())
        && memchr::memmem::find_iter(text.as_bytes(), quote)
            .any(|at| text.get(..at).is_some_and(begins) && text.get(at + quote.len()..).is_some_and(ends))
}

/// Some words of a quote that follow each other.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
}

/// The quote's words, parted at its ellipses.
fn runs(quote: &Folded) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (index, word) in quote.words.iter().enumerate().skip(1) {
        if word.before.ellipsis {
            runs.push(Run { start, end: index });
            start = index;
        }
    }
    runs.push(Run { start, end: quote.words.len() });
    runs
}

/// For each beginning of `pattern`, how long the longest shorter beginning is that also ends it.
fn borders(pattern: &[u64]) -> Vec<usize> {
    let mut borders = vec![0; pattern.len()];
    let mut length = 0;
    for (index, key) in pattern.iter().enumerate().skip(1) {
        while length > 0 && pattern.get(length) != Some(key) {
            length = border(&borders, length);
        }
        length += usize::from(pattern.get(length) == Some(key));
        if let Some(place) = borders.get_mut(index) {
            *place = length;
        }
    }
    borders
}

fn border(borders: &[usize], length: usize) -> usize {
    length.checked_sub(1).and_then(|last| borders.get(last)).copied().unwrap_or(0)
}
