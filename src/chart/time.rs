//! Categories that are times: years, months, days, quarters.
//!
//! In: the words of a cell. Out: where on an axis of years it stands, and how a language writes it. Never: times of day.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::language::Language;
use crate::paper::{Dated, Precision};

/// A time in a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    /// In years.
    pub(super) at: f64,
    day: Date,
    precision: Precision,
    quarter: bool,
}

/// Reads `2019`, `2019-03`, `2019-03-05`, `2019 Q1` and `Q1 2019`.
pub(super) fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Some(moment) = quarter(text) {
        return Some(moment);
    }
    let mut parts = text.split('-');
    let year = year(parts.next()?)?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let precision = match (month, day) {
        (None, _) => Precision::Year,
        (Some(_), None) => Precision::Month,
        _ => Precision::Day,
    };
    let day = Date::new(year, two_digits(month)?, two_digits(day)?).ok()?;
    Some(Moment { at: place(day), day, precision, quarter: false })
}

fn quarter(text: &str) -> Option<Moment> {
    let (year, quarter) = match text.split_once([' ', '-']) {
        Some((quarter, year)) if quarter.starts_with(['Q', 'q']) => (year, quarter),
        Some((year, quarter)) => (year, quarter),
        None => text.split_at_checked(4)?,
    };
    let number =
        quarter.trim().strip_prefix(['Q', 'q'])?.parse::<i8>().ok().filter(|n| (1..=4).contains(n))?;
    let day = Date::new(self::year(year.trim())?, number * 3 - 2, 1).ok()?;
    Some(Moment { at: place(day), day, precision: Precision::Month, quarter: true })
}

/// Four digits; no axis of a policy paper goes beyond these.
fn year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|year| digits && (1000..=2999).contains(year))
}

fn two_digits(text: Option<&str>) -> Option<i8> {
    let Some(text) = text else { return Some(1) };
    (text.len() == 2).then(|| text.parse().ok()).flatten()
}

fn place(day: Date) -> f64 {
    let in_year = f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year());
    f64::from(day.year()) + in_year
}

impl Moment {
    /// As readers write it; a quarter stays as it is written.
    pub(super) fn label(self, written: &str, language: &Language) -> String {
        if self.quarter || self.precision == Precision::Year {
            return written.trim().to_owned();
        }
        language.date(&Dated { instant: Timestamp::UNIX_EPOCH, day: self.day, precision: self.precision })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        let at = |text| read(text).map(|moment| (moment.at * 100.0).round() / 100.0);
        assert_eq!(at("2019"), Some(2019.0));
        assert_eq!(at("2019-07"), Some(2019.5));
        assert_eq!(at("2019-12-31"), Some(2020.0));
        assert_eq!([at("2019 Q3"), at("Q3 2019"), at("2019Q3"), at("2019-Q3")], [Some(2019.5); 4]);
        for other in ["", "219", "2019-13", "2019/20", "20190", "2019-1", "HMRC", "Q5 2019", "ąęść"] {
            assert_eq!(at(other), None, "{other}");
        }
    }
}
