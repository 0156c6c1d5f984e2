//! Pull quotes are found among paragraphs.
//!
//! In: parts. Out: the roles of those that repeat what another part says, with the verdict. Never: a quote moved.
//!
//! The judge is the one that the site itself asks, [`crate::parse::pullquote`]. It is shown only the places of the text
//! that share runs of three words with a candidate, so that the cost does not grow with candidates times text.

use std::collections::HashMap;

use super::part::{Part, Role};
use super::piece::Looks;
use super::shingles::{Index, Place};
use super::speech::{self, End, Start, plain};
use crate::import::remark::{Kind, Remark};
use crate::parse::pullquote::{Corpus, RunningText, Verdict};

/// How much text before and after a shared run of words is shown to the judge, in bytes.
const AROUND: usize = 1500;
/// More words than a pull quote has.
const LONGEST: usize = 90;

/// Finds the pull quotes.
pub(super) fn find(parts: &mut [Part]) {
    let candidates: Vec<usize> = (0..parts.len()).filter(|index| may_be(parts, *index)).collect();
    if candidates.is_empty() {
        return;
    }
    let texts: Vec<String> = parts.iter().map(|part| plain(&part.text)).collect();
    let repeated = repeated(&texts, &candidates);
    let index = Index::new(candidates.iter().map(|at| (*at, texts.get(*at).map_or("", String::as_str))));
    let mut places: HashMap<usize, Vec<Place>> = HashMap::new();
    let mut words = 0;
    for (at, text) in texts.iter().enumerate() {
        if parts.get(at).is_some_and(|part| part.role == Role::Text) {
            words = index.look_up(at, text, words, &mut places);
        }
    }
    for candidate in candidates {
        let found = places.remove(&candidate).unwrap_or_default();
        let judged = judge(&texts, candidate, &found);
        let again = repeated.contains_key(&candidate);
        decide(parts, candidate, judged, again);
    }
}

/// Whether a part has the form of a pull quote: a sentence or two that stand alone.
fn may_be(parts: &[Part], index: usize) -> bool {
    let Some(part) = parts.get(index) else {
        return false;
    };
    if part.looks == Looks::PullQuote {
        return true;
    }
    let words = speech::count(&part.text, LONGEST + 1);
    part.role == Role::Text
        && part.looks == Looks::Unknown
        && (5..=LONGEST).contains(&words)
        && speech::start(&part.text) != Start::Lower
        && (speech::end(&part.text) == End::Sentence || interrupts(parts, index))
}

/// Candidates whose words stand alone more than once: a refrain.
fn repeated(texts: &[String], candidates: &[usize]) -> HashMap<usize, ()> {
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    for candidate in candidates {
        let words = texts.get(*candidate).map(|text| crate::import::ledger::words(text).join(" "));
        seen.entry(words.unwrap_or_default()).or_default().push(*candidate);
    }
    let mut repeated = HashMap::new();
    for candidate in candidates {
        let words = texts.get(*candidate).map(|text| crate::import::ledger::words(text).join(" "));
        if seen.get(&words.unwrap_or_default()).is_some_and(|same| same.len() > 1) {
            repeated.insert(*candidate, ());
        }
    }
    repeated
}

/// Whether a part stands in the middle of a sentence: the one before it does not end, and the one after it goes on.
fn interrupts(parts: &[Part], index: usize) -> bool {
    let stands = |part: &&Part| !part.floats() && part.looks != Looks::PullQuote;
    let before = parts.get(..index).and_then(|parts| parts.iter().rev().take(6).find(stands));
    let after = parts.get(index + 1..).and_then(|parts| parts.iter().take(6).find(stands));
    let open = before.is_some_and(|part| {
        matches!(part.role, Role::Text | Role::Entry(_))
            && matches!(speech::end(&part.text), End::Word | End::Open | End::Hyphen)
    });
    open && after.is_some_and(|part| part.role == Role::Text && speech::start(&part.text) != Start::Other)
}

/// What the judge says of a candidate, and which part it quotes.
fn judge(texts: &[String], candidate: usize, places: &[Place]) -> Option<(Verdict, usize)> {
    let quote = texts.get(candidate)?;
    let length = speech::count(quote, LONGEST + 1);
    let places: Vec<Place> = places
        .iter()
        .filter(|place| place.part != candidate)
        // What is no longer than the quote does not hold it with more around it: it is the same paragraph again.
        .filter(|place| {
            texts.get(place.part).is_some_and(|text| speech::count(text, length + 4) > length + 3)
        })
        .copied()
        .collect();
    let window = densest(&places, length)?;
    let (first, last) = (window.first()?, window.last()?);
    let mut running = RunningText::default();
    for part in first.part..=last.part {
        if part != candidate
            && let Some(text) = texts.get(part)
        {
            let start = if part == first.part {
                speech::head(text, first.at.saturating_sub(AROUND)).len()
            } else {
                0
            };
            let end = if part == last.part { speech::head(text, last.at + AROUND).len() } else { text.len() };
            running.paragraph(|out| out.push_str(text.get(start..end).unwrap_or_default()));
        }
    }
    let mut counts: HashMap<usize, usize> = HashMap::new();
    window.iter().for_each(|place| *counts.entry(place.part).or_default() += 1);
    let quoted = window.iter().map(|place| place.part).max_by_key(|part| counts.get(part).copied())?;
    Some((Corpus::new(running).judge(quote), quoted))
}

