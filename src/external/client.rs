//! Requests over the network. The one door for `ureq`.
//!
//! In: an address, and how much of it. Out: a [`Reply`]. Never: following a redirect, reading what stands there, keeping a cookie,
//! or connecting to an address of a private network, whatever its name resolves to.
//!
//! Certificates are checked against Mozilla's list, which is built in: a container has no list of its own, and every machine gives
//! the same verdict. Proxies are those that the environment names (`HTTPS_PROXY`, `NO_PROXY` and so on).

use std::io;
use std::net::ToSocketAddrs;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ureq::config::Config;
use ureq::http::{HeaderMap, Uri, header};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use super::address::Reach;
use super::guard;
use super::ledger::Trouble;
use super::walk::{Pace, Part, Reply};

/// What sends requests.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
}

impl Client {
    /// A client that says on whose behalf it asks. `roots`: certificates in PEM to trust instead of the built-in ones.
    pub(super) fn new(site: &str, pace: &Pace, reach: Reach, roots: Option<&[u8]>) -> Self {
        let name = concat!("offprint/", env!("CARGO_PKG_VERSION"));
        // A header holds ASCII; an address with other letters would make the name unreadable for whom it is meant.
        let site: String = site.chars().filter(|c| c.is_ascii_graphic()).collect();
        let config = Agent::config_builder()
            .user_agent(format!("{name} (checks the links of {site})"))
            .accept("text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8")
            .accept_encoding("identity")
            .timeout_global(Some(pace.timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .tls_config(TlsConfig::builder().root_certs(trusted(roots)).build())
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guarded { reach });
        Self { agent }
    }

    /// Sends a request and waits for the head of its answer.
    pub(super) fn ask(&self, url: &str, part: Part) -> Reply {
        let request = self.agent.get(url);
        let request = match part {
            Part::FirstByte => request.header(header::RANGE, "bytes=0-0"),
            Part::Whole => request,
        };
        match request.call() {
            Ok(response) => {
                let headers = response.headers();
                Reply::Answered {
                    code: response.status().as_u16(),
                    location: location(headers),
                    retry_after: retry_after(headers, Timestamp::now()),
                }
            }
            Err(error) => Reply::Failed(trouble(&error)),
        }
    }
}

fn trusted(roots: Option<&[u8]>) -> RootCerts {
    let Some(pem) = roots else { return RootCerts::WebPki };
    let certificates: Vec<Certificate<'static>> = parse_pem(pem)
        .filter_map(|found| match found {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    RootCerts::new_with_certs(&certificates)
}

/// Where a redirect leads. Servers write letters beyond ASCII as they are, against the rules, and browsers follow.
fn location(headers: &HeaderMap) -> Option<Box<str>> {
    let value = headers.get(header::LOCATION)?;
    Some(String::from_utf8_lossy(value.as_bytes()).trim().into())
}

/// A number of seconds, or a date.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

fn trouble(error: &Error) -> Trouble {
    match error {
        Error::HostNotFound => Trouble::NoSuchHost,
        Error::Timeout(_) => Trouble::Timeout,
        Error::Tls(_) | Error::Rustls(_) | Error::TlsRequired => Trouble::Insecure,
        Error::Protocol(_) | Error::Http(_) | Error::BadUri(_) | Error::LargeResponseHeader(..) => {
            Trouble::Garbled
        }
        Error::Other(other) if other.is::<IsPrivate>() => Trouble::Private,
        Error::Io(error) => io_trouble(error),
        _ => Trouble::NoConnection,
    }
}

/// What systems say when a name is not known; there is no number for it in what the standard library tells.
const NOT_KNOWN: [&str; 5] = [
    "Name or service not known",
    "Name does not resolve",
    "nodename nor servname",
    "No such host",
    "No address associated",
];

/// What is said when it can't be learnt whether a name is known: nobody is there to be asked, or whoever is has failed.
const NOT_LOOKED_UP: [&str; 2] =
    ["failed to lookup address information", "temporary error during hostname resolution"];

fn io_trouble(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Trouble::Timeout,
        // What the secure connection finds wrong with a certificate, or with what is no secure connection at all.
        io::ErrorKind::InvalidData => Trouble::Insecure,
        _ => {
            let text = error.to_string();
            let has = |all: &[&str]| all.iter().any(|words| text.contains(words));
            if has(&NOT_KNOWN) {
                Trouble::NoSuchHost
            } else if has(&NOT_LOOKED_UP) {
                Trouble::NoLookup
            } else {
                Trouble::NoConnection
            }
        }
    }
}

/// Whether a name is known to this machine or to the network that it is in.
pub(super) fn is_known(name: &str) -> bool {
    (name, 443).to_socket_addrs().is_ok_and(|mut found| found.next().is_some())
}

/// A host that has addresses of private networks alone.
#[derive(Debug)]
struct IsPrivate;

impl std::fmt::Display for IsPrivate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the address is of a private network")
    }
}

