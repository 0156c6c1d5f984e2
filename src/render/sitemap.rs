//! What indexers are told: sitemaps and `robots.txt`.
//!
//! In: addresses with their versions. Out: the texts of files for the root of the site. Never: a page that is not to be indexed;
//! the site leaves those out.

use super::xml::Xml;
use crate::site::machine_frame::SitemapEntry;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap of these addresses.
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

/// The list of the parts of a sitemap that is too long for one file. `base` is the whole URL of the site without a slash at its
/// end.
pub fn index(base: &str, addresses: impl IntoIterator<Item = String>) -> String {
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", NAMESPACE)]);
    for address in addresses {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &format!("{base}{address}"));
        xml.close();
    }
    xml.finish()
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
    fn a_long_one_has_a_list_of_its_parts() {
        let text = index("https://example.org/p", ["/sitemap-1.xml", "/sitemap-2.xml"].map(str::to_owned));
        assert!(text.contains("<loc>https://example.org/p/sitemap-1.xml</loc>"));
        assert!(text.contains("<loc>https://example.org/p/sitemap-2.xml</loc>"));
        assert_eq!(text.matches("<loc>").count(), 2);
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
