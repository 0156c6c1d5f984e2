//! What a web server should say of each file of a site, as data from which every host's own form is made.
//!
//! In: an address or a path below the site's folder. Out: media types, caching and headers; texts for servers and hosts.
//! Never: files, or anything that depends on a site's papers beside its redirects.

mod media;
pub mod servers;

pub use media::{Media, TYPES, media};

/// What pages keep to: nothing inline, nothing from another host, and no page of another site around them.
pub const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; script-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The headers that every answer should carry, with the reason for each.
pub const HEADERS: [(&str, &str, &str); 6] = [
    ("Content-Security-Policy", POLICY, "no page runs or loads anything but the site's own files"),
    (
        "Strict-Transport-Security",
        "max-age=31536000",
        "browsers come by https only, for a year; leave it out while the site must also be read by http",
    ),
    ("X-Content-Type-Options", "nosniff", "a file is what its type says"),
    (
        "Referrer-Policy",
        "strict-origin-when-cross-origin",
        "another site learns which site led to it, not which paper",
    ),
    (
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "no page asks for these",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin", "a window that opened this one has no hold on it"),
];

/// For files whose name changes whenever their bytes do.
pub const FOREVER: &str = "public, max-age=31536000, immutable";

/// For all others: kept, and used only after asking whether they still hold; so a correction shows at once.
pub const ASK_FIRST: &str = "public, max-age=0, must-revalidate";

/// The folder, below the site's, where names may carry a fingerprint. An author's own files may stand there as well.
pub const ASSETS: &str = "assets/";

/// How a name ends that carries a fingerprint, as a regular expression for servers: what [`is_fingerprinted`] says.
pub const FINGERPRINTED: &str = r"\.[0-9a-f]{8}\.[^./]*$";

/// A file that hosts such as Netlify and Cloudflare Pages read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostFile {
    /// Headers and caching.
    Headers,
    /// Redirects from old addresses.
    Redirects,
}

impl HostFile {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Headers, Self::Redirects];

    /// Its name, at the site's root.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headers => "_headers",
            Self::Redirects => "_redirects",
        }
    }

    /// The file for a site.
    pub fn text(self, layout: &servers::Layout<'_>) -> String {
        match self {
            Self::Headers => servers::headers_file(layout),
            Self::Redirects => servers::redirects_file(layout),
        }
    }
}

/// Whether a file's name changes whenever its bytes do: `assets/site.4c65e825.js`.
///
/// Only the theme's folder holds such names. Elsewhere `report.20240101.pdf` is a date that an author gave.
pub fn is_fingerprinted(path: &str) -> bool {
    let path = path.trim_start_matches('/');
    let Some(name) = path.strip_prefix(ASSETS).and_then(|rest| rest.rsplit('/').next()) else { return false };
    let mut parts = name.rsplit('.');
    let (Some(_extension), Some(print), Some(_stem)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    print.len() == 8 && print.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The header `Cache-Control` of a file.
pub fn cache_control(path: &str) -> &'static str {
    if is_fingerprinted(path) { FOREVER } else { ASK_FIRST }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_theme_names_by_its_bytes_is_kept_for_ever() {
        for path in ["assets/site.4c65e825.js", "/assets/fonts/a-b.00000000.woff2"] {
            assert_eq!(cache_control(path), FOREVER, "{path}");
        }
        for path in [
            "index.html",
            "papers/x/report.20240101.pdf",
            "assets/logo.svg",
            "assets/.4c65e825",
            "assets/x.4C65E825.js",
            "assets/x.4c65e82.js",
            "pl/assets/site.4c65e825.js",
        ] {
            assert_eq!(cache_control(path), ASK_FIRST, "{path}");
        }
    }
}
