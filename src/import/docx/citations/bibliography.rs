//! The sources that a document cites, each once, by key.
//!
//! In: entries, in the order of their citation, and the sources that Word itself keeps. Out: keys, and `references.bib`.
//! Never: a source that is not cited.

use std::collections::BTreeMap;

use deunicode::deunicode;

use super::super::package::Package;
use super::entry::{Entry, without_tags};
use super::{bibtex, microsoft};

/// The longest that a key's word may be.
const LONGEST: usize = 24;

/// The sources of a document.
#[derive(Debug, Default)]
pub(in super::super) struct Bibliography {
    /// By key.
    entries: BTreeMap<String, Entry>,
    /// Keys by what a library calls a source.
    identities: BTreeMap<String, String>,
    /// Keys by what a source's entry looks like, so that one that was put in twice is one.
    written: BTreeMap<String, String>,
    /// How many keys have a stem.
    stems: BTreeMap<String, usize>,
    /// The sources that Word keeps, by their tags.
    pub(super) word: BTreeMap<String, Entry>,
}

impl Bibliography {
    /// An empty one that knows the sources that Word keeps beside the text.
    pub(in super::super) fn new(package: &Package) -> Self {
        Self { word: microsoft::sources(package), ..Self::default() }
    }

    /// The sources as BibTeX, in the order of their keys; `None` if nothing is cited.
    pub(in super::super) fn to_bibtex(&self) -> Option<String> {
        if self.entries.is_empty() {
            return None;
        }
        let entries: Vec<String> =
            self.entries.iter().map(|(key, entry)| bibtex::write(key, entry)).collect();
        Some(entries.join("\n"))
    }

    /// The key of a source: the first author's name and the year, and a letter from the second of that name on.
    pub(super) fn key(&mut self, identity: Option<String>, entry: Entry) -> String {
        if let Some(key) = identity.as_ref().and_then(|identity| self.identities.get(identity)) {
            return key.clone();
        }
        let written = bibtex::write("", &entry);
        let key = match self.written.get(&written) {
            Some(key) => key.clone(),
            None => {
                let key = self.new_key(&stem(&entry));
                self.written.insert(written, key.clone());
                self.entries.insert(key.clone(), entry);
                key
            }
        };
        if let Some(identity) = identity {
            self.identities.insert(identity, key.clone());
        }
        key
    }

    fn new_key(&mut self, stem: &str) -> String {
        loop {
            let count = self.stems.entry(stem.to_owned()).or_default();
            let key = format!("{stem}{}", letters(*count));
            *count += 1;
            if !self.entries.contains_key(&key) {
                return key;
            }
        }
    }
}

/// Nothing, `a`, `b` … `z`, `aa` …
fn letters(mut count: usize) -> String {
    let mut letters = String::new();
    while count > 0 {
        count -= 1;
        letters.insert(0, char::from(b'a' + u8::try_from(count % 26).unwrap_or_default()));
        count /= 26;
    }
    letters
}

/// `smith2020`; of an institution or a title the first words.
fn stem(entry: &Entry) -> String {
    let title = entry.field("title").map(without_tags).unwrap_or_default();
    let name = entry.authors.first().or(entry.editors.first());
    let words = name.map_or(title, |person| format!("{} {}", person.particle, person.family));
    let mut stem = String::new();
    for word in words.split_whitespace() {
        let word: String = deunicode(word).chars().filter(char::is_ascii_alphanumeric).collect();
        if !stem.is_empty() && stem.len() + word.len() > LONGEST {
            break;
        }
        stem.push_str(&word.to_lowercase());
    }
    if stem.is_empty() {
        stem.push_str("source");
    }
    stem.truncate(2 * LONGEST);
    // A name that ends in digits would run into the year.
    let year: String =
        entry.field("year").unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    if !year.is_empty() && stem.ends_with(|c: char| c.is_ascii_digit()) {
        stem.push('-');
    }
    stem + &year
}
