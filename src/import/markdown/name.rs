//! What a file's name and the text say when front matter says nothing.
//!
//! In: a name, and a text. Out: a title and a date, each with a remark if it is a guess. Never: front matter.

use super::document::Document;
use super::front::Outside;
use crate::import::remark::{Kind, Remark};

/// Names that say nothing of a text.
const EMPTY: [&str; 8] = ["index", "_index", "readme", "main", "paper", "article", "document", "manuscript"];

/// Whether a file's name is one of Quarto's or R's.
pub(super) fn is_pandoc(name: &str) -> bool {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    matches!(end.to_ascii_lowercase().as_str(), "qmd" | "rmd")
}

/// What is known without front matter.
pub(super) fn outside(name: &str, title: Option<String>, document: &Document<'_>) -> Outside {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // Jekyll puts the date before the name.
    let dated = stem.get(..10).filter(|day| day.parse::<jiff::civil::Date>().is_ok()).zip(stem.get(10..));
    let (date, stem) = match dated {
        Some((date, rest)) => (Some(date), rest.trim_start_matches(['-', '_'])),
        None => (None, stem),
    };
    let date = date.map(|date| {
        let remark = Remark::new(Kind::Guess, "the date is the one in the file's name").sure(0.9);
        (date.to_owned(), remark)
    });
    let title = match title {
        Some(title) => Some((title, None)),
        None => Some(guessed(stem, document)),
    };
    Outside { title, date }
}

fn guessed(stem: &str, document: &Document<'_>) -> (String, Option<Remark>) {
    let words = stem.replace(['-', '_', '.'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let says_nothing = words.is_empty() || EMPTY.contains(&stem.to_lowercase().as_str());
    if says_nothing
        && let Some(heading) = (0..document.lines.len()).find_map(|index| document.heading_at(index))
    {
        let title = document.heading_words(&heading);
        if !title.is_empty() {
            let message = "no title is stated; the first heading stands in";
            return (title, Some(Remark::new(Kind::Guess, message).sure(0.3)));
        }
    }
    let mut letters = words.chars();
    let title: String = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Untitled".to_owned(),
    };
    (title, Some(Remark::new(Kind::Guess, "no title is stated; the file's name stands in").sure(0.4)))
}
