//! What a publisher prints of itself and its series.
//!
//! In: a line. Out: whether it is an address, a number, the name of a series. Never: where it stands.

use super::labels;

/// The name of a series and the number in it.
#[derive(Debug, PartialEq)]
pub(super) struct Series {
    /// As printed.
    pub(super) name: String,
    /// If it is a number.
    pub(super) number: Option<u64>,
    /// Words of the line that are in neither: `No.`, the year after the number.
    pub(super) words: String,
}

/// The series that a line names, if it is nothing else: `Policy Paper No. 12`, `Raport 3/2024`.
pub(super) fn series(line: &str) -> Option<Series> {
    let at = line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len());
    let (before, figures) = line.split_at_checked(at)?;
    let mut names: Vec<&str> = before.split_whitespace().collect();
    let mut words = Vec::new();
    while let Some(last) = names.pop() {
        let lower = last.to_lowercase();
        if labels::NUMBER.contains(&lower.as_str()) {
            words.push(last);
        } else {
            names.push(last);
            break;
        }
    }
    let name = names.join(" ");
    let bare = name.trim_end_matches([',', ':', '#', '–', '-', ' ']);
    if !labels::SERIES.contains(&bare.to_lowercase().as_str()) || figures.is_empty() {
        return None;
    }
    let end = figures.find(|c: char| !c.is_ascii_digit()).unwrap_or(figures.len());
    let (number, rest) = figures.split_at_checked(end)?;
    let ends = rest.is_empty() || rest.starts_with([' ', '/', '.', ',', '-', '–', ':', '(']);
    if rest.chars().any(char::is_alphabetic) || !ends {
        return None;
    }
    let parsed = number.parse().ok();
    if parsed.is_none() {
        words.push(number);
    }
    words.push(rest);
    let plain = number.trim_start_matches('0');
    if parsed.is_some() && plain != number {
        // `07` is `7` in the front matter.
        return None;
    }
    Some(Series { name: quiet(bare), number: parsed, words: words.join(" ") })
}

/// A name in capitals gets small letters.
fn quiet(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if super::speech::is_capitals(name) => {
            first.to_string() + &letters.as_str().to_lowercase()
        }
        _ => name.to_owned(),
    }
}

/// The DOI that a line is.
pub(super) fn doi(line: &str) -> Option<String> {
    let at = line.find("10.")?;
    let (before, doi) = line.split_at_checked(at)?;
    let label = before.to_lowercase();
    let labelled = label.is_empty() || label.contains("doi");
    let is_doi = doi.contains('/') && !doi.contains(char::is_whitespace) && doi.len() > 7 && label.len() < 24;
    (labelled && is_doi).then(|| doi.to_owned())
}

/// Whether a line is an address for mail.
pub(super) fn is_email(line: &str) -> bool {
    let mut words = line.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    words.clone().any(|word| word.contains('@') && word.contains('.'))
        && words.all(|word| word.contains('@') || word.ends_with(':'))
}

/// Whether a short line is an address of the web or for mail, a phone number, a number of a book or a claim of rights.
pub(super) fn is_contact(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words = line.split_whitespace().count();
    let mut tokens = lower.split_whitespace().map(|token| token.trim_matches(['(', ')', ',', ';', '<', '>']));
    let address = tokens.any(|token| {
        token.starts_with("www.")
            || token.starts_with("http://")
            || token.starts_with("https://")
            || token.contains('@') && token.contains('.')
    });
    let numbered =
        ["issn", "isbn", "©", "(c) ", "tel", "phone", "fax", "nip ", "krs ", "regon", "e-mail", "email"]
            .iter()
            .any(|label| lower.starts_with(label));
    let rights = lower.contains("all rights reserved")
        || lower.contains("wszelkie prawa zastrzeżone")
        || lower.contains("tous droits réservés")
        || lower.contains("alle rechte vorbehalten");
    words <= 16 && (address || numbered) || rights && words <= 30 || is_phone(line)
}

/// Whether a line is a phone number.
fn is_phone(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    digits >= 7 && line.starts_with(['+', '(']) && !line.contains(char::is_alphabetic)
}

/// Whether a line is the address of a house: `ul. Długa 12, 90-001 Łódź`.
pub(super) fn is_street(line: &str) -> bool {
    let lower = line.to_lowercase();
    let begins = ["ul. ", "al. ", "pl. ", "rue ", "avenue ", "boulevard "]
        .iter()
        .any(|street| lower.starts_with(street));
    // The street's name ends what stands before the first comma, but for the number of the house.
    let street = lower.split(',').next().unwrap_or_default();
    let street = street.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let ends = [" street", " road", " avenue", "straße", "strasse", " square"]
        .iter()
        .any(|end| street.ends_with(end));
    let digits = line.chars().any(|c| c.is_ascii_digit());
    digits && line.split_whitespace().count() <= 12 && (begins || ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_has_a_number() {
        let read = series("Policy Paper No. 12/2020").unwrap();
        assert_eq!(
            (read.name.as_str(), read.number, read.words.as_str()),
            ("Policy Paper", Some(12), "No. /2020")
        );
        assert_eq!(series("Report on the state of 12 cities"), None);
        assert_eq!(series("Policy Paper"), None);
    }

    #[test]
    fn addresses_are_known() {
        assert!(
            is_contact("www.osa.uni.lodz.pl")
                && is_contact("ISSN 1234-5678")
                && is_contact("+48 42 635 00 00")
        );
        assert!(is_email("ada@example.org") && !is_email("write to ada@example.org"));
        assert!(is_street("ul. Długa 12, 90-001 Łódź") && !is_street("The road has 12 lanes"));
        assert_eq!(doi("https://doi.org/10.1234/ab.5").as_deref(), Some("10.1234/ab.5"));
    }
}
