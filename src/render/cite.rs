//! How a paper is cited: BibTeX, RIS and CSL-JSON, all from one [`Citation`].
//!
//! In: a citation. Out: the text of a file. Never: facts that the citation lacks. A paper without authors is
//! cited by its publisher.

mod bibtex;
mod csl;
mod ris;

pub use bibtex::bibtex;
pub use csl::csl;
pub use ris::ris;

use std::borrow::Cow;

use crate::paper::Precision;
use crate::site::machine_frame::Citation;

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
fn one_line(text: &str) -> Cow<'_, str> {
    let is_one_line =
        text.trim() == text && !text.contains("  ") && text.chars().all(|c| c == ' ' || !c.is_whitespace());
    match is_one_line {
        true => text.into(),
        false => text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::paper::{Dated, Person};

    pub(crate) fn person(name: &str) -> Person {
        Person { name: name.into(), ..Person::default() }
    }

    pub(crate) fn citation() -> Citation {
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
}
