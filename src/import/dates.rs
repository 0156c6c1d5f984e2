//! Dates as people and other tools write them.
//!
//! In: a whole text. Out: the date that it is, as front matter writes it: `2020`, `2020-10` or `2020-10-05`. Never: a date inside a
//! sentence, a day that no calendar has, or a guess at which of two numbers is the month.

/// Characters that a date may have, with the name of a place before it.
const LONGEST: usize = 60;

/// The names of months in the languages of most authors, January first.
const MONTHS: [&[&str]; 12] = [
    &["january", "styczeń", "stycznia", "janvier", "januar", "jänner", "enero", "gennaio", "janeiro"],
    &["february", "luty", "lutego", "février", "februar", "febrero", "febbraio", "fevereiro"],
    &["march", "marzec", "marca", "mars", "märz", "marzo", "março"],
    &["april", "kwiecień", "kwietnia", "avril", "abril", "aprile"],
    &["may", "maj", "maja", "mai", "mayo", "maggio", "maio"],
    &["june", "czerwiec", "czerwca", "juin", "juni", "junio", "giugno", "junho"],
    &["july", "lipiec", "lipca", "juillet", "juli", "julio", "luglio", "julho"],
    &["august", "sierpień", "sierpnia", "août", "agosto"],
    &["september", "wrzesień", "września", "septembre", "septiembre", "settembre", "setembro"],
    &["october", "październik", "października", "octobre", "oktober", "octubre", "ottobre", "outubro"],
    &["november", "listopad", "listopada", "novembre", "noviembre", "novembro"],
    &["december", "grudzień", "grudnia", "décembre", "dezember", "diciembre", "dicembre", "dezembro"],
];

/// Words that may stand beside a date: `5 de mayo de 2020`, `3 maja 2026 r.`, `Published: …`.
const BESIDE: [&str; 19] = [
    "published",
    "date",
    "of",
    "the",
    "r",
    "roku",
    "dnia",
    "le",
    "de",
    "del",
    "di",
    "den",
    "vom",
    "publié",
    "opublikowano",
    "data",
    "stand",
    "on",
    "am",
];

/// The date that a text is, with nothing but the name of a place or day before it: `Łódź, październik 2020`.
pub(super) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST {
        return None;
    }
    let whole = figures(text).or_else(|| words(text));
    whole.or_else(|| {
        let (place, rest) = text.split_once(',')?;
        let is_place = place.split_whitespace().count() <= 3 && !place.contains(|c: char| c.is_ascii_digit());
        if is_place { words(rest) } else { None }
    })
}

/// `2020`, `2020-10`, `2020/10/5`, `5.10.2020`, `25/10/2020`; of `5/10/2020` nobody can tell which is the month.
pub(super) fn figures(text: &str) -> Option<String> {
    let text = text.trim_end_matches(['.', ',']);
    let parts: Vec<&str> = text.split(['-', '.', '/']).map(str::trim).collect();
    let is_number =
        |part: &&str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return None;
    }
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    match *numbers.as_slice() {
        [year] => written(Some(year), None, None),
        [year @ 1000..=9999, month] | [month, year @ 1000..=9999] => written(Some(year), Some(month), None),
        [year @ 1000..=9999, month, day] => written(Some(year), Some(month), Some(day)),
        [first, second, year] if !text.contains('/') || first > 12 || first == second => {
            written(Some(year), Some(second), Some(first))
        }
        [first, second @ 13..=99, year] => written(Some(year), Some(first), Some(second)),
        _ => None,
    }
}

/// `5 May 2026`, `October 5th, 2020`, `październik 2020`.
fn words(text: &str) -> Option<String> {
    let (mut year, mut month, mut day) = (None, None, None);
    for token in text.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty()) {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = word.strip_suffix(ending).and_then(|digits| digits.parse::<u32>().ok());
        match number {
            Some(found @ 1900..=2199) if ending.is_empty() && year.is_none() => year = Some(found),
            Some(found @ 1..=31) if is_ordinal(ending) && day.is_none() => day = Some(found),
            Some(_) => return None,
            None if month.is_none() && month_named(&word).is_some() => month = month_named(&word),
            None if word.is_empty() || BESIDE.contains(&word.as_str()) => {}
            None => return None,
        }
    }
    written(Some(year?), Some(month?), day)
}

fn is_ordinal(ending: &str) -> bool {
    matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er")
}

/// The month that a word names whole, or by its first three or four letters where those are of one month alone.
fn month_named(word: &str) -> Option<u32> {
    let numbered = || (1..).zip(MONTHS);
    let whole = numbered().find(|(_, names)| names.contains(&word)).map(|(month, _)| month);
    whole.or_else(|| {
        if !(3..=4).contains(&word.chars().count()) {
            return None;
        }
        let begun = |names: &[&str]| names.iter().any(|name| name.starts_with(word));
        let mut months = numbered().filter(|(_, names)| begun(names)).map(|(month, _)| month);
        months.next().filter(|_| months.next().is_none())
    })
}

fn written(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Option<String> {
    let year = year.filter(|year| (1900..=2199).contains(year))?;
    match (month, day) {
        (None, None) => Some(year.to_string()),
        (Some(month @ 1..=12), None) => Some(format!("{year}-{month:02}")),
        (Some(month), Some(day)) => {
            let date = format!("{year}-{month:02}-{day:02}");
            date.parse::<jiff::civil::Date>().ok().map(|_| date)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, expected) in [
            ("October 2020", "2020-10"),
            ("OCTOBER 2020", "2020-10"),
            ("5 May 2026", "2026-05-05"),
            ("May 5th, 2026", "2026-05-05"),
            ("October 5, 2020", "2020-10-05"),
            ("5th Oct 2020", "2020-10-05"),
            ("Mon, 5 October 2020", "2020-10-05"),
            ("październik 2020", "2020-10"),
            ("maj 2020", "2020-05"),
            ("Łódź, 3 maja 2026 r.", "2026-05-03"),
            ("Warszawa, 5 października 2020 r.", "2020-10-05"),
            ("1er août 2026", "2026-08-01"),
            ("Octobre 2020", "2020-10"),
            ("5. März 2024", "2024-03-05"),
            ("Berlin, den 12. Dezember 2022", "2022-12-12"),
            ("5 de mayo de 2020", "2020-05-05"),
            ("Published: 7 Sept 2020", "2020-09-07"),
            ("Published: 7 Sep 2020", "2020-09-07"),
            ("2020-10-05", "2020-10-05"),
            ("2020/10/5", "2020-10-05"),
            ("05.10.2020", "2020-10-05"),
            ("25/10/2020", "2020-10-25"),
            ("10/25/2020", "2020-10-25"),
            ("10/2020", "2020-10"),
            ("2020-10", "2020-10"),
            ("2020", "2020"),
        ] {
            assert_eq!(date(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "In October 2020 we met",
            "The crisis of October 2020",
            "Vision 2030 and after",
            "March of the machines",
            "Marek Lutecki",
            "Marketing 2020",
            "Chapter 2020 5",
            "2In May 2020",
            "Spring 2020",
            "31 2020",
            "5/10/2020",
            "31.02.2020",
            "2020-13-01",
            "30 February 2020",
            "1.2.3",
            "12",
            "May",
            "today",
            "",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
