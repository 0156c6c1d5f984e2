//! Paragraphs that were broken are made whole, and places where words are missing are marked.
//!
//! In: parts with their roles. Out: the same, with the second half of a paragraph put behind the first, and a gap where a
//! paragraph begins in the middle of a sentence that no other began. Never: a guess across a gap.

use super::hyphens;
use super::part::{Part, Role};
use super::piece::Looks;
use super::speech::{self, End, Start, plain};
use super::vocabulary::Vocabulary;
use crate::import::remark::{Kind, Remark};

/// How two parts that follow each other belong together.
#[derive(Debug, PartialEq)]
enum Bond {
    /// The second goes on with the first.
    Joined(f32),
    /// The second goes on with something that is not there.
    Missing,
    /// The first ends in the middle of a sentence that nothing goes on with.
    Unfinished,
    /// Each stands for itself.
    None,
}

/// Joins what belongs together. What floats between two halves stands behind the whole.
pub(super) fn join(parts: Vec<Part>, vocabulary: &Vocabulary) -> Vec<Part> {
    let mut joined = Joined {
        small: writes_small(&parts),
        parts: Vec::with_capacity(parts.len()),
        moved: Vec::new(),
        last: None,
    };
    for part in parts {
        joined.take(part, vocabulary);
    }
    joined.finish()
}

/// Whether the text begins its sentences with small letters, so that a small letter says nothing.
fn writes_small(parts: &[Part]) -> bool {
    let (mut small, mut all) = (0, 0);
    for part in parts.iter().take(200).filter(|part| part.role == Role::Text) {
        let mut ended = false;
        for word in speech::head(&part.text, 20_000).split_whitespace() {
            all += usize::from(ended);
            small += usize::from(ended && word.starts_with(char::is_lowercase));
            ended = word.len() > 4 && word.ends_with(['.', '!', '?']);
        }
    }
    small > 0 && small * 2 > all
}

struct Joined {
    small: bool,
    parts: Vec<Part>,
    /// For each old index, the new one.
    moved: Vec<usize>,
    /// The last part that doesn't float.
    last: Option<usize>,
}

impl Joined {
    fn take(&mut self, mut part: Part, vocabulary: &Vocabulary) {
        if part.floats() {
            self.moved.push(self.parts.len());
            return self.parts.push(part);
        }
        let floated = self.last.is_none_or(|last| last + 1 < self.parts.len());
        let before = self.last.and_then(|last| self.parts.get_mut(last));
        let bond = match &before {
            Some(before) => bond(before, &part, floated),
            None => Bond::None,
        };
        match (bond, before) {
            (Bond::Joined(sure), Some(before)) => {
                before.say_joined(&part, sure);
                let (text, place) = (std::mem::take(&mut part.text), part.place.clone());
                hyphens::append(&mut before.text, &text, vocabulary, &place, &mut before.remarks);
                before.remarks.append(&mut part.remarks);
                // What floated in between speaks of the whole, and marks that it may be printed behind it.
                self.moved.push(self.last.unwrap_or(0));
                return;
            }
            (Bond::Missing, _) if !self.small => self.parts.push(gap(&part)),
            (Bond::Unfinished, Some(before)) => before.say_unfinished(),
            _ => {}
        }
        self.last = Some(self.parts.len());
        self.moved.push(self.parts.len());
        self.parts.push(part);
    }

    /// The parts, with pull quotes pointing to where the parts that they quote are now.
    fn finish(self) -> Vec<Part> {
        let Self { mut parts, moved, last, .. } = self;
        if let Some(last) = last.and_then(|last| parts.get_mut(last)).filter(|last| breaks_off(last)) {
            last.say_unfinished();
        }
        for part in &mut parts {
            if let Role::PullQuote { quoted, .. } = &mut part.role {
                *quoted = moved.get(*quoted).copied().unwrap_or(*quoted);
            }
        }
        parts
    }
}

