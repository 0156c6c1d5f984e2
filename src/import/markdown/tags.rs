//! Tags of HTML.
//!
//! In: text. Out: a tag's name and attributes, and where it ends. Never: what it means.

/// A tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name in small letters.
    pub(super) name: String,
    /// Whether it closes an element.
    pub(super) closes: bool,
    /// Whether it ends in `/>`.
    pub(super) empty: bool,
    /// Its attributes, names in small letters.
    pub(super) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }
}

/// Reads the tag at the start of a text; the second value is where it ends.
pub(super) fn parse(text: &str) -> Option<(Tag, usize)> {
    let mut tag = Tag::default();
    let mut rest = text.strip_prefix('<')?;
    if let Some(after) = rest.strip_prefix('/') {
        tag.closes = true;
        rest = after;
    }
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    let (name, after) = rest.split_at_checked(length)?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    tag.name = name.to_ascii_lowercase();
    rest = after;
    loop {
        let trimmed = rest.trim_start();
        let blanks = rest.len() - trimmed.len();
        rest = trimmed;
        for (end, empty) in [(">", false), ("/>", true)] {
            if let Some(after) = rest.strip_prefix(end) {
                tag.empty = empty;
                return Some((tag, text.len() - after.len()));
            }
        }
        if blanks == 0 || tag.closes {
            return None;
        }
        rest = attribute(rest, &mut tag)?;
    }
}

fn attribute<'t>(text: &'t str, tag: &mut Tag) -> Option<&'t str> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '/' | '='))?;
    let (key, rest) = text.split_at_checked(end).filter(|(key, _)| !key.is_empty())?;
    let Some(value) = rest.trim_start().strip_prefix('=') else {
        tag.attributes.push((key.to_ascii_lowercase(), String::new()));
        return Some(rest);
    };
    let value = value.trim_start();
    let (value, rest) = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split_once(quote)?,
        _ => {
            let end =
                value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '=' | '`'))?;
            value.split_at_checked(end)?
        }
    };
    tag.attributes.push((key.to_ascii_lowercase(), value.to_owned()));
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read() {
        let (tag, end) = parse("<IMG src='a b.png' alt=x hidden />rest").unwrap();
        assert_eq!((tag.name.as_str(), tag.empty, end), ("img", true, 34));
        assert_eq!(
            (tag.get("src"), tag.get("alt"), tag.get("hidden")),
            (Some("a b.png"), Some("x"), Some(""))
        );
        assert!(parse("</b>").unwrap().0.closes);
        for bad in ["<", "< b>", "<b", "<3>", "<a href=\"x>", "<https://example.org>", "<a@b.org>"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
