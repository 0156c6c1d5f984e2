//! Dates as people write them.
//!
//! In: a short text. Out: a date as front matter writes it. Never: a date in a sentence.

/// The names of months, January first; what begins with one of them is that month.
const MONTHS: &[[&str; 12]] = &[
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    ["stycz", "lut", "mar", "kwie", "maj", "czerw", "lip", "sierp", "wrze", "paźdz", "listop", "grud"],
    ["janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "octo", "novem", "décem"],
    ["jän", "febr", "märz", "april", "mai", "juni", "juli", "aug", "sept", "okt", "nov", "dez"],
    ["ener", "febre", "marz", "abri", "mayo", "juni", "juli", "agos", "sept", "octu", "novi", "dici"],
];

/// A whole text that is a date, as `2020`, `2020-10` or `2020-10-05`; a place and a comma may stand before it.
pub(super) fn read(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    if text.chars().count() > 60 {
        return None;
    }
    if let Some(date) = of_words(text) {
        return Some(date);
    }
    let (place, rest) = text.split_once(',')?;
    let is_place = place.split_whitespace().count() <= 3 && !place.contains(|c: char| c.is_ascii_digit());
    if is_place { of_words(rest.trim()) } else { None }
}

fn of_words(text: &str) -> Option<String> {
    if let Some(date) = of_numbers(text) {
        return Some(date);
    }
    let mut year = None;
    let mut month = None;
    let mut day = None;
    for word in text.split([' ', ',', '\u{a0}', '\t']).filter(|word| !word.is_empty()) {
        let digits =
            ["st", "nd", "rd", "th", "er", "."].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        match digits.parse::<u32>() {
            Ok(number @ 1900..=2100) if year.is_none() && digits.len() == 4 => year = Some(number),
            Ok(number @ 1..=31) if day.is_none() && digits.len() <= 2 => day = Some(number),
            Ok(_) => return None,
            Err(_) if month.is_none() && of_month(word).is_some() => month = of_month(word),
            Err(_) if is_particle(word) => {}
            Err(_) => return None,
        }
    }
    match (year?, month, day) {
        (year, None, None) => Some(format!("{year}")),
        (year, Some(month), None) => Some(format!("{year}-{month:02}")),
        (year, Some(month), Some(day)) => valid(year, month, day),
        (_, None, Some(_)) => None,
    }
}

/// Words between the parts of a date: `5. maja 2020 r.`, `5 de mayo de 2020`, `le 5 mai`.
fn is_particle(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "r." | "r" | "roku" | "de" | "del" | "of" | "the" | "le" | "den" | "dnia"
    )
}

/// The month that a word names, from 1.
fn of_month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let is_word = word.chars().count() >= 3 && word.chars().all(char::is_alphabetic);
    MONTHS
        .iter()
        .filter(|_| is_word)
        .find_map(|names| (1..).zip(names).find(|(_, name)| word.starts_with(*name)).map(|(month, _)| month))
}

/// `2020-10-05`, `5.10.2020`; of `5/10/2020` nobody can tell which is the month.
fn of_numbers(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '.']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<u32> = parts.iter().map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match (numbers.as_slice(), parts.as_slice()) {
        ([year @ 1900..=2100, month, day], _) | ([day, month, year @ 1900..=2100], _) => {
            valid(*year, *month, *day)
        }
        ([year @ 1900..=2100, month @ 1..=12], _) | ([month @ 1..=12, year @ 1900..=2100], _) => {
            Some(format!("{year}-{month:02}"))
        }
        ([year @ 1900..=2100], [text]) if text.len() == 4 => Some(format!("{year}")),
        _ => None,
    }
}

fn valid(year: u32, month: u32, day: u32) -> Option<String> {
    let is_one = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_one.then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, date) in [
            ("October 2020", "2020-10"),
            ("5 October 2020", "2020-10-05"),
            ("October 5th, 2020", "2020-10-05"),
            ("Warszawa, 5 października 2020 r.", "2020-10-05"),
            ("październik 2020", "2020-10"),
            ("5 mai 2026", "2026-05-05"),
            ("1er août 2026", "2026-08-01"),
            ("5. März 2026", "2026-03-05"),
            ("2020-10-05", "2020-10-05"),
            ("05.10.2020", "2020-10-05"),
            ("2020", "2020"),
        ] {
            assert_eq!(read(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "In October 2020 we met",
            "Marek Lutecki",
            "5/10/2020",
            "12",
            "Chapter 2020 5",
            "2In May 2020",
            "31 2020",
            "May",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
