//! The tables of the manual that are made from the code.
//!
//! In: the rules, and the source of the types that templates read. Out: Markdown. Never: files.

use offprint::diagnostic::{Severity, rules};

/// A text with something else between two of its comments.
pub(crate) fn between(text: &str, name: &str, made: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let (before, rest) = text.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}{made}{end}{after}")
}

/// A table of all rules, the gravest first.
pub(crate) fn diagnostics() -> String {
    let mut out = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Hint] {
        out.push_str(&format!("| {} | finds |\n|---|---|\n", severity.name()));
        for rule in rules::all().into_iter().filter(|rule| rule.severity == severity) {
            out.push_str(&format!("| `{}` | {} |\n", rule.code, cell(rule.summary)));
        }
        out.push('\n');
    }
    out
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A table of the options of a theme: those that it declares, and those to which it gives another default.
pub(crate) fn options(manifest: &str) -> String {
    let manifest: toml::Table = manifest.parse().unwrap();
    let mut out = String::from("| option | type | default | what |\n|---|---|---|---|\n");
    for (name, option) in manifest.get("options").unwrap().as_table().unwrap() {
        let text = |key: &str| option.get(key).and_then(toml::Value::as_str).unwrap_or_default();
        let default = match option.get("default").unwrap() {
            toml::Value::String(text) if text.is_empty() => String::new(),
            default => format!("`{default}`"),
        };
        out.push_str(&format!(
            "| `{name}` | {} | {default} | {} |\n",
            text("type"),
            cell(text("description"))
        ));
    }
    out
}

/// A type that templates read.
struct Type {
    name: String,
    about: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    about: String,
}

/// The types of a source file that holds nothing but structs with documented public fields.
fn types(source: &str) -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    let mut about: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in source.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            about.push(doc.trim());
        } else if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {")) {
            types.push(Type { name: name.to_owned(), about: about.join(" "), fields: Vec::new() });
            (about, inside) = (Vec::new(), true);
        } else if let Some((name, kind)) =
            line.strip_prefix("pub ").and_then(|rest| rest.strip_suffix(',')?.split_once(": "))
            && inside
        {
            let field = Field { name: name.to_owned(), kind: kind.to_owned(), about: about.join(" ") };
            types.last_mut().unwrap().fields.push(field);
            about.clear();
        } else if !line.starts_with("#[") {
            inside &= line != "}";
            about.clear();
        }
    }
    types
}

/// What a template can read: a table for each name that it sees, and one of the smaller types.
pub(crate) fn variables(source: &str) -> String {
    let types = types(source);
    let frame = types.iter().find(|found| found.name == "Frame").unwrap();
    let mut out = String::from("| name | type | what |\n|---|---|---|\n");
    for field in &frame.fields {
        let kind = format!("{}{}", kind(&field.kind), mark(&field.kind));
        out.push_str(&format!("| `{}` | {kind} | {} |\n", field.name, cell(&field.about)));
    }
    for field in &frame.fields {
        let Some(found) = types.iter().find(|found| found.name == innermost(&field.kind) && is_top(found))
        else {
            continue;
        };
        out.push_str(&format!("\n| `{}.…` | type | what |\n|---|---|---|\n", field.name));
        for inner in &found.fields {
            let about = cell(&inner.about);
            out.push_str(&format!(
                "| `{}` | {}{} | {about} |\n",
                inner.name,
                kind(&inner.kind),
                mark(&inner.kind)
            ));
        }
    }
    out.push_str("\n| type | its fields |\n|---|---|\n");
    for found in types.iter().filter(|found| found.name != "Frame" && !is_top(found)) {
        let fields = found
            .fields
            .iter()
            .map(|field| format!("`{}`{} {}", field.name, mark(&field.kind), lower(&cell(&field.about))));
        let fields: Vec<String> = fields.collect();
        out.push_str(&format!("| **{}** | {} |\n", noun(&found.name), fields.join(" · ")));
    }
    out
}

fn is_top(found: &Type) -> bool {
    assert!(!found.about.is_empty(), "`{}` is not documented", found.name);
    ["SiteFrame", "PageFrame", "PaperFrame", "SectionFrame", "ListFrame"].contains(&found.name.as_str())
}

/// `Option<Arc<PaperFrame>>` is a `PaperFrame`.
fn innermost(kind: &str) -> &str {
    kind.rsplit('<').next().unwrap().trim_end_matches('>')
}

fn mark(kind: &str) -> &'static str {
    if kind.starts_with("Option<") { " ?" } else { "" }
}

fn kind(written: &str) -> String {
    let inner = |prefix: &str| written.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inner("Option<").or_else(|| inner("Arc<")) {
        return kind(inner);
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {}", kind(inner));
    }
    match written {
        "String" | "str" | "&'static str" | "PageKind" => "text".to_owned(),
        "bool" => "yes or no".to_owned(),
        "u32" | "usize" => "number".to_owned(),
        other if other.contains("Map<") || other.contains("Value") || other == "Words" => "table".to_owned(),
        other => format!("**{}**", noun(other)),
    }
}

/// `LinkFrame` is a link.
fn noun(name: &str) -> String {
    let bare = name.strip_suffix("Frame").unwrap_or(name);
    let mut out = String::new();
    for letter in bare.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// A sentence as part of a list: without its first capital and its full stop.
fn lower(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let first = sentence.split(' ').next().unwrap();
    let acronym = first.chars().skip(1).any(char::is_uppercase);
    match sentence.chars().next() {
        Some(first) if !acronym => first.to_lowercase().chain(sentence.chars().skip(1)).collect(),
        _ => sentence.to_owned(),
    }
}
