//! What a page has in a preview that it does not have where it is published: one script.
//!
//! In: a page as it is built. Out: the same bytes, with the script among them. Never: another change.

use axum::body::Bytes;

/// The page that is shown where there is none to show; its panel tells why.
pub(super) const EMPTY: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
    content=\"width=device-width\"><title>offprint</title></head>\n<body>\n</body>\n</html>\n";

/// The script's element.
pub(super) fn script(token: &str, etag: &str, provisional: bool) -> String {
    let provisional = if provisional { " data-provisional" } else { "" };
    format!(
        "<script type=\"module\" src=\"/_offprint/preview.js\" data-token=\"{token}\" data-etag=\"{etag}\"{provisional}></script>"
    )
}

/// The page in three parts, the script between the others: before the last `</body>`, or at the end.
pub(super) fn with_script(page: Bytes, script: String) -> [Bytes; 3] {
    let at = memchr::memmem::rfind(&page, b"</body>").unwrap_or(page.len());
    [page.slice(..at), script.into(), page.slice(at..)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let cases = [
            ("<body>a</body></html>", "<body>aS</body></html>"),
            ("<code></body></code></body>", "<code></body></code>S</body>"),
            ("no end", "no endS"),
            ("", "S"),
        ];
        for (page, expected) in cases {
            let parts = with_script(Bytes::from_static(page.as_bytes()), "S".to_owned());
            assert_eq!(parts.concat(), expected.as_bytes());
        }
    }
}
