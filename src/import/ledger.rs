//! The count of words, by which every import proves that nothing was lost.
//!
//! In: what the source holds, what the manuscript holds, and the remarks that tell the difference. Out: the words that
//! are unaccounted for. Never: how either was read.
//!
//! A word is a run of letters, marks and digits, after compatibility forms (ligatures, full-width letters) and case are
//! folded; soft hyphens are nothing. So `Counter-Espionage` is two words, in the source and in the manuscript alike.

use std::collections::BTreeMap;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::remark::Remark;

/// How often each word stands in a text, and how many notes, pictures, tables and formulae it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Folded words.
    pub words: BTreeMap<String, usize>,
    /// Notes that the text cites.
    pub notes: usize,
    /// Pictures that the text shows, each place counted.
    pub images: usize,
    /// Tables.
    pub tables: usize,
    /// Formulae.
    pub formulae: usize,
}

impl Census {
    /// Counts the words of one more text. Its end is the end of a word.
    pub fn add(&mut self, text: &str) {
        for word in words(text) {
            *self.words.entry(word).or_default() += 1;
        }
    }

    /// Adds all that another census counted.
    pub fn merge(&mut self, other: Census) {
        for (word, count) in other.words {
            *self.words.entry(word).or_default() += count;
        }
        self.notes += other.notes;
        self.images += other.images;
        self.tables += other.tables;
        self.formulae += other.formulae;
    }

    /// How many words there are in all.
    pub fn total(&self) -> usize {
        self.words.values().sum()
    }
}

/// The folded words of a text.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.nfkc().filter(|c| !is_ignored(*c)) {
        if c.is_alphanumeric() || (is_combining_mark(c) && !word.is_empty()) {
            word.extend(c.to_lowercase());
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a character, where it stands beside a word, is counted as a part of it: `™` is `tm`.
pub(super) fn is_of_word(c: char) -> bool {
    is_ignored(c) || is_combining_mark(c) || c.nfkc().any(char::is_alphanumeric)
}

/// The soft hyphen, and what has no width and joins.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// What the count says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Words of the source.
    pub source: usize,
    /// Words of the manuscript.
    pub manuscript: usize,
    /// Words of the source that remarks tell of.
    pub from: usize,
    /// Words of the manuscript that remarks tell of.
    pub to: usize,
    /// Words that are in the source, and neither in the manuscript nor in a remark, with how often.
    pub missing: BTreeMap<String, usize>,
    /// Words of the manuscript that come from nowhere.
    pub added: BTreeMap<String, usize>,
    /// What else is not as many in the manuscript as in the source: `2 notes of 3`.
    pub differing: Vec<String>,
}

impl Balance {
    /// Whether everything is accounted for.
    pub fn is_even(&self) -> bool {
        self.missing.is_empty() && self.added.is_empty() && self.differing.is_empty()
    }
}

/// Holds the manuscript against the source: what the source holds, less every `from`, and every `to` added, must be what
/// the manuscript holds. A note, picture, table or formula of the source may be missing only if `absent` counts it.
pub fn balance<'a>(
    source: &Census,
    manuscript: &Census,
    remarks: impl IntoIterator<Item = &'a Remark>,
    absent: Absent,
) -> Balance {
    let mut left: BTreeMap<String, i64> = BTreeMap::new();
    let mut count = |words: &BTreeMap<String, usize>, sign: i64| {
        for (word, times) in words {
            *left.entry(word.clone()).or_default() += sign * i64::try_from(*times).unwrap_or(i64::MAX);
        }
    };
    count(&source.words, 1);
    count(&manuscript.words, -1);
    let mut told = (0, 0);
    for remark in remarks {
        let mut from = Census::default();
        from.add(&remark.from);
        let mut to = Census::default();
        to.add(&remark.to);
        told.0 += from.total();
        told.1 += to.total();
        count(&from.words, -1);
        count(&to.words, 1);
    }
    let side = |sign: i64| {
        left.iter()
            .filter(|(_, count)| **count * sign > 0)
            .map(|(word, count)| (word.clone(), usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX)))
            .collect()
    };
    Balance {
        source: source.total(),
        manuscript: manuscript.total(),
        from: told.0,
        to: told.1,
        missing: side(1),
        added: side(-1),
        differing: differing(source, manuscript, absent),
    }
}

/// How many notes, pictures, tables and formulae of the source are told of in remarks and not in the manuscript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Absent {
    /// Notes.
    pub notes: usize,
    /// Pictures.
    pub images: usize,
    /// Tables.
    pub tables: usize,
    /// Formulae.
    pub formulae: usize,
}

impl Absent {
    /// As many as both say together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            notes: self.notes + other.notes,
            images: self.images + other.images,
            tables: self.tables + other.tables,
            formulae: self.formulae + other.formulae,
        }
    }
}

fn differing(source: &Census, manuscript: &Census, absent: Absent) -> Vec<String> {
    [
        ("notes", source.notes, manuscript.notes, absent.notes),
        ("pictures", source.images, manuscript.images, absent.images),
        ("tables", source.tables, manuscript.tables, absent.tables),
        ("formulae", source.formulae, manuscript.formulae, absent.formulae),
    ]
    .into_iter()
    .filter(|(_, source, manuscript, absent)| *source != manuscript + absent)
    .map(|(what, source, manuscript, absent)| {
        format!("{what}: {source} in the source, {manuscript} in the manuscript, {absent} in the report")
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::remark::Kind;
    use super::*;

    fn census(text: &str) -> Census {
        let mut census = Census::default();
        census.add(text);
        census
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(
            words("Counter-Espionage ﬁrst, enabl[ing]"),
            ["counter", "espionage", "first", "enabl", "ing"]
        );
        assert_eq!(words("so\u{ad}ft 5G – “Safe”"), ["soft", "5g", "safe"]);
    }

    #[test]
    fn what_remarks_tell_is_accounted_for() {
        let source = census("3 inter- national trade of the world OCTOBER 2020");
        let manuscript = census("international trade of the");
        let remarks = [
            Remark::new(Kind::Healed, "").from("inter- national").to("international"),
            Remark::new(Kind::Dropped, "").from("3"),
            Remark::new(Kind::Replaced, "").from("October 2020"),
        ];
        let balance = balance(&source, &manuscript, &remarks, Absent::default());
        assert_eq!(balance.missing, census("world").words);
        assert!(balance.added.is_empty() && !balance.is_even());
    }

    #[test]
    fn what_comes_from_nowhere_is_found() {
        let balance = balance(&census("one two"), &census("one two two"), &[], Absent::default());
        assert_eq!(balance.added, census("two").words);
    }
}
