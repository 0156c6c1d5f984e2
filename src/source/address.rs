//! Addresses made of the names of files.
//!
//! In: names. Out: parts of addresses, in ASCII where they can be. Never: whether another page has the same address.

use crate::language::slug;

/// The address of a manuscript in the default language, or the first name of it that gives none.
pub(super) fn address(key: &str) -> Result<String, String> {
    let mut address = String::from("/");
    for name in key.split('/').filter(|name| !name.is_empty()) {
        let segment = slug(name);
        if segment.is_empty() {
            return Err(name.to_owned());
        }
        address.push_str(&segment);
        address.push('/');
    }
    Ok(address)
}
