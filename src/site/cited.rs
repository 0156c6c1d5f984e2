//! A paper's citation as a sentence, and the names that it is cited by.
//!
//! In: a [`Citation`] and a language. Out: text. Never: facts that the citation lacks; the formats for reference managers are
//! [`crate::render::cite`].

use super::machine_frame::Citation;
use crate::language::Language;
use crate::paper::Name;

impl Citation {
    /// The names that the paper is cited by: its authors, or its publisher when it has none.
    pub fn names(&self) -> Vec<Name> {
        if self.authors.is_empty() {
            vec![Name::Whole(self.publisher.clone())]
        } else {
            self.authors.iter().map(|author| author.parts()).collect()
        }
    }
}

/// A title with its subtitle, as it is cited.
pub(super) fn full_title(title: &str, subtitle: Option<&str>) -> String {
    match subtitle {
        Some(subtitle) if title.ends_with(['?', '!', ':']) => format!("{title} {subtitle}"),
        Some(subtitle) => format!("{title}: {subtitle}"),
        None => title.to_owned(),
    }
}

/// Text with each run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sentence to copy: "Chatys, M. (October 2020). Title (Policy Papers 12). Centre for Asian Affairs. https://…"
pub(super) fn text(citation: &Citation, language: &Language) -> String {
    let mut out = names(&citation.names());
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
    use super::*;
    use crate::render::cite::tests::citation;

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
