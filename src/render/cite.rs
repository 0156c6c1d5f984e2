//! How a paper is cited: BibTeX, RIS, CSL-JSON and a sentence, all from one [`Citation`].
//!
//! In: a citation. Out: the text of a file, or a sentence. Never: facts that the citation lacks. A paper without authors is
//! cited by its publisher.

mod bibtex;
mod csl;
mod ris;

pub use bibtex::bibtex;
pub use csl::csl;
pub use ris::ris;

use crate::language::Language;
use crate::paper::{Name, Precision};
use crate::site::machine_frame::Citation;

/// The names that a paper is cited by.
fn authors(citation: &Citation) -> Vec<Name> {
    if citation.authors.is_empty() {
        vec![Name::Whole(citation.publisher.clone())]
    } else {
        citation.authors.iter().map(|author| author.parts()).collect()
    }
}

/// The numbers of a date that are known: year, month, day.
fn date_parts(citation: &Citation) -> Vec<i16> {
    let Some(date) = citation.date else { return Vec::new() };
    let known = match date.precision {
        Precision::Year => 1,
        Precision::Month => 2,
        Precision::Day | Precision::Instant => 3,
    };
    let day = date.day;
    [day.year(), day.month().into(), day.day().into()].into_iter().take(known).collect()
}

/// Text with each run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sentence to copy: "Chatys, M. (October 2020). Title (Policy Papers 12). Centre for Asian Affairs. https://…"
pub fn text(citation: &Citation, language: &Language) -> String {
    let mut out = names(&authors(citation));
    if let Some(date) = &citation.date {
        out.push_str(&format!(" ({})", language.date(date)));
    }
    end_sentence(&mut out);
    out.push(' ');
    out.push_str(&one_line(&citation.title));
    match (&citation.series, &citation.number) {
        (Some(series), Some(number)) => out.push_str(&format!(" ({series} {number})")),
        (Some(series), None) => out.push_str(&format!(" ({series})")),
        (None, _) => {}
    }
    end_sentence(&mut out);
    if !citation.authors.is_empty() {
        out.push(' ');
        out.push_str(&citation.publisher);
        end_sentence(&mut out);
    }
    out.push(' ');
    match &citation.doi {
        Some(doi) => out.push_str(&format!("https://doi.org/{doi}")),
        None => out.push_str(&citation.url),
    }
    out
}

fn end_sentence(out: &mut String) {
    let closed = out.trim_end_matches(['”', '"', '»', '’']);
    if !closed.ends_with(['.', '?', '!', '…', '。', '？', '！']) {
        out.push('.');
    }
}

/// Family names first, given names as initials, the last of several after an ampersand.
fn names(names: &[Name]) -> String {
    let written: Vec<String> = names
        .iter()
        .map(|name| match name {
            Name::Personal { family, given } => format!("{family}, {}", initials(given)),
            Name::Whole(name) => name.clone(),
        })
        .collect();
    match written.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} & {last}", before.join(", ")),
        _ => written.concat(),
    }
}

/// "Anna Maria" as "A. M.", "Jean-Paul" as "J.-P.".
fn initials(given: &str) -> String {
    let initial =
        |word: &str| word.chars().next().map(|c| format!("{}.", c.to_uppercase())).unwrap_or_default();
    let word = |word: &str| word.split('-').map(initial).collect::<Vec<_>>().join("-");
    given.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::paper::{Dated, Person};

    pub(super) fn person(name: &str) -> Person {
        Person { name: name.into(), ..Person::default() }
    }

    pub(super) fn citation() -> Citation {
        Citation {
            key: "chatys2020pandemic".to_owned(),
            title: "Pandemic & the EU: 100% of {costs}".to_owned(),
            authors: vec![person("Mateusz Chatys"), person("Jean-Paul de la Cour"), person("OECD")],
            date: Some(Dated {
                instant: Timestamp::UNIX_EPOCH,
                day: date(2020, 10, 1),
                precision: Precision::Month,
            }),
            publisher: "Centre for Asian Affairs".to_owned(),
            series: Some("Policy Papers".to_owned()),
            number: Some("12".to_owned()),
            doi: None,
            url: "https://example.org/papers/x/".to_owned(),
            lang: "en".into(),
            summary: "First.\n\nSecond.".to_owned(),
            topics: vec!["AI".to_owned(), "China".to_owned()],
        }
    }

    #[test]
    fn a_sentence_cites_the_paper() {
        let english = Language::of("en");
        assert_eq!(
            text(&citation(), &english),
            "Chatys, M., de la Cour, J.-P. & OECD (October 2020). Pandemic & the EU: 100% of {costs} (Policy Papers 12). \
             Centre for Asian Affairs. https://example.org/papers/x/"
        );
        let bare = Citation {
            authors: Vec::new(),
            date: None,
            series: None,
            title: "Why now?".to_owned(),
            doi: Some("10.1000/182".to_owned()),
            ..citation()
        };
        assert_eq!(text(&bare, &english), "Centre for Asian Affairs. Why now? https://doi.org/10.1000/182");
        assert!(text(&citation(), &Language::of("pl")).contains("(październik 2020)"));
    }
}
