//! Words as a part of an address.
//!
//! In: any text. Out: letters and digits, ASCII where they can be, with single hyphens between. Never: a slash, a dot, or a hyphen at an end.

/// The part of an address that a name makes: "Żywność & woda" is `zywnosc-woda`. Letters of other scripts are spelled in
/// Latin ones; the few that have no such spelling stay. A text without letters and digits makes an empty slug.
pub fn slug(text: &str) -> String {
    let mut slug = Slug { text: String::with_capacity(text.len()), gap: false };
    for c in text.chars() {
        let foreign = !c.is_ascii() && c.is_alphanumeric();
        let spelled = if foreign { deunicode::deunicode_char(c) } else { None };
        match spelled {
            Some(latin) if latin.chars().any(char::is_alphanumeric) => {
                latin.chars().for_each(|c| slug.push(c))
            }
            _ => slug.push(c),
        }
    }
    slug.text
}

/// A slug while it is written: a gap becomes a hyphen when something follows it.
struct Slug {
    text: String,
    gap: bool,
}

impl Slug {
    fn push(&mut self, c: char) {
        match c {
            // An apostrophe stands inside a word: "Poland's" is one.
            '\'' | '’' | 'ʼ' => {}
            c if c.is_alphanumeric() => {
                if std::mem::take(&mut self.gap) && !self.text.is_empty() {
                    self.text.push('-');
                }
                // Nearly all letters are ASCII, whose lower case needs no table.
                if c.is_ascii() {
                    self.text.push(c.to_ascii_lowercase());
                } else {
                    self.text.extend(c.to_lowercase());
                }
            }
            _ => self.gap = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn names_make_addresses() {
        let cases = [
            ("Digital government", "digital-government"),
            ("Żywność & woda", "zywnosc-woda"),
            ("Poland’s place", "polands-place"),
            ("AI / Ai", "ai-ai"),
            ("第一章", "di-yi-zhang"),
            ("  –5G–  ", "5g"),
            ("???", ""),
            ("../etc", "etc"),
            ("Marchés", "marches"),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text), expected, "{text}");
        }
    }
}
