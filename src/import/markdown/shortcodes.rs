//! What Hugo, Jekyll and Quarto replace before they read Markdown.
//!
//! In: text. Out: the name and the values of a shortcode or Liquid tag, and where it ends. Never: what it would have become.

/// A shortcode, or a tag or output of Liquid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shortcode {
    /// The first word: `figure`, `include`, `site.title`; with the slash of a closing one.
    pub(super) name: String,
    /// The values that have a name.
    pub(super) named: Vec<(String, String)>,
    /// The values that have none.
    pub(super) values: Vec<String>,
}

impl Shortcode {
    /// A value by its name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.named.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str()).filter(|v| !v.is_empty())
    }
}

/// What opens and closes.
const MARKS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];

/// Where the shortcode at the start of a text ends.
pub(super) fn end(text: &str) -> Option<usize> {
    let (open, close) = MARKS.iter().find(|(open, _)| text.starts_with(open))?;
    let end = text.get(open.len()..)?.find(close)? + open.len() + close.len();
    let inner = text.get(open.len()..end - close.len())?;
    (!inner.trim().is_empty() && !inner.contains("\n\n")).then_some(end)
}

/// Reads a whole shortcode.
pub(super) fn parse(text: &str) -> Option<Shortcode> {
    let (open, close) = MARKS.iter().find(|(open, _)| text.starts_with(open))?;
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    let inner = inner.trim_matches(|c: char| c.is_whitespace() || c == '-');
    let mut code = Shortcode::default();
    let mut rest = inner;
    while let Some((value, after)) = value(rest) {
        rest = after;
        match rest.strip_prefix('=') {
            Some(after) if !code.name.is_empty() => {
                let (named, after) = self::value(after).unwrap_or((String::new(), after));
                code.named.push((value, named));
                rest = after;
            }
            _ if code.name.is_empty() => code.name = value,
            _ => code.values.push(value),
        }
    }
    Some(code)
}

/// The word or the quoted text at the start of a text.
fn value(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'' | '`') {
        let mut value = String::new();
        let mut chars = text.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' if first == '"' => value.extend(chars.next().map(|(_, c)| c)),
                c if c == first => return Some((value, text.get(at + 1..)?)),
                c => value.push(c),
            }
        }
        return Some((value, ""));
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len()).max(1);
    let (word, rest) = text.split_at_checked(end)?;
    Some((word.to_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_are_read() {
        let code = parse("{{< figure src=\"a b.png\" alt='x' 5 >}}").unwrap();
        assert_eq!(
            (code.name.as_str(), code.get("src"), code.get("alt")),
            ("figure", Some("a b.png"), Some("x"))
        );
        assert_eq!(code.values, ["5"]);
        assert_eq!(parse("{%- include x.html -%}").unwrap().values, ["x.html"]);
        assert_eq!(parse("{{ site.title }}").unwrap().name, "site.title");
        assert_eq!(end("{{< a >}} b"), Some(9));
        for none in ["{{ }}", "{ a }", "{{< a", "{% a\n\nb %}"] {
            assert_eq!(end(none), None, "{none}");
        }
    }
}
