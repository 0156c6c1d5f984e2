//! Lines become one, and words broken at their ends are made whole.
//!
//! In: the lines of a piece, the text's vocabulary. Out: one line, and a remark for every word that was changed or might
//! have been. Never: a dictionary of any language.

use unicode_normalization::char::is_combining_mark;

use super::lexicon;
use super::piece::{MARK, MARK_END, raw};
use super::vocabulary::Vocabulary;
use crate::import::ledger;
use crate::import::remark::{Kind, Remark};

/// The lines of a text as one.
pub(super) fn unbroken(
    text: &str,
    vocabulary: &Vocabulary,
    place: &str,
    remarks: &mut Vec<Remark>,
) -> String {
    let mut whole = String::with_capacity(text.len());
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        append(&mut whole, line, vocabulary, place, remarks);
    }
    whole
}

/// Puts a line behind others.
pub(super) fn append(
    whole: &mut String,
    line: &str,
    vocabulary: &Vocabulary,
    place: &str,
    remarks: &mut Vec<Remark>,
) {
    match broken(whole, line) {
        Some(word) if word.soft => word.heal(whole, 1.0, place, remarks),
        Some(word) => match word.verdict(vocabulary) {
            Verdict::Whole(sure) => word.heal(whole, sure, place, remarks),
            Verdict::Compound(sure) if sure < 0.9 => {
                let message = format!("`{}` keeps the hyphen at its line's end", word.compound());
                remarks.push(Remark::new(Kind::Guess, message).at(place).sure(sure));
            }
            Verdict::Compound(_) => {}
            Verdict::Suspended => whole.push(' '),
        },
        None if !whole.is_empty() && !goes_on(whole, line) => whole.push(' '),
        None => {}
    }
    whole.push_str(line);
}

/// Whether an address of the web was broken after a slash, or figures after a hyphen.
fn goes_on(whole: &str, line: &str) -> bool {
    let last = whole.rsplit(' ').next().unwrap_or_default();
    let is_address = last.starts_with("http") || last.starts_with("www.");
    match last.strip_suffix('-') {
        Some(word) => word.ends_with(char::is_alphanumeric) && line.starts_with(char::is_alphanumeric),
        None => last.ends_with('/') && is_address,
    }
}

/// A word with a hyphen at a line's end.
struct Broken {
    left: String,
    right: String,
    /// `left` and `right` as words are counted: with signs such as `™`, and with the marks of notes on the second, whose numbers
    /// the source has in one word with it.
    counted: (String, String),
    /// How many bytes the hyphen has.
    hyphen: usize,
    /// The hyphen is one that only shows where a line ends.
    soft: bool,
}

enum Verdict {
    Whole(f32),
    Compound(f32),
    /// The hyphen stands for the rest of a compound: `pre- and post-war`.
    Suspended,
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || c == '\u{ad}'
}

fn broken(whole: &str, line: &str) -> Option<Broken> {
    let hyphen = whole.chars().next_back().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{ad}' | '¬'))?;
    let before = whole.strip_suffix(hyphen)?;
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let left: String = tail(before, is_of_word).to_owned();
    let right: String = line.chars().take_while(|c| is_of_word(*c)).collect();
    let is_address = last.contains("://") || last.starts_with("www.") || last.contains('@');
    let letters = left.chars().next_back()?.is_alphabetic() && right.chars().next()?.is_alphabetic();
    (letters && !is_address).then_some(Broken {
        left,
        right,
        counted: (tail(before, ledger::is_of_word).to_owned(), raw(marked(line))),
        hyphen: hyphen.len_utf8(),
        soft: matches!(hyphen, '\u{ad}' | '¬'),
    })
}

/// The word that a text ends with.
fn tail(text: &str, is_of_word: fn(char) -> bool) -> &str {
    let start = text.trim_end_matches(is_of_word).len();
    text.get(start..).unwrap_or_default()
}

/// The word that a line begins with, and the marks of notes on it.
fn marked(line: &str) -> &str {
    let mut is_mark = false;
    let end = line.find(|c: char| {
        let was_mark = is_mark;
        is_mark = (is_mark || c == MARK) && c != MARK_END;
        !(is_mark || was_mark || ledger::is_of_word(c))
    });
    end.map_or(line, |end| line.get(..end).unwrap_or_default())
}

impl Broken {
    fn compound(&self) -> String {
        format!("{}-{}", self.left, self.right)
    }

    fn whole(&self) -> String {
        format!("{}{}", self.left, self.right)
    }

