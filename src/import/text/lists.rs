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
            parts.iter_mut().skip(start).zip(run).for_each(|(part, lead)| enter(part, lead));
        }
    }
}

/// Makes a part an entry.
fn enter(part: &mut Part, lead: Lead) {
    let (number, words, written) = match lead {
        Lead::Bullet => (None, bullets::bullet(&part.text), None),
        Lead::Dash => (None, bullets::dashed(&part.text), None),
        Lead::Number(_) | Lead::Letter(_) => {
            let numbered = bullets::number(&part.text);
            (numbered.map(|n| n.number), numbered.map(|n| n.words), numbered.map(|n| n.written.to_owned()))
        }
    };
    let Some(words) = words.map(str::to_owned) else {
        return;
    };
    part.role = Role::Entry(number);
    part.text = words;
    if let Some(written) = written {
        let remark = if matches!(lead, Lead::Letter(_)) {
            Remark::new(
                Kind::Unsupported,
                format!("the letter {written} of an entry, which has a number instead"),
            )
        } else {
            Remark::new(Kind::Replaced, "the number of an entry, which the list makes again")
        };
        part.say(remark.from(written));
    }
}
