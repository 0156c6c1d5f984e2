//! The URL at which a site is published.
//!
//! In: a text. Out: [`BaseUrl`], or what is wrong with the text. Never: asking whether it can be reached.

use super::BaseUrl;

impl BaseUrl {
    /// Splits a URL where the site begins; the error says, after "…must", what the URL must be.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = text.split_once("://").ok_or("begin with `https://` or `http://`")?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err("begin with `https://` or `http://`");
        }
        if rest.contains(['?', '#']) {
            return Err("have no query and no fragment (nothing after `?` or `#`)");
        }
        let (host, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        check_host(host)?;
        let path = path.trim_end_matches('/');
        check_path(path)?;
        Ok(Self { origin: format!("{scheme}://{}", host.to_ascii_lowercase()).into(), path: path.into() })
    }
}

fn check_host(host: &str) -> Result<(), &'static str> {
    if host.contains('@') {
        return Err("have no user name");
    }
    if !host.is_ascii() {
        return Err("write its host in ASCII (`xn--…`)");
    }
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    };
    if port.is_some_and(|port| port.parse::<u16>().is_err()) {
        return Err("have a port between 0 and 65535");
    }
    let bracketed = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let good = match bracketed {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => name.split('.').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        }),
    };
    if good { Ok(()) } else { Err("name a host, such as `https://example.org/`") }
}

fn check_path(path: &str) -> Result<(), &'static str> {
    let mut segments = path.split('/').skip(1);
    if segments.any(|segment| segment.is_empty() || segment == "." || segment == "..") {
        return Err("have a path without empty parts, `.` and `..`");
    }
    let good = |b: u8| b.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:@".contains(&b);
    if path.bytes().all(good) {
        Ok(())
    } else {
        Err("have a path of letters, digits and `-._~`, others as `%…`")
    }
}
