//! Stylesheets made smaller, and the files that they name given their published names.
//!
//! In: a stylesheet's text. Out: the same rules with fewer bytes. Never: a change of meaning; only comments, white space
//! and semicolons that mean nothing are dropped, so a stylesheet is as the theme's author wrote it.

use std::borrow::Cow;
use std::ops::Range;

/// Drops what means nothing, and asks `rename` for the new text of each `url(…)`; `None` leaves it as it is.
///
/// `rename` is given the address without quotes, and its bytes in the text.
pub(super) fn minify<'a>(
    text: &'a str,
    mut rename: impl FnMut(&'a str, Range<usize>) -> Option<String>,
) -> String {
    let mut out = Minified { text: String::with_capacity(text.len()), space: false };
    let mut at = 0;
    let mut import = false;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (token, len) = token(rest);
        let token = match token {
            // `@import "x.css"` names a file as `@import url("x.css")` does.
            Token::Text(text) if import && text.starts_with(['"', '\'']) => {
                Token::Url(text.trim_matches(['"', '\'']))
            }
            other => other,
        };
        import = match token {
            Token::Space => import,
            Token::Text(word) => word.eq_ignore_ascii_case("import") && out.text.ends_with('@'),
            Token::Url(_) => false,
        };
        match token {
            Token::Space => out.space = true,
            Token::Url(address) => {
                let start = at + rest.find(address).unwrap_or(0);
                let renamed =
                    rename(address, start..start + address.len()).map_or(Cow::Borrowed(address), Cow::Owned);
                out.push(&format!("url(\"{}\")", escaped(&renamed)));
            }
            Token::Text(text) => out.push(text),
        }
        at += len;
    }
    out.text
}

/// What stands next in a stylesheet.
enum Token<'a> {
    /// White space and comments.
    Space,
    /// `url(…)`: the address.
    Url(&'a str),
    /// A string, or one character of anything else.
    Text(&'a str),
}

/// The next token, and its length in bytes, which is never 0.
fn token(rest: &str) -> (Token<'_>, usize) {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    let one = rest.get(..first).unwrap_or(rest);
    if let Some(comment) = rest.strip_prefix("/*") {
        return (Token::Space, comment.find("*/").map_or(rest.len(), |end| end + 4));
    }
    if one.starts_with(|c: char| c.is_ascii_whitespace()) {
        return (Token::Space, 1);
    }
    if one == "\"" || one == "'" {
        let len = string(rest);
        return (Token::Text(rest.get(..len).unwrap_or(rest)), len);
    }
    if one == "\\" {
        let len = 1 + rest.get(1..).and_then(|after| after.chars().next()).map_or(0, char::len_utf8);
        return (Token::Text(rest.get(..len).unwrap_or(rest)), len);
    }
    let word = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    if word == 0 {
        return (Token::Text(one), first);
    }
    let name = rest.get(..word).unwrap_or(rest);
    if let Some((address, len)) = url(rest).filter(|_| name.eq_ignore_ascii_case("url")) {
        return (Token::Url(address), len);
    }
    (Token::Text(name), word)
}

/// Whether a character can stand in a name or number.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_' || !c.is_ascii()
}

