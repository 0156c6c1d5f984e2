//! Pictures: in Pandoc the brackets hold the caption, in offprint what the picture shows.
//!
//! In: a picture with its attributes. Out: a figure of offprint's, or a picture in a line. Never: a caption lost.

use std::ops::Range;

use super::attributes::{self, Given};
use super::document::Document;
use super::links::{self, Destination};
use super::marks::FAR;
use crate::import::remark::{Kind, Remark};

/// The keys that a figure has in offprint.
const KEPT: [&str; 4] = ["number", "source", "credit", "chart"];
/// The keys that the figure of a chart has besides.
const OF_CHARTS: [&str; 7] = ["x", "y", "series", "by", "highlight", "unit", "alt"];

/// A picture as it is written.
pub(super) struct Picture {
    /// From the exclamation mark to the last brace.
    pub(super) range: Range<usize>,
    /// Between the brackets.
    pub(super) brackets: Range<usize>,
    /// Between the parentheses.
    pub(super) destination: Destination,
    /// Between the braces.
    pub(super) given: Given,
    /// Whether there are braces.
    pub(super) has_braces: bool,
    /// Whether it stands alone in its paragraph; then the marks that lines after the first begin with.
    pub(super) alone: Option<String>,
}

/// A figure that is to be written.
#[derive(Clone, Debug, Default)]
pub(super) struct Figure {
    /// What it shows; plain text.
    pub(super) alt: String,
    /// The file.
    pub(super) address: String,
    /// Markdown.
    pub(super) caption: String,
    /// `{…}`
    pub(super) id: Option<String>,
    /// Keys with their values.
    pub(super) pairs: Vec<(String, String)>,
    /// Classes of a chart.
    pub(super) classes: Vec<String>,
}

impl Figure {
    /// A figure as offprint reads it; lines after the first begin with a prefix.
    pub(super) fn write(&self, prefix: &str) -> String {
        let pairs: Vec<(&str, &str)> = self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let classes: Vec<&str> = self.classes.iter().map(String::as_str).collect();
        let given = attributes::write(self.id.as_deref(), &classes, &pairs);
        let image = format!("![{}]({}", bracketed(&self.alt), links::written(&self.address));
        let caption = self.caption.trim();
        if caption.is_empty() {
            return format!("{image}){given}");
        }
        if is_plain(caption) {
            let caption = attributes::escaped(&unescaped(caption)).replace('&', "\\&");
            return format!("{image} \"{caption}\"){given}");
        }
        let given = if given.is_empty() { given } else { format!(" {given}") };
        let blank = prefix.trim_end();
        format!(":::figure{given}\n{prefix}{image})\n{blank}\n{prefix}{caption}\n{prefix}:::")
    }
}

/// Whether a caption has no marks of its own, so that it can stand as a title.
pub(super) fn is_plain(caption: &str) -> bool {
    let mut before = ' ';
    let mut chars = caption.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        match c {
            '\\' if after.is_ascii_punctuation() => {
                chars.next();
            }
            '*' | '`' | '[' | ']' | '<' | '^' | '~' | '$' | '&' | '\\' => return false,
            '_' if !(before.is_alphanumeric() && after.is_alphanumeric()) => return false,
            '=' if after == '=' => return false,
            '@' if after.is_alphabetic() => return false,
            _ => {}
        }
        before = c;
    }
    !caption.contains("\n\n")
}

/// A text without the backslashes before its marks.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => out.extend(chars.next()),
            (c, _) => out.push(c),
        }
    }
    out
}