impl Part {
    fn say_unfinished(&mut self) {
        let message =
            format!("the paragraph that ends \"{}\" breaks off without a full stop", excerpt_end(&self.text));
        self.say(Remark::new(Kind::Guess, message).sure(0.5));
    }

    fn say_joined(&mut self, next: &Part, sure: f32) {
        let message =
            format!("a paragraph that was broken: \"{} | {}\"", excerpt_end(&self.text), excerpt(&next.text));
        let mut remark = Remark::new(Kind::Joined, message).at(next.place.clone());
        if sure < 1.0 {
            remark = remark.sure(sure);
        }
        self.remarks.push(remark);
    }
}

/// How `part` belongs to the one before it. `floated`: something that floats stands between them.
fn bond(before: &Part, part: &Part, floated: bool) -> Bond {
    if matches!(part.role, Role::Heading(_)) && breaks_off(before) {
        return Bond::Unfinished;
    }
    if part.role != Role::Text {
        return Bond::None;
    }
    let start = speech::start(&part.text);
    if matches!(before.role, Role::Heading(_) | Role::Gap) {
        return if start == Start::Lower { Bond::Missing } else { Bond::None };
    }
    let apart = floated || before.page != part.page;
    let end = speech::end(&before.text);
    let listed = matches!(before.role, Role::Entry(_));
    match (end, start) {
        (End::Hyphen, Start::Lower | Start::Capital | Start::Digit) => Bond::Joined(1.0),
        (End::Open | End::Word | End::Short, Start::Lower) => Bond::Joined(1.0),
        (End::Short, Start::Digit) => Bond::Joined(0.8),
        (End::Open, Start::Capital | Start::Digit) if !listed && is_paragraph(before) => {
            Bond::Joined(if apart { 0.8 } else { 0.7 })
        }
        // A name or a figure may go on with a sentence as a small letter does, when a page or a quote parts them.
        (End::Word, Start::Capital | Start::Digit)
            if apart && !listed && is_paragraph(before) && is_paragraph(part) =>
        {
            Bond::Joined(0.7)
        }
        (End::Word, Start::Capital | Start::Digit)
            if !listed && is_paragraph(before) && is_paragraph(part) =>
        {
            Bond::Unfinished
        }
        (End::Sentence, Start::Lower) if part.looks != Looks::Body || !listed => Bond::Missing,
        _ => Bond::None,
    }
}

/// Whether a paragraph ends before its last sentence does.
fn breaks_off(part: &Part) -> bool {
    let open = matches!(speech::end(&part.text), End::Word | End::Open | End::Hyphen);
    part.role == Role::Text && open && is_paragraph(part)
}

/// Whether a part is long enough to be a paragraph and no line of a table or a signature.
fn is_paragraph(part: &Part) -> bool {
    speech::count(&part.text, 12) >= 12
}

/// The place where words are missing, before `part`.
fn gap(part: &Part) -> Part {
    let message = format!(
        "words seem to be missing: what stands before is complete, and a paragraph begins in the middle of a sentence, \"{}\"",
        excerpt(&part.text)
    );
    let mut gap = Part {
        role: Role::Gap,
        text: "Words seem to be missing here: the next paragraph begins in the middle of a sentence."
            .to_owned(),
        place: part.place.clone(),
        page: part.page,
        looks: Looks::Unknown,
        remarks: Vec::new(),
    };
    gap.say(Remark::new(Kind::Gap, message).sure(0.9));
    gap
}

/// The first words of a text.
pub(super) fn excerpt(text: &str) -> String {
    let text = plain(speech::head(text, 400));
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    let more = if words.len() > 5 { " …" } else { "" };
    words.iter().take(5).copied().collect::<Vec<_>>().join(" ") + more
}

/// The last words of a text.
fn excerpt_end(text: &str) -> String {
    let text = plain(speech::tail(text, 400));
    let words: Vec<&str> = text.split_whitespace().collect();
    format!("… {}", words.get(words.len().saturating_sub(5)..).unwrap_or_default().join(" "))
}
