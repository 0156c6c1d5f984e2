//! What an answer means for a link.
//!
//! In: what the ledger knows of an address, an answer, and what time it is. Out: what the ledger then knows, and how the link
//! stands. Never: the network, the clock, or words.
//!
//! Only an answer that says so makes a link fail: 404, 410, or a name that nobody has. Servers turn programs away in many ways
//! (403, 429, 503, silence), and a reader may well get in: such a link could not be checked, and is never called dead.

use jiff::{SignedDuration, Timestamp};

use super::ledger::{Entry, Failing, Status, Trouble};

/// The end of the way from an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How the last address of the way answered.
    pub status: Status,
    /// How far the way went by redirects that are for good.
    pub moved: Option<Box<str>>,
}

/// What a status says of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It leads to something.
    Good,
    /// Nothing is there.
    Gone,
    /// Nobody knows.
    Unknown,
}

/// How a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// It leads to something.
    Good,
    /// It leads to something, which has another address now.
    Moved(&'a str),
    /// It leads nowhere, and may yet come back.
    Failing(Failing),
    /// It has led nowhere for longer than the grace period.
    Dead(Failing),
    /// It could not be checked.
    Unchecked,
}

/// Which links are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Those that were not good of late.
    #[default]
    Due,
    /// All.
    All,
}

/// For how long an answer that was not good is taken for what it is: a run that is begun again does not ask all of them again.
const UNGOOD_FOR: SignedDuration = SignedDuration::from_hours(1);

/// A weekly job does not begin at the same second each week, and must not pass over every link each other week.
const EARLY: SignedDuration = SignedDuration::from_hours(12);

/// What a status says of a link.
pub fn meaning(status: Status) -> Meaning {
    match status {
        Status::Code(200..=299) => Meaning::Good,
        Status::Code(404 | 410) | Status::Trouble(Trouble::NoSuchHost) => Meaning::Gone,
        _ => Meaning::Unknown,
    }
}

/// What is known of an address after an answer.
pub fn judge(known: Option<&Entry>, answer: &Answer, now: Timestamp) -> Entry {
    let good = known.and_then(|known| known.good);
    let failing = known.and_then(|known| known.failing);
    let entry = Entry { status: answer.status, asked: now, good, failing, moved: None };
    match meaning(answer.status) {
        Meaning::Good => Entry { good: Some(now), failing: None, moved: answer.moved.clone(), ..entry },
        Meaning::Gone => {
            let failing = failing.map_or(Failing { since: now, count: 1 }, |failing| Failing {
                since: failing.since.min(now),
                count: failing.count.saturating_add(1),
            });
            Entry { failing: Some(failing), ..entry }
        }
        Meaning::Unknown => Entry { moved: known.and_then(|known| known.moved.clone()), ..entry },
    }
}

/// How a link stands by what the ledger knows of it.
///
/// It is dead when it failed at least twice, the last time longer after the first than the grace period. Time alone makes no
/// link dead: the ledger says the same whenever it is read.
pub fn standing(entry: &Entry, grace_days: u32) -> Standing<'_> {
    let grace = SignedDuration::from_hours(24 * i64::from(grace_days));
    match (meaning(entry.status), entry.failing, &entry.moved) {
        (Meaning::Good, _, Some(moved)) => Standing::Moved(moved),
        (Meaning::Good, _, None) => Standing::Good,
        (Meaning::Gone, Some(failing), _) => {
            if failing.count > 1 && entry.asked.duration_since(failing.since) >= grace {
                Standing::Dead(failing)
            } else {
                Standing::Failing(failing)
            }
        }
        (Meaning::Gone, None, _) => Standing::Failing(Failing { since: entry.asked, count: 1 }),
        (Meaning::Unknown, ..) => Standing::Unchecked,
    }
}