/// Plain text as it stands between brackets.
pub(super) fn bracketed(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '[' | ']' | '\\' | '*' | '`' | '<' | '_' | '^' | '~' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Markdown as plain text: what stands for a picture to those who do not see it.
pub(super) fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut chars = markdown.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        match c {
            '\\' if next.is_some_and(|next| next.is_ascii_punctuation()) => {
                out.extend(chars.next().map(|(_, c)| c))
            }
            ']' if next == Some('(') => {
                // The address of a link is not read out.
                let rest = markdown.get(at..).unwrap_or_default();
                let rest = rest.get(..rest.floor_char_boundary(FAR)).unwrap_or_default();
                let end = rest.find(')').map_or(at, |end| at + end);
                while chars.next_if(|(at, _)| *at <= end).is_some() {}
            }
            '*' | '`' | '[' | ']' => {}
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// What a file's name says of a picture: `map-of-vendors.png` is "map of vendors".
pub(super) fn named(address: &str) -> String {
    let name = address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.replace(['-', '_', '+'], " ").replace("%20", " ");
    let words = words.trim();
    if words.is_empty() { "picture".to_owned() } else { words.to_owned() }
}

impl Document<'_> {
    /// A picture.
    pub(super) fn picture(&mut self, picture: &Picture) {
        let written = self.slice(picture.destination.address.clone());
        let address = links::plain_address(written).unwrap_or_else(|| written.to_owned());
        self.uses(&address, picture.range.start);
        let brackets = self.slice(picture.brackets.clone()).trim();
        let given = &picture.given;
        let described = given.get("fig-alt").or_else(|| given.get("alt").filter(|_| self.is_pandoc));
        let turns = picture.alone.is_some()
            && (!brackets.is_empty() || given.get("fig-cap").is_some())
            && (self.is_pandoc || given.get("fig-alt").is_some());
        if self.in_figure
            && let (Some(alt), false) = (given.get("fig-alt"), brackets.is_empty())
        {
            let alt = alt.to_owned();
            return self.captioned(picture, &address, &alt);
        }
        if turns {
            return self.turned(picture, address, described.map(str::to_owned));
        }
        let is_chart = address.to_lowercase().ends_with(".csv");
        let dropped = dropped(picture, is_chart);
        let no_alt = brackets.is_empty() && given.get("alt").is_none() && !is_chart;
        if !no_alt
            && dropped.is_empty()
            && address == written
            && given.get("fig-alt").is_none()
            && given.id.as_deref().is_none_or(attributes::is_id)
        {
            return;
        }
        self.mended(picture, &address, described.map(str::to_owned), &dropped);
    }

    /// One of the pictures of a figure, with a caption of its own.
    fn captioned(&mut self, picture: &Picture, address: &str, alt: &str) {
        let (brackets, told) = self.edits.draw(self.text, picture.brackets.clone());
        let caption = attributes::escaped(&plain(&brackets));
        let text = format!("![{}]({} \"{caption}\")", bracketed(alt), links::written(address));
        let message = "the brackets held this picture's own caption, which is its title now";
        self.edits.replace_telling(picture.range.clone(), text, Remark::new(Kind::Replaced, message), told);
    }

    /// A picture whose brackets stay what they are.
    fn mended(&mut self, picture: &Picture, address: &str, described: Option<String>, dropped: &[String]) {
        let (mut label, told) = self.edits.draw(self.text, picture.brackets.clone());
        let is_chart = address.to_lowercase().ends_with(".csv");
        let mut remark = None;
        if label.trim().is_empty() && !is_chart {
            label = match described {
                Some(alt) => bracketed(&alt),
                None => {
                    remark = Some(unnamed(
                        "the picture has no alternative text; its file's name stands in: say what it shows",
                    ));
                    bracketed(&named(address))
                }
            };
        }
        let title = picture.destination.title.as_ref().filter(|title| !title.is_empty());
        let title = title.map(|title| format!(" \"{}\"", attributes::escaped(title))).unwrap_or_default();
        let given = self.kept(picture, is_chart);
        let text = format!("![{label}]({}{title}){given}", links::written(address));
        let remark = remark.or_else(|| left_out(dropped)).or_else(|| {
            Some(Remark::new(
                Kind::Replaced,
                "the address or the attributes of this picture are written as offprint reads them",
            ))
        });
        self.edits.replace_telling(picture.range.clone(), text, remark, told);
    }

    /// A figure whose brackets hold its caption.
    fn turned(&mut self, picture: &Picture, address: String, described: Option<String>) {
        let (brackets, told) = self.edits.draw(self.text, picture.brackets.clone());
        let caption = match picture.given.get("fig-cap") {
            Some(caption) if brackets.trim().is_empty() => caption.to_owned(),
            _ => brackets,
        };
        let mut dropped = dropped(picture, false);
        let title = picture.destination.title.iter().filter(|title| !title.is_empty());
        dropped.extend(title.map(|title| format!("the title \"{title}\"")));
        let mut message = "the brackets held the caption, which stands after the picture now".to_owned();
        if !dropped.is_empty() {
            message = format!("{message}; left out: {}", dropped.join(", "));
        }
        let remark = if described.is_some() {
            Remark::new(Kind::Replaced, message)
        } else {
            unnamed(&format!(
                "{message}; it stands in for the alternative text too: say what the picture shows"
            ))
        };
        let alt = described.unwrap_or_else(|| plain(&caption));
        let given = &picture.given;
        let keep = |(key, _): &&(String, String)| KEPT.contains(&key.as_str());
        let figure = Figure {
            alt,
            address,
            caption,
            id: given.id.as_deref().map(|id| self.id(id)),
            pairs: given.pairs.iter().filter(keep).cloned().collect(),
            classes: Vec::new(),
        };
        let text = figure.write(picture.alone.as_deref().unwrap_or_default());
        self.edits.replace_telling(picture.range.clone(), text, remark, told);
    }

    /// The attributes that offprint reads, of a picture that stays as it is.
    fn kept(&self, picture: &Picture, is_chart: bool) -> String {
        let given = &picture.given;
        let alone = picture.alone.is_some();
        let keep = |key: &str| is_kept(key, alone, is_chart || given.get("chart").is_some());
        let mut pairs: Vec<(&str, &str)> =
            given.pairs.iter().filter(|(key, _)| keep(key)).map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let is_labelled = !self.slice(picture.brackets.clone()).trim().is_empty();
        pairs.extend(given.get("fig-alt").filter(|_| is_labelled).map(|alt| ("alt", alt)));
        let id = given.id.as_deref().filter(|_| alone).map(|id| self.id(id));
        let classes: Vec<&str> = given.classes.iter().map(String::as_str).filter(|_| is_chart).collect();
        attributes::write(id.as_deref(), &classes, &pairs)
    }
}

fn is_kept(key: &str, alone: bool, is_chart: bool) -> bool {
    key == "alt" || (alone && (KEPT.contains(&key) || (is_chart && OF_CHARTS.contains(&key))))
}

/// The attributes that offprint does not read.
fn dropped(picture: &Picture, is_chart: bool) -> Vec<String> {
    let given = &picture.given;
    let alone = picture.alone.is_some();
    let is_chart = is_chart || given.get("chart").is_some();
    let mut dropped: Vec<String> =
        given.classes.iter().filter(|_| !is_chart).map(|class| format!("`.{class}`")).collect();
    let pairs = given
        .pairs
        .iter()
        .filter(|(key, _)| !is_kept(key, alone, is_chart) && !matches!(key.as_str(), "fig-alt" | "fig-cap"));
    dropped.extend(pairs.map(|(key, value)| format!("`{key}={value}`")));
    dropped.extend(given.id.iter().filter(|_| !alone).map(|id| format!("`#{id}`")));
    dropped.extend(given.bare.iter().map(|word| format!("`{word}`")));
    if picture.has_braces && given == &Given::default() {
        dropped.push("empty braces".to_owned());
    }
    dropped
}

fn left_out(dropped: &[String]) -> Option<Remark> {
    let message = format!("left out, since offprint has nothing like it: {}", dropped.join(", "));
    (!dropped.is_empty()).then(|| Remark::new(Kind::Dropped, message))
}

fn unnamed(message: &str) -> Remark {
    Remark::new(Kind::Guess, message).sure(0.3)
}
