//! Headings are told from other short lines.
//!
//! In: parts of which the layout said nothing. Out: their roles, and a remark for each that is a guess. Never: the case of
//! their letters.

use super::authors::is_name;
use super::bullets;
use super::case::is_loud;
use super::labels::{self, is_label};
use super::part::{Part, Role};
use super::piece::{Looks, raw};
use super::speech::{self, End, Start, plain};
use crate::import::remark::{Kind, Remark};

/// Why a line looks like a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    /// Its words are those of headings.
    Label,
    /// It is set in capitals.
    Capitals,
    /// It is numbered, so many levels deep.
    Number(usize),
    /// It is short and no sentence.
    Short,
}

/// Finds the headings.
pub(super) fn find(parts: &mut [Part]) {
    let signs: Vec<Option<Sign>> = parts.iter().map(sign).collect();
    let numbered = numbered(parts, &signs);
    let mut before: Option<usize> = None;
    let mut decided: Vec<(usize, Decision)> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        if part.floats() {
            continue;
        }
        if let Some(sign) = signs.get(index).cloned().flatten() {
            let around = Around::of(parts, &signs, before, index);
            let decision = decide(&sign, part, &around, numbered);
            decided.push((index, decision));
        }
        before = Some(index);
    }
    let capitals = decided.iter().filter(|(_, decision)| matches!(decision, Decision::Capitals)).count();
    let deeper = if capitals > 1 || numbered { 3 } else { 2 };
    let asks = decided.iter().any(|(_, decision)| matches!(decision, Decision::Guess(_)));
    for (index, decision) in decided {
        let decision = match decision {
            Decision::Question if asks => Decision::Guess(0.6),
            Decision::Question => Decision::Text,
            other => other,
        };
        if let Some(part) = parts.get_mut(index) {
            apply(part, &decision, deeper);
        }
    }
    second_of_two(parts);
}

enum Decision {
    Level(u8),
    Capitals,
    Guess(f32),
    /// A heading where others are as short as it is; else a question that the text asks.
    Question,
    Slogan(f32),
    Text,
}

/// What stands around a line.
struct Around {
    /// How the text before it ends; `None`: nothing or a heading stands there.
    before: Option<End>,
    /// How the text after it begins; `None`: there is none.
    after: Option<Start>,
    /// What stands after it has the length of a paragraph, or is a list.
    paragraph: bool,
    /// How many lines in capitals follow without a paragraph between.
    run: usize,
}

impl Around {
    fn of(parts: &[Part], signs: &[Option<Sign>], before: Option<usize>, index: usize) -> Self {
        let last = before.and_then(|before| parts.get(before).zip(signs.get(before)));
        let before = last
            .filter(|(part, sign)| sign.is_none() && !matches!(part.role, Role::Heading(_)))
            .map(|(part, _)| speech::end(&part.text));
        let mut run = 0;
        let mut after = None;
        let mut under = false;
        let rest = parts.get(index + 1..).unwrap_or_default();
        let signs = signs.get(index + 1..).unwrap_or_default();
        for (part, sign) in rest.iter().zip(signs).take(8).filter(|(part, _)| !part.floats()) {
            if *sign == Some(Sign::Capitals) {
                run += 1;
            } else if sign.is_some() && !under && run == 0 {
                // A heading right below, of the first passage under this one.
                under = true;
            } else {
                after = Some(part);
                break;
            }
        }
        Self {
            before,
            after: after.map(|part| speech::start(&part.text)),
            paragraph: after.is_some_and(|part| {
                matches!(part.role, Role::Entry(_) | Role::Heading(_)) || speech::count(&part.text, 12) >= 8
            }),
            run,
        }
    }

    /// The line stands in the middle of a sentence.
    fn interrupts(&self) -> bool {
        matches!(self.before, Some(End::Word | End::Open | End::Hyphen)) && self.after == Some(Start::Lower)
    }
}

