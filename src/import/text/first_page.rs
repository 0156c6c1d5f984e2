//! What stands on the first page before the text begins.
//!
//! In: all pieces. Out: title, subtitle, authors, date, series, and how many pieces they took. Never: the summary, which is a
//! section like others until the end; never the case of a title's letters.

use super::authors::{Byline, byline, is_institution};
use super::imprint;
use super::labels::{self, is_label};
use super::piece::{Looks, Piece};
use super::speech::{self, End, Start, plain};
use crate::import::dates;
use crate::import::remark::{Kind, Remark};
use crate::import::transcript::{Author, Front};

/// More lines than any title page has.
const LINES: usize = 24;

/// What a line of a title page is.
#[derive(Debug, PartialEq)]
enum Line {
    Words(String),
    Names(Byline, String),
    Date(String, String),
    Series(imprint::Series, String),
    Institution(String),
    Email(String),
    Doi(String, String),
    Other(String),
}

/// A line with the piece that it is of.
struct Placed {
    line: Line,
    piece: usize,
    place: String,
    looks: Looks,
}

/// Reads the first page. The second value says how many pieces belong to it.
pub(super) fn first_page(pieces: &[Piece]) -> (Front, usize) {
    let mut lines = Vec::new();
    let mut taken = 0;
    for (index, piece) in pieces.iter().enumerate() {
        if ends_page(piece, pieces.get(index + 1), &lines) || lines.len() > LINES {
            break;
        }
        for text in piece.text.split('\n').map(plain).flat_map(|line| cut(&line)) {
            let line = line(text.trim(), &piece.looks);
            let (place, looks) = (piece.place.clone(), piece.looks.clone());
            lines.push(Placed { line, piece: index, place, looks });
        }
        taken = index + 1;
    }
    names_that_are_titles(&mut lines);
    let mut page = Page::default();
    lines.into_iter().for_each(|line| page.take(line));
    (page.finish(), taken)
}

/// Whether the text begins with this piece.
fn ends_page(piece: &Piece, next: Option<&Piece>, before: &[Placed]) -> bool {
    match piece.looks {
        Looks::Title | Looks::Subtitle | Looks::Byline => return false,
        Looks::Body if !before.is_empty() && is_byline(piece) => return false,
        Looks::Unknown => {}
        _ => return true,
    }
    let text = plain(&piece.text).replace('\n', " ");
    let words = speech::count(&text, 40);
    let sentence = text.trim_end().ends_with(['.', ':', ',', ';']) && words >= 9;
    let labelled =
        [labels::SUMMARY, labels::SECTIONS, labels::KEYWORDS].iter().any(|table| is_label(&text, table));
    if words > 30 || sentence || labelled || super::summary::begins(&text) {
        return true;
    }
    // What stands after names or a date, and is neither, is the first heading.
    let known = |line: &Placed| matches!(line.line, Line::Names(..) | Line::Date(..));
    let is_words = |text: &str| matches!(line(text, &Looks::Unknown), Line::Words(_));
    let heads_text =
        next.is_some_and(|next| next.looks == Looks::Unknown && speech::count(&next.text, 31) > 25);
    piece.text.split('\n').all(|line| is_words(&plain(line)))
        && (before.iter().any(known) && before.iter().any(|line| matches!(line.line, Line::Words(_)))
            || !before.is_empty() && heads_text && super::bullets::number(&text).is_some())
}

/// Whether every line names people, a date or the like. A layout that sets them as it sets the text does not make them one.
fn is_byline(piece: &Piece) -> bool {
    let is_known = |text: &str| {
        let line = line(plain(text).trim(), &Looks::Unknown);
        matches!(line, Line::Names(..) | Line::Date(..) | Line::Institution(_) | Line::Email(_))
    };
    piece.text.lines().count() <= 6 && piece.text.lines().all(is_known)
}

/// A line cut at bars, and at dashes and dots that stand before a date: `Ada Brink — May 2022`.
fn cut(line: &str) -> Vec<String> {
    let cut = |mark: &str| line.split(mark).map(|text| text.trim().to_owned()).collect::<Vec<_>>();
    let dated = [" — ", " – ", " · ", " • "]
        .into_iter()
        .map(cut)
        .find(|texts| texts.len() > 1 && texts.iter().any(|text| dates::date(text).is_some()));
    dated.unwrap_or_else(|| cut(" | "))
}

