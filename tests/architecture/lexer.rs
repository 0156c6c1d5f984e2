//! Just enough of Rust's grammar to see which paths a file names.
//!
//! In: a file's text. Out: its paths with their lines; and the text without comments, literals and tests, line for line. Never: a judgement.

/// Lines, counted from one.
pub(crate) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line))
}

/// All paths that code names, `use` trees spread out, each with its line.
pub(crate) fn paths(bare: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut open: Vec<Vec<String>> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut joined = false;
    for (line, token) in tokens(bare) {
        let is_name = token.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if is_name && (joined || path.is_empty() || path == *open.last().unwrap_or(&Vec::new())) {
            path.push(token);
            joined = false;
            continue;
        }
        if token == "::" {
            joined = true;
            continue;
        }
        if joined && token == "{" {
            open.push(path.clone());
            joined = false;
            continue;
        }
        if path.len() > 1 {
            found.push((line, path.clone()));
        }
        match (token.as_str(), open.last()) {
            ("}", Some(_)) => {
                open.pop();
                path = Vec::new();
            }
            (",", Some(base)) => path.clone_from(base),
            (_, None) => path = if is_name { vec![token] } else { Vec::new() },
            _ => {}
        }
        joined = false;
    }
    found
}

/// Names, `::`, and every other character by itself, each with its line.
fn tokens(bare: &str) -> Vec<(usize, String)> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    for (line, text) in numbered(bare) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let name = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let len = if name > 0 {
                name
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                tokens.push((line, rest[..len].to_owned()));
            }
            rest = &rest[len..];
        }
    }
    tokens
}

/// Code with its comments and literals blanked, line for line.
pub(crate) fn without_text(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let end = text_end(&chars, at, out.chars().last());
        if end > at {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where the comment or literal that begins here ends; here, if none begins.
fn text_end(chars: &[char], at: usize, before: Option<char>) -> usize {
    let find = |from: usize, end: &str| {
        let end: Vec<char> = end.chars().collect();
        (from..chars.len()).find(|at| chars[*at..].starts_with(&end)).map_or(chars.len(), |at| at + end.len())
    };
    let is_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    match chars[at..] {
        ['/', '/', ..] => find(at, "\n") - 1,
        ['/', '*', ..] => find(at, "*/"),
        ['r', '"', ..] if !is_word => find(at + 2, "\""),
        ['r', '#', '"', ..] if !is_word => find(at + 3, "\"#"),
        ['r', '#', '#', '"', ..] if !is_word => find(at + 4, "\"##"),
        ['"', ..] => {
            let mut end = at + 1;
            while end < chars.len() && chars[end] != '"' {
                end += if chars[end] == '\\' { 2 } else { 1 };
            }
            (end + 1).min(chars.len())
        }
        ['\'', '\\', ..] => find(at + 3, "'"),
        ['\'', _, '\'', ..] => at + 3,
        _ => at,
    }
}

/// Code with what is compiled for tests alone blanked, line for line.
pub(crate) fn without_tests(bare: &str) -> String {
    let Some((before, after)) = bare.split_once("#[cfg(test)]") else { return bare.to_owned() };
    let mut depth = 0;
    let end = after.char_indices().find(|(_, c)| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth == 0 && matches!(c, '}' | ';')
    });
    let (item, rest) = after.split_at(end.map_or(after.len(), |(at, _)| at + 1));
    format!("{before}{}{}", "\n".repeat(item.matches('\n').count()), without_tests(rest))
}