fn decide(sign: &Sign, part: &Part, around: &Around, numbered: bool) -> Decision {
    if around.interrupts() {
        return if *sign == Sign::Capitals { Decision::Slogan(0.8) } else { Decision::Text };
    }
    match sign {
        Sign::Label => Decision::Level(2),
        Sign::Number(depth) if numbered => Decision::Level(u8::try_from(depth + 1).unwrap_or(6).min(6)),
        Sign::Capitals if around.after.is_none() => Decision::Text,
        Sign::Capitals if around.run >= 2 => Decision::Slogan(0.6),
        Sign::Capitals => Decision::Capitals,
        Sign::Short | Sign::Number(_) => short(part, around),
    }
}

/// A short line is a heading if one text ends before it and another begins after it.
fn short(part: &Part, around: &Around) -> Decision {
    let text = plain(&part.text);
    let complete = !matches!(around.before, Some(End::Word | End::Open | End::Hyphen | End::Colon));
    let begun = matches!(around.after, Some(Start::Capital | Start::Digit));
    // A paragraph that breaks off has more than a few words; what goes on below them then lacks its beginning.
    let few = speech::count(&text, 5) < 5 && text.chars().count() <= 40 && around.after == Some(Start::Lower);
    if !complete || !around.paragraph || !(begun || few) {
        return Decision::Text;
    }
    if text.trim_end().ends_with('?') {
        Decision::Question
    } else if is_name(&text) || few {
        Decision::Guess(0.5)
    } else {
        Decision::Guess(0.7)
    }
}

fn apply(part: &mut Part, decision: &Decision, deeper: u8) {
    match decision {
        Decision::Level(level) => part.role = Role::Heading(*level),
        Decision::Capitals => part.role = Role::Heading(2),
        Decision::Guess(sure) => {
            part.role = Role::Heading(deeper);
            part.say(
                Remark::new(Kind::Guess, "a short line without a full stop, taken for a heading").sure(*sure),
            );
        }
        Decision::Slogan(sure) => {
            part.role = Role::Gone;
            let remark =
                Remark::new(Kind::SetAside, "a line in capitals that is no heading, such as a slogan");
            part.say(remark.from(raw(&part.text)).sure(*sure));
        }
        Decision::Text | Decision::Question => {}
    }
}

/// Of two headings that look the same with nothing between them the second belongs to the first.
fn second_of_two(parts: &mut [Part]) {
    let mut before: Option<(u8, (bool, bool))> = None;
    for part in parts.iter_mut().filter(|part| !part.floats()) {
        let text = plain(&part.text);
        let kind = (is_loud(&text), numbering(&text).is_some());
        let known = part.looks != Looks::Unknown || kind.1 || is_label(&text, labels::SECTIONS);
        if let (Role::Heading(level), Some((above, same))) = (&mut part.role, before)
            && *level == above
            && same == kind
            && !known
        {
            *level = (above + 1).min(6);
        }
        before = match part.role {
            Role::Heading(level) => Some((level, kind)),
            _ => None,
        };
    }
}

/// Why a part looks like a heading.
fn sign(part: &Part) -> Option<Sign> {
    if part.role != Role::Text || part.looks != Looks::Unknown || part.text.len() > 300 {
        return None;
    }
    let text = plain(&part.text);
    let words = speech::count(&text, 30);
    let heads = [labels::SECTIONS, labels::SUMMARY, labels::NOTES, labels::ABOUT];
    let (depth, rest) = numbering(&text).map_or((0, text.as_str()), |number| (number.depth, number.words));
    if heads.iter().any(|table| is_label(rest, table))
        && rest.starts_with(char::is_uppercase)
        && !rest.ends_with('.')
    {
        return Some(if depth > 0 { Sign::Number(depth) } else { Sign::Label });
    }
    if text.trim_end().ends_with([',', ';', ':']) || is_caption(&text) || super::summary::begins(&text) {
        return None;
    }
    if is_loud(rest) && words <= 25 {
        return Some(if depth > 0 { Sign::Number(depth) } else { Sign::Capitals });
    }
    let short = words <= 12 && text.chars().count() <= 100;
    let ends = matches!(speech::end(&text), End::Word | End::Open) || text.trim_end().ends_with('?');
    if !ends || !short || bullets::dash(&text) {
        None
    } else if depth > 0 {
        Some(Sign::Number(depth))
    } else {
        (words <= 10 && speech::start(&text) == Start::Capital && speech::end(&text) != End::Open)
            .then_some(Sign::Short)
    }
}

