//! What indexers are told: sitemaps and `robots.txt`.
//!
//! In: addresses with their versions. Out: the texts of files for the root of the site. Never: a page that is not to be indexed;
//! the site leaves those out.

use super::xml::Xml;
use crate::site::machine_frame::SitemapEntry;

/// How many addresses one sitemap may hold.
const MOST_ENTRIES: usize = 50_000;
/// How many bytes one sitemap may have; somewhat less than the 50 MiB of the protocol.
const MOST_BYTES: usize = 50_000_000;
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The sitemap of these addresses; see [`sitemaps`] for more than one may hold.
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

/// The sitemaps of a site, each with its file's name: `sitemap.xml`, which names further ones if one would be too large. `base` is
/// the whole URL of the site without a slash at its end.
pub fn sitemaps(entries: &[SitemapEntry], base: &str) -> Vec<(String, String)> {
    let parts = parts(entries, MOST_ENTRIES, MOST_BYTES);
    if parts.len() <= 1 {
        return vec![("sitemap.xml".to_owned(), sitemap(entries))];
    }
    let mut index = Xml::new();
    index.open("sitemapindex", &[("xmlns", NAMESPACE)]);
    let mut files = Vec::with_capacity(parts.len() + 1);
    for (at, part) in parts.into_iter().enumerate() {
        let name = format!("sitemap-{}.xml", at + 1);
        index.open("sitemap", &[]);
        index.text("loc", &[], &format!("{base}/{name}"));
        index.close();
        files.push((name, sitemap(part)));
    }
    files.push(("sitemap.xml".to_owned(), index.finish()));
    files
}

/// Cuts the entries into runs that each fit into one file.
fn parts(entries: &[SitemapEntry], most_entries: usize, most_bytes: usize) -> Vec<&[SitemapEntry]> {
    let mut parts = Vec::new();
    let mut rest = entries;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |entry: &&SitemapEntry| {
            bytes += size(entry);
            bytes <= most_bytes
        };
        let count = rest.iter().take(most_entries).take_while(fits).count().max(1);
        let (part, further) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        parts.push(part);
        rest = further;
    }
    parts
}

/// At most how many bytes an entry takes, were every second character of its URLs an ampersand.
fn size(entry: &SitemapEntry) -> usize {
    let urls = entry.alternates.iter().map(|(lang, url)| 80 + lang.len() + 3 * url.len());
    120 + 3 * entry.url.len() + urls.sum::<usize>()
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
            (0..MOST_ENTRIES + 1).map(|n| entry(&format!("https://example.org/{n}/"))).collect();
        let files = sitemaps(&entries, "https://example.org");
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
        assert_eq!(files[0].1.matches("<loc>").count(), MOST_ENTRIES);
        assert_eq!(files[1].1.matches("<loc>").count(), 1);
        assert!(files[2].1.contains("<loc>https://example.org/sitemap-2.xml</loc>"));
        assert_eq!(sitemaps(&entries[..MOST_ENTRIES], "https://example.org").len(), 1);
    }

    #[test]
    fn no_file_is_larger_than_allowed() {
        let entries: Vec<SitemapEntry> =
            (0..9).map(|n| entry(&format!("https://example.org/{n}/"))).collect();
        let parts = parts(&entries, 100, 2 * size(&entries[0]));
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [2, 2, 2, 2, 1]);
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
