//! Which keys of other tools are which of offprint's.
//!
//! In: nothing. Out: names. Never: values.

/// Names for offprint's keys in the order of preference; `_` and capitals don't matter.
pub(super) const TITLE: &[&str] = &["title"];
/// A title's second part.
pub(super) const SUBTITLE: &[&str] = &["subtitle"];
/// The abstract.
pub(super) const SUMMARY: &[&str] = &["summary", "abstract", "description", "excerpt", "teaser", "lead"];
/// Who wrote it.
pub(super) const AUTHORS: &[&str] = &["authors", "by-author", "author"];
/// When it was published.
pub(super) const DATE: &[&str] = &["date", "publishdate", "pubdate", "date-published", "published"];
/// When it was changed.
pub(super) const UPDATED: &[&str] =
    &["updated", "lastmod", "date-modified", "last-modified-at", "last-modified", "modified"];
/// The series.
pub(super) const SERIES: &[&str] = &["series"];
/// The number in it.
pub(super) const NUMBER: &[&str] = &["number", "issue"];
/// Topics: all of these together.
pub(super) const TOPICS: &[&str] = &["topics", "keywords", "tags", "categories", "category"];
/// The language.
pub(super) const LANG: &[&str] = &["lang", "language", "locale"];
/// The licence.
pub(super) const LICENSE: &[&str] = &["license", "licence", "rights"];
/// The DOI.
pub(super) const DOI: &[&str] = &["doi"];
/// A picture for lists.
pub(super) const COVER: &[&str] = &["cover", "image", "featured-image", "feature-image", "thumbnail", "hero"];
/// What it shows.
pub(super) const COVER_ALT: &[&str] =
    &["image-alt", "cover-alt", "featured-image-alt", "feature-image-alt", "thumbnail-alt", "hero-alt"];
/// Old addresses: all of these together.
pub(super) const ALIASES: &[&str] = &["aliases", "redirect-from", "url", "permalink"];
/// A bibliography.
pub(super) const BIBLIOGRAPHY: &[&str] = &["bibliography"];
/// How works are cited.
pub(super) const CITATION_STYLE: &[&str] = &["citation-style", "csl"];

/// Keys that only Pandoc and Quarto give a meaning to.
pub(super) const OF_PANDOC: &[&str] = &[
    "abstract",
    "by-author",
    "citation-package",
    "citeproc",
    "colorlinks",
    "crossref",
    "csl",
    "documentclass",
    "editor",
    "engine",
    "execute",
    "fontsize",
    "format",
    "geometry",
    "header-includes",
    "institute",
    "jupyter",
    "knitr",
    "link-citations",
    "lof",
    "lot",
    "mainfont",
    "nocite",
    "number-sections",
    "output",
    "papersize",
    "reference-section-title",
    "suppress-bibliography",
    "toc-depth",
    "toc-title",
];

/// A key in the form in which keys are compared.
pub(super) fn folded(key: &str) -> String {
    key.trim().to_lowercase().replace('_', "-")
}
