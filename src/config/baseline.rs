//! The known problems of a site: `content/baseline.toml`.
//!
//! In: the text of the file, or problems as it names them. Out: [`Baseline`] and diagnostics, or the text. Never: files, or
//! what is wrong today.
//!
//! A problem is known by its file, its code and the text that it is about, never by the line's number: what is edited elsewhere does
//! not bring it back. Each stands on a line of its own, sorted, so that a change of the file shows what was mended.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::rules::{lint, manuscript};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::fields::{At, Fields, Reader, Value};

/// Where the file is, in the site's folder.
pub const PATH: &str = "content/baseline.toml";

/// The format that is written.
const VERSION: i64 = 1;

/// What stands at the top of the file.
const HEAD: &str = "\
# Problems that were there before, by file and code, each with the text that it is about: they fail no build.
# Written by `offprint check --baseline write`; `offprint check --baseline prune` takes out what is mended.
";

/// The known problems of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// In the order of the file; equal ones are several problems.
    pub known: Vec<At<Known>>,
}

/// A problem, as the file names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known {
    /// Relative to the site's folder, as places name it; `.` for a problem that is in no file.
    pub file: Box<str>,
    /// The rule's code.
    pub code: Box<str>,
    /// The text of its line, or of all lines that it is about; of a problem that is not in a line, the message.
    pub text: Box<str>,
}

impl Baseline {
    /// The place of an entry.
    pub fn place(entry: &At<Known>) -> Place {
        Place::new(PATH, entry.span.start as usize..entry.span.end as usize)
    }
}

/// Reads the text of the file: of a damaged one, what can be read.
pub fn parse(text: &str) -> Checked<Baseline> {
    let path: Arc<str> = PATH.into();
    if let Some(problem) = conflict(text, &path) {
        return Checked::new(Baseline::default(), vec![problem]);
    }
    let mut problems = Vec::new();
    let fields = Fields::toml(text, &path, 0, 0).take(&mut problems);
    let mut reader = fields.reader();
    version(&mut reader);
    let mut known = Vec::new();
    for file in reader.entries().iter().filter(|field| &*field.key.value != "version") {
        let Value::Table(codes) = &file.value.value else {
            let found = &file.value;
            reader.mistyped::<()>(&file.key.value, "a table of codes", &found.value, found.span);
            continue;
        };
        let mut inner = reader.inside(&file.key.value, codes);
        for code in inner.entries() {
            for text in inner.strings(&code.key.value).into_iter().flatten() {
                let (file, code) = (file.key.value.clone(), code.key.value.clone());
                known.push(At::new(Known { file, code, text: text.value }, text.span));
            }
        }
        problems.extend(inner.finish());
    }
    problems.extend(reader.finish());
    Checked::new(Baseline { known }, problems)
}

/// A file of a later format would be misread.
fn version(reader: &mut Reader) {
    let whole = reader.fields().span();
    let (problem, span) = match reader.integer("version") {
        Some(At { value: VERSION, .. }) => return,
        Some(At { value, span }) => (format!("the version {value} of `{PATH}` is not known"), span),
        None => (format!("`{PATH}` has no `version = {VERSION}`"), whole.at_start()),
    };
    let problem = Diagnostic::new(&lint::BASELINE_INVALID, problem).at(reader.fields().place(span));
    reader.push(problem.hint("write it anew with this offprint: `offprint check --baseline write`"));
}

/// The first mark that git leaves where two versions of the file are to be made one.
fn conflict(text: &str, path: &Arc<str>) -> Option<Diagnostic> {
    let mut at = 0;
    let marked = text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        line.starts_with("<<<<<<< ").then(|| start..start + line.trim_end().len())
    })?;
    let message = "git found two versions of the known problems, and nobody has chosen one";
    let problem = Diagnostic::new(&manuscript::MERGE_CONFLICT, message).at(Place::new(path.clone(), marked));
    Some(problem.hint("write the file anew: `offprint check --baseline write`"))
}

/// The texts of the problems of a file, by code.
type Codes = BTreeMap<Box<str>, Vec<Box<str>>>;

/// The text of the file that names these problems.
pub fn text(mut known: Vec<Known>) -> String {
    known.sort();
    let mut files: BTreeMap<Box<str>, Codes> = BTreeMap::new();
    for Known { file, code, text } in known {
        files.entry(file).or_default().entry(code).or_default().push(text);
    }
    let mut out = format!("{HEAD}version = {VERSION}\n");
    for (file, codes) in files {
        let _ = writeln!(out, "\n[{}]", quoted(&file));
        for (code, texts) in codes {
            let _ = writeln!(out, "{code} = [");
            for text in texts {
                let _ = writeln!(out, "  {},", quoted(&text));
            }
            out.push_str("]\n");
        }
    }
    out
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(file: &str, code: &str, text: &str) -> Known {
        Known { file: file.into(), code: code.into(), text: text.into() }
    }

    fn codes(text: &str) -> Vec<&'static str> {
        parse(text).problems.iter().map(|problem| problem.rule.code).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let all = vec![
            known("content/b.md", "note-unused", "[^2]: \"B\" \\ C\u{7}\u{85}."),
            known("content/b.md", "note-unused", "[^1]: A."),
            known(".", "theme-contrast", "too alike"),
            known("content/b.md", "link-missing", "[^1]: A."),
            known("content/b.md", "note-unused", "[^1]: A."),
        ];
        let written = text(all.clone());
        let read = parse(&written);
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let mut sorted = all;
        sorted.sort();
        let entries: Vec<Known> = read.value.known.iter().map(|entry| entry.value.clone()).collect();
        assert_eq!(entries, sorted);
        assert_eq!(text(entries), written);
        let places: Vec<_> = read.value.known.iter().map(Baseline::place).collect();
        assert!(places.iter().all(|place| written.get(place.range.clone().unwrap()).is_some()));
    }

    #[test]
    fn a_problem_is_a_line() {
        let one = text(vec![known("content/b.md", "note-unused", "[^1]: A.")]);
        let two = text(vec![known("content/b.md", "note-unused", "[^1]: A."); 2]);
        assert_eq!(two.lines().count(), one.lines().count() + 1);
    }

    #[test]
    fn damage_is_told() {
        assert_eq!(codes(""), ["baseline-invalid"]);
        assert_eq!(codes("version = 2\n"), ["baseline-invalid"]);
        assert_eq!(codes("version = 1\n[\"a\"]\nx = 3\n"), ["value-type"]);
        assert_eq!(codes("version = 1\nfile = \"a\"\n"), ["value-type"]);
        assert_eq!(codes("version = 1\n<<<<<<< ours\n=======\n>>>>>>> theirs\n"), ["merge-conflict"]);
        let half = parse("version = 1\n[\"a\"]\nx = [\"one\"]\ny = [\"two\"\n");
        assert!(half.problems.iter().all(|problem| problem.rule.code == "toml-syntax"));
        assert!(!half.problems.is_empty());
    }
}
