//! `offprint explain`.

use std::fmt::Write;
use std::io;

use offprint::diagnostic::{Rule, nearest, rules};
use offprint::report::{self, Failure};

use super::{Outcome, print, print_failure, width};
use crate::cli::Explain;

/// A line where there is no terminal whose width it could have; wider ones are hard to read.
const WIDTH: usize = 80;

/// Prints the page of a rule, or the list of all.
pub(super) fn run(arguments: &Explain) -> Outcome {
    if arguments.schema {
        print(&mut io::stdout(), report::SCHEMA);
        return Outcome::Clean;
    }
    let width = width(WIDTH).clamp(30, 100);
    let all = rules::all();
    let Some(code) = arguments.code.as_deref() else {
        print(&mut io::stdout(), &list(&all, width));
        return Outcome::Clean;
    };
    // People copy codes with the brackets that they are printed in.
    let wanted =
        code.rsplit('[').next().unwrap_or_default().trim_matches([']', ':', ' ']).to_ascii_lowercase();
    if let Some(rule) = all.iter().find(|rule| rule.code == wanted) {
        print(&mut io::stdout(), &page(rule, width));
        return Outcome::Clean;
    }
    let near = nearest(&wanted, all.iter().map(|rule| rule.code));
    let hint = near.map_or_else(
        || "`offprint explain` lists them all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    print_failure(
        &Failure::new(format!("there is no problem with the code `{}`", code.escape_debug())).hint(hint),
    );
    Outcome::Failed
}

fn page(rule: &Rule, width: usize) -> String {
    let severity = rule.severity.name();
    format!("{severity}[{}]: {}\n\n{}", rule.code, rule.summary, wrap(rule.explanation, width, ""))
}

fn list(rules: &[&Rule], width: usize) -> String {
    let mut out = String::new();
    for rule in rules {
        let _ = writeln!(out, "{} ({})", rule.code, rule.severity.name());
        out.push_str(&wrap(rule.summary, width, "    "));
    }
    out
}

/// Lines of at most a width. Indented lines are examples and stay as they are.
fn wrap(text: &str, width: usize, indent: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with("    ") || line.trim().is_empty() {
            let _ = writeln!(out, "{}", line.trim_end());
            continue;
        }
        let mut used = 0;
        for word in line.split_whitespace() {
            let len = word.chars().count();
            if used > 0 && used + 1 + len > width {
                out.push('\n');
                used = 0;
            }
            let before = if used == 0 { indent } else { " " };
            out.push_str(before);
            out.push_str(word);
            used += before.chars().count() + len;
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_the_width() {
        assert_eq!(wrap("one two three", 7, ""), "one two\nthree\n");
        assert_eq!(wrap("one two three", 9, "  "), "  one two\n  three\n");
        assert_eq!(wrap("endlessly", 3, ""), "endlessly\n");
        assert_eq!(
            wrap("see:\n\n    an   example that is long\n", 9, ""),
            "see:\n\n    an   example that is long\n"
        );
    }

    #[test]
    fn every_rule_has_a_page() {
        let all = rules::all();
        assert!(!all.is_empty());
        for pair in all.windows(2) {
            assert!(pair[0].code < pair[1].code, "`{}` is declared twice", pair[0].code);
        }
        for rule in all {
            assert!(page(rule, 80).lines().count() >= 3, "{}", rule.code);
            assert!(rule.code.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')), "{}", rule.code);
            assert!(rule.explanation.len() > 60, "`{}` is hardly explained", rule.code);
        }
    }
}
