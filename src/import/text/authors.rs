//! Names of authors as title pages print them.
//!
//! In: a line. Out: the authors that it names. Never: a name inside a sentence.

use super::labels;
use super::lexicon;
use super::speech::is_capitals;
use crate::import::transcript::Author;

/// What a line of names says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Byline {
    /// In their order.
    pub(super) authors: Vec<Author>,
    /// Words that are not in any name: `By`, `and`.
    pub(super) words: String,
    /// It begins as only bylines do.
    pub(super) sure: bool,
}

/// The authors that a line names, if it is nothing else than names.
pub(super) fn byline(line: &str) -> Option<Byline> {
    let mut byline = Byline::default();
    let mut rest = line.trim();
    let first = rest.split_whitespace().next().unwrap_or_default();
    if labels::BY.contains(&first.to_lowercase().as_str()) {
        byline.words.push_str(first);
        byline.sure = true;
        rest = rest.strip_prefix(first).unwrap_or(rest).trim_start();
    }
    if rest.is_empty() || rest.len() > 300 {
        return None;
    }
    for part in parts(rest, &mut byline.words) {
        let part = part.trim();
        if is_name(part) {
            byline.authors.push(Author { name: name(part), ..Author::default() });
        } else if is_institution(part) && byline.authors.last().is_some_and(|last| last.affiliation.is_none())
        {
            byline.authors.last_mut()?.affiliation = Some(part.trim_matches(['(', ')']).to_owned());
        } else if !part.is_empty() {
            return None;
        }
    }
    (!byline.authors.is_empty()).then_some(byline)
}

/// A line cut at commas, brackets and words such as "and", which are put aside.
fn parts(line: &str, words: &mut String) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in line.split_whitespace() {
        if lexicon::AND.contains(&word.to_lowercase().as_str()) {
            words.push(' ');
            words.push_str(word);
            parts.push(String::new());
            continue;
        }
        if word.starts_with('(') {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(if part.is_empty() { "" } else { " " });
            part.push_str(word.trim_end_matches([',', ';']));
        }
        if word.ends_with([',', ';', ')']) {
            parts.push(String::new());
        }
    }
    parts
}

/// Whether words can be a person's name: two to five, each with a capital, none that names an institution.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let may_stand = |word: &&str| {
        let lower = word.trim_end_matches('.').to_lowercase();
        let is_word = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''));
        let honour = lexicon::HONOURS.contains(&lower.as_str());
        let particle = lexicon::PARTICLES.contains(word);
        let capital = (is_capital(word) || honour) && !lexicon::LEANING.contains(&lower.as_str());
        is_word && (particle || capital)
    };
    let full = words.iter().filter(|word| is_capital(word) && word.chars().count() > 2).count();
    (2..=6).contains(&words.len())
        && full >= 1
        && words.iter().filter(|word| is_capital(word)).count() >= 2
        && words.iter().all(may_stand)
        && !is_institution(text)
}

/// Whether words name a publisher or an employer.
pub(super) fn is_institution(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .any(|word| labels::INSTITUTIONS.contains(&word.to_lowercase().as_str()))
}

/// A name in capitals gets small letters.
fn name(text: &str) -> String {
    if !is_capitals(text) || text.chars().filter(|c| c.is_alphabetic()).count() < 4 {
        return text.to_owned();
    }
    let mut first = true;
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        if first || !c.is_alphabetic() {
            name.push(c);
        } else {
            name.extend(c.to_lowercase());
        }
        first = !c.is_alphabetic();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        byline(line)
            .map(|byline| byline.authors.into_iter().map(|author| author.name).collect())
            .unwrap_or_default()
    }

    #[test]
    fn names_are_told_from_other_words() {
        assert_eq!(names("Mateusz Chatys"), ["Mateusz Chatys"]);
        assert_eq!(names("By Ada Brink and JAN KOWALSKI"), ["Ada Brink", "Jan Kowalski"]);
        assert_eq!(
            names("Anna Maria Nowak-Żur, Jean de la Tour et Éva Kis"),
            ["Anna Maria Nowak-Żur", "Jean de la Tour", "Éva Kis"]
        );
        assert_eq!(names("dr Piotr Zając i Ewa J. Lis"), ["dr Piotr Zając", "Ewa J. Lis"]);
        assert!(names("The Future of Cities").is_empty());
        assert!(names("University of Lodz").is_empty());
        assert!(names("What is to be done").is_empty());
        assert!(names("October 2020").is_empty());
    }

    #[test]
    fn an_employer_belongs_to_the_name_before_it() {
        let byline = byline("Jan Kowalski, University of Poznań, and Ada Brink (Harbour Institute)").unwrap();
        let employers: Vec<_> = byline.authors.iter().map(|author| author.affiliation.as_deref()).collect();
        assert_eq!(employers, [Some("University of Poznań"), Some("Harbour Institute")]);
        assert_eq!(byline.words.trim(), "and");
    }
}
