//! `cite.bib`.
//!
//! In: a citation. Out: one BibTeX entry in UTF-8, with the fields of biblatex beside the old ones. Never: a brace that is not
//! closed, whatever the title holds.

use super::{date_parts, one_line};
use crate::paper::Name;
use crate::site::machine_frame::Citation;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A paper as a BibTeX entry.
pub fn bibtex(citation: &Citation) -> String {
    let date = date_parts(citation);
    let month = date.get(1).and_then(|month| MONTHS.get(usize::try_from(*month).ok()?.checked_sub(1)?));
    let iso: Vec<String> = date.iter().map(|part| format!("{part:02}")).collect();
    let names: Vec<String> = citation.names().iter().map(name).collect();
    let braced = |text: &str| Some(format!("{{{text}}}")).filter(|text| text.len() > 2);
    let escaped = |text: &str| braced(&escape(&one_line(text)));
    let optional = |text: &Option<String>| text.as_deref().and_then(escaped);
    let fields = [
        ("author", braced(&names.join(" and "))),
        ("title", braced(&title(&one_line(&citation.title)))),
        ("institution", escaped(&citation.publisher)),
        ("type", optional(&citation.series)),
        ("number", optional(&citation.number)),
        ("year", date.first().and_then(|year| braced(&year.to_string()))),
        ("month", month.map(|month| (*month).to_owned())),
        ("date", braced(&iso.join("-"))),
        ("doi", citation.doi.as_deref().and_then(|doi| braced(&verbatim(doi)))),
        ("url", braced(&verbatim(&citation.url))),
        ("language", escaped(&citation.lang)),
        ("langid", langid(&citation.lang).and_then(braced)),
        ("keywords", escaped(&citation.topics.join(", "))),
        ("abstract", escaped(&citation.summary)),
    ];
    let mut out = format!("@techreport{{{}", citation.key);
    for (name, value) in fields {
        if let Some(value) = value {
            out.push_str(&format!(",\n  {name} = {value}"));
        }
    }
    out.push_str("\n}\n");
    out
}

fn name(name: &Name) -> String {
    match name {
        Name::Personal { family, given } => format!("{}, {}", escape(family), escape(given)),
        Name::Whole(name) => format!("{{{}}}", escape(&one_line(name))),
    }
}

/// A title whose capitals stay capitals in styles that lower them. The first word's first letter stays one anyway.
fn title(text: &str) -> String {
    let word = |(at, word): (usize, &str)| {
        let first = usize::from(at == 0);
        if word.chars().skip(first).any(char::is_uppercase) {
            format!("{{{}}}", escape(word))
        } else {
            escape(word)
        }
    };
    text.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// Text with what TeX takes for commands written as commands that print it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\u{a0}' => out.push('~'),
            c => out.push(c),
        }
    }
    out
}

/// A URL or DOI, which is read letter by letter.
fn verbatim(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20")
}

/// The name that babel and biblatex know a language by.
fn langid(lang: &str) -> Option<&'static str> {
    Some(match lang.split('-').next().unwrap_or_default() {
        "cs" => "czech",
        "da" => "danish",
        "de" => "ngerman",
        "en" => "english",
        "es" => "spanish",
        "fi" => "finnish",
        "fr" => "french",
        "it" => "italian",
        "nl" => "dutch",
        "pl" => "polish",
        "pt" => "portuguese",
        "ru" => "russian",
        "sk" => "slovak",
        "sv" => "swedish",
        "uk" => "ukrainian",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::citation;
    use super::*;

    #[test]
    fn an_entry_has_all_that_is_known() {
        let expected = r"@techreport{chatys2020pandemic,
  author = {Chatys, Mateusz and de la Cour, Jean-Paul and {OECD}},
  title = {Pandemic \& the {EU:} 100\% of \textbraceleft{}costs\textbraceright{}},
  institution = {Centre for Asian Affairs},
  type = {Policy Papers},
  number = {12},
  year = {2020},
  month = oct,
  date = {2020-10},
  url = {https://example.org/papers/x/},
  language = {en},
  langid = {english},
  keywords = {AI, China},
  abstract = {First. Second.}
}
";
        assert_eq!(bibtex(&citation()), expected);
    }

    #[test]
    fn braces_are_closed_whatever_the_texts_hold() {
        let text = bibtex(&Citation { title: "}{ \\ {".to_owned(), date: None, ..citation() });
        assert_eq!(text.matches('{').count(), text.matches('}').count());
        assert!(!text.contains("year") && !text.contains("date"), "{text}");
    }
}
