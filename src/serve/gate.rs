//! Who is let in: the check against pages elsewhere that have their own name lead to this machine (DNS rebinding).
//!
//! In: a request's `Host` and `Origin`, and the connection's two ends. Out: yes or no. Never: an answer.
//!
//! A browser sends the name that the user's address bar has. A page elsewhere can have its name lead here, but can't have
//! another name: so names are refused unless they are this machine's own, while addresses in digits can't be bent.

use std::net::{IpAddr, SocketAddr};

use axum::http::uri::Authority;

/// The two ends of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    /// The server's.
    pub(super) local: SocketAddr,
    /// The browser's.
    pub(super) peer: SocketAddr,
}

impl Ends {
    /// Whether the browser runs on this machine.
    pub(super) fn are_one_machine(&self) -> bool {
        let peer = self.peer.ip().to_canonical();
        peer.is_loopback() || peer == self.local.ip().to_canonical()
    }

    /// Whether a request with this `Host` is meant for this server; `name` is a further name that it has.
    pub(super) fn admit(&self, host: &str, name: Option<&str>) -> bool {
        let Ok(authority) = host.parse::<Authority>() else { return false };
        // `user@localhost` and the like are sent by no browser.
        if host.contains('@') || authority.port_u16().unwrap_or(80) != self.local.port() {
            return false;
        }
        let host = authority.host().to_ascii_lowercase();
        if host == "localhost" || name == Some(&*host) {
            return true;
        }
        let digits = host.trim_start_matches('[').trim_end_matches(']');
        digits.parse::<IpAddr>().is_ok_and(|address| {
            let address = address.to_canonical();
            address.is_loopback() || address == self.local.ip().to_canonical()
        })
    }
}

/// Whether a request comes from a page of the server that it is for.
pub(super) fn is_own(origin: Option<&str>, host: &str) -> bool {
    origin.is_none_or(|origin| {
        origin.strip_prefix("http://").is_some_and(|origin| origin.eq_ignore_ascii_case(host))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(local: &str, peer: &str) -> Ends {
        Ends { local: local.parse().unwrap(), peer: peer.parse().unwrap() }
    }

    #[test]
    fn only_own_names_are_admitted() {
        let own = ends("127.0.0.1:4747", "127.0.0.1:50000");
        for host in ["localhost:4747", "LOCALHOST:4747", "127.0.0.1:4747", "[::1]:4747"] {
            assert!(own.admit(host, None), "{host}");
        }
        let strange = [
            "evil.example:4747",
            "localhost.evil.example:4747",
            "localhost",
            "localhost:80",
            "localhost:4748",
            "192.0.2.1:4747",
            "127.0.0.1.evil.example:4747",
            "user@localhost:4747",
            "",
            ":4747",
            "[::1:4747",
        ];
        for host in strange {
            assert!(!own.admit(host, None), "{host}");
        }
        let named = Some("desk.example");
        assert!(own.admit("Desk.example:4747", named) && !own.admit("desk.example.org:4747", named));
        assert!(ends("127.0.0.1:80", "127.0.0.1:5").admit("localhost", None));
    }

    #[test]
    fn an_address_of_the_machine_is_admitted_where_it_is_served() {
        let far = ends("192.0.2.7:4747", "192.0.2.9:50000");
        assert!(far.admit("192.0.2.7:4747", None) && !far.admit("192.0.2.8:4747", None));
        assert!(!far.are_one_machine());
        assert!(ends("192.0.2.7:4747", "192.0.2.7:50000").are_one_machine());
        assert!(ends("[::1]:4747", "[::1]:50000").are_one_machine());
    }

    #[test]
    fn other_origins_are_strangers() {
        assert!(is_own(None, "localhost:1") && is_own(Some("http://localhost:1"), "localhost:1"));
        for origin in ["null", "http://localhost:2", "https://localhost:1", "http://evil.example", ""] {
            assert!(!is_own(Some(origin), "localhost:1"), "{origin}");
        }
    }
}
