//! The theme's words inside texts.
//!
//! In: a key. Out: the word, escaped. Never: the words themselves, which are the theme's.

use super::Writer;
use crate::paper::phrase::escape;
use crate::theme::Word;

impl<'a> Writer<'a> {
    /// Writes a word; the key itself where a theme lacks it.
    pub(super) fn word(&mut self, key: &'static str) {
        let (before, after) = self.split_word(key, "");
        escape(before, &mut self.out);
        escape(after, &mut self.out);
    }

    /// Writes a phrase with something in the place of `{n}` or `{text}`; at its end where the phrase has no such place.
    pub(super) fn word_with(&mut self, key: &'static str, place: &str, write: impl FnOnce(&mut Self)) {
        let (before, after) = self.split_word(key, place);
        escape(before, &mut self.out);
        write(self);
        escape(after, &mut self.out);
    }

    fn split_word(&self, key: &'static str, place: &str) -> (&'a str, &'a str) {
        let word: &'a str = match self.text.site.words.0.get(key) {
            Some(Word::One(word)) => word,
            Some(Word::Plural(forms)) => forms.get("other").map_or(key, |word| &**word),
            None => key,
        };
        if place.is_empty() { (word, "") } else { word.split_once(place).unwrap_or((word, "")) }
    }
}
