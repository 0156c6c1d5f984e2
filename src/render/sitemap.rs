//! What indexers are told: sitemaps and `robots.txt`.
//!
//! In: addresses with their versions. Out: the texts of files for the root of the site. Never: a page that is not to be indexed;
//! the site leaves those out.

use super::xml::Xml;
use crate::site::SITEMAP_LENGTH;
use crate::site::machine_frame::SitemapEntry;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap of these addresses; see [`file()`] for more than one may hold.
pub fn sitemap(entries: &[SitemapEntry]) -> String {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", NAMESPACE), ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")]);
    for entry in entries {
        xml.open("url", &[]);
        xml.text("loc", &[], &entry.url);
        if let Some(day) = entry.modified {
            xml.text("lastmod", &[], &day.to_string());
        }
        for (lang, url) in &entry.alternates {
            xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", lang), ("href", url)]);
        }
        xml.close();
    }
    xml.finish()
}

/// One file of a site's sitemap. Number 0 is `sitemap.xml`: all addresses, or, when they are too many for one file, the
/// index of `sitemap-1.xml` and so on, which are the numbers from 1. `base` is the whole URL of the site without a slash
/// at its end.
pub fn file(entries: &[SitemapEntry], base: &str, number: usize) -> String {
    let mut parts = entries.chunks(SITEMAP_LENGTH);
    match number.checked_sub(1) {
        Some(at) => sitemap(parts.nth(at).unwrap_or_default()),
        None if parts.len() <= 1 => sitemap(entries),
        None => {
            let mut index = Xml::new();
            index.open("sitemapindex", &[("xmlns", NAMESPACE)]);
            for number in 1..=parts.len() {
                index.open("sitemap", &[]);
                index.text("loc", &[], &format!("{base}/sitemap-{number}.xml"));
                index.close();
            }
            index.finish()
        }
    }
}

/// Whether indexers are welcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indexers {
    /// They may read everything.
    Welcome,
    /// They are to stay away, as from a preview with drafts.
    Refused,
}

/// `robots.txt`. `base` is the whole URL of the site without a slash at its end.
pub fn robots(base: &str, indexers: Indexers) -> String {
    match indexers {
        Indexers::Welcome => format!("User-agent: *\nDisallow:\n\nSitemap: {base}/sitemap.xml\n"),
        Indexers::Refused => "User-agent: *\nDisallow: /\n".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(url: &str) -> SitemapEntry {
        SitemapEntry { url: url.to_owned(), modified: None, alternates: Vec::new() }
    }

    #[test]
    fn versions_name_each_other() {
        let english = SitemapEntry {
            modified: Some(jiff::civil::date(2026, 5, 3)),
            alternates: vec![
                ("en".into(), "https://example.org/a/".to_owned()),
                ("pl".into(), "https://example.org/pl/a/".to_owned()),
            ],
            ..entry("https://example.org/a/")
        };
        let expected = r#"<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc>https://example.org/a/</loc>
    <lastmod>2026-05-03</lastmod>
    <xhtml:link rel="alternate" hreflang="en" href="https://example.org/a/"/>
    <xhtml:link rel="alternate" hreflang="pl" href="https://example.org/pl/a/"/>
  </url>
  <url>
    <loc>https://example.org/b/</loc>
  </url>
</urlset>
"#;
        assert_eq!(sitemap(&[english, entry("https://example.org/b/")]), expected);
    }

    #[test]
    fn a_large_site_has_several() {
        let entries: Vec<SitemapEntry> =
            (0..SITEMAP_LENGTH + 1).map(|n| entry(&format!("https://example.org/{n}/"))).collect();
        let file = |number| file(&entries, "https://example.org", number);
        assert_eq!(file(1).matches("<loc>").count(), SITEMAP_LENGTH);
        assert_eq!(file(2).matches("<loc>").count(), 1);
        assert!(file(0).contains("<loc>https://example.org/sitemap-2.xml</loc>"));
        assert!(!file(0).contains("sitemap-3.xml"));
        let fits = &entries[..SITEMAP_LENGTH];
        assert_eq!(super::file(fits, "https://example.org", 0).matches("<loc>").count(), SITEMAP_LENGTH);
    }

    #[test]
    fn indexers_are_told_whether_they_are_welcome() {
        let base = "https://example.org/p";
        assert_eq!(
            robots(base, Indexers::Welcome),
            "User-agent: *\nDisallow:\n\nSitemap: https://example.org/p/sitemap.xml\n"
        );
        assert!(robots(base, Indexers::Refused).contains("Disallow: /\n"));
    }
}
