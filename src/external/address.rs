//! The addresses of links to other sites, made one for all their spellings.
//!
//! In: an address as an author or a redirect writes it. Out: the address that is asked, or why it never is. Never: the network.
//! The one door for `url`, which reads an address as browsers do.

use std::borrow::Cow;

use url::{Host, ParseError, Url};

use super::guard;

/// Which addresses may be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Those that any reader can reach.
    #[default]
    Public,
    /// Also those of this machine and of its private networks.
    Anywhere,
}

/// Why an address is never asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// A name or a password is in it.
    Credentials,
    /// It is of this machine or of a private network.
    Private,
    /// No browser could open it.
    Unreadable,
}

/// The address that is asked for a link, and by which the ledger knows it; `None` for what is not of the web, such as `mailto:`.
///
/// What stands after `#` is left out: whether a page of another site has such a place is not looked at.
pub(super) fn asked(written: &str, reach: Reach) -> Option<Result<Box<str>, Unfit>> {
    let whole = whole(written);
    let after = after_scheme(&whole)?;
    if !has_two_slashes(after) {
        return Some(Err(Unfit::Unreadable));
    }
    Some(Url::parse(&whole).map_err(|_| Unfit::Unreadable).and_then(|url| fit(url, reach)))
}

/// Why an address can't be read, as words that follow "it can't be opened:".
pub(super) fn why_unreadable(written: &str) -> &'static str {
    let whole = whole(written);
    if !after_scheme(&whole).is_some_and(has_two_slashes) {
        return "after `http:` or `https:` there must be two slashes and a host";
    }
    match Url::parse(&whole) {
        Err(ParseError::EmptyHost) => "it has no host",
        Err(ParseError::InvalidPort) => "its port is no number up to 65535",
        Err(ParseError::IdnaError | ParseError::InvalidDomainCharacter) => {
            "its host has characters that no name can have"
        }
        Err(ParseError::InvalidIpv4Address | ParseError::InvalidIpv6Address) => {
            "its host is neither a name nor a number of the internet"
        }
        Err(_) => "it is no address of the web",
        Ok(_) => "`http://` or `https://` stands in it twice",
    }
}

/// Whether an address is surely fit to be asked, told without reading it whole: most are, and a large site has very many.
pub(super) fn is_plain(written: &str) -> bool {
    let after = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"));
    let host = after.and_then(|after| after.split(['/', '?', '#']).next()).unwrap_or_default();
    let is_part = |part: &str| !part.is_empty() && !part.starts_with("xn--");
    // Without a letter in its last part it might be a number, and with `xn--` it might be a word that can't be decoded.
    host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
        && host.split('.').all(is_part)
        && host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_lowercase()))
        && guard::is_public_name(host)
}

fn whole(written: &str) -> Cow<'_, str> {
    if written.starts_with("//") { format!("https:{written}").into() } else { written.into() }
}

/// What follows the scheme of an address of the web.
fn after_scheme(whole: &str) -> Option<&str> {
    let (scheme, after) = whole.split_once(':')?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_web.then_some(after)
}

/// Browsers take other numbers of slashes too, but on a page of the same scheme `https:/x` is a path of that very site.
fn has_two_slashes(after: &str) -> bool {
    after.strip_prefix("//").is_some_and(|host| !host.starts_with(['/', '\\']))
}

/// The address that a redirect from `from` leads to.
pub(super) fn redirected(from: &str, location: &str, reach: Reach) -> Result<Box<str>, Unfit> {
    let url = Url::parse(from).and_then(|from| from.join(location)).map_err(|_| Unfit::Unreadable)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Unfit::Unreadable);
    }
    fit(url, reach)
}

