//! Media types by extension (IANA's registry of media types).
//!
//! In: an address or path. Out: [`Media`]. Never: a look into the file.

/// What kind of file it is, for a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// As the header `Content-Type` says it: `text/html; charset=utf-8`. JSON is UTF-8 without saying so.
    pub header: &'static str,
    /// Whether it is text, which is UTF-8, and which becomes much smaller when it is compressed.
    pub is_text: bool,
}

impl Media {
    /// Without parameters: `text/html`.
    pub fn name(self) -> &'static str {
        self.header.split(';').next().unwrap_or_default()
    }
}

/// Each media type with the extensions of its files. A name with a dot in it is a whole file name.
pub const TYPES: [(&str, bool, &[&str]); 33] = [
    ("text/html; charset=utf-8", true, &["html", "htm"]),
    ("text/css; charset=utf-8", true, &["css"]),
    ("text/javascript; charset=utf-8", true, &["js", "mjs"]),
    ("application/feed+json", true, &["feed.json"]),
    ("application/json", true, &["json"]),
    ("application/manifest+json", true, &["webmanifest"]),
    ("application/atom+xml; charset=utf-8", true, &["atom"]),
    ("application/xml; charset=utf-8", true, &["xml"]),
    ("text/plain; charset=utf-8", true, &["txt", "md"]),
    ("text/csv; charset=utf-8", true, &["csv"]),
    ("application/x-bibtex; charset=utf-8", true, &["bib"]),
    ("application/x-research-info-systems; charset=utf-8", true, &["ris"]),
    ("image/svg+xml; charset=utf-8", true, &["svg"]),
    ("text/vtt; charset=utf-8", true, &["vtt"]),
    ("image/png", false, &["png"]),
    ("image/jpeg", false, &["jpg", "jpeg"]),
    ("image/webp", false, &["webp"]),
    ("image/avif", false, &["avif"]),
    ("image/gif", false, &["gif"]),
    ("image/vnd.microsoft.icon", false, &["ico"]),
    ("font/woff2", false, &["woff2"]),
    ("font/woff", false, &["woff"]),
    ("application/pdf", false, &["pdf"]),
    ("application/epub+zip", false, &["epub"]),
    ("application/zip", false, &["zip"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", false, &["docx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, &["xlsx"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", false, &["pptx"]),
    ("application/vnd.oasis.opendocument.text", false, &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", false, &["ods"]),
    ("audio/mpeg", false, &["mp3"]),
    ("video/mp4", false, &["mp4"]),
    ("video/webm", false, &["webm"]),
];

/// What is not known is not guessed.
const UNKNOWN: Media = Media { header: "application/octet-stream", is_text: false };

/// The media type of what stands at an address; one without an extension (`/papers/x/`) is a page.
pub fn media(address: &str) -> Media {
    let name = address.rsplit('/').next().unwrap_or_default();
    let whole = name.to_ascii_lowercase();
    let extension = match whole.rsplit_once('.') {
        Some((_, extension)) => extension,
        None if name.is_empty() => "html",
        None => return UNKNOWN,
    };
    let find = |wanted: &str| TYPES.iter().find(|(.., names)| names.contains(&wanted));
    find(&whole)
        .filter(|_| whole.contains('.'))
        .or_else(|| find(extension))
        .map_or(UNKNOWN, |&(header, is_text, _)| Media { header, is_text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_known_by_its_extension() {
        for (address, expected) in [
            ("papers/x/index.html", "text/html; charset=utf-8"),
            ("/papers/x/", "text/html; charset=utf-8"),
            ("feed.json", "application/feed+json"),
            ("pl/papers/feed.json", "application/feed+json"),
            ("papers/x/cite.json", "application/json"),
            ("myfeed.json", "application/json"),
            ("feed.atom", "application/atom+xml; charset=utf-8"),
            ("x/cite.bib", "application/x-bibtex; charset=utf-8"),
            ("x/cite.ris", "application/x-research-info-systems; charset=utf-8"),
            ("a.jpg.800.webp", "image/webp"),
            ("A.PNG", "image/png"),
            ("assets/x.12345678.woff2", "font/woff2"),
            ("figures/fig-1.svg", "image/svg+xml; charset=utf-8"),
            ("data.csv", "text/csv; charset=utf-8"),
            ("CNAME", "application/octet-stream"),
            ("html", "application/octet-stream"),
            (".nojekyll", "application/octet-stream"),
        ] {
            assert_eq!(media(address).header, expected, "{address}");
        }
    }

    #[test]
    fn no_extension_has_two_types() {
        let mut all: Vec<&str> = TYPES.iter().flat_map(|(.., names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
