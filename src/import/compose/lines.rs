//! Lines of a manuscript, and what must not stand at their beginning.
//!
//! In: lines, written. Out: the same lines, set in among others. Never: what is in the middle of a line.

use crate::import::remark::Remark;

/// Some lines, and the remarks on them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lines {
    /// Without their ends.
    pub(super) lines: Vec<String>,
    /// Each remark with the index of its line.
    pub(super) remarks: Vec<(usize, Remark)>,
}

impl Lines {
    /// Lines without remarks.
    pub(super) fn new(lines: Vec<String>) -> Self {
        Self { lines, remarks: Vec::new() }
    }

    /// The lines of a text.
    pub(super) fn of(text: &str) -> Self {
        Self::new(text.lines().map(str::to_owned).collect())
    }

    /// Whether there is nothing, though there may be remarks.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The same, with remarks on the first line.
    #[must_use]
    pub(super) fn remarked(mut self, remarks: impl IntoIterator<Item = Remark>) -> Self {
        self.remarks.extend(remarks.into_iter().map(|remark| (0, remark)));
        self
    }

    /// Adds lines right after these.
    pub(super) fn extend(&mut self, more: Self) {
        let from = self.lines.len();
        self.lines.extend(more.lines);
        self.remarks.extend(more.remarks.into_iter().map(|(line, remark)| (from + line, remark)));
    }

    /// Adds lines after an empty one. Remarks of nothing belong to the line that comes next.
    pub(super) fn append(&mut self, more: Self) {
        if !more.is_empty() && !self.is_empty() {
            self.lines.push(String::new());
        }
        self.extend(more);
    }

    /// The same lines behind these marks: one for the first, one for the others.
    #[must_use]
    pub(super) fn behind(mut self, first: &str, others: &str) -> Self {
        for (index, line) in self.lines.iter_mut().enumerate() {
            let mark = if index == 0 { first } else { others };
            *line = if line.is_empty() { mark.trim_end().to_owned() } else { format!("{mark}{line}") };
        }
        self
    }
}

/// A line of text, with a backslash where its beginning would be read as anything but text.
pub(super) fn guarded(line: &str, is_first: bool) -> String {
    match danger(line, is_first).and_then(|at| line.split_at_checked(at)) {
        Some((before, after)) => format!("{before}\\{after}"),
        None => line.to_owned(),
    }
}

/// Where a backslash is needed for a line of text to be read as text.
pub(super) fn danger(line: &str, is_first: bool) -> Option<usize> {
    let first = line.chars().next()?;
    let after = line.trim_start_matches(first);
    let run = line.len() - after.len();
    let is_only = |chars: &[char]| line.chars().all(|c| chars.contains(&c) || c == ' ');
    let found = match first {
        '#' => run <= 6 && ends_word(after),
        '>' => true,
        '-' | '+' | '*' if run == 1 && ends_word(after) => true,
        '-' | '=' if !is_first && is_only(&[first]) => true,
        '-' | '*' | '_' if is_only(&[first]) && line.matches(first).count() >= 3 => true,
        '-' | ':' | '|' if !is_first && is_only(&['-', ':', '|']) => true,
        ':' => line.starts_with(":::") || line.starts_with(": "),
        '~' => run >= 3,
        '0'..='9' => return number(line),
        '[' => return bracket(line),
        _ => false,
    };
    found.then_some(0)
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest == "\\" || rest.starts_with([' ', '\t'])
}

/// Whether a line begins like an item of an ordered list.
fn number(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let at = line.len() - rest.len();
    let mark = rest.strip_prefix(['.', ')'])?;
    (at <= 9 && ends_word(mark)).then_some(at)
}

/// Whether a line begins like a definition, a task or the title of an alert.
fn bracket(line: &str) -> Option<usize> {
    let is_alert = line.strip_prefix("[!").is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let is_task = ["[ ]", "[x]", "[X]"]
        .iter()
        .any(|start| line.strip_prefix(start).is_some_and(|rest| !rest.starts_with('(')));
    if is_alert || is_task {
        return Some(0);
    }
    let mut rest = line.get(1..)?;
    loop {
        let at = line.len() - rest.len();
        let c = rest.chars().next()?;
        let next = match c {
            '[' => return None,
            ']' => return rest.starts_with("]:").then_some(at + 1),
            '\\' => rest.get(1..)?.chars().next()?.len_utf8() + 1,
            '`' => code(rest),
            c => c.len_utf8(),
        };
        rest = rest.get(next..)?;
    }
}

/// The length of the code that begins here.
fn code(rest: &str) -> usize {
    let fence = rest.len() - rest.trim_start_matches('`').len();
    let mut at = fence;
    while let Some(found) = rest.get(at..).and_then(|rest| rest.find('`')) {
        let run = rest.get(at + found..).unwrap_or("");
        let length = run.len() - run.trim_start_matches('`').len();
        at += found + length;
        if length == fence {
            return at;
        }
    }
    fence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_block_is_guarded() {
        for (line, guarded_line) in [
            ("- a", "\\- a"),
            ("-a", "-a"),
            ("12. a", "12\\. a"),
            ("1.5 a", "1.5 a"),
            ("2020 was", "2020 was"),
            ("# a", "\\# a"),
            ("#a", "#a"),
            ("*a*", "*a*"),
            ("**", "**"),
            ("---", "\\---"),
            (":::note", "\\:::note"),
            ("[^1]: a", "[^1]\\: a"),
            ("[x] a", "\\[x] a"),
            ("[a] b", "[a] b"),
            ("> a", "\\> a"),
        ] {
            assert_eq!(guarded(line, true), guarded_line);
        }
        assert_eq!(guarded("===", true), "===");
        assert_eq!(guarded("===", false), "\\===");
    }
}
