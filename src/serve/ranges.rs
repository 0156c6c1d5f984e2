//! Which bytes a request wants.
//!
//! In: the headers `Range`, `If-Range` and `If-None-Match`. Out: what to send. Never: the bytes.

use std::ops::Range;

/// The part of a thing that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that it does not have.
    Nothing,
}

/// What a `Range` asks for of a thing of this length. Several ranges at once, and what is no range, mean the whole.
pub(super) fn wanted(range: Option<&str>, len: u64) -> Wanted {
    range.and_then(|range| part(range, len)).unwrap_or(Wanted::Whole)
}

fn part(range: &str, len: u64) -> Option<Wanted> {
    let (unit, range) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // A number beyond all measure is beyond every end.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let range = if first.is_empty() {
        let many = number(last)?;
        if many == 0 { len..len } else { len.saturating_sub(many)..len }
    } else {
        let first = number(first)?;
        let last = if last.is_empty() { u64::MAX } else { number(last)? };
        if last < first {
            return None;
        }
        first..last.saturating_add(1).min(len)
    };
    Some(if range.start >= len { Wanted::Nothing } else { Wanted::Part(range) })
}

/// Whether a range is meant for the thing as it is now.
pub(super) fn is_current(if_range: Option<&str>, etag: &str) -> bool {
    if_range.is_none_or(|wanted| wanted.trim() == etag)
}

/// Whether the browser has the thing already.
pub(super) fn is_known(if_none_match: Option<&str>, etag: &str) -> bool {
    if_none_match.is_some_and(|known| {
        known.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == etag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_ranges_are_parts() {
        let cases = [
            ("bytes=0-0", Wanted::Part(0..1)),
            ("bytes=2-", Wanted::Part(2..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("bytes=5-99999999999999999999999", Wanted::Part(5..10)),
            ("Bytes=9-9", Wanted::Part(9..10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=99999999999999999999999-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("bytes=5-4", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
            ("bytes", Wanted::Whole),
        ];
        for (range, expected) in cases {
            assert_eq!(wanted(Some(range), 10), expected, "{range}");
        }
        assert_eq!(wanted(None, 10), Wanted::Whole);
        assert_eq!(wanted(Some("bytes=0-"), 0), Wanted::Nothing);
    }

    #[test]
    fn etags_are_compared() {
        assert!(is_known(Some("\"a\", W/\"b\""), "\"b\"") && is_known(Some("*"), "\"b\""));
        assert!(!is_known(Some("\"a\""), "\"b\"") && !is_known(None, "\"b\""));
        assert!(is_current(None, "\"b\"") && is_current(Some("\"b\""), "\"b\""));
        assert!(!is_current(Some("W/\"b\""), "\"b\"") && !is_current(Some("Tue, 24 Nov 2026"), "\"b\""));
    }
}
