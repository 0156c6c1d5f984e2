//! Whether `embargo` and `draft` are given though they can't be read: then the manuscript is kept back, whatever else is known of it.
//!
//! In: the text of front matter, or of what was meant as such, and the fields that could be read. Out: for a key, whether its value
//! counts. Never: a value, or a problem.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;

use super::Block;
use crate::fields::{Fields, Value};
use crate::paper::{Meta, Unread};

/// The text of front matter.
#[derive(Debug, Default)]
pub(super) struct Written<'a> {
    text: Cow<'a, str>,
    /// The byte of the file at which it begins.
    start: usize,
    /// Whether none of it could be read as front matter.
    pub(super) lost: bool,
}

/// Keeps a manuscript back: its author meant to say when it may be read, and until that can be read nobody knows.
pub(crate) fn keep_back(meta: &mut Meta, key: Unread) {
    meta.unread = Some(key);
    meta.embargo = Some(Timestamp::MAX);
}

/// What is known of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is not given, or its value is what is read.
    Sound,
    /// It has no value, and nothing was reported.
    Blank,
    /// It is given, and what it says can't be read; that was reported.
    Unread,
}

impl<'a> Written<'a> {
    /// The text of a file's front matter. Without a closing line, that is all the rest of the file.
    pub(super) fn of(text: &'a str, block: &Block) -> Self {
        let end = if block.closed { block.end } else { text.len() };
        let inner = text.get(block.start..end).unwrap_or_default();
        Self { text: inner.into(), start: block.start, lost: !block.closed }
    }

    /// What was meant as front matter in a file that has none: it does not begin on the first line, its marks are not `+++` or
    /// `---`, or are missing, its lines end in carriage returns, or the file is UTF-16.
    pub(super) fn meant(text: &'a str) -> Self {
        let plain = plain(text);
        let is_before = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '?');
        let head = plain.trim_start_matches(is_before);
        let (first, rest) = head.split_once('\n').unwrap_or((head, ""));
        let meant = match (is_mark(first), is_key(first)) {
            (true, _) => up_to(rest, is_mark),
            (false, true) => up_to(head, |line| line.trim().is_empty() || is_mark(line)),
            (false, false) => return Self::default(),
        };
        Self { text: Cow::Owned(meant.to_owned()), start: 0, lost: true }
    }

    /// What is known of a key: any trace of it that is not a value counts as one that can't be read.
    pub(super) fn state(&self, key: &str, fields: &Fields) -> State {
        let lost = self.lost || fields.is_broken();
        let entry = fields.entries().iter().find(|field| &*field.key.value == key);
        let faults = Faults::of(fields);
        let around = |field: &crate::fields::Field| {
            let (key, value) = (field.key.span, field.value.span);
            key.start as usize..self.line_end(value.end as usize)
        };
        let stands_in =
            |line: &Range<usize>| entry.is_some_and(|field| line.contains(&(field.key.span.start as usize)));
        let is_unread = |line: Range<usize>| faults.touch(&line) || (lost && !stands_in(&line));
        if entry.map(around).is_some_and(|range| faults.touch(&range))
            || self.lines_of(key).any(is_unread)
            || is_inside(fields, key)
        {
            return State::Unread;
        }
        match fields.blank().iter().any(|blank| &*blank.value == key) {
            true if lost => State::Unread,
            true => State::Blank,
            false => State::Sound,
        }
    }

    /// The lines that begin with a key, as bytes of the file.
    fn lines_of(&self, key: &str) -> impl Iterator<Item = Range<usize>> {
        let mut at = self.start;
        self.text.split_inclusive(['\n', '\r']).filter_map(move |line| {
            let range = at..at + line.trim_end().len();
            at += line.len();
            begins_with(line, key).then_some(range)
        })
    }

    /// The end of the line in which a byte of the file stands.
    fn line_end(&self, at: usize) -> usize {
        let rest = at.checked_sub(self.start).and_then(|at| self.text.get(at..)).unwrap_or_default();
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }
}

/// Where something could not be read: each beginning, in order, with the last end of those up to it.
struct Faults(Vec<(usize, usize)>);

impl Faults {
    fn of(fields: &Fields) -> Self {
        let mut faults: Vec<_> =
            fields.faults().iter().map(|span| (span.start as usize, span.end as usize)).collect();
        faults.sort_unstable();
        let mut last = 0;
        for (_, end) in &mut faults {
            last = last.max(*end);
            *end = last;
        }
        Self(faults)
    }

    /// Whether one of them is within a range, or right at its end.
    fn touch(&self, range: &Range<usize>) -> bool {
        let begun = self.0.partition_point(|(start, _)| *start <= range.end);
        begun.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, end)| *end >= range.start)
    }
}

/// A text with line feeds alone, and without the NUL beside each letter with which UTF-16 is read.
fn plain(text: &str) -> Cow<'_, str> {
    match memchr::memchr2(0, b'\r', text.as_bytes()) {
        Some(_) => text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n").into(),
        None => text.into(),
    }
}

fn up_to(text: &str, is_end: impl Fn(&str) -> bool) -> &str {
    let lines = text.split_inclusive('\n').take_while(|line| !is_end(line));
    text.get(..lines.map(str::len).sum()).unwrap_or_default()
}

/// Whether a line was meant to open or close front matter: `++++`, `--`.
fn is_mark(line: &str) -> bool {
    let line = line.trim();
    line.len() > 1 && ["+", "-"].iter().any(|mark| line.replace(mark, "").is_empty())
}

/// Whether a line is a word and what it is set to: `title = "…"`, `title: …`.
fn is_key(line: &str) -> bool {
    let word = |key: &str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    line.split_once(['=', ':']).is_some_and(|(key, _)| word(key.trim().trim_matches(['"', '\''])))
}

