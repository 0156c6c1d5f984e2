//! Which errors in TOML a person needs.
//!
//! In: the errors that the parser met, and what it made of the text all the same. Out: a problem for each slip, where it is to be
//! mended. Never: what only follows from another slip, or more syntax errors than [`MOST`].

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::super::Origin;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rules::reading;

/// How many syntax errors of one text are told: those behind the first few are most often theirs.
const MOST: usize = 3;

/// An error of the parser's.
struct Slip {
    /// Where the parser met it.
    met: Range<usize>,
    kind: Kind,
    problem: Diagnostic,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A list or table in braces without an end.
    Collection,
    /// A text without an end.
    Text,
    Other,
}

/// The problems to tell of, in order. `open` is where the collection begins that has no end.
pub(super) fn told(
    origin: &Origin,
    document: &DeTable,
    errors: &[Error],
    open: Option<usize>,
) -> Vec<Diagnostic> {
    let mut texts = BTreeMap::new();
    if errors.iter().any(|error| kind(error) == Kind::Text) {
        document.iter().for_each(|(_, value)| gather_texts(value, &mut texts));
    }
    let mut slips: Vec<Slip> = errors.iter().map(|error| slip(origin, error, open, &texts)).collect();
    slips.sort_by_key(|slip| slip.met.start);
    if let Some(open) = open {
        swallow(&mut slips, open);
    }
    let mut last: Option<usize> = None;
    // What stands on one line is most often one slip.
    slips.retain(|slip| {
        let between = last.map(|last| origin.text.get(last..slip.met.start).unwrap_or_default());
        last = Some(slip.met.start);
        between.is_none_or(|between| between.contains('\n'))
    });
    let mut syntax = 0;
    slips.retain(|slip| {
        let is_syntax = slip.problem.rule.code == reading::TOML_SYNTAX.code;
        syntax += usize::from(is_syntax);
        !is_syntax || syntax <= MOST
    });
    slips.into_iter().map(|slip| slip.problem).collect()
}

/// Where the list, or table in braces, begins that takes in all the rest of the text since it has no end.
pub(super) fn open(document: &DeTable, errors: &[Error]) -> Option<usize> {
    let end = errors.iter().find(|error| kind(error) == Kind::Collection)?.span()?.start;
    document.iter().find_map(|(_, value)| opened(value, end))
}

/// Whether what is wrong is that the head of a table, `[cover`, has no end.
pub(super) fn is_head(error: &Error) -> bool {
    ["unclosed table", "unclosed array table"].iter().any(|start| error.message().trim().starts_with(start))
}

fn kind(error: &Error) -> Kind {
    let message = first_line(error);
    if message.starts_with("unclosed array,") || message.starts_with("unclosed inline table") {
        Kind::Collection
    } else if message.contains("string, expected `\"`") || message.contains("string, expected `'`") {
        Kind::Text
    } else {
        Kind::Other
    }
}

fn first_line(error: &Error) -> &str {
    error.message().trim().lines().next().unwrap_or_default()
}

/// The outermost collection that reaches to a place: one that is open within another leaves that open too.
fn opened(value: &Spanned<DeValue>, end: usize) -> Option<usize> {
    let span = value.span();
    let reaches = span.start < end && end <= span.end;
    match value.get_ref() {
        DeValue::Array(_) | DeValue::Table(_) if reaches => Some(span.start),
        DeValue::Array(values) => values.iter().find_map(|each| opened(each, end)),
        DeValue::Table(table) => table.iter().find_map(|(_, each)| opened(each, end)),
        _ => None,
    }
}

/// Where each text begins, by where it ends.
fn gather_texts(value: &Spanned<DeValue>, texts: &mut BTreeMap<usize, usize>) {
    match value.get_ref() {
        DeValue::String(_) => drop(texts.insert(value.span().end, value.span().start)),
        DeValue::Array(values) => values.iter().for_each(|each| gather_texts(each, texts)),
        DeValue::Table(table) => table.iter().for_each(|(_, each)| gather_texts(each, texts)),
        _ => {}
    }
}

/// Of what was met in a collection without an end, only what is the cause stays: a text without an end, if that comes first; else
/// that the collection has none.
fn swallow(slips: &mut Vec<Slip>, open: usize) {
    let inside = slips.iter().position(|slip| slip.met.start >= open);
    let is_text = |at: &usize| slips.get(*at).is_some_and(|slip| slip.kind == Kind::Text);
    let collection = || slips.iter().position(|slip| slip.kind == Kind::Collection);
    let cause = inside.filter(is_text).or_else(collection);
    let mut at = 0;
    slips.retain(|slip| {
        at += 1;
        slip.met.start < open || Some(at - 1) == cause
    });
}

fn slip(origin: &Origin, error: &Error, open: Option<usize>, texts: &BTreeMap<usize, usize>) -> Slip {
    let met = error.span().unwrap_or_default();
    let kind = kind(error);
    let begins = match kind {
        Kind::Collection => open,
        Kind::Text => texts.get(&met.start).copied(),
        Kind::Other if is_head(error) => {
            let before = origin.text.get(..met.start).unwrap_or_default();
            before.rfind('\n').map_or(0, |at| at + 1).into()
        }
        Kind::Other => None,
    };
    let problem = begins.and_then(|at| never_closed(origin, at)).unwrap_or_else(|| plain(origin, error));
    Slip { met, kind, problem }
}

/// That what begins at a place has no end.
fn never_closed(origin: &Origin, at: usize) -> Option<Diagnostic> {
    const MARKS: [(&str, &str, &str); 7] = [
        ("\"\"\"", "text", "\"\"\""),
        ("'''", "text", "'''"),
        ("\"", "text", "\""),
        ("'", "text", "'"),
        ("[[", "list", "]"),
        ("[", "list", "]"),
        ("{", "table", "}"),
    ];
    let rest = origin.text.get(at..)?;
    // A bracket that begins a line, and does not follow `=`, is the head of a table.
    let before = origin.text.get(..at)?;
    let is_head = rest.starts_with('[') && (before.is_empty() || before.ends_with('\n'));
    let (mark, what, end) = *MARKS.iter().find(|(mark, ..)| rest.starts_with(mark))?;
    let (what, end, last) = match (is_head, mark) {
        (true, "[[") => ("head of a table", "]]", "its name"),
        (true, _) => ("head of a table", "]", "its name"),
        (false, _) if what == "text" => (what, end, "its last word"),
        (false, _) => (what, end, "its last value"),
    };
    let length = if is_head || what == "text" { mark.len() } else { 1 };
    Some(
        Diagnostic::new(
            &reading::TOML_SYNTAX,
            format!("not readable as TOML: the {what} that begins here has no end"),
        )
        .at(origin.place(at..at + length))
        .hint(format!("write `{end}` after {last}")),
    )
}

/// The error in the parser's words.
fn plain(origin: &Origin, error: &Error) -> Diagnostic {
    let range = error.span().unwrap_or_default();
    let written = origin.text.get(range.clone()).unwrap_or_default();
    let first = first_line(error);
    let problem = if first == "duplicate key" {
        Diagnostic::new(&reading::KEY_TWICE, format!("the key `{written}` is given twice"))
    } else {
        Diagnostic::new(&reading::TOML_SYNTAX, format!("not readable as TOML: {first}"))
    };
    let problem = problem.at(origin.place(range));
    if written == ":" { problem.hint("write `=` between a key and its value") } else { problem }
}