fn line(text: &str, looks: &Looks) -> Line {
    let written = text.to_owned();
    if matches!(looks, Looks::Title | Looks::Subtitle) {
        Line::Words(written)
    } else if let Some(date) = dates::date(text) {
        Line::Date(date, written)
    } else if let Some(doi) = imprint::doi(text) {
        Line::Doi(doi, written)
    } else if imprint::is_email(text) {
        Line::Email(written)
    } else if imprint::is_contact(text) {
        Line::Other(written)
    } else if let Some(series) = imprint::series(text) {
        Line::Series(series, written)
    } else if let Some(byline) = byline(text) {
        Line::Names(byline, written)
    } else if is_institution(text) && speech::count(text, 9) <= 8 {
        Line::Institution(written)
    } else {
        Line::Words(written)
    }
}

/// A title can look like a name ("Digital China") or an institution, and names can stand before the title.
fn names_that_are_titles(lines: &mut [Placed]) {
    let title = lines.iter().position(|line| matches!(line.line, Line::Words(_)));
    let names = |line: &Placed| matches!(line.line, Line::Names(..));
    if let Some(title) = title {
        // Names before the title are a title themselves if there are others behind it.
        let first =
            lines.iter().position(|line| matches!(&line.line, Line::Names(byline, _) if !byline.sure));
        let later = lines.iter().skip(title).any(names);
        if let Some(line) =
            first.filter(|first| *first < title && later).and_then(|first| lines.get_mut(first))
        {
            line.make_words();
        }
        for index in 1..lines.len() {
            let quiet =
                |line: &Placed| matches!(&line.line, Line::Names(_, text) if !speech::is_capitals(text));
            let more = lines.iter().skip(index + 1).any(quiet);
            let (before, after) = lines.split_at_mut(index);
            if let (Some(last), Some(this)) = (before.last(), after.first_mut())
                && goes_on(last, this, more)
            {
                this.make_words();
            }
        }
        return;
    }
    let first = lines.iter_mut().find(|line| match &line.line {
        Line::Names(byline, _) => !byline.sure,
        Line::Institution(_) => true,
        _ => false,
    });
    if let Some(line) = first {
        line.make_words();
    }
}

impl Placed {
    fn make_words(&mut self) {
        if let Line::Names(_, written) | Line::Institution(written) = &self.line {
            self.line = Line::Words(written.clone());
        }
    }
}

/// Whether what looks like a name goes on with the title before it. `more`: other names follow.
fn goes_on(last: &Placed, this: &Placed, more: bool) -> bool {
    let (Line::Words(title), Line::Names(_, written) | Line::Institution(written)) = (&last.line, &this.line)
    else {
        return false;
    };
    let loud = speech::is_capitals(title) && speech::is_capitals(written);
    last.piece == this.piece && (speech::end(title) == End::Open || loud) || loud && more
}

#[derive(Default)]
struct Page {
    front: Front,
    /// The piece that the title or subtitle ended in.
    last: Option<usize>,
    /// Something stood behind the title that is no part of it.
    closed: bool,
}

impl Page {
    fn take(&mut self, placed: Placed) {
        let Placed { line, piece, place, looks } = placed;
        let (kind, message, from) = match line {
            Line::Words(text) => return self.words(&text, piece, &looks, place),
            Line::Names(byline, _) => {
                self.front.authors.extend(byline.authors);
                (Kind::Replaced, "words between the names of authors".to_owned(), byline.words)
            }
            Line::Date(date, written) if self.front.date.is_none() => {
                let message = format!("the date, written {date} in the front matter");
                self.front.date = Some(date);
                (Kind::Replaced, message, written)
            }
            Line::Doi(doi, written) => {
                self.front.doi = Some(doi);
                (Kind::Replaced, "the DOI, which is in the front matter".to_owned(), written)
            }
            Line::Series(series, _) if self.front.series.is_none() => {
                self.front.series = Some(series.name);
                self.front.number = series.number;
                (Kind::Replaced, "words beside the number of the series".to_owned(), series.words)
            }
            Line::Institution(written) => match self.only_author() {
                Some(author) if author.affiliation.is_none() => {
                    author.affiliation = Some(written);
                    return self.closed = true;
                }
                _ => (Kind::SetAside, "an institution on the first page".to_owned(), written),
            },
            Line::Email(written) => match self.only_author() {
                Some(author) if author.email.is_none() && !written.contains(' ') => {
                    author.email = Some(written);
                    return;
                }
                _ => (Kind::SetAside, "an address on the first page".to_owned(), written),
            },
            Line::Date(_, written) | Line::Series(_, written) | Line::Other(written) => (
                Kind::SetAside,
                "a line of the first page that has no place in the front matter".to_owned(),
                written,
            ),
        };
        self.closed |= self.front.title.is_some();
        if !from.trim().is_empty() {
            self.front.remarks.push(Remark::new(kind, message).from(from.trim()).at(place));
        }
    }

