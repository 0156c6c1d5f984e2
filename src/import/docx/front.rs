//! Front matter, from styles, the first lines and the document's properties.
//!
//! In: pieces in their order, and `docProps/core.xml`. Out: [`Front`], and the pieces that are left. Never: a field without
//! a source, and never a guess that is not told.

use super::super::remark::{Kind, Remark};
use super::super::transcript::{Author, Front, Inline};
use super::headings;
use super::piece::{Paragraph, Piece, PieceKind, plain};
use super::roles::Role;
use super::xml::Element;
use crate::import::dates;

/// How many pieces after the title may be its authors, date and subtitle.
const FIRST_LINES: usize = 8;

/// What the document says of itself.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub title: String,
    pub creator: String,
    pub keywords: Vec<String>,
    pub created: String,
    pub lang: String,
}

impl Properties {
    /// Reads `docProps/core.xml`; `None`: the file has none.
    pub(super) fn read(part: Option<&Element>) -> Self {
        let text = |name: &str| {
            part.and_then(|part| part.child(name))
                .map(|element| element.text().trim().to_owned())
                .unwrap_or_default()
        };
        let keywords = text("cp:keywords");
        let keywords = keywords.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
        Self {
            title: text("dc:title"),
            creator: text("dc:creator"),
            keywords: keywords.map(str::to_owned).collect(),
            created: text("dcterms:created"),
            lang: text("dc:language"),
        }
    }
}

/// Makes front matter, and takes what it is made of out of the pieces.
pub(super) fn take(pieces: &mut Vec<Piece>, properties: &Properties, file: &str, body_size: i64) -> Front {
    let mut front = Front::default();
    let mut marks = Vec::new();
    styled(pieces, &mut front, &mut marks);
    headings::by_looks(pieces, body_size);
    if front.title.is_none() {
        first_title(pieces, properties, &mut front, &mut marks);
    }
    if front.title.is_none() {
        other_title(properties, file, &mut front);
    }
    first_lines(pieces, properties, &mut front, &mut marks);
    headings::level(pieces);
    mark_elsewhere(pieces, marks);
    from_properties(properties, &mut front);
    front
}

/// Ends a piece whose words front matter has now. Gives back what it can't have, such as a picture that is anchored in the
/// title.
fn spent(piece: Piece, front: &mut Front, marks: &mut Vec<Inline>) -> Option<Piece> {
    let Piece { kind: PieceKind::Paragraph(mut paragraph), place, remarks } = piece else { return None };
    // That it looks like a heading is no longer to be told.
    front.remarks.extend(remarks.into_iter().filter(|remark| remark.kind != Kind::Guess));
    take_marks(std::mem::take(&mut paragraph.text), marks);
    let rest = Paragraph { floats: paragraph.floats, ..Paragraph::default() };
    (!rest.floats.is_empty()).then(|| Piece { kind: PieceKind::Paragraph(rest), place, remarks: Vec::new() })
}

/// The marks of notes in a text.
fn take_marks(text: Vec<Inline>, marks: &mut Vec<Inline>) {
    for inline in text {
        match inline {
            Inline::NoteMark(_) => marks.push(inline),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => take_marks(content, marks),
            _ => {}
        }
    }
}

/// Notes of the title and of authors are marked after the first paragraph: front matter has no notes.
fn mark_elsewhere(pieces: &mut Vec<Piece>, marks: Vec<Inline>) {
    if marks.is_empty() {
        return;
    }
    let is_text = |piece: &Piece| {
        piece.role() == Role::Body && piece.paragraph().is_some_and(|paragraph| !paragraph.text.is_empty())
    };
    let at = pieces.iter().position(is_text).unwrap_or_else(|| {
        let place = "the title".to_owned();
        pieces.push(Piece { kind: PieceKind::Paragraph(Paragraph::default()), place, remarks: Vec::new() });
        pieces.len() - 1
    });
    let Some(piece) = pieces.get_mut(at) else { return };
    let message = "a note of the title or of an author is marked here: front matter has no notes";
    piece.remarks.push(Remark::new(Kind::Guess, message).at(piece.place.clone()));
    if let Some(paragraph) = piece.paragraph_mut() {
        paragraph.text.extend(marks);
    }
}

/// What the styles say: title, subtitle, authors, date.
fn styled(pieces: &mut Vec<Piece>, front: &mut Front, marks: &mut Vec<Inline>) {
    let mut kept = Vec::with_capacity(pieces.len());
    let mut is_open = true;
    for piece in std::mem::take(pieces) {
        is_open = is_open && !matches!(piece.role(), Role::Heading(_));
        let is_taken = is_open && piece.paragraph().is_some_and(is_simple) && take_styled(&piece, front);
        if is_taken {
            kept.extend(spent(piece, front, marks));
        } else {
            kept.push(piece);
        }
    }
    *pieces = kept;
}

