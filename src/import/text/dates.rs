//! Dates as title pages print them.
//!
//! In: a line. Out: the date as front matter writes it. Never: a date inside a sentence.

use super::labels;

/// The date that a line is, if it is nothing else but a place's name before it: `5 May 2026`, `Łódź, październik 2020`.
pub(super) fn date(line: &str) -> Option<String> {
    if line.len() > 60 {
        return None;
    }
    let tokens: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty()).collect();
    if let [one] = tokens.as_slice() {
        return figures(one);
    }
    let mut found = Found::default();
    let mut others = 0;
    for token in &tokens {
        if !found.take(token) {
            others += 1;
            let word = token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let may_stand = labels::DATE_WORDS.contains(&word.as_str()) || word.is_empty();
            others -= usize::from(may_stand);
        }
    }
    // One or two words beside the date are the name of a place, which has a comma behind it.
    let placed = others == 0 || (others <= 2 && line.contains(',') && found.month.is_some());
    if placed { found.written(tokens.iter().find_map(|token| figures(token))) } else { None }
}

#[derive(Default)]
struct Found {
    year: Option<u32>,
    month: Option<usize>,
    day: Option<u32>,
}

impl Found {
    /// Whether a word is a part of the date that was still missing.
    fn take(&mut self, token: &str) -> bool {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if figures(token).is_some_and(|date| date.len() > 4) {
            return true;
        }
        let month = labels::MONTHS.iter().position(|names| names.iter().any(|name| is_month(&word, name)));
        if let (Some(month), None) = (month, self.month) {
            self.month = Some(month + 1);
            return true;
        }
        let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = word.strip_suffix(ending).unwrap_or(&word);
        match digits.parse::<u32>() {
            Ok(year @ 1900..=2199) if ending.is_empty() && self.year.is_none() => self.year = Some(year),
            Ok(day @ 1..=31) if is_ordinal(ending) && self.day.is_none() => self.day = Some(day),
            _ => return false,
        }
        true
    }

    fn written(&self, figures: Option<String>) -> Option<String> {
        match (self.year, self.month, self.day) {
            (Some(year), Some(month), Some(day)) => Some(format!("{year}-{month:02}-{day:02}")),
            (Some(year), Some(month), None) => Some(format!("{year}-{month:02}")),
            (Some(_) | None, None, None) => figures,
            _ => None,
        }
    }
}

fn is_month(word: &str, name: &str) -> bool {
    word == name || (word.chars().count() == 3 && word != "mar" && name.starts_with(word) && name.is_ascii())
}

fn is_ordinal(ending: &str) -> bool {
    matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er")
}

/// A date in figures: `2020`, `2020-10`, `2020-10-05`, `05.10.2020`, `10/2020`.
fn figures(token: &str) -> Option<String> {
    let token = token.trim_end_matches(['.', ',']);
    let parts: Vec<&str> = token.split(['-', '.', '/']).collect();
    if !parts
        .iter()
        .all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match *numbers.as_slice() {
        [year @ 1900..=2199] => Some(year.to_string()),
        [year @ 1900..=2199, month @ 1..=12] | [month @ 1..=12, year @ 1900..=2199] => {
            Some(format!("{year}-{month:02}"))
        }
        [year @ 1900..=2199, month @ 1..=12, day @ 1..=31]
        | [day @ 1..=31, month @ 1..=12, year @ 1900..=2199] => Some(format!("{year}-{month:02}-{day:02}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_four_languages() {
        for (line, expected) in [
            ("October 2020", "2020-10"),
            ("OCTOBER 2020", "2020-10"),
            ("5 May 2026", "2026-05-05"),
            ("May 5th, 2026", "2026-05-05"),
            ("październik 2020", "2020-10"),
            ("Łódź, 3 maja 2026 r.", "2026-05-03"),
            ("1er mars 2021", "2021-03-01"),
            ("Octobre 2020", "2020-10"),
            ("5. März 2024", "2024-03-05"),
            ("Berlin, den 12. Dezember 2022", "2022-12-12"),
            ("2020-10-05", "2020-10-05"),
            ("05.10.2020", "2020-10-05"),
            ("10/2020", "2020-10"),
            ("2020", "2020"),
            ("Published: 7 Sept 2020", "none"),
            ("Published: 7 Sep 2020", "2020-09-07"),
        ] {
            assert_eq!(date(line).as_deref().unwrap_or("none"), expected, "{line}");
        }
    }

    #[test]
    fn what_only_mentions_a_date_is_none() {
        for line in [
            "The crisis of October 2020",
            "Vision 2030 and after",
            "March of the machines",
            "12",
            "1.2.3",
            "May",
        ] {
            assert_eq!(date(line), None, "{line}");
        }
    }
}