    fn only_author(&mut self) -> Option<&mut Author> {
        match self.front.authors.as_mut_slice() {
            [author] => Some(author),
            _ => None,
        }
    }

    fn words(&mut self, text: &str, piece: usize, looks: &Looks, place: String) {
        let goes_on = self.last == Some(piece) && !self.closed && *looks != Looks::Subtitle;
        match (&mut self.front.title, &mut self.front.subtitle) {
            (None, _) => self.front.title = Some(text.to_owned()),
            (Some(title), None) if belongs(title, text, goes_on) => append(title, text),
            (Some(_), None) if !self.closed || *looks == Looks::Subtitle => {
                self.front.subtitle = Some(text.to_owned());
            }
            (Some(_), Some(subtitle)) if belongs(subtitle, text, goes_on) => append(subtitle, text),
            _ => {
                let message = "a line of the first page that is neither title nor name nor date";
                self.front.remarks.push(Remark::new(Kind::SetAside, message).from(text).at(place));
            }
        }
        self.last = Some(piece);
    }

    fn finish(mut self) -> Front {
        if let (Some(title), Some(_)) = (&mut self.front.title, &self.front.subtitle) {
            title.truncate(title.trim_end_matches(['.', ':']).len());
        }
        self.front
    }
}

/// Says as what the first page was read.
pub(super) fn said(front: &Front) -> Option<Remark> {
    let title = front.title.as_ref()?;
    let subtitle =
        front.subtitle.as_ref().map(|text| format!(", the subtitle \"{text}\"")).unwrap_or_default();
    let names: Vec<&str> = front.authors.iter().map(|author| author.name.as_str()).collect();
    let authors = match names.as_slice() {
        [] => "no author".to_owned(),
        [name] => format!("the author {name}"),
        names => format!("the authors {}", names.join(", ")),
    };
    let message = format!("the first page was read as the title \"{title}\"{subtitle}, and {authors}");
    let sure = if names.is_empty() || front.date.is_none() { 0.7 } else { 0.9 };
    Some(Remark::new(Kind::Guess, message).sure(sure))
}

/// Whether a line goes on with a title: it stands right below it in the same kind of letters, or the title needs more. A
/// title that is broken fills its line, so one that is far shorter than the line below is whole.
fn belongs(title: &str, text: &str, below: bool) -> bool {
    let filled = title.chars().count() * 2 > text.chars().count();
    speech::end(title) == End::Open
        || speech::start(text) == Start::Lower
        || below && filled && speech::is_capitals(title) == speech::is_capitals(text)
}

fn append(title: &mut String, text: &str) {
    if !(title.ends_with('-') && text.starts_with(char::is_alphanumeric)) {
        title.push(' ');
    }
    title.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, looks: Looks) -> Piece {
        Piece { text: text.into(), place: "page 1".into(), page: 1, looks }
    }

    #[test]
    fn a_byline_that_is_set_as_the_text_is_one() {
        let title = piece("Ports for sale", Looks::Title);
        let byline = piece("Ada Example\nJan Przykład\nMarch 2024", Looks::Body);
        let text = piece("The first lease was signed in March 2024.", Looks::Body);
        let (front, taken) = first_page(&[title, byline.clone(), text]);
        let names: Vec<&str> = front.authors.iter().map(|author| author.name.as_str()).collect();
        assert_eq!((names, taken), (vec!["Ada Example", "Jan Przykład"], 2));
        assert_eq!(front.date.as_deref(), Some("2024-03"));
        // Without a title before it, nothing says that the page is one.
        assert_eq!(first_page(&[byline]).1, 0);
    }
}