impl std::error::Error for IsPrivate {}

/// Looks names up, and drops what no reader elsewhere could reach: since the connection is made to the very numbers that were
/// looked at, a name that changes its mind in between leads nowhere.
#[derive(Debug)]
struct Guarded {
    reach: Reach,
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout);
        // The proxy is one that the owner of the machine chose, and that it is not found says nothing of the site.
        if is_proxy(uri, config) {
            return found.map_err(|_| Error::ConnectionFailed);
        }
        let found = found?;
        if self.reach == Reach::Anywhere {
            return Ok(found);
        }
        let mut public = self.empty();
        for address in found.iter().filter(|address| guard::is_public(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() { Err(Error::Other(Box::new(IsPrivate))) } else { Ok(public) }
    }
}

fn is_proxy(uri: &Uri, config: &Config) -> bool {
    config.proxy().is_some_and(|proxy| {
        let proxy = proxy.uri();
        (proxy.host(), proxy.port_u16()) == (uri.host(), uri.port_u16())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, header::HeaderValue::from_bytes(value).unwrap());
        headers
    }

    #[test]
    fn waits_are_read_as_seconds_and_as_dates() {
        let now: Timestamp = "2026-11-26T12:00:00Z".parse().unwrap();
        let read = |text: &str| {
            retry_after(&headers(header::RETRY_AFTER, text.as_bytes()), now).map(|d| d.as_secs())
        };
        assert_eq!(read("120"), Some(120));
        assert_eq!(read(" 0 "), Some(0));
        assert_eq!(read("Thu, 26 Nov 2026 12:01:30 GMT"), Some(90));
        assert_eq!(read("Thu, 26 Nov 2026 11:00:00 GMT"), Some(0));
        assert_eq!(read("18446744073709551615"), Some(u64::MAX));
        for nothing in ["", "soon", "-5", "99999999999999999999999"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }

    #[test]
    fn a_name_that_nobody_has_is_told_from_one_that_could_not_be_looked_up() {
        let of = |text: &str| io_trouble(&io::Error::other(text.to_owned()));
        let lookup = "failed to lookup address information";
        assert_eq!(of(&format!("{lookup}: Name or service not known")), Trouble::NoSuchHost);
        assert_eq!(of(&format!("{lookup}: Name does not resolve")), Trouble::NoSuchHost);
        assert_eq!(of(&format!("{lookup}: Temporary failure in name resolution")), Trouble::NoLookup);
        assert_eq!(of(&format!("{lookup}: Try again")), Trouble::NoLookup);
        assert_eq!(of("No such host is known. (os error 11001)"), Trouble::NoSuchHost);
        assert_eq!(of("Connection refused (os error 111)"), Trouble::NoConnection);
    }

    #[test]
    fn redirects_in_any_letters_are_read() {
        let read = |bytes: &[u8]| location(&headers(header::LOCATION, bytes));
        assert_eq!(read("/żółw".as_bytes()).as_deref(), Some("/żółw"));
        assert_eq!(read(b" /x ").as_deref(), Some("/x"));
        assert_eq!(read(b"/\xff").as_deref(), Some("/\u{fffd}"));
    }
}
