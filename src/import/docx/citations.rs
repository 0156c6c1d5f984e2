//! Citations that a reference manager or Word itself keeps behind the words become keys, and their sources a bibliography.
//!
//! In: the instructions of fields, and what the fields show. Out: citations as manuscripts write them (`[@key, p. 3]`), and
//! `references.bib`. Never: a fact that the file does not tell. What can't be read stays as the words that it shows.

mod bibliography;
mod bibtex;
mod csl;
mod endnote;
mod entry;
mod microsoft;

use super::super::remark::{Kind, Remark};
pub(super) use bibliography::Bibliography;
use entry::Entry;

/// What became of a citation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cited {
    /// As manuscripts write it, brackets included. `None`: the words that the field shows stay.
    pub text: Option<String>,
    /// What is to be said about it.
    pub remarks: Vec<Remark>,
}

/// One source of a citation, and how it is cited.
#[derive(Debug, Default)]
struct Cite {
    /// Where else the same source is known by: its address in a library.
    identity: Option<String>,
    entry: Entry,
    prefix: String,
    /// With its word: `p. 3`.
    locator: String,
    suffix: String,
    /// Whether the text names the author itself.
    without_author: bool,
}

/// Reads a field: its instruction, the data that goes with it (`w:fldData`, else empty), and the words that it shows.
/// `None`: it is no citation.
pub(super) fn from_field(
    instruction: &str,
    data: &str,
    shown: &str,
    library: &mut Bibliography,
) -> Option<Cited> {
    let instruction = instruction.trim();
    let (name, rest) = instruction.split_once(char::is_whitespace).unwrap_or((instruction, ""));
    let rest = rest.trim_start();
    if name.eq_ignore_ascii_case("CITATION") {
        return Some(microsoft(rest, shown, library));
    }
    if !name.eq_ignore_ascii_case("ADDIN") {
        return None;
    }
    let (program, cites) = if let Some(after) = rest.strip_prefix("ZOTERO_ITEM") {
        ("Zotero", csl::cites(after))
    } else if let Some(after) = rest.strip_prefix("CSL_CITATION") {
        ("Mendeley", csl::cites(after))
    } else if rest.starts_with("EN.CITE") && !rest.starts_with("EN.CITE.DATA") {
        ("EndNote", endnote::cites(rest, data))
    } else if rest.starts_with("CitaviPlaceholder") {
        ("Citavi", Err("its data is in a form that is not understood"))
    } else {
        return None;
    };
    Some(cited(program, cites, shown, library))
}

/// Reads the tag of a content control, in which newer versions of Mendeley keep citations. `None`: it is no citation.
pub(super) fn from_tag(tag: &str, shown: &str, library: &mut Bibliography) -> Option<Cited> {
    let data = tag.strip_prefix("MENDELEY_CITATION_v3_")?;
    let cites = match base64(data).and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(json) => csl::cites(&json),
        None => Err("its data is broken"),
    };
    Some(cited("Mendeley", cites, shown, library))
}

fn microsoft(arguments: &str, shown: &str, library: &mut Bibliography) -> Cited {
    let cites = microsoft::cites(arguments, library);
    cited("Word", cites, shown, library)
}

/// Writes a citation, and says what it stands for.
fn cited(
    program: &str,
    cites: Result<Vec<Cite>, &'static str>,
    shown: &str,
    library: &mut Bibliography,
) -> Cited {
    let known = cites.and_then(|cites| match cites.as_slice() {
        [] => Err("it cites nothing"),
        cites if cites.iter().any(|cite| cite.entry.is_nameless()) => {
            Err("the file does not hold what it cites")
        }
        _ => Ok(cites),
    });
    match known {
        Ok(cites) => {
            let parts: Vec<String> = cites.into_iter().map(|cite| part(cite, library)).collect();
            let text = format!("[{}]", parts.join("; "));
            let remark = Remark::new(
                Kind::Replaced,
                format!("a citation of {program}'s became a key of references.bib"),
            )
            .from(shown)
            .to(text.as_str());
            Cited { text: Some(text), remarks: vec![remark] }
        }
        Err(why) => {
            let message = format!("a citation of {program}'s, `{}`, stays as its words: {why}", shown.trim());
            Cited { text: None, remarks: vec![Remark::new(Kind::Unsupported, message)] }
        }
    }
}

/// `see @smith2020, p. 3, and passim`
fn part(cite: Cite, library: &mut Bibliography) -> String {
    let (prefix, suffix, locator) = (plain(&cite.prefix), plain(&cite.suffix), plain(&cite.locator));
    let key = library.key(cite.identity, cite.entry);
    let mut text = prefix.trim().to_owned();
    if !text.is_empty() {
        text.push(' ');
    }
    if cite.without_author {
        text.push('-');
    }
    text.push('@');
    text.push_str(&key);
    if !locator.is_empty() {
        text.push_str(", ");
        text.push_str(&locator);
    }
    let suffix = suffix.trim();
    if !suffix.is_empty() {
        if suffix.starts_with(char::is_alphanumeric) {
            text.push_str(if locator.is_empty() { ", " } else { " " });
        } else if !suffix.starts_with([',', '.', ':', ';']) {
            text.push(' ');
        }
        text.push_str(suffix);
    }
    text
}

/// Words before or after a key: without markup, and without what would end the citation or begin another.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in entry::without_tags(text).split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            ';' => plain.push(','),
            '[' => plain.push('('),
            ']' => plain.push(')'),
            '@' | '*' | '_' | '`' | '\\' | '<' | '~' | '^' | '$' => {
                plain.push('\\');
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

/// A place in a source: `p. 3`, `pp. 3-5`, `chap. 2`. What has a word of its own already keeps it.
fn locator(label: &str, place: &str) -> String {
    let place = place.trim();
    if place.is_empty() || place.starts_with(char::is_alphabetic) && place.contains(['.', ' ']) {
        return place.to_owned();
    }
    let is_range = place.contains(['-', '–', ',', '&']);
    let word = match label {
        "" | "page" if is_range => "pp.",
        "" | "page" => "p.",
        "chapter" => "chap.",
        "section" => "sec.",
        "paragraph" => "para.",
        "figure" => "fig.",
        "volume" => "vol.",
        "issue" => "no.",
        "line" => "l.",
        "note" => "n.",
        "verse" => "v.",
        "book" => "bk.",
        "column" => "col.",
        "folio" => "fol.",
        "part" => "pt.",
        "opus" => "op.",
        "sub verbo" | "sub-verbo" => "s.v.",
        other => return format!("{other} {place}"),
    };
    format!("{word} {place}")
}

/// What text of letters and digits stands for.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for c in text.bytes().filter(|c| !c.is_ascii_whitespace()) {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
