//! Values are written in TOML.
//!
//! In: any text. Out: a string of TOML that is that text. Never: keys and tables.

/// A string on one line.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A string over several lines, each as it is.
pub(super) fn block(lines: &[String]) -> Vec<String> {
    let text = lines.join("\n");
    let is_bare = !text.contains('\\') && !text.contains("\"\"\"") && !text.ends_with('"');
    let is_literal = !text.contains("'''") && !text.ends_with('\'');
    let (quote, text) = match (is_bare, is_literal) {
        (true, _) => ("\"\"\"", text),
        (false, true) => ("'''", text),
        (false, false) => ("\"\"\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    let mut out = vec![quote.to_owned()];
    out.extend(text.split('\n').map(str::to_owned));
    out.push(quote.to_owned());
    out
}
