//! Dates as people and other tools write them.
//!
//! In: a text. Out: the same date as front matter writes it. Never: a guess at which of two numbers is the month.

/// The names of months in the languages of most authors, by how they begin.
const MONTHS: [&[&str]; 12] = [
    &["jan", "sty", "ene", "gen"],
    &["feb", "lut", "fév", "fev", "fèv"],
    &["mar", "mär", "mrz", "mars"],
    &["apr", "kwi", "avr", "abr"],
    &["may", "maj", "mai", "mag"],
    &["jun", "cze", "juin", "giu"],
    &["jul", "lip", "juil", "lug"],
    &["aug", "sie", "aoû", "aou", "ago"],
    &["sep", "wrz", "set"],
    &["oct", "okt", "paź", "paz", "ott", "out"],
    &["nov", "lis"],
    &["dec", "dez", "gru", "déc", "dic"],
];

/// A date as offprint reads it: with its time if it says its offset from UTC, else the day, month or year alone.
pub(super) fn date(written: &str) -> Option<String> {
    let written = written.trim();
    numeric(written).or_else(|| worded(written))
}

/// `2020-10-05 09:00:00 +0100`, `2020/10/05`, `05.10.2020`, `2020-10`, `2020`.
fn numeric(written: &str) -> Option<String> {
    let (day, rest) = written.split_once(['T', 't', ' ']).unwrap_or((written, ""));
    let parts: Vec<&str> = day.split(['-', '/', '.']).filter(|part| !part.is_empty()).collect();
    if !parts.iter().all(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let number = |part: &str| part.parse::<u32>().ok();
    let date = match parts.as_slice() {
        [year] if year.len() == 4 && rest.is_empty() => (*year).to_owned(),
        [year, month] if year.len() == 4 && rest.is_empty() => month_of(year, number(month)?)?,
        [year, month, day] if year.len() == 4 => day_of(year, number(month)?, number(day)?)?,
        [first, second, year] if year.len() == 4 => {
            let (first, second) = (number(first)?, number(second)?);
            // With points the day comes first; with slashes it depends on where the author lives.
            match (day.contains('.'), first > 12, second > 12) {
                (true, _, false) | (false, true, false) => day_of(year, second, first)?,
                (false, false, true) => day_of(year, first, second)?,
                _ if first == second => day_of(year, first, second)?,
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(match instant(rest) {
        Some(time) if date.len() == 10 => format!("{date}T{time}"),
        _ => date,
    })
}

fn month_of(year: &str, month: u32) -> Option<String> {
    (1..=12).contains(&month).then(|| format!("{year}-{month:02}"))
}

fn day_of(year: &str, month: u32, day: u32) -> Option<String> {
    let date = format!("{year}-{month:02}-{day:02}");
    date.parse::<jiff::civil::Date>().ok().map(|_| date)
}

/// A time with its offset: `09:00:00 +0100` becomes `09:00:00+01:00`.
fn instant(rest: &str) -> Option<String> {
    let rest = rest.trim();
    let end = rest.find(['Z', 'z', '+', '-', ' ']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(end)?;
    let clock = clock.split('.').next().unwrap_or_default();
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
    clock.parse::<jiff::civil::Time>().ok()?;
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let zone = match zone.trim() {
        "Z" | "z" | "UTC" | "GMT" => "Z".to_owned(),
        zone if zone.starts_with(['+', '-']) && digits.len() == 4 => {
            let (hours, minutes) = digits.split_at_checked(2)?;
            format!("{}{hours}:{minutes}", zone.get(..1)?)
        }
        _ => return None,
    };
    let whole = format!("2000-01-01T{clock}{zone}");
    (whole.parse::<jiff::Timestamp>().is_ok() && clock.len() == 8).then(|| format!("{clock}{zone}"))
}

/// `October 5, 2020`, `Mon, 5 października 2020 r.`, `October 2020`.
fn worded(written: &str) -> Option<String> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in written.split([' ', ',', '.', '\u{a0}']).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        if let Ok(number) = digits.parse::<u32>() {
            let place = if digits.len() == 4 { &mut year } else { &mut day };
            if place.replace(number).is_some() {
                return None;
            }
        } else if let Some(named) = month_named(word) {
            if month.replace(named).is_some() {
                return None;
            }
        } else if word.chars().count() > 4 || word.contains(|c: char| !c.is_alphabetic()) {
            // A short word may be a day of the week, an article or the Polish "r."; a long one is something else.
            return None;
        }
    }
    let (year, month) = (format!("{:04}", year?), month?);
    match day {
        Some(day) => day_of(&year, month, day),
        None => month_of(&year, month),
    }
}

fn month_named(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let named = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
    (1..).zip(MONTHS.iter()).find(|(_, names)| named(names)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_many_forms() {
        for (written, read) in [
            ("2020-10-05 09:00:00 +0100", "2020-10-05T09:00:00+01:00"),
            ("2020-10-05T09:00:00Z", "2020-10-05T09:00:00Z"),
            ("2020-10-05 09:00", "2020-10-05"),
            ("2020-10-05", "2020-10-05"),
            ("2020/10/5", "2020-10-05"),
            ("5.10.2020", "2020-10-05"),
            ("25/10/2020", "2020-10-25"),
            ("10/25/2020", "2020-10-25"),
            ("October 5, 2020", "2020-10-05"),
            ("5th Oct 2020", "2020-10-05"),
            ("Mon, 5 October 2020", "2020-10-05"),
            ("5 października 2020 r.", "2020-10-05"),
            ("1er août 2021", "2021-08-01"),
            ("5. März 2020", "2020-03-05"),
            ("maj 2020", "2020-05"),
            ("2020-10", "2020-10"),
            ("2020", "2020"),
        ] {
            assert_eq!(date(written).as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn what_could_be_two_days_is_none() {
        for written in
            ["05/10/2020", "today", "last-modified", "`r Sys.Date()`", "2020-13-01", "", "Spring 2020"]
        {
            assert_eq!(date(written), None, "{written}");
        }
    }
}
