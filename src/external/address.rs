//! The addresses of links to other sites, made one for all their spellings.
//!
//! In: an address as an author or a redirect writes it. Out: the address that is asked, or why it never is. Never: the network.
//! The one door for `url`, which reads an address as browsers do.

use url::{Host, Url};

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
    let whole = match written.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => written.to_owned(),
    };
    let lower = whole.get(..8).unwrap_or(&whole).to_ascii_lowercase();
    if !lower.starts_with("http:") && !lower.starts_with("https:") {
        return None;
    }
    Some(Url::parse(&whole).map_err(|_| Unfit::Unreadable).and_then(|url| fit(url, reach)))
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
        ];
        for (written, why) in cases {
            assert_eq!(asked(written, Reach::Public), Some(Err(why)), "{written}");
        }
        assert_eq!(asked("http://127.0.0.1:80/", Reach::Anywhere), Some(Ok("http://127.0.0.1/".into())));
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
        assert!(is_front_page("https://example.org/"));
        assert!(!is_front_page("https://example.org/x") && !is_front_page("https://example.org/?p=1"));
    }
}
