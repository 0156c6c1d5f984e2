//! Words in capitals get the letters that the text itself gives them.
//!
//! In: the words of headings in capitals, and the running text. Out: the same words in sentence case, with proper nouns as
//! the text writes them in the middle of its sentences. Never: a dictionary of names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::lexicon;
use super::speech::{self, is_capitals, plain};

/// How the text writes words, where their case means something.
#[derive(Debug, Default)]
pub(super) struct Cases {
    words: HashMap<String, Uses>,
    pairs: HashMap<String, Uses>,
    /// The language writes all nouns with a capital, as German does.
    nouns: bool,
}

/// How often a word was written how.
#[derive(Debug, Default)]
struct Uses {
    /// In small letters.
    small: usize,
    /// With a capital beside words with small letters.
    alone: usize,
    /// The forms with capitals. Beside another word with a capital, a capital says little: `Digital Silk Road`.
    forms: BTreeMap<String, usize>,
}

impl Uses {
    fn form(&self) -> Option<&str> {
        self.forms.iter().max_by_key(|(_, count)| **count).map(|(form, _)| form.as_str())
    }

    /// The form that a heading should have; `None`: the text does not say.
    fn verdict(&self, lower: &str) -> Option<String> {
        let capital = || self.form().map(str::to_owned);
        if self.alone > self.small {
            capital()
        } else if self.small > 0 {
            Some(lower.to_owned())
        } else {
            capital()
        }
    }
}

/// A word with the mark before it, in a text.
struct Word<'a> {
    text: &'a str,
    /// Where it begins.
    at: usize,
    /// It begins a sentence or stands right after an opening mark, so that its capital means nothing.
    first: bool,
    /// Nothing but a space parts it from the word before.
    close: bool,
}

/// The words of a text; hyphens and apostrophes are a part of them.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut begins = true;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(start) = rest.find(char::is_alphanumeric) else {
            break;
        };
        let gap = rest.get(..start).unwrap_or_default();
        let word = rest.get(start..).unwrap_or_default();
        let end = word_end(word);
        let ended = gap.contains(['.', '!', '?', '…', ':']);
        words.push(Word {
            text: word.get(..end).unwrap_or_default(),
            at: at + start,
            first: begins || ended,
            close: !words.is_empty() && gap == " ",
        });
        begins = false;
        at += start + end.max(1);
    }
    words
}

fn word_end(word: &str) -> usize {
    let mut end = 0;
    let mut characters = word.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let joins = matches!(c, '-' | '\'' | '’' | '.')
            && characters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !joins {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase) || word.chars().skip(1).any(char::is_uppercase)
}

/// Two words as the key of their pair, the second as if there were one of it.
fn pair(first: &str, second: &str) -> String {
    format!("{} {}", first.to_lowercase(), singular(&second.to_lowercase()))
}

/// A rough singular of an English word; for others it cuts an ending off both sides of the comparison alike.
fn singular(word: &str) -> String {
    match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        (Some(stem), _) if stem.len() > 1 => format!("{stem}y"),
        (_, Some(stem)) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The other number of a word, by the rules of English.
fn others(lower: &str) -> [String; 2] {
    [singular(lower), format!("{lower}s")]
}

/// The parts in which a word may be looked up: itself, without its possessive, the sides of its hyphen.
fn keys(word: &str) -> BTreeSet<String> {
    let lower = word.to_lowercase();
    let mut keys: BTreeSet<String> = lower.split('-').map(|part| bare(part).0.to_owned()).collect();
    keys.insert(bare(&lower).0.to_owned());
    keys.insert(lower);
    keys
}

/// A word and its possessive ending.
fn bare(word: &str) -> (&str, &str) {
    ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|end| word.strip_suffix(end).map(|bare| (bare, *end)))
        .unwrap_or((word, ""))
}