    /// Whether the text writes the word whole or with a hyphen, where it stands within a line.
    fn verdict(&self, vocabulary: &Vocabulary) -> Verdict {
        let (whole, compound) = (vocabulary.count(&self.whole()), vocabulary.count(&self.compound()));
        if lexicon::AND.contains(&self.right.as_str()) || lexicon::OR.contains(&self.right.as_str()) {
            return Verdict::Suspended;
        }
        if whole > compound {
            return Verdict::Whole(1.0);
        }
        if compound > 0 || self.right.starts_with(char::is_uppercase) {
            return Verdict::Compound(1.0);
        }
        if self.left.chars().any(char::is_numeric) || !self.left.chars().skip(1).all(char::is_lowercase) {
            return Verdict::Compound(0.9);
        }
        let (left, right) = (self.left.to_lowercase(), self.right.to_lowercase());
        if lexicon::BEFORE_HYPHEN.contains(&left.as_str()) || lexicon::AFTER_HYPHEN.contains(&right.as_str())
        {
            return Verdict::Compound(0.8);
        }
        // An inflected form: another word of the text begins as this one does, past the hyphen.
        let stem: String = self.right.chars().take(3).collect();
        if stem.chars().count() == 3 && vocabulary.begins(&format!("{}{stem}", self.left)) {
            return Verdict::Whole(0.9);
        }
        if vocabulary.count(&self.left) > 0
            && vocabulary.count(&self.right) > 0
            && self.left.chars().count() > 2
        {
            Verdict::Compound(0.6)
        } else {
            Verdict::Whole(0.8)
        }
    }

    fn heal(&self, whole: &mut String, sure: f32, place: &str, remarks: &mut Vec<Remark>) {
        whole.truncate(whole.len().saturating_sub(self.hyphen));
        let message = if sure < 0.9 {
            "a word broken at a line's end; the text has it nowhere else"
        } else {
            "a word broken at a line's end"
        };
        let (left, right) = &self.counted;
        let mut remark = Remark::new(Kind::Healed, message)
            .from(format!("{left}- {right}"))
            .to(format!("{left}{right}"))
            .at(place);
        if sure < 1.0 {
            remark = remark.sure(sure);
        }
        remarks.push(remark);
    }
}

#[cfg(test)]
mod tests {
    use super::super::piece::Piece;
    use super::*;

    fn healed(text: &str, elsewhere: &str) -> (String, usize) {
        let piece = |text: &str| Piece {
            text: text.into(),
            place: String::new(),
            page: 1,
            looks: Default::default(),
        };
        let vocabulary = Vocabulary::of(&[piece(text), piece(elsewhere)]);
        let mut remarks = Vec::new();
        (unbroken(text, &vocabulary, "line 1", &mut remarks), remarks.len())
    }

    #[test]
    fn the_text_itself_says_what_a_word_is() {
        assert_eq!(healed("the pan-\ndemic ended", "a pandemic"), ("the pandemic ended".into(), 1));
        assert_eq!(healed("a long-\nterm plan", "long-term plans"), ("a long-term plan".into(), 0));
        assert_eq!(healed("the Counter-\nEspionage law", ""), ("the Counter-Espionage law".into(), 0));
        assert_eq!(healed("in-\nterna-\ntional", "of international"), ("international".into(), 2));
        assert_eq!(healed("the US-\nled effort", ""), ("the US-led effort".into(), 0));
        assert_eq!(healed("gospo-\ndarczymi", "rozwój gospodarczy"), ("gospodarczymi".into(), 1));
        assert_eq!(healed("a state-\nowned firm", "the state was owned"), ("a state-owned firm".into(), 1));
        assert_eq!(healed("pre-\nand post-war", ""), ("pre- and post-war".into(), 0));
        assert_eq!(
            healed("a third-\nparty and well-\nknown", ""),
            ("a third-party and well-known".into(), 2)
        );
        assert_eq!(healed("in 2019-\n2020 only", ""), ("in 2019-2020 only".into(), 0));
    }

    #[test]
    fn the_number_of_a_note_is_one_word_with_its_word() {
        let mark = |number: &str| format!("{MARK}{number}{MARK_END}");
        assert_eq!(raw(marked(&format!("demic{}{} ended", mark("1"), mark("2")))), "demic12");
        assert_eq!(marked("demic, ended"), "demic");
        let vocabulary = Vocabulary::of(&[]);
        let mut remarks = Vec::new();
        unbroken(&format!("the pan-\ndemic{}", mark("7")), &vocabulary, "line 1", &mut remarks);
        let told: Vec<_> = remarks.iter().map(|remark| (remark.from.as_str(), remark.to.as_str())).collect();
        assert_eq!(told, [("pan- demic7", "pandemic7")]);
    }
}