/// Whether a line begins with a key, behind quotes and brackets if need be, and is no comment.
fn begins_with(line: &str, key: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_prefix(key);
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    !line.starts_with('#') && rest.is_some_and(|rest| !rest.starts_with(goes_on))
}

/// Whether a key stands in a table within the front matter, where it says nothing: below `[cover]`, say.
fn is_inside(fields: &Fields, key: &str) -> bool {
    fn holds(value: &Value, key: &str) -> bool {
        match value {
            Value::Table(table) => {
                let blank = table.blank().iter().any(|blank| &*blank.value == key);
                blank || table.get(key).is_some() || is_inside(table, key)
            }
            Value::List(values) => values.iter().any(|each| holds(&each.value, key)),
            _ => false,
        }
    }
    fields.entries().iter().any(|field| holds(&field.value.value, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Kind;
    use crate::source::{Role, Source};

    fn unread(text: &str, role: Role) -> Option<Unread> {
        let source = Source { path: "content/papers/x/index.md".into(), role, text: text.into() };
        super::super::meta(&source, 0, Kind::Paper, "en", false).value.meta.unread
    }

    #[test]
    fn front_matter_that_can_not_be_read_keeps_back_what_it_names() {
        for (keys, key) in [
            ("embargo = 2030-02-30T09:00:00+01:00", Some(Unread::Embargo)),
            ("embargo = 2020-01-01T09:00:00Z, or later", Some(Unread::Embargo)),
            ("embargo = 2020-01-01T09:00:00Z\nembargo = 2030-01-01T09:00:00Z", Some(Unread::Embargo)),
            ("authors = [\"A\"\nembargo = 2020-01-01T09:00:00Z", Some(Unread::Embargo)),
            ("[cover]\nembargo = 2020-01-01T09:00:00Z", Some(Unread::Embargo)),
            ("draft = fasle", Some(Unread::Draft)),
            ("draft = \"false\"", Some(Unread::Draft)),
            ("draft = fasle\nembargo = 1", Some(Unread::Embargo)),
            ("subtitle = It is so\ndraft = false\nembargo = 2020-01-01T09:00:00Z", None),
            ("summary = \"\"\"\ndraft laws\n\"\"\"", None),
            ("# embargo = 2030-01-01\nsubtitle = It is so", None),
            ("draft = true", None),
        ] {
            assert_eq!(unread(&format!("+++\ntitle = \"T\"\n{keys}\n+++\n"), Role::Main), key, "{keys}");
            assert_eq!(
                unread(&format!("+++\r\ntitle = \"T\"\r\n{keys}\r\n+++\r\n"), Role::Main),
                key,
                "{keys}"
            );
        }
        for (keys, key) in [
            ("embargo: *x", Some(Unread::Embargo)),
            ("embargo:\ndraft: false", Some(Unread::Embargo)),
            ("draft: yes", Some(Unread::Draft)),
            ("draft: false\ndraft: true", Some(Unread::Draft)),
            ("summary: a: b\n\"draft\": false", Some(Unread::Draft)),
            ("subtitle: *x\ndraft: false\nembargo: 2020-01-01T09:00:00Z", None),
            ("draft: false\nsummary: a: b", None),
        ] {
            assert_eq!(unread(&format!("---\ntitle: T\n{keys}\n---\n"), Role::Main), key, "{keys}");
        }
        assert_eq!(unread("---\ntitle: T\n\nAn embargo, a draft\n", Role::Main), None);
    }

    #[test]
    fn a_section_that_should_wait_keeps_its_paper_back() {
        let section = |text: &str| unread(text, Role::Numbered(1, "x".into()));
        assert_eq!(section("---\ndraft: true\n---\n"), Some(Unread::Draft));
        assert_eq!(section("---\ndraft: false\n---\n"), None);
        assert_eq!(section("+++\nembargo = 2020-01-01T09:00:00Z\n+++\n"), Some(Unread::Embargo));
        assert_eq!(section("\n---\n\ndraft laws\n"), None);
    }

    #[test]
    fn a_line_begins_with_a_key_and_not_with_a_longer_one() {
        for line in [
            "embargo = 1",
            "  embargo: 1",
            "\"embargo\" = 1",
            "embargo",
            "{embargo: 1",
            "- embargo 1",
            "embargo=1",
        ] {
            assert!(begins_with(line, "embargo"), "{line}");
        }
        for line in
            ["embargoed = 1", "embargo_note = 1", "# embargo = 1", "title = \"embargo\"", "", "Embargo"]
        {
            assert!(!begins_with(line, "embargo"), "{line}");
        }
    }

    #[test]
    fn what_was_meant_as_front_matter_is_found() {
        let meant = |text: &str| Written::meant(text).text.into_owned();
        for text in [
            "\n+++\nembargo = 1\n+++\ntext",
            " ---\nembargo = 1\n---\ntext",
            "++++\nembargo = 1\n++++\ntext",
            "??+\0+\0+\0\n\0e\0m\0b\0a\0r\0g\0o\0 \0=\0 \x001\0\n\0+\0+\0+\0\n\0",
        ] {
            assert_eq!(meant(text), "embargo = 1\n", "{text:?}");
        }
        assert_eq!(meant("+++\rembargo = 1\r+++\rtext"), "embargo = 1\n");
        assert_eq!(meant("title: T\r\nembargo: 1\r\n---\r\ntext"), "title: T\nembargo: 1\n");
        for text in ["", "text", "A sentence: with a colon.\nembargo = 1", "## Heading"] {
            assert_eq!(meant(text), "", "{text:?}");
        }
    }
}