impl Cases {
    /// Learns from `texts` how the words of `headings` are written.
    pub(super) fn learn<'a>(
        headings: &[String],
        lang: Option<&str>,
        texts: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut wanted = BTreeSet::new();
        for word in headings.iter().flat_map(|heading| words(heading)) {
            wanted.extend(keys(word.text));
            wanted.extend(others(&word.text.to_lowercase()));
        }
        let nouns = lang.is_some_and(|lang| lang.starts_with("de"));
        let mut cases = Self { nouns, ..Self::default() };
        if wanted.is_empty() {
            return cases;
        }
        for text in texts {
            let text = plain(text);
            if !is_capitals(&text) {
                cases.read(&text, &wanted);
            }
        }
        cases
    }

    fn read(&mut self, text: &str, wanted: &BTreeSet<String>) {
        let words = words(text);
        for (index, word) in words.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| words.get(before)).filter(|_| word.close);
            let after = words.get(index + 1).filter(|after| after.close);
            if !word.first || !is_plain_capital(word.text) {
                let beside =
                    |other: Option<&Word>| other.is_some_and(|other| is_capital(other.text) && !other.first);
                let in_name = beside(before) || beside(after);
                for key in keys(word.text) {
                    if wanted.contains(&key) {
                        self.words.entry(key.clone()).or_default().count(form_of(word.text, &key), in_name);
                    }
                }
            }
            if let Some(before) = before.filter(|before| !before.first || is_capital(word.text)) {
                let (first, second) = (bare(before.text).0, bare(word.text).0);
                let key = pair(first, second);
                if wanted.contains(&first.to_lowercase()) || wanted.contains(&second.to_lowercase()) {
                    let uses = self.pairs.entry(key).or_default();
                    if is_capital(first) && is_capital(second) { uses.alone += 1 } else { uses.small += 1 }
                }
            }
        }
    }

    /// A text in capitals, set in sentence case. The second value: words of which the text says nothing.
    pub(super) fn sentence(&self, text: &str) -> (String, Vec<String>) {
        let words = words(text);
        let mut unknown = Vec::new();
        let mut set = String::with_capacity(text.len());
        let mut at = 0;
        for (index, word) in words.iter().enumerate() {
            set.push_str(text.get(at..word.at).unwrap_or_default());
            at = word.at + word.text.len();
            let before = index.checked_sub(1).and_then(|before| words.get(before)).filter(|_| word.close);
            let after = words.get(index + 1).filter(|after| after.close);
            let starts =
                word.first && text.get(..word.at).is_none_or(|before| !before.trim_end().ends_with(':'));
            let named = before.is_some_and(|before| self.is_name(before.text, word.text))
                || after.is_some_and(|after| self.is_name(word.text, after.text));
            let mut unsaid = Vec::new();
            let small = if named {
                capitalised(&word.text.to_lowercase())
            } else {
                self.word(word.text, &mut unsaid)
            };
            if !starts {
                unknown.append(&mut unsaid);
            }
            set.push_str(&if starts && !small.chars().any(char::is_uppercase) {
                capitalised(&small)
            } else {
                small
            });
        }
        set.push_str(text.get(at..).unwrap_or_default());
        (set, unknown)
    }

    fn is_name(&self, first: &str, second: &str) -> bool {
        let uses = self.pairs.get(&pair(bare(first).0, bare(second).0));
        let known =
            |word: &str| self.words.get(&bare(word).0.to_lowercase()).is_some_and(|uses| uses.small > 0);
        uses.is_some_and(|uses| {
            uses.alone > uses.small && (uses.alone > 1 || !known(first) && !known(second))
        })
    }

    fn word(&self, word: &str, unknown: &mut Vec<String>) -> String {
        let lower = word.to_lowercase();
        let known = |key: &str| self.words.get(key).and_then(|uses| uses.verdict(key));
        if let Some(form) = known(&lower) {
            return form;
        }
        let (stem, ending) = bare(&lower);
        if let Some(form) = known(stem) {
            return form + ending;
        }
        if others(&lower).iter().any(|other| self.words.get(other).is_some_and(|uses| uses.small > 0)) {
            return lower;
        }
        let parts: Vec<String> = word
            .split('-')
            .map(|part| {
                let (stem, ending) = bare(part);
                let lower = stem.to_lowercase();
                known(&lower).unwrap_or_else(|| self.guess(stem, &lower, unknown)) + &ending.to_lowercase()
            })
            .collect();
        parts.join("-")
    }
}

impl Cases {
    /// The form of a word of which the text says nothing: short forms and Roman numbers keep their capitals.
    fn guess(&self, word: &str, lower: &str, unknown: &mut Vec<String>) -> String {
        let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
        let roman = letters > 1 && lower.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
        let numbered = lower.chars().any(char::is_numeric);
        let spoken = lower.chars().any(|c| "aeiouyąęóàâäéèêëîïôöùûü".contains(c));
        if roman || numbered || !spoken && letters > 1 {
            return word.to_owned();
        }
        let form = if self.nouns && !lexicon::LEANING.contains(&lower) {
            capitalised(lower)
        } else {
            lower.to_owned()
        };
        if letters > 3 {
            unknown.push(form.clone());
        }
        form
    }
}

/// Whether only the first letter is a capital, so that at the beginning of a sentence it says nothing.
fn is_plain_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && !word.chars().skip(1).any(char::is_uppercase)
}

/// The part of a word that a key stands for, as written.
fn form_of<'a>(word: &'a str, key: &str) -> &'a str {
    std::iter::once(word)
        .chain(std::iter::once(bare(word).0))
        .chain(word.split('-').map(|part| bare(part).0))
        .find(|part| part.to_lowercase() == *key)
        .unwrap_or(word)
}

impl Uses {
    fn count(&mut self, form: &str, in_name: bool) {
        if !is_capital(form) {
            self.small += 1;
            return;
        }
        self.alone += usize::from(!in_name);
        *self.forms.entry(form.to_owned()).or_default() += 1;
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether a heading is set in capitals and needs small letters.
pub(super) fn is_loud(text: &str) -> bool {
    is_capitals(text) && speech::count(text, 2) > 0 && text.chars().filter(|c| c.is_alphabetic()).count() > 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(heading: &str, text: &str) -> String {
        Cases::learn(&[heading.to_owned()], None, [text].into_iter()).sentence(heading).0
    }

    #[test]
    fn proper_nouns_are_learned_from_the_text() {
        let text = "The model of China, and the US, was tested by COVID-19. Digital means won; Digital Silk Road, too. \
            The digital way to a Safe City, not a safe road. A Safe City in Southeast Asia, in Asia, for the American side.";
        assert_eq!(
            set("THE DIGITAL CHINA MODEL IN THE TIME OF COVID-19", text),
            "The digital China model in the time of COVID-19"
        );
        assert_eq!(
            set("CHINA-US TALKS ON 'SAFE CITIES' IN SOUTHEAST ASIA", text),
            "China-US talks on 'Safe Cities' in Southeast Asia"
        );
        assert_eq!(set("CHINA'S ROAD AND AMERICAN ANSWERS", text), "China's road and American answers");
        assert_eq!(set("PART II: 5G AND THE BBC", text), "Part II: 5G and the BBC");
        assert_eq!(set("WHAT NOW? NOTHING", text), "What now? Nothing");
    }

    #[test]
    fn what_the_text_does_not_say_is_told() {
        let (set, unknown) =
            Cases::learn(&["ROADS TO WARSAW".into()], None, ["Many roads to it"].into_iter())
                .sentence("ROADS TO WARSAW");
        assert_eq!((set.as_str(), unknown.as_slice()), ("Roads to warsaw", ["warsaw".to_owned()].as_slice()));
    }
}
