//! The words and links of a manuscript, read without the program's own parser, so that neither can hide what the other
//! loses. It knows only what the real papers use of Markdown.

use std::collections::BTreeMap;

/// What a reader of a source must find on the page.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The running text: pull quotes, tables and captions where they stand.
    pub(crate) text: Vec<String>,
    /// The text of each note, by its label.
    pub(crate) notes: BTreeMap<String, Vec<String>>,
    /// Links of the running text and of the notes that are not to other sites.
    pub(crate) links: Vec<Link>,
}

/// A link to a file or a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) words: Vec<String>,
    pub(crate) target: String,
}

/// Elements that are read; every other tag is printed as it is written.
const READ: [&str; 15] = [
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "col", "colgroup", "br", "sub", "sup",
    "kbd", "abbr",
];

/// Reads one file. The first heading is the section's title, also where something stands before it.
pub(crate) fn read(source: &str) -> Words {
    let mut lines: Vec<&str> = source.lines().collect();
    if let Some(at) = lines.iter().position(|line| line.starts_with('#')) {
        lines[..=at].rotate_right(1);
    }
    let mut words = Words::default();
    let mut text = String::new();
    let mut note: Option<(String, String)> = None;
    for line in lines {
        if let Some((label, begin)) = line.strip_prefix("[^").and_then(|rest| rest.split_once("]:")) {
            words.end_note(note.replace((label.to_owned(), begin.to_owned())));
            continue;
        }
        let indented = line.is_empty() || line.starts_with([' ', '\t']);
        match &mut note {
            Some((_, text)) if indented => text.extend(["\n", line]),
            _ => {
                words.end_note(note.take());
                if !line.trim_start().starts_with(":::") {
                    text.extend([without_number(line), "\n"]);
                }
            }
        }
    }
    words.end_note(note);
    let (plain, links) = strip(&text);
    words.text = split(&plain);
    words.links.splice(..0, links);
    words
}

impl Words {
    fn end_note(&mut self, note: Option<(String, String)>) {
        let Some((label, text)) = note else { return };
        let (plain, links) = strip(&text);
        assert!(self.notes.insert(label.clone(), split(&plain)).is_none(), "the note {label} is there twice");
        self.links.extend(links);
    }
}

/// A line without the number that makes it an entry of a list.
fn without_number(line: &str) -> &str {
    let entry = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    match entry.strip_prefix(". ") {
        Some(words) if entry.len() < line.trim_start().len() && !words.trim().is_empty() => words,
        _ => line,
    }
}

/// Text without markup, and its links.
fn strip(text: &str) -> (String, Vec<Link>) {
    let mut out = String::new();
    let mut links = Vec::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        at += match c {
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                out.push_str(&rest[1..2]);
                2
            }
            '[' if rest.starts_with("[^") => rest.find(']').unwrap() + 1,
            '!' if rest.starts_with("![") => {
                let end = rest.find("](").unwrap();
                end + 1 + parenthesis(&rest[end + 1..]).len()
            }
            '[' => {
                open.push(out.len());
                out.push('[');
                1
            }
            ']' if rest.starts_with("](") => {
                let target = parenthesis(&rest[1..]);
                let begin = open.pop().unwrap();
                let words = split(&out[begin..]);
                out.remove(begin);
                links.push(Link { words, target: target[1..target.len() - 1].to_owned() });
                1 + target.len()
            }
            ']' => {
                open.pop();
                out.push(']');
                1
            }
            '*' => 1,
            '<' => match tag(rest) {
                Some((name, len)) => {
                    if !matches!(name.as_str(), "sub" | "sup" | "kbd" | "abbr") {
                        out.push(' ');
                    }
                    len
                }
                None => {
                    out.push(' ');
                    1
                }
            },
            '&' if rest.starts_with("&nbsp;") => {
                out.push(' ');
                6
            }
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
    }
    links.retain(|link| !link.target.contains("://") && !link.target.starts_with("mailto:"));
    (out, links)
}

/// From an opening parenthesis to the one that closes it.
fn parenthesis(rest: &str) -> &str {
    let mut depth = 0;
    for (at, c) in rest.char_indices() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth == 0 {
            return &rest[..=at];
        }
    }
    panic!("a parenthesis is not closed: {rest}")
}

/// The name and length of a tag that is read.
fn tag(rest: &str) -> Option<(String, usize)> {
    let len = rest.find('>')? + 1;
    let inner = rest[1..len - 1].trim_start_matches('/');
    let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    READ.contains(&name.as_str()).then_some((name, len))
}

/// The words of a text, and the signs that change what a number says. Other punctuation is typography.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut inside = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if !inside {
                words.push(String::new());
            }
            words.last_mut().unwrap().push(c);
        } else if matches!(c, '£' | '$' | '€' | '%' | '&' | '+') {
            words.push(c.to_string());
        }
        inside = c.is_alphanumeric();
    }
    words
}

/// What two sequences of words do not have in common: each place, with the words on both sides.
pub(crate) fn differences(source: &[String], page: &[String]) -> Vec<String> {
    let (mut s, mut p) = (0, 0);
    let mut found = Vec::new();
    while s < source.len() || p < page.len() {
        if source.get(s) == page.get(p) {
            (s, p) = (s + 1, p + 1);
            continue;
        }
        let (ds, dp) = next_alike(&source[s..], &page[p..]);
        let before = source[s.saturating_sub(4)..s].join(" ");
        let (lost, added) = (source[s..s + ds].join(" "), page[p..p + dp].join(" "));
        found.push(format!("after “{before}” the source has “{lost}”, the page “{added}”"));
        (s, p) = (s + ds, p + dp);
    }
    found
}

/// How many words to pass over on each side until the next three are the same.
fn next_alike(source: &[String], page: &[String]) -> (usize, usize) {
    for sum in 1..400 {
        for ds in 0..=sum.min(source.len()) {
            let dp = sum - ds;
            let same = |n: usize| source.get(ds + n).is_some() && source.get(ds + n) == page.get(dp + n);
            if dp <= page.len() && same(0) && same(1) && same(2) {
                return (ds, dp);
            }
        }
    }
    (source.len(), page.len())
}

#[test]
fn words_are_read_from_markdown() {
    let source = "[Up](../a.md) | x\n\n# A *title*\n\n1. one[^1] l'eau\\*\n\n5.\n\n:::pullquote\nsaid\n:::\n\n| a | £5&nbsp;m |\n|--|--|\n<TD style=\"x\">1<br/>2</TD> <strong>b</strong>\n![alt](p.png)\n[^1]: A [b (c)](#d(e)) note\n  more\n\n[l]ast [w](https://x.org)";
    let words = read(source);
    assert_eq!(words.text.join(" "), "A title Up x one l eau 5 said a £ 5 m 1 2 strong b strong l ast w");
    assert_eq!(words.notes["1"].join(" "), "A b c note more");
    let targets: Vec<&str> = words.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["../a.md", "#d(e)"]);
    let (a, b) = (split("one two three four five six"), split("one 2 three four five extra six"));
    assert_eq!(differences(&a, &a), [""; 0]);
    assert_eq!(differences(&a, &b)[0], "after “one” the source has “two”, the page “2”");
    assert_eq!(differences(&a, &b).len(), 2);
    assert_eq!(differences(&a, &[]).len(), 1);
}