/// Whether the text numbers its headings: lines with numbers stand apart from each other. Side by side they are a list.
fn numbered(parts: &[Part], signs: &[Option<Sign>]) -> bool {
    let mut apart = 0;
    let mut beside = 0;
    let mut last: Option<usize> = None;
    for (part, sign) in parts.iter().zip(signs).filter(|(part, _)| !part.floats()) {
        match (sign, last) {
            (Some(Sign::Number(depth)), Some(before)) if before == *depth => beside += 1,
            (Some(Sign::Number(_)), _) => apart += 1,
            _ => {}
        }
        last = match sign {
            Some(Sign::Number(depth)) => Some(*depth),
            _ if numbering(&part.text).is_some() => last,
            _ => None,
        };
    }
    apart > 1 && apart > beside
}

/// The number before a heading.
pub(super) struct Numbering<'a> {
    /// As written, with its full stops.
    pub(super) written: &'a str,
    /// 1 for `2.`, 2 for `2.3`.
    pub(super) depth: usize,
    /// The heading itself.
    pub(super) words: &'a str,
}

/// Reads `1.`, `2.3`, `IV.` before words that begin with a capital.
pub(super) fn numbering(text: &str) -> Option<Numbering<'_>> {
    let (written, words) = text.split_once(' ')?;
    let words = words.trim_start();
    let bare = written.trim_end_matches(['.', ')', ':']);
    let parts: Vec<&str> = bare.split('.').collect();
    let arabic =
        parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let roman =
        parts.len() == 1 && bare.len() <= 5 && bare.bytes().all(|b| b"IVX".contains(&b)) && written != bare;
    let first = words.trim_start_matches(speech::is_opener).chars().next()?;
    // `2 Roads` without a full stop is a heading only if its number has several parts, or its words are in capitals.
    let dotted =
        written != bare || parts.len() > 1 || labels::SECTIONS.contains(&words.to_lowercase().as_str());
    let begins = first.is_uppercase() || first.is_numeric() && parts.len() > 1;
    ((arabic && dotted || roman) && begins && parts.len() <= 5 && bare.len() <= 12).then_some(Numbering {
        written,
        depth: parts.len(),
        words,
    })
}

/// Whether words are those below a figure: `Figure 3. …`.
pub(super) fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().trim_end_matches('.').to_lowercase();
    let number = words.next().unwrap_or_default();
    let digits = number.trim_end_matches(['.', ':', ',', ')']);
    let ends =
        number.len() > digits.len() || words.next().is_none_or(|next| next.starts_with(['–', '—', '-']));
    labels::CAPTIONS.contains(&first.as_str())
        && digits.len() <= 4
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && ends
}

/// Leaves out the numbers of headings, unless the text speaks of its sections by number.
pub(super) fn without_numbers(parts: &mut [Part]) {
    let headings = |part: &Part| matches!(part.role, Role::Heading(_));
    if parts.iter().filter(|part| !headings(part)).any(|part| speaks_of_numbers(&part.text)) {
        return;
    }
    for part in parts.iter_mut().filter(|part| headings(part)) {
        if let Some(Numbering { written, words, .. }) = numbering(&part.text) {
            let remark = Remark::new(Kind::Replaced, "the number of a heading; the text never speaks of it")
                .from(written);
            part.text = words.to_owned();
            part.say(remark);
        }
    }
}

fn speaks_of_numbers(text: &str) -> bool {
    let mut before = "";
    for word in text.split_whitespace() {
        let digit = word.starts_with(|c: char| c.is_ascii_digit());
        let lower = if digit { before.to_lowercase() } else { String::new() };
        if labels::SECTION_WORDS.contains(&lower.trim_start_matches('(')) {
            return true;
        }
        before = word;
    }
    false
}
