//! Dates as authors write them.
//!
//! In: a value of front matter. Out: [`Dated`], or a sentence on what is wrong. Never: the clock, or a guess at which of
//! two numbers is the month.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use crate::fields::Value;
use crate::paper::{Dated, Precision};

/// A date or, with an offset from UTC, an instant; or a year alone, or a year and a month. The error says what is wrong.
pub(super) fn dated(value: &Value) -> Result<Dated, String> {
    let written = read(value)?;
    let (time, offset, precision) = match (written.time, written.offset) {
        (None, _) => (Time::midnight(), Offset::UTC, written.precision),
        (Some(time), Some(offset)) => (time, offset, Precision::Instant),
        (Some(_), None) => {
            return Err(format!(
                "`{}` has a time without an offset from UTC, such as `Z` or `+02:00`",
                written.text
            ));
        }
    };
    let instant = written.instant(time, offset)?;
    Ok(Dated { instant, day: written.day, precision })
}

/// An instant; `Ok(None)` is a date or a time without an offset from UTC.
pub(super) fn instant(value: &Value) -> Result<Option<Timestamp>, String> {
    let written = read(value)?;
    match (written.time, written.offset) {
        (Some(time), Some(offset)) => written.instant(time, offset).map(Some),
        _ => Ok(None),
    }
}

/// The parts of a date as written.
struct Written {
    text: String,
    day: Date,
    precision: Precision,
    time: Option<Time>,
    offset: Option<Offset>,
}

impl Written {
    fn instant(&self, time: Time, offset: Offset) -> Result<Timestamp, String> {
        offset
            .to_timestamp(self.day.to_datetime(time))
            .map_err(|_| format!("`{}` is out of range", self.text))
    }
}

fn read(value: &Value) -> Result<Written, String> {
    let text = match value {
        Value::String(text) | Value::Date(text) => text.trim().to_owned(),
        Value::Integer(year) => year.to_string(),
        other => return Err(format!("a date is needed, not {}", other.kind())),
    };
    let (date, rest) =
        text.split_once(['T', 't', ' ']).map_or((&*text, None), |(date, rest)| (date, Some(rest)));
    let (day, precision) = day(date).ok_or_else(|| not_a_date(&text))??;
    let (time, offset) = match rest {
        Some(rest) if precision == Precision::Day => {
            let (time, offset) = time(rest.trim()).ok_or_else(|| not_a_date(&text))??;
            (Some(time), offset)
        }
        Some(_) => return Err(not_a_date(&text)),
        None => (None, None),
    };
    Ok(Written { day, precision, time, offset, text })
}

fn not_a_date(text: &str) -> String {
    format!("`{text}` is not a date")
}

/// A number of just so many digits.
fn digits<N: std::str::FromStr>(text: &str, count: usize) -> Option<N> {
    if text.len() == count && text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// `None` does not look like a date; an error is one that does not exist.
fn day(text: &str) -> Option<Result<(Date, Precision), String>> {
    let mut parts = text.split('-');
    let year: i16 = digits(parts.next()?, 4)?;
    let month: Option<i8> =
        parts.next().map(|part| digits(part, 2)).map_or(Some(None), |month| month.map(Some))?;
    let day: Option<i8> = parts.next().map(|part| digits(part, 2)).map_or(Some(None), |day| day.map(Some))?;
    if parts.next().is_some() {
        return None;
    }
    let precision = match (month, day) {
        (None, _) => Precision::Year,
        (_, None) => Precision::Month,
        _ => Precision::Day,
    };
    let (month, day) = (month.unwrap_or(1), day.unwrap_or(1));
    Some(Date::new(year, month, day).map(|date| (date, precision)).map_err(|_| impossible(year, month, day)))
}

fn impossible(year: i16, month: i8, day: i8) -> String {
    match Date::new(year, month, 1) {
        Ok(first) => {
            format!("there is no day {day} in {year}-{month:02}, which has {} days", first.days_in_month())
        }
        Err(_) => format!("there is no month {month}"),
    }
}

/// `None` does not look like a time; an error is one that does not exist.
fn time(text: &str) -> Option<Result<(Time, Option<Offset>), String>> {
    let (clock, zone) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => text.split_at_checked(at)?,
        None => (text, ""),
    };
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, rest)| (clock, Some(rest)));
    if fraction.is_some_and(|digits| digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let mut parts = clock.trim_end().split(':');
    let hour: i8 = digits(parts.next()?, 2)?;
    let minute: i8 = digits(parts.next()?, 2)?;
    let second: i8 = parts.next().map_or(Some(0), |part| digits(part, 2))?;
    if parts.next().is_some() {
        return None;
    }
    // RFC 3339 allows a leap second; no calendar here has one, so it counts as the second before.
    let Ok(time) = Time::new(hour, minute, if second == 60 { 59 } else { second }, 0) else {
        return Some(Err(format!("there is no time {clock}")));
    };
    Some(offset(zone)?.map(|offset| (time, offset)))
}

fn offset(text: &str) -> Option<Result<Option<Offset>, String>> {
    let (sign, rest) = match text.split_at_checked(1) {
        None => return Some(Ok(None)),
        Some(("Z" | "z", "")) => return Some(Ok(Some(Offset::UTC))),
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        Some(_) => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (digits(hours, 2)?, digits(minutes, 2)?);
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok();
    let real = offset.filter(|_| hours <= 23 && minutes <= 59);
    Some(real.map(Some).ok_or_else(|| format!("there is no offset {text}")))
}
