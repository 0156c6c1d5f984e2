//! Writes sources as BibTeX.
//!
//! In: an [`Entry`]. Out: its text. Never: a field that the entry does not have.

use super::entry::{Entry, Person, is_tag};

/// An entry, with a line's end.
pub(super) fn write(key: &str, entry: &Entry) -> String {
    let mut fields: Vec<(&str, String)> = Vec::new();
    for (name, people) in
        [("author", &entry.authors), ("editor", &entry.editors), ("translator", &entry.translators)]
    {
        if !people.is_empty() {
            fields.push((name, people.iter().map(person).collect::<Vec<_>>().join(" and ")));
        }
    }
    let is_english = entry.field("language").is_none_or(|language| language.to_lowercase().starts_with("en"));
    for (name, value) in &entry.fields {
        let value = match *name {
            "title" | "booktitle" | "shorttitle" => title(value, is_english),
            "url" | "doi" => value.replace('{', "%7B").replace('}', "%7D").replace(' ', "%20"),
            "pages" => text(&value.replace(['–', '—'], "-").replace("--", "-")).replace('-', "--"),
            _ => tags(&text(value)),
        };
        fields.push((name, value));
    }
    let kind = if entry.kind.is_empty() { "misc" } else { entry.kind };
    let mut written = format!("@{kind}{{{key},\n");
    for (name, value) in fields {
        written.push_str(&format!("  {name} = {{{value}}},\n"));
    }
    written.push_str("}\n");
    written
}

/// `van der Berg, Jr., Anna`; an institution in braces of its own.
fn person(person: &Person) -> String {
    if person.is_institution {
        return format!("{{{}}}", text(&person.family));
    }
    let mut name = String::new();
    if !person.particle.is_empty() {
        name.push_str(&text(&person.particle));
        name.push(' ');
    }
    // A comma or "and" in a name would part it.
    let parts = person.family.contains(',') || person.family.split(' ').any(|word| word == "and");
    let family = text(&person.family);
    name.push_str(&if parts { format!("{{{family}}}") } else { family });
    for part in [&person.suffix, &person.given] {
        if !part.is_empty() {
            name.push_str(", ");
            name.push_str(&text(part));
        }
    }
    name
}

/// A title, the words whose capitals must stay in braces.
fn title(title: &str, is_english: bool) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let long: Vec<&&str> = words.iter().skip(1).filter(|word| word.chars().count() > 3).collect();
    let capitals = long.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    // In a title set In Title Case a capital tells nothing; elsewhere it is a name's.
    let is_title_case = is_english && long.len() > 1 && capitals * 3 > long.len() * 2;
    let mut begins = true;
    let mut written: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '<');
        let inner = letters.chars().skip(1).any(char::is_uppercase);
        let first = letters.starts_with(char::is_uppercase);
        let keeps = inner || (first && !begins && !is_title_case);
        // A word with tags in it is not wrapped: a brace would close inside its tag's.
        let is_plain = !word.contains(['<', '>']);
        written.push(if keeps && is_plain { wrapped(word, letters) } else { text(word) });
        begins = word.ends_with([':', '.', '?', '!', '–', '—']);
    }
    tags(&written.join(" "))
}

fn wrapped(word: &str, letters: &str) -> String {
    match word.split_once(letters) {
        Some((before, after)) => format!("{}{{{}}}{}", text(before), text(letters), text(after)),
        None => text(word),
    }
}

/// Text with nothing in it that BibTeX would read; tags stay.
fn text(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => written.push_str("\\textbackslash{}"),
            '{' | '}' | '%' | '&' | '$' | '#' | '_' => {
                written.push('\\');
                written.push(c);
            }
            '~' => written.push_str("\\textasciitilde{}"),
            '^' => written.push_str("\\textasciicircum{}"),
            c => written.push(c),
        }
    }
    written
}

/// `<i>x</i>` is `\emph{x}`. Tags that are not closed, or not opened, are left out.
fn tags(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut open = 0_usize;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        written.push_str(before);
        let Some((tag, behind)) = after.split_once('>').filter(|(tag, _)| is_tag(tag)) else {
            written.push('<');
            rest = after;
            continue;
        };
        rest = behind;
        if tag.starts_with('/') {
            if open > 0 {
                written.push('}');
                open -= 1;
            }
            continue;
        }
        open += 1;
        written.push_str(match tag.split(' ').next() {
            Some("i" | "em") => "\\emph{",
            Some("b" | "strong") => "\\textbf{",
            Some("sup") => "\\textsuperscript{",
            Some("sub") => "\\textsubscript{",
            Some("sc") => "\\textsc{",
            _ => "{",
        });
    }
    written.push_str(rest);
    written.push_str(&"}".repeat(open));
    written
}