fn fit(mut url: Url, reach: Reach) -> Result<Box<str>, Unfit> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Unfit::Credentials);
    }
    let is_public = match url.host() {
        // That is `http://https://example.org`, pasted behind what stood there.
        Some(Host::Domain("http" | "https")) => return Err(Unfit::Unreadable),
        Some(Host::Domain(name)) => guard::is_public_name(name),
        Some(Host::Ipv4(address)) => guard::is_public(address.into()),
        Some(Host::Ipv6(address)) => guard::is_public(address.into()),
        None => return Err(Unfit::Unreadable),
    };
    if !is_public && reach == Reach::Public {
        return Err(Unfit::Private);
    }
    url.set_fragment(None);
    Ok(String::from(url).into())
}

/// The host of an address that is asked.
pub(super) fn host(address: &str) -> Box<str> {
    Url::parse(address).ok().and_then(|url| url.host_str().map(Box::from)).unwrap_or_default()
}

/// The host of an address that is asked, with its port if that is not the usual one.
pub(super) fn authority(address: &str) -> Box<str> {
    let port = Url::parse(address).ok().and_then(|url| url.port());
    port.map_or_else(|| host(address), |port| format!("{}:{port}", host(address)).into())
}

/// The server of an address that is asked: scheme, host and port. Another port of the same host is another server.
pub(super) fn origin(address: &str) -> Box<str> {
    Url::parse(address).map(|url| url.origin().ascii_serialization().into()).unwrap_or_default()
}

/// The host of an address if it has a name that anybody could look up.
pub(super) fn public_name(address: &str) -> Option<Box<str>> {
    match Url::parse(address).ok()?.host()? {
        Host::Domain(name) if guard::is_public_name(name) => Some(name.into()),
        _ => None,
    }
}

