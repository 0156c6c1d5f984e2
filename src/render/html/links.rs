//! Where links lead, as seen from the page that is being written.
//!
//! In: what a reference came to. Out: `href` values. Never: whether a target exists; that is known before.

use super::{Part, Writer};
use crate::paper::ReferenceId;
use crate::paper::phrase::escape;
use crate::resolve::Link;
use crate::source::Picture;

/// A place that can be linked to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// On the web.
    External(&'a str),
    /// A page of the site.
    Address { address: &'a str, fragment: Option<&'a str> },
    /// In this paper.
    Inside { section: Option<u16>, id: Option<&'a str>, global: bool },
    /// A file of the site, and what is known of it if it is an image.
    Asset { address: &'a str, suffix: &'a str, picture: Option<&'a Picture> },
}

impl<'a> Writer<'a> {
    /// Where a reference leads; nothing if nowhere.
    pub(super) fn place(&self, reference: ReferenceId) -> Option<Place<'a>> {
        Some(match self.text.links.get(reference.0 as usize)? {
            Link::External(url) => Place::External(url),
            Link::Address { address, fragment } => Place::Address { address, fragment: fragment.as_deref() },
            Link::Inside { section, id, global, .. } => {
                Place::Inside { section: *section, id: id.as_deref(), global: *global }
            }
            Link::Asset(file) => {
                Place::Asset { address: &file.address, suffix: &file.suffix, picture: file.picture.as_ref() }
            }
            Link::Broken => return None,
        })
    }

    /// Writes the value of `href` or `src`.
    pub(super) fn href(&mut self, place: &Place<'_>) {
        match *place {
            Place::External(url) => write_url(url, &mut self.out),
            Place::Address { address, fragment } => {
                self.out.push_str(&self.text.site.base);
                write_url(address, &mut self.out);
                if let Some(fragment) = fragment {
                    self.push("#");
                    write_part(fragment, &mut self.out);
                }
            }
            Place::Inside { section, id, global } => self.inside(section, id, global),
            Place::Asset { address, suffix, .. } => {
                self.out.push_str(&self.text.site.base);
                write_part(address, &mut self.out);
                write_url(suffix, &mut self.out);
            }
        }
    }

    fn inside(&mut self, section: Option<u16>, id: Option<&str>, global: bool) {
        let text = self.text;
        let section_id =
            |index: u16| text.body.sections.get(usize::from(index)).map_or("", |section| &section.id);
        let here = match text.part {
            Part::Full | Part::Single => true,
            Part::Cover => section.is_none(),
            Part::Section(index) => section == Some(index),
        };
        if !here {
            self.push(text.paper_href);
            if let Some(section) = section {
                self.push(section_id(section));
                self.push("/");
            }
            if id.is_none() {
                return;
            }
        }
        self.push("#");
        match (section, id) {
            (Some(section), Some(id)) if text.part.is_whole() && !global => {
                self.push(section_id(section));
                self.push(":");
                write_part(id, &mut self.out);
            }
            (_, Some(id)) => write_part(id, &mut self.out),
            (Some(section), None) if text.part.is_whole() => self.push(section_id(section)),
            (_, None) => self.push("page:main"),
        }
    }
}

/// Writes a URL so that every character may stand in one; what is escaped already stays.
fn write_url(url: &str, out: &mut String) {
    let path = url.find("://").map_or(0, |scheme| {
        let host = scheme + 3;
        url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |slash| host + slash)
    });
    let (host, rest) = url.split_at_checked(path).unwrap_or(("", url));
    write_encoded(host, out, |_, c| matches!(c, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'));
    write_encoded(rest, out, |after, c| match c {
        '%' => !is_escape(after),
        '[' | ']' => true,
        _ => is_never(c),
    });
}

/// Writes the path of a file, or a fragment: nothing in it is escaped yet.
fn write_part(part: &str, out: &mut String) {
    write_encoded(part, out, |_, c| matches!(c, '%' | '?' | '#' | '[' | ']') || is_never(c));
}

fn is_never(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

fn is_escape(after: &str) -> bool {
    after.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

fn write_encoded(text: &str, out: &mut String, is_bad: impl Fn(&str, char) -> bool) {
    let mut rest = text;
    loop {
        let bad =
            rest.char_indices().find(|(at, c)| is_bad(rest.get(at + c.len_utf8()..).unwrap_or_default(), *c));
        let Some((at, c)) = bad else { break };
        let (good, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        escape(good, out);
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(
                    char::from_digit(u32::from(digit), 16).map_or('0', |digit| digit.to_ascii_uppercase()),
                );
            }
        }
        rest = after.get(c.len_utf8()..).unwrap_or_default();
    }
    escape(rest, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_hold_only_what_they_may() {
        let cases = [
            ("https://example.org/a b[1]?q=x&y=%20#é", "https://example.org/a%20b%5B1%5D?q=x&amp;y=%20#é"),
            ("https://[::1]/50%", "https://[::1]/50%25"),
            ("mailto:a@example.org", "mailto:a@example.org"),
            ("https://example.org", "https://example.org"),
            ("//example.org/\"x\"", "//example.org/%22x%22"),
        ];
        for (url, expected) in cases {
            let mut out = String::new();
            write_url(url, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn the_path_of_a_file_is_escaped_whole() {
        let mut out = String::new();
        write_part("/papers/x/50% growth?.png", &mut out);
        assert_eq!(out, "/papers/x/50%25%20growth%3F.png");
    }
}
