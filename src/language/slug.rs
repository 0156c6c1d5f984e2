//! Words as a part of an address.
//!
//! In: any text. Out: ASCII letters and digits with single hyphens between. Never: a slash, a dot, or a hyphen at an end.

/// The part of an address that a name makes: "Żywność & woda" is `zywnosc-woda`. Letters of other scripts are spelled in
/// Latin ones; a text without letters and digits makes an empty slug.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // An apostrophe stands inside a word: "Poland's" is one.
            '\'' | '’' | 'ʼ' => {}
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            c if c.is_ascii() || !c.is_alphanumeric() => hyphen(&mut out),
            c => spell(c, &mut out),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

fn spell(c: char, out: &mut String) {
    for spelled in deunicode::deunicode_char(c).unwrap_or("-").chars() {
        if spelled.is_ascii_alphanumeric() {
            out.push(spelled.to_ascii_lowercase());
        } else if spelled != '\'' {
            hyphen(out);
        }
    }
}

fn hyphen(out: &mut String) {
    if !out.is_empty() && !out.ends_with('-') {
        out.push('-');
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
