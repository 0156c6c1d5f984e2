//! Which addresses are those of the public web.
//!
//! In: a name or number of a host. Out: whether any reader could reach it. Never: looking a name up.
//!
//! What an author writes decides where a check goes, and on a build machine that may be somebody whom nobody knows: a link
//! must not make the machine ask its own network, or the service that hands out its keys.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Endings of names that stand for nothing outside of a network.
const LOCAL_ENDINGS: [&str; 6] = ["localhost", "local", "internal", "intranet", "lan", "home.arpa"];

/// Whether a name may be one of the public web: it has a dot in it, and none of the endings that private networks use.
pub(super) fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let is_local =
        |ending: &str| name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.contains('.') && !LOCAL_ENDINGS.iter().any(|ending| is_local(ending))
}

/// Whether a number is one of the public internet, by the registries of special addresses that IANA keeps.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

/// Of the addresses with six groups, `2000::/3` is given out; in some of them an older address is wrapped.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let private = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:192.168.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let public = [
            "1.1.1.1",
            "9.9.9.9",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860:4860::8888",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:101:101::1",
        ];
        for address in public {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn names() {
        for name in [
            "localhost",
            "LOCALHOST".to_lowercase().as_str(),
            "a.localhost",
            "nas.local",
            "x.internal.",
            "intranet",
            "a.home.arpa",
            "",
        ] {
            assert!(!is_public_name(name), "{name}");
        }
        for name in [
            "example.org",
            "example.org.",
            "local.example.org",
            "mylocal.org",
            "notlocalhost.com",
            "thelan.eu",
        ] {
            assert!(is_public_name(name), "{name}");
        }
    }
}