/// The length of the string that the text begins with; to the end of the line if it is not closed.
fn string(text: &str) -> usize {
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, c)| c);
    let mut escape = false;
    for (at, c) in characters {
        match c {
            _ if escape => escape = false,
            '\\' => escape = true,
            '\n' => return at,
            c if Some(c) == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// The address in the `url(…)` that the text begins with, and the length of the whole.
fn url(text: &str) -> Option<(&str, usize)> {
    let inside = text.get(3..)?.strip_prefix('(')?;
    let begin = inside.trim_ascii_start();
    let skipped = 4 + inside.len() - begin.len();
    if begin.starts_with(['"', '\'']) {
        let len = string(begin);
        let address = begin.get(1..len.checked_sub(1)?)?;
        let after = begin.get(len..)?;
        let close = after.find(')')?;
        return after.get(..close)?.trim_ascii().is_empty().then_some((address, skipped + len + close + 1));
    }
    let close = begin.find(')')?;
    Some((begin.get(..close)?.trim_ascii(), skipped + close + 1))
}

fn escaped(address: &str) -> Cow<'_, str> {
    if address.contains('"') { Cow::Owned(address.replace('"', "%22")) } else { Cow::Borrowed(address) }
}

/// A stylesheet as it is written.
struct Minified {
    text: String,
    /// Whether there was space since the last token.
    space: bool,
}

impl Minified {
    fn push(&mut self, token: &str) {
        // Space says nothing around these; before `:`, `(`, `+` and `-` it does, and after `)`.
        let last = self.text.chars().next_back();
        let open = last.is_none_or(|c| matches!(c, '{' | '}' | ';' | ',' | ':' | '('));
        let closes = matches!(token, "{" | "}" | ";" | "," | ")");
        if self.space && !open && !closes {
            self.text.push(' ');
        }
        self.space = false;
        if token == "}" && last == Some(';') {
            self.text.pop();
        }
        // Nothing stands between two semicolons, or before the first.
        if token == ";" && matches!(last, Some(';' | '{')) {
            return;
        }
        self.text.push_str(token);
    }
}

#[cfg(test)]
mod tests {
    use super::minify;

    fn small(text: &str) -> String {
        minify(text, |_, _| None)
    }

    #[test]
    fn drops_comments_space_and_last_semicolons() {
        assert_eq!(
            small("/* a */\na  {\n  color : red ;\n  margin: 0 auto;\n}\n\nb{}\n"),
            "a{color :red;margin:0 auto}b{}"
        );
        assert_eq!(small("a{;color:red;;}"), "a{color:red}");
        assert_eq!(small("a, b >  c,\n d{x:y}"), "a,b > c,d{x:y}");
        assert_eq!(small("a/**/b{}"), "a b{}", "a comment keeps two words apart");
        assert_eq!(small("a{} /* never closed"), "a{}");
    }

    #[test]
    fn keeps_space_that_means_something() {
        for same in [
            "a :hover{x:y}",
            "a:hover .b{x:y}",
            "@media (min-width:40rem) and (max-width:60rem){a{b:c}}",
            "a{width:calc(100% - (2px + 1em))}",
            "a{margin:-1px -2px}",
            "a{font:italic 1rem/1.5 \"A  B\",serif}",
            "[data-x=\"a  b\"] b{c:d}",
            "a{content:\"/* no comment */ \\\"  ;}\"}",
            "a{color:red !important}",
            ".a\\:b c{d:e}",
        ] {
            assert_eq!(small(same), same);
        }
        assert_eq!(small("@media print and ( color ) { a { b : c } }"), "@media print and (color){a{b :c}}");
    }

    #[test]
    fn gives_urls_their_new_names() {
        let mut seen = Vec::new();
        let text = "a{b:url( 'x y.svg' ) no-repeat;c:url(data:image/png;base64,AA==);d:URL(\"e.woff2\")}";
        let small = minify(text, |address, range| {
            assert_eq!(text.get(range), Some(address));
            seen.push(address);
            address.strip_suffix(".woff2").map(|stem| format!("{stem}.1234.woff2"))
        });
        assert_eq!(
            small,
            "a{b:url(\"x y.svg\") no-repeat;c:url(\"data:image/png;base64,AA==\");d:url(\"e.1234.woff2\")}"
        );
        assert_eq!(seen, ["x y.svg", "data:image/png;base64,AA==", "e.woff2"]);
    }

    #[test]
    fn any_text_comes_to_an_end() {
        for odd in ["url(", "url('", "\\", "\"", "é:url(é", "/*", "a{", "}}}", "url(\"a\" b)"] {
            let once = small(odd);
            assert!(once.len() <= odd.len() + 2, "{odd} became {once}");
        }
    }

    #[test]
    fn twice_is_once() {
        let text = "a  b{ c : d ; e: url( f ) }\n@media (x: y) { z { } }";
        assert_eq!(small(&small(text)), small(text));
    }
}
