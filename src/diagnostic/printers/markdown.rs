//! Diagnostics for a page in Markdown, such as the summary of a job.
//!
//! In: diagnostics and texts. Out: a table. Never: Markdown or HTML that an author's words could become part of.

use std::fmt::Write as _;

use super::{Files, Texts, one_line};
use crate::diagnostic::{Diagnostic, Severity};

/// A table of problems, errors first, of which `most` are shown. Paths begin with `prefix`, as in the other forms.
///
/// It is written as HTML: within a table of Markdown, a `|` in somebody's file name would begin another cell.
pub fn markdown(problems: &[Diagnostic], texts: Texts<'_>, prefix: &str, most: usize) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let mut files = Files::new(texts);
    let mut out = "<table>\n<tr><th></th><th>Place</th><th>Problem</th><th>What to do</th></tr>\n".to_owned();
    let by_severity = [Severity::Error, Severity::Warning, Severity::Hint]
        .map(|severity| problems.iter().filter(move |problem| problem.severity == severity));
    for problem in by_severity.into_iter().flatten().take(most) {
        let place = problem.place.as_ref().map_or_else(String::new, |place| {
            let path = format!("{prefix}{}", place.path);
            let at =
                files.position(place).map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
            format!("<code>{}{at}</code>", escaped(&path))
        });
        let hints: Vec<String> = problem.hints.iter().map(|hint| prose(hint)).collect();
        let (severity, message, code) = (problem.severity.name(), prose(&problem.message), problem.rule.code);
        let hints = hints.join("<br>");
        let _ = writeln!(
            out,
            "<tr><td>{severity}</td><td>{place}</td><td>{message}<br><code>{code}</code></td><td>{hints}</td></tr>"
        );
    }
    out.push_str("</table>\n");
    if problems.len() > most {
        let _ = writeln!(out, "\n{} more are in the log.", problems.len() - most);
    }
    out
}

/// What messages put between backticks is code.
fn prose(text: &str) -> String {
    let parts: Vec<String> = text.lines().map(line).collect();
    parts.join("<br>")
}

fn line(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let even = parts.len() % 2 == 1;
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        let part = escaped(part);
        match (at % 2 == 1, even) {
            (true, true) => {
                let _ = write!(out, "<code>{part}</code>");
            }
            // A stray backtick pairs with none.
            (_, false) if at > 0 => {
                let _ = write!(out, "`{part}");
            }
            _ => out.push_str(&part),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    one_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