fn take_styled(piece: &Piece, front: &mut Front) -> bool {
    let Some(paragraph) = piece.paragraph() else { return false };
    let text = line(paragraph);
    match paragraph.role {
        Role::Title if front.title.is_none() => front.title = Some(text),
        Role::Subtitle if front.subtitle.is_none() => front.subtitle = Some(text),
        Role::Author => match names(&text) {
            Some((names, dropped)) => add_authors(names, dropped, &piece.place, front),
            None => return false,
        },
        Role::Date if front.date.is_none() => match dates::date(&text) {
            Some(date) => set_date(date, text, &piece.place, front),
            None => return false,
        },
        _ => return false,
    }
    true
}

/// Whether the line of a paragraph is words alone, and notes.
pub(super) fn is_simple(paragraph: &Paragraph) -> bool {
    fn is_words(inline: &Inline) -> bool {
        match inline {
            Inline::Text(_) | Inline::Break | Inline::NoteMark(_) => true,
            Inline::Styled { content, .. } | Inline::Link { content, .. } => content.iter().all(is_words),
            _ => false,
        }
    }
    !plain(&paragraph.text).trim().is_empty() && paragraph.text.iter().all(is_words)
}

/// A paragraph as one line.
fn line(paragraph: &Paragraph) -> String {
    let words = plain(&paragraph.text).split_whitespace().collect::<Vec<_>>().join(" ");
    // Where the mark of a note stood, white space is left before a comma.
    words.replace(" ,", ",").replace(" ;", ";")
}

/// The only heading of the first level, or the first paragraph if the properties name it as the title.
fn first_title(pieces: &mut Vec<Piece>, properties: &Properties, front: &mut Front, marks: &mut Vec<Inline>) {
    if let Some((at, text)) =
        headings::title(pieces).and_then(|at| Some((at, line(pieces.get(at)?.paragraph()?))))
    {
        front.title = Some(text);
        let rest = spent(pieces.remove(at), front, marks);
        rest.into_iter().for_each(|rest| pieces.insert(at, rest));
        front.remarks.push(
            Remark::new(Kind::Guess, "the only heading of the first level is taken for the title").sure(0.9),
        );
        return;
    }
    let Some(first) = pieces.iter().position(|piece| piece.paragraph().is_some_and(is_simple)) else {
        return;
    };
    let Some(piece) = pieces.get(first) else { return };
    let Some(paragraph) = piece.paragraph() else { return };
    let text = line(paragraph);
    let is_named = !text.is_empty() && text.to_lowercase() == properties.title.to_lowercase();
    let is_large = first < 3
        && text.chars().count() <= 200
        && is_larger(paragraph, pieces.get(first + 1..).unwrap_or_default());
    if is_named || is_large {
        let place = piece.place.clone();
        let rest = spent(pieces.remove(first), front, marks);
        rest.into_iter().for_each(|rest| pieces.insert(first, rest));
        front.title = Some(text);
        let (why, sure) = if is_named {
            ("the document's properties name it so", 0.95)
        } else {
            ("it stands first, and larger than the rest", 0.8)
        };
        front.remarks.push(
            Remark::new(Kind::Guess, format!("the first line is taken for the title: {why}"))
                .at(place)
                .sure(sure),
        );
    }
}

/// Whether a paragraph is larger than all that follow.
fn is_larger(paragraph: &Paragraph, others: &[Piece]) -> bool {
    paragraph.role != Role::Quote
        && paragraph.looks.size > 0
        && others.iter().filter_map(Piece::paragraph).all(|other| other.looks.size < paragraph.looks.size)
}

/// A title that the text does not have.
fn other_title(properties: &Properties, file: &str, front: &mut Front) {
    let (title, message) = match properties.title.as_str() {
        "" => (of_file(file), "the title is made of the file's name: the text has none"),
        title => (title.to_owned(), "the title is that of the document's properties: the text has none"),
    };
    front.remarks.push(Remark::new(Kind::Guess, message).to(title.clone()).sure(0.4));
    front.title = Some(title);
}

/// `safe_cities-2020.docx` as words.
fn of_file(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = stem.replace(['_', '-'], " ");
    let title = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { "Untitled".to_owned() } else { title }
}

/// Authors and date in the lines below the title.
fn first_lines(pieces: &mut Vec<Piece>, properties: &Properties, front: &mut Front, marks: &mut Vec<Inline>) {
    let mut at = 0;
    for _ in 0..FIRST_LINES {
        let Some(piece) = pieces.get(at) else { return };
        let Some(paragraph) = piece.paragraph() else { return };
        if paragraph.text.is_empty() {
            at += 1;
            continue;
        }
        let text = line(paragraph);
        let may_be = is_simple(paragraph) && paragraph.list.is_none() && text.chars().count() <= 120;
        if !may_be || paragraph.role == Role::Abstract {
            return;
        }
        let place = piece.place.clone();
        if front.date.is_none()
            && let Some(date) = dates::date(&text)
        {
            let rest = spent(pieces.remove(at), front, marks);
            rest.into_iter().for_each(|rest| pieces.insert(at, rest));
            set_date(date, text, &place, front);
            continue;
        }
        if front.authors.is_empty()
            && let Some((names, dropped, sure)) = byline(&text, properties)
        {
            let rest = spent(pieces.remove(at), front, marks);
            rest.into_iter().for_each(|rest| pieces.insert(at, rest));
            add_authors(names, dropped, &place, front);
            front.remarks.push(
                Remark::new(Kind::Guess, "a line below the title is taken for its authors")
                    .at(place)
                    .sure(sure),
            );
            continue;
        }
        if matches!(paragraph.role, Role::Heading(_)) {
            return;
        }
        at += 1;
    }
}

