//! Entries of lists are told from paragraphs.
//!
//! In: parts. Out: their roles, the words without bullets and numbers. Never: a list of one number or dash, which is a
//! sentence that begins with one.

use super::bullets;
use super::part::{Part, Role};
use crate::import::remark::{Kind, Remark};

/// What an entry begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    Bullet,
    Dash,
    Number(u64),
    Letter(u64),
}

impl Lead {
    fn of(part: &Part) -> Option<Lead> {
        if !matches!(part.role, Role::Text | Role::Entry(_)) {
            return None;
        }
        let text = part.text.as_str();
        if bullets::bullet(text).is_some() {
            Some(Lead::Bullet)
        } else if bullets::dash(text) {
            Some(Lead::Dash)
        } else {
            let number = bullets::number(text)?;
            Some(if number.letter { Lead::Letter(number.number) } else { Lead::Number(number.number) })
        }
    }

    /// Whether an entry with `next` goes on with a list whose last entry has this.
    fn goes_on(self, next: Lead) -> bool {
        match (self, next) {
            (Lead::Bullet, Lead::Bullet) | (Lead::Dash, Lead::Dash) => true,
            (Lead::Number(a), Lead::Number(b)) | (Lead::Letter(a), Lead::Letter(b)) => a + 1 == b,
            _ => false,
        }
    }
}

/// Finds the entries of lists.
pub(super) fn find(parts: &mut [Part]) {
    let leads: Vec<Option<Lead>> = parts.iter().map(Lead::of).collect();
    let mut runs: Vec<(usize, Vec<Lead>)> = Vec::new();
    for (index, lead) in leads.iter().enumerate() {
        let Some(lead) = lead else {
            continue;
        };
        match runs.last_mut() {
            Some((start, run))
                if *start + run.len() == index && run.last().is_some_and(|last| last.goes_on(*lead)) =>
            {
                run.push(*lead);
            }
            _ => runs.push((index, vec![*lead])),
        }
    }
    for (start, run) in runs {
        let listed = parts.get(start).is_some_and(|part| matches!(part.role, Role::Entry(_)));
        if run.len() > 1 || run.first() == Some(&Lead::Bullet) || listed {
            list(parts.get_mut(start..start + run.len()).unwrap_or_default(), &run);
        }
    }
}

/// Makes parts the entries of a list.
fn list(parts: &mut [Part], leads: &[Lead]) {
    let mut numbers = Vec::new();
    for (part, lead) in parts.iter_mut().zip(leads) {
        numbers.extend(enter(part, *lead));
    }
    let remark = if matches!(leads.first(), Some(Lead::Letter(_))) {
        Remark::new(Kind::Unsupported, "the letters of a list, which has numbers instead")
    } else {
        Remark::new(Kind::Replaced, "the numbers of a list, which it makes again")
    };
    if let Some(first) = parts.first_mut().filter(|_| !numbers.is_empty()) {
        first.say(remark.from(numbers.join(" ")));
    }
}

/// Makes a part an entry. The answer is its number as written.
fn enter(part: &mut Part, lead: Lead) -> Option<String> {
    let (number, words, written) = match lead {
        Lead::Bullet => (None, bullets::bullet(&part.text)?, None),
        Lead::Dash => (None, bullets::dashed(&part.text)?, None),
        Lead::Number(_) | Lead::Letter(_) => {
            let numbered = bullets::number(&part.text)?;
            (Some(numbered.number), numbered.words, Some(numbered.written.to_owned()))
        }
    };
    part.role = Role::Entry(number);
    part.text = words.to_owned();
    written
}