/// The stretch of text, about as long as the quote, that shares most with it.
fn densest(places: &[Place], length: usize) -> Option<&[Place]> {
    let mut best: Option<&[Place]> = None;
    let mut start = 0;
    for (end, place) in places.iter().enumerate() {
        while places.get(start).is_some_and(|first| first.word + length * 2 < place.word) {
            start += 1;
        }
        let window = places.get(start..=end)?;
        if best.is_none_or(|best| window.len() > best.len()) {
            best = Some(window);
        }
    }
    best
}

fn decide(parts: &mut [Part], candidate: usize, judged: Option<(Verdict, usize)>, again: bool) {
    let interrupts = interrupts(parts, candidate);
    let Some(part) = parts.get_mut(candidate) else {
        return;
    };
    let looks = part.looks == Looks::PullQuote;
    let words = speech::count(&part.text, LONGEST);
    let (verdict, quoted) = judged.unwrap_or((Verdict::NotFound, candidate));
    let (accepted, edited, message) = match &verdict {
        Verdict::Verbatim => (looks || interrupts || (words >= 8 && !again), false, "verbatim".to_owned()),
        Verdict::Elided => (looks || interrupts || (words >= 8 && !again), false, "elided".to_owned()),
        Verdict::Edited { likeness, difference, .. } => {
            let alike = interrupts && *likeness >= 0.6 || *likeness >= 0.75 && words >= 8 && !again;
            (looks || alike, true, format!("edited, {likeness:.2} alike: {difference}"))
        }
        Verdict::NotFound => (looks, false, "not found in the text".to_owned()),
    };
    if !accepted {
        return;
    }
    part.role = Role::PullQuote { quoted, edited };
    let place = if interrupts { "in the middle of another sentence" } else { "as a paragraph of its own" };
    let mut remark = Remark::new(Kind::Lifted, format!("a pull quote that stood {place}; {message}"));
    if let Verdict::Edited { likeness, .. } = verdict {
        remark = remark.sure(likeness);
    }
    part.say(remark);
    if edited && !interrupts && !looks {
        part.say(
            Remark::new(
                Kind::Guess,
                "a paragraph that says again what another one says, taken for a pull quote",
            )
            .sure(0.6),
        );
    }
    if verdict == Verdict::NotFound {
        let message = "it stands apart as a pull quote does, but its words are not in the text";
        part.say(Remark::new(Kind::Guess, message).sure(0.5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::text::piece::Piece;

    fn found(paragraphs: &[&str]) -> Vec<(usize, usize, bool)> {
        let mut parts: Vec<Part> = paragraphs
            .iter()
            .map(|text| {
                Part::new(Piece {
                    text: (*text).into(),
                    place: String::new(),
                    page: 1,
                    looks: Looks::Unknown,
                })
            })
            .collect();
        find(&mut parts);
        parts
            .iter()
            .enumerate()
            .filter_map(|(index, part)| match part.role {
                Role::PullQuote { quoted, edited } => Some((index, quoted, edited)),
                _ => None,
            })
            .collect()
    }

    const LONG: &str = "Ports were built first, and nobody asked for whom. The harbour of Lisse moves fewer boxes \
        than it did before the war, whatever its owners say in public. That is the measure of the whole plan.";

    #[test]
    fn a_sentence_that_stands_again_alone_is_a_quote() {
        let quote = "The harbour of Lisse moves fewer boxes than it did before the war, whatever its owners say in public.";
        assert_eq!(found(&[LONG, quote]), [(1, 0, false)]);
        assert_eq!(found(&[quote, LONG]), [(0, 1, false)]);
    }

    #[test]
    fn a_reworded_one_is_a_quote_in_the_middle_of_a_sentence() {
        let quote =
            "Does the harbour of Lisse move fewer boxes than it did before the war, whatever its owners say?";
        assert_eq!(
            found(&[LONG, "It can be seen in the number of", quote, "ships that lie idle there."]),
            [(2, 0, true)]
        );
        assert_eq!(
            found(&[
                LONG,
                "It can be seen in the ships.",
                "Does the harbour of Lisse matter to those who pay for it?",
                "Yes."
            ]),
            []
        );
    }

    #[test]
    fn a_refrain_is_none() {
        let refrain = "We shall build it again and we shall build it better than before.";
        let text = format!("The mayor ended as ever. {refrain} Nobody clapped.");
        assert_eq!(
            found(&[&text, refrain, "Then the rain came to the city and washed the stage away.", refrain]),
            []
        );
    }
}