/// Whether an address is to be asked.
pub fn is_due(known: Option<&Entry>, fresh_days: u32, scope: Scope, now: Timestamp) -> bool {
    let Some(known) = known.filter(|_| scope == Scope::Due) else { return true };
    let lasts = match meaning(known.status) {
        Meaning::Good => SignedDuration::from_hours(24 * i64::from(fresh_days)).saturating_sub(EARLY),
        Meaning::Gone | Meaning::Unknown => UNGOOD_FOR,
    };
    let age = now.duration_since(known.asked);
    // A date to come is that of a clock that was set back.
    age.is_negative() || age >= lasts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + n * 86_400).unwrap()
    }

    const SILENT: Status = Status::Trouble(Trouble::Timeout);
    const NO_HOST: Status = Status::Trouble(Trouble::NoSuchHost);

    /// The entry after answers on these days.
    fn after(answers: &[(i64, Status)]) -> Entry {
        let mut entry = None;
        for (at, status) in answers {
            entry = Some(judge(entry.as_ref(), &Answer { status: *status, moved: None }, day(*at)));
        }
        entry.unwrap()
    }

    #[test]
    fn what_each_status_means() {
        use Meaning::{Gone, Good, Unknown};
        for code in 100..600 {
            let expected = match code {
                200..=299 => Good,
                404 | 410 => Gone,
                _ => Unknown,
            };
            assert_eq!(meaning(Status::Code(code)), expected, "{code}");
        }
        use Trouble::{Garbled, Insecure, NoConnection, NoLookup, NoSuchHost, Private, Redirects, Timeout};
        for trouble in [Garbled, Insecure, NoConnection, NoLookup, NoSuchHost, Private, Redirects, Timeout] {
            let expected = if trouble == NoSuchHost { Gone } else { Unknown };
            assert_eq!(meaning(Status::Trouble(trouble)), expected, "{trouble:?}");
        }
    }

    #[test]
    fn a_link_dies_after_its_grace_and_no_sooner() {
        const OK: Status = Status::Code(200);
        const NOT_FOUND: Status = Status::Code(404);
        let failing = |since, count| Standing::Failing(Failing { since: day(since), count });
        let dead = |since, count| Standing::Dead(Failing { since: day(since), count });
        let cases: [(&[(i64, Status)], Standing<'_>); 17] = [
            (&[(0, OK)], Standing::Good),
            (&[(0, Status::Code(204))], Standing::Good),
            (&[(0, NOT_FOUND)], failing(0, 1)),
            (&[(0, OK), (7, NOT_FOUND)], failing(7, 1)),
            (&[(0, NOT_FOUND), (13, NOT_FOUND)], failing(0, 2)),
            (&[(0, NOT_FOUND), (14, NOT_FOUND)], dead(0, 2)),
            (&[(0, NOT_FOUND), (7, Status::Code(410)), (14, NO_HOST)], dead(0, 3)),
            (&[(0, NO_HOST), (30, NO_HOST)], dead(0, 2)),
            (&[(0, NOT_FOUND), (7, OK), (14, NOT_FOUND)], failing(14, 1)),
            (&[(0, NOT_FOUND), (20, NOT_FOUND), (21, OK)], Standing::Good),
            (&[(0, NOT_FOUND), (20, NOT_FOUND), (21, OK), (22, NOT_FOUND)], failing(22, 1)),
            (&[(0, NOT_FOUND), (7, SILENT), (14, NOT_FOUND)], dead(0, 2)),
            (&[(0, NOT_FOUND), (20, SILENT)], Standing::Unchecked),
            (&[(0, NOT_FOUND), (20, NOT_FOUND), (27, Status::Code(503))], Standing::Unchecked),
            (&[(0, SILENT), (30, SILENT), (60, SILENT)], Standing::Unchecked),
            (
                &[(0, Status::Code(403)), (30, Status::Code(429)), (60, Status::Code(500))],
                Standing::Unchecked,
            ),
            // The clock was set back in between.
            (&[(5, NOT_FOUND), (0, NOT_FOUND)], failing(0, 2)),
        ];
        for (answers, expected) in cases {
            assert_eq!(standing(&after(answers), 14), expected, "{answers:?}");
        }
    }

    #[test]
    fn the_grace_is_what_the_site_says() {
        let entry = after(&[(0, NO_HOST), (3, NO_HOST)]);
        assert!(matches!(standing(&entry, 3), Standing::Dead(_)));
        assert!(matches!(standing(&entry, 4), Standing::Failing(_)));
        assert!(matches!(standing(&after(&[(0, NO_HOST)]), 0), Standing::Failing(_)));
        assert!(matches!(standing(&after(&[(0, NO_HOST), (0, NO_HOST)]), 0), Standing::Dead(_)));
        assert!(matches!(standing(&entry, u32::MAX), Standing::Failing(_)));
    }

    #[test]
    fn the_last_good_answer_is_remembered() {
        let entry =
            after(&[(0, Status::Code(200)), (7, SILENT), (14, Status::Code(404)), (21, Status::Code(404))]);
        assert_eq!((entry.good, entry.asked), (Some(day(0)), day(21)));
        assert_eq!(entry.failing, Some(Failing { since: day(14), count: 2 }));
    }

    #[test]
    fn a_move_is_known_until_it_is_otherwise() {
        let answer = |status, moved: Option<&str>| Answer { status, moved: moved.map(Box::from) };
        let there = judge(None, &answer(Status::Code(200), Some("https://b.org/")), day(0));
        assert_eq!(standing(&there, 14), Standing::Moved("https://b.org/"));
        let silent = judge(Some(&there), &answer(SILENT, None), day(7));
        assert_eq!(
            (standing(&silent, 14), silent.moved.as_deref()),
            (Standing::Unchecked, Some("https://b.org/"))
        );
        let back = judge(Some(&silent), &answer(Status::Code(200), None), day(8));
        assert_eq!(standing(&back, 14), Standing::Good);
        let gone = judge(Some(&there), &answer(Status::Code(404), None), day(8));
        assert_eq!(gone.moved, None);
    }

    #[test]
    fn what_is_asked_again_and_when() {
        let good = after(&[(0, Status::Code(200))]);
        let hour = |hours: i64| day(0) + SignedDuration::from_hours(hours);
        for (known, now, due) in [
            (None, day(0), true),
            (Some(&good), day(0), false),
            (Some(&good), day(6), false),
            (Some(&good), hour(6 * 24 + 11), false),
            (Some(&good), hour(6 * 24 + 12), true),
            (Some(&good), day(7), true),
            (Some(&good), day(-1), true),
            (Some(&after(&[(0, Status::Code(404))])), hour(0), false),
            (Some(&after(&[(0, Status::Code(404))])), hour(1), true),
            (Some(&after(&[(0, Status::Code(403))])), hour(0), false),
            (Some(&after(&[(0, SILENT)])), hour(2), true),
        ] {
            assert_eq!(is_due(known, 7, Scope::Due, now), due, "{known:?} {now}");
            assert!(is_due(known, 7, Scope::All, now));
        }
    }
}
