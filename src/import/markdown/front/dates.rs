//! Dates of front matter, some of which have a time.
//!
//! In: a text. Out: the same date as front matter writes it. Never: a guess at which of two numbers is the month.

use crate::import::dates;

/// A date as offprint reads it: with its time if it says its offset from UTC, else the day, month or year alone.
pub(super) fn date(written: &str) -> Option<String> {
    let written = written.trim();
    let (day, rest) = written.split_once(['T', 't', ' ']).unwrap_or((written, ""));
    let timed = || {
        let date = dates::figures(day).filter(|date| date.len() == 10 && rest.contains(':'))?;
        Some(instant(rest).map_or_else(|| date.clone(), |time| format!("{date}T{time}")))
    };
    dates::date(written).or_else(timed)
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
