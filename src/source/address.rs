//! Addresses made of the names of files.
//!
//! In: names. Out: parts of addresses, in ASCII where they can be. Never: whether another page has the same address.

/// A name as a part of an address: lower case, words joined by `-`. Empty if the name has no letter and no digit.
pub(crate) fn segment(name: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    let mut push = |c: char, joins: bool| {
        if !c.is_alphanumeric() {
            // An apostrophe within a word is no gap: `l'État` is one word in an address.
            gap |= !joins;
            return;
        }
        if gap && !out.is_empty() {
            out.push('-');
        }
        gap = false;
        out.extend(c.to_lowercase());
    };
    for c in name.chars() {
        match deunicode::deunicode_char(c).filter(|_| c.is_alphanumeric() && !c.is_ascii()) {
            Some(ascii) if ascii.chars().any(char::is_alphanumeric) => {
                ascii.chars().for_each(|c| push(c, false))
            }
            _ => push(c, matches!(c, '\'' | '’')),
        }
    }
    out
}

/// The address of a manuscript in the default language, or the first name of it that gives none.
pub(super) fn address(key: &str) -> Result<String, String> {
    let mut address = String::from("/");
    for name in key.split('/').filter(|name| !name.is_empty()) {
        let segment = segment(name);
        if segment.is_empty() {
            return Err(name.to_owned());
        }
        address.push_str(&segment);
        address.push('/');
    }
    Ok(address)
}
