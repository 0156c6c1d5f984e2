//! Pieces of text become a paper.
//!
//! In: [`Piece`]s in reading order, the census of the source. Out: a [`Transcript`]. Never: how the pieces were found.

use super::blocks;
use super::case::Cases;
use super::notes::Notes;
use super::part::{Part, Role};
use super::piece::{Looks, Piece, raw};
use super::speech::plain;
use super::vocabulary::Vocabulary;
use super::{
    back_matter, case, first_page, headings, hyphens, joins, language, lists, notes, pull_quotes, speech,
    summary,
};
use crate::import::Options;
use crate::import::ledger::Census;
use crate::import::remark::{Kind, Remark};
use crate::import::transcript::Transcript;

/// Makes a paper of pieces. `source` has all words of the document; its notes are counted here, one for each piece that
/// is a note. `name` is the file's name.
pub fn arrange(pieces: Vec<Piece>, source: Census, options: &Options, name: &str) -> Transcript {
    let mut transcript = Transcript { source, ..Transcript::default() };
    let vocabulary = Vocabulary::of(&pieces);
    let mut pieces = without_furniture(pieces, &mut transcript.remarks);
    let (front, taken) = first_page::first_page(&pieces);
    transcript.front = front;
    for piece in pieces.drain(..taken) {
        transcript.front.remarks.extend(notes::unmarked(&piece.text, &piece.place));
    }
    let mut notes = Notes::take(&mut pieces, &vocabulary);
    set_aside(pieces.split_off(back_matter::begin(&pieces)), &mut transcript.remarks);
    let mut parts = parts(pieces, &vocabulary);
    lists::find(&mut parts);
    headings::find(&mut parts);
    headings::without_numbers(&mut parts);
    let abstracts = take_summary(&mut parts, &mut transcript);
    let abstracts = joins::join(abstracts, &vocabulary);
    pull_quotes::find(&mut parts);
    let mut parts = joins::join(parts, &vocabulary);
    speak(&parts, &abstracts, options, &mut transcript);
    sentence_case(&mut parts, &abstracts, &mut transcript);
    transcript.front.remarks.extend(first_page::said(&transcript.front));
    transcript.front.summary = blocks::blocks(abstracts, &mut notes, &mut transcript.remarks);
    transcript.blocks = blocks::blocks(parts, &mut notes, &mut transcript.remarks);
    transcript.source.notes += notes.count();
    let (notes, remarks, uncited) = notes.finish();
    transcript.notes = notes;
    transcript.remarks.extend(remarks);
    transcript.absent.notes += uncited;
    title(&mut transcript, name);
    transcript
}

fn without_furniture(pieces: Vec<Piece>, remarks: &mut Vec<Remark>) -> Vec<Piece> {
    let mut kept = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece.looks {
            Looks::Furniture(why) => {
                remarks.push(Remark::new(Kind::Dropped, why).from(raw(&piece.text)).at(piece.place));
            }
            _ => kept.push(piece),
        }
    }
    kept
}

fn set_aside(pieces: Vec<Piece>, remarks: &mut Vec<Remark>) {
    for piece in pieces {
        let remark = Remark::new(Kind::SetAside, "back matter, which the site's imprint stands for");
        remarks.push(remark.from(raw(&piece.text).replace('\n', " ")).at(piece.place));
    }
}

fn parts(pieces: Vec<Piece>, vocabulary: &Vocabulary) -> Vec<Part> {
    let whole = |piece: Piece| {
        let mut part = Part::new(piece);
        part.text = hyphens::unbroken(&part.text, vocabulary, &part.place, &mut part.remarks);
        if !part.text.contains(char::is_alphanumeric) {
            // Bullets that a program parted from their entries, lines of dots or stars.
            part.say(Remark::new(
                Kind::Dropped,
                format!("marks without words: {}", plain(speech::head(&part.text, 60))),
            ));
            part.role = Role::Gone;
        }
        part
    };
    summary::part_labels(pieces.into_iter().map(whole).collect())
}

/// Takes the summary and the keywords out of the text.
fn take_summary(parts: &mut Vec<Part>, transcript: &mut Transcript) -> Vec<Part> {
    let mut abstracts = Vec::new();
    if let Some((begin, end)) = summary::span(parts) {
        abstracts = parts.drain(begin..end).collect();
        let heading = abstracts.remove(0);
        let remark = Remark::new(Kind::Replaced, "the heading of the summary, which is in the front matter");
        transcript.remarks.extend(heading.remarks);
        transcript.front.remarks.push(remark.from(raw(&heading.text)).at(heading.place));
    }
    if let Some(index) = parts.iter().take(20).position(summary::is_keywords)
        && let Some((topics, remark)) = parts.get(index).and_then(summary::keywords)
    {
        let part = parts.remove(index);
        transcript.front.topics = topics;
        transcript.front.remarks.extend(notes::unmarked(&part.text, &part.place));
        transcript.front.remarks.extend(part.remarks);
        transcript.front.remarks.push(remark);
    }
    abstracts
}

/// Sets what is in capitals in sentence case.
fn sentence_case(parts: &mut [Part], abstracts: &[Part], transcript: &mut Transcript) {
    let front = &mut transcript.front;
    let heading = |part: &Part| matches!(part.role, Role::Heading(_)) && case::is_loud(&plain(&part.text));
    let mut loud: Vec<String> =
        parts.iter().filter(|part| heading(part)).map(|part| plain(&part.text)).collect();
    loud.extend(
        [&front.title, &front.subtitle].into_iter().flatten().filter(|text| case::is_loud(text)).cloned(),
    );
    if loud.is_empty() {
        return;
    }
    let cases = Cases::learn(
        &loud,
        front.lang.as_deref(),
        abstracts.iter().chain(parts.iter()).map(|part| part.text.as_str()),
    );
    for part in parts.iter_mut().filter(|part| heading(part)) {
        let (text, unknown) = cases.sentence(&part.text);
        part.text = text;
        part.remarks.extend(unsure(&unknown));
    }
    for text in
        [&mut front.title, &mut front.subtitle].into_iter().flatten().filter(|text| case::is_loud(text))
    {
        let (set, unknown) = cases.sentence(text);
        *text = set;
        front.remarks.extend(unsure(&unknown));
    }
}

fn unsure(unknown: &[String]) -> Option<Remark> {
    let message = format!(
        "set in sentence case; whether {} begins with a capital, the text does not say",
        unknown.join(", ")
    );
    (!unknown.is_empty()).then(|| Remark::new(Kind::Guess, message).sure(0.7))
}

/// Says what language the text is in.
fn speak(parts: &[Part], abstracts: &[Part], options: &Options, transcript: &mut Transcript) {
    if let Some(lang) = &options.lang {
        transcript.front.lang = Some(lang.clone());
        return;
    }
    let texts = parts.iter().chain(abstracts).filter(|part| part.role == Role::Text);
    if let Some((lang, sure)) = language::guess(texts.map(|part| part.text.as_str())) {
        let message = format!("the language is taken to be `{lang}`, from the words of the text");
        transcript.front.lang = Some(lang.to_owned());
        transcript.front.remarks.push(Remark::new(Kind::Guess, message).sure(sure));
    }
}

/// A paper without a title is called by the name of its file.
fn title(transcript: &mut Transcript, name: &str) {
    if transcript.front.title.is_none() {
        let title = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        let guess = Remark::new(Kind::Guess, "no title was found, so the file's name stands in for it");
        transcript.front.remarks.push(guess.to(title.clone()).sure(0.2));
        transcript.front.title = Some(title);
    }
}