fn set_date(date: String, text: String, place: &str, front: &mut Front) {
    let message = format!("the date, as front matter has it: {date}");
    front.remarks.push(Remark::new(Kind::Replaced, message).from(text).at(place));
    front.date = Some(date);
}

fn add_authors(names: Vec<String>, dropped: String, place: &str, front: &mut Front) {
    if !dropped.is_empty() {
        let message = "the word that joins or introduces authors is left out";
        front.remarks.push(Remark::new(Kind::Replaced, message).from(dropped).at(place));
    }
    front.authors.extend(names.into_iter().map(|name| Author { name, ..Author::default() }));
}

/// Authors of a line, what is left out of it, and how sure that is.
fn byline(text: &str, properties: &Properties) -> Option<(Vec<String>, String, f32)> {
    let (found, dropped) = names(text)?;
    let is_created =
        found.iter().any(|name| !name.is_empty() && name.to_lowercase() == properties.creator.to_lowercase());
    let looks_right = found.iter().all(|name| is_name(name));
    match (is_created, looks_right, dropped.is_empty()) {
        (true, ..) => Some((found, dropped, 0.95)),
        (_, true, _) => Some((found, dropped, 0.7)),
        _ => None,
    }
}

/// The names in a line of authors, and the words between them that are left out.
fn names(text: &str) -> Option<(Vec<String>, String)> {
    const BEFORE: &[&str] = &[
        "by", "autor", "autorzy", "autorka", "author", "authors", "von", "par", "por", "auteur", "auteurs",
        "oprac",
    ];
    const BETWEEN: &[&str] = &["and", "i", "oraz", "et", "und", "y", "&", "e", "en", "with"];
    let mut dropped = Vec::new();
    let mut rest = text.trim();
    if let Some((first, after)) = rest.split_once(' ')
        && BEFORE.contains(&first.trim_end_matches([':', '.']).to_lowercase().as_str())
    {
        dropped.push(first);
        rest = after;
    }
    let mut names: Vec<Vec<&str>> = vec![Vec::new()];
    for word in rest.split_whitespace() {
        if BETWEEN.contains(&word) {
            dropped.push(word);
            names.push(Vec::new());
            continue;
        }
        let ends = word.ends_with([',', ';']);
        if let Some(name) = names.last_mut() {
            name.push(word.trim_end_matches([',', ';']));
        }
        if ends {
            names.push(Vec::new());
        }
    }
    let names: Vec<String> =
        names.into_iter().filter(|name| !name.is_empty()).map(|name| name.join(" ")).collect();
    (!names.is_empty()).then(|| (names, dropped.join(" ")))
}

/// Whether a text looks like the name of a person: two to five words, each with a capital, without digits.
fn is_name(text: &str) -> bool {
    const PARTICLES: &[&str] =
        &["de", "van", "von", "der", "den", "da", "di", "la", "le", "el", "bin", "al", "dr", "prof."];
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_part = |word: &&str| {
        let is_capital = word.chars().next().is_some_and(char::is_uppercase);
        is_capital || PARTICLES.contains(word)
    };
    (2..=5).contains(&words.len())
        && words.iter().all(is_part)
        && text.chars().any(char::is_lowercase)
        && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '’' | '\''))
}

/// What only the properties tell: topics, and authors that the text does not name.
fn from_properties(properties: &Properties, front: &mut Front) {
    if front.authors.is_empty()
        && let Some((names, _)) =
            names(&properties.creator).filter(|(names, _)| names.iter().all(|name| is_name(name)))
    {
        let message =
            "the authors are those of the document's properties; Word writes there who made the file";
        front.remarks.push(Remark::new(Kind::Guess, message).to(names.join(", ")).sure(0.5));
        front.authors.extend(names.into_iter().map(|name| Author { name, ..Author::default() }));
    }
    if front.topics.is_empty() && !properties.keywords.is_empty() {
        let message = "the topics are the keywords of the document's properties";
        front.remarks.push(Remark::new(Kind::Guess, message).to(properties.keywords.join(", ")).sure(0.8));
        front.topics.clone_from(&properties.keywords);
    }
    if front.date.is_none()
        && let Some(day) = properties.created.split('T').next().filter(|day| day.len() == 10)
    {
        let message = format!(
            "the text has no date; the file was made on {day}, which need not be the day of publication"
        );
        front.remarks.push(Remark::new(Kind::Guess, message).sure(0.2));
    }
}
