//! Identifiers with a form of their own.
//!
//! In: texts. Out: the canonical form, or what is wrong. Never: asking whether an identifier is registered.

use percent_encoding::percent_decode_str;

/// The sixteen digits of an ORCID iD, in four groups.
pub(super) fn orcid(written: &str) -> Result<Box<str>, &'static str> {
    let bare = strip_prefixes(written.trim(), &["https://", "http://"]);
    let bare = strip_prefixes(bare, &["www."]);
    let bare = strip_prefixes(bare, &["orcid.org/"]).trim_end_matches('/');
    let digits: Vec<u8> =
        bare.bytes().filter(|b| *b != b'-' && *b != b' ').map(|b| b.to_ascii_uppercase()).collect();
    let Some((last, payload)) = digits.split_last() else { return Err("is empty") };
    let valid_last = last.is_ascii_digit() || *last == b'X';
    if payload.len() != 15 || !payload.iter().all(u8::is_ascii_digit) || !valid_last {
        return Err("must have sixteen digits, as in `0000-0002-1825-0097`");
    }
    if check_digit(payload) != *last {
        return Err("has a slip in it: its check digit does not fit the others");
    }
    let groups: Vec<String> =
        digits.chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    Ok(groups.join("-").into())
}

/// ISO 7064, MOD 11-2.
fn check_digit(payload: &[u8]) -> u8 {
    let total = payload.iter().fold(0_u32, |total, digit| (total + u32::from(digit - b'0')) * 2 % 11);
    match (12 - total % 11) % 11 {
        10 => b'X',
        digit => b'0' + u8::try_from(digit).unwrap_or_default(),
    }
}

/// A DOI without what may stand before it.
pub(super) fn doi(written: &str) -> Result<Box<str>, &'static str> {
    let bare = strip_prefixes(written.trim(), &["https://", "http://"]);
    let bare = strip_prefixes(bare, &["dx.", "www."]);
    let bare = strip_prefixes(bare, &["doi.org/", "doi:"]).trim_start();
    let Some((registrant, suffix)) = bare.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return Err("must look like `10.5281/zenodo.1234567`");
    };
    let numbered = registrant.len() >= 4 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !numbered || suffix.is_empty() || bare.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("must look like `10.5281/zenodo.1234567`");
    }
    Ok(bare.into())
}

fn strip_prefixes<'a>(text: &'a str, prefixes: &[&str]) -> &'a str {
    let found = prefixes
        .iter()
        .find(|prefix| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)));
    found.and_then(|prefix| text.get(prefix.len()..)).unwrap_or(text)
}

/// An old address: its canonical form, or what it must be. Copied from a browser, `/zaż/` is `/za%C5%BC/`; and `/a/index.html` is
/// the file of `/a/`.
pub(super) fn alias(written: &str) -> Result<Box<str>, &'static str> {
    if written.to_ascii_lowercase().contains("%2f") {
        return Err("must not have a `/` that is written `%2F`");
    }
    let decoded = percent_decode_str(written).decode_utf8().map_err(|_| "must be UTF-8 where it has `%`")?;
    let written =
        decoded.strip_suffix("/index.html").map_or_else(|| decoded.to_string(), |page| format!("{page}/"));
    let written = written.as_str();
    if !written.starts_with('/') || written.starts_with("//") {
        return Err("must begin with one `/`");
    }
    if written.contains(['?', '#', '\\']) || written.chars().any(char::is_control) {
        return Err("must be a path alone, without `?`, `#` and `\\`");
    }
    if written.split('/').any(|segment| segment == "." || segment == "..") {
        return Err("must not have `.` or `..` in its path");
    }
    if written.contains("//") {
        return Err("must not have an empty part in its path");
    }
    if written.split('/').nth(1) == Some(".offprint") {
        return Err("must not be `/.offprint`, which offprint uses itself");
    }
    let last = written.rsplit('/').next().unwrap_or_default();
    if last.is_empty() || last.contains('.') { Ok(written.into()) } else { Ok(format!("{written}/").into()) }
}

/// An id of a section: part of an address.
pub(super) fn id(written: &str) -> Result<(), &'static str> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !written.is_empty() && written.chars().all(fits) {
        Ok(())
    } else {
        Err("must have letters, digits, `-` and `_` only")
    }
}

/// A web address.
pub(super) fn url(written: &str) -> Result<(), &'static str> {
    let rest = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(char::is_whitespace) => Ok(()),
        _ => Err("must be a web address that begins with `https://` or `http://`"),
    }
}

/// An address for mail; only its shape, since the rest is for the mail's own servers to say.
pub(super) fn email(written: &str) -> Result<(), &'static str> {
    let parts = written.split_once('@');
    let good = parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    if good && !written.contains(char::is_whitespace) { Ok(()) } else { Err("must be an address for mail") }
}