/// Whether an address is the front page of its site.
pub(super) fn is_front_page(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.path() == "/" && url.query().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_for_all_spellings() {
        let cases = [
            ("https://Example.org", "https://example.org/"),
            ("HTTPS://example.org:443/a b", "https://example.org/a%20b"),
            ("http://example.org/x#part", "http://example.org/x"),
            ("//example.org/x?y=1", "https://example.org/x?y=1"),
            ("https://źródło.example.pl/ł", "https://xn--rdo-zdb30a7b.example.pl/%C5%82"),
            ("https://example.org/a/../b", "https://example.org/b"),
            ("https://example.org/x\ny", "https://example.org/xy"),
        ];
        for (written, expected) in cases {
            let found = asked(written, Reach::Public);
            if written.contains('ź') {
                let Some(Ok(found)) = found else { panic!("{written}") };
                assert!(found.starts_with("https://xn--") && found.ends_with("/%C5%82"), "{found}");
            } else {
                assert_eq!(found, Some(Ok(expected.into())), "{written}");
            }
        }
    }

    #[test]
    fn what_is_not_asked() {
        for written in
            ["mailto:a@example.org", "tel:+48", "ftp://example.org/", "", "http", "httpsx://a.org/"]
        {
            assert_eq!(asked(written, Reach::Public), None, "{written}");
        }
        let cases = [
            ("https://me:secret@example.org/", Unfit::Credentials),
            ("https://me@example.org/", Unfit::Credentials),
            ("https://me:secret@localhost/", Unfit::Credentials),
            ("http://localhost:3000/", Unfit::Private),
            ("http://127.0.0.1/", Unfit::Private),
            ("http://0x7f.1/", Unfit::Private),
            ("http://2130706433/", Unfit::Private),
            ("http://[::1]/", Unfit::Private),
            ("http://[::ffff:10.0.0.1]/", Unfit::Private),
            ("http://169.254.169.254/latest/meta-data/", Unfit::Private),
            ("http://intranet/", Unfit::Private),
            ("http://printer.local./", Unfit::Private),
            ("http://", Unfit::Unreadable),
            ("https://exa mple.org/", Unfit::Unreadable),
            ("https://example.org:99999/", Unfit::Unreadable),
            ("http:/example.org", Unfit::Unreadable),
            ("https:example.org", Unfit::Unreadable),
            ("HTTPS:///example.org", Unfit::Unreadable),
            ("https:\\\\example.org", Unfit::Unreadable),
            ("///example.org", Unfit::Unreadable),
            ("//", Unfit::Unreadable),
            ("http://https://example.org/", Unfit::Unreadable),
        ];
        for (written, why) in cases {
            assert_eq!(asked(written, Reach::Public), Some(Err(why)), "{written}");
        }
        assert_eq!(asked("http://127.0.0.1:80/", Reach::Anywhere), Some(Ok("http://127.0.0.1/".into())));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let cases = [
            ("http://", "no host"),
            ("//", "no host"),
            ("http://#x", "no host"),
            ("http:/example.org", "two slashes"),
            ("https:example.org", "two slashes"),
            ("https:///example.org", "two slashes"),
            ("https://example.org:99999/", "port"),
            ("https://example.org:port/", "port"),
            ("https://exa mple.org/", "characters"),
            ("https://[insert link]/", "neither a name"),
            ("https://1.2.3.4.5/", "neither a name"),
            ("http://http://example.org/", "twice"),
        ];
        for (written, why) in cases {
            assert_eq!(asked(written, Reach::Public), Some(Err(Unfit::Unreadable)), "{written}");
            assert!(why_unreadable(written).contains(why), "{written}: {}", why_unreadable(written));
        }
    }

    #[test]
    fn what_is_plain_is_fit() {
        let plain =
            ["https://example.org", "http://www.a-b.example.org/x y?z#é", "https://4.example.org#:99999"];
        for written in plain {
            assert!(is_plain(written), "{written}");
            assert!(matches!(asked(written, Reach::Public), Some(Ok(_))), "{written}");
        }
        let doubtful = [
            "",
            "#x",
            "mailto:a@example.org",
            "//example.org",
            "https://",
            "https:/example.org",
            "https:///example.org",
            "https://Example.org",
            "https://example.org:8443/",
            "https://me@example.org",
            "https://localhost/",
            "https://printer.local/",
            "https://1.2.3.4/",
            "https://0x7f.1/",
            "https://a..org/",
            "https://example.org./",
            "https://xn--a.org/",
            "http://http://example.org/",
            "https://źródło.pl/",
        ];
        for written in doubtful {
            assert!(!is_plain(written), "{written}");
        }
    }

    #[test]
    fn redirects_start_from_where_they_are() {
        let to = |location| redirected("https://example.org/a/b?c", location, Reach::Public);
        assert_eq!(to("d#e"), Ok("https://example.org/a/d".into()));
        assert_eq!(to("/d"), Ok("https://example.org/d".into()));
        assert_eq!(to("//other.org"), Ok("https://other.org/".into()));
        assert_eq!(to("http://10.0.0.1/"), Err(Unfit::Private));
        assert_eq!(to("https://a:b@other.org/"), Err(Unfit::Credentials));
        assert_eq!(to("file:///etc/passwd"), Err(Unfit::Unreadable));
        assert_eq!(to("javascript:alert(1)"), Err(Unfit::Unreadable));
    }

    #[test]
    fn hosts_and_front_pages() {
        assert_eq!(&*host("https://example.org:8443/x"), "example.org");
        assert_eq!(&*authority("https://example.org:8443/x"), "example.org:8443");
        assert_eq!(&*authority("https://example.org:443/x"), "example.org");
        assert_eq!(&*origin("https://example.org:8443/x"), "https://example.org:8443");
        assert_eq!(&*origin("http://example.org:80/x"), "http://example.org");
        assert_eq!(public_name("https://example.org:8443/x").as_deref(), Some("example.org"));
        for nobody in ["http://localhost/", "https://1.1.1.1/", "https://wiki.intranet/"] {
            assert_eq!(public_name(nobody), None, "{nobody}");
        }
        assert!(is_front_page("https://example.org/"));
        assert!(!is_front_page("https://example.org/x") && !is_front_page("https://example.org/?p=1"));
    }
}
